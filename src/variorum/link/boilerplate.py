"""What an outlet says about itself around a report: editor's notes, licences, calls to subscribe. It is no part of what
the report tells, so that reports which share nothing else share nothing.
"""

import re
from collections.abc import Iterator

from variorum.types import Span

_ENDS = 3  # lines from either end that are looked at
_LONGEST = 800  # code points of such a line
_NOTE = re.compile(
    r"\W*(?:"
    r"(?:editor(?:[’']s|s[’']|ial)?|publisher[’']s) note\b|note to (?:our )?readers\b|about the authors?\b|"
    r"(?:©|\(c\)|copyright\b)|all rights reserved\b|"
    r"(?:this|the) (?:report|article|story|piece|post|dispatch) (?:was|is|has been|first|originally|appeared|may)\b"
    r".{0,200}\b(?:published|updated|corrected|amended|republished|licen[cs]e|help of|funded|produced|translated|"
    r"edited|syndicated|reproduced|appeared)\b|"
    r"(?:sign up|subscribe|follow us|like us|join our|support (?:us|our)|donate|become a member|download our|"
    r"listen to our|read (?:more|also)|click here|send (?:us )?(?:tips|feedback)|contact us|write to us)\b|"
    r".{0,120}\b(?:is|are) (?:wholly |entirely )?(?:funded|supported|paid for) by "
    r"(?:its |our |the )?(?:readers|members)\b|"
    r".{0,200}\b(?:sign up for|subscribe to) (?:our|the|its)\b"
    r")",
    re.IGNORECASE | re.DOTALL,
)


def told(text: str, body: tuple[Span, ...]) -> tuple[Span, ...]:
    """The body without what its first and last lines say of the outlet."""
    if not body:
        return body
    notes = list(_notes(text, body[0][0], body[-1][1]))
    if not notes:
        return body
    out: list[Span] = []
    for start, end in body:
        for low, high in notes:
            if low < end and high > start:
                if low > start:
                    out.append((start, low))
                start = max(start, high)
        if start < end:
            out.append((start, end))
    return tuple(out) or body


def _notes(text: str, start: int, end: int) -> Iterator[Span]:
    """The lines at either end that are about the outlet, in order; never all."""
    head = _lines(text, start, min(end, start + _ENDS * _LONGEST))[:_ENDS]
    tail = _lines(text, max(start, end - _ENDS * _LONGEST), end)[-_ENDS:]
    for low, high in dict.fromkeys((*head, *tail)):
        if high - low <= _LONGEST and _NOTE.match(text, low, high):
            yield low, high


def _lines(text: str, start: int, end: int) -> list[Span]:
    out = []
    while start < end:
        stop = text.find("\n", start, end)
        stop = end if stop < 0 else stop
        if text[start:stop].strip():
            out.append((start, stop))
        start = stop + 1
    return out
