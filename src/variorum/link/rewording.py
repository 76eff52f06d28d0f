"""Reworded copies: sentences of two articles that say the same things in the same order.

Reports of one event share some statements, in whatever order each writer chose. A reworded copy keeps the order: the
sentences that are each other's nearest form a long chain that rises on both sides. Only such a chain counts.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby, islice

import numpy as np

from variorum.link.terms import count_terms, neighbours, weigh
from variorum.link.vectors import vectors_of
from variorum.link.words import body_of, words_of
from variorum.models.embedder import Vectors
from variorum.text import inside
from variorum.types import AnnotatedArticle, Reuse, Span, SpanRef

NEAR = 0.6  # least cosine of two sentences in a chain
CHAIN = 4  # least length of a chain
EVIDENCE = 0.13  # least sum, over a chain, of what the cosines exceed 0.5 by, per sentence of the shorter article
SHORT_EVIDENCE = 0.2  # the same for the shortest chains
MIN_COSINE = 0.12  # of two articles' words, below which their sentences are not compared
MAX_PARTNERS = 12
MIN_WORDS = 5
MAX_SENTENCES = 400  # of an article: what lies beyond is not a news report's


@dataclass(frozen=True)
class Sentences:
    """An article's sentences with their vectors."""

    spans: tuple[Span, ...]
    vectors: Vectors


def reworded(articles: Sequence[AnnotatedArticle], verbatim: Sequence[Reuse]) -> tuple[Reuse, ...]:
    """Pairs of sentences of which one rewords the other, within articles that chain together."""
    pairs = list(_candidates(articles, verbatim))
    wanted = sorted({i for pair in pairs for i in pair})
    units = _units([articles[i] for i in wanted])
    by_index = dict(zip(wanted, units, strict=True))
    shared = {key: list(group) for key, group in groupby(sorted(verbatim, key=_key), key=_key)}
    out: list[Reuse] = []
    for i, j in pairs:
        a, b = articles[i], articles[j]
        out.extend(reworded_pair(a, b, by_index[i], by_index[j], shared.get((a.id, b.id), [])))
    return tuple(out)


def _key(found: Reuse) -> tuple[str, str]:
    return found.a.article, found.b.article


def _candidates(articles: Sequence[AnnotatedArticle], verbatim: Sequence[Reuse]) -> Iterator[tuple[int, int]]:
    """Pairs of articles, first index lower, with enough words in common; at most `MAX_PARTNERS` for the first."""
    words = words_of(articles)
    rows = len(articles)
    distinct, column, counts, row, frequency = count_terms(words.hash, words.article, rows)
    idf = np.log((rows + 20) / (frequency + 0.5))
    terms = weigh(distinct, column, (1 + np.log(counts)) * idf[column], row, frequency, rows)
    a, b = neighbours(terms)
    cosines = terms.cosines(a, b)
    keep = cosines >= MIN_COSINE
    ranked = sorted(zip(a[keep].tolist(), (-cosines[keep]).tolist(), b[keep].tolist(), strict=True))
    best = {(i, j) for i, group in groupby(ranked, key=lambda r: r[0]) for _, _, j in list(group)[:MAX_PARTNERS]}
    place = {article.id: i for i, article in enumerate(articles)}
    best |= {(place[r.a.article], place[r.b.article]) for r in verbatim}
    yield from sorted(best)


def _units(articles: Sequence[AnnotatedArticle]) -> list[Sentences]:
    spans = [sentences_of(article) for article in articles]
    vectors = vectors_of([a.text[s:e] for a, own in zip(articles, spans, strict=True) for s, e in own])
    out, at = [], 0
    for own in spans:
        out.append(Sentences(own, vectors[at : at + len(own)]))
        at += len(own)
    return out


def sentences_of(article: AnnotatedArticle) -> tuple[Span, ...]:
    """The sentences that are compared."""
    body = body_of(article)
    kept = (s for s in article.sentences if inside(s, body) and len(article.text[s[0] : s[1]].split()) >= MIN_WORDS)
    return tuple(islice(kept, MAX_SENTENCES))


def reworded_pair(
    a: AnnotatedArticle, b: AnnotatedArticle, left: Sentences, right: Sentences, verbatim: Sequence[Reuse]
) -> list[Reuse]:
    """Pairs of sentences of which one rewords the other, if the two articles chain together.

    Args:
        verbatim: passages that the two share word for word.
    """
    if min(len(left.spans), len(right.spans)) < CHAIN:
        return []
    similarity = left.vectors @ right.vectors.T
    nearest, back = similarity.argmax(axis=1), similarity.argmax(axis=0)
    links = [
        (i, j, float(similarity[i, j]))
        for i, j in enumerate(nearest.tolist())
        if back[j] == i and similarity[i, j] >= NEAR and not _same_words(left.spans[i], right.spans[j], verbatim)
    ]
    chain = longest_chain(links)
    shorter = min(len(left.spans), len(right.spans))
    evidence = sum(score - 0.5 for _, _, score in chain) / shorter
    if len(chain) < CHAIN or evidence < (EVIDENCE if len(chain) > CHAIN else SHORT_EVIDENCE):
        return []
    share = len(chain) / shorter
    why = f"{len(chain)} sentences follow in the same order, {share:.0%} of the shorter report"
    return [
        Reuse(
            kind="paraphrase",
            a=_ref(a, left.spans[i]),
            b=_ref(b, right.spans[j]),
            score=round(min(1.0, score), 4),
            why=why,
        )
        for i, j, score in chain
    ]


def _same_words(a: Span, b: Span, verbatim: Sequence[Reuse]) -> bool:
    """Whether a verbatim passage already covers most of both sentences."""
    return any(
        2 * (min(a[1], r.a.end) - max(a[0], r.a.start)) > a[1] - a[0]
        and 2 * (min(b[1], r.b.end) - max(b[0], r.b.start)) > b[1] - b[0]
        and r.score >= 0.999
        for r in verbatim
    )


def longest_chain(links: Sequence[tuple[int, int, float]]) -> list[tuple[int, int, float]]:
    """The heaviest run of links that rises on both sides (i ascending in the input)."""
    best = [weight for _, _, weight in links]
    before = [-1] * len(links)
    for k, (i, j, weight) in enumerate(links):
        for m in range(k):
            if links[m][0] < i and links[m][1] < j and best[m] + weight > best[k]:
                best[k], before[k] = best[m] + weight, m
    out = []
    at = max(range(len(links)), key=best.__getitem__) if links else -1
    while at >= 0:
        out.append(links[at])
        at = before[at]
    return out[::-1]


def _ref(article: AnnotatedArticle, span: Span) -> SpanRef:
    return SpanRef(article=article.id, start=span[0], end=span[1], text=article.text[span[0] : span[1]])
