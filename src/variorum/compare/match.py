"""Whether two statements say the same: words, numbers, names, negations, and a cross-encoder that reads both at once.

Features of a pair go into boosted ensembles of small trees (Friedman 2001): one for "the same", one for "bears on the
same matter", one for "speaks against it". A logistic regression joins the first with what the cross-encoder gives.
"""

from collections.abc import Iterable, Iterator
from itertools import islice, pairwise

import numpy as np
from numpy.typing import NDArray
from rapidfuzz import fuzz
from rapidfuzz.distance import Indel

from variorum.compare.reading import STOP, Reading, printed, read
from variorum.models import crossencoder, matcher
from variorum.models.embedder import embed
from variorum.types import StatementMatch

Floats = NDArray[np.float64]
BATCH = 256
NEAR = (
    0.5  # the cosine from which on other numbers, or a negation, speak against a text; below, they are of other things
)
FEATURES = (
    "cosine", "overlap", "contained", "covered", "numbers shared", "numbers differ", "names shared", "names in one",
    "negation differs", "length", "bigrams", "sequence", "characters", "order", "unmatched a", "unmatched b",
    "rarest unmatched", "rarest shared", "words", "sorted words",
)  # fmt: skip


def match_statements(pairs: Iterable[tuple[str, str]]) -> Iterator[StatementMatch]:
    """Compare statements, pair by pair and in order.

    Args:
        pairs: two texts each, a clause or a sentence or two long.

    Yields:
        For each pair a score (the probability, 0 to 1, that both say the same), whether they do (`same`), whether they
        bear on one matter (`related`), whether they agree or differ, and why.
    """
    source = iter(pairs)
    while group := list(islice(source, BATCH)):
        vectors = embed([text[:2000] for pair in group for text in pair])
        cosines = (vectors[0::2] * vectors[1::2]).sum(axis=1)
        readings = [(read(a[:4000]), read(b[:4000])) for a, b in group]
        table = np.array([features(a, b, float(c)) for (a, b), c in zip(readings, cosines, strict=True)])
        chances = matcher.same(table)
        if rows := [n for n, (a, b) in enumerate(readings) if english(a) and english(b)]:
            chances[rows] = matcher.same(table[rows], crossencoder.same([group[n] for n in rows]))
        for (a, b), row, same, related, differs in zip(
            readings, table, chances, matcher.related(table), matcher.differs(table), strict=True
        ):
            near = float(max(row[0], row[2]))  # the nearest in meaning or in words
            yield _verdict(a, b, row, float(same) * _ramp(near, 0.15), float(related) * _ramp(near, 0), float(differs))


def english(text: Reading) -> bool:
    """Whether a text seems to be English, the one language that the cross-encoder knows: its words are those of English
    news, nearly all of them, or half with some function words among them."""
    common = sum(word in STOP for word in text.words)
    known = common + sum(word not in STOP and (word in text.numbers or matcher.known(word)) for word in text.words)
    share = 0.5 if 8 * common >= len(text.words) else 0.85
    return bool(text.words) and known >= share * len(text.words)


def _verdict(a: Reading, b: Reading, row: Floats, same: float, related: float, differs: float) -> StatementMatch:
    conflict = conflicts(a, b)
    is_same = same >= matcher.threshold("same")
    is_related = is_same or related >= matcher.threshold("related")
    relation = "none"
    if is_related:
        opposed = bool(conflict) and not is_same and row[0] >= NEAR
        relation = "differs" if opposed or differs >= matcher.threshold("differs") else "agrees"
    shared = matcher.rarest(a.content & b.content)[:4]
    parts = [
        f"meaning {row[0]:.2f}",
        f"shared: {printed(a.text, shared)}" if shared else "no rare word shared",
        *conflict,
    ]
    return StatementMatch(
        score=round(same, 4),
        same=is_same,
        related=is_related,
        relation=relation,  # type: ignore[arg-type]
        why="; ".join(parts),
    )


def _ramp(near: float, start: float) -> float:
    """0 to 1: how far the models may be asked at all. They learnt from pairs that are close in meaning or in words."""
    return min(1.0, max(0.0, (near - start) / 0.15))


def conflicts(a: Reading, b: Reading) -> list[str]:
    """What stands between two texts that else say the same: numbers or a negation that only one has."""
    out = []
    if a.numbers and b.numbers and not a.numbers & b.numbers:
        out.append(f"numbers differ: {', '.join(sorted(a.numbers))} against {', '.join(sorted(b.numbers))}")
    if a.negations % 2 != b.negations % 2:
        out.append("one is negated")
    return out


def features(a: Reading, b: Reading, cosine: float) -> list[float]:
    """What two readings and the cosine of their meanings say about each other, in the order of `FEATURES`."""
    shared, only_a, only_b = a.content & b.content, a.content - b.content, b.content - a.content
    w_shared, w_a, w_b = (matcher.weight(words) for words in (shared, only_a, only_b))
    total_a, total_b = w_shared + w_a, w_shared + w_b
    bigrams_a, bigrams_b = set(zip(a.words, a.words[1:], strict=False)), set(zip(b.words, b.words[1:], strict=False))
    numbers = a.numbers | b.numbers
    names = a.names | b.names
    return [
        cosine,
        w_shared / (w_shared + w_a + w_b or 1),
        w_shared / (min(total_a, total_b) or 1),
        w_shared / (max(total_a, total_b) or 1),
        len(a.numbers & b.numbers) / len(numbers) if numbers else -1.0,
        float(len(a.numbers - b.numbers) > 0) + float(len(b.numbers - a.numbers) > 0),
        len(a.names & b.names) / len(names) if names else -1.0,
        float(len((a.names - b.content) | (b.names - a.content))),
        float(a.negations % 2 != b.negations % 2),
        min(len(a.words), len(b.words)) / (max(len(a.words), len(b.words)) or 1),
        len(bigrams_a & bigrams_b) / (len(bigrams_a | bigrams_b) or 1),
        float(Indel.normalized_similarity(a.words, b.words)),
        fuzz.ratio(a.text, b.text) / 100,
        _order(a, b),
        w_a,
        w_b,
        max(map(matcher.rarity, only_a | only_b), default=0.0),
        max(map(matcher.rarity, shared), default=0.0),
        float(len(a.words) + len(b.words)),
        fuzz.token_sort_ratio(a.text, b.text) / 100,
    ]


def _order(a: Reading, b: Reading) -> float:
    """The share of neighbouring common words that keep their order."""
    place = {word: i for i, word in enumerate(b.words)}
    run = [place[word] for word in a.words if word in place]
    if len(run) < 2:
        return 0.0
    return sum(y > x for x, y in pairwise(run)) / (len(run) - 1)
