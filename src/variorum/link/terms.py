"""Articles as sparse vectors of weighted terms, and which articles share rare ones."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from variorum.link.words import I64, U64

F64 = NDArray[np.float64]


@dataclass(frozen=True)
class Terms:
    """Rows of (term, weight), terms ascending within a row, each row of length 1. Row i is `bounds[i]:bounds[i+1]`."""

    term: I64
    weight: F64
    bounds: I64
    frequency: I64  # of each term: in how many rows it is
    hashes: U64  # of each term, ascending

    @property
    def rows(self) -> int:
        return len(self.bounds) - 1

    def cosines(self, a: I64, b: I64) -> F64:
        """The cosine of rows a[i] and b[i], for each i. Pairs should come sorted by a."""
        return self._products(a, b, self.weight)

    def shared(self, a: I64, b: I64, worth: F64) -> F64:
        """The summed worth of the terms that are in rows a[i] and b[i], for each i; `worth` is that of each term."""
        return self._products(a, b, np.sqrt(worth)[self.term])

    def _products(self, a: I64, b: I64, value: F64) -> F64:
        """The sum, over the terms of both rows, of the product of the values that they have there."""
        out = np.zeros(len(a))
        dense = np.zeros(len(self.frequency))
        cuts = np.flatnonzero(np.diff(a)) + 1
        for low, high in zip([0, *cuts.tolist()], [*cuts.tolist(), len(a)], strict=True):
            if low == high:
                continue
            row = slice(self.bounds[a[low]], self.bounds[a[low] + 1])
            dense[self.term[row]] = value[row]
            others = b[low:high]
            at, sizes = ranges(self.bounds[others], self.bounds[others + 1])
            products = dense[self.term[at]] * value[at]
            out[low:high] = np.bincount(np.repeat(np.arange(high - low), sizes), products, minlength=high - low)
            dense[self.term[row]] = 0.0
        return out


def coverage(part: Terms, whole: Terms, a: I64, b: I64, rarity: F64) -> tuple[F64, F64, F64]:
    """How much of row a[i] of `part` is in row b[i] of `whole`, for each i.

    Args:
        rarity: of each term of `whole`, among which are all of `part`.

    Returns:
        The share, by squared weight, of the terms that are there; the greatest rarity of one that is; and of one that
        is not. Without any such term the rarity is 0.
    """
    share, held, missing = np.zeros(len(a)), np.zeros(len(a)), np.zeros(len(a))
    place = np.searchsorted(whole.hashes, part.hashes)
    present = np.zeros(len(whole.hashes), dtype=bool)
    order = np.argsort(b, kind="stable")
    a, b = a[order], b[order]
    cuts = np.flatnonzero(np.diff(b)) + 1
    for low, high in zip([0, *cuts.tolist()], [*cuts.tolist(), len(b)], strict=True):
        if low == high:
            continue
        row = whole.term[whole.bounds[b[low]] : whole.bounds[b[low] + 1]]
        present[row] = True
        at, sizes = ranges(part.bounds[a[low:high]], part.bounds[a[low:high] + 1])
        term = place[part.term[at]]
        pair, rare = order[low:high][np.repeat(np.arange(high - low), sizes)], rarity[term]
        there = present[term]
        np.add.at(share, pair, there * part.weight[at] ** 2)
        np.maximum.at(held, pair, there * rare)
        np.maximum.at(missing, pair, ~there * rare)
        present[row] = False
    return share, held, missing


def ranges(starts: I64, ends: I64) -> tuple[I64, I64]:
    """The numbers of all the half-open ranges, one after the other, and the size of each."""
    sizes = ends - starts
    shift = np.repeat(starts - np.concatenate(([0], np.cumsum(sizes)[:-1])), sizes)
    return np.arange(int(sizes.sum())) + shift, sizes


def count_terms(hashes: U64, article: I64, rows: int) -> tuple[U64, I64, I64, I64, I64]:
    """Distinct hashes, then for each (article, term) its term, count and article, sorted, and the term's frequency."""
    distinct, term = np.unique(hashes, return_inverse=True)
    key = article * max(1, len(distinct)) + term
    cells, counts = np.unique(key, return_counts=True)
    row, column = np.divmod(cells, max(1, len(distinct)))
    frequency = np.bincount(column, minlength=len(distinct))
    return distinct, column, counts, row, frequency


def weigh(distinct: U64, column: I64, weight: F64, row: I64, frequency: I64, rows: int) -> Terms:
    """Terms with each row scaled to length 1."""
    norms = np.sqrt(np.bincount(row, weight**2, minlength=rows))
    scaled = weight / np.where(norms == 0, 1, norms)[row]
    bounds = np.searchsorted(row, np.arange(rows + 1))
    return Terms(column, scaled, bounds.astype(np.int64), frequency, distinct)


def neighbours(terms: Terms, *, top: int = 40, common: int = 100) -> tuple[I64, I64]:
    """Pairs of rows (a < b, sorted) that share one of the `top` heaviest terms of both.

    A term held by more than `common` rows joins none, which keeps the cost near-linear in the number of rows.
    """
    row = np.repeat(np.arange(terms.rows), np.diff(terms.bounds))
    useful = (terms.frequency[terms.term] > 1) & (terms.frequency[terms.term] <= common)
    at = np.flatnonzero(useful)
    at = at[np.lexsort((-terms.weight[at], row[at]))]
    starts = np.searchsorted(row[at], np.arange(terms.rows))
    at = at[np.arange(len(at)) - starts[row[at]] < top]
    order = np.lexsort((row[at], terms.term[at]))
    term, row = terms.term[at][order], row[at][order]
    keys = []
    for step in range(1, common):
        live = np.flatnonzero(term[:-step] == term[step:]) if step < len(term) else np.zeros(0, dtype=np.int64)
        if not len(live):
            break
        keys.append(row[live] * terms.rows + row[live + step])
    if not keys:
        none = np.zeros(0, dtype=np.int64)
        return none, none
    a, b = np.divmod(np.unique(np.concatenate(keys)), terms.rows)
    return a, b
