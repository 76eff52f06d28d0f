"""Political events, coded in PLOVER, with a status.

Each clause is searched for predicates of the lexicon, the parse tells who does it to whom, the mentions tell who that
is, and the words above the predicate tell where it stands. An event without any actor is not reported.
"""

from collections.abc import Iterator
from dataclasses import replace

from spacy.tokens import Token

from variorum.annotate.arguments import agents, subjects, under
from variorum.annotate.coding import code_event, code_events
from variorum.annotate.grammar import NOUNS, is_passive
from variorum.annotate.occasion import Occasion
from variorum.annotate.parsed import Parsed
from variorum.annotate.predicates import READY, Predicate, find_predicates, find_stances
from variorum.annotate.reportable import (
    HARMED,
    TROOPS,
    Sided,
    is_accession,
    is_harmless,
    is_lost,
    is_political,
    is_vague,
    is_worth,
)
from variorum.annotate.sides import Sides, all_of
from variorum.annotate.status import status_of, words
from variorum.annotate.targets import ABOUT, AT_PLACE, claimed, helped, verb_target
from variorum.lexicon.plover import QUADS
from variorum.types import Event, EventActor, LocalActor, Mention, Quote, Span, Status, Time

__all__ = ["code_event", "code_events", "find_events"]

_INTENT = {2: "AGREE", 4: "THREATEN"}  # to announce a material deed is to promise it or to threaten with it
_SYMMETRIC = frozenset({"CONSULT", "AGREE", "COOPERATE"})
_WILLING = frozenset({"AID", "COOPERATE", "CONCEDE", "RETREAT", "MOBILIZE", "SUPPORT", "AGREE", "CONSULT"})
_NOUN_TARGET = frozenset({"against", "on", "at", "with", "to", "into", "toward", "towards", "upon", "over", "from"})
_UNDERGOES = words(  # nouns whose "of" names the one that it is done to
    "arrest detention deportation imprisonment seizure expulsion siege blockade killing assassination murder abduction "
    "kidnapping invasion bombardment bombing shelling massacre shooting release condemnation criticism denunciation "
    "rejection support endorsement praise investigation prosecution indictment occupation mobilization mobilisation "
    "deployment delivery signing signature ratification"
)
_VOICED = frozenset({"THREATEN", "PROTEST", "REQUEST", "ACCUSE", "SUPPORT", "REJECT"})
_DIRECT = frozenset({"allow", "let", "permit", "topple"})  # what only whoever is named does
_MARKS = frozenset({'"', "”", "“", "''", "``"})
_PAPERS = words(
    "statement letter resolution petition report note message speech declaration communique article memo tweet motion "
    "bill decree order email document text announcement editorial address campaign protest demonstration rally strike"
)
_HAPPENS_TO = frozenset({"ASSAULT", "COERCE", "MOBILIZE", "RETREAT", "SANCTION", "AID"})
_WISHES = words("expect want hope await anticipate fear seek need foresee predict")
_ONE_SIDED = words("host visit tour offer pledge promise undertake volunteer consent join")


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
    if predicate.root == "MOBILIZE" and any(t.lower_.startswith("peacekeep") for t in predicate.head.sent):
        predicate = replace(predicate, root="AID", mode="peacekeeping")
    if predicate.root == "CONSULT" and predicate.head.pos_ == "VERB" and _are_troops(predicate.head):
        peace = any(t.lower_.startswith("peacekeep") for t in predicate.head.sent)
        predicate = replace(predicate, root="AID" if peace else "MOBILIZE", mode="peacekeeping" if peace else "troops")
    if is_harmless(predicate, pair):
        return
    source, target = _two_sided(predicate, pair)
    ready = predicate.root == "AGREE" and predicate.trigger[0].lower_ in READY
    if (not source and is_lost(predicate)) or (ready and not target):
        return
    if predicate.head.lemma_ in {"deploy", "mobilize", "mobilise"} and not source and target:
        source, target = target, ()  # "troops deployed along the border"
    if source and not target and predicate.root in _HAPPENS_TO:
        target = _distinct(_place(predicate, sides), {a.actor or a.span for a in source})
    if is_vague(predicate, (source, target)):
        return
    if source and not sides.is_sure(source, target):
        return
    if not is_worth(predicate, source, target) or not is_political(predicate, status, (source, target)):
        return
    if predicate.mode == "join" and not is_accession(source, target):
        return
    yield _event(predicate, status, (source, target), occasion)
    intent = _INTENT.get(QUADS[predicate.root])
    only = any(t.lower_ == "only" for t in predicate.head.children)
    if status == "planned" and source and target and intent is not None and not only and _announced(predicate.head):
        yield _event(replace(predicate, root=intent, mode="intent"), "happened", (source, target), occasion)


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
    if predicate.root in _VOICED and head.dep_ == "advcl" and status == "planned":
        return predicate, status_of(head.head)  # "marched to demand" demands
    return predicate, status


def _place(predicate: Predicate, sides: Sides) -> tuple[EventActor, ...]:
    """Where it is done, where that is all that is said of whom it is done to: "a curfew in the valley"."""
    for base in (predicate.thing, predicate.verb, predicate.head):
        for _, noun in under(base, AT_PLACE) if base is not None else ():
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
    failed = predicate.root == "REJECT" and predicate.thing is not None and predicate.head.head.lemma_ == "fail"
    mutual = (
        predicate.root in _SYMMETRIC or predicate.mode == "relations" or failed
    ) and predicate.head.lemma_ not in _ONE_SIDED
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


def _verb_sides(predicate: Predicate, sides: Sides) -> Sided:
    verb = predicate.head
    if predicate.verb is not None and predicate.head.pos_ in {"VERB", "AUX"}:  # "said that the others must leave"
        source = all_of(sides, agents(predicate.verb)) or all_of(sides, subjects(predicate.verb))
        return source, all_of(sides, subjects(verb))
    ready = predicate.root == "AGREE" and predicate.trigger[0].lower_ in {"prepared", "committed"}
    doers = subjects(verb) if ready else agents(verb) if verb.pos_ == "VERB" else subjects(verb.head)
    named = predicate.root == "CONSULT" or verb.lemma_ in _DIRECT | HARMED
    source = all_of(sides, doers, drill=not named, makers=True) or _sayer(verb, doers, sides)
    if not source and verb.dep_ == "acl" and verb.tag_ == "VBG" and predicate.root in _VOICED:
        source = _written(verb.head, sides)
    if not source and verb.dep_ in {"ROOT", "ccomp"} and verb.tag_ in {"VBD", "VBZ"} and not is_passive(verb):
        source = sides.before(verb)
    if not source and is_passive(verb) and predicate.mode == "expel":  # "were expelled from the country"
        source = tuple(a for _, t in under(verb, frozenset({"from"})) for a in sides.of(t, drill=False))
    return source, verb_target(predicate, sides, {a.actor or a.span for a in source})


def _written(paper: Token, sides: Sides) -> tuple[EventActor, ...]:
    """Who speaks in a letter or the like: "issued a statement demanding"."""
    if paper.lemma_ not in _PAPERS:
        return ()
    return all_of(sides, subjects(paper.head)) if paper.dep_ == "dobj" else sides.owners(paper)


def _sayer(verb: Token, doers: list[Token], sides: Sides) -> tuple[EventActor, ...]:
    """Whom "he", "it" or "they" stands for in what somebody says that he will do, where nothing else tells."""
    clause = verb if verb.pos_ == "VERB" else verb.head
    if clause.dep_ != "ccomp" or len(doers) != 1 or doers[0].lower_ not in {"he", "she", "it", "they", "we", "i"}:
        return ()
    said = clause.head
    if said.i > clause.i:
        return ()  # "He fired twice, the sheriff said"
    quoted = any(t.text in _MARKS for t in clause.doc[said.i : clause.i])
    if quoted != (doers[0].lower_ in {"i", "we"}):
        return ()
    tellers = [t for t in agents(said) if t.pos_ in NOUNS]
    return all_of(sides, tellers, drill=False) if said.pos_ == "VERB" else ()


def _noun_sides(predicate: Predicate, sides: Sides) -> Sided:
    noun, verb = predicate.head, predicate.verb
    wished = verb is not None and verb.lemma_ in _WISHES
    source = all_of(sides, agents(verb)) if verb is not None and not wished else ()
    if verb is not None and not source and not wished and not is_passive(verb):
        source = sides.before(verb)
    target: tuple[EventActor, ...] = ()
    if verb is not None and verb.lemma_ in {"have", "enjoy", "gain"} and predicate.root == "SUPPORT":
        return tuple(a for _, t in under(noun, frozenset({"of", "from"})) for a in sides.of(t)), source
    if verb is not None and verb.lemma_ in {"get", "receive", "win", "obtain", "secure"}:
        return tuple(a for _, t in under(noun, frozenset({"from", "by"})) for a in sides.of(t)), source
    for preposition, other in under(noun, frozenset({"between", "among"})):
        parties = sides.of(other)
        if len(parties) > 1 and preposition:
            return (source, parties) if source else (parties[:1], parties[1:])
    towards = _NOUN_TARGET - ABOUT if predicate.root in {"CONSULT", "AGREE"} else _NOUN_TARGET
    undergoes = noun.lemma_.lower() in _UNDERGOES and predicate.root != "MOBILIZE"
    for base in (noun, verb):
        for _, other in under(base, towards) if base is not None else ():
            target = target or sides.of(other, places=True)
    if not source:
        source = tuple(a for _, other in under(noun, frozenset({"by"})) for a in sides.of(other))
    of = tuple(a for _, other in under(noun, frozenset({"of"})) for a in sides.of(other, drill=not undergoes))
    whole = [t for _, other in under(noun, frozenset({"of"})) for _, t in under(other, _NOUN_TARGET)]
    if predicate.root == "MOBILIZE":
        target, of = target or all_of(sides, whole, places=True), () if source else of
    if undergoes:
        target = of or target
    elif source and not target:  # "the withdrawal of its forces from the island"
        target = all_of(sides, whole, places=True)
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
    if predicate.root == "PROTEST" and not target and verb is not None:
        target = _distinct(claimed(verb, noun, sides, set()), {a.actor or a.span for a in source})
    if not target and predicate.root in {"AID", "MOBILIZE"} and verb is not None:
        target = helped(verb, sides)
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
