"""Offsets and paragraphs: pure functions over immutable text."""

import itertools
import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence

from variorum.types import Span

_LINE = re.compile(r"[^\n]+")
_ENDS_SENTENCE = re.compile(r"[.!?:;…][\"'”’»)\]]*\s*$")


def trim(text: str, span: Span, edge: str = "") -> Span:
    """The span without white space at its edges (empty, at its start, when there is nothing else).

    Args:
        edge: other characters to take off as well.
    """
    start, end = span
    while start < end and (text[start].isspace() or text[start] in edge):
        start += 1
    while end > start and (text[end - 1].isspace() or text[end - 1] in edge):
        end -= 1
    return start, end


def lines(text: str, within: Span | None = None) -> Iterator[Span]:
    """Spans of the lines that hold more than white space, trimmed."""
    start, end = within or (0, len(text))
    for match in _LINE.finditer(text, start, end):
        span = trim(text, match.span())
        if span[0] < span[1]:
            yield span


def paragraphs(text: str, within: Span | None = None) -> tuple[Span, ...]:
    """Spans of the paragraphs: blocks between blank lines where lines are hard-wrapped, lines where they are not.

    A text counts as hard-wrapped when most of its lines break off in mid-sentence and go on in lower case.
    """
    spans = tuple(lines(text, within))
    pairs = list(itertools.pairwise(spans))
    runs_on = [_runs_on(text, a, b) for a, b in pairs]
    if sum(runs_on) < 0.3 * len(pairs):
        return spans
    out: list[Span] = []
    for i, span in enumerate(spans):
        adjacent = i > 0 and text.count("\n", spans[i - 1][1], span[0]) == 1
        ends = i > 0 and bool(_ENDS_SENTENCE.search(text, spans[i - 1][0], spans[i - 1][1]))
        short_last = i > 0 and spans[i - 1][1] - spans[i - 1][0] < 50
        if out and adjacent and not (ends and short_last):
            out[-1] = (out[-1][0], span[1])
        else:
            out.append(span)
    return tuple(out)


def _runs_on(text: str, a: Span, b: Span) -> bool:
    """Whether line b goes on with the sentence that line a broke off."""
    return (
        text.count("\n", a[1], b[0]) == 1
        and text[b[0]].islower()
        and a[1] - a[0] < 120
        and not _ENDS_SENTENCE.search(text[max(a[0], a[1] - 8) : a[1]])
    )


def overlap(a: Span, b: Span) -> int:
    """How many code points two spans share."""
    return max(0, min(a[1], b[1]) - max(a[0], b[0]))


def inside(span: Span, spans: Iterable[Span]) -> bool:
    """Whether the span lies wholly within one of the others."""
    return any(s <= span[0] and span[1] <= e for s, e in spans)


def around(span: Span, spans: Sequence[Span]) -> Span:
    """The one of some spans, sorted and apart, in which a span begins; itself where none is: its sentence, say."""
    i = bisect_right(spans, span[0], key=lambda s: s[0]) - 1
    return spans[i] if i >= 0 and span[0] < spans[i][1] else span


def complement(within: Span, holes: Iterable[Span]) -> tuple[Span, ...]:
    """What is left of a span when others are taken out of it."""
    out, at = [], within[0]
    for start, end in sorted(holes):
        if start > at:
            out.append((at, min(start, within[1])))
        at = max(at, end)
    if at < within[1]:
        out.append((at, within[1]))
    return tuple(out)
