"""An index of anchors: which articles of a growing archive share passages, without holding the texts.

An article leaves about two hashes for every `window + 1` words. They are kept in sorted runs, small ones merged into
larger ones as they gather, so that adding an article costs the same in a small archive and in a large one, and
joining the whole archive is one sort.
"""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from variorum.link.passages import ANCHOR, COMMON, NEIGHBOURS, anchors
from variorum.link.words import I64, U64, words_of_texts

_Run = tuple[U64, NDArray[np.int32]]  # anchors in ascending order, and the article of each
_RUNS = 8  # runs of like size that are kept before they are merged
_BATCH = 2000  # texts whose words are in memory at a time
_PIECE = 1 << 22  # anchors joined at a time


class AnchorIndex:
    """Articles by the anchors they hold.

    Args:
        window: anchors to choose from at each place. Runs of `8 + window - 1` equal words are never missed.
    """

    def __init__(self, *, window: int = 13) -> None:
        self.window = window
        self.articles = 0
        self._runs: list[_Run] = []

    def add(self, texts: Sequence[str]) -> None:
        """Add articles; they are numbered in the order in which they come."""
        for start in range(0, len(texts), _BATCH):
            hashes, article = self._anchors(texts[start : start + _BATCH])
            self._runs.append((hashes, article + np.int32(self.articles)))
            self.articles += min(_BATCH, len(texts) - start)
            self._merge()

    def similar(self, text: str, *, least: int = 1) -> list[tuple[int, int]]:
        """(article, anchors shared) of the articles that share anchors with a text, the most first."""
        wanted, _ = self._anchors([text])
        wanted = np.unique(wanted)
        counts: dict[int, int] = {}
        for hashes, article in self._runs:
            low, high = np.searchsorted(hashes, wanted, "left"), np.searchsorted(hashes, wanted, "right")
            for first, last in zip(low.tolist(), high.tolist(), strict=True):
                if last - first <= COMMON:
                    for i in set(article[first:last].tolist()):
                        counts[i] = counts.get(i, 0) + 1
        return sorted(((i, n) for i, n in counts.items() if n >= least), key=lambda x: (-x[1], x[0]))

    def pairs(self) -> tuple[I64, I64, I64]:
        """All pairs of articles (a < b) that share anchors, and how many they share.

        An anchor that more than `COMMON` articles hold joins each of them to its neighbours only.
        """
        hashes, article = self._whole()
        keys: list[I64] = []
        for low, high in _pieces(hashes):
            keys.extend(_joined(hashes[low:high], article[low:high], self.articles))
        if not keys:
            none = np.zeros(0, dtype=np.int64)
            return none, none, none
        found, counts = np.unique(np.concatenate(keys), return_counts=True)
        a, b = np.divmod(found, self.articles)
        return a, b, counts

    def _anchors(self, texts: Sequence[str]) -> _Run:
        words = words_of_texts(texts)
        hashes, at = anchors(words, n=ANCHOR, window=self.window)
        article = words.article[at].astype(np.int32)
        order = np.argsort(hashes, kind="stable")
        return hashes[order], article[order]

    def _merge(self) -> None:
        """Merge the latest runs when `_RUNS` of them have gathered, or when they outgrow the one before."""
        while len(self._runs) >= _RUNS or (len(self._runs) > 1 and len(self._runs[-1][0]) > len(self._runs[-2][0])):
            cut = len(self._runs) - 1
            while cut > 0 and len(self._runs[cut - 1][0]) <= 2 * sum(len(r[0]) for r in self._runs[cut:]):
                cut -= 1
            cut = min(cut, len(self._runs) - 2)
            hashes, article = (np.concatenate(column) for column in zip(*self._runs[cut:], strict=True))
            order = np.argsort(hashes, kind="stable")
            self._runs[cut:] = [(hashes[order], article[order])]

    def _whole(self) -> _Run:
        if len(self._runs) > 1:
            hashes, article = (np.concatenate(column) for column in zip(*self._runs, strict=True))
            order = np.argsort(hashes, kind="stable")
            self._runs = [(hashes[order], article[order])]
        if not self._runs:
            return np.zeros(0, dtype=np.uint64), np.zeros(0, dtype=np.int32)
        return self._runs[0]


def _pieces(hashes: U64) -> list[tuple[int, int]]:
    """Cuts of a sorted list that part no equal neighbours."""
    out, low = [], 0
    while low < len(hashes):
        high = min(low + _PIECE, len(hashes))
        if high < len(hashes):
            high = int(np.searchsorted(hashes, hashes[high - 1], "right"))
        out.append((low, high))
        low = high
    return out


def _joined(hashes: U64, article: NDArray[np.int32], articles: int) -> list[I64]:
    """A number for each pair of articles with an equal hash: first article times `articles`, plus the second."""
    edges = np.flatnonzero(np.concatenate(([True], hashes[1:] != hashes[:-1])))
    sizes = np.diff(np.concatenate((edges, [len(hashes)])))
    keep = np.repeat(sizes > 1, sizes)
    reach = np.repeat(np.where(sizes > COMMON, NEIGHBOURS, COMMON), sizes)[keep]
    hashes, held = hashes[keep], article[keep].astype(np.int64)
    out = []
    for step in range(1, COMMON + 1):
        if step >= len(hashes):
            break
        live = np.flatnonzero((hashes[:-step] == hashes[step:]) & (reach[:-step] >= step))
        if not len(live):
            break
        one, other = held[live], held[live + step]
        apart = one != other
        out.append(np.minimum(one, other)[apart] * articles + np.maximum(one, other)[apart])
    return out
