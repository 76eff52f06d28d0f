"""What may be a claim at all, and which statements may agree: one deed, one status, a subject that does not differ."""

from collections.abc import Sequence

from variorum.compare.occasions import meet, other_people, same_deed
from variorum.compare.pairs import Pair
from variorum.compare.rivals import looks_ahead
from variorum.compare.statements import Unit
from variorum.compare.telling import tells
from variorum.models import matcher

SURE = 0.83  # score from which other verbs, and a status that the parse tells apart, may still be one claim
SURE_NEAR = 0.56  # cosine without which even such a score is one of words alone
NEAR = 0.7  # cosine from which other verbs may be one claim
NEAR_WITH_OBJECT = 0.66  # the same where both have one object
SAME_DEED_NEAR = 0.5
OTHER_DEED = 0.6  # what is left of a pair's score where the verbs differ and neither meaning nor words make up for it
SAME_WORDS = 0.95  # score and cosine of two statements in the same words
WORDS = 0.45  # share of the weight of the poorer statement's words without which two are one claim only if
NEAR_WITHOUT = 0.75  # their cosine is at least this

_VAGUE = frozenset({"be", "have", "do", "make", "take", "go", "get", ""})
_STATUS = {
    "happened": "done", "ongoing": "done", "planned": "to come", "proposed": "to come", "threatened": "to come",
    "hypothetical": "supposed", "denied": "denied",
}  # fmt: skip


def claimable(units: Sequence[Unit], pairs: Sequence[Pair]) -> tuple[list[Unit], list[Pair]]:
    """The units that tell something by themselves, and the pairs among them, with what keeps each from agreement."""
    following = {unit.place: unit for unit in units}
    telling = {n for n, unit in enumerate(units) if tells(unit, following.get((unit.article.id, unit.order + 1)))}
    for pair in pairs:  # what another report tells in the same words tells something too, however it was parsed
        if pair.score >= SAME_WORDS and pair.cosine >= SAME_WORDS and not pair.against:
            telling |= {pair.i, pair.j} if {pair.i, pair.j} & telling else set()
    place = {n: k for k, n in enumerate(sorted(telling))}
    kept = [units[n] for n in place]
    out = []
    for pair in pairs:
        if pair.i in place and pair.j in place:
            i, j = place[pair.i], place[pair.j]
            against = (*pair.against, *parted(kept[i], kept[j], pair.cosine, pair.score))
            score = pair.score * (1.0 if one_deed(kept[i], kept[j], pair.cosine, pair.score) else OTHER_DEED)
            out.append(Pair(i=i, j=j, cosine=pair.cosine, score=score, against=against))
    return kept, out


def parted(a: Unit, b: Unit, cosine: float, score: float) -> list[str]:
    """What keeps two statements from being one claim beside their numbers, dates and negations: who does or says it,
    whether it is done, and too few words in common."""
    out = []
    if a.reading.numbers - b.reading.numbers and b.reading.numbers - a.reading.numbers:
        out.append("numbers differ")
    x, y = _STATUS.get(a.clause.status, ""), _STATUS.get(b.clause.status, "")
    if x != y and (score < SURE or looks_ahead(a) != looks_ahead(b) or not same_deed(a, b)):
        out.append(f"{x} against {y}")
    if score < SAME_WORDS and a.speaker_id and b.speaker_id and a.speaker_id != b.speaker_id:
        out.append("said by others")
    if cosine < NEAR_WITHOUT and matcher.in_common(a.reading.content, b.reading.content) < WORDS:
        out.append("few words in common")
    if _verbs_meet(a, b):
        apart = meet(a, a.clause.subject, b, b.clause.subject) is False or other_people(a, b)
        same_thing = meet(a, a.clause.object, b, b.clause.object) is True
        if cosine < SAME_DEED_NEAR or (apart and not same_thing and score < SURE):
            out.append("said of others")
    return out


def one_deed(a: Unit, b: Unit, cosine: float, score: float) -> bool:
    """Whether both may tell of one deed: by their verbs, or by a meaning so near that other verbs do not matter."""
    if _verbs_meet(a, b) or (score >= SURE and cosine >= SURE_NEAR):
        return True
    same_thing = meet(a, a.clause.object, b, b.clause.object) is True
    return cosine >= (NEAR_WITH_OBJECT if same_thing else NEAR)


def _verbs_meet(a: Unit, b: Unit) -> bool:
    return same_deed(a, b) and a.clause.predicate not in _VAGUE
