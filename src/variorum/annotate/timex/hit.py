"""A match of a rule, and what rules ask of it."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from spacy.tokens import Doc, Token

from variorum.annotate.numerals import cardinal, ordinal_of, spoken_year
from variorum.annotate.stream import Stream
from variorum.annotate.timex.lexicon import MONTHS, PLURALS, SEASONS, UNITS, WEEKDAYS
from variorum.annotate.timex.resolver import Context, Timex

_BACK = frozenset({"last", "past", "previous", "preceding", "prior"})
_AHEAD = frozenset({"next", "coming", "upcoming", "following", "ensuing", "succeeding", "subsequent"})


@dataclass(frozen=True, slots=True)
class Hit:
    """A match within a stream. Groups are named after what they hold."""

    match: re.Match[str]
    stream: Stream
    doc: Doc
    ctx: Context

    def has(self, group: str) -> bool:
        return group in self.match.re.groupindex and bool(self.match.group(group))

    def words(self, group: str) -> list[str]:
        if group not in self.match.re.groupindex:
            return []
        start, end = self.match.span(group)
        return self.stream.words((start, end)) if start >= 0 else []

    def word(self, group: str) -> str:
        return " ".join(self.words(group))

    def all_words(self) -> list[str]:
        return self.stream.words(self.match.span())

    def before(self, k: int = 1) -> str:
        """The kth piece before the match, in lower case; empty at the text's edge."""
        return self.stream.before(self.match.span(), k)

    def after(self, k: int = 1) -> str:
        """The kth piece after the match."""
        return self.stream.after(self.match.span(), k)

    def next_token(self) -> Token | None:
        i = self.match.end()
        return self.doc[self.stream.token[i]] if i < len(self.stream.token) else None

    def in_title(self) -> bool:
        """Whether a single word ends a name ("Sports Tonight", "Cities Now"): a capital after a capital."""
        at = self.match.start()
        if at == 0 or self.match.end() - at > 1 or not self.stream.text[self.stream.starts[at]].isupper():
            return False
        start, end = self.stream.starts[at - 1], self.stream.ends[at - 1]
        word = self.stream.text[start:end]
        return word[:1].isupper() and word.isalpha() and self.stream.starts[at] - end <= 1

    def token(self, group: str | int = 0) -> Token:
        """The last token of a group."""
        return self.doc[self.stream.token[self.match.end(group) - 1]]

    def number(self, group: str = "n") -> float | None:
        """The number of a group; None where it is vague ("several", "a few")."""
        words = [w for w in self.words(group) if w not in ("of",)]
        if not words or set(words) & {"several", "few", "many"}:
            return None
        if "couple" in words:
            return 2
        if words[-1] == "half-dozen":
            return 6
        return cardinal(words)

    def ordinal(self, group: str = "o") -> int | None:
        return ordinal_of(self.words(group))

    def year(self, group: str = "y") -> int | None:
        words = self.words(group)
        if not words:
            return None
        if len(words) == 1 and words[0].isdigit():
            value = int(words[0])
            if len(words[0]) == 2:
                pivot = (self.ctx.doc.year if self.ctx.doc else 2025) % 100 + 10
                century = (self.ctx.doc.year if self.ctx.doc else 2025) // 100
                value += 100 * (century if value <= pivot else century - 1)
            return value
        return spoken_year(words)

    def month(self, group: str = "m") -> int:
        return MONTHS[self.word(group)]

    def weekday(self, group: str = "wd") -> int:
        word = self.word(group)
        return WEEKDAYS.get(word) or WEEKDAYS[word.rstrip("s")]

    def unit(self, group: str = "u") -> str:
        word = self.words(group)[-1]
        return UNITS.get(word) or PLURALS[word]

    def season(self, group: str = "s") -> str:
        return SEASONS[self.words(group)[-1].rstrip("s")]

    def rel(self, group: str = "rel") -> int | None:
        """-1 for last, 0 for this, 1 for next, None where none of them stands."""
        words = self.words(group)
        if any(w in _BACK for w in words):
            return -1
        if any(w in _AHEAD for w in words):
            return 1
        return 0 if words else None

    def resolve_year(self, probe: Callable[[int], date | None], group: str = "rel") -> str:
        """Four digits of the year that a yearless date means, or XXXX."""
        year = self.ctx.year_of(probe, rel=self.rel(group))
        return f"{year:04d}" if year else "XXXX"


Rule = Callable[[Hit], Timex | None]
