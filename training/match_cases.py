"""The pairs that the judge of statements learns from: annotated ones in three parts, unlabelled ones for its teacher.

Annotated pairs that share a sentence, and claims of one topic, stay in one part.
"""

import hashlib
import random
import re
from collections import Counter, defaultdict
from collections.abc import Callable, Hashable, Iterable, Sequence
from functools import cache
from itertools import combinations
from typing import Any

import numpy as np

from training.shared import load_cases
from variorum.compare.reading import word_set

Case = dict[str, Any]
_WORD = re.compile(r"\w+")
_SENTENCE = re.compile(r'(?:(?<=[.!?])|(?<=[.!?]["”]))\s+(?=["“A-Z])|\n+')
_NUMBER = re.compile(r"\d[\d,.]*\d|\d")
_COMMON = word_set(
    "the a an of to in and for on at by with that was were is are be been has have had it its he she his her they "
    "their from as but not or this which who will would said says"
)
PER_BAND = 600  # pairs of one story and one tenth of overlap
REWORDED = 3  # pairs made of each annotated one


def part_of(key: str) -> str:
    """Which part a group of cases belongs to: a fifth is held out, a tenth is for choices, by hash."""
    byte = hashlib.sha1(key.encode("utf8", "replace")).digest()[0]
    return "held" if byte < 51 else "dev" if byte < 76 else "train"


# --- annotated --------------------------------------------------------------------------------------------------


def joined(links: Iterable[tuple[Hashable, Hashable]]) -> Callable[[Hashable], Hashable]:
    """What stands for a thing and all that a chain of links joins with it."""
    parent: dict[Hashable, Hashable] = {}

    def find(x: Hashable) -> Hashable:
        while parent.setdefault(x, x) != x:
            parent[x] = parent[parent[x]]
            x = parent[x]
        return x

    for x, y in links:
        a, b = find(x), find(y)
        if a != b:
            parent[max(a, b)] = min(a, b)  # type: ignore[type-var]
    return find


def paraphrases() -> list[Case]:
    """The pairs of MRPC and PAN, each with its `part`."""
    rows = load_cases("paraphrase.train")
    group = joined((row["a"], row["b"]) for row in rows)
    return [row | {"part": part_of(str(group(row["a"])))} for row in rows]


def claims() -> list[Case]:
    """The pairs of claims as they are: four in five related. Each with its `part`, by topic."""
    return [
        row | {"part": part_of(row["topic"]), "related": bool(row["strengthens"] or row["weakens"])}
        for row in load_cases("claims.train")
    ]


def others(rows: Sequence[Case], count: int, rng: random.Random) -> list[Case]:
    """Pairs of other claims of one topic, which count as unrelated.

    No chain of related pairs leads from one claim to the other: of those it does lead to, most are related themselves.
    (As near in meaning as annotated ones, where a single claim is related to both: AUC .57 against .69 of the rest.)
    """
    seen = {frozenset((c["a"], c["b"])) for c in rows}
    group = joined([((c["topic"], c["a"]), (c["topic"], c["b"])) for c in rows if c["related"]])
    topics: dict[str, dict[str, Case]] = defaultdict(dict)
    for c in rows:
        topics[c["topic"]] |= {c["a"]: c, c["b"]: c}
    pool = [
        (c, a, b)
        for topic, held in topics.items()
        for (a, c), (b, _) in combinations(held.items(), 2)
        if frozenset((a, b)) not in seen and group((topic, a)) != group((topic, b))
    ]
    return [
        {"topic": c["topic"], "part": c["part"], "a": a, "b": b, "strengthens": 0, "weakens": 0, "related": False}
        for c, a, b in rng.sample(pool, min(count, len(pool)))
    ]


def one_in_four(rows: Sequence[Case]) -> list[Case]:
    """Claims with as many other pairs as make one in four related."""
    return [*rows, *others(rows, 4 * sum(c["related"] for c in rows) - len(rows), random.Random(0))]


# --- unlabelled, for the teacher to judge -----------------------------------------------------------------------


def within_stories(rng: random.Random) -> list[Case]:
    """Sentences of different reports of one story that share at least a third of their words, of every overlap."""
    stories = defaultdict(list)
    for case in load_cases("stories.dev"):
        for sentence in map(str.strip, _SENTENCE.split(case["text"])):
            if 7 <= len(sentence.split()) <= 45 and sentence[-1:] in '.!?"”':
                stories[case["story"]].append((case.get("id"), sentence))
    pairs = [pair for sentences in stories.values() for pair in _close(sentences)]
    rng.shuffle(pairs)
    bands = defaultdict(list)
    for overlap, a, b in pairs:
        bands[int(overlap * 10)].append({"a": a, "b": b, "src": "story"})
    return [case for band in bands.values() for case in band[:PER_BAND]]


def _close(sentences: Sequence[tuple[str, str]]) -> list[tuple[float, str, str]]:
    words = [frozenset(w.lower() for w in _WORD.findall(s) if w.lower() not in _COMMON) for _, s in sentences]
    holders = defaultdict(list)
    for k, found in enumerate(words):
        for word in found:
            holders[word].append(k)
    shared: Counter[tuple[int, int]] = Counter()
    for ks in holders.values():
        if len(ks) <= 60:
            shared.update((ks[x], ks[y]) for x in range(len(ks)) for y in range(x + 1, len(ks)))
    out = []
    for (x, y), n in shared.items():
        (one, a), (other, b) = sentences[x], sentences[y]
        lengths = len(a.split()), len(b.split())
        if n < 3 or one == other or a.lower() == b.lower() or min(lengths) / max(lengths) < 0.5:
            continue
        overlap = n / min(len(words[x]), len(words[y]))
        if 0.35 <= overlap <= 1:
            out.append((overlap, a, b))
    return out


class Rewording:
    """Words put for near ones, numbers for others, stretches left out or taken from elsewhere."""

    def __init__(self, texts: Sequence[str], rng: random.Random) -> None:
        from variorum.models.parser import load  # for its word vectors alone

        self.texts, self.rng = texts, rng
        self.numbers = [n for text in texts for n in _NUMBER.findall(text)]
        vocab = load().vocab
        count = Counter(w for text in texts for w in _WORD.findall(text))
        self.words = [w for w in count if w.isalpha() and vocab.has_vector(w)]
        space = np.array([vocab.get_vector(w) for w in self.words])
        self.space = space / (np.linalg.norm(space, axis=1, keepdims=True) + 1e-9)
        self.place = {w: i for i, w in enumerate(self.words)}
        self.near = cache(self._near)

    def _near(self, word: str) -> list[str]:
        order = np.argsort(-(self.space @ self.space[self.place[word]]))[:14]
        found = [self.words[i] for i in order]
        fits = [w for w in found if w.lower() not in {word.lower(), *_COMMON} and w[0].isupper() == word[0].isupper()]
        return fits[:8]

    def substitute(self, text: str, rate: float) -> str:
        pieces = re.findall(r"\w+|\W+", text)
        for i, word in enumerate(pieces):
            if word.lower() in _COMMON or self.rng.random() > rate:
                continue
            if word in self.place and len(word) > 2:
                if near := self.near(word):
                    pieces[i] = self.rng.choice(near)
            elif word.isdigit():
                pieces[i] = self.rng.choice(self.numbers)
        return "".join(pieces)

    def drop(self, text: str) -> str:
        words = text.split()
        if len(words) < 9:
            return text
        k = self.rng.randint(1, 5)
        i = self.rng.randint(0, len(words) - k - 1)
        return " ".join(words[:i] + words[i + k :])

    def graft(self, text: str) -> str:
        words, source = text.split(), self.rng.choice(self.texts).split()
        k = self.rng.randint(2, 6)
        if len(source) <= k + 1 or len(words) < 4:
            return text
        i, j = self.rng.randint(0, len(source) - k), self.rng.randint(1, len(words) - 1)
        return " ".join(words[:j] + source[i : i + k] + words[j:])

    def pair(self, a: str, b: str) -> tuple[str, str]:
        """Another pair, made of this one: usually of the one text and the other changed."""
        draw = self.rng.random
        if draw() < 0.5:
            a, b = b, a
        if draw() < 0.15:
            b = a
        way = draw()
        if way < 0.45:
            b = self.substitute(b, self.rng.choice((0.1, 0.2, 0.35)))
        elif way < 0.7:
            b = self.drop(b)
        elif way < 0.85:
            b = self.graft(b)
        else:
            a, b = self.drop(a), self.substitute(b, 0.15)
        return a, self.drop(b) if draw() < 0.3 else b


def unlabelled(rng: random.Random) -> list[Case]:
    """Pairs of reports of one story, pairs made of annotated ones, and other claims of one topic."""
    out = within_stories(rng)
    rows = [r for r in paraphrases() if r["part"] == "train"]
    news = [r for r in rows if r["corpus"] == "MRPC"]
    rewording = Rewording([t for r in news for t in (r["a"], r["b"])], rng)
    for row in news:
        made = (rewording.pair(row["a"], row["b"]) for _ in range(REWORDED))
        out += [{"a": a, "b": b, "src": "news"} for a, b in made if a != b]
        out.append({"a": row["a"], "b": row["b"], "src": "annotated"})  # for a second opinion
    for row in rng.sample([r for r in rows if r["corpus"] == "PAN"], 800):
        if len(row["a"].split()) <= 45:
            out.append({"a": row["a"], "b": rewording.substitute(rewording.drop(row["b"]), 0.12), "src": "PAN"})
    topics = [c for c in claims() if c["part"] == "train"]
    return out + [{"a": c["a"], "b": c["b"], "src": "claim"} for c in others(topics, 2000, rng)]
