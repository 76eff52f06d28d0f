"""The judge of pairs of statements: boosted trees over what two texts share, joined with a cross-encoder.

`training/match.py` makes them.
"""

import math
from collections.abc import Iterable, Set
from functools import cache
from typing import Any

import numpy as np
from numpy.typing import NDArray

from variorum.models.crossencoder import WEIGHTS
from variorum.models.trees import Trees, logistic

Floats = NDArray[np.float64]
_UNSEEN = 9.0  # the rarity of a word that the table does not hold


@cache
def _weights() -> dict[str, Any]:
    with np.load(WEIGHTS / "trees.npz", allow_pickle=False) as raw:
        return dict(raw)


@cache
def _trees(name: str) -> Trees:
    return Trees.of(_weights(), name)


def same(table: Floats, encoded: Floats | None = None) -> Floats:
    """The probability, row by row, that both texts say the same.

    Args:
        table: the features, a row a pair.
        encoded: what `crossencoder.same` gives for the same pairs; without it, the trees judge alone.
    """
    odds = _trees("same").odds(table)
    if encoded is not None:
        trees, encoder, bias = _weights()["same_joint"]
        odds = trees * odds + encoder * encoded + bias
    return logistic(odds)


def related(table: Floats) -> Floats:
    """The probability, row by row, that both texts bear on one matter."""
    return logistic(_trees("related").odds(table))


def differs(table: Floats) -> Floats:
    """The probability, row by row, that one text weakens the other."""
    return logistic(_trees("differs").odds(table))


def threshold(name: str) -> float:
    """From which probability on a verdict holds."""
    return float(_weights()[f"{name}_cut"])


@cache
def _rarities() -> dict[str, float]:
    weights = _weights()
    return dict(zip(weights["stems"].tolist(), weights["rarity"].astype(float).tolist(), strict=True))


def rarity(stem: str) -> float:
    """The inverse document frequency of a stem, in nats: about 1 for common words, 9 for unseen ones."""
    return _rarities().get(stem, _UNSEEN)


def weight(stems: Iterable[str]) -> float:
    """The rarity of stems, summed: to the last digit the same in whatever order a set holds them."""
    return math.fsum(map(rarity, stems))


def in_common(a: Set[str], b: Set[str]) -> float:
    """The weight of the stems that both have, as a share of that of the one with less."""
    return weight(a & b) / (min(weight(a), weight(b)) or 1)


def rarest(stems: Iterable[str]) -> list[str]:
    """Stems, the rarest first, and those of one rarity by their letters."""
    return sorted(stems, key=lambda stem: (-rarity(stem), stem))


def known(stem: str) -> bool:
    """Whether English news uses the stem at all often."""
    return stem in _rarities()
