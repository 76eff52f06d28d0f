"""The judge of clauses that may deny, or put at another stage, what another report tells: boosted trees over how both
rank among their reports' clauses, and a logistic regression over the words that only one of them has.

`training/opposed.py` makes them.
"""

import math
from collections.abc import Iterable
from functools import cache

import numpy as np
from numpy.typing import NDArray

from variorum.models.stored import arrays
from variorum.models.trees import Trees, logistic

Floats = NDArray[np.float64]
STATES = ("held", "status", "polarity")


@cache
def _trees() -> Trees:
    return Trees.of(arrays("opposed/trees.npz", "opposed"))


@cache
def _weights() -> dict[str, float]:
    stored = arrays("opposed/words.npz", "opposed")
    return dict(zip(stored["words"].tobytes().decode().split("\n"), stored["weights"].tolist(), strict=True))


def contrast(words: Iterable[str], states: Iterable[bool]) -> float:
    """The log-odds that clauses of one deed put it at two stages, or one denies it.

    Args:
        words: what only one of the two has.
        states: whether they differ in each of `STATES`: only one tells a fact, their statuses differ, only one is
            negative.
    """
    weights = _weights()
    differing = (name for name, differs in zip(STATES, states, strict=True) if differs)
    return math.fsum(
        [weights[""], *(weights[f" {name}"] for name in differing), *(weights.get(word, 0.0) for word in words)]
    )


def chance(table: Floats) -> Floats:
    """The probability, row by row, that two clauses tell of one deed and disagree whether, or how far, it is done.

    Args:
        table: the features, a row a pair, as `compare.opposed` gives them.
    """
    return logistic(_trees().odds(table))
