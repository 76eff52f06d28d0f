"""What one report tells as so, or done, and another denies or has still to come, each in words of its own: by a learned
judge of the pairs that `opposed` finds."""

import re
from collections.abc import Iterable, Sequence

import numpy as np

from variorum.compare.denials import denied_by
from variorum.compare.finding import Voice, graded, named, opposed, weighed
from variorum.compare.near import Near
from variorum.compare.opposed import Opposition, candidates, lag
from variorum.compare.reading import printed, stem, word_set
from variorum.compare.statements import Unit
from variorum.models import matcher, oppositions
from variorum.types import Disagreement

LIKELY = 0.65  # chance from which a pair is surely of one deed: of such, more than four in five were
POSSIBLE = 0.4  # chance from which it is doubtful
_PROVEN = 2  # words of substance that two clauses must share to be surely of one deed
_IDLE = frozenset(map(stem, word_set("immediately now today yet still already currently there never not likely")))
_UNKNOWN = re.compile(
    r"\b(?:it|which|that) (?:is|was|remains) (?:not|n['’]t|still) (?:\w+ )?(?:known|clear|unclear|certain)\b",
    re.IGNORECASE,
)
_AHEAD = frozenset({"planned", "proposed", "threatened"})


def find_contraries(
    stories: Sequence[str], units: Sequence[Unit], near: Near, found: Iterable[Disagreement]
) -> list[Disagreement]:
    """Denials and stages that reports word independently: each clause is held against one of each other report.

    Args:
        found: the denials and stages that rules found: what these tell is not told again.
    """
    pairs, rows = candidates(units, near)
    if not pairs:
        return []
    told = [{(s.article, s.start) for side in item.sides for s in side.statements} for item in found]
    taken: set[tuple[tuple[str, int], str]] = set()
    out = []
    chances = oppositions.chance(np.array(rows)).tolist()
    for chance, pair in sorted(zip(chances, pairs, strict=True), key=lambda item: -item[0]):
        a, b = pair.anchor, pair.other
        ends = {(a.place, b.article.id), (b.place, a.article.id)}
        if chance < POSSIBLE:
            break
        # What is done in a later report was still to come before it, and may have been no matter of dispute.
        if ends & taken or (lag(a, b) or 0) > 0 or _UNKNOWN.search(a.text):
            continue
        taken |= ends
        if not any({(u.article.id, u.span[0]) for u in (a, b)} <= spots for spots in told):
            out.append(_finding(stories, pair, chance))
    return out


def _finding(stories: Sequence[str], pair: Opposition, chance: float) -> Disagreement:
    a, b = pair.anchor, pair.other
    shared = matcher.rarest(w for w in a.reading.content & b.reading.content if not w.isdigit() and w not in _IDLE)
    score = weighed(graded(chance, LIKELY), proven=len(shared) >= _PROVEN)
    words = f"both: {printed(b.reading.text, shared)}" if shared else "no word shared"
    why = f"the likest clause of {named(b)}, and the other way round; {words}; "
    if pair.denied:
        sides = ("asserted", Voice(b)), (denied_by(a.speaker), Voice(a, stance="denies"))
        return opposed("denial", stories, *sides, score=score, why=f"{why}told as so against not so")
    status = a.clause.status if a.clause.status in _AHEAD else "not done"
    sides = ("done", Voice(b)), (status, Voice(a))
    return opposed("status", stories, *sides, score=score, why=f"{why}done against {status}")
