"""Dates of statements: the one that a clause tells, whether two may be one, and how they are shown."""

from datetime import date

from variorum.compare.finding import plain
from variorum.compare.statements import Unit
from variorum.compare.undated import is_open, placed
from variorum.types import Time


def only_date(unit: Unit) -> Time | None:
    """The clause's date, where it has just one, of a day to a year."""
    times = [t for t in map(placed, unit.times) if t.kind in {"DATE", "TIME"}]
    dates = [t for t in times if t.from_ and t.to]
    if any(map(is_open, dates)) and len(dates) < len(times):
        return None  # another time, which nothing can place beside an open day
    spans = {(t.from_, t.to) for t in dates}
    if len(spans) != 1 or any(t.kind == "SET" for t in unit.times):
        return None
    found = dates[0]
    try:
        days = (date.fromisoformat(str(found.to)[:10]) - date.fromisoformat(str(found.from_)[:10])).days
    except ValueError:
        return None
    return found if days <= 366 else None


def meet_on(x: Time, y: Time) -> bool:
    return str(x.from_)[:10] <= str(y.to)[:10] and str(y.from_)[:10] <= str(x.to)[:10]


def is_day(time: Time) -> bool:
    return str(time.from_)[:10] == str(time.to)[:10]


def start(time: Time) -> date:
    return date.fromisoformat(str(time.from_)[:10])


def shown(unit: Unit, time: Time) -> str:
    start, end = str(time.from_), str(time.to)
    if is_open(time):
        return printed_date(unit, time)
    return start if start == end else time.value


def argued(unit: Unit, time: Time) -> str:
    printed_, day = printed_date(unit, time), shown(unit, time)
    return printed_ if printed_ == day else f"{printed_} ({day})"


def printed_date(unit: Unit, time: Time) -> str:
    return plain(unit.article.text[time.start : time.end])
