"""Shared passages by joins of data frames: the anchors of all articles meet by their hashes, never articles in pairs.

The functions are those of `link.passages`, run where the data is; the rules of its `anchor_pairs` are put as joins.
"""

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Any

import numpy as np

from variorum.engine.frames import ROW, collected, frame, rows_of, values_of
from variorum.link.passages import COMMON, NEIGHBOURS, anchors, stretched
from variorum.link.reuse import WINDOW, told
from variorum.link.words import words_of
from variorum.types import AnnotatedArticle, Reuse

if TYPE_CHECKING:
    import pyarrow
    from pyspark.sql import DataFrame, SparkSession

_ANCHOR = "hash long, article long, word int"


def verbatim(spark: "SparkSession", articles: Sequence[AnnotatedArticle]) -> tuple[Reuse, ...]:
    """Passages that two articles share word for word: what `link.reuse.verbatim_reuse` gives, in the same order."""
    if not articles:
        return ()
    texts = frame(spark, [_bare(article) for article in articles]).persist()
    try:
        pairs = _pairs(texts.mapInArrow(_anchor_rows, _ANCHOR))
        found = collected(_with_texts(pairs, texts, len(articles)).mapInArrow(_passage_rows, ROW))
    finally:
        texts.unpersist()
    return tuple(reuse for part in found for reuse in part)


def _bare(article: AnnotatedArticle) -> AnnotatedArticle:
    """What the search needs of an article."""
    return AnnotatedArticle(id=article.id, text=article.text, body=article.body, sentences=article.sentences)


def _anchor_rows(parts: Iterator["pyarrow.RecordBatch"]) -> Iterator["pyarrow.RecordBatch"]:
    """The anchors of each article, and the word of it that each begins at."""
    import pyarrow

    for number, article in values_of(parts):
        hashes, at = anchors(words_of([article]), window=WINDOW)
        columns = {"hash": hashes.view(np.int64), "article": np.full(len(at), number), "word": at.astype(np.int32)}
        yield pyarrow.RecordBatch.from_pydict({name: pyarrow.array(column) for name, column in columns.items()})


def _pairs(found: "DataFrame") -> "DataFrame":
    """For each two articles a < b with equal anchors: the words at which these begin in either.

    An anchor found in at most `COMMON` places joins all of them; another only each with the next `NEIGHBOURS`.
    """
    from pyspark.sql import Window
    from pyspark.sql import functions as f

    same = Window.partitionBy("hash")
    places = found.withColumn("places", f.count("*").over(same)).where("places > 1")
    few = places.where(f.col("places") <= COMMON)
    one = few.select("hash", f.col("article").alias("a"), f.col("word").alias("left"))
    other = few.select("hash", f.col("article").alias("b"), f.col("word").alias("right"))
    columns = ("a", "b", "left", "right")
    joined = one.join(other, "hash").select(*columns)
    many = places.where(f.col("places") > COMMON)
    in_order = same.orderBy("article", "word")
    for step in range(1, NEIGHBOURS + 1):
        onward = many.select(
            f.col("article").alias("a"),
            f.lead("article", step).over(in_order).alias("b"),
            f.col("word").alias("left"),
            f.lead("word", step).over(in_order).alias("right"),
        )
        joined = joined.union(onward)
    met = f.collect_list(f.struct("left", "right")).alias("met")
    return joined.where("a < b").groupBy("a", "b").agg(met)


def _with_texts(pairs: "DataFrame", texts: "DataFrame", articles: int) -> "DataFrame":
    """The pairs with both articles; their number keeps the order of (a, b)."""
    from pyspark.sql import functions as f

    one = texts.select(f.col("number").alias("a"), f.col("record").alias("one"))
    other = texts.select(f.col("number").alias("b"), f.col("record").alias("other"))
    number = (f.col("a") * articles + f.col("b")).alias("number")
    return pairs.join(one, "a").join(other, "b").select(number, "one", "other", "met")


def _passage_rows(parts: Iterator["pyarrow.RecordBatch"]) -> Iterator["pyarrow.RecordBatch"]:
    """The shared passages of each pair of articles."""
    return rows_of((row["number"], _passages(row)) for part in parts for row in part.to_pylist())


def _passages(row: dict[str, Any]) -> tuple[Reuse, ...]:
    import pickle

    articles = [pickle.loads(row["one"]), pickle.loads(row["other"])]
    words = words_of(articles)
    left, right = (np.array([met[side] for met in row["met"]], dtype=np.int64) for side in ("left", "right"))
    return told(articles, words, stretched(words, words.bounds[0] + left, words.bounds[1] + right))
