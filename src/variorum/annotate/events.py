"""Political events, coded in PLOVER, with a status.

Each clause is searched for predicates of the lexicon, the parse tells who does it to whom, the mentions tell who that
is, and the words above the predicate tell where it stands. An event without any actor is not reported.
"""

from collections.abc import Iterator
from dataclasses import replace

import msgspec
from spacy.tokens import Token

from variorum.annotate.arguments import agents, patients, subjects
from variorum.annotate.candidates import identity, likeliest
from variorum.annotate.coding import code_event, code_events
from variorum.annotate.credence import Background, Draft, credence, is_credible
from variorum.annotate.grammar import NOUNS, is_passive
from variorum.annotate.occasion import Occasion
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
from variorum.annotate.status import status_of
from variorum.lexicon.plover import QUADS
from variorum.types import Event, EventActor, LocalActor, Mention, Quote, Span, Status, Time

__all__ = ["code_event", "code_events", "find_events"]

_INTENT = {2: "AGREE", 4: "THREATEN"}  # to announce a material deed is to promise it or to threaten with it
_WILLING = frozenset({"AID", "COOPERATE", "CONCEDE", "RETREAT", "MOBILIZE", "SUPPORT", "AGREE", "CONSULT"})
_SPOKEN = frozenset({"THREATEN", "ACCUSE", "REQUEST", "REJECT", "SUPPORT", "AGREE", "CONSULT"})
_ANY = 0.1  # chance below which even a deed that is offered, by who offers it, is not told of
_HAPPENS_TO = frozenset({"ASSAULT", "COERCE", "MOBILIZE", "RETREAT", "SANCTION", "AID"})


def find_events(
    parsed: Parsed,
    *,
    mentions: tuple[Mention, ...],
    actors: tuple[LocalActor, ...],
    times: tuple[Time, ...],
    quotes: tuple[Quote, ...],
) -> tuple[Event, ...]:
    """The events of the body, in order of their triggers.

    Args:
        parsed: the article and its parse.
        mentions, actors: who is named where; actors' codes become the events'.
        times: dates for the events of their clauses.
        quotes: unused so far; a quoted event is reported as its speaker tells it.
    """
    occasion = Occasion(parsed, times)
    article = Background.of(parsed, actors)
    found: list[Event] = []
    sides = Sides(parsed, mentions, actors)
    governors: set[int] = set()
    for draft in drafts(parsed, mentions=mentions, actors=actors):
        chance = credence(draft, article)  # weighed by what the words alone tell of its sides
        homely = replace(draft, sides=sides.homes.at_home(*draft.sides))
        if is_credible(homely, chance, article) or _goes_with(homely, chance, governors):
            governors.add(draft.predicate.head.i)
            found.extend(_events(homely, occasion, round(chance, 2)))
    return tuple(sorted(found, key=lambda e: (e.trigger[0], e.start, e.code)))


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


def _goes_with(draft: Draft, chance: float, governors: set[int]) -> bool:
    """Whether a deed is what somebody offers, agrees or threatens to do in an event that is reported."""
    head = draft.predicate.head
    return head.dep_ == "xcomp" and head.head.i in governors and bool(draft.sides[0]) and chance >= _ANY


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
        source = _doers(predicate, likeliest(predicate, "source", target, sides), sides)
    if fill and not target:
        own = {(a.code or "").partition(".")[0] for a in source} if predicate.head.lemma_ == "warn" else set()
        told = [t for c in predicate.head.children if c.dep_ == "ccomp" for t in subjects(c)]
        doers = {identity(a) for a in all_of(sides, told)} if predicate.root == "THREATEN" else set()
        target = tuple(
            a
            for a in likeliest(predicate, "target", source, sides)
            if (a.code is None or a.code not in own)
            and identity(a) not in doers
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


def _doers(predicate: Predicate, found: tuple[EventActor, ...], sides: Sides) -> tuple[EventActor, ...]:
    """Those found without whoever speaks of a deed that a noun tells: he denounces or welcomes what others do."""
    head = predicate.head
    above = next((t for t in head.ancestors if t.pos_ == "VERB"), None)
    if head.pos_ not in NOUNS or above is None or root_of(above) not in {"ACCUSE", "REJECT", "REQUEST", "SUPPORT"}:
        return found
    speakers = {identity(a) for a in all_of(sides, subjects(above))}
    return tuple(a for a in found if identity(a) not in speakers)


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


def _events(draft: Draft, occasion: Occasion, score: float) -> Iterator[Event]:
    predicate, status, (source, target) = draft.predicate, draft.status, draft.sides
    event = _event(predicate, status, draft.sides, occasion)
    yield msgspec.structs.replace(event, score=score)
    intent = _INTENT.get(QUADS[predicate.root])
    only = any(t.lower_ == "only" for t in predicate.head.children)
    if status == "planned" and source and target and intent is not None and not only and _announced(predicate.head):
        intended = replace(predicate, root=intent, mode="intent")
        yield msgspec.structs.replace(_event(intended, "happened", draft.sides, occasion), score=score)


def _are_troops(verb: Token) -> bool:
    """Whether it is soldiers who travel somewhere, not envoys."""
    return verb.lemma_ in {"arrive", "fly", "travel", "land"} and any(t.lemma_ in TROOPS for t in agents(verb))


def _announced(verb: Token) -> bool:
    """Whether it is said outright that the deed will be done, and no word of the lexicon says so above it."""
    if verb.tag_ == "VBG":
        return False
    if any(c.dep_ == "aux" and c.lower_ in {"will", "would", "’ll", "'ll", "shall"} for c in verb.children):
        return True
    head = verb.head
    return verb.dep_ == "xcomp" and head.pos_ == "VERB" and head.lemma_ in {"plan", "decide", "intend", "prepare"}


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


def _event(predicate: Predicate, status: Status, pair: Sided, occasion: Occasion) -> Event:
    head, trigger = predicate.head, predicate.trigger
    spans = _spans(trigger)
    extent = [*spans, *(actor.span for side in pair for actor in side if _near(actor.span, head))]
    from_, to = occasion.dates(head, predicate.verb)
    return Event(
        start=min(s for s, _ in extent),
        end=max(e for _, e in extent),
        trigger=spans,
        code=predicate.root,
        quad=QUADS[predicate.root],
        mode=predicate.mode,
        status=status,
        source=pair[0],
        target=pair[1],
        from_=from_,
        to=to,
        place=occasion.place(head, predicate.verb),
        score=0.0,
    )


def _near(span: Span, token: Token) -> bool:
    sent = token.sent
    return bool(sent.start_char <= span[0] and span[1] <= sent.end_char)


def _spans(tokens: tuple[Token, ...]) -> tuple[Span, ...]:
    return tuple(sorted({(t.idx, t.idx + len(t.text)) for t in tokens}))


def _will_not(verb: Token) -> bool:
    """Whether somebody says that he will not do it, which is a refusal."""
    auxiliaries = {c.lower_ for c in verb.children if c.dep_ == "aux"}
    modal = bool(auxiliaries & {"will", "would", "wo", "’ll", "'ll"})
    return modal and "have" not in auxiliaries and bool(subjects(verb))
