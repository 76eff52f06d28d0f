"""Which clause of another report tells as so, or as done, what one report tells as not so, or as not yet done: found by
rank, and what a learned judge weighs.

Such a clause, the anchor, is marked by words ("no", "has yet to", "rejected", "is being studied") and rare. Reports
that word a deed independently share few words, so no likeness proves one deed. But in its own story the clause that an
anchor answers is mostly the one likest to it in its report, by a margin, and the anchor is likest to that one in turn.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from variorum.compare.covering import Covering, Report, Words
from variorum.compare.near import Near
from variorum.compare.reading import STOP, stem
from variorum.compare.statements import HELD, Unit
from variorum.compare.undated import one_day
from variorum.models import oppositions

CUES = {  # what marks a clause as not so, or not done; the first three deny
    "no": r"(?:not|no|never|none|nobody|nothing|neither|nor|without|cannot|\w+n[’']t|hardly|no-one)\b",
    "denied": (
        r"(?:den(?:y|ie[ds]|ying|ial)\b|dismiss|reject|refut|rebut|dispel|disput|contradict|contest|"
        r"rul(?:e|ed|ing) out|disown|contrary\b|brush\w* (?:aside|off)|refus|declin|failed\b)"
    ),
    "false": (
        r"(?:false|untrue|baseless|unfounded|groundless|invention|invented|fiction|nonsense|fabricat|wrong|mistaken|rumou?r|"
        r"fairy|lies?\b|fake|myth|imagin|fantas|hoax|misread|incorrect)"
    ),
    "yet": (
        r"(?:yet\b|still\b|remain|pending|await|outstanding|so far|for now|continu|unpaid|unsigned|undecided|as before|"
        r"until|before\b)"
    ),
    "ahead": (
        r"(?:will\b|shall\b|\w+[’']ll\b|(?:is|are|was|were) to\b|to be\b|going to|due\b|set to|expect|plan|inten[dt]|"
        r"means to|meant to|next (?:week|month|year|session|meeting)|soon\b|later this|would\b|tomorrow|ahead of|"
        r"scheduled|(?:is|are) being|draft|prepar|negotiat|"
        r"under (?:study|consideration|discussion|negotiation|preparation|review|examination)|in hand|not before)"
    ),
    "wanted": (
        r"(?:propos|consider|weigh|stud(?:y|ied|ying)|may\b|might\b|could\b|if\b|ask|seek|request|urg|offer|pledg|promis|"
        r"threat|agree|deman|call(?:ed|s|ing)? for|want|should\b|must\b|recommend|invit|appl(?:y|ied|ication)|hop|"
        r"possib|mull|debat|discuss|talk)"
    ),
}
_CUES = tuple(re.compile(rf"\b{pattern}", re.IGNORECASE) for pattern in CUES.values())
_DENIALS = 3
_DIRECTED = (
    "covered", "sentence covered", "whole covered", "likeness to sentence", "rarest", "best", "sharp", "plain",
    "plain share", "weight", "quoted", "direct", "place", *CUES, "before",
)  # fmt: skip
_MUTUAL = (
    "cosine", "sentence cosine", "likeness", "lead", "lead back", "least lead", "own", "gap", "rank", "rank back",
    "shared", "least covered", "least sharp", "least plain", "other denial", "other plan", "other fact", "actors",
    "sentence actors", "deeds", "lag", "negative", "held", *(f"{name} more" for name in CUES), "contrast",
)  # fmt: skip
FEATURES = (*_MUTUAL, *_DIRECTED, *(f"other's {name}" for name in _DIRECTED))
REPORTS = 8  # others that a report is held against: the nearest in meaning
CHOSEN = 2  # clauses of a report that are weighed for each anchor: the likest
_BACK = 3  # the anchor must be among so many that are likest to the clause in turn
_WEEK = 7  # days between two reports from which each tells another week's news
_LIKE = 0.9  # likeness without which no two clauses are weighed
_ASKED = re.compile(r"\W*(?:asked|whether|why|how|who)\b", re.IGNORECASE)
_TOKEN = re.compile(r"n[’']t\b|[a-z]+?(?=n[’']t\b)|[a-z]+", re.IGNORECASE)
_NOT = re.compile(r"^n[’']t$")
_JOINED = frozenset(
    ["to", "be", "been", "being", "has", "have", "had", "is", "are", "was", "were", "not", "no", "yet", "will", "would"]
)  # words of which two in a row tell more than each

Floats = NDArray[np.float64]


@dataclass(frozen=True, eq=False)
class Opposition:
    """A clause that tells what is not so or not done, and the one of another report that may tell it as so."""

    anchor: Unit
    other: Unit
    denied: bool  # told as not so at all, rather than as not yet done


def candidates(units: Sequence[Unit], near: Near) -> tuple[list[Opposition], list[list[float]]]:
    """The clauses likest to each anchor, and what speaks for its opposing one deed, in the order of `FEATURES`."""
    by: dict[str, list[Unit]] = {}
    for unit in units:
        by.setdefault(unit.article.id, []).append(unit)
    if len(by) < 2:
        return [], []
    words = Words(units)
    reports = [_Told(members, near, words) for members in by.values()]
    found: list[Opposition] = []
    rows: list[list[float]] = []
    coverings: dict[tuple[int, int], Covering] = {}
    for n, m in _together(reports):
        for pair in ((n, m), (m, n)):
            if pair not in coverings:
                coverings[pair] = Covering(reports[pair[0]].report, reports[pair[1]].report)
        for opposition, row in _Against(reports[n], reports[m], coverings[n, m], coverings[m, n]).weighed():
            found.append(opposition)
            rows.append(row)
    return found, rows


def _together(reports: Sequence["_Told"]) -> Iterator[tuple[int, int]]:
    """Each report with those that it is held against, by number."""
    means = np.array([report.mean for report in reports])
    cosines = means @ means.T
    for n, one in enumerate(reports):
        for m in np.argsort(-cosines[n], kind="stable")[: REPORTS + 1].tolist():
            if m != n and len(one.units) and len(reports[m].units) and _of_one_week(one.first, reports[m].first):
                yield n, m


def lag(a: Unit, b: Unit) -> int | None:
    """Days from a's report to b's; none where it cannot be told."""
    try:
        x, y = (date.fromisoformat(u.day).toordinal() for u in (a, b))
    except ValueError:
        return 0 if one_day(a.article, b.article) else None
    return y - x


def _of_one_week(a: Unit, b: Unit) -> bool:
    apart = lag(a, b)
    return apart is not None and abs(apart) <= _WEEK


def marks(text: str) -> frozenset[str]:
    """The words of a clause and some pairs of them, by their stems, as the judge of contrasts knows them."""
    words = [_NOT.sub("not", word) for word in _TOKEN.findall(text.lower())]
    pairs = (f"{a}_{b}" for a, b in pairwise(words) if a in _JOINED and b in _JOINED | {"a", "any"})
    return frozenset((*map(_mark, words), *pairs))


def _mark(word: str) -> str:
    """A word's stem, unless that is another word: a "note" is no "not"."""
    return word if word in STOP or stem(word) in STOP else stem(word)


class _Told:
    """A report's clauses, and what of each is weighed whatever it is held against."""

    def __init__(self, members: Sequence[Unit], near: Near, words: Words) -> None:
        self.first = members[0]
        self.units = [u for u in members if len(u.reading.content) > 1 and not _ASKED.match(u.text)]
        self.report = Report(self.units, near, words)
        self.mean = near.space[[u.vector for u in members]].mean(axis=0)
        found = [_counts(u) for u in self.units]
        self.cues = np.array([f[0] for f in found], dtype=float).reshape(len(found), len(CUES))
        before = np.array([f[1] for f in found], dtype=float).reshape(len(found), len(CUES))
        self.before = before[:, :_DENIALS].sum(axis=1)
        self.negative = np.array(
            [u.clause.polarity == "negative" or u.clause.status == "denied" for u in self.units], bool
        )
        self.held = np.array([u.clause.status in HELD for u in self.units], dtype=bool)
        self.denies = self.negative | (self.cues[:, :_DENIALS].sum(axis=1) > 0)
        self.ahead = (~self.held & ~self.negative) | (self.cues[:, _DENIALS:5].sum(axis=1) > 0)
        self.anchor = self.denies | ~self.held | (self.cues.sum(axis=1) > 0) | (self.before > 0)
        self.states = self.denies, self.ahead, ~(self.denies | self.ahead)
        self.marks = [marks(u.text) for u in self.units]
        self.inside = Covering(self.report, self.report).likeness if self.units else np.zeros((0, 0))

    def directed(self, n: int) -> list[float]:
        """What one clause alone says."""
        unit = self.units[n]
        return [
            float(self.report.total[n]),
            float(unit.quote is not None),
            float(unit.quote is not None and unit.quote.kind == "direct"),
            unit.order / (self.units[-1].order + 1),
            *self.cues[n].tolist(),
            float(self.before[n]),
        ]


def _counts(unit: Unit) -> tuple[list[int], list[int]]:
    """How many cues of each kind stand in a clause, and before it in its sentence."""
    before = unit.article.text[unit.sentence[0] : unit.span[0]]
    return [len(c.findall(unit.text)) for c in _CUES], [len(c.findall(before)) for c in _CUES]


class _Against:
    """The anchors of one report, against the clauses of another."""

    def __init__(self, one: _Told, other: _Told, there: Covering, back: Covering) -> None:
        self.one, self.other, self.there, self.back = one, other, there, back
        self.likeness = there.likeness

    def weighed(self) -> Iterator[tuple[Opposition, list[float]]]:
        """Each anchor with the likest clauses, where it is among the likest to these in turn."""
        for a in np.flatnonzero(self.one.anchor).tolist():
            order = np.argsort(-self.likeness[a], kind="stable")
            for rank, b in enumerate(order[:CHOSEN].tolist()):
                elsewhere = self.one.report.sentence != self.one.report.sentence[a]
                back = int((self.likeness[elsewhere, b] > self.likeness[a, b]).sum())
                if back < _BACK and self.likeness[a, b] > _LIKE:
                    denied = bool(self.one.denies[a]) and not self.one.cues[a, _DENIALS]
                    opposition = Opposition(self.one.units[a], self.other.units[b], denied)
                    yield opposition, self._features(a, b, rank, back)

    def _features(self, a: int, b: int, rank: int, back: int) -> list[float]:
        one, other = self.one, self.other
        u, v = one.units[a], other.units[b]
        lead, lead_back = self._lead(a, b), self._lead_back(a, b)
        mine, its = self.there.of(a, b), self.back.of(b, a)
        sentences = one.report.actors[a], other.report.actors[b]
        return [
            *self.there.together(a, b),
            lead,
            lead_back,
            min(lead, lead_back),
            self._own(a) - float(self.likeness[a, b]),
            self._gap(a),
            float(rank),
            float(back),
            self.there.shared(a, b),
            min(mine[1], its[1]),
            min(mine[6], its[6]),
            min(mine[7], its[7]),
            *(self._most(a, which) - float(self.likeness[a, b]) for which in other.states),
            float(len((u.actors | u.countries) & (v.actors | v.countries))),
            float(len(sentences[0] & sentences[1])),
            self.there.deeds(a, b),
            float(lag(u, v) or 0),
            float(one.negative[a]) - float(other.negative[b]),
            float(one.held[a]) - float(other.held[b]),
            *(one.cues[a] - other.cues[b]).tolist(),
            contrast(u, v, one.marks[a], other.marks[b]),
            *mine,
            *one.directed(a),
            *its,
            *other.directed(b),
        ]  # fmt: skip

    def _lead(self, a: int, b: int) -> float:
        """How much likelier the clause is than those of other sentences of its report."""
        rest = self.likeness[a, self.other.report.sentence != self.other.report.sentence[b]]
        return float(self.likeness[a, b] - rest.max(initial=0.0))

    def _lead_back(self, a: int, b: int) -> float:
        rest = self.likeness[self.one.report.sentence != self.one.report.sentence[a], b]
        return float(self.likeness[a, b] - rest.max(initial=0.0))

    def _own(self, a: int) -> float:
        """How like the anchor is to another sentence of its own report."""
        rest = self.one.inside[a, self.one.report.sentence != self.one.report.sentence[a]]
        return float(rest.max(initial=0.0))

    def _gap(self, a: int) -> float:
        """How much likelier the likest clause is than any of another sentence."""
        return self._lead(a, int(self.likeness[a].argmax()))

    def _most(self, a: int, which: NDArray[np.bool_]) -> float:
        return float(self.likeness[a, which].max(initial=0.0))


def contrast(a: Unit, b: Unit, words: frozenset[str], others: frozenset[str]) -> float:
    """How far the words that only one of two clauses has, and how both are put, tell of two stages or of a denial."""
    return oppositions.contrast(words ^ others, states(a, b))


def states(a: Unit, b: Unit) -> tuple[bool, bool, bool]:
    """Whether two clauses differ in what `oppositions.STATES` names."""
    return (
        (a.clause.status in HELD) != (b.clause.status in HELD),
        a.clause.status != b.clause.status,
        a.clause.polarity != b.clause.polarity,
    )
