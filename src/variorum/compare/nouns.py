"""What figures count: the kind of thing, and what befell those who are counted."""

import re
from collections.abc import Iterable, Sequence
from functools import cache

import numpy as np
from numpy.typing import NDArray

from variorum.compare.reading import stem, word_set
from variorum.lexicon import rows
from variorum.types import Figure, Span

PEOPLE = stem("people")
# Units of measure and of money: a figure of one is exchanged for no count of things.
_UNITS = frozenset(
    map(
        stem,
        word_set(
            "tonnes tons kilograms kilos grams pounds ounces barrels litres liters gallons hectares acres "
            "kilometres kilometers miles metres meters feet inches centimetres degrees megawatts gigawatts "
            "kilowatts bushels hours minutes seconds days weeks months years decades bytes bales knots "
            "points percent dollars euros pounds yen yuan roubles rubles rupees pesos francs liras dinars "
            "dirhams riyals rials shekels leva lei zlotys crowns krona rand naira cedis shillings kwacha "
            "taka won baht ringgit rupiah dong reais bolivars soles tenge som somoni manat lari hryvnias"
        ),
    )
)
_CODES = word_set("usd eur gbp jpy cny rub inr chf cad aud brl mxn try zar sek nok dkk pln uah kzt krw idr")
_BESIDE = 70  # characters between a figure and the word that tells what befell those whom it counts
_BEFORE = 4  # what a word that stands before the figure loses to one behind it
_BETWEEN = 60  # and one behind another figure
FAMILY, UNNAMED = 0.9, 0.4  # how alike people of two callings are, and what is not named is to anything
_FATES = {
    "die": r"dead|die[ds]?|dying|deaths?|kill(?:ed|ing|s)?|drown\w*|perish\w*|fatalit\w+|slain"
    r"|lost (?:their|his|her) li\w+|lost li\w+",
    "injure": r"injur\w+|wound(?:ed|ing|s)?|hurt",
    "miss": r"missing|unaccounted",
    "arrest": r"arrest\w*|detain\w*|seiz\w+|held|picked up|captured|hostages?",
    "displace": r"displac\w+|evacuat\w+|homeless|moved|leave their homes|fled",
    "hospitalize": r"hospitali[sz]\w+",
    "infect": r"infect\w+",
    "release": r"releas\w+|freed|rescu\w+",
    "march": r"march\w*|protest\w*|demonstrat\w*|took to the streets|rall(?:y|ied)",
}
_FATE = re.compile(
    r"\b(?:" + "|".join(f"(?P<{fate}>{words})" for fate, words in _FATES.items()) + r")\b", re.IGNORECASE
)


@cache
def _kinds() -> dict[str, str]:
    """What each stem counts."""
    found: dict[str, str] = {}
    for kind, nouns in rows("counted.tsv"):
        under = (kind, *nouns.split()) if stem(kind) != PEOPLE or "person" in nouns.split() else ()
        found.update({_stems(form): stem(kind) for noun in under for form in (noun, noun + "s")})
    return found


def _stems(noun: str) -> str:
    """The stem of a noun, or those of one that is two words ("jet-fighter" in the list)."""
    return " ".join(map(stem, noun.split("-")))


@cache
def _people() -> frozenset[str]:
    lines = [nouns for kind, nouns in rows("counted.tsv") if stem(kind) == PEOPLE]
    return frozenset(stem(form) for line in lines for noun in line.split() for form in (noun, noun + "s"))


def kind(word: str) -> str:
    """The stem under which what a stem names is counted, if need be its own: a firm is a company."""
    return _kinds().get(word, word)


def known(word: str) -> bool:
    """Whether a stem is among those that are counted under another."""
    return word in _kinds()


def family(word: str) -> str:
    """What counts of a kind may be held against: people are people by whatever calling, "passengers and crew" too."""
    return PEOPLE if all(part in _people() for part in word.split(" and ")) else word


def is_unit(word: str) -> bool:
    """Whether a stem names a unit of measure or of money: "%", "ton", "usd"."""
    return word in _UNITS or word == "%" or is_money(word)


def is_money(word: str) -> bool:
    """Whether a stem is the code of a currency."""
    return word in _CODES


def fate(text: str, within: Span, figure: Figure, others: Iterable[Figure]) -> str | None:
    """What befell those whom a figure counts, by the word for it that stands nearest: "die", "injure", "arrest" …

    Args:
        within: the clause.
        others: the other figures of the clause; a word behind one of them is that one's.
    """
    nearest: tuple[int, str] | None = None
    for found in _FATE.finditer(text, *within):
        behind = found.start() >= figure.end
        gap = (figure.end, found.start()) if behind else (found.end(), figure.start)
        far = gap[1] - gap[0] + (0 if behind else _BEFORE)
        far += _BETWEEN * sum(gap[0] <= other.start < gap[1] for other in others if other is not figure)
        if far < _BESIDE and (nearest is None or far < nearest[0]):
            nearest = far, str(found.lastgroup)
    return nearest[1] if nearest else None


def alike(counted: Sequence[str]) -> NDArray[np.float32]:
    """How alike what is counted is, from 0 to 1, for each two of a list of nouns, as stems.

    Nouns of one kind are one, people by other callings nearly so, and all others two things, however near in meaning:
    hardly any pair of such figures that readers judged was of one quantity. Of what is not named the clause must tell.
    """
    families = {noun: n for n, noun in enumerate(dict.fromkeys(map(family, counted)))}
    kinds = {noun: n for n, noun in enumerate(dict.fromkeys(counted))}
    of_family = np.array([families[family(noun)] for noun in counted])
    of_kind = np.array([kinds[noun] for noun in counted])
    named = np.array([bool(noun) for noun in counted])
    out = np.where(of_family[:, None] == of_family, np.float32(FAMILY), np.float32(0))
    out = np.where(of_kind[:, None] == of_kind[None, :], np.float32(1), out)
    table: NDArray[np.float32] = np.where(named[:, None] & named[None, :], out, np.float32(UNNAMED))
    return table
