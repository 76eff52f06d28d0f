"""Names of companies, bodies and ships: parts, and the features by which two are compared."""

import re
from functools import lru_cache
from typing import NamedTuple

from rapidfuzz.distance import OSA, JaroWinkler

from variorum.lexicon.actors import find_entries
from variorum.lexicon.naming import legal_forms, org_words
from variorum.link.name_words import Alignment, Word, align
from variorum.spelling import abjad, romanize


def _list(text: str) -> list[str]:
    return text.split()


_WORDS = re.compile(r"\w+|&|%")
_DOTTED = re.compile(r"\b(?:\w\.){2,}(?:\w\b)?")
_SMALL = frozenset(_list("the of for and in on at to de la le du des der die das und et y a an & i e"))
_LONGEST = 5  # words of a legal form
FEATURES = (
    "bias", "covers", "longer", "worst", "left_rare", "both_left_rare", "extra", "forms_differ", "acronym", "whole",
    "numbers_differ", "short_slip", "slips", "place_left", "joined", "first",
)  # fmt: skip


class Organisation(NamedTuple):
    """An organisation's name in parts."""

    words: tuple[Word, ...]
    forms: frozenset[str]  # classes of legal forms
    numbers: frozenset[str]
    acronym: str  # the name itself where it is one
    initials: frozenset[str]
    places: frozenset[str]


@lru_cache(maxsize=8192)
def organisation(name: str) -> Organisation:
    """A name without its legal form; common words and places weigh little."""
    plain = romanize(_DOTTED.sub(lambda m: m.group().replace(".", "") + " ", name).replace("'", "").replace("’", ""))
    tokens = [t for t in _WORDS.findall(plain) if t != "s"]
    kept, forms = _without_forms(tokens)
    if not kept:
        kept = tokens
    places = frozenset(
        w
        for f in find_entries(name)
        for w in _WORDS.findall(romanize(name[f.start : f.end]))
        if f.entry.kind != "organisation"
    )
    words: list[Word] = []
    for t in kept:
        base, generic = org_words().get(t, (t, False))
        weight = 0.15 if t in _SMALL else 0.35 if generic else 0.6 if t in places else 1.0
        words.append(Word(base, weight, abjad(name), len(words)))
    acronym = "".join(kept) if len(kept) == 1 and 2 <= len(kept[0]) <= 6 and name.strip().isupper() else ""
    long = [t for t in tokens if t not in _SMALL]
    initials = frozenset(("".join(t[0] for t in long), "".join(t[0] for t in tokens))) if len(long) > 1 else frozenset()
    numbers = frozenset(w.text for w in words if w.text.isdigit() or w.text in _NUMBERS)
    return Organisation(tuple(words), forms, numbers, acronym, initials, places)


_NUMBERS = frozenset(_list("one two three four five six seven eight nine ten forty fortyfour"))


def _without_forms(tokens: list[str]) -> tuple[list[str], frozenset[str]]:
    """The words without legal forms at either end, and the classes of these."""
    forms = set()
    kept = list(tokens)
    while kept:
        for n in range(min(_LONGEST, len(kept)), 0, -1):
            tail, head = legal_forms().get(tuple(kept[-n:])), legal_forms().get(tuple(kept[:n]))
            if tail and len(kept) > n:
                forms.add(tail)
                del kept[-n:]
                break
            if head and len(kept) > n and (n > 1 or len(kept[0]) > 1):
                forms.add(head)
                del kept[:n]
                break
        else:
            break
    return kept, frozenset(forms - {"group", "trust"})


def features(a: Organisation, b: Organisation) -> tuple[tuple[float, ...], Alignment]:
    """The comparison of two names, in the order of `FEATURES`, and how their words line up."""
    lined = align(a.words, b.words, least=0.6)
    size_a, size_b = sum(w.weight for w in a.words) or 1, sum(w.weight for w in b.words) or 1
    got = sum(p.score * max(p.a.weight, p.b.weight) for p in lined.pairs)
    short, long = sorted((size_a, size_b))
    left = sum(w.weight for w in lined.left if w.text not in a.places)
    right = sum(w.weight for w in lined.right if w.text not in b.places)
    slips = [p for p in lined.pairs if p.how in ("slip", "near", "initial")]
    x, y = "".join(w.text for w in a.words), "".join(w.text for w in b.words)
    whole = max(JaroWinkler.similarity(x, y), 1 - OSA.distance(x, y) / max(len(x), len(y), 1))
    acronym = bool((a.acronym and a.acronym in b.initials) or (b.acronym and b.acronym in a.initials))
    core = [p for p in lined.pairs if min(p.a.weight, p.b.weight) >= 0.9]
    return (
        1.0,
        min(1.0, got / short),
        min(1.0, got / long),
        min((p.score for p in lined.pairs), default=0.0),
        min(3.0, max(left, right)),
        min(3.0, min(left, right)),
        abs(size_a - size_b) / long,
        float(bool(a.forms and b.forms and not a.forms & b.forms)),
        float(acronym),
        whole,
        float(a.numbers != b.numbers),
        float(any(max(len(p.a.text), len(p.b.text)) < 5 for p in slips)),
        float(len(slips)),
        float(any(w.text in a.places for w in lined.left) or any(w.text in b.places for w in lined.right)),
        float(OSA.distance(x, y) <= 1 and len(x) > 4),
        float(bool(core) and core[0].score > 0.9) if core else 0.0,
    ), lined
