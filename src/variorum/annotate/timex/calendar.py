"""The calendar: arithmetic on dates, TIMEX3 values of shifted units, holidays, and the bounds of a value."""

import calendar
import re
from datetime import date, timedelta

Bounds = tuple[date, date]
_SEASON_START = {"SP": 3, "SU": 6, "FA": 9, "WI": 12}


def add_months(day: date, n: int) -> date:
    """The same day n months on, or the month's last."""
    at = day.year * 12 + day.month - 1 + n
    year, month = min(max(at // 12, 1), 9998), at % 12 + 1
    return date(year, month, min(day.day, calendar.monthrange(year, month)[1]))


def add_days(day: date, n: int) -> date:
    """n days on; the calendar's end where it runs over."""
    try:
        return day + timedelta(days=n)
    except OverflowError:
        return date.max if n > 0 else date.min


def last_day(year: int, month: int) -> date:
    return date(year, month, calendar.monthrange(year, month)[1])


def valid(year: int, month: int, day: int) -> date | None:
    """The date, or None where there is no such day."""
    try:
        return date(year, month, day)
    except ValueError:
        return None


def quarter(day: date) -> int:
    return (day.month - 1) // 3 + 1


def week(day: date) -> str:
    """The ISO week: "1998-W05"."""
    year, number, _ = day.isocalendar()
    return f"{year:04d}-W{number:02d}"


def shifted(day: date, unit: str, n: int) -> str:
    """The TIMEX3 value of the unit n units away from the one that `day` is in."""
    if unit == "D":
        return add_days(day, n).isoformat()
    if unit in ("W", "F", "WE"):
        value = week(add_days(day, 7 * n * (2 if unit == "F" else 1)))
        return value + "-WE" if unit == "WE" else value
    if unit == "M":
        return add_months(day, n).isoformat()[:7]
    if unit == "Q":
        then = add_months(day, 3 * n)
        return f"{then.year:04d}-Q{quarter(then)}"
    year = day.year + n * {"Y": 1, "DE": 10, "CE": 100, "ML": 1000}[unit]
    if not 0 < year < 9999:
        return "PAST_REF" if n < 0 else "FUTURE_REF"
    if unit == "DE":
        return f"{year:04d}"[:3]
    return f"{year:04d}"[:2] if unit == "CE" else f"{year:04d}"


def easter(year: int) -> date:
    """Easter Sunday, Gregorian (Meeus, Jones and Butcher)."""
    a, b, c = year % 19, year // 100, year % 100
    d, e = divmod(b, 4)
    g = (8 * b + 13) // 25
    h = (19 * a + b - d - g + 15) % 30
    i, k = divmod(c, 4)
    el = (32 + 2 * e + 2 * i - h - k) % 7
    m = (a + 11 * h + 22 * el) // 451
    month, day = divmod(h + el - 7 * m + 114, 31)
    return date(year, month, day + 1)


def _nth_weekday(year: int, month: int, weekday: int, n: int) -> date:
    """The nth weekday (1 is Monday) of a month; the last one for n = -1."""
    if n < 0:
        end = last_day(year, month)
        return end - timedelta(days=(end.isoweekday() - weekday) % 7)
    first = date(year, month, 1)
    return first + timedelta(days=(weekday - first.isoweekday()) % 7 + 7 * (n - 1))


_FLOATING = {
    "thanksgiving": (11, 4, 4), "mothers": (5, 7, 2), "fathers": (6, 7, 3), "memorial": (5, 1, -1), "labor": (9, 1, 1),
    "columbus": (10, 1, 2), "presidents": (2, 1, 3), "king": (1, 1, 3), "bowl": (2, 7, 2),
}  # fmt: skip


def holiday(rule: tuple[int, int] | str, year: int) -> date:
    """The day of a holiday in a year, by a fixed (month, day) or a named rule."""
    if isinstance(rule, tuple):
        return date(year, *rule)
    if rule.startswith("easter"):
        return easter(year) + timedelta(days=int(rule[6:] or 0))
    if rule == "election":
        return _nth_weekday(year, 11, 1, 1) + timedelta(days=1)
    return _nth_weekday(year, *_FLOATING[rule])


_VALUE = re.compile(
    r"(?P<year>\d{4})(?:-(?:(?P<month>\d\d)(?:-(?P<day>\d\d))?|W(?P<week>\d\d)(?P<end>-WE)?|Q(?P<quarter>[1-4])|H(?P<half>[12])"
    r"|(?P<season>SP|SU|FA|WI)))?(?:T.*)?$"
)


def bounds(value: str) -> Bounds | None:
    """First and last day of a TIMEX3 date value, or None where it does not fix them ("PAST_REF", "XXXX-07", "P3M")."""
    if re.fullmatch(r"\d{2,3}", value):
        pad = 4 - len(value)
        low, high = int(value + "0" * pad), int(value + "9" * pad)
        return (date(low, 1, 1), date(high, 12, 31)) if low > 0 else None
    match = _VALUE.match(value)
    if not match or not int(match["year"]):
        return None
    try:
        return _span_of(match)
    except (ValueError, OverflowError):
        return None


def _span_of(match: re.Match[str]) -> Bounds:
    year = int(match["year"])
    if match["day"]:
        day = date(year, int(match["month"]), int(match["day"]))
        return day, day
    if match["month"]:
        return date(year, int(match["month"]), 1), last_day(year, int(match["month"]))
    if match["week"]:
        monday = date.fromisocalendar(year, int(match["week"]), 1)
        return (monday + timedelta(5 if match["end"] else 0)), monday + timedelta(6)
    if match["quarter"] or match["half"]:
        size, number = (3, int(match["quarter"])) if match["quarter"] else (6, int(match["half"]))
        return date(year, size * (number - 1) + 1, 1), last_day(year, size * number)
    if match["season"]:
        first = date(year, _SEASON_START[match["season"]], 1)
        end = add_months(first, 2)
        return first, last_day(end.year, end.month)
    return date(year, 1, 1), date(year, 12, 31)
