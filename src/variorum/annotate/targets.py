"""To whom a verb's deed is done: who is told or given something, its objects, or whoever its complements name."""

from collections.abc import Callable, Iterable, Iterator
from itertools import islice

from spacy.tokens import Token

from variorum.annotate.arguments import agents, patients, recipients, under
from variorum.annotate.grammar import MEASURES, NOUNS, heads, is_passive
from variorum.annotate.occasion import clause_of
from variorum.annotate.predicates import Predicate
from variorum.annotate.reportable import HARMED, TELLING, TROOPS
from variorum.annotate.sides import Sides, all_of
from variorum.annotate.status import words
from variorum.lexicon.plover import lexicon
from variorum.types import EventActor

Actors = tuple[EventActor, ...]

ABOUT = frozenset({"on", "over", "for", "from", "into", "of"})  # after talks and agreements: the topic, not a party
AT_PLACE = frozenset({"in", "near", "around", "outside", "along"})
_AT = frozenset({"against", "with", "on", "at", "to", "toward", "towards", "upon", "into", "over", "for", "from", "of"})
_SPEECH = frozenset({"ACCUSE", "REQUEST", "SUPPORT", "PROTEST"})
_SCENE = frozenset({"in", "at", "during", "near", "after", "outside", "inside", "since", "before"})
_WITH = frozenset({"with"})
_FROM = frozenset({"from"})
_OPPOSED = frozenset({"against", "at", "over"})
_WHENCE = frozenset({"from", "into", "to"})
_SOMEWHERE = frozenset({"ASSAULT", "MOBILIZE", "COERCE", "AID"})
_FACE_TO_FACE = words("CONSULT COOPERATE MOBILIZE ASSAULT COERCE RETREAT CONCEDE")
_RECEIVED = words(
    "delegation envoy emissary president minister premier chancellor king queen counterpart leader ambassador guest "
    "visitor official diplomat"
)
_RINGS = words("call phone telephone ring")
_AIMS = words(  # what is attacked though nothing is known of whose it is
    "city town village base market hospital school mosque church building embassy camp convoy airport station compound "
    "headquarters farm bus hotel restaurant checkpoint patrol car vehicle house home bridge prison consulate tanker "
    "ship"
)
_GATHERINGS = words("meeting session talk debate vote conference summit commission hearing election referendum")
_HURLED = words("fire shoot throw hurl lob launch open drop aim pelt")
_AIMED = frozenset({"at", "on", "into", "towards", "toward"})
_BACKING = words("support backing solidarity confidence endorsement")  # its owner gives it
_LIFELESS = words(
    "peace spirit momentum idea talk story rumour rumor dream speculation bill proposal deal plan measure hope chance "
    "job project legislation effort process time property"
)
_CRIES = words("demand denounce condemn protest oppose decry urge press reject criticise criticize")
_ADDRESSED = words("accuse urge ask warn blame call implore beg exhort pressure")
_WITHIN = frozenset({"for", "to", "on", "of", "with", "from", "against", "over", "in", "at", "by"})
_OF_WORDS = frozenset({"REJECT", "REQUEST", "AGREE", "PROTEST"})
_OF_DEEDS = frozenset({"ACCUSE", "REQUEST"})
_REASONS = {"PROTEST": ("advcl",), "THREATEN": ("advcl",)}  # "blocked the road to show", "if the other goes ahead"


def verb_target(predicate: Predicate, sides: Sides, mine: set[object]) -> Actors:
    """The target of a verb.

    Args:
        predicate: what the verb reports.
        sides: the actors of the article.
        mine: the identities of its source, which are never its target.
    """
    return _Target(predicate, sides, mine).find()


class _Target:
    """The search for one verb's target: the first step that does not give None decides."""

    def __init__(self, predicate: Predicate, sides: Sides, mine: set[object]) -> None:
        self.root, self.verb, self.thing = predicate.root, predicate.head, predicate.thing
        self.predicate, self.sides, self.mine = predicate, sides, mine

    def find(self) -> Actors:
        if self.verb.lemma_ in {"complain", "allege"}:
            blamed = [t for _, t in under(self.verb, frozenset({"about", "against", "of"}))]
            spoken = [t for c in self.verb.children if c.dep_ == "ccomp" for t in agents(c)]
            return self._fresh(all_of(self.sides, (*blamed, *spoken), makers=True)) or ()
        if self.verb.lemma_ == "blame" and (blamed := list(_blamed(self.verb))):
            return self._fresh(all_of(self.sides, blamed, drill=False)) or ()
        if self.predicate.mode == "legal" and is_passive(self.verb) and not patients(self.verb):
            return ()
        if self.verb.lemma_ == "discuss":
            met = tuple(a for _, t in under(self.verb, _WITH) for a in self.sides.of(t))
            return self._fresh(met) or self._recipient() or ()
        if self.verb.lemma_ in TELLING:
            return self._fresh(all_of(self.sides, recipients(self.verb) or patients(self.verb), drill=False)) or ()
        if any(
            t.lower_ in {"other", "another"} and t.pos_ in {"ADJ", "DET", "PRON", "NOUN"} for t in patients(self.verb)
        ):
            return ()  # "blamed each other"
        steps: tuple[Callable[[], Actors | None], ...] = (
            self._recipient,
            self._of_preposition,
            self._taken,
            self._agreed,
            self._of_clause,
            self._object,
            self._around,
            self._addressee,
            self._aimed,
            self._beyond,
        )
        return next((found for step in steps if (found := step()) is not None), ())

    def _fresh(self, found: Actors) -> Actors | None:
        return tuple(a for a in found if (a.actor or a.span) not in self.mine) or None

    def _recipient(self) -> Actors | None:
        if found := self._fresh(all_of(self.sides, recipients(self.verb))):
            return found
        head = self.verb.head
        if self.root in {"CONSULT", "SUPPORT"} and self.verb.dep_ in {"advcl", "xcomp"} and head.lemma_ in _RINGS:
            return self._fresh(all_of(self.sides, patients(head), drill=False))  # "rang him to convey his support"
        return None

    def _of_preposition(self) -> Actors | None:
        """The object of the preposition that makes it an event: "arrived in", "called on"."""
        if self.root == "PROTEST":
            return None
        if self.root == "REQUEST" and any(t.lower_ == "for" for t in self.predicate.trigger[1:]):
            asked = [t for t in patients(self.verb) if t.pos_ in NOUNS]  # "asked the bank for a loan"
            if found := self._fresh(all_of(self.sides, asked, drill=False)):
                return found
        for link in self.predicate.trigger[1:] if self.thing is None else ():
            met = [t for t in link.children if t.dep_ == "pobj"] if link.pos_ in {"ADP", "SCONJ"} else []
            if self.root == "REQUEST" and link.lower_ == "for":
                met = [t for t in met if t.lemma_ not in _GATHERINGS]  # "a meeting of the council" is not asked of it
            if found := self._fresh(all_of(self.sides, met, places=True, makers=self.root == "REQUEST")):
                return found
            if self.root == "ASSAULT" and (aims := [t for t in met if t.lemma_.lower() in _AIMS]):
                return tuple(self.sides.printed(t) for t in aims)
        return None

    def _of_clause(self) -> Actors | None:
        """The subject of what is allowed or demanded: "allowed the envoy to leave"."""
        for clause in (c for c in self.verb.children if c.dep_ == "ccomp"):
            told = [t for t in clause.children if t.dep_ == "nsubj"]
            bare = clause.tag_ == "VB" and all(c.dep_ != "aux" or c.lower_ == "to" for c in clause.children)
            if self.thing is not None or self.root == "CONSULT" or (self.root != "REQUEST" and not bare):
                continue
            if found := self._fresh(all_of(self.sides, told)):
                return found
        return None

    def _taken(self) -> Actors | None:
        """From whom something is confiscated."""
        if self.verb.lemma_ != "confiscate" or self.thing is not None:
            return None
        return self._fresh(tuple(a for _, t in under(self.verb, _FROM) for a in self.sides.of(t, drill=False))) or ()

    def _agreed(self) -> Actors | None:
        if self.root != "AGREE":
            return None
        if len(self.mine) > 1 and any(c.dep_ in {"ccomp", "xcomp"} for c in self.verb.children):
            return ()  # those who agree that something be done agree with each other
        for base in (self.verb, *patients(self.verb)) if self.thing is None else ():
            for _, noun in under(base, frozenset({"to", "with"})):
                if found := self._fresh(self.sides.of(noun)):
                    return found
        return None

    def _object(self) -> Actors | None:
        if self.thing is not None:
            bodily = self.predicate.mode in {"release", "arrest", "expel"}
            if self.thing.lower_ in {"hostage", "prisoner", "captive"} and not any(self.thing.lefts):
                others = [t for t in patients(self.verb) if t is not self.thing and t.i != self.thing.i]
                return self._fresh(all_of(self.sides, others, drill=False)) or ()
            if self.root == "ASSAULT" and self.thing.lemma_.lower() in _AIMS:
                return self._fresh(self.sides.of(self.thing, places=True)) or (self.sides.printed(self.thing),)
            bodily = bodily or (self.root == "CONSULT" and self.thing.lemma_ in _RECEIVED)
            taken = self.sides.of(self.thing, drill=False) if bodily else ()
            return self._fresh(taken) or self._fresh(self._made(self.thing)) or self._fresh(self._received(self.thing))
        if self.root == "MOBILIZE" and not is_passive(self.verb):
            return None  # one's own forces
        bodily = self.predicate.mode in {"release", "arrest"} or self.verb.lemma_ in HARMED or self.root == "CONSULT"
        violent = self.root in {"ASSAULT", "COERCE"}
        if violent and any(t.pos_ == "PRON" for t in patients(self.verb)):
            return self._fresh(all_of(self.sides, patients(self.verb), drill=False)) or ()
        found = self._fresh(all_of(self.sides, patients(self.verb), places=violent, drill=not bodily))
        if self.predicate.mode == "release" or self.verb.lemma_ == "sanction":
            return found or ()
        if self.verb.lemma_ in {"fight", "battle"} and patients(self.verb):
            return self._fresh(all_of(self.sides, patients(self.verb), drill=False)) or ()
        if not found and self.root == "ASSAULT":
            found = tuple(self.sides.printed(t) for t in patients(self.verb) if t.lemma_.lower() in _AIMS)
        if not found and (self.verb.lemma_ in HARMED or self.predicate.mode in {"arrest", "expel"}):
            found = tuple(self.sides.printed(t) for t in self._bodies())
        return found or (() if self.verb.lemma_ in HARMED and patients(self.verb) else None)

    def _bodies(self) -> Iterator[Token]:
        """Whom a verb harms that harms only people: "arrested two suspects", "killed dozens of guests"."""
        if self.verb.lemma_ == "capture":
            return
        for token in patients(self.verb):
            counted = [t for c in token.children if c.lower_ == "of" for t in c.children if t.dep_ == "pobj"]
            body = counted[0] if counted and token.lemma_.lower() in MEASURES else token
            if body.pos_ in NOUNS and body.lemma_ not in _LIFELESS:
                yield body

    def _made(self, thing: Token) -> Actors:
        """Whose it is that is turned down: "the rebels' demand", "an offer made by the council"."""
        if self.root != "REJECT":
            return ()
        made = [t for c in thing.children if c.dep_ == "acl" for t in agents(c) if is_passive(c)]
        return all_of(self.sides, made) or self.sides.owners(thing, ("by", "from", "of"))

    def _received(self, thing: Token) -> Actors:
        """Who gets what is given, or whose it is: "aid to Mali", "Iran's application"."""
        onto = () if self.root == "COOPERATE" else (frozenset({"on", "against"}),)
        for prepositions in (frozenset({"to", "with"}), *onto):
            for base in (self.verb, thing):
                for _, noun in under(base, prepositions):
                    if found := self.sides.of(noun, drill=False):
                        return found
        for _, noun in under(thing, frozenset({"for"})):
            if found := self.sides.of(noun):
                return found
        return () if self.root == "SUPPORT" and thing.lemma_ in _BACKING else self.sides.owners(thing)

    def _around(self) -> Actors | None:
        refuge = self.thing is not None and self.thing.lemma_ in {"refuge", "asylum"}
        if self.root == "PROTEST":
            return self._under(_OPPOSED)
        somewhere = self.root in _SOMEWHERE and self.verb.lemma_ not in {"fight", "clash"}
        prepositions = _AT | AT_PLACE if somewhere or refuge else _AT
        if self.root in {"CONSULT", "AGREE"}:
            prepositions -= ABOUT
        if self.root == "ASSAULT":
            prepositions -= {"for"}
        moved = patients(self.verb) if self.root in {"RETREAT", "MOBILIZE"} else []
        nested = [x for t in moved for x in heads(t)]  # "withdrew its troops from"
        places = prepositions & AT_PLACE
        return self._under(prepositions - places, nested) or self._under(places, nested)

    def _under(self, prepositions: frozenset[str], nested: Iterable[Token] = ()) -> Actors | None:
        """The first actor under one of the prepositions, on the verb, its thing or what is moved from there."""
        for base in (self.verb, self.thing, *nested):
            near = prepositions if base in (self.verb, self.thing) else prepositions & _WHENCE
            for preposition, noun in under(base, near) if base is not None else ():
                bare = preposition in AT_PLACE or preposition in {"at", "for"}
                if found := self._fresh(self.sides.of(noun, places=preposition in AT_PLACE, drill=not bare)):
                    return found
        return None

    def _addressee(self) -> Actors | None:
        """Who is accused or asked, though nothing more is known of him than his printed words."""
        if self.verb.lemma_ not in _ADDRESSED:
            return None
        told = [t for t in (*patients(self.verb), *_called(self.verb)) if t.pos_ in NOUNS]
        completed = any(c.dep_ in {"xcomp", "prep", "ccomp", "advcl"} for c in self.verb.children)
        if self.thing is None and told and completed:
            return self._fresh(tuple(self.sides.printed(t) for t in told[:1])) or ()
        unknown = any(t.pos_ == "PRON" for t in patients(self.verb))
        return () if unknown else None

    def _aimed(self) -> Actors | None:
        """What is fired or thrown at, though nothing is known of whose it is."""
        if self.root not in {"ASSAULT", "COERCE", "PROTEST"} or self.verb.lemma_ not in _HURLED:
            return None
        aims = [t for base in (self.verb, self.thing) if base is not None for _, t in under(base, _AIMED)]
        return tuple(self.sides.printed(t) for t in aims[:1] if t.pos_ in NOUNS and not t.ent_type_) or None

    def _beyond(self) -> Actors:
        if self.root == "AID":
            return self._fresh(helped(self.verb, self.sides)) or ()
        if self.root == "PROTEST":
            if self.verb.lemma_ == "take":
                return ()
            found = self._fresh(claimed(self.verb, self.thing, self.sides, self.mine))
            return found or _within(self.verb, self.sides, self.mine, "PROTEST")
        if self.root in _FACE_TO_FACE or (self.thing is not None and self.root not in _OF_WORDS):
            return ()
        if self.verb.lemma_ == "deny" and any(c.dep_ == "ccomp" for c in self.verb.children):
            return ()
        return _within(self.verb, self.sides, self.mine, self.root)


def helped(verb: Token, sides: Sides) -> tuple[EventActor, ...]:
    """The country that aid is meant for, where only its purpose names one: "gave a million to teach in Mali"."""
    own = {(a.code or "").partition(".")[0] for t in agents(verb) for a in sides.of(t)}
    for token in islice(verb.subtree, 60):
        if token.i > verb.i and token.ent_type_ == "GPE" and token.dep_ == "pobj":
            found = tuple(a for a in sides.of(token, places=True, drill=False) if a.code)
            if found and found[0].code and found[0].code.partition(".")[0] not in own:
                return found
    return ()


def claimed(verb: Token, noun: Token | None, sides: Sides, mine: set[object]) -> tuple[EventActor, ...]:
    """Of whom protesters demand something, or what they cry out against: "rallied to demand that the mayor go"."""
    for base in (verb, noun):
        for clause in (c for c in base.children if c.dep_ in {"advcl", "xcomp", "acl"}) if base is not None else ():
            if clause.lemma_ in _CRIES:
                return all_of(sides, patients(clause)) or _within(clause, sides, mine, "REQUEST")
    return ()


def _blamed(verb: Token) -> Iterator[Token]:
    """On whom something is blamed."""
    return (t for _, t in under(verb, frozenset({"on"})) if t.ent_type_ not in {"DATE", "TIME"})


def _called(verb: Token) -> list[Token]:
    return [t for _, t in under(verb, frozenset({"on", "upon"}))] if verb.lemma_ == "call" else []


def _deeper(child: Token, token: Token) -> bool:
    """Whether a name stands inside the deed that is spoken of, and neither does it nor is told of it."""
    if child.dep_ not in {"dobj", "prep"} or token.head.head.pos_ not in {"NOUN", "PROPN"}:
        return False
    return token.head.lower_ not in {"by", "from", "between"} and token.head.head.lemma_.lower() in lexicon().nouns


def _within(verb: Token, sides: Sides, mine: set[object], root: str) -> tuple[EventActor, ...]:
    """The first other actor inside what is demanded, threatened, agreed or refused."""
    spare: tuple[EventActor, ...] = ()
    own = {a.code.partition(".")[0] for t in agents(verb) for a in sides.of(t) if a.code}
    for child in verb.children:
        if child.dep_ not in {"xcomp", "ccomp", "dobj", "prep", "acl", *_REASONS.get(root, ())} or child.i < verb.i:
            continue
        if child.dep_ == "prep" and child.lower_ not in _WITHIN:
            continue
        if child.dep_ == "advcl" and root == "PROTEST" and any(c.dep_ == "mark" for c in child.children):
            continue
        if (
            child.dep_ == "prep"
            and child.lower_ in {"in", "at", "on"}
            and root in {"ACCUSE", "REQUEST", "SUPPORT", "PROTEST"}
        ):
            continue
        for token in islice(child.subtree, 40):
            inner = clause_of(token)
            if inner.dep_ in {"acl", "relcl"} and inner != child and inner.head != child:
                continue
            if any(c.dep_ == "poss" and c.pos_ == "PRON" for c in token.children):
                continue  # "its troops" are no other side
            if token.dep_ == "dobj" and token.head.lemma_ in {"send", "deploy", "withdraw"} and token.lemma_ in TROOPS:
                continue
            if token.dep_ == "pobj" and token.head.lower_ in _SCENE and root in _SPEECH:
                continue
            if token.dep_ == "pobj" and root in _OF_DEEDS and _deeper(child, token):
                continue  # "condemned the killing of teachers in the north": the north is not blamed
            ahead = child.dep_ == "ccomp" and any(c.lower_ in {"will", "would"} for c in child.children)
            if root == "THREATEN" and ahead and token.head == child and token.dep_ == "nsubj":
                continue  # "warned that Norland would appeal": whoever threatens is of Norland
            if (
                root == "THREATEN"
                and child.dep_ == "advcl"
                and not (token.head == child and token.dep_ in {"nsubj", "nsubjpass"})
            ):
                continue  # "unless Norland goes ahead"
            if token.dep_ in {"nsubj", "dobj", "pobj", "dative", "nsubjpass"}:
                found = tuple(a for a in sides.of(token) if (a.actor or a.span) not in mine)
                if found and found[0].code in own:  # one's own country is not the other side
                    continue
                if found and found[0].code and not found[0].code.startswith("."):
                    return found
                if root not in {"AGREE", "REJECT"}:
                    spare = spare or (found if token.dep_ in {"nsubj", "dobj"} else ())
    return spare
