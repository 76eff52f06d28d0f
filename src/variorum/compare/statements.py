"""Statements: clauses with what is needed to compare them across reports."""

import re
from collections.abc import Container, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property

from variorum.compare.reading import Reading, read
from variorum.lexicon.actors import find_entries
from variorum.models.embedder import Vectors, embedded
from variorum.text import around
from variorum.types import Actor, AnnotatedArticle, Clause, Figure, LocalActor, Quote, Span, SpanRef, Statement, Time

# Statuses of what is told as a fact, and of what is told as still to come.
HELD = frozenset({"happened", "ongoing"})
TO_COME = frozenset({"planned", "proposed"})
_EMBEDDED = 1000  # characters of a clause whose meaning is compared
_POSSESSIVE = re.compile(r"^\s*(?:['’]s)?\s+")


@dataclass(frozen=True, eq=False)
class Unit:
    """One clause, or one sentence of a quotation, of one report."""

    article: AnnotatedArticle
    order: int  # its place among the units of its article
    clause: Clause
    span: Span
    reading: Reading
    actors: frozenset[str]  # global ids of those whom it names
    countries: frozenset[str]  # ISO codes of the countries that it names, also through their governments
    speaker: str | None
    speaker_id: str | None
    vector: int  # row in the vectors
    speaker_country: str | None = None  # its code, where any report of the story tells it

    @cached_property
    def text(self) -> str:
        return self.article.text[self.span[0] : self.span[1]]

    @property
    def place(self) -> tuple[str, int]:
        """Its article's id, and its place among the units of that."""
        return self.article.id, self.order

    @property
    def day(self) -> str:
        """When its report came out, as an ISO date; empty where that is unknown."""
        return (self.article.published or "")[:10]

    @cached_property
    def sentence(self) -> Span:
        """The sentence that it stands in."""
        return around(self.span, self.article.sentences)

    @property
    def subject_outside(self) -> bool:
        """Whether the subject stands before it: "… and has trained its crew"."""
        subject = self.clause.subject
        return subject is not None and not self.span[0] <= subject[0] < self.span[1]

    @property
    def quote(self) -> Quote | None:
        return self.article.quotes[self.clause.quote] if self.clause.quote is not None else None

    @property
    def quoted(self) -> bool:
        """Whether it is of somebody's words, some of them at least between quotation marks."""
        return self.quote is not None and self.quote.kind != "indirect"

    @cached_property
    def times(self) -> tuple[Time, ...]:
        return tuple(self.article.times[i] for i in self.clause.times)

    @cached_property
    def figures(self) -> tuple[Figure, ...]:
        return tuple(self.article.figures[i] for i in self.clause.figures)

    def statement(self, *, stance: str = "asserts") -> Statement:
        """The unit as part of a finding."""
        start, end = self.span
        return Statement(
            article=self.article.id,
            start=start,
            end=end,
            text=self.article.text[start:end],
            attributed_to=self.speaker,
            stance=stance,  # type: ignore[arg-type]
        )


@dataclass
class Who:
    """Local actors by the actors that they are across articles."""

    ids: dict[tuple[str, str], str] = field(default_factory=dict)
    names: dict[str, str] = field(default_factory=dict)
    countries: dict[str, str] = field(default_factory=dict)

    @classmethod
    def of(cls, actors: Sequence[Actor]) -> "Who":
        who = cls()
        for actor in actors:
            who.names[actor.id] = actor.name
            if country := actor.country or (actor.code or "")[:3]:
                who.countries[actor.id] = country
            for key in actor.locals:
                who.ids[(key[0], key[1])] = actor.id
        return who

    def id(self, article: AnnotatedArticle, local: str) -> str:
        """The actor across articles; one that is not linked stands for itself, or for what it is described as."""
        found = self.ids.get((article.id, local))
        return found or _described(article, local) or f"{article.id}:{local}"

    def name(self, article: AnnotatedArticle, local: str | None) -> str | None:
        """The name of a linked actor across articles."""
        return self.names.get(self.ids.get((article.id, local or ""), ""))


def _described(article: AnnotatedArticle, local: str) -> str | None:
    """What a body without a name is in every article: its code and noun, "the French army" or "France's army"."""
    actor = next((a for a in article.actors if a.id == local), None)
    if actor is None or actor.kind != "organisation" or actor.aliases or not actor.code:
        return None
    country = next((f.end for f in find_entries(actor.name)), 0)
    return f"{actor.code}:{_POSSESSIVE.sub('', actor.name[country:]).lower()}"


def units(article: AnnotatedArticle, who: Who, first: int = 0, *, only: Container[int] | None = None) -> list[Unit]:
    """The article's clauses, or only those of some numbers, as units; `first` is the row of the first one's vector."""
    locals_ = {actor.id: actor for actor in article.actors}
    return [
        _unit(article, order, clause, (clause.start, clause.end), who, locals_, first + order)
        for order, clause in enumerate(article.clauses)
        if only is None or order in only
    ]


_DATELINE = re.compile(  # "HALDEN, March 3 (Wire) - ", "Lena Orvik HALDEN 1997-03-10 "
    r"^(?:[A-Z][A-Z/,.' -]{2,40}(?:,? [A-Z][a-z]{2,8}\.? \d{1,2})?\s?(?:\([^)]{2,40}\))?\s?[-–—:]+"
    r"|(?:[A-Z][\w.'’-]+ ){0,4}[A-Z][A-Z/,.' -]{2,40} \d{4}-\d{2}-\d{2})\s"
)


def _unit(
    article: AnnotatedArticle,
    order: int,
    clause: Clause,
    span: Span,
    who: Who,
    locals_: Mapping[str, LocalActor],
    vector: int,
) -> Unit:
    named = [locals_[local] for local in clause.actors if local in locals_]
    quote = article.quotes[clause.quote] if clause.quote is not None else None
    local = quote.speaker_actor if quote else None
    return Unit(
        article=article,
        order=order,
        clause=clause,
        span=span,
        reading=read(_DATELINE.sub("", restated(article, clause, span))),
        actors=frozenset(who.id(article, actor.id) for actor in named),
        countries=frozenset(c for actor in named if (c := _country(actor))),
        speaker=quote.speaker if quote else None,
        speaker_id=who.id(article, local) if local else None,
        vector=vector,
    )


def _country(actor: LocalActor) -> str | None:
    code = actor.country or (actor.code or "")[:3]
    return code if actor.kind in {"country", "place", "organisation"} and code and code != "IGO" else None


def restated(article: AnnotatedArticle, clause: Clause, span: Span) -> str:
    """The clause's words, with a subject that it shares with the clause before put in front, for comparing only."""
    text = article.text[span[0] : span[1]]
    if clause.subject and not (span[0] <= clause.subject[0] < span[1]):
        text = f"{article.text[clause.subject[0] : clause.subject[1]]} {text}"
    return " ".join(text.split())


def vectors(found: Sequence[Unit]) -> Vectors:
    """A unit vector for each unit, in order; equal texts are embedded once."""
    texts = [unit.reading.text[:_EMBEDDED] for unit in found]
    row = {text: n for n, text in enumerate(dict.fromkeys(texts))}
    return embedded(list(row))[[row[text] for text in texts]]


def span_ref(article: AnnotatedArticle, span: Span) -> SpanRef:
    """Characters of the article."""
    return SpanRef(article=article.id, start=span[0], end=span[1], text=article.text[span[0] : span[1]])
