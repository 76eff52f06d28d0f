"""Articles that come one after the other: the same records as when all come at once."""

import random
from collections.abc import Callable, Sequence
from pathlib import Path

import numpy as np
import pytest

from tests.test_stories import FLOOD, SCHOOL, STRIKE
from variorum._version import __version__
from variorum.engine.local import LocalEngine
from variorum.link import sketch, told
from variorum.link.words import words_of_texts
from variorum.models import embedder
from variorum.publish.export import to_text
from variorum.store.base import Store
from variorum.store.sqlite import SqliteStore
from variorum.types import (
    RECORDS,
    AnnotatedArticle,
    Article,
    Clause,
    Judgement,
    LocalActor,
    Mention,
)
from variorum.update import affairs, library, names, neighbours
from variorum.update.library import bring_up_to_date

Maker = Callable[[Sequence[Sequence[AnnotatedArticle]]], dict[str, list[str]]]
PEOPLE = {  # name: kind, country, what a report may also call it
    "Tomas Reyl": ("person", "XAA", ("Reyl", "Minister Reyl")),
    "Ilse Marant": ("person", None, ("Marant",)),
    "Greta Sand": ("person", None, ("Sand",)),
    "Lindholm": ("place", None, ()),
    "Port Merrow": ("organisation", None, ("Merrow",)),
}


@pytest.fixture(autouse=True)
def _plain_vectors(monkeypatch: pytest.MonkeyPatch) -> None:
    """Bags of words for vectors, so that no model loads."""

    def vectors(texts: Sequence[str]) -> np.ndarray:
        words = words_of_texts(list(texts))
        out = np.zeros((len(texts), 512), dtype=np.float32)
        np.add.at(out, (words.article, (words.hash % np.uint64(512)).astype(int)), 1.0)
        return out / np.maximum(np.linalg.norm(out, axis=1, keepdims=True), 1e-9)

    for room, name in ((sketch, "vectors_of"), (neighbours, "vectors_of"), (embedder, "embed")):
        monkeypatch.setattr(room, name, vectors)


def annotated(id: str, text: str, published: str | None) -> AnnotatedArticle:
    """An article with its lines for sentences and clauses, and with those of `PEOPLE` that it names."""
    spans, at = [], 0
    for line in text.split("\n"):
        spans.append((at, at + len(line)))
        at += len(line) + 1
    actors, mentions = [], []
    for n, (name, (kind, country, short)) in enumerate(PEOPLE.items()):
        called = next((c for c in (name, *short) if c in text), None)
        if called is None:
            continue
        actors.append(LocalActor(id=f"l{n}", name=called, kind=kind, country=country))  # type: ignore[arg-type]
        start = text.index(called)
        label = "PERSON" if kind == "person" else "ORG"
        mentions.append(Mention(start=start, end=start + len(called), label=label, actor=f"l{n}", head="name"))
    clauses = [Clause(start=s, end=e, actors=tuple(a.id for a in actors)) for s, e in spans]
    return AnnotatedArticle(
        id=id,
        text=text,
        outlet=f"The {id}",
        published=published,
        published_from="given" if published else None,
        language="xx",
        body=((0, len(text)),),
        sentences=tuple(spans),
        actors=tuple(actors),
        mentions=tuple(mentions),
        clauses=tuple(clauses),
    )


def sample() -> list[AnnotatedArticle]:
    """Three affairs, one a sequel of another; copies among their reports; names in several spellings."""
    out = [annotated(f"strike{i}", text, "2024-03-04") for i, text in enumerate(STRIKE)]
    out += [annotated(f"school{i}", text, "2024-11-09") for i, text in enumerate(SCHOOL)]
    out += [annotated(f"flood{i}", text, "2024-05-01") for i, text in enumerate(FLOOD)]
    out.append(annotated("copy", STRIKE[0] + "\nShops along the quay closed early.", "2024-03-05"))
    out.append(
        annotated("surname", STRIKE[1].replace("Ilse Marant", "Marant").replace("Tomas Reyl", "Reyl"), "2024-03-04")
    )
    out.append(annotated("namesake", "Marant, a baker in Tarn, sold 40 loaves.", "2024-03-04"))
    return out


def add(store: Store, articles: Sequence[AnnotatedArticle]) -> None:
    store.add_articles([Article(**{f: getattr(a, f) for f in Article.__struct_fields__}) for a in articles])
    store.add_annotations(articles, __version__)


def update(store: Store) -> None:
    bring_up_to_date(store, LocalEngine(1), lambda *_: None)


def records(store: Store) -> dict[str, list[str]]:
    """All records by kind, each as it would be exported; articles by id."""
    kinds = [*RECORDS, "judgement"]
    found = {kind: [to_text([record]) for record in store.records(kind)] for kind in kinds}
    found["article"].sort()
    return found


@pytest.fixture
def made(tmp_path: Path) -> Maker:
    """The records of a library that articles come to in these batches."""
    count = 0

    def make(batches: Sequence[Sequence[AnnotatedArticle]]) -> dict[str, list[str]]:
        nonlocal count
        count += 1
        store = SqliteStore(tmp_path / f"{count}.db")
        for batch in batches:
            add(store, batch)
            update(store)
        found = records(store)
        store.close()
        return found

    return make


def cut(articles: Sequence[AnnotatedArticle], size: int) -> list[Sequence[AnnotatedArticle]]:
    return [articles[i : i + size] for i in range(0, len(articles), size)]


@pytest.mark.parametrize("seed", range(5))
def test_any_order_and_any_batches_give_the_records_of_one_build(
    made: Callable[..., dict[str, list[str]]], seed: int
) -> None:
    whole = made([sample()])
    assert len(whole["story"]) >= 3
    assert len(whole["reuse"]) >= 2
    assert whole["derivation"]
    assert any('"follows":["' in story for story in whole["story"])
    shuffled = sample()
    random.Random(seed).shuffle(shuffled)
    assert made(cut(shuffled, 1 + seed)) == whole


@pytest.mark.parametrize("seed", range(3))
def test_crowded_keys_do_not_depend_on_the_order(made: Maker, monkeypatch: pytest.MonkeyPatch, seed: int) -> None:
    """Limits that a small sample passes on the way."""
    monkeypatch.setattr(
        neighbours,
        "_POSTED",
        {
            "key": neighbours._Posted("keys", 3, 0),
            "anchor": neighbours._Posted("anchors", 2, 1),
        },
    )
    monkeypatch.setattr(neighbours, "CROWDED", 3)
    monkeypatch.setattr(neighbours, "COMMON", 2)
    monkeypatch.setattr(neighbours, "NEIGHBOURS", 1)
    monkeypatch.setattr(names, "COMPANY", 2)
    monkeypatch.setattr(library, "BATCH", 4)
    articles = [
        *sample(),
        *(annotated(f"again{i}", STRIKE[0] + f"\nBy noon {i} ships waited.", "2024-03-04") for i in range(4)),
    ]
    whole = made([articles])
    random.Random(seed).shuffle(articles)
    assert made(cut(articles, 2)) == whole


@pytest.mark.parametrize("seed", range(20))
def test_sequels_are_those_of_all_stories_at_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, seed: int) -> None:
    """Stories that come, change and go, by and by, with names that get too common to tell a sequel."""
    for room in (told, affairs):
        monkeypatch.setattr(room, "CAST", 4)
    dice, store = random.Random(seed), SqliteStore(tmp_path / "a.db")
    kept = affairs.Affairs(store, neighbours.Neighbours(store), ())
    casts: dict[str, told.Cast] = {}
    for _ in range(12):
        gone = set(dice.sample(sorted(casts), min(len(casts), dice.randrange(3))))
        ids = {f"s{dice.randrange(30)}" for _ in range(dice.randrange(1, 6))} - gone
        new = {id: invented_cast(id, dice) for id in ids}
        kept._follow(gone | ids & casts.keys(), new)
        casts = {id: cast for id, cast in (casts | new).items() if id not in gone}
        assert {id: kept.follows(id) for id in casts if kept.follows(id)} == told._earlier(list(casts.values()))
    store.close()


def invented_cast(id: str, dice: random.Random) -> told.Cast:
    day = dice.randrange(700_000, 700_600)
    names = dice.sample(range(1, 13), dice.randrange(1, 5))
    return told.Cast(id, day, day + dice.randrange(3), {name: 1.0 + name % 3 for name in sorted(names)})


def test_articles_that_change_or_go_leave_nothing_behind(tmp_path: Path) -> None:
    articles = sample()
    store, fresh = SqliteStore(tmp_path / "a.db"), SqliteStore(tmp_path / "b.db")
    add(
        store,
        [
            *articles[1:],
            annotated(articles[0].id, "Tomas Reyl sold Lindholm 90 boats.\nIlse Marant laughed.", "2024-03-04"),
        ],
    )
    update(store)
    add(store, [articles[0]])
    update(store)
    add(fresh, articles)
    update(fresh)
    assert records(store) == records(fresh)


def test_a_ruling_is_followed_and_taken_back(tmp_path: Path) -> None:
    store = SqliteStore(tmp_path / "a.db")
    add(store, sample())
    update(store)
    before = records(store)
    store.add_judgement(Judgement(id="1", verb="merge", what="story", groups=(("strike0", "flood0"),)))
    store.add_judgement(Judgement(id="2", verb="split", what="actor", groups=(("Reyl",), ("Tomas Reyl",))))
    update(store)
    homes = {id: story.id for story in store.records("story") for id in story.articles}  # type: ignore[attr-defined]
    assert homes["strike0"] == homes["flood0"]
    assert records(store) != before
    for id in ("1", "2"):
        store.remove_judgement(id)
    update(store)
    assert records(store) == before


def test_a_build_that_breaks_off_is_finished_by_the_next(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(library, "BATCH", 2)
    whole, broken = SqliteStore(tmp_path / "a.db"), SqliteStore(tmp_path / "b.db")
    for store in (whole, broken):
        add(store, sample())
    update(whole)
    steps = 0

    def breaks(stage: str, done: int, total: int | None) -> None:
        nonlocal steps
        steps += 1
        if steps % 3 == 0:
            raise KeyboardInterrupt

    for _ in range(100):
        try:
            bring_up_to_date(broken, LocalEngine(1), breaks)
            break
        except KeyboardInterrupt:
            continue
    assert steps > 5
    assert records(broken) == records(whole)


def test_little_is_done_for_an_article_that_nothing_is_shared_with(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    store = SqliteStore(tmp_path / "a.db")
    add(store, sample())
    update(store)
    compared: list[str] = []
    real = library.Accounts._compare
    monkeypatch.setattr(
        library.Accounts, "_compare", lambda self, story: compared.append(story.id) or real(self, story)
    )
    add(store, [annotated("bread", "A baker in Tarn sold loaves.", "2024-07-07")])
    update(store)
    (story,) = store.records("story", about="bread")
    assert compared == [story.id]  # type: ignore[attr-defined]
    update(store)
    assert len(compared) == 1
