"""Which reports tell of one affair at one time."""

import hashlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from itertools import combinations, product

import numpy as np

from variorum.link.linkage import average_linkage
from variorum.link.terms import F64, Terms, count_terms, neighbours, weigh
from variorum.link.words import I64, Words, words_of
from variorum.types import Actor, AnnotatedArticle, Judgement, Reuse, Story

THRESHOLD = 0.11
SPAN_DAYS = 45  # further apart than this, two reports tell of different affairs


def find_stories(
    articles: Sequence[AnnotatedArticle],
    actors: Sequence[Actor],
    reuse: Sequence[Reuse],
    judgements: Iterable[Judgement] = (),
) -> tuple[Story, ...]:
    """Every article in exactly one story; the result does not depend on the order of the articles.

    Args:
        judgements: what a person ruled about stories: article ids that belong together, or apart.
    """
    ordered = sorted(articles, key=lambda a: a.id)
    if not ordered:
        return ()
    place = {a.id: i for i, a in enumerate(ordered)}
    ruled = list(judgements)
    a, b, scores = _similar(ordered)
    clusters = average_linkage(
        len(ordered),
        zip(a.tolist(), b.tolist(), scores.tolist(), strict=True),
        threshold=THRESHOLD,
        together=list(_ruled(ruled, "merge", place)),
        apart=list(_ruled(ruled, "split", place)),
    )
    members = [[ordered[i] for i in cluster] for cluster in clusters]
    return tuple(_story(m, actors) for m in members)


def _ruled(judgements: Iterable[Judgement], verb: str, place: Mapping[str, int]) -> Iterator[tuple[int, int]]:
    """Pairs of articles (by place) that a person put together, or apart."""
    for judgement in judgements:
        if judgement.what != "story" or judgement.verb != verb:
            continue
        groups = [[place[i] for i in group if i in place] for group in judgement.groups]
        if verb == "merge":
            yield from (pair for group in groups for pair in combinations(group, 2))
        else:
            yield from (pair for one, other in combinations(groups, 2) for pair in product(one, other))


def _similar(articles: Sequence[AnnotatedArticle]) -> tuple[I64, I64, F64]:
    words = words_of(articles)
    single = _tf_idf(words, 1)
    a, b = neighbours(single)
    scores = (single.cosines(a, b) + _tf_idf(words, 2).cosines(a, b)) / 2
    days = np.array([_day(x.published) for x in articles], dtype=float)
    apart = np.abs(days[a] - days[b]) > SPAN_DAYS
    scores[apart] = 0.0
    return a, b, scores


def _tf_idf(words: Words, n: int) -> Terms:
    hashes, whole = words.ngrams(n)
    rows = len(words.bounds) - 1
    _, column, counts, row, frequency = count_terms(hashes[whole], words.article[: len(hashes)][whole], rows)
    idf = np.log((rows + 20) / (frequency + 0.5))
    return weigh(column, (1 + np.log(counts)) * idf[column], row, frequency, rows)


def _day(value: str | None) -> float:
    """The day number of an ISO date, NaN where there is none."""
    try:
        return float(date.fromisoformat((value or "")[:10]).toordinal())
    except ValueError:
        return float("nan")


def _story(members: Sequence[AnnotatedArticle], actors: Sequence[Actor]) -> Story:
    first = min(members, key=lambda a: (a.published or "9999", a.id))
    dates = sorted(a.published[:10] for a in members if a.published)
    ids = {a.id for a in members}
    return Story(
        id="story-" + hashlib.blake2b(first.id.encode("utf8", "replace"), digest_size=6).hexdigest(),
        title=_title(first),
        articles=tuple(sorted(ids)),
        from_=dates[0] if dates else None,
        to=dates[-1] if dates else None,
        actors=tuple(x.id for x in actors if ids & {article for article, _ in x.locals}),
    )


def _title(article: AnnotatedArticle) -> str:
    if article.title:
        return article.title
    lines = [line.strip() for line in article.text.splitlines() if line.strip()]
    return lines[0][:160] if lines else article.id
