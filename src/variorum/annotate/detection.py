"""What the event detector is told of an article's words, and what it tells of them.

Its words are those of the parse. Each has the vector of the quotation tagger's word that it stands in, and traits: tag,
arc, kind of entity, what kind of actor is named there, and what the rules think that it reports.
"""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from spacy.tokens import Token

from variorum.annotate import candidates
from variorum.annotate.credence import Background, Draft, credence, is_credible
from variorum.annotate.grammar import NOUNS
from variorum.annotate.parsed import Parsed
from variorum.models import detector
from variorum.models.detector import LONGEST, ROLES, STATUSES, TRAITS, Sensed
from variorum.models.encoder import Floats, Halves, Ids
from variorum.types import LocalActor, Mention, Span, Status

_NOBODY = "-"
_LEVELS = 5  # of the rules' credence
_LABELS = 4  # arcs of a way that is told in full
_SAID, _UNSAID = 1, 2  # by the rules: that a word names a side; that the event has none


@dataclass(frozen=True)
class Ruled:
    """What the rules say that a word reports, with their credence."""

    draft: Draft
    chance: float
    holds: bool  # whether they would report it by themselves


@dataclass(frozen=True)
class Sentence:
    """A sentence as the detector reads it."""

    words: tuple[Token, ...]
    vectors: Halves
    kinds: tuple[str, ...]  # what kind of actor, named how, each word is part of
    ruled: tuple[Ruled, ...]  # of its words; what a longer sentence tells beyond them is not read

    @cached_property
    def at(self) -> dict[int, int]:
        """The index of each word, by that of its token."""
        return {t.i: k for k, t in enumerate(self.words)}


class Detection:
    """What the detector tells of the sentences of an article."""

    def __init__(
        self, parsed: Parsed, mentions: Iterable[Mention], actors: tuple[LocalActor, ...], drafts: Iterable[Draft]
    ) -> None:
        self.sentences = tuple(_sentences(parsed, mentions, actors, _weighed(drafts, Background.of(parsed, actors))))
        self._sides: dict[int, Floats] = {}
        self._of = {s.words[0].sent.start: n for n, s in enumerate(self.sentences)}

    @cached_property
    def _sensed(self) -> list[Sensed]:
        return detector.run([(s.vectors, _traits(s)) for s in self.sentences])

    def reported(self, least: float) -> Iterable[Token]:
        """The words that report an event at least that likely, in order."""
        for sentence, sensed in zip(self.sentences, self._sensed, strict=True):
            for i in np.flatnonzero(1 - sensed.events[:, 0] >= least):
                yield sentence.words[i]

    def chance(self, token: Token, root: str | None = None) -> float:
        """The chance that a word reports an event, of that root if one is given."""
        found = self._place(token)
        if found is None:
            return 0.0
        _, sensed, i = found
        roots = detector.settings().roots
        return float(1 - sensed.events[i, 0] if root is None else sensed.events[i, 1 + roots.index(root)])

    def root(self, token: Token) -> str:
        """The likeliest root of the event that a word reports."""
        found = self._place(token)
        assert found is not None  # it was reported
        return detector.settings().roots[int(found[1].events[found[2], 1:].argmax())]

    def status(self, token: Token) -> tuple[Status, float]:
        """The likeliest status of the event that a word reports, and its chance."""
        found = self._place(token)
        assert found is not None
        chances = found[1].statuses[found[2]]
        likeliest = int(chances.argmax())
        return STATUSES[likeliest], float(chances[likeliest])

    def sides(self, token: Token, role: str, least: float) -> list[Token]:
        """The words that are at least that likely to name a side of the event that a word reports, in order."""
        return [other for other, chance in self._chances(token, role) if chance >= least]

    def side(self, token: Token, role: str, span: Span) -> float:
        """The chance that a span names a side of the event that a word reports; 1 for one outside its sentence."""
        return max((chance for other, chance in self._chances(token, role) if _starts_in(other, span)), default=1.0)

    def _chances(self, token: Token, role: str) -> list[tuple[Token, float]]:
        """The chance of each word of the sentence to name a side of the event that a word reports."""
        found = self._place(token)
        if found is None:
            return []
        sentence, sensed, i = found
        if token.i not in self._sides:
            known = detector.settings().ways
            ways = [known.get(way(token, other), 0) for other in sentence.words]
            self._sides[token.i] = sensed.sides(i, ways, ruled_sides(sentence, i))
        return list(zip(sentence.words, map(float, self._sides[token.i][:, ROLES.index(role)]), strict=True))

    def _place(self, token: Token) -> tuple[Sentence, Sensed, int] | None:
        n = self._of.get(token.sent.start)
        i = None if n is None else self.sentences[n].at.get(token.i)
        return None if n is None or i is None else (self.sentences[n], self._sensed[n], i)


def way(head: Token, token: Token) -> str:
    """How a word stands to another in the parse: whether that is a noun, a passive or another, and the arcs between."""
    arcs = candidates.way(head, token)
    if arcs is None:
        return "none"
    steps = [arc.partition(":")[0] for arc in arcs]
    passive = any(c.dep_ in {"nsubjpass", "auxpass"} for c in head.children)
    voice = "N" if head.pos_ in NOUNS else "P" if passive else "V"
    return f"{voice} {' '.join(steps) if len(steps) <= _LABELS else 'far'}"


def ruled_sides(sentence: Sentence, word: int) -> list[tuple[int, int]]:
    """What the rules say of each word as source and as target of the event that a word reports."""
    out = np.zeros((len(sentence.words), len(ROLES)), dtype=np.intp)
    for ruled in sentence.ruled:
        if sentence.at[ruled.draft.predicate.head.i] != word:
            continue
        for role, side in enumerate(ruled.draft.sides):
            if not side:
                out[:, role] = _UNSAID
            for actor in side:
                out[[k for k, t in enumerate(sentence.words) if _starts_in(t, actor.span)], role] = _SAID
    return [(int(source), int(target)) for source, target in out]


def _starts_in(token: Token, span: Span) -> bool:
    return bool(span[0] <= token.idx < span[1])


def _weighed(drafts: Iterable[Draft], article: Background) -> dict[int, list[Ruled]]:
    """The drafts of each sentence, by its first token."""
    out: dict[int, list[Ruled]] = defaultdict(list)
    for draft in drafts:
        chance = credence(draft, article)
        out[draft.predicate.head.sent.start].append(Ruled(draft, chance, is_credible(draft, chance, article)))
    return out


def _sentences(
    parsed: Parsed,
    mentions: Iterable[Mention],
    actors: tuple[LocalActor, ...],
    drafts: dict[int, list[Ruled]],
) -> Iterable[Sentence]:
    spans, vectors = parsed.reading.words()
    starts = np.asarray([start for start, _ in spans], dtype=np.intp)
    kinds = _kinds(parsed, mentions, actors)
    for tokens in parsed.sentences:
        words = tuple(t for t in tokens if not t.is_space)[:LONGEST]
        if not words or not len(starts):
            continue
        at = np.clip(np.searchsorted(starts, [t.idx for t in words], side="right") - 1, 0, len(starts) - 1)
        held = [spans[k][0] <= t.idx < spans[k][1] for k, t in zip(at, words, strict=True)]
        yield Sentence(
            words=words,
            vectors=np.where(np.asarray(held)[:, None], vectors[at], np.float16(0)),
            kinds=tuple(kinds.get(t.i, _NOBODY) for t in words),
            ruled=tuple(r for r in drafts.get(tokens.start, ()) if r.draft.predicate.head.i <= words[-1].i),
        )


def _kinds(parsed: Parsed, mentions: Iterable[Mention], actors: tuple[LocalActor, ...]) -> dict[int, str]:
    """What kind of actor, named how, each word is part of; the last mention of those that share it."""
    known = {actor.id: actor for actor in actors}
    out: dict[int, str] = {}
    for mention in mentions:
        actor = known.get(mention.actor or "")
        country, _, sector = ((actor.code if actor else None) or "").partition(".")
        kind = f"{mention.head}:{actor.kind if actor else _NOBODY}:{bool(country):d}{bool(sector):d}"
        span = (mention.start, mention.end)
        out.update((t.i, kind) for t in parsed.tokens(span) if _starts_in(t, span))
    return out


def traits_of(sentence: Sentence) -> dict[str, list[str]]:
    """The traits of a sentence's words, as words themselves."""
    root, status, held = ([""] * len(sentence.words) for _ in range(3))
    for rule in sentence.ruled:
        k = sentence.at[rule.draft.predicate.head.i]
        root[k], status[k] = rule.draft.predicate.root, rule.draft.status
        held[k] = f"{min(_LEVELS - 1, int(rule.chance * _LEVELS))}{' holds' if rule.holds else ''}"
    return {
        "tag": [t.tag_ for t in sentence.words],
        "dep": [t.dep_ for t in sentence.words],
        "ent": [t.ent_type_ for t in sentence.words],
        "mention": list(sentence.kinds),
        "root": root,
        "status": status,
        "ruled": held,
    }


def _traits(sentence: Sentence) -> Ids:
    """The rows of the words' traits, in the order of TRAITS."""
    values = traits_of(sentence)
    return np.asarray([detector.rows(trait, values[trait]) for trait in TRAITS], dtype=np.int64).T
