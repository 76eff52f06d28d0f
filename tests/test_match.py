"""Readings, features and the judge of pairs."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from variorum.compare.match import FEATURES, conflicts, features
from variorum.compare.reading import printed, read, stem
from variorum.models.matcher import Trees


@pytest.mark.parametrize(
    ("a", "b"),
    [("signed", "signs"), ("grew", "growth"), ("countries", "country"), ("stopped", "stop"), ("died", "deaths")],
)
def test_inflections_share_a_stem(a: str, b: str) -> None:
    assert stem(a) == stem(b)


def test_a_reading() -> None:
    found = read("The ferry Amselle didn't carry twelve or 1,200 people to Port Darrow.")
    assert found.numbers == {"12", "1200"}
    assert found.negations == 1
    assert "darrow" in found.names
    assert "the" not in found.content


def test_printed_words_are_those_of_the_text() -> None:
    assert printed("Ferries carried 1,200 passengers", ["1200", stem("ferries")]) == "Ferries, 1,200"


def test_conflicts() -> None:
    assert conflicts(read("It cost 40 euros."), read("It cost 60 euros."))
    assert conflicts(read("They agreed."), read("They never agreed."))
    assert not conflicts(read("They agreed."), read("They all agreed."))


@given(st.text(max_size=200), st.text(max_size=200))
def test_features_of_any_texts_are_finite(a: str, b: str) -> None:
    row = features(read(a), read(b), 0.5)
    assert len(row) == len(FEATURES)
    assert all(np.isfinite(row))


def test_trees_go_down_by_threshold() -> None:
    trees = Trees(
        feature=np.array([[0, 1, 1]]),
        threshold=np.array([[0.5, 0.5, np.inf]]),
        leaf=np.array([[-2.0, 0.0, 2.0, 9.0]]),
        base=0.0,
    )
    got = trees.probability(np.array([[0.0, 0.0], [0.0, 1.0], [1.0, 7.0]]))
    assert got == pytest.approx(1 / (1 + np.exp([2.0, 0.0, -2.0])))
    assert len(trees.probability(np.zeros((0, 2)))) == 0


@pytest.mark.models
def test_the_judge() -> None:
    import variorum

    same, other, none = variorum.match_statements(
        [
            ("The union ended its strike at the port on Monday.", "On Monday the union called off its port strike."),
            ("The strike cost the port 40 million euros.", "The strike cost the port 90 million euros."),
            ("The strike cost the port 40 million euros.", "Her garden is full of roses."),
        ]
    )
    assert same.same
    assert same.related
    assert "numbers differ" in other.why
    assert not none.same
    assert none.relation == "none"


@pytest.mark.models
def test_odd_texts_do_not_raise() -> None:
    import variorum

    odd = ["", " ", "\x00", "🙂" * 50, "مرحبا بالعالم", "\ud800", "a" * 5000]
    assert len(list(variorum.match_statements([(a, b) for a in odd for b in odd[:2]]))) == 14
