"""What lists and search boxes are told, and that it follows every change of the records."""

import pytest

from tests.stores import Place
from variorum.store.base import Store
from variorum.store.catalogue import Filters
from variorum.types import (
    Actor,
    AnnotatedArticle,
    Article,
    Claim,
    Disagreement,
    Event,
    EventActor,
    Quote,
    Record,
    Relation,
    Stage,
    Story,
)

TEXTS = {
    "a": "“Zander stocks are falling,” the minister said. The fleet left port.",
    "b": "The minister warned the fleet. “Nets stay dry,” he said.",
    "c": "A bridge opened.",
}


def annotated(id: str, outlet: str | None, day: str | None, **found: object) -> AnnotatedArticle:
    text = TEXTS[id]
    return AnnotatedArticle(id=id, text=text, title=f"Title {id}", outlet=outlet, published=day, **found)  # type: ignore[arg-type]


def articles() -> list[AnnotatedArticle]:
    minister = EventActor(name="minister", code=None, span=(4, 12), actor="a1")
    fleet = EventActor(name="fleet", code=None, span=(24, 29), actor="a2")
    warned = Event(start=0, end=30, trigger=((13, 19),), code="THREATEN", quad=3, status="happened", source=(minister,),
                   target=(fleet,), from_="2023-05-01")  # fmt: skip
    said = Quote(content=((0, 27),), kind="direct", speaker="minister", speaker_actor="a1")
    also = Quote(content=((31, 47),), kind="direct", speaker="minister", speaker_actor="a1")
    return [
        annotated("a", "Gazette", "2023-04-30", quotes=(said,)),
        annotated("b", "Herald", "2023-05-02", quotes=(also,), events=(warned,)),
        annotated("c", None, None),
    ]


def records() -> list[Record]:
    return [
        Actor(id="m", name="Minister", kind="person", locals=(("a", "a1"), ("b", "a1"))),
        Actor(id="f", name="100% Fleet", kind="organisation", locals=(("b", "a2"),)),
        Story(id="s1", title="Zander", articles=("a", "b"), from_="2023-04-30", to="2023-05-02", actors=("m", "f")),
        Story(id="s2", title="Bridge", articles=("c",)),
        Claim(id="c1", story="s1", text="Zander stocks are falling.", articles=1, of=2, origins=1, statements=()),
        Disagreement(id="d", kind="figure", stories=("s1",), about="stocks", sides=(), score=1, why=""),
        Relation(id="r", kind="trade", parties=("m", "f"), name="Nets", stages=(
            Stage(stage="signed", from_="2022-01-01", to="2022-12-31", status="happened", statements=()),)),
    ]  # fmt: skip


@pytest.fixture
def store(place: Place) -> Store:
    store = place()
    store.add_articles([Article(id=id, text=text) for id, text in TEXTS.items()])
    store.add_annotations(articles(), "1")
    store.replace_records(records())
    return store


def ids(store: Store, kind: str, **filters: str) -> list[str]:
    return [card.id for card in store.catalogue().cards(kind, Filters(**filters), limit=10)]  # type: ignore[arg-type]


def test_lists_by_day_and_by_weight(store: Store) -> None:
    assert ids(store, "story") == ["s1", "s2"]
    assert ids(store, "article") == ["b", "a", "c"]
    assert [c.weight for c in store.catalogue().cards("actor", Filters(), by="weight", limit=9)] == [2, 1]
    (relation,) = store.catalogue().cards("relation", Filters(), limit=9)
    assert (relation.first, relation.last, relation.sort, relation.weight) == ("2022-01-01", "2022-12-31", "trade", 1)


@pytest.mark.parametrize(
    ("kind", "filters", "expected"),
    [
        ("story", {"outlet": "Herald"}, ["s1"]),
        ("story", {"outlet": "Unknown"}, []),
        ("story", {"disputed": "figure"}, ["s1"]),
        ("story", {"disputed": "date"}, []),
        ("story", {"since": "2023-05-02"}, ["s1"]),
        ("story", {"since": "2023-05-03"}, []),
        ("story", {"until": "2023-04-30"}, ["s1"]),
        ("story", {"until": "2023-04-29"}, []),
        ("story", {"actor": "f"}, ["s1"]),
        ("article", {"sort": "Gazette"}, ["a"]),
        ("actor", {"name": "mini"}, ["m"]),
        ("actor", {"name": "100%"}, ["f"]),
        ("actor", {"name": "%"}, []),
    ],
)
def test_filters(store: Store, kind: str, filters: dict[str, str], expected: list[str]) -> None:
    assert ids(store, kind, **filters) == expected


def test_pages_go_on_where_the_last_ended(store: Store) -> None:
    catalogue = store.catalogue()
    first = catalogue.cards("article", Filters(), limit=1)[0]
    rest = catalogue.cards("article", Filters(), after=(first.last, first.id), limit=9)
    assert [first.id, *(card.id for card in rest)] == ["b", "a", "c"]


def test_who_said_and_did_what(store: Store) -> None:
    catalogue = store.catalogue()
    assert [(d.role, d.article, d.day) for d in catalogue.acts("m", limit=9)] == [
        ("said", "b", "2023-05-02"),
        ("did", "b", "2023-05-01"),
        ("said", "a", "2023-04-30"),
    ]
    assert [d.role for d in catalogue.acts("f", limit=9)] == ["undergone"]
    assert [d.article for d in catalogue.acts("m", role="said", month="2023-04", limit=9)] == ["a"]
    newest = catalogue.acts("m", limit=1)[0]
    after = (newest.day, newest.article, newest.role, str(newest.number))
    assert [d.role for d in catalogue.acts("m", after=after, limit=9)] == ["did", "said"]
    assert catalogue.months("m") == [("2023-05", "said", 1), ("2023-05", "did", 1), ("2023-04", "said", 1)]
    assert catalogue.tellers("m") == [("Herald", 2), ("Gazette", 1)]
    assert catalogue.actors_in("b") == {"a1": "m", "a2": "f"}
    assert catalogue.sorts("article") == [("Gazette", 1), ("Herald", 1)]
    assert catalogue.named("actor", ["m", "x"])["m"].name == "Minister"


def test_finds_quotes_and_claims(store: Store) -> None:
    catalogue = store.catalogue()
    assert [(f.article, f.number) for f in catalogue.find("quote", "net dry", limit=9)] == [("b", 0)]
    assert [f.claim for f in catalogue.find("claim", "falling zander", limit=9)] == ["c1"]
    assert catalogue.find("claim", "falling zander", skip=1, limit=9) == []
    assert catalogue.find("quote", '"*( OR', limit=9) == catalogue.find("quote", "or", limit=9) == []
    assert catalogue.find("quote", "«»", limit=9) == []


def test_follows_changes(store: Store) -> None:
    store.replace_records([Story(id="s3", title="Later", articles=("a",))], dated=[
        annotated("c", None, "2024-01-01")])  # fmt: skip
    assert ids(store, "story") == ["s3"]
    assert ids(store, "actor") == []
    assert ids(store, "article") == ["c", "b", "a"]
    assert store.catalogue().months("m") == []
    assert store.catalogue().find("claim", "zander", limit=9) == []
    store.replace_records([])
    assert ids(store, "article") == ["b", "a", "c"]
    store.add_articles([Article(id="a", text="Nothing more.")])
    store.add_annotations([AnnotatedArticle(id="a", text="Nothing more.")], "1")
    assert store.catalogue().find("quote", "zander", limit=9) == []


def test_opening_does_not_wait_for_a_writer(store: Store, place: Place) -> None:
    with store.transaction():
        store.notes.put("x", {"a": b"1"})
        assert place().counts()["story"]


def test_only_the_latest_version_of_an_article_is_listed(store: Store) -> None:
    TEXTS["a2"] = "“Zander stocks are rising,” the minister said."
    store.add_articles([Article(id="a", text=TEXTS["a2"])])
    (before, now) = store.versions("a")
    store.add_annotations([AnnotatedArticle(id="a", text=TEXTS["a2"], title="Anew", published="2023-06-01")], "1")
    assert now == "a"
    assert ids(store, "article") == ["a", "b", "c"]
    assert store.catalogue().find("quote", "zander", limit=9) == []
    assert {d.article for d in store.catalogue().acts("m", limit=9)} == {"b"}
    store.add_articles([Article(id="a", text=TEXTS["a"])])  # put back
    assert before not in ids(store, "article")
    assert [f.article for f in store.catalogue().find("quote", "zander", limit=9)] == ["a"]
    assert store.catalogue().named("article", ["a"])["a"].sort == "Gazette"
