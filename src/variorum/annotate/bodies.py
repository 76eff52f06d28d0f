"""Names of bodies that the parser passes over: long names with their acronyms, and names beside a word for a body."""

import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence

from spacy.tokens import Token

from variorum.annotate.numerals import word_set
from variorum.annotate.parsed import Parsed
from variorum.types import Span

_BRACKETED = re.compile(r"\(\s?([A-Z][A-Za-z]{0,2}[A-Z]{1,6}|[A-Z]{2,8})\s?\)")
_WORD = re.compile(r"[^\W_]+(?:[-'’][^\W_]+)*")
_SMALL = word_set("of the and for in on to a an de du des la le y e et und der di da del do")
_LONGEST = 9  # words of a name before its acronym
# A noun beside which a name is that of a body.
_KINDS = word_set(
    "agency airline alliance army association bank broadcaster bureau cartel charity chain club coalition college "
    "commission committee company confederation conglomerate consortium cooperative corporation council court "
    "daily federation firm foundation fund giant group guild institute insurer league lender maker manufacturer "
    "militia ministry movement network newspaper ngo operator organisation organization outlet party producer "
    "publisher refiner regulator retailer shipper startup subsidiary supplier syndicate think-tank tribunal union "
    "university utility watchdog weekly workshop"
)


def acronyms(parsed: Parsed) -> Iterator[tuple[Span, Span]]:
    """A long name and the acronym in brackets after it, whose letters begin its words.

    As Schwartz & Hearst (2003), with words in place of letters: "European Paper Board (EPB)".
    """
    for start, end in parsed.body:
        for match in _BRACKETED.finditer(parsed.text, start, end):
            long = _long_form(parsed.text, start, match)
            if long is not None:
                yield long, match.span(1)


def _long_form(text: str, floor: int, match: re.Match[str]) -> Span | None:
    """The words before a bracket whose first letters are the letters in it; small words may be passed over."""
    letters = match.group(1).upper()
    words = list(_WORD.finditer(text, max(floor, match.start() - 120), match.start()))[-_LONGEST:]
    if not words or text[words[-1].end() : match.start()].strip():
        return None
    at, first = len(letters) - 1, len(words)
    for i in range(len(words) - 1, -1, -1):
        word = words[i].group()
        if i + 1 < len(words) and text[words[i].end() : words[i + 1].start()].strip(" \u00a0-–&"):
            return None
        if at >= 0 and word[0].upper() == letters[at] and (word[0].isupper() or word.lower() in _SMALL):
            at -= 1
        elif word.lower() not in _SMALL:
            return None
        if at < 0:
            first = i
            break
    if at >= 0 or not words[first].group()[0].isupper():
        return None
    return words[first].start(), words[-1].end()


def beside_kinds(parsed: Parsed, known: Sequence[Span]) -> Iterator[Span]:
    """Names, not among the `known`, that stand right before or after a word for a body.

    "the carmaker Velta", "the Zveno confederation".
    """
    starts = sorted(start for start, _ in known)
    ends = dict(known)
    for token in parsed.doc:
        if token.lower_ not in _KINDS or token.pos_ != "NOUN":
            continue
        for run in (_after(token), _before(token)):
            if run and not _taken(run, starts, ends) and _in(run, parsed.body):
                yield run


def _after(noun: Token) -> Span | None:
    """The capitalised words after a noun that they name."""
    doc, i = noun.doc, noun.i + 1
    while i < len(doc) and doc[i].pos_ in ("PROPN", "NOUN") and doc[i].text[0].isupper() and doc[i].sent == noun.sent:
        i += 1
    first = noun.i + 1
    if i == first or doc[first].ent_type_ in ("DATE", "TIME"):
        return None
    beside = noun.head.i == i - 1 or doc[i - 1].head.i in (noun.i, i - 1)
    return (doc[first].idx, doc[i - 1].idx + len(doc[i - 1])) if beside else None


def _before(noun: Token) -> Span | None:
    """The capitalised words before a noun that they name, after "the"."""
    doc, i = noun.doc, noun.i
    while i > 0 and doc[i - 1].pos_ == "PROPN" and doc[i - 1].dep_ == "compound" and doc[i - 1].text[0].isupper():
        i -= 1
    named = 0 < i < noun.i and doc[i - 1].lower_ == "the" and doc[i].ent_type_ not in ("GPE", "NORP", "DATE", "PERSON")
    return (doc[i].idx, doc[noun.i - 1].idx + len(doc[noun.i - 1])) if named else None


def _taken(span: Span, starts: list[int], ends: dict[int, int]) -> bool:
    i = bisect_left(starts, span[1]) - 1
    return i >= 0 and ends[starts[i]] > span[0]


def _in(span: Span, body: Iterable[Span]) -> bool:
    return any(start <= span[0] and span[1] <= end for start, end in body)
