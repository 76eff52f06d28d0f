"""What a library holds, as tables: every row with its evidence."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import islice

from variorum.errors import UsageError
from variorum.library import Library, likely
from variorum.publish import written
from variorum.publish.revised import revision_tables
from variorum.publish.tables import Table, table
from variorum.publish.view import StoryView, called, find_story, view
from variorum.types import SURE, AnnotatedArticle, Claim, Disagreement, Record, SpanRef, Statement

_WHOLE = 160  # code points of a passage that are shown before it is shortened


class Filters(Record, frozen=True, kw_only=True):
    """What to show of a kind of finding; None leaves a condition open."""

    story: str | None = None
    outlet: str | None = None
    speaker: str | None = None
    between: tuple[str, str] | None = None
    least: float = SURE  # score of disagreements
    limit: int = 50


def show(library: Library, what: str | None, id: str | None = None, *, filters: Filters | None = None) -> list[Table]:
    """The tables for `variorum show WHAT`.

    Args:
        library: as `variorum.open` gives it.
        what: a kind of finding, `story`, or None for the overview.
        id: the story, where `what` is `story`.
        filters: which rows to show.

    Raises:
        UsageError: there is no such kind, story or filter.
    """
    chosen = filters or Filters()
    if what is None:
        return Shown(library, chosen).overview()
    if what == "story":
        if id is None:
            raise UsageError("which story? `variorum show stories` lists them")
        return story_tables(view(library, id), limit=chosen.limit)
    if what == "revisions":
        return revision_tables(library, id, limit=chosen.limit)
    kinds = Shown(library, chosen).kinds()
    if what not in kinds:
        raise UsageError(f"there is nothing called {what!r} to show; ask for story ID, revisions, {', '.join(kinds)}")
    if id is not None:
        chosen = Filters(**{f: getattr(chosen, f) for f in Filters.__struct_fields__} | {"story": id})
    return Shown(library, chosen).kinds()[what]()


class Shown:
    """The tables of a library under some filters."""

    def __init__(self, library: Library, filters: Filters) -> None:
        self.library, self.filters = library, filters
        self.known: dict[str, AnnotatedArticle] = {}
        self.story = find_story(library, filters.story).id if filters.story else None

    def kinds(self) -> dict[str, Callable[[], list[Table]]]:
        """What can be shown, by name."""
        return {
            "stories": self.stories,
            "quotes": self.quotes,
            "events": self.events,
            "figures": self.figures,
            "disagreements": self.disagreements,
            "timeline": self.timeline,
            "actors": self.actors,
            "reuse": self.reuse,
            "relations": self.relations,
        }

    def overview(self) -> list[Table]:
        """The stories, what else there is, and what to ask next."""
        counts = self.library.counts()
        rows = [(counts.get(kind, 0), name) for kind, name in _COUNTED.items() if counts.get(kind)]
        unread = self.library.problems()
        note = (
            "Ask next: variorum show story ID · show disagreements · show quotes --speaker NAME · report ID -o x.html"
        )
        if unread:
            note = f"{written.count(len(unread), 'input')} could not be read, the first: {unread[0].source}\n{note}"
        return [*self.stories(), table("The library", "how many  what", rows, note=note)]

    def stories(self) -> list[Table]:
        """Every story, those with most reports first."""
        found = [s for s in self.library.stories() if self.story in (None, s.id)]
        ordered = sorted(found, key=lambda s: (-len(s.articles), s.from_ or "9999", s.id))
        rows = []
        for s in ordered[: self.filters.limit]:
            disputed = len(self.library.disagreements(s.id, least=SURE))
            outlets = dict.fromkeys(self.outlet(i) for i in s.articles)
            rows.append(
                (s.id, s.title, written.date(s.from_, s.to), len(s.articles), disputed or "", ", ".join(outlets))
            )
        note = _more(len(ordered), self.filters.limit)
        return [table("Stories", "story  title  dates  reports  disputed  outlets", rows, note=note)]

    def quotes(self) -> list[Table]:
        """Who said what."""
        wanted = (self.filters.speaker or "").casefold()
        rows = (
            (
                quote.speaker or "(not told)",
                quote.kind,
                " … ".join(_short(article.text[s:e]) for s, e in quote.content),
                self.where(_ref(article, quote.content[0][0], quote.content[-1][1])),
            )
            for article in self.articles()
            for quote in article.quotes
            if quote.content and wanted in (quote.speaker or "").casefold()
        )
        return [self._lazy("Quotes", "speaker  kind  words  evidence", rows)]

    def events(self) -> list[Table]:
        """Who did what to whom: each deed once, with how many reports tell of it and from how many origins."""
        found = [e for e in self.library.events(self.story) if self._told(e.statements)]
        found.sort(key=lambda e: (e.from_ or "9999", e.to or "9999", -e.origins, -e.articles))
        rows = [
            (
                written.date(e.from_, e.to),
                e.code.lower() + (f" ({e.mode})" if e.mode else ""),
                e.status + "".join(f", {status} by others" for status in e.disputed),
                ", ".join(who.name for who in e.source),
                ", ".join(who.name for who in e.target),
                e.articles,
                e.origins,
                self.cites(e.statements),
            )
            for e in found
        ]
        return [self._table("Events", "when  deed  status  by  towards  reports  origins  evidence", rows)]

    def figures(self) -> list[Table]:
        """How much, of what, and for when."""
        rows = (
            (
                written.amount(figure),
                figure.measure,
                ", ".join(figure.about),
                written.period(figure.period),
                f"{self.where(_ref(article, figure.start, figure.end))} {_around(article, figure.start, figure.end)}",
            )
            for article in self.articles()
            for figure in article.figures
        )
        return [self._lazy("Figures", "figure  of  about  period  evidence", rows)]

    def disagreements(self) -> list[Table]:
        """On what the reports differ, one row for each statement of each side."""
        found = [
            d
            for d in self.library.disagreements(self.story)
            if self._told(s for side in d.sides for s in side.statements)
        ]
        shown = likely(found, self.filters.least, self.library.verdicts("confirm"))
        rows = [row for d in shown[: self.filters.limit] for row in disagreement_rows(d, self.cite)]
        note = _doubted(len(found) - len(shown)) + _more(len(shown), self.filters.limit)
        return [table("Disagreements", "kind  about  one side  evidence", rows, note=note)]

    def timeline(self) -> list[Table]:
        """What happened when."""
        found = [t for t in self.library.timeline(self.story) if self._told(t.statements)]
        found.sort(key=lambda t: (t.from_, t.to))
        rows = [
            (written.date(t.from_, t.to), t.status + (", disputed" if t.disputed else ""), self.cites(t.statements))
            for t in found
        ]
        return [self._table("Timeline", "when  status  evidence", rows)]

    def actors(self) -> list[Table]:
        """Who is named, with every spelling."""
        inside = set(self.library.story(self.story).articles) if self.story else None
        found = [a for a in self.library.actors() if inside is None or {i for i, _ in a.locals} & inside]
        found.sort(key=lambda a: -len(a.mentions))
        rows = [
            (
                a.name,
                a.kind,
                a.code or a.country,
                len(a.mentions),
                "; ".join(a.roles[:3]),
                ", ".join(f"{n.name} ({n.count})" for n in a.aliases if n.name != a.name),
                "\n".join(a.why[:3] + (f"{len(a.why) - 3} more",) * (len(a.why) > 3)),
                self.cite(a.mentions[0]) if a.mentions else "",
            )
            for a in found
        ]
        return [
            self._table("Actors", "name  kind  code  mentions  roles  other names  merged for  first evidence", rows)
        ]

    def reuse(self) -> list[Table]:
        """Who copied whom, and which passages."""
        inside = set(self.library.story(self.story).articles) if self.story else None
        derived = [
            (self.label(d.article), self.label(d.from_) if d.from_ else "(not held)", d.kind, f"{d.share:.0%}", d.why)
            for d in self.library.derivations()
            if inside is None or d.article in inside
        ]
        passages = [
            (r.kind, f"{r.score:.2f}", self.cite(r.a), self.cite(r.b))
            for r in self.library.reuse()
            if (inside is None or r.a.article in inside) and self._told((r.a, r.b))
        ]
        return [
            self._table("Copies", "report  from  kind  share  why", derived),
            self._table("Shared passages", "kind  score  in one  in the other", passages),
        ]

    def relations(self) -> list[Table]:
        """What events between parties add up to, stage by stage."""
        names = {a.id: a.name for a in self.library.actors()}
        out = []
        inside = set(self.library.story(self.story).articles) if self.story else None
        for r in self.library.relations():
            parties = [names.get(p, p) for p in r.parties]
            if not _between(self.filters.between, [*parties, r.name]):
                continue
            if inside and not any(s.article in inside for stage in r.stages for s in stage.statements):
                continue
            rows = [
                (written.date(s.from_, s.to) or "undated", s.stage, s.status, self.cites(s.statements))
                for s in r.stages
            ]
            title = f"{r.name} ({r.kind}: {written.listing(parties)})"
            out.append(self._table(title, "when  stage  status  evidence", rows))
        kept = out[: self.filters.limit]
        return kept or [table("Relations", "when  stage  status  evidence", [])]

    def articles(self) -> Iterator[AnnotatedArticle]:
        """The articles that the filters let through."""
        for article in self.library.articles(self.story):
            self.known[article.id] = article
            if _matches(self.filters.outlet, self.label(article.id)):
                yield article

    def outlet(self, id: str) -> str:
        """The outlet of an article, or what it came from."""
        article = self._article(id)
        return called(article) if article else id

    def label(self, id: str) -> str:
        """An article's outlet and date."""
        article = self._article(id)
        day = f", {article.published[:10]}" if article and article.published else ""
        return f"{self.outlet(id)}{day}"

    def where(self, ref: SpanRef) -> str:
        """The place of a span: outlet, date, article and offsets."""
        return f"{self.label(ref.article)} [{ref.article}:{ref.start}-{ref.end}]"

    def cite(self, ref: SpanRef) -> str:
        """The words of a span and its place."""
        return f"{self.label(ref.article)}: “{_short(ref.text)}” [{ref.article}:{ref.start}-{ref.end}]"

    def cites(self, refs: Iterable[SpanRef]) -> str:
        """Several spans, one after the other."""
        return "\n".join(self.cite(ref) for ref in refs)

    def _article(self, id: str) -> AnnotatedArticle | None:
        if id not in self.known:
            found = self.library.store.article(id)
            if found is None:
                return None
            self.known[id] = found
        return self.known[id]

    def _told(self, refs: Iterable[SpanRef]) -> bool:
        """Whether the outlet that is asked for is among those that tell a thing."""
        return self.filters.outlet is None or any(
            _matches(self.filters.outlet, self.label(ref.article)) for ref in refs
        )

    def _table(self, title: str, columns: str, rows: Sequence[Sequence[object]]) -> Table:
        limit = self.filters.limit
        return table(title, columns, rows[:limit], note=_more(len(rows), limit))

    def _lazy(self, title: str, columns: str, rows: Iterator[Sequence[object]]) -> Table:
        held = list(islice(rows, self.filters.limit + 1))
        more = len(held) > self.filters.limit
        note = f"the first {self.filters.limit:,}; --limit shows more" if more else ""
        return table(title, columns, held[: self.filters.limit], note=note)


def story_tables(v: StoryView, *, limit: int = 50) -> list[Table]:
    """A story as an editor wants it: what all report, what is disputed, what only one has."""

    def cite(ref: SpanRef) -> str:
        name = v.labels.get(ref.article, ref.article)
        return f"{name}: “{_short(ref.text)}” [{ref.article}:{ref.start}-{ref.end}]"

    def claim_row(claim: Claim) -> tuple[object, ...]:
        others = "\n".join(cite(s) for s in claim.statements)
        return f"{claim.articles} of {claim.of}", claim.origins, _short(claim.text, 100), others

    reports = [
        (v.labels[a.id], written.date(a.published) or "undated", a.title or "(no headline)", _origin(v, a), a.id)
        for a in v.articles
    ]
    alone = [(cite(lone.sentence), lone.speaker or "") for found in v.alone.values() for lone in found]
    disputed = [row for d in v.disagreements for row in disagreement_rows(d, cite)]
    when = written.date(v.story.from_, v.story.to)
    size = f"{written.count(len(v.articles), 'report')}, {written.count(v.origins, 'origin')}"
    title = f"{v.story.title} ({v.story.id}): {size}{', ' if when else ''}{when}"
    out = [
        table(title, "outlet  published  headline  text  article", reports),
        table(
            "Agreed",
            "reports  origins  what  evidence",
            map(claim_row, v.agreed[:limit]),
            note=_more(len(v.agreed), limit),
        ),
        table("Disputed", "kind  about  one side  evidence", disputed, note=_doubted(len(v.doubtful))),
        table("Only here", "evidence  said by", alone[:limit], note=_more(len(alone), limit)),
    ]
    if v.copied:
        out.insert(
            2, table("Repeated from one origin", "reports  origins  what  evidence", map(claim_row, v.copied[:limit]))
        )
    return out


def _doubted(count: int) -> str:
    return f"{count} more are doubtful; to see them: variorum show disagreements --least 0\n" if count else ""


def disagreement_rows(d: Disagreement, cite: Callable[[SpanRef], str]) -> Iterator[tuple[object, ...]]:
    """A row for each statement; kind and matter stand in the first alone, and why in a last one."""
    first = True
    for side in d.sides:
        short = written.dates_in(side.says) if d.kind == "date" else side.says
        for i, s in enumerate(side.statements):
            about, says = _short(d.about, 80) if first else "", _short(short, 80) if i == 0 else ""
            yield d.kind if first else "", about, says, cite(s) + _credit(s)
            first = False
    yield "", "", "", f"why: {d.why} (confidence {d.score:.2f})"


def _credit(s: Statement) -> str:
    denied = ", as denied" if s.stance == "denies" else ""
    return f", crediting {s.attributed_to}{denied}" if s.attributed_to else denied


def _origin(v: StoryView, article: AnnotatedArticle) -> str:
    taken = max((d for d in v.derivations if d.article == article.id), key=lambda d: d.share, default=None)
    if taken is None:
        return "its own"
    source = v.labels.get(taken.from_, taken.from_) if taken.from_ else "a text not held"
    return f"{taken.kind} of {source}, {taken.share:.0%}"


def _more(size: int, limit: int) -> str:
    return f"{limit:,} of {size:,}; --limit shows more" if size > limit else ""


def _ref(article: AnnotatedArticle, start: int, end: int) -> SpanRef:
    return SpanRef(article=article.id, start=start, end=end, text=article.text[start:end])


def _short(text: str, whole: int = _WHOLE) -> str:
    """A passage on one line, its middle left out where it is longer than `whole` code points."""
    line = " ".join(text.split())
    return line if len(line) <= whole else line[: whole // 2].rstrip() + " … " + line[-whole // 2 :].lstrip()


def _around(article: AnnotatedArticle, start: int, end: int, reach: int = 40) -> str:
    left, right = max(0, start - reach), min(len(article.text), end + reach)
    words = " ".join(article.text[left:right].split())
    return f"“{'…' * (left > 0)}{words}{'…' * (right < len(article.text))}”"


def _matches(wanted: str | None, name: str) -> bool:
    return wanted is None or wanted.casefold() in name.casefold()


def _between(wanted: tuple[str, str] | None, parties: list[str]) -> bool:
    return wanted is None or all(any(_matches(name, party) for party in parties) for name in wanted)


_COUNTED = {
    "article": "articles",
    "story": "stories",
    "actor": "actors",
    "claim": "claims",
    "utterance": "things said",
    "disagreement": "disagreements",
    "timeline": "entries of the timeline",
    "event": "events",
    "relation": "relations",
    "reuse": "shared passages",
    "derivation": "copies",
}
