"""How stages run over data."""

from collections.abc import Iterable, Iterator, Sequence
from typing import Protocol

from variorum.types import AnnotatedArticle, Article, Reuse


class Engine(Protocol):
    """Runs the stages. Every engine gives the same records."""

    def annotate(self, articles: Iterable[Article]) -> Iterator[AnnotatedArticle]:
        """Annotated articles, in the order of the articles. Memory stays bounded however many there are."""

    def verbatim(self, articles: Sequence[AnnotatedArticle]) -> tuple[Reuse, ...]:
        """Passages that two articles share word for word. The articles come sorted by id."""
