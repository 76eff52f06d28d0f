"""How alike two words of names are, and how the words of one name line up with those of another."""

from collections.abc import Sequence
from functools import lru_cache
from typing import NamedTuple

from rapidfuzz.distance import OSA, JaroWinkler

from variorum.lexicon.naming import name_classes
from variorum.spelling import consonants, skeleton


class Word(NamedTuple):
    """A word of a name, in lower-case Latin letters."""

    text: str
    weight: float
    abjad: bool = False
    place: int = 0


class Pairing(NamedTuple):
    """Two words taken for one: how alike (0 to 1), and in what way."""

    a: Word
    b: Word
    score: float
    how: str


class Alignment(NamedTuple):
    """The words of two names side by side."""

    pairs: tuple[Pairing, ...]
    left: tuple[Word, ...]  # words of the first name without a partner
    right: tuple[Word, ...]


@lru_cache(maxsize=8192)
def alike(a: str, b: str, abjad: bool = False) -> tuple[float, str]:
    """How alike two words are, from 0 to 1, and in what way: the same, a transliteration, a slip, an initial.

    Edit distance counts a swap of neighbours as one (optimal string alignment); spelling is judged on consonant
    skeletons, so that vowels weigh less.
    """
    if a == b:
        return 1.0, "same"
    if len(a) == 1 or len(b) == 1:
        return (0.55, "initial") if a[:1] == b[:1] else (0.0, "")
    if name_classes().get(a, frozenset()) & name_classes().get(b, frozenset()):
        return 0.97, "form"
    if abjad:
        return _alike_consonants(a, b)
    x, y = skeleton(a), skeleton(b)
    close = JaroWinkler.similarity(a, b)
    same = x == y or ("j" in a + b and skeleton(a.replace("j", "y")) == skeleton(b.replace("j", "y")))
    if same and len(x) > 1 and close > 0.7:
        return (0.96 if close > 0.8 else 0.88), "spelling"
    distance, longest = OSA.distance(a, b), max(len(a), len(b))
    if distance == 1:
        return (0.93 if longest > 5 else 0.86 if longest > 3 else 0.62), "slip"
    if distance == 2 and longest > 4:
        return (0.85 if longest > 7 else 0.72), "slip"
    if distance == 3 and longest > 8:
        return 0.74, "slip"
    return (0.55 * close if close > 0.8 else 0.0), "near" if close > 0.8 else ""


def _alike_consonants(a: str, b: str) -> tuple[float, str]:
    """For a word out of Arabic or Hebrew script: consonants against consonants."""
    x, y = consonants(a), consonants(b)
    if x == y:
        return (0.95 if len(x) > 1 else 0.75), "script"
    distance = OSA.distance(x, y)
    if distance == 1 and max(len(x), len(y)) > 2:
        return 0.75, "script"
    return 0.0, ""


def align(a: Sequence[Word], b: Sequence[Word], *, least: float = 0.5) -> Alignment:
    """Pair the words of two names, the likest first; words written apart or together count as one."""
    options: list[tuple[float, int, int, int, int, str]] = []
    for i, x in enumerate(a):
        for j, y in enumerate(b):
            score, how = alike(x.text, y.text, x.abjad or y.abjad)
            if score >= least:
                options.append((score * min(x.weight, y.weight) + score, i, 1, j, 1, how))
    options += _joined(a, b) + [(s, j, m, i, n, h) for s, i, n, j, m, h in _joined(b, a)]
    options.sort(key=lambda o: (-o[0], abs(o[1] - o[3])))
    used_a: set[int] = set()
    used_b: set[int] = set()
    pairs = []
    for _, i, n, j, m, how in options:
        here, there = range(i, i + n), range(j, j + m)
        if used_a.isdisjoint(here) and used_b.isdisjoint(there):
            used_a.update(here)
            used_b.update(there)
            x, y = _one(a[i : i + n]), _one(b[j : j + m])
            score = max(alike(x.text, y.text, x.abjad or y.abjad)[0], 0.95 * (how == "joined"))
            pairs.append(Pairing(x, y, score, how))
    left = tuple(w for i, w in enumerate(a) if i not in used_a)
    right = tuple(w for j, w in enumerate(b) if j not in used_b)
    return Alignment(tuple(pairs), left, right)


def _joined(a: Sequence[Word], b: Sequence[Word]) -> list[tuple[float, int, int, int, int, str]]:
    """Pairs of two or three neighbouring words in `a` that are one word in `b`."""
    out: list[tuple[float, int, int, int, int, str]] = []
    for n in (2, 3):
        for i in range(len(a) - n + 1):
            text = "".join(w.text for w in a[i : i + n])
            for j, y in enumerate(b):
                if len(y.text) < 4 or abs(len(y.text) - len(text)) > 2:
                    continue
                score, how = alike(text, y.text, y.abjad)
                if n == 2 and _articled(a[i].text, a[i + 1].text, y.text):
                    out.append((2.1, i, n, j, 1, "joined"))
                    continue
                if score < 1 and any(len(w.text) < 2 or alike(w.text, y.text)[0] > 0.7 for w in a[i : i + n]):
                    continue  # a word that matches alone, with a stray beside it
                if score > 0.9 and (how != "form" or len(text) > 7):
                    out.append((2 * score + 0.1 * n, i, n, j, 1, "joined"))
    return out


_ARTICLES = ("al", "el")


def _articled(article: str, word: str, whole: str) -> bool:
    """Whether a name is written apart from the Arabic article before it, or with it: "al-Tijani", "Eltigani".

    The letter jim is a "j" in most countries and a "g" on the Nile.
    """
    if article not in _ARTICLES or whole[:2] not in _ARTICLES or len(word) < 4:
        return False
    rest = whole[2:]
    return alike(word, rest)[0] > 0.9 or alike(word.replace("j", "g"), rest.replace("j", "g"))[0] > 0.9


def _one(words: Sequence[Word]) -> Word:
    if len(words) == 1:
        return words[0]
    return Word("".join(w.text for w in words), max(w.weight for w in words), words[0].abjad, words[0].place)
