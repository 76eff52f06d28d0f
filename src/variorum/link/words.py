"""The words of an archive as numbers, with their offsets, so that articles are compared by sorting, not in pairs.

A word is a run of letters, digits and marks; case, accents and punctuation do not count. Scripts without blanks
(Han, kana, Thai, Lao, Khmer, Burmese) count a character as a word. Hashing is a polynomial over random values of the
characters modulo 2**64, read off one prefix sum, so that Python never sees a single word.
"""

import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache

import numpy as np
from numpy.typing import NDArray

from variorum.link.boilerplate import told
from variorum.types import AnnotatedArticle, Span

U64 = NDArray[np.uint64]
I64 = NDArray[np.int64]

_CHUNK = 1 << 17  # code points hashed at a time: keeps the working set in cache and memory flat
_CHAR_BASE = 0x9E3779B97F4A7C15  # odd, so that it has an inverse modulo 2**64
_WORD_BASE = 0xD6E8FEB86659FD93
_UNSPACED = ((0x0E00, 0x0EFF), (0x1000, 0x109F), (0x1780, 0x17FF), (0x3040, 0x30FF), (0x3400, 0x9FFF), (0xF900, 0xFAFF))


@dataclass(frozen=True)
class Words:
    """Every word of a list of articles, in order. Article i has the words `bounds[i]` to `bounds[i + 1]`."""

    hash: U64
    start: I64  # offset in its article's text
    end: I64
    article: I64  # index of its article
    capital: NDArray[np.bool_]  # begins with a capital letter
    numeric: NDArray[np.bool_]  # begins with a digit
    bounds: I64

    def __len__(self) -> int:
        return len(self.hash)

    def ngrams(self, n: int) -> tuple[U64, NDArray[np.bool_]]:
        """A hash of the n words from each word on, and whether they all lie in one article."""
        size = max(0, len(self.hash) - n + 1)
        out = np.zeros(size, dtype=np.uint64)
        for j in range(n):
            out *= np.uint64(_WORD_BASE)
            out += self.hash[j : j + size]
        whole = self.article[:size] == self.article[n - 1 : n - 1 + size]
        return mix(out), whole


@dataclass(frozen=True)
class Prefix:
    """Prefix sums over words, by which two runs of words are compared in one step."""

    sums: U64
    inverse: U64

    @classmethod
    def of(cls, words: Words) -> "Prefix":
        power, inverse = powers(_WORD_BASE, len(words) + 1)
        sums = np.zeros(len(words) + 1, dtype=np.uint64)
        np.cumsum(words.hash * power[:-1], out=sums[1:])
        return cls(sums=sums, inverse=inverse)

    def run(self, start: I64, length: I64) -> U64:
        """A hash of `length` words from `start` on, the same wherever they stand."""
        out: U64 = (self.sums[start + length] - self.sums[start]) * self.inverse[start]
        return out


def mix(values: U64) -> U64:
    """Spread the bits (the finaliser of SplitMix64, Steele et al. 2014)."""
    out = values.copy()
    out ^= out >> np.uint64(30)
    out *= np.uint64(0xBF58476D1CE4E5B9)
    out ^= out >> np.uint64(27)
    out *= np.uint64(0x94D049BB133111EB)
    out ^= out >> np.uint64(31)
    return out


def powers(base: int, n: int) -> tuple[U64, U64]:
    """base**i and base**-i modulo 2**64, for i below n."""
    out = []
    for b in (base, pow(base, -1, 1 << 64)):
        row = np.full(n, b, dtype=np.uint64)
        row[:1] = 1
        out.append(np.cumprod(row, dtype=np.uint64))
    return out[0], out[1]


@cache
def _table() -> tuple[U64, NDArray[np.uint8], NDArray[np.uint8]]:
    """For each code point of the basic plane its value; its class: 0 gap, 1 part of a word, 2 a word by itself,
    3 a mark, which neither breaks a word nor changes it; and its form: 1 capital, 2 digit, 0 other.
    """
    folded = np.zeros(1 << 16, dtype=np.uint64)
    kind = np.zeros(1 << 16, dtype=np.uint8)
    form = np.zeros(1 << 16, dtype=np.uint8)
    for code in range(1 << 16):
        char = chr(code)
        if unicodedata.category(char)[0] in "LN":
            base = unicodedata.normalize("NFKD", char)[0] if code > 127 else char
            folded[code] = ord(base.casefold()[0])
            kind[code] = 1
            form[code] = 1 if char.isupper() else 2 if char.isdigit() else 0
        elif unicodedata.category(char) in ("Mn", "Mc"):
            kind[code] = 3
    for low, high in _UNSPACED:
        inside = kind[low : high + 1]
        inside[inside == 1] = 2
    value = mix(folded + np.uint64(0x1234567))
    value[(kind == 0) | (kind == 3)] = 0
    return value, kind, form


def _codes(text: str) -> NDArray[np.uint32]:
    return np.frombuffer(text.encode("utf-32-le", "surrogatepass"), dtype=np.uint32)


def _chunk(texts: Sequence[str]) -> tuple[U64, I64, I64, I64, NDArray[np.uint8]]:
    """Hash, start, end, text index and form of every word of the texts."""
    value, kind, form = _table()
    sizes = np.array([len(t) + 1 for t in texts], dtype=np.int64)
    offsets = np.concatenate(([0], np.cumsum(sizes)))
    codes = np.zeros(int(offsets[-1]), dtype=np.uint32)
    for text, at in zip(texts, offsets[:-1].tolist(), strict=True):
        codes[at : at + len(text)] = _codes(text)
    astral = codes > 0xFFFF
    ideograph = astral & (codes >= 0x20000) & (codes < 0x40000)
    low = np.where(astral, 0, codes)
    kinds = kind[low]
    kinds[ideograph] = 2
    values = value[low]
    if ideograph.any():
        values[ideograph] = mix(codes[ideograph].astype(np.uint64) + np.uint64(0x1234567))
    inside = kinds > 0
    before = np.concatenate((np.zeros(1, dtype=np.uint8), kinds[:-1]))
    after = np.concatenate((kinds[1:], np.zeros(1, dtype=np.uint8)))
    starts = np.flatnonzero(inside & ((before == 0) | (kinds == 2) | ((before == 2) & (kinds == 1))))
    ends = np.flatnonzero(inside & ((after == 0) | (after == 2) | ((kinds == 2) & (after == 1)))) + 1
    if len(ends) != len(starts):  # marks after an unspaced character: close the word where the next begins
        ends = _ends(starts, inside)
    power, inverse = _char_powers(len(codes) + 1)
    sums = np.zeros(len(codes) + 1, dtype=np.uint64)
    np.cumsum(values * power[: len(codes)], out=sums[1:])
    hashes = mix((sums[ends] - sums[starts]) * inverse[starts])
    which = np.searchsorted(offsets, starts, side="right") - 1
    return hashes, starts - offsets[which], ends - offsets[which], which.astype(np.int64), form[low[starts]]


def _ends(starts: I64, inside: NDArray[np.bool_]) -> I64:
    gaps = np.concatenate((np.flatnonzero(~inside), [len(inside)]))
    first_gap = gaps[np.searchsorted(gaps, starts)]
    following = np.concatenate((starts[1:], [len(inside)]))
    out: I64 = np.minimum(first_gap, following).astype(np.int64)
    return out


_POWERS: dict[str, tuple[U64, U64]] = {}


def _char_powers(n: int) -> tuple[U64, U64]:
    held = _POWERS.get("char")
    if held is None or len(held[0]) < n:
        held = _POWERS["char"] = powers(_CHAR_BASE, max(n, 1 << 16))
    return held


def _batches(texts: Sequence[str]) -> Iterator[tuple[int, int]]:
    start, size = 0, 0
    for i, text in enumerate(texts):
        if size and size + len(text) > _CHUNK:
            yield start, i
            start, size = i, 0
        size += len(text)
    if start < len(texts):
        yield start, len(texts)


def words_of_texts(texts: Sequence[str]) -> Words:
    """The words of plain texts."""
    parts = [_chunk([])]
    for first, last in _batches(texts):
        hashes, starts, ends, which, form = _chunk(texts[first:last])
        parts.append((hashes, starts, ends, which + first, form))
    hashes, starts, ends, which, form = (np.concatenate(column) for column in zip(*parts, strict=True))
    bounds = np.searchsorted(which, np.arange(len(texts) + 1)).astype(np.int64)
    return Words(hashes, starts, ends, which, form == 1, form == 2, bounds)


def words_of(articles: Sequence[AnnotatedArticle]) -> Words:
    """The words of the articles' bodies (of the whole text where no body was found)."""
    words = words_of_texts([a.text for a in articles])
    keep = np.ones(len(words), dtype=bool)
    for i, article in enumerate(articles):
        body = body_of(article)
        if len(body) == 1 and body[0][0] == 0 and body[0][1] >= len(article.text):
            continue
        low, high = words.bounds[i], words.bounds[i + 1]
        inside = np.zeros(high - low, dtype=bool)
        for start, end in body:
            inside |= (words.start[low:high] >= start) & (words.end[low:high] <= end)
        keep[low:high] = inside
    return words if keep.all() else select(words, keep)


def select(words: Words, keep: NDArray[np.bool_]) -> Words:
    """Only some of the words; what is left moves together."""
    article = words.article[keep]
    bounds = np.searchsorted(article, np.arange(len(words.bounds))).astype(np.int64)
    return Words(
        words.hash[keep],
        words.start[keep],
        words.end[keep],
        article,
        words.capital[keep],
        words.numeric[keep],
        bounds,
    )


def body_of(article: AnnotatedArticle) -> tuple[Span, ...]:
    """The spans of the article itself, without what it says of its outlet."""
    return told(article.text, article.body or ((0, len(article.text)),))
