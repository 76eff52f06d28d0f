"""What articles share, kept current: passages, and the chance that two of them tell of one affair."""

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import NamedTuple

import msgspec
import numpy as np

from variorum.link.candidates import CROWDED, LEAST_KEYS
from variorum.link.passages import COMMON, NEIGHBOURS
from variorum.link.reuse import verbatim_between
from variorum.link.rewording import Sentences, reworded_pair, sentences_of
from variorum.link.sketch import Sketch, sketch
from variorum.link.stories import compared, possible, shared_words
from variorum.link.traits import gather, placing
from variorum.link.vectors import vectors_of
from variorum.link.words import I64
from variorum.models.embedder import DIMENSIONS
from variorum.store.base import Notes, Store
from variorum.types import AnnotatedArticle, Reuse

_AT_ONCE = 4096  # pairs compared
_READ_AT_ONCE = 512  # pairs whose texts are held against each other
Pair = tuple[str, str]


class _Posted(NamedTuple):
    """A kind of posting that articles are found by."""

    column: str  # of a sketch
    most: int  # holders that a key joins
    reach: int  # neighbours that it joins where it has more: with none, it joins the first of them


_POSTED = {"key": _Posted("keys", CROWDED, 0), "anchor": _Posted("anchors", COMMON, NEIGHBOURS)}


class Link(msgspec.Struct, array_like=True):
    """What two articles share: the chance that they tell of one affair, and whether they have passages in common."""

    chance: float
    reuse: bool


class Neighbours:
    """The articles that each article shares something with."""

    def __init__(self, store: Store) -> None:
        self.store = store
        self.notes: Notes = store.notes
        self._sketches: dict[str, Sketch] = {}
        self._articles: dict[str, AnnotatedArticle] = {}
        self._sentences: dict[str, Sentences] = {}
        self._holders: dict[tuple[str, bytes], list[str]] = {}

    def take_in(self, held: Sequence[AnnotatedArticle], gone: Collection[str]) -> dict[Pair, float]:
        """Compare articles that came or changed with those that they share something with; forget those that went.

        Returns:
            Pairs whose chance is another than before, and the greater of both chances.
        """
        ids = {a.id for a in held} | set(gone)
        self._articles = {a.id: a for a in held}
        before = self.sketches(ids)
        now = {s.id: s for s in sketch(held)}
        affected = set(ids)
        self._holders.clear()
        for kind in _POSTED:
            affected |= self._repost(kind, before, now)
        packed = {id: msgspec.msgpack.encode(now[id]) if id in now else None for id in ids}
        self.notes.put("sketch", packed)
        self.notes.put("sentences", dict.fromkeys(ids, None))
        self._sketches = dict(now)
        self._sentences.clear()
        links = self.links(affected)
        mine = self.sketches(affected)
        partners = {id: self._partners(mine[id]) if id in mine else set() for id in sorted(affected)}
        wanted = {_ordered(a, b) for a, others in partners.items() for b in others}
        linked_before = {_ordered(a, b): link for a, others in links.items() for b, link in others.items()}
        # What two articles share depends on nothing but the two: where neither changed, what was found still holds.
        known = {pair for pair in wanted & linked_before.keys() if not ids.intersection(pair)}
        fresh = self._compared(wanted - known)
        return self._write({pair: link for pair, link in linked_before.items() if pair not in known}, fresh)

    def sketches(self, ids: Iterable[str]) -> dict[str, Sketch]:
        """The sketches of those that are held."""
        wanted = list(ids)
        missing = [id for id in wanted if id not in self._sketches]
        for id, packed in self.notes.get("sketch", missing).items():
            self._sketches[id] = msgspec.msgpack.decode(packed, type=Sketch)
        return {id: self._sketches[id] for id in wanted if id in self._sketches}

    def links(self, ids: Iterable[str]) -> dict[str, dict[str, Link]]:
        """What each article shares with which others."""
        found = self.notes.get("links", ids)
        return {id: msgspec.msgpack.decode(packed, type=dict[str, Link]) for id, packed in found.items()}

    def articles(self, ids: Iterable[str]) -> dict[str, AnnotatedArticle]:
        """The articles as each was annotated on its own."""
        wanted = list(ids)
        missing = [id for id in wanted if id not in self._articles]
        self._articles |= {a.id: a for a in self.store.articles(missing, dated=False)}
        return {id: self._articles[id] for id in wanted if id in self._articles}

    # --- candidates

    def _repost(self, kind: str, before: Mapping[str, Sketch], now: Mapping[str, Sketch]) -> set[str]:
        """Post the keys of articles; the articles that keys no longer join, or newly do, beyond these."""
        how = _POSTED[kind]
        old = {(key, id) for id, s in before.items() for key in _split(getattr(s, how.column))}
        new = {(key, id) for id, s in now.items() for key in _split(getattr(s, how.column))}
        rows = old ^ new
        was = {key: self.notes.holders(kind, key, most=how.most + 1) for key in {key for key, _ in rows}}
        self.notes.unpost(kind, old - new)
        self.notes.post(kind, ((key, id, b"") for key, id in new - old))
        come, gone = _by_key(new - old), _by_key(old - new)
        affected: set[str] = set()
        crowded = set()
        for key, holders in was.items():
            if key in gone and len(holders) > how.most:
                found = self.notes.holders(kind, key, most=how.most + 1)
            else:
                left = come.get(key, set()).union(holders) - gone.get(key, set())
                found = sorted(left)[: how.most + 1]
            self._holders[kind, key] = found
            if max(len(holders), len(found)) <= how.most:
                continue
            if not how.reach:
                affected.update(set(holders[: how.most]) ^ set(found[: how.most]))
            elif (len(holders) > how.most) != (len(found) > how.most):
                affected.update(holders, found)
            else:
                crowded.add(key)
        for key, id in rows:
            if key in crowded:
                affected.update(self.notes.around(kind, key, id, how.reach))
        return affected

    def _partners(self, s: Sketch) -> set[str]:
        """The articles that one is compared with."""
        shared: Counter[str] = Counter()
        for key in _split(s.keys):
            first = self._holding("key", key)[:CROWDED]
            if s.id in first:
                shared.update(first)
        found = {id for id, n in shared.items() if n >= LEAST_KEYS}
        for key in _split(s.anchors):
            holders = self._holding("anchor", key)
            found.update(holders if len(holders) <= COMMON else self.notes.around("anchor", key, s.id, NEIGHBOURS))
        return found - {s.id}

    def _holding(self, kind: str, key: bytes) -> list[str]:
        at = kind, key
        if at not in self._holders:
            self._holders[at] = self.notes.holders(kind, key, most=_POSTED[kind].most + 1)
        return self._holders[at]

    # --- comparisons

    def _compared(self, pairs: Collection[Pair]) -> dict[Pair, tuple[float, list[Reuse]]]:
        """The chance of each pair, and what it shares; pairs without either are left out."""
        if not pairs:
            return {}
        ordered = sorted(pairs)
        sketches = self.sketches({id for pair in ordered for id in pair})
        verbatim = self._verbatim(ordered, sketches)
        shared = shared_words(r for found in verbatim.values() for r in found)
        likely = _possible(ordered, sketches)
        chance: dict[Pair, float] = {}
        for at in range(0, len(likely), _AT_ONCE):
            chance |= _chances(likely[at : at + _AT_ONCE], sketches, shared)
        out: dict[Pair, tuple[float, list[Reuse]]] = {}
        for pair in ordered:
            if pair in chance or pair in verbatim:
                found = verbatim.get(pair, [])
                out[pair] = chance.get(pair, 0.0), [*found, *self._reworded(pair, found)]
        return out

    def _verbatim(self, pairs: Sequence[Pair], sketches: Mapping[str, Sketch]) -> dict[Pair, list[Reuse]]:
        """Passages that pairs share word for word."""
        near = [(a, b) for a, b in pairs if _share(sketches[a].grams, sketches[b].grams)]
        out: dict[Pair, list[Reuse]] = {}
        for at in range(0, len(near), _READ_AT_ONCE):
            some = near[at : at + _READ_AT_ONCE]
            ids, a, b = _numbered(some)
            articles = self.articles(ids)
            out |= verbatim_between([articles[id] for id in ids], list(zip(a.tolist(), b.tolist(), strict=True)))
        return out

    def _reworded(self, pair: Pair, verbatim: Sequence[Reuse]) -> list[Reuse]:
        articles = self.articles(pair)
        a, b = (articles[id] for id in pair)
        return reworded_pair(a, b, self._sentences_of(a), self._sentences_of(b), verbatim)

    def _sentences_of(self, article: AnnotatedArticle) -> Sentences:
        """An article's sentences, whose vectors are noted once they have been asked for."""
        if article.id not in self._sentences:
            spans = sentences_of(article)
            packed = self.notes.get("sentences", [article.id]).get(article.id)
            if packed is None:
                packed = _packed(vectors_of([article.text[s:e] for s, e in spans]))
                self.notes.put("sentences", {article.id: packed})
            scale, whole = msgspec.msgpack.decode(packed, type=tuple[bytes, bytes])
            grid = np.frombuffer(whole, np.int8).reshape(-1, DIMENSIONS).astype(np.float32)
            self._sentences[article.id] = Sentences(spans, grid * np.frombuffer(scale, np.float32)[:, None])
        return self._sentences[article.id]

    # --- notes and records

    def _write(self, before: Mapping[Pair, Link], fresh: Mapping[Pair, tuple[float, list[Reuse]]]) -> dict[Pair, float]:
        """Keep what pairs share, in place of what they shared; pairs whose chance changed, and the greater of both."""
        rest = self.links({id for pair in (*before, *fresh) for id in pair})
        moved: dict[Pair, float] = {}
        for pair in sorted({*before, *fresh}):
            old, (chance, reuse) = before.get(pair), fresh.get(pair, (0.0, []))
            new = Link(chance, bool(reuse)) if pair in fresh else None
            was = old.chance if old is not None else 0.0
            if was != chance:
                moved[pair] = max(was, chance)
            if (old is not None and old.reuse) or reuse:
                self.store.replace(f"reuse {pair[0]} {pair[1]}", ((_place(r), r) for r in reuse))
            for a, b in (pair, pair[::-1]):
                own = rest.setdefault(a, {})
                if new is None:
                    own.pop(b, None)
                else:
                    own[b] = new
        self.notes.put("links", {id: msgspec.msgpack.encode(own) if own else None for id, own in rest.items()})
        return moved


def _possible(pairs: Sequence[Pair], sketches: Mapping[str, Sketch]) -> list[Pair]:
    """The pairs that dates and numbers leave: most of what shares words in a large archive is of other times."""
    ids, a, b = _numbered(pairs)
    keep = possible(placing([sketches[id] for id in ids]), a, b)
    return [pair for pair, kept in zip(pairs, keep.tolist(), strict=True) if kept]


def _chances(pairs: Sequence[Pair], sketches: Mapping[str, Sketch], shared: Mapping[Pair, float]) -> dict[Pair, float]:
    """The chance of pairs that tell of one affair, where there is any."""
    ids, a, b = _numbered(pairs)
    held = [sketches[id] for id in ids]
    links = compared(held, gather(held), a, b, shared)
    return {(ids[i], ids[j]): p for (i, j), p in links.mapping().items()}


def _numbered(pairs: Sequence[Pair]) -> tuple[list[str], I64, I64]:
    """The articles of pairs, in order, and the places of each pair's two among them."""
    ids = sorted({id for pair in pairs for id in pair})
    place = {id: i for i, id in enumerate(ids)}
    a, b = (np.array([place[pair[side]] for pair in pairs], dtype=np.int64) for side in (0, 1))
    return ids, a, b


def _split(column: bytes) -> list[bytes]:
    return [column[i : i + 8] for i in range(0, len(column), 8)]


def _by_key(rows: Iterable[tuple[bytes, str]]) -> dict[bytes, set[str]]:
    out: dict[bytes, set[str]] = defaultdict(set)
    for key, id in rows:
        out[key].add(id)
    return out


def _share(a: bytes, b: bytes) -> bool:
    return bool(np.intersect1d(np.frombuffer(a, np.uint64), np.frombuffer(b, np.uint64), assume_unique=True).size)


def _ordered(a: str, b: str) -> Pair:
    return (a, b) if a < b else (b, a)


def _place(r: Reuse) -> str:
    return f"{r.kind == 'paraphrase':d} {r.a.article} {r.b.article} {r.a.start:012} {r.b.start:012}"


def _packed(vectors: np.ndarray) -> bytes:
    """Vectors in a byte a number, each with its scale."""
    scale = np.maximum(np.abs(vectors).max(axis=1, initial=0.0), 1e-9).astype(np.float32) / 127
    whole = np.rint(vectors / scale[:, None]).astype(np.int8)
    return msgspec.msgpack.encode((scale.tobytes(), whole.tobytes()))
