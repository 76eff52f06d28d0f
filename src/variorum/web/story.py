"""A story's own page, its long lists in full, and two of its reports side by side."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Annotated, Any, Literal

import msgspec
from fastapi import APIRouter, Path, Query, Request
from markupsafe import Markup
from msgspec.structs import asdict
from starlette.responses import HTMLResponse, JSONResponse, Response

from variorum.library import Library
from variorum.publish.addresses import unkey
from variorum.publish.page import Page
from variorum.publish.report import SECTIONS, as_json
from variorum.publish.view import StoryView, view
from variorum.types import Figure, Record, Reuse
from variorum.web.corrections import Beside
from variorum.web.pages import Kind, NotFound, Reading, add_page, csv_answer, refusals, show
from variorum.web.stories import Key, story_of

router = APIRouter(tags=["stories"])
List = Literal[
    "claims", "disagreements", "utterances", "copies", "timeline", "events", "figures", "relations", "actors"
]
ListName = Annotated[List, Path()]
CSV: dict[int | str, dict[str, Any]] = {
    200: {"description": "The list", "content": {"text/csv": {"schema": {"type": "string"}}}},
    **refusals("csv", 404),
}
# What a page of one list shows; where its signs lead to disagreements, those too.
LISTS: dict[str, tuple[str, ...]] = {
    "claims": ("findings", "matrix", "disagreements"),
    "timeline": ("timeline", "disagreements"),
    **{name: (name,) for name in ("disagreements", "utterances", "copies", "events", "figures", "relations", "actors")},
}
TITLES = {
    "claims": "What is reported",
    "utterances": "In whose words",
    "copies": "Who copied whom",
    "events": "Who did what",
}
ReportKey = Annotated[str, Query(max_length=2000, description="The id of a report, as addresses spell it.")]


class PrintedFigure(Figure, frozen=True, kw_only=True):
    """A figure, and the report that prints it."""

    report: str
    outlet: str


class ComparePage(Record, frozen=True, kw_only=True):
    """Two reports of a story, and the passages that they share."""

    story: str
    a: str
    b: str
    passages: tuple[Reuse, ...]


def _page(request: Request, library: Library, story: str, *, full: bool = False) -> tuple[StoryView, Page]:
    found = view(library, story_of(library, story).id)
    return found, Page(found, site=True, full=full, judge=Beside(request, library))


@router.get("/stories/{story}.json", responses={200: {"content": {"application/json": {}}}, **refusals("json", 404)})
def story_json(library: Reading, story: Key) -> Response:
    """Every record of a story."""
    with library.snapshot():
        found = as_json(view(library, story_of(library, story).id))
    return Response(msgspec.json.encode(found), media_type="application/json")


@router.get("/stories/{story}", responses=refusals("html", 404), response_class=HTMLResponse)
def story_page(request: Request, library: Reading, story: Key) -> Response:
    """A story's page: what is agreed, what is disputed, and what only one report says."""
    with library.snapshot():
        found, page = _page(request, library, story)
        return show(request, "story.html.j2", v=found, page=page, sections=SECTIONS)


def compare(library: Reading, story: Key, a: ReportKey, b: ReportKey) -> ComparePage:
    """Two reports of a story, and the passages that they share."""
    chosen = story_of(library, story)
    ids = unkey(a) or "", unkey(b) or ""
    if ids[0] == ids[1] or not set(ids) & set(chosen.articles) or any(not library.store.article(id) for id in ids):
        raise NotFound("Choose two different reports, one of them of the story.")
    shared = tuple(r for r in library.reuse(ids[0]) if {r.a.article, r.b.article} == set(ids))
    return ComparePage(story=chosen.id, a=ids[0], b=ids[1], passages=shared)


def _beside(compared: ComparePage, library: Library) -> dict[str, Any]:
    found = view(library, compared.story)
    ids = {a.id for a in found.articles}
    others = {id: library.article(id) for id in (compared.a, compared.b) if id not in ids}
    if others:  # a report of another story, which shares passages with one of this
        reuse = (*found.reuse, *compared.passages)
        found = replace(found, elsewhere={**found.elsewhere, **others}, reuse=reuse)
    page = Page(found, site=True)
    sources = {a.id: (a, source) for a, source in page.sources()}
    return {"v": found, "page": page, "compared": compared, "sources": [sources[compared.a], sources[compared.b]]}


add_page(
    router,
    "/stories/{story}/compare",
    compare,
    Kind("compare.html.j2", rows="passages", more=_beside),
    "Two reports side by side",
)


def _rows(found: StoryView, list: str) -> Sequence[Record]:
    """The records of a list."""
    if list == "figures":
        return [
            PrintedFigure(report=placed.article.id, outlet=found.labels[placed.article.id], **asdict(placed.figure))
            for placed in found.figures
        ]
    lists: dict[str, Sequence[Record]] = {
        "claims": found.claims,
        "disagreements": (*found.disagreements, *found.doubtful),
        "utterances": found.utterances,
        "copies": found.derivations,
        "timeline": found.timeline,
        "events": found.events,
        "relations": found.relations,
        "actors": found.actors,
    }
    return lists[list]


@router.get("/stories/{story}/{list}.json", responses={**refusals("json", 404)}, response_class=JSONResponse)
def story_list_json(library: Reading, story: Key, list: ListName) -> Response:
    """The records of one list of a story."""
    with library.snapshot():
        rows = _rows(view(library, story_of(library, story).id), list)
    return Response(msgspec.json.encode({list: rows}), media_type="application/json")


@router.get("/stories/{story}/{list}.csv", responses=CSV, response_class=Response)
def story_list_csv(library: Reading, story: Key, list: ListName) -> Response:
    """The records of one list of a story, as CSV."""
    with library.snapshot():
        return csv_answer(f"{list}.csv", _rows(view(library, story_of(library, story).id), list))


@router.get("/stories/{story}/{list}", responses=refusals("html", 404), response_class=HTMLResponse)
def story_list(request: Request, library: Reading, story: Key, list: ListName) -> Response:
    """One list of a story in full."""
    with library.snapshot():
        found, page = _page(request, library, story, full=True)
        title = Markup.escape(TITLES.get(list, list.capitalize()))
        return show(request, "story_list.html.j2", v=found, page=page, sections=LISTS[list], title=title)
