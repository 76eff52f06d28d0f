"""Quotations from text to speaker, with the real models."""

import pytest

import variorum
from variorum.types import AnnotatedArticle, Article, Quote

pytestmark = pytest.mark.models

TEXT = """“We are close to a deal that both sides can live with,” Transport Minister Ada Lindqvist said on Monday.

“Nobody will lose a job over this, and nobody has to take my word for it.”

Lindqvist said the port would reopen “within a matter of days” once the text had been read by the crews.

According to union leader Tomas Berg, the crews will vote on Friday.

He called the minister's timetable "wishful thinking" and told reporters that the strike goes on.

"We have heard such promises before, and we know what they are worth.

The harbour has been closed since March."""

ODD = [
    "",
    " \n\n ",
    "“",
    "\x00\x00“a” said\x00",
    "\ud800 “he said” \udfff",
    "قال الوزير: «نحن قريبون».",
    "😀 “😀” said 😀.",
    "“" * 500 + "said" + "”" * 500,
    "x" * 5000,
    "word " * 1500,
    "“I said ‘no’,” he said. " * 60,
]


def annotated(text: str) -> AnnotatedArticle:
    (found,) = variorum.annotate([Article(id="a", text=text)])
    return found


@pytest.fixture(scope="module")
def quotes() -> tuple[Quote, ...]:
    return annotated(TEXT).quotes


def about(quotes: tuple[Quote, ...], words: str) -> Quote:
    """The quotation whose content is shortest of those that hold the words."""
    holding = [q for q in quotes if any(words in TEXT[a:b] for a, b in q.content)]
    return min(holding, key=lambda q: sum(b - a for a, b in q.content))


def printed(spans: tuple[tuple[int, int], ...]) -> list[str]:
    return [TEXT[a:b] for a, b in spans]


def test_direct(quotes: tuple[Quote, ...]) -> None:
    found = about(quotes, "close to a deal")
    assert printed(found.content) == ["“We are close to a deal that both sides can live with,”"]
    assert printed(found.cue) == ["said"]
    assert (found.kind, found.speaker) == ("direct", "Ada Lindqvist")


def test_a_quotation_of_its_own_paragraph_goes_on_with_the_speaker(quotes: tuple[Quote, ...]) -> None:
    found = about(quotes, "Nobody will lose")
    assert (found.kind, found.speaker) == ("direct", "Ada Lindqvist")
    assert printed(found.content) == ["“Nobody will lose a job over this, and nobody has to take my word for it.”"]


def test_own_words_beside_the_whole(quotes: tuple[Quote, ...]) -> None:
    found = about(quotes, "within a matter of days")
    assert (found.kind, printed(found.content)) == ("direct", ["within a matter of days"])
    assert about(quotes, "the port would reopen").kind == "mixed"


def test_according_to(quotes: tuple[Quote, ...]) -> None:
    found = about(quotes, "will vote on Friday")
    assert (found.kind, found.speaker, printed(found.cue)) == ("indirect", "Tomas Berg", ["According to"])


def test_a_mark_that_never_closes_ends_with_its_paragraph(quotes: tuple[Quote, ...]) -> None:
    found = about(quotes, "such promises before")
    assert printed(found.content)[-1].endswith("worth.")
    assert not any("closed since March" in text for q in quotes for text in printed(q.content))


def test_scores_and_spans(quotes: tuple[Quote, ...]) -> None:
    for quote in quotes:
        assert 0 <= quote.score <= 1
        assert all(0 <= a < b <= len(TEXT) for role in (quote.content, quote.cue, quote.source) for a, b in role)


@pytest.mark.parametrize("text", ODD)
def test_odd_text_never_raises(text: str) -> None:
    for quote in annotated(text).quotes:
        assert all(0 <= a < b <= len(text) for a, b in quote.content)


def test_scare_quotes_and_titles_are_not_speech() -> None:
    text = "The “Night Ferry” sails at ten. Its so-called “dining room” is a bench with a view of the car deck."
    assert not [q for q in annotated(text).quotes if q.kind == "direct"]
