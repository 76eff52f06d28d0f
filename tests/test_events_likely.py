"""What is learned about events: which actor is the side that the rules miss, and which drafts to report."""

import pytest

from variorum.annotate.candidates import way
from variorum.annotate.credence import Background, is_credible
from variorum.annotate.drafts import drafts
from variorum.annotate.mentions import find_mentions
from variorum.annotate.parsed import Parsed
from variorum.annotate.pipeline import breaks, parsed_from
from variorum.models import parser
from variorum.models.linear import Linear, linear
from variorum.read.furniture import lay_out
from variorum.types import Article

pytestmark = pytest.mark.models


def _parsed(text: str) -> Parsed:
    layout = lay_out(Article(id="a", text=text, published="2023-05-10"))
    (doc,) = parser.parse([(text, breaks(layout))])
    return parsed_from(layout, doc)


def _drafts(text: str, *, fill: bool = True):  # type: ignore[no-untyped-def]
    parsed = _parsed(text)
    mentions, actors = find_mentions(parsed)
    return list(drafts(parsed, mentions=mentions, actors=actors, fill=fill))


def test_a_linear_model_counts_each_known_feature_once() -> None:
    model = Linear(-1.0, {"near": 1.0, "far": -2.0})
    assert model.chance(["near", "near", "unheard of"]) == pytest.approx(0.5)
    assert model.chance(["far"]) < model.chance([]) < model.chance(["near"])


@pytest.mark.parametrize("name", ["source", "target", "event"])
def test_weights_are_shipped(name: str) -> None:
    assert len(linear(name).weights) > 100


def test_the_way_through_the_parse_names_prepositions_and_directions() -> None:
    (doc,) = parser.parse([("Kenya imposed a curfew in the towns of Chile.", ())])
    by_word = {t.text: t for t in doc}
    assert way(by_word["imposed"], by_word["Kenya"]) == ["nsubj"]
    up = way(by_word["Kenya"], by_word["curfew"])
    assert up is not None
    assert up[0].startswith("^")


def test_a_side_that_the_rules_miss_is_found_in_the_sentence() -> None:
    text = "Norway suspended its food shipments in a dispute with the government of Peru."
    ruled = _drafts(text, fill=False)
    filled = _drafts(text)
    assert len(filled) >= len(ruled)
    for draft in filled:
        for rule, side in zip(draft.ruled, draft.sides, strict=True):
            assert not rule or rule == side  # what the rules find stays


def test_nobody_is_on_both_sides() -> None:
    for text in ("Peru met Peru.", "Chile accused Chile of talks with Chile.", "Kenya signed a treaty in Kenya."):
        for draft in _drafts(text):
            source, target = ({a.actor or a.span for a in side} for side in draft.sides)
            assert not source & target


def test_a_doubted_draft_needs_more_than_one_that_no_rule_speaks_against() -> None:
    (plain,) = (d for d in _drafts("Kenya accused Chile of spying.") if d.predicate.root == "ACCUSE")
    assert not plain.doubts
    article = Background.of(_parsed("Kenya accused Chile of spying."), ())
    assert is_credible(plain, 0.5, article)
    assert not is_credible(plain, 0.05, article)


def test_everyday_talk_before_a_court_is_no_diplomacy() -> None:
    text = "Attorney Ann Miller told a judge in Ohio that the singer had left the clinic."
    assert all(d.doubts for d in _drafts(text) if d.predicate.root == "CONSULT")


@pytest.mark.parametrize(
    "text",
    [
        "The minister conceded that it was late.",
        "Senator Ann Lee dropped out of the race.",
        "The Chilean minister declined to give a figure.",
        "The president of Chile defended his record.",
        "He had a heart attack in Kenya on March 3.",
    ],
)
def test_words_of_the_lexicon_that_report_no_event(text: str) -> None:
    assert _drafts(text) == []
