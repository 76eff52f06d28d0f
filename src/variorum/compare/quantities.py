"""Whether two figures measure one quantity: same measure, same scope, same period; and which are compared at all."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np

from variorum.compare.amounts import Amount, of_all
from variorum.compare.near import Booleans, Near, Table
from variorum.compare.pairs import dates_meet
from variorum.compare.reading import printed, stem, word_set
from variorum.compare.rivals import one_flow, told_apart
from variorum.compare.values import differ, qualifier_kind, ratios
from variorum.models import matcher

MIN_SCORE = 0.6
PARTNERS = 8  # figures of other value, and of other bound, that each figure is compared with: the nearest in meaning
_CLOSE = 0.5  # cosine that two clauses need where neither measure nor verb nor many words are shared
_MUCH = 12.0  # nats of words in common, names apart, from which other verbs do not speak against one quantity
_NEAR = 0.5  # cosine from which one unusual count in two clauses is one count
_FAR = 0.25  # cosine under which clauses are not looked at, unless their periods are the same
_COMMON = 0.75  # share of the time that two periods cover together from which they are one period
_RUNNING = frozenset(map(stem, ("day", "days", "week", "weeks", "hour", "hours")))
_LASTING = frozenset(map(stem, word_set("riot riots rioting protest strike siege standoff fighting war clash search")))
_WANTED = word_set("need require want seek demand ask owe")  # such a figure is not of what there is
_ESTIMATED = frozenset(map(stem, ("estimate", "estimated", "estimates", "estimation", "approximate", "vicinity")))
_COUNTED = 10  # value from which two equal counts are rather of one thing
_NEAR_SAME = 0.45
_SMALL = 5  # values under which nearness says nothing
_CLOSE_VALUES = 1.5
_FAR_VALUES = 4
_COMPOUND = 0.7  # cosine from which "a 12-year term" and "12 years" may count one thing
_DESCRIBED = re.compile(r" ?- ?[a-z]+ ([a-z]+)")  # "73-mile drive": what an adjective of measure describes
_RATIO = 50  # times that a value may be another's before they measure two things
_SLIPS = (1e3, 1e6)  # times that tell of a slip in the word for the scale: "billion" for "million"
_TWIN = 0.72  # cosine from which two clauses with the same figures in the same places say one thing
_SETTING = 14.0  # nats of words that the sentences around two figures of one period share, to be of one matter
_SET = 0.62
_OF_ONE_TOTAL = 0.8
_TURNED = 0.3  # what the same digits in another order add
_SELDOM = 6.0  # nats from which a noun is seldom counted


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
        if _one_period(a, b):
            out.append(f"period {a.figure.period}")
        if shared := _shared(a, b):
            rarest = matcher.rarest(shared)[:4]
            out.append("both: " + printed(a.unit.reading.text, rarest))
        return "; ".join(out)


class Meeting:
    """Which figures of a block may hold for one time and are near enough to be looked at."""

    def __init__(self, block: Sequence[Amount]) -> None:
        self.start, self.end = (np.array([a.days[n] for a in block]) for n in (0, 1))
        self.toll = np.array([bool(a.kinds) for a in block])
        self.crowded = np.array([a.crowded and a.total is None for a in block])

    def __call__(self, rows: slice, cosines: Table) -> Booleans:
        start, end = self.start[rows, None], self.end[rows, None]
        common = np.minimum(end, self.end) - np.maximum(start, self.start)
        whole = np.maximum(end, self.end) - np.minimum(start, self.start)
        dated = (end > 0) & (self.end > 0)[None, :]
        same = dated & (common >= _COMMON * whole)
        open_ = ~dated | same | (self.toll[rows, None] & self.toll[None, :])
        crowded = self.crowded[rows, None] | self.crowded[None, :]
        fits: Booleans = open_ & (same | (cosines >= _FAR)) & (~crowded | (cosines >= _TWIN))
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
        times = ratios(mine, self.figures)
        fits &= (times <= _RATIO) | (np.isin(np.round(times, 6), _SLIPS) & (cosines >= _TWIN))
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


def links(block: Sequence[Amount], near: Near, fits: Meeting) -> list[Link]:
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
    same_period = _one_period(a, b)
    if _other_kind(a, b):
        return 0.0
    if a.total is not None and a.total == b.total and a.noun == b.noun and cosine >= _FAR:
        return _OF_ONE_TOTAL
    twins = a.place == b.place and cosine >= _TWIN
    if (a.crowded or b.crowded) and not twins:
        return 0.0
    if not _periods_meet(a, b) or not (same_period or dates_meet(a.unit, b.unit)):
        return 0.0
    wanted = [m.unit.clause.predicate in _WANTED for m in (a, b)]
    if wanted[0] != wanted[1] and a.figure.value != b.figure.value:
        return 0.0
    if (a.compound != b.compound and cosine < _COMPOUND) or _other_things(a, b):
        return 0.0
    if (a.kinds and b.kinds and not a.kinds & b.kinds) or not _one_day(a, b) or not _one_person(a, b):
        return 0.0
    measure = _measures_meet(a, b)
    if measure is False or _scopes_clash(a, b) or (told_apart(a.unit, b.unit) and not _rare_count(a, b, same_period)):
        return 0.0
    weight = _weight(_shared(a, b))
    actors = bool(
        a.unit.countries & b.unit.countries
        or a.unit.actors & b.unit.actors
        or set(a.figure.about) & set(b.figure.about)
    )
    score = (
        0.45 * cosine
        + 0.02 * min(weight, 16)
        + 0.12 * actors
        + (0.1 + 0.1 * _one_date(a, b)) * same_period
        + 0.14 * (measure is True)
    )
    if same_period and measure is True and a.noun == "%" and _article_actors(a) & _article_actors(b):
        score = max(score, 0.7)
    if twins:
        score = max(score, cosine)
    turned = _turned(a, b) and cosine >= _FAR
    matter = one_flow(a.unit, b.unit) or _weight(a.context & b.context) >= _SETTING
    setting = turned or (same_period and matter)
    if turned and matcher.rarity(a.noun) >= _SELDOM:
        score += _TURNED
    if setting and not turned and (measure is not None or cosine >= _FAR):
        score = max(score, _SET)
    same_count = _same_count(a, b) and cosine >= _NEAR
    if a.unit.clause.predicate == b.unit.clause.predicate:
        score += 0.05
    elif measure is not True and not a.kinds & b.kinds and cosine < 0.75 and not (same_count or setting or _much(a, b)):
        if cosine < _CLOSE and a.figure.value != b.figure.value:
            return 0.0
        score -= 0.12
    if same_count:
        score += 0.3 + 0.02 * matcher.rarity(a.noun)
    else:
        score += _alike(a, b, cosine)
    return score + 0.14 * bool(a.kinds & b.kinds)


def _other_things(a: Amount, b: Amount) -> bool:
    """Whether two measures describe other things: "a 73-mile drive" and "a 7-mile walk"."""
    if a.figure.value == b.figure.value or not (a.compound and b.compound):
        return False
    x, y = (_DESCRIBED.match(m.unit.article.text, m.figure.end) for m in (a, b))
    return x is not None and y is not None and stem(x.group(1)) != stem(y.group(1))


def _weight(words: Iterable[str]) -> float:
    """How much it says that two texts share some words: their rarity, summed."""
    return matcher.weight(w for w in words if not w.isdigit())


def _turned(a: Amount, b: Amount) -> bool:
    """Whether two numbers are of the same digits in another order, as a slip in copying makes them: 214 and 241."""
    x, y = (sorted(f"{abs(m.figure.value):.0f}".rstrip("0")) for m in (a, b))
    return a.noun == b.noun and len(x) > 1 and x == y and a.figure.value != b.figure.value


def _other_kind(a: Amount, b: Amount) -> bool:
    """Whether people of two kinds are counted: one of the two must count just people."""
    return a.noun != b.noun and a.noun != a.block and b.noun != b.block


def _rare_count(a: Amount, b: Amount, same_period: bool) -> bool:
    """Whether both count as many of something that is seldom counted, at one time."""
    return same_period and a.figure.value == b.figure.value and matcher.rarity(a.noun) >= _SELDOM


def _much(a: Amount, b: Amount) -> bool:
    """Whether the clauses share so many rare words that other verbs do not matter."""
    words = _shared(a, b) - a.unit.reading.names - b.unit.reading.names
    return _weight(words) >= _MUCH


def _one_day(a: Amount, b: Amount) -> bool:
    """Whether a length of time that runs on is counted on one day: what has lasted four days lasts eight days later."""
    x, y = (m.unit.article.published for m in (a, b))
    return a.noun not in _RUNNING or not (a.measure & b.measure & _LASTING) or bool(x and y and x[:10] == y[:10])


def _one_person(a: Amount, b: Amount) -> bool:
    """Whether ages are those of one person, who is named beside both."""
    if "age" not in {a.figure.measure, b.figure.measure}:
        return True
    return bool(a.person & b.person) and _one_year(a, b)


def _one_year(a: Amount, b: Amount) -> bool:
    """Whether both reports are of about one time."""
    x, y = (m.unit.article.published for m in (a, b))
    return bool(x and y and x[:7] == y[:7])


def _alike(a: Amount, b: Amount, cosine: float) -> float:
    """What the values themselves say: accounts of one quantity seldom lie far apart, and rarely agree by chance."""
    x, y = sorted((abs(a.figure.value), abs(b.figure.value)))
    if x == y:
        return 0.16 if x >= _COUNTED and cosine >= _NEAR_SAME else 0.0
    if y < _SMALL or x == 0:
        return 0.0
    return 0.07 if y <= _CLOSE_VALUES * x else -0.04 if y > _FAR_VALUES * x else 0.0


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


def _one_period(a: Amount, b: Amount) -> bool:
    """Whether both name a period, and nearly the same."""
    if a.figure.period and a.figure.period == b.figure.period:
        return True
    (start_a, end_a), (start_b, end_b) = a.days, b.days
    common, whole = min(end_a, end_b) - max(start_a, start_b), max(end_a, end_b) - min(start_a, start_b)
    return min(end_a, end_b) > 0 and common >= _COMMON * whole


def _one_date(a: Amount, b: Amount) -> bool:
    """Whether both are of one day."""
    return a.figure.period == b.figure.period and len(a.figure.period or "") == len("2000-01-01")


def _periods_meet(a: Amount, b: Amount) -> bool:
    """Whether both may hold for the same time; a figure without a period meets any."""
    x, y = a.figure.period, b.figure.period
    if not x or not y or _one_period(a, b):
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


def bound(amount: Amount) -> str:
    """How the figure is bounded; "damage is estimated at a million" is "an estimated million"."""
    kind = qualifier_kind(amount.figure.qualifier)
    return "about" if kind == "exact" and _ESTIMATED & set(amount.unit.reading.words) else kind
