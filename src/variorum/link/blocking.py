"""Which names are worth comparing: those that share a key, so that never all are compared with all.

Two kinds of keys: the sounds of two words together (Ebrahim Raisi, Raeisi Ibrahim), and the sound of one word with the
first letter of another, which forgives a slip in the second. A key that too many names share tells nothing and is
left out, so the pairs grow in proportion to the names.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import combinations
from typing import NamedTuple

from rapidfuzz.distance import Indel

from variorum.lexicon.naming import name_classes
from variorum.link.organisations import organisation
from variorum.link.people import person
from variorum.spelling import skeleton

LARGEST_EXACT = 60  # names that may share both sounds
LARGEST_LOOSE = 25  # names that may share one sound and a letter
NEAR = 0.8  # how alike these must be spelled: share of letters in the longest common subsequence
_MOST_WORDS = 5


class Keys(NamedTuple):
    """What a name is found by: keys of two sounds, keys of a sound and a letter, and its telling words in order."""

    exact: tuple[str, ...]
    loose: tuple[str, ...]
    letters: str


def keys_of(name: str, persons: bool) -> Keys:
    """The keys of a name: those of two names that may be one have some in common."""
    exact, loose = dict.fromkeys(_exact(name, persons)), dict.fromkeys(_loose(name, persons))
    return Keys(tuple(exact), tuple(loose), letters_of(name, persons))


def pairs(
    names: Sequence[str], *, persons: bool, keys: Callable[[str, bool], Keys] = keys_of
) -> Iterator[tuple[int, int]]:
    """Pairs of places in `names` that share a key, each once, in order."""
    exact: dict[str, list[int]] = {}
    loose: dict[str, list[int]] = {}
    letters = []
    for i, name in enumerate(names):
        found = keys(name, persons)
        letters.append(found.letters)
        for key in found.exact:
            exact.setdefault(key, []).append(i)
        for key in found.loose:
            loose.setdefault(key, []).append(i)
    seen: set[tuple[int, int]] = set()
    for members in exact.values():
        if 1 < len(members) <= LARGEST_EXACT:
            seen.update(combinations(members, 2))
    for members in loose.values():
        if 1 < len(members) <= LARGEST_LOOSE:
            seen.update((i, j) for i, j in combinations(members, 2) if near_letters(letters[i], letters[j]))
    yield from sorted(seen)


def letters_of(name: str, persons: bool) -> str:
    """The telling words of a name, in order."""
    words = person(name).words if persons else organisation(name).words
    return " ".join(sorted(w.text for w in words if w.weight >= 1))


def near_letters(a: str, b: str) -> bool:
    """Whether two names that share a loose key are spelled nearly alike, or one is the other with words more."""
    one, other = set(a.split()), set(b.split())
    return Indel.normalized_similarity(a, b, score_cutoff=NEAR) > 0 or one <= other or other <= one


def _sounds(name: str, persons: bool) -> list[tuple[str, str]]:
    """Sound and first letter of each word that tells something."""
    words = person(name).words if persons else organisation(name).words
    telling = [w.text for w in words if w.weight >= 1] or [w.text for w in words]
    return [(_sound(w), skeleton(w)[:1] or w[:1]) for w in telling[:_MOST_WORDS] if len(w) > 1]


def _sound(word: str) -> str:
    classes = name_classes().get(word)
    return f"#{min(classes)}" if classes else skeleton(word)


def _exact(name: str, persons: bool) -> Iterable[str]:
    sounds = _sounds(name, persons)
    if len(sounds) == 1:
        return [sounds[0][0]]
    return ["|".join(sorted((a, b))) for (a, _), (b, _) in combinations(sounds, 2)]


def _loose(name: str, persons: bool) -> Iterable[str]:
    sounds = _sounds(name, persons)
    whole = "".join(s for s, _ in sounds)
    out = [f"={whole[:5]}", f"={whole[-5:]}="] if len(whole) > 4 else []
    for (a, x), (b, y) in combinations(sounds, 2):
        out += [f"{a}/{y}", f"{b}/{x}"]
    return out
