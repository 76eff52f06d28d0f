"""Quotation marks: which stretches of a paragraph stand between them, however badly they are set.

One pass over a paragraph with a stack of open marks. Curly, straight, doubled (`''`), low and angled marks are known,
and may be mixed: an opening of one shape may be closed by another. A mark that never closes ends with its paragraph;
one that is opened again before it closed ends where the next begins. Apostrophes are told from single marks.
"""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import zip_longest

from variorum.lexicon.speech import SAID
from variorum.text import trim
from variorum.types import Span

_MARK = re.compile("``|''|[\"“”„‟«»‘’‚‹›'＂「」『』]")
_OPENING = frozenset("“„«‘‚‹「『")
_CLOSING = frozenset("”»’›」』")
_SINGLE = frozenset("'‘’‚‹›")
_BEFORE_OPENING = frozenset("([{—–-/:…|*")
_ELISIONS = re.compile(r"(?:\d|em\b|til\b|cause\b|tis\b|twas\b|n\b|round\b|bout\b)", re.IGNORECASE)
_SUBJECT = r"(?:he|she|they|(?:the|an?|his|her|its|their)(?:\s[\w’'-]+){1,5}?|[A-Z][\w’'.-]*(?:\s[A-Z][\w’'.-]*){0,4})"
_SAID = f"(?:{'|'.join(sorted(SAID))})"
_CUE = re.compile(  # "…, the head of the port said to applause", "…? asked Reeve."
    rf"(?:,|[?!…](?=\s[a-z]))(?=\s(?:{_SUBJECT}\s{_SAID}|{_SAID}\s{_SUBJECT})\s?(?:[.,;:]|$|(?:to|in|on|at|after|during|as|with)\b))"
)


@dataclass(frozen=True)
class Quoted:
    """A stretch between quotation marks: `span` with its marks, `inner` without."""

    span: Span
    inner: Span
    closed: bool  # by a mark of its own
    depth: int  # 0 for one that stands in no other


@dataclass(frozen=True)
class _Mark:
    start: int
    end: int
    single: bool
    opens: bool
    closes: bool
    strong: bool  # a closing after punctuation or a letter other than s: no possessive


def quoted(text: str, paragraph: Span) -> tuple[Quoted, ...]:
    """The quoted stretches of one paragraph, in order of their starts; nested ones follow their outer one.

    Args:
        text: the whole article; offsets count from its start.
        paragraph: the stretch to look at.
    """
    paragraph = trim(text, paragraph)
    marks = list(_marks(text, paragraph))
    closers_after = _closers_after(marks)
    open_: list[_Mark] = []
    found: list[Quoted] = []

    def end(mark: _Mark, inner_end: int, span_end: int, *, closed: bool) -> None:
        inner = trim(text, (mark.end, inner_end))
        if inner[0] < inner[1]:
            found.append(Quoted((mark.start, trim(text, (mark.start, span_end))[1]), inner, closed, len(open_)))

    for i, mark in enumerate(marks):
        inside = next((k for k in reversed(range(len(open_))) if open_[k].single == mark.single), None)
        if inside is not None and mark.closes and not (mark.opens and _begins_anew(text, mark)):
            if mark.single and not mark.strong and closers_after[i]:
                continue  # a possessive: a better closing follows
            while len(open_) > inside + 1:
                unclosed = open_.pop()
                if not unclosed.single:
                    end(unclosed, mark.start, mark.start, closed=False)
            end(open_.pop(), mark.start, mark.end, closed=True)
        elif mark.opens:
            if inside is not None and not mark.single and not _nests(marks, i, closers_after):
                while len(open_) > inside:
                    unclosed = open_.pop()
                    if not unclosed.single:
                        end(unclosed, mark.start, mark.start, closed=False)
            if not mark.single or closers_after[i]:
                open_.append(mark)
    while open_:
        unclosed = open_.pop()
        if not unclosed.single:
            end(unclosed, paragraph[1], paragraph[1], closed=False)
    return tuple(sorted(found, key=lambda q: (q.span[0], -q.span[1])))


def outermost(text: str, paragraph: Span) -> tuple[Quoted, ...]:
    """The quoted stretches that stand in no other."""
    out: list[Quoted] = []
    for q in quoted(text, paragraph):
        if not out or q.span[0] >= out[-1].span[1]:
            out.append(q)
    return tuple(out)


@dataclass(frozen=True)
class Marks:
    """The outermost quoted stretches of an article and its paragraphs, to be asked for by place."""

    paragraphs: tuple[Span, ...]
    by_paragraph: tuple[tuple[Quoted, ...], ...]

    @classmethod
    def of(cls, text: str, paragraphs: tuple[Span, ...]) -> "Marks":
        """Read the marks of the paragraphs, which are in order and apart.

        A mark that never closes ends before the words that say who spoke, if such come and the next paragraph does not
        go on with the quotation.
        """
        found = [outermost(text, p) for p in paragraphs]
        return cls(
            paragraphs,
            tuple(
                tuple(q if q.closed or _goes_on(text, q, after) else _before_cue(text, q) for q in quoted)
                for quoted, after in zip_longest(found, found[1:], fillvalue=())
            ),
        )

    @property
    def spans(self) -> tuple[tuple[Span, ...], ...]:
        """Each paragraph's stretches, their marks included."""
        return tuple(tuple(q.span for q in quoted) for quoted in self.by_paragraph)

    @cached_property
    def every(self) -> tuple[Quoted, ...]:
        """The stretches of all paragraphs, in order."""
        return tuple(q for quoted in self.by_paragraph for q in quoted)

    @cached_property
    def _edges(self) -> tuple[list[int], list[int], list[int]]:
        starts, ends = [q.span[0] for q in self.every], [q.span[1] for q in self.every]
        return starts, ends, [start for start, _ in self.paragraphs]

    def touching(self, span: Span) -> tuple[Quoted, ...]:
        """The stretches that share code points with a span."""
        starts, ends, _ = self._edges
        return self.every[bisect_right(ends, span[0]) : bisect_left(starts, span[1])]

    def paragraph(self, at: int) -> int:
        """The index of the paragraph that an offset is in, or that is last before it; -1 before the first."""
        return bisect_right(self._edges[2], at) - 1


def _goes_on(text: str, q: Quoted, after: tuple[Quoted, ...]) -> bool:
    """Whether the next paragraph opens with a quotation that continues one that was left open."""
    return bool(after) and not text[q.span[1] : after[0].span[0]].strip()


def _before_cue(text: str, q: Quoted) -> Quoted:
    """The stretch up to the words that say who spoke."""
    cue = _CUE.search(text, *q.inner)
    return q if cue is None else replace(q, span=(q.span[0], cue.end()), inner=(q.inner[0], cue.end()))


def _marks(text: str, paragraph: Span) -> Iterator[_Mark]:
    """Every mark that may open or close, apostrophes left out."""
    for match in _MARK.finditer(text, *paragraph):
        shape, start, end = match.group(), match.start(), match.end()
        before = text[start - 1] if start > paragraph[0] else " "
        after = text[end] if end < paragraph[1] else " "
        at_left = before.isspace() or before in _BEFORE_OPENING or before in _OPENING or before in "\"'`"
        at_right = after.isspace() or not after.isalnum()
        if shape in _SINGLE:
            opens = shape != "›" and at_left and not after.isspace() and not _ELISIONS.match(text, end)
            opens = opens and (shape in "‘‚‹" or after.isalnum())
            closes = shape not in "‘‚‹" and not before.isspace() and at_right
            strong = not before.isalpha() or before not in "sS"
            if opens or closes:
                yield _Mark(start, end, True, opens, closes, strong)
            continue
        lone = before.isspace() and after.isspace()
        if shape in ('"', "''", "``", "＂"):
            opens = lone or (at_left and not after.isspace()) or (not at_right and not before.isdigit())
            closes = lone or not at_left or (at_right and not before.isspace())
        else:
            opens = shape in _OPENING or (shape in "”»‟" and at_left and not after.isspace())
            closes = shape in _CLOSING or (shape in "“«‟" and not before.isspace() and at_right)
        if shape == "``":
            opens, closes = True, False
        if opens or closes:
            yield _Mark(start, end, False, opens, closes, True)


def _closers_after(marks: list[_Mark]) -> list[bool]:
    """For each mark, whether a sure closing of its kind comes after it and before the next sure opening."""
    out, ahead = [False] * len(marks), {True: False, False: False}
    for i in reversed(range(len(marks))):
        mark = marks[i]
        out[i] = ahead[mark.single]
        if mark.closes and mark.strong:
            ahead[mark.single] = True
        elif mark.opens and not mark.closes:
            ahead[mark.single] = False
        elif mark.closes and mark.single and not ahead[True]:
            ahead[True] = False
    return out


def _begins_anew(text: str, mark: _Mark) -> bool:
    """Whether a mark that could do either opens: white space before it and none after."""
    before = text[mark.start - 1] if mark.start else " "
    after = text[mark.end] if mark.end < len(text) else " "
    return before.isspace() and not after.isspace()


def _nests(marks: list[_Mark], i: int, closers_after: list[bool]) -> bool:
    """Whether an opening within an open quotation of its own kind is nested in it: two closings follow in a row."""
    if not closers_after[i]:
        return False
    rest = [m for m in marks[i + 1 : i + 6] if not m.single]
    return len(rest) > 1 and rest[0].closes and not rest[0].opens and rest[1].closes and not rest[1].opens
