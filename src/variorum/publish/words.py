"""Differences between wordings, word by word, for marking them in print."""

import re
from collections.abc import Iterable, Sequence
from difflib import SequenceMatcher
from itertools import groupby

from variorum.types import Record, Span

_WORD = re.compile(r"\w+(?:[’'.,]\w+)*|[^\w\s]")
_PAIRS_MAX = 400  # words: longer passages are shown unmarked, a diff of them is no help to anybody


class Piece(Record, frozen=True, kw_only=True):
    """A run of a text, and whether it differs from what it is compared with."""

    text: str
    differs: bool


class Reading(Record, frozen=True, kw_only=True):
    """An entry of an apparatus: where the base text has `lemma`, another has `variant`. Either may be empty."""

    lemma: str
    variant: str


def mark(text: str, others: Sequence[str]) -> tuple[Piece, ...]:
    """Split a text into what every other wording shares and what at least one of them lacks.

    Args:
        text: the wording to mark.
        others: the wordings that it is laid beside.
    """
    words = list(_WORD.finditer(text))
    if not words or not others or len(words) > _PAIRS_MAX:
        return (Piece(text=text, differs=False),)
    mine = [w.group().casefold() for w in words]
    unlike: set[int] = set()
    for other in others:
        theirs = [w.casefold() for w in _WORD.findall(other)][:_PAIRS_MAX]
        blocks = SequenceMatcher(None, mine, theirs, autojunk=False).get_matching_blocks()
        unlike |= set(range(len(mine))) - {i for block in blocks for i in range(block.a, block.a + block.size)}
    flags = [False] * len(text)
    for i, word in enumerate(words):
        if i in unlike and word.group()[0].isalnum():
            start = words[i - 1].end() if i - 1 in unlike and flags[words[i - 1].start()] else word.start()
            flags[start : word.end()] = [True] * (word.end() - start)
    return _runs(text, flags)


def pieces(text: str, spans: Iterable[Span]) -> tuple[Piece, ...]:
    """A text split at spans, which count as differing."""
    flags = [False] * len(text)
    for start, end in spans:
        flags[start:end] = [True] * len(flags[start:end])
    return _runs(text, flags)


def _runs(text: str, flags: Sequence[bool]) -> tuple[Piece, ...]:
    runs = groupby(zip(text, flags, strict=True), key=lambda pair: pair[1])
    return tuple(Piece(text="".join(c for c, _ in run), differs=differs) for differs, run in runs)


def readings(base: str, other: str) -> tuple[Reading, ...] | None:
    """Where another wording departs from a base, as an apparatus prints it; None when they share too little.

    Args:
        base: the wording that is printed in full.
        other: the wording that is given by its departures.
    """
    a, b = _WORD.findall(base), _WORD.findall(other)
    if not a or not b or len(a) > _PAIRS_MAX or len(b) > _PAIRS_MAX:
        return None
    fold_a, fold_b = [w.casefold() for w in a], [w.casefold() for w in b]
    matcher = SequenceMatcher(None, fold_a, fold_b, autojunk=False)
    if matcher.ratio() < 0.5:
        return None
    out = []
    for op, i, j, k, m in matcher.get_opcodes():
        lemma, variant = _join(a[i:j]), _join(b[k:m])
        if op != "equal" and any(c.isalnum() for c in lemma + variant):
            out.append(Reading(lemma=lemma, variant=variant))
    return tuple(out)


def _join(words: Sequence[str]) -> str:
    """Words as prose: no space before a closing mark."""
    return re.sub(r"\s+([,.;:!?’”)\]])", r"\1", " ".join(words))
