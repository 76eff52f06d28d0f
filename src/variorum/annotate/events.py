"""Political events, coded in PLOVER, with a status.

Each clause is searched for predicates of the lexicon, the parse tells who does it to whom, the mentions tell who that
is, and the words above the predicate tell where it stands. An event without any actor is not reported.
"""

from collections.abc import Iterator
from dataclasses import replace
from itertools import islice

from spacy.tokens import Token

from variorum.annotate.arguments import agents, patients, recipients, subjects, under
from variorum.annotate.coding import code_event, code_events
from variorum.annotate.occasion import Occasion, clause_of
from variorum.annotate.parsed import Parsed
from variorum.annotate.predicates import (
    NOUNS,
    QUADS,
    Predicate,
    find_predicates,
    find_stances,
    is_passive,
)
from variorum.annotate.reportable import HARMED, Sided, is_accession, is_harmless, is_worth
from variorum.annotate.sides import Sides
from variorum.annotate.status import status_of, words
from variorum.types import Event, EventActor, LocalActor, Mention, Quote, Span, Status, Time

__all__ = ["code_event", "code_events", "find_events"]

_INTENT = {2: "AGREE", 4: "THREATEN"}  # to announce a material deed is to promise it or to threaten with it
_SYMMETRIC = frozenset({"CONSULT", "AGREE", "COOPERATE"})
_WILLING = frozenset({"AID", "COOPERATE", "CONCEDE", "RETREAT", "MOBILIZE", "SUPPORT", "AGREE", "CONSULT"})
_AT = frozenset({"against", "with", "on", "at", "to", "toward", "towards", "upon", "into", "over", "for", "from", "of"})
_AT_PLACE = frozenset({"in", "near", "around", "outside"})
_SOMEWHERE = frozenset({"ASSAULT", "MOBILIZE", "PROTEST", "COERCE"})
_NOUN_TARGET = frozenset({"against", "on", "at", "with", "to", "into", "toward", "towards", "upon", "over", "from"})
_UNDERGOES = words(  # nouns whose "of" names the one that it is done to
    "arrest detention deportation imprisonment seizure expulsion siege blockade killing assassination murder abduction "
    "kidnapping invasion bombardment bombing shelling massacre shooting release condemnation criticism denunciation "
    "rejection support endorsement praise investigation prosecution indictment occupation mobilization mobilisation "
    "deployment delivery signing signature ratification"
)
_VOICED = frozenset({"PROTEST", "REQUEST", "ACCUSE", "SUPPORT", "REJECT"})
_HAPPENS_TO = frozenset({"ASSAULT", "COERCE", "MOBILIZE", "RETREAT", "SANCTION", "AID"})
_FACE_TO_FACE = words("CONSULT COOPERATE MOBILIZE ASSAULT COERCE RETREAT CONCEDE")
_WITHIN = frozenset({"for", "to", "on", "of", "with", "from", "against", "over", "in", "at", "by"})
_OF_WORDS = frozenset({"REJECT", "REQUEST", "AGREE", "PROTEST"})
_REASONS = {"PROTEST": ("advcl",), "THREATEN": ("advcl",)}  # "blocked the road to show", "if the other goes ahead"
_ONE_SIDED = frozenset({"offer", "pledge", "promise", "undertake", "volunteer", "consent", "join"})


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
    sides = Sides(parsed, mentions, actors)
    occasion = Occasion(parsed, times)
    found: list[Event] = []
    for sentence in parsed.sentences:
        for predicate in (*find_predicates(sentence), *find_stances(sentence)):
            found.extend(_events(predicate, sides, occasion))
    return tuple(sorted(found, key=lambda e: (e.trigger[0], e.start, e.code)))


def _events(predicate: Predicate, sides: Sides, occasion: Occasion) -> Iterator[Event]:
    pair = _verb_sides(predicate, sides) if predicate.head.pos_ not in NOUNS else _noun_sides(predicate, sides)
    predicate, status = _stance(predicate)
    if is_harmless(predicate, pair):
        return
    source, target = _two_sided(predicate, pair)
    if predicate.head.lemma_ in {"deploy", "mobilize", "mobilise"} and not source and target:
        source, target = target, ()  # "troops deployed along the border"
    if source and not target and predicate.root in _HAPPENS_TO:
        target = _distinct(_place(predicate, sides), {a.actor or a.span for a in source})
    if not is_worth(predicate, source, target):
        return
    if predicate.mode == "join" and not is_accession(source, target):
        return
    yield _event(predicate, status, (source, target), occasion)
    intent = _INTENT.get(QUADS[predicate.root])
    if status == "planned" and source and intent is not None and _announced(predicate.head):
        yield _event(replace(predicate, root=intent, mode="intent"), "happened", (source, target), occasion)


def _announced(verb: Token) -> bool:
    """Whether it is said outright that the deed will be done, and no word of the lexicon says so above it."""
    if any(c.dep_ == "aux" and c.lower_ in {"will", "would", "’ll", "'ll", "shall"} for c in verb.children):
        return True
    head = verb.head
    return verb.dep_ == "xcomp" and head.pos_ == "VERB" and head.lemma_ in {"plan", "decide", "intend", "prepare"}


def _stance(predicate: Predicate) -> tuple[Predicate, Status]:
    """The predicate and its status; a deed that its doer says he will not do becomes a refusal, which has happened."""
    head = predicate.head
    status = status_of(head)
    negated = len(predicate.trigger) > 1 and predicate.trigger[0].dep_ == "neg"
    if status == "denied" and (negated or (predicate.root in _WILLING and _will_not(head))):
        return replace(predicate, root="REJECT", mode=None), "happened"
    if predicate.root in _VOICED and head.dep_ == "advcl" and status == "planned":
        return predicate, status_of(head.head)  # "marched to demand" demands
    return predicate, status


def _place(predicate: Predicate, sides: Sides) -> tuple[EventActor, ...]:
    """Where it is done, where that is all that is said of whom it is done to: "a curfew in the valley"."""
    for base in (predicate.thing, predicate.verb, predicate.head):
        for _, noun in under(base, _AT_PLACE) if base is not None else ():
            if found := tuple(a for a in sides.of(noun, places=True, drill=False) if a.code):
                return found
    return ()


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
        score=_score(pair),
    )


def _near(span: Span, token: Token) -> bool:
    sent = token.sent
    return bool(sent.start_char <= span[0] and span[1] <= sent.end_char)


def _spans(tokens: tuple[Token, ...]) -> tuple[Span, ...]:
    return tuple(sorted({(t.idx, t.idx + len(t.text)) for t in tokens}))


def _score(pair: Sided) -> float:
    coded = sum(any(actor.code for actor in side) for side in pair)
    return (0.5, 0.7, 0.9)[coded]


def _two_sided(predicate: Predicate, pair: Sided) -> Sided:
    """Split the parties of a mutual deed, and keep nobody on both sides."""
    source, target = pair
    source, target = _distinct(source, set()), _distinct(target, {a.actor or a.span for a in source})
    mutual = predicate.root in _SYMMETRIC and predicate.head.lemma_ not in _ONE_SIDED
    if not target and len(source) > 1 and mutual:
        return source[:1], source[1:]
    if not source and len(target) > 1 and predicate.root in _SYMMETRIC and predicate.head.pos_ in NOUNS:
        return target[:1], target[1:]
    return source, target


def _distinct(found: tuple[EventActor, ...], taken: set[object]) -> tuple[EventActor, ...]:
    """Each actor once, without those taken."""
    out: dict[object, EventActor] = {}
    for actor in found:
        if (actor.actor or actor.span) not in taken:
            out.setdefault(actor.actor or actor.span, actor)
    return tuple(out.values())


def _all(sides: Sides, tokens: list[Token], *, places: bool = False, drill: bool = True) -> tuple[EventActor, ...]:
    return tuple(a for t in tokens for a in sides.of(t, places=places, drill=drill))


def _verb_sides(predicate: Predicate, sides: Sides) -> Sided:
    verb = predicate.head
    if predicate.root == "REQUEST" and predicate.verb is not None:  # "said that the others must leave"
        source = _all(sides, agents(predicate.verb)) or _all(sides, subjects(predicate.verb))
        return source, _all(sides, subjects(verb))
    doers = agents(verb) if verb.pos_ == "VERB" else subjects(verb.head)
    named = predicate.root == "CONSULT" or verb.lemma_ in HARMED or verb.lemma_ == "topple"
    source = _all(sides, doers, drill=not named)
    if not source and verb.dep_ == "acl" and verb.tag_ == "VBG":  # "issued a statement demanding"
        source = _all(sides, subjects(verb.head.head)) if verb.head.dep_ == "dobj" else sides.owners(verb.head)
    if not source and verb.dep_ in {"ROOT", "ccomp"} and verb.tag_ in {"VBD", "VBZ"} and not is_passive(verb):
        source = sides.before(verb)
    if not source and is_passive(verb) and predicate.mode == "expel":  # "were expelled from the country"
        source = tuple(a for _, t in under(verb, frozenset({"from"})) for a in sides.of(t, drill=False))
    return source, _verb_target(predicate, sides, {a.actor or a.span for a in source})


def _verb_target(predicate: Predicate, sides: Sides, mine: set[object]) -> tuple[EventActor, ...]:
    verb, thing = predicate.head, predicate.thing

    def fresh(found: tuple[EventActor, ...]) -> tuple[EventActor, ...]:
        return tuple(a for a in found if (a.actor or a.span) not in mine)

    if found := fresh(_all(sides, recipients(verb))):
        return found
    for link in predicate.trigger[1:] if thing is None else ():  # "arrived in", "called on"
        met = [t for t in link.children if t.dep_ == "pobj"] if link.pos_ in {"ADP", "SCONJ"} else []
        if found := fresh(_all(sides, met, places=True)):
            return found
    for clause in (c for c in verb.children if c.dep_ == "ccomp" and c.tag_ == "VB"):  # "allowed the envoy to leave"
        told = [t for t in clause.children if t.dep_ == "nsubj"]
        if thing is None and predicate.root != "CONSULT" and (found := fresh(_all(sides, told))):
            return found
    violent = predicate.root in {"ASSAULT", "COERCE"}
    if predicate.root == "AGREE" and thing is None:
        for _, noun in (x for b in (verb, *patients(verb)) for x in under(b, frozenset({"to", "with"}))):
            if found := fresh(sides.of(noun)):
                return found
    if thing is None:
        drill = predicate.mode not in {"release", "arrest"} and verb.lemma_ not in HARMED
        drill = drill and predicate.root != "CONSULT"
        if found := fresh(_all(sides, patients(verb), places=violent, drill=drill)):
            return found
    if thing is not None:
        taken = sides.of(thing, drill=False) if predicate.mode in {"release", "arrest", "expel"} else ()
        if found := fresh(taken) or fresh(_received(verb, thing, sides)):
            return found
    prepositions = _AT | _AT_PLACE if predicate.root in _SOMEWHERE else _AT
    for base in (verb, thing):
        for preposition, noun in under(base, prepositions) if base is not None else ():
            bare = preposition in _AT_PLACE or preposition in {"at", "for"}
            if found := fresh(sides.of(noun, places=preposition in _AT_PLACE, drill=not bare)):
                return found
    if predicate.root in _FACE_TO_FACE or (thing is not None and predicate.root not in _OF_WORDS):
        return ()
    if verb.lemma_ == "deny" and any(c.dep_ == "ccomp" for c in verb.children):
        return ()
    return _within(verb, sides, mine, predicate.root)


def _received(verb: Token, thing: Token, sides: Sides) -> tuple[EventActor, ...]:
    """Who gets what is given, or whose it is: "aid to Mali", "Iran's application"."""
    for base in (verb, thing):
        for _, noun in under(base, frozenset({"to", "with", "on", "against"})):
            if found := sides.of(noun, drill=False):
                return found
    return sides.owners(thing)


def _within(verb: Token, sides: Sides, mine: set[object], root: str) -> tuple[EventActor, ...]:
    """The first other actor inside what is demanded, threatened, agreed or refused."""
    spare: tuple[EventActor, ...] = ()
    own = {a.code.partition(".")[0] for t in agents(verb) for a in sides.of(t) if a.code}
    for child in verb.children:
        if child.dep_ not in {"xcomp", "ccomp", "dobj", "prep", "acl", *_REASONS.get(root, ())} or child.i < verb.i:
            continue
        if child.dep_ == "prep" and child.lower_ not in _WITHIN:
            continue
        if child.dep_ == "prep" and child.lower_ in {"in", "at"} and root in {"ACCUSE", "REQUEST", "SUPPORT"}:
            continue
        for token in islice(child.subtree, 40):
            inner = clause_of(token)
            if inner.dep_ in {"acl", "relcl"} and inner is not child and inner.head is not child:
                continue
            if token.dep_ in {"nsubj", "dobj", "pobj", "dative", "nsubjpass"}:
                found = tuple(a for a in sides.of(token) if (a.actor or a.span) not in mine)
                if found and found[0].code in own:  # one's own country is not the other side
                    continue
                if found and found[0].code and not found[0].code.startswith("."):
                    return found
                spare = spare or (found if token.dep_ in {"nsubj", "dobj"} else ())
    return spare


def _noun_sides(predicate: Predicate, sides: Sides) -> Sided:
    noun, verb = predicate.head, predicate.verb
    source = _all(sides, agents(verb)) if verb is not None else ()
    if verb is not None and not source and not is_passive(verb):
        source = sides.before(verb)
    target: tuple[EventActor, ...] = ()
    if verb is not None and verb.lemma_ in {"get", "receive", "win", "obtain", "secure"}:
        return tuple(a for _, t in under(noun, frozenset({"from", "by"})) for a in sides.of(t)), source
    for preposition, other in under(noun, frozenset({"between", "among"})):
        parties = sides.of(other)
        if len(parties) > 1 and preposition:
            return (source, parties) if source else (parties[:1], parties[1:])
    undergoes = noun.lemma_.lower() in _UNDERGOES
    for base in (noun, verb):
        for _, other in under(base, _NOUN_TARGET) if base is not None else ():
            target = target or sides.of(other, places=True)
    if not source:
        source = tuple(a for _, other in under(noun, frozenset({"by"})) for a in sides.of(other))
    of = tuple(a for _, other in under(noun, frozenset({"of"})) for a in sides.of(other, drill=not undergoes))
    whole = [t for _, other in under(noun, frozenset({"of"})) for _, t in under(other, _NOUN_TARGET)]
    if undergoes:
        target = target or of
    elif source and not target:  # "the withdrawal of its forces from the island"
        target = _all(sides, whole, places=True)
    elif not source:
        source = of
    left = [c for c in noun.lefts if c.dep_ in _BEFORE and c.lower_ not in {"anti", "-", "–"}]
    topic = [c for c in left if _topical(c) and predicate.root in {"SANCTION", "ACCUSE", "ASSAULT", "COERCE"}]
    target = target or tuple(a for c in topic if predicate.root in {"SANCTION", "ACCUSE"} for a in sides.of(c))
    left = [c for c in left if c not in topic]
    if undergoes and not target:  # "the envoy's arrest"; with "of" its owner is who does it
        owned = [c for c in left if c.dep_ == "poss"]
        target = tuple(a for c in owned for a in sides.of(c, drill=False))
        left = [c for c in left if c not in owned]
    before = tuple(a for c in left if not _against(c) for a in sides.of(c, drill=False))
    target = target or tuple(a for c in left if _against(c) for a in sides.of(c, drill=False))
    if not source:
        source = before
    elif not target and not (before and {a.actor for a in before} == {a.actor for a in source}):
        target = before
    return source, target or _over(noun, verb, sides, source)


_BEFORE = frozenset({"poss", "amod", "compound", "nmod"})


def _topical(child: Token) -> bool:
    """Whether a place name before a noun is what it is about, not who does it: "the Norland probe"."""
    plain = child.dep_ in {"compound", "nmod"} and child.pos_ == "PROPN" and child.ent_type_ in {"GPE", "LOC"}
    return plain and not child.text.replace(".", "").isupper()


def _against(child: Token) -> bool:
    """Whether a name before a noun is whom it is against: "anti-Norland protests"."""
    i, doc = child.i, child.doc
    return i >= 2 and doc[i - 1].lower_ in {"-", "–"} and doc[i - 2].lower_ == "anti"


def _over(noun: Token, verb: Token | None, sides: Sides, source: tuple[EventActor, ...]) -> tuple[EventActor, ...]:
    """The one behind what it is about: "sanctions imposed over its programme"."""
    mine = {a.actor or a.span for a in source}
    for base in (noun, verb):
        for _, other in under(base, frozenset({"over", "for"})) if base is not None else ():
            if found := tuple(a for a in sides.owners(other) if (a.actor or a.span) not in mine):
                return found
    return ()


def _will_not(verb: Token) -> bool:
    """Whether somebody says that he will not do it, which is a refusal."""
    auxiliaries = {c.lower_ for c in verb.children if c.dep_ == "aux"}
    modal = bool(auxiliaries & {"will", "would", "wo", "’ll", "'ll"})
    return modal and "have" not in auxiliaries and bool(subjects(verb))
