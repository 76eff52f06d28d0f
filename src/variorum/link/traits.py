"""What is compared of an article when stories are found: its terms, names, numbers, lead, meaning and date."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache

import numpy as np
from numpy.typing import NDArray

from variorum.link.calendar import Dates, dates_of
from variorum.link.instances import instances_of
from variorum.link.terms import F64, Terms, count_terms, weigh
from variorum.link.vectors import vectors_of
from variorum.link.words import I64, U64, Words, body_of, select, words_of, words_of_texts
from variorum.models.stories import word_counts
from variorum.text import inside
from variorum.types import AnnotatedArticle

LEAD_WORDS = 80
LEAD_SENTENCES = 5
FIRST_WORDS = 25
_WITH_YEAR = re.compile(r"\b(?:1[6-9]|20)\d\d\b")
_SEASON = 200  # days: a longer time may not be over yet when it is written of


@dataclass(frozen=True)
class Background:
    """Word counts of a sample of news, so that a small archive knows what is rare."""

    articles: int
    words: U64  # sorted
    frequency: I64
    name: NDArray[np.bool_]

    def lookup(self, hashes: U64) -> tuple[I64, NDArray[np.bool_], NDArray[np.bool_]]:
        """For each word in how many articles of the sample it is, whether it is known, and whether it is a name."""
        at = np.minimum(np.searchsorted(self.words, hashes), len(self.words) - 1)
        known = self.words[at] == hashes
        return np.where(known, self.frequency[at], 0), known, known & self.name[at]


@cache
def background() -> Background:
    """The shipped sample."""
    articles, names, others = word_counts()
    listed = [(word, n, True) for word, n in names.items()]
    listed += [(word, n, False) for word, n in others.items()]
    words = words_of_texts([word for word, _, _ in listed])
    single = np.diff(words.bounds) == 1
    hashes = words.hash[words.bounds[:-1]][single]
    order = np.argsort(hashes)
    frequency = np.array([n for _, n, _ in listed], dtype=np.int64)[single][order]
    name = np.array([is_name for _, _, is_name in listed], dtype=bool)[single][order]
    return Background(articles, hashes[order], frequency, name)


@dataclass(frozen=True)
class Profiles:
    """The articles of an archive, as they are compared. Row i of everything is article i."""

    terms: Terms
    phrases: Terms  # two words each
    names: Terms
    others: Terms  # neither names nor numbers
    numbers: Terms
    lead: Terms
    lead_names: Terms
    first: Terms  # the title, or the first words
    sentences: NDArray[np.float32]  # vectors of the first sentences, padded with noughts
    published: F64  # a day number where the date was given with the report, else NaN
    stated: F64  # the same, or the date that the text prints as its own
    day: F64  # of publication as given or as the text's head has it, NaN where unknown
    since: F64  # the latest day that an undated text tells of as past, by dates that bear their year; else NaN
    dates: Dates
    instances: NDArray[np.uint64]  # numbers that go with the nouns of series
    length: F64  # words
    idf: F64  # of each of `terms`
    is_name: NDArray[np.bool_]  # whether each of `terms` is a name in some article

    def __len__(self) -> int:
        return self.terms.rows


def profile(articles: Sequence[AnnotatedArticle]) -> Profiles:
    """The profiles of the articles, in their order. Rarity is counted over them and over a sample of news."""
    words = _with_titles(articles)
    sample = background()
    frequency, known, usually_name = sample.lookup(words.hash)
    name = _names(words, known, usually_name)
    number = words.numeric
    place = np.arange(len(words)) - words.bounds[words.article]
    lead = place < LEAD_WORDS
    rows = len(articles)
    dates = dates_of(words_of_texts([a.text for a in articles]), rows, lead=LEAD_WORDS)  # date lines are furniture
    given = [a.published if a.published_from in (None, "given") else None for a in articles]
    published = np.array([_day(value) for value in given], dtype=np.float64)
    printed = np.array([_day(a.published) if a.published_from == "text" else np.nan for a in articles])
    own = np.where(np.isnan(printed), dates.head, printed)

    everything = np.ones(len(words), dtype=bool)

    def rows_of(keep: NDArray[np.bool_]) -> Terms:
        part = select(words, keep)
        return _weighted(part.hash, part.article, frequency[keep], rows)

    terms, names = rows_of(everything), rows_of(name)
    return Profiles(
        terms=terms,
        phrases=_phrases(words, frequency, rows),
        names=names,
        others=rows_of(~name & ~number),
        numbers=rows_of(number),
        lead=rows_of(lead),
        lead_names=rows_of(lead & name),
        first=rows_of(place < FIRST_WORDS),
        sentences=_lead_vectors(articles),
        published=published,
        stated=np.where(np.isnan(published), printed, published),
        day=np.where(np.isnan(published), own, published),
        since=np.array([_since(a) for a in articles], dtype=np.float64),
        dates=dates,
        instances=instances_of(words, rows),
        length=np.diff(words.bounds).astype(np.float64),
        idf=_idf(terms.frequency, sample.lookup(terms.hashes)[0], rows),
        is_name=np.isin(terms.hashes, names.hashes),
    )


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


def _names(words: Words, known: NDArray[np.bool_], usually: NDArray[np.bool_]) -> NDArray[np.bool_]:
    """Which words are (part of) names: never in lower case in their article, and not known as a common word."""
    key = words.hash ^ (words.article.astype(np.uint64) * np.uint64(0x9E3779B97F4A7C15))
    cells, cell = np.unique(key, return_inverse=True)
    lower = np.bincount(cell, ~words.capital, minlength=len(cells)) > 0
    found: NDArray[np.bool_] = ~lower[cell] & (usually | ~known) & ~words.numeric
    return found


def _weighted(hashes: U64, article: I64, sampled: I64, rows: int) -> Terms:
    """Terms by the logarithm of their count and the inverse of their frequency, here and in the sample."""
    distinct, column, counts, row, frequency = count_terms(hashes, article, rows)
    elsewhere = np.zeros(len(distinct))
    elsewhere[np.searchsorted(distinct, hashes)] = sampled
    idf = _idf(frequency, elsewhere, rows)
    return weigh(distinct, column, (1 + np.log(counts)) * idf[column], row, frequency, rows)


def _idf(frequency: I64, elsewhere: I64 | F64, rows: int) -> F64:
    """The logarithm of the inverse frequency of terms, over the archive and the sample together."""
    out: F64 = np.log((rows + background().articles + 1) / (frequency + elsewhere + 0.5))
    return out


def _phrases(words: Words, sampled: I64, rows: int) -> Terms:
    """Pairs of adjoining words. The sample does not list these: their frequency there is reckoned from their words'."""
    hashes, whole = words.ngrams(2)
    first, second = sampled[: len(hashes)], sampled[1 : len(hashes) + 1]
    reckoned = np.minimum(np.minimum(first, second), 5 * first * second / background().articles)
    return _weighted(hashes[whole], words.article[: len(hashes)][whole], reckoned[whole].astype(np.int64), rows)


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
    out = np.zeros((len(articles), LEAD_SENTENCES, vectors.shape[1]), dtype=np.float32)
    for (i, k), vector in zip(where, vectors, strict=True):
        out[i, k] = vector
    return out


def _day(value: str | None) -> float:
    """The day number of an ISO date, NaN where there is none."""
    try:
        return float(date.fromisoformat((value or "")[:10]).toordinal())
    except ValueError:
        return float("nan")


def _since(article: AnnotatedArticle) -> float:
    """The latest day by which an undated article tells that something happened: it was not published before.

    A whole year, which may still have been running, counts from its first day.
    """
    if article.published:
        return float("nan")
    latest = float("nan")
    told = {i for clause in article.clauses if clause.status == "happened" for i in clause.times}
    for i in told:
        time = article.times[i]
        if _WITH_YEAR.search(article.text, time.start, time.end):
            first, last = _day(time.from_), _day(time.to)
            latest = np.fmax(latest, last if last - first < _SEASON else first)
    return float(latest)
