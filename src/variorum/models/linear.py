"""Logistic regressions on named features: the weight of each feature that is there, summed (weights of our own, made
by `training/event_sides.py`)."""

import math
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from importlib.resources import as_file, files

import numpy as np

from variorum.errors import ModelError


@dataclass(frozen=True)
class Linear:
    """One logistic regression."""

    bias: float
    weights: dict[str, float]

    def chance(self, features: Iterable[str]) -> float:
        """The probability that a case with these features is one, from 0 to 1; unknown features count nothing."""
        score = self.bias + math.fsum(self.weights.get(name, 0.0) for name in set(features))
        return 1 / (1 + math.exp(-max(-30.0, min(30.0, score))))


@cache
def linear(name: str) -> Linear:
    """The model of that name among those of events: `source`, `target`, `event`.

    Raises:
        ModelError: its weights are missing.
    """
    source = files("variorum.models").joinpath(f"weights/events/{name}.npz")
    if not source.is_file():
        raise ModelError(
            f"the weights {name} of events are missing: reinstall variorum, or run training/event_sides.py"
        )
    with as_file(source) as path, np.load(path) as stored:
        names = bytes(stored["names"]).decode("utf8").split("\n")
        return Linear(float(stored["bias"]), dict(zip(names, map(float, stored["weights"]), strict=True)))
