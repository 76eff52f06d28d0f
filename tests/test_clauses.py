"""Clauses, on real parses."""

import pytest

from variorum.types import AnnotatedArticle, Article

pytestmark = pytest.mark.models


def annotated(text: str) -> AnnotatedArticle:
    from variorum.annotate.pipeline import annotate

    return next(iter(annotate([Article(id="a", text=text, published="2023-05-11")])))


def clauses(text: str) -> list[str]:
    made = annotated(text)
    return [made.text[c.start : c.end] for c in made.clauses]


def test_two_complements_are_two_clauses() -> None:
    found = clauses("Brekke said that the port would open on Friday and that the union had accepted the new offer.")
    assert any("port" in c and "union" not in c for c in found)
    assert any("union" in c and "port" not in c for c in found)
    assert not any(c.startswith("Brekke said") for c in found)


def test_coordinated_verbs_share_their_subject() -> None:
    made = annotated("The navy sent two boats to the island and has trained its crew for a year.")
    second = next(c for c in made.clauses if "trained" in made.text[c.start : c.end])
    assert second.predicate == "train"
    assert second.subject is not None
    assert made.text[slice(*second.subject)] == "The navy"


def test_the_passive_has_its_agent_for_subject() -> None:
    made = annotated("The bridge was closed by the mayor on Monday.")
    (found,) = made.clauses
    assert found.subject is not None
    assert found.object is not None
    assert made.text[slice(*found.subject)] == "the mayor"
    assert made.text[slice(*found.object)] == "The bridge"


def test_a_dated_noun_is_a_clause() -> None:
    found = clauses("It was their second meeting in a month, after the minister's visit to Halden on April 19.")
    assert any(c.endswith("visit to Halden on April 19") for c in found)


def test_a_plan_and_a_negation() -> None:
    made = annotated("The minister plans to visit Halden. The mayor did not sign the treaty.")
    found = {clause.predicate: clause for clause in made.clauses}
    assert found["visit"].status == "planned"
    assert found["sign"].polarity == "negative"


@pytest.mark.parametrize("text", ["", " \n ", "🙂🙂🙂", "\x00\x00", "a " * 3000, "؟ مرحبا", "“", ")))) (((("])
def test_odd_texts(text: str) -> None:
    made = annotated(text)
    assert all(0 <= c.start < c.end <= len(text) for c in made.clauses)


def test_no_sentence_begins_with_and_after_a_word() -> None:
    found = annotated("VELMAR, Oct 11 (Coast Wire) - Turkey and Kazakhstan opened an office on Wednesday.")
    assert [found.text[s:e] for s, e in found.sentences][-1].startswith("Turkey and Kazakhstan opened an office")
