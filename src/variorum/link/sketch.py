"""What is kept of an article to find its story: words and pairs of words as numbers, opening vectors, dates.

A sketch is made from one article alone, and a pair of sketches is compared by what both hold and by a shipped sample of
news alone. So an article that comes later changes nothing between those before it.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from itertools import pairwise
from typing import cast

import msgspec
import numpy as np
from numpy.typing import NDArray

from variorum.link.calendar import dates_of
from variorum.link.instances import instances_of
from variorum.link.passages import anchors
from variorum.link.terms import F64
from variorum.link.vectors import vectors_of
from variorum.link.words import I64, U64, Words, body_of, words_of, words_of_texts
from variorum.models.embedder import DIMENSIONS
from variorum.models.stories import word_counts
from variorum.text import inside
from variorum.types import AnnotatedArticle

LEAD_WORDS = 80
LEAD_SENTENCES = 5
FIRST_WORDS = 25
KEYS = 96  # of the rarest words of an article, by which others are found that hold them
ANCHORS = 13  # n-grams to choose an anchor from: no run of 20 words that two articles share is missed
GRAMS = 3  # the same where two articles are at hand: no run of 10 words
_LEAST_IDF = 3.0  # of a key: words in one article of twenty are no keys
_WITH_YEAR = re.compile(r"\b(?:1[6-9]|20)\d\d\b")
_SEASON = 200  # days: a longer time may not be over yet when it is written of


class Sketch(msgspec.Struct, frozen=True, array_like=True):
    """One article. Columns are packed: `term` and what stands beside it are parallel, terms ascending."""

    id: str
    term: bytes  # u64: hash of each distinct word
    count: bytes  # u16: how often
    in_lead: bytes  # u8: how often among the first `LEAD_WORDS`
    in_first: bytes  # u8: and among the first `FIRST_WORDS`
    name: bytes  # u8: 1 where it is (part of) a name
    number: bytes  # u8: 1 where it begins with a digit
    phrase: bytes  # u64: hash of each distinct pair of words
    phrase_count: bytes  # u16
    phrase_sampled: bytes  # f32: in how many articles of the sample it would be
    vectors: bytes  # f16: of the first sentences
    dates: tuple[int, ...]  # bit masks: weekdays of the lead, months, years, then six of days
    instances: bytes  # u64
    length: int  # words
    published: float | None  # day numbers: given with the report
    stated: float | None  # given, or printed as its own
    day: float | None  # the same, or the first full date near the top
    since: float | None  # the latest day that an undated text tells of as past
    keys: bytes  # u64: the rarest words
    anchors: bytes  # u64: winnowed n-grams, by which others are found that share a passage
    grams: bytes  # u64: more of them, by which two articles are seen to share one


@dataclass(frozen=True)
class Background:
    """Word counts of a sample of news: what is rare."""

    articles: int
    words: U64  # sorted
    frequency: I64
    name: NDArray[np.bool_]

    def lookup(self, hashes: U64) -> tuple[I64, NDArray[np.bool_], NDArray[np.bool_]]:
        """For each word in how many articles of the sample it is, whether it is known, and whether it is a name."""
        at = np.minimum(np.searchsorted(self.words, hashes), len(self.words) - 1)
        known = self.words[at] == hashes
        return np.where(known, self.frequency[at], 0), known, known & self.name[at]

    def idf(self, sampled: I64 | F64) -> F64:
        """The logarithm of the inverse frequency of what is in so many articles of the sample."""
        out: F64 = np.log((self.articles + 1) / (sampled + 0.5))
        return out


@cache
def background() -> Background:
    """The shipped sample."""
    articles, names, others = word_counts()
    listed = [(word, n, True) for word, n in names.items()]
    listed += [(word, n, False) for word, n in others.items()]
    words = words_of_texts([word for word, _, _ in listed])
    single = np.diff(words.bounds) == 1
    hashes = words.hash[words.bounds[:-1][single]]
    order = np.argsort(hashes)
    frequency = np.array([n for _, n, _ in listed], dtype=np.int64)[single][order]
    name = np.array([is_name for _, _, is_name in listed], dtype=bool)[single][order]
    return Background(articles, hashes[order], frequency, name)


def sketch(articles: Sequence[AnnotatedArticle]) -> list[Sketch]:
    """A sketch of each article, in their order; that of one does not depend on the others."""
    if not articles:
        return []
    words = _with_titles(articles)
    terms = _terms(words, len(articles))
    phrases = _phrases(words, len(articles))
    plain = words_of_texts([a.text for a in articles])  # date lines are furniture
    dates = dates_of(plain, len(articles), lead=LEAD_WORDS)
    masks = np.stack((dates.weekdays, dates.months, dates.years, *dates.days), axis=1)
    instances = instances_of(words, len(articles))
    vectors = _lead_vectors(articles).astype(np.float16)
    bodies = words_of(articles)
    hooks, grams = _anchors(bodies, articles, ANCHORS), _anchors(bodies, articles, GRAMS)
    out = []
    for i, article in enumerate(articles):
        given = _day(article.published if article.published_from in (None, "given") else None)
        printed = _day(article.published if article.published_from == "text" else None)
        stated = given if given is not None else printed
        top = float(dates.head[i])
        out.append(
            Sketch(
                article.id,
                *cast(tuple[bytes, bytes, bytes, bytes, bytes, bytes], terms[i]),
                *cast(tuple[bytes, bytes, bytes], phrases[i]),
                vectors[i].tobytes(),
                tuple(masks[i].tolist()),
                instances[i].tobytes(),
                int(words.bounds[i + 1] - words.bounds[i]),
                given,
                stated,
                stated if stated is not None else None if np.isnan(top) else top,
                _since(article),
                _keys(terms[i]),
                hooks[i],
                grams[i],
            )
        )
    return out


def _cells(hashes: U64, article: I64) -> tuple[I64, U64, I64]:
    """The distinct (article, hash), sorted: article and hash of each, and which of them each item is."""
    order = np.lexsort((hashes, article))
    new = np.ones(len(order), dtype=bool)
    new[1:] = (np.diff(article[order]) != 0) | (hashes[order][1:] != hashes[order][:-1])
    cell = np.empty(len(order), dtype=np.int64)
    cell[order] = np.cumsum(new) - 1
    first = order[new]
    return article[first], hashes[first], cell


def _terms(words: Words, rows: int) -> list[tuple[bytes, ...]]:
    """The distinct words of each article, as `Sketch` keeps them."""
    row, term, cell = _cells(words.hash, words.article)
    n = len(term)
    place = np.arange(len(words)) - words.bounds[words.article]
    _, known, usually = background().lookup(term)
    capital = np.bincount(cell, words.capital, minlength=n) == np.bincount(cell, minlength=n)
    number = np.bincount(cell, words.numeric, minlength=n) > 0
    columns = (
        term,
        np.minimum(np.bincount(cell, minlength=n), 65_535).astype(np.uint16),
        np.bincount(cell, place < LEAD_WORDS, minlength=n).astype(np.uint8),
        np.bincount(cell, place < FIRST_WORDS, minlength=n).astype(np.uint8),
        (capital & (usually | ~known) & ~number).astype(np.uint8),  # never in lower case, nor known as a common word
        number.astype(np.uint8),
    )
    return _packed(row, columns, rows)


def _phrases(words: Words, rows: int) -> list[tuple[bytes, ...]]:
    """Pairs of adjoining words. The sample does not list these: their frequency there is reckoned from their words'."""
    hashes, whole = words.ngrams(2)
    article = words.article[: len(hashes)][whole]
    frequency = background().lookup(words.hash)[0]
    first, second = frequency[: len(hashes)][whole], frequency[1 : len(hashes) + 1][whole]
    reckoned = np.minimum(np.minimum(first, second), 5 * first * second // background().articles)
    row, phrase, cell = _cells(hashes[whole], article)
    sampled = np.zeros(len(phrase), dtype=np.float32)
    sampled[cell] = reckoned
    count = np.minimum(np.bincount(cell, minlength=len(phrase)), 65_535).astype(np.uint16)
    return _packed(row, (phrase, count, sampled), rows)


def _packed(row: I64, columns: Sequence[NDArray[np.generic]], rows: int) -> list[tuple[bytes, ...]]:
    bounds = np.searchsorted(row, np.arange(rows + 1))
    cuts = list(zip(bounds[:-1].tolist(), bounds[1:].tolist(), strict=True))
    return [tuple(column[low:high].tobytes() for column in columns) for low, high in cuts]


def _keys(terms: Sequence[bytes]) -> bytes:
    """The rarest words of an article, those that it uses most first among equals."""
    term, count = np.frombuffer(terms[0], np.uint64), np.frombuffer(terms[1], np.uint16)
    idf = background().idf(background().lookup(term)[0])
    weight = (1 + np.log(count)) * idf
    weight[idf < _LEAST_IDF] = 0
    best = np.lexsort((term, -weight))[:KEYS]
    out: bytes = term[best[weight[best] > 0]].tobytes()
    return out


def _anchors(words: Words, articles: Sequence[AnnotatedArticle], window: int) -> list[bytes]:
    """The winnowed n-grams of the articles' bodies."""
    grams, at = anchors(words, window=window)
    bounds = np.searchsorted(words.article[at], np.arange(len(articles) + 1)).tolist()
    return [np.unique(grams[low:high]).tobytes() for low, high in pairwise(bounds)]


def _with_titles(articles: Sequence[AnnotatedArticle]) -> Words:
    """The words of the bodies, after those of a title that stands outside the text."""
    apart = [a.title if a.title and a.title[:40] not in a.text[: len(a.title) + 400] else "" for a in articles]
    if not any(apart):
        return words_of(articles)
    titles, bodies = words_of_texts(apart), words_of(articles)
    order = np.argsort(np.concatenate((titles.article, bodies.article)), kind="stable")

    def both(column: str) -> NDArray[np.int64]:
        joined: NDArray[np.int64] = np.concatenate((getattr(titles, column), getattr(bodies, column)))[order]
        return joined

    article = both("article")
    return Words(
        both("hash").astype(np.uint64),
        both("start"),
        both("end"),
        article,
        both("capital").astype(bool),
        both("numeric").astype(bool),
        np.searchsorted(article, np.arange(len(articles) + 1)).astype(np.int64),
    )


def _lead_vectors(articles: Sequence[AnnotatedArticle]) -> NDArray[np.float32]:
    texts: list[str] = []
    where: list[tuple[int, int]] = []
    for i, article in enumerate(articles):
        body = body_of(article)
        spans = [s for s in article.sentences if inside(s, body)] or [(0, min(len(article.text), 300))]
        leads = [article.text[s:e] for s, e in spans if len(article.text[s:e].split()) >= 4][:LEAD_SENTENCES]
        texts.extend(leads)
        where.extend((i, k) for k in range(len(leads)))
    vectors = vectors_of(texts)
    out = np.zeros((len(articles), LEAD_SENTENCES, DIMENSIONS), dtype=np.float32)
    for (i, k), vector in zip(where, vectors, strict=True):
        out[i, k] = vector
    return out


def _day(value: str | None) -> float | None:
    """The day number of an ISO date."""
    try:
        return float(date.fromisoformat((value or "")[:10]).toordinal())
    except ValueError:
        return None


def _since(article: AnnotatedArticle) -> float | None:
    """The latest day by which an undated article tells that something happened: it was not published before.

    A whole year, which may still have been running, counts from its first day.
    """
    if article.published:
        return None
    found = []
    told = {i for clause in article.clauses if clause.status == "happened" for i in clause.times}
    for i in told:
        time = article.times[i]
        if _WITH_YEAR.search(article.text, time.start, time.end):
            first, last = _day(time.from_), _day(time.to)
            if first is not None:
                found.append(last if last is not None and last - first < _SEASON else first)
    return max(found, default=None)
