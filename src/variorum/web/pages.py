"""One answer in three forms: a page, its `.json` twin at the same address, and the `.csv` of its table."""

import csv
import functools
import hashlib
import inspect
import io
import json
import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from importlib.resources import files
from typing import Annotated, Any, Literal
from urllib.parse import quote, urlencode

import msgspec
from fastapi import APIRouter, Depends, Request
from jinja2 import ChoiceLoader, Environment, PackageLoader, StrictUndefined
from markupsafe import Markup, escape
from starlette.responses import HTMLResponse, JSONResponse, Response

from variorum._version import __version__
from variorum.errors import VariorumError
from variorum.library import Library
from variorum.publish import addresses, written
from variorum.publish.anchors import breakable, clean
from variorum.publish.report import FACES
from variorum.publish.report import asset as edition
from variorum.types import Record

Form = Literal["html", "json", "csv"]
MEDIA: dict[Form, str] = {"html": "text/html", "json": "application/json", "csv": "text/csv"}
EDITION = {name: name for name in ("page.css", "page.js")} | {
    name: f"fonts/{name}" for name in ("LICENSE", *FACES.values())
}
_MARKS_OF_FORMULAS = ("=", "+", "-", "@", "\t", "\r")


class NotFound(VariorumError):
    """There is nothing at an address."""


class Refused(VariorumError):
    """What was asked for cannot be done. The status says why in the words of HTTP."""

    def __init__(self, status: int, why: str) -> None:
        super().__init__(why)
        self.status = status


def _library(request: Request) -> Library:
    library: Library = request.app.state.library
    return library


Reading = Annotated[Library, Depends(_library)]


@dataclass(frozen=True)
class Kind:
    """How a page is shown: its template, the list that is its CSV, and what the template needs beyond the record."""

    template: str
    rows: str | None = None
    more: Callable[[Any, Library], Mapping[str, Any]] | None = None


def add_page(router: APIRouter, path: str, see: Callable[..., Record], kind: Kind, summary: str) -> None:
    """Give a page at a path, its JSON at `path.json` and, where it has a table, CSV at `path.csv`.

    Args:
        see: from a `Library` and what the address asks for to the record that all three show.
        summary: what the page is, in the description of the interface.
    """
    of = inspect.signature(see).return_annotation
    forms: tuple[Form, ...] = ("json", "csv", "html") if kind.rows else ("json", "html")  # an id has no ending
    for form in forms:
        suffix = "" if form == "html" else f".{form}"
        content: dict[str, Any] = {MEDIA[form]: {"schema": {"type": "string"}}}
        if form == "json":
            content = {MEDIA[form]: {"schema": {"$ref": f"#/components/schemas/{of.__name__}"}}}
        router.add_api_route(
            path + suffix,
            _endpoint(see, form, kind),
            methods=["GET"],
            summary=summary if form == "html" else f"{summary}, as {form.upper()}",
            operation_id=f"{see.__name__}_{form}",
            response_class=Response,
            responses={200: {"description": summary, "content": content}, **refusals(form, 404)},
        )


def refusals(form: Form, *statuses: int) -> dict[int | str, dict[str, Any]]:
    """The answers that say no, for the description of the interface."""
    said = {400: "It cannot be read", 403: "Not allowed", 404: "There is nothing here", 409: "Something else goes on"}
    said |= {401: "The token is missing", 413: "Too large", 421: "Another host name", 422: "It cannot be read"}
    kind = "application/json" if form == "json" else "text/html"
    schema = {"$ref": "#/components/schemas/Problem"} if form == "json" else {"type": "string"}
    all_ = sorted({400, 401, 421, 422, *statuses})
    return {status: {"description": said[status], "content": {kind: {"schema": schema}}} for status in all_}


def _endpoint(see: Callable[..., Record], form: Form, kind: Kind) -> Callable[..., Response]:
    @functools.wraps(see)
    def endpoint(*, request: Request, **asked: Any) -> Response:
        library: Library = request.app.state.library
        with library.snapshot():
            page = see(**asked)
            if form == "html":
                more = kind.more(page, library) if kind.more else {}
                return show(request, kind.template, **{"page": page, **more})
        if form == "json":
            return Response(msgspec.json.encode(page), media_type=MEDIA["json"])
        return csv_answer(request.url.path, getattr(page, kind.rows or ""))

    own = inspect.signature(see)
    asked_for = inspect.Parameter("request", inspect.Parameter.KEYWORD_ONLY, annotation=Request)
    named = [p.replace(kind=inspect.Parameter.KEYWORD_ONLY) for p in own.parameters.values()]
    endpoint.__signature__ = own.replace(parameters=[asked_for, *named], return_annotation=Response)  # type: ignore[attr-defined]
    return endpoint


def csv_answer(path: str, rows: Iterable[Record]) -> Response:
    """A table as CSV: a column for each field, lists as JSON; nothing in it that a spreadsheet would run."""
    out = io.StringIO()
    writer = csv.writer(out)
    for number, row in enumerate(map(msgspec.to_builtins, rows)):
        if number == 0:
            writer.writerow(row)
        writer.writerow(map(cell, row.values()))
    name = path.rsplit("/", 1)[-1]
    headers = {"content-disposition": f'attachment; filename="{name}"'}
    return Response(out.getvalue().encode("utf8", "replace"), media_type=MEDIA["csv"], headers=headers)


def cell(value: Any) -> Any:
    """A value as a cell: a list as JSON, and a text that begins like a formula after an apostrophe."""
    if isinstance(value, list | tuple | dict):
        return json.dumps(value, ensure_ascii=False)
    return f"'{value}" if isinstance(value, str) and value.startswith(_MARKS_OF_FORMULAS) else value


def show(request: Request, template: str, status: int = 200, **context: Any) -> HTMLResponse:
    """A page from a template."""
    text = environment().get_template(template).render(
        request=request,
        path=request.url.path,
        query=dict(request.query_params),
        form_token=getattr(request.state, "form_token", ""),
        read_only=request.app.state.settings.read_only if "app" in request.scope else True,
        **context,
    )  # fmt: skip
    return HTMLResponse(breakable(clean(text)).encode("utf8", "replace"), status)


def refuse(request: Request, status: int, why: str) -> Response:
    """A page, or JSON, that says what went wrong and what to do next."""
    if request.url.path.endswith(".json"):
        return JSONResponse({"error": why}, status)
    return show(request, "refused.html.j2", status, why=why, number=status)


@functools.cache
def environment() -> Environment:
    """The templates, with what all of them may call."""
    found = Environment(
        loader=ChoiceLoader([PackageLoader("variorum.web"), PackageLoader("variorum.publish")]),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    found.globals.update(w=written, at=addresses, version=__version__, asset=asset, with_query=with_query)
    found.filters["lit"] = lit
    return found


def with_query(request: Request, *, path: str = "", **changed: str | int | None) -> str:
    """An address with this page's query, some of it changed; empty values are left out."""
    query = {k: v for k, v in {**dict(request.query_params), **changed}.items() if v not in (None, "")}
    if "after" not in changed:
        query.pop("after", None)
    where = path or quote(request.url.path)
    return where + (f"?{urlencode(query)}" if query else "")


@functools.cache
def asset(name: str) -> str:
    """The address of a script, style or font; it changes when the file does."""
    return f"/static/{name}?{hashlib.sha256(static_file(name)).hexdigest()[:10]}"


def static_file(name: str) -> bytes:
    """A shipped file: the site's own, or one that the page of a story has everywhere."""
    if name in EDITION:
        return edition(EDITION[name])
    return files("variorum.web").joinpath("static", name).read_bytes()


def lit(text: str, words: Iterable[str]) -> Markup:
    """A text with the words that were searched for marked, whatever their endings."""
    stems = [re.escape(word[: max(3, len(word) - 3)]) for word in words if word]
    if not stems:
        return escape(text)
    out = []
    at = 0
    for match in re.finditer(rf"\b(?:{'|'.join(stems)})\w*", text, re.IGNORECASE):
        out += [escape(text[at : match.start()]), Markup("<mark>"), escape(match.group()), Markup("</mark>")]
        at = match.end()
    return Markup("").join([*out, escape(text[at:])])
