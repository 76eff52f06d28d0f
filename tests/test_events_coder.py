"""The coder of a marked pair of actors."""

import pytest

import variorum
from variorum.annotate.coding import code_events
from variorum.lexicon.plover import QUADS
from variorum.models.coder import ngrams


def test_ngrams_are_words_and_pairs() -> None:
    assert ngrams(["a", "b", "c"]) == ["a", "b", "c", "a b", "b c"]
    assert ngrams([]) == []


@pytest.mark.models
@pytest.mark.parametrize(
    ("text", "source", "target", "root"),
    [
        ("Kenya accused Chile of spying on its navy.", "Kenya", "Chile", "ACCUSE"),
        ("Peru rejected a request from Egypt to extradite the banker.", "Peru", "Egypt", "REJECT"),
        ("Norwegian police arrested a Turkish sailor.", "Norwegian police", "a Turkish sailor", "COERCE"),
        ("Canada freed six Peruvian sailors.", "Canada", "six Peruvian sailors", "RETREAT"),
    ],
)
def test_root_and_quad(text: str, source: str, target: str, root: str) -> None:
    found = variorum.code_event(text, source=source, target=target)
    assert found.root == root
    assert found.quad == QUADS[root]
    assert 0 < found.score <= 1


@pytest.mark.models
@pytest.mark.parametrize("text", ["", " \n", "\x00", "🙂" * 40])
def test_odd_text_is_coded_without_complaint(text: str) -> None:
    (found,) = code_events([(text, "nobody", "")])
    assert found.root in QUADS
