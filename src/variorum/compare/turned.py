"""What a copy turned: where a report rewords another sentence by sentence, each figure, date and stage is held against
its counterpart, and needs no other proof that both are of one thing.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from variorum.compare import nouns
from variorum.compare.amounts import Amount
from variorum.compare.days import argued, meet_on, printed_date, shown
from variorum.compare.figures import says
from variorum.compare.finding import Kind, Voice, opposed
from variorum.compare.likeness import bound
from variorum.compare.near import Near
from variorum.compare.occasions import same_deed
from variorum.compare.rivals import looks_ahead
from variorum.compare.statements import HELD, TO_COME, Unit
from variorum.compare.undated import is_open, placed
from variorum.compare.values import values_differ
from variorum.text import overlap
from variorum.types import Derivation, Disagreement, Reuse, Span, Time

SURE = 0.7  # score of a passage from which its two sides are one sentence in other words
_SAME = 0.6  # cosine of two clauses of a passage that tell the same
_SCORE = 0.9  # of what differs within one


@dataclass(frozen=True)
class Rewording:
    """One passage in the words of a report and in those of its copy."""

    a: tuple[str, Span]  # article and place
    b: tuple[str, Span]

    def holds(self, a: Unit, b: Unit) -> bool:
        """Whether the one clause stands on the one side and the other on the other."""
        return (_in(a, self.a) and _in(b, self.b)) or (_in(a, self.b) and _in(b, self.a))


class Rewordings:
    """The passages in which a report says in other words what the one says that it copies."""

    def __init__(self, reuse: Sequence[Reuse], derivations: Sequence[Derivation]) -> None:
        copied = {frozenset((d.article, d.from_)) for d in derivations if d.from_ is not None}
        self.by: dict[frozenset[str], list[Rewording]] = {}
        for r in reuse:
            both = frozenset((r.a.article, r.b.article))
            if r.kind == "paraphrase" and r.score >= SURE and both in copied:
                found = Rewording((r.a.article, (r.a.start, r.a.end)), (r.b.article, (r.b.start, r.b.end)))
                self.by.setdefault(both, []).append(found)

    def __iter__(self) -> Iterator[Rewording]:
        return (found for some in self.by.values() for found in some)

    def one(self, a: Unit, b: Unit) -> bool:
        """Whether two clauses stand in one passage."""
        return any(r.holds(a, b) for r in self.by.get(frozenset((a.article.id, b.article.id)), ()))


def find_turned(
    stories: Sequence[str], units: Sequence[Unit], counted: Sequence[Amount], near: Near, told: Rewordings
) -> list[Disagreement]:
    """Figures, bounds, dates and stages that a rewording has other than what it rewords."""
    of: dict[str, list[Unit]] = {}
    for unit in units:
        of.setdefault(unit.article.id, []).append(unit)
    figures: dict[str, list[Amount]] = {}
    for amount in (amount for amount in counted if amount.noun):
        figures.setdefault(amount.unit.article.id, []).append(amount)
    out: list[Disagreement] = []
    for passage in told:
        a, b = ([u for u in of.get(article, ()) if _in(u, (article, span))] for article, span in (passage.a, passage.b))
        x, y = (
            [m for m in figures.get(article, ()) if span[0] <= m.figure.start < span[1]]
            for article, span in (passage.a, passage.b)
        )
        out += _figures(stories, x, y)
        out += _dates(stories, a, b)
        out += _stages(stories, a, b, near)
    return out


def _in(unit: Unit, place: tuple[str, Span]) -> bool:
    article, span = place
    return unit.article.id == article and overlap(unit.span, span) > 0.5 * (unit.span[1] - unit.span[0])


def _figures(stories: Sequence[str], x: Sequence[Amount], y: Sequence[Amount]) -> Iterator[Disagreement]:
    """The one figure of a kind that only this side has, against the one that only the other has; the noun that is
    counted may be another, as in "guests" and "invitees"."""
    for kind in sorted({_kind(m) for m in x} & {_kind(m) for m in y}):
        mine, theirs = ([m for m in side if _kind(m) == kind] for side in (x, y))
        left = [m for m in mine if not any(m.figure.value == o.figure.value for o in theirs)]
        right = [m for m in theirs if not any(m.figure.value == o.figure.value for o in mine)]
        if len(left) == len(right) == 1 and values_differ(left[0].figure, right[0].figure):
            yield _turned("figure", stories, _told(*left), _told(*right))
        elif len(mine) == len(theirs) == 1 and not left and bound(mine[0]) != bound(theirs[0]):
            yield _turned("qualifier", stories, _told(*mine), _told(*theirs))


def _kind(amount: Amount) -> str:
    """What a figure may be exchanged for: one of the same unit, or a count of things for a count of things."""
    return amount.noun if nouns.is_unit(amount.noun) else "things"


def _told(amount: Amount) -> tuple[str, Unit]:
    return says(amount), amount.unit


def _dates(stories: Sequence[str], a: Sequence[Unit], b: Sequence[Unit]) -> Iterator[Disagreement]:
    """The one date that only this side has, against the one that only the other has."""
    x, y = (_dated(side) for side in (a, b))
    left = [(unit, t) for unit, t in x if not any(meet_on(t, other) for _, other in y)]
    right = [(unit, t) for unit, t in y if not any(meet_on(t, other) for _, other in x)]
    if len(left) == len(right) == 1:
        (one, t), (other, s) = *left, *right
        alike = len(t.value) == len(s.value) and is_open(t) == is_open(s)
        if alike and printed_date(one, t) != printed_date(other, s):
            what = f"{argued(one, t)} against {argued(other, s)}"
            yield _turned("date", stories, (shown(one, t), one), (shown(other, s), other), what)


def _dated(units: Sequence[Unit]) -> list[tuple[Unit, Time]]:
    found = [(unit, placed(time)) for unit in units for time in unit.times]
    return [(unit, time) for unit, time in found if time.kind in {"DATE", "TIME"} and time.from_ and time.to]


def _stages(stories: Sequence[str], a: Sequence[Unit], b: Sequence[Unit], near: Near) -> Iterator[Disagreement]:
    """A deed that is done on this side, and to come or not so on the other; each clause with its nearest."""
    for one in a:
        other = max(b, key=lambda unit: near(one, unit), default=None)
        if other is None or near(one, other) < _SAME or not same_deed(one, other):
            continue
        if (one.clause.status in HELD) == (other.clause.status in HELD):
            continue
        done, not_done = (one, other) if one.clause.status in HELD else (other, one)
        status = not_done.clause.status
        if status in TO_COME and looks_ahead(not_done) and not looks_ahead(done):
            yield _turned("status", stories, ("done", done), (status, not_done))
        elif status == "denied" and one.reading.negations % 2 != other.reading.negations % 2:
            yield _turned("denial", stories, ("asserted", done), ("denied", not_done))


def _turned(
    kind: Kind, stories: Sequence[str], one: tuple[str, Unit], other: tuple[str, Unit], what: str = ""
) -> Disagreement:
    sides = [(told, Voice(unit)) for told, unit in (one, other)]
    why = f"one sentence, and its rewording; {what or f'{one[0]} against {other[0]}'}"
    return opposed(kind, stories, *sides, score=_SCORE, why=why)
