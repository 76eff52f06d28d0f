"""What the templates of a story's page ask for beyond the records: names, links, marked differences, drawings."""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import ClassVar

from markupsafe import Markup

from variorum.publish import addresses, drawings, written
from variorum.publish.anchors import Landing, SourceText, anchor, landings, mark_up, slug
from variorum.publish.view import Lone, PlacedFigure, StoryView, credited
from variorum.publish.words import Piece, Reading, mark, pieces, readings
from variorum.types import (
    Actor,
    AnnotatedArticle,
    Claim,
    Derivation,
    Disagreement,
    Figure,
    Relation,
    Reuse,
    Side,
    Span,
    SpanRef,
    Statement,
    Time,
    Utterance,
)

REUSE_SIGN = {"verbatim": "=", "paraphrase": "≈"}


@dataclass(frozen=True)
class Spelling:
    """A name that reports print for an actor, and which of them do."""

    name: str
    count: int
    reports: tuple[str, ...]


class Page:
    """A story as its templates show it.

    Args:
        view: the story.
        site: whether the page is part of a site; otherwise it is a file of its own.
        full: on a site, whether lists are printed to their end instead of leading to a page of their own.
        judge: what stands beside a finding, by its id, for a person to rule on it; nothing where nobody can.
    """

    REUSE_SIGN: ClassVar = REUSE_SIGN

    def __init__(
        self,
        view: StoryView,
        *,
        site: bool = False,
        full: bool = False,
        judge: Callable[[str], Markup] | None = None,
    ) -> None:
        self.view = view
        self.judge = judge
        self.site = site
        self.full = full
        self.names = {a.id: a.name for a in view.actors}

    @property
    def whole(self) -> bool:
        """Whether everything is on this one page; otherwise lists are short, and lead to pages of their own."""
        return self.full or not self.site

    def section(self, name: str) -> str:
        """Where a section is shown in full, on a site."""
        return f"{addresses.story(self.view.story.id)}/{name}"

    def beside(self, a: str, b: str) -> str:
        """Where two reports stand side by side, on a site."""
        return f"{self.section('compare')}?a={addresses.key(a)}&b={addresses.key(b)}" if self.site else ""

    def actor(self, actor: Actor) -> str:
        """Where an actor is described."""
        return addresses.actor(actor.id) if self.site else f"#{self.actor_id(actor)}"

    def actor_id(self, actor: Actor) -> str:
        """The name of an actor's row within the page."""
        return f"who-{slug(actor.id)}"

    def label(self, article: str) -> str:
        """What a report is called on the page."""
        return self.view.labels.get(article, article)

    def siglum(self, article: str) -> str:
        """The letter of a report."""
        return self.view.sigla.get(article, "–")

    def outlet(self, article: str) -> str:
        """The name of a report's outlet; nothing where it is not known, for its letter says as much as a file name."""
        held = self.view.article.get(article)
        return self.label(article) if held is not None and held.outlet else ""

    def href(self, ref: SpanRef) -> str:
        """A link to a span of a source text."""
        return addresses.spot(ref) if self.site else f"#{anchor(ref)}"

    def source(self, article: str) -> str:
        """A link to a source text."""
        return addresses.article(article) if self.site else f"#{self.source_id(article)}"

    def source_id(self, article: str) -> str:
        """The name of a source text within the page."""
        return f"source-{slug(article)}"

    def number_of(self, disagreement: str) -> int:
        """A disagreement's number on the page, from 1; 0 when it is not on it."""
        return self._numbers.get(disagreement, 0)

    @cached_property
    def _numbers(self) -> dict[str, int]:
        return {d.id: i for i, d in enumerate((*self.view.disagreements, *self.view.doubtful), 1)}

    def numbers_of(self, disagreements: Sequence[str]) -> list[int]:
        """The numbers of several, each once, without those that are not on the page."""
        return list(dict.fromkeys(n for n in map(self.number_of, disagreements) if n))

    def words(self, article: AnnotatedArticle) -> int:
        """The length of a report without its furniture, in words."""
        return sum(len(article.text[start:end].split()) for start, end in article.body)

    def origin(self, article: AnnotatedArticle) -> str:
        """Where a report's text comes from, in a few words."""
        best = self.taken(article.id)
        return f"{manner(best)} {self.ancestor(best)}, {best.share:.0%}" if best else "its own"

    def taken(self, article: str) -> Derivation | None:
        """What a report took most of its text from, if it took any."""
        return max((d for d in self.view.derivations if d.article == article), key=lambda d: d.share, default=None)

    def ancestor(self, of: Derivation) -> str:
        """What a text was taken from."""
        return f"from {self.outlet(of.from_) or self.siglum(of.from_)}" if of.from_ else "from a text not held here"

    def copies(self) -> list[tuple[str, Derivation]]:
        """Each copy with what it was taken from, the fullest first."""
        found = [(a.id, best) for a in self.view.articles if (best := self.taken(a.id)) is not None]
        return sorted(found, key=lambda copy: -copy[1].share)

    def stemma(self) -> Markup:
        """The drawing of who copied whom."""
        reports = [a.id for a in self.view.articles]
        return drawings.stemma(reports, self.view.derivations, self.siglum, self.label, self.source)

    def unseen(self) -> int:
        """How many reports that nobody copied the drawing leaves out."""
        return drawings.hidden([a.id for a in self.view.articles], self.view.derivations)

    def line(self) -> Markup:
        """The drawing of what happened when."""
        reported = [a.published[:10] for a in self.view.articles if a.published]
        return drawings.timeline(self.view.timeline, lambda i: f"#t{i + 1}", reported)

    def spellings(self, actor: Actor) -> list[Spelling]:
        """The names that the story's reports print for an actor, most used first."""
        reports: dict[str, dict[str, int]] = {}
        names = {alias.name for alias in actor.aliases}
        for m in actor.mentions:
            if m.article in self.view.sigla and m.text in names:
                held = reports.setdefault(m.text, {})
                held[m.article] = held.get(m.article, 0) + 1
        found = [Spelling(name, sum(held.values()), tuple(held)) for name, held in reports.items()]
        return sorted(found, key=lambda s: (-s.count, s.name))

    def minority(self, of: Disagreement) -> Side | None:
        """The side that one origin alone is on, against two or more: who, at first sight, got it wrong."""
        backing = [(len(self._origins(side)), side) for side in of.sides]
        alone = [side for n, side in backing if n == 1]
        return alone[0] if len(alone) == 1 and max(n for n, _ in backing) > 1 else None

    def departs(self, side: Side, of: Disagreement) -> str:
        """The letter of the report that all on a side took their text from, where that report is on another side."""
        sources = {(self.taken(s.article), s.article) for s in side.statements}
        letters = {self.siglum(taken.from_) for taken, _ in sources if taken is not None and taken.from_ is not None}
        others = {self.siglum(s.article) for other in of.sides if other is not side for s in other.statements}
        return next(iter(letters & others), "") if len(sources) == 1 else ""

    def _origins(self, side: Side) -> set[str]:
        """The origins that stand on a side; a copy is the origin of its ancestor."""
        return {self._root(s.article) for s in side.statements}

    def _root(self, article: str) -> str:
        seen = [article]
        while (best := self.taken(seen[-1])) is not None and best.from_ not in seen:
            if best.from_ is None:
                return ""  # all that goes back to texts not held counts as one
            seen.append(best.from_)
        return seen[-1]

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

    def figure_rows(self) -> list[tuple[str, str, list[tuple[str, list[PlacedFigure]]]]]:
        """Figures by what they measure and when, then by amount: those that several reports give first."""
        rows: dict[tuple[str, str], list[PlacedFigure]] = {}
        for placed in self.view.figures:
            f = placed.figure
            what = f.measure or (f.unit if f.unit not in (None, "percent") else "") or "—"
            rows.setdefault((what, f.period or ""), []).append(placed)
        ordered = sorted(rows.items(), key=lambda row: (-len({p.article.id for p in row[1]}), row[0]))
        return [(what, written.period(when), _by_amount(placed)) for (what, when), placed in ordered]

    def brief(self, text: str, most: int = 220) -> str:
        """A text short enough for a line or two."""
        return text if len(text) <= most else text[:most].rsplit(" ", 1)[0].rstrip(",;: ") + " …"

    def each_report(self, refs: Sequence[SpanRef]) -> list[SpanRef]:
        """The first of the spans in each report, in the order of the reports' letters."""
        first: dict[str, SpanRef] = {}
        for ref in refs:
            first.setdefault(ref.article, ref)
        return [first[article] for article in self.view.sigla if article in first]

    def lone(self) -> list[tuple[str, tuple[Lone, ...]]]:
        """What each report alone says; on a site, of the first few reports."""
        return list(self.view.alone.items())[: None if self.whole else 8]

    def told(self, of: Derivation) -> str:
        """What a copy does, as a clause."""
        verb = {"verbatim": "copies", "paraphrase": "rewords", "wire": "prints"}[of.kind]
        what = (self.siglum(of.from_) + " " + self.outlet(of.from_)).strip() if of.from_ else "a text not held here"
        return f"{verb} {what} ({of.share:.0%})"

    def lost(self) -> bool:
        """Whether some report goes back to a text that is not held."""
        return any(d.from_ is None for d in self.view.derivations)

    def reworded(self, ref: SpanRef) -> str:
        """A passage short enough for a table."""
        return ref.text if len(ref.text) < 240 else ref.text[:120].rstrip() + " … " + ref.text[-100:].lstrip()

    def shared(self) -> list[Reuse]:
        """Shared passages, the longest first."""
        return sorted(self.view.reuse, key=lambda r: -max(len(r.a.text), len(r.b.text)))

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
                cite(side.statements, "disputed", (f"#d{n}", f"{n}"))
        for claim in view.claims:
            cite(claim.statements, "cited")
        for entry in view.timeline:
            cite(entry.statements, "cited")
        for deed in view.events:
            cite(deed.statements, "cited")
        for relation in view.relations:
            for stage in relation.stages:
                cite(stage.statements, "cited")
        for utterance in view.utterances:
            cite(utterance.quotes, "said")
        for reuse in view.reuse:
            for here, there in ((reuse.a, reuse.b), (reuse.b, reuse.a)):
                cite([here], reuse.kind, (self.href(there), REUSE_SIGN[reuse.kind] + self.siglum(there.article)))
        cite([placed.ref for placed in view.figures], "cited")
        out: dict[str, list[Landing]] = {}
        for article in view.article:
            own = {ref: kinds for ref, kinds in cited.items() if ref.article == article}
            out[article] = landings(own, notes)
        return out


def _by_amount(found: Sequence[PlacedFigure]) -> list[tuple[str, list[PlacedFigure]]]:
    """Figures of one measure by what they amount to, those of most reports first."""
    out: dict[str, list[PlacedFigure]] = {}
    for placed in found:
        out.setdefault(written.amount(placed.figure), []).append(placed)
    return sorted(out.items(), key=lambda item: -len(item[1]))


def manner(of: Derivation) -> str:
    """How a copy was made."""
    return {"verbatim": "copied", "paraphrase": "reworded", "wire": "wire copy"}[of.kind]


def _wording(text: str) -> str:
    """A wording by its words alone."""
    return " ".join(re.findall(r"\w+", text.casefold()))
