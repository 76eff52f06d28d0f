"""Boosted trees that judge pairs of statements, in numpy; made by `training/match.py`."""

from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from io import BytesIO
from typing import Any

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
_UNSEEN = 9.0  # the rarity of a word that the table does not hold
_THRESHOLDS = {"same": 0.5, "related": 0.5, "differs": 0.5}


@dataclass(frozen=True)
class Trees:
    """An ensemble of binary trees of one depth, in arrays: node i of a tree has its children at 2i+1 and 2i+2."""

    feature: NDArray[np.int64]  # trees x inner nodes
    threshold: Floats
    leaf: Floats  # trees x leaves
    base: float

    def probability(self, table: Floats) -> Floats:
        """The probability of the positive class for each row."""
        if not len(table):
            return np.zeros(0)
        total = np.full(len(table), self.base)
        rows = np.arange(len(table))
        inner = self.feature.shape[1]
        for feature, threshold, leaf in zip(self.feature, self.threshold, self.leaf, strict=True):
            at = np.zeros(len(table), dtype=np.int64)
            while at[0] < inner:  # all rows go down in step: the trees are full
                right = table[rows, feature[at]] > threshold[at]
                at = 2 * at + 1 + right
            total += leaf[at - inner]
        out: Floats = 1 / (1 + np.exp(-total))
        return out


@cache
def _weights() -> Any:
    data = files("variorum").joinpath("models/weights/match.npz").read_bytes()
    return np.load(BytesIO(data), allow_pickle=False)


def _plain(table: Floats) -> Floats:
    out: Floats = np.clip((0.6 * table[:, 0] + 0.4 * table[:, 1] - 0.3) / 0.5, 0, 1)
    return out


@cache
def _trees(name: str) -> Trees:
    weights = _weights()
    return Trees(
        feature=weights[f"{name}_feature"].astype(np.int64),
        threshold=weights[f"{name}_threshold"].astype(np.float64),
        leaf=weights[f"{name}_leaf"].astype(np.float64),
        base=float(weights[f"{name}_base"]),
    )


def same(table: Floats) -> Floats:
    """The probability, row by row, that both texts say the same."""
    return _trees("same").probability(table) if "same_base" in _weights() else _plain(table)


def related(table: Floats) -> Floats:
    """The probability, row by row, that both texts bear on one matter."""
    return _trees("related").probability(table) if "related_base" in _weights() else _plain(table)


def differs(table: Floats) -> Floats:
    """The probability, row by row, that texts on one matter weaken each other."""
    return _trees("differs").probability(table) if "differs_base" in _weights() else _plain(table)


def threshold(name: str) -> float:
    """From which probability on a verdict holds."""
    weights = _weights()
    key = f"{name}_cut"
    return float(weights[key]) if key in weights else _THRESHOLDS[name]


@cache
def _rarities() -> dict[str, float]:
    weights = _weights()
    return dict(zip(weights["stems"].tolist(), weights["rarity"].astype(float).tolist(), strict=True))


def rarity(stem: str) -> float:
    """The inverse document frequency of a stem, in nats: about 1 for common words, 9 for unseen ones."""
    return _rarities().get(stem, _UNSEEN)
