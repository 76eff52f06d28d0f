"""Decoding of a linear-chain CRF (Lafferty et al. 2001) in numpy: the best path, and how probable a span is."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]


@dataclass(frozen=True)
class Lattice:
    """Forward and backward messages of one sequence, scaled so that `forward * backward` are the marginals."""

    potentials: Floats  # (words, tags)
    transitions: Floats  # (tags, tags)
    forward: Floats
    backward: Floats
    scale: Floats  # (words,)

    def span(self, start: int, end: int, begin: int, inside: int) -> float:
        """The probability that exactly the words from `start` to `end` (exclusive) are one span.

        Args:
            start: the span's first word.
            end: the word after its last.
            begin: the tag of its first word.
            inside: the tag of its other words.
        """
        p = float(self.forward[start, begin])
        last = begin
        for t in range(start + 1, end):
            p *= float(self.transitions[last, inside] * self.potentials[t, inside] / self.scale[t])
            last = inside
        if end == len(self.potentials):
            return p
        on = self.transitions[last] * self.potentials[end] * self.backward[end] / self.scale[end]
        return p * float(on.sum() - on[inside])


def lattice(emissions: NDArray[np.float32], transitions: NDArray[np.float32], begin: NDArray[np.float32]) -> Lattice:
    """Run the forward-backward algorithm over one sequence of at least one word."""
    potentials = np.exp(emissions.astype(np.float64) - emissions.max(axis=1, keepdims=True))
    moves = np.exp(transitions.astype(np.float64))
    forward, backward = np.empty_like(potentials), np.ones_like(potentials)
    scale = np.empty(len(potentials))
    message = np.exp(begin.astype(np.float64)) * potentials[0]
    for t in range(len(potentials)):
        if t:
            message = (message @ moves) * potentials[t]
        scale[t] = message.sum()
        message = message / scale[t]
        forward[t] = message
    message = backward[-1]
    for t in range(len(potentials) - 2, -1, -1):
        message = (moves @ (potentials[t + 1] * message)) / scale[t + 1]
        backward[t] = message
    return Lattice(potentials, moves, forward, backward, scale)


def best_path(
    emissions: NDArray[np.float32], transitions: NDArray[np.float32], begin: NDArray[np.float32]
) -> list[int]:
    """The most probable tags of one sequence (Viterbi)."""
    score = begin + emissions[0]
    back = np.empty(emissions.shape, dtype=np.intp)
    columns = np.arange(len(begin))
    for t in range(1, len(emissions)):
        steps = score[:, None] + transitions
        back[t] = steps.argmax(axis=0)
        score = steps[back[t], columns] + emissions[t]
    at = int(score.argmax())
    path = [at]
    for t in range(len(emissions) - 1, 0, -1):
        at = int(back[t, at])
        path.append(at)
    return path[::-1]
