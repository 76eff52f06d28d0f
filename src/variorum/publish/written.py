"""Dates, numbers and statuses as people write them."""

import calendar
import re
from collections.abc import Sequence

from variorum.types import Figure, Status

STATUS_SIGN: dict[Status, str] = {
    "happened": "●",
    "ongoing": "◐",
    "planned": "○",
    "proposed": "◇",
    "threatened": "△",
    "denied": "✕",
    "hypothetical": "?",
}


def date(start: str | None, end: str | None = None) -> str:
    """Calendar bounds in words: "21 March 2024", "September 2021", "2008", "20–21 March 2024".

    Args:
        start: ISO 8601, to the year, month or day.
        end: the last day, inclusive; None or the same for a single date.
    """
    if not start:
        return "" if not end else f"until {_one(end)}"
    if not end or end == start:
        return _one(start)
    a, b = start[:10], end[:10]
    if a[5:] == "01-01" and b[5:] == "12-31":
        return a[:4] if a[:4] == b[:4] else f"{a[:4]}–{b[:4]}"
    if len(a) == len(b) == 10 and a[8:] == "01" and _last_day(b):
        if a[:7] == b[:7]:
            return _one(a[:7])
        return f"{_one(a[:7])} – {_one(b[:7])}"
    if len(a) == len(b) == 10 and a[:7] == b[:7]:
        return f"{int(a[8:])}–{_one(b)}"
    return f"{_one(a)} – {_one(b)}"


def dates_in(text: str) -> str:
    """A text with the ISO dates in it written out."""
    return re.sub(r"\b\d{4}-\d\d(?:-\d\d)?\b", lambda match: _one(match.group()), text)


def period(value: str | None) -> str:
    """A figure's period in words."""
    start, _, end = (value or "").partition("/")
    return date(start or None, end or None)


def number(value: float) -> str:
    """A number with separators, and no decimals that say nothing."""
    if value != value or abs(value) >= 1e15:
        return f"{value:g}"
    return f"{int(value):,}" if value == int(value) else f"{value:,.10g}"


def amount(figure: Figure) -> str:
    """A figure's value with its bound and unit: "over 38 %", "2,400 dockworkers"."""
    top = f"–{number(figure.high)}" if figure.high is not None else ""
    unit = {"percent": " %", None: ""}.get(figure.unit, f" {figure.unit}")
    bound = f"{figure.qualifier.lower()} " if figure.qualifier else ""
    return f"{bound}{number(figure.value)}{top}{unit}"


def count(n: int, noun: str, plural: str | None = None) -> str:
    """ "1 report", "7 reports"."""
    return f"{n:,} {noun if n == 1 else plural or noun + 's'}"


def listing(names: Sequence[str]) -> str:
    """ "A, B and C"."""
    return names[0] if len(names) == 1 else " and ".join((", ".join(names[:-1]), names[-1])) if names else ""


def _one(value: str) -> str:
    parts = value[:10].split("-")
    try:
        if len(parts) == 3:
            return f"{int(parts[2])} {calendar.month_name[int(parts[1])]} {parts[0]}"
        if len(parts) == 2:
            return f"{calendar.month_name[int(parts[1])]} {parts[0]}"
    except (ValueError, IndexError):
        pass
    return value


def _last_day(value: str) -> bool:
    try:
        year, month, day = (int(part) for part in value.split("-"))
        return day == calendar.monthrange(year, month)[1]
    except ValueError:
        return False
