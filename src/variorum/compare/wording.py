"""The same event or actor under names that take a side: "invasion" and "special operation"."""

from collections.abc import Sequence
from functools import cache
from importlib.resources import files

from variorum.compare.finding import Voice, finding, plain
from variorum.compare.pairs import Pair
from variorum.compare.reading import printed, read
from variorum.compare.rivals import CALENDAR, names_of, told_apart
from variorum.compare.statements import Unit
from variorum.models import matcher
from variorum.types import Disagreement

MIN_SCORE = 0.6


@cache
def _terms() -> tuple[tuple[str, dict[tuple[str, ...], str]], ...]:
    """Groups of rival terms: what they name, and each term's stems with the side that it takes."""
    out = []
    source = files("variorum").joinpath("lexicon/loaded.tsv").read_text(encoding="utf8")
    for line in source.splitlines():
        if not line or line.startswith("#"):
            continue
        name, *sides = line.split("\t")
        terms = {read(term).words: str(n) for n, side in enumerate(sides) for term in side.split("|")}
        out.append((name, terms))
    return tuple(out)


def _uses(unit: Unit) -> dict[str, tuple[str, tuple[str, ...]]]:
    """For each group the side that the report takes in its own voice, and the term."""
    if unit.quote is not None and unit.quote.kind != "indirect":
        return {}
    words = unit.reading.words
    spots = {word: n for n, word in enumerate(words)}
    out: dict[str, tuple[str, tuple[str, ...]]] = {}
    for name, terms in _terms():
        hits = [(side, term) for term, side in terms.items() if _stands(term, unit, spots)]
        words_of = [set(term) for _, term in hits]
        hits = [hit for hit in hits if not any(set(hit[1]) < other for other in words_of)]
        if len({side for side, _ in hits}) == 1:
            out[name] = max(hits, key=lambda hit: len(hit[1]))
    return out


def _stands(term: tuple[str, ...], unit: Unit, spots: dict[str, int]) -> bool:
    """Whether the clause has the term, and not as a part of a name."""
    if not term or term[0] not in spots or (len(term) == 1 and term[0] in unit.reading.names):
        return False
    at = spots[term[0]]
    return unit.reading.words[at : at + len(term)] == term


def find_wording(stories: Sequence[str], units: Sequence[Unit], pairs: Sequence[Pair]) -> list[Disagreement]:
    """Clauses on one matter that name it from different sides; one finding for each pair of terms."""
    uses = {id(unit): _uses(unit) for unit in units}
    best: dict[tuple[str, str, str], tuple[float, Unit, Unit, str]] = {}
    for p in pairs:
        a, b = units[p.i], units[p.j]
        for group in uses[id(a)].keys() & uses[id(b)].keys():
            (side_a, term_a), (side_b, term_b) = uses[id(a)][group], uses[id(b)][group]
            if side_a == side_b:
                continue
            shared = (a.reading.content & b.reading.content) - set(term_a) - set(term_b)
            weight = sum(map(matcher.rarity, shared))
            score = (
                0.6 * p.cosine + 0.018 * min(weight, 18) + 0.1 * bool(a.actors & b.actors or a.countries & b.countries)
            )
            if not shared - names_of(a) - names_of(b) - CALENDAR:
                continue
            if score < MIN_SCORE or p.cosine < 0.5 or len(shared) < 2 or told_apart(a, b):
                continue
            key = (group, *sorted((" ".join(term_a), " ".join(term_b))))
            words = printed(a.reading.text, sorted(shared, key=matcher.rarity, reverse=True)[:4])
            if key not in best or best[key][0] < score:
                best[key] = (score, a, b, words)  # type: ignore[index]
    out = []
    for (group, *_), (score, a, b, words) in best.items():
        says = [_printed(unit, uses[id(unit)][group][1]) for unit in (a, b)]
        sides = [(says[0], [Voice(a)]), (says[1], [Voice(b)])]
        out.append(
            finding(
                "wording", stories, group, sides, score=score, why=f"both: {words}; “{says[0]}” against “{says[1]}”"
            )
        )
    return out


def _printed(unit: Unit, term: tuple[str, ...]) -> str:
    """The term as the report prints it."""
    words = plain(unit.text).split()
    stems = [read(word).words[:1] for word in words]
    for n in range(len(words) - len(term) + 1):
        if all(stems[n + k] == (term[k],) for k in range(len(term))):
            return " ".join(words[n : n + len(term)]).strip("“”\"'.,;:()")
    return " ".join(term)
