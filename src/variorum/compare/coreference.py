"""Whether two mentions tell of one event: what speaks for it, and what bars it.

The evidence is that of event coreference in the field (Cybulska & Vossen 2015): the deed itself, who takes part, when
and where, and what else the two clauses share. Precision goes first: two deeds of the same parties on one day stay two.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from variorum.compare.reading import STOP, read, stem, word_set
from variorum.compare.statements import Unit, Who
from variorum.models import matcher
from variorum.types import AnnotatedArticle, Event, EventActor, Span

CUT = 2.3  # evidence from which two mentions are one event
RECIPROCAL = frozenset({"CONSULT", "AGREE", "COOPERATE"})
_SISTERS = (
    {"AGREE", "SUPPORT", "COOPERATE"},
    {"SANCTION", "COERCE"},
    {"ASSAULT", "COERCE"},
    {"ACCUSE", "REJECT"},
    {"RETREAT", "CONCEDE"},
)
_LIGHT = frozenset(
    map(stem, word_set("hold have make give take do get go come put set issue launch carry conduct call"))
)
_MORE = word_set("second third fourth fifth new next further additional fresh")
_GENERIC = frozenset(map(stem, word_set("country nation leader government official president minister state talk")))
_WALKS = {  # of life: PLOVER sectors that descriptions of one person waver between
    **dict.fromkeys(("COP", "MIL"), "arms"),
    **dict.fromkeys(("GOV", "LEG", "ELI", "PTY", "OPP"), "politics"),
    **dict.fromkeys(("CVL", "LAB", "BUS", "EDU", "MED", "REF", "JRN", "HLH", "AGR"), "civil"),
    **dict.fromkeys(("REB", "CRM", "UAF", "SEP", "INS"), "outlaws"),
}
_CROWDS = word_set("delegation team group mission crew police army navy crowd people men women leadership staff")
_OPPOSITE = ({"man", "woman"}, {"boi", "girl"}, {"man", "girl"}, {"woman", "boi"}, {"son", "daughter"})
_NOTHING = 0.0, ""
_SPEECH = frozenset({"REQUEST", "ACCUSE", "REJECT", "SUPPORT", "THREATEN", "AGREE"})


@dataclass(frozen=True)
class Player:
    """One who takes part in a mention: as linked across articles where that is known."""

    name: str
    code: str | None
    actor: str | None  # across articles

    @property
    def country(self) -> str:
        first = (self.code or "").partition(".")[0]
        return "" if first in {"IGO", "NGO", "IMG", "MNC"} else first

    @cached_property
    def many(self) -> bool:
        """Whether it is a description of several people: "officials", "a delegation"."""
        word = self.name.casefold().split()[-1:]
        return self.actor is None and bool(word) and (word[0] in _CROWDS or word[0].endswith("s"))

    @cached_property
    def words(self) -> frozenset[str]:
        """The stems of a description, without those that describe many."""
        return read(self.name).content - _GENERIC if self.actor is None else frozenset()

    @cached_property
    def head(self) -> str:
        """The stem of the last word of a description: "the port's *workers*"."""
        words = read(self.name).words
        return words[-1] if words else ""


@dataclass(frozen=True, eq=False)
class Mention:
    """One event of one article, with what is needed to compare it."""

    article: AnnotatedArticle
    event: Event
    unit: Unit | None  # the clause that tells of it
    vector: NDArray[np.float32] | None
    source: tuple[Player, ...]
    target: tuple[Player, ...]

    @property
    def players(self) -> tuple[Player, ...]:
        return (*self.source, *self.target)

    @cached_property
    def trigger(self) -> frozenset[str]:
        """Stems of the words that name the deed, without those that say little."""
        text = " ".join(self.article.text[s:e] for s, e in self.event.trigger)
        words = frozenset(read(text).words)
        return words - _LIGHT - STOP or words

    @cached_property
    def rest(self) -> frozenset[str]:
        """Stems of what the mention tells beside the deed, its parties and its dates."""
        sides = (*self.event.source, *self.event.target)
        printed = [self.article.text[slice(*side.span)] for side in sides]
        names = {w for name in (*printed, *(p.name for p in self.players)) for w in read(name).words}
        return read(self._masked).content - self.trigger - names - _LIGHT

    @cached_property
    def counts(self) -> dict[str, str]:
        """What it counts, those of its dates apart: each of the two words after a number, with the number."""
        words = read(self._masked).words
        return {
            word: number
            for n, number in enumerate(words)
            if number[:1].isdigit()
            for word in words[n + 1 : n + 3]
            if word not in STOP and not word[:1].isdigit()
        }

    @cached_property
    def victims(self) -> frozenset[str]:
        """How many those are to whom it is done, where they are counted."""
        sides = [self.article.text[max(self.event.start, s.span[0] - 12) : s.span[1]] for s in self.event.target]
        return frozenset(n for side in sides for n in read(" ".join(side.split()[-5:])).numbers)

    @cached_property
    def again(self) -> bool:
        """Whether it says that the deed is one more of its kind: "another", or "a third" right before the deed."""
        start = self.event.trigger[0][0]
        before = self.article.text[max(0, start - 24) : start].lower().split()[-2:]
        return bool({"another", "again"} & set(read(self._masked).words) or _MORE & set(before))

    @cached_property
    def resumed(self) -> bool:
        """Whether it names the deed as one that was told of: "the meeting", "their agreement"."""
        start = self.event.trigger[0][0]
        before = self.article.text[max(0, start - 8) : start].split()
        return bool(before) and before[-1].lower() in {"the", "this", "that", "their", "its", "his", "her", "latest"}

    @cached_property
    def days(self) -> tuple[int, int] | None:
        """The first and last day that its date allows, as ordinals."""
        return ordinals(self.event.from_, self.event.to)

    @cached_property
    def printed(self) -> frozenset[str]:
        """The dates of its clause that nothing puts on the calendar: "in May", "next week"."""
        times = self.unit.times if self.unit is not None else ()
        return frozenset(t.value for t in times if t.kind == "DATE" and not t.from_ and not t.value.endswith("_REF"))

    @property
    def _masked(self) -> str:
        """Its words, with its dates taken out."""
        start, end = self.event.start, self.event.end
        gaps: list[Span] = sorted((t.start, t.end) for t in self.article.times if t.start < end and start < t.end)
        out, at = [], start
        for s, e in gaps:
            out.append(self.article.text[at : max(at, s)])
            at = max(at, e)
        return " ".join([*out, self.article.text[at : max(at, end)]])


def mentions(units: Sequence[Unit], space: NDArray[np.float32], who: Who) -> list[Mention]:
    """Every event of the articles that the units are of, each with the smallest clause that tells of it."""
    articles = {unit.article.id: unit.article for unit in units}
    clause: dict[tuple[str, int], Unit] = {}
    for unit in units:
        for n in unit.clause.events:
            best = clause.get((unit.article.id, n))
            if best is None or unit.span[1] - unit.span[0] < best.span[1] - best.span[0]:
                clause[unit.article.id, n] = unit
    out = []
    for article in articles.values():
        for n, event in enumerate(article.events):
            unit_ = clause.get((article.id, n))
            vector = space[unit_.vector] if unit_ is not None else None
            source, target = (_players(article, side, who) for side in (event.source, event.target))
            out.append(Mention(article, event, unit_, vector, source, target))
    return out


def _players(article: AnnotatedArticle, side: Iterable[EventActor], who: Who) -> tuple[Player, ...]:
    return tuple(
        Player(
            name=who.name(article, actor.actor) or actor.name,
            code=actor.code,
            actor=who.ids.get((article.id, actor.actor or "")),
        )
        for actor in side
    )


def ordinals(start: str | None, end: str | None) -> tuple[int, int] | None:
    """The first and last day of two ISO dates, or None where one is missing or malformed."""
    try:
        return date.fromisoformat((start or "")[:10]).toordinal(), date.fromisoformat((end or "")[:10]).toordinal()
    except ValueError:
        return None


def sisters(a: str, b: str) -> bool:
    """Whether two PLOVER roots are the same, or two that coders take for each other."""
    return a == b or any(a in pair and b in pair for pair in _SISTERS)


def evidence(a: Mention, b: Mention) -> tuple[float, str] | None:
    """How much speaks for two mentions being one event, and what does; None where they contradict each other."""
    if _beside(a, b) or _still_to_come(a, b):
        return None
    deed = _deed(a, b)
    parties = _parties(a, b)
    when = _when(a, b)
    if deed is None or parties is None or when is None:
        return None
    if a.victims and b.victims and not a.victims & b.victims:
        return None
    if any(a.counts[word] != b.counts[word] for word in a.counts.keys() & b.counts.keys()) or a.again != b.again:
        return None
    shared = (a.rest & b.rest) - _GENERIC
    rare = min(1.2, matcher.weight(shared) / 12)
    apart = 0.5 * bool(a.rest - _GENERIC and b.rest - _GENERIC and not shared)
    cosine = float(a.vector @ b.vector) if a.vector is not None and b.vector is not None else 0.45
    told = 2.0 * (cosine - 0.45)
    where = _where(a, b)
    if where < 0 and a.event.code in {"ASSAULT", "CONSULT", "PROTEST"} and cosine < 0.75:
        return _NOTHING
    status = 0.3 * ((a.event.status == "denied") != (b.event.status == "denied"))
    total = deed[0] + parties[0] + when[0] + rare + told + where - apart - status
    if a.event.code in _SPEECH and when[0] <= 0 and not shared and (deed[0] < 0.9 or cosine < 0.5):
        return _NOTHING  # who blames one man twice may blame him for two things
    if a.article.id == b.article.id and (a.resumed or b.resumed) and deed[0] >= 1:
        total += 0.5
    words = [deed[1], parties[1], when[1]]
    if shared:
        words.append("both: " + ", ".join(matcher.rarest(shared)[:4]))
    return total, "; ".join(w for w in words if w)


def _beside(a: Mention, b: Mention) -> bool:
    """Whether one clause tells of both: "pledged to join" are two events."""
    x, y = a.event, b.event
    return a.article.id == b.article.id and x.start < y.end and y.start < x.end


def _still_to_come(a: Mention, b: Mention) -> bool:
    """Whether one report tells of the one as done and of the other as to come, and no dates make them one."""
    ahead = {"planned", "proposed", "threatened", "hypothetical"}
    apart = (a.event.status in ahead) != (b.event.status in ahead)
    return a.article.id == b.article.id and apart and not (a.days and b.days)


def _deed(a: Mention, b: Mention) -> tuple[float, str] | None:
    """The words that name the deed, and its root."""
    x, y = a.event, b.event
    same = a.trigger & b.trigger
    if x.code != y.code:
        return (0.6, f"deed: {x.code} and {y.code}, {min(same)}") if same and sisters(x.code, y.code) else None
    if same:
        return 0.9 + 0.3 * min(len(same), 3), f"deed: {x.code}, {', '.join(sorted(same))}"
    if x.mode and y.mode and x.mode != y.mode and {x.mode, y.mode} != {"meet", "talk"}:
        return -0.4, f"deed: {x.code}"
    return (0.7 if x.mode and x.mode == y.mode else 0.2), f"deed: {x.code}"


def _parties(a: Mention, b: Mention) -> tuple[float, str] | None:
    """Who takes part: on either side the same, unknown, or somebody else."""
    straight = _sides(a.source, b.source), _sides(a.target, b.target)
    if a.event.code in RECIPROCAL:
        crossed = _sides(a.source, b.target), _sides(a.target, b.source)
        straight = max(straight, crossed, key=lambda found: min(found) * 10 + sum(found))
    first, second = straight
    if first < 0 or second < 0:
        return None
    if a.event.code in RECIPROCAL | _SPEECH:  # with others it is another meeting, another charge
        first, second = (0.5 * (x - 1) if 0 < x < 0.2 else x for x in (first, second))
    if first + second < 0.6:
        return -1.0, ""  # too little is known of who it is
    met = [p.name for p in a.players if any(_meet(p, q) > 0.5 for q in b.players)]
    return first + second, "parties: " + ", ".join(dict.fromkeys(met)) if met else ""


def _sides(a: Sequence[Player], b: Sequence[Player]) -> float:
    """1 where the sides share somebody, 0 where one is not told, below 0 where they are different people."""
    if not a or not b:
        return 0.0
    best = max(_meet(x, y) for x in a for y in b)
    return best if len(a) == len(b) or best < 0 else 0.7 * best


def _meet(a: Player, b: Player) -> float:
    """How far two players may be one, or one act for the other."""
    if a.actor and a.actor == b.actor:
        return 1.0
    if a.country and b.country and a.country != b.country:
        return -1.0
    if a.code and a.code == b.code and a.country and not (a.actor and b.actor):
        # "the Chilean minister" and somebody who is known to be one; but one person is no delegation
        return 0.9 if a.many == b.many else 0.3
    if a.country and a.country == b.country and (a.code == a.country or b.code == b.country):
        return 0.8  # a country, and one who acts for it
    if a.actor and b.actor:
        return -1.0
    if a.head and a.head == b.head:
        return 0.7
    x, y = (code.partition(".")[2] for code in (a.code or "", b.code or ""))
    if (x and y and _WALKS.get(x, x) != _WALKS.get(y, y)) or {a.head, b.head} in _OPPOSITE:
        return -1.0
    if (x and x == y) or _WALKS.get(x) == _WALKS.get(y) == "arms" or a.words & b.words:
        return 0.5
    return 0.25 if a.actor is None and b.actor is None else 0.1  # two descriptions, or a name and a description


def _when(a: Mention, b: Mention) -> tuple[float, str] | None:
    """Their dates: the closer the better; one that is missing says nothing, unless a report is older than the deed."""
    x, y = a.days, b.days
    if a.printed and b.printed and not a.printed & b.printed:
        return None  # "next week" and "in May"
    if x and y:
        if x[0] > y[1] or y[0] > x[1]:
            return None
        narrow = max(x[1] - x[0], y[1] - y[0])
        exact = narrow <= 1
        return (0.9 if exact else 0.4 if narrow <= 31 else 0.1), f"on {a.event.from_}" if exact else "dates meet"
    for dated, other in ((x, b), (y, a)):
        printed = ordinals(other.article.published, other.article.published)
        if dated and printed:
            if dated[0] > printed[0] + 1 and other.event.status in {"happened", "ongoing"}:
                # the report was out before the deed was done, if its date is right
                return None if other.article.published_from == "given" else (-0.6, "")
            if dated[1] < printed[0] - 45:
                return -0.6, ""
    return 0.0, ""


def _where(a: Mention, b: Mention) -> float:
    """Their places: for it where they share a word, against it where they do not."""
    if not a.event.place or not b.event.place:
        return 0.0
    return 0.3 if set(read(a.event.place).words) & set(read(b.event.place).words) else -0.6
