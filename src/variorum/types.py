"""The records: frozen values that every room takes and gives.

Offsets are Unicode code points into an article's unchanged text, and `text[start:end]` holds for every span.
Dates are ISO 8601 strings. A field that JSON calls `from` is `from_` here.
"""

from typing import Any, Literal

import msgspec
from msgspec import Struct, field

Span = tuple[int, int]  # start, end: code points, end exclusive

QuoteKind = Literal["direct", "indirect", "mixed"]
Status = Literal["happened", "ongoing", "planned", "proposed", "threatened", "denied", "hypothetical"]
TimeKind = Literal["DATE", "TIME", "DURATION", "SET"]
ActorKind = Literal["person", "organisation", "country", "place", "agreement", "other"]
Head = Literal["name", "nominal", "pronoun"]
Polarity = Literal["positive", "negative"]


class Record(Struct, frozen=True, kw_only=True):
    """Base of all records: immutable, compared by value, written to JSON by `msgspec`.

    A subclass repeats `frozen` and `kw_only`: `msgspec` inherits the first, type checkers neither.
    """


# --- one article ------------------------------------------------------------------------------------------------


class Article(Record, frozen=True, kw_only=True):
    """One report as it was read. `text` is never changed after this."""

    id: str
    text: str
    source: str = ""
    url: str | None = None
    outlet: str | None = None
    title: str | None = None
    author: str | None = None
    published: str | None = None
    published_from: Literal["given", "text", "inferred"] | None = None
    updated: str | None = None
    language: str | None = None


class Mention(Record, frozen=True, kw_only=True):
    """A place where an actor is named, described or referred to by a pronoun."""

    start: int
    end: int
    label: str  # PERSON, ORG, COUNTRY, PLACE, AGREEMENT, NORP, OTHER
    actor: str | None  # a LocalActor's id
    head: Head


class Role(Record, frozen=True, kw_only=True):
    """An office or description that the text gives an actor, as printed."""

    role: str
    span: Span
    from_: str | None = field(default=None, name="from")
    to: str | None = None


class LocalActor(Record, frozen=True, kw_only=True):
    """An actor within one article: the chain of its mentions, under its fullest name."""

    id: str
    name: str
    kind: ActorKind
    country: str | None = None  # ISO 3166-1 alpha-3
    code: str | None = None  # country, then PLOVER sector: "IRN.GOV"
    code_from: str | None = None  # the lexicon entry or the words that the code was read off
    roles: tuple[Role, ...] = ()
    aliases: tuple[str, ...] = ()


class Time(Record, frozen=True, kw_only=True):
    """A time expression (TIMEX3). `from_` and `to` bound it on the calendar, inclusive, or are None."""

    start: int
    end: int
    kind: TimeKind
    value: str
    from_: str | None = field(default=None, name="from")
    to: str | None = None


class Figure(Record, frozen=True, kw_only=True):
    """A quantity: what is measured, of whom, over which period."""

    start: int
    end: int
    value: float
    high: float | None = None
    unit: str | None = None
    qualifier: str | None = None
    measure: str | None = None
    about: tuple[str, ...] = ()
    period: str | None = None


class Quote(Record, frozen=True, kw_only=True):
    """An attribution: what was said or thought (content), the words that say so (cue), and by whom (source)."""

    content: tuple[Span, ...]
    cue: tuple[Span, ...] = ()
    source: tuple[Span, ...] = ()
    kind: QuoteKind
    speaker: str | None = None
    speaker_actor: str | None = None
    addressee: str | None = None
    score: float = 1.0


class EventActor(Record, frozen=True, kw_only=True):
    """One side of an event."""

    name: str
    code: str | None
    span: Span
    actor: str | None = None  # a LocalActor's id


class Event(Record, frozen=True, kw_only=True):
    """A deed or speech act between actors, coded in PLOVER, and where it stands."""

    start: int
    end: int
    trigger: tuple[Span, ...]
    code: str
    quad: int  # 1 verbal cooperation, 2 material cooperation, 3 verbal conflict, 4 material conflict
    mode: str | None = None
    status: Status
    source: tuple[EventActor, ...] = ()
    target: tuple[EventActor, ...] = ()
    from_: str | None = field(default=None, name="from")
    to: str | None = None
    place: str | None = None
    score: float = 1.0


class Clause(Record, frozen=True, kw_only=True):
    """What one clause says: the unit that reports are compared by.

    `quote` indexes `AnnotatedArticle.quotes` where the clause is what somebody is reported to have said; `times`,
    `figures` and `events` index the lists of the same names; `actors` holds local ids. `predicate` is the lemma of the
    word that heads the clause; `subject` and `object` are who does it and what it is done to, also in the passive, and
    also where a clause shares its subject with the one before.
    """

    start: int
    end: int
    quote: int | None = None
    predicate: str = ""
    subject: Span | None = None
    object: Span | None = None
    polarity: Polarity = "positive"
    status: Status = "happened"
    times: tuple[int, ...] = ()
    figures: tuple[int, ...] = ()
    events: tuple[int, ...] = ()
    actors: tuple[str, ...] = ()


class AnnotatedArticle(Article, frozen=True, kw_only=True, tag_field="type", tag="article"):
    """An article with everything that was found in it. `body` is the article without its furniture."""

    body: tuple[Span, ...] = ()
    sentences: tuple[Span, ...] = ()
    mentions: tuple[Mention, ...] = ()
    actors: tuple[LocalActor, ...] = ()
    times: tuple[Time, ...] = ()
    figures: tuple[Figure, ...] = ()
    quotes: tuple[Quote, ...] = ()
    events: tuple[Event, ...] = ()
    clauses: tuple[Clause, ...] = ()
    skipped: tuple[str, ...] = ()  # stages that did not run, each with why


# --- many articles ----------------------------------------------------------------------------------------------


class SpanRef(Record, frozen=True, kw_only=True):
    """Characters of a stored article: `text` is exactly `article.text[start:end]`."""

    article: str
    start: int
    end: int
    text: str


class Alias(Record, frozen=True, kw_only=True):
    """A name that reports use for an actor, and how often."""

    name: str
    count: int


class Actor(Record, frozen=True, kw_only=True, tag_field="type", tag="actor"):
    """One actor across articles."""

    id: str
    name: str
    kind: ActorKind
    country: str | None = None
    code: str | None = None
    roles: tuple[str, ...] = ()
    aliases: tuple[Alias, ...] = ()
    mentions: tuple[SpanRef, ...] = ()
    locals: tuple[tuple[str, str], ...] = ()  # (article id, local actor id) of each chain merged here
    why: tuple[str, ...] = ()  # one line for each merge


class Story(Record, frozen=True, kw_only=True, tag_field="type", tag="story"):
    """Reports of one affair at one time."""

    id: str
    title: str
    articles: tuple[str, ...]
    from_: str | None = field(default=None, name="from")
    to: str | None = None
    actors: tuple[str, ...] = ()
    follows: tuple[str, ...] = ()  # earlier stories of which this is a sequel
    why: tuple[str, ...] = ()


class Reuse(Record, frozen=True, kw_only=True, tag_field="type", tag="reuse"):
    """A passage that two articles share, word for word or reworded."""

    kind: Literal["verbatim", "paraphrase"]
    a: SpanRef
    b: SpanRef
    score: float
    why: str = ""


class Derivation(Record, frozen=True, kw_only=True, tag_field="type", tag="derivation"):
    """`article` took text from `from_`; None stands for an ancestor that is not in the library."""

    article: str
    from_: str | None = field(name="from")
    kind: Literal["verbatim", "paraphrase", "wire"]
    share: float  # of the article's own words, 0 to 1
    score: float
    why: str


class Utterance(Record, frozen=True, kw_only=True, tag_field="type", tag="utterance"):
    """One thing that was said, in the wordings that the reports give it."""

    id: str
    story: str
    speaker: str | None
    quotes: tuple[SpanRef, ...]
    variants: tuple[str, ...]
    why: str = ""


class Statement(SpanRef, frozen=True, kw_only=True):
    """A clause as part of a finding: who is credited with it, and how it stands to the finding."""

    attributed_to: str | None = None
    stance: Literal["asserts", "reports", "denies"] = "asserts"


class Claim(Record, frozen=True, kw_only=True, tag_field="type", tag="claim"):
    """One thing that is reported, with every statement of it. `text` is the clearest of them, verbatim."""

    id: str
    story: str
    text: str
    articles: int
    of: int
    origins: int
    statements: tuple[Statement, ...]
    elsewhere: float = 0.0
    why: str = ""


class Side(Record, frozen=True, kw_only=True):
    """One side of a disagreement."""

    says: str
    statements: tuple[Statement, ...]


SURE = 0.6  # score from which a disagreement is shown unasked
KEPT = 0.3  # and from which it is kept: below `SURE` it is doubtful, and nothing else is made to rest on it


class Disagreement(Record, frozen=True, kw_only=True, tag_field="type", tag="disagreement"):
    """A point on which reports differ: what was matched, and what differs. Below `SURE` it is doubtful."""

    id: str
    kind: Literal["figure", "qualifier", "date", "attribution", "status", "denial", "wording"]
    stories: tuple[str, ...]
    about: str
    sides: tuple[Side, ...]
    score: float
    why: str


class TimelineEntry(Record, frozen=True, kw_only=True, tag_field="type", tag="timeline"):
    """What happened when, from all who tell it."""

    from_: str = field(name="from")
    to: str
    text: str
    status: Status
    stories: tuple[str, ...]
    statements: tuple[Statement, ...]
    disputed: tuple[str, ...] = ()  # ids of disagreements


class Participant(Record, frozen=True, kw_only=True):
    """Who takes part in an event, across articles."""

    name: str
    code: str | None = None
    actor: str | None = None  # an actor's id; null where the reports only describe who it was


class EventMention(Statement, frozen=True, kw_only=True):
    """The words of one report that tell of an event, and where they say that it stands."""

    code: str
    status: Status


class Deed(Record, frozen=True, kw_only=True, tag_field="type", tag="event"):
    """One event, from all the mentions of it in a story.

    Dates, place and participants are those of the mention that tells them best. `status` is how far the event has come
    by the reports that have it furthest; `disputed` are the statuses of others that cannot be true beside it.
    """

    id: str
    story: str
    code: str  # PLOVER root
    quad: int  # 1 verbal cooperation, 2 material cooperation, 3 verbal conflict, 4 material conflict
    mode: str | None = None
    status: Status
    disputed: tuple[Status, ...] = ()
    source: tuple[Participant, ...] = ()
    target: tuple[Participant, ...] = ()
    from_: str | None = field(default=None, name="from")
    to: str | None = None
    place: str | None = None
    articles: int  # how many reports tell of it
    origins: int  # how many of them are independent
    statements: tuple[EventMention, ...]
    why: str = ""


class Stage(Record, frozen=True, kw_only=True):
    """One step of a relation."""

    stage: str
    from_: str | None = field(default=None, name="from")
    to: str | None = None
    status: Status
    statements: tuple[Statement, ...]


class Relation(Record, frozen=True, kw_only=True, tag_field="type", tag="relation"):
    """What events between parties add up to, stage by stage."""

    id: str
    kind: Literal["agreement", "membership", "sanction", "trade", "aid", "military", "contact"]
    parties: tuple[str, ...]
    name: str
    stages: tuple[Stage, ...]


# --- versions of one article --------------------------------------------------------------------------------------


class Revision(Record, frozen=True, kw_only=True):
    """What a later version of an article adds, drops or says otherwise."""

    kind: Literal["claim", "figure", "quote"]
    change: Literal["added", "dropped", "changed"]
    before: SpanRef | None = None  # its place in the earlier version; null where it was added
    after: SpanRef | None = None  # its place in the later version; null where it was dropped
    why: str = ""  # what differs, in words


# --- what people say about the findings -------------------------------------------------------------------------


class Judgement(Record, frozen=True, kw_only=True, tag_field="type", tag="judgement"):
    """A person's correction, or a merge that linking made, as `by` says.

    A person's outlives rebuilds, so it names what stays: printed names, article ids, record ids. Those of the program
    are found anew with each rebuild, and kept apart from a person's.

    merge: what `groups` holds belongs together (one group). split: members of different groups belong apart.
    confirm, dismiss: each group is one finding's id.
    """

    id: str
    verb: Literal["merge", "split", "confirm", "dismiss"]
    what: Literal["actor", "story", "finding"]
    groups: tuple[tuple[str, ...], ...]  # actor: names as printed; story: article ids; finding: record ids
    note: str = ""
    at: str = ""  # when a person made it, ISO 8601
    by: Literal["person", "variorum"] = "person"
    score: float | None = None  # of the names' match, 0 to 1, where the program merged two names for their spelling


# --- scores of the public functions -----------------------------------------------------------------------------


class NameMatch(Record, frozen=True, kw_only=True):
    """Whether two names are one actor's: `score` from 0 to 1, and the reasons."""

    score: float
    same: bool
    why: str


class StatementMatch(Record, frozen=True, kw_only=True):
    """How two statements stand to each other."""

    score: float
    same: bool
    related: bool
    relation: Literal["agrees", "differs", "none"]
    why: str


class EventCode(Record, frozen=True, kw_only=True):
    """A PLOVER root, its quad class (1 to 4) and the confidence in it, 0 to 1."""

    root: str
    quad: int
    score: float


RECORDS: dict[str, type[Record]] = {
    "article": AnnotatedArticle,
    "actor": Actor,
    "story": Story,
    "reuse": Reuse,
    "derivation": Derivation,
    "utterance": Utterance,
    "claim": Claim,
    "disagreement": Disagreement,
    "timeline": TimelineEntry,
    "event": Deed,
    "relation": Relation,
}


def to_json(record: Record) -> dict[str, Any]:
    """The record as plain JSON values, `type` included."""
    out: dict[str, Any] = msgspec.to_builtins(record)
    return out
