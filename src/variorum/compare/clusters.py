"""Groups of statements that say the same, joined pair by pair."""

from collections.abc import Sequence
from dataclasses import dataclass

from variorum.compare.pairs import Pair

_UNSEEN = 0.6  # of the cut: what a pair that was not proposed counts as, so that chains of lookalikes break
_LOWEST = 0.85  # of the cut: the mean score that two groups need to become one


@dataclass
class _Tie:
    """What is known of the pairs between two groups."""

    total: float = 0.0
    pairs: int = 0
    barred: bool = False

    def __iadd__(self, other: "_Tie") -> "_Tie":
        self.total += other.total
        self.pairs += other.pairs
        self.barred |= other.barred
        return self


class _Groups:
    """Groups by their numbers, with the ties of each to the others; joining costs as much as the smaller one has."""

    def __init__(self, count: int, pairs: Sequence[Pair]) -> None:
        self.of = list(range(count))
        self.members = {i: [i] for i in range(count)}
        self.ties: dict[int, dict[int, _Tie]] = {i: {} for i in range(count)}
        for p in pairs:
            tie = _Tie(p.score, 1, bool(p.against))
            self.ties[p.i][p.j] = tie
            self.ties[p.j][p.i] = tie

    def mean(self, a: int, b: int, unseen: float) -> float | None:
        """The mean score of the pairs between two groups; None where one of them is barred."""
        tie = self.ties[a].get(b, _Tie())
        if tie.barred:
            return None
        count = len(self.members[a]) * len(self.members[b])
        return (tie.total + (count - tie.pairs) * unseen) / count

    def join(self, a: int, b: int) -> None:
        if len(self.members[a]) + len(self.ties[a]) < len(self.members[b]) + len(self.ties[b]):
            a, b = b, a
        for member in self.members[b]:
            self.of[member] = a
        self.members[a] += self.members.pop(b)
        for other, tie in self.ties.pop(b).items():
            del self.ties[other][b]
            if other == a:
                continue
            if other in self.ties[a]:
                self.ties[a][other] += tie
            else:
                self.ties[a][other] = self.ties[other][a] = tie


def clusters(count: int, pairs: Sequence[Pair], *, cut: float, least: float = _LOWEST) -> list[list[int]]:
    """Groups of units that say the same, by greedy average linkage; a pair with an obstacle is never joined.

    Args:
        count: how many units there are.
        pairs: what speaks for each two of them.
        cut: the score from which two are one.
        least: of the cut, the mean score that two groups need to become one.

    Cost is n log n in the pairs.
    """
    groups = _Groups(count, pairs)
    for pair in sorted(pairs, key=lambda p: (-p.score, p.i, p.j)):
        if pair.score < cut:
            break
        a, b = groups.of[pair.i], groups.of[pair.j]
        if pair.against or a == b:
            continue
        mean = groups.mean(a, b, _UNSEEN * cut)
        if mean is not None and mean >= least * cut:
            groups.join(a, b)
    return sorted(sorted(g) for g in groups.members.values())
