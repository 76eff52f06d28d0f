"""Stories, kept current: only those of which something changed are told anew."""

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence

import msgspec

from variorum.link.told import CAST, SEQUEL_NAMES, Cast, cast_of, continues, latest, tell
from variorum.store.base import Store
from variorum.types import Judgement, Story
from variorum.update.cores import Cores
from variorum.update.neighbours import Neighbours, Pair

COMPARE, TELL = b"compare", b"tell"  # what is left to do for a story


class Affairs:
    """The stories of a library."""

    def __init__(self, store: Store, neighbours: Neighbours, judgements: Sequence[Judgement]) -> None:
        self.store = store
        self.notes = store.notes
        self.neighbours = neighbours
        self.cores = Cores(store.notes, neighbours, [j for j in judgements if j.what == "story"])

    def take_in(self, moved: Mapping[Pair, float], changed: Collection[str], stale: Collection[str]) -> None:
        """Tell anew the stories of articles of which something changed.

        Args:
            moved: pairs whose chance is another than before, and the greater of both chances.
            changed: articles with another text than before, or gone.
            stale: articles in which somebody is another actor than before.
        """
        groups = self.cores.take_in(changed, moved)
        before = self._homes({id for group in groups for id in group}.union(changed))
        old = self.stories(before.values())
        new: dict[str, Story] = {}
        casts: dict[str, Cast] = {}
        for group in groups:
            story, cast = self._told(group)
            new[story.id], casts[story.id] = story, cast
        homes = dict.fromkeys(before) | {id: story.id for story in new.values() for id in story.articles}
        self._keep(homes, old, new)
        again = set(self._homes(stale).values()) | {
            id for id, story in new.items() if old.get(id) != story or not set(story.articles).isdisjoint(changed)
        }
        self._follow(old, casts)
        self.mark(again & new.keys() | (again - old.keys()), COMPARE)

    def stories(self, ids: Iterable[str]) -> dict[str, Story]:
        """Stories as they were grouped, without their actors."""
        found = self.notes.get("story", set(ids))
        return {id: msgspec.msgpack.decode(packed, type=Story) for id, packed in found.items()}

    def follows(self, id: str) -> tuple[str, ...]:
        """What a story is the sequel of."""
        found = self.notes.get("follows", [id])
        return (found[id].decode(),) if id in found else ()

    def mark(self, ids: Iterable[str], what: bytes) -> None:
        """Note what is left to do for stories."""
        wanted = set(ids)
        held = self.notes.get("dirty", wanted) if what == TELL else {}
        self.notes.put("dirty", {id: what for id in wanted if id not in held})

    def _homes(self, ids: Iterable[str]) -> dict[str, str]:
        return {id: packed.decode() for id, packed in self.notes.get("home", ids).items()}

    def _told(self, group: Sequence[str]) -> tuple[Story, Cast]:
        """The story of some articles."""
        _, profiles, links = self.cores.graph(group)
        articles = self.neighbours.articles(group)
        whole = [list(range(len(group)))]
        (story,) = tell([articles[id] for id in group], (), profiles, whole, links.mapping())
        alone = msgspec.structs.replace(story, follows=())
        return alone, cast_of(profiles, whole[0], story.id, story.from_, story.to)

    def _keep(self, homes: Mapping[str, str | None], old: Mapping[str, Story], new: Mapping[str, Story]) -> None:
        self.notes.put("home", {id: home.encode() if home else None for id, home in homes.items()})
        gone = old.keys() - new.keys()
        self.notes.put("story", dict.fromkeys(gone, None))
        self.notes.put("story", {id: msgspec.msgpack.encode(story) for id, story in new.items()})
        self.notes.put("dirty", dict.fromkeys(gone, COMPARE))  # its findings are to be forgotten

    # --- sequels

    def _follow(self, old: Collection[str], new: Mapping[str, Cast]) -> None:
        """Find anew what stories are sequels of, where that may have changed."""
        before = self._casts({*old, *new})
        changed = {id for id in {*before, *new} if before.get(id) != new.get(id)}
        rows = {(_key(name), id) for id in changed if id in before for name in before[id].names}
        fresh = {(_key(name), id) for id in changed if id in new for name in new[id].names}
        past = {key for key, _ in rows}
        was = {key: self.notes.holders("cast", key, most=CAST + 1) for key in past | {key for key, _ in fresh}}
        self.notes.unpost("cast", rows - fresh)
        self.notes.post("cast", ((key, id, b"") for key, id in fresh - rows))
        self.notes.put("cast", {id: msgspec.msgpack.encode(new[id]) if id in new else None for id in changed})
        now = {key: self.notes.holders("cast", key, most=CAST + 1) for key in was}
        again, near = set(changed), set[str]()
        for key, found in now.items():
            if (len(was[key]) > CAST) != (len(found) > CAST):
                again.update(was[key], found)
            elif key in past and len(found) <= CAST:
                near.update(found)
        again |= {id for id, first in self.notes.get("follows", near).items() if first.decode() in changed}
        held = self._casts(again)
        firsts = {id: self._latest(held[id]) if id in held else None for id in again}
        known = self.notes.get("follows", again)
        led = self._newly_led({id: new[id] for id in changed if id in new}, now, again)
        self.notes.put("follows", firsts | led)
        self.mark([*led, *(id for id in held if known.get(id) != firsts[id])], TELL)

    def _newly_led(
        self, new: Mapping[str, Cast], holders: Mapping[bytes, Sequence[str]], known: Collection[str]
    ) -> dict[str, bytes]:
        """Stories, beyond the known, that a new cast makes the sequel of another than before, and of which."""
        before = defaultdict(list)
        for first in new.values():
            for id in _rivals(first, holders):
                if id not in known:
                    before[id].append(first)
        casts = self._casts(before)
        found = {id: [f for f in firsts if continues(casts[id], f)] for id, firsts in before.items()}
        now = {id: packed.decode() for id, packed in self.notes.get("follows", [i for i in found if found[i]]).items()}
        held = self._casts(now.values())
        out = {}
        for id, firsts in found.items():
            best = latest(casts[id], [*firsts, *(held[first] for first in [now.get(id)] if first in held)])
            if best is not None and best.id != now.get(id):
                out[id] = best.id.encode()
        return out

    def _latest(self, cast: Cast) -> bytes | None:
        keys = [_key(name) for name in cast.names]
        rivals = _rivals(cast, {key: self.notes.holders("cast", key, most=CAST + 1) for key in keys})
        found = latest(cast, self._casts(rivals).values())
        return found.id.encode() if found else None

    def _casts(self, ids: Iterable[str]) -> dict[str, Cast]:
        found = self.notes.get("cast", ids)
        return {id: msgspec.msgpack.decode(packed, type=Cast) for id, packed in found.items()}


def _rivals(cast: Cast, holders: Mapping[bytes, Sequence[str]]) -> list[str]:
    """The stories that may share enough names with a story, of which some that few have; the holders of each name are
    given. That they share a name that many have is taken for granted."""
    found = [holders[_key(name)] for name in cast.names]
    few = Counter(id for some in found if len(some) <= CAST for id in some)
    least = SEQUEL_NAMES - sum(len(some) > CAST for some in found)
    return [id for id, n in few.items() if n >= least and id != cast.id]


def _key(name: int) -> bytes:
    return name.to_bytes(8, "little")
