"""What political prose tells in idioms, and whose it is where only the article tells: sentences of our own."""

import pytest

from variorum.annotate.pipeline import annotate
from variorum.types import Article

pytestmark = pytest.mark.models


def _found(text: str) -> set[tuple[str, str, str, str]]:
    (article,) = annotate([Article(id="x", text=text)])
    return {
        (e.code, e.status, ", ".join(a.code or a.name for a in e.source), ", ".join(a.code or a.name for a in e.target))
        for e in article.events
    }


@pytest.mark.parametrize(
    ("text", "event"),
    [
        ("Lima leaned on Nairobi to delay the vote.", ("REQUEST", "happened", "PER", "KEN")),
        ("Peru put pressure on Kenya to delay the vote.", ("REQUEST", "happened", "PER", "KEN")),
        ("Chile hit Kenya with duties on steel.", ("SANCTION", "happened", "CHL", "KEN")),
        ("Kenya recalled its ambassador from Lima on Friday.", ("SANCTION", "happened", "KEN", "PER")),
        ("Peru called off a meeting with the Kenyan minister.", ("REJECT", "happened", "PER", "KEN.GOV")),
        ("Kenyan soldiers crossed into Uganda.", ("MOBILIZE", "happened", "KEN.MIL", "UGA")),
        ("Chilean guns fired at farms near the border.", ("ASSAULT", "happened", "CHL", "farms")),
        ("Kenya welcomed the truce.", ("SUPPORT", "happened", "KEN", "")),
        ("Peru is selling wheat to Chile.", ("COOPERATE", "ongoing", "PER", "CHL")),
        (
            "The president of Kenya invited the Peruvian leader to Nairobi.",
            ("REQUEST", "happened", "KEN.GOV", "PER.GOV"),
        ),
        (
            "Kenyan Trade Minister Ann Moru and Peruvian Deputy Prime Minister Luis Vega signed a memorandum.",
            ("AGREE", "happened", "KEN.GOV", "PER.GOV"),
        ),
        (
            "Kenyan President Ann Moru received the Peruvian leader Luis Vega at the Lake Palace in Nairobi.",
            ("CONSULT", "happened", "KEN.GOV", "PER.GOV"),
        ),
    ],
)
def test_idioms_of_diplomacy(text: str, event: tuple[str, str, str, str]) -> None:
    assert event in _found(text)


def test_a_warning_of_what_ones_own_side_will_do_is_a_threat() -> None:
    found = _found("Kenyan President Ann Moru warned that Nairobi would halt exports to Peru.")
    assert {code for code, *_ in found} >= {"THREATEN", "SANCTION"}
    assert ("SANCTION", "threatened", "KEN", "PER") in found
    assert "THREATEN" not in {c for c, *_ in _found("Kenyan President Ann Moru warned that prices would rise.")}


def test_workers_walk_out_and_strike() -> None:
    (walked,) = _found("Kenya's union said its teachers would walk out on Friday.")
    assert walked[:2] == ("PROTEST", "planned")
    (struck,) = _found("The miners will strike on Friday, the union in Kenya said.")
    assert struck[:2] == ("PROTEST", "planned")


def test_bodies_that_every_country_has_take_the_articles_country() -> None:
    home = "Kenya is calm after the vote in Kenya."
    assert ("COERCE", "happened", "KEN.COP", "driver") in _found(f"{home} Police arrested a driver on Sunday.")
    split = "Kenya and Peru voted on the tariff."
    assert ("COERCE", "happened", ".COP", "driver") in _found(f"{split} Police arrested a driver on Sunday.")


def test_those_who_only_cross_a_border_mobilise_nobody() -> None:
    assert "MOBILIZE" not in {code for code, *_ in _found("Migrants from Kenya crossed into Uganda.")}


def test_leaning_on_ones_own_powers_asks_nobody() -> None:
    assert "REQUEST" not in {code for code, *_ in _found("Kenyan President Ann Moru leaned on her powers to end it.")}


@pytest.mark.parametrize(
    ("text", "event"),
    [
        ("Kenya put two Peruvian firms on its sanctions list.", ("SANCTION", "happened", "KEN", "PER.BUS")),
        ("The Kenyan army came under fire from Peruvian rebels.", ("ASSAULT", "happened", "PER.REB", "KEN.MIL")),
        ("Peru staged a boycott of Kenya.", ("PROTEST", "happened", "PER", "KEN")),
        ("Kenya declared a Peruvian consul persona non grata.", ("SANCTION", "happened", "KEN", "PER.GOV")),
        ("Kenya and Peru will build a dam together.", ("COOPERATE", "planned", "KEN", "PER")),
        ("Kenya froze 40 million euros in aid to Peru.", ("SANCTION", "happened", "KEN", "PER")),
        ("Kenya and Peru fought a short war in 1911.", ("ASSAULT", "happened", "KEN", "PER")),
        ("Peru asked Kenya for 600 policemen.", ("REQUEST", "happened", "PER", "KEN")),
        ("Kenya drew criticism from Peru over the dam.", ("ACCUSE", "happened", "PER", "KEN")),
        ("Kenya pledged 40 million euros in aid on Monday.", ("AID", "happened", "KEN", "")),
    ],
)
def test_turns_of_phrase(text: str, event: tuple[str, str, str, str]) -> None:
    assert event in _found(text)


@pytest.mark.parametrize(
    "text",
    [
        "The minister is in charge of Kenyan ports.",
        "Ann Moru threw out the first ball in Nairobi.",
        "Kenya released a film about Peru.",
        "Peru agreed with the view that Kenya is large.",
    ],
)
def test_turns_of_phrase_that_tell_of_no_deed(text: str) -> None:
    assert _found(text) == set()


def test_what_somebody_is_quick_to_do_is_done() -> None:
    assert ("SUPPORT", "happened", "KEN.GOV", "PER.GOV") in _found(
        "Kenyan ministers were quick to praise Peru's president."
    )


@pytest.mark.parametrize(
    ("text", "event"),
    [
        ("About 200 Kenyans staged a sit-in in front of the Peruvian embassy.", "PROTEST"),
        ("Shopkeepers in Peru shut their stores in protest at the tax.", "PROTEST"),
        ("Thousands of Peruvians took part in a demonstration against Kenya.", "PROTEST"),
        ("Kenyan nuns chained themselves to the gate of the Peruvian embassy.", "PROTEST"),
        ("Kenya waged war on Peru.", "ASSAULT"),
        ("Kenya fined Peruvian miners.", "SANCTION"),
    ],
)
def test_words_that_parsers_misread(text: str, event: str) -> None:
    assert event in {code for code, *_ in _found(text)}


def test_whoever_threatens_is_not_threatened() -> None:
    threats = [e for e in _found("Minister Ann Moru warned that Kenya would leave the treaty.") if e[0] == "THREATEN"]
    assert all("KEN" not in target for _, _, _, target in threats)


def test_a_deed_that_is_welcomed_needs_no_name() -> None:
    assert ("SUPPORT", "happened", "KEN", "") in _found("Peru freed the sailors. Kenya welcomed it.")
