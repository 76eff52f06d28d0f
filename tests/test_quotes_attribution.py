"""From tags and links to attributions, on hand-built windows."""

import numpy as np
import pytest

from variorum.annotate import attribution
from variorum.annotate.attribution import Attribution, attributions, spans
from variorum.annotate.marks import Marks
from variorum.annotate.quotes import _kind, _utterances
from variorum.models import tagger
from variorum.models.tagger import LINK, TAGS, WIDTH, Pieces, Reading, Window

TEXT = "Rain will come , Ada said ."
WORDS = ((0, 4), (5, 9), (10, 14), (15, 16), (17, 20), (21, 25), (26, 27))
PART = Pieces(tuple(range(7)), (0,) * 7, WORDS, tuple(range(7)))
NOTHING = np.zeros((7, WIDTH), dtype=np.float32)
TAGGED = ("B-content", "I-content", "I-content", "O", "B-source", "B-cue", "O")


def head() -> tagger.Head:
    size = len(TAGS)
    legal = np.zeros((size, size), dtype=np.float32)
    for i, a in enumerate(TAGS):
        for j, b in enumerate(TAGS):
            if b[0] == "I" and a[2:] != b[2:]:
                legal[i, j] = -1e4
    return tagger.Head(legal, np.zeros(size, np.float32), np.zeros((2, 12), np.float32), np.zeros(2, np.float32))


def window(tagged: tuple[str, ...], *, linked: bool) -> Window:
    emissions = np.zeros((len(tagged), len(TAGS)), dtype=np.float32)
    for i, tag in enumerate(tagged):
        emissions[i, TAGS.index(tag)] = 9
    links = np.full((len(tagged), 5, LINK), 0.5 if linked else -0.5, dtype=np.float32)
    links[:, 2], links[:, 4] = 0.5, 0.5
    return Window((0,), 0, (0,), emissions, links, NOTHING)


def read(*windows: Window, parts: tuple[Pieces, ...] = (PART,)) -> Reading:
    return Reading(parts, windows)


@pytest.fixture(autouse=True)
def plain_head(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(attribution.tagger, "head", head)


def test_spans() -> None:
    path = [TAGS.index(tag) for tag in TAGGED]
    assert list(spans(path)) == [("content", 0, 3), ("source", 4, 5), ("cue", 5, 6)]


def test_two_spans_side_by_side_are_two() -> None:
    path = [TAGS.index(tag) for tag in ("B-cue", "B-cue", "I-cue")]
    assert list(spans(path)) == [("cue", 0, 1), ("cue", 1, 3)]


def test_links_join_content_cue_and_source() -> None:
    (found,) = attributions(TEXT, [(0, 27)], [()], read(window(TAGGED, linked=True)))
    assert (found.content, found.cue, found.source) == (((0, 14),), ((21, 25),), ((17, 20),))
    assert 0.5 < found.score <= 1


def test_a_content_may_have_no_cue() -> None:
    (found,) = attributions(TEXT, [(0, 27)], [()], read(window(TAGGED, linked=False)))
    assert (found.content, found.cue, found.source) == (((0, 14),), (), ())


def test_a_span_begins_anew_with_a_paragraph() -> None:
    parts = Pieces((1, 2, 3), (0,) * 3, WORDS[:3], (0, 1, 2)), Pieces((1, 2, 3, 4), (0,) * 4, WORDS[3:], (0, 1, 2, 3))
    one = window(("I-content",) * 7, linked=False)
    reading = read(Window((0, 1), 0, (0, 3), one.emissions, one.links, NOTHING), parts=parts)
    assert [a.content for a in attributions(TEXT, [(0, 14), (15, 27)], [(), ()], reading)] == [((0, 14),), ((15, 27),)]


def test_no_paragraphs_no_attributions() -> None:
    assert attributions("", [], [], tagger.read("", [], [])) == []


@pytest.mark.parametrize("first", ["“It is over.”", "“It is over."])
def test_a_quotation_ends_with_its_paragraph(first: str) -> None:
    text = f"“Wait.” Ada said. {first}\n\n“We go home.”"
    paragraphs = ((0, text.index("\n")), (text.rindex("“"), len(text)))
    cue, start = text.index("said"), text.index(first)
    whole = Attribution(((start, paragraphs[0][1]), paragraphs[1]), ((cue, cue + 4),))
    parts = list(_utterances(Marks.of(text, paragraphs), whole))
    assert [part.content for part in parts] == [((start, paragraphs[0][1]),), (paragraphs[1],)]
    assert {part.cue for part in parts} == {whole.cue}


def test_kinds() -> None:
    text = "She said “we sail on Monday morning” and left it there for all to see."
    marks = Marks.of(text, ((0, len(text)),))
    assert _kind(Attribution(((9, 36),)), marks) == "direct"
    assert _kind(Attribution(((9, 70),)), marks) == "mixed"
    assert _kind(Attribution(((41, 70),)), marks) == "indirect"


def test_marks_are_found_by_place() -> None:
    text = "“a” b “c”\n\nd “e”"
    marks = Marks.of(text, ((0, 9), (11, len(text))))
    assert [text[slice(*q.inner)] for q in marks.touching((2, 8))] == ["a", "c"]
    assert marks.touching((3, 6)) == ()
    assert [marks.paragraph(at) for at in (0, 8, 11, 14)] == [0, 0, 1, 1]
