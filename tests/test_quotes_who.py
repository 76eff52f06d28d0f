"""Who speaks in sentences as editors write them, with names that the parser has not met; real models."""

import pytest

from variorum.annotate.pipeline import annotate
from variorum.types import Article

pytestmark = pytest.mark.models


def speaker(text: str, words: str) -> str | None:
    """The speaker of the quotation that holds the words and the least else."""
    (found,) = annotate([Article(id="x", text=text)])
    holding = [q for q in found.quotes if any(words in text[a:b] for a, b in q.content)]
    assert holding, [text[a:b] for q in found.quotes for a, b in q.content]
    return min(holding, key=lambda q: sum(b - a for a, b in q.content)).speaker


WHO = [
    pytest.param(
        "“The nets were empty,” the Minister of Fisheries, Hon. Okoro Balunda, told reporters in Kampala.\n\n"
        "The minister said the season would open late.",
        "the season would open late",
        "Okoro Balunda",
        id="an office told before a form of address",
    ),
    pytest.param(
        "In a call with P. Tarmov, the Uzbek Minister of Transport, Jasur Kelimov, offered two ferries. "
        "“A neighbour does not count,” the Minister said.",
        "A neighbour does not count",
        "Jasur Kelimov",
        id="an office between two names is the second's",
    ),
    pytest.param(
        "The accord was praised by Esteban Orellan Vidal, the head of the port authority.\n\n"
        "“We lost a year,” Orellan said.",
        "We lost a year",
        "Esteban Orellan Vidal",
        id="the first of two surnames",
    ),
    pytest.param(
        "Inspector General of Police Daniel Tiriku said five shops had burned.\n\n"
        "Asked about a curfew, the Inspector General said that no decision had been made.",
        "no decision had been made",
        "Daniel Tiriku",
        id="an office with its body before the name",
    ),
    pytest.param(
        "“The rains will decide,” President Mwandu said.\n\nHe said farmers should plant early.",
        "farmers should plant early",
        "Mwandu",
        id="a title makes a person",
    ),
    pytest.param(
        "The President of the Republic, Mr. Hamid Ould Sarr, received the President of the Republic of Mali, "
        "Mr. Oumar Kanté, on Monday.\n\nThe Malian President said: “The road belongs to both.”\n\n"
        "For his part, the President recalled the drought. “We shared one well,” he said.",
        "We shared one well",
        "Hamid Ould Sarr",
        id="for his part, the other",
    ),
    pytest.param(
        "Rumours of a sale were denied by the owner, Marta Quill.\n\n"
        "“Nobody has called,” said the lawyer Tom Abery.\n\n“The price is not right,” the lawyer added.",
        "The price is not right",
        "Tom Abery",
        id="an office that can be nobody else's",
    ),
    pytest.param(
        "Annelore Verbeek, the Belgian senator who leads the observers, was blunt when she came out. "
        "“A count without witnesses is a rumour,” she said.",
        "A count without witnesses is a rumour",
        "Annelore Verbeek",
        id="a given name that the parser left out",
    ),
]


@pytest.mark.parametrize(("text", "words", "who"), WHO)
def test_who_speaks(text: str, words: str, who: str) -> None:
    assert speaker(text, words) == who


def test_she_is_no_man_who_spoke_last() -> None:
    text = "“The dam will hold,” said Peter Alder, an engineer.\n\n“It did not hold in May,” she said."
    assert speaker(text, "It did not hold in May") is None


def test_he_is_nobody_once_another_has_been_named() -> None:
    text = (
        "“The dam will hold,” said Peter Alder, an engineer. The town had also asked David Lorne and Simon Hatch.\n\n"
        "“It did not hold in May,” he said."
    )
    assert speaker(text, "It did not hold in May") is None


def test_a_paragraph_of_quotation_is_not_hung_on_a_later_paragraphs_cue() -> None:
    text = (
        "“They come to drink at our well,” the government's spokesman, Patrice Mulo, told the press.\n\n"
        "“We know the lorries and we know the hours.”\n\n"
        "The mines earned 900 million dollars last year. “They no longer hide,” said the mines minister, "
        "Antonia Kalo. The treasury lost 112 million, she added."
    )
    assert speaker(text, "We know the lorries and we know the hours") == "Patrice Mulo"


def test_the_own_words_of_somebody_unnamed_are_a_quotation_beside_the_whole() -> None:
    text = "A naval officer in Guayaquil said the satellite tracks of that night leave “room for both versions”."
    (found,) = annotate([Article(id="x", text=text)])
    contents = [text[a:b] for q in found.quotes for a, b in q.content]
    assert "room for both versions" in contents
    assert any("satellite tracks" in c for c in contents)


def test_a_sentence_told_before_its_speaker_is_found() -> None:
    text = (
        "The lobby called the tariff a gift. No decision on the tariff had been taken yet, a Moroccan diplomat in "
        "Brussels cautioned on Wednesday."
    )
    (found,) = annotate([Article(id="x", text=text)])
    of = {text[slice(*q.content[0])]: [text[slice(*s)] for s in q.source] for q in found.quotes}
    assert of.get("No decision on the tariff had been taken yet") == ["a Moroccan diplomat in Brussels"]
