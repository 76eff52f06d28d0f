"""The quotation tagger: source, cue and content as B, I and O over the words of whole paragraphs, and their links.

MiniLM-L6 (Wang et al. 2020), fine-tuned by `training/quotes.py`, in int8, run by onnxruntime. It gives, for each word,
the emissions of a linear-chain CRF and the vectors by which spans are linked; `models.crf` decodes the first.
"""

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

import numpy as np
from numpy.typing import NDArray

from variorum.models import encoder
from variorum.models.encoder import Floats, Halves
from variorum.types import Span

MAX_PIECES = 256  # of a window, its special pieces included
ROLES = ("source", "cue", "content")
TAGS = ("O", *(f"{p}-{role}" for role in ROLES for p in "BI"))
RUN = 64  # pieces between two spaces that are read; what is longer is no word of a text but a code or a rule of marks
KINDS = 6  # of a piece: lower case, capitalised or all capitals; outside or inside quotation marks


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
    encoded = tokenizer.encode(encoder.sound(text[start:end]), add_special_tokens=False)
    ids: list[int] = []
    kinds: list[int] = []
    words: list[Span] = []
    first: list[int] = []
    last_word, at, goes_on = None, 0, False
    limit = MAX_PIECES - 2
    run = before = 0  # pieces since the last space; where the piece before ended
    for piece, word, (a, b) in zip(encoded.ids, encoded.word_ids, encoded.offsets, strict=True):
        run = run + 1 if a == before else 1
        before = b
        if run > RUN:
            continue
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


# --- running it -------------------------------------------------------------------------------------------------

WEIGHTS = encoder.WORDS.parent / "quotes"
CONTEXT = 64  # pieces of the paragraph before a window that are read again with it, at most
HELD = 64  # windows that are read before the first is given
LINK = 64  # dimensions of each link vector
WIDTH = 384  # of the vector of a word
LOWER = 3  # the layer of six whose vectors are given beside what the last one tells


@dataclass(frozen=True)
class Head:
    """The learned settings that are not in the graph: the CRF's and the links'."""

    transitions: Floats  # (tags, tags), legal ones only
    begin: Floats  # (tags,)
    near: Floats  # (2, buckets): bias of a link by signed distance, for content to cue and cue to source
    none: Floats  # (2,): score of having no cue, no source


@dataclass(frozen=True)
class Window:
    """What the tagger gives for neighbouring parts of an article."""

    parts: tuple[int, ...]  # indices of the parts, in order
    context: int  # how many of them, at the start, are there only to be read
    words: tuple[int, ...]  # where each part's words begin in the rows below
    emissions: Floats  # (words, tags)
    links: Floats  # (words, 5, LINK): content first, content last, cue as head, cue as child, source as head
    lower: Halves  # (words, WIDTH): the words in their context, as the layer LOWER gives them; held for whole articles


@dataclass(frozen=True)
class Reading:
    """An article as the tagger read it."""

    parts: tuple[Pieces, ...]
    windows: tuple[Window, ...]

    def words(self) -> tuple[tuple[Span, ...], Halves]:
        """Each word once, in order, and its vector in its context, one row a word."""
        own = [(w, w.words[w.context] if w.context else 0) for w in self.windows]
        spans = tuple(s for w, _ in own for i in w.parts[w.context :] for s in self.parts[i].words)
        rows = [w.lower[at:] for w, at in own]
        return spans, np.concatenate(rows) if rows else np.zeros((0, WIDTH), dtype=np.float16)


def read(text: str, paragraphs: Sequence[Span], quoted: Sequence[Sequence[Span]]) -> Reading:
    """Read an article.

    Args:
        text: the whole article.
        paragraphs: the stretches to read, in order.
        quoted: for each paragraph, its stretches between quotation marks, sorted and apart.
    """
    parts = cut(text, paragraphs, quoted)
    return Reading(tuple(parts), tuple(run(parts)) if parts else ())


def bucket(distance: NDArray[np.intp], buckets: int) -> NDArray[np.intp]:
    """Signed distance in words, on a logarithmic scale: the first half of the buckets for what stands before."""
    half = buckets // 2
    size = np.minimum(np.log2(np.abs(distance) + 1).astype(np.intp), half - 1)
    out: NDArray[np.intp] = np.where(distance < 0, size, half + size)
    return out


@cache
def head() -> Head:
    """The CRF's and the links' settings."""
    raw = json.loads((WEIGHTS / "head.json").read_text(encoding="utf8"))
    return Head(**{name: np.asarray(value, dtype=np.float32) for name, value in raw.items()})


def cut(text: str, paragraphs: Sequence[Span], quoted: Sequence[Sequence[Span]]) -> list[Pieces]:
    """The parts of an article: its paragraphs, very long ones in several pieces.

    Args:
        text: the whole article.
        paragraphs: the stretches to read, in order.
        quoted: for each paragraph, its stretches between quotation marks, sorted and apart.
    """
    tok = encoder.tokenizer()
    both = zip(paragraphs, quoted, strict=True)
    return [with_case(text, part) for paragraph, marks in both for part in pieces(tok, text, paragraph, marks)]


def run(parts: Sequence[Pieces], *, threads: int = 1) -> Iterator[Window]:
    """Read the parts in windows of neighbours, each with the end of the window before for context.

    Args:
        parts: as `cut` gives them.
        threads: for onnxruntime.

    Yields:
        The windows in order; only some are held at a time, however long the article.
    """
    groups = _with_context(parts)
    for at in range(0, len(groups), HELD):
        yield from _run(parts, groups[at : at + HELD], threads)


def _run(parts: Sequence[Pieces], groups: Sequence[tuple[list[int], int]], threads: int) -> list[Window]:
    """The windows of some groups of parts, run in batches of like length."""
    rows = [_flatten([parts[i] for i in group]) for group, _ in groups]
    out: dict[int, Window] = {}
    for batch in encoder.batches([len(ids) for ids, _, _ in rows]):
        widest = max(len(rows[i][0]) for i in batch)
        ids, kinds, mask = (np.zeros((len(batch), widest), dtype=np.int64) for _ in range(3))
        for row, i in enumerate(batch):
            size = len(rows[i][0])
            ids[row, :size], kinds[row, :size], mask[row, :size] = rows[i][0], rows[i][1], 1
        graph = encoder.session(WEIGHTS / "model.onnx", threads)
        given, lower = graph.run(None, {"vectors": encoder.vectors(ids), "kinds": kinds, "mask": mask})
        for row, i in enumerate(batch):
            words = given[row, rows[i][2]]
            group, context = groups[i]
            sizes = [len(parts[k].words) for k in group]
            out[i] = Window(
                parts=tuple(group),
                context=context,
                words=tuple(int(n) for n in np.cumsum([0, *sizes[:-1]])),
                emissions=words[:, : len(TAGS)],
                links=words[:, len(TAGS) :].reshape(len(words), 5, LINK),
                lower=lower[row, rows[i][2]].astype(np.float16),
            )
    return [out[i] for i in range(len(groups))]


def _with_context(parts: Sequence[Pieces]) -> list[tuple[list[int], int]]:
    """Windows of parts, each with how many of them, at its start, the window before has already."""
    out: list[tuple[list[int], int]] = []
    used = MAX_PIECES
    for i, part in enumerate(parts):
        need = len(part.ids) + 1
        if used + need > MAX_PIECES:
            before = len(parts[i - 1].ids) + 1 if i else MAX_PIECES
            repeat = before <= CONTEXT and 1 + before + need <= MAX_PIECES
            out.append(([i - 1] if repeat else [], int(repeat)))
            used = 1 + (before if repeat else 0)
        out[-1][0].append(i)
        used += need
    return out


def _flatten(parts: Sequence[Pieces]) -> tuple[list[int], list[int], list[int]]:
    """Piece ids, their kinds, and each word's first piece, of a window."""
    cls, sep = (encoder.tokenizer().token_to_id(piece) for piece in ("[CLS]", "[SEP]"))
    ids, kinds, first = [cls], [0], []
    for part in parts:
        first += [len(ids) + f for f in part.first]
        ids += [*part.ids, sep]
        kinds += [*part.kinds, 0]
    return ids, kinds, first
