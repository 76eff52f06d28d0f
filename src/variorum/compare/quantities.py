"""Which figures of different reports measure one quantity."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from variorum.compare.amounts import Amount
from variorum.compare.likeness import COMMON, apart, bound, excluded, features, measures_meet, one_period, shared
from variorum.compare.near import Booleans, Near, Table
from variorum.compare.reading import printed
from variorum.compare.values import differ, ratios
from variorum.models import matcher, quantities

MIN_SCORE = quantities.SURE
PARTNERS = 8  # figures of other value, and of other bound, that each figure is compared with: the nearest in meaning
_FAR = 0.15  # cosine under which clauses are not looked at, unless their periods are the same
_RATIO = 50  # times that a value may be another's before they measure two things
_APART = 0.78  # score that figures need whose clauses name other places or people


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
        out = [f"unit {a.figure.unit or a.noun} and {b.figure.unit or b.noun}"]
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
    """Which figures of a block may hold for one time and are near enough to be looked at."""

    def __init__(self, block: Sequence[Amount]) -> None:
        self.start, self.end = (np.array([a.days[n] for a in block]) for n in (0, 1))
        self.toll = np.array([a.fate is not None for a in block])

    def __call__(self, rows: slice, cosines: Table) -> Booleans:
        start, end = self.start[rows, None], self.end[rows, None]
        common = np.minimum(end, self.end) - np.maximum(start, self.start)
        whole = np.maximum(end, self.end) - np.minimum(start, self.start)
        dated = (end > 0) & (self.end > 0)[None, :]
        same = dated & (common >= COMMON * whole)
        open_ = ~dated | same | (self.toll[rows, None] & self.toll[None, :])
        fits: Booleans = open_ & (same | (cosines >= _FAR))
        return fits


class OtherValue(Meeting):
    """Figures that no true value fits."""

    def __init__(self, block: Sequence[Amount]) -> None:
        super().__init__(block)
        self.figures = [a.figure for a in block]

    def __call__(self, rows: slice, cosines: Table) -> Booleans:
        mine = self.figures[rows]
        fits = super().__call__(rows, cosines)
        fits &= differ(mine, self.figures)
        fits &= ratios(mine, self.figures) <= _RATIO
        return fits


class OtherBound(Meeting):
    """Figures of one value with another bound."""

    def __init__(self, block: Sequence[Amount]) -> None:
        super().__init__(block)
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


class _Choices:
    """Among which of its report's figures each was chosen."""

    def __init__(self, block: Sequence[Amount], near: Near) -> None:
        self.near = near
        self.by: dict[str, list[Amount]] = {}
        for amount in block:
            self.by.setdefault(amount.unit.article.id, []).append(amount)

    def of(self, amount: Amount) -> list[Amount]:
        return self.by[amount.unit.article.id]

    def features(self, a: Amount, b: Amount, cosine: float) -> list[float]:
        beside = ((a, other) for other in self.of(b)), ((b, other) for other in self.of(a))
        nearer = sum(self.near(x.unit, y.unit) > cosine for pairs in beside for x, y in pairs)
        return features(a, b, cosine, nearer, 1 / len(self.of(a)) + 1 / len(self.of(b)))


def candidates(
    block: Sequence[Amount], near: Near, fits: Meeting
) -> tuple[list[tuple[Amount, Amount]], list[list[float]]]:
    """The pairs of a block that may measure one thing, of those that fit, and what speaks for each: a bounded number
    for each figure."""
    units = [amount.unit for amount in block]
    choices = _Choices(block, near)
    seen: set[tuple[int, int]] = set()
    pairs, rows = [], []
    for i, j, cosine in near.nearest(units, units, most=PARTNERS, fits=fits):
        key = (min(i, j), max(i, j))
        if key not in seen:
            seen.add(key)
            a, b = block[key[0]], block[key[1]]
            if not excluded(a, b, cosine):
                pairs.append((a, b))
                rows.append(choices.features(a, b, cosine))
    return pairs, rows


def links(block: Sequence[Amount], near: Near, fits: Meeting) -> list[Link]:
    """The pairs of a block that measure one thing, of those that fit."""
    pairs, rows = candidates(block, near, fits)
    if not pairs:
        return []
    scores = quantities.score(np.array(rows))
    found = (Link(a, b, float(score)) for (a, b), score in zip(pairs, scores, strict=True))
    return [link for link in found if link.score >= (_APART if apart(*link.ends) else MIN_SCORE)]
