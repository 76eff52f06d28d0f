"""Clauses: the units that reports are compared by."""

from variorum.annotate.parsed import Parsed
from variorum.types import Clause, Event, Figure, Mention, Quote, Time


def find_clauses(
    parsed: Parsed,
    *,
    mentions: tuple[Mention, ...],
    times: tuple[Time, ...],
    figures: tuple[Figure, ...],
    quotes: tuple[Quote, ...],
    events: tuple[Event, ...],
) -> tuple[Clause, ...]:
    """The clauses of the body, in order."""
    return ()
