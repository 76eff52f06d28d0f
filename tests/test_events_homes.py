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


def test_officials_without_a_country_are_of_the_one_that_the_report_does_not_mark() -> None:
    text = (
        "Kenya and Peru fell out over tuna. The Peruvian navy has watched Kenya for weeks. Foreign Minister Ann Moru "
        "accused Peru of theft. A Peruvian minister said that Kenya was wrong, and Kenya recalled two crews."
    )
    assert ("ACCUSE", "KEN.GOV", "PER") in _found(text)


def test_people_are_of_the_country_that_a_report_hardly_leaves() -> None:
    text = (
        "Kenya votes in May, and Kenya is tense. In Nairobi, protesters marched against President Otieno of Kenya. "
        "Ann Moru praised them. Peru sent two observers to Kenya."
    )
    found = _found(text)
    assert any(root == "PROTEST" and source == "KEN.CVL" for root, source, _ in found)
    assert any(root == "SUPPORT" and source == "KEN" for root, source, _ in found)


def test_people_of_a_report_on_two_countries_stay_without_one() -> None:
    text = (
        "Kenya and Peru fell out over tuna, and Kenya waits for Peru. Protesters marched against the mayor. "
        "Kenya buys copper. Peru buys tea."
    )
    assert any(root == "PROTEST" and source == ".CVL" for root, source, _ in _found(text))


def test_a_firm_is_of_the_country_that_its_description_names() -> None:
    text = "Kenya signed a contract with Peru's state smelter, Vinto, on Monday."
    assert ("AGREE", "KEN", "PER") in _found(text)


def test_those_who_speak_a_language_are_not_of_its_country() -> None:
    text = "Kenya votes on Sunday. Spanish-speaking voters in Kenya support President Moru of Kenya."
    sources = [source for root, source, _ in _found(text) if root == "SUPPORT"]
    assert sources == ["KEN.CVL"]
