"""A story's page: one file that holds every finding, its evidence and every source text in full."""

import re
from base64 import b64encode
from collections.abc import Iterable
from functools import cache
from hashlib import sha256
from importlib.resources import files
from pathlib import Path
from typing import Any, Literal

import msgspec
from jinja2 import Environment, PackageLoader, StrictUndefined

from variorum._version import __version__
from variorum.errors import StoreError, UsageError
from variorum.publish import written
from variorum.publish.anchors import breakable, clean
from variorum.publish.page import Page
from variorum.publish.view import StoryView
from variorum.types import to_json

Format = Literal["html", "md", "json"]
SECTIONS = (
    "reports",
    "findings",
    "matrix",
    "disagreements",
    "utterances",
    "copies",
    "timeline",
    "events",
    "figures",
    "relations",
    "actors",
)
FONT = '"Source Serif 4"'
FACES = {"normal": "source-serif-4-latin-wght-normal.woff2", "italic": "source-serif-4-latin-wght-italic.woff2"}


def write(view: StoryView, path: Path) -> None:
    """Write the page of a story; the ending of the path chooses the format.

    Raises:
        UsageError: an ending other than .html, .md or .json.
        StoreError: the file cannot be written.
    """
    page = render(view, format_of(path))
    try:
        path.write_text(page, encoding="utf8", errors="replace")
    except OSError as error:
        raise StoreError(f"{path}: {error.strerror}; choose another place with -o") from error


def format_of(path: Path) -> Format:
    """The format that a path's ending asks for.

    Raises:
        UsageError: an ending other than .html, .md or .json.
    """
    formats: dict[str, Format] = {".html": "html", ".htm": "html", ".md": "md", ".json": "json"}
    if path.suffix.lower() not in formats:
        raise UsageError(f"{path}: a report is written as .html, .md or .json")
    return formats[path.suffix.lower()]


def render(view: StoryView, to: Format = "html") -> str:
    """The page of a story, as text."""
    if to == "json":
        return msgspec.json.format(msgspec.json.encode(as_json(view)), indent=1).decode() + "\n"
    template = environment().get_template(f"report.{to}.j2")
    held: dict[str, Any] = {"v": view, "page": (page := Page(view)), "w": written, "version": __version__}
    if to == "md":
        return clean(template.render(held))
    sources = page.sources()
    style = _style({name for _, source in sources for name in source.cut})
    html = template.render(
        held, sources=sources, sections=SECTIONS, style=style, script=asset("page.js").decode(), digest=_digest
    )
    return breakable(clean(html))


def as_json(view: StoryView) -> dict[str, Any]:
    """Every record of the story, by kind, with the labels that the page uses."""
    lists = {
        "articles": view.articles,
        "elsewhere": tuple(view.elsewhere.values()),
        "actors": view.actors,
        "claims": view.claims,
        "disagreements": (*view.disagreements, *view.doubtful),
        "utterances": view.utterances,
        "derivations": view.derivations,
        "reuse": view.reuse,
        "timeline": view.timeline,
        "relations": view.relations,
        "events": view.events,
    }
    records = {name: [to_json(record) for record in found] for name, found in lists.items()}
    return {
        "story": to_json(view.story),
        "outlets": view.labels,
        "origins": view.origins,
        "agreed": [claim.id for claim in view.agreed],
        "only_in_one": {i: [c.id for lone in found for c in lone.claims] for i, found in view.alone.items()},
        **records,
    }


def asset(name: str) -> bytes:
    """A file that pages are made with: `page.css`, `page.js`, or one of `fonts/`."""
    return (files("variorum.publish") / "static" / name).read_bytes()


def _style(cut: Iterable[str]) -> str:
    """The style sheet of a page of one file: fonts within it, and rules that light all parts of a span cut in two."""
    faces = (
        f"@font-face {{ font-family: {FONT}; font-style: {style}; font-weight: 200 900; font-display: swap; "
        f"src: url(data:font/woff2;base64,{b64encode(asset(f'fonts/{file}')).decode()}) format('woff2'); }}"
        for style, file in FACES.items()
    )
    lights = (
        f'.text:has([id="{name}"]:target) [data-of="{name}"] {{ background: var(--glow); color: var(--glow-ink); }}'
        for name in sorted(cut)
    )
    return "\n".join((*faces, asset("page.css").decode(), *lights))


def _digest(text: str) -> str:
    """What a content security policy knows a script or a style sheet by."""
    return "sha256-" + b64encode(sha256(clean(text).encode()).digest()).decode()


@cache
def environment() -> Environment:
    """The templates of pages; those of HTML escape all that they are given."""
    environment = Environment(
        loader=PackageLoader("variorum.publish"),
        autoescape=lambda name: name is not None and ".html" in name,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters["md"] = _markdown
    return environment


def _markdown(text: str) -> str:
    """A text on one line of Markdown, with nothing in it that Markdown or HTML would read as mark-up."""
    return re.sub(r"([\\`*_\[\]<>|#~])", r"\\\1", " ".join(text.split()))
