"""Stories, kept current: only articles that are linked with one that changed are grouped anew."""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence

import msgspec
import numpy as np

from variorum.link.stories import Links, grow, ruled_pairs
from variorum.link.told import CAST, Cast, cast_of, continues, latest, tell
from variorum.link.traits import gather
from variorum.models.stories import cluster_model
from variorum.store.base import Store
from variorum.types import Judgement, Story
from variorum.update.neighbours import Neighbours

COMPARE, TELL = b"compare", b"tell"  # what is left to do for a story


class Affairs:
    """The stories of a library."""

    def __init__(self, store: Store, neighbours: Neighbours, judgements: Sequence[Judgement]) -> None:
        self.store = store
        self.notes = store.notes
        self.neighbours = neighbours
        self.judgements = [j for j in judgements if j.what == "story"]
        self.together: dict[str, set[str]] = {}
        for judgement in self.judgements:
            for group in judgement.groups if judgement.verb == "merge" else ():
                for id in group:
                    self.together.setdefault(id, set()).update(group)

    def take_in(self, touched: Iterable[str], changed: Collection[str], stale: Collection[str]) -> None:
        """Group anew what is linked with articles of which something changed.

        Args:
            touched: articles with other links than before.
            changed: articles with another text than before, or gone.
            stale: articles in which somebody is another actor than before.
        """
        homes: dict[str, str | None] = {}
        old: dict[str, Story] = {}
        new: dict[str, Story] = {}
        casts: dict[str, Cast] = {}
        for members in self._components(touched):
            before = self._homes(members)
            old |= self.stories(before.values())
            homes |= dict.fromkeys(members, None)
            for story, cast in self._told(sorted(self.neighbours.sketches(members))):
                new[story.id], casts[story.id] = story, cast
                homes |= dict.fromkeys(story.articles, story.id)
        before = self._homes(changed)
        old |= self.stories(before.values())
        homes = dict.fromkeys(before) | homes
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

    def _components(self, seeds: Iterable[str]) -> Iterator[list[str]]:
        """Articles that hang together by links, one with each seed."""
        done: set[str] = set()
        for seed in sorted(seeds):
            if seed in done:
                continue
            found, todo = set[str](), {seed}
            while todo:
                found |= todo
                links = self.neighbours.links(todo)
                reached = {b for others in links.values() for b, link in others.items() if link.chance}
                reached.update(*(self.together.get(id, ()) for id in todo))
                todo = reached - found
            done |= found
            yield sorted(found)

    def _told(self, ids: Sequence[str]) -> Iterator[tuple[Story, Cast]]:
        """The stories of articles that hang together."""
        if not ids:
            return
        place = {id: i for i, id in enumerate(ids)}
        found = {
            (i, place[b]): link.chance
            for a, others in self.neighbours.links(ids).items()
            if (i := place.get(a)) is not None
            for b, link in others.items()
            if link.chance and i < place.get(b, -1)
        }
        pairs = np.array(sorted(found), dtype=np.int64).reshape(-1, 2)
        links = Links(pairs[:, 0], pairs[:, 1], np.array([found[a, b] for a, b in pairs.tolist()]))
        sketches = self.neighbours.sketches(ids)
        profiles = gather([sketches[id] for id in ids])
        together, apart = (list(ruled_pairs(self.judgements, verb, place)) for verb in ("merge", "split"))
        clusters = grow(profiles, links, cluster_model(), together=together, apart=apart)
        articles = self.neighbours.articles(ids)
        stories = tell([articles[id] for id in ids], (), profiles, clusters, links.mapping())
        for story, cluster in zip(stories, clusters, strict=True):
            alone = msgspec.structs.replace(story, follows=())
            yield alone, cast_of(profiles, cluster, story.id, story.from_, story.to)

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
        was = {key: self.notes.holders("cast", key, most=CAST + 1) for key in {key for key, _ in rows | fresh}}
        self.notes.unpost("cast", rows - fresh)
        self.notes.post("cast", ((key, id, b"") for key, id in fresh - rows))
        self.notes.put("cast", {id: msgspec.msgpack.encode(new[id]) if id in new else None for id in changed})
        again, near = set(changed), set[str]()
        for key, holders in was.items():
            found = self.notes.holders("cast", key, most=CAST + 1)
            if (len(holders) > CAST) != (len(found) > CAST):
                again.update(holders, found)
            elif len(found) <= CAST:
                near.update(found)
        casts = self._casts(near)
        follows = self.notes.get("follows", near)
        for id in near - again:
            if follows.get(id, b"").decode() in changed or any(
                continues(casts[id], new[other]) for other in changed if other in new
            ):
                again.add(id)
        held = self._casts(again)
        now = {id: self._latest(held[id]) if id in held else None for id in again}
        past = self.notes.get("follows", again)
        self.notes.put("follows", now)
        self.mark((id for id in held if past.get(id) != now[id]), TELL)

    def _latest(self, cast: Cast) -> bytes | None:
        holders = [self.notes.holders("cast", _key(name), most=CAST + 1) for name in cast.names]
        rivals = self._casts({id for found in holders if len(found) <= CAST for id in found})
        found = latest(cast, rivals.values())
        return found.id.encode() if found else None

    def _casts(self, ids: Iterable[str]) -> dict[str, Cast]:
        found = self.notes.get("cast", ids)
        return {id: msgspec.msgpack.decode(packed, type=Cast) for id, packed in found.items()}


def _key(name: int) -> bytes:
    return name.to_bytes(8, "little")
