"""Actors of events: from a word of the parse to a name, a code and a span."""

import re
from collections.abc import Iterable
from functools import cached_property

from spacy.tokens import Span as Tokens
from spacy.tokens import Token

from variorum.annotate.arguments import together
from variorum.annotate.codes import code_at, code_of, join_code
from variorum.annotate.grammar import NOUNS
from variorum.annotate.homes import Homes
from variorum.annotate.parsed import Parsed
from variorum.annotate.pronouns import PRONOUNS
from variorum.annotate.roles import describe
from variorum.annotate.status import words
from variorum.lexicon.actors import actor_nouns
from variorum.types import EventActor, LocalActor, Mention

_ACTORS = frozenset({"PERSON", "ORG", "COUNTRY", "NORP", "GPE"})
_PRINTED = frozenset({"COUNTRY", "NORP", "GPE"})
_STANDING = frozenset({"PLACE", "NORP"})  # who is meant shows in the words around
_FILED = re.compile(r".*\d{4}-\d\d-\d\d\s+|000\s+")  # a byline, or the tail of a number that is written apart
_LOST = 12  # words before a verb in which its subject is looked for
_PLACES = frozenset({"PLACE", "LOC", "FAC"})
_NAMING = frozenset({"NOUN", "PROPN", "ADJ", "PRON", "NUM"})
_MAKERS = ("of", "by", "from", "between")  # whose deed it is; the others name whom it concerns
_OWNERS = (*_MAKERS[:3], "against", "on", "for", "to", "between", "with")


class Sides:
    """The actors of one article, looked up by the word that heads a mention."""

    def __init__(self, parsed: Parsed, mentions: Iterable[Mention], actors: Iterable[LocalActor]) -> None:
        self.parsed = parsed
        self.mentions = tuple(mentions)
        self.actors = {actor.id: actor for actor in actors}
        self.homes = Homes(parsed, self.mentions, self.actors)
        self._found: dict[int, tuple[tuple[Token, EventActor], ...]] = {}

    @cached_property
    def _by_head(self) -> dict[int, Mention]:
        out: dict[int, Mention] = {}
        for mention in self.mentions:
            tokens = self.parsed.tokens((mention.start, mention.end))
            if len(tokens):
                out.setdefault(tokens.root.i, mention)
        return out

    def of(
        self, token: Token, *, places: bool = False, drill: bool = True, makers: bool = False, reach: int = 5
    ) -> tuple[EventActor, ...]:
        """The actors that a noun phrase names, those joined by "and" apart; empty where it names none.

        Args:
            token: the head of the phrase.
            places: whether a place counts.
            drill: whether a thing stands for the one whose it is: "Haiti's efforts".
            makers: whether it does so only for the one who makes it, not for the one whom it concerns.
            reach: how many phrases inside one another are looked into.
        """
        out: list[EventActor] = []
        for each in together(token):
            for found in self._one(each, places=places, drill=drill, makers=makers, reach=reach):
                if all((found.span, found.actor) != (other.span, other.actor) for other in out):
                    out.append(found)
        return tuple(out)

    def in_sentence(self, sentence: Tokens) -> tuple[tuple[Token, EventActor], ...]:
        """Whoever a sentence names, places among them, each with the word that heads it."""
        if sentence.start not in self._found:
            nominal = (t for t in sentence if t.pos_ in _NAMING)
            named = ((t, self._one(t, places=True, drill=False, makers=False, reach=5)) for t in nominal)
            self._found[sentence.start] = tuple((t, found[0]) for t, found in named if found)
        return self._found[sentence.start]

    def _one(self, token: Token, *, places: bool, drill: bool, makers: bool, reach: int) -> tuple[EventActor, ...]:
        if reach == 0:
            return ()
        if _dateline(token) or _feast(token):
            return ()
        whole = token.head if token.dep_ == "appos" else None  # "the Club, a body that sued": the Club
        if whole is not None and whole.ent_type_ and token.i not in self._by_head and whole.i in self._by_head:
            token = whole
        if both := self.homes.both(token):
            return both
        mention = self._by_head.get(token.i)
        if mention is not None and (mention.label == "AGREEMENT" or _somebody(mention, token)):
            return ()
        if mention is not None and (mention.label in _ACTORS or mention.actor or (places and mention.label in _PLACES)):
            found = self._mentioned(mention, token)
            if found is not None:
                return (found,)
        if token.tag_ == "NN" and token.lower_ in _ABSTRACT:
            body = next((c for c in token.children if c.dep_ == "appos" and c.i in self._by_head), None)
            return () if body is None else self._one(body, places=False, drill=False, makers=False, reach=reach - 1)
        if token.tag_ == "NN" and token.lower_ == "force" and not any(token.lefts):
            return ()  # "the use of force"
        if token.lower_ in {"they", "them"} and mention is None:
            return self._several(token)
        if token.lower_ in {"he", "she", "it"} and token.dep_ == "nsubj":
            return self._before_pronoun(token)
        if token.pos_ == "PRON" or token.pos_ not in NOUNS | {"ADJ", "NUM"}:
            return ()
        if token.ent_type_ in _ACTORS or (places and token.ent_type_ in {"LOC", "FAC"}):
            return (self.printed(token),)
        partitive = [t for c in token.children if c.dep_ == "prep" and c.lower_ == "of" for t in c.children]
        if token.lemma_.lower() in _GROUPS and partitive:
            found_in = self.of(partitive[0], places=places, drill=drill, reach=reach - 1)
            if found_in:
                return found_in
        if token.i + 1 < len(token.doc) and token.nbor().text == "-":  # "hostage" of "hostage-takers"
            return ()
        alone, named = actor_nouns(), actor_nouns(beside=True)
        lemma = token.lemma_.lower()
        if token.tag_ in {"NNPS", "NNP"} and lemma not in alone:
            lemma = lemma.removesuffix("s")  # the lemmatiser leaves names alone: "NGOs", "Senators"
        if lemma in _POLITIES and (found := self._polity(token)):
            return (found,)
        if token.pos_ in NOUNS and (lemma in alone or lemma in named):
            apposed = next((c for c in token.children if c.dep_ == "appos" and c.i in self._by_head), None)
            if apposed is not None:
                return self._one(apposed, places=places, drill=False, makers=False, reach=reach - 1)
            printed = self.printed(token)
            region = any(c.dep_ in {"amod", "compound"} and c.text[:1].isupper() for c in token.children)
            bound = lemma in _ALLIES and any(c.dep_ == "poss" for c in token.children)
            told = printed.code or bound or (region and lemma in _POLITIES | _ALLIES)
            return (printed,) if lemma in alone or told else ()
        if lemma in _KIN or not drill:
            return ()
        return self.owners(token, _MAKERS if makers else _OWNERS, places=places)

    def _several(self, pronoun: Token) -> tuple[EventActor, ...]:
        """Whom "they" means where the article has no name for them: the one group that is a subject before it."""
        alone = actor_nouns()
        groups = [
            t
            for t in pronoun.doc[pronoun.sent.start : pronoun.i]
            if t.tag_ in {"NNS", "NNPS"} and (t.dep_ in {"nsubj", "nsubjpass"} or pronoun.lower_ == "them")
        ]
        groups = [t for t in groups if t.lemma_.lower() in alone] if pronoun.lower_ == "them" else groups
        if len(groups) != 1 or groups[0].lemma_.lower() not in alone:
            return ()
        return self._one(groups[0], places=False, drill=False, makers=False, reach=1)

    def _before_pronoun(self, pronoun: Token) -> tuple[EventActor, ...]:
        """Whom "he", "she" or "it" means where the article has no name for it: the only one that it can mean.

        For a person, the one who is the subject before it, up to the sentence before; for "it", the one country or body
        that its own sentence names before it.
        """
        sent = pronoun.sent
        person = pronoun.lower_ != "it"
        start = sent.start_char if not person or sent.start == 0 else pronoun.doc[sent.start - 1].sent.start_char
        found: dict[str, EventActor] = {}
        for mention in self.mentions:
            if not start <= mention.start < pronoun.idx or mention.head == "pronoun":
                continue
            actor = self.actors.get(mention.actor or "")
            tokens = self.parsed.tokens((mention.start, mention.end))
            if actor is None or not len(tokens) or (actor.kind == "person") != person:
                continue
            if person and tokens.root.dep_ not in {"nsubj", "nsubjpass", "appos"}:
                continue
            if (named := self._mentioned(mention, tokens.root)) is not None:
                found[actor.id] = named
        return tuple(found.values()) if len(found) == 1 else ()

    def _polity(self, token: Token) -> EventActor | None:
        """The country of whoever "his country" or "her government" refers back to."""
        for owner in (c for c in token.children if c.dep_ == "poss" and c.pos_ == "PRON"):
            mention = self._by_head.get(owner.i)
            actor = self.actors.get(mention.actor or "") if mention is not None else None
            country = (actor.code or actor.country or "").partition(".")[0] if actor is not None else ""
            if country:
                printed = self.printed(token)
                return EventActor(name=printed.name, code=country, span=printed.span)
        return None

    def owners(
        self, noun: Token, prepositions: tuple[str, ...] = _OWNERS, *, places: bool = False
    ) -> tuple[EventActor, ...]:
        """Whose thing it is: "Haiti's efforts", "an Indian proposal", "the removal of the president"."""
        for dep in ("poss", "amod", "compound", "nmod"):
            for child in noun.children:
                area = places and noun.lemma_.lower() in _AREAS
                if child.dep_ != dep or (dep != "poss" and not area and self._is_place(child)):
                    continue
                if dep in {"compound", "amod"} and child.text.islower() and child.lemma_ not in _BODIES:
                    continue  # "a hostage swap" is no hostage's
                if dep in {"compound", "nmod"} and child.ent_type_ == "GPE" and noun.lemma_.lower() in _TOPICAL:
                    continue  # "the Norland probe"
                if found := self._known(child, places=places):
                    return found
        for preposition in prepositions:
            for child in noun.children:
                if child.dep_ == "prep" and child.lower_ == preposition:
                    for t in child.children:
                        if t.dep_ == "pobj" and (found := self._known(t)):
                            return found
        return ()

    def _is_place(self, token: Token) -> bool:
        """Whether a name before a noun only tells where that is: "a New York clinic"."""
        mention = self._by_head.get(token.i)
        return mention is not None and mention.label == "PLACE"

    def _known(self, token: Token, *, places: bool = False) -> tuple[EventActor, ...]:
        """The actors that a noun phrase names, those of whom nothing is known left out."""
        return tuple(a for a in self.of(token, drill=False, places=places) if a.code or a.actor)

    def kind(self, side: EventActor) -> str | None:
        """The kind of actor that it is in this article, where it is one of its actors."""
        found = self.actors.get(side.actor or "")
        return found.kind if found is not None else None

    def is_sure(self, source: tuple[EventActor, ...], target: tuple[EventActor, ...]) -> bool:
        """Whether the source is named, not only a pronoun, or whom it deals with is of a known country."""
        return any(self._is_named(a) for a in source) or any((a.code or ".")[0] != "." for a in target)

    def _is_named(self, side: EventActor) -> bool:
        """Whether it is more than a pronoun, or one whose name stands before it in its sentence."""
        if self.parsed.text[slice(*side.span)].lower() not in PRONOUNS:
            return True
        tokens = self.parsed.tokens(side.span)
        start = tokens[0].sent.start_char if len(tokens) else side.span[0]
        return any(m.actor == side.actor and start <= m.start < side.span[0] for m in self.mentions if m.head == "name")

    def before(self, verb: Token) -> tuple[EventActor, ...]:
        """The name that stands before a finite verb whose subject the parse has lost, no other verb between."""
        for i in range(verb.i - 1, max(-1, verb.i - _LOST), -1):  # perhaps into a sentence of its own
            token = verb.doc[i]
            if token.pos_ in {"VERB", "AUX", "SCONJ"} or token.text in {".", "!", "?", ";", ":"} or "\n" in token.text:
                return ()
            mention = self._by_head.get(token.i)
            if mention is not None and mention.head == "name" and token.dep_ != "pobj":
                found = self._mentioned(mention, token)
                return (found,) if found is not None else ()
        return ()

    def _mentioned(self, mention: Mention, token: Token) -> EventActor | None:
        actor = self.actors.get(mention.actor or "")
        text = self.parsed.text[mention.start : mention.end]
        if actor is None:
            return None if mention.head == "pronoun" else self.printed(token)
        if text == "Brussels" and (union := self._union) is not None:
            return EventActor(name=text, code=union.code, span=(mention.start, mention.end), actor=union.id)
        code = actor.code or actor.country or self._shown(actor, token)
        if actor.kind == "organisation" and (actor.code_from or "").startswith(("regions:", "countries:")):
            code = code if code and "." in code else None  # a club or a firm named after a town speaks for no country
        if mention.head == "name" and mention.label in _STANDING:
            code = code_at(self.parsed.text, mention.start, mention.end)[0] or code
        if mention.label == "PLACE" and code is not None:
            code = code.removesuffix(".GOV")
        if mention.label not in _PRINTED or mention.head != "name":  # "Palestinians" are not "Palestine"
            text = actor.name or text
        return EventActor(name=text, code=code, span=(mention.start, mention.end), actor=actor.id)

    @cached_property
    def _union(self) -> LocalActor | None:
        """The European Union or its Commission, where the article names it: Brussels is then its seat."""
        european = ("European Union", "European Commission", "EU")
        return next((a for a in self.actors.values() if a.kind == "organisation" and a.name in european), None)

    def _shown(self, actor: LocalActor, token: Token) -> str | None:
        """What the words of a name, its owner or an office show of somebody who has no code: ".COP", "ISR.JUD"."""
        if actor.kind == "person":
            if (held := self._employer(actor)) is not None:
                return held
            told = (describe(self.parsed.text, role.span) for role in actor.roles)
            return join_code(None, next((role.sector for role in told if role is not None and role.sector), None))
        if actor.kind != "organisation":
            return None
        code = _coded(token, actor.name)
        if code is not None and code.startswith("."):
            owner = next((a.code for c in token.children if c.dep_ == "poss" for a in self.of(c, drill=False)), None)
            return join_code((owner or "").partition(".")[0], code.removeprefix("."))
        if code is None and token.dep_ == "appos":  # "Norland's state smelter, | Vint"
            body = token.head
            return (
                _coded(body, token.doc[body.left_edge.i : body.i + 1].text) if body.ent_type_ not in _ACTORS else None
            )
        return code

    def _employer(self, person: LocalActor) -> str | None:
        """The code of the body that somebody's office is one of: "a spokesman of the Farmers' Party"."""
        for role in person.roles:
            for mention in self.mentions:
                if role.span[0] <= mention.start < role.span[1] and mention.actor != person.id:
                    body = self.actors.get(mention.actor or "")
                    if body is not None and body.kind == "organisation" and "." in (body.code or ""):
                        return body.code
        return None

    def printed(self, token: Token) -> EventActor:
        """An actor named only here: its printed words, without the article, and what code they show."""
        left = token
        for child in token.lefts:
            dated = child.idx > 0 and self.parsed.text[child.idx - 1] == "-" and child.dep_ == "nummod"  # "1997-02-16"
            filed = child.text.isupper() and child.nbor().text in {"-", "--", ":"} and child.i + 2 == token.i
            if child.dep_ in _BEFORE and child.lower_ not in _LOOSE and not (dated or filed):
                edge = child if child.dep_ == "nummod" else child.left_edge
                left = min(left, edge, key=lambda t: t.i)
        while left.dep_ == "det" and left.i < token.i:
            left = left.nbor()
        for child in token.lefts:
            if child.dep_ == "det" and child.i >= left.i:
                left = child.nbor()
        start, end = left.idx, token.idx + len(token.text)
        if token.ent_type_ in _ACTORS:
            for entity in token.sent.ents:
                if entity.start <= token.i < entity.end:
                    start, end = min(start, entity.start_char), max(end, entity.end_char)
        text = self.parsed.text
        if text[start : start + 4].lower() == "the ":
            start += 4
        while start < token.idx and not (text[start].isalpha() or text[start].isdigit()):
            start += 1
        if byline := _FILED.match(text, start, end):
            start = byline.end()
        return EventActor(name=text[start:end], code=_coded(token, text[start:end]), span=(start, end))


def all_of(
    sides: Sides, tokens: Iterable[Token], *, places: bool = False, drill: bool = True, makers: bool = False
) -> tuple[EventActor, ...]:
    """The actors that several noun phrases name."""
    return tuple(a for t in tokens for a in sides.of(t, places=places, drill=drill, makers=makers))


def _coded(token: Token, name: str) -> str | None:
    """The code that the words show; "villages in Egypt" and a mission "of Turkish officials" take that country's."""
    code = code_of(name)[0] if name not in {"House", "Senate"} else ".LEG"
    if code is None or code.startswith("."):
        members = [t for c in token.children if c.lower_ in {"of", "in"} for t in c.children if t.dep_ == "pobj"]
        for member in members:
            words = token.doc[member.left_edge.i : member.i + 1].text
            found = code_of(words)[0]
            if found and not found.startswith("."):
                return join_code(found.partition(".")[0], (code or "").removeprefix(".") or None)
    return code


def _feast(token: Token) -> bool:
    """Whether a party is one with guests: "a garden party", "stormed a party"."""
    if token.lower_ != "party":
        return False
    before = [c for c in token.lefts if c.dep_ in {"det", "compound", "poss", "amod"}]
    if any(c.lower_ in _FEASTS for c in before):
        return True
    return all((c.dep_ == "det" and c.lower_ != "the") or c.lower_ in _FEASTS for c in before)


def _somebody(mention: Mention, token: Token) -> bool:
    """Whether a demonym means one person, who is not told: "the Russian", not "the Russians" or "the French"."""
    if mention.label not in {"NORP", "COUNTRY"} or mention.head != "name" or token.pos_ not in NOUNS:
        return False
    single = token.tag_ in {"NN", "NNP"} and token.head.tag_ not in {"VBP"}
    return (
        single
        and any(c.dep_ == "det" and c.lower_ in {"the", "a", "an"} for c in token.children)
        and (token.lower_.endswith(("an", "ese", "ian")))
    )


def _dateline(token: Token) -> bool:
    """Whether the word is the place that a report is filed from: "VIENNA (AP) -- The"."""
    at = token.i - token.sent.start
    if at > 5 or not token.text.isupper() or len(token.text) < 4:
        return False
    return any(t.text in {"--", "–", "—", "-"} for t in token.sent[at + 1 : at + 8])


_BEFORE = frozenset({"compound", "amod", "nmod", "nummod", "poss", "quantmod"})
_LOOSE = frozenset({"several", "some", "many", "few", "other", "such", "more", "same", "own", "least"})
_ABSTRACT = words("justice authority opposition minority resistance intelligence")
_POLITIES = words("country nation government state power")
_TOPICAL = words("investigation probe inquiry policy crisis war deal agreement scandal affair issue question talk plan")
_BODIES = words(
    "government army police rebel military opposition union administration guerrilla party parliament militia"
)
_AREAS = words("region area district province neighbourhood neighborhood enclave camp town city village airport front")
_ALLIES = words("ally partner neighbour neighbor rival enemy")
_KIN = words(
    "brother sister wife husband son daughter father mother parent family friend girlfriend boyfriend widow cousin "
    "uncle aunt nephew niece grandson relative lawyer attorney agent boss fan neighbour neighbor patient colleague"
)
_FEASTS = words("garden dinner birthday christmas cocktail wedding house office tea search lavish private farewell")
_GROUPS = words(
    "hundred thousand dozen score ten number group member majority crowd host handful couple million lot bulk rest "
    "part half third million people"
)
