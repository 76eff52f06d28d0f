"""Groups of profiles that grow into actors: what merged them, what forbids it, and what a person said of it."""

import hashlib
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from itertools import combinations

from variorum.lexicon.naming import generation
from variorum.link.profiles import Profile
from variorum.spelling import fold
from variorum.types import Judgement

_Names = frozenset[str]


class Groups:
    """Profiles in groups: merging, and what may not be merged."""

    def __init__(self, profiles: list[Profile]) -> None:
        self.profiles = profiles
        self.of = list(range(len(profiles)))
        self.members: dict[int, list[Profile]] = {i: [p] for i, p in enumerate(profiles)}
        self.places: dict[int, list[int]] = {i: [i] for i in range(len(profiles))}
        self.why: dict[int, list[str]] = defaultdict(list)
        self.apart: dict[int, set[int]] = defaultdict(set)  # places that may not meet
        self.merges: list[tuple[int, Judgement]] = []  # the program's own, each with a place that it merged

    def merge(self, i: int, j: int, why: str, *, score: float | None = None) -> bool:
        """Make one group of those of two places, unless something forbids it."""
        if conflict(self.members[self.of[i]], self.members[self.of[j]]) or not self.force(i, j, why):
            return False
        self.merges.append((i, merge_record(self.profiles[i], self.profiles[j], why, score)))
        return True

    def force(self, i: int, j: int, why: str) -> bool:
        """Make one group of those of two places, whatever their articles say; only a person's split forbids it."""
        a, b = self.of[i], self.of[j]
        if a == b:
            return False
        if any(self.apart[x] & set(self.places[b]) for x in self.places[a]):
            return False
        if len(self.places[a]) < len(self.places[b]):
            a, b = b, a
        for x in self.places[b]:
            self.of[x] = a
        self.places[a] += self.places.pop(b)
        self.members[a] += self.members.pop(b)
        self.why[a] += [*self.why.pop(b, []), why]
        return True

    def heed(self, judgements: Iterable[Judgement]) -> None:
        """Keep apart what a person split, and merge what a person merged; of two judgements the last counts."""
        last = last_said(judgements)
        full: dict[str, list[int]] = defaultdict(list)
        printed: dict[str, list[int]] = defaultdict(list)
        for i, p in enumerate(self.profiles):
            full[fold(p.name)].append(i)
            for name in {fold(n) for n in p.names}:
                printed[name].append(i)
        for names, judgement in last.items():
            if judgement.verb == "split":
                a, b = (set(full.get(name, ())) for name in names)
                for i in a:
                    self.apart[i] |= b - {i}
                for i in b:
                    self.apart[i] |= a - {i}
        for names, judgement in last.items():
            if judgement.verb == "merge":
                places = [i for name in sorted(names) for i in full.get(name, []) or printed.get(name, [])]
                note = f" ({judgement.note})" if judgement.note else ""
                for i in places[1:]:
                    self.force(places[0], i, f"judged one: {' = '.join(judgement.groups[0])}{note}")


def merge_record(a: Profile, b: Profile, why: str, score: float | None = None) -> Judgement:
    """The program's own merge of two names, as a judgement that a person can take back."""
    key = repr((a.key, b.key))
    id_ = "merge-" + hashlib.sha256(key.encode("utf8", "surrogatepass")).hexdigest()[:12]
    return Judgement(
        id=id_, verb="merge", what="actor", groups=((a.name, b.name),), note=why, by="variorum", score=score
    )


def last_said(judgements: Iterable[Judgement]) -> dict[_Names, Judgement]:
    """The last judgement of a person on each pair of names, folded."""
    said = (j for j in judgements if j.what == "actor" and j.by == "person")
    return {names: judgement for judgement in said for names in _pairs(judgement)}


def _pairs(judgement: Judgement) -> Iterator[_Names]:
    """Pairs of names, folded, on which a judgement says something."""
    groups = [{fold(name) for name in group} for group in judgement.groups]
    if judgement.verb == "split":
        found = ((a, b) for x, y in combinations(groups, 2) for a in sorted(x) for b in sorted(y))
    else:
        found = (pair for group in groups for pair in combinations(sorted(group), 2))
    return (frozenset(pair) for pair in found if len(set(pair)) == 2)


def conflict(a: Sequence[Profile], b: Sequence[Profile]) -> str:
    """Why two groups are not one actor, whatever their names: "" for no reason."""
    here, there = {p.country for p in a} - {None}, {p.country for p in b} - {None}
    if here and there and not here & there:
        return "countries differ"
    if a[0].kind == "person":
        marked = {generation(p.name) for p in (*a, *b) if p.namesake}
        if marked and {generation(p.name) for p in a} != {generation(p.name) for p in b}:
            return "one is the other's child"
        x, y = set().union(*(p.sectors for p in a)), set().union(*(p.sectors for p in b))
        shared = set().union(*(p.company for p in a)) & set().union(*(p.company for p in b))
        if x and y and not x & y and not shared:
            return "parts in public life differ, and nobody is named with both"
    return ""
