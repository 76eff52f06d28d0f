"""Whether two dated clauses of different reports tell of one deed, though they date it otherwise: what a learned judge
weighs.

Reports that word a deed independently share few of its words ("collapsed at dawn on Friday", "on Thursday night the
wall gave way"). So clauses are compared word by word in meaning, and each is held against what else its partner's
report tells.
"""

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np
from numpy.typing import NDArray

from variorum.compare import match
from variorum.compare.days import is_day, meet_on, printed_date
from variorum.compare.near import Booleans, Near, Table
from variorum.compare.occasions import REPEATABLE, VAGUE, meet, same_deed
from variorum.compare.reading import stem, tellers, word_set
from variorum.compare.rivals import CALENDAR, names_of, told_apart
from variorum.compare.statements import HELD, Unit
from variorum.compare.undated import is_open, placed
from variorum.models import matcher
from variorum.models.embedder import embedded
from variorum.types import Span, Time

DEED = (
    "cosine", "sentence cosine", "nearer", "covered least", "covered most", "rarest shared", "plain words", "names",
    "sentence shared", "actors", "meaning least", "meaning most", "meaning words", "deed in least", "deed in most",
    "deed", "same deed", "deed rarity", "vague", "repeatable", "subject", "object", "apart", "held", "polarity",
    "quoted",
    "shorter", "longer", "numbers differ", "again", "one voice", "further off", "places apart", "sentence covered",
    "same", "related", "differs",
)  # fmt: skip
FEATURES = (
    *DEED, "gap", "width", "days", "times", "reports apart", "lead", "own days", "newest", "oldest", "one year",
    "told too", "nearness",
)  # fmt: skip
_OPPOSITES = tuple(  # near in meaning as words, and yet two deeds
    (word_set(one), word_set(other))
    for one, other in (
        ("open reopen", "close shut"),
        ("start begin launch commence resume", "end finish stop halt conclude suspend"),
        ("arrive land enter come return", "leave depart withdraw go"),
        ("arrest detain jail seize capture", "release free"),
        ("impose introduce", "lift drop revoke abolish"),
        ("raise increase", "cut lower reduce"),
        ("rise climb grow", "fall drop decline"),
        ("approve pass adopt endorse", "reject veto defeat"),
        ("appoint name hire", "dismiss sack fire"),
        ("sign join", "break scrap cancel quit"),
        ("win", "lose"),
        ("buy", "sell"),
    )
)
PARTNERS = 12  # clauses of other dates that each dated clause is compared with: the nearest in meaning
PER_REPORT = 4  # pairs of clauses that are judged, for each report of a story
FLOOR = 0.08  # cosine under which clauses are not looked at
_LIKE = 0.6  # cosine from which two words are near in meaning
_WEEK = 7  # days between two reports from which each tells of its own days
_WEEKS = 15  # days from which two dates are no longer near
_OLD = 60  # days from which an older date says nothing more
_DAYS = 4  # days between two dates, or two reports, from which two deeds are likelier
_WEEKDAYS = frozenset(map(stem, ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")))
_AGAIN = frozenset(
    map(
        stem,
        ("again", "another", "second", "third", "twice", "further", "repeat", "regular", "annual", "every", "each"),
    )
)


@dataclass(frozen=True)
class Redating:
    """Two clauses with the dates of each that lie nearest to one another, and yet apart."""

    a: Unit
    b: Unit
    x: Time
    y: Time
    cosine: float


class Fits:
    """Which clauses are near enough to be looked at, and date what they tell apart."""

    def __init__(self, units: Sequence[Unit]) -> None:
        spans = [_days(unit) for unit in units]
        self.start, self.end, self.open = (np.array([s[n] for s in spans]) for n in range(3))

    def __call__(self, rows: slice, cosines: Table) -> Booleans:
        apart = (self.start[rows, None] > self.end) | (self.start > self.end[rows, None])
        fits: Booleans = apart & (self.open[rows, None] == self.open) & (cosines >= FLOOR)
        return fits


def dates_of(unit: Unit) -> list[Time]:
    """The dates of a clause that have bounds, or stand on an open weekday or day of a month."""
    return [t for t in map(placed, unit.times) if t.kind in {"DATE", "TIME"} and t.from_ and t.to and _bounds(t)]


def candidates(units: Sequence[Unit], near: Near) -> tuple[list[Redating], list[list[float]]]:
    """Pairs of clauses that date something apart, and what speaks for its being one deed: the nearest, so many for each
    report."""
    dated = [unit for unit in units if unit.clause.predicate and dates_of(unit)]  # a dateline tells of no deed
    if len(dated) < 2:
        return [], []
    context = Context(units, dated, near)
    found: dict[tuple[int, int], Redating] = {}
    for i, j, cosine in near.nearest(dated, dated, most=PARTNERS, fits=Fits(dated)):
        key = min(i, j), max(i, j)
        if key not in found and (pair := _nearest_dates(dated[key[0]], dated[key[1]], cosine)):
            found[key] = pair
    ordered = sorted(
        ((context.nearness(pair), key) for key, pair in found.items()), key=lambda item: (-item[0], item[1])
    )
    kept = ordered[: PER_REPORT * len(context.rows)]
    pairs = [found[key] for _, key in kept]
    return pairs, [[*context.features(pair), nearness] for pair, (nearness, _) in zip(pairs, kept, strict=True)]


def _nearest_dates(a: Unit, b: Unit, cosine: float) -> Redating | None:
    """Two clauses with those of their dates that lie nearest, unless these may be one or are printed alike."""
    if _opposite(a, b) or _reports_apart(a, b) > _WEEK:
        return None  # what undoes the deed; or another week's news
    meeting = [(x, y) for x in dates_of(a) for y in dates_of(b) if _comparable(x, y)]
    if not meeting:
        return None
    x, y = min(meeting, key=lambda pair: _gap(*pair))
    if _gap(x, y) == 0 or printed_alike(printed_date(a, x), printed_date(b, y)):
        return None
    return Redating(a, b, x, y, cosine)


def _comparable(x: Time, y: Time) -> bool:
    """Whether both lie in a calendar, or both are weekdays of no week, or both days of no year."""
    return is_open(x) == is_open(y) and (not is_open(x) or str(x.from_)[:4] == str(y.from_)[:4])


def _opposite(a: Unit, b: Unit) -> bool:
    """Whether one clause tells of what undoes the other's deed."""
    deeds = a.clause.predicate, b.clause.predicate
    return any(
        (deeds[0] in one and deeds[1] in other) or (deeds[0] in other and deeds[1] in one) for one, other in _OPPOSITES
    )


def printed_alike(one: str, other: str) -> bool:
    """Whether both are printed alike, or as one weekday: "this Tuesday" and "Tuesday", of which only each report's own
    date makes two days."""
    x, y = one.lower(), other.lower()
    return x == y or bool({stem(w) for w in x.split()} & {stem(w) for w in y.split()} & _WEEKDAYS)


def _dates(pair: Redating) -> list[float]:
    """What the dates of two clauses say, in the order of `FEATURES`."""
    a, b = pair.a, pair.b
    apart = _reports_apart(a, b)
    return [
        math.log(_gap(pair.x, pair.y)),
        math.log(1 + max(end - start for t in (pair.x, pair.y) for start, end in [_bounds(t) or (0, 0)])),
        float(is_day(pair.x)) + float(is_day(pair.y)),
        float(len(dates_of(a)) + len(dates_of(b))),
        apart,
        float((a.order < 3) + (b.order < 3)),
        float(apart > 0 and apart == _gap(pair.x, pair.y)),  # each report may tell of its own day
        *sorted((_age(a, pair.x), _age(b, pair.y))),
        float(pair.x.value[:4] == pair.y.value[:4]),
    ]


def _age(unit: Unit, time: Time) -> float:
    """Days between a date and that of its report, before or after; -1 where either cannot be told."""
    bounds = _bounds(time)
    try:
        return float(min(_OLD, abs(date.fromisoformat(unit.day).toordinal() - (bounds or (0, 0))[0])))
    except ValueError:
        return -1.0


class Context:
    """What of a story is needed to compare some of its clauses."""

    def __init__(self, units: Sequence[Unit], compared: Sequence[Unit], near: Near) -> None:
        self.near = near
        self.rows: dict[str, NDArray[np.intp]] = {}
        sentences: dict[tuple[str, Span], list[Unit]] = {}
        for unit in units:
            sentences.setdefault((unit.article.id, unit.sentence), []).append(unit)
        for id in {unit.article.id for unit in units}:
            self.rows[id] = np.array([unit.vector for unit in units if unit.article.id == id])
        self.times: dict[str, list[Time]] = {}
        for unit in units:
            self.times.setdefault(unit.article.id, []).extend(dates_of(unit))
        self.sentence: dict[Unit, tuple[NDArray[np.float32], frozenset[str]]] = {}
        for members in sentences.values():
            whole = near.space[[unit.vector for unit in members]].sum(axis=0)
            whole /= np.linalg.norm(whole) or 1
            content = frozenset().union(*(unit.reading.content for unit in members))
            self.sentence.update(dict.fromkeys(members, (whole, content)))
        self.words = _Words(compared)

    def nearness(self, pair: Redating) -> float:
        """How near two sentences are, in meaning and in words, and how near their dates."""
        (va, sa), (vb, sb) = self.sentence[pair.a], self.sentence[pair.b]
        gap = _gap(pair.x, pair.y)
        soon = 0.3 if gap < _DAYS else 0.1 if gap < _WEEKS else 0.0
        return (pair.cosine + float(va @ vb)) / 2 + 0.02 * min(matcher.weight(sa & sb), 20.0) + soon

    def features(self, pair: Redating) -> list[float]:
        """What two clauses and their dates say about being of one deed, in the order of `FEATURES` but for the last."""
        return [*self._deed(pair.a, pair.b, pair.cosine), *_dates(pair), float(self._told(pair))]

    def _deed(self, a: Unit, b: Unit, cosine: float) -> list[float]:
        """What two clauses say about telling of one deed, in the order of `DEED`."""
        content = [_roots(u.reading.content - CALENDAR) for u in (a, b)]
        shared = content[0] & content[1]
        weight = matcher.weight(shared)
        totals = sorted(matcher.weight(words) or 1.0 for words in content)
        (va, sa), (vb, sb) = self.sentence[a], self.sentence[b]
        names = (names_of(a) & b.reading.content) | (names_of(b) & a.reading.content)
        plain = (a.reading.content & b.reading.content) - names_of(a) - names_of(b) - CALENDAR
        deeds = [u.clause.predicate for u in (a, b)]
        nearer = self._nearer(a, b, cosine), self._nearer(b, a, cosine)
        likeness = np.array([match.features(a.reading, b.reading, cosine)])
        return [
            cosine,
            float(va @ vb),
            float(min(*nearer, 8)),
            weight / totals[1],
            weight / totals[0],
            max(map(matcher.rarity, shared), default=0.0),
            matcher.weight(w for w in plain if not w.isdigit()),
            float(len(names)),
            matcher.weight(w for w in (sa & sb) - CALENDAR if not w.isdigit()),
            float(len(a.actors & b.actors)),
            *self.words.compared(a, b),
            float(same_deed(a, b)),
            min(matcher.rarity(stem(deed)) if deed else 0.0 for deed in deeds),
            float(sum(deed in VAGUE for deed in deeds)),
            float(all(deed in REPEATABLE for deed in deeds)),
            _met(meet(a, a.clause.subject, b, b.clause.subject)),
            _met(meet(a, a.clause.object, b, b.clause.object)),
            float(bool(told_apart(a, b, subject=True))),
            float((a.clause.status in HELD) == (b.clause.status in HELD)),
            float(a.clause.polarity != b.clause.polarity),
            float((a.quote is not None) + (b.quote is not None)),
            float(min(len(a.reading.content), len(b.reading.content))),
            float(max(len(a.reading.content), len(b.reading.content))),
            float(bool(a.reading.numbers - b.reading.numbers) + bool(b.reading.numbers - a.reading.numbers)),
            float(len(_AGAIN & set(a.reading.words)) + len(_AGAIN & set(b.reading.words))),
            float(a.speaker_id is not None and a.speaker_id == b.speaker_id),
            float(min(max(nearer), 8)),
            abs(self._place(a) - self._place(b)),
            matcher.in_common(sa, sb),
            *(float(judge(likeness)[0]) for judge in (matcher.same, matcher.related, matcher.differs)),
        ]

    def _told(self, pair: Redating) -> int:
        """How many of the two reports give the other's date as well, of whatever."""
        ends = (pair.a, pair.y), (pair.b, pair.x)
        return sum(any(meet_on(time, other) for time in self.times[unit.article.id]) for unit, other in ends)

    def _place(self, unit: Unit) -> float:
        """How far into its report a clause stands, 0 to 1."""
        return unit.order / len(self.rows[unit.article.id])

    def _nearer(self, a: Unit, b: Unit, cosine: float) -> int:
        """How many clauses of b's report are nearer in meaning to a."""
        return int((self.near.space[self.rows[b.article.id]] @ self.near.space[a.vector] > cosine + 1e-6).sum())


class _Words:
    """The meanings of the words of dated clauses."""

    def __init__(self, units: Iterable[Unit]) -> None:
        self.of: dict[Unit, list[str]] = {}
        row: dict[str, int] = {}
        for unit in units:
            self.of[unit] = [w for w in tellers(unit.reading.text) if stem(w) not in CALENDAR]
            for word in (*self.of[unit], unit.clause.predicate):
                if word:
                    row.setdefault(word, len(row))
        self.row, self.space = row, embedded(list(row))

    def compared(self, a: Unit, b: Unit) -> tuple[float, ...]:
        """How far either clause's words have a like in the other, least and most; how many have; how near each deed
        comes to any of the other's words, least and most; and how near the deeds are."""
        x, y = self._vectors(self.of[a]), self._vectors(self.of[b])
        if not len(x) or not len(y):
            return (0.0,) * 6
        likeness = x @ y.T
        best = likeness.max(axis=1), likeness.max(axis=0)
        rare = [np.array([matcher.rarity(stem(w)) for w in self.of[u]]) for u in (a, b)]
        covered = sorted(float((near * r).sum() / r.sum()) for near, r in zip(best, rare, strict=True))
        p, q = (self._vectors([u.clause.predicate] if u.clause.predicate else []) for u in (a, b))
        deeds = sorted(float((d @ other.T).max()) if len(d) else 0.0 for d, other in ((p, y), (q, x)))
        return *covered, float((best[0] > _LIKE).sum()), *deeds, float((p @ q.T)[0, 0]) if len(p) and len(q) else 0.0

    def _vectors(self, words: Sequence[str]) -> NDArray[np.float32]:
        return self.space[[self.row[word] for word in words]]


def _roots(content: Iterable[str]) -> frozenset[str]:
    """Stems cut to what a noun shares with its verb: "signature" and "signed"."""
    return frozenset(word if word[:1].isdigit() else word[:5] for word in content)


def _met(found: bool | None) -> float:
    return 0.0 if found is None else 1.0 if found else -1.0


def _bounds(time: Time) -> tuple[int, int] | None:
    try:
        return date.fromisoformat(str(time.from_)[:10]).toordinal(), date.fromisoformat(str(time.to)[:10]).toordinal()
    except ValueError:
        return None


def _gap(x: Time, y: Time) -> int:
    """Days between two dates; none where they may be one."""
    (a, b), (c, d) = _bounds(x) or (0, 0), _bounds(y) or (0, 0)
    return max(0, a - d, c - b)


def _days(unit: Unit) -> tuple[int, int, bool]:
    """The first and last day that a clause's dates allow, and whether no calendar holds them."""
    found = dates_of(unit)
    bounds = [b for t in found if (b := _bounds(t))]
    return min(b[0] for b in bounds), max(b[1] for b in bounds), any(map(is_open, found))


def _reports_apart(a: Unit, b: Unit) -> float:
    """Days between the dates of both reports; -1 where one has none."""
    try:
        x, y = (date.fromisoformat(u.day) for u in (a, b))
    except ValueError:
        return -1.0
    return float(min(60, abs((x - y).days)))
