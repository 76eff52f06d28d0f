"""What is compared of articles when stories are found: their terms, names, numbers, leads, meaning and dates."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TypeVar

import numpy as np
from numpy.typing import NDArray

from variorum.link.calendar import Dates
from variorum.link.sketch import LEAD_SENTENCES, Sketch, background, sketch
from variorum.link.terms import F64, Terms, weigh
from variorum.link.words import I64, U64
from variorum.models.embedder import DIMENSIONS
from variorum.types import AnnotatedArticle

N = TypeVar("N", bound=np.generic)


@dataclass(frozen=True)
class Placing:
    """What may part articles whatever their words: when they are of, and which of a series. Row i is article i."""

    published: F64  # a day number where the date was given with the report, else NaN
    stated: F64  # the same, or the date that the text prints as its own
    day: F64  # of publication as given or as the text's head has it, NaN where unknown
    since: F64  # the latest day that an undated text tells of as past, by dates that bear their year; else NaN
    instances: NDArray[np.uint64]  # numbers that go with the nouns of series


@dataclass(frozen=True)
class Profiles(Placing):
    """The articles of an archive, as they are compared. Row i of everything is article i."""

    terms: Terms
    phrases: Terms  # two words each
    names: Terms
    others: Terms  # neither names nor numbers
    numbers: Terms
    lead: Terms
    lead_names: Terms
    lead_numbers: Terms
    first: Terms  # the title, or the first words
    sentences: NDArray[np.float32]  # vectors of the first sentences, padded with noughts
    dates: Dates
    length: F64  # words
    idf: F64  # of each of `terms`

    def __len__(self) -> int:
        return self.terms.rows


def profile(articles: Sequence[AnnotatedArticle]) -> Profiles:
    """The profiles of articles, in their order."""
    return gather(sketch(articles))


def placing(sketches: Sequence[Sketch]) -> Placing:
    """When articles are of, and which of a series, in their order."""
    return Placing(
        published=_days(sketches, "published"),
        stated=_days(sketches, "stated"),
        day=_days(sketches, "day"),
        since=_days(sketches, "since"),
        instances=np.array([np.frombuffer(s.instances, np.uint64) for s in sketches]).reshape(len(sketches), -1),
    )


def gather(sketches: Sequence[Sketch]) -> Profiles:
    """The profiles of articles out of their sketches, in their order."""
    rows = len(sketches)
    row = _rows(sketches, "term", 8)
    hashes, counts = _column(sketches, "term", np.uint64), _column(sketches, "count", np.uint16).astype(np.int64)
    lead, first = (_column(sketches, name, np.uint8).astype(np.int64) for name in ("in_lead", "in_first"))
    name, number = (_column(sketches, name, np.uint8) > 0 for name in ("name", "number"))
    idf = background().idf(background().lookup(hashes)[0])

    def rows_of(keep: NDArray[np.bool_], count: I64 = counts) -> Terms:
        return _weighted(hashes[keep], row[keep], count[keep], idf[keep], rows)

    terms = rows_of(np.ones(len(hashes), dtype=bool))
    masks = np.array([s.dates for s in sketches], dtype=np.uint64).reshape(rows, -1)
    placed = placing(sketches)
    return Profiles(
        **vars(placed),
        terms=terms,
        phrases=_weighted(
            _column(sketches, "phrase", np.uint64),
            _rows(sketches, "phrase", 8),
            _column(sketches, "phrase_count", np.uint16).astype(np.int64),
            background().idf(_column(sketches, "phrase_sampled", np.float32).astype(np.float64)),
            rows,
        ),
        names=rows_of(name),
        others=rows_of(~name & ~number),
        numbers=rows_of(number),
        lead=rows_of(lead > 0, lead),
        lead_names=rows_of((lead > 0) & name, lead),
        lead_numbers=rows_of((lead > 0) & number, lead),
        first=rows_of(first > 0, first),
        sentences=_vectors(sketches),
        dates=Dates(
            head=placed.day,
            weekdays=masks[:, 0],
            months=masks[:, 1],
            years=masks[:, 2],
            days=tuple(masks[:, k] for k in range(3, 9)),
        ),
        length=np.array([s.length for s in sketches], dtype=np.float64),
        idf=background().idf(background().lookup(terms.hashes)[0]),
    )


def _column(sketches: Sequence[Sketch], name: str, kind: type[N]) -> NDArray[N]:
    return np.frombuffer(b"".join(getattr(s, name) for s in sketches), kind)


def _rows(sketches: Sequence[Sketch], name: str, size: int) -> I64:
    return np.repeat(np.arange(len(sketches)), [len(getattr(s, name)) // size for s in sketches])


def _days(sketches: Sequence[Sketch], name: str) -> F64:
    return np.array([getattr(s, name) for s in sketches], dtype=np.float64)  # None is NaN


def _vectors(sketches: Sequence[Sketch]) -> NDArray[np.float32]:
    vectors: NDArray[np.float32] = _column(sketches, "vectors", np.float16).astype(np.float32)
    return vectors.reshape(len(sketches), LEAD_SENTENCES, DIMENSIONS)


def _weighted(hashes: U64, row: I64, counts: I64, idf: F64, rows: int) -> Terms:
    """Terms by the logarithm of their count and their rarity in the sample."""
    distinct, column = np.unique(hashes, return_inverse=True)
    frequency = np.bincount(column, minlength=len(distinct))
    return weigh(distinct, column, (1 + np.log(counts)) * idf, row, frequency, rows)
