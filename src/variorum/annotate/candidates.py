"""The actors of a sentence as candidates for a side of one of its events, and what speaks for each.

Where the rules of `events` find nobody, the candidate whose place in the parse is most like that of a source or of a
target is taken, if it is likely enough: a pairwise ranker in the manner of semantic role labelling (Gildea and Jurafsky
2002), learned from sentences whose source and target people have marked.
"""

from collections.abc import Iterator, Sequence
from typing import Literal, NamedTuple

from spacy.tokens import Token

from variorum.annotate.grammar import NOUNS, is_passive
from variorum.annotate.predicates import Predicate
from variorum.annotate.sides import Sides
from variorum.models.linear import linear
from variorum.types import EventActor

Role = Literal["source", "target"]
Actors = tuple[EventActor, ...]

_LIKELY: dict[Role, float] = {"source": 0.6, "target": 0.6}
_LINKS = frozenset({"prep", "agent", "dative", "mark"})
_FUNCTION = frozenset({"ADP", "SCONJ", "PART"})
_MODIFIES = frozenset({"compound", "amod", "poss", "nmod"})
_COUNTS = frozenset({"DATE", "TIME", "CARDINAL", "ORDINAL", "QUANTITY", "MONEY", "PERCENT"})
_STEPS = 6
_REACH = 12


class Candidate(NamedTuple):
    """An actor, and the word of the sentence that names it."""

    token: Token
    actor: EventActor


def likeliest(predicate: Predicate, role: Role, other: Actors, sides: Sides) -> Actors:
    """The side that an event lacks: its likeliest candidate with those joined to it, or nobody."""
    options = candidates(predicate, other, sides)
    if not options:
        return ()
    model = linear(role)
    chances = [model.chance(traits(predicate, option, other, alone=len(options) == 1)) for option in options]
    best = max(range(len(options)), key=chances.__getitem__)
    if chances[best] < _LIKELY[role]:
        return ()
    taken = {identity(a) for a in other}
    found = sides.of(options[best].token, places=True, drill=False)
    return tuple(a for a in found if identity(a) not in taken) or (options[best].actor,)


def candidates(predicate: Predicate, other: Actors, sides: Sides) -> list[Candidate]:
    """The actors of the predicate's sentence, without those on the other side and what names the event itself."""
    taken = {identity(a) for a in other}
    words = {t.i for t in predicate.trigger}
    return [
        Candidate(token, actor)
        for token, actor in sides.in_sentence(predicate.head.sent)
        if identity(actor) not in taken
        and token.i not in words
        and not (token.dep_ in _MODIFIES and token.dep_ != "poss" and not actor.code)
        and token.ent_type_ not in _COUNTS
        and not any(a.span[0] < actor.span[1] and actor.span[0] < a.span[1] for a in other)
    ]


def identity(actor: EventActor) -> object:
    """What tells two actors of an article apart."""
    return actor.actor or actor.span


def traits(predicate: Predicate, candidate: Candidate, other: Sequence[EventActor], *, alone: bool) -> list[str]:
    """What is known of a candidate as words: its way from the predicate through the parse, its kind, its country."""
    head, root, token = predicate.head, predicate.root, candidate.token
    voice = "N" if head.pos_ in NOUNS else "P" if is_passive(head) else "V"
    out = [*_of_way(head, token, voice, root), *_of_place(head, token, voice, root), *_of_kind(candidate.actor, root)]
    country = (candidate.actor.code or "").partition(".")[0]
    if not other:
        out.append("no other side")
    elif country:
        same = country in {(a.code or "").partition(".")[0] for a in other}
        out.append("same country" if same else "other country")
    if alone:
        out.append("only one")
    return out


def _of_way(head: Token, token: Token, voice: str, root: str) -> Iterator[str]:
    steps = way(head, token)
    if steps is None:
        yield "no way"
        return
    bare = [step.partition(":")[0] for step in steps]
    first = steps[0] if steps else ""
    yield f"way {voice} {' '.join(steps[:_STEPS])}"
    yield f"bare {voice} {' '.join(bare[:_STEPS])}"
    yield f"first {voice} {first}"
    yield f"first {root} {voice} {first}"
    yield f"begins {root} {voice} {' '.join(bare[:2])}"
    yield f"last {steps[-1] if steps else ''}"
    yield from {f"step {step}" for step in steps}
    up = sum(step.startswith("^") for step in steps)
    yield f"up {up}"
    yield f"down {len(steps) - up}"


def way(head: Token, token: Token) -> list[str] | None:
    """The labels of the arcs from one word to another, upward ones marked, with the prepositions on the way."""
    up = _above(head)
    at = {node.i: n for n, node in enumerate(up)}
    down = _above(token)
    meet = next((n for n, node in enumerate(down) if node.i in at), None)
    if meet is None:
        return None
    ascent = up[: at[down[meet].i]]
    return [f"^{_label(node)}" for node in ascent] + [_label(node) for node in reversed(down[:meet])]


def _above(token: Token) -> list[Token]:
    out = [token]
    while out[-1].head.i != out[-1].i and len(out) < _REACH:
        out.append(out[-1].head)
    return out


def _label(token: Token) -> str:
    links = token.dep_ in _LINKS and token.pos_ in _FUNCTION
    return f"{token.dep_}:{token.lower_}" if links else token.dep_


def _of_place(head: Token, token: Token, voice: str, root: str) -> Iterator[str]:
    yield f"dep {token.dep_}"
    yield f"pos {token.pos_}"
    yield f"entity {token.ent_type_}"
    if token.dep_ == "pobj":
        yield f"under {token.head.lower_}"
        yield f"under {root} {token.head.lower_}"
    if token.dep_ in _MODIFIES:
        yield f"modifies {token.dep_} {token.head.dep_}"
    side = "before" if token.i < head.i else "after"
    yield f"{voice} {side}"
    yield f"{side} {abs(token.i - head.i).bit_length()}"
    first, last = sorted((token.i, head.i))
    yield f"verbs {min(3, sum(t.pos_ == 'VERB' for t in head.doc[first + 1 : last]))}"


def _of_kind(actor: EventActor, root: str) -> Iterator[str]:
    country, _, sector = (actor.code or "").partition(".")
    kind = {(True, True): "both", (True, False): "country", (False, True): "sector", (False, False): "none"}
    yield f"kind {kind[bool(country), bool(sector)]}"
    yield f"kind {root} {kind[bool(country), bool(sector)]}"
    if sector:
        yield f"sector {sector}"
