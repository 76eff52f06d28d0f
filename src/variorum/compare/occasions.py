"""The same event on two dates, and the same deed done in one report and still to come in another."""

from collections.abc import Sequence
from datetime import date
from itertools import takewhile

from variorum.compare.finding import Voice, opposed, plain
from variorum.compare.near import Near
from variorum.compare.pairs import Pair
from variorum.compare.reading import printed, read, stem, word_set
from variorum.compare.rivals import CALENDAR, looks_ahead, names_of, told_apart
from variorum.compare.statements import Unit
from variorum.compare.undated import is_open, one_day, placed
from variorum.models import matcher
from variorum.types import Disagreement, Span, Time

MIN_SCORE = 0.6
_SPEECH = word_set(
    "say tell add announce state note declare report claim argue insist stress ask call write tweet warn comment "
    "speak describe explain suggest acknowledge believe think know expect hope see want like show"
)
_VAGUE = word_set("be have do make get go come take give continue remain become keep use include begin start")
_ONE = word_set("a an one first second third last single only")
_DONE = frozenset({"happened"})
_TO_COME = frozenset({"planned", "proposed"})
_AGAIN = frozenset(
    map(stem, word_set("again another second third twice further repeat regular weekly daily annual every each"))
)
_ONCE = word_set("found establish open bear die kill create build invent marry graduate retire inaugurate")
_REPEATABLE = word_set(
    "visit meet raise cut hold travel play win lose beat hit attack strike test launch report publish release rise "
    "fall grow climb increase drop decrease vote talk call protest march fire shoot arrest detain buy sell gain reach "
    "total average record post score trade enlist export import produce appear return speak pay charge lead"
)
_STATES = word_set(
    "face need require mean support oppose seek help include lead allow make cause continue remain want hope believe "
    "work"
)
_SAME_DEED = (
    {"kill", "die", "death", "shoot", "murder"},
    {"sign", "ink", "conclude", "seal"},
    {"meet", "talk", "discuss", "hold"},
    {"arrive", "land", "come"},
    {"approve", "pass", "adopt", "endorse", "ratify", "back"},
    {"arrest", "detain"},
    {"recall", "summon"},
    {"resign", "quit", "step"},
    {"start", "begin", "open", "launch", "commence"},
    {"end", "close", "finish", "conclude"},
    {"leave", "depart", "withdraw"},
    {"attack", "strike", "hit", "bomb", "raid"},
    {"publish", "release", "issue", "unveil"},
    {"buy", "acquire", "purchase"},
    {"file", "lodge", "submit"},
    {"order", "command"},
    {"elect", "win", "choose"},
)
_DEED = {word: n for n, group in reversed(list(enumerate(_SAME_DEED))) for word in group}


def same_deed(a: Unit, b: Unit) -> bool:
    """Whether both clauses are headed by one verb, or by near synonyms."""
    return bool(a.clause.predicate) and _deed(a) == _deed(b)


def one_event(a: Unit, b: Unit, cosine: float, score: float) -> tuple[float, str]:
    """How sure it is that two clauses tell of one event, and what was matched."""
    if a.clause.predicate in _SPEECH or b.clause.predicate in _SPEECH:
        return 0.0, ""
    deed = same_deed(a, b)
    if not deed or told_apart(a, b, subject=True):
        return 0.0, ""
    subject = meet(a, a.clause.subject, b, b.clause.subject)
    thing = meet(a, a.clause.object, b, b.clause.object)
    if subject is False and not (thing and score > 0.6):
        return 0.0, ""
    if subject is not True and thing is not True and score < 0.75:
        return 0.0, ""
    shared = (a.reading.content & b.reading.content) - {a.clause.predicate}
    weight = matcher.weight(shared)
    vague = a.clause.predicate in _VAGUE
    total = 0.3 * cosine + 0.25 * score + 0.18 * deed * (not vague) + 0.12 * (subject is True) + 0.1 * (thing is True)
    total += 0.012 * min(weight, 16) - 0.06 * (thing is False)
    words = printed(a.reading.text, matcher.rarest(shared)[:4])
    matched = [
        f"deed: {a.clause.predicate}"
        if a.clause.predicate == b.clause.predicate
        else f"deed: {a.clause.predicate} and {b.clause.predicate}"
    ]
    if subject and a.clause.subject:
        matched.append(f"by: {plain(a.article.text[slice(*a.clause.subject)])[:60]}")
    if words:
        matched.append(f"both: {words}")
    return total, "; ".join(matched)


def meet(a: Unit, x: tuple[int, int] | None, b: Unit, y: tuple[int, int] | None) -> bool | None:
    """Whether two arguments name the same: None where one is a pronoun, missing, or cannot be told."""
    if x is None or y is None:
        return None
    one, other = read(plain(a.article.text[x[0] : x[1]])).content, read(plain(b.article.text[y[0] : y[1]])).content
    if not one or not other:
        return None
    if one & other and (heads_meet(a, x, b, y) or one & other & names_of(a)):
        return True
    who_a, who_b = _actors_in(a, x), _actors_in(b, y)
    if who_a and who_b:
        return bool(who_a & who_b)
    return None


def other_people(a: Unit, b: Unit) -> bool:
    """Whether the subjects are known to be other people or bodies: a pronoun stands for whom it is known to mean."""
    x, y = (_subject_names(unit) for unit in (a, b))
    return bool(x and y and not x & y)


def _subject_names(unit: Unit) -> set[str]:
    """The words of all the names of whoever the subject is."""
    span = unit.clause.subject
    whose = {m.actor for m in unit.article.mentions if span and span[0] <= m.start < span[1]}
    named = [actor for actor in unit.article.actors if actor.id in whose and actor.kind != "place"]
    return {word for actor in named for name in (actor.name, *actor.aliases) for word in read(name).content}


def heads_meet(a: Unit, x: Span | None, b: Unit, y: Span | None) -> bool:
    """Whether two arguments may be one thing: the last word of either is in the other, or one cannot be told."""
    if x is None or y is None:
        return True
    one, other = (_phrase_words(u, span) for u, span in ((a, x), (b, y)))
    if not one or not other:
        return True
    return one[-1] in other or other[-1] in one


def _phrase_words(unit: Unit, span: Span) -> list[str]:
    """The stems of a phrase that carry meaning, in order, up to its first preposition."""
    found = read(plain(unit.article.text[span[0] : span[1]]))
    words = list(takewhile(lambda word: word not in {"of", "in", "for", "on", "at", "to", "with"}, found.words))
    return [word for word in words if word in found.content]


def _actors_in(unit: Unit, span: tuple[int, int]) -> set[str]:
    by_local = {actor.id: actor for actor in unit.article.actors}
    out: set[str] = set()
    for mention in unit.article.mentions:
        if span[0] <= mention.start < span[1] and mention.actor in by_local:
            actor = by_local[mention.actor]
            out |= {actor.name.casefold(), *(a.casefold() for a in actor.aliases)}
            if actor.country and actor.kind in {"country", "place"}:
                out.add(actor.country)
    return out


# --- dates ------------------------------------------------------------------------------------------------------


def find_dates(stories: Sequence[str], units: Sequence[Unit], pairs: Sequence[Pair], near: Near) -> list[Disagreement]:
    """One event that reports put on different dates."""
    links = []
    dates = {id(unit): found for unit in units if unit.clause.times and (found := _only_date(unit))}
    for a, b, cosine, score in _event_pairs(units, pairs, near):
        x, y = dates.get(id(a)), dates.get(id(b))
        if x is None or y is None or is_open(x) != is_open(y) or _overlap(x, y) or _far(a, x, y):
            continue
        if (a.clause.status in _DONE) != (b.clause.status in _DONE) or "denied" in {a.clause.status, b.clause.status}:
            continue
        if any(u.quote and u.quote.kind == "direct" and t.value[:4] not in u.text for u, t in ((a, x), (b, y))):
            continue  # "today" of somebody's own words
        if any(u.article.text[u.span[1] - 1 : u.span[1] + 3].count("?") for u in (a, b)):
            continue
        if (a.figures and b.figures) or _repeats(a, b, x, y) or not _deed_words(a, b):
            continue
        sure, why = one_event(a, b, cosine, score)
        if sure >= MIN_SCORE:
            links.append((sure, a, b, x, y, why))
    out = []
    deeds = _Deeds(units)
    taken: set[tuple[int, int]] = set()
    for sure, a, b, x, y, why in sorted(links, key=lambda link: -link[0]):
        if _told_on(deeds, a, y, b) or _told_on(deeds, b, x, a) or {(id(a), 0), (id(b), 0)} <= taken:
            continue
        taken |= {(id(a), 0), (id(b), 0)}
        out.append(
            opposed(
                "date",
                stories,
                (_day(a, x), Voice(a)),
                (_day(b, y), Voice(b)),
                score=sure,
                why=f"{why}; {_argued(a, x)} against {_argued(b, y)}",
            )
        )
    return out


def _event_pairs(units: Sequence[Unit], pairs: Sequence[Pair], near: Near) -> list[tuple[Unit, Unit, float, float]]:
    """Pairs that were proposed, and dated pairs with one deed."""
    known = {(p.i, p.j): p for p in pairs}
    out = [(units[p.i], units[p.j], p.cosine, p.score) for p in pairs]
    deeds: dict[str | int, list[int]] = {}
    for n, unit in enumerate(units):
        if unit.clause.times and unit.clause.predicate and unit.clause.predicate not in _VAGUE | _SPEECH:
            deeds.setdefault(_deed(unit), []).append(n)
    for members in deeds.values():
        for k, i in enumerate(members):
            for j in members[k + 1 : k + 60]:
                if (i, j) not in known and units[i].article.id != units[j].article.id:
                    cosine = near(units[i], units[j])
                    if cosine > 0.3:
                        out.append((units[i], units[j], cosine, 0.4))
    return out


def _only_date(unit: Unit) -> Time | None:
    """The clause's date, where it has just one, of a day to a year."""
    times = [t for t in map(placed, unit.times) if t.kind in {"DATE", "TIME"}]
    dates = [t for t in times if t.from_ and t.to]
    if any(map(is_open, dates)) and len(dates) < len(times):
        return None  # another time, which nothing can place beside an open day
    spans = {(t.from_, t.to) for t in dates}
    if len(spans) != 1 or any(t.kind == "SET" for t in unit.times):
        return None
    found = dates[0]
    try:
        days = (date.fromisoformat(str(found.to)[:10]) - date.fromisoformat(str(found.from_)[:10])).days
    except ValueError:
        return None
    return found if days <= 366 else None


def _overlap(x: Time, y: Time) -> bool:
    return str(x.from_)[:10] <= str(y.to)[:10] and str(y.from_)[:10] <= str(x.to)[:10]


def _repeats(a: Unit, b: Unit, x: Time, y: Time) -> bool:
    """Whether the deed may have been done on both dates: it is one that is done again and again, or is said to be."""
    if set(a.reading.words + b.reading.words) & _AGAIN:
        return True
    deed = a.clause.predicate in _REPEATABLE and b.clause.predicate in _REPEATABLE
    shared = len(a.reading.content & b.reading.content)
    if _same_but_dates(a, b):
        return False
    if deed and shared < 0.6 * min(len(a.reading.content), len(b.reading.content)):
        return True
    return deed and (not _is_day(x) or not _is_day(y) or abs((_start(x) - _start(y)).days) > 7)


def _same_but_dates(a: Unit, b: Unit) -> bool:
    """Whether the words of the one stand in the other, but for the dates: "has led the party since 2002" or 2003."""
    one, other = ({w for w in u.reading.content - CALENDAR if not w.isdigit()} for u in (a, b))
    return len(one & other) >= max(3, 0.8 * min(len(one), len(other)))


def _deed_words(a: Unit, b: Unit) -> bool:
    """Whether both share more than their dates: a dateline tells of no deed."""
    return any(not word.isdigit() for word in (a.reading.content & b.reading.content) - CALENDAR)


def _is_day(time: Time) -> bool:
    return str(time.from_)[:10] == str(time.to)[:10]


def _start(time: Time) -> date:
    return date.fromisoformat(str(time.from_)[:10])


def _far(unit: Unit, x: Time, y: Time) -> bool:
    """Whether the dates lie so far apart that they are two events: days apart for days, years for months.

    What is done but once (a founding, a death) can be misdated by any stretch.
    """
    if unit.clause.predicate in _ONCE:
        return False
    a, b = date.fromisoformat(str(x.from_)[:10]), date.fromisoformat(str(y.from_)[:10])
    day = len(x.value) >= 10 and len(y.value) >= 10 and "W" not in x.value + y.value
    return abs((a - b).days) > (45 if day else 800)


class _Deeds:
    """The statements of each report by their deeds."""

    def __init__(self, units: Sequence[Unit]) -> None:
        self.by: dict[tuple[str, str | int], list[Unit]] = {}
        for unit in units:
            self.by.setdefault((unit.article.id, _deed(unit)), []).append(unit)

    def others(self, a: Unit, b: Unit) -> list[Unit]:
        """What a's report tells beside a of a deed such as b's."""
        return [unit for unit in self.by.get((a.article.id, _deed(b)), ()) if unit is not a and same_deed(unit, b)]


def _deed(unit: Unit) -> str | int:
    return _DEED.get(unit.clause.predicate, unit.clause.predicate)


def _told_on(deeds: _Deeds, a: Unit, other: Time, b: Unit) -> bool:
    """Whether a's report gives the other date to the same deed too."""
    times = [placed(t) for unit in deeds.others(a, b) for t in unit.times]
    return any(t.from_ and t.to and _overlap(t, other) for t in times)


def _day(unit: Unit, time: Time) -> str:
    start, end = str(time.from_), str(time.to)
    if is_open(time):
        return _printed(unit, time)
    return start if start == end else time.value


def _argued(unit: Unit, time: Time) -> str:
    printed_, day = _printed(unit, time), _day(unit, time)
    return printed_ if printed_ == day else f"{printed_} ({day})"


def _printed(unit: Unit, time: Time) -> str:
    return plain(unit.article.text[time.start : time.end])


# --- status -----------------------------------------------------------------------------------------------------


def find_status(stories: Sequence[str], units: Sequence[Unit], pairs: Sequence[Pair]) -> list[Disagreement]:
    """One deed that a report tells as done and another as still to come."""
    out = []
    deeds = _Deeds(units)
    for p in sorted(pairs, key=lambda p: -p.score):
        a, b = units[p.i], units[p.j]
        if a.clause.status in _TO_COME:
            a, b = b, a
        if a.clause.status not in _DONE or b.clause.status not in _TO_COME or a.clause.polarity != b.clause.polarity:
            continue
        if not same_deed(a, b) or a.clause.predicate in _SPEECH | _VAGUE or p.score < 0.45 or _later(a, b):
            continue
        if (
            _months_apart(a, b)
            or (_dated_apart(a, b) and a.clause.predicate in _REPEATABLE)
            or told_apart(a, b, subject=True)
        ):
            continue
        if not looks_ahead(b) or looks_ahead(a) or a.clause.predicate in _STATES or _same_voice(a, b):
            continue
        if not heads_meet(a, a.clause.object, b, b.clause.object) or _counts_differ(a, b):
            continue
        if "previously" in a.text.lower().split():
            continue
        parties = meet(a, a.clause.subject, b, b.clause.subject), meet(a, a.clause.object, b, b.clause.object)
        if True not in parties or (b.quote is not None and b.quote.kind != "indirect"):
            continue
        sure, why = one_event(a, b, p.cosine, p.score)
        if sure >= MIN_SCORE and not _told_as(deeds, a, b) and not _told_as(deeds, b, a):
            against = f"{why}; done against {b.clause.status}"
            sides = ("done", Voice(a)), (b.clause.status, Voice(b))
            out.append(opposed("status", stories, *sides, score=sure, why=against))
    return out


def _counts_differ(a: Unit, b: Unit) -> bool:
    """Whether the one speaks of several by number, and the other of one: "six barges" against "the first barge"."""
    for x, y in ((a.clause.subject, b.clause.subject), (a.clause.object, b.clause.object)):
        if x is None or y is None:
            continue
        counts = [read(plain(u.article.text[s:e])).numbers - {"1"} for u, (s, e) in ((a, x), (b, y))]
        words = [plain(u.article.text[s:e]).lower().split() for u, (s, e) in ((a, x), (b, y))]
        for n in (0, 1):
            if counts[n] and not counts[1 - n] and set(words[1 - n]) & _ONE:
                return True
    return False


def _same_voice(a: Unit, b: Unit) -> bool:
    """Whether both are words of one speaker, whose tenses are his own."""
    return a.speaker_id is not None and a.speaker_id == b.speaker_id


def _later(done: Unit, ahead: Unit) -> bool:
    """Whether the report that has it done may simply be the later one."""
    x, y = (done.article.published or "")[:10], (ahead.article.published or "")[:10]
    if not x or not y:
        return not one_day(done.article, ahead.article)
    return x > y


def _dated_apart(a: Unit, b: Unit) -> bool:
    x, y = _only_date(a), _only_date(b)
    return x is not None and y is not None and not _overlap(x, y)


def _months_apart(a: Unit, b: Unit) -> bool:
    """Whether dates months apart make it two deeds of one kind."""
    x, y = _only_date(a), _only_date(b)
    return x is not None and y is not None and abs((_start(x) - _start(y)).days) > 60


def _told_as(deeds: _Deeds, a: Unit, b: Unit) -> bool:
    """Whether a's report also tells the deed as b's does."""
    return any(
        unit.clause.status == b.clause.status
        and len(unit.reading.content & b.reading.content) >= 0.4 * len(b.reading.content)
        for unit in deeds.others(a, b)
    )
