"""The cores of stories, kept current: what joins in an archive follows from what meets there, and from nothing else.

A core is grouped anew where something of it changed. Where that gives another core, or the same in another way, those
that it is linked with are grouped anew together with it, and so on until nothing else changes. Beyond that, cores have
met before, and did not join then.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from itertools import chain

import msgspec
import numpy as np

from variorum.link.clusters import Judge
from variorum.link.stories import ALONE, LINK, Links, adopt, judge_of, ruled_pairs, settle
from variorum.link.traits import Profiles, gather
from variorum.models.stories import cluster_model
from variorum.store.base import Notes
from variorum.types import Judgement
from variorum.update.neighbours import Neighbours, Pair


class Core(msgspec.Struct, array_like=True):
    """Reports that joined, in order, and how: the first reports of what met, and the mean chance of their pairs."""

    members: list[str]
    joins: list[tuple[str, str, float]]


_Cores = dict[str, Core]  # by their first reports


class Cores:
    """The cores of a library's stories, and the stories that adopt small ones."""

    def __init__(self, notes: Notes, neighbours: Neighbours, judgements: Sequence[Judgement]) -> None:
        self.notes = notes
        self.neighbours = neighbours
        self.judgements = judgements
        self.together: dict[str, set[str]] = {}
        for judgement in judgements:
            for group in judgement.groups if judgement.verb == "merge" else ():
                for id in group:
                    self.together.setdefault(id, set()).update(group)

    def take_in(self, ids: Collection[str], moved: Mapping[Pair, float]) -> list[list[str]]:
        """Group anew what has changed.

        Args:
            ids: articles that came, changed or went.
            moved: pairs whose chance is another than before, and the greater of both chances.

        Returns:
            The articles of each story in which something may have changed. What is left of a story that is no more is
            among these, or went.
        """
        changed = set(ids)
        seeds = changed.union(*(pair for pair in moved if changed.isdisjoint(pair)))
        old, new = self._settled(seeds, changed)
        self._write(old, new)
        grown = set(_others(old, new, seeds))
        strong = {id for pair, chance in moved.items() if chance >= LINK for id in pair}
        members = {id for first in grown for id in new[first].members}
        homes = self._homes(members | strong | self._linked(members))
        heads = grown | self._adopt(set(homes.values()), old.keys() - new.keys())
        return self._groups(heads)

    # --- cores

    def _settled(self, seeds: Collection[str], changed: Collection[str]) -> tuple[_Cores, _Cores]:
        """The cores of some articles and of all whose cores may change with them: as they were, and as they are now."""
        wanted = set(seeds)
        while True:
            old = self._cores(self._homes(wanted).values())
            members = wanted.union(*(core.members for core in old.values()))
            members.update(*(self.together.get(id, ()) for id in members))
            if not members <= wanted:
                wanted = members
                continue
            new = self._settle(members)
            others = _others(old, new, changed)
            reached = self._linked(chain.from_iterable(new[first].members for first in others))
            if reached <= members:
                return old, new
            wanted = members | reached

    def _settle(self, articles: Iterable[str]) -> _Cores:
        held = list(self.neighbours.sketches(articles))
        if not held:
            return {}
        ids, profiles, links = self.graph(held)
        place = {id: i for i, id in enumerate(ids)}
        together, apart = (list(ruled_pairs(self.judgements, verb, place)) for verb in ("merge", "split"))
        cores, judge = settle(profiles, links, cluster_model(), together=together, apart=apart)
        out = {}
        for first, *rest in cores:
            joins = judge.cluster(first).joins if rest else ()
            out[ids[first]] = Core([ids[i] for i in (first, *rest)], [(ids[a], ids[b], mean) for a, b, mean in joins])
        return out

    def graph(self, articles: Iterable[str]) -> tuple[list[str], Profiles, Links]:
        """Those of the articles that are held, in order, and the links between them."""
        sketches = self.neighbours.sketches(articles)
        ids = sorted(sketches)
        place = {id: i for i, id in enumerate(ids)}
        found = [
            (place[a], place[b], link.chance)
            for a, others in self.neighbours.links(ids).items()
            for b, link in others.items()
            if link.chance and place[a] < place.get(b, -1)
        ]
        columns = np.array(sorted(found)).reshape(-1, 3)
        a, b = columns[:, 0].astype(np.int64), columns[:, 1].astype(np.int64)
        return ids, gather([sketches[id] for id in ids]), Links(a, b, columns[:, 2])

    def _linked(self, articles: Iterable[str]) -> set[str]:
        """What may join one of the articles."""
        links = self.neighbours.links(articles)
        return {b for others in links.values() for b, link in others.items() if link.chance >= LINK}

    def _write(self, old: _Cores, new: _Cores) -> None:
        gone = {id for core in old.values() for id in core.members}
        homes = {id: first.encode() for first, core in new.items() for id in core.members}
        self.notes.put("core of", dict.fromkeys(gone - homes.keys()) | homes)
        cores = {first: msgspec.msgpack.encode(core) for first, core in new.items() if old.get(first) != core}
        self.notes.put("core", dict.fromkeys(old.keys() - new.keys()) | cores)

    def _homes(self, articles: Iterable[str]) -> dict[str, str]:
        return {id: packed.decode() for id, packed in self.notes.get("core of", set(articles)).items()}

    def _cores(self, firsts: Iterable[str]) -> _Cores:
        found = self.notes.get("core", set(firsts))
        return {first: msgspec.msgpack.decode(packed, type=Core) for first, packed in found.items()}

    # --- adoption

    def _adopt(self, firsts: Collection[str], gone: Collection[str]) -> set[str]:
        """Find anew which cores adopt the small ones among some; the cores that take part, or took part until now.

        Args:
            gone: cores that are no more.
        """
        small = {first: core for first, core in self._cores(firsts).items() if len(core.members) <= ALONE}
        now = self._homes_of(small)
        past = self._adopted({*firsts, *gone})
        lost = [(to.encode(), first) for first, to in past.items() if now.get(first) != to]
        self.notes.unpost("adopts", lost)
        self.notes.post("adopts", ((to.encode(), first, b"") for first, to in now.items()))
        notes = {first: now[first].encode() if first in now else None for first in {*past, *now}}
        self.notes.put("adopted", notes)
        moved = {first for first in notes if past.get(first) != now.get(first)}
        return moved | {homes[first] for homes in (past, now) for first in moved & homes.keys()}

    def _homes_of(self, small: _Cores) -> dict[str, str]:
        """The cores that adopt small ones."""
        if not small:
            return {}
        own = {id for core in small.values() for id in core.members}
        cores = small | self._cores(self._homes(self._linked(own)).values())
        ids, profiles, links = self.graph(id for core in cores.values() for id in core.members)
        place = {id: i for i, id in enumerate(ids)}
        judge = judge_of(profiles, links, cluster_model())
        _replay(judge, cores.values(), place)
        parted = {i for pair in ruled_pairs(self.judgements, "split", place) for i in pair}
        members = [[place[id] for id in core.members] for core in cores.values()]
        found = adopt([place[first] for first in small], members, links, judge, parted)
        return {ids[alone]: ids[story] for alone, story in found.items()}

    def _adopted(self, firsts: Iterable[str]) -> dict[str, str]:
        return {first: packed.decode() for first, packed in self.notes.get("adopted", firsts).items()}

    def _groups(self, heads: Collection[str]) -> list[list[str]]:
        """The articles of the stories that some cores are part of."""
        homes = self._adopted(heads)
        tops = sorted({homes.get(first, first) for first in heads})
        parts = {top: [top, *self.notes.holders("adopts", top.encode())] for top in tops}
        cores = self._cores(chain.from_iterable(parts.values()))
        return [
            sorted(chain.from_iterable(cores[first].members for first in some if first in cores))
            for top, some in parts.items()
            if top in cores
        ]


def _others(old: _Cores, new: _Cores, articles: Collection[str]) -> list[str]:
    """The cores that were not there before, or hold one of some articles."""
    changed = set(articles)
    return [first for first, core in new.items() if old.get(first) != core or not changed.isdisjoint(core.members)]


def _replay(judge: Judge, cores: Iterable[Core], place: Mapping[str, int]) -> None:
    """Let cores come about again as they did."""
    for core in cores:
        for a, b, mean in core.joins:
            judge.join(place[a], place[b], mean)
