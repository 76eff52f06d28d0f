"""Relations, stage by stage, and what passed between two actors as a chronicle."""

from collections.abc import Iterable
from typing import Annotated, Literal

import msgspec
from fastapi import APIRouter, Path

from variorum.library import Library
from variorum.publish import addresses
from variorum.store.catalogue import Filters
from variorum.types import Record, Relation, Stage, Statement
from variorum.web.actors import actor_of
from variorum.web.pages import Kind, NotFound, Reading, add_page
from variorum.web.paging import PAGE, After, Day, cursor, cut
from variorum.web.stories import Named

router = APIRouter(tags=["relations"])
Key = Annotated[str, Path(max_length=2000, description="An id, as addresses spell it.")]
RelationSort = Literal["", "agreement", "membership", "sanction", "trade", "aid", "military", "contact"]
TOLD_MAX = 6  # statements of a stage that are printed


class RelationEntry(Record, frozen=True, kw_only=True):
    """A relation in the list."""

    id: str
    name: str
    kind: str
    parties: tuple[Named, ...]
    from_: str = msgspec.field(name="from")
    to: str
    stages: int
    address: str


class RelationsPage(Record, frozen=True, kw_only=True):
    """A page of the list of relations; `next` is the `after` of the one that follows."""

    relations: tuple[RelationEntry, ...]
    next: str | None


class RelationPage(Record, frozen=True, kw_only=True):
    """A relation, its parties by name."""

    relation: Relation
    parties: tuple[Named, ...]
    outlets: dict[str, str]  # by article


class Entry(Record, frozen=True, kw_only=True):
    """A step of a chronicle."""

    from_: str | None = msgspec.field(name="from")
    to: str | None
    kind: str
    name: str  # of the relation
    relation: str  # its id
    stage: str
    status: str
    statements: tuple[Statement, ...]


class ChroniclePage(Record, frozen=True, kw_only=True):
    """What passed between two actors, in order of time; what has no date comes last."""

    parties: tuple[Named, Named]
    entries: tuple[Entry, ...]
    outlets: dict[str, str]  # by article


def relations(
    library: Reading, kind: RelationSort = "", since: Day = "", until: Day = "", after: After = ""
) -> RelationsPage:
    """Relations, those that went on last first."""
    catalogue = library.store.catalogue()
    filters = Filters(sort=kind, since=since, until=until)
    cards, more = cut(catalogue.cards("relation", filters, after=cursor(after, str), limit=PAGE + 1))
    held = [r for card in cards if isinstance(r := library.store.record("relation", card.id), Relation)]
    parties = catalogue.named("actor", (p for r in held for p in r.parties))
    days = {card.id: card for card in cards}
    return RelationsPage(
        relations=tuple(
            RelationEntry(
                id=r.id,
                name=r.name,
                kind=r.kind,
                parties=tuple(Named(id=p, name=parties[p].name) for p in r.parties if p in parties),
                from_=days[r.id].first,
                to=days[r.id].last,
                stages=len(r.stages),
                address=addresses.relation(r.id),
            )
            for r in held
        ),
        next=more,
    )


def relation(library: Reading, relation: Key) -> RelationPage:
    """A relation, stage by stage."""
    found = library.store.record("relation", addresses.unkey(relation) or "")
    if not isinstance(found, Relation):
        raise NotFound("There is no relation here. A later build may have found it otherwise.")
    parties = library.store.catalogue().named("actor", found.parties)
    return RelationPage(
        relation=found,
        parties=tuple(Named(id=p, name=parties[p].name) for p in found.parties if p in parties),
        outlets=outlets(library, found.stages),
    )


def chronicle(library: Reading, actor: Key, other: Key, kind: RelationSort = "") -> ChroniclePage:
    """What passed between two actors."""
    a, b = actor_of(library, actor), actor_of(library, other)
    shared = [r for r in library.relations(a.id) if {a.id, b.id} <= set(r.parties) and kind in ("", r.kind)]
    entries = [
        Entry(
            from_=stage.from_,
            to=stage.to,
            kind=r.kind,
            name=r.name,
            relation=r.id,
            stage=stage.stage,
            status=stage.status,
            statements=stage.statements,
        )
        for r in shared
        for stage in r.stages
    ]
    return ChroniclePage(
        parties=(Named(id=a.id, name=a.name), Named(id=b.id, name=b.name)),
        entries=tuple(sorted(entries, key=lambda e: (e.from_ or "9999", e.to or "9999", e.name))),
        outlets=outlets(library, (stage for r in shared for stage in r.stages)),
    )


def outlets(library: Library, stages: Iterable[Stage]) -> dict[str, str]:
    """What each article that tells of a stage is called."""
    articles = dict.fromkeys(s.article for stage in stages for s in stage.statements)
    return {
        id: card.sort or card.name or id for id, card in library.store.catalogue().named("article", articles).items()
    }


add_page(router, "/relations", relations, Kind("relations.html.j2", rows="relations"), "Relations")
add_page(router, "/relations/{relation}", relation, Kind("relation.html.j2"), "A relation, stage by stage")
add_page(
    router,
    "/actors/{actor}/with/{other}",
    chronicle,
    Kind("chronicle.html.j2", rows="entries"),
    "What passed between two actors",
)
