"""The single entry to this room: everything that comparing the reports of stories finds."""

from collections.abc import Sequence

from variorum.types import (
    Actor,
    AnnotatedArticle,
    Claim,
    Derivation,
    Disagreement,
    Record,
    Relation,
    Reuse,
    Story,
    TimelineEntry,
    Utterance,
)


class Comparison(Record, frozen=True, kw_only=True):
    """What the reports say, side by side."""

    claims: tuple[Claim, ...] = ()
    utterances: tuple[Utterance, ...] = ()
    disagreements: tuple[Disagreement, ...] = ()
    timeline: tuple[TimelineEntry, ...] = ()
    relations: tuple[Relation, ...] = ()


def compare(
    articles: Sequence[AnnotatedArticle],
    stories: Sequence[Story],
    actors: Sequence[Actor],
    derivations: Sequence[Derivation],
    reuse: Sequence[Reuse],
) -> Comparison:
    """Compare the reports of each story, and follow relations across them."""
    return Comparison()
