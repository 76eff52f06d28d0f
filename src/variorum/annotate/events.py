"""Political events, coded in PLOVER, with a status."""

from variorum.annotate.parsed import Parsed
from variorum.types import Event, LocalActor, Mention, Quote, Time


def find_events(
    parsed: Parsed,
    *,
    mentions: tuple[Mention, ...],
    actors: tuple[LocalActor, ...],
    times: tuple[Time, ...],
    quotes: tuple[Quote, ...],
) -> tuple[Event, ...]:
    """The events of the body, in order of their triggers."""
    return ()
