"""Whom an amount is about: the countries of the actors that its measure names."""

from bisect import bisect_left
from collections import Counter

from variorum.annotate.parsed import Parsed
from variorum.annotate.quantity.amounts import Amount
from variorum.annotate.quantity.measures import Measured
from variorum.types import LocalActor, Mention

_PAIR = frozenset({"countries", "nations", "states", "neighbours", "neighbors", "sides", "governments", "capitals"})


class Abouts:
    """The actors' countries, by place."""

    def __init__(self, parsed: Parsed, mentions: tuple[Mention, ...], actors: tuple[LocalActor, ...]) -> None:
        country = {a.id: a.country for a in actors if a.country}
        placed = sorted((m.start, country[m.actor]) for m in mentions if m.actor in country)
        self._doc = parsed.doc
        self._starts = [start for start, _ in placed]
        self._codes = [code for _, code in placed]
        self._main = tuple(code for code, _ in Counter(self._codes).most_common(2))

    def of(self, amount: Amount, found: Measured) -> tuple[str, ...]:
        """Country codes, each once, in the order of the text; empty where the measure names none."""
        if not self._codes:
            return ()
        anchor = (
            found.noun if found.noun is not None and found.noun.pos_ in ("NOUN", "PROPN") else self._doc[amount.last]
        )
        subtree = list(anchor.subtree)
        low, high = subtree[0].idx, subtree[-1].idx + len(subtree[-1])
        codes = self._codes[bisect_left(self._starts, low) : bisect_left(self._starts, high)]
        if codes:
            return tuple(dict.fromkeys(codes))
        words = {t.lower_ for t in subtree}
        if words & _PAIR and words & {"two", "both"} and len(self._main) == 2:
            return tuple(sorted(self._main))
        return ()
