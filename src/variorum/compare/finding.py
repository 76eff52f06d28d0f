"""What every kind of disagreement is made of: two or more sides of statements, and an argument."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Literal

import msgspec

from variorum.compare.claims import record_id, stance
from variorum.compare.statements import Unit
from variorum.types import Disagreement, Side, Span, Statement

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


def folded(found: Iterable[Disagreement]) -> list[Disagreement]:
    """Disagreements of a kind that share a statement of one side, as one with all their sides; the surest lead."""
    kept: list[Disagreement] = []
    for item in sorted(found, key=lambda d: (-d.score, d.kind, d.id)):
        touching = [k for k in kept if k.kind == item.kind and _spots(k) & _spots(item)]
        if not touching:
            kept.append(item)
            continue
        whole = touching[0]
        for other in (*touching[1:], item):
            whole = _joined(whole, other)
        kept[kept.index(touching[0])] = whole
        kept = [k for k in kept if k not in touching[1:]]
    return kept


def _spots(item: Disagreement) -> set[tuple[str, str, int, int]]:
    return {(side.says, s.article, s.start, s.end) for side in item.sides for s in side.statements}


def _joined(first: Disagreement, second: Disagreement) -> Disagreement:
    """The first, with those of the second who say the same on the side of each, and its other sides behind."""
    sides = {side.says: side.statements for side in first.sides}
    for side in second.sides:
        sides[side.says] = tuple(dict.fromkeys((*sides.get(side.says, ()), *side.statements)))
    made = tuple(
        Side(says=says, statements=tuple(sorted(told, key=lambda s: (s.article, s.start))))
        for says, told in sides.items()
    )
    return msgspec.structs.replace(
        first,
        id=record_id(f"disagreement {first.kind}", [s for side in made for s in side.statements]),
        stories=tuple(dict.fromkeys((*first.stories, *second.stories))),
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
