"""Whether the clause around a token looks back or ahead, read off the parse."""

from spacy.tokens import Token

from variorum.annotate.numerals import word_set
from variorum.annotate.timex.resolver import FUTURE, PAST, PRESENT, UNTOLD

_SCHEDULED = word_set(
    "scheduled expected planned slated due set prepared proposed forecast projected anticipated poised"
)
_AHEAD = _SCHEDULED | word_set(
    "schedule expect plan plans planning intend intends intended hope hopes hoped hoping prepare prepares preparing "
    "propose proposes aim aims aimed promise promises promised vow vows vowed agree agrees agreed pledge pledges "
    "pledged want wants wanted anticipate likely ready going invite invites invited inviting urge "
    "urges urged order orders ordered summon summons summoned line"
)
_ARRANGE = word_set(
    "plan plans planned planning schedule scheduled set sets expect expects expected intends aims hopes"
)
_SAY = word_set(
    "say says tell tells write writes report reports add adds show shows mean means note notes is are 's has"
)
_WILL = word_set("will 'll ’ll shall wo")
_MODAL = word_set("would may can should must")
_UNCHANGED = word_set("hurt cut put set hit shut let cost quit read beat spread split bid shed cast burst come become")
_MAYBE = word_set("could might")
_SETTING = word_set("in at during")
_MODIFIES = word_set("poss compound nmod amod")
_CLIMB = 12


def tense_of(token: Token) -> str:
    """The tense of the nearest verb above a token: past, present or future; untold where there is none."""
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
    return UNTOLD


def _of_noun(noun: Token) -> str:
    """The tense for a time that modifies a noun ("Tuesday's vote will"): past, unless the noun is what will be."""
    if noun.dep_ in ("nsubj", "nsubjpass") and noun.head.pos_ in ("VERB", "AUX"):
        helpers = {c.lower_ for c in noun.head.children if c.dep_ == "aux"}
        return FUTURE if helpers & _WILL else PAST
    verb = noun.head.head
    setting = noun.dep_ == "pobj" and noun.head.lower_ in _SETTING and verb.pos_ in ("VERB", "AUX")
    return FUTURE if setting and _of_verb(verb) == FUTURE else PAST  # "in Saturday's final they will meet"


def _of_verb(verb: Token) -> str | None:
    """The tense of one verb; None where it has none of its own and the one above it must tell."""
    tag = verb.tag_
    helpers = [c for c in verb.children if c.dep_ in ("aux", "auxpass")]
    words = {c.lower_ for c in helpers}
    if words & _WILL:
        return FUTURE
    if words & _MAYBE:
        return PAST if words & {"have", "'ve"} else PRESENT
    if words & _MODAL:
        return PAST if words & {"have", "'ve"} else FUTURE
    if verb.lower_ in _SCHEDULED and (verb.pos_ == "ADJ" or tag == "VBN"):
        return PAST if words & {"had", "'d"} else FUTURE
    if "to" in words:
        return _of_infinitive(verb)
    if verb.lower_ in ("followed", "preceded") and not words:  # "…, followed by the other house on Thursday"
        return None
    if tag == "VBN" and words and all(c.tag_ in ("VBZ", "VBP") and c.lemma_ == "be" for c in helpers):
        return PRESENT
    if tag in ("VBD", "VBN") or any(c.tag_ == "VBD" for c in helpers):
        return PAST
    if tag == "VBG":
        return FUTURE if any(c.tag_ in ("VBZ", "VBP") for c in helpers) else None
    return PRESENT if tag in ("VBZ", "VBP") else None


def _of_infinitive(verb: Token) -> str | None:
    head = verb.head
    ahead = head.lower_ in _AHEAD or head.pos_ in ("NOUN", "ADJ", "AUX") or head.tag_ in ("VBZ", "VBP")
    return FUTURE if ahead else None


def appointed(token: Token) -> bool:
    """Whether a weekday is when something is to be: the object of planning ("planned a march on Saturday"), the time
    of an act told in the present ("the court hears it Monday"), or of what others run ahead of."""
    near = token
    for _ in range(_CLIMB):
        if near.head == near or near.pos_ in ("VERB", "AUX"):
            break
        of = near.head
        if near.dep_ in ("pobj", "pcomp") and of.lower_ == "of" and of.head.lower_ in ("ahead", "advance"):
            return True
        near = of
    if near.pos_ != "VERB":
        return False
    helpers = {c.dep_ for c in near.children}
    if near.tag_ == "VB" and "neg" not in helpers and any(c.lower_ in _MAYBE for c in near.children):
        return True
    if near.lower_ in _ARRANGE and near.tag_ in ("VBD", "VBZ", "VBP") and near.i < token.i:
        return "dobj" in helpers or near.tag_ != "VBD"
    direct = token.head == near or (token.head.pos_ == "ADP" and token.head.head == near)
    present = near.tag_ == "VBZ" or (near.tag_ == "VBP" and near.lower_ not in _UNCHANGED)
    return direct and present and near.lower_ not in _SAY and "nsubj" in helpers
