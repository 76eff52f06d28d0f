"""Words that report a political event: verbs, verbs with their objects, and nouns, looked up in our PLOVER lexicon."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import cache
from importlib.resources import files

from spacy.tokens import Token

from variorum.annotate.status import governor_class

QUADS = {
    "AGREE": 1,
    "CONSULT": 1,
    "SUPPORT": 1,
    "COOPERATE": 2,
    "AID": 2,
    "CONCEDE": 2,
    "RETREAT": 2,
    "REQUEST": 3,
    "ACCUSE": 3,
    "REJECT": 3,
    "THREATEN": 3,
    "PROTEST": 4,
    "SANCTION": 4,
    "MOBILIZE": 4,
    "COERCE": 4,
    "ASSAULT": 4,
}
"""The PLOVER roots and their quad classes: 1 verbal and 2 material cooperation, 3 verbal and 4 material conflict."""

NOUNS = frozenset({"NOUN", "PROPN"})
Coding = tuple[str, str | None]  # root, mode


@dataclass(frozen=True)
class Predicate:
    """A word that may report an event. `verb` is the verb that brings a noun about ("held" of "held talks")."""

    head: Token
    trigger: tuple[Token, ...]
    root: str
    mode: str | None
    verb: Token | None = None
    thing: Token | None = None  # the object that settled the root: the "drones" of "delivered drones"


@dataclass
class _Lexicon:
    verbs: dict[str, Coding] = field(default_factory=dict)
    prepositions: dict[str, dict[str, Coding]] = field(default_factory=dict)
    objects: dict[str, list[tuple[frozenset[str], Coding]]] = field(default_factory=dict)
    nouns: dict[str, Coding] = field(default_factory=dict)


@cache
def lexicon() -> _Lexicon:
    """The predicates of `lexicon/plover.tsv`, loaded once."""
    table, classes = _Lexicon(), {}
    text = files("variorum").joinpath("lexicon/plover.tsv").read_text(encoding="utf8")
    for line in text.splitlines():
        if not line or line.startswith("#"):
            continue
        kind, *cells = line.split("\t")
        if kind == "K":
            classes[cells[0]] = frozenset(cells[1].split())
            continue
        coding = (cells[0], None if cells[1] == "-" else cells[1])
        for entry in cells[2].split():
            if kind == "V":
                table.verbs[entry] = coding
            elif kind == "N":
                table.nouns[entry] = coding
            elif kind == "P":
                verb, preposition = entry.split(":")
                table.prepositions.setdefault(verb, {})[preposition] = coding
            else:
                table.objects.setdefault(entry, []).append((_nouns(cells[3], classes), coding))
    return table


def _nouns(cell: str, classes: dict[str, frozenset[str]]) -> frozenset[str]:
    words = (classes[w[1:]] if w.startswith("@") else {w} for w in cell.split())
    return frozenset().union(*words)


def find_predicates(tokens: Iterable[Token]) -> Iterator[Predicate]:
    """The predicates among the tokens, in order; a noun that a verb already stands for is not given twice."""
    taken: set[int] = set()
    table = lexicon()
    for token in tokens:
        if token.pos_ == "VERB":
            found = _verb(token, table)
        elif token.pos_ in NOUNS and token.i not in taken:
            found = _noun(token, table)
        else:
            continue
        if found is not None and found.head.i not in taken:
            taken.update(t.i for t in found.trigger)
            yield found


def is_passive(verb: Token) -> bool:
    """Whether a verb is in the passive voice: "was seized", "the ship seized by", "was seized and searched"."""
    if any(c.dep_ in {"nsubjpass", "auxpass"} for c in verb.children):
        return True
    if verb.tag_ != "VBN" or any(c.dep_ == "aux" for c in verb.children):
        return False
    if verb.dep_ == "acl":
        return True
    return verb.dep_ == "conj" and verb.head.tag_ == "VBN" and is_passive(verb.head)


def direct_objects(verb: Token) -> list[Token]:
    """What the deed is done to, as the parse has it; the antecedent of a participle or of a relative clause too."""
    if is_passive(verb):
        own = [c for c in verb.children if c.dep_ == "nsubjpass"]
        if not own and verb.dep_ == "acl":
            own = [verb.head]
        if not own and verb.dep_ == "conj":
            own = direct_objects(verb.head)
    else:
        own = [c for c in verb.children if c.dep_ == "dobj"]
    return [_antecedent(verb, t) for t in own]


def _antecedent(verb: Token, token: Token) -> Token:
    relative = verb.dep_ == "relcl" and token.lower_ in {"who", "which", "that", "whom"}
    return verb.head if relative else token


def _key(verb: Token) -> tuple[str, Token | None]:
    """The verb's lemma, with its particle where it has one."""
    lemma = verb.lemma_.lower()
    for child in verb.children:
        if child.dep_ == "prt":
            return f"{lemma}+{child.lower_}", child
    return lemma, None


def _verb(verb: Token, table: _Lexicon) -> Predicate | None:
    if verb.dep_ in {"amod", "compound"}:
        return None
    key, particle = _key(verb)
    plain = verb.lemma_.lower()
    own = (verb, particle) if particle is not None else (verb,)
    options = table.objects.get(key) or (table.objects.get(plain) if particle is None else None)
    if options:
        for thing in direct_objects(verb):
            for words, (root, mode) in options:
                noun = next((t for t in heads(thing) if t.lemma_.lower() in words), None)
                if noun is not None:
                    return Predicate(verb, (*own, noun), root, mode, thing=noun)
    for name in (key, plain):
        for child in verb.children if name in table.prepositions else ():
            if child.dep_ in {"prep", "prt", "dative"} and child.lower_ in table.prepositions[name]:
                root, mode = table.prepositions[name][child.lower_]
                return Predicate(verb, tuple(sorted({*own, child}, key=lambda t: t.i)), root, mode)
    coding = table.verbs.get(key) or (table.verbs.get(plain) if particle is None else None)
    return Predicate(verb, own, *coding) if coding else None


def heads(noun: Token) -> Iterator[Token]:
    """A noun, those joined to it, and what it is a quantity of: "drones and missiles", "tons of food"."""
    stack, seen = [noun], 0
    while stack and seen < 12:
        token = stack.pop(0)
        seen += 1
        yield token
        for child in token.children:
            if child.dep_ == "conj":
                stack.append(child)
            elif child.dep_ == "prep" and child.lower_ == "of":
                stack.extend(c for c in child.children if c.dep_ == "pobj")


def _noun(noun: Token, table: _Lexicon) -> Predicate | None:
    coding = table.nouns.get(noun.lemma_.lower()) or table.nouns.get(noun.lower_)
    if coding is None or noun.dep_ == "compound" or noun.ent_type_ in {"PERSON", "GPE"}:
        return None
    verb = _light(noun)
    trigger = (noun,) if verb is None else tuple(sorted((verb, noun), key=lambda t: t.i))
    return Predicate(noun, trigger, *coding, verb=verb)


def _light(noun: Token) -> Token | None:
    """The verb that only says that the noun came about: "held talks", "sanctions imposed", "the visit took place"."""
    for child in noun.children:
        if child.dep_ == "acl" and child.tag_ == "VBN" and governor_class(child) == "inherit":
            return child
    first = noun
    while first.dep_ == "conj" and first.head.pos_ in NOUNS:
        first = first.head
    head = first.head
    if head.pos_ == "VERB" and first.dep_ in {"dobj", "nsubjpass"} and governor_class(head) == "inherit":
        return head
    into = first.dep_ == "pobj" and head.lower_ in {"into", "out", "on"} and head.head.pos_ == "VERB"
    return head.head if into and head.head.lemma_ in {"enter", "carry", "go"} else None
