"""What stands where in one article: its sentences, clauses, mentions, dates and quotes, found by bisection."""

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from operator import attrgetter
from typing import Protocol, TypeVar

from variorum.types import AnnotatedArticle, Clause, Mention, Quote, Span, Status, Time

_REACH = 8  # quotations that may begin before a place and hold it


class _Placed(Protocol):
    @property
    def start(self) -> int: ...


P = TypeVar("P", bound=_Placed)


class Layout:
    """One article, by place."""

    def __init__(self, article: AnnotatedArticle) -> None:
        self.article = article
        self._sentences = sorted(article.sentences)
        self._mentions = _ordered(article.mentions)
        self._times = _ordered(article.times)
        self._clauses = _ordered(article.clauses)
        self._quotes = sorted(((s, e, n) for n, q in enumerate(article.quotes) for s, e in q.content))

    def sentence(self, at: int) -> Span:
        """The sentence that holds a place; where none does, the place alone."""
        n = bisect_right(self._sentences, (at, len(self.article.text) + 1)) - 1
        held = n >= 0 and self._sentences[n][0] <= at < self._sentences[n][1]
        return self._sentences[n] if held else (at, at + 1)

    def mentions(self, span: Span) -> Sequence[Mention]:
        """The mentions that begin within a span, in order."""
        return _within(self._mentions, span)

    def quote(self, at: int) -> Quote | None:
        """The quotation that holds a place."""
        n = bisect_right(self._quotes, (at, len(self.article.text) + 1, len(self._quotes)))
        return next((self.article.quotes[q] for s, e, q in self._quotes[max(0, n - _REACH) : n] if s <= at < e), None)

    def clause(self, at: int) -> Clause | None:
        """The smallest clause that holds a place."""
        near = _within(self._clauses, (self.sentence(at)[0], at + 1))
        return min((c for c in near if at < c.end), key=lambda c: c.end - c.start, default=None)

    def status(self, at: int) -> Status:
        """Where the clause that holds a place stands; without clauses, all has happened."""
        near = _within(self._clauses, (self.sentence(at)[0], at + 1))
        holding = [c for c in near if at < c.end]
        return max(holding, key=lambda c: (c.start, -c.end)).status if holding else "happened"

    def dates(self, sentence: Span, at: int) -> tuple[str | None, str | None]:
        """The date nearest to a place, in the clause that holds it where clauses are told apart."""
        clause = self.clause(at)
        span = (clause.start, clause.end) if clause is not None else sentence
        times: list[Time] = [t for t in _within(self._times, span) if t.kind == "DATE" and t.from_]
        best = min(times, key=lambda t: abs(t.start - at), default=None)
        return (best.from_, best.to) if best is not None else (None, None)

    def printed(self, span: Span) -> str:
        """The dates around a span that nothing puts on the calendar ("in May"), as TIMEX3 values."""
        clause = self.clause(span[0])
        around = (clause.start, max(clause.end, span[1])) if clause is not None else span
        open_ = {t.value for t in _within(self._times, around) if t.kind == "DATE" and not t.from_}
        return " ".join(sorted(value for value in open_ if not value.endswith("_REF")))


def _ordered(placed: Sequence[P]) -> list[P]:
    return sorted(placed, key=attrgetter("start"))


def _within(placed: Sequence[P], span: Span) -> Sequence[P]:
    """What begins within the span."""
    return placed[
        bisect_left(placed, span[0], key=attrgetter("start")) : bisect_left(placed, span[1], key=attrgetter("start"))
    ]
