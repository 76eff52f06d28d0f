"""Boosted ensembles of small trees (Friedman 2001), in arrays."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]


@dataclass(frozen=True)
class Trees:
    """An ensemble of binary trees of one depth, in arrays: node i of a tree has its children at 2i+1 and 2i+2."""

    feature: NDArray[np.int64]  # trees x inner nodes
    threshold: Floats
    leaf: Floats  # trees x leaves
    base: float

    def odds(self, table: Floats) -> Floats:
        """The log-odds of the positive class for each row."""
        rows, every = np.arange(len(table))[:, None], np.arange(len(self.feature))
        inner = self.feature.shape[1]
        at = np.zeros((len(table), len(every)), dtype=np.int64)
        for _ in range(inner.bit_length()):  # all rows go down all trees in step: these are full
            at = 2 * at + 1 + (table[rows, self.feature[every, at]] > self.threshold[every, at])
        total: Floats = self.base + self.leaf[every, at - inner].sum(axis=1)
        return total

    @classmethod
    def of(cls, weights: Mapping[str, Any], name: str = "") -> "Trees":
        """The ensemble of a name among the arrays of a weights file."""
        key = f"{name}_" if name else ""
        return cls(
            feature=weights[f"{key}feature"].astype(np.int64),
            threshold=weights[f"{key}threshold"].astype(np.float64),
            leaf=weights[f"{key}leaf"].astype(np.float64),
            base=float(weights[f"{key}base"]),
        )


def logistic(odds: Floats) -> Floats:
    """Probabilities of log-odds."""
    out: Floats = 1 / (1 + np.exp(-odds))
    return out
