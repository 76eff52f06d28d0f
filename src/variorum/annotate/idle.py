"""Uses of a verb of the lexicon that report no event: "met the deadline", "declined to comment", "flew the plane"."""

from spacy.tokens import Token

from variorum.annotate.grammar import direct_objects, heads, is_passive
from variorum.annotate.status import words
from variorum.lexicon.actors import actor_nouns
from variorum.lexicon.plover import lexicon


def is_cut(verb: Token) -> bool:
    """Whether an active verb that needs an object has none: its parse is wrong, and who does it cannot be told."""
    if verb.lemma_ not in _TRANSITIVE or is_passive(verb) or verb.dep_ in {"pcomp", "amod", "csubj", "relcl"}:
        return False
    return not any(c.dep_ in _COMPLEMENTS for c in verb.children)


def is_ridden(verb: Token) -> bool:
    """Whether what is flown or driven only carries its pilot: "flew the aircraft to the coast"."""
    craft = {"aircraft", "jet", "helicopter", "plane", "vehicle", "truck", "tank"}
    return verb.lemma_ in {"fly", "truck", "ship"} and any(t.lemma_ in craft for t in direct_objects(verb))


def is_idle(verb: Token) -> bool:
    """Whether the verb only asks a question or keeps silent: "asked whether", "declined to comment"."""
    if verb.lemma_ in {"attack", "assault"} and any(c.dep_ == "prep" and c.lower_ == "as" for c in verb.children):
        return True  # with words, not with arms
    if verb.lemma_ in {"demonstrate", "rally", "march"}:
        return any(c.dep_ in {"dobj", "ccomp"} for c in verb.children)
    if verb.lemma_ == "agree":  # with an opinion
        held = [t for c in verb.children if c.lower_ == "with" for t in c.children if t.dep_ == "pobj"]
        if any(t.pos_ == "NOUN" and t.lemma_.lower() not in actor_nouns() for t in held):
            return True
    out = (direct_objects(verb) or _undergoing(verb)) if verb.lemma_ == "release" else []
    if out and not any(_are_held(t) for t in out):
        return True  # a film, a figure
    things = {t.lemma_ for t in direct_objects(verb)}
    if things & _IDLE_WITH.get(verb.lemma_, frozenset()):
        return True
    if verb.lemma_ == "decline":
        deeds = [c for c in verb.children if c.dep_ == "xcomp"]
        lemmas = [c.lemma_ for c in deeds if all(x.lemma_ not in _WORD for x in c.children)]
        return not things and not any(x in lexicon().verbs or x in lexicon().objects for x in lemmas)
    if verb.lemma_ == "concede":
        return any(c.dep_ == "ccomp" for c in verb.children)  # "conceded that it was late"
    if verb.lemma_ in {"defend", "support", "back"} and not is_passive(verb):
        return any(c.dep_ == "poss" and c.pos_ == "PRON" for t in direct_objects(verb) for c in t.children)
    if verb.lemma_ == "push" and any(c.lower_ == "back" for c in verb.children):
        return True
    if verb.lemma_ in {"push", "press", "pressure", "lobby"}:
        return not any(c.dep_ in {"xcomp", "ccomp"} or (c.dep_ == "advcl" and _has_to(c)) for c in verb.children)
    if verb.lemma_ == "agree" and not any(c.dep_ in _COMPLEMENTS | {"prep"} for c in verb.children):
        return True
    if verb.lemma_ == "agree" and (said := [c for c in verb.children if c.dep_ == "ccomp"]):
        return not any(_is_open(c) for c in said)  # "agreed that it was late" is an opinion
    if verb.lemma_ in {"withdraw", "retire", "quit"}:
        return any(t.lemma_ in RACES for c in verb.children if c.lower_ == "from" for t in c.children)
    if verb.lemma_ == "surrender":
        return any(t.pos_ == "PRON" for t in direct_objects(verb))
    if verb.lemma_ == "order":
        return any(t.lemma_.lower() in lexicon().nouns for t in direct_objects(verb))
    if verb.lemma_ == "train":
        return not is_passive(verb) and not direct_objects(verb)
    if verb.lemma_ == "partner":
        return not any(c.dep_ == "prep" and c.lower_ == "with" for c in verb.children)
    if verb.lemma_ in {"appeal", "plead"}:
        return not any(c.dep_ in {"xcomp", "ccomp"} for c in verb.children)
    if verb.lemma_ in {"meet", "visit", "join", "host"} and any(t.lemma_.lower() in _MET for t in direct_objects(verb)):
        return True
    if verb.lemma_ == "ask":
        asked = any(c.dep_ == "xcomp" and _has_to(c) for c in verb.children)
        return not asked and not _wants(verb)
    if verb.lemma_ in {"decline", "refuse"} and any(t.lemma_ == "comment" for t in direct_objects(verb)):
        return True
    if verb.lemma_ in {"decline", "refuse"}:
        deeds = [c for c in verb.children if c.dep_ == "xcomp"]
        return any(c.lemma_ in SAYING | _SILENT or any(x.lemma_ in _WORD for x in c.children) for c in deeds)
    return False


def _undergoing(verb: Token) -> list[Token]:
    """The subject of a passive, or what a participle after a noun says of it: "the plan | released on Monday"."""
    if not is_passive(verb):
        return []
    return [c for c in verb.children if c.dep_ == "nsubjpass"] or ([verb.head] if verb.dep_ == "acl" else [])


def _are_held(token: Token) -> bool:
    """Whether it is people who are let go."""
    if token.pos_ == "PRON" or token.ent_type_ in {"PERSON", "NORP", "CARDINAL"}:
        return True
    named = (t.lemma_.lower() for t in heads(token))
    return token.ent_type_ != "WORK_OF_ART" and any(n in actor_nouns() or n in actor_nouns(beside=True) for n in named)


def _wants(verb: Token) -> bool:
    """Whether what is asked is that others do something."""
    return any(c.dep_ == "ccomp" and _has_to(c) for c in verb.children)


def _is_open(clause: Token) -> bool:
    """Whether a clause says what is to be done: "that the envoy should go"."""
    return clause.tag_ == "VB" or any(c.tag_ == "MD" for c in clause.children)


def _has_to(verb: Token) -> bool:
    return any(c.lower_ == "to" and c.dep_ == "aux" for c in verb.children)


SAYING = words("say declare state add insist stress warn argue tell announce note maintain reiterate")
_COMPLEMENTS = frozenset({"dobj", "dative", "ccomp", "xcomp", "oprd", "attr", "conj"})
_TRANSITIVE = words(
    "abduct kidnap arrest detain jail imprison seize capture expel deport assassinate behead blame accuse praise thank "
    "arm equip overthrow topple oust besiege harass massacre rape release free urge sanction ban outlaw murder wound "
    "injure evict repress suppress condemn denounce bomb shell invade execute shoot"
)
_IDLE_WITH = {
    "seize": words("initiative opportunity chance moment power attention"),
    "quit": words("job"),
    "throw": words("pitch ball pass punch party"),
    "request": words("anonymity privacy"),
    "offer": words("advice comment explanation detail glimpse opinion prayer reward view contrast timeline"),
}
_MET = words(
    "standard need goal target requirement condition demand criterion deadline expectation challenge obligation quota "
    "fate resistance opposition test commitment objective threshold definition"
)
RACES = words("race election contest campaign nomination tournament game match season competition public life sport")
_WORD = words("comment statement figure number detail estimate explanation name reason")  # what is not given
_SILENT = frozenset({"comment", "elaborate", "discuss", "speak", "answer", "name", "identify", "disclose", "talk"})
