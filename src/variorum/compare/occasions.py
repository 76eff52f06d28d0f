"""Whether clauses of two reports tell of one event, and which pairs of them may."""

import re
from collections.abc import Callable, Sequence
from itertools import takewhile

from variorum.compare.finding import plain
from variorum.compare.near import Near
from variorum.compare.pairs import Pair
from variorum.compare.reading import printed, read, stem, word_set
from variorum.compare.rivals import names_of, told_apart
from variorum.compare.statements import Unit
from variorum.models import matcher
from variorum.types import Span

MIN_SCORE = 0.6
BY_DEED = 0.4  # score of a pair that only its deed proposes
_MOST = 60  # others of one deed that a clause is paired with
SPEECH = word_set(
    "say tell add announce state note declare report claim argue insist stress ask call write tweet warn comment "
    "speak describe explain suggest acknowledge believe think know expect hope see want like show"
)
VAGUE = word_set("be have do make get go come take give continue remain become keep use include begin start")
REPEATABLE = word_set(
    "visit meet raise cut hold travel play win lose beat hit attack strike test launch report publish release rise "
    "fall grow climb increase drop decrease vote talk call protest march fire shoot arrest detain buy sell gain reach "
    "total average record post score trade enlist export import produce appear return speak pay charge lead"
)
_SAME_DEED = (
    {"kill", "die", "death", "shoot", "murder"},
    {"sign", "ink", "conclude", "seal"},
    {"meet", "talk", "discuss", "hold"},
    {"arrive", "land", "come"},
    {"approve", "pass", "adopt", "endorse", "ratify", "back"},
    {"arrest", "detain"},
    {"recall", "summon"},
    {"resign", "quit"},
    {"start", "begin", "open", "launch", "commence"},
    {"end", "close", "finish", "conclude"},
    {"leave", "depart", "withdraw"},
    {"attack", "strike", "hit", "bomb", "raid"},
    {"publish", "release", "issue", "unveil"},
    {"buy", "acquire", "purchase"},
    {"file", "lodge", "submit"},
    {"order", "command"},
    {"release", "free", "liberate"},
    {"put", "place", "list", "add"},
    {"impose", "levy", "slap"},
    {"destroy", "raze", "demolish"},
    {"deport", "expel"},
    {"shut", "close"},
    {"elect", "win", "choose"},
)
# Deeds that a noun tells and a verb only carries: "put their signatures to it", "enters into force".
_CARRIERS = word_set("put enter apply lay set bring step walk call break")
_PHRASES = tuple(
    (deed, re.compile(rf"\b(?:{words})\b", re.IGNORECASE))
    for deed, words in (
        ("sign", r"(?:put|set|lay|laid)\w* (?:\w+ ){0,2}(?:signatures?|names?|pens?) (?:to|on|under)"),
        (
            "commence",
            r"(?:enter|com|go|went|came|put)\w* into (?:force|effect)|(?:take|takes|took|taken|taking) effect"
            r"|appl(?:y|ies|ied) from",
        ),
        ("strike", r"walk(?:s|ed|ing)? (?:out|off the job)|(?:go|goes|went|gone) on strike|(?:down|lay down) tools"),
        ("cancel", r"call(?:s|ed|ing)? (?:it )?off"),
        ("resign", r"step(?:s|ped|ping)? (?:down|aside)"),
        ("erupt", r"br(?:eak|eaks|oke|oken) out"),
        ("end", r"(?:come|comes|came|bring|brought) (?:\w+ ){0,3}to an end"),
    )
)
_EMPHATIC = frozenset(map(stem, ("itself", "himself", "herself", "themselves")))
_THING = {  # an accord in one report is a memorandum in another
    stem(word): stem("agreement")
    for word in word_set("accord pact treaty deal memorandum protocol document convention contract")
}
_DEED = {word: n for n, group in reversed(list(enumerate(_SAME_DEED))) for word in group}


def same_deed(a: Unit, b: Unit) -> bool:
    """Whether both clauses are headed by one verb, or by near synonyms."""
    return bool(a.clause.predicate) and deed_of(a) == deed_of(b)


def one_event(a: Unit, b: Unit, cosine: float, score: float, *, named: bool = True) -> tuple[float, str]:
    """How sure it is that two clauses tell of one event, and what was matched.

    Args:
        named: whether other names tell the two apart.
    """
    if a.clause.predicate in SPEECH or b.clause.predicate in SPEECH:
        return 0.0, ""
    deed = same_deed(a, b)
    if not deed or (named and told_apart(a, b, subject=True)):
        return 0.0, ""
    subject = meet(a, a.clause.subject, b, b.clause.subject)
    thing = meet(a, a.clause.object, b, b.clause.object)
    if subject is False and not (thing and score > 0.6):
        return 0.0, ""
    if subject is not True and thing is not True and score < 0.75:
        return 0.0, ""
    shared = (a.reading.content & b.reading.content) - {a.clause.predicate}
    weight = matcher.weight(shared)
    vague = a.clause.predicate in VAGUE
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
    one, other = (_things(plain(u.article.text[slice(*span)])) for u, span in ((a, x), (b, y)))
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
    return [_THING.get(word, word) for word in words if word in found.content and word not in _EMPHATIC]


def _things(phrase: str) -> frozenset[str]:
    return frozenset(_THING.get(word, word) for word in read(phrase).content - _EMPHATIC)


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


def deed_pairs(
    units: Sequence[Unit],
    pairs: Sequence[Pair],
    near: Near,
    keep: Callable[[Unit], bool],
    *,
    floor: float = 0.3,
) -> list[tuple[Unit, Unit, float, float]]:
    """Pairs of clauses that may tell of one event, with cosine and score: those proposed, and those of one deed.

    Args:
        keep: which clauses are paired by their deed alone.
        floor: the cosine from which they are; they have the score `BY_DEED`.
    """
    known = {(p.i, p.j) for p in pairs}
    out = [(units[p.i], units[p.j], p.cosine, p.score) for p in pairs]
    deeds: dict[str | int, list[int]] = {}
    for n, unit in enumerate(units):
        if unit.clause.predicate and unit.clause.predicate not in VAGUE | SPEECH and keep(unit):
            deeds.setdefault(deed_of(unit), []).append(n)
    for members in deeds.values():
        for k, i in enumerate(members):
            for j in members[k + 1 : k + _MOST]:
                if (i, j) not in known and units[i].article.id != units[j].article.id:
                    cosine = near(units[i], units[j])
                    if cosine > floor:
                        out.append((units[i], units[j], cosine, BY_DEED))
    return out


class Deeds:
    """The statements of each report by their deeds."""

    def __init__(self, units: Sequence[Unit]) -> None:
        self.by: dict[tuple[str, str | int], list[Unit]] = {}
        for unit in units:
            self.by.setdefault((unit.article.id, deed_of(unit)), []).append(unit)

    def others(self, a: Unit, b: Unit) -> list[Unit]:
        """What a's report tells beside a of a deed such as b's."""
        return [unit for unit in self.by.get((a.article.id, deed_of(b)), ()) if unit is not a and same_deed(unit, b)]


def deed_of(unit: Unit) -> str | int:
    """The deed that a clause is headed by, one for near synonyms, and for what several words say of it."""
    predicate = unit.clause.predicate
    if predicate in VAGUE or predicate in _CARRIERS:
        predicate = next((deed for deed, words in _PHRASES if words.search(unit.text)), predicate)
    return _DEED.get(predicate, predicate)
