"""How far the words of each clause of one report have a like in each clause of another, weighed by how rare they are in
English news and in the story."""

import math
from collections import Counter
from collections.abc import Iterable, Sequence

import numpy as np
from numpy.typing import NDArray

from variorum.compare.near import Near
from variorum.compare.occasions import SPEECH
from variorum.compare.reading import printed_words, stem, tellers
from variorum.compare.rivals import CALENDAR, names_of
from variorum.compare.statements import Unit
from variorum.models import matcher
from variorum.models.embedder import embedded

Floats = NDArray[np.float64]

_PLAIN = frozenset(map(stem, SPEECH)) | CALENDAR | frozenset(
    map(stem, ("reported", "according", "minister", "ministry", "government", "official", "spokesman", "spokeswoman",
               "statement", "yesterday", "day", "week", "month", "year", "new"))
)  # fmt: skip
_LIGHT = 0.15  # what a word of reporting weighs
_ROOT = 5  # letters that a noun shares with its verb: "signature" and "signed"
_FLOOR = 0.35  # cosine up to which two words have nothing in common
_SAME = 0.999


class Words:
    """The words of a story: their meanings, and how rare they are."""

    def __init__(self, units: Sequence[Unit]) -> None:
        sentences = {(u.article.id, u.sentence): u.article.text[slice(*u.sentence)] for u in units}
        self.of = {key: tellers(text) for key, text in sentences.items()}
        found = dict.fromkeys(word for words in self.of.values() for word in words)
        found.update(dict.fromkeys(word for u in units for word in tellers(u.reading.text)))
        found.update(dict.fromkeys(u.clause.predicate for u in units if u.clause.predicate))
        self.row = {word: n for n, word in enumerate(found)}
        self.space = embedded(list(found))
        self.root = np.array([root(word) for word in found])
        told = Counter(r for text in sentences.values() for r in {root(w) for w in printed_words(text)})
        self.weight = np.array([_weight(word, told[root(word)], len(sentences)) for word in found])
        names = frozenset(name for u in units for name in names_of(u))
        self.name = np.array([stem(word) in names for word in found], dtype=bool)

    def rows(self, words: Iterable[str]) -> NDArray[np.intp]:
        return np.array([self.row[word] for word in words], dtype=np.intp)


def root(word: str) -> str:
    return word if word[:1].isdigit() else stem(word)[:_ROOT]


def _weight(word: str, told: int, sentences: int) -> float:
    rare = math.sqrt(min(9.0, max(0.5, matcher.rarity(stem(word)))) / 5)
    return (_LIGHT if stem(word) in _PLAIN else 1.0) * rare * math.log((sentences + 1) / (told + 0.5))


class Report:
    """Some clauses of one report: their vectors, and the words of each and of its sentence."""

    def __init__(self, units: Sequence[Unit], near: Near, words: Words) -> None:
        self.words = words
        sentences = {span: n for n, span in enumerate(dict.fromkeys(u.sentence for u in units))}
        self.sentence = np.array([sentences[u.sentence] for u in units], dtype=np.intp)
        self.vectors = near.space[[u.vector for u in units]]
        sums = np.zeros((len(sentences), self.vectors.shape[1]), dtype=np.float32)
        np.add.at(sums, self.sentence, self.vectors)
        norms = np.linalg.norm(sums, axis=1, keepdims=True)
        self.wholes = (sums / np.where(norms == 0, 1, norms))[self.sentence]
        self.clauses = [words.rows(tellers(u.reading.text)) for u in units]
        whole = [words.rows(words.of[u.article.id, u.sentence]) for u in units]
        self.spans = [next(whole[n] for n in range(len(units)) if self.sentence[n] == k) for k in range(len(sentences))]
        self.rows = np.unique(np.concatenate([*self.clauses, *self.spans, np.zeros(0, dtype=np.intp)]))
        self.inside, self.within = self._holds(self.clauses), self._holds(self.spans)
        self.weight = words.weight[self.rows]
        self.total = self.inside @ self.weight
        self.plain = self.inside @ (self.weight * ~words.name[self.rows])
        self.deeds = words.space[[words.row.get(u.clause.predicate, 0) for u in units]]
        named: dict[int, frozenset[str]] = {}
        for unit, n in zip(units, self.sentence.tolist(), strict=True):
            named[n] = named.get(n, frozenset()) | unit.actors | unit.countries
        self.actors = [named[n] for n in self.sentence.tolist()]

    def _holds(self, lists: Sequence[NDArray[np.intp]]) -> Floats:
        """Which words each of some texts has."""
        at = {row: n for n, row in enumerate(self.rows.tolist())}
        out = np.zeros((len(lists), len(self.rows)))
        for n, rows in enumerate(lists):
            out[n, [at[row] for row in rows.tolist()]] = 1.0
        return out


class Covering:
    """How like the clauses of one report are to those of another, and how far their words are found there."""

    def __init__(self, one: Report, other: Report) -> None:
        self.one, self.other = one, other
        self.cosine = one.vectors @ other.vectors.T
        self.sentence_cosine = one.wholes @ other.wholes.T
        self.to_sentence = one.vectors @ other.wholes.T
        near = _likeness(one, other)
        clause, self.found = _best(near, other.inside), _best(near, other.within)[:, other.sentence]
        total = np.maximum(one.total, 1e-6)[:, None]
        weighed = one.inside * one.weight
        clear, clear_whole = _clear(clause), _clear(self.found)
        self.covered, self.sentence_covered = weighed @ clear / total, weighed @ clear_whole / total
        wholes = one.within * one.weight
        self.whole_covered = (wholes @ clear_whole / np.maximum(wholes.sum(axis=1), 1e-6)[:, None])[one.sentence]
        self.best = _most(weighed, clear_whole)
        self.rarest = _most(weighed, self.found > _SAME)
        top = clear_whole.max(axis=1, keepdims=True) if clear_whole.size else clear_whole
        self.sharp = weighed @ (clear_whole * (clear_whole >= top - 1e-6)) / total
        self.plain = (weighed * ~one.words.name[one.rows]) @ clear_whole
        self.exact = weighed @ (clause > _SAME)
        back = _covered_back(near, one, other)
        self.likeness = self.cosine + self.sentence_cosine + self.sentence_covered + back

    def of(self, a: int, b: int) -> list[float]:
        """What is found of the words of a clause."""
        return [
            float(self.covered[a, b]),
            float(self.sentence_covered[a, b]),
            float(self.whole_covered[a, b]),
            float(self.to_sentence[a, b]),
            float(self.rarest[a, b]),
            float(self.best[a, b]),
            float(self.sharp[a, b]),
            float(self.plain[a, b]),
            float(self.plain[a, b] / max(self.one.plain[a], 0.1)),
        ]

    def together(self, a: int, b: int) -> tuple[float, float, float]:
        """How near clauses and sentences are in meaning, and how like they are on the whole."""
        return float(self.cosine[a, b]), float(self.sentence_cosine[a, b]), float(self.likeness[a, b])

    def shared(self, a: int, b: int) -> float:
        """The weight of the words of a clause that the other has too."""
        return float(self.exact[a, b])

    def deeds(self, a: int, b: int) -> float:
        """How near the verbs are."""
        return float(self.one.deeds[a] @ self.other.deeds[b])


def _likeness(one: Report, other: Report) -> Floats:
    """How near the words of two reports are, word by word; 1 where they have one root."""
    words = one.words
    near = np.clip(words.space[one.rows] @ words.space[other.rows].T, 0, 1).astype(np.float64)
    return np.where(words.root[one.rows][:, None] == words.root[other.rows], 1.0, near)


def _best(near: Floats, holds: Floats) -> Floats:
    """How near each word comes to the nearest of each text's words."""
    out = np.zeros((len(near), len(holds)))
    for n, row in enumerate(holds):
        if row.any():
            out[:, n] = near[:, row > 0].max(axis=1)
    return out


def _clear(best: Floats) -> Floats:
    """What a nearness counts for: nothing below the floor."""
    out: Floats = np.clip((best - _FLOOR) / (1 - _FLOOR), 0, 1) ** 1.5
    return out


def _most(weighed: Floats, found: NDArray[np.generic]) -> Floats:
    """The most that one word of each clause weighs in each of the texts."""
    out = np.zeros((len(weighed), found.shape[1]))
    for n, row in enumerate(weighed):
        here = row > 0
        if here.any():
            out[n] = (row[here, None] * found[here]).max(axis=0)
    return out


def _covered_back(near: Floats, one: Report, other: Report) -> Floats:
    """How far the words of each clause of the other report are found in the sentences of this."""
    found = _clear(_best(near.T, one.within)[:, one.sentence])
    covered = (other.inside * other.weight) @ found / np.maximum(other.total, 1e-6)[:, None]
    return np.ascontiguousarray(covered.T)
