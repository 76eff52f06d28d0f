"""Weaker signs that a line speaks of the page and not of the affair.

One of them proves little, so they count only at the edges of an article: under the title, and after the last
paragraph. `read.lines` has the signs that hold anywhere.
"""

import re
from dataclasses import replace

from variorum.lexicon.furniture import ASKS, OWN, PAGE_TERMS, REPORTING
from variorum.read.dateline import read_byline
from variorum.read.lines import Line, has_quotation, notice

SHORT = 10  # words of a line that one sign settles, when it does not end like a sentence
NAMES = 5  # words of a line of names under a title, at most
ENTRY = 7  # words of each entry of a row that says what pages say, at most
LONGEST = 140  # code points of such a row
PIECES = 4  # words of each entry of a row of links, at most

_GAPS = re.compile(r"[ \u00a0]{2,}|\t+|\s*[|•·›]\s*")
_BARS = re.compile(r"\s[|•·›]\s|\s[|•·›]|[|•·›]\s")
_INITIALS = re.compile(r"\(?[A-Za-z]{2,4}(?:[/-][A-Za-z]{2,4}){1,3}\)?")
_CONTACT = re.compile(r"[\w.+-]+@[\w-]+\.[\w.]+|(?<!\w)@\w{3,}|\bwww\.\w|https?://", re.IGNORECASE)
_ASKS = re.compile(rf"(?:^|[.!?]\s+)\W*(?:{'|'.join(ASKS)})\b", re.IGNORECASE)
_OWN = re.compile(rf"\b(?:{'|'.join(OWN)})\b", re.IGNORECASE)
_COUNTED = re.compile(r"\(\d{1,5}(?:,\s?\d+\s?[kmg]b)?\)\W*$|\(\w{2,4},\s?[\d.]+\s?[kmg]b\)\W*$", re.IGNORECASE)
_ROW = re.compile(r"[ \u00a0]{2,}|\t+|\s*[|•·›]\s*|\s[—–]\s")
_ENDING = re.compile(r"\W*(?:END|ENDS|The end|30|EOM|[A-Z]{2,6})\W*(?:\s[A-Za-z]{2,4}(?:/[A-Za-z]{2,4})+)?")
_SINCE = re.compile(
    r"[^\W\d_a-z][^.!?]{2,40}?,?\s(?:since|est\.?|established(?: in)?|founded(?: in)?)\s(?:1[789]|20)\d\d\.?"
)
_DESKS = frozenset({"correspondent", "reporter", "editor", "bureau", "desk", "staff", "columnist"})
_LINKING = frozenset({"and", "with", "by", "in", "for", "of", "the", "at", "from", "de", "van", "von", "&"})


def about_page(line: Line, *, byline: str | None = None) -> bool:
    """Whether a line at the end of an article speaks of the page, its makers or its readers.

    Args:
        byline: who wrote the article, where that is known: a line on its author ("X edits …") is not of the affair.
    """
    text, words = line.text, len(line.words)
    if not words or words > 40 or has_quotation(text):
        return False
    if _INITIALS.fullmatch(text.strip(" .")) or _ENDING.fullmatch(text) or _SINCE.fullmatch(text):
        return True
    if row_of_links(line) or row_of_page(line):
        return True
    if any(word.lower() in REPORTING for word in line.words):
        return False
    if byline and text.startswith(byline) and words <= 25:
        return True
    signs = len({word.lower() for word in line.words} & PAGE_TERMS)
    signs += bool(_CONTACT.search(text)) + bool(_COUNTED.search(text))
    own, asks = bool(_OWN.search(text)), bool(_ASKS.search(text))
    if own or asks:
        return signs + own + asks >= 2 or words <= SHORT
    return signs >= (1 if words <= SHORT and not line.ends else 3)


def row_of_links(line: Line) -> bool:
    """Whether a line is a row of short entries set apart by bars or wide gaps: a menu or a list of topics."""
    text = line.text.strip()
    pieces = [piece for piece in _GAPS.split(text) if piece]
    if line.ends or len(pieces) < 2 or any(len(piece.split()) > PIECES for piece in pieces):
        return False
    return len(pieces) > 2 or not _BARS.search(text)


def row_of_page(line: Line) -> bool:
    """Whether a line is a row of short entries of which one is what pages say: "By Ann Lee | 2 min read"."""
    pieces = [piece.strip() for piece in _ROW.split(line.text.strip()) if piece.strip()]
    if len(pieces) < 2 or len(line.text) > LONGEST or any(len(piece.split()) > ENTRY for piece in pieces):
        return False
    return any(_is_entry(replace(line, text=piece)) for piece in pieces)


def _is_entry(piece: Line) -> bool:
    desk = names_only(piece) and bool({word.lower() for word in piece.words} & _DESKS)
    return desk or notice(piece) or bool(_ASKS.match(piece.text)) or read_byline(piece.text) is not None


def names_only(line: Line) -> bool:
    """Whether a line is nothing but a few names, or a desk: who reports, or from where."""
    words = line.text.split()
    if not 1 <= len(words) <= NAMES or line.ends or any(c.isdigit() for c in line.text) or line.text[-1] in ":;,-–—":
        return False
    if has_quotation(line.text):
        return False
    low = [w.lower().strip(",.") for w in words]
    desk = bool(set(low) & _DESKS)
    return desk or all(w[:1].isupper() or plain in _LINKING for w, plain in zip(words, low, strict=True))
