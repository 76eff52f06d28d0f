"""The same event or actor under names that take a side: "invasion" and "special operation"."""

from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from importlib.resources import files
from itertools import combinations
from typing import NamedTuple

from variorum.compare.finding import Voice, finding, plain
from variorum.compare.near import Near
from variorum.compare.occasions import other_people
from variorum.compare.pairs import Pair
from variorum.compare.reading import printed, printed_words, read, stem
from variorum.compare.rivals import CALENDAR, names_of, told_apart
from variorum.compare.statements import Unit
from variorum.models import matcher
from variorum.types import Disagreement

MIN_SCORE = 0.6
NEARER = 0.57  # cosine without which the two terms must stand in one known place of their clauses
NEAREST = 0.72  # the same where they stand in two
NEAR = 0.5  # cosine under which two clauses are not on one matter


MOST = 12  # clauses with a term that are looked at, for each report and for each side
Key = tuple[str, frozenset[tuple[str, ...]]]
Best = tuple[float, Unit, Unit, str]
_POLICE = frozenset(map(stem, ("police", "squad", "gear", "shield", "helmet", "act", "law")))  # "riot police" is a name


class Term(NamedTuple):
    """A name that takes a side: which of the group's, whether it is a proper one, and its words as printed."""

    group: str
    side: int
    stems: tuple[str, ...]
    proper: bool
    words: tuple[str, ...]
    anywhere: bool  # whether all terms of the group mean one thing wherever they stand

    def printed_as(self, words: Sequence[str]) -> bool:
        """Whether words are the name itself or its plural: a "press" is not somebody who "pressed"."""
        return all(word in {own, f"{own}s", f"{own}es"} for word, own in zip(words, self.words, strict=False))


@cache
def _terms() -> dict[str, tuple[Term, ...]]:
    """The rival terms of all groups by their first stems."""
    out: dict[str, list[Term]] = {}
    source = files("variorum").joinpath("lexicon/loaded.tsv").read_text(encoding="utf8")
    for line in source.splitlines():
        if not line or line.startswith("#"):
            continue
        group, *sides = line.lstrip("*").split("\t")
        for side, names in enumerate(sides):
            for name in names.split("|"):
                anywhere = line.startswith("*")
                term = Term(group, side, read(name).words, name[:1].isupper(), tuple(printed_words(name)), anywhere)
                out.setdefault(term.stems[0], []).append(term)
    return {first: tuple(terms) for first, terms in out.items()}


def _uses(unit: Unit) -> dict[str, Term]:
    """For each group the term that the report uses in its own voice, where it takes one side alone."""
    if unit.quote is not None and unit.quote.kind != "indirect":
        return {}
    words = unit.reading.words
    known = _terms()
    hits: dict[str, list[Term]] = {}
    printed_ = printed_words(unit.reading.text)
    for n, word in enumerate(words):
        for term in known.get(word, ()):
            end = n + len(term.stems)
            if words[n:end] != term.stems or not term.printed_as(printed_[n:end]):
                continue
            if not _part_of_name(term, unit) and not set(words[end : end + 1]) & _POLICE:
                hits.setdefault(term.group, []).append(term)
    out: dict[str, Term] = {}
    for group, found in hits.items():
        longest = [t for t in found if not any(set(t.stems) < set(o.stems) for o in found)]
        if len({t.side for t in longest}) == 1:
            out[group] = max(longest, key=lambda t: len(t.stems))
    return out


def _part_of_name(term: Term, unit: Unit) -> bool:
    return len(term.stems) == 1 and not term.proper and term.stems[0] in unit.reading.names


def _slot(unit: Unit, term: Term) -> str:
    """Where in its clause a term stands: as what is done, as who does it, or as what it is done to."""
    if term.stems[0] == stem(unit.clause.predicate):
        return "deed"
    for name, span in (("subject", unit.clause.subject), ("object", unit.clause.object)):
        if span and set(term.stems) <= set(read(plain(unit.article.text[slice(*span)])).words):
            return name
    return ""


def find_wording(
    stories: Sequence[str], units: Sequence[Unit], pairs: Sequence[Pair], near: Near | None = None
) -> list[Disagreement]:
    """Clauses on one matter that name it from different sides; one finding for each pair of terms."""
    uses = {id(unit): found for unit in units if (found := _uses(unit))}
    used: dict[str, set[tuple[str, tuple[str, ...]]]] = {}
    for unit in units:
        terms = uses.get(id(unit), {}).values()
        used.setdefault(unit.article.id, set()).update((term.group, term.stems) for term in terms)
    best: dict[Key, Best] = {}
    for p in pairs:
        a, b = units[p.i], units[p.j]
        one, other = uses.get(id(a), {}), uses.get(id(b), {})
        for group in sorted(one.keys() & other.keys()):
            x, y = one[group], other[group]
            if x.side == y.side or (group, y.stems) in used[a.article.id] or (group, x.stems) in used[b.article.id]:
                continue  # a report that uses the other's term as well takes no side by it
            score, words = _one_matter(a, b, x, y, p.cosine)
            key = group, frozenset((x.stems, y.stems))
            if score >= MIN_SCORE and (key not in best or best[key][0] < score):
                best[key] = (score, a, b, words)
    held = {group for group, _ in best}
    if near is not None:
        best |= {key: made for key, made in _anywhere(uses, units, near) if key[0] not in held}
    out = []
    for (group, _), (score, a, b, words) in best.items():
        says = [_printed(unit, uses[id(unit)][group].stems) for unit in (a, b)]
        sides = [(says[0], [Voice(a)]), (says[1], [Voice(b)])]
        matched = f"both: {words}" if words else f"two names for one thing ({group}), each the only one in its report"
        about = f"{group}: {words}" if words else group
        why = f"{matched}; “{says[0]}” against “{says[1]}”"
        out.append(finding("wording", stories, about, sides, score=score, why=why))
    return out


def _anywhere(uses: Mapping[int, Mapping[str, Term]], units: Sequence[Unit], near: Near) -> Iterator[tuple[Key, Best]]:
    """For the terms that mean one thing wherever they stand: reports that keep to one side each, with their nearest
    clauses, as key and finding."""
    told: dict[str, dict[str, dict[int, list[Unit]]]] = {}
    for unit in units:
        for term in uses.get(id(unit), {}).values():
            if term.anywhere:
                sides = told.setdefault(term.group, {}).setdefault(unit.article.id, {})
                sides.setdefault(term.side, []).append(unit)
    for group, reports in sorted(told.items()):
        loyal = [next(iter(sides.items())) for sides in reports.values() if len(sides) == 1]
        by: dict[int, list[Unit]] = {}
        for side, found in loyal:
            by.setdefault(side, []).extend(found[:MOST])
        for one, other in combinations(sorted(by), 2):
            pairs = [(near(a, b), a, b) for a in by[one][:MOST] for b in by[other][:MOST]]
            cosine, a, b = max(pairs, key=lambda pair: pair[0])
            key = group, frozenset(uses[id(unit)][group].stems for unit in (a, b))
            yield key, (0.6 + 0.3 * max(cosine, 0.0), a, b, "")


def _needed(places: set[str]) -> float:
    """The cosine from which two terms name one thing, by where they stand in their clauses."""
    if len(places) == 1:
        return NEAR if "" not in places else NEARER
    return NEARER if "" in places else NEAREST


def _one_matter(a: Unit, b: Unit, x: Term, y: Term, cosine: float) -> tuple[float, str]:
    """How sure it is that two clauses name one thing by two terms, and the words that they share."""
    shared = (a.reading.content & b.reading.content) - set(x.stems) - set(y.stems)
    if cosine < NEAR or len(shared) < 2 or not shared - names_of(a) - names_of(b) - CALENDAR or told_apart(a, b):
        return 0.0, ""
    places = {_slot(a, x), _slot(b, y)}
    if "deed" in places and other_people(a, b):
        return 0.0, ""
    if cosine < _needed(places) or not (_printed(a, x.stems) and _printed(b, y.stems)):
        return 0.0, ""
    weight = matcher.weight(shared)
    score = 0.6 * cosine + 0.018 * min(weight, 18) + 0.1 * bool(a.actors & b.actors or a.countries & b.countries)
    return score, printed(a.reading.text, matcher.rarest(shared)[:4])


def _printed(unit: Unit, term: tuple[str, ...]) -> str:
    """The term as the report prints it."""
    words = plain(unit.text).split()
    stems = [read(word).words[:1] for word in words]
    for n in range(len(words) - len(term) + 1):
        if all(stems[n + k] == (term[k],) for k in range(len(term))):
            return " ".join(words[n : n + len(term)]).strip("“”\"'.,;:()")
    return ""
