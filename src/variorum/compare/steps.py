"""Steps: mentions of how far a relation has come, read off one article's events, figures and words."""

import re
from collections.abc import Iterable, Iterator, Sequence
from datetime import date

from variorum.compare.accords import accords, together
from variorum.compare.parties import Parties, Standing
from variorum.compare.stages import (
    AGREEMENT,
    AIDED,
    ARMS,
    BACKING,
    CIVIL,
    CURB,
    FALLS,
    FINES,
    FOR,
    IS_AGREEMENT,
    JOINS,
    OVER,
    PLACED,
    RESCUE,
    RISES,
    SHARED,
    SIGNS,
    TALKS,
    TELLING,
    VESSEL,
    WITH,
    WITHHOLDS,
    amount_of,
    cause_of,
    contact_stage,
    envoy_stage,
    sanction_stage,
    stage_in,
    supply_stage,
)
from variorum.compare.statements import HELD
from variorum.compare.step import Kind, Source, Step
from variorum.types import AnnotatedArticle, Clause, Event, Figure, Span, Status

_MANY = 6  # pairs of parties that one event may stand for
_NEAR = 40  # code points before a figure in which a word tells whether it is a rise


def steps(article: AnnotatedArticle, parties: Parties, story: str) -> Iterator[Step]:
    """The steps that an article tells of."""
    source = Source(article, parties, story)
    maker = _Maker(source)
    for event in article.events:
        yield from maker.of_event(event)
    for clause in article.clauses:
        yield from maker.of_clause(clause)
    for figure in article.figures:
        yield from maker.of_trade(figure)
    for sentence in article.sentences:
        yield from accords(source, sentence, joined=sentence in maker.joined, agreed=sentence in maker.agreed)


class _Maker:
    """Steps out of one article."""

    def __init__(self, source: Source) -> None:
        self.source = source
        self.article = source.article
        self.parties = source.parties
        self.layout = source.layout
        self.agreed: set[Span] = set()  # sentences whose agreement was read off an event or a clause
        self.joined: set[Span] = set()  # those whose membership was

    def of_event(self, event: Event) -> Iterator[Step]:
        """Contacts, sanctions, aid and arms; agreements that are not between two states."""
        pairs = self.parties.pairs(self.article, event.source, event.target)[:_MANY]
        dates = (event.from_, event.to)
        span = (event.start, event.end)
        words, told = self._words(event)
        if event.code == "CONSULT":
            for pair in self._meeting(event):
                if self._in_contact(pair, event, words):
                    early = event.status == "planned" and (event.to or "9999") <= (self.article.published or "")[:10]
                    when = (None, None) if early else dates  # the day on which the meeting was agreed
                    yield self.source.step("contact", pair, contact_stage(event), span, event.status, when)
        elif event.code == "AID" and not RESCUE.search(words):
            kind: Kind = "military" if ARMS.search(told) and not CIVIL.search(told) else "aid"
            helps = AIDED.search(self.article.text, event.start, self.layout.sentence(event.trigger[0][0])[1])
            for pair in self._outward(pairs) if kind == "military" or helps else ():
                yield self.source.step(kind, pair, supply_stage(event.status), span, event.status, dates)
        elif event.code == "AGREE" or event.mode == "sign":  # some coders count a signing as SUPPORT
            yield from self._agreed(event, dates)
        elif event.code == "SANCTION" or event.mode == "sanctions":
            yield from self._sanctioned(event, self._outward(pairs))

    def _words(self, event: Event) -> tuple[str, str]:
        """The words of an event's trigger, from the first to the last, and all of its words."""
        text = self.article.text
        return text[event.trigger[0][0] : event.trigger[-1][1]], text[event.start : event.end]

    def _meeting(self, event: Event) -> list[tuple[str, str]]:
        """Who meets; not where: "talks in *Norland*"."""
        sides = (
            [side for side in sides if not PLACED.search(self.article.text[max(0, side.span[0] - 20) : side.span[0]])]
            for sides in (event.source, event.target)
        )
        return self.parties.pairs(self.article, *sides)[:_MANY]

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

    def _sanctioned(self, event: Event, pairs: Sequence[tuple[str, str]]) -> Iterator[Step]:
        """Sanctions, and talks or ties that are broken off."""
        words, told = self._words(event)
        dates, span = (event.from_, event.to), (event.start, event.end)
        if (envoy := envoy_stage(words)) is not None or TALKS.search(words):
            for pair in pairs:
                done = envoy or "suspended"
                stage = done if event.status in HELD else "denied" if event.status == "denied" else "considered"
                yield self.source.step("contact", pair, stage, span, event.status, dates)
        elif not BACKING.search(words) and (event.mode == "sanctions" or WITHHOLDS.search(told)):
            about = self._over(event)
            targets = dict.fromkeys(self.source.sides(event.target))
            curbs = event.code == "SANCTION" and CURB.search(words) and event.status != "denied"
            alone: list[tuple[str, ...]] = [(t,) for t in targets] if curbs else []
            for who in pairs or alone:
                stage = sanction_stage(event, words, told)
                yield self.source.step("sanction", who, stage, span, event.status, dates, about)

    def _agreed(self, event: Event, dates: tuple[str | None, str | None]) -> Iterator[Step]:
        """An agreement of which one side at least is no state: those of states are read off sentences."""
        words = self.article.text[event.start : event.end]
        if not IS_AGREEMENT.search(words):
            return
        found = stage_in(AGREEMENT, words)
        named = (*event.source, *event.target)
        pairs = self.parties.pairs(self.article, named, named)
        if not pairs and (union := self.parties.described_in(self.article, (event.start, event.end))):
            pairs = [(p, union) for p in self.source.sides(named) if p != union]
        if found is None or len(pairs) != 1 or all(map(self.parties.is_state, pairs[0])):
            return
        self.agreed.add(self.layout.sentence(event.trigger[0][0]))
        status: Status = "ongoing" if found[0] == "drafted" and event.status == "happened" else event.status
        yield self.source.step("agreement", pairs[0], found[0], (event.start, event.end), status, dates)

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
        yield self.source.step(
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
        row = [(at, party) for at, party in self.source.named(clause.subject or span) if self.parties.is_state(party)]
        for one in together(self.source, who, row):
            yield self.source.step("membership", (one, body), JOINS[clause.predicate], span, clause.status, dates)

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
            yield self.source.step("agreement", (pair[0], pair[1]), stage, span, clause.status, dates)

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
        yield self.source.step("trade", pair, f"{measure}: {amount}", sentence, "happened", dates)

    def _over(self, event: Event) -> str:
        """Over what it is done, in the article's own words."""
        sentence = self.layout.sentence(event.trigger[0][0])
        match = OVER.search(self.article.text, event.trigger[0][0], sentence[1])
        near = match is not None and match.start() - event.trigger[-1][1] < 40
        return cause_of(match) if match is not None and near else ""


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
