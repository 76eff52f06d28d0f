"""Whether two figures measure one quantity: what rules it out, and what a learned judge weighs."""

import math
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from variorum.compare import nouns
from variorum.compare.amounts import Amount, of_all, slot
from variorum.compare.pairs import dates_meet
from variorum.compare.reading import Reading, read, stem, word_set
from variorum.compare.rivals import CALENDAR, told_apart
from variorum.compare.statements import HELD
from variorum.compare.values import gap, qualifier_kind
from variorum.models import matcher

FEATURES = (
    "around", "alike", "nearer", "choices", "also", "period", "measure", "fate", "actors", "named", "rarity", "common",
    "ratio", "turned", "small", "round", "exact or above", "exact or below", "exact or about", "above or below",
    "unnamed", "part", "apart", "elsewhere", "other period", "other date", "other measure", "other fate",
    "other stage", "wanted", "in slot", "of slot", "words in slot", "other names in slot", "gap", "percent", "money",
    "first", "last", "one day", "in clause", "of clause", "in sentence",
)  # fmt: skip
COMMON = 0.75  # share of the time that two periods cover together from which they are one period
_SMALL = 5  # values under which nearness says nothing
_FAR, _MANY = 5.0, 8  # log of a ratio and nearer figures from which more says nothing new
_WEEKS = 14  # days between the dates of two clauses from which on they are of two events
_LATE = 30  # clauses from which on it says nothing more how far down in its report a figure stands
_BOUNDS = ({"exact", "above"}, {"exact", "below"}, {"exact", "about"}, {"above", "below"})
_TWIN = 0.6  # cosine from which two clauses are one sentence, names apart
_RUNNING = frozenset(map(stem, ("day", "days", "week", "weeks", "hour", "hours")))
_TIMES = frozenset(map(stem, word_set("second minute hour day week month year decade season game")))
_LASTING = frozenset(map(stem, word_set("riot riots rioting protest strike siege standoff fighting war clash search")))
_WANTED = word_set("need require want seek demand ask owe")  # such a figure is not of what there is
_ESTIMATED = (  # before a figure or close behind it, and no other figure between
    re.compile(r"\b(?:estimat\w*|approximate|in the vicinity)\b[^.;\d]{0,40}$", re.IGNORECASE),
    re.compile(r"^[^.;\d]{0,12}\bestimated?\b", re.IGNORECASE),
)
_SHARE = stem("share")
_DESCRIBED = re.compile(r" ?- ?[a-z]+ ([a-z]+)")  # "73-mile drive": what an adjective of measure describes


@dataclass(frozen=True)
class Among:
    """How two figures stand among those of their reports."""

    around: float  # cosine of the words around both
    alike: float  # how alike what they count is, from 0 to 1
    nearer: int  # how many figures of either report stand in a clause that is nearer in meaning to the other's
    choices: float  # the reciprocals of how many figures each of both reports has to choose from, summed
    also: int  # how many of these give the other's value


def features(a: Amount, b: Amount, among: Among) -> list[float]:
    """What two figures and their clauses say about being of one quantity, in the order of `FEATURES`."""
    x, y = sorted((abs(a.figure.value), abs(b.figure.value)))
    bounds = {bound(a), bound(b)}
    return [
        among.around,
        among.alike,
        float(min(among.nearer, _MANY)),
        among.choices,
        float(among.also),
        float(one_period(a, b)),
        float(measures_meet(a, b) is True),
        float(a.fate is not None and a.fate == b.fate),
        _actors_meet(a, b),
        float(bool(a.unit.actors & b.unit.actors)),
        matcher.rarity(a.noun) if a.noun and a.noun == b.noun else 0.0,
        float(len(_beside(a) & _beside(b))),
        min(math.log(y / x), _FAR) if x > 0 else _FAR,
        float(_turned(a, b)),
        float(y < _SMALL),
        float(_is_round(x)) + float(_is_round(y)),
        *(float(bounds == two) for two in _BOUNDS),
        float(not a.noun) + float(not b.noun),
        float(a.part != b.part),
        float(apart(a, b)),
        float(bool(told_apart(a.unit, b.unit))),
        float(not _periods_meet(a, b)),
        float(not (one_period(a, b) or dates_meet(a.unit, b.unit))),
        float(measures_meet(a, b) is False),
        float(a.fate is not None and b.fate is not None and a.fate != b.fate),
        float(_stage(a) != _stage(b)),
        float(_wanted(a) != _wanted(b)),
        *_slots_meet(a, b),
        gap(a.figure, b.figure),
        float(a.figure.unit == "percent"),
        float(nouns.is_money(a.noun)),
        float(min(a.unit.order, b.unit.order, _LATE)),
        float(min(max(a.unit.order, b.unit.order), _LATE)),
        float(a.unit.day == b.unit.day != ""),
        *_texts_meet(a, b),
    ]


def _slots_meet(a: Amount, b: Amount) -> Iterator[float]:
    """How much of the same stands beside both figures: in nats of rarity, as a share, in words; and whether the names
    there are others."""
    x, y = map(_slot, (a, b))
    yield (told := _weight(x, y, a, b))
    of = (matcher.weight(r.content - _counted(m)) for r, m in ((x, a), (y, b)))
    yield told / (min(of) or 1.0)
    yield float(len(_common(x, y, a, b)))
    yield float(names_apart(a, b))


def _texts_meet(a: Amount, b: Amount) -> Iterator[float]:
    """How much of the same is said in both clauses, in nats of rarity and as a share, and in both sentences."""
    x, y = (m.unit.reading for m in (a, b))
    yield (told := _weight(x, y, a, b))
    yield told / (min(matcher.weight(x.content), matcher.weight(y.content)) or 1.0)
    x, y = (read(m.unit.article.text[slice(*m.unit.sentence)]) for m in (a, b))
    yield _weight(x, y, a, b)


def names_apart(a: Amount, b: Amount) -> bool:
    """Whether the names beside both figures are others: "60 percent in Halden", "80 percent in Marle"."""
    x, y = (_slot(m).names - CALENDAR for m in (a, b))
    return bool(x and y and not x & y)


def _common(x: Reading, y: Reading, a: Amount, b: Amount) -> frozenset[str]:
    return (x.content & y.content) - _counted(a) - _counted(b) - x.numbers - y.numbers


def _weight(x: Reading, y: Reading, a: Amount, b: Amount) -> float:
    return matcher.weight(_common(x, y, a, b))


def _slot(amount: Amount) -> Reading:
    """A figure's slot without the figure."""
    text, (first, last) = amount.unit.article.text, slot(amount)
    return read(f"{text[first : amount.figure.start]} {text[amount.figure.end : last]}".strip())


def excluded(a: Amount, b: Amount, cosine: float) -> bool:
    """Whether both cannot be of one quantity, however near their words are; `cosine` is that of their clauses."""
    return (
        of_all(a) != of_all(b)
        or _other_things(a, b)
        or (a.story != b.story and not one_measure(a, b))
        or not _one_day(a, b)
        or not _one_person(a, b)
        or (a.figure.value != b.figure.value and not _periods_meet(a, b))  # of one value, a period may be misread
        or _gives(a, b)
        or _gives(b, a)
        or (a.figure.value == b.figure.value and _others(a) != _others(b))
        or _days_between(a, b) > _WEEKS  # a quake in September is none of this Sunday
        or (cosine >= _TWIN and bool(told_apart(a.unit, b.unit)))  # one sentence, but of another place or person
    )


def apart(a: Amount, b: Amount) -> bool:
    """Whether the clauses name other places or people, or count other people: then more must speak for one quantity."""
    own_a, own_b = a.unit.countries, b.unit.countries
    callings = a.noun != b.noun and nouns.PEOPLE not in {a.noun, b.noun}
    return bool(callings or (own_a and own_b and not own_a & own_b) or told_apart(a.unit, b.unit))


def shared(a: Amount, b: Amount) -> frozenset[str]:
    """The stems that both clauses have, without numbers and what is counted."""
    return _common(a.unit.reading, b.unit.reading, a, b)


def _counted(amount: Amount) -> frozenset[str]:
    """The stem of what is counted, and of a unit of measure those of all its words: "nautical miles"."""
    words = read(amount.figure.unit or "").content if nouns.is_unit(amount.noun) else frozenset[str]()
    return words | {amount.noun}


def one_period(a: Amount, b: Amount) -> bool:
    """Whether both name a period, and nearly the same."""
    if a.figure.period and a.figure.period == b.figure.period:
        return True
    (start_a, end_a), (start_b, end_b) = a.days, b.days
    common, whole = min(end_a, end_b) - max(start_a, start_b), max(end_a, end_b) - min(start_a, start_b)
    return min(end_a, end_b) > 0 and common >= COMMON * whole


def measures_meet(a: Amount, b: Amount) -> bool | None:
    """Whether the measures are one (True), two (False), or cannot be told."""
    if not a.measure or not b.measure:
        return None
    common = a.measure & b.measure
    if common and len(common) >= 0.5 * min(len(a.measure), len(b.measure)):
        return True
    return False if a.noun == "%" and not common else None


def one_measure(a: Amount, b: Amount) -> bool:
    """Whether the figures of two stories name one measure, of parties that may be the same.

    Within a story the affair says what a figure is of; across stories only its own words do. A share does not name what
    those whom it counts have in common: of "61 percent of voters in 2012", one text tells the age, another the choice.
    """
    named = a.measure == b.measure and bool(a.measure) and _SHARE not in a.measure
    return named and _actors_meet(a, b) > (0.5 if a.fate else 0.0)  # people die of everything in any year


def bound(amount: Amount) -> str:
    """How the figure is bounded; "damage is estimated at a million" is "an estimated million"."""
    qualifier = (amount.figure.qualifier or "").lower()
    if qualifier == "over" and amount.noun in _TIMES:
        return "exact"  # "over four days" is mostly how long something took
    kind = qualifier_kind(qualifier)
    return "about" if kind == "exact" and estimated(amount) else kind


def estimated(amount: Amount) -> bool:
    """Whether the clause says of the figure that it is an estimate, in words that are no part of it."""
    text, (start, end) = amount.unit.article.text, amount.unit.span
    before, after = _ESTIMATED
    return bool(before.search(text[start : amount.figure.start]) or after.search(text[amount.figure.end : end]))


def _periods_meet(a: Amount, b: Amount) -> bool:
    """Whether both may hold for the same time; a figure without a period meets any."""
    x, y = a.figure.period, b.figure.period
    if not x or not y or one_period(a, b):
        return True
    if a.fate and b.fate:  # a toll's period is the day of the event
        return x.split("/")[0][:10] == y.split("/")[0][:10] or x in y or y in x
    return False


def _days_between(a: Amount, b: Amount) -> int:
    """The fewest days between a date of the one clause and a date of the other; none where either has no date."""
    x, y = ([(t.from_, t.to) for t in m.unit.times if t.from_ and t.to] for m in (a, b))
    return min((max(_days(p[1], q[0]), _days(q[1], p[0])) for p in x for q in y), default=0)


def _days(end: str, start: str) -> int:
    """Days from the end of one time to the start of another; 0 where it starts before, or lies outside the calendar."""
    try:
        return max(0, (date.fromisoformat(start[:10]) - date.fromisoformat(end[:10])).days)
    except ValueError:
        return 0


def _actors_meet(a: Amount, b: Amount) -> float:
    """1 where both clauses name one actor, or are about one; half where only the reports do."""
    u, v = a.unit, b.unit
    if u.countries & v.countries or u.actors & v.actors or set(a.figure.about) & set(b.figure.about):
        return 1.0
    return 0.5 * bool(_of_article(a) & _of_article(b))


def _of_article(amount: Amount) -> set[str]:
    """The countries that an amount's report names."""
    return {actor.country for actor in amount.unit.article.actors if actor.country and actor.kind == "country"}


def _beside(amount: Amount) -> set[float]:
    """The other values of its clause."""
    return {figure.value for figure in amount.unit.figures if figure is not amount.figure}


def _is_round(value: float) -> bool:
    """Whether but one digit is other than zero."""
    return len(f"{value:.0f}".rstrip("0")) == 1


def _turned(a: Amount, b: Amount) -> bool:
    """Whether two numbers are of the same digits in another order, as a slip in copying makes them: 214 and 241."""
    x, y = (sorted(f"{abs(m.figure.value):.0f}".rstrip("0")) for m in (a, b))
    return len(x) > 1 and x == y and a.figure.value != b.figure.value


def _wanted(amount: Amount) -> bool:
    return amount.unit.clause.predicate in _WANTED


def _stage(amount: Amount) -> str:
    status = amount.unit.clause.status
    return "held" if status in HELD else status


def _other_things(a: Amount, b: Amount) -> bool:
    """Whether two measures describe other things: "a 73-mile drive" and "a 7-mile walk"."""
    if not (a.compound and b.compound):
        return False
    x, y = (_DESCRIBED.match(m.unit.article.text, m.figure.end) for m in (a, b))
    return x is not None and y is not None and stem(x.group(1)) != stem(y.group(1))


def _gives(a: Amount, b: Amount) -> bool:
    """Whether the sentence of one figure has the other's value too, of the same, or what is left of it.

    "Three people, a man and two women" is no other account than "two women"; nor "12 men and 11 boys" than 23 of them.
    """
    first, last = a.unit.sentence
    return a.figure.value != b.figure.value and any(
        f.value in {b.figure.value, b.figure.value - a.figure.value}
        and f is not a.figure
        and first <= f.start < last
        and (not f.unit or not b.noun or nouns.kind(read(f.unit).words[-1]) in {b.noun, nouns.PEOPLE})
        for f in a.unit.article.figures
    )


def _others(amount: Amount) -> bool:
    """Whether those are counted who come to some that were named before: "four officers and 12 others"."""
    return amount.figure.unit == "others"


def _one_day(a: Amount, b: Amount) -> bool:
    """Whether a length of time that runs on is counted on one day: what has lasted four days lasts eight days later."""
    return a.noun not in _RUNNING or not (a.measure & b.measure & _LASTING) or a.unit.day == b.unit.day != ""


def _one_person(a: Amount, b: Amount) -> bool:
    """Whether ages are those of one person, who is named beside both."""
    if "age" not in {a.figure.measure, b.figure.measure}:
        return True
    x, y = (m.unit.article.published for m in (a, b))
    one = a.person <= b.person or b.person <= a.person  # a surname may stand alone
    return bool(a.person and b.person and one) and bool(x and y and x[:7] == y[:7])
