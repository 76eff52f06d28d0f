"""The weights by which reports are joined to stories: background word counts, a pair model and a cluster model.

That of pairs is a logistic regression with products of two features, that of clusters an ensemble of small trees.
`training/stories.py` makes them.
"""

import json
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

import numpy as np
from numpy.typing import NDArray

from variorum.models.trees import Trees, logistic

F64 = NDArray[np.float64]


@dataclass(frozen=True)
class Logistic:
    """A logistic regression over scaled features, with products of two of them where `square` is not empty."""

    features: tuple[str, ...]
    mean: F64
    scale: F64
    bias: float
    linear: F64
    square: F64  # upper triangle of the weights of products

    def likelihood(self, rows: F64) -> F64:
        """The chance, 0 to 1, for each row of features."""
        z = (rows - self.mean) / self.scale
        logit = self.bias + z @ self.linear
        if self.square.size:
            logit = logit + ((z @ self.square) * z).sum(axis=1)
        out: F64 = 1 / (1 + np.exp(-np.clip(logit, -30, 30)))
        return out

    @classmethod
    def read(cls, data: dict[str, Any]) -> "Logistic":
        columns = {name: np.array(data[name], dtype=np.float64) for name in ("mean", "scale", "linear", "square")}
        return cls(features=tuple(data["features"]), bias=float(data["bias"]), **columns)


@dataclass(frozen=True)
class Boosted:
    """Small trees over features, of which none pulls against what it stands for (Friedman 2001)."""

    features: tuple[str, ...]
    trees: Trees

    def likelihood(self, rows: F64) -> F64:
        """The chance, 0 to 1, for each row of features."""
        return logistic(self.trees.odds(rows))

    @classmethod
    def read(cls, data: dict[str, Any]) -> "Boosted":
        columns = {name: np.array(data[name], dtype=np.float64) for name in ("feature", "threshold", "leaf", "base")}
        return cls(tuple(data["features"]), Trees.of(columns))


def _weights(name: str) -> dict[str, Any]:
    data: dict[str, Any] = json.loads(files("variorum.models").joinpath(f"weights/{name}").read_text("utf8"))
    return data


@cache
def pair_model() -> Logistic:
    """Whether two reports tell of one affair."""
    return Logistic.read(_weights("stories.json")["pairs"])


@cache
def cluster_model() -> Boosted:
    """Whether two groups of reports tell of one affair."""
    return Boosted.read(_weights("stories.json")["clusters"])


def word_counts() -> tuple[int, dict[str, int], dict[str, int]]:
    """How many news articles were counted, and in how many of them each name and each other word is."""
    data = _weights("stories.background.json")
    return data["articles"], data["names"], data["others"]
