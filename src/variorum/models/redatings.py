"""The judge of pairs of dates: boosted trees over what speaks for both being of one deed.

`training/dates.py` makes them.
"""

from functools import cache
from importlib.resources import as_file, files

import numpy as np
from numpy.typing import NDArray

from variorum.errors import ModelError
from variorum.models.trees import Trees, logistic

Floats = NDArray[np.float64]


@cache
def _trees() -> Trees:
    source = files("variorum.models").joinpath("weights/dates/trees.npz")
    if not source.is_file():
        raise ModelError("the weights of dates are missing: reinstall variorum, or run training/dates.py")
    with as_file(source) as path, np.load(path, allow_pickle=False) as stored:
        return Trees.of(dict(stored))


def chance(table: Floats) -> Floats:
    """The probability, row by row, that two dates are of one deed, so that reports differ about when it was.

    Args:
        table: the features, a row a pair, as `compare.redated` gives them.
    """
    return logistic(_trees().odds(table))
