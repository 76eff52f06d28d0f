"""Time expressions, in TIMEX3."""

from variorum.annotate.parsed import Parsed
from variorum.types import Time


def find_times(parsed: Parsed, *, published: str | None) -> tuple[Time, ...]:
    """The time expressions of the body, in order; `published` (ISO 8601) anchors the relative ones."""
    return ()
