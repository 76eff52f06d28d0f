"""Starting from the page: files that are dropped and texts that are pasted, each with its outlet and date."""

import tempfile
from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import asynccontextmanager
from pathlib import Path, PurePath
from typing import Annotated, Any, Literal

import msgspec
from fastapi import APIRouter, Query, Request
from fastapi import Path as InPath
from starlette.datastructures import FormData, UploadFile
from starlette.exceptions import HTTPException
from starlette.formparsers import MultiPartException
from starlette.responses import HTMLResponse, RedirectResponse, Response

from variorum.errors import InputError
from variorum.publish import addresses
from variorum.read.articles import read_date
from variorum.read.files import kind_of
from variorum.read.formats import FORMATS
from variorum.types import Record
from variorum.web.access import check_form
from variorum.web.builds import Builder, Busy, Run, Slip, remove
from variorum.web.pages import NotFound, Refused, refusals, show
from variorum.web.settings import FILES_MAX, UPLOAD_MAX

router = APIRouter(tags=["building"])
SLIPS = 3  # of an empty form
FIELDS = ("text", "title", "outlet", "published")
FORM = {
    "requestBody": {
        "required": True,
        "content": {
            "multipart/form-data": {
                "schema": {
                    "type": "object",
                    "required": ["form_token"],
                    "properties": {
                        "form_token": {"type": "string"},
                        "file-0": {"type": "array", "items": {"type": "string", "format": "binary"}},
                        **{f"{name}-0": {"type": "string"} for name in FIELDS},
                    },
                }
            }
        },
    }
}


class BuildPage(Record, frozen=True, kw_only=True):
    """How far a build has come; `address` is the story that most of what was added is in."""

    id: str
    state: Literal["running", "done", "failed"]
    stage: str
    done: int
    total: int | None
    added: int
    problems: tuple[str, ...]
    message: str
    address: str | None


def builder_of(request: Request) -> Builder:
    """What builds for this server."""
    builder: Builder = request.app.state.builder
    return builder


@router.get("/add", response_class=HTMLResponse, responses=refusals("html"))
def add_form(request: Request, slips: Annotated[int, Query(ge=1, le=FILES_MAX)] = SLIPS) -> Response:
    """The form that reports are added with."""
    return _form(request, [{} for _ in range(slips)])


def _form(request: Request, slips: Sequence[Mapping[str, str]], status: int = 200) -> Response:
    return show(
        request,
        "add.html.j2",
        status,
        slips=slips,
        running=builder_of(request).running,
        formats=", ".join(sorted(FORMATS)),
        accept=",".join([*sorted(FORMATS), ".gz"]),
        most=UPLOAD_MAX >> 20,
    )


@router.post("/add", status_code=303, response_class=RedirectResponse, openapi_extra=FORM,
             responses=refusals("html", 403, 409, 413))  # fmt: skip
async def add(request: Request) -> Response:
    """Add reports, and lead to the progress of the build."""
    async with form_of(request) as form:
        filled, wrong = _filled(form)
        if wrong or not filled:
            return _form(request, [given for given, _ in filled] or [{"wrong": "Choose a file or paste a text."}], 422)
        folder = Path(tempfile.mkdtemp(prefix="variorum-"))
        slips = [slip for n, (given, files) in enumerate(filled) for slip in await _slips(given, files, folder, n)]
    try:
        run = builder_of(request).start(slips, folder)
    except Busy as error:
        remove(folder)
        raise Refused(409, str(error)) from error
    return RedirectResponse(f"/builds/{run.id}", 303)


@asynccontextmanager
async def form_of(request: Request) -> AsyncIterator[FormData]:
    """The fields of a form that was sent from a page of this visitor's, however long a pasted text is.

    Raises:
        Refused: it is no form, or has too many parts.
        Forged: it does not carry the token of the visitor's session.
    """
    try:
        form = await request.form(max_files=FILES_MAX, max_fields=10 * FILES_MAX, max_part_size=UPLOAD_MAX)
    except (HTTPException, MultiPartException, AssertionError, KeyError, ValueError) as error:
        raise Refused(400, "What was sent is not a form that can be read.") from error
    try:
        check_form(request, form.get("form_token"))
        yield form
    finally:
        await form.close()


def _filled(form: FormData) -> tuple[list[tuple[dict[str, str], list[UploadFile]]], bool]:
    """What was filled in, slip by slip, with what is wrong with each; and whether anything is."""
    slips: dict[str, tuple[dict[str, str], list[UploadFile]]] = {}
    for name, value in form.multi_items():
        what, _, number = name.partition("-")
        given, files = slips.setdefault(number, ({}, []))
        if isinstance(value, UploadFile):
            if value.filename:
                files.append(value)
        elif what in FIELDS:
            given[what] = value if what == "text" else value.strip()
    filled = [(given, files) for given, files in slips.values() if files or given.get("text", "").strip()]
    for given, files in filled:
        given["wrong"] = _wrong(given, files)
    return filled, any(given["wrong"] for given, _ in filled)


def _wrong(given: Mapping[str, str], files: Sequence[UploadFile]) -> str:
    """What is wrong with a slip, in the words of the command line; empty where nothing is."""
    if given.get("published"):
        try:
            read_date(given["published"], "the date")
        except InputError as error:
            return error.why.replace("`published`", "The date")
    unknown = [file.filename for file in files if kind_of(file.filename or "") is None]
    if unknown:
        return f"{unknown[0]}: cannot tell its format by its name; these can be read: {', '.join(FORMATS)}"
    return ""


async def _slips(given: Mapping[str, str], files: Sequence[UploadFile], folder: Path, number: int) -> list[Slip]:
    """What one slip of the form adds; files are kept in a folder under names of our own."""
    known: dict[str, Any] = {name: given.get(name) or None for name in ("title", "outlet", "published")}
    if known["published"]:
        known["published"] = read_date(known["published"], "the date")
    out = []
    for n, file in enumerate(files):
        name = PurePath((file.filename or "").replace("\\", "/")).name
        ending = (kind_of(name) or "") + (".gz" if name.lower().endswith(".gz") else "")
        path = folder / f"{number}-{n}{ending}"
        with path.open("wb") as out_file:
            while chunk := await file.read(1 << 20):
                out_file.write(chunk)
        out.append(Slip(name=name, file=path, outlet=known["outlet"], published=known["published"]))
    if given.get("text", "").strip():
        out.append(Slip(name=known["title"] or "pasted text", text=given["text"].replace("\r\n", "\n"), **known))
    return out


BuildId = Annotated[str, InPath(pattern="^[0-9a-f]{12}$")]


def _run(request: Request, id: str) -> Run:
    run = builder_of(request).runs.get(id)
    if run is None:
        raise NotFound("No such build is known; this server may have been started anew since.")
    return run


def _build(run: Run) -> BuildPage:
    return BuildPage(
        id=run.id,
        state=run.state,
        stage=run.stage,
        done=run.done,
        total=run.total,
        added=run.added,
        problems=tuple(run.problems),
        message=run.message,
        address=addresses.story(run.story) if run.story else None,
    )


_JSON: dict[int | str, dict[str, Any]] = {
    200: {"content": {"application/json": {"schema": {"$ref": "#/components/schemas/BuildPage"}}}},
    **refusals("json", 404),
}


@router.get("/builds/{id}.json", responses=_JSON)
def build_json(request: Request, id: BuildId) -> Response:
    """How far a build has come."""
    return Response(msgspec.json.encode(_build(_run(request, id))), media_type="application/json")


@router.get("/builds/{id}", response_class=HTMLResponse, responses=refusals("html", 404))
def build_page(request: Request, id: BuildId) -> Response:
    """How far a build has come; the part that changes alone, where htmx asks for it."""
    page = _build(_run(request, id))
    asked = request.headers.get("hx-request") == "true"
    answer = show(request, "_build.html.j2" if asked else "build.html.j2", page=page)
    if asked and page.state == "done" and page.address and not page.problems:
        answer.headers["hx-redirect"] = page.address
    return answer
