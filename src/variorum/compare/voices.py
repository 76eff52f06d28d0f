"""One utterance that reports give to different speakers."""

from collections.abc import Sequence

from rapidfuzz.distance import Indel

from variorum.compare.finding import Voice, finding, plain
from variorum.compare.reading import read
from variorum.compare.statements import Unit
from variorum.compare.utterances import described_apart
from variorum.types import Disagreement, LocalActor

MIN_SCORE = 0.6
MIN_WORDS = 5
_SURE = 0.85
_IN_ORDER = 0.65


def find_attributions(stories: Sequence[str], conflicts: Sequence[tuple[Unit, Unit, float]]) -> list[Disagreement]:
    """Utterances whose speakers cannot be one; the sentences of one quotation make one finding."""
    groups: dict[tuple[str, int | None, str, int | None], list[tuple[Unit, Unit, float]]] = {}
    for a, b, score in conflicts:
        if (
            _cannot_be_one(a, b)
            and min(len(a.reading.words), len(b.reading.words)) >= MIN_WORDS
            and _spoken(a)
            and _spoken(b)
        ):
            groups.setdefault((a.article.id, a.clause.quote, b.article.id, b.clause.quote), []).append((a, b, score))
    out = []
    for found in groups.values():
        best = max(score for _, _, score in found) + 0.05 * (len(found) - 1)
        if best < MIN_SCORE or (len(found) == 1 and not _nearly_verbatim(*found[0])):
            continue
        a, b, _ = max(found, key=lambda f: f[2])
        sides = [(_name(a), [Voice(x) for x, _, _ in found]), (_name(b), [Voice(y) for _, y, _ in found])]
        why = f"same utterance, {len(found)} sentence(s) matched; said by {_source(a)} against {_source(b)}"
        out.append(finding("attribution", stories, plain(a.text)[:160], sides, score=best, why=why))
    return out


def _nearly_verbatim(a: Unit, b: Unit, score: float) -> bool:
    """Whether the words are nearly the same: a single sentence needs that, a run of them does not.

    Where a report has put other words for some, the rest must stand in the same order, and the meaning be the same.
    """
    shared = a.reading.content & b.reading.content
    if len(shared) >= 0.75 * max(len(a.reading.content), len(b.reading.content), 1):
        return True
    in_order = Indel.normalized_similarity(a.reading.words, b.reading.words)
    return score >= _SURE and in_order >= _IN_ORDER and len(shared) >= 3


def _spoken(unit: Unit) -> bool:
    """Whether somebody is named or described as having used these words; a pronoun or a guess is no evidence."""
    quote = unit.quote
    if quote is None or quote.kind == "indirect" or not quote.source:
        return False
    named = " ".join(unit.article.text[s:e] for s, e in quote.source)
    return bool(read(named).content)


def _source(unit: Unit) -> str:
    printed = _printed(unit)
    return f"{unit.speaker} (“{printed}”)" if unit.speaker and printed and printed != unit.speaker else _name(unit)


def _name(unit: Unit) -> str:
    return unit.speaker or f"“{_printed(unit)}”"


def _printed(unit: Unit) -> str:
    return " ".join(plain(unit.article.text[s:e]) for s, e in unit.quote.source) if unit.quote else ""


def _cannot_be_one(a: Unit, b: Unit) -> bool:
    """Whether the speakers are two persons, or of two countries; an office and its holder may be one."""
    if described_apart(a, b):
        return True
    x, y = _actor(a), _actor(b)
    if x is None or y is None:
        return False
    if read(x.name).content & read(y.name).content:
        return False
    if x.country and y.country and x.country != y.country:
        return True
    return x.kind == "person" and y.kind == "person" and bool(x.aliases) and bool(y.aliases)


def _actor(unit: Unit) -> LocalActor | None:
    local = unit.quote.speaker_actor if unit.quote else None
    return next((actor for actor in unit.article.actors if actor.id == local), None)
