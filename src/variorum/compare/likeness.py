"""Whether two figures measure one quantity: what speaks against it outright, and what a learned judge weighs."""

import math
import re
from collections.abc import Iterable

from variorum.compare import nouns
from variorum.compare.amounts import Amount, of_all
from variorum.compare.pairs import dates_meet
from variorum.compare.reading import stem, word_set
from variorum.compare.rivals import told_apart
from variorum.compare.statements import HELD
from variorum.compare.values import qualifier_kind
from variorum.models import matcher

FEATURES = (
    "cosine", "nearer", "choices", "period", "measure", "fate", "actors", "shared", "rarity", "ratio", "turned",
    "crowded", "small", "inclusive", "about", "other value",
)  # fmt: skip
COMMON = 0.75  # share of the time that two periods cover together from which they are one period
_COMPOUND = 0.7  # cosine from which "a 12-year term" and "12 years" may count one thing
_TWIN = 0.6  # cosine from which two clauses are one sentence, names apart
_SMALL = 5  # values under which nearness says nothing
_MUCH, _FAR, _MANY = 25.0, 5.0, 8  # nats in common, log of a ratio and nearer figures from which more says nothing new
_RUNNING = frozenset(map(stem, ("day", "days", "week", "weeks", "hour", "hours")))
_TIMES = frozenset(map(stem, word_set("second minute hour day week month year decade")))
_LASTING = frozenset(map(stem, word_set("riot riots rioting protest strike siege standoff fighting war clash search")))
_WANTED = word_set("need require want seek demand ask owe")  # such a figure is not of what there is
_ESTIMATED = frozenset(map(stem, ("estimate", "estimated", "estimates", "estimation", "approximate", "vicinity")))
_DESCRIBED = re.compile(r" ?- ?[a-z]+ ([a-z]+)")  # "73-mile drive": what an adjective of measure describes


def features(a: Amount, b: Amount, cosine: float, nearer: int, choices: float) -> list[float]:
    """What two figures and their clauses say about being of one quantity, in the order of `FEATURES`.

    Args:
        cosine: of the meanings of both clauses.
        nearer: how many figures of either report are nearer in meaning to the other's.
        choices: the reciprocals of how many figures each of both reports has to choose from, summed.
    """
    x, y = sorted((abs(a.figure.value), abs(b.figure.value)))
    kinds = {qualifier_kind(m.figure.qualifier) for m in (a, b)}
    return [
        cosine,
        float(min(nearer, _MANY)),
        choices,
        float(one_period(a, b)),
        float(measures_meet(a, b) is True),
        float(a.fate is not None and a.fate == b.fate),
        _actors_meet(a, b),
        min(_weight(shared(a, b)), _MUCH),
        matcher.rarity(a.noun) if a.noun == b.noun else 0.0,
        min(math.log(y / x), _FAR) if x > 0 else _FAR,
        float(_turned(a, b)),
        float(a.crowded or b.crowded),
        float(y < _SMALL),
        float(kinds == {"exact", "above"} and any("least" in (m.figure.qualifier or "").lower() for m in (a, b))),
        float("about" in kinds),
        float(a.figure.value != b.figure.value),
    ]


def excluded(a: Amount, b: Amount, cosine: float) -> bool:
    """Whether both cannot be of one quantity, however near their words are."""
    other_value = a.figure.value != b.figure.value
    return (
        not _periods_meet(a, b)
        or not (one_period(a, b) or dates_meet(a.unit, b.unit))
        or measures_meet(a, b) is False
        or (a.fate is not None and b.fate is not None and a.fate != b.fate)
        or of_all(a) != of_all(b)
        or {"hypothetical", "held"} == {_stage(a), _stage(b)}
        or (not other_value and _holds(a, b))
        or (other_value and (_wanted(a) != _wanted(b) or _other_things(a, b)))
        or (a.compound != b.compound and cosine < _COMPOUND)
        or _other_people(a, b)
        or (cosine >= _TWIN and bool(told_apart(a.unit, b.unit)))  # one sentence, but of another place or person
        or not _one_day(a, b)
        or not _one_person(a, b)
    )


def apart(a: Amount, b: Amount) -> bool:
    """Whether the clauses name other places or people, or count other people: then more must speak for one quantity."""
    own_a, own_b = a.unit.countries, b.unit.countries
    callings = a.noun != b.noun and nouns.PEOPLE not in {a.noun, b.noun}
    return bool(callings or (own_a and own_b and not own_a & own_b) or told_apart(a.unit, b.unit))


def shared(a: Amount, b: Amount) -> frozenset[str]:
    """The stems that both clauses have, without what is counted."""
    return (a.unit.reading.content & b.unit.reading.content) - {a.noun}


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


def bound(amount: Amount) -> str:
    """How the figure is bounded; "damage is estimated at a million" is "an estimated million"."""
    qualifier = (amount.figure.qualifier or "").lower()
    if qualifier == "over" and amount.noun in _TIMES:
        return "exact"  # "over four days" is mostly how long something took
    kind = qualifier_kind(qualifier)
    return "about" if kind == "exact" and _ESTIMATED & set(amount.unit.reading.words) else kind


def _holds(a: Amount, b: Amount) -> bool:
    """Whether one gives the least of what the other gives: "at least three" are three."""
    plain, least = sorted((a, b), key=lambda m: "least" in (m.figure.qualifier or "").lower())
    return bound(plain) == "exact" and "least" in (least.figure.qualifier or "").lower()


def _periods_meet(a: Amount, b: Amount) -> bool:
    """Whether both may hold for the same time; a figure without a period meets any."""
    x, y = a.figure.period, b.figure.period
    if not x or not y or one_period(a, b):
        return True
    if a.fate and b.fate:  # a toll's period is the day of the event
        return x.split("/")[0][:10] == y.split("/")[0][:10] or x in y or y in x
    return False


def _actors_meet(a: Amount, b: Amount) -> float:
    """1 where both clauses name one actor, or are about one; half where only the reports do."""
    u, v = a.unit, b.unit
    if u.countries & v.countries or u.actors & v.actors or set(a.figure.about) & set(b.figure.about):
        return 1.0
    return 0.5 * bool(_of_article(a) & _of_article(b))


def _of_article(amount: Amount) -> set[str]:
    """The countries that an amount's report names."""
    return {actor.country for actor in amount.unit.article.actors if actor.country and actor.kind == "country"}


def _weight(words: Iterable[str]) -> float:
    """How much it says that two texts share some words: their rarity, summed."""
    return matcher.weight(w for w in words if not w.isdigit())


def _turned(a: Amount, b: Amount) -> bool:
    """Whether two numbers are of the same digits in another order, as a slip in copying makes them: 214 and 241."""
    x, y = (sorted(f"{abs(m.figure.value):.0f}".rstrip("0")) for m in (a, b))
    return a.noun == b.noun and len(x) > 1 and x == y and a.figure.value != b.figure.value


def _stage(amount: Amount) -> str:
    status = amount.unit.clause.status
    return "held" if status in HELD else status


def _wanted(amount: Amount) -> bool:
    return amount.unit.clause.predicate in _WANTED


def _other_things(a: Amount, b: Amount) -> bool:
    """Whether two measures describe other things: "a 73-mile drive" and "a 7-mile walk"."""
    if not (a.compound and b.compound):
        return False
    x, y = (_DESCRIBED.match(m.unit.article.text, m.figure.end) for m in (a, b))
    return x is not None and y is not None and stem(x.group(1)) != stem(y.group(1))


def _other_people(a: Amount, b: Amount) -> bool:
    """Whether people of two callings are counted, soldiers and protesters."""
    return a.noun != b.noun and all(nouns.known(m.noun) and m.noun != nouns.PEOPLE for m in (a, b))


def _one_day(a: Amount, b: Amount) -> bool:
    """Whether a length of time that runs on is counted on one day: what has lasted four days lasts eight days later."""
    x, y = (m.unit.article.published for m in (a, b))
    return a.noun not in _RUNNING or not (a.measure & b.measure & _LASTING) or bool(x and y and x[:10] == y[:10])


def _one_person(a: Amount, b: Amount) -> bool:
    """Whether ages are those of one person, who is named beside both."""
    if "age" not in {a.figure.measure, b.figure.measure}:
        return True
    x, y = (m.unit.article.published for m in (a, b))
    return bool(a.person & b.person) and bool(x and y and x[:7] == y[:7])
