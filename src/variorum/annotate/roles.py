"""Offices and descriptions that the words beside a name give it."""

import re
from bisect import bisect_left
from collections.abc import Sequence
from typing import NamedTuple

from spacy.tokens import Doc, Token

from variorum.annotate.codes import sector_of
from variorum.annotate.named import Named
from variorum.lexicon.actors import find_entries, honorifics, offices, sectors
from variorum.types import Span

_ANYWHERE = frozenset(  # offices that any body may have
    (
        *("president", "vice president", "director", "chairman", "chairwoman", "head", "chief", "spokesman"),
        *("spokeswoman", "spokesperson", "leader", "representative", "official", "adviser", "advisor", "coordinator"),
        *("aide", "deputy", "delegate"),
    )
)
_OF = re.compile(r"\s(?:of|at|for|with)\s+(?:the\s+)?")
_PLAIN = frozenset(
    (
        "Interim",
        "Caretaker",
        "Outgoing",
        "Incoming",
        "Transitional",
        "Newly",
        "Then",
        "Late",
        "Vice",
        "Deputy",
        "Prime",
        "Supreme",
        "Former",
        "The",
        "Acting",
        "Senior",
        "Chief",
        "Foreign",
    )
)
_REACH = 12  # tokens on either side of a name that a description may take
_SINCE = re.compile(r"\b(?:since|from)\s+(\d{4})(?:\s+(?:to|until)\s+(\d{4}))?|\((\d{4})\s*[-–]\s*(\d{4})\)")
_PHRASE = frozenset(("ADJ", "NOUN", "PROPN", "DET", "ADP", "CCONJ", "PART"))
_MODIFIERS = frozenset(("ADJ", "NOUN", "PROPN"))
_NOMINAL = frozenset(("ADJ", "NOUN", "PROPN", "NUM", "PART", "PUNCT", "ADV", "X"))


class Described(NamedTuple):
    """A description: the words, what country or organisation they name, their sector, gender, dates."""

    span: Span
    role: str
    country: str | None
    base: str | None  # the code's first part: a country, or IGO
    source: str
    sector: str
    gender: str
    from_: str | None = None
    to: str | None = None


class Words:
    """A Doc with its tokens findable by offset."""

    def __init__(self, doc: Doc) -> None:
        self.doc = list(doc)  # each token once: a Doc makes a new one whenever it is asked
        self.starts = [t.idx for t in self.doc]

    def at(self, offset: int) -> int:
        """The index of the token that begins at or after an offset."""
        return bisect_left(self.starts, offset)

    def range(self, span: Span) -> tuple[int, int]:
        """Indices of the tokens that a span touches."""
        first = bisect_left(self.starts, span[0] + 1) - 1
        return max(first, 0), bisect_left(self.starts, span[1])

    def root(self, span: Span) -> Token | None:
        """The token of a span on which its others hang."""
        first, last = self.range(span)
        for i in range(first, last):
            head = self.doc[i].head.i
            if head < first or head >= last or head == i:
                return self.doc[i]
        return None


def describe(text: str, span: Span) -> Described | None:
    """What a description says, or None where its words name no office."""
    words = text[span[0] : span[1]]
    head = office_in(words)
    if head is None:
        return None
    base = country = None
    source = code = ""
    for found in find_entries(words):
        if found.entry.kind == "agreement":
            continue
        code, country, source = found.entry.code, found.entry.country, found.entry.source
        base = code.partition(".")[0]
        break
    sector, why = sector_of(words)
    if words == "Representative":
        sector = "LEG"
    own = code.partition(".")[2]
    if own and head in _ANYWHERE and sector in ("GOV", "BUS"):
        sector, why = own, source
    if base is None and sector in ("GOV", "BUS") and head in _ANYWHERE:
        sector, why = _of_a_body(words, sector, why)
    dates = _SINCE.search(text, span[1], min(len(text), span[1] + 40))
    from_, to = (dates[1] or dates[3], dates[2] or dates[4]) if dates else (None, None)
    return Described(
        span, words, country, base, "; ".join(filter(None, (source, why))), sector, offices()[head][1], from_, to
    )


def _of_a_body(words: str, sector: str, why: str) -> tuple[str, str]:
    """The sector of an office that any body may have: that of the body, or none where it is not known."""
    match = _OF.search(words)
    if match:
        found = sector_of(words[match.end() :])
        return (
            found
            if found[0]
            else ("", "")
            if any(w[:1].isupper() for w in words[match.end() :].split())
            else (sector, why)
        )
    named = [w for w in words.split() if w[:1].isupper() and w.lower().strip(".,") not in offices() | sectors()]
    return ("", "") if any(w.lower() not in honorifics() and w not in _PLAIN for w in named) else (sector, why)


def office_in(words: str) -> str | None:
    """The office that a description names: its last words that are one."""
    low = words.lower().split()
    for i in range(len(low) - 1, -1, -1):
        for length in (3, 2, 1):
            phrase = " ".join(low[max(0, i - length + 1) : i + 1]).strip(".,'’")
            if phrase in offices():
                return phrase
        if low[i].split("-")[-1] in offices():
            return low[i].split("-")[-1]
    return None


def before(text: str, words: Words, name: Named) -> Span | None:
    """The description right before a name: "Russian President | Vladimir Putin"."""
    first = words.range(name.span)[0]
    whole = _with_body(words, first)
    if whole is not None:
        return whole
    i, seen, heads = first - 1, False, first
    if first > 2 and " ".join(t.lower_ for t in words.doc[first - 3 : first]) in offices():
        i, seen, heads = first - 4, True, first - 3  # "Secretary of State"
    while i >= 0 and first - i <= _REACH:
        token = words.doc[i]
        low = token.lower_
        title = low in offices() or (low in honorifics() and token.text[:1].isupper())  # "Said", not "said"
        part = title or (seen and token.pos_ in _NOMINAL and (token.pos_ != "PUNCT" or low in "-’'"))
        if not part or token.is_space or (token.is_sent_start and i + 1 < first and words.doc[i + 1].is_sent_start):
            break
        seen = seen or title
        heads = i
        i -= 1
        if token.is_sent_start:
            break
    while heads < first and (words.doc[heads].pos_ in ("PART", "PUNCT", "ADV") or _is_date(words.doc[heads])):
        heads += 1
    last = " ".join(t.lower_ for t in words.doc[max(0, first - 3) : first])
    while last not in offices() and first > heads and words.doc[first - 1].lower_ not in offices():
        first -= 1
    if heads >= first or not seen:
        return None
    start, end = words.doc[heads].idx, words.doc[first - 1].idx + len(words.doc[first - 1])
    return (start, end) if start < end <= name.start else None


def _is_date(token: Token) -> bool:
    """Whether a word before a description is no part of it: "on Monday | Kenya's president", "1997-03-23 | Prime"."""
    return token.ent_type_ in ("DATE", "TIME") or token.text[0].isdigit()


def _with_body(words: Words, first: int) -> Span | None:
    """The description right before a name that tells its body last: "Inspector General of Ports | Ann Lee"."""
    last = first
    while last > 1 and (titles := _titles_before(words.doc[last - 2 : last])):
        last -= titles
    i = last - 1
    if words.doc[i].lower_ == "and":  # "the mayor of Orlu and | Ann Lee"
        return None
    while i > 1 and first - i <= _REACH and (words.doc[i].text[:1].isupper() or words.doc[i].lower_ == "and"):
        i -= 1
    if i in (0, last - 1) or words.doc[i].lower_ not in ("of", "for") or not _is_office(words.doc[i - 1]):
        return None
    start = i - 1
    while start > 0 and first - start <= _REACH and words.doc[start - 1].pos_ in _MODIFIERS:
        if words.doc[start].is_sent_start:
            break
        start -= 1
    return words.doc[start].idx, words.doc[last - 1].idx + len(words.doc[last - 1])


def after(text: str, words: Words, name: Named) -> Span | None:
    """The description between commas after a name: "Ann Lee, | the port's director |, said"."""
    last = words.range(name.span)[1]
    doc = words.doc
    if last >= len(doc) - 1 or doc[last].text != "," or doc[last].idx > name.end + 1:
        return None
    i, end = last + 1, None
    while i < len(doc) and i - last <= _REACH and not doc[i].is_sent_start:
        token = doc[i]
        if token.text in (",", ".", ";", ")", "(", ":", "—", "–") or token.pos_ in ("VERB", "AUX", "CCONJ", "SCONJ"):
            end = i
            break
        if token.pos_ == "PRON" and token.dep_ in ("nsubj", "nsubjpass", "dobj"):
            end = i if i > last + 1 else None
            break
        i += 1
    if end is None or (doc[end].text not in (",", ".", ";", "—") and doc[end].lower_ not in ("who",)):
        return None
    start = last + 1
    while start < end and doc[start].pos_ == "DET":
        start += 1
    if start >= end:
        return None
    span = doc[start].idx, doc[end - 1].idx + len(doc[end - 1])
    head = next((t for t in doc[start:end] if t.pos_ in ("NOUN", "PROPN") and _is_office(t)), None)
    opening = next((t for t in doc[start:end] if t.pos_ == "ADP"), None)
    if head is None or (opening is not None and opening.i < head.i):
        return None
    return span


def apposed(text: str, words: Words, name: Named) -> Span | None:
    """The description before a comma and a name: "the port's director |, Ann Lee,"; a title may come between."""
    first = words.range(name.span)[0]
    root = words.root(name.span)
    while first > 1 and (titles := _titles_before(words.doc[first - 2 : first])):
        first -= titles
    if root is None or first < 2 or words.doc[first - 1].text != ",":
        return None
    head = root.head
    while head.dep_ == "pobj" and head.head.dep_ == "prep":  # "his guest from Norland, | Ann Lee"
        head = head.head.head
    if root.dep_ == "appos" and head.i < first and _is_office(head):
        start = max(head.left_edge.i, first - _REACH)
    else:
        start = _phrase_before(words, first - 1)
    end = first - 1
    while start < end and words.doc[start].pos_ in ("DET", "PRON"):
        start += 1
    return (words.doc[start].idx, words.doc[end - 1].idx + len(words.doc[end - 1])) if start < end else None


def _titles_before(two: Sequence[Token]) -> int:
    """How many of two tokens are a form of address or an office at their end: "Hon" and "." may be apart."""
    if two[1].lower_ in honorifics() or _is_office(two[1]):
        return 1
    return 2 if two[1].text == "." and two[0].lower_ in honorifics() else 0


def _phrase_before(words: Words, comma: int) -> int:
    """Where "the minister of trade and industry" begins, which ends at a comma; the comma itself where none does.

    For names that the parse hangs elsewhere: the words must be one noun phrase with "the" at its head and an office
    before its first "of".
    """
    i = comma - 1
    while i > 0 and comma - i <= _REACH and words.doc[i].pos_ in _PHRASE and not words.doc[i].is_sent_start:
        if words.doc[i].lower_ == "the" and words.doc[i - 1].pos_ not in ("ADP", "CCONJ"):
            head = next((t for t in words.doc[i:comma] if t.i + 1 == comma or t.nbor(1).pos_ == "ADP"), None)
            return i if head is not None and _is_office(head) else comma
        i -= 1
    opening = i > 0 and words.doc[i].is_sent_start and words.doc[i].lower_ == "the"
    head = next((t for t in words.doc[i:comma] if t.i + 1 == comma or t.nbor(1).pos_ == "ADP"), None)
    return i if opening and head is not None and _is_office(head) else comma


def _is_office(token: Token) -> bool:
    low = token.lower_
    return low in offices() or low.split("-")[-1] in offices() or token.lemma_.lower() in offices()
