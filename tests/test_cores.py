"""The cores of stories as articles come one by one: the same as of all at once, and only where something changed."""

import random
from collections.abc import Collection, Iterable
from pathlib import Path

import numpy as np
import pytest

from variorum.link import sketch
from variorum.link.sketch import Sketch
from variorum.models.embedder import DIMENSIONS
from variorum.store.sqlite import SqliteStore
from variorum.types import AnnotatedArticle, Judgement
from variorum.update.cores import Cores
from variorum.update.neighbours import Link, Pair

WORDS = [
    "harbour",
    "crane",
    "strike",
    "union",
    "Reyl",
    "Marant",
    "Lindholm",
    "ferry",
    "quay",
    "talks",
    "wages",
    "port",
    "minister",
    "night",
    "vote",
]


class Graph:
    """Articles with chances drawn at random, of which some are held."""

    def __init__(self, seed: int, size: int) -> None:
        dice = random.Random(seed)
        made = [AnnotatedArticle(id=f"a{i:03}", text=" ".join(dice.choices(WORDS, k=12))) for i in range(size)]
        self.all: dict[str, Sketch] = {s.id: s for s in sketch.sketch(made)}
        self.chances: dict[Pair, float] = {}
        for i in range(size):
            for j in range(i + 1, min(size, i + 7)):
                if dice.random() < 0.7:
                    self.chances[f"a{i:03}", f"a{j:03}"] = round(dice.random() ** 2 * 64) / 64
        self.held: set[str] = set()
        self.asked: set[str] = set()

    def sketches(self, ids: Iterable[str]) -> dict[str, Sketch]:
        wanted = self.held.intersection(ids)
        self.asked |= wanted
        return {id: self.all[id] for id in sorted(wanted)}

    def links(self, ids: Iterable[str]) -> dict[str, dict[str, Link]]:
        out: dict[str, dict[str, Link]] = {id: {} for id in self.held.intersection(ids)}
        for (a, b), chance in self.chances.items():
            if chance and {a, b} <= self.held:
                for one, other in ((a, b), (b, a)):
                    if one in out:
                        out[one][other] = Link(chance, False)
        return out

    def change(self, *, come: Collection[str] = (), go: Collection[str] = ()) -> dict[Pair, float]:
        """Bring articles, and take some away; the pairs whose chance that changes."""
        before = {pair for pair in self.chances if self.held.issuperset(pair)}
        self.held = (self.held | set(come)) - set(go)
        after = {pair for pair in self.chances if self.held.issuperset(pair)}
        return {pair: self.chances[pair] for pair in before ^ after if self.chances[pair]}


@pytest.fixture(autouse=True)
def _no_vectors(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sketch, "vectors_of", lambda texts: np.zeros((len(texts), DIMENSIONS), dtype=np.float32))


def groups(path: Path, graph: Graph, steps: list[tuple[list[str], list[str]]], rulings: list[Judgement]) -> set[str]:
    """The stories after all steps, put together from what each step said had changed."""
    store = SqliteStore(path)
    cores = Cores(store.notes, graph, rulings)  # type: ignore[arg-type]
    home: dict[str, str] = {}
    for come, go in steps:
        moved = graph.change(come=come, go=go)
        for group in cores.take_in([*come, *go], moved):
            home |= dict.fromkeys(group, " ".join(group))
        for id in go:
            home.pop(id, None)
    store.close()
    assert home.keys() == graph.held
    assert sorted(id for group in set(home.values()) for id in group.split()) == sorted(graph.held)
    return set(home.values())


@pytest.mark.parametrize("seed", range(12))
def test_cores_do_not_depend_on_how_articles_come(tmp_path: Path, seed: int) -> None:
    dice, size = random.Random(seed), 60
    ids = [f"a{i:03}" for i in range(size)]
    rulings = [
        Judgement(id="1", verb="merge", what="story", groups=(("a003", "a030"),)),
        Judgement(id="2", verb="split", what="story", groups=(("a010",), ("a011",))),
    ][: seed % 3]
    whole = groups(tmp_path / "whole.db", Graph(seed, size), [(ids, [])], rulings)
    assert 1 < max(len(group.split()) for group in whole) < size / 2
    dice.shuffle(ids)
    gone = ids[:6]
    steps: list[tuple[list[str], list[str]]] = [([id], []) for id in ids[:30]]
    steps += [(ids[30:45], []), ([], gone), (ids[45:], []), (gone[:3], []), (gone[3:], [])]
    assert groups(tmp_path / "steps.db", Graph(seed, size), steps, rulings) == whole


def test_one_article_more_concerns_those_near_it_alone(tmp_path: Path) -> None:
    size = 300
    graph = Graph(1, size)
    store = SqliteStore(tmp_path / "a.db")
    cores = Cores(store.notes, graph, [])  # type: ignore[arg-type]
    ids = [f"a{i:03}" for i in range(size)]
    cores.take_in(ids, graph.change(come=ids))
    cores.take_in(["a150"], graph.change(go=["a150"]))
    graph.asked.clear()
    cores.take_in(["a150"], graph.change(come=["a150"]))
    store.close()
    assert 1 < len(graph.asked) < 80
