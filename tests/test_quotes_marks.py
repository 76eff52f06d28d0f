"""Quotation marks, as tables of text and the stretches between them."""

import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from variorum.annotate.marks import Marks, outermost, quoted

CASES = [
    ("She said “it is done” and left.", ["“it is done”"]),
    ('He called it "a start," no more.', ['"a start,"']),
    ("It was ''too late,'' they wrote.", ["''too late,''"]),
    ("“We go on. It is not over", ["“We go on. It is not over"]),
    ('“Opened one way," closed another.', ['“Opened one way,"']),
    ("„Gut“, sagte er.", ["„Gut“"]),
    ("»Ja«, sagte sie, «oui» dit-il.", ["»Ja«", "«oui»"]),
    ("«Oui», a-t-il dit.", ["«Oui»"]),
    ("the dockers' pay and don't", []),
    ("the '90s and 'em all", []),
    ('a 6" pipe and 5\'10" tall', []),
    ("‘It’s the dockers’ day,’ she said.", ["‘It’s the dockers’ day,’"]),
    ("He called it 'a start' and left.", ["'a start'"]),
    ("“He told me, ‘We can’t,’ and left,” she said.", ["“He told me, ‘We can’t,’ and left,”"]),
    ('"Yes," she said. "Not now', ['"Yes,"', '"Not now']),
    ("“One is open. “Two is closed,” he said.", ["“One is open.", "“Two is closed,”"]),
    ("", []),
    ("”", []),
    ("''", []),
]


@pytest.mark.parametrize(("text", "want"), CASES)
def test_outermost(text: str, want: list[str]) -> None:
    assert [text[slice(*q.span)] for q in outermost(text, (0, len(text)))] == want


def test_nested_stretches_follow_their_outer_one() -> None:
    text = "“He told me, ‘We can’t,’ and left,” she said."
    found = quoted(text, (0, len(text)))
    assert [(text[slice(*q.inner)], q.depth) for q in found] == [
        ("He told me, ‘We can’t,’ and left,", 0),
        ("We can’t,", 1),
    ]


def test_a_mark_that_never_closes_ends_with_its_paragraph() -> None:
    text = "“We go on.\n\nThe strike ended on Monday."
    (found,) = quoted(text, (0, 10))
    assert (found.span, found.closed) == ((0, 10), False)


@pytest.mark.parametrize(
    ("text", "want"),
    [
        ("“We go on, the head of the union said to applause.\n\nThe strike ended.", "“We go on,"),
        ("“Who pays? asked Reeve.\n\nNobody knew.", "“Who pays?"),
        ("“When I asked, he said no word of it.\n\nThe strike ended.", "“When I asked, he said no word of it."),
        ("“We go on, he said.\n\n“And on.”", "“We go on, he said."),
    ],
)
def test_a_mark_that_never_closes_ends_before_a_cue_unless_the_next_paragraph_goes_on(text: str, want: str) -> None:
    gap = text.index("\n")
    marks = Marks.of(text, ((0, gap), (gap + 2, len(text))))
    assert text[slice(*marks.every[0].span)] == want


ODD = st.text(alphabet="ab s.,\n\"'“”„«»‘’‚‹›`-(’5", max_size=80)


@given(ODD)
def test_any_sequence_of_marks_gives_true_spans_in_order(text: str) -> None:
    found = quoted(text, (0, len(text)))
    assert [q.span[0] for q in found] == sorted(q.span[0] for q in found)
    for q in found:
        assert 0 <= q.span[0] <= q.inner[0] < q.inner[1] <= q.span[1] <= len(text)
    apart = outermost(text, (0, len(text)))
    assert all(a.span[1] <= b.span[0] for a, b in itertools.pairwise(apart))


def test_very_many_marks_take_no_longer_than_they_are_many() -> None:
    for text in ('"' * 20000, "“" * 20000, "“a " * 20000, "'a" * 20000, "“a” " * 20000):
        assert len(quoted(text, (0, len(text)))) <= len(text)
