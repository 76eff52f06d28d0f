"""Relations: what events between parties add up to, stage by stage.

Contacts, sanctions, aid and arms come from events; trade from figures; memberships and agreements from the words that
tell how far they have come. Mentions of one step, in one report or in many, fold into one stage.
"""

import hashlib
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Literal

from variorum.compare.parties import Parties
from variorum.compare.stages import (
    AGREEMENT,
    ARMS,
    IS_AGREEMENT,
    IS_MEMBERSHIP,
    MEMBERSHIP,
    OVER,
    stage_in,
    status_at,
)
from variorum.types import (
    Actor,
    AnnotatedArticle,
    Disagreement,
    Event,
    Figure,
    Relation,
    Span,
    Stage,
    Statement,
    Status,
    Story,
    Time,
)

Kind = Literal["agreement", "membership", "sanction", "trade", "aid", "military", "contact"]
_ORDER = ("happened", "ongoing", "planned", "proposed", "threatened", "hypothetical", "denied")
_DIRECTED = frozenset({"sanction", "aid", "military", "membership"})
_WIDE = 400  # days that a date may span and still date a step


@dataclass(frozen=True)
class Step:
    """One mention of a step of a relation."""

    kind: Kind
    parties: tuple[str, ...]
    stage: str
    status: Status
    statement: Statement
    story: str
    published: str
    from_: str | None = None
    to: str | None = None
    about: str = ""  # over what


@dataclass
class _Folded:
    steps: list[Step] = field(default_factory=list)

    @property
    def dated(self) -> Step | None:
        """The step with the narrowest date."""
        dated = [s for s in self.steps if s.from_ and s.to]
        return min(dated, key=lambda s: (_days(s.from_, s.to), s.from_ or "")) if dated else None


def find_relations(
    articles: Sequence[AnnotatedArticle],
    actors: Sequence[Actor],
    stories: Sequence[Story],
    disagreements: Sequence[Disagreement] = (),
) -> tuple[Relation, ...]:
    """The relations that the articles tell of, by kind and parties, each with its stages in order of time.

    Args:
        articles: with their events, figures and times.
        actors: across articles; parties are their ids.
        stories: mentions without a date fold only within a story.
        disagreements: denials among them stand beside the stage that they deny.
    """
    parties = Parties(actors)
    story_of = {article: story.id for story in stories for article in story.articles}
    groups: dict[tuple[str, tuple[str, ...]], list[Step]] = {}
    for article in articles:
        for step in _steps(article, parties, story_of.get(article.id, article.id)):
            key = step.parties if step.kind in _DIRECTED else tuple(sorted(step.parties))
            groups.setdefault((step.kind, key), []).append(step)
    denials = [d for d in disagreements if d.kind == "denial"]
    out = []
    for (kind, key), steps in groups.items():
        stages = tuple(_stages(steps, denials))
        name = _name(kind, [parties.names.get(p, p) for p in key], steps)
        ident = hashlib.sha256(f"{kind}|{'|'.join(key)}".encode()).hexdigest()[:16]
        out.append(Relation(id=f"relation:{ident}", kind=kind, parties=key, name=name, stages=stages))  # type: ignore[arg-type]
    return tuple(sorted(out, key=lambda r: (-len(r.stages), r.kind, r.name)))


def _steps(article: AnnotatedArticle, parties: Parties, story: str) -> Iterator[Step]:
    maker = _Maker(article, parties, story)
    for event in article.events:
        yield from maker.of_event(event)
    for figure in article.figures:
        yield from maker.of_trade(figure)
    for sentence in article.sentences:
        yield from maker.of_sentence(sentence)


class _Maker:
    """Steps out of one article."""

    def __init__(self, article: AnnotatedArticle, parties: Parties, story: str) -> None:
        self.article = article
        self.parties = parties
        self.story = story
        self.locals = {a.id: a for a in article.actors}

    def step(
        self,
        kind: Kind,
        parties: tuple[str, ...],
        stage: str,
        span: Span,
        status: Status,
        dates: tuple[str | None, str | None] = (None, None),
        about: str = "",
    ) -> Step:
        start, end = span
        said = next((q for q in self.article.quotes if any(s <= start < e for s, e in q.content)), None)
        statement = Statement(
            article=self.article.id,
            start=start,
            end=end,
            text=self.article.text[start:end],
            attributed_to=said.speaker if said is not None else None,
            stance="denies" if status == "denied" else "reports" if said is not None else "asserts",
        )
        from_, to = dates if _days(*dates) <= _WIDE else (None, None)
        published = (self.article.published or "9999")[:10]
        return Step(kind, parties, stage, status, statement, self.story, published, from_, to, about)

    def of_event(self, event: Event) -> Iterator[Step]:
        """Contacts, sanctions, aid and arms."""
        sources = self._sides(event.source)
        targets = [t for t in self._sides(event.target) if t not in sources]
        dates = (event.from_, event.to)
        span = (event.start, event.end)
        words = self.article.text[event.trigger[0][0] : event.trigger[-1][1]]
        pairs = [(s, t) for s in sources for t in targets]
        if event.code == "CONSULT":
            for pair in pairs[:6]:
                yield self.step("contact", pair, _contact(event), span, event.status, dates)
        elif event.code == "AID" and pairs:
            kind: Kind = "military" if ARMS.search(words) else "aid"
            for pair in pairs[:6]:
                yield self.step(kind, pair, _given(event.status), span, event.status, dates)
        elif event.code == "SANCTION" or event.mode == "sanctions":
            about = self._over(event)
            alone: list[tuple[str, ...]] = [(t,) for t in targets] if event.code == "SANCTION" else []
            for who in pairs or alone:
                yield self.step("sanction", who, _sanction(event, words), span, event.status, dates, about)

    def of_trade(self, figure: Figure) -> Iterator[Step]:
        """How much two countries trade, by period."""
        if not any(w in (figure.measure or "") for w in ("trade", "commerce", "export", "import")):
            return
        pair = tuple(p for c in figure.about if (p := self.parties.of_code(c)))
        if len(pair) != 2:
            pair = self.parties.leading(self.article) or ()
        if len(pair) != 2:
            return
        sentence = self._sentence(figure.start)
        shown = " ".join(self.article.text[figure.start : figure.end].split())
        amount = f"{figure.value:g} {figure.unit}" if figure.unit else shown
        amount = f"{figure.qualifier} {amount}" if figure.qualifier else amount
        dates = _period(figure.period)
        yield self.step("trade", pair, f"{figure.measure}: {amount}", sentence, "happened", dates)

    def of_sentence(self, sentence: Span) -> Iterator[Step]:
        """Memberships and agreements."""
        text = self.article.text[sentence[0] : sentence[1]]
        found = self._membership(sentence, text) if IS_MEMBERSHIP.search(text) else None
        if found is None and IS_AGREEMENT.search(text):
            found = self._agreement(sentence, text)
        if found is not None:
            yield found

    def _membership(self, sentence: Span, text: str) -> Step | None:
        found = stage_in(MEMBERSHIP, text)
        if found is None:
            return None
        stage, (start, end) = found
        named = list(self._named((max(0, sentence[0] - 400), sentence[1])))
        bodies = [(at, p) for at, p in named if self.parties.is_body(p, self.article)]
        countries = [(at, p) for at, p in named if at >= sentence[0] and not self.parties.is_body(p, self.article)]
        if stage == "left":  # it is the body that is left
            bodies = [(at, p) for at, p in bodies if 0 <= at - sentence[0] - end < 40]
        applicant = self._applicant((sentence[0] + start, sentence[0] + end), countries, bodies)
        if not bodies or applicant is None:
            return None
        body = min(bodies, key=lambda b: abs(b[0] - sentence[0] - start))[1]
        status = status_at(self.article, (sentence[0] + start, sentence[0] + end)) or "happened"
        if stage == "pledged" and status == "planned":
            status = "happened"  # the joining is still to come, the pledge is made
        if stage == "full membership" and status == "happened":
            return None
        return self.step(
            "membership", (applicant, body), stage, sentence, status, self._dates(sentence, sentence[0] + start)
        )

    def _applicant(self, cue: Span, countries: list[tuple[int, str]], bodies: list[tuple[int, str]]) -> str | None:
        """Whose membership it is: one whose name stands in the genitive, or the country nearest before the words."""
        text = self.article.text
        for at, party in countries:
            if IS_MEMBERSHIP.match(text, _after_genitive(text, at)) or _joining_next(text, at):
                return party
        body_ids = {p for _, p in bodies}
        for event in self.article.events:
            if event.trigger[0][0] < cue[1] and cue[0] < event.trigger[-1][1]:
                for side in (event.source, event.target):
                    for party in self._sides(side):
                        if party not in body_ids and event.code in {"AGREE", "REQUEST"}:
                            return party
        before = [p for at, p in countries if at < cue[1]]
        return before[-1] if before else None

    def _agreement(self, sentence: Span, text: str) -> Step | None:
        match = IS_AGREEMENT.search(text)
        found = stage_in(AGREEMENT, text)
        if match is None or found is None:
            return None
        near = (sentence[0] + max(0, match.start() - 70), min(sentence[1], sentence[0] + match.end() + 60))
        pair = list(dict.fromkeys(p for _, p in self._named(near) if not self.parties.is_body(p, self.article)))
        if len(pair) != 2:
            return None
        stage, (start, end) = found
        status = status_at(self.article, (sentence[0] + start, sentence[0] + end)) or "happened"
        if stage == "drafted" and status == "happened":
            status = "ongoing"
        dates = self._dates(sentence, sentence[0] + start)
        return self.step("agreement", (pair[0], pair[1]), stage, sentence, status, dates)

    def _sides(self, side: Iterable[object]) -> list[str]:
        found = [self.parties.of_side(self.article, a) for a in side]  # type: ignore[arg-type]
        return list(dict.fromkeys(p for p in found if p is not None))

    def _named(self, span: Span) -> Iterator[tuple[int, str]]:
        """Where which parties are named within the span."""
        for mention in self.article.mentions:
            local = self.locals.get(mention.actor or "")
            if local is not None and span[0] <= mention.start < span[1]:
                party = self.parties.of_local(self.article, local)
                if party is not None:
                    yield mention.start, party

    def _sentence(self, at: int) -> Span:
        return next((s for s in self.article.sentences if s[0] <= at < s[1]), (at, at + 1))

    def _dates(self, sentence: Span, at: int) -> tuple[str | None, str | None]:
        """The date nearest to the words, in the clause that holds them where clauses are told apart."""
        clause = min(
            ((c.start, c.end) for c in self.article.clauses if c.start <= at < c.end),
            key=lambda c: c[1] - c[0],
            default=sentence,
        )
        times: list[Time] = [
            t for t in self.article.times if clause[0] <= t.start < clause[1] and t.kind == "DATE" and t.from_
        ]
        if not times:
            return None, None
        best = min(times, key=lambda t: abs(t.start - at))
        return best.from_, best.to

    def _over(self, event: Event) -> str:
        """Over what it is done, in the article's own words."""
        sentence = self._sentence(event.trigger[0][0])
        match = OVER.search(self.article.text, event.trigger[0][0], sentence[1])
        near = match is not None and match.start() - event.trigger[-1][1] < 40
        return " ".join(match.group(0).split()) if match is not None and near else ""


def _after_genitive(text: str, at: int) -> int:
    end = at
    while end < len(text) and end - at < 30 and not text[end].isspace():
        end += 1
    return end + 1


def _joining_next(text: str, at: int) -> bool:
    """Whether the name at `at` is followed by a genitive and a word of joining, an adjective or two between."""
    after = text[_after_genitive(text, at) :][:40].split()
    genitive = text[at : _after_genitive(text, at) - 1].rstrip().endswith(("'s", "’s", "s'", "s’"))
    joining = ("membership", "application", "accession", "bid", "quest", "candidacy")
    return genitive and any(w.strip(",.;") in joining for w in after[:3])


def _contact(event: Event) -> str:
    if event.status in {"planned", "proposed"}:
        return "planned"
    if event.status in {"denied", "hypothetical", "threatened"}:
        return "denied" if event.status == "denied" else "considered"
    return "held"


def _given(status: Status) -> str:
    return {"happened": "supplied", "ongoing": "supplied", "denied": "denied"}.get(status, "promised")


def _sanction(event: Event, words: str) -> str:
    low = words.lower()
    if event.mode == "sanctions":
        return "lifted"
    if event.status in {"threatened", "planned", "proposed", "hypothetical"}:
        return "threatened" if event.status == "threatened" else "proposed"
    if any(w in low for w in ("tighten", "extend", "expand", "toughen", "renew")):
        return "tightened"
    brought = ("impos", "slap", "sanctioned", "introduc", "announc", "suspend", "cut", "expel", "halt", "froze")
    return "imposed" if any(w in low for w in brought) else "in force"


def _period(period: str | None) -> tuple[str | None, str | None]:
    """The calendar bounds of `YYYY`, `YYYY-MM`, `YYYY-MM-DD` or two of them."""
    if not period:
        return None, None
    first, _, last = period.partition("/")
    last = last or first
    if len(last) == 4:
        end = f"{last}-12-31"
    elif len(last) == 7:
        year, month = int(last[:4]), int(last[5:7])
        after = date(year + month // 12, month % 12 + 1, 1)
        end = date.fromordinal(after.toordinal() - 1).isoformat()
    else:
        end = last
    return (f"{first}-01-01" if len(first) == 4 else f"{first}-01" if len(first) == 7 else first), end


def _days(from_: str | None, to: str | None) -> int:
    try:
        return (date.fromisoformat((to or "")[:10]) - date.fromisoformat((from_ or "")[:10])).days
    except ValueError:
        return 0


def _stages(steps: Sequence[Step], denials: Sequence[Disagreement]) -> Iterator[Stage]:
    """Fold mentions of one step, put the steps in order, and set denials beside what they deny."""
    folded = [_stage(group) for group in _fold(steps)]
    for _, stage in sorted(folded, key=lambda f: f[0]):
        yield stage
        denied = tuple(_denying(stage, denials))
        if denied:
            yield Stage(stage="denied", from_=stage.from_, to=stage.to, status="denied", statements=denied)


def _fold(steps: Sequence[Step]) -> list[_Folded]:
    """Steps of one stage with dates that go together; without a date, those of one story."""
    groups: list[_Folded] = []
    for step in sorted(steps, key=lambda s: (s.from_ is None, _days(s.from_, s.to), s.published)):
        fit = next((g for g in groups if _same(g, step)), None)
        if fit is None:
            fit = _Folded()
            groups.append(fit)
        fit.steps.append(step)
    return groups


def _same(group: _Folded, step: Step) -> bool:
    first = group.steps[0]
    if first.stage != step.stage or (first.status == "denied") != (step.status == "denied"):
        return False
    dated = group.dated
    if step.from_ and step.to and dated is not None:
        return bool(dated.from_ and dated.to and dated.from_ <= step.to and step.from_ <= dated.to)
    return any(s.story == step.story for s in group.steps)


def _stage(group: _Folded) -> tuple[tuple[str, str], Stage]:
    dated = group.dated
    status = min((s.status for s in group.steps), key=_ORDER.index)
    statements = tuple(
        dict.fromkeys(s.statement for s in sorted(group.steps, key=lambda s: (s.statement.article, s.statement.start)))
    )
    stage = Stage(
        stage=group.steps[0].stage,
        from_=dated.from_ if dated else None,
        to=dated.to if dated else None,
        status=status,
        statements=statements,
    )
    when = (dated.from_ or "") if dated else min(s.published for s in group.steps)
    return (when, stage.stage), stage


def _denying(stage: Stage, denials: Sequence[Disagreement]) -> Iterator[Statement]:
    """What is said against the stage."""
    for found in denials:
        for side in found.sides:
            if any(_overlap(a, b) for a in stage.statements for b in side.statements):
                others = (s for other in found.sides if other is not side for s in other.statements)
                yield from (s for s in others if s.stance == "denies" or stage.status != "denied")


def _overlap(a: Statement, b: Statement) -> bool:
    return a.article == b.article and a.start < b.end and b.start < a.end


def _name(kind: str, names: Sequence[str], steps: Sequence[Step]) -> str:
    first, last = names[0], names[-1]
    about = max((s.about for s in steps), key=len, default="")
    if kind == "sanction":
        by = f" by {first}" if len(names) > 1 else ""
        return f"Sanctions on {last}{by}{' ' + about if about else ''}"
    plain = {
        "membership": f"Membership of {first} in {last}",
        "agreement": f"Agreement between {first} and {last}",
        "trade": f"Trade between {first} and {last}",
        "aid": f"Aid from {first} to {last}",
        "military": f"Military supply from {first} to {last}",
    }
    return plain.get(kind, f"Contacts between {first} and {last}")
