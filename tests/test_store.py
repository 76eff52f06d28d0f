"""What every store promises."""

import sqlite3
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.stores import Place
from variorum.errors import StoreError, UsageError
from variorum.read.articles import content_id
from variorum.store.base import Chain, Problem, Store
from variorum.store.shape import STEPS
from variorum.store.sqlite import SqliteStore
from variorum.types import (
    Actor,
    AnnotatedArticle,
    Article,
    Claim,
    Judgement,
    Record,
    Relation,
    Reuse,
    SpanRef,
    Statement,
    Story,
)

VERSION = "1"


@pytest.fixture
def store(place: Place) -> Store:
    return place()


def article(id: str, text: str = "The port reopened. Ships came in.") -> Article:
    return Article(id=id, text=text, source=f"{id}.txt")


def annotated(id: str, text: str = "The port reopened. Ships came in.") -> AnnotatedArticle:
    cut = text.find(".") + 1
    return AnnotatedArticle(id=id, text=text, source=f"{id}.txt", sentences=((0, cut), (cut + 1, len(text))))


def ref(id: str) -> SpanRef:
    return SpanRef(article=id, start=0, end=18, text="The port reopened.")


def statement(id: str) -> Statement:
    return Statement(article=id, start=0, end=18, text="The port reopened.")


RECORDS: list[Record] = [
    Actor(id="p", name="Port of Velmar", kind="organisation", mentions=(ref("a"),)),
    Story(id="s", title="Port", articles=("b", "a"), actors=("p",)),
    Reuse(kind="verbatim", a=ref("a"), b=ref("b"), score=1.0),
    Claim(id="c1", story="s", text="The port reopened.", articles=1, of=2, origins=1, statements=(statement("a"),)),
    Claim(id="c2", story="t", text="The port reopened.", articles=1, of=1, origins=1, statements=(statement("c"),)),
    Relation(id="r", kind="trade", parties=("p",), name="Trade", stages=()),
]


def fill(store: Store) -> None:
    store.add_articles([article(i) for i in "abc"])
    store.add_annotations([annotated(i) for i in "abc"], VERSION)
    store.replace_records(RECORDS)


def test_articles_are_added_once_and_annotated_in_order(store: Store) -> None:
    assert store.add_articles([article("b"), article("a")]) == 2
    assert store.add_articles([article("a"), article("c")]) == 1
    assert [a.id for a in store.pending(VERSION)] == ["b", "a", "c"]
    store.add_annotations([annotated("b"), annotated("a")], VERSION)
    assert [a.id for a in store.pending(VERSION)] == ["c"]
    assert store.count_pending(VERSION) == 1
    assert [a.id for a in store.articles()] == ["b", "a"]
    assert [a.id for a in store.articles(["a", "x", "b"])] == ["a", "b"]
    assert store.article("c") is None
    assert store.article("a") == annotated("a")


def test_other_content_under_an_id_is_annotated_anew(store: Store) -> None:
    fill(store)
    assert store.add_articles([article("a", "The port closed again.")]) == 1
    assert [a.text for a in store.pending(VERSION)] == ["The port closed again."]
    assert store.article("a") is None
    assert list(store.search("reopened", 9))
    assert {span.article for span in store.search("reopened", 9)} == {"b", "c"}


def page(text: str, updated: str | None = None, url: str = "https://quay.example/a?utm_source=x#top") -> Article:
    return Article(id=content_id(text, None, url), text=text, url=url, updated=updated)


def test_other_content_under_an_id_keeps_the_version_before(store: Store) -> None:
    fill(store)
    store.add_articles([article("a", "It closed again.")])
    before, now = store.versions("a")
    assert now == "a"
    assert store.versions(before) == [before, now]
    assert store.revised() == ["a"]
    store.add_annotations([annotated("a", "It closed again.")], VERSION)
    assert [a.text for a in store.articles([before, now])] == ["The port reopened. Ships came in.", "It closed again."]
    assert [a.id for a in store.articles()] == ["b", "c", "a"]
    assert store.counts()["article"] == 3
    assert {span.article for span in store.search("port", 9)} == {"b", "c"}


def test_content_that_comes_back_is_not_annotated_anew(store: Store) -> None:
    fill(store)
    store.add_articles([article("a", "It closed again.")])
    assert store.add_articles([article("a")]) == 1
    assert [a.text for a in store.pending(VERSION)] == ["It closed again."]
    assert ("a", True) in store.unlinked(9)
    assert store.article("a") == annotated("a")
    assert len(store.versions("a")) == 2


def test_new_particulars_are_no_version(store: Store) -> None:
    fill(store)
    store.add_articles([Article(id="a", text="The port reopened. Ships came in.", outlet="The Quay")])
    assert store.versions("a") == ["a"]
    assert [a.outlet for a in store.pending(VERSION)] == ["The Quay"]


def test_a_page_that_has_changed_is_a_version(store: Store) -> None:
    old, new, other = (
        page("One."),
        page("Two.", url="http://quay.example/a/"),
        page("Three.", url="https://quay.example"),
    )
    store.add_articles([old, other, page("Four.", url="https://quay.example/")])
    store.add_articles([new])
    assert store.versions(old.id) == store.versions(new.id) == [old.id, new.id]
    assert next(store.pending(VERSION)).id == old.id
    store.add_annotations([AnnotatedArticle(id=a.id, text=a.text) for a in (old, new, other)], VERSION)
    assert [a.text for a in store.articles()] == ["Three.", "Two."]
    store.mark_linked([old.id, new.id, other.id])
    assert store.add_articles([old]) == 0
    assert sorted(store.unlinked(9)) == sorted([(old.id, True), (new.id, False)])
    assert store.add_articles([new]) == 0
    assert sorted(store.unlinked(9)) == sorted([(old.id, False), (new.id, True)])
    assert store.versions("nobody") == []


def test_a_page_of_an_earlier_date_does_not_take_the_place_of_a_later(store: Store) -> None:
    later = page("Two.", "2021-03-02T10:00:00+02:00")
    earlier, first = page("One.", "2021-03-02T07:59:00+00:00"), page("Zero.", "2021-03-01")
    store.add_articles([later])
    store.add_articles([earlier, first])
    assert store.versions(first.id) == [earlier.id, first.id, later.id]
    same_day = page("Three.", "2021-03-02")
    store.add_articles([same_day])
    assert store.versions(first.id)[-1] == same_day.id


def test_visits_are_kept_by_address(store: Store) -> None:
    store.keep_visits({"a": b"1", "b": b"2"})
    store.keep_visits({"a": b"3"})
    assert store.visits() == {"a": b"3", "b": b"2"}


def test_another_version_annotates_everything_anew(store: Store) -> None:
    fill(store)
    assert store.count_pending("2") == 3


def test_records_come_back_in_order_and_by_what_they_concern(store: Store) -> None:
    fill(store)
    kinds = ("actor", "story", "reuse", "claim", "relation")
    assert [r for kind in kinds for r in store.records(kind)] == RECORDS
    assert list(store.records("claim", about="s")) == [RECORDS[3]]
    assert list(store.records("claim", about="c")) == [RECORDS[4]]
    assert list(store.records("reuse", about="b")) == [RECORDS[2]]
    assert list(store.records("relation", about="p")) == [RECORDS[5]]
    assert [getattr(a, "id", None) for a in store.records("article", about="s")] == ["b", "a"]
    assert store.record("claim", "c2") == RECORDS[4]
    assert store.record("claim", "none") is None
    assert store.counts()["claim"] == 2
    with pytest.raises(UsageError, match="no kind"):
        list(store.records("rumour"))


def test_records_are_replaced_as_a_whole_or_not_at_all(store: Store) -> None:
    fill(store)

    def broken() -> Iterator[Record]:
        yield RECORDS[0]
        raise RuntimeError

    with pytest.raises(RuntimeError):
        store.replace_records(broken())
    assert list(store.records("claim")) == RECORDS[3:5]
    store.replace_records([])
    assert not list(store.records("claim"))


def test_a_date_from_other_reports_stands_in_and_goes_with_its_records(store: Store) -> None:
    fill(store)
    dated = AnnotatedArticle(id="a", text="The port reopened. Ships came in.", published="2021-03-02")
    store.replace_records(RECORDS, dated=[dated])
    assert store.article("a") == dated
    store.replace_records(RECORDS)
    assert store.article("a") == annotated("a")


def test_what_came_changed_or_went_is_to_be_linked(store: Store) -> None:
    fill(store)
    assert store.unlinked(9) == [("a", True), ("b", True), ("c", True)]
    assert store.unlinked(2) == [("a", True), ("b", True)]
    assert store.count_unlinked() == 3
    store.mark_linked("abc")
    assert store.unlinked(9) == []
    store.date({"a": annotated("a")})
    store.add_articles([article("a")])
    assert store.count_unlinked() == 0
    store.add_articles([article("b", "The port closed again.")])
    assert ("b", False) in store.unlinked(9)
    store.add_annotations([annotated("b", "The port closed again.")], VERSION)
    assert ("b", True) in store.unlinked(9)
    before = next(id for id in store.versions("b") if id != "b")
    assert (before, False) in store.unlinked(9)


def test_records_are_replaced_with_their_owner(store: Store) -> None:
    store.replace("one", [("2", RECORDS[3])])
    store.replace("other", [("1", RECORDS[4]), ("3", RECORDS[2])])
    assert list(store.records("claim")) == [RECORDS[4], RECORDS[3]]
    assert list(store.records("reuse", about="a")) == [RECORDS[2]]
    store.replace("other", [])
    assert list(store.records("claim")) == [RECORDS[3]]
    assert not list(store.records("reuse", about="a"))


def test_mentions_of_an_actor_are_kept_with_their_articles(store: Store) -> None:
    fill(store)
    store.replace("q", [("1", Actor(id="q", name="Quay", kind="organisation"))])
    store.assign(
        [
            Chain(article="b", local="1", actor="q", mentions=((4, 8, "port"),)),
            Chain(article="a", local="2", actor="q", mentions=((0, 3, "The"), (4, 8, "port"))),
            Chain(article="c", local="1", actor="q", mentions=((0, 3, "The"),)),
        ]
    )
    store.assign([Chain(article="c", local="1", actor=None)])
    (found,) = store.records("actor", about="b")
    assert isinstance(found, Actor)
    assert found.locals == (("a", "2"), ("b", "1"))
    assert [(m.article, m.start, m.text) for m in found.mentions] == [
        ("a", 0, "The"),
        ("a", 4, "port"),
        ("b", 4, "port"),
    ]
    assert store.record("actor", "q") == found
    assert [getattr(r, "id", None) for r in store.records("actor", about="a")] == ["p", "q"]
    assert list(store.records("actor", about="c")) == []


def test_notes_are_kept_by_kind_and_key(store: Store) -> None:
    notes = store.notes
    notes.put("x", {"a": b"1", "b": b"2"})
    notes.put("y", {"a": b"3"})
    notes.put("x", {"a": b"4", "c": None})
    assert notes.get("x", ["a", "b", "c"]) == {"a": b"4", "b": b"2"}
    assert notes.some("x", 1) == [("a", b"4")]
    notes.put("x", {"a": None})
    assert notes.get("x", (str(i) for i in range(2000))) == {}
    assert notes.some("x", 9) == [("b", b"2")]


def test_postings_tell_who_holds_a_key(store: Store) -> None:
    notes = store.notes
    notes.post("x", [(b"\0k", holder, holder.encode()) for holder in "cabed"])
    notes.post("x", [(b"other", "a", b""), (b"\0k", "a", b"A")])
    assert notes.holders("x", b"\0k") == list("abcde")
    assert notes.holders("x", b"\0k", most=2) == list("ab")
    assert notes.holders("y", b"\0k") == []
    assert notes.around("x", b"\0k", "c", 1) == ["b", "d"]
    assert notes.around("x", b"\0k", "bb", 2) == ["a", "b", "c", "d"]
    assert next(iter(notes.posted("x", b"\0k"))) == ("a", b"A")
    notes.unpost("x", [(b"\0k", "a"), (b"\0k", "none")])
    assert notes.holders("x", b"\0k", most=1) == ["b"]


def test_a_transaction_is_kept_wholly_or_not_at_all(store: Store) -> None:
    def broken() -> None:
        with store.transaction():
            store.notes.put("x", {"a": b"1"})
            store.replace("one", [("2", RECORDS[3])])
            assert store.notes.get("x", ["a"])
            raise RuntimeError

    with pytest.raises(RuntimeError):
        broken()
    assert not store.notes.get("x", ["a"])
    assert not list(store.records("claim"))
    with store.transaction(), store.transaction():
        store.notes.put("x", {"a": b"1"})
    assert store.notes.get("x", ["a"]) == {"a": b"1"}


def test_search_gives_the_sentence(store: Store) -> None:
    fill(store)
    store.add_articles([article("d", "Nothing here. A müller waits at the harbour.")])
    store.add_annotations([annotated("d", "Nothing here. A müller waits at the harbour.")], VERSION)
    assert [s.text for s in store.search("ship", 1)] == ["Ships came in."]
    assert [s.text for s in store.search("MULLER harbour", 5)] == ["A müller waits at the harbour."]
    for query in ("", '"', "port AND", "NEAR(", "*", "absent", "\x00"):
        assert all("port" in s.text for s in store.search(query, 5))


def test_problems_are_kept_until_their_source_is_read(store: Store) -> None:
    store.add_problem(Problem(source="x\ud800", why="cut"))
    store.add_problem(Problem(source="y", why="cut"))
    store.add_problem(Problem(source="y", why="gone"))
    assert [(p.source, p.why) for p in store.problems()] == [("x?", "cut"), ("y", "gone")]
    store.clear_problems(["x\ud800", "z"])
    assert [p.source for p in store.problems()] == ["y"]


def test_judgements_keep_their_order_and_can_be_taken_back(store: Store) -> None:
    for id in ("j", "k", "j"):
        store.add_judgement(Judgement(id=id, verb="confirm", what="finding", groups=(("c1",),)))
    assert [j.id for j in store.judgements()] == ["k", "j"]
    assert store.remove_judgement("k")
    assert not store.remove_judgement("k")


def test_odd_text_comes_back_unchanged(store: Store) -> None:
    for i, text in enumerate(("", "\0a\0", "🎉 \u202eمرحبا", "x" * 300_000, "a\r\nb\u2028c")):
        odd = Article(id=str(i), text=text, title=text[:20])
        store.add_articles([odd])
        store.add_annotations([AnnotatedArticle(id=str(i), text=text, title=text[:20])], VERSION)
        found = store.article(str(i))
        assert found is not None
        assert found.text == text


def test_a_reader_is_not_kept_waiting_and_sees_one_state(place: Place) -> None:
    writer, reader = place(), place()
    fill(writer)
    began, go_on = threading.Event(), threading.Event()

    def slow() -> Iterator[Record]:
        yield from RECORDS[:2]
        began.set()
        assert go_on.wait(10)

    thread = threading.Thread(target=lambda: writer.replace_records(slow()))
    thread.start()
    assert began.wait(10)
    assert list(reader.records("claim")) == RECORDS[3:5]  # while the writer is within its transaction
    with reader.snapshot():
        before = reader.counts()
        go_on.set()
        thread.join()
        assert reader.counts() == before
    assert reader.counts()["claim"] == 0


def test_two_writers_take_turns(place: Place) -> None:
    stores = [place() for _ in range(3)]
    errors: list[BaseException] = []

    def write(store: Store, at: int) -> None:
        try:
            for i in range(20):
                store.add_articles([article(f"{at}-{i}"), article(f"shared-{i}")])
        except BaseException as error:
            errors.append(error)

    threads = [threading.Thread(target=write, args=(store, at)) for at, store in enumerate(stores)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert not errors
    assert stores[0].count_pending(VERSION) == 80


def test_a_database_is_told_from_other_files(tmp_path: Path) -> None:
    (tmp_path / "notes.txt").write_text("no database at all")
    with pytest.raises(StoreError, match="not a database"):
        SqliteStore(tmp_path / "notes.txt")
    with pytest.raises(StoreError, match="folder"):
        SqliteStore(tmp_path)
    with pytest.raises(StoreError, match="no folder"):
        SqliteStore(tmp_path / "none" / "news.db")
    with pytest.raises(UsageError, match="variorum build"):
        SqliteStore(tmp_path / "news.db", create=False)


def test_a_newer_database_is_refused(tmp_path: Path) -> None:
    SqliteStore(tmp_path / "news.db").close()
    with sqlite3.connect(tmp_path / "news.db") as db:
        assert [v for (v,) in db.execute("SELECT version FROM migrations")] == list(range(1, len(STEPS) + 1))
        db.execute("INSERT INTO migrations VALUES (999)")
    db.close()
    with pytest.raises(StoreError, match="newer"):
        SqliteStore(tmp_path / "news.db")
