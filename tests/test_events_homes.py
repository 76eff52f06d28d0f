"""Whose an office, a body or a pair is where its own words do not tell."""

import pytest

from variorum.annotate.pipeline import annotate
from variorum.types import Article

pytestmark = pytest.mark.models


def _found(text: str) -> set[tuple[str, str, str]]:
    """Root, codes of the source and codes of the target of every event."""
    (article,) = annotate([Article(id="x", text=text, published="2024-03-05")])
    code = lambda side: " ".join(sorted(a.code or a.name for a in side))  # noqa: E731
    return {(e.code, code(e.source), code(e.target)) for e in article.events}


def test_a_possessive_takes_up_the_country_of_the_sentence_before() -> None:
    text = "Kenya recalled its ambassador from Lima. Its foreign minister, Ann Moru, accused Peru of spying."
    assert ("ACCUSE", "KEN.GOV", "PER") in _found(text)


def test_a_minister_who_speaks_in_a_capital_is_of_its_country() -> None:
    text = (
        "Peru and Kenya fell out over tuna. Foreign Minister Ann Moru told reporters in Nairobi that the row was old. "
        "Moru accused Peru of greed. Kenya buys Peruvian tuna."
    )
    assert ("ACCUSE", "KEN.GOV", "PER") in _found(text)


def test_the_government_is_that_of_the_dateline() -> None:
    text = (
        "LIMA, March 5 (Coral News) - The government recalled its ambassador from Nairobi on Monday. Kenya regretted "
        "the step. Peru buys Kenyan tea, and Kenya buys Peruvian copper."
    )
    assert any(root == "SANCTION" and source == "PER.GOV" for root, source, _ in _found(text))


def test_the_two_presidents_are_both_of_them() -> None:
    text = (
        "Kenyan President Ann Moru received Peruvian President Luis Vega in Nairobi on Monday. "
        "The two presidents signed a treaty on fishing."
    )
    assert ("AGREE", "KEN.GOV", "PER.GOV") in _found(text)


def test_both_and_each_other_mean_the_two_countries_of_the_report() -> None:
    text = (
        "Kenya and Peru blamed each other for the collision. Kenya says its ship had the right of way. "
        "Peru says the same. Brazil called on both to show restraint."
    )
    found = _found(text)
    assert ("ACCUSE", "KEN", "PER") in found
    assert any(root == "REQUEST" and source == "BRA" and target == "KEN PER" for root, source, target in found)


def test_three_countries_leave_the_pair_open() -> None:
    text = (
        "Kenya, Peru and Brazil met on Monday. Kenya spoke first, then Peru, then Brazil. "
        "The two countries will meet again."
    )
    assert not any(source == "KEN" and target == "PER" and root == "AGREE" for root, source, target in _found(text))
