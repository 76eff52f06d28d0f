"""Which amounts are figures: not those in dates, names, codes, scores or lists."""

import re

from spacy.tokens import Doc, Token

from variorum.annotate.numerals import word_set
from variorum.annotate.quantity.amounts import Amount
from variorum.annotate.quantity.units import MEASURES
from variorum.types import Time

SMALL = 10  # up to which "the two", "the ten" point back to what is known
_NAMES = frozenset({"ORG", "PRODUCT", "FAC", "LAW", "EVENT", "WORK_OF_ART", "PERSON", "GPE", "LOC"})
_CODE_WORDS = word_set(
    "no. no number nos. article page pages chapter section room flight gate resolution route highway act "
    "part phase title round group clause paragraph bulletin category code line figure table box covid "
    "covid-19 version episode season rule protocol annex schedule platform apartment suite unit channel "
    "formula volume issue # § amendment proposition division world"
)
_TALLIED = re.compile(r"(?:,|\bvot\w{0,3}) $")  # what "134 to 63" is a vote after
_TALLY = re.compile(r"(?:,|\bvot\w{0,3}) \d+ to $")
TIME_NOUNS = word_set("years months weeks days hours minutes seconds decades centuries year month week day hour minute")
_BY_ITSELF = re.compile(
    r"(?:the |these |those |its |their )?(?:last|past|next|first|coming|previous|following|latest|final)\b", re.I
)


def is_figure(doc: Doc, text: str, amount: Amount, noun: Token | None, time: Time | None) -> bool:
    """Whether an amount is a quantity that something is said about."""
    if time is not None and amount.kind != "age" and not _duration_counts(text, amount, noun, time):
        return False
    if _glued(text, amount.start):
        return False
    if amount.kind in ("percent", "money", "points", "age", "magnitude"):
        return True
    if amount.definite and amount.kind == "count" and noun is None and amount.high is None:  # "the two have agreed"
        return False
    if known_already(doc, amount):
        return False
    if amount.kind == "fraction":
        return not (noun is not None and noun.lower_ in TIME_NOUNS)
    return not (_named(doc, amount) or _coded(doc, amount, noun) or _score(text, amount, noun))


def known_already(doc: Doc, amount: Amount) -> bool:
    """ "The two countries", "both of these three states": a small number that only points back counts nothing."""
    if amount.kind != "count" or not amount.definite or amount.qualifier is not None or amount.high is not None:
        return False
    before = doc[amount.first - 1].lower_ if amount.first else ""
    return amount.value <= SMALL and before in ("the", "these", "those", "both")


def _duration_counts(text: str, amount: Amount, noun: Token | None, time: Time) -> bool:
    """A plain length of time is a figure ("more than 40 years"); a date, a rate or a place in time is not."""
    if time.kind != "DURATION" or amount.kind not in ("count", "fraction"):
        return False
    words = text[time.start : time.end]
    if _BY_ITSELF.match(words) or time.from_ is not None or re.search(r"\bago\b|\bearlier\b|\blater\b", words):
        return False
    after = text[time.end : time.end + 9].lower().split()
    if after[:1] in (["ago"], ["earlier"], ["later"], ["before"], ["after"]):
        return False
    if amount.definite or text[amount.end : amount.end + 1] in ("-", "–"):  # "the 12 months to June", "a two-hour talk"
        return False
    return noun is not None and noun.lower_ in TIME_NOUNS and amount.first <= noun.i


def _glued(text: str, start: int) -> bool:
    """Whether the number hangs on what stands before it ("COVID-19", "#5", "a/12")."""
    if not start:
        return False
    mark = text[start - 1]
    return mark.isalpha() or mark in "#_@:" or (mark in "-–/." and start > 1 and text[start - 2].isalnum())


def _named(doc: Doc, amount: Amount) -> bool:
    """Whether the number is part of a name ("Boeing 737", "Group of Seven")."""
    token = doc[amount.last]
    if token.ent_type_ not in _NAMES:
        return False
    alone = token.ent_iob_ == "B" and (token.i + 1 >= len(doc) or doc[token.i + 1].ent_iob_ != "I")
    counting = token.ent_iob_ == "B" and amount.qualifier is not None
    return not alone and not counting


def _coded(doc: Doc, amount: Amount, noun: Token | None) -> bool:
    """Whether the number numbers something ("Gate 14", "Article 5", "G7") or is a code."""
    if amount.first == 0 or amount.qualifier is not None:
        return False
    before = doc[amount.first - 1]
    if before.text == "." and before.i and doc[before.i - 1].text in ("No", "Nos", "Art"):  # "No." cut in two
        return True
    if before.lower_ in _CODE_WORDS and not (noun is not None and noun.tag_ == "NNS"):
        return True
    if (
        before.pos_ == "PROPN"
        and before.ent_type_ != "DATE"
        and (noun is None or noun.tag_ in ("NN", "NNP"))
        and amount.high is None
    ):
        return before.text[0].isupper() and doc[amount.first].dep_ in (
            "nummod",
            "appos",
            "pobj",
            "dobj",
            "compound",
            "npadvmod",
            "nsubj",
        )
    return False


def _score(text: str, amount: Amount, noun: Token | None) -> bool:
    """ "2-1", "6-4, 7-5", "555-0142": numbers joined by a mark, counting nothing."""
    joined = re.fullmatch(r"\d+\s?[-–—]\s?\d+", text[amount.start : amount.end]) is not None
    before, after = text[max(amount.start - 16, 0) : amount.start], text[amount.end : amount.end + 5]
    chained = re.match(r"[-–—/:]\d|(?: ?[-–—/:]){1,2} ?\d", after) is not None
    if noun is None and not chained:
        votes = re.match(r" to \d", after) and _TALLIED.search(before)
        chained = bool(votes or re.search(r"\d ?[-–—/:] ?$", before) or _TALLY.search(before))
    counts = noun is not None and (noun.tag_ == "NNS" or noun.lower_ in MEASURES)
    return (joined and not counts) or chained
