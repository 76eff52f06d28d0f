"""Dates that texts name, read off the hashed words: enough to tell one year's affair from another's."""

from dataclasses import dataclass
from functools import cache

import numpy as np
from numpy.typing import NDArray

from variorum.link.terms import F64
from variorum.link.words import I64, U64, Words, words_of_texts

HEAD = 120  # words from the start in which a full date is taken for the report's own
_FIRST_YEAR, _LAST_YEAR = 1900, 2099
_MASK_YEAR = 1980  # the years of a mask run from here, 64 of them
_MONTHS = "january february march april may june july august september october november december".split()  # noqa: SIM905
_SHORT = ("jan", "feb", "mar", "apr", "", "jun", "jul", "aug", "sept sep", "oct", "nov", "dec")
_SUFFIXES = ("st", "nd", "rd", "th")
_WEEKDAYS = "monday tuesday wednesday thursday friday saturday sunday".split()  # noqa: SIM905
_WEEKDAYS_SHORT = ("mon", "tue tues", "wed", "thu thur thurs", "fri", "sat", "sun")


@dataclass(frozen=True)
class Dates:
    """What calendar words each article holds, a row each; sets are bit masks."""

    head: F64  # the first full date near the top, as a day number; NaN where none is
    weekdays: U64  # of the lead
    months: U64
    days: tuple[U64, ...]  # month and day, in six masks
    years: U64


def dates_of(words: Words, rows: int, *, lead: int) -> Dates:
    """The dates of articles 0 to rows-1; `lead` is how many words of each count as its lead."""
    month, day, year, weekday = (lookup(words.hash, table) for table in _tables())
    month = np.where(words.capital, month, -1)
    weekday = np.where(words.capital, weekday, -1)
    place = np.arange(len(words)) - words.bounds[words.article]
    at, value, ordinal = _full(words, month, day, year)
    head = np.full(rows, np.nan)
    near = place[at] < HEAD
    first = np.unique(words.article[at[near]], return_index=True)
    head[first[0]] = value[near][first[1]]
    named = np.flatnonzero(month >= 0)
    in_lead = np.flatnonzero((weekday >= 0) & (place < lead))
    when = np.flatnonzero(year >= _MASK_YEAR)
    pair_at, pair = _month_days(words, month, day)
    pair_at, pair = np.concatenate((pair_at, at)), np.concatenate((pair, ordinal))
    return Dates(
        head=head,
        weekdays=_mask(words.article[in_lead], weekday[in_lead], rows),
        months=_mask(words.article[named], month[named], rows),
        days=tuple(_mask(words.article[pair_at[pair // 62 == k]], pair[pair // 62 == k] % 62, rows) for k in range(6)),
        years=_mask(words.article[when], np.minimum(year[when] - _MASK_YEAR, 63), rows),
    )


def _full(words: Words, month: I64, day: I64, year: I64) -> tuple[I64, F64, I64]:
    """Full dates: the word each begins at, its day number, and its month and day as one number."""
    n = max(0, len(words) - 2)
    one, two, three = slice(0, n), slice(1, n + 1), slice(2, n + 2)
    whole = words.article[one] == words.article[three]
    forms = (  # which of the three words are month, day and year
        (month[one], day[two], year[three]),
        (month[two], day[one], year[three]),
        (np.where(day[two] <= 12, day[two] - 1, -1), np.where(day[three] > 0, day[three], -1), year[one]),
        (np.where(day[two] <= 12, day[two] - 1, -1), np.where(day[one] > 12, day[one], -1), year[three]),
        (np.where(day[one] <= 12, day[one] - 1, -1), np.where(day[two] > 12, day[two], -1), year[three]),
    )
    at, numbers, ordinals = [], [], []
    for m, d, y in forms:
        hit = np.flatnonzero(whole & (m >= 0) & (d > 0) & (y > 0))
        at.append(hit)
        base = np.datetime64("0001-01") + ((y[hit] - 1) * 12 + m[hit])
        numbers.append(base.astype("datetime64[D]").astype(np.int64) + d[hit] + 719162.0)
        ordinals.append(m[hit] * 31 + d[hit] - 1)
    joined = np.concatenate(at)
    order = np.argsort(joined, kind="stable")
    return joined[order], np.concatenate(numbers)[order], np.concatenate(ordinals)[order]


def _month_days(words: Words, month: I64, day: I64) -> tuple[I64, I64]:
    n = max(0, len(words) - 1)
    together = words.article[:n] == words.article[1 : n + 1]
    before = np.flatnonzero(together & (month[:n] >= 0) & (day[1 : n + 1] > 0))
    after = np.flatnonzero(together & (day[:n] > 0) & (month[1 : n + 1] >= 0))
    ordinals = np.concatenate((month[before] * 31 + day[before + 1] - 1, month[after + 1] * 31 + day[after] - 1))
    return np.concatenate((before, after)), ordinals


def _mask(article: I64, bit: I64, rows: int) -> U64:
    out = np.zeros(rows, dtype=np.uint64)
    np.bitwise_or.at(out, article, np.uint64(1) << bit.astype(np.uint64))
    return out


@cache
def _tables() -> tuple[tuple[U64, I64], ...]:
    months = [(w, i) for i in range(12) for w in (_MONTHS[i], *_SHORT[i].split())]
    days = [(text, n) for n in range(1, 32) for text in {str(n), f"{n:02}", *(f"{n}{s}" for s in _SUFFIXES)}]
    years = [(str(y), y) for y in range(_FIRST_YEAR, _LAST_YEAR + 1)]
    weekdays = [(w, i) for i in range(7) for w in (_WEEKDAYS[i], *_WEEKDAYS_SHORT[i].split())]
    return tuple(table_of(rows) for rows in (months, days, years, weekdays))


def table_of(rows: list[tuple[str, int]]) -> tuple[U64, I64]:
    """A table of words and their numbers, for `lookup`."""
    hashes = words_of_texts([word for word, _ in rows]).hash
    order = np.argsort(hashes)
    return hashes[order], np.array([n for _, n in rows], dtype=np.int64)[order]


def lookup(hashes: U64, table: tuple[U64, I64]) -> I64:
    """The number of each word in the table, -1 where it is not listed."""
    at = np.minimum(np.searchsorted(table[0], hashes), len(table[0]) - 1)
    return np.where(table[0][at] == hashes, table[1][at], -1)


def common(masks: U64, a: I64, b: I64) -> tuple[NDArray[np.bool_], NDArray[np.bool_]]:
    """For each pair of rows, whether their sets meet, and whether both hold something yet do not meet."""
    meet = (masks[a] & masks[b]) != 0
    return meet, ~meet & (masks[a] != 0) & (masks[b] != 0)
