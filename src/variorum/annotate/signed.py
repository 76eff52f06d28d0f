"""Speakers whom the layout names and no verb: "LEE: …" before the words, "— Ann Lee" after them.

A transcript opens each turn with a label and a colon, a pull quotation ends with a dash and a name, and a headline puts
the name before a colon. The mark is the cue.
"""

import re
from bisect import bisect_right
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import partial

from variorum.annotate.attribution import Attribution
from variorum.annotate.marks import Marks
from variorum.annotate.parsed import Parsed
from variorum.text import overlap, trim
from variorum.types import Span

_LABEL = re.compile(r"[\"“”]?\s*((?:[A-Z][\w.’'-]*\s){0,3}[A-Z][\w.’'-]*)(:)\s+(?=\S)")
_SIGNATURE = re.compile(r"\s{0,3}(―|—|–|--?)\s*((?:[^\W\d_][\w.’'-]*,?[ \u00a0]?){1,8}?)[ \u00a0]*\.?(?=\s*(?:\n|\Z))")
_TURNS = 2  # paragraphs that a label must open to be a speaker's in a transcript
_SURE = 0.8  # score of what the layout says
_SAME = 0.5  # of a content: one that is held to that share is the same


def signed(parsed: Parsed, marks: Marks, found: Sequence[Attribution]) -> list[Attribution]:
    """The attributions, with those that the layout shows in place of what was found of their words."""
    shown = sorted([*_turns(parsed), *_signatures(parsed, marks)], key=lambda a: a.content)
    spans = [a.content[0] for a in shown]
    kept = [a for a in found if (span := _holding(spans, a)) is None or _has_own_source(a, span)]
    taken = sorted(span for a in kept for span in a.content)
    free = [a for a in shown if not any(map(partial(_is_within, a.content[0]), _near(taken, a.content[0])))]
    return [_named_in_cue(parsed, a) for a in kept] + free


def _turns(parsed: Parsed) -> Iterator[Attribution]:
    """The turns of a transcript: paragraphs that open with a label which opens others too."""
    labels = [(p, m) for p in parsed.paragraphs if (m := _LABEL.match(parsed.text, *p))]
    often = Counter(m.group(1) for _, m in labels)
    if len(often) < 2:
        return  # "Note: …"
    for paragraph, match in labels:
        content = trim(parsed.text, (match.end(), paragraph[1]))
        if often[match.group(1)] >= _TURNS and content[0] < content[1]:
            yield Attribution((content,), (match.span(2),), (match.span(1),), _SURE)


def _signatures(parsed: Parsed, marks: Marks) -> Iterator[Attribution]:
    """Quotations with a dash and a name after them, up to the end of the line."""
    for q in marks.every:
        match = _SIGNATURE.match(parsed.text, q.span[1]) if q.closed else None
        if match and match.group(2)[:1].isupper():
            source = trim(parsed.text, match.span(2))
            yield Attribution((q.span,), (match.span(1),), (source,), _SURE)


def _named_in_cue(parsed: Parsed, attribution: Attribution) -> Attribution:
    """The attribution with the name before a colon as its source: a headline's "Lee: …" was taken for a cue."""
    if attribution.source or len(attribution.cue) != 1:
        return attribution
    start, end = attribution.cue[0]
    name = trim(parsed.text, (start, end - 1))
    if parsed.text[end - 1] != ":" or not parsed.text[start].isupper() or name[0] == name[1]:
        return attribution
    return replace(attribution, cue=((end - 1, end),), source=(name,))


def _holding(spans: Sequence[Span], attribution: Attribution) -> Span | None:
    """The span, of some in order and apart, in which most of what an attribution reports lies."""
    whole = sum(end - start for start, end in attribution.content)
    near = _near(spans, (attribution.content[0][0], attribution.content[-1][1]))
    return next((s for s in near if sum(overlap(c, s) for c in attribution.content) > _SAME * whole), None)


def _near(spans: Sequence[Span], span: Span) -> Sequence[Span]:
    """Of spans in order those that begin in a span, and the last that begins before it."""
    first = bisect_right(spans, (span[0], 0)) - 1
    return spans[max(first, 0) : bisect_right(spans, (span[1], 0))]


def _has_own_source(attribution: Attribution, span: Span) -> bool:
    """Whether the words themselves name whom an attribution in them is to."""
    return any(span[0] <= start and end <= span[1] for start, end in attribution.source)


def _is_within(span: Span, other: Span) -> bool:
    return overlap(span, other) > _SAME * (span[1] - span[0])
