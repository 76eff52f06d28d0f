"""Actors, kept current: which names an article brings, whose they are, and which articles have other actors now."""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence

import msgspec

from variorum.link.actors import (
    alone,
    calls,
    describe,
    judged_names,
    merge_full,
    parted,
    place_singles,
    single_word,
)
from variorum.link.profiles import Profile
from variorum.store.base import Chain, Store
from variorum.types import Actor, ActorKind, AnnotatedArticle, Judgement, Record
from variorum.update.names import Names, Part, parts_of

_AT_ONCE = 500  # articles
CALLED = 100  # full names with one word, past which that word alone calls nobody


class Whose(msgspec.Struct, array_like=True, frozen=True):
    """Whose a name is, as others see it."""

    actor: str
    name: str
    kind: ActorKind
    country: str | None
    code: str | None


class Group(msgspec.Struct, array_like=True):
    """Full names that are one actor's. Noted under the first of them."""

    full: list[str]
    why: list[str]
    merges: list[Judgement]


class Short(msgspec.Struct, array_like=True):
    """Names of one word that are one actor's. Noted, with all others spelled so, under their name."""

    members: list[str]
    root: str | None  # the group of full names that they join
    merges: list[Judgement]


class People:
    """The actors of a library."""

    def __init__(self, store: Store, judgements: Sequence[Judgement]) -> None:
        self.store = store
        self.judgements = judgements
        self.judged = judged_names(judgements)
        self.parted = parted(judgements)
        self.names = Names(store.notes, self.judged)

    def take_in(self, held: Sequence[AnnotatedArticle], gone: Collection[str]) -> set[str]:
        """Note the names of articles that came or changed, and forget those of articles that went.

        Returns:
            Ids of articles in which somebody is another actor than before, or is called otherwise.
        """
        ids = {a.id for a in held} | set(gone)
        now = {a.id: parts_of(a, self.parted) for a in held}
        before = self.names.write(ids, now)
        changed = self.names.recount(before, now)
        names = self.names.closure(changed, self._group_members)
        old = self._groups_of(names | changed)
        groups = self._merge(names)
        self._write_groups(old, groups)
        roots = {*old, *groups}
        spelled = {part.held.key[1] for parts in (*before.values(), *now.values()) for part in parts}
        loose, seen = self._place(spelled | self._names_short_for(names), roots)
        actors = self._records(roots, loose)
        stale = self._note_whose({*changed, *names, *seen}, actors)
        self._assign(ids, before, now, stale)
        return {id for pid in stale for id in self.names.bearers(pid)} - ids

    def whose(self, articles: Iterable[str]) -> dict[str, dict[str, Whose]]:
        """Whose each chain of each article is."""
        said = self.names.parts(articles)
        found = self._whose({part.pid for parts in said.values() for part in parts})
        return {
            id: {local: found[part.pid] for part in parts if part.pid in found for local in part.chains}
            for id, parts in said.items()
        }

    # --- groups

    def _group_members(self, pids: Iterable[str]) -> set[str]:
        """The full names that share a group with some."""
        return {pid for group in self._groups_of(pids).values() for pid in group.full}

    def _groups_of(self, pids: Iterable[str]) -> dict[str, Group]:
        roots = set(self._get("root", pids).values())
        found = self.store.notes.get("group", roots)
        return {root: msgspec.msgpack.decode(packed, type=Group) for root, packed in found.items()}

    def _get(self, kind: str, pids: Iterable[str]) -> dict[str, str]:
        return {pid: packed.decode() for pid, packed in self.store.notes.get(kind, pids).items()}

    def _whose(self, pids: Iterable[str]) -> dict[str, Whose]:
        found = self.store.notes.get("whose", pids)
        return {pid: msgspec.msgpack.decode(packed, type=Whose) for pid, packed in found.items()}

    def _merge(self, names: Collection[str]) -> dict[str, Group]:
        """Groups of full names, by their first."""
        profiles = self.names.profiles(names)
        full = sorted(profiles, key=lambda pid: profiles[pid].key)
        place = {pid: i for i, pid in enumerate(full)}
        near = sorted((place[a], place[b]) for a, b in self.names.near if a in place and b in place)
        found = merge_full([profiles[pid] for pid in full], near, self.judgements, self.names.known)
        out = {}
        for root, places in found.places.items():
            members = [full[i] for i in sorted(places)]
            merges = [m for i, m in found.merges if found.of[i] == root]
            out[members[0]] = Group(members, list(found.why[root]), merges)
        return out

    def _write_groups(self, old: Mapping[str, Group], groups: Mapping[str, Group]) -> None:
        notes = self.store.notes
        notes.put("root", dict.fromkeys((pid for group in old.values() for pid in group.full), None))
        notes.put("root", {pid: root.encode() for root, group in groups.items() for pid in group.full})
        notes.put("group", dict.fromkeys(old.keys() - groups.keys(), None))
        notes.put("group", {root: msgspec.msgpack.encode(group) for root, group in groups.items()})

    # --- names of one word

    def _names_short_for(self, names: Collection[str]) -> set[str]:
        return {p.key[1] for p in self.names.profiles(self.names.short_for(names)).values()}

    def _place(self, spelled: Collection[str], roots: set[str]) -> tuple[list[Short], set[str]]:
        """Find anew where names of one word belong, and note it.

        Args:
            spelled: the names, folded.
            roots: groups whose actors are to be told anew; those that these names left or joined are added.

        Returns:
            Those that join no group, and all that there are.
        """
        notes, loose, seen = self.store.notes, [], set()
        before = notes.get("short", spelled)
        for name in sorted(spelled):
            found = self.names.profiles(self.names.same("person", name))
            single = {p.key: pid for pid, p in found.items() if alone(p, self.judged)}
            named = [found[single[key]] for key in sorted(single)]
            placed = [
                Short([single[p.key] for p in one.members], one.root, list(one.merges))
                for one in place_singles(named, self._called)
            ]
            past = msgspec.msgpack.decode(before[name], type=list[Short]) if name in before else []
            for one in past:
                seen.update(one.members)
                if one.root is None:
                    self.store.replace(f"actor {one.members[0]}", [])
                else:
                    notes.unpost("joined", [(one.root.encode(), name)])
            notes.post("joined", [(one.root.encode(), name, b"") for one in placed if one.root is not None])
            notes.put("short", {name: msgspec.msgpack.encode(placed) if placed else None})
            roots.update(one.root for one in (*past, *placed) if one.root is not None)
            loose += [one for one in placed if one.root is None]
            seen.update(single.values())
        return loose, seen

    def _called(self, p: Profile) -> dict[str, list[Profile]]:
        """Groups of full names that a name of one word may be short for."""
        found = self.names.profiles(self.names.with_word(single_word(p) or "", CALLED))
        groups = self._groups_of(pid for pid, full in found.items() if calls(p, full))
        members = self.names.profiles(pid for group in groups.values() for pid in group.full)
        return {root: [members[pid] for pid in group.full] for root, group in sorted(groups.items())}

    # --- records

    def _records(self, roots: Collection[str], loose: Iterable[Short]) -> dict[str, Actor]:
        """Tell the actors of groups, and of names that join none; by their profiles."""
        packed = self.store.notes.get("group", roots)
        out: dict[str, Actor] = {}
        for root in sorted(roots):
            if root not in packed:
                self.store.replace(f"actor {root}", [])
                continue
            group = msgspec.msgpack.decode(packed[root], type=Group)
            short = list(self._joined(root))
            why = [*group.why, *(m.note for one in short for m in one.merges)]
            merges = [*group.merges, *(m for one in short for m in one.merges)]
            names = [pid for one in short for pid in one.members]
            actor = self._tell(root, group.full, names, why, merges)
            out |= dict.fromkeys((*group.full, *names), actor)
        for one in loose:
            notes = [m.note for m in one.merges]
            actor = self._tell(one.members[0], [], one.members, notes, one.merges)
            out |= dict.fromkeys(one.members, actor)
        return out

    def _joined(self, root: str) -> Iterator[Short]:
        """The names of one word that join a group."""
        names = self.store.notes.holders("joined", root.encode())
        found = self.store.notes.get("short", names)
        for name in names:
            for one in msgspec.msgpack.decode(found[name], type=list[Short]):
                if one.root == root:
                    yield one

    def _tell(
        self, first: str, full: Sequence[str], short: Sequence[str], why: Sequence[str], merges: Sequence[Judgement]
    ) -> Actor:
        held = self.names.held([*full, *short])
        profiles = {pid: held[pid].profile() for pid in held}
        actor = describe([profiles[pid] for pid in full], [profiles[pid] for pid in short], why)
        mentions = sum(h.mentions for h in held.values())
        records: list[tuple[str, Record]] = [(f"{10**12 - mentions:013} {actor.name} {actor.id}", actor)]
        records += [(merge.id, merge) for merge in merges]
        self.store.replace(f"actor {first}", records)
        return actor

    def _note_whose(self, pids: Collection[str], actors: Mapping[str, Actor]) -> set[str]:
        """Note whose each name is; the names that are another's than before, or one's who is called otherwise."""
        before = self._whose({*pids, *actors})
        now = {pid: Whose(a.id, a.name, a.kind, a.country, a.code) for pid, a in actors.items()}
        notes: dict[str, bytes | None] = {pid: None for pid in pids if pid not in self.names.profiles([pid])}
        notes |= {pid: msgspec.msgpack.encode(whose) for pid, whose in now.items() if before.get(pid) != whose}
        self.store.notes.put("whose", notes)
        return {pid for pid, whose in now.items() if before.get(pid) != whose}

    def _assign(
        self,
        ids: Collection[str],
        before: Mapping[str, list[Part]],
        now: Mapping[str, list[Part]],
        stale: Collection[str],
    ) -> None:
        """Give chains their actors."""
        old = {(id, local) for id, parts in before.items() for part in parts for local in part.chains}
        new = {(id, local) for id, parts in now.items() for part in parts for local in part.chains}
        self.store.assign(Chain(article=id, local=local, actor=None) for id, local in sorted(old - new))
        bearers = sorted({id for pid in stale for id in self.names.bearers(pid)} | set(ids))
        for at in range(0, len(bearers), _AT_ONCE):
            some = self.names.parts(bearers[at : at + _AT_ONCE])
            whose = self._whose({part.pid for parts in some.values() for part in parts})
            self.store.assign(
                Chain(article=id, local=local, actor=whose[part.pid].actor, mentions=tuple(mentions))
                for id, parts in some.items()
                for part in parts
                if id in now or part.pid in stale
                for local, mentions in part.chains.items()
            )
