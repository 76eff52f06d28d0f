"""Whom quotations are credited to where a pronoun, "who" or a description leads to the name; real models."""

import pytest

from tests.test_quotes_who import speaker
from variorum.annotate.chains import sex_of
from variorum.annotate.pipeline import annotate
from variorum.types import Article

pytestmark = pytest.mark.models

TALK = (
    "“The harbour was quiet. Then the lamps went out. Nobody knew why. We had candles in the drawer. "
    "My neighbour had matches. We sat there until five,” {} said."
)

CREDITS = [
    pytest.param(
        "Four bridges were shut, according to the county's engineer, Dr. Nela Varga, who said the cracks were old.",
        "the cracks were old",
        "Nela Varga",
        id="who follows a name told beside an office",
    ),
    pytest.param(
        "They met former Governor Tom Arvid of Ohio, a leading candidate, who has argued that taxes are too high.",
        "taxes are too high",
        "Tom Arvid",
        id="who follows a place and a description",
    ),
    pytest.param(
        "An adviser to Ms Clara Orbel, who asked not to be named, said the vote would be close.",
        "not to be named",
        None,
        id="who follows an adviser, not whom he advises",
    ),
    pytest.param(
        "“It must end,” said Erik Hoyle of Oxbury, a friend of Senator Dana Moor, who said that the party should wait.",
        "the party should wait",
        None,
        id="who may follow either of two",
    ),
    pytest.param(
        "“The market will turn,” said Lars Emmerich, managing director and grain analyst at Corvin & Hale.",
        "The market will turn",
        "Lars Emmerich",
        id="two offices of one",
    ),
    pytest.param(
        "“Nothing is lost,” said Paul Dreyer, the lawyer for fishermen Jan Kovel and Peter Strand.",
        "Nothing is lost",
        "Paul Dreyer",
        id="others beside one another in a description",
    ),
    pytest.param(
        "Former prosecutor and Ohio Governor Ines Falk, who backs the plan, said the pier would close.",
        "the pier would close",
        "Ines Falk",
        id="two titles of one",
    ),
    pytest.param(
        "The mayor and Oxbury prosecutor Ines Falk said the pier would close.",
        "the pier would close",
        None,
        id="somebody beside one with a title",
    ),
    pytest.param(
        "Mayor Ines Falk and Erik Hoyle, the harbour master, said the pier would close.",
        "the pier would close",
        None,
        id="two who speak together",
    ),
    pytest.param(
        f"{TALK.format('Anna Varga')}\n\nShe added that the street smelled of tar.",
        "the street smelled of tar",
        "Anna Varga",
        id="a long quotation takes nobody out of sight",
    ),
    pytest.param(
        "Senator Clara Orbel was blunter. “They wanted a quick answer,” the opposition leader told a rally.",
        "They wanted a quick answer",
        "Clara Orbel",
        id="a description of the only person in sight",
    ),
    pytest.param(
        "Lars Emmerich opened the debate on Tuesday. Asked about the bill, the retired surgeon acknowledged that he "
        "had never read it.",
        "he had never read it",
        "Lars Emmerich",
        id="a calling",
    ),
    pytest.param(
        "Clara Orbel spoke first. A clerk at the counter shook her head. “Nobody comes here any more,” said the woman.",
        "Nobody comes here",
        None,
        id="the woman may be anybody",
    ),
    pytest.param(
        "A spokesman for Paul Dreyer declined to say more. On Friday Paul Dreyer left for Oxbury. “We have no "
        "comment,” the spokesman said.",
        "We have no comment",
        None,
        id="a spokesman is not whom he speaks for",
    ),
    pytest.param(
        "The plan was defended by Ines Falk, who said the money was there. “It never made sense to wait,” she said.",
        "It never made sense",
        "Ines Falk",
        id="she is whoever spoke, though no subject",
    ),
    pytest.param(
        "Police spokeswoman Lt. Col. Nela Varga said two men were held. She added that a third had fled.",
        "a third had fled",
        "Nela Varga",
        id="ranks between an office and a name",
    ),
]


@pytest.mark.parametrize(("text", "words", "who"), CREDITS)
def test_the_credit_goes_to_whoever_the_words_lead_to(text: str, words: str, who: str | None) -> None:
    assert speaker(text, words) == who


def test_a_former_president_is_not_the_present_one() -> None:
    text = (
        "President Oskar Lindahl opened the fair. His predecessor Emil Strand came too.\n\n"
        "“Bread is dear,” the former president said."
    )
    assert speaker(text, "Bread is dear") != "Oskar Lindahl"


def test_a_headline_of_capitals_does_not_name_anybody_anew() -> None:
    text = "Orbel Takes Aim At Rivals\n\nSenator Clara Orbel held a rally.\n\n“We start today,” Orbel said."
    (found,) = annotate([Article(id="x", text=text, title="Orbel Takes Aim At Rivals")])
    assert {q.speaker for q in found.quotes if "We start" in text[slice(*q.content[0])]} == {"Clara Orbel"}
    assert all(a.name != "Orbel Takes" for a in found.actors)


@pytest.mark.parametrize(
    ("name", "sex"), [("R. Anna Lee", "f"), ("Peter Strand", "m"), ("Harris", ""), ("Zyrl Harris", "")]
)
def test_a_given_name_tells_sex_and_a_surname_alone_does_not(name: str, sex: str) -> None:
    assert sex_of(name) == sex
