"""What the dependency parse says of a verb's voice, its objects, and the nouns that a noun stands for."""

from collections.abc import Iterator

from spacy.tokens import Token

from variorum.annotate.status import words

NOUNS = frozenset({"NOUN", "PROPN"})
EMPTY = words("effort process delivery shipment package programme program campaign round session operation")
"""Nouns that another before them gives their meaning: "a mediation effort"."""
MEASURES = words(
    "ton tonne hundred thousand dozen score number group lot most many million billion shipment package consignment "
    "load batch piece supply cargo amount pair handful couple series wave round fleet team rest majority half third "
    "part state worth delivery barrel dose truckload tranche all some kilogram kg litre liter none contingent"
)


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
    if verb.tag_ == "VBN" and verb.lemma_ in {"threaten"}:
        return all(c.lemma_ != "have" for c in verb.children)
    own = [c for c in verb.children if c.dep_ == "dobj"]
    if verb.lemma_ in {"hold", "take"} and len(own) == 1 and own[0].lower_ in {"hostage", "prisoner", "captive"}:
        return not any(own[0].children)  # "a judge held hostage", which parsers take for a finite verb
    if verb.dep_ == "acl" and verb.tag_ in {"VBN", "VBD"}:
        own = [c for c in verb.children if c.dep_ in {"nsubj", "dobj"}]
        return all(c.dep_ == "dobj" and c.lemma_ in {"hostage", "prisoner", "captive"} for c in own)
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
    if not own and verb.lemma_ in {"find", "hold"}:  # "found | the man guilty", a clause to the parser
        own = [t for c in verb.children if c.dep_ in {"ccomp", "oprd"} and c.pos_ == "ADJ" for t in c.children]
        own = [t for t in own if t.dep_ == "nsubj"]
    if (
        not own and verb.dep_ == "conj" and verb.head.dep_ == "relcl" and not is_passive(verb)
    ):  # "the isle, which it took and annexed"
        own = [c for c in verb.head.children if c.dep_ == "dobj" and c.lower_ in {"which", "that", "whom"}]
        return [verb.head.head] if own else []
    return [_antecedent(verb, t) for t in own]


def _antecedent(verb: Token, token: Token) -> Token:
    relative = verb.dep_ == "relcl" and token.lower_ in {"who", "which", "that", "whom"}
    return verb.head if relative else token


def heads(noun: Token) -> Iterator[Token]:
    """A noun, those joined to it, and what it is a quantity of: "drones and missiles", "tons of food"."""
    stack, seen = [noun], 0
    while stack and seen < 12:
        token = stack.pop(0)
        seen += 1
        yield token
        if token.lemma_.lower() in EMPTY:
            yield from (c for c in token.children if c.dep_ == "compound")
        for child in token.children:
            if child.dep_ == "conj":
                stack.append(child)
            elif child.dep_ == "prep" and _measures(token, child):
                stack.extend(c for c in child.children if c.dep_ == "pobj")


def _measures(token: Token, preposition: Token) -> bool:
    """Whether a noun says how much there is of another: "tons of food", "a million in grants", not "a photo of him"."""
    counts = token.pos_ in {"NUM", "DET", "PRON"} or token.lemma_.lower() in MEASURES or token.ent_type_ == "CARDINAL"
    return (preposition.lower_ == "of" and counts) or (preposition.lower_ == "in" and token.pos_ == "NUM")
