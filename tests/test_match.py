"""Readings, features and the judge of pairs."""

import random

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from training import match_cases, shared
from variorum.compare.match import FEATURES, conflicts, english, features
from variorum.compare.reading import printed, read, stem
from variorum.models import crossencoder, encoder, matcher
from variorum.models.matcher import Trees, logistic


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


@given(st.permutations(["velmar", "osk", "lindra", "harbour", "strik", "port", "tarn"]))
def test_words_weigh_the_same_in_whatever_order_a_set_holds_them(stems: list[str]) -> None:
    assert matcher.weight(stems) == matcher.weight(sorted(stems))
    assert matcher.rarest(stems) == matcher.rarest(sorted(stems))
    assert matcher.rarest(stems)[:4] == ["lindra", "osk", "tarn", "velmar"]


def test_trees_go_down_by_threshold() -> None:
    trees = Trees(
        feature=np.array([[0, 1, 1]]),
        threshold=np.array([[0.5, 0.5, np.inf]]),
        leaf=np.array([[-2.0, 0.0, 2.0, 9.0]]),
        base=0.0,
    )
    got = trees.odds(np.array([[0.0, 0.0], [0.0, 1.0], [1.0, 7.0]]))
    assert got == pytest.approx([-2.0, 0.0, 2.0])
    assert logistic(got) == pytest.approx([0.1192, 0.5, 0.8808], abs=1e-4)
    assert len(trees.odds(np.zeros((0, 2)))) == 0


@pytest.mark.parametrize(
    ("text", "is_english"),
    [
        ("The harbour master said that the ferry had sunk.", True),
        ("Union ends strike at port", True),
        ("El capitán dijo que el ferry se hundió el lunes.", False),
        ("Le capitaine a dit que le ferry avait coulé lundi.", False),
        ("Капитан сказал, что паром затонул.", False),
        ("", False),
    ],
)
def test_only_english_is_for_the_cross_encoder(text: str, is_english: bool) -> None:
    assert english(read(text)) == is_english


def test_a_pair_is_cut_to_fit() -> None:
    short, long = "The ferry sank.", "ferry " * 900
    for pair in [(short, short), (short, long), (long, short), (long, long), ("", ""), ("\ud800", short)]:
        ((ids, second),) = crossencoder.pack([pair])
        assert len(ids) <= crossencoder.MAX_PIECES
        separator = encoder.tokenizer().token_to_id("[SEP]")
        assert ids[second - 1] == ids[-1] == separator
        assert ids.count(separator) == 2
    ((ids, second),) = crossencoder.pack([(short, long)])
    assert encoder.tokenizer().decode(ids[1 : second - 1]) == "the ferry sank."  # the short one stays whole
    assert len(ids) == crossencoder.MAX_PIECES


def test_batches_hold_rows_of_like_length() -> None:
    found = list(encoder.batches([5, 1, 9, 2, 9], size=10))
    assert sorted(i for batch in found for i in batch) == [0, 1, 2, 3, 4]
    assert found[0] == [1, 3]
    assert found[-1] in ([2], [4])


@pytest.mark.models
def test_the_judge() -> None:
    import variorum

    same, other, none, apart, against = variorum.match_statements(
        [
            ("The union ended its strike at the port on Monday.", "On Monday the union called off its port strike."),
            ("The strike cost the port 40 million euros.", "The strike cost the port 90 million euros."),
            ("The strike cost the port 40 million euros.", "Her garden is full of roses."),
            ("The port's union struck for 12 days in May.", "The port's 400 crane drivers have a union of their own."),
            ("The ferry carried 300 people in the storm.", "Rescuers say 120 were on the ferry when the storm came."),
        ]
    )
    assert same.same
    assert same.related
    assert "numbers differ" in other.why
    assert "numbers differ" in apart.why
    assert apart.relation != "differs"  # they count other things
    assert against.relation == "differs"
    assert not none.same
    assert none.relation == "none"


@pytest.mark.models
def test_odd_texts_do_not_raise() -> None:
    import variorum

    odd = ["", " ", "\x00", "🙂" * 50, "مرحبا بالعالم", "\ud800", "a" * 5000]
    assert len(list(variorum.match_statements([(a, b) for a in odd for b in odd[:2]]))) == 14


@pytest.mark.models
@pytest.mark.shared
@pytest.mark.skipif(not shared.BENCH.exists(), reason="the annotated cases are not here")
def test_annotated_pairs_that_were_held_out() -> None:
    """Half of the news pairs, and some of the others, that no weights and no setting are from."""
    import variorum

    held = [case for case in match_cases.paraphrases() if case["part"] == "held"]
    for corpus, least in (("MRPC", 0.80), ("PAN", 0.94)):
        cases = [case for case in held if case["corpus"] == corpus][:400]
        found = variorum.match_statements((case["a"], case["b"]) for case in cases)
        right = sum(match.same == case["same"] for match, case in zip(found, cases, strict=True))
        assert right >= least * len(cases), corpus


def _claim(a: str, b: str, *, related: bool, topic: str = "ferry") -> match_cases.Case:
    return {"topic": topic, "part": "train", "a": a, "b": b, "related": related, "strengthens": related, "weakens": 0}


def test_claims_that_no_chain_joins_count_as_unrelated() -> None:
    rows = [
        _claim("one", "two", related=True),
        _claim("two", "three", related=True),
        _claim("four", "five", related=True),
        _claim("one", "four", related=False),
        _claim("six", "seven", related=True, topic="strike"),
    ]
    found = match_cases.others(rows, 99, random.Random(0))
    pairs = {frozenset((case["a"], case["b"])) for case in found}
    assert frozenset(("one", "three")) not in pairs  # both are related to "two"
    assert frozenset(("one", "four")) not in pairs  # annotated already
    assert pairs == {
        frozenset(pair)
        for pair in [("one", "five"), ("two", "four"), ("two", "five"), ("three", "four"), ("three", "five")]
    }
    assert not any(case["related"] for case in found)


def test_pairs_that_share_a_sentence_stand_together() -> None:
    group = match_cases.joined([("a", "b"), ("b", "c"), ("d", "e")])
    assert group("a") == group("c") != group("e")
    assert group("x") == "x"
