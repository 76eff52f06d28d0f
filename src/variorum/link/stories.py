"""Stories: reports of one affair at one time."""

from collections.abc import Iterable, Sequence

from variorum.types import Actor, AnnotatedArticle, Judgement, Reuse, Story


def find_stories(
    articles: Sequence[AnnotatedArticle],
    actors: Sequence[Actor],
    reuse: Sequence[Reuse],
    judgements: Iterable[Judgement] = (),
) -> tuple[Story, ...]:
    """The stories that the articles tell."""
    return ()
