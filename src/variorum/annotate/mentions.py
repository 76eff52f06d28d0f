"""Actors within an article: names, nominals and pronouns, chained."""

from variorum.annotate.parsed import Parsed
from variorum.types import LocalActor, Mention


def find_mentions(parsed: Parsed) -> tuple[tuple[Mention, ...], tuple[LocalActor, ...]]:
    """The mentions, in order of the text, and the actors that they are chained to."""
    return (), ()
