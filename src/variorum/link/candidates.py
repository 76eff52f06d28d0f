"""Which articles are worth comparing: those that share rare words, or a passage.

A word that too many articles hold is a key to none, and an n-gram that too many hold (a newsletter's closing line)
joins neighbours only, in the order of ids. So the pairs grow in proportion to the articles.
"""

from collections.abc import Sequence

import numpy as np

from variorum.link.passages import COMMON, NEIGHBOURS
from variorum.link.sketch import Sketch
from variorum.link.words import I64, U64

CROWDED = 100  # articles that hold a key, from which on it is none
LEAST_KEYS = 2  # that two articles must share


def candidates(sketches: Sequence[Sketch]) -> tuple[I64, I64]:
    """Pairs of places in the sketches (a < b, sorted), which must be in the order of their ids."""
    by_keys, shared = np.unique(_pairs(sketches, "keys", CROWDED, 0), return_counts=True)
    by_anchors = np.unique(_pairs(sketches, "anchors", COMMON, NEIGHBOURS))
    found = np.union1d(by_keys[shared >= LEAST_KEYS], by_anchors)
    a, b = np.divmod(found, max(1, len(sketches)))
    return a, b


def _pairs(sketches: Sequence[Sketch], column: str, crowded: int, reach: int) -> I64:
    """A number for each pair that shares a value, as often as it does; a crowded value joins only near neighbours."""
    hashes: U64 = np.frombuffer(b"".join(getattr(s, column) for s in sketches), np.uint64)
    row = np.repeat(np.arange(len(sketches)), [len(getattr(s, column)) // 8 for s in sketches])
    order = np.lexsort((row, hashes))
    hashes, row = hashes[order], row[order]
    edges = np.flatnonzero(np.concatenate(([True], hashes[1:] != hashes[:-1]))) if len(hashes) else row
    sizes = np.diff(np.concatenate((edges, [len(hashes)])))
    size_of = np.repeat(sizes, sizes)
    reaches = np.where(size_of > crowded, reach, crowded)
    out = [np.zeros(0, dtype=np.int64)]
    for step in range(1, crowded):
        if step >= len(hashes):
            break
        live = np.flatnonzero((hashes[:-step] == hashes[step:]) & (reaches[:-step] >= step))
        if not len(live):
            break
        out.append(row[live] * len(sketches) + row[live + step])
    return np.concatenate(out)
