"""How stages run over data."""

from collections.abc import Iterable, Iterator
from typing import Protocol

from variorum.types import AnnotatedArticle, Article


class Engine(Protocol):
    """Runs the stages. Every engine gives the same records."""

    def annotate(self, articles: Iterable[Article]) -> Iterator[AnnotatedArticle]:
        """Annotated articles, in the order of the articles. Memory stays bounded however many there are."""
