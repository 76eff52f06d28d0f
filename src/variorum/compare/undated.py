"""Dates that no calendar holds: weekdays and days of a month in reports whose own date is not known.

Two such reports of one affair are about equally old. So "on Saturday" and "on Sunday" differ as two days do, and two
reports that open on the same weekday tell of the same day.
"""

import re

import msgspec

from variorum.types import AnnotatedArticle, Time

YEAR_OF_WEEKDAYS = 1  # 1 January of the year 1 is a Monday, so that weekday n is its n-th day
YEAR_OF_DAYS = 4  # a leap year; far enough from the other
_WEEKDAY = re.compile(r"XXXX-WXX-([1-7])(?:T.*)?$")
_DAY = re.compile(r"XXXX-(\d\d-\d\d)(?:T.*)?$")
_OPENING = 3  # sentences that tell what a report is about


def placed(time: Time) -> Time:
    """The time with bounds of its own: those it has, or for an open weekday or day of a month those of a year that
    stands for no year."""
    if time.from_ or time.kind not in {"DATE", "TIME"}:
        return time
    if found := _WEEKDAY.match(time.value):
        day = f"{YEAR_OF_WEEKDAYS:04}-01-0{found.group(1)}"
    elif found := _DAY.match(time.value):
        day = f"{YEAR_OF_DAYS:04}-{found.group(1)}"
    else:
        return time
    return msgspec.structs.replace(time, value=day, from_=day, to=day)


def is_open(time: Time) -> bool:
    """Whether no calendar holds a placed time."""
    return str(time.from_)[:4] in {f"{YEAR_OF_WEEKDAYS:04}", f"{YEAR_OF_DAYS:04}"}


def one_day(a: AnnotatedArticle, b: AnnotatedArticle) -> bool:
    """Whether two reports without a date seem to be of one day: both open on the same weekday."""
    if a.published or b.published:
        return False
    x, y = opening(a), opening(b)
    return x is not None and x == y


def opening(article: AnnotatedArticle) -> str | None:
    """The one weekday that a report's first sentences name."""
    end = max((end for _, end in sorted(article.sentences)[:_OPENING]), default=0)
    found = {t.value for t in article.times if t.start < end and _WEEKDAY.match(t.value)}
    return found.pop() if len(found) == 1 else None
