"""Sentence vectors, each computed once: several stages ask for those of the same sentences."""

from collections import OrderedDict
from collections.abc import Sequence

import numpy as np

from variorum.models.embedder import DIMENSIONS, LONGEST, Vectors, embed

_KEPT = 20_000  # vectors of 2 KB: those of the articles that are linked at one time
_HELD: OrderedDict[str, Vectors] = OrderedDict()


def vectors_of(texts: Sequence[str]) -> Vectors:
    """Unit vectors of the texts, one row each."""
    texts = [text[:LONGEST] for text in texts]
    missing = [text for text in dict.fromkeys(texts) if text not in _HELD]
    if missing:
        missing.sort(key=len)  # texts of like length share a batch, and padding is cheap
        fresh = dict(zip(missing, embed(missing), strict=True))
    else:
        fresh = {}
    out = np.zeros((len(texts), DIMENSIONS), dtype=np.float32)
    for i, text in enumerate(texts):
        out[i] = fresh[text] if text in fresh else _HELD[text]
    _HELD.update(fresh)
    while len(_HELD) > _KEPT:
        _HELD.popitem(last=False)
    return out
