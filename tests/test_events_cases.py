"""Floors on the annotated development cases: well under what is reached, so that only a real loss trips them."""

import pytest

from training.shared import BENCH, load_cases
from variorum.annotate.coding import code_events
from variorum.annotate.pipeline import annotate
from variorum.types import Article

pytestmark = [
    pytest.mark.shared,
    pytest.mark.models,
    pytest.mark.skipif(not BENCH.exists(), reason="the annotated cases are not here"),
]
YIELD = {"CONCEDE": "YIELD", "RETREAT": "YIELD"}


def test_coder_on_a_sample() -> None:
    cases = load_cases("events.train")[::10]
    found = code_events([(c["text"], c["source"], c["target"]) for c in cases])
    right = sum(YIELD.get(f.root, f.root) == c["root"] for f, c in zip(found, cases, strict=True))
    assert right >= 0.9 * len(cases)  # it was trained on them: this only tells that the weights fit the code


def test_most_sentences_with_two_actors_give_an_event() -> None:
    cases = load_cases("events.train")[::10]
    found = list(annotate([Article(id=str(i), text=c["text"]) for i, c in enumerate(cases)]))
    assert sum(bool(a.events) for a in found) >= 0.7 * len(cases)
