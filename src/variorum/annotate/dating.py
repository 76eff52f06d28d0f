"""The date of an article that gives none: read off its own dates, or taken from its story."""

import dataclasses
import re
from collections.abc import Iterator
from datetime import date

from msgspec import structs

from variorum.annotate.parsed import Parsed
from variorum.annotate.times import find_times
from variorum.annotate.timex.calendar import valid
from variorum.annotate.timex.lexicon import WEEKDAYS
from variorum.annotate.timex.resolver import FUTURE
from variorum.annotate.timex.tense import tense_of
from variorum.types import AnnotatedArticle, Article, Record, Time

HEAD = 300  # characters from the start in which a date line stands


class Inferred(Record, frozen=True, kw_only=True):
    """A date of publication that nobody gave: ISO 8601, and the reason."""

    date: str
    why: str


def infer_published(parsed: Parsed) -> Inferred | None:
    """The day that a text seems to be of, or None where it does not show.

    It is the latest full date that the text looks back on. One date alone proves little, so it must be borne out: it
    stands with its weekday, or the text names that weekday elsewhere, and no later year is mentioned. News gives the
    year of a day where it is not this year's: such a date, in the midst of a text, is of what went before.
    """
    times = find_times(parsed, published=None)
    years = [int(t.value[:4]) for t in times if t.value[:4].isdigit() and not _ahead(parsed, t)]
    printed = [t for t in times if re.search(r"\d", parsed.text[t.start : t.end])]  # not "the next day"
    found = [(day, t) for t in printed for day in _days(parsed, t, max(years, default=0)) if not _ahead(parsed, t)]
    if not found:
        return None
    day, time = max(found, key=lambda pair: (pair[0], -pair[1].start))
    if any(year > day.year for year in years):
        return None
    words = parsed.text[time.start : time.end]
    if _weekday(words) == day.isoweekday():
        return Inferred(date=day.isoformat(), why=f"the latest date that the text looks back on: {words!r}")
    if str(day.year) in words and time.start > (parsed.body[0][0] if parsed.body else 0) + HEAD:
        return None
    named = [t for t in times if t.value.startswith("XXXX-WXX-") and not _ahead(parsed, t)]
    for other in named:
        if other.value[9:10] == str(day.isoweekday()):
            said = parsed.text[other.start : other.end]
            return Inferred(
                date=day.isoformat(), why=f"the latest date, {words!r}, is the {said} that the text speaks of"
            )
    return None


def dated(parsed: Parsed) -> Parsed:
    """The same with the article's date inferred, where it has none and shows one."""
    if parsed.article.published is not None or (found := infer_published(parsed)) is None:
        return parsed
    article = structs.replace(parsed.article, published=found.date, published_from="inferred")
    return dataclasses.replace(parsed, article=article)


def redated(article: AnnotatedArticle, published: str) -> Article:
    """The article as it was read, but of that date (ISO 8601), marked `inferred`: to be annotated anew.

    For an undated article whose date shows from elsewhere, such as from other reports of its story.
    """
    plain = {name: getattr(article, name) for name in Article.__struct_fields__}
    return Article(**plain | {"published": published, "published_from": "inferred"})


def _days(parsed: Parsed, time: Time, year: int) -> Iterator[date]:
    """The full date of a time; where only the year lacks, the year mentioned last, or the next, if the weekday fits."""
    value = time.value[:10]
    if len(value) == 10 and value[:4].isdigit() and "X" not in value and "W" not in value:
        yield date.fromisoformat(value)
    elif value.startswith("XXXX-") and len(value) == 10 and value[5:7].isdigit() and value[8:10].isdigit() and year:
        weekday = _weekday(parsed.text[time.start : time.end])
        for candidate in (year, year + 1):
            day = valid(candidate, int(value[5:7]), int(value[8:10]))
            if day is not None and day.isoweekday() == weekday:
                yield day


def _weekday(words: str) -> int | None:
    """The weekday that an expression names, 1 for Monday."""
    return next((WEEKDAYS[w] for w in words.lower().replace(",", " ").split() if w in WEEKDAYS), None)


def _ahead(parsed: Parsed, time: Time) -> bool:
    tokens = parsed.tokens((time.start, time.end))
    return bool(len(tokens)) and tense_of(tokens[-1]) == FUTURE
