"""Political events, coded in PLOVER, with a status.

Each clause is searched for predicates of the lexicon, the parse tells who does it to whom, the mentions tell who that
is, and the words above the predicate tell where it stands (`drafts`). A detector that has learned from sentences whose
events people have marked weighs these drafts, and finds what the lexicon does not know (`detection`). An event without
any actor is not reported.
"""

from collections.abc import Iterator
from dataclasses import replace

import msgspec
from spacy.tokens import Token

from variorum.annotate.candidates import identity
from variorum.annotate.coding import code_event, code_events
from variorum.annotate.credence import Draft
from variorum.annotate.detection import Detection, Ruled
from variorum.annotate.drafts import doers, drafts
from variorum.annotate.grammar import NOUNS
from variorum.annotate.occasion import Occasion
from variorum.annotate.parsed import Parsed
from variorum.annotate.parties import distinct, sides_of, two_sided
from variorum.annotate.predicates import Predicate, is_known
from variorum.annotate.reportable import Sided
from variorum.annotate.sides import Sides
from variorum.lexicon.plover import QUADS
from variorum.models.detector import ROLES
from variorum.types import Event, EventActor, LocalActor, Mention, Quote, Span, Status, Time

__all__ = ["code_event", "code_events", "find_events"]

_INTENT = {2: "AGREE", 4: "THREATEN"}  # to announce a material deed is to promise it or to threaten with it
_HELD = 0.1  # chance from which what the rules hold is reported
_DOUBTED = 0.8  # of one root, from which what they doubt is
_FLAWS = frozenset({"harmless", "lost", "unworthy", "vague"})  # doubts that only a very likely event outweighs
_FLAWED = 0.95  # from which what has one of them is
_NEW = 0.9  # from which what a word of which they know nothing reports is
_REFUSED = 0.98  # of one root, from which what a word that they know and find nothing in reports is
_OTHER_ROOT = 0.9  # from which the detector's root stands for that of the rules
_UNLIKELY = 0.2  # below which the root that they hold is
_LIKELIER = 0.55  # from which another stands for one that is unlikely
_FIGURE = 0.05  # below which force is a figure of speech
_FORCE = frozenset({"ASSAULT", "COERCE"})  # often words alone: "attacked her record", "locked up the votes"
_OTHER_STATUS = 0.8  # from which its status does
_VETO = 0.1  # below which nobody is a side of what the rules doubt, whatever they find
_SIDE = 0.5  # from which a word names a side that they do not find
_TITLES = frozenset({"mr", "mr.", "mrs", "mrs.", "ms", "ms.", "dr", "dr."})
_ANY = 0.1  # credence from which what somebody offers, agrees or threatens to do is, with that


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
    sides = Sides(parsed, mentions, actors)
    detection = Detection(parsed, mentions, actors, drafts(parsed, mentions=mentions, actors=actors))
    told = [*_weighed(detection, sides), *_unruled(detection, sides)]
    found = (event for draft in told for event in _events(_at_home(draft, sides), occasion, _score(draft, detection)))
    return tuple(sorted(found, key=lambda e: (e.trigger[0], e.start, e.code)))


def _weighed(detection: Detection, sides: Sides) -> Iterator[Draft]:
    """The drafts of the rules that the detector takes for events."""
    governors: set[int] = set()
    for ruled in (r for sentence in detection.sentences for r in sentence.ruled):
        head = ruled.draft.predicate.head
        if _likely(ruled, detection) or _goes_with(ruled, governors):
            governors.add(head.i)
            if any((draft := _settled(ruled.draft, detection, sides, held=ruled.holds)).sides):
                yield draft


def _unruled(detection: Detection, sides: Sides) -> Iterator[Draft]:
    """What words report of which the rules know nothing, or in which they find nothing where it is all but certain."""
    known = {t.i for s in detection.sentences for r in s.ruled for t in _told_by(r.draft.predicate)}
    for word in detection.reported(_NEW):
        root = detection.root(word)
        if word.i in known or detection.chance(word, root) < (_REFUSED if is_known(word) else _DOUBTED):
            continue
        predicate = Predicate(word, (word, *(c for c in word.children if c.dep_ == "prt")), root, None)
        pair = sides_of(predicate, sides)
        draft = Draft(predicate, detection.status(word)[0], pair, pair, (), ())
        draft = _settled(draft, detection, sides)
        if any(draft.sides):
            yield draft


def _likely(ruled: Ruled, detection: Detection) -> bool:
    """Whether the detector takes a draft for an event: one that the rules doubt, only where it is sure of its root."""
    predicate = ruled.draft.predicate
    root = detection.root(predicate.head)
    if ruled.holds:
        likely = max(detection.chance(word) for word in _told_by(predicate)) >= _HELD
        if predicate.root in _FORCE and detection.chance(predicate.head, root) < _LIKELIER:
            return likely and _own_chance(predicate, detection) >= _FIGURE
        return likely
    least = _FLAWED if _FLAWS & set(ruled.draft.doubts) else _DOUBTED
    return detection.chance(predicate.head, root) >= least


def _told_by(predicate: Predicate) -> Iterator[Token]:
    """The words that may stand for what a predicate reports; in "failed to agree" the refusal is told by the first."""
    yield predicate.head
    yield from predicate.trigger
    if predicate.root == "REJECT" and predicate.head.dep_ == "xcomp":
        yield predicate.head.head


def _own_chance(predicate: Predicate, detection: Detection) -> float:
    """The chance that a predicate reports what the rules say."""
    return max(detection.chance(word, predicate.root) for word in _told_by(predicate))


def _goes_with(ruled: Ruled, governors: set[int]) -> bool:
    """Whether a deed is what somebody asks for, offers, agrees or threatens to do in an event that is reported."""
    head = ruled.draft.predicate.head
    if head.dep_ == "pobj" and head.head.head.i in governors:
        return ruled.holds and ruled.draft.status == "proposed"
    return head.dep_ == "xcomp" and head.head.i in governors and bool(ruled.draft.sides[0]) and ruled.chance >= _ANY


def _settled(draft: Draft, detection: Detection, sides: Sides, *, held: bool = False) -> Draft:
    """The draft with what the detector knows better: root, status, and the sides that the rules do not find.

    Args:
        draft: by rule.
        detection, sides: of the article.
        held: whether the rules would report it by themselves.
    """
    predicate, status = draft.predicate, draft.status
    if predicate.trigger[0].i == predicate.head.i:  # in "ready to send" and the like the detector reads the deed alone
        likely, chance = detection.status(predicate.head)
        status = likely if chance >= _OTHER_STATUS and status != "denied" else status
        root = detection.root(predicate.head)
        own = _own_chance(predicate, detection)
        least = _OTHER_ROOT if own >= _UNLIKELY or root in _FORCE else _LIKELIER
        if root != predicate.root and detection.chance(predicate.head, root) >= least:
            predicate = replace(predicate, root=root, mode=None)
            status = "happened" if root == "REJECT" and status == "denied" else status  # "would never vote for"
    source, target = (tuple(a for a in side if held or _is_side(predicate.head, a, detection)) for side in draft.ruled)
    source = source or doers(predicate, _named(detection, predicate.head, "source", target, sides), sides)
    target = target or _named(detection, predicate.head, "target", source, sides)
    return replace(draft, predicate=predicate, status=status, sides=two_sided(predicate, (source, target)))


def _is_side(word: Token, actor: EventActor, detection: Detection) -> bool:
    """Whether one whom the rules put on a side may be on either; on which, they know better."""
    return any(detection.side(word, role, actor.span) > _VETO for role in ROLES)


def _named(
    detection: Detection, word: Token, role: str, other: tuple[EventActor, ...], sides: Sides
) -> tuple[EventActor, ...]:
    """Whoever the detector names as a side, but for those on the other one."""
    words = detection.sides(word, role, _SIDE)
    within = {t.i for t in words}
    heads = [t for t in words if t.head.i not in within or t.head.i == t.i]
    found = tuple(actor for head in heads for actor in _actors(head, sides))
    return distinct(found, {identity(a) for a in other})


def _actors(head: Token, sides: Sides) -> tuple[EventActor, ...]:
    """Whom a word names, by its printed words where the article has no name for them."""
    found = sides.of(head, places=True, drill=False)
    return found or ((sides.printed(head),) if head.pos_ in NOUNS and head.lower_ not in _TITLES else ())


def _at_home(draft: Draft, sides: Sides) -> Draft:
    return replace(draft, sides=sides.homes.at_home(*draft.sides))


def _score(draft: Draft, detection: Detection) -> float:
    return round(detection.chance(draft.predicate.head, draft.predicate.root), 2)


def _events(draft: Draft, occasion: Occasion, score: float) -> Iterator[Event]:
    predicate, status, (source, target) = draft.predicate, draft.status, draft.sides
    event = _event(predicate, status, draft.sides, occasion)
    yield msgspec.structs.replace(event, score=score)
    intent = _INTENT.get(QUADS[predicate.root])
    only = any(t.lower_ == "only" for t in predicate.head.children)
    if status == "planned" and source and target and intent is not None and not only and _announced(predicate.head):
        intended = replace(predicate, root=intent, mode="intent")
        yield msgspec.structs.replace(_event(intended, "happened", draft.sides, occasion), score=score)


def _announced(verb: Token) -> bool:
    """Whether it is said outright that the deed will be done, and no word of the lexicon says so above it."""
    if verb.tag_ == "VBG":
        return False
    if any(c.dep_ == "aux" and c.lower_ in {"will", "would", "’ll", "'ll", "shall"} for c in verb.children):
        return True
    head = verb.head
    return verb.dep_ == "xcomp" and head.pos_ == "VERB" and head.lemma_ in {"plan", "decide", "intend", "prepare"}


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
