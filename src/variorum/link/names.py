"""Whether two names are one actor's.

Names are read into words in Latin letters (any script), titles, particles and legal forms told apart; words are paired
by spelling (transliterations by consonant skeletons, slips by edit distance, initials, given names by their class); a
logistic regression over what is paired and what is left decides. `training/names.py` fits its weights.
"""

import math
import re

from variorum.link import organisations, people
from variorum.link.name_words import Alignment, alike
from variorum.spelling import fold
from variorum.types import NameMatch

THRESHOLD = 0.5
_PERSON_WEIGHTS = {
    "bias": 0.412, "covers": 0.802, "longer": 0.570, "worst": -0.153, "conflict": -2.089, "conflict_size":
    -2.119, "extra": -0.165, "one_word": 0.101, "initials": 0.123, "whole": 0.248, "slips": -0.334, "exact":
    -0.148, "surname": 0.449, "short_slip": 0.556, "script": 0.912, "same_words": 0.316,
}  # fmt: skip
_ORG_WEIGHTS = {
    "bias": -0.755, "covers": 0.518, "longer": 0.522, "worst": -0.287, "left_rare": 0.106, "both_left_rare":
    -1.352, "extra": 0.068, "forms_differ": -0.244, "acronym": 0.000, "whole": -0.373, "numbers_differ": 0.206,
    "short_slip": -0.110, "slips": -0.009, "place_left": -0.838, "joined": 2.378, "first": 0.450,
}  # fmt: skip
_HAN = re.compile(r"[\u4e00-\u9fff\uac00-\ud7a3]")
_HOW = {
    "same": "the same",
    "form": "a form of the same name",
    "spelling": "another transliteration",
    "slip": "a slip apart",
    "initial": "an initial",
    "script": "the same consonants",
    "joined": "written together",
}


def match_names(a: str, b: str, kind: str = "person") -> NameMatch:
    """Whether two names are one actor's, forgiving transliteration, order, titles, initials and slips.

    Args:
        a: a name, in any script.
        b: another.
        kind: "person", or anything else for organisations, companies and ships.

    Returns:
        `score` is the probability that they are one; `same` whether it reaches a half; `why` pairs the words.
    """
    persons = kind.lower() == "person"
    sure = decided(a, b, persons)
    if sure is not None:
        return sure
    if persons:
        values, lined = people.features(people.person(a), people.person(b))
        weights = _PERSON_WEIGHTS
    else:
        values, lined = organisations.features(organisations.organisation(a), organisations.organisation(b))
        weights = _ORG_WEIGHTS
    score = _logistic(sum(w * v for w, v in zip(weights.values(), values, strict=True)))
    return NameMatch(score=round(score, 4), same=score >= THRESHOLD, why=_why(lined))


def decided(a: str, b: str, persons: bool) -> NameMatch | None:
    """The answer where nothing needs weighing, or None: equal names, Chinese or Korean letters, father and son."""
    x, y = fold(a).strip(), fold(b).strip()
    if not x or not y:
        return NameMatch(score=0.0, same=False, why="a name is empty")
    if x == y:
        return NameMatch(score=1.0, same=True, why="equal")
    if not persons:
        return _abbreviated(organisations.organisation(a), organisations.organisation(b))
    if _HAN.search(a) and _HAN.search(b):
        return NameMatch(score=0.0, same=False, why="different characters")
    return _crossed(people.person(a), people.person(b))


def _crossed(a: people.Person, b: people.Person) -> NameMatch | None:
    """Father and son: "Salman bin Hamad" is not "Hamad bin Salman"."""
    x, y = people.filiation(a), people.filiation(b)
    if x and y and alike(x[0], y[1])[0] > 0.9 and alike(x[1], y[0])[0] > 0.9 and alike(*x)[0] < 0.9:
        return NameMatch(score=0.05, same=False, why=f"{x[0]} son of {x[1]}, {y[0]} son of {y[1]}")
    return None


def _abbreviated(a: organisations.Organisation, b: organisations.Organisation) -> NameMatch | None:
    """An acronym and the name that it is the initials of."""
    for x, y in ((a, b), (b, a)):
        if len(x.acronym) > 2 and x.acronym in y.initials:
            return NameMatch(score=0.7, same=True, why=f"{x.acronym}: initials")
    words = sorted(w.text for w in a.words if w.weight > 0.15)
    if len(words) > 1 and words == sorted(w.text for w in b.words if w.weight > 0.15) and not a.places | b.places:
        return NameMatch(score=0.9, same=True, why="the same words in another order")  # places: "Miami University"
    return None


def _logistic(x: float) -> float:
    return 1 / (1 + math.exp(-max(-30.0, min(30.0, x))))


def _why(lined: Alignment) -> str:
    """The pairs of words, in plain words, and what is left on either side."""
    parts = [f"{p.a.text} ~ {p.b.text}: {_HOW.get(p.how, p.how)}" for p in lined.pairs]
    for side, words in (("first", lined.left), ("second", lined.right)):
        if words:
            parts.append(f"only in the {side}: {' '.join(w.text for w in words)}")
    return "; ".join(parts) or "no word in common"
