"""The list of actors, and an actor's page: what they said, what they did, what was done to them, and who reports it."""

from collections.abc import Mapping
from typing import Annotated, Any, Literal

from fastapi import APIRouter, Path, Query

from variorum.library import Library
from variorum.publish import addresses
from variorum.publish.view import called
from variorum.store.catalogue import Act, ActRole, Filters
from variorum.types import Actor, AnnotatedArticle, Event, Record, SpanRef
from variorum.web.articles import extent
from variorum.web.pages import Kind, NotFound, Reading, add_page
from variorum.web.paging import PAGE, After, Text, cursor, cut, token, values
from variorum.web.stories import Named

router = APIRouter(tags=["actors"])
Key = Annotated[str, Path(max_length=2000, description="An id, as addresses spell it.")]
ActorSort = Literal["", "person", "organisation", "country", "place", "agreement", "other"]
Role = Literal["", "said", "did", "undergone"]
SPELLINGS_MAX = 60
STORIES_MAX = 12


class ActorEntry(Record, frozen=True, kw_only=True):
    """An actor in the list."""

    id: str
    name: str
    kind: str
    articles: int
    address: str


class ActorsPage(Record, frozen=True, kw_only=True):
    """A page of the list of actors; `next` is the `after` of the one that follows."""

    actors: tuple[ActorEntry, ...]
    next: str | None


class ActEntry(Record, frozen=True, kw_only=True):
    """Something said, done or undergone, in the words of the article that tells it."""

    role: ActRole
    day: str
    text: str
    what: str  # the kind of a quote, or an event's code and status
    others: tuple[str, ...]  # who stands on the other side of an event
    outlet: str
    address: str
    span: SpanRef


class Count(Record, frozen=True, kw_only=True):
    """How many of something there are."""

    name: str
    count: int


class Month(Record, frozen=True, kw_only=True):
    """How much an actor said, did and had done to it in a month; an empty month is of what has no date."""

    month: str
    said: int = 0
    did: int = 0
    undergone: int = 0


class ActorPage(Record, frozen=True, kw_only=True):
    """An actor; `next` is the `after` of the page with more of `acts`."""

    id: str
    name: str
    kind: str
    country: str | None
    roles: tuple[str, ...]
    articles: int
    spellings: tuple[Count, ...]
    why: tuple[str, ...]  # why names were joined
    months: tuple[Month, ...]
    outlets: tuple[Count, ...]
    acts: tuple[ActEntry, ...]
    next: str | None
    stories: tuple[Named, ...]
    relations: tuple[Named, ...]
    partners: tuple[Named, ...]  # who shares a relation with it


def actors(library: Reading, kind: ActorSort = "", name: Text = "", after: After = "") -> ActorsPage:
    """Actors, those in most articles first."""
    filters = Filters(sort=kind, name=name)
    catalogue = library.store.catalogue()
    found = catalogue.cards("actor", filters, by="weight", after=cursor(after, int), limit=PAGE + 1)
    cards, more = cut(found, "weight")
    return ActorsPage(
        actors=tuple(
            ActorEntry(id=c.id, name=c.name, kind=c.sort or "", articles=c.weight, address=addresses.actor(c.id))
            for c in cards
        ),
        next=more,
    )


def actor(
    library: Reading,
    actor: Key,
    role: Role = "",
    month: Annotated[str, Query(pattern=r"^(\d{4}-\d{2})?$")] = "",
    after: After = "",
) -> ActorPage:
    """What an actor said, did and had done to it."""
    found = actor_of(library, actor)
    catalogue = library.store.catalogue()
    at = tuple(map(str, values(after, str, str, str, int))) if after else None
    acts = catalogue.acts(found.id, role=role, month=month, after=at, limit=PAGE + 1)
    last = acts[PAGE - 1] if len(acts) > PAGE else None
    relations = [r for r in library.relations(found.id) if found.id in r.parties]
    partners = catalogue.named("actor", (p for r in relations for p in r.parties if p != found.id))
    stories = catalogue.cards("story", Filters(actor=found.id), limit=STORIES_MAX)
    return ActorPage(
        id=found.id,
        name=found.name,
        kind=found.kind,
        country=found.country,
        roles=found.roles[:8],
        articles=catalogue.named("actor", [found.id])[found.id].weight,
        spellings=tuple(Count(name=a.name, count=a.count) for a in found.aliases[:SPELLINGS_MAX]),
        why=found.why[:SPELLINGS_MAX],
        months=_months(catalogue.months(found.id)),
        outlets=tuple(Count(name=name, count=n) for name, n in catalogue.tellers(found.id)[:20]),
        acts=_told(library, acts[:PAGE]),
        next=token(last.day, last.article, last.role, last.number) if last else None,
        stories=tuple(Named(id=c.id, name=c.name) for c in stories),
        relations=tuple(Named(id=r.id, name=r.name) for r in relations),
        partners=tuple(Named(id=c.id, name=c.name) for c in partners.values()),
    )


def actor_of(library: Library, segment: str) -> Actor:
    """The actor at an address.

    Raises:
        NotFound: there is none.
    """
    found = library.store.catalogue().described(addresses.unkey(segment) or "")
    if found is None:
        raise NotFound("There is no actor here. It may have been joined with another, or parted, by a later build.")
    return found


def _months(counted: list[tuple[str, str, int]]) -> tuple[Month, ...]:
    by_month: dict[str, dict[str, int]] = {}
    for month, role, n in counted:
        by_month.setdefault(month, {})[role] = n
    return tuple(Month(month=month, **counts) for month, counts in by_month.items())


def _told(library: Library, acts: list[Act]) -> tuple[ActEntry, ...]:
    held = {a.id: a for a in library.store.articles(dict.fromkeys(d.article for d in acts))}
    return tuple(entry for d in acts if d.article in held and (entry := _entry(held[d.article], d)))


def _entry(article: AnnotatedArticle, act: Act) -> ActEntry | None:
    """An act in the words of its article; None where the article has changed since."""
    others: tuple[str, ...] = ()
    what: str
    if act.role == "said":
        if act.number >= len(article.quotes) or not article.quotes[act.number].content:
            return None
        quote = article.quotes[act.number]
        (start, end), what = extent(quote), quote.kind
    else:
        if act.number >= len(article.events):
            return None
        event = article.events[act.number]
        start, end, what = event.start, event.end, _coded(event)
        others = tuple(side.name for side in (event.target if act.role == "did" else event.source))
    ref = SpanRef(article=article.id, start=start, end=end, text=article.text[start:end])
    return ActEntry(
        role=act.role,
        day=act.day,
        text=ref.text,
        what=what,
        others=others,
        outlet=called(article),
        address=addresses.spot(ref),
        span=ref,
    )


def _coded(event: Event) -> str:
    return f"{event.code.lower()}, {event.status}"


def _chart(page: ActorPage, library: Library) -> Mapping[str, Any]:
    """How tall the bars of the months are."""
    return {"tallest": max((m.said + m.did + m.undergone for m in page.months), default=1)}


add_page(router, "/actors", actors, Kind("actors.html.j2", rows="actors"), "Actors, the most reported first")
add_page(router, "/actors/{actor}", actor, Kind("actor.html.j2", rows="acts", more=_chart), "An actor")
