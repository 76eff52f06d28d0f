"""Political events: code, actors and status, on sentences of our own."""

import pytest

from variorum.annotate.pipeline import annotate
from variorum.types import AnnotatedArticle, Article

pytestmark = pytest.mark.models


def events(text: str) -> AnnotatedArticle:
    (found,) = annotate([Article(id="a", text=text, published="2023-05-10")])
    return found


CASES = [
    ("France delivered missiles to Kenya on Monday.", "AID", "FRA", "KEN", "happened"),
    ("A Kenyan delegation is to visit France next week.", "CONSULT", "KEN", "FRA", "planned"),
    ("Peru signed a treaty with Chile on Tuesday.", "AGREE", "PER", "CHL", "happened"),
    ("Brazil denied that it delivered missiles to Chile.", "AID", "BRA", "CHL", "denied"),
    ("Kenya threatened to impose sanctions on Chile.", "THREATEN", "KEN", "CHL", "happened"),
    ("Kenya threatened to impose sanctions on Chile.", "SANCTION", "KEN", "CHL", "threatened"),
    ("Egyptian police arrested a Turkish journalist in Cairo.", "COERCE", "EGY", "TUR", "happened"),
    ("Peru accused Chile of spying on its navy.", "ACCUSE", "PER", "CHL", "happened"),
    ("Canada urged Egypt to free the prisoners.", "REQUEST", "CAN", "EGY", "happened"),
    ("Kenya rejected an Egyptian proposal on the river.", "REJECT", "KEN", "EGY", "happened"),
    ("Finland is ready to send doctors to Peru.", "AGREE", "FIN", "PER", "happened"),
    ("Norway will not accept the demands of Chile.", "REJECT", "NOR", "CHL", "happened"),
    ("Turkey lifted its embargo on Norway.", "RETREAT", "TUR", "NOR", "happened"),
    ("The sanctions imposed by Canada on Peru hurt its miners.", "SANCTION", "CAN", "PER", "ongoing"),
    ("Chile expelled two Peruvian diplomats.", "SANCTION", "CHL", "PER", "happened"),
    ("Turkish warplanes bombed villages in Egypt.", "ASSAULT", "TUR", "EGY", "happened"),
]


@pytest.mark.parametrize(("text", "code", "source", "target", "status"), CASES)
def test_one_event(text: str, code: str, source: str, target: str, status: str) -> None:
    found = events(text).events
    assert any(
        e.code == code
        and e.status == status
        and any((a.code or "").startswith(source) for a in e.source)
        and any((a.code or "").startswith(target) for a in e.target)
        for e in found
    ), [(e.code, e.status, e.source, e.target) for e in found]


@pytest.mark.parametrize(
    "text",
    [
        "",
        "The weather was fine in the hills.",
        "An earthquake hit the coast, killing ten people.",
        "She declined to comment.",
        "\x00 🙂 \ud800 שלום",
    ],
)
def test_nothing_where_nobody_does_anything(text: str) -> None:
    assert events(text).events == ()


@pytest.mark.parametrize(
    "text",
    [
        "killed and " * 1500 + "left.",
        "Kenya, " * 1500 + "met Chile.",
        "members of a group of " * 400 + "rebels attacked.",
        "agreed to plan to " * 500 + "sign.",
        "attack on " * 1500,
    ],
)
def test_monotonous_text_does_no_harm(text: str) -> None:
    assert isinstance(events(text).events, tuple)


def test_spans_are_true_and_lie_in_the_event() -> None:
    article = events("Kenyan president William Ruto met French president Emmanuel Macron in Paris on Monday.")
    assert article.events
    for event in article.events:
        assert 0 <= event.start < event.end <= len(article.text)
        for start, end in event.trigger:
            assert event.start <= start < end <= event.end
        for actor in (*event.source, *event.target):
            assert article.text[slice(*actor.span)].strip()


def test_a_date_of_its_own_clause() -> None:
    (event,) = (e for e in events("Peru signed a treaty with Chile on 3 May 2023.").events if e.code == "AGREE")
    assert (event.from_, event.to) == ("2023-05-03", "2023-05-03")


def test_mutual_deeds_have_two_sides() -> None:
    (event,) = (e for e in events("Kenya and Chile held talks on Monday.").events if e.code == "CONSULT")
    assert {(a.code or "")[:3] for a in event.source + event.target} == {"KEN", "CHL"}
    assert event.source
    assert event.target
