"""Whose words, and how far they go: sentences as outlets print them, with the real models."""

import pytest

from variorum.annotate.pipeline import annotate
from variorum.types import Article, Quote

pytestmark = pytest.mark.models

VISIT = (
    "Latvian President Ada Reeve and her Estonian guest, Ilmar Kask, opened a rail yard in Riga on Monday. "
    "They spoke to the crews for an hour.\n\n"
)


def said(text: str) -> list[Quote]:
    (found,) = annotate([Article(id="x", text=text)])
    return list(found.quotes)


def speaker(text: str, words: str) -> str | None:
    """Who says the words, by the shortest content that holds them."""
    holding = [q for q in said(text) if any(words in text[a:b] for a, b in q.content)]
    assert holding, f"nobody says {words!r}"
    return min(holding, key=lambda q: sum(b - a for a, b in q.content)).speaker


def contents(text: str) -> list[str]:
    return [" | ".join(text[a:b] for a, b in q.content) for q in said(text)]


# --- descriptions -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("source", "want"),
    [
        ("the Latvian leader", "Ada Reeve"),
        ("the head of state", "Ada Reeve"),
        ("the host", "Ada Reeve"),
        ("the Estonian leader", "Ilmar Kask"),
        ("the guest", "Ilmar Kask"),
    ],
)
def test_a_leader_a_host_and_a_guest_are_those_whom_the_text_named_so(source: str, want: str) -> None:
    text = f"{VISIT}“The line will carry grain before the winter,” {source} said."
    assert speaker(text, "carry grain") == want


def test_a_counterpart_holds_the_office_of_the_country_that_is_named() -> None:
    text = (
        "President Ada Reeve received her Estonian counterpart Ilmar Kask at the castle on Monday.\n\n"
        "“The line will carry grain,” the Estonian president said.\n\n"
        "“It will carry timber too,” the Latvian leader answered."
    )
    assert speaker(text, "carry grain") == "Ilmar Kask"
    assert speaker(text, "timber") == "Ada Reeve"


def test_a_title_may_stand_between_an_office_and_the_name() -> None:
    text = (
        "The spokesman of the coast guard, Captain Arne Holt, said that two boats were lost in the storm.\n\n"
        "“Nobody was on board of either,” the spokesman added."
    )
    assert speaker(text, "on board") == "Arne Holt"


def test_the_president_of_a_body_is_not_that_of_the_country() -> None:
    text = (
        "French President Ada Reeve praised the choir in Lyon on Monday, and she sang with it.\n\n"
        "“We have rehearsed for a year,” the choir's president said."
    )
    assert speaker(text, "rehearsed") is None


# --- pronouns, and several or no speakers ---------------------------------------------------------------------------


def test_whom_a_speaker_names_is_not_the_speaker() -> None:
    text = (
        "Latvia's chief negotiator, Arne Holt, sounded tired. “The stakes were set by Captain Oskar Lund in May, and "
        "there they stay,” he told the paper."
    )
    assert speaker(text, "stakes") == "Arne Holt"


def test_two_who_speak_together_are_not_one_of_them() -> None:
    text = "Trade Minister Ada Reeve and union leader Arne Holt said that the strike was over."
    assert {q.speaker for q in said(text)} == {None}


@pytest.mark.parametrize("source", ["Harbour Watch Norway", "The Norwegian-born singer", "The Norwegians"])
def test_a_country_does_not_speak_where_something_named_after_it_does(source: str) -> None:
    text = f"Norway sent two ships to the port. {source} said that the ships were late."
    assert "Norway" not in {q.speaker for q in said(text)}


def test_a_ministry_speaks_by_the_name_of_its_country() -> None:
    text = "Two ships are late. The Norwegian foreign ministry dismissed the report about the ships as “a fairy tale”."
    assert speaker(text, "fairy tale") == "Norwegian foreign ministry"


def test_words_that_are_handed_on_are_their_own_speakers() -> None:
    text = (
        "Trade Minister Ada Reeve noted that union leader Arne Holt had told her by telephone: "
        "“The crews will go back, but nobody should count on the tugs.”"
    )
    assert speaker(text, "crews will go back") == "Arne Holt"


# --- bounds -------------------------------------------------------------------------------------------------------


def test_a_mark_that_never_closes_ends_before_the_words_that_say_who_spoke() -> None:
    text = (
        "Union leader Arne Holt met the crews on Monday.\n\n"
        "“Why should one tug flood a harbour that takes a hundred ships? he asked.\n\n"
        "The crews will vote on Friday."
    )
    found = next(q for q in said(text) if text[q.content[0][0] :].startswith("“Why"))
    assert text[slice(*found.content[-1])].endswith("ships?")
    assert found.speaker == "Arne Holt"


def test_a_subject_after_its_verb_is_the_source() -> None:
    text = "If the ice holds, the port would close for a week, said a harbour official who declined to be named."
    (found,) = said(text)
    assert text[slice(*found.source[0])] == "a harbour official who declined to be named"
    assert text[found.content[0][0] : found.content[-1][1]].endswith("for a week")


def test_a_verb_joined_to_the_cue_has_a_content_of_its_own() -> None:
    text = "Norway's foreign ministry denied that any ship had left the port and blamed “brokers who live off rumours”."
    found = contents(text)
    assert any(c.endswith("left the port") for c in found)
    assert any("brokers" in c and "ship" not in c for c in found)


@pytest.mark.parametrize(
    ("sentence", "words"),
    [
        ("Reeve called the new timetable for the ferries “a licence to be late”.", "a licence to be late"),
        ("Reeve thanked the crews of both tugs “for their patience”.", "for their patience"),
        ("Reeve accused “a neighbour” of pouring oil on the fire of a quarrel that was all but over.", "a neighbour"),
    ],
)
def test_the_words_of_a_judgement_are_the_speakers_own(sentence: str, words: str) -> None:
    text = f"Trade Minister Ada Reeve came to the port on Monday. {sentence}"
    assert ("direct", words, "Ada Reeve") in {
        (q.kind, text[slice(*q.content[0])].strip("“”"), q.speaker) for q in said(text)
    }
