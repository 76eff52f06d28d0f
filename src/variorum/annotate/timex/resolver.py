"""Puts expressions on the calendar: the document's date, tense, and the dates mentioned before."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import MAXYEAR, MINYEAR, date

from variorum.annotate.timex import calendar as cal
from variorum.annotate.timex.calendar import Bounds
from variorum.types import TimeKind

FAR = 120  # days beyond which tense outweighs nearness
AHEAD = 60  # the same of days ahead, where a verb in the past tells of them
PAST, PRESENT, FUTURE, UNTOLD = "past", "present", "future", "untold"
_RELATIVE = {-1: "last", 0: "this", 1: "next"}
_NAMES = {
    "D": "day",
    "W": "week",
    "M": "month",
    "Q": "quarter",
    "Y": "year",
    "DE": "decade",
    "CE": "century",
    "WE": "weekend",
}


@dataclass(frozen=True)
class Timex:
    """A resolved expression.

    `bounds` is given where the value alone does not tell it. `anchor`: later expressions may count from this one.
    """

    kind: TimeKind
    value: str
    bounds: Bounds | None = None
    span: tuple[int, int] | None = None  # pieces, where not the whole match
    anchor: bool = True


@dataclass
class Context:
    """What resolving needs, and remembers from one expression to the next."""

    doc: date | None
    tense: Callable[[], str]
    last: str | None = None  # value of the latest date mentioned
    last_quarter: str | None = None
    day_first: Callable[[], bool] = lambda: False  # whether "3/4/2020" is the third of April here
    year_said: tuple[int, str] = (-1, "")  # the sentence (its first token) that names a year, and the year
    fiscal: bool = False  # whether the expression at hand is of a company's own year
    day_said: tuple[int, str] = (-1, "")  # the sentence that names a day last, and the day
    sentence: Callable[[], int] = lambda: -2

    def note(self, timex: Timex) -> None:
        """Remember a date as an anchor for later expressions."""
        if timex.kind in ("DATE", "TIME") and timex.anchor and timex.value[:4].isdigit():
            self.last = timex.value
            if len(timex.value) >= 10 and timex.value[5:7].isdigit():
                self.day_said = (self.sentence(), timex.value[:10])
            if len(timex.value) == 4:
                self.year_said = (self.sentence(), timex.value)
            if "-Q" in timex.value and not self._in_passing(timex.value):
                self.last_quarter = timex.value

    def _in_passing(self, quarter: str) -> bool:
        """Whether a quarter precedes the one reported on in the same year: a look back, not a new topic."""
        topic, doc = self.last_quarter, self.doc
        if topic is None or doc is None or self.fiscal or topic >= cal.shifted(doc, "Q", 0):
            return False
        return quarter[:4] == topic[:4] and quarter < topic

    def reference(self) -> date | None:
        """The first day of the latest date mentioned, else the document's."""
        found = cal.bounds(self.last) if self.last else None
        return found[0] if found else self.doc

    def today(self) -> str:
        """The day of a clock time that names none: the one said before it in its sentence, else the document's."""
        if self.day_said[0] == self.sentence():
            return self.day_said[1]
        return self.shift("D", 0) if self.doc is not None else "XXXX-XX-XX"

    def shift(self, unit: str, n: int) -> str:
        """The value of last (-1), this (0), next (1) unit, or further away, counted from the document."""
        if self.doc is not None:
            return cal.shifted(self.doc, unit, n)
        name = _NAMES.get(unit, "time")
        if n in _RELATIVE:
            return f"UNDEF-{_RELATIVE[n]}-{name}"
        return f"UNDEF-REF-{name}-{'MINUS' if n < 0 else 'PLUS'}-{abs(n)}"

    def year_of(self, probe: Callable[[int], date | None], *, rel: int | None = None) -> int | None:
        """The year that a yearless date means. `probe` gives its day in a year; `rel` is -1 for "last", 1 for "next".

        Without a word that says so, it is the nearest; tense decides where both sides are far.
        """
        if self.doc is None:
            return None
        doc = self.doc
        years = [year for year in (doc.year - 1, doc.year, doc.year + 1) if MINYEAR <= year <= MAXYEAR]
        days = [(day, year) for year in years if (day := probe(year)) is not None]
        if not days:
            return None
        before = [(d, y) for d, y in days if d <= doc]
        after = [(d, y) for d, y in days if d > doc]
        if rel == -1 and before:
            return before[-1][1]
        if rel == 1 and after:
            return after[0][1]
        if rel == 0:
            return doc.year
        near = min(days, key=lambda p: (abs((p[0] - doc).days), p[0]))
        away = (near[0] - doc).days
        tense = self.tense() if away > AHEAD or away < -FAR else PRESENT
        if before and away > (AHEAD if tense == PAST else FAR) and tense in (PAST, UNTOLD):
            return before[-1][1]
        if tense == FUTURE and after and away < -FAR:
            return after[0][1]
        return near[1]

    def weekday(self, number: int, rel: int | None) -> date | None:
        """The day that a weekday's name means. In reports it is the last such day, unless the verb looks ahead."""
        if self.doc is None:
            return None
        back = (self.doc.isoweekday() - number) % 7
        if rel == -1:
            return cal.add_days(self.doc, -(back or 7))
        if rel == 1 or (rel is None and self.tense() == FUTURE):
            ahead = (7 - back) % 7
            return cal.add_days(self.doc, (ahead or 7) if rel == 1 else ahead)
        if rel == 0:
            return cal.add_days(self.doc, number - self.doc.isoweekday())
        return cal.add_days(self.doc, -back)
