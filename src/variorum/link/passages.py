"""Passages that articles share word for word: rare n-grams as anchors, joined by sorting, then extended.

Anchors are chosen by winnowing (Schleimer, Wilkerson and Aiken 2003), which misses no common run of
`ANCHOR + window - 1` words. Each anchor pair is stretched to its longest exact run by bisection over prefix hashes,
then across small edits. Everything is done for all pairs at once; the cost is that of sorting the anchors.
"""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from variorum.link.terms import ranges
from variorum.link.words import I64, U64, Prefix, Words

ANCHOR = 8  # words in an anchor
COMMON = 64  # an anchor held by more articles than this is joined between neighbours only
NEIGHBOURS = 2
MAX_EDIT = 3  # words that an edit may drop, add or replace on either side
MIN_RESUME = 4  # equal words after an edit before the passage goes on


@dataclass(frozen=True)
class Passages:
    """Shared passages: words `a_start` to `a_end` of one article equal those from `b_start` to `b_end` of a later one.

    `same` counts the equal words; the rest was edited. Columns are parallel; word numbers count through the archive.
    """

    a_start: I64
    a_end: I64
    b_start: I64
    b_end: I64
    same: I64

    def __len__(self) -> int:
        return len(self.same)

    def take(self, keep: NDArray[np.bool_] | I64) -> "Passages":
        return Passages(self.a_start[keep], self.a_end[keep], self.b_start[keep], self.b_end[keep], self.same[keep])


def shared_passages(words: Words, *, window: int = 3) -> Passages:
    """All runs of at least `ANCHOR + window - 1` words that two articles share, stretched across small edits."""
    return stretched(words, *anchor_pairs(words, window=window))


def stretched(words: Words, left: I64, right: I64) -> Passages:
    """The passages around pairs of equal anchors. Those of two articles do not depend on what else there is.

    Args:
        left: the word of the earlier article that each pair begins at.
        right: that of the later article.
    """
    prefix = Prefix.of(words)
    exact = _stretch(words, prefix, left, right)
    return _across_edits(words, prefix, exact)


def anchors(words: Words, *, n: int = ANCHOR, window: int = 3) -> tuple[U64, I64]:
    """The winnowed n-grams: their hashes and the word that each begins at."""
    grams, whole = words.ngrams(n)
    if not len(grams):
        return grams, np.zeros(0, dtype=np.int64)
    grams = np.where(whole, grams, np.uint64(0xFFFFFFFFFFFFFFFF))
    article = words.article[: len(grams)]
    least = grams.copy()  # of the window that begins here; a window ends with its article
    for j in range(1, window):
        inside = article[:-j] == article[j:]
        np.minimum(least[:-j], grams[j:], out=least[:-j], where=inside)
    best = least.copy()  # the greatest of the minima of the windows that hold this n-gram
    for j in range(1, window):
        inside = article[:-j] == article[j:]
        np.maximum(best[j:], least[:-j], out=best[j:], where=inside)
    whole = whole & (grams == best)
    at = np.flatnonzero(whole)
    return grams[at], at


def anchor_pairs(words: Words, *, window: int = 3) -> tuple[I64, I64]:
    """Pairs of words of different articles at which the same anchor begins, the earlier article first."""
    grams, at = anchors(words, window=window)
    order = np.argsort(grams, kind="stable")
    return _met(words, at[order], grams[order])


def anchors_between(words: Words, a: I64, b: I64, *, window: int = 3) -> tuple[I64, I64]:
    """The same within pairs of articles (a[i] < b[i]), each pair as if it were all there is."""
    grams, at = anchors(words, window=window)
    bounds = np.searchsorted(words.article[at], np.arange(len(words.bounds)))
    parts = [ranges(bounds[side], bounds[side + 1]) for side in (a, b)]
    found = np.concatenate([numbers for numbers, _ in parts])
    pair = np.concatenate(
        [np.repeat(np.arange(len(side)), sizes) for side, (_, sizes) in zip((a, b), parts, strict=True)]
    )
    order = np.lexsort((found, grams[found], pair))
    return _met(words, at[found[order]], grams[found[order]], pair[order])


def _met(words: Words, at: I64, *keys: I64 | U64) -> tuple[I64, I64]:
    """Pairs of words with equal keys. The words come sorted by the keys, then in their order."""
    new = np.ones(len(at), dtype=bool)
    new[1:] = np.any([key[1:] != key[:-1] for key in keys], axis=0)
    first = np.flatnonzero(new)
    sizes = np.diff(np.concatenate((first, [len(at)])))
    keep = np.repeat(sizes > 1, sizes)
    reach = np.repeat(np.where(sizes > COMMON, NEIGHBOURS, COMMON), sizes)[keep]
    group, at = np.repeat(np.arange(len(sizes)), sizes)[keep], at[keep]
    lefts, rights = [], []
    for step in range(1, min(COMMON, len(at))):
        live = np.flatnonzero((group[:-step] == group[step:]) & (reach[:-step] >= step))
        if not len(live):
            break
        a, b = at[live], at[live + step]
        apart = words.article[a] != words.article[b]
        lefts.append(a[apart])
        rights.append(b[apart])
    if not lefts:
        none = np.zeros(0, dtype=np.int64)
        return none, none
    return np.concatenate(lefts), np.concatenate(rights)


def _run_after(words: Words, prefix: Prefix, a: I64, b: I64) -> I64:
    """How many words are equal from words a and b on, to the end of the nearer article."""
    limit = np.minimum(_last(words, a) - a, _last(words, b) - b)
    return _bisect(np.maximum(limit, 0), lambda n: prefix.run(a, n) == prefix.run(b, n))


def _run_before(words: Words, prefix: Prefix, a: I64, b: I64, floors: tuple[I64, I64]) -> I64:
    """How many words are equal before words a and b, back to the floors."""
    limit = np.minimum(a - floors[0], b - floors[1])
    return _bisect(limit, lambda n: prefix.run(a - n, n) == prefix.run(b - n, n))


def _bisect(limit: I64, equal: Callable[[I64], NDArray[np.bool_]]) -> I64:
    """The greatest length up to the limit for which the runs are equal; equality is monotone in the length."""
    low, high = np.zeros_like(limit), limit.copy()
    while (low < high).any():
        middle = (low + high + 1) // 2
        same = equal(middle)
        low = np.where(same, middle, low)
        high = np.where(same, high, middle - 1)
    return low


def _first(words: Words, at: I64) -> I64:
    out: I64 = words.bounds[words.article[at]]
    return out


def _last(words: Words, at: I64) -> I64:
    safe = np.minimum(at, len(words) - 1)
    out: I64 = np.where(at < len(words), words.bounds[words.article[safe] + 1], at)
    return out


def _stretch(words: Words, prefix: Prefix, left: I64, right: I64) -> Passages:
    """The longest exact runs around pairs of anchors, each once."""
    if not len(left):
        none = np.zeros(0, dtype=np.int64)
        return Passages(none, none, none, none, none)
    left, right = _first_of_runs(words, left, right)
    back = _run_before(words, prefix, left, right, (_first(words, left), _first(words, right)))
    a, b = left - back, right - back
    length = _run_after(words, prefix, a, b)
    return _unique(Passages(a, a + length, b, b + length, length))


def _first_of_runs(words: Words, left: I64, right: I64) -> tuple[I64, I64]:
    """Drop an anchor pair that overlaps the one before it on the same diagonal: both lie in one run."""
    order = np.lexsort((left, right - left))
    left, right = left[order], right[order]
    gap = np.diff(left)
    one = (np.diff(words.article[left]) == 0) & (np.diff(words.article[right]) == 0)  # the same two articles
    goes_on = (np.diff(right - left) == 0) & (gap <= ANCHOR) & one
    keep = np.concatenate(([True], ~goes_on))
    return left[keep], right[keep]


def _unique(found: Passages) -> Passages:
    order = np.lexsort((found.b_end, found.a_end, found.b_start, found.a_start))
    found = found.take(order)
    same = np.ones(len(found), dtype=bool)
    if len(found):
        same[0] = False
        for column in (found.a_start, found.a_end, found.b_start, found.b_end):
            same[1:] &= column[1:] == column[:-1]
    return found.take(~same)


def _across_edits(words: Words, prefix: Prefix, found: Passages) -> Passages:
    """Let passages go on, in both directions, over edits of up to `MAX_EDIT` words."""
    for forwards in (True, False):
        live = np.arange(len(found))
        while len(live):
            part = found.take(live)
            drop, add, run = _best_jump(words, prefix, part, forwards)
            live = live[run > 0]
            moved = run > 0
            if not len(live):
                break
            drop, add, run = drop[moved], add[moved], run[moved]
            found.same[live] += run
            if forwards:
                found.a_end[live] += drop + run
                found.b_end[live] += add + run
            else:
                found.a_start[live] -= drop + run
                found.b_start[live] -= add + run
    return _without_contained(_unique(found), words)


_EDITS = sorted(
    ((i, j) for i in range(MAX_EDIT + 1) for j in range(MAX_EDIT + 1) if i or j), key=lambda e: (max(e), sum(e), e)
)


def _best_jump(words: Words, prefix: Prefix, part: Passages, forwards: bool) -> tuple[I64, I64, I64]:
    """The smallest edit after (or before) each passage beyond which it goes on, and how far; 0 where none does."""
    drop, add, run = (np.zeros(len(part), dtype=np.int64) for _ in range(3))
    floors = _first(words, part.a_start), _first(words, part.b_start)
    ceilings = _last(words, part.a_start), _last(words, part.b_start)
    for i, j in _EDITS:
        at = np.flatnonzero(run == 0)
        if forwards:
            a, b = part.a_end[at] + i, part.b_end[at] + j
            inside = (a < ceilings[0][at]) & (b < ceilings[1][at])
        else:
            a, b = part.a_start[at] - i, part.b_start[at] - j
            inside = (a > floors[0][at]) & (b > floors[1][at])
        at, a, b = at[inside], a[inside], b[inside]
        if not len(at):
            continue
        if forwards:
            length = _run_after(words, prefix, a, b)
        else:
            length = _run_before(words, prefix, a, b, (floors[0][at], floors[1][at]))
        good = length >= MIN_RESUME
        drop[at[good]], add[at[good]], run[at[good]] = i, j, length[good]
    return drop, add, run


def _without_contained(found: Passages, words: Words) -> Passages:
    """Drop passages that lie, on both sides, within another of the same pair of articles."""
    if not len(found):
        return found
    a, b = words.article[found.a_start], words.article[found.b_start]
    order = np.lexsort((-found.same, b, a))
    found, a, b = found.take(order), a[order], b[order]
    new_pair = np.concatenate(([True], (np.diff(a) != 0) | (np.diff(b) != 0)))
    starts = np.flatnonzero(new_pair)
    keep = np.ones(len(found), dtype=bool)
    for low, high in zip(starts.tolist(), [*starts[1:].tolist(), len(found)], strict=True):
        if high - low > 1:
            keep[low:high] = _maximal(found, low, high)
    return found.take(keep)


def _maximal(found: Passages, low: int, high: int) -> list[bool]:
    """Which of one pair's passages, longest first, are not covered by those kept before on both sides."""
    held: list[tuple[int, int, int, int]] = []
    out = []
    for i in range(low, high):
        a, z, b, y = (int(c[i]) for c in (found.a_start, found.a_end, found.b_start, found.b_end))
        covered = any(_mostly(a, z, s, e) or _mostly(b, y, t, f) for s, e, t, f in held)
        out.append(not covered)
        if not covered:
            held.append((a, z, b, y))
    return out


def _mostly(start: int, end: int, low: int, high: int) -> bool:
    """Whether more than half of a span lies within another."""
    return 2 * (min(end, high) - max(start, low)) > end - start
