"""Quantities: number, bound, unit, measure, whom about, period."""

from bisect import bisect_right
from collections.abc import Iterator, Sequence

import msgspec
from spacy.tokens import Doc, Token

from variorum.annotate.parsed import Parsed
from variorum.annotate.quantity.about import Abouts
from variorum.annotate.quantity.amounts import Amount, find_amounts
from variorum.annotate.quantity.measures import Measured, measure
from variorum.annotate.quantity.periods import assign
from variorum.annotate.quantity.sieve import TIME_NOUNS, is_figure
from variorum.annotate.quantity.units import noun_of, unit_of
from variorum.types import Figure, LocalActor, Mention, Span, Time

MAX_SENTENCE = 500  # tokens


def find_figures(
    parsed: Parsed, *, times: tuple[Time, ...], mentions: tuple[Mention, ...], actors: tuple[LocalActor, ...]
) -> tuple[Figure, ...]:
    """The figures of the body, in order. Dates, names, codes, scores and ordinals are none.

    `times` tell which numbers are dates and which period a figure holds for; `mentions` and `actors`, whom it is about.
    """
    breaks = frozenset(start for start, _ in parsed.paragraphs)
    nouns: dict[Amount, Token | None] = {}
    kept: list[Amount] = []
    clock = _Covers(times)
    for amount in find_amounts(parsed.doc, parsed.text, breaks):
        if not _in_body(amount, parsed.body):
            continue
        noun = noun_of(parsed.doc, amount) if amount.kind == "count" else None
        if is_figure(parsed.doc, parsed.text, amount, noun, clock.over(amount.start, amount.end)):
            kept.append(amount)
            nouns[amount] = noun
    if not kept:
        return ()
    abouts = Abouts(parsed, mentions, actors)
    out: list[Figure] = []
    before: str | None = None
    for group, span in _by_sentence(parsed.doc, kept):
        found = _sentence(parsed, group, nouns, clock.within(span), abouts, before)
        out += found
        before = next((f.measure for f in reversed(found) if f.measure), before)
    return tuple(out)


def _sentence(
    parsed: Parsed,
    amounts: list[Amount],
    nouns: dict[Amount, Token | None],
    times: list[Time],
    abouts: Abouts,
    before: str | None,
) -> list[Figure]:
    """The figures of one sentence. `before` is the latest measure of the sentences before, for a pronoun to mean."""
    doc, text = parsed.doc, parsed.text
    if amounts[0].first + MAX_SENTENCE < amounts[-1].last:  # not prose: its parse tells nothing
        return [_bare(doc, amount, nouns[amount]) for amount in amounts]
    lengths = frozenset(i for i, a in enumerate(amounts) if (n := nouns[a]) is not None and n.lower_ in TIME_NOUNS)
    periods = assign(doc, text, amounts, times, lengths)
    out: list[Figure] = []
    for i, amount in enumerate(amounts):
        noun = nouns[amount]
        found = Measured() if amount.definite and amount.kind == "count" else measure(doc, amount, noun)
        name = found.name or _carried(doc, amount, found, amounts[:i], out, before)
        about, period = abouts.of(amount, found), periods.get(i)
        out.append(msgspec.structs.replace(_bare(doc, amount, noun), measure=name, about=about, period=period))
    return out


def _bare(doc: Doc, amount: Amount, noun: Token | None) -> Figure:
    """A figure of which only the amount is known."""
    return Figure(
        start=amount.start,
        end=amount.end,
        value=amount.value,
        high=amount.high,
        unit=unit_of(doc, amount, noun),
        qualifier=amount.qualifier,
    )


def _carried(
    doc: Doc, amount: Amount, found: Measured, earlier: Sequence[Amount], made: Sequence[Figure], before: str | None
) -> str | None:
    """The measure that is left out because it was said before: "6% in trade, and last year over 38%"."""
    if amount.definite and amount.kind == "count":
        return None
    if found.pronoun:
        last = next((f.measure for f in reversed(made) if f.measure), before)
        if last is None:
            return None
        base = last.removesuffix(" growth").removesuffix(" decline")
        return f"{base} {found.change}" if found.change else base
    if amount.kind not in ("percent", "money", "points", "fraction", "count") or not earlier:
        return None
    if amount.kind == "count" and made[-1].unit is not None:
        return None
    if earlier[-1].kind != amount.kind or not made[-1].measure:
        return None
    between = doc[earlier[-1].last + 1 : amount.first]
    own_verb = any(t.pos_ == "VERB" and t.tag_ in ("VBD", "VBZ", "VBP") for t in between)
    return None if own_verb else made[-1].measure


def _by_sentence(doc: Doc, amounts: list[Amount]) -> Iterator[tuple[list[Amount], Span]]:
    group: list[Amount] = []
    span: Span = (0, 0)
    for amount in amounts:
        if group and amount.start >= span[1]:
            yield group, span
            group = []
        if not group:
            sent = doc[amount.first].sent
            span = (sent.start_char, sent.end_char)
        group.append(amount)
    if group:
        yield group, span


def _in_body(amount: Amount, body: tuple[Span, ...]) -> bool:
    return any(start <= amount.start and amount.end <= end for start, end in body)


class _Covers:
    """Finds the times at a place by bisection."""

    def __init__(self, times: Sequence[Time]) -> None:
        self._times = sorted(times, key=lambda t: t.start)
        self._starts = [t.start for t in self._times]

    def over(self, start: int, end: int) -> Time | None:
        """The time that shares characters with a span."""
        i = bisect_right(self._starts, end - 1) - 1
        if i >= 0 and self._times[i].end > start:
            return self._times[i]
        return None

    def within(self, span: Span) -> list[Time]:
        """The times of a sentence."""
        low, high = bisect_right(self._starts, span[0] - 1), bisect_right(self._starts, span[1] - 1)
        return self._times[low:high]
