"""Attributions: content, cue, source, and the speaker's identity."""

from variorum.annotate.parsed import Parsed
from variorum.types import LocalActor, Mention, Quote


def find_quotes(parsed: Parsed, *, mentions: tuple[Mention, ...], actors: tuple[LocalActor, ...]) -> tuple[Quote, ...]:
    """The attributions of the body, in order of their content."""
    return ()
