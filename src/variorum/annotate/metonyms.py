"""Capitals that stand for governments: told by what they do in the sentence."""

from spacy.tokens import Token

from variorum.annotate.roles import Words
from variorum.types import Span

# What holds between governments, and what governments have: "relations with Tehran", "Tehran's application".
_BETWEEN = frozenset(
    [
        "relation",
        "relations",
        "tie",
        "ties",
        "cooperation",
        "deal",
        "deals",
        "agreement",
        "agreements",
        "sanction",
        "sanctions",
        "talk",
        "talks",
        "dialogue",
        "pressure",
        "war",
        "conflict",
        "dispute",
        "trade",
        "alliance",
        "partnership",
        "support",
        "assistance",
        "aid",
        "help",
        "backing",
        "criticism",
        "threat",
        "threats",
        "standoff",
        "tension",
        "tensions",
        "negotiation",
        "negotiations",
        "pact",
        "treaty",
        "accord",
        "drone",
        "drones",
        "weapon",
        "weapons",
        "arms",
        "message",
        "warning",
        "demand",
        "demands",
        "friendship",
        "rapprochement",
        "contact",
        "contacts",
        "link",
        "links",
        "row",
        "friction",
        "confrontation",
    ]
)
_PLACE_NOUNS = frozenset(
    [
        "airport",
        "street",
        "streets",
        "suburb",
        "suburbs",
        "metro",
        "embassy",
        "office",
        "university",
        "hotel",
        "mayor",
        "residents",
        "resident",
        "outskirts",
        "bazaar",
        "square",
        "mosque",
        "district",
        "zoo",
        "museum",
        "hospital",
        "port",
        "stadium",
        "cafe",
        "subway",
        "police",
        "club",
        "summit",
        "conference",
    ]
)
_PLACE_PREPOSITIONS = frozenset(["in", "at", "near", "around", "outside", "inside", "across", "through", "via", "into"])
_PARTNER_PREPOSITIONS = frozenset(
    ["with", "against", "between", "by", "to", "from", "for", "of", "on", "towards", "toward"]
)
_GIVEN = frozenset(
    [
        "deliver",
        "give",
        "sell",
        "supply",
        "send",
        "provide",
        "extend",
        "transfer",
        "offer",
        "impose",
        "owe",
        "lose",
        "cede",
        "grant",
    ]
)
_MOTION = frozenset(
    [
        "visit",
        "leave",
        "reach",
        "enter",
        "arrive",
        "travel",
        "go",
        "return",
        "fly",
        "come",
        "move",
        "head",
        "tour",
        "attack",
        "bomb",
        "strike",
        "shell",
        "capture",
        "live",
        "stay",
    ]
)


def stands_for_government(words: Words, span: Span) -> bool:
    """Whether a capital named there acts or is dealt with, rather than being a place one is in or goes to."""
    root = words.root(span)
    if root is None:
        return False
    while root.dep_ == "conj" and root.head.i < root.i:
        root = root.head
    dep, head = root.dep_, root.head
    if dep in ("nsubj", "nsubjpass", "agent"):
        return True
    if dep == "poss":
        return head.lower_ not in _PLACE_NOUNS
    if dep in ("compound", "nmod", "npadvmod", "amod"):
        return head.lower_ in _BETWEEN
    if dep in ("dobj", "dative", "iobj"):
        return head.lemma_.lower() not in _MOTION
    if dep == "pobj":
        return _dealt_with(head)
    return False


def _dealt_with(preposition: Token) -> bool:
    """Whether a preposition makes a partner of its object: "sanctions against", "relations with", not "visit to"."""
    low, governor = preposition.lower_, preposition.head
    if low in _PLACE_PREPOSITIONS or low not in _PARTNER_PREPOSITIONS:
        return False
    if low == "against":
        return True
    if governor.pos_ in ("NOUN", "PROPN"):
        return governor.lower_ in _BETWEEN or (low == "between" and governor.lower_ not in _PLACE_NOUNS)
    if low == "with" or (low == "by" and preposition.dep_ == "agent"):
        return True
    if governor.pos_ == "ADJ" and low in ("to", "for"):
        return True
    if low in ("to", "from", "on"):
        return governor.lemma_.lower() in _GIVEN
    return False
