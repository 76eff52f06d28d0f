"""Whether what stands between quotation marks in two reports is one utterance: cut from it, or translated twice.

A report prints few quotations, and those of one speech are like each other in meaning. So two are one only if each is
the other's nearest in the two reports, or if they share their words; and where they share few, the cross-encoder is
asked as well.
"""

from collections import defaultdict
from collections.abc import Collection, Iterator, Sequence
from dataclasses import replace
from itertools import combinations

from rapidfuzz.distance import Indel

from variorum.compare.match import english
from variorum.compare.pairs import Pair
from variorum.compare.reading import Reading
from variorum.compare.statements import Unit
from variorum.models import crossencoder, matcher

RUN = 3  # words in a row that two quotations have in common before they are laid side by side
MOST = 40  # quotations that have a run in common; more, and it is a phrase of the affair
SHARE = 0.8  # of the shorter one's words that stand in the other in the same order
MOSTLY = 0.6  # the same where the meaning is near too
RARE = 9.0  # weight of the words of substance that both have, in nats: two words that news seldom uses
TIE = 0.02  # by which two scores are as good as one: a sentence that a report prints twice
CLEAR = 0.7  # match from which two quotations need no other witness, and what those are worth that have it
LEAST = 0.5  # match below which two quotations are two
AGREED = 2.5  # log-odds of the cross-encoder from which it bears witness that they are one
ANY = 4.5  # weight of words that are not all of everyday
DOUBT = 0.1  # less is a match worth that it does not bear out


def common(a: Reading, b: Reading) -> float:
    """How much of the shorter of two texts stands in the other in the same order, 0 to 1."""
    shorter, longer = sorted((len(a.words), len(b.words)))
    return (shorter + longer - Indel.distance(a.words, b.words)) / 2 / (shorter or 1)


def cut_from(a: Reading, b: Reading) -> bool:
    """Whether one of two texts is the other, or a part of it, in the same words."""
    shared = a.content & b.content
    rare = matcher.weight(shared) >= RARE and _telling(a, b) >= ANY
    return rare and len(shared) > 1 and common(a, b) >= SHARE


def same_words(a: Reading, b: Reading) -> bool:
    """Whether two texts have most of the words of the shorter in common, in the same order."""
    shared = a.content & b.content
    several = len(shared) > 1 and _telling(a, b) >= ANY
    return bool(shared) and common(a, b) >= (MOSTLY if several else 1)


def _telling(a: Reading, b: Reading) -> float:
    """The weight of the words of substance that both have and that are no names."""
    return matcher.weight((a.content & b.content) - a.names - b.names)


def trims(units: Sequence[Unit]) -> list[tuple[int, int]]:
    """Pairs (i, j), i < j, of quotations of two reports, one cut from the other.

    The meaning of a few words is far from that of the sentence they are cut from, so these are found by their words.
    Cost grows with the words, since a run that many quotations have is passed over.
    """
    holds: defaultdict[tuple[str, ...], list[int]] = defaultdict(list)
    for n, unit in enumerate(units):
        if unit.quoted:
            words = unit.reading.words
            for run in {words[k : k + RUN] for k in range(len(words) - RUN + 1)}:
                if unit.reading.content.intersection(run):
                    holds[run].append(n)
    near = {pair for found in holds.values() if len(found) <= MOST for pair in combinations(found, 2)}
    return sorted(
        (i, j)
        for i, j in near
        if units[i].article.id != units[j].article.id and cut_from(units[i].reading, units[j].reading)
    )


def both_quoted(units: Sequence[Unit], pair: Pair) -> bool:
    """Whether both reports print the words between quotation marks."""
    return units[pair.i].quoted and units[pair.j].quoted


def nearest(units: Sequence[Unit], pairs: Sequence[Pair], cut: Collection[tuple[int, int]]) -> Iterator[Pair]:
    """The pairs, with it held against those quotations that another of the two reports is nearer to one of them.

    Args:
        units: what people say.
        pairs: which of it may be one.
        cut: pairs of which one is cut from the other, that may be so beside another.
    """
    best: dict[tuple[int, str], float] = {}
    for pair in (pair for pair in pairs if both_quoted(units, pair)):
        for i, j in ((pair.i, pair.j), (pair.j, pair.i)):
            key = i, units[j].article.id
            best[key] = max(pair.score, best.get(key, 0.0))
    for pair in pairs:
        a, b = units[pair.i], units[pair.j]
        least = max(best.get((pair.i, b.article.id), 0.0), best.get((pair.j, a.article.id), 0.0)) - TIE
        shared = (pair.i, pair.j) in cut or same_words(a.reading, b.reading)
        if both_quoted(units, pair) and pair.score < least and not shared:
            yield replace(pair, against=(*pair.against, "another is nearer"))
        else:
            yield pair


def witnessed(units: Sequence[Unit], pairs: Sequence[Pair], cut: Collection[tuple[int, int]]) -> list[Pair]:
    """The pairs, with what the cross-encoder says of those quotations in English that have few words in common.

    One that it bears out is worth `CLEAR` at least; one that it denies, or that is doubtful besides, is worth less.
    """
    out = list(pairs)
    asked = [n for n, pair in enumerate(pairs) if (pair.i, pair.j) not in cut and _reworded(units, pair)]
    texts = [(units[pairs[n].i].reading, units[pairs[n].j].reading) for n in asked]
    odds = crossencoder.same([(a.text, b.text) for a, b in texts]).tolist() if asked else []
    for n, (a, b), given in zip(asked, texts, odds, strict=True):
        score = pairs[n].score
        if given >= AGREED and _telling(a, b) >= ANY:
            out[n] = replace(pairs[n], score=max(score, CLEAR))
        elif given < 0 or score < CLEAR:
            out[n] = replace(pairs[n], score=max(0.0, score - DOUBT))
    return out


def _reworded(units: Sequence[Unit], pair: Pair) -> bool:
    """Whether two quotations share few words, and match neither too little nor too well for an answer to matter."""
    a, b = units[pair.i].reading, units[pair.j].reading
    between = LEAST <= pair.score < CLEAR + DOUBT and not pair.against and both_quoted(units, pair)
    return between and not same_words(a, b) and english(a) and english(b)
