"""Whose an office or a body is where its own words name no country: "the police", "Its government spokesman"."""

from collections import Counter
from collections.abc import Iterable, Sequence
from functools import cached_property
from itertools import islice

from msgspec import structs
from spacy.tokens import Token

from variorum.annotate.codes import join_code
from variorum.annotate.grammar import NOUNS
from variorum.annotate.parsed import Parsed
from variorum.annotate.status import words
from variorum.lexicon.actors import Found, find_entries
from variorum.types import EventActor, LocalActor, Mention

Side = tuple[EventActor, ...]

_BETWEEN = frozenset({"IGO", "NGO", "IMG"})  # codes of bodies that belong to no country
_EVERYWHERE = frozenset({".GOV", ".COP", ".LEG", ".JUD", ".LAB", ".MIL"})  # what every country has one of
_PEOPLE = frozenset({".OPP", ".PTY", ".CVL"})  # who are told of most where they live
_FAR_AHEAD = 3  # times as often as any other is one named that all people in an article are taken to be of
_NAMED_OFTEN = 3  # times that the country of an article is named at least
_TELLING = words("say tell announce declare inform state speak address brief hold warn add threaten stress")
_POSSESSIVES = frozenset({"its", "their", "his", "her"})
_LONGEST = 200  # characters before the first sentence in which a dateline is looked for
_FIRST = 8  # words of what is a sentence and no dateline
_SHORT = 4  # characters between a possessive and a description: "Its | foreign minister"
_ABROAD = words("envoy ambassador delegation diplomat mediator commission delegate")  # rather not at home, or of none
_COUNTRIES = words("country nation state side neighbour neighbor government army military republic capital party")
_OFFICES = words("president leader minister premier chancellor king monarch head diplomat negotiator delegation")


class Homes:
    """The countries of one article, and which of them those belong to whose words name none."""

    def __init__(self, parsed: Parsed, mentions: Sequence[Mention], actors: dict[str, LocalActor]) -> None:
        self.parsed, self.mentions, self.actors = parsed, mentions, actors

    def at_home(self, source: Side, target: Side) -> tuple[Side, Side]:
        """The sides, with their countries for bodies and offices that every country has one of."""
        return tuple(self._placed(a, target) for a in source), tuple(self._placed(a, source) for a in target)

    def both(self, token: Token) -> tuple[EventActor, ...]:
        """The two that "the two countries", "both presidents" or "the sides" mean, or nobody."""
        lemma = token.lemma_.lower()
        if token.lower_ in {"both", "each"} and token.dep_ in {"nsubj", "dobj", "pobj"}:
            return self._two(token, None) if not any(token.children) else ()
        if token.tag_ not in {"NNS", "NNPS"} or lemma not in _COUNTRIES | _OFFICES or not _is_dual(token, lemma):
            return ()
        if lemma in _OFFICES and (holders := self._holders(token, lemma)):
            return holders
        rebels = lemma == "side" and any((a.code or "").endswith(".REB") for a in self.actors.values())
        if rebels:
            return ()  # sides of a war within one country
        return self._two(token, "GOV" if lemma in _OFFICES else {"army": "MIL", "military": "MIL"}.get(lemma))

    def _two(self, token: Token, sector: str | None) -> Side:
        """The two countries that the article is about, as a phrase names them."""
        span = (token.left_edge.idx, token.idx + len(token.text))
        return tuple(
            EventActor(name=name, code=join_code(country, sector), span=span, actor=actor)
            for country, name, actor in self._pair
        )

    @cached_property
    def _counts(self) -> Counter[str]:
        """How often each country is named, by itself or by those who belong to it."""
        of = {i: (a.code or a.country or "").partition(".")[0] for i, a in self.actors.items()}
        named = (of.get(m.actor or "", "") for m in self.mentions)
        return Counter(c for c in named if len(c) == 3 and c not in _BETWEEN)

    @cached_property
    def _pair(self) -> tuple[tuple[str, str, str | None], ...]:
        """The two countries that an article is mostly about: code, name and actor of each; or none."""
        first = self._counts.most_common(3)
        if len(first) < 2 or first[1][1] < 2 or (len(first) > 2 and first[2][1] >= first[1][1]):
            return ()
        out = []
        for country, _ in first[:2]:
            actor = next((a for a in self.actors.values() if a.kind == "country" and a.country == country), None)
            if actor is None:
                return ()
            out.append((country, actor.name, actor.id))
        return tuple(out)

    @cached_property
    def _dateline(self) -> str | None:
        """The country of the place that the report is filed from."""
        start = self.parsed.title[1] if self.parsed.title else 0
        first = next((s for s in self.parsed.sentences if sum(t.is_alpha for t in islice(s, 40)) >= _FIRST), None)
        end = min(first.start_char if first is not None else start, start + _LONGEST)
        places = (f.entry for f in find_entries(self.parsed.text[start:end]) if f.entry.kind in {"capital", "place"})
        return next((entry.country for entry in places), None)

    def _placed(self, actor: EventActor, other: Side) -> EventActor:
        if actor.code in _EVERYWHERE:
            country = self._of(actor, other)
        elif actor.code in _PEOPLE or (actor.code is None and self._is_person(actor)):
            country = self._about
        else:
            return actor
        return (
            structs.replace(actor, code=join_code(country, (actor.code or "").removeprefix("."))) if country else actor
        )

    def _is_person(self, actor: EventActor) -> bool:
        """Whether it is somebody whose full name the article has."""
        local = self.actors.get(actor.actor or "")
        return local is not None and local.kind == "person" and " " in local.name

    @cached_property
    def _about(self) -> str | None:
        """The one country that an article is about: it names it often, and hardly another."""
        country = leading(self._counts.elements(), _FAR_AHEAD)
        return country if self._counts[country or ""] >= _NAMED_OFTEN else None

    def _of(self, actor: EventActor, other: Side) -> str | None:
        if (told := self._owned(actor) or self._spoken(actor) or leading(self._counts.elements())) is not None:
            return told
        tokens = self.parsed.tokens(actor.span)
        several = len(tokens) and actor.actor is None and tokens.root.tag_ in {"NNS", "NNPS"} and _counted(tokens.root)
        if several or actor.code == ".LAB":
            return None
        abroad = len(tokens) and tokens.root.lemma_.lower() in _ABROAD
        return self._dateline or self._facing(other) or (None if abroad else self._unmarked)

    @cached_property
    def _unmarked(self) -> str | None:
        """Of the two countries that an article is about, the one where it is at home: it names that as often as any,
        and whose officials are of the other, "the Norlandic minister", but not its own."""
        own = [country for country, _, _ in self._pair if country not in self._marked]
        most = max(self._counts.values(), default=0)
        return own[0] if len(own) == 1 and self._counts[own[0]] == most else None

    @cached_property
    def _marked(self) -> set[str | None]:
        """The countries that the article names with the offices and bodies of them."""
        out: set[str | None] = set()
        for actor in self.actors.values():
            out.update(f.entry.country for role in actor.roles for f in find_entries(role.role))
            if actor.kind in {"organisation", "other"} and "." in (actor.code or ""):
                named = (f for f in find_entries(actor.name) if actor.name[f.end :].islower())
                out.update(f.entry.country for f in named if _is_mark(actor.name, f))
        return out

    def _facing(self, other: Side) -> str | None:
        """Of the two countries that an article is about, the one that whoever deals with the other is of."""
        pair = {country for country, _, _ in self._pair}
        others = {(a.code or "").partition(".")[0] for a in other}
        return next(iter(pair - others)) if len(pair & others) == 1 and others <= pair else None

    def _owned(self, actor: EventActor) -> str | None:
        """The country that "Its foreign minister" takes up from the sentence before."""
        local = self.actors.get(actor.actor or "")
        spans = [role.span for role in local.roles] if local is not None else [actor.span]
        for start, _ in spans:
            words_before = self.parsed.text[max(0, start - 6) : start + 6].replace("\n", " ").split(" ")
            if not _POSSESSIVES & {w.lower() for w in words_before}:
                continue
            sentence = next((s for s in self.parsed.sentences if s.start_char <= start < s.end_char), None)
            if sentence is None:
                continue
            before = [m for m in self.mentions if m.start < start and m.start >= sentence.start_char - 300]
            for mention in reversed(before):
                owner = self.actors.get(mention.actor or "")
                if owner is not None and owner.kind == "country" and mention.actor != actor.actor and owner.country:
                    tokens = self.parsed.tokens((mention.start, mention.end))
                    if len(tokens) and tokens.root.dep_ in {"nsubj", "nsubjpass"}:
                        return owner.country
        return None

    def _spoken(self, actor: EventActor) -> str | None:
        """The country of the town in which somebody is said to have spoken, "told reporters in Lima", or of whom he
        says that it will act: "warned that Peru would"."""
        for mention in (m for m in self.mentions if m.actor and m.actor == actor.actor):
            tokens = self.parsed.tokens((mention.start, mention.end))
            verb = tokens.root.head if len(tokens) else None
            if verb is None or tokens.root.dep_ != "nsubj" or verb.lemma_ not in _TELLING:
                continue
            for own in (c for clause in verb.children if clause.dep_ == "ccomp" for c in clause.children):
                ahead = any(c.lower_ in {"will", "would", "shall"} for c in own.head.children)
                if own.dep_ == "nsubj" and own.ent_type_ == "GPE" and ahead:
                    named = next((f.entry for f in find_entries(own.text) if f.entry.country in self._counts), None)
                    if named is not None:
                        return named.country
            for base in (verb, *(c for c in verb.children if c.dep_ in {"dobj", "dative", "pobj"})):
                for link in (c for c in base.children if c.lower_ == "in" and c.dep_ == "prep"):
                    towns = (t for t in link.children if t.dep_ == "pobj" and t.ent_type_ == "GPE")
                    found = (f.entry for t in towns for f in find_entries(t.text) if f.entry.kind == "capital")
                    if (entry := next(found, None)) is not None and entry.country in self._counts:
                        return entry.country
        return None

    def _holders(self, token: Token, lemma: str) -> tuple[EventActor, ...]:
        """The two people of two countries who are said to hold the office, up to where it is spoken of."""
        out: dict[str, EventActor] = {}
        kinds = words("president king monarch emir") if lemma == "head" else {lemma}
        for mention in self.mentions:
            local = self.actors.get(mention.actor or "")
            if mention.start >= token.idx or local is None or local.kind != "person" or not local.code:
                continue
            country = local.code.partition(".")[0]
            held = any(w in kinds for role in local.roles for w in role.role.lower().split())
            if country and (held or (lemma == "leader" and local.code.endswith(".GOV"))):
                out.setdefault(
                    country, EventActor(name=local.name, code=local.code, span=(token.idx, token.idx), actor=local.id)
                )
        span = (token.left_edge.idx, token.idx + len(token.text))
        found = [EventActor(name=a.name, code=a.code, span=span, actor=a.actor) for a in out.values()]
        return tuple(found) if len(found) == 2 else ()


def _is_mark(name: str, found: Found) -> bool:
    """Whether a country's name stands before a noun that it belongs to: "Norlandic | police", "Norland's | junta"."""
    return found.entry.kind == "demonym" or name[found.end : found.end + 2] in {"'s", "’s"}


def leading(countries: Iterable[str], ahead: int = 2) -> str | None:
    """The country among them that is there so many times as often as any other, or None."""
    first = Counter(countries).most_common(2)
    if not first or (len(first) > 1 and first[0][1] < ahead * first[1][1]):
        return None
    return first[0][0]


def _is_dual(token: Token, lemma: str) -> bool:
    """Whether a plural means exactly two, who are known: "the two leaders", "both countries", "the sides"."""
    before = {c.lower_ for c in token.lefts}
    if any(c.dep_ == "nummod" and c.lower_ != "two" for c in token.lefts):
        return False
    if any(c.dep_ == "prep" and c.lower_ in {"of", "in", "from"} for c in token.rights) and lemma != "head":
        return False
    return (
        "both" in before
        or ("two" in before and bool(before & {"the", "these", "our", "their"}))
        or (lemma == "side" and "the" in before)
    )


def _counted(token: Token) -> bool:
    """Whether several of an office are meant, who may be of several countries."""
    return token.lemma_.lower() in _OFFICES | _COUNTRIES and token.pos_ in NOUNS
