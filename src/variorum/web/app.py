"""The application: its pages, what guards them, and what is said when something goes wrong."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from starlette.exceptions import HTTPException
from starlette.responses import RedirectResponse, Response

from variorum._version import __version__
from variorum.errors import StoreError, UsageError
from variorum.library import open_library
from variorum.web import actors, adding, articles, corrections, relations, search, stories, story, tables
from variorum.web.access import Forged, Guard, TooLarge
from variorum.web.builds import Builder
from variorum.web.description import describe
from variorum.web.pages import NotFound, Refused, refuse, static_file
from variorum.web.settings import Settings

MEDIA = {"css": "text/css", "js": "text/javascript", "woff2": "font/woff2", "txt": "text/plain", "svg": "image/svg+xml"}
ROOMS = (stories, corrections, story, articles, search, actors, relations, tables, adding)


def create_app(settings: Settings) -> FastAPI:
    """The pages on a database.

    Raises:
        UsageError, StoreError: the database cannot be opened.
    """
    library = open_library(settings.db)

    @asynccontextmanager
    async def lifespan(_: FastAPI) -> AsyncIterator[None]:
        yield
        app.state.builder.close()
        library.close()

    app = FastAPI(
        title="variorum",
        summary="Many accounts, one page.",
        version=__version__,
        docs_url=None,
        redoc_url=None,
        lifespan=lifespan,
    )
    app.state.library = library
    app.state.builder = Builder(settings.db)
    app.state.settings = settings
    for room in ROOMS:
        app.include_router(room.router)
    _add_static(app)
    _add_errors(app)
    app.add_middleware(Guard, settings=settings, refuse=refuse)
    app.openapi = lambda: describe(app)  # type: ignore[method-assign]
    return app


def _add_static(app: FastAPI) -> None:
    @app.get("/", include_in_schema=False)
    def front() -> Response:
        return RedirectResponse("/stories", 307)

    @app.get("/static/{name}", include_in_schema=False)
    def static(name: str) -> Response:
        try:
            data = static_file(name)
        except (OSError, ValueError) as error:
            raise NotFound("There is no such file.") from error
        kind = MEDIA.get(name.rpartition(".")[2], "application/octet-stream")
        return Response(data, media_type=kind, headers={"cache-control": "private, max-age=31536000, immutable"})


def _add_errors(app: FastAPI) -> None:
    def answer(status: int) -> Any:
        async def say(request: Request, error: Exception) -> Response:
            return refuse(request, status, str(error))

        return say

    async def refused(request: Request, error: Refused) -> Response:
        return refuse(request, error.status, str(error))

    async def unreadable(request: Request, error: RequestValidationError) -> Response:
        where = ", ".join(str(e["loc"][-1]) for e in error.errors())
        return refuse(request, 422, f"Part of the address or of the form cannot be read: {where}.")

    async def http(request: Request, error: HTTPException) -> Response:
        said = {404: "There is nothing at this address.", 405: "That cannot be done here."}
        answer = refuse(request, error.status_code, said.get(error.status_code, str(error.detail)))
        answer.headers.update(error.headers or {})
        return answer

    async def forged(request: Request, error: Forged) -> Response:
        return refuse(request, 403, "The form had grown stale. Load its page again and send it once more.")

    async def too_large(request: Request, error: TooLarge) -> Response:
        return refuse(request, 413, "More was sent than this server takes at once.")

    async def broken(request: Request, error: Exception) -> Response:
        return refuse(request, 500, "This page could not be made; the server's log says why. The fault is ours.")

    app.add_exception_handler(Exception, broken)
    app.add_exception_handler(NotFound, answer(404))
    app.add_exception_handler(UsageError, answer(400))
    app.add_exception_handler(StoreError, answer(503))
    app.add_exception_handler(Refused, refused)  # type: ignore[arg-type]
    app.add_exception_handler(RequestValidationError, unreadable)  # type: ignore[arg-type]
    app.add_exception_handler(HTTPException, http)  # type: ignore[arg-type]
    app.add_exception_handler(Forged, forged)  # type: ignore[arg-type]
    app.add_exception_handler(TooLarge, too_large)  # type: ignore[arg-type]
