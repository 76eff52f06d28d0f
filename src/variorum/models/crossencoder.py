"""A cross-encoder of pairs of statements: it reads both at once, and tells what one embedding each cannot.

MiniLM-L6 (Wang et al. 2020), taught by `training/match.py`, in int8, run by onnxruntime.
"""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from variorum.models import encoder

Floats = NDArray[np.float64]

WEIGHTS = encoder.WORDS.parent / "match"
MAX_PIECES = 192  # of a pair, its special pieces included
_LONGEST = 4000  # characters of a text that are cut into pieces: more than MAX_PIECES ever takes


def pack(pairs: Sequence[tuple[str, str]]) -> list[tuple[list[int], int]]:
    """Both texts of each pair as one row of word pieces, and where the second begins; the longer is cut to fit."""
    tokenizer = encoder.tokenizer()
    first, sep = (tokenizer.token_to_id(piece) for piece in ("[CLS]", "[SEP]"))
    texts = [encoder.sound(text[:_LONGEST]) for pair in pairs for text in pair]
    ids = [found.ids for found in tokenizer.encode_batch(texts, add_special_tokens=False)]
    out = []
    for a, b in zip(ids[0::2], ids[1::2], strict=True):
        room = MAX_PIECES - 3
        keep = max(room // 2, room - len(b))
        a, b = a[:keep], b[: room - min(len(a), keep)]
        out.append(([first, *a, sep, *b, sep], len(a) + 2))
    return out


def same(pairs: Sequence[tuple[str, str]], *, threads: int = 1) -> Floats:
    """The log-odds that both texts of a pair say the same: the mean of both orders, since it has no direction."""
    rows = pack([*pairs, *((b, a) for a, b in pairs)])
    odds = np.zeros(len(rows))
    graph = encoder.session(WEIGHTS / "model.onnx", threads)
    for batch in encoder.batches([len(ids) for ids, _ in rows]):
        widest = max(len(rows[i][0]) for i in batch)
        ids, kinds, mask = (np.zeros((len(batch), widest), dtype=np.int64) for _ in range(3))
        for row, i in enumerate(batch):
            found, second = rows[i]
            ids[row, : len(found)], kinds[row, second : len(found)], mask[row, : len(found)] = found, 1, 1
        (given,) = graph.run(None, {"vectors": encoder.vectors(ids), "kinds": kinds, "mask": mask})
        odds[batch] = given[:, 0]
    out: Floats = (odds[: len(pairs)] + odds[len(pairs) :]) / 2
    return out
