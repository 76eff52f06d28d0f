"""Candidate pairs of statements of different reports, scored."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from variorum.compare.match import conflicts, features
from variorum.compare.rivals import looks_ahead
from variorum.compare.statements import Unit
from variorum.models import matcher
from variorum.models.embedder import Vectors

PROPOSE = 0.45  # cosine from which a pair is looked at
NEAREST = 12  # candidates a unit may have in all
_CHUNK = 1024


@dataclass(frozen=True)
class Pair:
    """Two units of different reports, by their places in the list of units, i < j."""

    i: int
    j: int
    cosine: float
    score: float  # 0 to 1: that both say the same
    against: tuple[str, ...]  # what speaks against it


def propose(units: Sequence[Unit], vectors: Vectors, *, floor: float = PROPOSE) -> list[tuple[int, int, float]]:
    """Pairs (i, j, cosine) of units of different articles, i < j: the nearest of each unit.

    Cost is one matrix product, in chunks; what is kept grows with the number of units.
    """
    if len(units) < 2:
        return []
    rows = np.array([unit.vector for unit in units])
    space = vectors[rows]
    article = np.unique([unit.article.id for unit in units], return_inverse=True)[1]
    found: dict[tuple[int, int], float] = {}
    for start in range(0, len(units), _CHUNK):
        cosines = space[start : start + _CHUNK] @ space.T
        cosines[article[start : start + _CHUNK, None] == article[None, :]] = -1
        keep = min(NEAREST, cosines.shape[1])
        nearest = np.argpartition(-cosines, keep - 1, axis=1)[:, :keep]
        for k, row in enumerate(nearest):
            i = start + k
            for j in row.tolist():
                cosine = float(cosines[k, j])
                if cosine >= floor:
                    found[(min(i, j), max(i, j))] = cosine
    return sorted((i, j, cosine) for (i, j), cosine in found.items())


def judge(units: Sequence[Unit], proposed: Sequence[tuple[int, int, float]]) -> list[Pair]:
    """Score the pairs. Neighbours that match too, in the same order, speak for a pair; numbers, dates, polarity and
    names that differ speak against it."""
    if not proposed:
        return []
    table = np.array([features(units[i].reading, units[j].reading, c) for i, j, c in proposed])
    trees = matcher.same(table)
    strong = {
        (units[i].article.id, units[i].order, units[j].article.id, units[j].order) for i, j, c in proposed if c > 0.6
    }
    out = []
    for (i, j, cosine), row, tree in zip(proposed, table, trees, strict=True):
        a, b = units[i], units[j]
        score = 0.5 * float(tree) + 0.5 * min(1.0, max(0.0, (0.7 * cosine + 0.3 * float(row[2]) - 0.35) / 0.45))
        score += 0.06 * _neighbours(a, b, strong)
        against = tuple(obstacles(a, b))
        out.append(Pair(i=i, j=j, cosine=cosine, score=min(1.0, score), against=against))
    return out


def _neighbours(a: Unit, b: Unit, strong: set[tuple[str, int, str, int]]) -> int:
    """How many of the two next places on either side match as well, at most two."""
    count = 0
    for da, db in ((1, 1), (-1, -1), (1, 2), (2, 1), (-1, -2), (-2, -1)):
        key = (a.article.id, a.order + da, b.article.id, b.order + db)
        count += key in strong or (key[2], key[3], key[0], key[1]) in strong
    return min(2, count)


def obstacles(a: Unit, b: Unit) -> list[str]:
    """What keeps two units from being one claim."""
    out = [c for c in conflicts(a.reading, b.reading) if c.startswith("numbers")]
    if a.clause.polarity != b.clause.polarity:
        out.append("one is negated")
    if (a.clause.status == "denied") != (b.clause.status == "denied") and "one is negated" not in out:
        out.append("one is denied")
    done = {"happened", "ongoing"}
    if (a.clause.status in done) != (b.clause.status in done) and looks_ahead(a) != looks_ahead(b):
        out.append(f"{a.clause.status} against {b.clause.status}")
    if not dates_meet(a, b):
        out.append("dates differ")
    return out


def dates_meet(a: Unit, b: Unit) -> bool:
    """Whether the dates in both can be one: an undated clause meets any."""
    spans_a = [(t.from_, t.to) for t in a.times if t.from_ and t.to]
    spans_b = [(t.from_, t.to) for t in b.times if t.from_ and t.to]
    if not spans_a or not spans_b:
        return True
    return any(x[0] <= y[1] and y[0] <= x[1] for x in spans_a for y in spans_b)
