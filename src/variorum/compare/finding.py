"""What every kind of disagreement is made of: two or more sides of statements, and an argument."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

import msgspec

from variorum.compare.claims import record_id, stance
from variorum.compare.statements import Unit
from variorum.types import SURE, Disagreement, Side, Span, Statement

ABOUT = 160  # characters of a statement that tell what a disagreement is about
Kind = Literal["figure", "qualifier", "date", "attribution", "status", "denial", "wording"]


@dataclass(frozen=True)
class Voice:
    """A unit on one side, and what of it speaks to the point (by default all of it)."""

    unit: Unit
    span: Span | None = None
    stance: Literal["asserts", "reports", "denies"] | None = None

    def statement(self) -> Statement:
        unit = self.unit
        start, end = self.span or unit.span
        return Statement(
            article=unit.article.id,
            start=start,
            end=end,
            text=unit.article.text[start:end],
            attributed_to=unit.speaker,
            stance=self.stance or stance(unit),  # type: ignore[arg-type]
        )


def finding(
    kind: Kind,
    stories: Sequence[str],
    about: str,
    sides: Sequence[tuple[str, Sequence[Voice]]],
    *,
    score: float,
    why: str,
) -> Disagreement:
    """A disagreement of these sides; within a side, statements stand in order of article and place."""
    made = tuple(
        Side(says=says, statements=tuple(dict.fromkeys(v.statement() for v in sorted(voices, key=_place))))
        for says, voices in sides
    )
    return Disagreement(
        id=record_id(f"disagreement {kind}", [s for side in made for s in side.statements]),
        kind=kind,
        stories=tuple(dict.fromkeys(stories)),
        about=about,
        sides=made,
        score=round(min(0.99, max(0.0, score)), 3),
        why=why,
    )


def opposed(
    kind: Kind,
    stories: Sequence[str],
    first: tuple[str, Voice],
    second: tuple[str, Voice],
    *,
    score: float,
    why: str,
) -> Disagreement:
    """A disagreement of two statements; it is about what the first of them says."""
    about = plain(first[1].unit.text)[:ABOUT]
    return finding(kind, stories, about, [(says, [voice]) for says, voice in (first, second)], score=score, why=why)


def weighed(score: float, *, proven: bool) -> float:
    """The score of a finding: doubtful at most where no more than its likelihood speaks for it."""
    return score if proven else min(score, SURE - 0.01)


def graded(chance: float, likely: float) -> float:
    """The score of what a learned judge holds for so probable: `SURE` from where it is likely, less below."""
    return SURE + (1 - SURE) * (chance - likely) / (1 - likely) if chance >= likely else SURE * chance / likely


def sure(found: Iterable[Disagreement]) -> list[Disagreement]:
    """Those that are shown unasked."""
    return [item for item in found if item.score >= SURE]


def folded(found: Iterable[Disagreement]) -> list[Disagreement]:
    """Disagreements of a kind that share a statement of one side, as one with all their sides; the surest lead.

    A doubtful one lends no side to one that is sure, and is left out where it says nothing else.
    """
    held = list(found)
    certain = _folded(sure(held))
    told: dict[object, set[str]] = {}
    for item in certain:
        for spot in _spots(item):
            told.setdefault((item.kind, spot), set()).update(side.says for side in item.sides)
    doubtful = [item for item in held if item.score < SURE and not _said(item, told)]
    return [*certain, *_folded(doubtful)]


def _said(item: Disagreement, told: Mapping[object, set[str]]) -> bool:
    """Whether a sure finding sets the same against each other, of one of its statements."""
    says = {side.says for side in item.sides}
    return any(says <= told.get((item.kind, spot), set()) for spot in _spots(item))


def _folded(found: Sequence[Disagreement]) -> list[Disagreement]:
    ordered = sorted(found, key=lambda d: (-d.score, d.kind, d.id))
    first: dict[object, int] = {}
    groups: dict[int, list[int]] = {n: [n] for n in range(len(ordered))}
    group = list(range(len(ordered)))
    for n, item in enumerate(ordered):
        for spot in _spots(item):
            a, b = sorted((group[first.setdefault((item.kind, spot), n)], group[n]))
            if a != b:
                for member in groups[b]:
                    group[member] = a
                groups[a] += groups.pop(b)
    return [joined([ordered[n] for n in sorted(members)]) for members in groups.values()]


def renamed(before: Iterable[Disagreement], after: Iterable[Disagreement]) -> dict[str, str]:
    """For each of the disagreements the id of the one that it was folded into; none where that says nothing else."""
    now = {(item.kind, item.score >= SURE, spot): item.id for item in after for spot in _spots(item)}
    keys = {item.id: (item.kind, item.score >= SURE, min(_spots(item))) for item in before}
    return {id: now[key] for id, key in keys.items() if key in now}


def _spots(item: Disagreement) -> set[tuple[str, str, int, int]]:
    return {(side.says, s.article, s.start, s.end) for side in item.sides for s in side.statements}


def joined(found: Sequence[Disagreement]) -> Disagreement:
    """The first, with those of the others who say the same on the side of each, and their other sides behind."""
    if len(found) == 1:
        return found[0]
    sides: dict[str, dict[Statement, None]] = {}
    for item in found:
        for side in item.sides:
            sides.setdefault(side.says, {}).update(dict.fromkeys(side.statements))
    made = tuple(
        Side(says=says, statements=tuple(sorted(told, key=lambda s: (s.article, s.start))))
        for says, told in sides.items()
    )
    return msgspec.structs.replace(
        found[0],
        id=record_id(f"disagreement {found[0].kind}", [s for side in made for s in side.statements]),
        stories=tuple(dict.fromkeys(story for item in found for story in item.stories)),
        sides=made,
    )


def _place(voice: Voice) -> tuple[str, int]:
    return voice.unit.article.id, (voice.span or voice.unit.span)[0]


def named(article_unit: Unit) -> str:
    """What a report is called in an argument: its outlet, else its title, else its id."""
    article = article_unit.article
    return article.outlet or article.id


def plain(text: str) -> str:
    return " ".join(text.split())
