"""The PLOVER root of a sentence with a marked source and target: logistic regression on what the parse and the
sentence encoder tell (weights of our own, made by `training/events.py`)."""

import itertools
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

import numpy as np
from numpy.typing import NDArray

from variorum.models.embedder import embed
from variorum.models.stored import arrays

Matrix = NDArray[np.float32]
DENSE_SCALE = 0.7  # of the sentence vectors beside the word features, as in training


@dataclass(frozen=True)
class Example:
    """One marked sentence: words in order, features of the syntax, and the texts to embed."""

    words: tuple[str, ...]
    features: tuple[str, ...]
    texts: tuple[str, ...]  # phrase, verb, whole text, text with the actors blotted out


@dataclass(frozen=True)
class _Weights:
    labels: tuple[str, ...]
    words: dict[str, int]
    features: dict[str, int]
    idf: Matrix
    matrix: Matrix
    bias: Matrix


def ngrams(words: Sequence[str]) -> list[str]:
    """The words and the pairs of neighbouring words."""
    return [*words, *(f"{a} {b}" for a, b in itertools.pairwise(words))]


def labels() -> tuple[str, ...]:
    """The labels, in the order of the columns of `probabilities`. YIELD stands for CONCEDE and RETREAT."""
    return _weights().labels


def probabilities(examples: Sequence[Example]) -> Matrix:
    """The probability of each label, one row an example.

    Raises:
        ModelError: the weights are missing.
    """
    weights = _weights()
    scores = np.tile(weights.bias, (len(examples), 1))
    if not examples:
        return scores
    for row, example in enumerate(examples):
        for terms, vocabulary in ((ngrams(example.words), weights.words), (example.features, weights.features)):
            scores[row] += _sparse(terms, vocabulary, weights)
    dense = DENSE_SCALE * vectors(examples)
    scores += dense @ weights.matrix[-dense.shape[1] :]
    scores -= scores.max(axis=1, keepdims=True)
    odds = np.exp(scores)
    shares: Matrix = (odds / odds.sum(axis=1, keepdims=True)).astype(np.float32)
    return shares


def vectors(examples: Sequence[Example]) -> Matrix:
    """The sentence vectors of each example's texts, side by side."""
    kinds = len(examples[0].texts)
    found = embed([text for example in examples for text in example.texts])
    return found.reshape(len(examples), kinds * found.shape[1])


def _sparse(terms: Sequence[str], vocabulary: dict[str, int], weights: _Weights) -> Matrix:
    """What the terms add to the scores: sublinear tf-idf of unit length, times the weights."""
    counts: dict[int, int] = {}
    for term in terms:
        at = vocabulary.get(term)
        if at is not None:
            counts[at] = counts.get(at, 0) + 1
    if not counts:
        return np.zeros(weights.matrix.shape[1], dtype=np.float32)
    rows = np.fromiter(counts, dtype=np.int64)
    values = (1 + np.log(np.fromiter(counts.values(), dtype=np.float32))) * weights.idf[rows]
    unit = values / np.linalg.norm(values)
    added: Matrix = (unit @ weights.matrix[rows]).astype(np.float32)
    return added


@cache
def _weights() -> _Weights:
    stored = arrays("events/linear.npz", "events")
    words, features = (bytes(stored[k]).decode("utf8").split("\n") for k in ("words", "features"))
    return _Weights(
        labels=tuple(str(x) for x in stored["labels"]),
        words={w: i for i, w in enumerate(words)},
        features={f: i + len(words) for i, f in enumerate(features)},
        idf=stored["idf"].astype(np.float32),
        matrix=stored["matrix"].astype(np.float32),
        bias=stored["bias"].astype(np.float32),
    )
