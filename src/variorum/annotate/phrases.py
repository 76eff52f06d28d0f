"""Turns of phrase that make a verb an event: "put on trial", "hit with duties", "declared persona non grata"."""

from collections.abc import Iterable

from spacy.tokens import Token

from variorum.annotate.arguments import agents
from variorum.annotate.codes import code_of
from variorum.annotate.grammar import direct_objects
from variorum.annotate.status import words
from variorum.lexicon.plover import Coding, Idiom

_HITS = frozenset({"hit", "slap", "target", "punish"})
_BURDENS = words("sanction tariff duty embargo levy surcharge quota")
_VERDICTS = {"find": {"guilty"}, "hold": {"responsible", "accountable"}}
_BODILY = words("cardiac traumatic respiratory")  # arrests that nobody makes
_ENVOYS = words("diplomat ambassador envoy consul attache attaché charge affaires d'affaires secretary official")


def idiom(verb: Token, idioms: Iterable[Idiom]) -> tuple[Token, Coding, bool] | None:
    """The noun under a preposition with which a verb is one of the idioms, its coding, and whether the subject
    undergoes it."""
    for child in verb.children:
        if child.dep_ not in {"prep", "prt", "advmod", "dative"}:
            continue
        nested = [c for c in child.children if c.dep_ == "prep"]
        nouns = [t for c in (child, *nested) for t in c.children if t.dep_ == "pobj"]
        links = {child.lower_, *(c.lower_ for c in nested)}
        for each in idioms:
            nouns = [t for t in nouns if all(c.lower_ not in _BODILY for c in t.lefts)]
            noun = next((t for t in nouns if t.lemma_.lower() in each.nouns), None)
            if noun is None or not links & each.prepositions or (noun.lemma_ == "list" and not _is_black(noun)):
                continue
            criticism = each.undergone and noun.lemma_ == "fire" and any(c.lower_ == "for" for c in verb.children)
            return noun, ("ACCUSE", None) if criticism else each.coding, each.undergone
    return None


def _is_black(blacklist: Token) -> bool:
    """Whether a list is one of those under sanctions."""
    return any(t.lemma_.lower() in {"sanction", "black", "terror", "terrorism"} for t in blacklist.subtree)


def names(noun: Token, words: frozenset[str]) -> bool:
    """Whether a noun is one of a list: a sum in any currency counts as a million, a "charge d'affaires" as an envoy."""
    lemma = noun.lemma_.lower()
    if noun.ent_type_ == "MONEY" and "million" in words:
        return True
    return lemma in words or (lemma.endswith("affaires") and "ambassador" in words)


def unwelcome(verb: Token) -> Token | None:
    """The diplomat who is declared persona non grata, or the words for it."""
    if verb.lemma_ not in {"declare", "name", "label"}:
        return None
    things = [t for c in verb.children if c.dep_ in {"dobj", "oprd", "ccomp", "nsubjpass", "attr"} for t in c.subtree]
    if all(t.lower_ != "grata" for t in things):
        return None
    return next((t for t in things if t.lemma_.lower() in _ENVOYS), None)


def burden(verb: Token) -> Token | None:
    """The duties or sanctions that somebody is hit with."""
    if verb.lemma_ not in _HITS:
        return None
    laid = (t for c in verb.children if c.lower_ == "with" for t in c.children if t.dep_ == "pobj")
    return next((t for t in laid if t.lemma_ in _BURDENS), None)


def downs_tools(verb: Token) -> bool:
    """Whether it is workers who strike, and not anybody or anything."""
    return not direct_objects(verb) and any(
        (code_of(t.text)[0] or "").endswith((".LAB", ".EDU", ".MED")) for t in agents(verb)
    )


def rung(verb: Token) -> bool:
    """Whether a person is called by telephone, not by a name: "called the president on Friday"."""
    people = [
        t for t in direct_objects(verb) if t.ent_type_ == "PERSON" or t.lemma_.lower() in {"president", "premier"}
    ]
    named = any(c.dep_ in {"oprd", "attr", "ccomp", "xcomp", "acomp"} for c in verb.children)
    spoken = any(c.dep_ == "advcl" or c.ent_type_ == "DATE" or c.lower_ in {"on", "to"} for c in verb.children)
    return bool(people) and spoken and not named


def verdict(verb: Token) -> Token | None:
    """The word for what somebody is found or held to be: "found the man guilty", "holds them responsible"."""
    wanted = _VERDICTS.get(verb.lemma_)
    if wanted is None:
        return None
    return next((c for c in verb.children if c.lower_ in wanted), None)
