"""The judge of pairs of figures: boosted trees over what speaks for both measuring one quantity.

`training/figures.py` makes them.
"""

import math
from functools import cache
from typing import Any

import numpy as np
from numpy.typing import NDArray

from variorum.models.stored import arrays
from variorum.models.trees import Trees, logistic
from variorum.types import KEPT, SURE

Floats = NDArray[np.float64]


@cache
def _weights() -> dict[str, Any]:
    return arrays("figures/trees.npz", "figures")


@cache
def _trees(kind: str) -> Trees:
    return Trees.of(_weights(), kind)


def score(kind: str, table: Floats) -> Floats:
    """How sure it is, row by row, that two figures measure one quantity and that a reader wants to see them differ:
    from 0 to 1, where `SURE` is the least to be believed unasked, and `KEPT` the least to be kept.

    Args:
        kind: "figure" where they differ in value, "qualifier" where only in bound.
        table: the features, a row a pair, as `compare.likeness` gives them.
    """
    kept, cut = (_odds(float(_weights()[f"{kind}_{name}"])) for name in ("kept", "cut"))
    slope = (_odds(SURE) - _odds(KEPT)) / (cut - kept)
    return logistic(_odds(KEPT) + slope * (_trees(kind).odds(table) - kept))


def _odds(p: float) -> float:
    return math.log(p / (1 - p))
