"""Whether a clause tells something by itself, or is a piece of its sentence."""

import re

from variorum.compare.reading import read, word_set
from variorum.compare.statements import Unit

LONG = 8  # words from which a clause whose parse has no subject may still be a whole one
_FRAMES = word_set(
    "say tell add announce state note declare claim insist stress write tweet think believe consider like put assure "
    "argue explain comment remark reply ask report"
)
_TO_HEARERS = frozenset({"tell", "assure"})  # their object is who listens
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
_PIECE = re.compile(  # how a clause opens that lives on the rest of its sentence
    r"[\W_]*(?:who|whom|whose|which|that|why|where|when|how|if|whether|because|although|though|while|as|ever since"
    r"|after|before|(?:he|she|it|they) (?:made|said|did|had))\b",
    re.IGNORECASE,
)
_SPEECH = word_set("say tell write declare add announce state note insist quote ask claim")


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


def is_piece(unit: Unit, after: Unit | None = None) -> bool:
    """Whether a statement lives on the rest of its sentence: "the lawyer said on Thursday", "which sank in May".

    Args:
        unit: a clause.
        after: the clause behind it.
    """
    speaks = unit.clause.predicate in _SPEECH and after is not None and after.span[0] < unit.span[1] + 4
    cut = unit.text[:1].islower() and (unit.clause.subject is None or unit.subject_outside)
    return speaks or cut or bool(_PIECE.match(unit.text)) or not tells(unit, after)


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
