"""The same event on two dates."""

from collections.abc import Sequence
from datetime import date

from variorum.compare.days import argued, is_day, meet_on, only_date, printed_date, shown, start
from variorum.compare.finding import Voice, opposed
from variorum.compare.near import Near
from variorum.compare.occasions import MIN_SCORE, REPEATABLE, Deeds, deed_pairs, one_event
from variorum.compare.pairs import Pair
from variorum.compare.reading import stem, word_set
from variorum.compare.rivals import CALENDAR
from variorum.compare.statements import Unit
from variorum.compare.undated import is_open, placed
from variorum.types import Disagreement, Time

_DONE = frozenset({"happened"})
_AGAIN = frozenset(
    map(stem, word_set("again another second third twice further repeat regular weekly daily annual every each"))
)
_ONCE = word_set("found establish open bear die kill create build invent marry graduate retire inaugurate")


def find_dates(stories: Sequence[str], units: Sequence[Unit], pairs: Sequence[Pair], near: Near) -> list[Disagreement]:
    """One event that reports put on different dates."""
    links = []
    dates = {id(unit): found for unit in units if unit.clause.times and (found := only_date(unit))}
    for a, b, cosine, score in deed_pairs(units, pairs, near, lambda unit: bool(unit.clause.times)):
        x, y = dates.get(id(a)), dates.get(id(b))
        if x is None or y is None or is_open(x) != is_open(y) or meet_on(x, y) or _far(a, x, y):
            continue
        if (a.clause.status in _DONE) != (b.clause.status in _DONE) or "denied" in {a.clause.status, b.clause.status}:
            continue
        if any(u.quote and u.quote.kind == "direct" and t.value[:4] not in u.text for u, t in ((a, x), (b, y))):
            continue  # "today" of somebody's own words
        if printed_date(a, x) == printed_date(b, y):
            continue  # "on Friday" here and there, of which each report's own date makes another day
        if any(u.article.text[u.span[1] - 1 : u.span[1] + 3].count("?") for u in (a, b)):
            continue
        if _counts_differ(a, b) or _repeats(a, b, x, y) or not _deed_words(a, b):
            continue
        sure, why = one_event(a, b, cosine, score)
        if sure >= MIN_SCORE:
            links.append((sure, a, b, x, y, why))
    out = []
    deeds = Deeds(units)
    taken: set[int] = set()
    for sure, a, b, x, y, why in sorted(links, key=lambda link: -link[0]):
        if _told_on(deeds, a, y, b) or _told_on(deeds, b, x, a) or {id(a), id(b)} <= taken:
            continue
        taken |= {id(a), id(b)}
        out.append(
            opposed(
                "date",
                stories,
                (shown(a, x), Voice(a)),
                (shown(b, y), Voice(b)),
                score=sure,
                why=f"{why}; {argued(a, x)} against {argued(b, y)}",
            )
        )
    return out


def _counts_differ(a: Unit, b: Unit) -> bool:
    """Whether both count the same, and not as many: then they tell of two events rather than of one."""
    return any(x.unit == y.unit and x.value != y.value for x in a.figures for y in b.figures)


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
