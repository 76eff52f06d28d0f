"""The period that an amount holds for: which of the sentence's times is its own."""

import re
from collections.abc import Sequence
from datetime import date, timedelta

from spacy.tokens import Doc, Token

from variorum.annotate.numerals import word_set
from variorum.annotate.quantity import verbs
from variorum.annotate.quantity.amounts import Amount
from variorum.types import Time

_PLAIN = re.compile(r"\d{4}(?:-\d\d(?:-\d\d)?)?$")
_BETWEEN = re.compile(
    r"[\s,]*(?:(?:in|on|during|for|over|by|since|throughout|within|this|the|at|as of|through|of|'s)\s*)*$", re.I
)
_COMPARED = word_set("from against versus with to than vs. earlier ago")


def period_of(time: Time) -> str | None:
    """A time as `YYYY`, `YYYY-MM`, `YYYY-MM-DD`, or two of them joined by a slash; None where it has no bounds."""
    value = time.value.split("T")[0]
    if _PLAIN.match(value):
        return value
    if time.from_ is None or time.to is None:
        return None
    start, end = date.fromisoformat(time.from_), date.fromisoformat(time.to)
    if start == end:
        return time.from_
    if start.day == 1 and end != date.max and (end + timedelta(days=1)).day == 1:
        if start.month == 1 and end.month == 12:
            return f"{start.year:04d}" if start.year == end.year else f"{start.year:04d}/{end.year:04d}"
        return f"{time.from_[:7]}/{time.to[:7]}"
    return f"{time.from_}/{time.to}"


def assign(
    doc: Doc, text: str, amounts: Sequence[Amount], times: Sequence[Time], lengths: frozenset[int] = frozenset()
) -> dict[int, str]:
    """The period of each amount of one sentence, by its index.

    A time that stands right after an amount, or right before it, is its own. Else it is the time of its clause,
    unless that belongs to what it is compared with, or to the verb of saying. Those in `lengths` are lengths of time
    and have none.
    """
    out = dict[int, str]()
    dated = _joined(text, [(t, p) for t in times if (p := period_of(t)) is not None])
    if not dated:
        return out
    taken: dict[int, list[int]] = {}
    for i in range(len(amounts)):
        if i in lengths:
            continue
        own = _adjacent(text, amounts, i, dated)
        if own is None:
            own = _when(doc, text, amounts[i], dated)
        if own is not None:
            out[i] = dated[own][1]
            taken.setdefault(own, []).append(i)
    for i, amount in enumerate(amounts):
        if i in out or amount.definite or i in lengths:
            continue
        free = [
            k
            for k, (time, _) in enumerate(dated)
            if not _is_base(text, amount, time)
            and _reaches(doc, text, amount, [amounts[o] for o in taken.get(k, [])], time)
        ]
        if free:
            best = min(free, key=lambda k: _distance(amount, dated[k][0]))
            out[i] = dated[best][1]
    return out


def _joined(text: str, dated: list[tuple[Time, str]]) -> list[tuple[Time, str]]:
    """The times with those that span a range made one ("between January and March 2023")."""
    out: list[tuple[Time, str]] = []
    for time, period in dated:
        if out and out[-1][0].from_ and time.to and out[-1][0].from_ < time.to:
            first, before = out[-1]
            link = text[first.end : time.start].strip().lower()
            lead = text[max(first.start - 9, 0) : first.start].lower().split()[-1:]
            spans = link in ("-", "–", "—") or (link in ("to", "until", "through") and lead == ["from"])
            if spans or (link == "and" and lead == ["between"]):
                whole = Time(start=first.start, end=time.end, kind="DATE", value="", from_=first.from_, to=time.to)
                out[-1] = (whole, period_of(whole) or f"{before}/{period}")
                continue
        out.append((time, period))
    return out


def _adjacent(text: str, amounts: Sequence[Amount], i: int, dated: Sequence[tuple[Time, str]]) -> int | None:
    amount = amounts[i]
    following = amounts[i + 1].start if i + 1 < len(amounts) else len(text)
    for k, (time, _) in enumerate(dated):
        if _is_base(text, amount, time):
            continue
        if (
            amount.end <= time.start <= following
            and time.start - amount.end < 25
            and _BETWEEN.fullmatch(text, amount.end, time.start)
        ):
            return k
    for k, (time, _) in enumerate(dated):
        if time.end <= amount.start and amount.start - time.end < 25:
            gap = text[time.end : amount.start].strip(" ,").lower()
            if not gap or gap == (amount.qualifier or ""):
                return k
    return None


def _is_base(text: str, amount: Amount, time: Time) -> bool:
    """Whether a time after a percentage is what it is reckoned from: "18 percent over 2022"."""
    gap = text[amount.end : time.start].strip(" ,").lower() if amount.end <= time.start else ""
    return amount.kind == "percent" and gap in (
        "over",
        "on",
        "from",
        "against",
        "versus",
        "compared with",
        "compared to",
    )


def _when(doc: Doc, text: str, amount: Amount, dated: Sequence[tuple[Time, str]]) -> int | None:
    """The time that a clause with "when" tells more of ("from a year earlier, when it stood at 5 million")."""
    verb = verb_above(doc[amount.last])
    when = next((c for c in verb.children if c.lower_ == "when" and c.i < amount.first), None) if verb else None
    if when is None:
        return None
    return next((k for k, (time, _) in enumerate(dated) if not text[time.end : when.idx].strip(" ,")), None)


def _reaches(doc: Doc, text: str, amount: Amount, owners: list[Amount], time: Time) -> bool:
    """Whether a time that is not right beside the amount still holds for it."""
    span = doc.char_span(time.start, time.end, alignment_mode="expand")
    if span is None or any(_compared(doc, owner) for owner in owners):
        return False
    if _compared(doc, amount) and time.end < amount.start:
        return False
    low, high = (time.end, amount.start) if time.end <= amount.start else (amount.end, time.start)
    if ";" in text[low:high]:
        return False
    said, told = verb_above(span.root), verb_above(doc[amount.last])
    if said == told:
        return (
            said is None or said.lower_ not in verbs.REPORT or time.start > amount.start or not _reported(doc, amount)
        )
    if said is None or told is None or said.lower_ in verbs.REPORT:
        return False
    return _linked(said, told) or _linked(told, said)


def _reported(doc: Doc, amount: Amount) -> bool:
    return verb_above(doc[amount.last]) is None


def _linked(upper: Token, lower: Token) -> bool:
    """Whether one verb hangs on the other as part of the same statement, not as an aside."""
    for _ in range(4):
        if lower == upper:
            return True
        if lower.dep_ not in ("conj", "xcomp", "advcl", "ccomp", "prep", "pcomp", "auxpass"):
            return False
        lower = lower.head
    return False


def _compared(doc: Doc, amount: Amount) -> bool:
    """Whether the amount is what another is compared with ("up from 21", "compared with 380")."""
    return amount.before >= 0 and doc[amount.before].lower_ in ("from", "with", "against", "versus", "vs.", "than")


def _distance(amount: Amount, time: Time) -> int:
    return time.start - amount.end if time.start >= amount.end else amount.start - time.end


def verb_above(token: Token) -> Token | None:
    for _ in range(14):
        if token.pos_ in ("VERB", "AUX") and token.dep_ not in ("aux", "auxpass"):
            return token
        if token.head == token:
            return None
        token = token.head
    return None
