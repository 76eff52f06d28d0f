"""Names as they are noted: what an article says of a name, what all of them say, and which names may be one actor's."""

import hashlib
from collections import Counter
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping

import msgspec

from variorum.link.actors import alike_names, alone, compared, full_words, single_word
from variorum.link.blocking import LARGEST_EXACT, LARGEST_LOOSE, keys_of, letters_of, near_letters
from variorum.link.comparisons import Comparisons
from variorum.link.profiles import Profile, profiles_of
from variorum.spelling import fold
from variorum.store.base import Notes
from variorum.types import ActorKind, AnnotatedArticle

COMPANY = 50  # articles whose names count as a name's company: the first by their ids
_LARGEST = {"exact": LARGEST_EXACT, "loose": LARGEST_LOOSE}
_NAMED = ("person", "organisation", "country")
_Row = tuple[str, bytes, str]  # kind of posting, key, profile


class Held(msgspec.Struct, array_like=True):
    """All that articles say of a name: a profile that counts can be taken from again."""

    key: tuple[str, ...]
    kind: ActorKind
    settled: bool
    forms: dict[str, int]  # the name as each chain has it
    countries: dict[str, int]
    names: dict[str, int]  # as printed
    roles: dict[str, int]
    codes: dict[str, int]
    size: int  # chains
    mentions: int
    company: dict[str, list[str]]  # of the first articles by id: who else is named there

    def count(self, other: "Held", sign: int) -> None:
        """Add what one article says, or take it away."""
        for mine, theirs in (
            (self.forms, other.forms),
            (self.countries, other.countries),
            (self.names, other.names),
            (self.roles, other.roles),
            (self.codes, other.codes),
        ):
            for name, n in theirs.items():
                mine[name] = mine.get(name, 0) + sign * n
                if not mine[name]:
                    del mine[name]
        self.size += sign * other.size
        self.mentions += sign * other.mentions
        for article, company in other.company.items():
            if sign > 0:
                self.company[article] = company
            else:
                self.company.pop(article, None)

    def profile(self) -> Profile:
        """The profile to compare."""
        return Profile(
            self.key,
            self.kind,
            max(self.forms, key=lambda name: (self.forms[name], name)),
            country=max(self.countries, key=lambda c: (self.countries[c], c)) if self.countries else None,
            names=Counter(self.names),
            roles=Counter(self.roles),
            codes=Counter(self.codes),
            company={name for names in self.company.values() for name in names},
            settled=self.settled,
            size=self.size,
        )


class Part(msgspec.Struct, array_like=True):
    """What one article says of a name, and the chains that say it, each with start, end and text of its mentions."""

    pid: str
    held: Held
    chains: dict[str, list[tuple[int, int, str]]]


def parts_of(article: AnnotatedArticle, parted: Collection[frozenset[str]]) -> list[Part]:
    """What an article says of the names in it."""
    out = []
    for profile in profiles_of([article], parted):
        pid = hashlib.blake2b("\0".join(profile.key).encode("utf8", "surrogatepass"), digest_size=8).hexdigest()
        chains: dict[str, list[tuple[int, int, str]]] = {local: [] for _, local in profile.locals}
        for _, m in profile.mentions:  # one that a person set apart is a chain of its own
            local = m.actor if m.actor in chains else f"~{pid}"
            chains.setdefault(str(local), []).append((m.start, m.end, article.text[m.start : m.end]))
        held = Held(
            profile.key,
            profile.kind,
            profile.settled,
            {profile.name: max(1, profile.size)},
            {profile.country: profile.size} if profile.country else {},
            dict(profile.names),
            dict(profile.roles),
            dict(profile.codes),
            profile.size,
            len(profile.mentions),
            {article.id: sorted(profile.company)},
        )
        out.append(Part(pid, held, chains))
    return out


class Names:
    """The names of a library."""

    def __init__(self, notes: Notes, judged: Collection[str]) -> None:
        """Args: judged: names, folded, of which a person said whose they are, each with those it was named with."""
        self.notes = notes
        self.judged = judged
        self.known = Comparisons()
        self.near: set[tuple[str, str]] = set()  # pairs of profiles whose spellings are compared
        self._profiles: dict[str, Profile] = {}

    # --- what articles say

    def parts(self, articles: Iterable[str]) -> dict[str, list[Part]]:
        """What each article says."""
        found = self.notes.get("names", articles)
        return {id: msgspec.msgpack.decode(packed, type=list[Part]) for id, packed in found.items()}

    def write(self, ids: Collection[str], now: Mapping[str, list[Part]]) -> dict[str, list[Part]]:
        """Note what articles say now; what they said before."""
        before = self.parts(ids)
        self.notes.put("names", {id: msgspec.msgpack.encode(now[id]) if id in now else None for id in ids})
        self.notes.unpost("bearer", ((p.pid.encode(), id) for id, parts in before.items() for p in parts))
        self.notes.post("bearer", ((p.pid.encode(), id, b"") for id, parts in now.items() for p in parts))
        return before

    def bearers(self, pid: str, most: int = -1) -> list[str]:
        """Articles that bear a name."""
        return self.notes.holders("bearer", pid.encode(), most=most)

    def recount(self, before: Mapping[str, list[Part]], now: Mapping[str, list[Part]]) -> set[str]:
        """Count what articles say now in place of what they said before; the profiles of which something changed, and
        those that are no longer, or newly, compared with them."""
        pids = {part.pid for parts in (*before.values(), *now.values()) for part in parts}
        old = self.held(pids)
        new = self.held(pids)
        for sign, said in ((-1, before), (1, now)):
            for parts in said.values():
                for part in parts:
                    if part.pid in new:
                        new[part.pid].count(part.held, sign)
                    else:
                        new[part.pid] = msgspec.convert(msgspec.to_builtins(part.held), Held)
        for pid, held in new.items():
            self._trim(pid, held)
        kept = {pid: held for pid, held in new.items() if held.mentions}
        packed = {pid: msgspec.msgpack.encode(kept[pid]) if pid in kept else None for pid in pids}
        self.notes.put("profile", packed)
        self._profiles.clear()
        return pids | self._repost(
            {row for pid, held in old.items() for row in self._rows(pid, held.profile())},
            {row for pid, held in kept.items() for row in self._rows(pid, held.profile())},
        )

    def held(self, pids: Iterable[str]) -> dict[str, Held]:
        found = self.notes.get("profile", pids)
        return {pid: msgspec.msgpack.decode(packed, type=Held) for pid, packed in found.items()}

    def _trim(self, pid: str, held: Held) -> None:
        """Keep the company of the first articles by id."""
        if held.size > len(held.company) < COMPANY:
            missing = [id for id in self.bearers(pid, COMPANY) if id not in held.company]
            for id, parts in self.parts(missing).items():
                held.company[id] = next((p.held.company[id] for p in parts if p.pid == pid), [])
        held.company = {id: held.company[id] for id in sorted(held.company)[:COMPANY]}

    def profiles(self, pids: Iterable[str]) -> dict[str, Profile]:
        """The profiles of those that there are."""
        wanted = dict.fromkeys(pids)
        for pid, held in self.held(pid for pid in wanted if pid not in self._profiles).items():
            self._profiles[pid] = held.profile()
        return {pid: self._profiles[pid] for pid in wanted if pid in self._profiles}

    # --- which names may be one actor's

    def _rows(self, pid: str, p: Profile) -> Iterator[_Row]:
        """What a profile is found by."""
        yield "same", _key(p.kind, fold(p.name)), pid
        if alone(p, self.judged):
            yield "short", _key(single_word(p) or ""), pid
            return
        for name in {fold(printed) for printed in p.names}:
            yield "printed", _key(name), pid
        for word in full_words(p):
            yield "word", _key(word), pid
        persons = p.kind == "person"
        if compared(p, persons=persons):
            keys = keys_of(p.name, persons)
            for kind, found in (("exact", keys.exact), ("loose", keys.loose)):
                yield from ((kind, _key(p.kind, key), pid) for key in found)

    def _repost(self, before: set[_Row], now: set[_Row]) -> set[str]:
        """Post what profiles are found by. Profiles at a key that has become crowded, or is no longer, have changed."""
        rows = before ^ now
        keys = {(kind, key) for kind, key, _ in rows if kind in _LARGEST}
        was = {(kind, key): self.notes.holders(kind, key, most=_LARGEST[kind] + 1) for kind, key in keys}
        for kind in {kind for kind, _, _ in rows}:
            self.notes.unpost(kind, ((key, pid) for k, key, pid in before - now if k == kind))
            self.notes.post(kind, ((key, pid, b"") for k, key, pid in now - before if k == kind))
        changed: set[str] = set()
        for (kind, key), holders in was.items():
            most = _LARGEST[kind]
            found = self.notes.holders(kind, key, most=most + 1)
            if (len(holders) > most) != (len(found) > most):
                changed.update(holders, found)
        return changed

    def same(self, kind: str, name: str) -> list[str]:
        """Profiles of a kind under a name, folded."""
        return self.notes.holders("same", _key(kind, name))

    def with_word(self, word: str, most: int) -> list[str]:
        """Full names with a word; none where too many have it."""
        found = self.notes.holders("word", _key(word), most=most + 1)
        return found if len(found) <= most else []

    def short_for(self, pids: Iterable[str]) -> set[str]:
        """Names of one word that may be short for some."""
        words = {word for p in self.profiles(pids).values() for word in full_words(p)}
        return {pid for word in words for pid in self.notes.holders("short", _key(word))}

    def closure(self, pids: Collection[str], grouped: Callable[[Iterable[str]], Collection[str]]) -> set[str]:
        """Full names that whatever makes groups of these must be told of, and no others: all that are joined to them by
        some reason to be one, and all that were in a group with one of them.

        Args:
            grouped: the full names in the groups of some.
        """
        self.near.clear()
        found: set[str] = set()
        profiles = self.profiles(pids)
        todo = {pid for pid in pids if pid not in profiles or not alone(profiles[pid], self.judged)}
        while todo:
            found |= todo
            reached = set(grouped(todo))
            for pid, p in self.profiles(todo).items():
                reached.update(self._partners(pid, p))
            profiles = self.profiles(reached)
            todo = {pid for pid in reached - found if pid in profiles and not alone(profiles[pid], self.judged)}
        return found

    def _partners(self, pid: str, p: Profile) -> set[str]:
        """Full names that there is some reason to take for the same actor's."""
        out = set(self._alike(pid, p))
        if not p.settled and p.kind in ("person", "organisation"):
            out.update(self.same(p.kind, fold(p.name)))
        if p.kind in ("organisation", "agreement"):
            out.update(self.notes.holders("printed", _key(fold(p.name))))
            for name in {fold(printed) for printed in p.names}:
                out.update(self.same("organisation", name) + self.same("agreement", name))
        names = {fold(p.name), *map(fold, p.names)}
        if not names.isdisjoint(self.judged):
            for name in self.judged:
                out.update(self.notes.holders("printed", _key(name)))
        return out - {pid}

    def _alike(self, pid: str, p: Profile) -> Iterator[str]:
        """Full names that are spelled alike."""
        persons = p.kind == "person"
        if not compared(p, persons=persons):
            return
        keys = keys_of(p.name, persons)
        listed = [("exact", _key(p.kind, key)) for key in keys.exact] + [("loose", _key(p.kind, k)) for k in keys.loose]
        found = [(kind, self.notes.holders(kind, key, most=_LARGEST[kind] + 1)) for kind, key in listed]
        few = [(kind, others) for kind, others in found if len(others) <= _LARGEST[kind]]
        profiles = self.profiles(other for _, others in few for other in others)
        for kind, others in few:
            for other in others:
                q = profiles.get(other)
                if q is None or other == pid:
                    continue
                first, second = (p, q) if p.key < q.key else (q, p)
                pair = (pid, other) if first is p else (other, pid)
                if pair in self.near:
                    continue
                if kind == "loose" and not near_letters(keys.letters, letters_of(q.name, persons)):
                    continue
                if alike_names(first, second, self.known) is not None:
                    self.near.add(pair)
                    yield other


def _key(*parts: str) -> bytes:
    return "\0".join(parts).encode("utf8", "surrogatepass")
