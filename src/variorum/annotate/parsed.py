"""What every extractor is given: the article, its layout and its parse, all with offsets into one text."""

from dataclasses import dataclass
from functools import cached_property

from spacy.tokens import Doc
from spacy.tokens import Span as Tokens

from variorum.annotate.marks import Marks
from variorum.models import tagger
from variorum.models.tagger import Reading
from variorum.text import inside, trim
from variorum.types import Article, Span


@dataclass(frozen=True)
class Parsed:
    """A parsed article. Extractors are pure functions of it and of the records found before them."""

    article: Article
    body: tuple[Span, ...]
    paragraphs: tuple[Span, ...]  # paragraphs of the body, the title among them
    title: Span | None
    doc: Doc  # of the whole text, so that `token.idx` is an offset

    @property
    def text(self) -> str:
        return self.article.text

    @cached_property
    def sentences(self) -> tuple[Tokens, ...]:
        """The sentences of the body, in order."""
        return tuple(s for s in self.doc.sents if s.text.strip() and inside(self._span(s), self.body))

    @cached_property
    def sentence_spans(self) -> tuple[Span, ...]:
        """Offsets of the sentences of the body, trimmed."""
        return tuple(self._span(s) for s in self.sentences)

    @cached_property
    def marks(self) -> Marks:
        """What of the paragraphs stands between quotation marks."""
        return Marks.of(self.text, self.paragraphs)

    @cached_property
    def reading(self) -> Reading:
        """The paragraphs as the tagger reads them."""
        return tagger.read(self.text, self.paragraphs, self.marks.spans)

    def tokens(self, span: Span) -> Tokens:
        """The tokens that the span touches."""
        found: Tokens | None = self.doc.char_span(*span, alignment_mode="expand")
        return found if found is not None else self.doc[0:0]

    def _span(self, tokens: Tokens) -> Span:
        return trim(self.text, (tokens.start_char, tokens.end_char))
