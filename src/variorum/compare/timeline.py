"""The timeline: what happened when, from all who tell it."""

import re
from collections.abc import Mapping, Sequence
from datetime import date

import msgspec

from variorum.compare.claims import clearest, stance
from variorum.compare.clusters import clusters
from variorum.compare.pairs import Pair
from variorum.compare.statements import Unit
from variorum.compare.telling import is_piece
from variorum.types import Disagreement, Statement, Status, Story, Time, TimelineEntry

CUT = 0.42
LONGEST = 370  # days that a date may span and still date something

_BOUND = re.compile(r"\b(?:since|until|till|before|after|by)\s+(?:the\s+)?$", re.I)
# "since his arrest in March", "in the days before Wednesday's vote": what is dated only bounds the deed.
_WITHIN = re.compile(
    r"\b(?i:since|prior to|before|ahead of|until|rather than)\s+"
    r"(?:\w+ing|the|an?|last|this|next|his|her|their|its|[A-Z][\w.’']*|\d+)\b[^,;:]{0,60}$"
)
_FURNITURE = re.compile(r"pic\.twitter|https?://|^\W*UPDATED?\b[^:]*$", re.IGNORECASE)
_NOW = frozenset({"today", "tonight", "yesterday", "tomorrow", "now", "this morning", "this afternoon", "this evening"})
# "the June 1972 break-in", "her March 16 request": between an article and a noun it dates the noun.
_ARTICLE = re.compile(r"\b(?:the|an?|this|his|her|its|their|whose)\s+$", re.IGNORECASE)
_NOUN = re.compile(r" (?!(?:and|or|to|that|when|in|at|on|by|for|with|as|of|the|was|is)\b)[\w’'-]{3,}")
_NAMED = re.compile(r" [A-Z]")  # "the Winter Meetings"
_OWNER = re.compile(r" ?['’]s\b")  # "this year's race" dates the race
_JOINED = re.compile(r"\b(?:post|pre|anti)-$", re.I)  # "the post-March 4 order": part of a name, no time of a deed
_TITLE = re.compile(r"\b[A-Z][\w’'-]+ of $")  # the same of a year: "the Harbours Act of 1978"
_DAY = re.compile(r"(?:\w+day|[A-Z]\w+ber|January|February|March|April|May|June|July|August)(?:\W.*)?", re.DOTALL)
_STAMP = 3  # words beside a date without which a sentence is only its stamp
_ANY = re.compile(r"(?:another|one|any|each|every)\b", re.I)
_ORDER = ("happened", "ongoing", "planned", "proposed", "threatened", "denied", "hypothetical")


def find_timeline(
    story: Story, units: Sequence[Unit], pairs: Sequence[Pair], disagreements: Sequence[Disagreement] = ()
) -> tuple[TimelineEntry, ...]:
    """Dated clauses, merged where reports give the same date to the same thing, in order of time."""
    after = {(unit.article.id, unit.order - 1): unit for unit in units}
    by_date: dict[tuple[str, str], list[int]] = {}
    for n, unit in enumerate(units):
        if unit.clause.status != "hypothetical" and not _FURNITURE.search(unit.text):
            for time in _telling(unit):
                by_date.setdefault((str(time.from_), str(time.to)), []).append(n)
    near: dict[int, dict[int, Pair]] = {}
    for pair in pairs:
        near.setdefault(pair.i, {})[pair.j] = pair
    disputed = _disputed(disagreements)
    out = []
    for (start, end), members in by_date.items():
        members = _outermost(units, sorted(set(members)))
        place = {n: k for k, n in enumerate(members)}
        inner = [
            Pair(i=place[i], j=place[j], cosine=p.cosine, score=p.score, against=())
            for i in members
            for j, p in near.get(i, {}).items()
            if j in place
        ]
        for group in clusters(len(members), inner, cut=CUT):
            told = [units[members[k]] for k in group]
            shown = {unit: _statement(unit, after.get(unit.place)) for unit in told}
            out.append(_entry(story, start, end, shown, disputed))
    return tuple(sorted(out, key=lambda e: (e.from_, e.to, -len(e.statements))))


def _telling(unit: Unit) -> list[Time]:
    """The times that date what a clause tells; one that only bounds it ("since March"), or belongs to a noun ("this
    year's race"), gives way to another."""
    text = unit.article.text
    doubts = {t: _bounds(text, t) + bool(_OWNER.match(text, t.end)) for t in unit.times if _is_told(unit, t)}
    return [t for t, n in doubts.items() if n == 0] or [t for t, n in doubts.items() if n == 1]


def _bounds(text: str, time: Time) -> bool:
    return bool(_BOUND.search(text, max(0, time.start - 12), time.start))


def _is_told(unit: Unit, time: Time) -> bool:
    """Whether an expression may date a deed: no part of a name, no stamp, nothing that dates a lesser thing."""
    text = unit.article.text
    return not (
        not _dates(time)
        or _ANY.match(text, time.start, time.end)
        or len(unit.text.split()) - len(text[time.start : time.end].split()) < _STAMP
        or _in_name(text, time)
        or _WITHIN.search(text, unit.span[0], time.start)
        or (_is_loose(text, time) and _is_quoted(unit, time))
    )


def _is_loose(text: str, time: Time) -> bool:
    """Whether an expression names no day of the calendar by itself: a month, a year, "today"."""
    return str(time.from_)[:10] != str(time.to)[:10] or text[time.start : time.end].lower() in _NOW


def _is_quoted(unit: Unit, time: Time) -> bool:
    """Whether it stands in somebody's own words: "why we lost in 2016" tells of no event of that year."""
    quote, text = unit.quote, unit.article.text
    if quote is None or quote.kind == "indirect":
        return False
    start = next((start for start, end in quote.content if start <= time.start < end), None)
    if start is None:
        return False
    before = text[max(0, start - 2) : time.start]
    return quote.kind == "direct" or before.count("“") > before.count("”") or before.count('"') % 2 == 1


def _statement(unit: Unit, after: Unit | None) -> Statement:
    """The clause, or all of its sentence where it is a piece of it."""
    start, end = unit.sentence if is_piece(unit, after) else unit.span
    told = unit.statement(stance=stance(unit))
    return msgspec.structs.replace(told, start=start, end=end, text=unit.article.text[start:end])


def _in_name(text: str, time: Time) -> bool:
    """Whether an expression belongs to a name or a noun: "the Harbours Act of 1978", "the June 1972 break-in"."""
    before, printed = text[max(0, time.start - 24) : time.start], text[time.start : time.end]
    dated = any(c.isdigit() for c in printed)
    if dated and _ARTICLE.search(before) and _NOUN.match(text, time.end):
        return True
    if not dated and printed.istitle() and not _DAY.fullmatch(printed) and _NAMED.match(text, time.end):
        return True
    return bool(_JOINED.search(before) or (len(time.value) == 4 and _TITLE.search(before)))


def _outermost(units: Sequence[Unit], members: Sequence[int]) -> list[int]:
    """The clauses of one date without those that are parts of another of them."""
    kept: list[int] = []
    widest: dict[str, int] = {}
    for n in sorted(members, key=lambda n: (units[n].article.id, units[n].span[0], -units[n].span[1])):
        unit = units[n]
        if unit.span[1] > widest.get(unit.article.id, -1):
            widest[unit.article.id] = unit.span[1]
            kept.append(n)
    return sorted(kept)


def _dates(time: Time) -> bool:
    """Whether the expression puts something on the calendar."""
    if time.kind not in {"DATE", "TIME"} or not time.from_ or not time.to:
        return False
    try:
        days = (date.fromisoformat(time.to[:10]) - date.fromisoformat(time.from_[:10])).days
    except ValueError:
        return False
    return 0 <= days <= LONGEST


def _entry(
    story: Story, start: str, end: str, told: Mapping[Unit, Statement], disputed: Mapping[tuple[str, int], list[str]]
) -> TimelineEntry:
    marks = [d for unit in told for d in disputed.get((unit.article.id, unit.span[0]), ())]
    return TimelineEntry(
        from_=start,
        to=end,
        text=told[clearest(list(told))].text,
        status=min((_status(unit, start) for unit in told), key=_ORDER.index),
        stories=(story.id,),
        statements=tuple(dict.fromkeys(told.values())),
        disputed=tuple(dict.fromkeys(marks)),
    )


def _status(unit: Unit, start: str) -> Status:
    """Where the clause stands; what is dated after its report is still to come, whatever its tense."""
    printed = (unit.article.published or "9999")[:10]
    return "planned" if unit.clause.status in {"happened", "ongoing"} and start[:10] > printed else unit.clause.status


def _disputed(disagreements: Sequence[Disagreement]) -> dict[tuple[str, int], list[str]]:
    out: dict[tuple[str, int], list[str]] = {}
    for found in disagreements:
        for side in found.sides:
            for statement in side.statements:
                out.setdefault((statement.article, statement.start), []).append(found.id)
    return out
