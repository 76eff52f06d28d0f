"""What every kind of disagreement is made of: two or more sides of statements, and an argument."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

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


def _place(voice: Voice) -> tuple[str, int]:
    return voice.unit.article.id, (voice.span or voice.unit.span)[0]


def named(article_unit: Unit) -> str:
    """What a report is called in an argument: its outlet, else its title, else its id."""
    article = article_unit.article
    return article.outlet or article.id


def plain(text: str) -> str:
    return " ".join(text.split())
