"""Steps: mentions of how far a relation has come, read off one article's events, figures and words."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import pairwise
from typing import Literal

from variorum.compare.layout import Layout
from variorum.compare.parties import Parties, Standing
from variorum.compare.stages import (
    AGREEMENT,
    APART,
    ARMS,
    BACKING,
    CURB,
    FALLS,
    FINES,
    FOR,
    IS_AGREEMENT,
    IS_MEMBERSHIP,
    JOINS,
    MEMBERSHIP,
    OVER,
    RESCUE,
    RISES,
    SHARED,
    SIGNS,
    TALKS,
    TELLING,
    VESSEL,
    WITH,
    amount_of,
    cause_of,
    contact_stage,
    envoy_stage,
    sanction_stage,
    stage_in,
    supply_stage,
    topic_of,
)
from variorum.compare.statements import HELD
from variorum.types import AnnotatedArticle, Clause, Event, EventActor, Figure, Span, Statement, Status

Kind = Literal["agreement", "membership", "sanction", "trade", "aid", "military", "contact"]
_MANY = 6  # pairs of parties that one event may stand for
_NEAR = 40  # code points before a figure in which a word tells whether it is a rise
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
    printed: str = ""  # a date that nothing puts on the calendar


def steps(article: AnnotatedArticle, parties: Parties, story: str) -> Iterator[Step]:
    """The steps that an article tells of."""
    maker = _Maker(article, parties, story)
    for event in article.events:
        yield from maker.of_event(event)
    for clause in article.clauses:
        yield from maker.of_clause(clause)
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
        self.layout = Layout(article)
        self.locals = {a.id: a for a in article.actors}
        self.agreed: set[Span] = set()  # sentences whose agreement was read off an event or a clause
        self.joined: set[Span] = set()  # those whose membership was

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
        said = self.layout.quote(start)
        statement = Statement(
            article=self.article.id,
            start=start,
            end=end,
            text=self.article.text[start:end],
            attributed_to=said.speaker if said is not None else None,
            stance="denies" if status == "denied" else "reports" if said is not None else "asserts",
        )
        from_, to = dates if days(*dates) <= _WIDE else (None, None)
        published = (self.article.published or "9999")[:10]
        printed = "" if from_ else self.layout.printed(span)
        return Step(kind, parties, stage, status, statement, self.story, published, from_, to, about, printed)

    def of_event(self, event: Event) -> Iterator[Step]:
        """Contacts, sanctions, aid and arms; agreements that are not between two states."""
        pairs = self.parties.pairs(self.article, event.source, event.target)[:_MANY]
        dates = (event.from_, event.to)
        span = (event.start, event.end)
        words = self.article.text[event.trigger[0][0] : event.trigger[-1][1]]
        if event.code == "CONSULT":
            for pair in pairs:
                if self._in_contact(pair, event, words):
                    early = event.status == "planned" and (event.to or "9999") <= (self.article.published or "")[:10]
                    when = (None, None) if early else dates  # the day on which the meeting was agreed
                    yield self.step("contact", pair, contact_stage(event), span, event.status, when)
        elif event.code == "AID" and not RESCUE.search(words):
            kind: Kind = "military" if ARMS.search(words) else "aid"
            for pair in self._outward(pairs):
                yield self.step(kind, pair, supply_stage(event.status), span, event.status, dates)
        elif event.code == "AGREE" or event.mode == "sign":  # some coders count a signing as SUPPORT
            yield from self._agreed(event, dates)
        elif event.code == "SANCTION" or event.mode == "sanctions":
            yield from self._sanctioned(event, self._outward(pairs), words)

    def _in_contact(self, pair: tuple[str, str], event: Event, words: str) -> bool:
        """Whether it is a meeting or talk of two parties, and not that one lets the other know of something."""
        if any(VESSEL.search(side.name) for side in event.source):
            return False
        if TELLING.search(words) and event.status == "hypothetical":
            return False
        if all(map(self.parties.is_state, pair)):
            return True
        return all(map(self.parties.is_coded, pair)) and not TELLING.search(words)

    def _outward(self, pairs: Iterable[tuple[str, str]]) -> list[tuple[str, str]]:
        """Pairs without those of an organisation with its own state as the one that is done to."""
        return [pair for pair in pairs if not self.parties.is_home(*pair)]

    def _sanctioned(self, event: Event, pairs: Sequence[tuple[str, str]], words: str) -> Iterator[Step]:
        """Sanctions, and talks or ties that are broken off."""
        dates, span = (event.from_, event.to), (event.start, event.end)
        if (envoy := envoy_stage(words)) is not None or TALKS.search(words):
            for pair in pairs:
                done = envoy or "suspended"
                stage = done if event.status in HELD else "denied" if event.status == "denied" else "considered"
                yield self.step("contact", pair, stage, span, event.status, dates)
        elif not BACKING.search(words):
            about = self._over(event)
            targets = dict.fromkeys(self._sides(event.target))
            curbs = event.code == "SANCTION" and CURB.search(words)
            alone: list[tuple[str, ...]] = [(t,) for t in targets] if curbs else []
            for who in pairs or alone:
                yield self.step("sanction", who, sanction_stage(event, words), span, event.status, dates, about)

    def _agreed(self, event: Event, dates: tuple[str | None, str | None]) -> Iterator[Step]:
        """An agreement of which one side at least is no state: those of states are read off sentences."""
        words = self.article.text[event.start : event.end]
        if not IS_AGREEMENT.search(words):
            return
        found = stage_in(AGREEMENT, words)
        named = (*event.source, *event.target)
        pairs = self.parties.pairs(self.article, named, named)
        if not pairs and (union := self.parties.described_in(self.article, (event.start, event.end))):
            pairs = [(p, union) for p in self._sides(named) if p != union]
        if found is None or len(pairs) != 1 or all(map(self.parties.is_state, pairs[0])):
            return
        self.agreed.add(self.layout.sentence(event.trigger[0][0]))
        status: Status = "ongoing" if found[0] == "drafted" and event.status == "happened" else event.status
        yield self.step("agreement", pairs[0], found[0], (event.start, event.end), status, dates)

    def of_clause(self, clause: Clause) -> Iterator[Step]:
        """Fines, joining and leaving, and agreements with an organisation."""
        if clause.object is None:
            return
        if clause.predicate in FINES:
            yield from self._fined(clause, clause.object)
        elif clause.predicate in JOINS:
            yield from self._joined_by(clause, clause.object)
        elif clause.predicate in SIGNS:
            yield from self._signed_with(clause, clause.object)

    def _fined(self, clause: Clause, whom: Span) -> Iterator[Step]:
        fined = self.parties.of_span(self.article, whom)
        if fined.own is None or fined.organ:
            return
        does = self._does(clause)
        by = does.own or does.state
        who = (by, fined.own) if by and by != fined.own else (fined.own,)
        early: dict[str, str] = {"threatened": "threatened", "planned": "proposed", "proposed": "proposed"}
        stage, span = early.get(clause.status, "fined"), (clause.start, clause.end)
        yield self.step(
            "sanction", who, stage, span, clause.status, self.layout.dates(span, clause.start), self._cause(clause)
        )

    def _joined_by(self, clause: Clause, what: Span) -> Iterator[Step]:
        """Who joins a body or leaves it; a state's joining that is still to come is read off its sentence."""
        does, body = self._does(clause), self.parties.of_span(self.article, what).own
        who = does.state or (None if does.organ else does.own)
        if body is None or not self.parties.is_body(body):
            body = self._gathering(what) if does.state is None else None
        if who is None or body is None or body == who or (does.state and clause.status not in HELD):
            return
        span = (clause.start, clause.end)
        self.joined.add(self.layout.sentence(clause.start))
        dates = self.layout.dates(span, clause.start)
        yield self.step("membership", (who, body), JOINS[clause.predicate], span, clause.status, dates)

    def _signed_with(self, clause: Clause, what: Span) -> Iterator[Step]:
        """An agreement of the one that signs with whoever stands after "with", where one of them is no state."""
        sentence, words = self.layout.sentence(clause.start), self.article.text[what[0] : what[1]]
        match = WITH.search(self.article.text, what[0], clause.end)
        if match is None or sentence in self.agreed or not IS_AGREEMENT.search(words):
            return
        first, second = self._does(clause), self.parties.of_span(self.article, (match.end(), clause.end))
        pair = (first.party, second.party)
        if pair[0] and pair[1] and pair[0] != pair[1] and not (first.state and second.state):
            self.agreed.add(sentence)
            stage = "signed" if clause.predicate in {"sign", "ink", "seal"} else "reached"
            span = (clause.start, clause.end)
            dates = self.layout.dates(span, clause.start)
            yield self.step("agreement", (pair[0], pair[1]), stage, span, clause.status, dates)

    def _does(self, clause: Clause) -> Standing:
        return self.parties.of_span(self.article, clause.subject) if clause.subject else Standing(None, None)

    def _gathering(self, span: Span) -> str | None:
        """A body that is only described: "the ruling coalition"."""
        words = " ".join(self.article.text[span[0] : span[1]].split())
        described = re.match(
            r"(?:the|an?|its|their)\s+(?:\S+\s+){0,2}(?:coalition|alliance|bloc|consortium)$", words, re.I
        )
        return self.parties.describe(self.article, words) if described and not self.layout.mentions(span) else None

    def _cause(self, clause: Clause) -> str:
        """What a fine is for, in the article's own words."""
        match = FOR.search(self.article.text, clause.start, clause.end)
        return cause_of(match) if match is not None else ""

    def of_trade(self, figure: Figure) -> Iterator[Step]:
        """How much two countries trade, by period."""
        if not any(w in (figure.measure or "") for w in ("trade", "commerce", "export", "import")):
            return
        pair = tuple(p for c in figure.about if (p := self.parties.of_code(c)))
        sentence = self.layout.sentence(figure.start)
        if len(pair) != 2 and SHARED.search(self.article.text, *sentence):
            pair = self.parties.leading(self.article) or ()
        if len(pair) != 2:
            return
        measure = (figure.measure or "").replace("commerce", "trade")
        if figure.unit == "percent" and measure == "trade":  # "an increase of 23%"
            before = self.article.text[max(sentence[0], figure.start - _NEAR) : figure.start]
            change = RISES.search(before) or FALLS.search(before)
            if change is None:
                return
            measure = "trade growth" if RISES.search(before) else "trade decline"
        shown = " ".join(self.article.text[figure.start : figure.end].split())
        amount = amount_of(figure.value, figure.unit) if figure.unit else shown
        amount = f"{figure.qualifier} {amount}" if figure.qualifier else amount
        dates = _period(figure.period)
        yield self.step("trade", pair, f"{measure}: {amount}", sentence, "happened", dates)

    def of_sentence(self, sentence: Span) -> Iterator[Step]:
        """Memberships and agreements."""
        text = self.article.text[sentence[0] : sentence[1]]
        member = sentence not in self.joined and IS_MEMBERSHIP.search(text)
        found = self._membership(sentence, text) if member else None
        if found is None and sentence not in self.agreed and IS_AGREEMENT.search(text):
            found = self._agreement(sentence, text)
        if found is not None:
            yield found

    def _membership(self, sentence: Span, text: str) -> Step | None:
        found = stage_in(MEMBERSHIP, text)
        if found is None:
            return None
        stage, (start, end) = found
        named = list(self._named((max(0, sentence[0] - 400), sentence[1])))
        bodies = [(at, p) for at, p in named if self.parties.is_body(p)]
        bodies = [b for b in bodies if self.parties.is_between(b[1])] or bodies
        countries = [(at, p) for at, p in named if at >= sentence[0] and not self.parties.is_body(p)]
        if stage == "left":  # it is the body that is left
            bodies = [(at, p) for at, p in bodies if 0 <= at - sentence[0] - end < 40]
        applicant = self._applicant((sentence[0] + start, sentence[0] + end), countries, bodies)
        if not bodies or applicant is None:
            return None
        body = min(bodies, key=lambda b: abs(b[0] - sentence[0] - start))[1]
        status = self.layout.status(sentence[0] + start)
        if stage == "pledged" and status == "planned":
            status = "happened"  # the joining is still to come, the pledge is made
        if stage == "full membership" and status == "happened":
            return None
        return self.step(
            "membership", (applicant, body), stage, sentence, status, self.layout.dates(sentence, sentence[0] + start)
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
        named = [(at, p) for at, p in self._named(near) if not self.parties.is_body(p)]
        pair = list(dict.fromkeys(p for _, p in named))
        if len(pair) != 2 or not self._joined(named):
            return None
        stage, (start, _) = found
        status = self.layout.status(sentence[0] + start)
        if stage == "drafted" and status == "happened":
            status = "ongoing"
        dates = self.layout.dates(sentence, sentence[0] + start)
        topic = topic_of(text, match)
        return self.step("agreement", (pair[0], pair[1]), stage, sentence, status, dates, topic)

    def _joined(self, named: Sequence[tuple[int, str]]) -> bool:
        """Whether two parties that are named one after the other stand in one phrase or clause."""
        return any(
            first != second and not APART.search(self.article.text, at, after)
            for (at, first), (after, second) in pairwise(named)
        )

    def _sides(self, side: Iterable[EventActor]) -> list[str]:
        found = [self.parties.of_side(self.article, a) for a in side]
        return list(dict.fromkeys(p for p in found if p is not None))

    def _named(self, span: Span) -> Iterator[tuple[int, str]]:
        """Where which parties are named within the span."""
        for mention in self.layout.mentions(span):
            local = self.locals.get(mention.actor or "")
            party = self.parties.of_local(self.article, local) if local is not None else None
            if party is not None:
                yield mention.start, party

    def _over(self, event: Event) -> str:
        """Over what it is done, in the article's own words."""
        sentence = self.layout.sentence(event.trigger[0][0])
        match = OVER.search(self.article.text, event.trigger[0][0], sentence[1])
        near = match is not None and match.start() - event.trigger[-1][1] < 40
        return cause_of(match) if match is not None and near else ""


def _after_genitive(text: str, at: int) -> int:
    end = at
    while end < len(text) and end - at < 30 and not text[end].isspace():
        end += 1
    return end + 1


def _joining_next(text: str, at: int) -> bool:
    """Whether the name at `at` is followed by a genitive and a word of joining, an adjective or two between."""
    next_ = _after_genitive(text, at)
    after = text[next_ : next_ + 40].split()
    genitive = text[at : next_ - 1].rstrip().endswith(("'s", "’s", "s'", "s’"))
    joining = ("membership", "application", "accession", "bid", "quest", "candidacy")
    return genitive and any(w.strip(",.;") in joining for w in after[:3])


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


def days(from_: str | None, to: str | None) -> int:
    """How many days lie between two dates; none where one is missing."""
    try:
        return (date.fromisoformat((to or "")[:10]) - date.fromisoformat((from_ or "")[:10])).days
    except ValueError:
        return 0
