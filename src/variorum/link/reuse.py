"""Passages that two articles share, word for word or reworded."""

from collections.abc import Sequence

from variorum.types import AnnotatedArticle, Reuse


def find_reuse(articles: Sequence[AnnotatedArticle]) -> tuple[Reuse, ...]:
    """The passages that articles share."""
    return ()
