"""The list of stories with what is disputed in each, and a story's own page."""

from typing import Annotated, Literal

from fastapi import APIRouter, Path
from msgspec import field

from variorum.library import Library
from variorum.publish.addresses import story as story_address
from variorum.publish.addresses import unkey
from variorum.store.catalogue import Filters
from variorum.types import SURE, Record, Story
from variorum.web.pages import Kind, NotFound, Reading, add_page
from variorum.web.paging import PAGE, After, Day, Text, cursor, cut

router = APIRouter(tags=["stories"])
Disputed = Literal["", "figure", "qualifier", "date", "attribution", "status", "denial", "wording"]
Key = Annotated[str, Path(max_length=2000, description="An id, as addresses spell it.")]
OUTLETS_MAX = 300  # that a filter offers by name


class Dispute(Record, frozen=True, kw_only=True):
    """One point of disagreement, in short."""

    id: str
    kind: str
    about: str


class Named(Record, frozen=True, kw_only=True):
    """Somebody or something with a page of its own."""

    id: str
    name: str


class StoryEntry(Record, frozen=True, kw_only=True):
    """A story in the list."""

    id: str
    title: str
    from_: str = field(name="from")
    to: str
    articles: int
    outlets: tuple[str, ...]
    disputed: tuple[Dispute, ...]
    actors: tuple[Named, ...]
    address: str


class StoriesPage(Record, frozen=True, kw_only=True):
    """A page of the list of stories; `next` is the `after` of the one that follows."""

    stories: tuple[StoryEntry, ...]
    next: str | None
    outlets: tuple[str, ...]  # that stories can be filtered by


def stories(
    library: Reading,
    since: Day = "",
    until: Day = "",
    outlet: Text = "",
    disputed: Disputed = "",
    actor: Text = "",
    after: After = "",
) -> StoriesPage:
    """Stories, the newest first, with what is disputed in each."""
    catalogue = library.store.catalogue()
    filters = Filters(since=since, until=until, outlet=outlet, disputed=disputed, actor=actor)
    cards, more = cut(catalogue.cards("story", filters, after=cursor(after, str), limit=PAGE + 1))
    return StoriesPage(
        stories=tuple(entry(library, card.id) for card in cards),
        next=more,
        outlets=tuple(name for name, _ in catalogue.sorts("article")[:OUTLETS_MAX]),
    )


def entry(library: Library, id: str) -> StoryEntry:
    """A story as lists show it."""
    found = library.story(id)
    catalogue = library.store.catalogue()
    outlets = [card.sort for card in catalogue.named("article", found.articles).values() if card.sort]
    found_at = sorted(library.disagreements(id, least=SURE), key=lambda d: (-d.score, d.id))
    actors = catalogue.named("actor", found.actors[:6])
    return StoryEntry(
        id=id,
        title=found.title,
        from_=found.from_ or "",
        to=found.to or "",
        articles=len(found.articles),
        outlets=tuple(dict.fromkeys(outlets)),
        disputed=tuple(Dispute(id=d.id, kind=d.kind, about=d.about) for d in found_at),
        actors=tuple(Named(id=card.id, name=card.name) for card in actors.values()),
        address=story_address(id),
    )


def story_of(library: Library, segment: str) -> Story:
    """The story at an address.

    Raises:
        NotFound: there is none.
    """
    found = library.store.record("story", unkey(segment) or "")
    if not isinstance(found, Story):
        raise NotFound("There is no story here. It may have been joined with another, or parted, by a later build.")
    return found


add_page(router, "/stories", stories, Kind("stories.html.j2", rows="stories"), "Stories and what is disputed in each")
