"""Quantities: number, qualifier, unit, measure, whom about, period."""

from variorum.annotate.parsed import Parsed
from variorum.types import Figure, LocalActor, Mention, Time


def find_figures(
    parsed: Parsed, *, times: tuple[Time, ...], mentions: tuple[Mention, ...], actors: tuple[LocalActor, ...]
) -> tuple[Figure, ...]:
    """The figures of the body, in order."""
    return ()
