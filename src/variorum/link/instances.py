"""Numbers that tell one instance from another: "Day 2" is not "Day 21", nor the second round the third."""

from functools import cache

import numpy as np
from numpy.typing import NDArray

from variorum.link.calendar import common, lookup, table_of
from variorum.link.words import I64, U64, Words

NEAR = 40  # words from the start in which an instance is named
_SERIES = (
    "day week round game stage package part episode chapter phase match volume issue race session edition quarter "
    "season heat leg test debate hearing wave batch tranche lot lap"
)
_CARDINALS = (
    "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen "
    "seventeen eighteen nineteen twenty"
)
_ORDINALS = (
    "zeroth first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth thirteenth fourteenth "
    "fifteenth sixteenth seventeenth eighteenth nineteenth twentieth"
)
_SUFFIXES = ("st", "nd", "rd", "th")


def instances_of(words: Words, rows: int) -> NDArray[np.uint64]:
    """For each article and each noun of a series a mask of the numbers that go with it near the article's start."""
    nouns, numbers = _tables()
    noun, number = lookup(words.hash, nouns), lookup(words.hash, numbers)
    place = np.arange(len(words)) - words.bounds[words.article]
    n = max(0, len(words) - 1)
    inside = (words.article[:n] == words.article[1 : n + 1]) & (place[:n] < NEAR)
    after = np.flatnonzero(inside & (noun[:n] >= 0) & (number[1 : n + 1] >= 0))
    before = np.flatnonzero(inside & (number[:n] >= 100) & (noun[1 : n + 1] >= 0))  # only ordinals: "two days" counts
    masks = np.zeros((rows, len(_SERIES.split())), dtype=np.uint64)
    for at, which, value in (
        (after, noun[after], number[after + 1] % 100),
        (before, noun[before + 1], number[before] % 100),
    ):
        np.bitwise_or.at(masks, (words.article[at], which), np.uint64(1) << value.astype(np.uint64))
    return masks


def differ(masks: NDArray[np.uint64], a: I64, b: I64) -> NDArray[np.bool_]:
    """For each pair of articles, whether they name different instances of one series."""
    out = np.zeros(len(a), dtype=bool)
    for column in masks.T:
        if column.any():
            out |= common(column, a, b)[1]
    return out


@cache
def _tables() -> tuple[tuple[U64, I64], tuple[U64, I64]]:
    nouns = [(word, i) for i, word in enumerate(_SERIES.split())]
    numbers = [(str(n), n) for n in range(64)] + [(word, n) for n, word in enumerate(_CARDINALS.split())]
    numbers += [(f"{n}{suffix}", 100 + n) for n in range(64) for suffix in _SUFFIXES]
    numbers += [(word, 100 + n) for n, word in enumerate(_ORDINALS.split())]
    return table_of(nouns), table_of(numbers)
