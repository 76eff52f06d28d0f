"""The judge of pairs of dates: boosted trees over what speaks for both being of one deed.

`training/dates.py` makes them.
"""

from functools import cache

import numpy as np
from numpy.typing import NDArray

from variorum.models.stored import arrays
from variorum.models.trees import Trees, logistic

Floats = NDArray[np.float64]


@cache
def _trees() -> Trees:
    return Trees.of(arrays("dates/trees.npz", "dates"))


def chance(table: Floats) -> Floats:
    """The probability, row by row, that two dates are of one deed, so that reports differ about when it was.

    Args:
        table: the features, a row a pair, as `compare.redated` gives them.
    """
    return logistic(_trees().odds(table))
