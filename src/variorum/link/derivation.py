"""Which article took its text from which."""

from collections.abc import Sequence

from variorum.types import AnnotatedArticle, Derivation, Reuse, Story


def find_derivations(
    articles: Sequence[AnnotatedArticle], stories: Sequence[Story], reuse: Sequence[Reuse]
) -> tuple[Derivation, ...]:
    """The derivations between articles of the same story."""
    return ()
