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
