"""Whether what a predicate and its actors tell is an event worth reporting, or everyday, accidental or unfounded."""

from variorum.annotate.arguments import agents, patients
from variorum.annotate.predicates import NOUNS, Predicate, direct_objects, lexicon
from variorum.annotate.status import words
from variorum.types import EventActor

Sided = tuple[tuple[EventActor, ...], tuple[EventActor, ...]]

_ALONE = frozenset(
    {"ASSAULT", "COERCE", "PROTEST", "SANCTION", "MOBILIZE", "RETREAT", "REQUEST", "AGREE", "REJECT", "THREATEN"}
)
_ORDINARY = words(  # verbs that report a political event only between two actors
    "support back defend order let allow meet visit host receive join strike free ask tell remind inform brief assure "
    "discuss talk help train aid assist finance fund supply arm fight push press raid mass order grant shoot lobby "
    "welcome thank praise congratulate execute storm torch train rescue shelter equip yield relent warn "
    "insist blame fault complain hail salute honour honor invite question sue charge"
)
_STRONG = words("accuse condemn denounce convict indict sue impeach")
_MEDIA = ("radio", "news", "post", "times", "reporter", "journalist", "press", "magazine", "reuters", "people", "tv")
_BY_ACTORS = frozenset({"strike", "hit", "seize", "capture", "storm"})
_TELLING = frozenset({"tell", "inform", "remind", "brief", "assure"})
HARMED = frozenset({"kill", "injure", "wound", "shoot", "murder", "assassinate", "stab", "kidnap", "abduct"})
_TROOPS = words("troop force soldier army unit peacekeeper personnel contingent tank warship police trooper fighter")


def is_worth(predicate: Predicate, source: tuple[EventActor, ...], target: tuple[EventActor, ...]) -> bool:
    """Whether enough actors are known: both for coöperation and for everyday verbs, one for open conflict."""
    if _press(target) and predicate.root == "CONSULT":
        return False
    coded = any(a.code for a in source + target)
    if not coded and predicate.root not in {"ASSAULT", "COERCE", "PROTEST"}:
        return False
    if predicate.trigger[0].lower_ in {"must", "should"} and not (source and any(a.code for a in target)):
        return False
    if predicate.root in {"REQUEST", "REJECT"} and not source and predicate.head.pos_ == "VERB":
        return False
    if predicate.head.lemma_ == "offer" and not target:
        return False
    if predicate.root == "PROTEST" and any((a.code or "").endswith((".COP", ".MIL", ".GOV")) for a in source):
        return False
    if predicate.trigger[0].dep_ == "neg" and not (target and any(a.code for a in source)):
        return False
    if predicate.head.lemma_ in _BY_ACTORS and not any(a.code for a in source):
        return False
    if predicate.head.lemma_ in {"injure", "wound"} and not source:
        return False
    if predicate.head.lemma_ in _TELLING and not (any(a.code for a in source) and any(a.code for a in target)):
        return False
    if predicate.head.lemma_ == "warn" and not any(c.dep_ in {"dobj", "dative"} for c in predicate.head.children):
        return False
    if source and target:
        return {a.span for a in source} != {a.span for a in target}
    if not source and not target:
        return False
    if predicate.head.lemma_.lower() in _STRONG or predicate.mode in {"investigate", "legal"}:
        return any(a.code for a in source + target)
    if (predicate.root not in _ALONE and predicate.root != "COOPERATE") or predicate.head.lemma_.lower() in _ORDINARY:
        return False
    if predicate.mode == "resign":
        return coded and bool(source)
    if predicate.root == "COOPERATE" and predicate.verb is not None:
        return coded and bool(source)  # "called for joint efforts"
    if predicate.head.pos_ in NOUNS:
        return coded and predicate.root in {"ASSAULT", "COERCE", "PROTEST", "SANCTION", "MOBILIZE"}
    return bool(source) or any(a.code for a in target)


def is_harmless(predicate: Predicate, pair: Sided) -> bool:
    """Whether what is told is nobody's deed: a quake that kills, talks that a meeting was held for, a memo released."""
    head, root = predicate.head, predicate.root
    if head.pos_ != "VERB":
        return False
    if root in {"ASSAULT", "COERCE"} and not pair[0]:
        doers = agents(head)
        return bool(doers) and not any(t.lemma_.lower() in lexicon().nouns or t.ent_type_ for t in doers)
    if root == "CONSULT" and head.lemma_ == "discuss":
        return head.dep_ in {"advcl", "xcomp"}
    if predicate.mode == "release" and predicate.thing is None:
        return not pair[1] or not any(t.pos_ in NOUNS for t in patients(head))
    if head.lemma_ in {"withdraw", "pull"} and root == "RETREAT" and predicate.thing is None:
        objects = direct_objects(head)
        return bool(objects) and not any(t.lemma_ in _TROOPS for t in objects)
    if head.lemma_ in HARMED:  # "killed the bill"
        return bool(direct_objects(head)) and not pair[1]
    return predicate.mode == "withdraw" and not pair[1] and not any(a.code for a in pair[0])


def is_accession(source: tuple[EventActor, ...], target: tuple[EventActor, ...]) -> bool:
    """Whether a country joins something, or anybody a body between countries: not a man his firm."""
    return any((a.code or "").startswith("IGO") for a in target) or any(len(a.code or "") == 3 for a in source)


def _press(side: tuple[EventActor, ...]) -> bool:
    """Whether it is a medium that is told: then nobody consults, somebody is quoted."""
    return bool(side) and all(
        (a.code or "").endswith((".JRN", ".MED")) or any(w in a.name.lower() for w in _MEDIA) for a in side
    )
