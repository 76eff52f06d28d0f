"""A story's page: one file that holds every finding, its evidence and every source text in full."""

import re
from collections.abc import Sequence
from functools import cache
from pathlib import Path
from typing import Any, Literal

import msgspec
from jinja2 import Environment, PackageLoader, StrictUndefined

from variorum._version import __version__
from variorum.errors import StoreError, UsageError
from variorum.publish import written
from variorum.publish.anchors import Landing, SourceText, anchor, clean, landings, mark_up, slug
from variorum.publish.view import PlacedFigure, StoryView, credited
from variorum.publish.words import Piece, Reading, mark, pieces, readings
from variorum.types import (
    AnnotatedArticle,
    Claim,
    Disagreement,
    Figure,
    Relation,
    Side,
    Span,
    SpanRef,
    Statement,
    Time,
    Utterance,
    to_json,
)

Format = Literal["html", "md", "json"]


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
    template = _environment().get_template(f"report.{to}.j2")
    page = Page(view)
    sources = page.sources() if to == "html" else []
    cut = sorted({name for _, source in sources for name in source.cut})
    text = template.render(v=view, page=page, w=written, version=__version__, sources=sources, cut=cut)
    return clean(text)


def as_json(view: StoryView) -> dict[str, Any]:
    """Every record of the story, by kind, with the labels that the page uses."""
    lists = {
        "articles": view.articles,
        "elsewhere": tuple(view.elsewhere.values()),
        "actors": view.actors,
        "claims": view.claims,
        "disagreements": view.disagreements,
        "utterances": view.utterances,
        "derivations": view.derivations,
        "reuse": view.reuse,
        "timeline": view.timeline,
        "relations": view.relations,
    }
    records = {name: [to_json(record) for record in found] for name, found in lists.items()}
    return {
        "story": to_json(view.story),
        "outlets": view.labels,
        "origins": view.origins,
        "agreed": [claim.id for claim in view.agreed],
        "only_in_one": {i: [claim.id for claim in claims] for i, claims in view.alone.items()},
        **records,
    }


class Page:
    """What the templates ask for beyond the records: names, links, marked differences, sources."""

    def __init__(self, view: StoryView) -> None:
        self.view = view
        self.names = {a.id: a.name for a in view.actors}

    def label(self, article: str) -> str:
        """What a report is called on the page."""
        return self.view.labels.get(article, article)

    def siglum(self, article: str) -> str:
        """The letter of a report."""
        return self.view.sigla.get(article, "–")

    def href(self, ref: SpanRef) -> str:
        """A link to a span within the page."""
        return f"#{anchor(ref)}"

    def source_id(self, article: str) -> str:
        """The name of a source text within the page."""
        return f"source-{slug(article)}"

    def number_of(self, disagreement: str) -> int:
        """A disagreement's number on the page, from 1; 0 when it is not on it."""
        shown = self.view.folded.get(disagreement, disagreement)
        return next((i for i, d in enumerate(self.view.disagreements, 1) if d.id == shown), 0)

    def numbers_of(self, disagreements: Sequence[str]) -> list[int]:
        """The numbers of several, each once, without those that are not on the page."""
        return list(dict.fromkeys(n for n in map(self.number_of, disagreements) if n))

    def words(self, article: AnnotatedArticle) -> int:
        """The length of a report without its furniture, in words."""
        return sum(len(article.text[start:end].split()) for start, end in article.body)

    def origin(self, article: AnnotatedArticle) -> str:
        """Where a report's text comes from, in a few words."""
        taken = [d for d in self.view.derivations if d.article == article.id]
        if not taken:
            return "its own"
        best = max(taken, key=lambda d: d.share)
        manner = {"verbatim": "copied", "paraphrase": "reworded", "wire": "wire copy"}[best.kind]
        of = f"from {self.label(best.from_)}" if best.from_ else "from a text not held here"
        return f"{manner} {of}, {best.share:.0%}"

    def opening(self, article: AnnotatedArticle) -> str:
        """What stands for a headline where there is none: the first words of the article."""
        start, end = article.body[0] if article.body else (0, 0)
        words = article.text[start : min(end, start + 600)].split()
        return " ".join(words[:12]) + (" …" if len(words) > 12 else "") if words else "(empty)"

    def context(self, ref: SpanRef, reach: int = 60) -> str:
        """A span with the words around it."""
        text = self.view.article[ref.article].text
        start, end = max(0, ref.start - reach), min(len(text), ref.end + reach)
        return " ".join(("…" * (start > 0) + text[start:end] + "…" * (end < len(text))).split())

    def web(self, url: str | None) -> bool:
        """Whether an address may be linked to."""
        return url is not None and url.lower().startswith(("https://", "http://"))

    def parties(self, relation: Relation) -> list[str]:
        """The names of a relation's parties, as far as they are actors of this story."""
        return [self.names[p] for p in relation.parties if p in self.names]

    def unquoted(self, text: str) -> str:
        """A quotation without the marks that the page sets itself."""
        return text.strip().strip('“”"«»„ ')

    def quoted(self, text: str) -> str:
        """A saying in quotation marks; as it stands where it holds marks of its own."""
        bare = self.unquoted(text)
        return text.strip() if set(bare) & set('“”"') else f"“{bare}”"

    def same(self, a: SpanRef, b: SpanRef) -> bool:
        """Whether two wordings differ in nothing but marks and capitals."""
        return _wording(a.text) == _wording(b.text)

    def sayings(self) -> tuple[list[Utterance], list[Utterance]]:
        """Things said in several wordings, then those that all print alike."""
        varied = [u for u in self.view.utterances if len({_wording(q.text) for q in u.quotes}) > 1]
        return varied, [u for u in self.view.utterances if u not in varied]

    def says(self, side: Side, of: Disagreement) -> str:
        """What a side says in short, dates written out."""
        return written.dates_in(side.says) if of.kind == "date" else side.says

    def adds(self, side: Side) -> bool:
        """Whether a side's short form says more than its only statement."""
        return [s.text for s in side.statements] != [side.says]

    def marked(self, statement: Statement, side: Side, of: Disagreement) -> tuple[Piece, ...]:
        """A statement with that marked in which it departs from the other sides.

        Who speaks, and whether a thing was done or denied, is not a matter of single words: nothing is marked there.
        """
        if of.kind == "wording":
            return mark(
                statement.text, [s.text for other in of.sides if other is not side for s in other.statements[:1]]
            )
        spans = [] if of.kind in ("attribution", "denial", "status") else self._points(statement, side, of.kind)
        return pieces(statement.text, spans)

    def _points(self, statement: Statement, side: Side, kind: str) -> list[Span]:
        """The words of a statement that a side rests on: what it says, else its dates or figures."""
        at = statement.text.casefold().find(side.says.casefold())
        if at >= 0 and len(side.says) < len(statement.text):
            return [(at, at + len(side.says))]
        article = self.view.article.get(statement.article)
        if article is None:
            return []
        found: Sequence[Time | Figure] = article.times if kind == "date" else article.figures
        inner = [f for f in found if statement.start <= f.start and f.end <= statement.end]
        exact = [f for f in inner if isinstance(f, Time) and side.says in (f.value, f.from_)]
        return [(f.start - statement.start, f.end - statement.start) for f in exact or inner]

    def apparatus(self, utterance: Utterance) -> list[tuple[SpanRef, tuple[Reading, ...] | None]]:
        """The other wordings of a thing said, by their departures from the first; None where they share too little."""
        base = self.base(utterance)
        return [(q, readings(base.text, q.text)) for q in utterance.quotes if not self.same(q, base)]

    def alike(self, utterance: Utterance) -> list[SpanRef]:
        """The other places where the first wording is printed without a change."""
        base = self.base(utterance)
        return [q for q in utterance.quotes if q != base and self.same(q, base)]

    def base(self, utterance: Utterance) -> SpanRef:
        """The wording that is printed in full: the one most reports have, the longest of those."""
        texts = [_wording(q.text) for q in utterance.quotes]
        return max(utterance.quotes, key=lambda q: (texts.count(_wording(q.text)), len(q.text)))

    def credited(self, claim: Claim) -> str:
        """Who is said to have said it, where every report credits somebody."""
        return written.listing(credited(claim)[:2])

    def cell(self, claim: Claim, article: str) -> tuple[str, str, Statement | None]:
        """A cell of the matrix: its kind, its sign and the statement behind it."""
        said = self.view.statement_of(claim, article)
        if said is None:
            return "silent", "", None
        if said.stance == "denies":
            return "denies", "✕", said
        return ("reports", "◐", said) if said.attributed_to or said.stance == "reports" else ("asserts", "●", said)

    def figure_rows(self) -> list[tuple[str, str, list[PlacedFigure]]]:
        """Figures by what they measure and when: those that several reports give first."""
        rows: dict[tuple[str, str], list[PlacedFigure]] = {}
        for placed in self.view.figures:
            f = placed.figure
            what = f.measure or (f.unit if f.unit not in (None, "percent") else "") or "—"
            rows.setdefault((what, f.period or ""), []).append(placed)
        ordered = sorted(rows.items(), key=lambda row: (-len({p.article.id for p in row[1]}), row[0]))
        return [(what, written.period(when), placed) for (what, when), placed in ordered]

    def reworded(self, ref: SpanRef) -> str:
        """A passage short enough for a table."""
        return ref.text if len(ref.text) < 240 else ref.text[:120].rstrip() + " … " + ref.text[-100:].lstrip()

    def sources(self) -> list[tuple[AnnotatedArticle, SourceText]]:
        """Every source text with its anchors."""
        spots = self._spots()
        return [(a, mark_up(a.text, spots.get(a.id, []), a.body)) for a in self.view.article.values()]

    def _spots(self) -> dict[str, list[Landing]]:
        view = self.view
        cited: dict[SpanRef, set[str]] = {}
        notes: dict[SpanRef, tuple[tuple[str, str], ...]] = {}

        def cite(refs: Sequence[SpanRef], kind: str, to: tuple[str, str] | None = None) -> None:
            for ref in refs:
                plain = SpanRef(article=ref.article, start=ref.start, end=ref.end, text=ref.text)
                cited.setdefault(plain, set()).add(kind)
                if to is not None and to not in notes.get(plain, ()):
                    notes[plain] = (*notes.get(plain, ()), to)

        for n, d in enumerate(view.disagreements, 1):
            for side in d.sides:
                cite(side.statements, "disputed", (f"d{n}", f"{n}"))
        for claim in view.claims:
            cite(claim.statements, "cited")
        for entry in view.timeline:
            cite(entry.statements, "cited")
        for relation in view.relations:
            for stage in relation.stages:
                cite(stage.statements, "cited")
        for utterance in view.utterances:
            cite(utterance.quotes, "said")
        for reuse in view.reuse:
            cite((reuse.a, reuse.b), "shared")
        cite([placed.ref for placed in view.figures], "cited")
        out: dict[str, list[Landing]] = {}
        for article in view.article:
            own = {ref: kinds for ref, kinds in cited.items() if ref.article == article}
            out[article] = landings(own, notes)
        return out


def _wording(text: str) -> str:
    """A wording by its words alone."""
    return " ".join(re.findall(r"\w+", text.casefold()))


@cache
def _environment() -> Environment:
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
