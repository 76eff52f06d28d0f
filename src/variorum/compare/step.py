"""A step of a relation as one article mentions it, and what reading steps off an article needs."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import Literal

from variorum.compare.layout import Layout
from variorum.compare.parties import Parties
from variorum.types import AnnotatedArticle, EventActor, Span, Statement, Status

Kind = Literal["agreement", "membership", "sanction", "trade", "aid", "military", "contact"]
_WIDE = 400  # days that a date may span and still date a step


@dataclass(frozen=True)
class Step:
    """One mention of a step of a relation."""

    kind: Kind
    parties: tuple[str, ...]
    stage: str
    status: Status
    statement: Statement
    story: str
    published: str
    from_: str | None = None
    to: str | None = None
    about: str = ""  # over what
    printed: str = ""  # a date that nothing puts on the calendar


class Source:
    """An article that steps are read off."""

    def __init__(self, article: AnnotatedArticle, parties: Parties, story: str) -> None:
        self.article = article
        self.parties = parties
        self.story = story
        self.layout = Layout(article)
        self.locals = {a.id: a for a in article.actors}

    def step(
        self,
        kind: Kind,
        parties: tuple[str, ...],
        stage: str,
        span: Span,
        status: Status,
        dates: tuple[str | None, str | None] = (None, None),
        about: str = "",
    ) -> Step:
        """A mention of a step in a span of the article, with whoever is credited with it."""
        start, end = span
        said = self.layout.quote(start)
        statement = Statement(
            article=self.article.id,
            start=start,
            end=end,
            text=self.article.text[start:end],
            attributed_to=said.speaker if said is not None else None,
            stance="denies" if status == "denied" else "reports" if said is not None else "asserts",
        )
        from_, to = dates if days(*dates) <= _WIDE else (None, None)
        published = (self.article.published or "9999")[:10]
        printed = "" if from_ else self.layout.printed(span)
        return Step(kind, parties, stage, status, statement, self.story, published, from_, to, about, printed)

    def sides(self, side: Iterable[EventActor]) -> list[str]:
        """The parties of one side of an event."""
        found = [self.parties.of_side(self.article, a) for a in side]
        return list(dict.fromkeys(p for p in found if p is not None))

    def named(self, span: Span) -> Iterator[tuple[int, str]]:
        """Where which parties are named within the span."""
        for mention in self.layout.mentions(span):
            local = self.locals.get(mention.actor or "")
            party = self.parties.of_local(self.article, local) if local is not None else None
            if party is not None:
                yield mention.start, party


def days(from_: str | None, to: str | None) -> int:
    """How many days lie between two dates; none where one is missing."""
    try:
        return (date.fromisoformat((to or "")[:10]) - date.fromisoformat((from_ or "")[:10])).days
    except ValueError:
        return 0
