"""The same event on two dates: by its words, or by a learned judge where reports word it independently."""

import re
from collections.abc import Iterator, Sequence
from datetime import date
from typing import NamedTuple

import numpy as np

from variorum.compare.days import argued, is_day, meet_on, only_date, printed_date, shown, start
from variorum.compare.finding import ABOUT, Voice, finding, graded, plain, weighed
from variorum.compare.near import Near
from variorum.compare.occasions import MIN_SCORE, REPEATABLE, Deeds, deed_pairs, one_event
from variorum.compare.pairs import Pair
from variorum.compare.reading import printed, stem, word_set
from variorum.compare.redated import candidates, dates_of, printed_alike
from variorum.compare.rivals import CALENDAR, names_of
from variorum.compare.statements import Unit
from variorum.compare.undated import is_open, placed
from variorum.models import matcher, redatings
from variorum.text import inside
from variorum.types import KEPT, Disagreement, Figure, Time

LIKELY = 0.6  # chance from which two dates are taken for those of one deed
POSSIBLE = 0.15  # chance from which a further report stands on a side
_PROVEN = 2  # words of substance that two clauses must share, one of them no name, to be surely of one deed
_TELLING = 3  # words of substance, beside dates, that a clause needs to tell of a deed
ALIKE = 0.45  # cosine from which it does where it gives the same day
_DONE = frozenset({"happened"})
_AGAIN = frozenset(
    map(
        stem,
        word_set(
            "again another second third fourth fifth sixth seventh eighth ninth tenth twice further repeat regular "
            "weekly daily annual every each"
        ),
    )
)
_TODAY = re.compile(r"\b(?:to(?:day|night|morrow)|yesterday|this (?:morning|afternoon|evening)|last night)\b", re.I)
_ONCE = word_set("found establish open bear die kill create build invent marry graduate retire inaugurate")


class Link(NamedTuple):
    """Two clauses that date one deed apart, how sure that is, and what was matched."""

    sure: float
    a: Unit
    b: Unit
    x: Time
    y: Time
    matched: str


def find_dates(stories: Sequence[str], units: Sequence[Unit], pairs: Sequence[Pair], near: Near) -> list[Disagreement]:
    """One event that reports put on different dates."""
    judged = _judged(units, near)
    links = [*judged, *_by_words(units, pairs, near)]
    out = []
    deeds, beside = Deeds(units), _Beside(units, judged, near)
    taken: set[int] = set()
    for link in sorted(links, key=lambda link: -link.sure):
        sure, a, b, x, y, matched = link
        if sure < KEPT or _told_on(deeds, a, y, b) or _told_on(deeds, b, x, a) or {id(a), id(b)} <= taken:
            continue
        taken |= {id(a), id(b)}
        about = plain(a.text)[:ABOUT]
        sides = (shown(a, x), beside(a, x, b)), (shown(b, y), beside(b, y, a))
        why = f"{matched}; {argued(a, x)} against {argued(b, y)}"
        out.append(finding("date", stories, about, sides, score=sure, why=why))
    return out


def _by_words(units: Sequence[Unit], pairs: Sequence[Pair], near: Near) -> Iterator[Link]:
    """Clauses that tell of one deed by what it is called, and of whom they tell it."""
    dates = {id(unit): found for unit in units if unit.clause.times and (found := only_date(unit))}
    for a, b, cosine, score in deed_pairs(units, pairs, near, lambda unit: bool(unit.clause.times)):
        x, y = dates.get(id(a)), dates.get(id(b))
        if x is None or y is None or is_open(x) != is_open(y) or meet_on(x, y) or _far(a, x, y):
            continue
        if (a.clause.status in _DONE) != (b.clause.status in _DONE) or "denied" in {a.clause.status, b.clause.status}:
            continue
        if printed_alike(printed_date(a, x), printed_date(b, y)):
            continue  # "on Friday" here and there, of which each report's own date makes another day
        if _loose(a, x) or _loose(b, y):
            continue
        if _counts_differ(a, b) or _repeats(a, b, x, y) or not _deed_words(a, b) or _is_name(a) or _is_name(b):
            continue
        sure, matched = one_event(a, b, cosine, score)
        if sure >= MIN_SCORE:
            yield Link(weighed(sure, proven=not _next_day(a, x, b, y)), a, b, x, y, matched)


def _judged(units: Sequence[Unit], near: Near) -> list[Link]:
    """What the judge takes for one deed on two days, or half takes for it: then it is less sure than `SURE`."""
    pairs, rows = candidates(units, near)
    if not pairs:
        return []
    out = []
    for pair, chance in zip(pairs, redatings.chance(np.array(rows)).tolist(), strict=True):
        a, b = pair.a, pair.b
        if chance >= POSSIBLE and not (_loose(a, pair.x) or _loose(b, pair.y)):
            if (chance < LIKELY and not (_tells(a) and _tells(b))) or _other_number(a, b):
                continue
            shared = matcher.rarest(w for w in (a.reading.content & b.reading.content) - CALENDAR if not w.isdigit())
            words = f"both: {printed(a.reading.text, shared)}" if shared else "no word shared"
            proven = len(shared) >= _PROVEN and not set(shared) <= names_of(a) | names_of(b)
            sure = weighed(graded(chance, LIKELY), proven=proven and not _next_day(a, pair.x, b, pair.y))
            out.append(Link(sure, a, b, pair.x, pair.y, f"one deed by its words and their likes; {words}"))
    return out


class _Beside:
    """Which further reports date a deed as one of two sides does."""

    def __init__(self, units: Sequence[Unit], judged: Sequence[Link], near: Near) -> None:
        self.near, self.judged = near, sorted(judged, key=lambda link: -link.sure)
        self.dated = [(unit, dates_of(unit)) for unit in units if unit.clause.times]

    def __call__(self, unit: Unit, time: Time, other: Unit) -> list[Voice]:
        """A side: its clause, those that may be of one deed with the other side's, and those that are near to it."""
        found = {other.article.id: other, unit.article.id: unit}
        for link in self.judged:
            for one, its, against in ((link.a, link.x, link.b), (link.b, link.y, link.a)):
                if against is other and meet_on(its, time):
                    found.setdefault(one.article.id, one)
        alike = ((self.near(one, unit), one) for one, its in self.dated if any(_same_day(t, time) for t in its))
        for cosine, one in sorted(alike, key=lambda item: -item[0]):
            if cosine >= ALIKE:
                found.setdefault(one.article.id, one)
        return [Voice(one) for id, one in found.items() if id != other.article.id]


def _same_day(x: Time, y: Time) -> bool:
    return is_day(x) and (str(x.from_)[:10], str(x.to)[:10]) == (str(y.from_)[:10], str(y.to)[:10])


def _loose(unit: Unit, time: Time) -> bool:
    """Whether the date is no day of the deed: "today" of somebody's own words, that of a question, or one by which the
    clause only says whom it means ("Orvik, the party's leader in 2009, was sworn in")."""
    direct = unit.quote is not None and unit.quote.kind == "direct" and time.value[:4] not in unit.text
    asked = "?" in unit.article.text[unit.span[1] - 1 : unit.span[1] + 3]
    first = min(filter(None, (unit.clause.subject, unit.clause.object)), default=None)
    if first is None or not inside((time.start, time.end), [first]):
        return direct or asked
    return direct or asked or "," in unit.article.text[first[0] : time.start]


def _next_day(a: Unit, x: Time, b: Unit, y: Time) -> bool:
    """Whether one report's "today" is the day beside the other's: reports are often dated a day late."""
    deictic = [bool(_TODAY.search(printed_date(unit, time))) for unit, time in ((a, x), (b, y))]
    return deictic[0] != deictic[1] and abs((start(x) - start(y)).days) == 1


def _counts_differ(a: Unit, b: Unit) -> bool:
    """Whether both count the same, and not as many: then they tell of two events rather than of one."""
    return _other_number(a, b) or any(x.unit == y.unit and x.value != y.value for x in a.figures for y in b.figures)


def _other_number(a: Unit, b: Unit) -> bool:
    """Whether the deed is done to as many here and to so many there: "freed three sailors", "freed five captives"."""
    return any(x.value != y.value for x in a.figures for y in b.figures if _acted_on(a, x) and _acted_on(b, y))


def _acted_on(unit: Unit, figure: Figure) -> bool:
    """Whether it counts what the deed is done to: "freed three of the crew"."""
    thing = unit.clause.object
    return thing is not None and thing[0] <= figure.start < thing[1]


def _repeats(a: Unit, b: Unit, x: Time, y: Time) -> bool:
    """Whether the deed may have been done on both dates: it is one that is done again and again, or is said to be."""
    if set(a.reading.words + b.reading.words) & _AGAIN:
        return True
    deed = a.clause.predicate in REPEATABLE and b.clause.predicate in REPEATABLE
    shared = len(a.reading.content & b.reading.content)
    if _same_but_dates(a, b):
        return False
    if deed and shared < 0.6 * min(len(a.reading.content), len(b.reading.content)):
        return True
    return deed and (not is_day(x) or not is_day(y) or abs((start(x) - start(y)).days) > 7)


def _same_but_dates(a: Unit, b: Unit) -> bool:
    """Whether the words of the one stand in the other, but for the dates: "has led the party since 2002" or 2003."""
    one, other = ({w for w in u.reading.content - CALENDAR if not w.isdigit()} for u in (a, b))
    return len(one & other) >= max(3, 0.8 * min(len(one), len(other)))


def _deed_words(a: Unit, b: Unit) -> bool:
    """Whether both share more than their dates: a dateline tells of no deed."""
    return any(not word.isdigit() for word in (a.reading.content & b.reading.content) - CALENDAR)


def _is_name(unit: Unit) -> bool:
    """Whether what is taken for the deed is printed as a name, as a dateline is: "HALDEN"."""
    return bool(re.search(rf"(?<=\S)\s+{re.escape(unit.clause.predicate)}\b", unit.text, re.IGNORECASE)) and not (
        re.search(rf"\b{re.escape(unit.clause.predicate)}", unit.text)
    )


def _tells(unit: Unit) -> bool:
    """Whether a clause has words enough to tell of a deed: a dateline has not."""
    return sum(not word.isdigit() for word in unit.reading.content - CALENDAR) >= _TELLING


def _far(unit: Unit, x: Time, y: Time) -> bool:
    """Whether the dates lie so far apart that they are two events: days apart for days, years for months.

    What is done but once (a founding, a death) can be misdated by any stretch.
    """
    if unit.clause.predicate in _ONCE:
        return False
    a, b = date.fromisoformat(str(x.from_)[:10]), date.fromisoformat(str(y.from_)[:10])
    day = len(x.value) >= 10 and len(y.value) >= 10 and "W" not in x.value + y.value
    return abs((a - b).days) > (45 if day else 800)


def _told_on(deeds: Deeds, a: Unit, other: Time, b: Unit) -> bool:
    """Whether a's report gives the other date to the same deed too."""
    times = [placed(t) for unit in deeds.others(a, b) for t in unit.times]
    return any(t.from_ and t.to and meet_on(t, other) for t in times)
