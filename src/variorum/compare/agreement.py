"""What may be a claim at all, and which statements may agree: one deed, one status, a subject that does not differ."""

import re
from collections.abc import Sequence

from variorum.compare.occasions import meet, other_people, same_deed
from variorum.compare.pairs import Pair
from variorum.compare.reading import read, word_set
from variorum.compare.rivals import looks_ahead
from variorum.compare.statements import Unit

SURE = 0.83  # score from which other verbs, and a status that the parse tells apart, may still be one claim
SURE_NEAR = 0.56  # cosine without which even such a score is one of words alone
NEAR = 0.7  # cosine from which other verbs may be one claim
NEAR_WITH_OBJECT = 0.66  # the same where both have one object
SAME_DEED_NEAR = 0.5
OTHER_DEED = 0.6  # what is left of a pair's score where the verbs differ and neither meaning nor words make up for it
SAME_WORDS = 0.95  # score and cosine of two statements in the same words
LONG = 8  # words from which a clause whose parse has no subject may still be a whole one

_FRAMES = word_set(
    "say tell add announce state note declare claim insist stress write tweet think believe consider like put assure "
    "argue explain comment remark reply ask report"
)
_TO_HEARERS = frozenset({"tell", "assure"})  # their object is who listens
_VAGUE = frozenset({"be", "have", "do", "make", "take", "go", "get", ""})
_STATUS = {
    "happened": "done", "ongoing": "done", "planned": "to come", "proposed": "to come", "threatened": "to come",
    "hypothetical": "supposed", "denied": "denied",
}  # fmt: skip
_OPENING = re.compile(r"[\s\"“‘']*(?:that|if|whether|how)?[\s\"“‘']*", re.IGNORECASE)
_MARKS = word_set(
    "because although though while whereas after before since until when which who whose whom where as but and or so "
    "following even if unless"
)
_INDIRECT = word_set("what where why how whether")
_OPENS = word_set("before after where who which when as")
_ACTED_ON = word_set("him them us me")  # a clause that opens so is cut from the verb before it
_WHEN = re.compile(r"\b(?:a|an|one|two|three|\w+) (?:minute|hour|day|week|month|year)s?$", re.IGNORECASE)
_AFTERWARDS = re.compile(r"\s*,?\s*(?:after|before|ahead of|following)\b", re.IGNORECASE)
_DANGLING = re.compile(r"\b(?:to \w+|is|are|was|were|be|that|than|with|by|of|for|and|or|the|a)$", re.IGNORECASE)


def claimable(units: Sequence[Unit], pairs: Sequence[Pair]) -> tuple[list[Unit], list[Pair]]:
    """The units that tell something by themselves, and the pairs among them, with what keeps each from agreement."""
    following = {(unit.article.id, unit.order): unit for unit in units}
    telling = {n for n, unit in enumerate(units) if tells(unit, following.get((unit.article.id, unit.order + 1)))}
    for pair in pairs:  # what another report tells in the same words tells something too, however it was parsed
        if pair.score >= SAME_WORDS and pair.cosine >= SAME_WORDS and not pair.against:
            telling |= {pair.i, pair.j} if {pair.i, pair.j} & telling else set()
    place = {n: k for k, n in enumerate(sorted(telling))}
    kept = [units[n] for n in place]
    out = []
    for pair in pairs:
        if pair.i in place and pair.j in place:
            i, j = place[pair.i], place[pair.j]
            against = (*pair.against, *parted(kept[i], kept[j], pair.cosine, pair.score))
            score = pair.score * (1.0 if one_deed(kept[i], kept[j], pair.cosine, pair.score) else OTHER_DEED)
            out.append(Pair(i=i, j=j, cosine=pair.cosine, score=score, against=against))
    return kept, out


def tells(unit: Unit, after: Unit | None = None) -> bool:
    """Whether a unit says something by itself: of somebody or something, with words of its own, and to its end.

    Args:
        unit: a clause.
        after: the clause behind it, which may be what it only leads up to ("the minister assured | his guests that").
    """
    clause, text = unit.clause, unit.text
    if clause.subject is None and clause.object is None and not _whole(unit):
        return False
    first = text.partition(" ")[0].lower()
    if (clause.object is None and first in _INDIRECT) or len(unit.reading.content) < (4 if first in _OPENS else 2):
        return False
    if not clause.predicate or first in _ACTED_ON or len(_own(unit)) < 1 or len(unit.reading.words) < 3:
        return False
    if clause.predicate in _TO_HEARERS and unit.quote is None:
        return False
    if clause.predicate in _FRAMES and (clause.object is None or len(_own(unit)) < 2):
        return unit.quote is not None and len(_own(unit)) > 3
    if _leads_up(unit, after) or _only_when(unit):
        return False
    return not (_DANGLING.search(text) and text[-1:].isalpha() and len(unit.reading.content) < 5)


def _only_when(unit: Unit) -> bool:
    """Whether a clause tells only that something came so long after the next: "the ruling came a day | after"."""
    return (
        len(unit.reading.content) < 6
        and bool(_WHEN.search(unit.text))
        and bool(_AFTERWARDS.match(unit.article.text, unit.span[1]))
    )


def _whole(unit: Unit) -> bool:
    """Whether a clause without arguments is long enough to be one that the parse has missed, or is a dated event."""
    words = len(unit.text.split())
    if unit.text[-1:] in ".!?" or unit.quote is not None:
        return words >= LONG
    return bool(unit.clause.times) and len(unit.reading.content) > 3


def _own(unit: Unit) -> set[str]:
    """The stems of what is said beside the subject."""
    span = unit.clause.subject
    about = read(" ".join(unit.article.text[span[0] : span[1]].split())).content if span else frozenset()
    return set(read(" ".join(unit.text.split())).content - about)


def _leads_up(unit: Unit, after: Unit | None) -> bool:
    """Whether the next clause completes this one: it follows without a mark, and with no conjunction of its own."""
    if after is None or after.span[0] < unit.span[1]:
        return False
    text = unit.article.text
    between = text[unit.span[1] : after.span[0]]
    if len(between) > 12 or "\n" in between or text[unit.span[1] - 1] in ".!?" or not _OPENING.fullmatch(between):
        return False
    thing = unit.clause.object
    if "that" in between.lower() and thing is not None and unit.clause.predicate not in _FRAMES and len(_own(unit)) > 3:
        return False  # "a ship that has lain there", "will sail next week now that"
    first = text[after.span[0] : after.span[0] + 24].partition(" ")[0].lower().strip("“‘\"'")
    return first not in _MARKS


def parted(a: Unit, b: Unit, cosine: float, score: float) -> list[str]:
    """What keeps two statements from being one claim beside their numbers, dates and negations: who does it, and
    whether it is done."""
    out = []
    if a.reading.numbers - b.reading.numbers and b.reading.numbers - a.reading.numbers:
        out.append("numbers differ")
    x, y = _STATUS.get(a.clause.status, ""), _STATUS.get(b.clause.status, "")
    if x != y and (score < SURE or looks_ahead(a) != looks_ahead(b) or not same_deed(a, b)):
        out.append(f"{x} against {y}")
    if _verbs_meet(a, b):
        apart = meet(a, a.clause.subject, b, b.clause.subject) is False or other_people(a, b)
        same_thing = meet(a, a.clause.object, b, b.clause.object) is True
        if cosine < SAME_DEED_NEAR or (apart and not same_thing and score < SURE):
            out.append("said of others")
    return out


def one_deed(a: Unit, b: Unit, cosine: float, score: float) -> bool:
    """Whether both may tell of one deed: by their verbs, or by a meaning so near that other verbs do not matter."""
    if _verbs_meet(a, b) or (score >= SURE and cosine >= SURE_NEAR):
        return True
    same_thing = meet(a, a.clause.object, b, b.clause.object) is True
    return cosine >= (NEAR_WITH_OBJECT if same_thing else NEAR)


def _verbs_meet(a: Unit, b: Unit) -> bool:
    return same_deed(a, b) and a.clause.predicate not in _VAGUE
