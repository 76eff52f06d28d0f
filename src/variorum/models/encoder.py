"""What the encoders share: word pieces, the vector of each, and how a graph is run.

The vectors are those of MiniLM-L6 (Wang et al. 2020). No fine-tuning changes them, so one table serves every graph.
"""

import re
from collections.abc import Iterator, Sequence
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from variorum.errors import ModelError

WORDS = Path(__file__).parent / "weights" / "words"
Floats = NDArray[np.float32]
Halves = NDArray[np.float16]
Ids = NDArray[np.int64]
BATCH = 2048  # pieces, or words, of one run
_SURROGATE = re.compile("[\ud800-\udfff]")


@cache
def tokenizer() -> Any:
    """The word-piece tokenizer, without truncation."""
    from tokenizers import Tokenizer

    return Tokenizer.from_file(str(WORDS / "tokenizer.json"))


def sound(text: str) -> str:
    """The text with lone surrogates replaced, which no tokenizer takes; its length stays."""
    return _SURROGATE.sub("?", text)


@cache
def _table() -> tuple[NDArray[np.uint8], np.float32, np.int32]:
    with np.load(WORDS / "vectors.npz", allow_pickle=False) as raw:
        return raw["table"], np.float32(raw["scale"]), np.int32(raw["zero"])


def vectors(ids: Ids) -> Floats:
    """The vectors of word pieces: one more axis than `ids`."""
    table, scale, zero = _table()
    out: Floats = (table[ids].astype(np.float32) - np.float32(zero)) * scale
    return out


@cache
def session(path: Path, threads: int = 1) -> Any:
    """An onnxruntime session of a graph.

    Raises:
        ModelError: the file is missing.
    """
    import onnxruntime

    if not path.exists():
        raise ModelError(f"the weights {path.name} of {path.parent.name} are missing: install the package anew")
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = threads
    options.inter_op_num_threads = 1
    options.log_severity_level = 3
    return onnxruntime.InferenceSession(str(path), options, providers=["CPUExecutionProvider"])


def batches(lengths: Sequence[int], size: int = BATCH) -> Iterator[list[int]]:
    """Indices of texts of like length, shortest first, each batch under `size` pieces or words with its padding."""
    batch: list[int] = []
    for i in sorted(range(len(lengths)), key=lengths.__getitem__):
        if batch and (len(batch) + 1) * lengths[i] > size:
            yield batch
            batch = []
        batch.append(i)
    if batch:
        yield batch
