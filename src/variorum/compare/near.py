"""How near statements are in meaning, and which are the nearest of all that may be compared."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from variorum.compare.statements import Unit
from variorum.models.embedder import Vectors

_CHUNK = 512  # rows of a table of cosines that are held at a time

Table = NDArray[np.float32]
Booleans = NDArray[np.bool_]


@dataclass(frozen=True, eq=False)
class Near:
    """The vectors of a set of statements, each in the row that its `vector` gives."""

    space: Vectors

    def __call__(self, a: Unit, b: Unit) -> float:
        """The cosine of two statements."""
        return float(self.space[a.vector] @ self.space[b.vector])

    def nearest(
        self,
        rows: Sequence[Unit],
        columns: Sequence[Unit],
        *,
        most: int,
        fits: Callable[[slice, Table], Booleans] | None = None,
    ) -> Iterator[tuple[int, int, float]]:
        """For each of one list its nearest of another, of other reports: (row, column, cosine).

        Args:
            rows: statements to find partners for.
            columns: the partners to choose from.
            most: partners for each.
            fits: which partners may be chosen, for a run of rows and the cosines of that run.
        """
        if not rows or not columns:
            return
        article = {id: n for n, id in enumerate(dict.fromkeys(u.article.id for u in (*rows, *columns)))}
        home, other = (np.array([article[u.article.id] for u in units]) for units in (rows, columns))
        left, right = (self.space[[u.vector for u in units]] for units in (rows, columns))
        for start in range(0, len(rows), _CHUNK):
            run = slice(start, min(start + _CHUNK, len(rows)))
            cosines = left[run] @ right.T
            allowed = home[run, None] != other[None, :]
            if fits is not None:
                allowed &= fits(run, cosines)
            masked = np.where(allowed, cosines, -2.0)
            keep = min(most, masked.shape[1])
            best = np.argpartition(-masked, keep - 1, axis=1)[:, :keep]
            for k, row in enumerate(best):
                for j in row.tolist():
                    if masked[k, j] > -2.0:
                        yield start + k, j, float(cosines[k, j])
