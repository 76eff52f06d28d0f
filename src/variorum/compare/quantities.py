"""Which figures of different reports measure one quantity."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from variorum.compare import nouns
from variorum.compare.amounts import Amount, around
from variorum.compare.likeness import Among, bound, excluded, features, measures_meet, one_period, shared
from variorum.compare.near import Booleans, Near, Table
from variorum.compare.reading import printed
from variorum.compare.values import differ, ratios
from variorum.models import matcher, quantities
from variorum.models.embedder import embedded
from variorum.types import KEPT

PARTNERS = 8  # figures of other value, and of other bound, that each figure is compared with: the nearest in meaning
_CHOSEN = 0.5  # how alike nouns are between which a report may choose
_ALIKE, _NEAR = 0.4, 0.4  # what likeness of nouns adds to the cosine of two clauses, and what both must come to
_EQUAL = 1e-6  # by which cosines of the same two clauses may differ
_RATIO = 50  # times that a value may be another's before they measure two things


@dataclass(frozen=True)
class Link:
    """Two figures of one quantity, and how sure that is."""

    a: Amount
    b: Amount
    score: float

    @property
    def ends(self) -> tuple[Amount, Amount]:
        return self.a, self.b

    @property
    def matched(self) -> str:
        """What was matched."""
        a, b = self.ends
        out = ["unit " + " and ".join(m.figure.unit or m.noun or "not named" for m in self.ends)]
        if a.fate is not None and a.fate == b.fate:
            out.append(f"both of those who {a.fate}")
        if measures_meet(a, b) is True:
            out.append(f"measure {a.figure.measure} and {b.figure.measure}")
        if one_period(a, b):
            out.append(f"period {a.figure.period}")
        if words := shared(a, b):
            rarest = matcher.rarest(words)[:4]
            out.append("both: " + printed(a.unit.reading.text, rarest))
        return "; ".join(out)


class Meeting:
    """Which figures of a block count what may be one thing and are near enough in meaning to be looked at."""

    fits: float  # how alike their nouns must be

    def __init__(self, block: Sequence[Amount], held: "Nouns") -> None:
        self.table, self.noun = held.table, held.rows(block)

    def __call__(self, rows: slice, cosines: Table) -> Booleans:
        alike = self.table[self.noun[rows]][:, self.noun]
        fits: Booleans = (alike >= np.float32(self.fits)) & (cosines + _ALIKE * alike >= _NEAR)
        return fits


class OtherValue(Meeting):
    """Figures that no true value fits."""

    fits = nouns.FAMILY

    def __init__(self, block: Sequence[Amount], held: "Nouns") -> None:
        super().__init__(block, held)
        self.figures = [a.figure for a in block]

    def __call__(self, rows: slice, cosines: Table) -> Booleans:
        mine = self.figures[rows]
        fits = super().__call__(rows, cosines)
        fits &= differ(mine, self.figures)
        fits &= ratios(mine, self.figures) <= _RATIO
        return fits


class OtherBound(Meeting):
    """Figures of one value with another bound; one of them may name nothing."""

    fits = nouns.UNNAMED

    def __init__(self, block: Sequence[Amount], held: "Nouns") -> None:
        super().__init__(block, held)
        number: dict[object, int] = {}
        self.value, self.bound = (
            np.array([number.setdefault(key(a), len(number)) for a in block])
            for key in (
                lambda a: (a.figure.value, a.figure.high),
                bound,
            )
        )

    def __call__(self, rows: slice, cosines: Table) -> Booleans:
        fits = super().__call__(rows, cosines)
        fits &= self.value[rows, None] == self.value[None, :]
        fits &= self.bound[rows, None] != self.bound[None, :]
        return fits


class Nouns:
    """How alike what figures count is."""

    def __init__(self, found: Iterable[Amount]) -> None:
        counted = list(dict.fromkeys(amount.noun for amount in found))
        self.row = {noun: n for n, noun in enumerate(counted)}
        self.table = nouns.alike(counted)

    def rows(self, found: Iterable[Amount]) -> NDArray[np.intp]:
        return np.array([self.row[amount.noun] for amount in found], dtype=np.intp)


class _Report:
    """The figures of one report among which each of them was chosen."""

    def __init__(self, found: Sequence[Amount], near: Near, nouns: Nouns) -> None:
        self.noun, self.vectors = nouns.rows(found), near.space[[m.unit.vector for m in found]]
        self.value = np.array([m.figure.value for m in found])


class _Choices:
    """How two figures stand among those of their reports.

    Args:
        block: the figures that are compared.
        ends: those of them that pairs are made of.
    """

    def __init__(self, block: Sequence[Amount], ends: Sequence[Amount], near: Near, nouns: Nouns) -> None:
        by: dict[str, list[Amount]] = {}
        for amount in block:
            by.setdefault(amount.unit.article.id, []).append(amount)
        self.near, self.nouns = near, nouns
        self.by = {article: _Report(some, near, nouns) for article, some in by.items()}
        told = [around(amount) for amount in ends]
        row = {text: n for n, text in enumerate(dict.fromkeys(told))}
        self.around = embedded(list(row))
        self.row = {id(amount): row[text] for amount, text in zip(ends, told, strict=True)}

    def among(self, a: Amount, b: Amount, cosine: float) -> Among:
        """`cosine` is that of both clauses."""
        nearer, choices, also = 0, 0.0, 0
        noun, other = self.nouns.rows((a, b)).tolist()
        for x, of, y in ((a, noun, b), (b, other, a)):
            report = self.by[y.unit.article.id]
            fit = self.nouns.table[of][report.noun] >= _CHOSEN
            nearer += int((fit & (report.vectors @ self.near.space[x.unit.vector] > cosine + _EQUAL)).sum())
            choices += 1 / max(1, int(fit.sum()))
            also += int((fit & (report.value == x.figure.value)).sum()) - (x.figure.value == y.figure.value)
        words = float(self.around[self.row[id(a)]] @ self.around[self.row[id(b)]])
        return Among(words, float(self.nouns.table[noun, other]), nearer, choices, also)


def _met(block: Sequence[Amount], near: Near, nouns: Nouns) -> Iterator[tuple[str, Amount, Amount, float]]:
    """The pairs of a block that meet, each once, by how they differ, and the cosine of their clauses."""
    units = [amount.unit for amount in block]
    for kind, meeting in (("figure", OtherValue), ("qualifier", OtherBound)):
        seen: set[tuple[int, int]] = set()
        for i, j, cosine in near.nearest(units, units, most=PARTNERS, fits=meeting(block, nouns)):
            key = (min(i, j), max(i, j))
            a, b = block[key[0]], block[key[1]]
            if key not in seen and not excluded(a, b, cosine):
                yield kind, a, b, cosine
            seen.add(key)


def candidates(found: Sequence[Amount], near: Near) -> Iterator[tuple[str, Amount, Amount, list[float]]]:
    """The pairs of figures that may measure one thing and differ in value ("figure") or in bound ("qualifier"), and
    what speaks for each: a bounded number for each figure."""
    if not found:
        return
    nouns_ = Nouns(found)
    blocks: dict[str, list[Amount]] = {}
    for amount in found:
        blocks.setdefault(amount.block, []).append(amount)
    for block in blocks.values():
        pairs = list(_met(block, near, nouns_))
        choices = _Choices(block, [m for _, a, b, _ in pairs for m in (a, b)], near, nouns_)
        for kind, a, b, cosine in pairs:
            yield kind, a, b, features(a, b, choices.among(a, b, cosine))


def links(found: Sequence[Amount], near: Near) -> dict[str, list[Link]]:
    """The pairs of figures that may measure one thing, by how they differ: "figure" or "qualifier"."""
    pairs = list(candidates(found, near))
    out: dict[str, list[Link]] = {}
    for kind in ("figure", "qualifier"):
        here = [(a, b, row) for of, a, b, row in pairs if of == kind]
        scores = quantities.score(kind, np.array([row for *_, row in here])).tolist() if here else []
        out[kind] = [Link(a, b, s) for (a, b, _), s in zip(here, scores, strict=True) if s >= KEPT]
    return out
