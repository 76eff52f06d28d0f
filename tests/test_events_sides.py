"""Who does it to whom, and what is no event at all, on sentences of our own."""

import json
from pathlib import Path

import pytest

from variorum.annotate.pipeline import annotate
from variorum.types import Article

VERDICTS = Path(__file__).parent / "data" / "events_verdicts.jsonl"


def _found(text: str) -> set[tuple[str, str, str, str]]:
    (article,) = annotate([Article(id="x", text=text)])
    return {
        (e.code, e.status, ", ".join(a.name for a in e.source), ", ".join(a.name for a in e.target))
        for e in article.events
    }


@pytest.mark.models
@pytest.mark.parametrize(
    ("text", "event"),
    [
        ("Kenya said that Chilean rebels were responsible.", ("ACCUSE", "happened", "Kenya", "Chilean rebels")),
        ("A Chilean court found Peru guilty of shelling the port.", ("ACCUSE", "happened", "Chilean court", "Peru")),
        ("Kenya and Peru are upgrading diplomatic ties.", ("SUPPORT", "ongoing", "Kenya", "Peru")),
        ("Kenya and Peru failed to reach an agreement on tolls.", ("REJECT", "happened", "Kenya", "Peru")),
        ("Kenya rejected an offer made by Peru.", ("REJECT", "happened", "Kenya", "Peru")),
        ("Kenya called for sanctions against Peru.", ("ACCUSE", "happened", "Kenya", "Peru")),
        ("Kenya has begun withdrawing some of its troops from Peru.", ("RETREAT", "ongoing", "Kenya", "Peru")),
        ("Kenyan soldiers arrived in Peru on Monday.", ("MOBILIZE", "happened", "Kenyan soldiers", "Peru")),
        ("Kenyan police arrested the captain of a ferry.", ("COERCE", "happened", "Kenyan police", "captain")),
        ("Chilean jets bombed a hospital.", ("ASSAULT", "happened", "Chilean jets", "hospital")),
        ("Kenya attacked Peru for raising the toll.", ("ACCUSE", "happened", "Kenya", "Peru")),
    ],
)
def test_sides(text: str, event: tuple[str, str, str, str]) -> None:
    assert event in _found(text)


@pytest.mark.models
@pytest.mark.parametrize(
    "text",
    [
        "The Kenyan minister met the deadline.",
        "The Kenyan minister declined to comment.",
        "The Chilean government announced it in a press release.",
        "The spokesman was fired on the orders of the Chilean minister.",
        "The Chilean senator withdrew from the race.",
        "Kenya agreed that the summer was dry.",
        "A Kenyan climber was killed when he fell in Peru.",
    ],
)
def test_no_event(text: str) -> None:
    assert _found(text) == set()


@pytest.mark.models
def test_a_form_of_address_parts_bearers_of_a_surname() -> None:
    text = "Helen Marwick opened the port. Mr. Marwick accused Kenya of fraud."
    (article,) = annotate([Article(id="x", text=text)])
    (event,) = article.events
    assert [a.name for a in event.source] == ["Marwick"]


@pytest.mark.models
def test_what_is_rejected_as_a_report_is_denied() -> None:
    assert ("ASSAULT", "denied", "Peru", "Chile") in _found("Kenya rejected reports that Peru had attacked Chile.")
    assert ("REJECT", "hypothetical", "Kenya", "Peru") not in _found("Kenya rejected reports.")


def test_verdicts_are_as_stated() -> None:
    rows = [json.loads(line) for line in VERDICTS.read_text(encoding="utf8").splitlines()]
    assert len(rows) == 201
    assert sum(row["right"] for row in rows) == 135
    assert all(row["paraphrase"] and (row["right"] or row["why"]) for row in rows)


@pytest.mark.models
@pytest.mark.parametrize(
    ("text", "event"),
    [
        ("Kenya's support of Peru angered Chile.", ("SUPPORT", "happened", "Kenya", "Peru")),
        ("Praise from Kenya did not move Peru.", ("SUPPORT", "happened", "Kenya", "Peru")),
        ("Chilean recognition of Peru's claim angered Kenya.", ("SUPPORT", "happened", "Chilean", "Peru")),
        ("Ann Moru regretted an attack that Kenya launched on Peru.", ("ASSAULT", "happened", "Kenya", "Peru")),
    ],
)
def test_whose_a_deed_is_that_a_noun_tells_does_it(text: str, event: tuple[str, str, str, str]) -> None:
    assert event in _found(text)


@pytest.mark.models
@pytest.mark.parametrize(
    ("text", "event"),
    [
        ("Kenya won the endorsement of Peru.", ("SUPPORT", "happened", "Peru", "Kenya")),
        ("Ann Moru, a vocal critic of President Vega of Kenya, spoke.", ("ACCUSE", "happened", "Ann Moru", "Vega")),
        ("A court in Kenya is suing Peru for $40 million.", ("ACCUSE", "ongoing", "court", "Peru")),
        ("Vega disavowed the mayor's endorsement.", ("SUPPORT", "happened", "mayor", "")),
    ],
)
def test_who_supports_and_who_sues(text: str, event: tuple[str, str, str, str]) -> None:
    assert event in _found(text)


@pytest.mark.models
def test_papers_that_are_released_are_no_prisoners() -> None:
    assert not [e for e in _found("The plan released on Monday by Kenya pleased Peru.") if e[0] == "RETREAT"]
    assert [e for e in _found("Two sailors were released by Kenya.") if e[0] == "RETREAT"]
