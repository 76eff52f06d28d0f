"""What clauses are read by: the records near a sentence, speech and its frames, and the arguments of a predicate."""

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from typing import Generic, TypeVar

from spacy.tokens import Span as Tokens
from spacy.tokens import Token

from variorum.text import overlap
from variorum.types import Event, Figure, Mention, Quote, Span, Time

_NEAREST = 40  # contents of quotes looked at before a clause: nested ones are few
_MODIFIERS = {"nummod", "amod", "compound", "nmod"}


R = TypeVar("R", Mention, Time, Figure, Event)


class Located(Generic[R]):
    """Records with their indices, by where they start."""

    def __init__(self, records: Sequence[R]) -> None:
        self._records: list[tuple[int, R]] = sorted(enumerate(records), key=lambda item: item[1].start)
        self._starts: list[int] = [record.start for _, record in self._records]

    def within(self, span: Span) -> list[tuple[int, R]]:
        """Those that start inside the span."""
        return self._records[bisect_left(self._starts, span[0]) : bisect_left(self._starts, span[1])]


class Records:
    """What was found in the article before its clauses."""

    def __init__(
        self, mentions: Sequence[Mention], times: Sequence[Time], figures: Sequence[Figure], events: Sequence[Event]
    ) -> None:
        self.mentions, self.times = Located(mentions), Located(times)
        self.figures, self.events = Located(figures), Located(events)


class Near:
    """The records that lie in one sentence, with their indices."""

    def __init__(self, sentence: Tokens, records: Records) -> None:
        self.sentence = sentence
        span = (sentence.start_char, sentence.end_char)
        self.mentions = [mention for _, mention in records.mentions.within(span)]
        self.times = records.times.within(span)
        self.figures = records.figures.within(span)
        self.events = records.events.within(span)

    def names_a_thing(self, time: Time) -> bool:
        """Whether a year only tells which thing is meant: "the 2015 agreement"."""
        if len(time.value) != 4:
            return False
        return any(
            token.idx == time.start
            and token.dep_ in {"nummod", "amod", "compound", "nmod"}
            and token.head.pos_ == "NOUN"
            for token in self.sentence
        )

    def time_words(self) -> set[int]:
        """Indices of the tokens in expressions that name a date or a time."""
        spans = [(t.start, t.end) for _, t in self.times if t.kind in {"DATE", "TIME"}]
        return {token.i for token in self.sentence for s, e in spans if s <= token.idx < e}


class Speech:
    """Quotes by where their contents lie."""

    def __init__(self, quotes: Sequence[Quote]) -> None:
        self._contents = sorted((s, e, i) for i, quote in enumerate(quotes) for s, e in quote.content)
        self._starts = [start for start, _, _ in self._contents]
        cues = [(s, e, i) for i, quote in enumerate(quotes) for s, e in quote.cue]
        self._cue_at = {at: i for s, e, i in reversed(cues) for at in range(s, min(e, s + 200))}
        self._source_at = {at for quote in quotes for s, e in quote.source for at in range(s, min(e, s + 500))}
        self._content_at = _Cover([(s, e) for s, e, _ in self._contents])

    def of(self, head: Token, span: Span) -> int | None:
        """The quote that a clause is content of: the shortest that covers most of it, or whose cue governs it."""
        length = span[1] - span[0]
        last = bisect_right(self._starts, span[1])
        nearest = self._contents[max(0, last - _NEAREST) : last]
        covering = [(e - s, i) for s, e, i in nearest if overlap((s, e), span) > 0.6 * length]
        if covering:
            return min(covering)[1]
        if head.dep_ != "ccomp" or (head.i < head.head.i and any(t.dep_ == "cc" for t in head.head.lefts)):
            return None  # "she has backed the bill and, it is said, will sign it": a clause beside the cue's
        return self._cue_at.get(head.head.idx)

    def frame(self, token: Token) -> bool:
        """Whether the token lies in a quote's source or cue."""
        return token.idx in self._source_at or token.idx in self._cue_at

    def cue(self, token: Token) -> bool:
        """Whether the token lies in the words that say that somebody speaks."""
        return token.idx in self._cue_at

    def content(self, token: Token) -> bool:
        """Whether the token lies in what somebody is reported to have said."""
        return token.idx in self._content_at


class _Cover:
    """Places covered by spans, merged, so that a look-up takes a bisection."""

    def __init__(self, spans: Sequence[Span]) -> None:
        self._starts: list[int] = []
        self._ends: list[int] = []
        for start, end in sorted(spans):
            if self._ends and start <= self._ends[-1]:
                self._ends[-1] = max(self._ends[-1], end)
            else:
                self._starts.append(start)
                self._ends.append(end)

    def __contains__(self, at: int) -> bool:
        n = bisect_right(self._starts, at) - 1
        return n >= 0 and at < self._ends[n]


def arguments(head: Token, core: Token) -> tuple[Span | None, Span | None]:
    """Spans of the agent and of what is acted on, through the passive and through shared subjects."""
    subject, thing = _local_arguments(head)
    if core.i != head.i:
        inner, below = _local_arguments(core)
        subject, thing = subject or inner, below or thing
    at, steps = head, 0
    while subject is None and at.dep_ in {"conj", "xcomp"} and steps < 4:
        at, steps = at.head, steps + 1
        above, _ = _local_arguments(at)
        subject = above
    if subject is None and head.dep_ in {"relcl", "acl"}:
        subject = _phrase(head.head, without=head)
    return subject, thing


def _local_arguments(head: Token) -> tuple[Span | None, Span | None]:
    subject = thing = agent = None
    passive = False
    for child in head.children:
        if child.dep_ in {"nsubj", "csubj"} and subject is None:
            subject = _relative_free(child, head)
        elif child.dep_ == "nsubjpass":
            passive, thing = True, _relative_free(child, head)
        elif child.dep_ in {"dobj", "attr", "dative", "oprd"} and thing is None:
            thing = _phrase(child)
        elif child.dep_ == "agent":
            agent = next((_phrase(grandchild) for grandchild in child.children if grandchild.dep_ == "pobj"), None)
    if passive:
        return agent or subject, thing
    return subject, thing


def _relative_free(token: Token, head: Token) -> Span:
    """The phrase of a subject; a relative pronoun's is that of the noun it stands for."""
    if token.tag_ in {"WDT", "WP"} and head.dep_ == "relcl":
        return _phrase(head.head, without=head)
    return _phrase(token)


def _phrase(token: Token, without: Token | None = None) -> Span:
    """From the first to the last word of a noun phrase, without its relative clauses."""
    members: list[Token] = []
    stack: list[Token] = [token]
    while stack:
        at = stack.pop()
        members.append(at)
        stack.extend(
            child
            for child in at.children
            if (without is None or child.i != without.i)
            and child.dep_ not in {"relcl", "acl", "advcl", "ccomp", "punct", "parataxis"}
        )
    first, last = min(members, key=lambda t: t.i), max(members, key=lambda t: t.i)
    if without is not None and last.i > without.i:
        last = token
    return first.idx, last.idx + len(last)
