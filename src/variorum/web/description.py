"""The description of the interface (OpenAPI): what FastAPI works out, and the shapes of the records."""

from typing import Any

import msgspec
from fastapi import FastAPI
from fastapi.openapi.utils import get_openapi

from variorum.types import Record
from variorum.web.actors import ActorPage, ActorsPage
from variorum.web.adding import BuildPage
from variorum.web.articles import ArticlePage, ArticlesPage
from variorum.web.corrections import CorrectionsPage
from variorum.web.relations import ChroniclePage, RelationPage, RelationsPage
from variorum.web.search import SearchPage
from variorum.web.stories import StoriesPage
from variorum.web.story import ComparePage
from variorum.web.tables import TablesPage

SHOWN: tuple[type[Record], ...] = (
    StoriesPage,
    ComparePage,
    ArticlesPage,
    ArticlePage,
    SearchPage,
    ActorsPage,
    ActorPage,
    RelationsPage,
    RelationPage,
    ChroniclePage,
    TablesPage,
    CorrectionsPage,
    BuildPage,
)


class Problem(Record, frozen=True, kw_only=True):
    """What went wrong, and what to do next."""

    error: str


def describe(app: FastAPI) -> dict[str, Any]:
    """The OpenAPI description, made once."""
    if not app.openapi_schema:
        found = get_openapi(title=app.title, version=app.version, summary=app.summary, routes=app.routes)
        _, shapes = msgspec.json.schema_components((*SHOWN, Problem), ref_template="#/components/schemas/{name}")
        found.setdefault("components", {}).setdefault("schemas", {}).update(shapes)
        app.openapi_schema = found
    return app.openapi_schema
