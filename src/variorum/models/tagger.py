"""The quotation tagger's input: paragraphs cut into word pieces and packed into windows."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from variorum.types import Span

MAX_PIECES = 256  # of a window, its special pieces included
CLS, SEP, PAD = 101, 102, 0
ROLES = ("source", "cue", "content")
TAGS = ("O", *(f"{p}-{role}" for role in ROLES for p in "BI"))
KINDS = 6  # of a piece: lower case, capitalised or all capitals; outside or inside quotation marks
_SURROGATE = re.compile("[\ud800-\udfff]")


@dataclass(frozen=True)
class Pieces:
    """A paragraph (or a part of a very long one) as the encoder reads it."""

    ids: tuple[int, ...]
    kinds: tuple[int, ...]
    words: tuple[Span, ...]  # offsets into the article
    first: tuple[int, ...]  # each word's first piece
    goes_on: bool = False  # it is the rest of a paragraph that was cut


def pieces(tokenizer: Any, text: str, paragraph: Span, quoted: Sequence[Span]) -> Iterator[Pieces]:
    """Cut a paragraph into word pieces; one longer than a window comes in several parts.

    Args:
        tokenizer: a `tokenizers.Tokenizer` without truncation.
        text: the whole article.
        paragraph: the stretch of it to cut.
        quoted: the stretches of `text` between quotation marks, sorted and apart.
    """
    start, end = paragraph
    encoded = tokenizer.encode(_SURROGATE.sub("?", text[start:end]), add_special_tokens=False)
    ids: list[int] = []
    kinds: list[int] = []
    words: list[Span] = []
    first: list[int] = []
    last_word, at, goes_on = None, 0, False
    limit = MAX_PIECES - 2
    for piece, word, (a, b) in zip(encoded.ids, encoded.word_ids, encoded.offsets, strict=True):
        if word != last_word:
            if len(ids) >= limit - 16 or (len(ids) >= limit * 3 // 4 and words and text[slice(*words[-1])] in ".!?"):
                yield Pieces(tuple(ids), tuple(kinds), tuple(words), tuple(first), goes_on)
                ids, kinds, words, first, goes_on = [], [], [], [], True
            words.append((start + a, start + b))
            first.append(len(ids))
            while at < len(quoted) and quoted[at][1] <= start + a:
                at += 1
            inside = at < len(quoted) and quoted[at][0] <= start + a
        elif len(ids) >= limit:
            continue  # one endless word: its tail tells nothing
        else:
            words[-1] = (words[-1][0], start + b)
        last_word = word
        ids.append(piece)
        kinds.append(3 * inside)
    if ids:
        yield Pieces(tuple(ids), tuple(kinds), tuple(words), tuple(first), goes_on)


def with_case(text: str, part: Pieces) -> Pieces:
    """The part with the case of its words written into its kinds."""
    kinds = list(part.kinds)
    ends = (*part.first[1:], len(part.ids))
    for (start, end), a, b in zip(part.words, part.first, ends, strict=True):
        word = text[start:end]
        case = 2 if end - start > 1 and word.isupper() else int(word[:1].isupper())
        if case:
            kinds[a:b] = [kind + case for kind in kinds[a:b]]
    return Pieces(part.ids, tuple(kinds), part.words, part.first, part.goes_on)


def pack(parts: Sequence[Pieces], size: int = MAX_PIECES) -> list[list[int]]:
    """Indices of neighbouring parts that share a window of at most `size` pieces (one part always fits)."""
    windows: list[list[int]] = []
    used = 0
    for i, part in enumerate(parts):
        need = len(part.ids) + 1
        if not windows or used + need > size:
            windows.append([])
            used = 1
        windows[-1].append(i)
        used += need
    return windows
