"""The event detector: for each word of a sentence whether it reports an event, of which root and status, and how likely
each other word is to name its source or its target.

Two transformer layers of our own (`training/detector.py`) go on from the vectors of the quotation tagger's third layer,
with what the parse, the mentions and the rules say of each word added to them; in int8, run by onnxruntime.
"""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

import numpy as np
from numpy.typing import NDArray

from variorum.models import encoder
from variorum.models.encoder import Floats, Halves, Ids
from variorum.models.tagger import WIDTH, bucket
from variorum.types import Status

WEIGHTS = encoder.WORDS.parent / "detector"
TRAITS = ("tag", "dep", "ent", "mention", "root", "status", "ruled")  # of a word, beside its vector
STATUSES: tuple[Status, ...] = ("happened", "ongoing", "planned", "proposed", "threatened", "denied", "hypothetical")
ROLES = ("source", "target")
QUERY = 64  # dimensions of the vectors by which a word asks for its sides
FAR = 7  # buckets of distance in words, each way, on a logarithmic scale
LONGEST = 160  # words of a sentence that are read


@dataclass(frozen=True)
class Settings:
    """What is learned and not in the graph."""

    roots: tuple[str, ...]
    values: dict[str, dict[str, int]]  # of each trait: value to row; what is not there is row 0
    ways: dict[str, int]
    far: Floats  # (2 * FAR, roles)
    way: Floats  # (ways + 1, roles)
    ruled: Floats  # (9, roles): what the rules say of a word as source (0 nothing, 1 one, 2 nobody is), and as target


@dataclass(frozen=True)
class Sensed:
    """What the detector tells of one sentence."""

    events: Floats  # (words, 1 + roots): the chance of no event, and of each root
    statuses: Floats  # (words, statuses): chances, were it an event
    queries: Floats  # (words, roles, QUERY)
    keys: Floats  # (words, roles, QUERY)
    lean: Floats  # (words, roles): how readily a word is a side of anything

    def sides(self, word: int, ways: Sequence[int], ruled: Sequence[tuple[int, int]]) -> Floats:
        """The chance of each word to name a side of the event that a word reports: a row a word, a column a role.

        Args:
            word: the index of the word that reports it.
            ways: rows of `Settings.way`, one for each word of the sentence.
            ruled: what the rules say of each word as its source and as its target.
        """
        held = settings()
        scores = np.einsum("rd,nrd->nr", self.queries[word], self.keys) / np.sqrt(QUERY) + self.lean
        distance = np.arange(len(self.keys)) - word
        flags = [3 * source + target for source, target in ruled]
        scores = scores + held.far[bucket(distance, 2 * FAR)] + held.way[list(ways)] + held.ruled[flags]
        out: Floats = 1 / (1 + np.exp(-np.clip(scores, -30, 30)))
        return out


@cache
def settings() -> Settings:
    """The learned settings that are not in the graph."""
    raw = json.loads((WEIGHTS / "head.json").read_text(encoding="utf8"))
    tables = {name: np.asarray(raw[name], dtype=np.float32) for name in ("far", "way", "ruled")}
    return Settings(tuple(raw["roots"]), raw["values"], raw["ways"], **tables)


def rows(trait: str, values: Sequence[str]) -> list[int]:
    """The rows of a trait's values; row 0 where training did not see one."""
    known = settings().values[trait]
    return [known.get(value, 0) for value in values]


def run(sentences: Sequence[tuple[Halves, Ids]], *, threads: int = 1) -> list[Sensed]:
    """Read sentences.

    Args:
        sentences: of each, the words' vectors (words, WIDTH) and the rows of their traits (words, TRAITS); no longer
            than LONGEST words.
        threads: for onnxruntime.
    """
    out: dict[int, Sensed] = {}
    for batch in encoder.batches([len(vectors) for vectors, _ in sentences]):
        widest = max(len(sentences[i][0]) for i in batch)
        lower = np.zeros((len(batch), widest, WIDTH), dtype=np.float32)
        traits = np.zeros((len(batch), widest, len(TRAITS)), dtype=np.int64)
        mask = np.zeros((len(batch), widest), dtype=np.int64)
        for row, i in enumerate(batch):
            vectors, given = sentences[i]
            lower[row, : len(vectors)], traits[row, : len(vectors)], mask[row, : len(vectors)] = vectors, given, 1
        graph = encoder.session(WEIGHTS / "model.onnx", threads)
        (told,) = graph.run(None, {"lower": lower, "traits": traits, "mask": mask})
        for row, i in enumerate(batch):
            out[i] = _sensed(told[row, : len(sentences[i][0])])
    return [out[i] for i in range(len(sentences))]


def _sensed(told: NDArray[np.float32]) -> Sensed:
    """One sentence's part of the graph's output."""
    sizes = (1 + len(settings().roots), len(STATUSES), len(ROLES) * QUERY, len(ROLES) * QUERY, len(ROLES))
    events, statuses, queries, keys, lean = np.split(told, np.cumsum(sizes)[:-1], axis=1)
    shape = (len(told), len(ROLES), QUERY)
    return Sensed(_chances(events), _chances(statuses), queries.reshape(shape), keys.reshape(shape), lean)


def _chances(scores: Floats) -> Floats:
    odds = np.exp(scores - scores.max(axis=1, keepdims=True))
    out: Floats = odds / odds.sum(axis=1, keepdims=True)
    return out
