"""Speakers that layout names: labels of a transcript, names after a dash, names before a colon. Hand-built texts."""

from spacy.tokens import Doc
from spacy.vocab import Vocab

from variorum.annotate.attribution import Attribution
from variorum.annotate.marks import Marks
from variorum.annotate.parsed import Parsed
from variorum.annotate.signed import signed
from variorum.text import paragraphs
from variorum.types import Article, Span


def read(text: str, found: list[Attribution]) -> list[tuple[str, str, str]]:
    """Source, cue and content as printed, in order of the content."""
    body = paragraphs(text)
    doc = Doc(Vocab(), words=[text])
    parsed = Parsed(article=Article(id="x", text=text), body=body, paragraphs=body, title=None, doc=doc)
    out = signed(parsed, Marks.of(text, body), found)

    def printed(spans: tuple[Span, ...]) -> str:
        return " … ".join(text[a:b] for a, b in spans)

    return [(printed(a.source), printed(a.cue), printed(a.content)) for a in sorted(out, key=lambda a: a.content)]


def at(text: str, words: str) -> Span:
    start = text.index(words)
    return start, start + len(words)


def test_each_turn_of_a_transcript_is_its_labels() -> None:
    text = "ORLU: Will the ferry sail?\n\nVANE: It will.\n\nORLU: Tonight?\n\nVANE: Tonight."
    turns = [("ORLU", "Will the ferry sail?"), ("VANE", "It will."), ("ORLU", "Tonight?"), ("VANE", "Tonight.")]
    assert read(text, []) == [(who, ":", words) for who, words in turns]


def test_a_word_and_a_colon_alone_make_no_transcript() -> None:
    text = "Note: the ferry sails at six.\n\nNote: bring your papers.\n\nThe port is closed."
    assert read(text, []) == []


def test_what_a_turn_itself_attributes_to_another_stays() -> None:
    text = "ORLU: The board wrote that fares will rise.\n\nVANE: They will.\n\nORLU: When?\n\nVANE: Soon."
    inner = Attribution((at(text, "that fares will rise"),), (at(text, "wrote"),), (at(text, "The board"),))
    assert ("The board", "wrote", "that fares will rise") in read(text, [inner])
    assert ("ORLU", ":", "The board wrote that fares will rise.") not in read(text, [])[1:]


def test_a_name_after_a_dash_signs_the_quotation() -> None:
    text = "“The ferry was our street.” — Ada Orlu, baker\n\n“It will be missed.” ― Pim Vane"
    wrong = Attribution((at(text, "“The ferry was our street.”"),), (at(text, "―"),), (at(text, "Pim Vane"),))
    assert read(text, [wrong]) == [
        ("Ada Orlu, baker", "—", "“The ferry was our street.”"),
        ("Pim Vane", "―", "“It will be missed.”"),
    ]


def test_a_dash_that_goes_on_with_the_sentence_signs_nothing() -> None:
    assert read("They called it “the street” — Ada Orlu did so too, she told the board on Monday last.", []) == []


def test_a_name_before_a_colon_that_was_taken_for_a_cue_is_the_source() -> None:
    text = "Orlu: Ferry will sail tonight"
    found = Attribution((at(text, "Ferry will sail tonight"),), (at(text, "Orlu:"),))
    assert read(text, [found]) == [("Orlu", ":", "Ferry will sail tonight")]
