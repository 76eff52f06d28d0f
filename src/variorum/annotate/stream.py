"""A text as classes of words: what grammars over tokens match on.

Every spaCy token is cut into pieces ("mid-1996" is three), and every piece has one class, written as one character.
A grammar is then a regular expression over that string of characters, so that it runs in C and cannot see inside
words. Arrays are taken from the Doc once.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from spacy.tokens import Doc

from variorum.types import Span

Piece = tuple[int, int, str]  # offset in the token, length, class character
BREAK = "\n"  # between paragraphs: no expression crosses it
OTHER = "."

_CUT = re.compile(r"[^\W\d_]+(?:\.[^\W\d_]+)*\.?|\d[\d,.]*(?:st|nd|rd|th|s)?(?![^\W_])|\d+(?:[.,]\d+)*|[^\w\s]|_|\s+")
MAX_WORD = 40  # longer tokens are codes or noise, never part of an expression
_KEPT = 5_000  # words whose cut is kept in mind


@dataclass(frozen=True)
class Stream:
    """The pieces of a text. `codes[i]` is the class of piece i, `starts[i]:ends[i]` its place in the text."""

    text: str
    codes: str
    starts: list[int]
    ends: list[int]
    token: list[int]  # index of the spaCy token that piece i is of
    sentence: list[int]  # of each spaCy token: the first token of its sentence

    def word(self, i: int) -> str:
        """Piece i in lower case."""
        return self.text[self.starts[i] : self.ends[i]].lower()

    def before(self, span: Span, k: int = 1) -> str:
        """The kth piece before a span of pieces, in lower case; empty at the text's edge."""
        i = span[0] - k
        return self.word(i) if i >= 0 else ""

    def after(self, span: Span, k: int = 1) -> str:
        """The kth piece after a span of pieces, likewise."""
        i = span[1] + k - 1
        return self.word(i) if i < len(self.starts) else ""

    def words(self, span: Span) -> list[str]:
        """Pieces span[0] to span[1], in lower case."""
        return [self.word(i) for i in range(*span)]

    def place(self, span: Span) -> Span:
        """Offsets of a run of pieces."""
        return self.starts[span[0]], self.ends[span[1] - 1]


class Reader:
    """Turns Docs into Streams by one table of classes; remembers how each token is cut."""

    def __init__(self, classify: Callable[[str], str], *, whole: Callable[[str], bool]) -> None:
        """`classify` gives the class character of a word as printed; `whole` tells tokens that must not be cut."""
        self._classify, self._whole = classify, whole
        self._seen: dict[int, tuple[Piece, ...]] = {}

    def read(self, doc: Doc, text: str, breaks: frozenset[int]) -> Stream:
        """The pieces of a Doc and its text. At the offsets in `breaks` (paragraph starts) a BREAK goes in."""
        codes: list[str] = []
        starts: list[int] = []
        ends: list[int] = []
        token: list[int] = []
        table = doc.to_array(["ORTH", "IDX", "SENT_START"]) if len(doc) else np.zeros((0, 3), dtype=np.uint64)
        opens = np.where(table[:, 2] == 1, np.arange(len(table)), 0)
        sentence = np.maximum.accumulate(opens).tolist() if len(table) else []
        strings = doc.vocab.strings
        seen = self._seen
        if len(seen) > _KEPT:
            seen.clear()
        for i, (orth, at) in enumerate(table[:, :2].tolist()):
            pieces = seen.get(orth)
            if pieces is None:
                pieces = seen[orth] = self._cut(strings[orth])
            if at in breaks:
                codes.append(BREAK)
                starts.append(at)
                ends.append(at)
                token.append(i)
            for offset, length, code in pieces:
                codes.append(code)
                starts.append(at + offset)
                ends.append(at + offset + length)
                token.append(i)
        return Stream(text=text, codes="".join(codes), starts=starts, ends=ends, token=token, sentence=sentence)

    def _cut(self, word: str) -> tuple[Piece, ...]:
        if word.isspace():
            return ((0, len(word), BREAK),) if word.count("\n") > 1 else ()
        if len(word) > MAX_WORD:
            return ((0, len(word), OTHER),)
        if word.isalpha() or self._whole(word):
            return ((0, len(word), self._classify(word)),)
        out: list[Piece] = []
        for match in _CUT.finditer(word):
            start, end = match.span()
            piece = match.group()
            while len(piece) > 1 and piece[-1] in ",." and piece[0].isdigit():  # a full stop or comma after a number
                piece = piece[:-1]
            out.append((start, len(piece), self._classify(piece)))
            out.extend((start + k, 1, self._classify(word[start + k])) for k in range(len(piece), end - start))
        return tuple(out)
