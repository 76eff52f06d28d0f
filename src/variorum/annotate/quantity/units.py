"""The counted noun of an amount."""

from spacy.tokens import Doc, Token

from variorum.annotate.numerals import word_set
from variorum.annotate.quantity.amounts import Amount

_INSIDE = frozenset({"JJ", "JJR", "JJS", "VBN", "VBG", "NN", "NNS", "NNP", "NNPS", "HYPH", "POS"})
_NOUN = frozenset({"NN", "NNS", "NNP", "NNPS"})
_COMPOUND_UNITS = frozenset({"square", "cubic", "nautical", "light", "metric"})
_REACH = 8  # words after the number in which its noun must stand
MEASURES = word_set(
    "tonnes tons kilograms kilogrammes kilos grams pounds ounces barrels litres liters gallons hectares "
    "acres kilometres kilometers miles metres meters feet inches centimetres centimeters degrees megawatts "
    "gigawatts bushels hours minutes seconds days weeks months years kilowatts bytes gigabytes terabytes "
    "cubic kilowatt-hours bales"
)


def noun_of(doc: Doc, amount: Amount) -> Token | None:
    """The noun that the amount counts: the last of the noun phrase after it; "48 of the 120 seats" counts seats."""
    i = amount.last + 1
    if i + 1 < len(doc) and doc[i].text in ("-", "–") and doc[i + 1].tag_ == "NN":  # "a 20-mile canal" is of miles
        return doc[i + 1]
    if i < len(doc) and doc[i].lower_ == "of":
        return _after_of(doc, i + 1)
    return _phrase_end(doc, i)


def _after_of(doc: Doc, i: int) -> Token | None:
    limit = min(i + 5, len(doc))
    while i < limit and (doc[i].pos_ in ("DET", "PRON", "NUM") or doc[i].tag_ in ("PRP$", "CD")):
        i += 1
    return _phrase_end(doc, i, owned=True)


def _phrase_end(doc: Doc, i: int, *, owned: bool = False) -> Token | None:
    found: Token | None = None
    for token in doc[i : min(i + _REACH, len(doc))]:
        tag = token.tag_
        if tag not in _INSIDE and not (tag == "CC" and found is None):
            break
        if token.is_sent_start and token.i > i:
            break
        if found is not None and found.tag_ == "NNS" and tag not in ("NNS", "NN"):
            break
        if found is not None and found.tag_ == "NNS" and (tag == "NN" or token.dep_ not in ("compound", found.dep_)):
            break
        if found is not None and token.ent_type_ in ("DATE", "TIME") and found.ent_type_ != token.ent_type_:
            break
        if tag in ("VBN", "VBG") and token.dep_ not in ("amod", "compound"):
            break
        if tag == "POS" or token.text in ("'s", "’s"):
            if not owned or found is None or found.tag_ in ("NNS", "NNPS"):
                break
            found = None  # "two of the mayor's aides"
            continue
        if tag in _NOUN:
            found = token
    return found


def unit_of(doc: Doc, amount: Amount, noun: Token | None) -> str | None:
    """The unit as printed, in lower case: the noun, with the words that make it another unit ("square kilometres")."""
    if amount.unit is not None or amount.kind not in ("count",):
        return amount.unit
    if noun is None:
        return None
    before = doc[noun.i - 1] if noun.i else None
    if before is not None and before.i > amount.last and before.lower_ in _COMPOUND_UNITS:
        return f"{before.lower_} {noun.lower_}"
    return str(noun.lower_)
