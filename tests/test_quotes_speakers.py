"""Whom a source names, on hand-built parses."""

import pytest
from spacy.tokens import Doc
from spacy.vocab import Vocab

from variorum.annotate.attribution import Attribution
from variorum.annotate.marks import Marks
from variorum.annotate.parsed import Parsed
from variorum.annotate.pipeline import annotate
from variorum.annotate.speakers import Speakers
from variorum.types import Article, LocalActor, Mention, Span

ADA = LocalActor(id="a", name="Ada Reeve", kind="person")


def speakers(words: list[tuple[str, int, str, str]], named: str) -> tuple[Speakers, str]:
    """Speakers of a text of (word, index of its head, relation, tag), where Ada is mentioned once."""
    doc = Doc(
        Vocab(),
        words=[w for w, *_ in words],
        heads=[h for _, h, _, _ in words],
        deps=[d for _, _, d, _ in words],
        tags=[t for *_, t in words],
    )
    whole: Span = (0, len(doc.text))
    parsed = Parsed(article=Article(id="x", text=doc.text), body=(whole,), paragraphs=(whole,), title=None, doc=doc)
    start = doc.text.index(named)
    mention = Mention(start=start, end=start + len(named), label="PERSON", actor="a", head="name")
    return Speakers(parsed, [mention], [ADA], Marks.of(doc.text, (whole,))), doc.text


def attribution(text: str, source: str) -> Attribution:
    content = text.index("rain")
    start = text.index(source)
    return Attribution(((content, content + 4),), ((0, 1),), ((start, start + len(source)),))


def test_the_head_of_the_source_speaks() -> None:
    words = [("Ada", 1, "compound", "NNP"), ("Reeve", 2, "nsubj", "NNP"), ("expects", 2, "ROOT", "VBZ")]
    found, text = speakers([*words, ("rain", 2, "dobj", "NN")], "Ada Reeve")
    assert found.of(attribution(text, "Ada Reeve"), direct=False) is ADA


def test_a_spokesman_for_somebody_is_not_that_one() -> None:
    words = [("spokesman", 3, "nsubj", "NN"), ("for", 0, "prep", "IN"), ("Reeve", 1, "pobj", "NNP")]
    found, text = speakers([*words, ("expects", 3, "ROOT", "VBZ"), ("rain", 3, "dobj", "NN")], "Reeve")
    assert found.of(attribution(text, "spokesman for Reeve"), direct=False) is None


def test_who_is_whom_it_follows() -> None:
    words = [("Reeve", 4, "nsubj", "NNP"), ("who", 2, "nsubj", "WP"), ("expects", 0, "relcl", "VBZ")]
    found, text = speakers([*words, ("rain", 2, "dobj", "NN"), ("waits", 4, "ROOT", "VBZ")], "Reeve")
    assert found.of(attribution(text, "who"), direct=False) is ADA


def test_a_quotation_without_a_cue_goes_on_and_an_indirect_one_does_not() -> None:
    words = [("Reeve", 1, "nsubj", "NNP"), ("expects", 1, "ROOT", "VBZ"), ("rain", 1, "dobj", "NN")]
    found, text = speakers([*words, ("soon", 1, "advmod", "RB")], "Reeve")
    assert found.of(attribution(text, "Reeve"), direct=True) is ADA
    later = Attribution(((text.index("soon"), len(text)),))
    assert found.of(later, direct=False) is None
    assert found.of(later, direct=True) is ADA


@pytest.mark.models
@pytest.mark.parametrize("source", ["ASEAN deputy secretary-general Ada Reeve", "European Union spokeswoman Ada Reeve"])
def test_a_title_that_names_a_body_is_held_by_the_person_after_it(source: str) -> None:
    text = f"Talks on the dam went on. According to {source}, it may take months to settle the quotas."
    (found,) = annotate([Article(id="x", text=text)])
    assert [quote.speaker for quote in found.quotes if quote.speaker] == ["Ada Reeve"]


@pytest.mark.models
@pytest.mark.parametrize(
    ("source", "speaker"),
    [
        ("the chief of the carriers' union, Osman Rindal, who put the number of families at 240,000", "Osman Rindal"),
        ("Ilse Korrin, whose brother Tomas Vadek runs the quarry", "Ilse Korrin"),
        ("a spokesman for the mayor, Ada Reeve", None),
    ],
)
def test_a_name_after_a_title_speaks_and_nobody_in_a_relative_clause(source: str, speaker: str | None) -> None:
    text = f'TARN - "A hungry man reads no signs," said {source}.\n\nThe road stayed shut.'
    (found,) = annotate([Article(id="x", text=text, published="2023-05-12")])
    assert [quote.speaker for quote in found.quotes if quote.kind == "direct"] == [speaker]


@pytest.mark.models
@pytest.mark.parametrize(
    ("text", "speakers"),
    [
        (  # a description of another country is not whoever spoke last
            "Portuguese foreign minister Rui Salvado met the envoys on Monday. "
            '"The border is quiet," Mr Salvado said on the steps of the palace.\n\n'
            '"Nobody has crossed the river," said the Moroccan minister.',
            ["Rui Salvado", None],
        ),
        (  # he of whom another speaks is not the other
            'Peter Harlan opened a school on Monday. Of Robert Doyle, he said, "I want him to do well. He is a fool."',
            ["Peter Harlan"],
        ),
        (  # a title, a description, a name
            'The mission left. "The playing field was steep," said its head, the Dutch engineer Marijke Oudehof.',
            ["Marijke Oudehof"],
        ),
    ],
)
def test_whose_words_they_are(text: str, speakers: list[str | None]) -> None:
    (found,) = annotate([Article(id="x", text=text, published="2023-05-12")])
    assert [quote.speaker for quote in found.quotes if quote.kind != "indirect"] == speakers
