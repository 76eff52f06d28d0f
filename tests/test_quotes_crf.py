"""The CRF's decoding, against every path of a small lattice."""

import itertools

import numpy as np
import pytest

from variorum.models import crf

RNG = np.random.default_rng(7)
EMISSIONS = RNG.normal(size=(5, 3)).astype(np.float32)
TRANSITIONS = RNG.normal(size=(3, 3)).astype(np.float32)
BEGIN = RNG.normal(size=3).astype(np.float32)
PATHS = list(itertools.product(range(3), repeat=5))


def weight(path: tuple[int, ...]) -> float:
    total = BEGIN[path[0]] + sum(EMISSIONS[t, tag] for t, tag in enumerate(path))
    return float(np.exp(total + sum(TRANSITIONS[a, b] for a, b in itertools.pairwise(path))))


def test_best_path() -> None:
    assert crf.best_path(EMISSIONS, TRANSITIONS, BEGIN) == list(max(PATHS, key=weight))


@pytest.mark.parametrize(("start", "end"), [(0, 1), (1, 3), (2, 5), (4, 5), (0, 5)])
def test_probability_of_a_span(start: int, end: int) -> None:
    def has_it(path: tuple[int, ...]) -> bool:
        inside = all(tag == 2 for tag in path[start + 1 : end])
        return path[start] == 1 and inside and (end == 5 or path[end] != 2)

    want = sum(weight(p) for p in PATHS if has_it(p)) / sum(weight(p) for p in PATHS)
    got = crf.lattice(EMISSIONS, TRANSITIONS, BEGIN).span(start, end, 1, 2)
    assert got == pytest.approx(want, rel=1e-5)
