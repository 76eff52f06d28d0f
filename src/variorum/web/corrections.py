"""What people say about the findings: confirmed, dismissed, joined, parted, and taken back."""

from collections.abc import Sequence
from typing import Any

from fastapi import APIRouter, Request
from markupsafe import Markup
from starlette.concurrency import run_in_threadpool
from starlette.datastructures import FormData
from starlette.responses import HTMLResponse, RedirectResponse, Response

from variorum.errors import UsageError
from variorum.judging import judge_actors, judge_findings, judge_stories
from variorum.library import Library
from variorum.publish import addresses
from variorum.store.catalogue import Card, Filters
from variorum.types import Judgement, Record
from variorum.web.actors import actor_of
from variorum.web.adding import builder_of, form_of
from variorum.web.builds import Busy
from variorum.web.pages import Kind, Reading, Refused, add_page, environment, refusals, show
from variorum.web.stories import Key, story_of

router = APIRouter(tags=["corrections"])
NEAR = 40  # stories or actors that are offered for joining
FIELDS = ("verb", "what", "ids", "note", "back", "form_token")


class CorrectionsPage(Record, frozen=True, kw_only=True):
    """All corrections, the newest first."""

    corrections: tuple[Judgement, ...]


def corrections(library: Reading) -> CorrectionsPage:
    """All corrections, the newest first."""
    return CorrectionsPage(corrections=tuple(reversed(library.judgements())))


def _named(page: CorrectionsPage, library: Library) -> dict[str, Any]:
    """What the groups of corrections are called, and where they are."""
    return {"called": [_called(library, judgement) for judgement in page.corrections]}


def _called(library: Library, judgement: Judgement) -> list[list[tuple[str, str]]]:
    """Each member of each group: a name, and an address or nothing."""
    catalogue = library.store.catalogue()
    out = []
    for group in judgement.groups:
        if judgement.what == "story":
            cards = catalogue.named("article", group)
            out.append([(cards[id].name or id, addresses.article(id)) if id in cards else (id, "") for id in group])
        elif judgement.what == "finding":
            out.append([_finding(library, id) for id in group])
        else:
            out.append([(name, "") for name in group])
    return out


def _finding(library: Library, id: str) -> tuple[str, str]:
    for kind in ("disagreement", "claim", "relation", "actor", "story"):
        found: Any = library.store.record(kind, id)
        if found is not None:
            text = next(str(getattr(found, f)) for f in ("about", "text", "name", "title") if hasattr(found, f))
            story = getattr(found, "story", None) or next(iter(getattr(found, "stories", ())), None)
            return text, addresses.story(story) if story else ""
    return id, ""


class Beside:
    """What stands beside a finding for a person to rule on it."""

    def __init__(self, request: Request, library: Library) -> None:
        self.request = request
        self.may = not request.app.state.settings.read_only
        self.ruled = {id: j for j in library.judgements() if j.what == "finding" for group in j.groups for id in group}

    def __call__(self, id: str) -> Markup:
        if not self.may:
            return Markup()
        template = environment().get_template("_ruling.html.j2")
        back = self.request.headers.get("hx-current-url", "") or self.request.url.path
        path = "/" + back.split("://", 1)[-1].partition("/")[2] if "://" in back else back
        token = self.request.state.form_token
        return Markup(template.render(id=id, ruled=self.ruled.get(id), back=path, form_token=token))


def _form(*fields: str) -> dict[str, Any]:
    properties: dict[str, Any] = {name: {"type": "string"} for name in fields}
    schema = {"type": "object", "required": ["form_token"], "properties": properties}
    return {"requestBody": {"required": True, "content": {"application/x-www-form-urlencoded": {"schema": schema}}}}


_ANSWERS: dict[int | str, dict[str, Any]] = {
    200: {"description": "The ruling as it stands now, where htmx asked", "content": {"text/html": {}}},
    **refusals("html", 403, 404, 409, 413),
}


@router.post("/judge", status_code=303, response_class=RedirectResponse, responses=_ANSWERS,
             openapi_extra=_form(*FIELDS))  # fmt: skip
async def judge(request: Request) -> Response:
    """Confirm or dismiss findings; join or part actors or stories."""
    async with form_of(request) as form:
        return await run_in_threadpool(_judge, request, form)


@router.post("/judge/undo", status_code=303, response_class=RedirectResponse, responses=_ANSWERS,
             openapi_extra=_form("id", "finding", "back", "form_token"))  # fmt: skip
async def undo(request: Request) -> Response:
    """Take a correction back."""
    async with form_of(request) as form:
        return await run_in_threadpool(_undo, request, form)


@router.post("/judge/apply", status_code=303, response_class=RedirectResponse, responses=_ANSWERS,
             openapi_extra=_form("form_token"))  # fmt: skip
async def apply(request: Request) -> Response:
    """Build anew with all corrections, and lead to the progress of it."""
    async with form_of(request):
        try:
            run = builder_of(request).start(())
        except Busy as error:
            raise Refused(409, str(error)) from error
    return RedirectResponse(f"/builds/{run.id}", 303)


def _judge(request: Request, form: FormData) -> Response:
    library: Library = request.app.state.library
    verb, what = str(form.get("verb", "")), str(form.get("what", ""))
    ids = [str(id) for id in form.getlist("ids") if str(id)]
    note = str(form.get("note", ""))[:1000]
    try:
        match verb, what:
            case ("confirm" | "dismiss", "finding"):
                judge_findings(library, verb, ids, note)
            case ("merge" | "split", "actor"):
                judge_actors(library, verb, ids, note)
            case ("merge" | "split", "story"):
                judge_stories(library, verb, _sides(library, verb, form, ids), note)
            case _:
                raise Refused(422, "Say what to do: confirm or dismiss a finding, merge or split actors or stories.")
    except UsageError as error:
        raise Refused(422, str(error)) from error
    return _answer(request, form, ids[:1] if what == "finding" else ())


def _sides(library: Library, verb: str, form: FormData, ids: Sequence[str]) -> Sequence[str]:
    """For parting a story: the reports that were ticked, and the others."""
    if verb == "merge":
        return ids
    story = story_of(library, addresses.key(str(form.get("story", ""))))
    rest = [id for id in story.articles if id not in ids]
    return [",".join(side) for side in (ids, rest) if side]


def _undo(request: Request, form: FormData) -> Response:
    library: Library = request.app.state.library
    try:
        library.unjudge(str(form.get("id", "")))
    except UsageError as error:
        raise Refused(422, str(error)) from error
    return _answer(request, form, [str(form.get("finding", ""))])


def _answer(request: Request, form: FormData, finding: Sequence[str]) -> Response:
    """The ruling as it stands now where htmx asked for it, else the page that the form stood on."""
    if request.headers.get("hx-request") == "true" and any(finding):
        return show(request, "_ruled.html.j2", ruling=Beside(request, request.app.state.library)(finding[0]))
    back = str(form.get("back", ""))
    local = back.startswith("/") and not back.startswith(("//", "/\\")) and "\n" not in back and "\r" not in back
    return RedirectResponse(back if local else "/corrections", 303)


@router.get("/stories/{story}/regroup", response_class=HTMLResponse, responses=refusals("html", 404))
def regroup_story(request: Request, library: Reading, story: Key) -> Response:
    """Which reports belong together."""
    with library.snapshot():
        found = story_of(library, story)
        catalogue = library.store.catalogue()
        near: dict[str, Card] = {}
        for actor in found.actors[:6]:
            near |= {c.id: c for c in catalogue.cards("story", Filters(actor=actor), limit=NEAR) if c.id != found.id}
        articles = catalogue.named("article", found.articles).values()
        offered = sorted(near.values(), key=lambda card: card.last, reverse=True)[:NEAR]
        return show(request, "regroup_story.html.j2", story=found, articles=list(articles), near=offered)


@router.get("/actors/{actor}/regroup", response_class=HTMLResponse, responses=refusals("html", 404))
def regroup_actor(request: Request, library: Reading, actor: Key) -> Response:
    """Which names are one actor's."""
    with library.snapshot():
        found = actor_of(library, actor)
        catalogue = library.store.catalogue()
        near: dict[str, Card] = {}
        for name in dict.fromkeys((found.name, *found.name.split(), *(a.name for a in found.aliases[:6]))):
            cards = catalogue.cards("actor", Filters(name=name), by="weight", limit=NEAR) if len(name) > 2 else []
            near |= {card.id: card for card in cards if card.id != found.id}
        return show(request, "regroup_actor.html.j2", actor=found, near=list(near.values())[:NEAR])


add_page(
    router, "/corrections", corrections, Kind("corrections.html.j2", rows="corrections", more=_named), "Corrections"
)
