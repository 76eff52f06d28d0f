"""Actors across articles: chains of mentions that name the same one, merged with a reason for each merge."""

from collections.abc import Iterable, Sequence

from variorum.types import Actor, AnnotatedArticle, Judgement


def link_actors(articles: Sequence[AnnotatedArticle], judgements: Iterable[Judgement] = ()) -> tuple[Actor, ...]:
    """The actors of all articles."""
    return ()
