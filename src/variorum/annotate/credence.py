"""How likely it is that what a predicate seems to report is an event, with the right sides: a logistic regression on
what the rules find, learned from events of news that people have judged."""

from collections.abc import Iterator
from dataclasses import dataclass

from spacy.tokens import Token

from variorum.annotate.candidates import way
from variorum.annotate.grammar import NOUNS, direct_objects, is_passive
from variorum.annotate.parsed import Parsed
from variorum.annotate.predicates import Predicate
from variorum.annotate.pronouns import PRONOUNS
from variorum.annotate.reportable import SPORT, WARLIKE, Sided, is_public
from variorum.annotate.status import words
from variorum.models.linear import linear
from variorum.types import EventActor, LocalActor, Status

_LEAST = 0.36  # of a draft that no rule speaks against
_DOMESTIC = 0.5  # of such a one in a report that names one country only: crime, sport and the like are told there
_SHORT = 3  # sentences of a text of which that cannot be told
_OPEN = 0.28  # of one that is threatened, proposed or denied, of which few were judged
_DOUBTED = 0.47  # of one that rules speak against
_STRANGE = 0.7  # of such a one by somebody of no known country, or that is hardly one at all
_TALKS = words("talk discuss speak consult tell conversation discussion meeting summit")  # nobody does by himself
_MATCH = 4  # words of sport from which a report is one of it
_OFF_FIELD = frozenset({"ACCUSE", "COERCE", "PROTEST", "SANCTION"})  # what is told of sportsmen beside their sport
_SOFT = frozenset({"one-sided", "unpolitical"})  # doubts that a likely find may outweigh
_SIGNS = words("sign ink initial conclude seal ratify")
_RARE = frozenset({"threatened", "proposed", "denied"})
_RANK = ("both", "country", "sector", "plain")
_FARTHEST = 6
_STATE = 3  # letters of a code that is a country's and nothing more
_OPENING = frozenset({"“", "``", "‘"})
_CLOSING = frozenset({"”", "''", "’"})
_CAMPAIGN = words(
    "campaign candidate primary poll voter caucus nominee nomination rally debate ballot gop republican democrat"
)


@dataclass(frozen=True)
class Draft:
    """What a predicate may report, before it is known whether that is an event worth reporting."""

    predicate: Predicate
    status: Status
    sides: Sided
    ruled: Sided  # the sides that the rules alone give
    doubts: tuple[str, ...]  # names of the rules that speak against it
    doubts_before: tuple[str, ...]  # and against the sides that the rules alone give


@dataclass(frozen=True)
class Background:
    """The article around a draft: its countries, and how many of its actors have a code."""

    parsed: Parsed
    countries: int
    share: float
    kinds: dict[str, str]
    sport: bool

    @classmethod
    def of(cls, parsed: Parsed, actors: tuple[LocalActor, ...]) -> "Background":
        """What the actors of an article tell of it."""
        countries = {(a.code or a.country or "").partition(".")[0] for a in actors} - {""}
        share = sum(bool(a.code) for a in actors) / max(1, len(actors))
        sport = sum(t.lemma_.lower() in SPORT for t in parsed.doc) >= _MATCH
        return cls(parsed, len(countries), share, {a.id: a.kind for a in actors}, sport)


def is_credible(draft: Draft, chance: float, article: Background) -> bool:
    """Whether a draft of that credence is reported as an event; a signing, told in so many words, always is."""
    named = [all(article.kinds.get(a.actor or "") == "organisation" for a in side) for side in draft.sides]
    source, target = draft.sides
    signed = draft.predicate.head.lemma_ in _SIGNS and draft.predicate.mode == "sign" and bool(source)
    if signed and (not draft.doubts_before or (bool(target) and all(named))):
        return True
    country = any((a.code or ".")[0] != "." for a in source)
    known = country or draft.predicate.root == "PROTEST" or (bool(source) and named[0])
    if article.sport and draft.predicate.root not in _OFF_FIELD:
        return chance >= _STRANGE and all(any(is_public(a.code) for a in side) for side in draft.sides)
    alone = "one-sided" in draft.doubts and draft.predicate.head.lemma_ in _TALKS
    if alone or set(draft.doubts) - _SOFT:
        return chance >= _STRANGE
    if draft.doubts:
        return chance >= (_DOUBTED if known else _STRANGE)
    domestic = article.countries < 2 and len(article.parsed.sentence_spans) > _SHORT
    least = _DOMESTIC if domestic else _LEAST
    return chance >= (_OPEN if draft.status in _RARE else least)


def credence(draft: Draft, article: Background) -> float:
    """The probability that the event is right in root, sides and status, from 0 to 1."""
    return linear("event").chance(evidence(draft, article))


def evidence(draft: Draft, article: Background) -> Iterator[str]:
    """What speaks for and against a draft, as words."""
    predicate, root = draft.predicate, draft.predicate.root
    voice = _voice(predicate.head)
    yield from _of_predicate(predicate, draft.status, voice)
    yield from _of_sides(draft.sides, root)
    yield from _of_context(predicate, draft.status)
    for role, side in zip(("source", "target"), draft.sides, strict=True):
        yield from {f"{role} is {article.kinds.get(a.actor or '', 'unnamed')}" for a in side}
    for role, side, ruled in zip(("source", "target"), draft.sides, draft.ruled, strict=True):
        if side and not ruled:
            yield from (f"filled {role} {x}".rstrip() for x in ("", root, voice, _kind(side)))
        if side:
            yield from _of_first(role, side, predicate.head, article.parsed)
    yield from _of_doubts(draft)
    lemmas = {t.lemma_.lower() for t in predicate.head.sent}
    if lemmas & WARLIKE:
        yield "warlike"
    if lemmas & SPORT:
        yield "sport"
    if article.sport:
        yield "sport report"
    yield f"countries {min(article.countries, 6)}"
    yield f"share {int(article.share * 5)}"
    yield f"verbs {min(8, sum(t.pos_ == 'VERB' for t in predicate.head.sent)) // 2}"


def _voice(head: Token) -> str:
    return "N" if head.pos_ in NOUNS else "P" if is_passive(head) else "V"


def _of_predicate(predicate: Predicate, status: Status, voice: str) -> Iterator[str]:
    head, root = predicate.head, predicate.root
    yield from (f"root {root}", f"voice {voice}", f"root {root} {voice}", f"status {status}", f"mode {predicate.mode}")
    yield from (f"lemma {head.lemma_.lower()}", f"lemma {voice} {head.lemma_.lower()}")
    if voice == "N":
        borne = "bare" if predicate.verb is None else "light"
        yield from (f"noun dep {head.dep_}", borne, f"{borne} {root}")
    else:
        yield from (f"verb dep {head.dep_}", f"tag {head.tag_}", f"{root} {head.tag_}")
    if predicate.thing is not None:
        yield "thing"


def _of_context(predicate: Predicate, status: Status) -> Iterator[str]:
    """What is done, what governs it, whether it is quoted, and whether it is told of a campaign."""
    head, root = predicate.head, predicate.root
    yield f"status {root} {status}"
    thing = predicate.thing or next(iter(direct_objects(head)), None) if head.pos_ == "VERB" else None
    yield f"{root} object {'none' if thing is None else thing.ent_type_ or thing.pos_}"
    if thing is not None:
        yield f"object {thing.lemma_.lower()}"
    yield f"above {head.dep_} {head.head.lemma_.lower()}"
    before = head.doc[head.sent.start : head.i]
    if sum(t.text in _OPENING for t in before) > sum(t.text in _CLOSING for t in before):
        yield "quoted"
    if any(t.lemma_.lower() in _CAMPAIGN for t in head.sent):
        yield "campaign"


def _of_sides(pair: Sided, root: str) -> Iterator[str]:
    kinds = [_kind(side) for side in pair]
    yield f"sides {' '.join(kinds)}"
    yield f"{root} sides {' '.join(kinds)}"
    for role, side, kind in zip(("source", "target"), pair, kinds, strict=True):
        yield from (f"{role} {kind}", f"{root} {role} {kind}")
        sectors = {part for a in side for part in (a.code or "").partition(".")[2].split(".") if part}
        yield from (f"{role} sector {x}" for x in sectors)
        if any(is_public(a.code) for a in side):
            yield f"{role} public"
        if any(len(a.code or "") == _STATE for a in side):
            yield from (f"{role} state", f"{root} {role} state")
    source, target = ({(a.code or "").partition(".")[0] for a in side} - {""} for side in pair)
    if source and target:
        yield "same country" if source & target else "two countries"


def _kind(side: tuple[EventActor, ...]) -> str:
    """What is known of the best known of a side."""
    kinds = set()
    for actor in side:
        country, _, sector = (actor.code or "").partition(".")
        kinds.add("both" if country and sector else "country" if country else "sector" if sector else "plain")
    return next((kind for kind in _RANK if kind in kinds), "none")


def _of_first(role: str, side: tuple[EventActor, ...], head: Token, parsed: Parsed) -> Iterator[str]:
    """How the first actor of a side is named, and where it stands in the parse."""
    actor = side[0]
    text = parsed.text[slice(*actor.span)]
    if actor.actor:
        yield f"{role} actor"
    if text.lower() in PRONOUNS:
        yield f"{role} pronoun"
    if not text[:1].isupper():
        yield f"{role} lower"
    if len(side) > 1:
        yield f"{role} many"
    tokens = parsed.tokens(actor.span)
    if len(tokens) == 0:
        return
    token = tokens.root
    steps = way(head, token) if token.sent.start == head.sent.start else None
    if steps is None:
        yield f"{role} far"
        return
    voice = _voice(head)
    yield f"{role} way {voice} {' '.join(step.partition(':')[0] for step in steps[:3])}"
    yield f"{role} length {min(len(steps), _FARTHEST)}"
    yield f"{role} first {voice} {steps[0] if steps else ''}"
    if token.i > head.i:
        yield f"{role} after"


def _of_doubts(draft: Draft) -> Iterator[str]:
    yield from (f"before {x}" for x in draft.doubts_before)
    yield from (f"after {x}" for x in draft.doubts)
    if not draft.doubts_before:
        yield "clean before"
    if not draft.doubts:
        yield "clean after"
