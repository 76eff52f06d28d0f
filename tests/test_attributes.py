"""The fast attribute ruler finds what spaCy's finds, match for match."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from spacy.pipeline import AttributeRuler
from spacy.tokens import Doc
from spacy.vocab import Vocab

from variorum.models.attributes import FastRuler

WORDS = ("gon", "na", "There", "is", "that", "That", " ", "n't", "ai", "1st")
TAGS = ("DT", "IN", "VBZ", "_SP", "")
DEPS = ("expl", "mark", "dep", "")


def ruler(vocab: Vocab) -> AttributeRuler:
    made = AttributeRuler(vocab)
    made.add([[{"TAG": "DT"}]], {"POS": "DET"})
    made.add([[{"TAG": "DT", "LOWER": "that"}], [{"TAG": "IN", "DEP": "mark"}]], {"POS": "SCONJ"})
    made.add([[{"LOWER": "gon"}, {"LOWER": "na"}]], {"LEMMA": "to"}, index=1)
    made.add([[{"DEP": "expl"}, {"LOWER": {"IN": ["is", "are"]}}], [{"LOWER": "ai"}]], {"POS": "VERB"}, index=-1)
    made.add([[{"IS_SPACE": True, "DEP": {"NOT_IN": [""]}}]], {"DEP": "dep"})
    made.add([[{"TAG": {"REGEX": "^V"}}]], {"POS": "AUX"})
    made.add([[{"LOWER": "1st"}], [{"LOWER": {"REGEX": "^1"}}], [{"SHAPE": "dxx"}]], {"POS": "ADJ"})
    return made


TOKENS = st.lists(st.tuples(st.sampled_from(WORDS), st.sampled_from(TAGS), st.sampled_from(DEPS)), max_size=12)


@settings(deadline=None)
@given(st.lists(TOKENS, max_size=3))
def test_every_match_is_the_same(texts: list[list[tuple[str, str, str]]]) -> None:
    vocab = Vocab()
    whole = ruler(vocab)
    fast = FastRuler(whole)
    for tokens in texts:  # what one text taught is used for the next

        def doc(tokens: list[tuple[str, str, str]] = tokens) -> Doc:
            words, tags, deps = ([token[i] for token in tokens] for i in range(3))
            return Doc(vocab, words=words, tags=tags, deps=deps, heads=list(range(len(words)))) if words else Doc(vocab)

        assert fast.matches(doc()) == whole.match(doc())
        ours, theirs = fast(doc()), whole(doc())
        for attribute in ("pos_", "lemma_", "dep_", "tag_"):
            assert [getattr(t, attribute) for t in ours] == [getattr(t, attribute) for t in theirs]


@pytest.mark.models
def test_the_pipeline_uses_it() -> None:
    from variorum.models import parser

    assert "variorum_attributes" in parser.load().pipe_names
    assert "attribute_ruler" not in parser.load().pipe_names
