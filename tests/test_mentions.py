"""Actors within an article: names, roles, descriptions, pronouns, codes."""

import re

import pytest

from variorum.annotate.codes import code_at, code_of
from variorum.annotate.entities import label_by_article
from variorum.annotate.mentions import find_mentions
from variorum.annotate.named import Named
from variorum.annotate.parsed import Parsed
from variorum.lexicon.actors import entry_of, find_entries
from variorum.lexicon.people import leader
from variorum.types import Article, LocalActor, Mention


def parsed(text: str) -> Parsed:
    from variorum.annotate.pipeline import parsed_from
    from variorum.models import parser
    from variorum.read.furniture import lay_out

    layout = lay_out(Article(id="t", text=text))
    return parsed_from(layout, next(iter(parser.parse([(layout.article.text, layout.paragraphs)]))))


def found(text: str) -> tuple[dict[str, LocalActor], tuple[Mention, ...], dict[str, set[str]]]:
    """Actors by name, mentions, and the printed mentions of each actor by its name."""
    mentions, actors = find_mentions(parsed(text))
    of = {a.id: a.name for a in actors}
    printed: dict[str, set[str]] = {a.name: set() for a in actors}
    for m in mentions:
        assert 0 <= m.start < m.end <= len(text)
        if m.actor:
            printed[of[m.actor]].add(text[m.start : m.end])
    assert list(mentions) == sorted(mentions, key=lambda m: (m.start, -m.end))
    return {a.name: a for a in actors}, mentions, printed


# --- the lexicon --------------------------------------------------------------------------------------------------


def test_entries_keep_capitals_and_whole_words() -> None:
    assert [f.entry.code for f in find_entries("The US told us that Turkish and Omani envoys left Muscat.")] == [
        "USA",
        "TUR",
        "OMN",
        "OMN.GOV",
    ]
    assert not list(find_entries("Indianapolis and turkeys"))
    entry = entry_of("the Gulf Cooperation Council")
    assert entry is not None
    assert entry.code == "IGO"


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("Turkish police", "TUR.COP"),
        ("the Kremlin", "RUS.GOV"),
        ("Norwegian Foreign Minister Ola Dahl", "NOR.GOV"),
        ("rebels in the Ivory Coast", "CIV.REB"),
        ("the Portuguese Supreme Court", "PRT.JUD"),
        ("opposition parties in Nepal", "NPL.OPP"),
        ("United Nations", "IGO"),
        ("Peru", "PER"),
        ("a bakery", None),
        ("", None),
    ],
)
def test_codes(text: str, code: str | None) -> None:
    got, why = code_of(text)
    assert got == code
    assert bool(why) == (code is not None)


def test_code_from_context() -> None:
    assert code_of("riot police", ["KEN"])[0] == "KEN.COP"


@pytest.mark.parametrize(
    ("text", "phrase", "code"),
    [
        ("Shells fell near Amman at dawn.", "Amman", "JOR.CVL"),
        ("Amman rejected the offer.", "Amman", "JOR.GOV"),
        ("They opened an embassy in Amman.", "Amman", "JOR.GOV"),
        ("Chilean copper workers downed tools.", "Chilean", "CHL.LAB"),
        ("A Chilean offer was made.", "Chilean", "CHL"),
        ("The premier left Amman for Chilean waters.", "The premier", ".GOV"),
    ],
)
def test_codes_in_place(text: str, phrase: str, code: str) -> None:
    start = text.index(phrase)
    assert code_at(text, start, start + len(phrase))[0] == code


def test_leaders_need_a_title_where_only_the_surname_is_given() -> None:
    assert leader("Margaret Thatcher") is not None
    assert leader("Thatcher") is None
    assert leader("Thatcher", titled=True) is not None
    assert leader("Zed Nobody") is None


# --- in the text --------------------------------------------------------------------------------------------------


@pytest.mark.models
def test_roles_countries_and_codes() -> None:
    actors, _, _ = found(
        "Norwegian Foreign Minister Ola Dahl met Bela Kovacs, the Hungarian interior minister, on Monday."
    )
    assert actors["Ola Dahl"].country == "NOR"
    assert actors["Ola Dahl"].code == "NOR.GOV"
    assert actors["Ola Dahl"].roles[0].role == "Norwegian Foreign Minister"
    assert actors["Bela Kovacs"].code == "HUN.GOV"


@pytest.mark.models
def test_descriptions_and_pronouns_follow_names() -> None:
    text = (
        "Finnish President Aino Virtanen arrived in Lisbon on Tuesday. She met Portuguese Prime Minister Rui Tavares. "
        "The Finnish president said her country would open the port."
    )
    _, _, printed = found(text)
    assert {"Aino Virtanen", "She", "The Finnish president", "her"} <= printed["Aino Virtanen"]


@pytest.mark.models
def test_acronyms_in_brackets() -> None:
    text = "The Northern Ports Council (NPC) met in Oslo. The NPC said the strike was over."
    _, _, printed = found(text)
    chain = next(v for v in printed.values() if "NPC" in v)
    assert "Northern Ports Council" in chain


@pytest.mark.models
def test_capitals_stand_for_governments_or_are_places() -> None:
    text = "Lisbon rejected the sanctions against Ankara. The minister landed in Ankara on Friday."
    actors, _, printed = found(text)
    assert "Ankara" in printed["Turkey"]
    assert actors["Ankara"].kind == "place"
    assert "Lisbon" in printed["Portugal"]


@pytest.mark.models
def test_hyphenated_countries_come_apart() -> None:
    _, mentions, printed = found("Lima- Quito trade grew, and Peru-Ecuador talks went on.")
    assert {"Peru", "Ecuador"} <= set(printed)
    assert all("-" not in "Lima- Quito trade grew, and Peru-Ecuador talks went on."[m.start : m.end] for m in mentions)


@pytest.mark.models
def test_counterparts() -> None:
    text = "Finnish President Aino Virtanen met her Estonian counterpart, Mart Kask, in Turku."
    actors, _, _ = found(text)
    assert actors["Mart Kask"].country == "EST"


@pytest.mark.models
def test_two_could_be_meant_and_none_is() -> None:
    text = "A meeting between Tom Hale and Ian Ford took place. He was tired."
    _, mentions, _ = found(text)
    assert not any(m.head == "pronoun" for m in mentions)


@pytest.mark.models
@pytest.mark.parametrize(
    "text",
    [
        "",
        " \n",
        "\x00\x00",
        "😀 😀😀",
        "a" * 5000,
        "مرحبا بالعالم من القاهرة",
        "(((((",
        "President President President",
        "he he he his",
        "\ud800 Peru",
    ],
)
def test_odd_text_never_raises(text: str) -> None:
    find_mentions(parsed(text))


@pytest.mark.models
def test_names_in_titles_are_cut_to_the_name() -> None:
    text = "Port Chief Tom Hale Resigns\n\nTom Hale resigned on Monday as the head of the port, the council said.\n"
    _, mentions, printed = found(text)
    assert "Tom Hale" in printed
    assert not any("Resigns" in text[m.start : m.end] for m in mentions)


@pytest.mark.models
def test_offices_of_several_words() -> None:
    actors, _, printed = found("U.S. Secretary of State Harold Finch flew to Lima on Tuesday.")
    assert actors["Harold Finch"].roles[0].role == "U.S. Secretary of State"
    assert actors["Harold Finch"].code == "USA.GOV"
    assert "State" not in printed


@pytest.mark.models
def test_offices_of_any_body_are_not_government() -> None:
    actors, _, _ = found(
        "Harold Finch, president of the Dockers Federation, met Council spokeswoman Mira Dahl in Oslo, Norway."
    )
    assert "GOV" not in (actors["Harold Finch"].code or "")


@pytest.mark.models
def test_a_body_goes_by_its_acronym_in_brackets_and_by_the_word_beside_its_name() -> None:
    text = (
        "A spokesman for the National Bridge Repair Company (NBRC) said the bridge was safe. NBRC has many workers. "
        "State energy company NordGasOil and the rail union Zub disagreed (AND left)."
    )
    actors, _, printed = found(text)
    assert printed["National Bridge Repair Company"] == {"National Bridge Repair Company", "NBRC"}
    labels = {text[m.start : m.end]: m.label for m in find_mentions(parsed(text))[0]}
    assert (labels["NordGasOil"], labels["Zub"]) == ("ORG", "ORG")
    assert "AND" not in labels
    assert set(actors) >= {"National Bridge Repair Company", "NordGasOil", "Zub"}


@pytest.mark.models
def test_a_village_is_no_person() -> None:
    text = "A train left the rails near the village of Zimnota. The Zimnota section was old. Zimnota mourns."
    assert {m.label for m in find_mentions(parsed(text))[0] if text[m.start : m.end] == "Zimnota"} == {"PLACE"}


@pytest.mark.models
def test_one_who_is_called_by_the_given_name_is_the_person_named_in_full() -> None:
    _, _, printed = found(
        "Ethiopian Prime Minister Teodros Bekele spoke to the crews on Monday. Teodros, who has an election ahead, "
        "blamed the tugs."
    )
    assert printed["Teodros Bekele"] >= {"Teodros Bekele", "Teodros"}


@pytest.mark.models
def test_a_name_beside_an_office_is_a_persons_whatever_the_parser_takes_it_for() -> None:
    actors, _, _ = found("At a press conference its chief executive, Irfan Desmana, swore that the tanks were dry.")
    assert actors["Irfan Desmana"].kind == "person"


@pytest.mark.models
def test_a_surname_may_tell_the_sex_against_a_given_name() -> None:
    _, _, printed = found("Union leader Vanya Petrova spoke to the crews on Monday. She waved a letter.")
    assert "She" in printed["Vanya Petrova"]


@pytest.mark.models
def test_said_before_a_surname_is_no_form_of_address() -> None:
    _, _, printed = found("Union leader Mira Petrova spoke. “We go on,” said Petrova. On Monday she waved a letter.")
    assert printed["Mira Petrova"] >= {"Mira Petrova", "Petrova", "she"}


@pytest.mark.models
def test_a_title_in_capitals_names_nobody_whom_the_article_does_not() -> None:
    actors, _, _ = found(
        "Lindqvist Willing to Use Emergency Powers on Harbours\n\n"
        "BERGEN — Ola Lindqvist said on Monday that the harbour of Bergen should stay shut. Mr. Lindqvist had opposed "
        "the plan for years, and so had many of the fishermen who live there."
    )
    assert set(actors) == {"Ola Lindqvist", "Bergen"}


def test_a_surname_that_the_parser_mostly_takes_for_a_body_is_its_bearers() -> None:
    text = "Petar Strzelk left. Strzelk spoke. Strzelk slept. Strzelk woke."
    labels = ("PERSON", "ORG", "ORG", "PERSON")
    named = [
        Named(*m.span(), label, m.group())
        for m, label in zip(re.finditer("(?:Petar )?Strzelk", text), labels, strict=True)
    ]
    label_by_article(text, named)
    assert [n.label for n in named] == ["PERSON"] * 4


@pytest.mark.models
def test_a_party_before_a_state_is_no_part_of_its_name() -> None:
    actors, _, _ = found("Senator Ann Dahl (R-Conn.) met Rep. Jo Lind, D-Ohio, in Hartford, Conn., on Monday.")
    assert {name for name, a in actors.items() if a.kind == "place"} >= {"Connecticut", "Ohio"}
    assert not [name for name in actors if name.startswith(("R-", "D-"))]


@pytest.mark.models
def test_georgia_among_states_is_the_state_and_with_tbilisi_the_country() -> None:
    state, _, _ = found("Ann Dahl won Georgia and Ohio on Tuesday.")
    country, _, _ = found("Ann Dahl flew from Ohio to Tbilisi on Tuesday, and Georgia received her.")
    assert state["Georgia"].kind == "place"
    assert country["Georgia"].kind == "country"


@pytest.mark.models
def test_a_family_is_no_person() -> None:
    actors, _, _ = found(
        "Hillary Dahl spoke first. People close to the Dahls felt the mood had changed. The Dahls have money. "
        "Mrs. Dahl waved."
    )
    assert {name: a.kind for name, a in actors.items()} == {"Hillary Dahl": "person", "Dahls": "other"}


@pytest.mark.models
def test_a_role_has_no_date_and_no_other_person_in_it() -> None:
    actors, _, _ = found(
        "On Monday Kenya's President Ann Dahl met donors. They back Senator Jo Lind, Governor Mo Vale and others. "
        "The mayor of Bergen and Ola Berg came too."
    )
    assert [r.role for r in actors["Ann Dahl"].roles] == ["Kenya's President"]
    assert "Governor" not in " ".join(r.role for r in actors["Jo Lind"].roles)
    assert not [r.role for r in actors["Ola Berg"].roles if r.role.endswith("and")]


def test_leaders_are_out_of_office_before_and_after_it() -> None:
    assert leader("Donald Trump", year=2016) is None
    assert leader("Donald Trump", year=2023) == ("USA.ELI", "leaders: Donald Trump")
    assert leader("Donald Trump", year=2018) == ("USA", "leaders: Donald Trump")
    assert leader("Joe Biden", year=2019) == ("USA.ELI", "leaders: Joe Biden")
    assert leader("Joe Biden") == ("USA", "leaders: Joe Biden")


def test_a_national_security_council_is_not_that_of_the_united_nations() -> None:
    assert entry_of("Security Council") is not None
    assert not list(find_entries("He met the National Security Council on Monday."))


@pytest.mark.models
def test_a_surname_before_its_bearers_child_is_named_is_not_the_childs() -> None:
    actors, _, printed = found(
        "Mr. Dahlberg spoke on Monday. Mr. Dahlberg said the port of Bergen was safe. Mr. Dahlberg then left. "
        "His lawyers met Petar Dahlberg Jr. on Tuesday. Mr. Dahlberg was silent."
    )
    assert printed["Petar Dahlberg Jr."] == {"Petar Dahlberg Jr."}
    assert "Dahlberg" in actors


def test_a_town_of_somebodys_name_stays_a_town_where_it_lies() -> None:
    text = "Petar Strzelk was born in Strzelk, near Strzelk as Strzelk says. Strzelk left."
    labels = ("PERSON", "PLACE", "PLACE", "PLACE", "PERSON")
    named = [
        Named(*m.span(), label, m.group())
        for m, label in zip(re.finditer("(?:Petar )?Strzelk", text), labels, strict=True)
    ]
    label_by_article(text, named)
    assert [n.label for n in named] == ["PERSON", "PLACE", "PLACE", "PERSON", "PERSON"]
