"""People's names: parts, and the features by which two are compared."""

import re
from collections.abc import Iterable
from functools import lru_cache
from typing import NamedTuple

from rapidfuzz.distance import OSA, JaroWinkler

from variorum.lexicon.naming import GENERATIONS, generation, legal_forms, particles, titles
from variorum.link.name_words import Alignment, Word, align
from variorum.spelling import abjad, romanize

_SPLIT = re.compile(r"[^\w'.]+|(?<=\.)(?=\w)|_")
_SYLLABLES = re.compile(r"[\u4e00-\u9fff\uac00-\ud7a3]")
_CAMEL = re.compile(r"(?<=[a-z]{3})(?=[A-Z])")  # names run together, but "McCall", "DeLong", "LePen"
FEATURES = (
    "bias", "covers", "longer", "worst", "conflict", "conflict_size", "extra", "one_word", "initials", "whole", "slips",
    "exact", "surname", "short_slip", "script", "same_words",
)  # fmt: skip


class Person(NamedTuple):
    """A person's name in parts."""

    words: tuple[Word, ...]
    family: str  # the word that is marked as the family name ("LAVROV, Sergei"), or the last, or ""
    title: bool
    script: bool  # written in a script without vowels


@lru_cache(maxsize=8192)
def person(name: str) -> Person:
    """A person's name without titles and repetitions; particles weigh little."""
    script = abjad(name)
    first, comma, rest = name.partition(",")
    plain = romanize(name) if _SYLLABLES.search(name) else _CAMEL.sub(" ", name) if " " not in name else name
    raw = [w for w in (_word(p) for p in _SPLIT.split(plain)) if w]
    kept = _untitled(raw)
    words: list[Word] = []
    for w in kept:
        if words and w == words[-1].text and len(kept) > 2 and len(w) > 2:
            continue
        words.append(Word(w, 0.2 if w in particles() else 0.5 if len(w) == 1 else 1.0, script, len(words)))
    full = [w.text for w in words if w.weight >= 1]
    family = _word(first.split()[-1]) if comma and rest.strip() and first.split() else (full[-1] if full else "")
    return Person(tuple(words), family, len(kept) < len(raw), script)


def _untitled(words: list[str]) -> list[str]:
    """The words without titles before the name and degrees, generations and legal forms after it."""
    first, last = 0, len(words)
    while last - first > 1 and (words[last - 1] in _AFTER or (words[last - 1],) in legal_forms()):
        last -= 1
    while first < last - 1 and words[first] in titles():
        first += 1
    kept = words[first:last]
    return kept if any(w not in particles() for w in kept) else words


_AFTER = GENERATIONS | {"esq", "phd", "md"}


def parted_by_generation(name: str, others: Iterable[str]) -> bool:
    """Whether one who is marked as a child or parent is named beside somebody of the same name without the mark.

    Args:
        name: the full name with its mark.
        others: names in the same article; one may be the surname alone, where that is somebody else there.
    """
    first, last = person(name).words[0].text, person(name).words[-1].text
    beside = (person(other).words for other in others if not generation(other))
    return bool(generation(name)) and any(w[-1].text == last and w[0].text in (first, last) for w in beside if w)


def _word(part: str) -> str:
    return re.sub(r"[^\w]|_", "", romanize(part)) if part else ""


def features(a: Person, b: Person) -> tuple[tuple[float, ...], Alignment]:
    """The comparison of two names, in the order of `FEATURES`, and how their words line up."""
    lined = align(a.words, b.words)
    size_a, size_b = sum(w.weight for w in a.words) or 1, sum(w.weight for w in b.words) or 1
    got = sum(p.score * max(p.a.weight, p.b.weight) for p in lined.pairs)
    short, long = sorted((size_a, size_b))
    left, right = _unpaired(lined.left), _unpaired(lined.right)
    strong = [p for p in lined.pairs if min(p.a.weight, p.b.weight) >= 1]
    slips = [p for p in lined.pairs if p.how in ("slip", "near")]
    x, y = "".join(sorted(w.text for w in a.words)), "".join(sorted(w.text for w in b.words))
    whole = max(JaroWinkler.similarity(x, y), _joined_similarity(a, b))
    families = [p.score for p in lined.pairs if a.family in p.a.text and b.family in p.b.text]
    return (
        1.0,
        min(1.0, got / short),
        min(1.0, got / long),
        min((p.score for p in lined.pairs), default=0.0),
        float(min(left, right) >= 0.5),
        min(left, right),
        abs(left - right),
        float(min(len(a.words), len(b.words)) == 1),
        float(sum(p.how == "initial" for p in lined.pairs)),
        whole,
        float(len(slips)),
        float(sum(p.score >= 0.95 for p in strong)) / max(len(strong), 1),
        max(families, default=0.0),
        float(any(max(len(p.a.text), len(p.b.text)) < 6 for p in slips)),
        float(a.script or b.script),
        float(sum(p.how in ("same", "form", "spelling", "joined") for p in strong) >= 2),
    ), lined


def _unpaired(words: tuple[Word, ...]) -> float:
    """What words without a partner weigh: an initial that nothing answers speaks as loud as a name."""
    return sum(1.0 if len(w.text) == 1 else w.weight for w in words)


def _joined_similarity(a: Person, b: Person) -> float:
    """How alike the names are as one word each: for names run together or split in the wrong place."""
    x, y = "".join(w.text for w in a.words), "".join(w.text for w in b.words)
    longest = max(len(x), len(y), 1)
    return 1 - OSA.distance(x, y, score_cutoff=longest // 2 + 1) / longest


_SON = frozenset(("bin", "ibn", "ben", "bint"))


def filiation(name: Person) -> tuple[str, str] | None:
    """The words around the first "bin": child and father."""
    texts = [w.text for w in name.words]
    at = next((i for i, w in enumerate(texts) if w in _SON and 0 < i < len(texts) - 1), None)
    return (texts[at - 1], texts[at + 1]) if at is not None else None
