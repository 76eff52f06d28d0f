"""Time expressions, in TIMEX3: a grammar over classes of words, and a resolver that knows tense and date."""

import re
from collections.abc import Iterator
from datetime import date

from variorum.annotate.parsed import Parsed
from variorum.annotate.pattern import Grammar
from variorum.annotate.stream import Reader, Stream
from variorum.annotate.timex import calendar as cal
from variorum.annotate.timex import days, durations, lexicon, periods
from variorum.annotate.timex.hit import Hit, Rule
from variorum.annotate.timex.resolver import PAST, Context, Timex
from variorum.annotate.timex.tense import tense_of
from variorum.types import Span, Time

MAX_SENTENCE = 500  # tokens
_READER = Reader(lexicon.classify, whole=lexicon.whole)
_GRAMMAR: Grammar[Rule] = Grammar(lexicon.compiler(), (*days.RULES, *periods.RULES, *durations.RULES))


def find_times(parsed: Parsed, *, published: str | None) -> tuple[Time, ...]:
    """The time expressions of the body, in order; `published` (ISO 8601) anchors the relative ones.

    Without a date of publication, relative expressions keep a relative value ("UNDEF-last-year", "XXXX-WXX-3").
    """
    stream = _READER.read(parsed.doc, parsed.text, frozenset(start for start, _ in parsed.paragraphs))
    context = Context(doc=day_of(published), tense=lambda: PAST, day_first=lambda: days.day_first(stream))
    found = tuple(_scan(parsed, stream, context))
    return tuple(_record(timex, place) for timex, place in found if _in_body(place, parsed.body))


def day_of(published: str | None) -> date | None:
    """The day of an ISO 8601 date or date-time, or None."""
    if not published:
        return None
    try:
        return date.fromisoformat(published[:10])
    except ValueError:
        return None


def _scan(parsed: Parsed, stream: Stream, context: Context) -> Iterator[tuple[Timex, Span]]:
    def accept(match: re.Match[str], rule: Rule) -> tuple[Timex, Span] | None:
        hit = Hit(match, stream, parsed.doc, context)
        context.tense = lambda: PAST if _endless(stream, hit.token().i) else tense_of(hit.token())
        context.sentence = lambda: stream.sentence[hit.token().i]
        timex = rule(hit)
        if timex is None:
            return None
        context.note(timex)
        return timex, stream.place(timex.span or match.span())

    yield from _GRAMMAR.scan(stream.codes, accept)


def _endless(stream: Stream, token: int) -> bool:
    """Whether the sentence around a token is too long to be prose: its parse tells nothing, and costs."""
    first = stream.sentence[token]
    beyond = first + MAX_SENTENCE
    return beyond < len(stream.sentence) and stream.sentence[beyond] == first


def _in_body(place: Span, body: tuple[Span, ...]) -> bool:
    return any(start <= place[0] and place[1] <= end for start, end in body)


def _record(timex: Timex, place: Span) -> Time:
    found = timex.bounds or (cal.bounds(timex.value) if timex.kind in ("DATE", "TIME") else None)
    start, end = (found[0].isoformat(), found[1].isoformat()) if found else (None, None)
    return Time(start=place[0], end=place[1], kind=timex.kind, value=timex.value, from_=start, to=end)
