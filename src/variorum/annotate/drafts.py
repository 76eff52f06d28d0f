"""What the predicates of an article may report, by rule, each with its status, its sides, and what speaks against."""

from collections.abc import Iterator
from dataclasses import replace

from spacy.tokens import Token

from variorum.annotate.arguments import agents, patients, subjects
from variorum.annotate.candidates import identity, likeliest
from variorum.annotate.credence import Draft
from variorum.annotate.grammar import NOUNS, is_passive
from variorum.annotate.parsed import Parsed
from variorum.annotate.parties import VOICED, distinct, is_undergone, place_of, sides_of, two_sided
from variorum.annotate.predicates import READY, Predicate, find_predicates, find_stances, root_of
from variorum.annotate.reportable import (
    TROOPS,
    Sided,
    is_accession,
    is_enough,
    is_harmless,
    is_lost,
    is_political,
    is_vague,
    is_worth,
)
from variorum.annotate.sides import Sides, all_of
from variorum.annotate.status import status_of, words
from variorum.types import EventActor, LocalActor, Mention, Status

_WILLING = frozenset({"AID", "COOPERATE", "CONCEDE", "RETREAT", "MOBILIZE", "SUPPORT", "AGREE", "CONSULT"})
_SPOKEN = frozenset({"THREATEN", "ACCUSE", "REQUEST", "REJECT", "SUPPORT", "AGREE", "CONSULT"})
_HAPPENS_TO = frozenset({"ASSAULT", "COERCE", "MOBILIZE", "RETREAT", "SANCTION", "AID"})
_BEARS = words(  # what those do whom sanctions meet, and what stands before the sanctions that are not theirs
    "recognize recognise accept counter resist evade circumvent bypass sidestep skirt face endure suffer survive defy "
    "withstand overcome neutralize neutralise escape weather offset avoid dodge ignore fight amid despite under against"
)


def drafts(
    parsed: Parsed, *, mentions: tuple[Mention, ...], actors: tuple[LocalActor, ...], fill: bool = True
) -> Iterator[Draft]:
    """Everything that the predicates of the body may report, in order of the text.

    Args:
        parsed: the article and its parse.
        mentions, actors: who is named where.
        fill: whether a side that the rules do not find is looked for among all that the sentence names.
    """
    sides = Sides(parsed, mentions, actors)
    for sentence in parsed.sentences:
        for predicate in (*find_predicates(sentence), *find_stances(sentence)):
            if (draft := _draft(predicate, sides, fill=fill)) is not None:
                yield draft


def _draft(predicate: Predicate, sides: Sides, *, fill: bool) -> Draft | None:
    pair = sides_of(predicate, sides)
    predicate, status = _stance(predicate)
    predicate = _peaceful(predicate)
    source, target = two_sided(predicate, pair)
    lost = not source and is_lost(predicate)
    unready = predicate.root == "AGREE" and predicate.trigger[0].lower_ in READY and not target
    if predicate.head.lemma_ in {"deploy", "mobilize", "mobilise"} and not source and target:
        moved = {t.i for x in patients(predicate.head) for t in (x, *x.children)}
        if any(t.i in moved for a in target for t in sides.parsed.tokens(a.span)):
            source, target = target, ()  # "French troops deployed along the border"
    if source and not target and predicate.root in _HAPPENS_TO:
        target = distinct(place_of(predicate, sides), {identity(a) for a in source})
    flaws = {
        "harmless": is_harmless(predicate, pair),
        "lost": lost,
        "ready": unready,
        "vague": is_vague(predicate, (source, target)),
    }
    doubts = tuple(name for name, holds in flaws.items() if holds)
    ruled = (source, target)
    unsaid = (
        predicate.undergone
        or is_undergone(predicate)
        or (predicate.root == "ACCUSE" and is_passive(predicate.head) and predicate.head.dep_ == "acl")
    )
    if fill and not source and not lost and not unsaid:
        source = doers(predicate, likeliest(predicate, "source", target, sides), sides)
    if fill and not target:
        own = {(a.code or "").partition(".")[0] for a in source} if predicate.head.lemma_ == "warn" else set()
        told = [t for c in predicate.head.children if c.dep_ == "ccomp" for t in subjects(c)]
        threatening = {identity(a) for a in all_of(sides, told)} if predicate.root == "THREATEN" else set()
        target = tuple(
            a
            for a in likeliest(predicate, "target", source, sides)
            if (a.code is None or a.code not in own)
            and identity(a) not in threatening
            and not (predicate.root == "PROTEST" and _is_scene(a, sides))
        )
    if predicate.root in _SPOKEN:  # nobody speaks against or for his own country
        own = {(a.code or "-").partition(".")[0] for a in source}
        target = tuple(a for a in target if a.code not in own)
    if not source and not target:
        return None
    return Draft(
        predicate=predicate,
        status=status,
        sides=(source, target),
        ruled=ruled,
        doubts=(*doubts, *_doubts(predicate, status, (source, target), sides)),
        doubts_before=(*doubts, *_doubts(predicate, status, ruled, sides)),
    )


def doers(predicate: Predicate, found: tuple[EventActor, ...], sides: Sides) -> tuple[EventActor, ...]:
    """Those found without whoever speaks of a deed that a noun tells: he denounces or welcomes what others do; and
    without whoever bears up against it: "able to counter the sanctions", "ties grow amid sanctions"."""
    head = predicate.head
    above = next((t for t in head.ancestors if t.pos_ == "VERB"), None)
    if head.pos_ not in NOUNS or above is None:
        return found
    bears = predicate.root == "SANCTION" and bool({t.lemma_.lower() for t in _up_to(head, above)} & _BEARS)
    if not bears and root_of(above) not in {"ACCUSE", "REJECT", "REQUEST", "SUPPORT"}:
        return found
    speakers = {identity(a) for a in all_of(sides, subjects(above))}
    return tuple(a for a in found if identity(a) not in speakers)


def _up_to(noun: Token, verb: Token) -> Iterator[Token]:
    """What stands above a noun in the parse, up to a verb and with it."""
    for token in noun.ancestors:
        yield token
        if token == verb:
            return


def _is_scene(actor: EventActor, sides: Sides) -> bool:
    """Whether a name only tells where something is said or done: "a rally in Lima"."""
    tokens = sides.parsed.tokens(actor.span)
    return len(tokens) > 0 and tokens.root.dep_ == "pobj" and tokens.root.head.lower_ in {"in", "at", "near"}


def _doubts(predicate: Predicate, status: Status, pair: Sided, sides: Sides) -> Iterator[str]:
    """What speaks against the two sides."""
    source, target = pair
    if source and not sides.is_sure(source, target):
        yield "unsure"
    if not is_worth(predicate, source, target):
        yield "unworthy"
    elif not is_enough(predicate, source, target):
        yield "one-sided"
    if not is_political(predicate, status, pair):
        yield "unpolitical"
    if predicate.mode == "join" and not is_accession(source, target):
        yield "no accession"


def _peaceful(predicate: Predicate) -> Predicate:
    """The predicate with the root that it takes where soldiers travel, or keep the peace."""
    peace = any(t.lower_.startswith("peacekeep") for t in predicate.head.sent)
    if predicate.root == "MOBILIZE" and peace:
        return replace(predicate, root="AID", mode="peacekeeping")
    if predicate.root == "CONSULT" and predicate.head.pos_ == "VERB" and _are_troops(predicate.head):
        return replace(predicate, root="AID" if peace else "MOBILIZE", mode="peacekeeping" if peace else "troops")
    return predicate


def _stance(predicate: Predicate) -> tuple[Predicate, Status]:
    """The predicate and its status; a deed that its doer says he will not do becomes a refusal, which has happened."""
    head = predicate.head
    status = status_of(head)
    if predicate.verb is not None and head.pos_ not in NOUNS:
        return predicate, status_of(predicate.verb)  # to say what others must do is to have asked it
    if predicate.root == "AGREE" and status == "denied" and head.head.lemma_ == "fail":
        return replace(predicate, root="REJECT", mode=None), status_of(head.head)
    negated = len(predicate.trigger) > 1 and predicate.trigger[0].dep_ == "neg"
    if status == "denied" and (negated or (predicate.root in _WILLING and _will_not(head))):
        return replace(predicate, root="REJECT", mode=None), "happened"
    if predicate.root in VOICED and head.dep_ == "advcl" and status == "planned":
        return predicate, status_of(head.head)  # "marched to demand" demands
    return predicate, status


def _will_not(verb: Token) -> bool:
    """Whether somebody says that he will not do it, which is a refusal."""
    auxiliaries = {c.lower_ for c in verb.children if c.dep_ == "aux"}
    modal = bool(auxiliaries & {"will", "would", "wo", "’ll", "'ll"})
    return modal and "have" not in auxiliaries and bool(subjects(verb))


def _are_troops(verb: Token) -> bool:
    """Whether it is soldiers who travel somewhere, not envoys."""
    return verb.lemma_ in {"arrive", "fly", "travel", "land"} and any(t.lemma_ in TROOPS for t in agents(verb))
