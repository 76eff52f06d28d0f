"""Figures that differ, and qualifiers that do: same measure, same scope, same period, other value."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from variorum.compare.amounts import Amount, of_all
from variorum.compare.finding import Voice, finding, plain
from variorum.compare.near import Booleans, Near, Table
from variorum.compare.pairs import dates_meet
from variorum.compare.reading import printed
from variorum.compare.rivals import told_apart
from variorum.compare.values import differ, qualifier_kind, ratios
from variorum.models import matcher
from variorum.types import Disagreement

MIN_SCORE = 0.6
PARTNERS = 8  # figures of other value, and of other bound, that each figure is compared with: the nearest in meaning
_NEAR = 0.5  # cosine from which one unusual count in two clauses is one count
_FAR = 0.25  # cosine under which clauses are not looked at, unless their periods are the same
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
        out = [f"unit {a.figure.unit or a.noun} and {b.figure.unit or b.noun}"]
        if _measures_meet(a, b) is True:
            out.append(f"measure {a.figure.measure} and {b.figure.measure}")
        if a.figure.period and a.figure.period == b.figure.period:
            out.append(f"period {a.figure.period}")
        if shared := _shared(a, b):
            rarest = sorted(shared, key=matcher.rarity, reverse=True)[:4]
            out.append("both: " + printed(a.unit.reading.text, rarest))
        return "; ".join(out)


def find_figures(found: Sequence[Amount], near: Near) -> list[Disagreement]:
    """Disagreements in figures and in qualifiers between different reports."""
    blocks: dict[tuple[str, bool], list[Amount]] = {}
    for amount in found:
        if not amount.crowded:
            blocks.setdefault((amount.noun, amount.part), []).append(amount)
    values: list[Link] = []
    bounds: list[Link] = []
    for block in blocks.values():
        values += _links(block, near, _OtherValue(block))
        bounds += _links(block, near, _OtherBound(block))
    return _differing(values, _Told(found)) + _qualified(bounds)


# --- which figures are compared ---------------------------------------------------------------------------------


class _Meeting:
    """Which figures of a block may hold for one time and are near enough to be looked at."""

    def __init__(self, block: Sequence[Amount]) -> None:
        number = {period: n for n, period in enumerate(sorted({a.figure.period for a in block if a.figure.period}), 1)}
        self.period = np.array([number.get(a.figure.period or "", 0) for a in block])
        self.toll = np.array([bool(a.kinds) for a in block])

    def __call__(self, rows: slice, cosines: Table) -> Booleans:
        mine, other = self.period[rows, None], self.period[None, :]
        same = (mine == other) & (mine > 0)
        open_ = (mine == 0) | (other == 0) | same | (self.toll[rows, None] & self.toll[None, :])
        fits: Booleans = open_ & (same | (cosines >= _FAR))
        return fits


class _OtherValue(_Meeting):
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


class _OtherBound(_Meeting):
    """Figures of one value with another bound."""

    def __init__(self, block: Sequence[Amount]) -> None:
        super().__init__(block)
        number: dict[object, int] = {}
        self.value, self.bound = (
            np.array([number.setdefault(key(a), len(number)) for a in block])
            for key in (
                lambda a: (a.figure.value, a.figure.high),
                lambda a: qualifier_kind(a.figure.qualifier),
            )
        )

    def __call__(self, rows: slice, cosines: Table) -> Booleans:
        fits = super().__call__(rows, cosines)
        fits &= self.value[rows, None] == self.value[None, :]
        fits &= self.bound[rows, None] != self.bound[None, :]
        return fits


def _links(block: Sequence[Amount], near: Near, fits: _Meeting) -> list[Link]:
    """The pairs of a block that measure one thing, of those that fit: a bounded number for each figure."""
    units = [amount.unit for amount in block]
    seen: set[tuple[int, int]] = set()
    out = []
    for i, j, cosine in near.nearest(units, units, most=PARTNERS, fits=fits):
        key = (min(i, j), max(i, j))
        if key not in seen:
            seen.add(key)
            a, b = block[key[0]], block[key[1]]
            score = _same_thing(a, b, cosine)
            if score >= MIN_SCORE:
                out.append(Link(a, b, score))
    return out


# --- whether two figures measure one thing ----------------------------------------------------------------------


def _same_thing(a: Amount, b: Amount, cosine: float) -> float:
    """How sure it is that both measure the same of the same over the same time."""
    if not _periods_meet(a, b) or not dates_meet(a.unit, b.unit):
        return 0.0
    if a.kinds and b.kinds and not a.kinds & b.kinds:
        return 0.0
    measure = _measures_meet(a, b)
    if measure is False or _scopes_clash(a, b) or told_apart(a.unit, b.unit):
        return 0.0
    weight = sum(matcher.rarity(w) for w in _shared(a, b) if not w.isdigit())
    same_period = bool(a.figure.period) and a.figure.period == b.figure.period
    actors = bool(
        a.unit.countries & b.unit.countries
        or a.unit.actors & b.unit.actors
        or set(a.figure.about) & set(b.figure.about)
    )
    score = 0.45 * cosine + 0.02 * min(weight, 16) + 0.12 * actors + 0.1 * same_period + 0.14 * (measure is True)
    if same_period and measure is True and a.noun == "%" and _article_actors(a) & _article_actors(b):
        score = max(score, 0.7)
    same_count = _same_count(a, b) and cosine >= _NEAR
    if a.unit.clause.predicate == b.unit.clause.predicate:
        score += 0.05
    elif measure is not True and not a.kinds & b.kinds and cosine < 0.75 and not same_count:
        score -= 0.12
    if same_count:
        score += 0.3 + 0.02 * matcher.rarity(a.noun)
    return score + 0.14 * bool(a.kinds & b.kinds)


def _shared(a: Amount, b: Amount) -> frozenset[str]:
    return (a.unit.reading.content & b.unit.reading.content) - {a.noun}


def _same_count(a: Amount, b: Amount) -> bool:
    """Whether both count so many of the same that two counts would hardly agree by chance: 1,250, but not 1,000."""
    x, y = a.figure, b.figure
    if a.noun == "%" or x.value != y.value or x.high != y.high or abs(x.value) < 100:
        return False
    return len(f"{abs(x.value):.0f}".rstrip("0")) > 1


def _article_actors(amount: Amount) -> set[str]:
    return {a.country for a in amount.unit.article.actors if a.country and a.kind == "country"} | set(
        amount.figure.about
    )


def _periods_meet(a: Amount, b: Amount) -> bool:
    """Whether both may hold for the same time; a figure without a period meets any."""
    x, y = a.figure.period, b.figure.period
    if not x or not y or x == y:
        return True
    if a.kinds and b.kinds:  # a toll's period is the day of the event
        return x.split("/")[0][:10] == y.split("/")[0][:10] or x in y or y in x
    return False


def _measures_meet(a: Amount, b: Amount) -> bool | None:
    """Whether the measures are one (True), two (False), or cannot be told."""
    if not a.measure or not b.measure:
        return None
    shared = a.measure & b.measure
    if shared and len(shared) >= 0.5 * min(len(a.measure), len(b.measure)):
        return True
    return False if a.noun == "%" and not shared else None


def _scopes_clash(a: Amount, b: Amount) -> bool:
    """Whether they name countries, and none in common, or the one speaks of all of a kind and the other does not."""
    own_a, own_b = a.unit.countries, b.unit.countries
    if own_a and own_b and not own_a & own_b:
        return True
    return of_all(a) != of_all(b)


# --- findings ---------------------------------------------------------------------------------------------------


class _Told:
    """Which values each report gives for each noun."""

    def __init__(self, found: Sequence[Amount]) -> None:
        self.by: dict[tuple[str, str], list[Amount]] = {}
        for amount in found:
            self.by.setdefault((amount.unit.article.id, amount.noun), []).append(amount)

    def also(self, a: Amount, b: Amount) -> bool:
        """Whether a's report gives b's value as well."""
        others = [o.figure for o in self.by.get((a.unit.article.id, b.noun), ()) if o.figure is not a.figure]
        return bool(others) and not differ(others, [b.figure]).all()


def _differing(links: Sequence[Link], told: _Told) -> list[Disagreement]:
    """One finding for each quantity, with a side for each value of it."""
    kept = [link for link in links if not told.also(link.a, link.b) and not told.also(link.b, link.a)]
    out = []
    for group in map(_consistent, _joined(kept)):
        best = max(group, key=lambda link: link.score)
        a, b = best.ends
        note = _update(a, b)
        score = min(best.score, 0.95) - (0.4 if note else 0.0)
        if score < MIN_SCORE:
            continue
        sides = _sides(_members(group))
        says = [_says(side[0]) for side in sides]
        out.append(
            finding(
                "figure",
                [m.story for side in sides for m in side],
                a.figure.measure or b.figure.measure or a.figure.unit or a.noun,
                [(said, [Voice(m.unit) for m in side]) for said, side in zip(says, sides, strict=True)],
                score=score,
                why=f"{best.matched}; {' against '.join(says)}{note}",
            )
        )
    return out


def _sides(members: Sequence[Amount]) -> list[list[Amount]]:
    """The amounts by value: each with the first whose value may be its own."""
    figures = [m.figure for m in members]
    apart = differ(figures, figures)
    first: list[int] = []
    out: list[list[Amount]] = []
    for n, amount in enumerate(members):
        at = next((k for k, lead in enumerate(first) if not apart[lead, n]), None)
        if at is None:
            first.append(n)
            out.append([amount])
        else:
            out[at].append(amount)
    return out


def _joined(links: Sequence[Link]) -> list[list[Link]]:
    """Links that share a figure, together."""
    above: dict[int, int] = {}

    def root(key: int) -> int:
        while above.setdefault(key, key) != key:
            above[key] = above[above[key]]
            key = above[key]
        return key

    for link in links:
        above[root(id(link.a.figure))] = root(id(link.b.figure))
    groups: dict[int, list[Link]] = {}
    for link in links:
        groups.setdefault(root(id(link.a.figure)), []).append(link)
    return list(groups.values())


def _consistent(links: list[Link]) -> list[Link]:
    """The surest links as far as each report keeps to one value: one that tells of two values tells of two things."""
    value: dict[str, float] = {}
    kept = []
    for link in sorted(links, key=lambda link: -link.score):
        ends = [(m.unit.article.id, m.figure.value) for m in link.ends]
        if all(value.get(article, number) == number for article, number in ends):
            value.update(ends)
            kept.append(link)
    return kept


def _members(links: Sequence[Link]) -> list[Amount]:
    """The amounts of the links, each once, the best linked first."""
    out: dict[int, Amount] = {}
    for link in sorted(links, key=lambda link: -link.score):
        for end in link.ends:
            out.setdefault(id(end.figure), end)
    return list(out.values())


def _update(a: Amount, b: Amount) -> str:
    """A note where a later report may only bring a toll up to date."""
    x, y = (a.unit.article.published or "")[:10], (b.unit.article.published or "")[:10]
    if x and y and x != y and (a.kinds or b.kinds):
        return "; the later report may bring the count up to date"
    return ""


def _says(amount: Amount) -> str:
    figure, text = amount.figure, amount.unit.article.text
    shown = plain(text[figure.start : figure.end])
    qualifier = figure.qualifier or ""
    return shown if not qualifier or shown.lower().startswith(qualifier.lower()) else f"{qualifier} {shown}"


def _qualified(links: Sequence[Link]) -> list[Disagreement]:
    """One finding for each quantity that reports bound in different ways."""
    out = []
    for group in _joined(links):
        members = _members(group)
        sides: dict[str, list[Amount]] = {}
        kinds: dict[str, str] = {}
        for amount in members:
            kind = qualifier_kind(amount.figure.qualifier)
            if kinds.setdefault(amount.unit.article.id, kind) == kind:  # one that bounds it in two ways is on no side
                sides.setdefault(kind, []).append(amount)
        if len(sides) < 2:
            continue
        best = max(group, key=lambda link: link.score)
        says = [_says(side[0]) for side in sides.values()]
        out.append(
            finding(
                "qualifier",
                [m.story for m in members],
                members[0].figure.measure or members[0].figure.unit or members[0].noun,
                [(said, [Voice(m.unit) for m in side]) for said, side in zip(says, sides.values(), strict=True)],
                score=best.score,
                why=f"{best.matched}; {' against '.join(says)}",
            )
        )
    return out
