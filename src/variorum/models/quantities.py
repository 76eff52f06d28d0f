"""The judge of pairs of figures: boosted trees over what speaks for both measuring one quantity.

`training/figures.py` makes them.
"""

import math
from functools import cache
from importlib.resources import as_file, files

import numpy as np
from numpy.typing import NDArray

from variorum.errors import ModelError
from variorum.models.trees import Trees, logistic

Floats = NDArray[np.float64]
SURE = 0.6  # score from which two figures are taken for one quantity
_CHANCE = 0.3  # the chance that has this score; a careful reader wants to see two or three such pairs in four


@cache
def _trees() -> Trees:
    source = files("variorum.models").joinpath("weights/figures/trees.npz")
    if not source.is_file():
        raise ModelError("the weights of figures are missing: reinstall variorum, or run training/figures.py")
    with as_file(source) as path, np.load(path, allow_pickle=False) as stored:
        return Trees.of(dict(stored))


def chance(table: Floats) -> Floats:
    """The probability, row by row, that two figures measure one quantity.

    Args:
        table: the features, a row a pair, as `compare.likeness` gives them.
    """
    return logistic(_trees().odds(table))


def score(table: Floats) -> Floats:
    """The probabilities as scores from 0 to 1, where `SURE` is the least to be believed."""
    shift = _odds(SURE) - _odds(_CHANCE)
    return logistic(_trees().odds(table) + shift)


def _odds(p: float) -> float:
    return math.log(p / (1 - p))
