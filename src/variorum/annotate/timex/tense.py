"""Whether the clause around a token looks back or ahead, read off the parse."""

from spacy.tokens import Token

from variorum.annotate.numerals import word_set
from variorum.annotate.timex.resolver import FUTURE, PAST, PRESENT

_AHEAD = word_set(
    "schedule expect plan slate due set likely ready intend hope prepare propose aim promise vow agree "
    "pledge want anticipate forecast project"
)
_WILL = word_set("will 'll ’ll shall wo")
_MODAL = word_set("would may might can could should must")


def tense_of(token: Token) -> str:
    """The tense of the nearest verb above a token: past, present or future; past where there is none."""
    for _ in range(12):
        if token.pos_ in ("VERB", "AUX") or (token.pos_ == "ADJ" and token.lower_ in ("due", "set", "likely", "ready")):
            found = _of_verb(token)
            if found:
                return found
        if token.head == token:
            break
        if (
            token.pos_ in ("NOUN", "PROPN")
            and token.dep_ in ("poss", "compound", "nsubj")
            and token.head.pos_ in ("VERB", "AUX")
        ):
            return PAST if token.head.tag_ != "VB" or token.dep_ != "nsubj" else FUTURE
        token = token.head
    return PAST


def _of_verb(verb: Token) -> str | None:
    tag, lemma = verb.tag_, _lemma(verb)
    helpers = [c for c in verb.children if c.dep_ in ("aux", "auxpass")]
    words = {c.lower_ for c in helpers}
    if words & _WILL:
        return FUTURE
    if words & _MODAL:
        return PAST if words & {"have", "'ve"} else FUTURE
    if verb.pos_ == "ADJ":
        return FUTURE
    if tag == "VBN" and lemma in _AHEAD and lemma != "agree":
        return FUTURE
    if tag in ("VBD", "VBN") or any(c.tag_ == "VBD" for c in helpers):
        return PAST
    if tag == "VB":
        if any(c.lower_ == "to" for c in helpers):
            head = verb.head
            if _lemma(head) in _AHEAD or head.pos_ in ("NOUN", "ADJ", "AUX") or head.tag_ in ("VBZ", "VBP"):
                return FUTURE
        return None
    if tag == "VBG":
        if any(c.tag_ in ("VBZ", "VBP") for c in helpers):
            return FUTURE
        return None
    if tag in ("VBZ", "VBP"):
        return PRESENT
    return None


def _lemma(token: Token) -> str:
    """The base form, roughly: regular endings off (the shipped pipeline may run without a lemmatizer)."""
    word = token.lower_
    for ending, back in (("ied", "y"), ("ned", "n"), ("ted", "t"), ("led", "le"), ("ed", "e"), ("s", "")):
        if word.endswith(ending) and word[: -len(ending)] + back in _AHEAD:
            return word[: -len(ending)] + back
    return {"slated": "slate", "planned": "plan", "set": "set", "prepared": "prepare", "expected": "expect"}.get(
        word, word
    )
