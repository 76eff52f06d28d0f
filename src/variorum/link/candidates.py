"""Which articles are worth comparing: those that share rare words, or a passage.

A word joins the first hundred of the articles that hold it, in the order of ids, and an n-gram that too many hold (a
newsletter's closing line) joins neighbours only. So the pairs grow in proportion to the articles, and one article more
changes little between those before it.
"""

from collections.abc import Sequence

import numpy as np

from variorum.link.passages import COMMON, NEIGHBOURS
from variorum.link.sketch import Sketch
from variorum.link.words import I64, U64

CROWDED = 100  # articles that a key joins, at most
LEAST_KEYS = 2  # that two articles must share


def candidates(sketches: Sequence[Sketch]) -> tuple[I64, I64]:
    """Pairs of places in the sketches (a < b, sorted), which must be in the order of their ids."""
    hashes, row = _postings(sketches, "keys")
    first = _rank(hashes) < CROWDED
    by_keys, shared = np.unique(_pairs(hashes[first], row[first], CROWDED, 0), return_counts=True)
    by_anchors = np.unique(_pairs(*_postings(sketches, "anchors"), COMMON, NEIGHBOURS))
    found = np.union1d(by_keys[shared >= LEAST_KEYS], by_anchors)
    return found >> 32, found & 0xFFFFFFFF


def _postings(sketches: Sequence[Sketch], column: str) -> tuple[U64, I64]:
    """The values of a column, sorted, and the place of the sketch that each is of."""
    hashes: U64 = np.frombuffer(b"".join(getattr(s, column) for s in sketches), np.uint64)
    row = np.repeat(np.arange(len(sketches)), [len(getattr(s, column)) // 8 for s in sketches])
    order = np.lexsort((row, hashes))
    return hashes[order], row[order]


def _rank(hashes: U64) -> I64:
    """The how-manieth of its equals each value of a sorted list is."""
    at = np.arange(len(hashes))
    new = np.concatenate(([True], hashes[1:] != hashes[:-1]))[: len(hashes)]
    rank: I64 = at - np.maximum.accumulate(np.where(new, at, 0))
    return rank


def _pairs(hashes: U64, row: I64, crowded: int, reach: int) -> I64:
    """A number for each pair that shares a value, as often as it does; a crowded value joins only near neighbours."""
    edges = np.flatnonzero(_rank(hashes) == 0)
    sizes = np.diff(np.concatenate((edges, [len(hashes)])))
    size_of = np.repeat(sizes, sizes)
    reaches = np.where(size_of > crowded, reach, crowded)
    out = [np.zeros(0, dtype=np.int64)]
    for step in range(1, min(crowded, len(hashes))):
        live = np.flatnonzero((hashes[:-step] == hashes[step:]) & (reaches[:-step] >= step))
        if not len(live):
            break
        out.append(row[live] << 32 | row[live + step])
    return np.concatenate(out)
