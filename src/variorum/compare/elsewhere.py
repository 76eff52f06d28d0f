"""Whether another report may tell a statement too: how near its clauses come, and how much of its words it prints."""

import re
from collections.abc import Sequence

import numpy as np

from variorum.compare.pairs import Pair
from variorum.compare.reading import printed_words
from variorum.compare.statements import Unit
from variorum.models import matcher

_YEAR = re.compile(r"(?:1[5-9]|20)\d\ds?")
_OTHER = ("numbers", "dates")  # what tells that two statements near in meaning are of two things
_RUN = 4  # words in a row
_REPEATED = 0.7  # share of a statement's runs that other reports print from which it is no report's own
_FAR = 0.35  # the cosine that counts where no clause of another report is near enough to be looked at


def told_elsewhere(units: Sequence[Unit], pairs: Sequence[Pair]) -> list[float]:
    """For each unit how likely it is that another report of the story tells it too, from 0 to 1.

    1 where another prints nearly all of its words in their order, or the same telling number. Else the mean of two: the
    cosine of the nearest clause of another report, unless that has other numbers or dates; and the share of the unit's
    words, each by how rare it is, that the report with most of them prints anywhere.

    Args:
        units: all statements of the story.
        pairs: those of them that are near in meaning, by their places in `units`.
    """
    near = [_FAR] * len(units)
    for pair in pairs:
        if not any(reason.startswith(_OTHER) for reason in pair.against):
            near[pair.i], near[pair.j] = max(near[pair.i], pair.cosine), max(near[pair.j], pair.cosine)
    found = zip(near, _covered(units), _repeated(units), strict=True)
    return [1.0 if repeated else (cosine + share) / 2 for cosine, share, repeated in found]


def _covered(units: Sequence[Unit]) -> list[float]:
    """The weight of each unit's words that one other report prints, by the weight of all."""
    reports = {id: n for n, id in enumerate(dict.fromkeys(unit.article.id for unit in units))}
    row: dict[str, int] = {}
    rows = [[row.setdefault(stem, len(row)) for stem in sorted(unit.reading.content)] for unit in units]
    prints = np.zeros((len(row), len(reports)), dtype=np.float32)
    for unit, at in zip(units, rows, strict=True):
        prints[at, reports[unit.article.id]] = 1
    rarity = np.array([matcher.rarity(stem) for stem in row], dtype=np.float32)
    out = []
    for unit, at in zip(units, rows, strict=True):
        shares = rarity[at] @ prints[at]
        shares[reports[unit.article.id]] = 0
        out.append(float(shares.max(initial=0) / (rarity[at].sum() or 1)))
    return out


def _repeated(units: Sequence[Unit]) -> list[bool]:
    """Whether another report of the story prints each unit's words, or its telling numbers, wherever it does."""
    words = {unit.article.id: printed_words(unit.article.text) for unit in units}
    having: dict[object, set[str]] = {}
    for id, text in words.items():
        for key in (*_runs(text), *_telling(text)):
            having.setdefault(key, set()).add(id)
    out = []
    for unit in units:
        own = printed_words(unit.text)
        runs, numbers = _runs(own), _telling(own)
        shared = sum(len(having.get(run, ())) > 1 for run in runs)
        in_words = bool(runs) and shared >= _REPEATED * len(runs)
        out.append(in_words or any(len(having.get(number, ())) > 1 for number in numbers))
    return out


def _telling(words: Sequence[str]) -> list[str]:
    """Numbers that two reports hardly both print by chance: 14,959,450 and 35.7, but no years and no round ones."""
    found = [word.rstrip(".") for word in words if word[:1].isdigit()]
    return [n for n in found if len(n.replace(",", "").replace(".", "").rstrip("0")) >= 3 and not _YEAR.fullmatch(n)]


def _runs(words: Sequence[str]) -> list[tuple[str, ...]]:
    return [tuple(words[n : n + _RUN]) for n in range(len(words) - _RUN + 1)]
