"""Whether the clause around a token looks back or ahead, read off the parse."""

from spacy.tokens import Token

from variorum.annotate.numerals import word_set
from variorum.annotate.timex.resolver import FUTURE, PAST, PRESENT

_SCHEDULED = word_set("scheduled expected planned slated due set prepared proposed forecast projected anticipated")
_AHEAD = _SCHEDULED | word_set(
    "schedule expect plan plans planning intend intends intended hope hopes hoped hoping prepare prepares preparing "
    "propose proposes aim aims aimed promise promises promised vow vows vowed agree agrees agreed pledge pledges "
    "pledged want wants wanted anticipate likely ready going"
)
_WILL = word_set("will 'll ’ll shall wo")
_MODAL = word_set("would may can should must")
_MODIFIES = word_set("poss compound nmod amod")
_CLIMB = 12


def tense_of(token: Token) -> str:
    """The tense of the nearest verb above a token: past, present or future; past where there is none."""
    for _ in range(_CLIMB):
        if token.pos_ in ("VERB", "AUX") or (token.pos_ == "ADJ" and token.lower_ in _SCHEDULED):
            found = _of_verb(token)
            if found:
                return found
        if token.head == token:
            break
        if token.dep_ in _MODIFIES and token.head.pos_ in ("NOUN", "PROPN"):
            return _of_noun(token.head)
        token = token.head
    return PAST


def _of_noun(noun: Token) -> str:
    """The tense for a time that modifies a noun ("Tuesday's vote will"): past, unless the noun is what will be."""
    if noun.dep_ in ("nsubj", "nsubjpass") and noun.head.pos_ in ("VERB", "AUX"):
        helpers = {c.lower_ for c in noun.head.children if c.dep_ == "aux"}
        return FUTURE if helpers & _WILL else PAST
    return PAST


def _of_verb(verb: Token) -> str | None:
    """The tense of one verb; None where it has none of its own and the one above it must tell."""
    tag = verb.tag_
    helpers = [c for c in verb.children if c.dep_ in ("aux", "auxpass")]
    words = {c.lower_ for c in helpers}
    if words & _WILL:
        return FUTURE
    if words & _MODAL:
        return PAST if words & {"have", "'ve"} else FUTURE
    if verb.pos_ == "ADJ" or (tag == "VBN" and verb.lower_ in _SCHEDULED):
        return FUTURE
    if tag in ("VBD", "VBN") or any(c.tag_ == "VBD" for c in helpers):
        return PAST
    if tag == "VB" and "to" in words:
        head = verb.head
        ahead = head.lower_ in _AHEAD or head.pos_ in ("NOUN", "ADJ", "AUX") or head.tag_ in ("VBZ", "VBP")
        return FUTURE if ahead else None
    if tag == "VBG":
        return FUTURE if any(c.tag_ in ("VBZ", "VBP") for c in helpers) else None
    return PRESENT if tag in ("VBZ", "VBP") else None
