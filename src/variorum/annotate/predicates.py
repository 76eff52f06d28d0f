"""Words that report a political event: verbs, verbs with their objects, and nouns, looked up in our PLOVER lexicon."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import cache
from importlib.resources import files

from spacy.tokens import Token

from variorum.annotate.status import governor_class, words

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


def find_stances(tokens: Iterable[Token]) -> Iterator[Predicate]:
    """What is said of others' duty or of one's own readiness: "said they must leave", "is willing to pay"."""
    for token in tokens:
        if any(c.dep_ == "nsubj" and c.i > token.i for c in token.head.children) and token.dep_ == "aux":
            continue  # "should the others do so" is a condition
        if token.lower_ in {"must", "should"} and token.dep_ == "aux" and token.head.pos_ in {"VERB", "AUX"}:
            said = token.head.head
            if any(c.lower_ == "have" and c.dep_ == "aux" for c in token.head.children):
                continue
            if token.head.lemma_ in _STATES:
                continue
            if token.head.dep_ == "ccomp" and said.pos_ == "VERB" and said.lemma_ in _SAYING:
                yield Predicate(token.head, (token, token.head), "REQUEST", None, verb=said)
        elif token.dep_ == "neg" and token.head.pos_ == "VERB" and _refuses(token.head):
            yield Predicate(token.head, (token, token.head), "REJECT", None)
        elif token.lower_ in {"willing", "ready", "prepared"} and token.pos_ in {"ADJ", "VERB"} and token.tag_ != "VBD":
            deed = next((c for c in token.children if c.dep_ == "xcomp" and c.pos_ == "VERB"), None)
            if deed is not None and _root_of(deed) not in _CONFLICT:
                yield Predicate(token, (token, deed), "AGREE", None)


def _refuses(verb: Token) -> bool:
    """Whether "will not" stands with a verb that has no coding of its own, in no condition."""
    auxiliaries = {c.lower_ for c in verb.children if c.dep_ == "aux"}
    will = bool(auxiliaries & {"will", "would", "wo"}) and "have" not in auxiliaries
    return will and verb.dep_ in {"ROOT", "ccomp", "conj"} and _root_of(verb) is None


def _root_of(verb: Token) -> str | None:
    found = _verb(verb, lexicon())
    return found.root if found else None


_STATES = words("be have understand know see remember realise realize think believe feel expect get note wait bear")
_CONFLICT = frozenset({"PROTEST", "SANCTION", "MOBILIZE", "COERCE", "ASSAULT", "THREATEN", "REJECT", "ACCUSE"})
_SAYING = words("say declare state add insist stress warn argue tell announce note maintain reiterate")


def is_passive(verb: Token, reach: int = 20) -> bool:
    """Whether a verb is in the passive voice: "was seized", "the ship seized by", "was seized and searched"."""
    if any(c.dep_ in {"nsubjpass", "auxpass"} for c in verb.children):
        return True
    if (
        verb.tag_ == "VBN"
        and verb.dep_ in {"ccomp", "xcomp", "oprd"}
        and not any(c.dep_ in {"aux", "auxpass", "dobj"} for c in verb.children)
    ):
        return True  # "left three wounded"
    if verb.dep_ == "acl" and verb.tag_ in {"VBN", "VBD"}:
        return not any(c.dep_ in {"nsubj", "dobj"} for c in verb.children)
    if verb.dep_ == "advcl" and any(c.lower_ in {"when", "if", "once"} for c in verb.lefts):
        return verb.tag_ in {"VBN", "VBD"} and not any(c.dep_ in {"nsubj", "dobj", "aux"} for c in verb.children)
    if verb.tag_ != "VBN" or any(c.dep_ == "aux" for c in verb.children):
        return False
    if verb.dep_ in {"ROOT", "ccomp", "xcomp", "oprd", "advcl"}:  # "three reported killed", "Envoy freed"
        return not any(c.dep_ == "dobj" for c in verb.children)
    return verb.dep_ == "conj" and verb.head.tag_ == "VBN" and reach > 0 and is_passive(verb.head, reach - 1)


def direct_objects(verb: Token, reach: int = 20) -> list[Token]:
    """What the deed is done to, as the parse has it; the antecedent of a participle or of a relative clause too."""
    if is_passive(verb):
        own = [c for c in verb.children if c.dep_ == "nsubjpass"]
        if not own and verb.dep_ == "acl":
            own = [verb.head]
        if not own and verb.dep_ == "conj" and reach > 0:
            own = direct_objects(verb.head, reach - 1)
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
    if verb.dep_ in {"amod", "compound"} or (verb.dep_ == "conj" and verb.head.pos_ not in {"VERB", "AUX"}):
        return None
    key, particle = _key(verb)
    plain = verb.lemma_.lower()
    own = (verb, particle) if particle is not None else (verb,)
    options = table.objects.get(key) or (table.objects.get(plain) if particle is None else None)
    if options:
        for thing in direct_objects(verb) if not _ridden(verb) else ():
            for words, (root, mode) in options:
                noun = next((t for t in heads(thing) if t.lemma_.lower() in words), None)
                if noun is not None:
                    return Predicate(verb, (*own, noun), root, mode, thing=noun)
    for name in (key, plain):
        if name in table.prepositions and (found := _with_preposition(verb, own, table.prepositions[name])):
            return found
    coding = table.verbs.get(key) or (table.verbs.get(plain) if particle is None else None)
    return Predicate(verb, own, *coding) if coding and not _idle(verb) else None


def _ridden(verb: Token) -> bool:
    """Whether what is flown or driven only carries its pilot: "flew the aircraft to the coast"."""
    craft = {"aircraft", "jet", "helicopter", "plane", "vehicle", "truck", "tank"}
    return verb.lemma_ in {"fly", "truck", "ship"} and any(t.lemma_ in craft for t in direct_objects(verb))


def _idle(verb: Token) -> bool:
    """Whether the verb only asks a question or keeps silent: "asked whether", "declined to comment"."""
    if verb.lemma_ in {"attack", "assault"} and any(c.dep_ == "prep" and c.lower_ == "as" for c in verb.children):
        return True  # with words, not with arms
    if verb.lemma_ in {"demonstrate", "rally", "march"}:
        return any(c.dep_ in {"dobj", "ccomp"} for c in verb.children)
    if verb.lemma_ in {"push", "press", "pressure", "lobby"}:
        return not any(c.dep_ in {"xcomp", "ccomp", "advcl"} for c in verb.children)
    if verb.lemma_ == "train":
        return not is_passive(verb) and not direct_objects(verb)
    if verb.lemma_ == "partner":
        return not any(c.dep_ == "prep" and c.lower_ == "with" for c in verb.children)
    if verb.lemma_ in {"appeal", "plead"}:
        return not any(c.dep_ in {"xcomp", "ccomp"} for c in verb.children)
    if verb.lemma_ == "ask":
        return not any(c.dep_ == "xcomp" for c in verb.children) and not _wants(verb)
    if verb.lemma_ in {"decline", "refuse"}:
        deeds = [c for c in verb.children if c.dep_ == "xcomp"]
        return any(
            c.lemma_ in _SAYING | _SILENT or any(x.lemma_ in {"comment", "statement"} for x in c.children)
            for c in deeds
        )
    return False


def _wants(verb: Token) -> bool:
    """Whether what is asked is that others do something."""
    return any(
        c.dep_ == "ccomp" and any(x.lower_ == "to" and x.dep_ == "aux" for x in c.children) for c in verb.children
    )


_SILENT = frozenset({"comment", "elaborate", "discuss", "speak", "answer", "name", "identify", "disclose", "talk"})


def _with_preposition(verb: Token, own: tuple[Token, ...], table: dict[str, Coding]) -> Predicate | None:
    """A verb that only a preposition makes an event: "called for", "pulled out of" (but not "called on Monday")."""
    for child in verb.children:
        if child.dep_ not in {"prep", "prt", "dative"}:
            continue
        nested = next((c for c in child.children if c.dep_ == "prep"), None)
        names = (child.lower_, nested.lower_ if nested is not None else "")
        name = next((n for n in names if n in table), None)
        if name == "for" and verb.lemma_ == "call" and (curb := _curb(child)) is not None:
            return Predicate(verb, (*own, child, curb), "ACCUSE", "disapprove", thing=curb)
        objects = [t for c in (child, nested) if c is not None for t in c.children if t.dep_ == "pobj"]
        if name is not None and bool(direct_objects(verb)) != (verb.lemma_ == "return") and verb.lemma_ in _BARE:
            return None
        if name is not None and not any(t.ent_type_ in {"DATE", "TIME"} for t in objects):
            coding = table[name]
            if coding == ("REJECT", "withdraw") and _troops(verb, objects):
                coding = ("RETREAT", None)
            return Predicate(verb, tuple(sorted({*own, child}, key=lambda t: t.i)), *coding)
    return None


def _curb(preposition: Token) -> Token | None:
    """The sanctions that are called for, which is to denounce whoever they are to fall on."""
    things = (t for t in preposition.children if t.dep_ == "pobj" and t.lemma_ in {"sanction", "embargo", "boycott"})
    return next(things, None)


def _troops(verb: Token, objects: list[Token]) -> bool:
    """Whether it is troops that are pulled out, or a place that they are pulled out of: not a deal that is left."""
    return bool(direct_objects(verb)) or any(t.ent_type_ in {"GPE", "LOC"} for t in objects)


def heads(noun: Token) -> Iterator[Token]:
    """A noun, those joined to it, and what it is a quantity of: "drones and missiles", "tons of food"."""
    stack, seen = [noun], 0
    while stack and seen < 12:
        token = stack.pop(0)
        seen += 1
        yield token
        if token.lemma_.lower() in _EMPTY:
            yield from (c for c in token.children if c.dep_ == "compound")
        for child in token.children:
            if child.dep_ == "conj":
                stack.append(child)
            elif child.dep_ == "prep" and _measures(token, child):
                stack.extend(c for c in child.children if c.dep_ == "pobj")


def _measures(token: Token, preposition: Token) -> bool:
    """Whether a noun says how much there is of another: "tons of food", "a million in grants", not "a photo of him"."""
    counts = token.pos_ in {"NUM", "DET", "PRON"} or token.lemma_.lower() in _MEASURES or token.ent_type_ == "CARDINAL"
    return (preposition.lower_ == "of" and counts) or (preposition.lower_ == "in" and token.pos_ == "NUM")


def _noun(noun: Token, table: _Lexicon) -> Predicate | None:
    if noun.lemma_ == "conference" and any(c.lower_ in {"press", "news"} for c in noun.lefts):
        return None
    coding = _noun_coding(noun, table)
    if coding is None or noun.dep_ == "compound" or noun.ent_type_ in _NAMES:
        return None
    verb = _light(noun)
    trigger = (noun,) if verb is None else tuple(sorted((verb, noun), key=lambda t: t.i))
    return Predicate(noun, trigger, *coding, verb=verb)


def _noun_coding(noun: Token, table: _Lexicon) -> Coding | None:
    """The coding of a noun, or of the word that says what an empty one is about: "a mediation effort"."""
    lemma = noun.lemma_.lower()
    if lemma in {"strike", "raid"} and _armed(noun):
        return "ASSAULT", None
    if lemma in {"attack", "assault"} and any(c.lower_ in _BY_WORD for c in noun.lefts):
        return "ACCUSE", None
    coding = table.nouns.get(lemma) or table.nouns.get(noun.lower_)
    if coding is None and lemma in _EMPTY:
        before = [c for c in noun.children if c.dep_ in {"compound", "amod"}]
        if any(c.lower_ == "joint" for c in before):
            return "COOPERATE", None
        coding = next((table.nouns[c.lemma_.lower()] for c in before if c.lemma_.lower() in table.nouns), None)
    return coding


def _armed(noun: Token) -> bool:
    """Whether a strike or raid is one by arms, not one by workers or by the police."""
    head = noun.head
    if noun.dep_ == "dobj" and (head.lemma_ in {"conduct", "launch"} or (head.lemma_ == "carry" and noun.i > head.i)):
        return noun.tag_ == "NNS" or noun.lemma_ == "raid"
    before = any(c.lower_ in _ARMS or c.lower_.endswith("-led") for c in noun.lefts)
    return before or (noun.lemma_ == "strike" and any(c.lower_ in {"on", "against"} for c in noun.rights))


def _light(noun: Token) -> Token | None:
    """The verb that only says that the noun came about: "held talks", "sanctions imposed", "the visit took place"."""
    for child in noun.children:
        if child.dep_ == "acl" and child.tag_ == "VBN" and governor_class(child) == "inherit":
            return child
    first = noun
    while first.dep_ == "conj" and first.head.pos_ in NOUNS:
        first = first.head
    head = first.head
    if head.lemma_ in {"end", "stop", "halt", "avert", "avoid", "follow", "condemn"}:
        return None
    if head.pos_ == "VERB" and first.dep_ in {"dobj", "nsubjpass"}:
        brings = governor_class(head) in _BRINGS or head.lemma_.lower() in _SPEED
        return head if brings and not _is_request(head) else None
    if first.dep_ != "pobj" or head.head.pos_ not in {"VERB", "AUX"}:
        return None
    verb = head.head
    if head.lower_ == "on" and noun.lemma_ in {"alert", "strike"}:
        return verb
    if head.lower_ == "for" and verb.lemma_ == "call" and noun.lemma_.lower() in _EMPTY:
        return verb
    return verb if head.lower_ in {"into", "out", "on"} and verb.lemma_ in {"enter", "carry", "go"} else None


def _is_request(verb: Token) -> bool:
    """Whether the verb's subject asks others for the deed, and so does not do it."""
    return verb.lemma_.lower() in lexicon().verbs and governor_class(verb) == "proposed"


_BRINGS = frozenset({"inherit", "ongoing", "planned", "proposed", "threatened"})
_SPEED = words("speed accelerate announce order resume intensify expand step stag prolong extend")
_NAMES = frozenset({"PERSON", "GPE", "ORG", "LAW", "FAC", "PRODUCT", "WORK_OF_ART"})
_MEASURES = words(
    "ton tonne hundred thousand dozen score number group lot most many million billion shipment package consignment "
    "load batch piece supply cargo amount pair handful couple series wave round fleet team rest majority half third "
    "part worth delivery barrel dose truckload tranche all some kilogram kg litre liter none contingent"
)
_BARE = frozenset({"shoot", "return", "call", "push", "press", "fly"})
_ARMS = words("air missile drone military rocket artillery suicide retaliatory bombing cross-border commando night")
_BY_WORD = words("scathing verbal blistering stinging personal rhetorical scornful political campaign partisan")
_EMPTY = words("effort process delivery shipment package programme program campaign round session operation")
