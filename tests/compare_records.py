"""Hand-built articles and units for the tests of comparing."""

import numpy as np

from variorum.compare.near import Near
from variorum.compare.reading import read
from variorum.compare.statements import Unit
from variorum.types import AnnotatedArticle, Clause, Figure, LocalActor, Mention, Quote, Time


def article(text: str, *, id: str = "a", published: str | None = "2023-05-11", **found: object) -> AnnotatedArticle:
    """An article of one sentence and, unless given, one clause."""
    found.setdefault("sentences", ((0, len(text)),))
    found.setdefault("clauses", (Clause(start=0, end=len(text)),))
    return AnnotatedArticle(id=id, text=text, published=published, **found)  # type: ignore[arg-type]


def unit(made: AnnotatedArticle, n: int = 0, *, vector: int = 0, speaker: str | None = None) -> Unit:
    """The article's n-th clause as a unit."""
    clause = made.clauses[n]
    return Unit(
        article=made,
        order=n,
        clause=clause,
        span=(clause.start, clause.end),
        reading=read(made.text[clause.start : clause.end]),
        actors=frozenset(),
        countries=frozenset(),
        speaker=speaker,
        speaker_id=speaker,
        vector=vector,
    )


def at(text: str, part: str) -> tuple[int, int]:
    """Where a part of the text stands."""
    start = text.index(part)
    return start, start + len(part)


def day(text: str, part: str, value: str, to: str | None = None) -> Time:
    """A date expression."""
    start, end = at(text, part)
    return Time(start=start, end=end, kind="DATE", value=value, from_=value, to=to or value)


def figure(text: str, part: str, value: float, unit_: str, **rest: object) -> Figure:
    """A figure."""
    start, end = at(text, part)
    return Figure(start=start, end=end, value=value, unit=unit_, **rest)  # type: ignore[arg-type]


def quote(text: str, part: str, source: str, *, actor: str, kind: str = "direct") -> Quote:
    """A quotation."""
    return Quote(content=(at(text, part),), source=(at(text, source),), kind=kind, speaker=source, speaker_actor=actor)  # type: ignore[arg-type]


def person(id: str, name: str, text: str) -> tuple[LocalActor, Mention]:
    """An actor named once."""
    start, end = at(text, name)
    actor = LocalActor(id=id, name=name, kind="person", aliases=(name,))
    return actor, Mention(start=start, end=end, label="PERSON", actor=id, head="name")


def near(cosine: float) -> Near:
    """Two vectors with this cosine."""
    return Near(np.array([[1.0, 0.0], [cosine, (1 - cosine**2) ** 0.5]], dtype=np.float32))


def counted(text: str, number: str, value: float, id: str, **rest: object) -> Unit:
    made = article(
        text,
        id=id,
        figures=(figure(text, number, value, "dockers", **rest),),
        clauses=(Clause(start=0, end=len(text), predicate="walk", figures=(0,)),),
    )
    return unit(made, vector=int(id))
