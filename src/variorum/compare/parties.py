"""Who the sides of events and of sentences are across articles.

Those who act for a state stand for their country; bodies between countries, companies, unions, parties and other
organisations stand for themselves. A body that the reports of a story only describe ("the union") is taken for the one
of its kind that they name, where there is just one, and else is a party of that story without a record of its own.
"""

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from variorum.annotate.codes import code_of
from variorum.compare.layout import Layout
from variorum.types import Actor, AnnotatedArticle, EventActor, LocalActor, Mention, Span, Story

STATE = frozenset({"", "GOV", "MIL", "COP", "JUD", "LEG", "SPY"})  # PLOVER sectors of those who act for a state
_ORGANS = STATE - {""}
_LABOUR = re.compile(r"\b(?:\w*workers|unions?|strikers|dockers|miners)$", re.I)
_NO_UNION = re.compile(  # "four workers", "aid workers"
    r"\b(?:\d[\d,]*|one|two|three|four|five|six|seven|eight|nine|ten|several|some|many|few|aid|relief|rescue|health|"
    r"humanitarian|u\.?n)\b",
    re.I,
)
_GATHERING = re.compile(
    r"\b(?:alliance|coalition|union|bloc|league|federation|confederation|association|community|consortium|pact|"
    r"organi[sz]ation|cooperative|partnership|opec|nato|eurozone|euro zone)\b",
    re.I,
)
_SEAT = re.compile(r"\b(?:government|cabinet|state|authorities|administration)$", re.I)
_OF = re.compile(r"\s+of\s+(?:the\s+)?")
_GENITIVE = re.compile(r"['’]s?\b|s['’]")
ABOUT = "about:"  # begins what tells an agreement of a pair from their other one, where a party would stand
_DESCRIBED = "described:"
_NEXT = 40  # code points around a description in which its body is named
_BODIES = frozenset({"LAB"})  # sectors whose descriptions are followed through a story


class Standing(NamedTuple):
    """For whom one side acts: the state, and the organisation that it is or leads; None for what it is not."""

    state: str | None
    own: str | None
    organ: bool = False  # whether that organisation is a part of some state
    abroad: bool = False  # of one that is known, but that no report names
    law: bool = False  # a parliament or a court, or one of it, which does not act for the state at home

    @property
    def party(self) -> str | None:
        """The state, else the organisation unless it is a part of a state that cannot be told."""
        return self.state or (None if self.organ and not self.abroad else self.own)


class Parties:
    """The parties that relations hold between."""

    def __init__(
        self, actors: Sequence[Actor], stories: Sequence[Story] = (), articles: Sequence[AnnotatedArticle] = ()
    ) -> None:
        self.names = {a.id: a.name for a in actors}
        self._actors = {a.id: a for a in actors}
        self._ids = {local: a.id for a in actors for local in a.locals}
        self._story = {article: story.id for story in stories for article in story.articles}
        self._reading: tuple[AnnotatedArticle, dict[str, LocalActor], Layout] | None = None
        countries: dict[str, Actor] = {}
        for actor in actors:
            if actor.kind == "country" and actor.country:
                best = countries.get(actor.country)
                if best is None or len(actor.mentions) > len(best.mentions):
                    countries[actor.country] = actor
        self._countries = {code: a.id for code, a in countries.items()}
        self._seats: dict[str, str] = {}
        self._known: dict[tuple[str, str], str] = {}
        self._find_described(articles)

    # --- sides ----------------------------------------------------------------------------------------------------

    def of_side(self, article: AnnotatedArticle, side: EventActor) -> str | None:
        """The party that one side of an event belongs to, or None where it is nobody's."""
        return self.standing(article, side).party

    def standing(self, article: AnnotatedArticle, side: EventActor) -> Standing:
        """For whom one side of an event acts."""
        local = self._local(article, side.actor)
        code = side.code or (local.code if local is not None else None) or self._office(local)
        state = None if _called_after(local) else self._state(article, code, side.span)
        own = self._own(article, local) if local is not None else None
        if own is None and (local is None or local.kind == "person"):
            own = self._led(article, side.span, local, code) or self._described(article, code, side.name)
        sector = _sector(code or code_of(side.name)[0])
        abroad = state is None and _country(code) is not None
        return Standing(state, own, sector in _ORGANS, abroad, law=sector in {"LEG", "JUD"})

    def pairs(
        self, article: AnnotatedArticle, sources: Iterable[EventActor], targets: Iterable[EventActor]
    ) -> list[tuple[str, str]]:
        """Each party of one side with each of the other: states where they differ, else organisations within one."""
        left, right = ([self.standing(article, side) for side in sides] for sides in (sources, targets))
        out: dict[tuple[str, str], None] = {}
        for one in left:
            for other in right:
                first, second = one.party, other.party
                if one.state and one.state == other.state:
                    first, second = self._within(one), self._within(other)
                if not first or not second or first == second or (second, first) in out:
                    continue
                at_home = (one.law and self.is_home(second, first)) or (other.law and self.is_home(first, second))
                if not at_home:
                    out[first, second] = None
        return list(out)

    def _within(self, standing: Standing) -> str | None:
        """The party that one is within its own state: an organisation, or the state; its organs are no parties."""
        return standing.state if standing.organ or standing.own is None else standing.own

    def of_local(self, article: AnnotatedArticle, local: LocalActor) -> str | None:
        """The country that an actor acts for, or the body between countries that it is."""
        country = local.country or _country(local.code)
        if country in self._countries and _sector(local.code) in STATE:
            return self._countries[country]
        gathering = _GATHERING.search(local.name) and _sector(local.code) not in _BODIES
        return self._organisation(article, local) if _between(local) or gathering else None

    def of_span(self, article: AnnotatedArticle, span: Span) -> Standing:
        """For whom acts who is named by a phrase: by its first mention that is no genitive."""
        named = self._read(article)[2].mentions(span)
        whole = [m for m in named if not _GENITIVE.match(article.text, m.end)]
        mention = next(iter(whole or named), None)
        if mention is not None:
            words = article.text[mention.start : mention.end]
            side = EventActor(name=words, code=None, span=(mention.start, mention.end), actor=mention.actor)
            return self.standing(article, side)
        words = article.text[span[0] : span[1]]
        return self.standing(article, EventActor(name=words, code=code_of(words)[0], span=span))

    def described_in(self, article: AnnotatedArticle, span: Span) -> str | None:
        """The union of the article's story, where the words of a span speak of it."""
        found = any(_LABOUR.search(word) for word in article.text[span[0] : span[1]].split())
        return self._known.get((self._story_of(article), "LAB")) if found else None

    def of_code(self, country: str) -> str | None:
        """The actor that a country is."""
        return self._countries.get(country)

    # --- what they are --------------------------------------------------------------------------------------------

    def is_body(self, party: str) -> bool:
        """Whether a party is a body that countries or organisations are members of."""
        actor = self._actors.get(party)
        if actor is None or actor.kind != "organisation":
            return False
        return (actor.code or "").startswith("IGO") or bool(_GATHERING.search(actor.name))

    def is_coded(self, party: str) -> bool:
        """Whether a party is a country, or an organisation of a known kind."""
        actor = self._actors.get(party)
        return actor is None or bool(actor.code or actor.country or code_of(actor.name)[0])

    def is_home(self, party: str, state: str) -> bool:
        """Whether a party is an organisation of a state."""
        actor, country = self._actors.get(party), self._actors.get(state)
        if actor is None or country is None or party == state:
            return False
        return bool(country.country) and (actor.country or _country(actor.code)) == country.country

    def is_between(self, party: str) -> bool:
        """Whether a party is a body between countries."""
        actor = self._actors.get(party)
        return actor is not None and (actor.code or "").startswith("IGO")

    def is_state(self, party: str) -> bool:
        """Whether a party is a country."""
        actor = self._actors.get(party)
        return actor is not None and actor.kind == "country"

    def describe(self, article: AnnotatedArticle, words: str) -> str:
        """A party of the article's story that is known by a description alone."""
        party = f"{_DESCRIBED}{self._story_of(article)}:{words.lower()}"
        self.names.setdefault(party, words)
        return party

    def name(self, party: str) -> str:
        """What a party is called."""
        return self.names.get(party, party)

    def held(self, parties: Iterable[str]) -> tuple[str, ...]:
        """The parties that have a record as actors."""
        return tuple(p for p in parties if p in self._actors)

    def leading(self, article: AnnotatedArticle) -> tuple[str, str] | None:
        """The two countries that an article is about, where no third comes near them."""
        local = self._locals(article)
        counts: Counter[str] = Counter()
        for mention in article.mentions:
            actor = local.get(mention.actor or "")
            party = self._countries.get((actor.country or _country(actor.code) or "") if actor is not None else "")
            if party is not None:
                counts[party] += 1
        top = counts.most_common(3)
        if len(top) < 2 or (len(top) == 3 and top[2][1] * 2 > top[1][1]):
            return None
        first, second = sorted((top[0][0], top[1][0]))
        return first, second

    # --- how they are found ---------------------------------------------------------------------------------------

    def _state(self, article: AnnotatedArticle, code: str | None, span: Span) -> str | None:
        if _sector(code) not in STATE:
            return None
        country = _country(code)
        if country in self._countries:
            return self._countries[country]
        if code and not country and _sector(code) == "GOV" and not code.startswith("IGO"):
            return self._seat(article, span) or self._seats.get(self._story_of(article))
        return None

    def _seat(self, article: AnnotatedArticle, span: Span) -> str | None:
        """Whose government a description names: "the government of *Velmark*", "*Velmark*'s government"."""
        text = article.text
        if not _SEAT.search(text[span[0] : span[1]]):
            return None
        of = _OF.match(text, span[1])
        for mention in self._near(article, span):
            genitive = mention.end <= span[1] and text[mention.end : mention.end + 2] in {"'s", "’s", "' ", "’ "}
            if (of is not None and mention.start == of.end()) or (genitive and span[0] - mention.start < 40):
                return self._ids.get((article.id, mention.actor or ""))
        return None

    def _own(self, article: AnnotatedArticle, local: LocalActor) -> str | None:
        """The organisation that an actor is; the media, who report on all, are none."""
        return self._organisation(article, local) if _sector(local.code) != "MED" else None

    def _organisation(self, article: AnnotatedArticle, local: LocalActor) -> str | None:
        return self._ids.get((article.id, local.id)) if local.kind == "organisation" else None

    def _office(self, local: LocalActor | None) -> str | None:
        """The code of the offices that a text gives a person who has none."""
        if local is None or local.kind != "person":
            return None
        return next((code for role in local.roles if (code := code_of(role.role)[0])), None)

    def _led(self, article: AnnotatedArticle, span: Span, local: LocalActor | None, code: str | None) -> str | None:
        """The organisation that a person speaks for: "chief executive of *Norsund*"; states are told by codes."""
        if _sector(code) in STATE:
            return None
        of = _OF.match(article.text, span[1])
        for mention in self._near(article, span):
            body = self._local(article, mention.actor)
            if of is not None and mention.start == of.end() and body is not None:
                return self._own(article, body)
        roles = " ; ".join(role.role for role in local.roles) if local is not None else ""
        led = [a for a in article.actors if a.kind == "organisation" and a.name in roles] if roles else []
        return self._own(article, led[0]) if len(led) == 1 else None

    def _described(self, article: AnnotatedArticle, code: str | None, words: str) -> str | None:
        sector = _sector(code) or ("LAB" if _LABOUR.search(words) else "")
        return self._known.get((self._story_of(article), sector)) if sector in _BODIES else None

    def _find_described(self, articles: Iterable[AnnotatedArticle]) -> None:
        """Find which government and which union the reports of each story speak of."""
        seats: dict[str, Counter[str]] = {}
        unions: dict[str, Counter[str]] = {}
        named: dict[str, set[str]] = {}
        for article in articles:
            story = self._story_of(article)
            for local in article.actors:
                if local.kind == "organisation" and _sector(local.code or code_of(local.name)[0]) == "LAB":
                    named.setdefault(story, set()).add(self._ids.get((article.id, local.id), ""))
            for event in article.events:
                for side in (*event.source, *event.target):
                    if side.actor is None and (seat := self._seat(article, side.span)):
                        seats.setdefault(story, Counter())[seat] += 1
                    if side.actor is None and _LABOUR.search(side.name) and not _NO_UNION.search(side.name):
                        unions.setdefault(story, Counter())[" ".join(side.name.split())] += 1
        self._seats = {story: next(iter(found)) for story, found in seats.items() if len(found) == 1}
        for story, phrases in unions.items():
            bodies = named.get(story, set()) - {""}
            if len(bodies) > 1:
                continue
            party = next(iter(bodies), f"{_DESCRIBED}{story}:LAB")
            self._known[story, "LAB"] = party
            self.names.setdefault(party, max(phrases, key=lambda p: ("union" in p, len(p.split()) < 4, len(p), p)))

    def _story_of(self, article: AnnotatedArticle) -> str:
        return self._story.get(article.id, article.id)

    def _read(self, article: AnnotatedArticle) -> tuple[AnnotatedArticle, dict[str, LocalActor], Layout]:
        """The article's actors by their ids, and what stands where; those of the last article asked for are kept."""
        if self._reading is None or self._reading[0] is not article:
            self._reading = article, {a.id: a for a in article.actors}, Layout(article)
        return self._reading

    def _locals(self, article: AnnotatedArticle) -> dict[str, LocalActor]:
        return self._read(article)[1]

    def _near(self, article: AnnotatedArticle, span: Span) -> Sequence[Mention]:
        """Mentions in and around a span."""
        return self._read(article)[2].mentions((span[0] - _NEXT, span[1] + _NEXT))

    def _local(self, article: AnnotatedArticle, local: str | None) -> LocalActor | None:
        return self._locals(article).get(local) if local else None


def _country(code: str | None) -> str | None:
    first = (code or "").partition(".")[0]
    return first if len(first) == 3 and first not in {"IGO", "NGO", "IMG", "MNC"} else None


def _sector(code: str | None) -> str:
    return (code or "").partition(".")[2].partition(".")[0]


def _called_after(local: LocalActor | None) -> bool:
    """Whether an organisation only has a country in its name: "Harbours Kenya"."""
    read_off = (local.code_from or "").startswith(("countries:", "regions:")) if local is not None else False
    return read_off and local is not None and local.kind == "organisation" and not _sector(local.code)


def _between(actor: LocalActor) -> bool:
    return (actor.code or "").startswith("IGO")
