"""Logistic regressions on named features: the weight of each feature that is there, summed (weights of our own, made
by `training/event_sides.py`)."""

import math
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache

from variorum.models.stored import arrays


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
    stored = arrays(f"events/{name}.npz", "event_sides")
    names = bytes(stored["names"]).decode("utf8").split("\n")
    return Linear(float(stored["bias"]), dict(zip(names, map(float, stored["weights"]), strict=True)))
