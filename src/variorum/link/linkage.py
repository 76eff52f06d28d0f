"""Average linkage on a sparse graph: clusters join while their articles are, on average over all pairs, alike enough.

Pairs that are not in the graph count as nought, so that no chain of single links can hold a cluster together.
"""

import heapq
from collections.abc import Callable, Iterable, Sequence

Pair = tuple[int, int]


class _Clusters:
    """Clusters under way: members, and for each the summed similarity to every cluster it has a link to."""

    def __init__(self, n: int, links: Iterable[tuple[int, int, float]]) -> None:
        self.members: dict[int, list[int]] = {i: [i] for i in range(n)}
        self.first = list(range(n))  # member of each cluster, those that have joined others too
        self.sums: dict[int, dict[int, float]] = {i: {} for i in range(n)}
        for a, b, weight in links:
            self.sums[a][b] = self.sums[b][a] = weight
        self.next = n

    def mean(self, a: int, b: int) -> float:
        return self.sums[a].get(b, 0.0) / (len(self.members[a]) * len(self.members[b]))

    def merge(self, a: int, b: int) -> int:
        """Join two clusters under a new number."""
        new, self.next = self.next, self.next + 1
        self.members[new] = self.members.pop(a) + self.members.pop(b)
        self.first.append(min(self.first[a], self.first[b]))
        joined = self.sums.pop(a)
        for other, weight in self.sums.pop(b).items():
            joined[other] = joined.get(other, 0.0) + weight
        joined.pop(a, None)
        joined.pop(b, None)
        self.sums[new] = joined
        for other, weight in joined.items():
            row = self.sums[other]
            row.pop(a, None)
            row.pop(b, None)
            row[new] = weight
        return new


def average_linkage(
    n: int,
    links: Iterable[tuple[int, int, float]],
    *,
    threshold: float,
    together: Sequence[Pair] = (),
    apart: Sequence[Pair] = (),
    accept: Callable[[int, int], bool] = lambda a, b: True,
    joined: Callable[[int, int, float], None] = lambda a, b, mean: None,
) -> list[list[int]]:
    """Clusters of 0 to n-1, each sorted, in order of their first members.

    What joins follows from the clusters that meet alone, never from others at work far from them: of two pairs as
    alike, that with the lower first members goes first. So articles that are not linked may be clustered by themselves.

    Args:
        links: (a, b, similarity), each pair once; what is not linked has similarity 0.
        threshold: least mean similarity over all pairs at which two clusters still join.
        together: pairs that share a cluster whatever their similarity (a person said so).
        apart: pairs that never do.
        accept: asked, with the first members of two clusters alike enough (the lower first), whether they may join.
        joined: told of every join, with the same and the mean similarity.
    """
    clusters = _Clusters(n, links)
    enemies: dict[int, set[int]] = {i: set() for i in range(n)}
    for a, b in apart:
        enemies[a].add(b)
        enemies[b].add(a)
    home = list(range(n))

    def firsts(a: int, b: int) -> tuple[int, int]:
        one, other = clusters.first[a], clusters.first[b]
        return (one, other) if one < other else (other, one)

    def entry(a: int, b: int) -> tuple[float, int, int, int, int]:
        return (-clusters.mean(a, b), *firsts(a, b), a, b)

    def join(a: int, b: int) -> int:
        joined(*firsts(a, b), clusters.mean(a, b))
        new = clusters.merge(a, b)
        for i in clusters.members[new]:
            home[i] = new
        return new

    for a, b in together:
        if home[a] != home[b]:
            join(home[a], home[b])
    heap = [entry(a, b) for a in sorted(clusters.sums) for b in clusters.sums[a] if a < b]
    heapq.heapify(heap)
    while heap and -heap[0][0] >= threshold:
        *_, a, b = heapq.heappop(heap)
        if a not in clusters.members or b not in clusters.members:
            continue
        if any(home[e] == b for i in clusters.members[a] for e in enemies[i]):
            continue
        if not accept(*firsts(a, b)):
            continue
        new = join(a, b)
        for other in clusters.sums[new]:
            heapq.heappush(heap, entry(new, other))
    return sorted(sorted(m) for m in clusters.members.values())
