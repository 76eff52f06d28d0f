"""Utterances: one thing said, in the wordings that the reports give it, and who is said to have said it."""

from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np

from variorum.annotate.marks import outermost
from variorum.compare.claims import record_id
from variorum.compare.clusters import clusters
from variorum.compare.pairs import Pair, judge, propose
from variorum.compare.reading import read
from variorum.compare.renderings import both_quoted, nearest, trims, witnessed
from variorum.compare.statements import Unit, Who, span_ref, vectors
from variorum.link.names import match_names
from variorum.text import complement, overlap, trim
from variorum.types import AnnotatedArticle, Clause, Quote, Span, Story, Utterance

CUT = 0.5
MIN_WORDS = 3
SCRAP = 2  # words between marks that are kept where their speaker is known
FRAGMENT = 7  # words; of fewer no sentence is left by which translations could be told to be one
NEAR = 0.65  # cosine from which two fragments of one speaker are one: "a loyal friend" and "a friend one can trust"
TRIMMED = 0.75  # score of two quotations of which one is cut from the other
RETOLD = 0.2  # less is a match worth where a report puts the words in its own: two things reported are often alike
LONG = 5  # words that two people do not use by chance
WITHIN = 0.8  # share of a clause that reported words hold where the clause is theirs
_EDGE = " \t\n\"“”‘’'«»,"


def spoken(article: AnnotatedArticle, who: Who, first: int = 0) -> list[Unit]:
    """What the article has people say, sentence by sentence; nested and doubled contents count once."""
    taken: defaultdict[int, set[Span]] = defaultdict(set)  # by the sentence that each is of
    found: list[tuple[Span, int]] = []
    for n, quote in sorted(enumerate(article.quotes), key=lambda q: _rank(q[1])):
        for content in _outside(article, quote, taken):
            for i in _touched(article, content):
                start, end = article.sentences[i]
                for span in _said(article, quote, (max(content[0], start), min(content[1], end))):
                    if any(overlap(span, other) > 0.5 * (span[1] - span[0]) for other in taken[i]):
                        continue
                    taken[i].add(span)
                    found.append((span, n))
    return [_unit(article, order, span, n, who, first + order) for order, (span, n) in enumerate(sorted(found))]


def _said(article: AnnotatedArticle, quote: Quote, content: Span) -> list[Span]:
    """What of a content is said: it, if it is quoted or a clause of its own, else what stands between marks in it."""
    span = _bare(article.text, content)
    if quote.kind == "direct" or _states(article, span):
        spans = [span]
    elif quote.kind == "mixed" and quote.speaker_actor is not None:
        spans = [_bare(article.text, q.inner) for q in outermost(article.text, content)]
    else:
        return []
    scraps = quote.kind != "indirect" and quote.speaker_actor is not None
    return [s for s in spans if len(article.text[slice(*s)].split()) >= (SCRAP if scraps else MIN_WORDS)]


def _states(article: AnnotatedArticle, span: Span) -> bool:
    """Whether reported words hold a clause of their own: "praised the growing ties" reports an attitude."""
    return any(
        clause.predicate and overlap(span, (clause.start, clause.end)) >= WITHIN * (clause.end - clause.start)
        for clause in article.clauses
    )


def _rank(quote: Quote) -> tuple[bool, int]:
    """Direct quotations first, whole ones before their parts."""
    return quote.kind != "direct", -sum(end - start for start, end in quote.content)


def _outside(article: AnnotatedArticle, quote: Quote, taken: Mapping[int, set[Span]]) -> list[Span]:
    """The quotation's contents without what is part of another already."""
    holes = {span for content in quote.content for i in _touched(article, content) for span in taken.get(i, ())}
    return [piece for content in quote.content for piece in complement(content, holes)]


def _touched(article: AnnotatedArticle, span: Span) -> range:
    """Which sentences share characters with a span."""
    return range(
        bisect_right(article.sentences, span[0], key=lambda sentence: sentence[1]),
        bisect_left(article.sentences, span[1], key=lambda sentence: sentence[0]),
    )


def _unit(article: AnnotatedArticle, order: int, span: Span, n: int, who: Who, vector: int) -> Unit:
    quote = article.quotes[n]
    speaker_id = who.id(article, quote.speaker_actor) if quote.speaker_actor else None
    return Unit(
        article=article,
        order=order,
        clause=Clause(start=span[0], end=span[1], quote=n),
        span=span,
        reading=read(" ".join(article.text[span[0] : span[1]].split())),
        actors=frozenset(),
        countries=frozenset(),
        speaker=who.name(article, quote.speaker_actor) or quote.speaker,
        speaker_id=speaker_id,
        vector=vector,
        speaker_country=who.countries.get(speaker_id or ""),
    )


def _bare(text: str, span: Span) -> Span:
    start, end = trim(text, span, _EDGE)
    if text[start:end].lower().startswith("that "):
        return trim(text, (start + 5, end), _EDGE)
    return start, end


@dataclass(frozen=True)
class Sayings:
    """What the reports of a story have people say, sentence by sentence, and which sentences may be one."""

    units: tuple[Unit, ...]
    pairs: tuple[Pair, ...]

    @classmethod
    def of(cls, articles: Sequence[AnnotatedArticle], who: Who) -> "Sayings":
        units: list[Unit] = []
        for article in articles:
            units += spoken(article, who, len(units))
        space = vectors(units)
        near = {(i, j): cosine for i, j, cosine in propose(units, space, floor=0.5)}
        cut = {(i, j): float(space[i] @ space[j]) for i, j in trims(units)}
        pairs = judge(units, sorted((i, j, cosine) for (i, j), cosine in (near | cut).items()))
        told = (_with_speakers(units, pair, trimmed=(pair.i, pair.j) in cut) for pair in pairs)
        held = [pair for pair in told if not _scraps_apart(units[pair.i], units[pair.j], pair)]
        return cls(tuple(units), tuple(witnessed(units, list(nearest(units, held, cut)), cut)))

    def misattributed(self, *, cut: float = CUT) -> list[tuple[Unit, Unit, float]]:
        """Pairs of wordings of one utterance that have different speakers.

        The same words with another speaker are still one utterance where the match is strong by itself.
        """
        out = []
        for pair in self.pairs:
            a, b = self.units[pair.i], self.units[pair.j]
            if pair.score >= cut and not pair.against and (speakers_differ(a, b) or described_apart(a, b)):
                out.append((a, b, pair.score))
        return out


def find_utterances(story: Story, said: Sayings, *, cut: float = CUT) -> tuple[Utterance, ...]:
    """What was said, in the wordings of all who report it."""
    out = []
    pairs = [pair if both_quoted(said.units, pair) else replace(pair, score=pair.score - RETOLD) for pair in said.pairs]
    for group in clusters(len(said.units), pairs, cut=cut, least=1.0):
        members = [said.units[i] for i in group]
        if len({unit.article.id for unit in members}) > 1:
            out.append(_utterance(story, members))
    return tuple(out)


def _with_speakers(units: Sequence[Unit], pair: Pair, *, trimmed: bool) -> Pair:
    """Different speakers count against a pair, unless the words are nearly the same; one cut from the other is one."""
    a, b = units[pair.i], units[pair.j]
    against = tuple(x for x in pair.against if x.startswith("numbers"))
    score = pair.score
    if trimmed and (not speakers_differ(a, b) or min(len(u.reading.words) for u in (a, b)) >= LONG):
        score = max(score, TRIMMED)
    if speakers_differ(a, b):
        score = score - 0.12
    elif _one_fragment(a, b, pair):
        score = max(score + 0.08, pair.cosine)
    elif a.speaker_id and a.speaker_id == b.speaker_id:
        score = score + 0.08
    return Pair(i=pair.i, j=pair.j, cosine=pair.cosine, score=float(np.clip(score, 0, 1)), against=against)


def _one_fragment(a: Unit, b: Unit, pair: Pair) -> bool:
    """Whether both are a few words of one speaker, between marks, of like meaning."""
    few = max(len(u.text.split()) for u in (a, b)) <= FRAGMENT
    return a.quoted and b.quoted and few and bool(a.speaker_id) and a.speaker_id == b.speaker_id and pair.cosine >= NEAR


def _scraps_apart(a: Unit, b: Unit, pair: Pair) -> bool:
    """Whether one of the two is too short to tell anything by itself and the speaker does not tell either."""
    return min(len(u.text.split()) for u in (a, b)) < MIN_WORDS and not _one_fragment(a, b, pair)


def speakers_differ(a: Unit, b: Unit) -> bool:
    """Whether both have a known speaker, and not the same one."""
    if not a.speaker_id or not b.speaker_id or a.speaker_id == b.speaker_id:
        return False
    return not (
        a.speaker and b.speaker and (_same_words(a.speaker, b.speaker) or match_names(a.speaker, b.speaker).same)
    )


def described_apart(a: Unit, b: Unit) -> bool:
    """Whether one speaker is known, and the other is only described, as of another country: "said the Russian"."""
    known, other = (a, b) if a.speaker_id else (b, a)
    if not known.speaker_id or other.speaker_id:
        return False
    own = next((x.country for x in known.article.actors if known.quote and x.id == known.quote.speaker_actor), None)
    country = own or known.speaker_country
    described = described_as(other)
    return bool(country and described and country not in described)


def described_as(unit: Unit) -> set[str]:
    """The countries that the words for the speaker name."""
    quote = unit.quote
    if quote is None:
        return set()
    of = {actor.id: actor.country for actor in unit.article.actors if actor.country}
    inside = [m for m in unit.article.mentions if any(s <= m.start < e for s, e in quote.source)]
    return {of[m.actor] for m in inside if m.actor in of}


def _same_words(a: str, b: str) -> bool:
    x, y = read(a).content, read(b).content
    return bool(x and y) and (x <= y or y <= x)


def _utterance(story: Story, members: Sequence[Unit]) -> Utterance:
    quotes = tuple(span_ref(unit.article, unit.span) for unit in members)
    speakers = [unit.speaker for unit in members if unit.speaker]
    ids = {unit.speaker_id for unit in members if unit.speaker_id}
    return Utterance(
        id=record_id("utterance", quotes),
        story=story.id,
        speaker=max(set(speakers), key=lambda s: (speakers.count(s), s)) if speakers and len(ids) == 1 else None,
        quotes=quotes,
        variants=tuple(dict.fromkeys(" ".join(q.text.split()) for q in quotes)),
        why="; ".join(sorted(set(speakers))) if len(ids) > 1 else "",
    )
