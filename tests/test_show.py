"""The tables of `variorum show`, on a library of records built by hand."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from typer.testing import CliRunner

from tests.oracle import Oracle
from variorum._version import __version__
from variorum.cli.main import app
from variorum.errors import UsageError
from variorum.library import Library
from variorum.publish.show import Filters, show, story_tables
from variorum.publish.tables import Table, clean, plain, table
from variorum.publish.view import gather, view
from variorum.store.sqlite import SqliteStore
from variorum.types import AnnotatedArticle, Article


@pytest.fixture(scope="module")
def db(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A database that holds what a perfect reader would find."""
    path = tmp_path_factory.mktemp("show") / "news.db"
    records = Oracle().records()
    articles = [r for r in records if isinstance(r, AnnotatedArticle)]
    store = SqliteStore(path)
    store.add_articles([Article(**{f: getattr(a, f) for f in Article.__struct_fields__}) for a in articles])
    store.add_annotations(articles, __version__)
    store.replace_records([r for r in records if not isinstance(r, AnnotatedArticle)])
    store.close()
    return path


@pytest.fixture(scope="module")
def library(db: Path) -> Iterator[Library]:
    from variorum import open as open_library

    with open_library(db) as library:
        yield library


def only(tables: list[Table]) -> Table:
    (found,) = tables
    return found


def test_overview_begins_with_the_stories(library: Library) -> None:
    stories, held = show(library, None)
    assert [row[0] for row in stories.rows] == ["s0", "s1"]
    assert stories.rows[0][4] == "5"
    assert ("8", "articles") in held.rows
    assert "show story ID" in held.note


def test_story(library: Library) -> None:
    tables = {t.title: t for t in show(library, "story", "s0")}
    assert next(iter(tables)).startswith("Dockers and government")
    assert "5 origins" in next(iter(tables))
    assert {row[0] for row in tables["Disputed"].rows if row[0]} == {
        "figure",
        "qualifier",
        "date",
        "denial",
        "attribution",
    }
    assert any("Two ships were unloaded" in row[0] for row in tables["Only here"].rows)
    assert tables["Agreed"].rows[0][0] == "5 of 7"


def test_events_count_deeds_and_say_how_many_reports_tell_of_each(library: Library) -> None:
    found = only(show(library, "events"))
    signing = next(row for row in found.rows if row[1] == "agree")
    assert (signing[5], signing[6]) == ("2", "2")
    assert len(found.rows) == len(library.events())
    assert only(show(library, "events", filters=Filters(outlet="nobody"))).rows == ()


def test_view_from_a_library_is_that_from_records(library: Library) -> None:
    here, there = view(library, "s0"), gather(Oracle().records(), "s0")
    assert story_tables(here) == story_tables(there)
    assert here.reuse == there.reuse


@pytest.mark.parametrize(
    "what", ["stories", "quotes", "events", "figures", "disagreements", "timeline", "actors", "reuse", "relations"]
)
def test_every_kind_has_rows_with_evidence(library: Library, what: str) -> None:
    for found in show(library, what):
        assert found.rows
        assert all(len(row) == len(found.columns) for row in found.rows)
        if "evidence" in found.columns:
            assert any("[" in row[found.columns.index("evidence")] for row in found.rows)


def test_filters(library: Library) -> None:
    voss = only(show(library, "quotes", filters=Filters(speaker="voss")))
    assert [row[0] for row in voss.rows] == ["Karel Voss"]
    daily = only(show(library, "quotes", filters=Filters(outlet="velmark daily")))
    assert daily.rows
    assert all("Velmark Daily, 2024-03-22" in row[3] for row in daily.rows)
    assert len(only(show(library, "figures", filters=Filters(story="s1"))).rows) == 3
    assert len(only(show(library, "figures", "s1")).rows) == 3
    few = only(show(library, "quotes", filters=Filters(limit=2)))
    assert len(few.rows) == 2
    assert "--limit" in few.note
    party = Oracle().key["actors"][6]["name"]
    assert only(show(library, "relations", filters=Filters(between=(party[:10], "norsund")))).rows
    assert not only(show(library, "relations", filters=Filters(between=("norsund", "nobody")))).rows
    assert (
        len({row[0] for row in only(show(library, "disagreements", filters=Filters(outlet="wire"))).rows if row[0]})
        == 2
    )


def test_wrong_usage_says_what_to_do(library: Library) -> None:
    with pytest.raises(UsageError, match=r"ask for story ID, .*stories"):
        show(library, "quote")
    with pytest.raises(UsageError, match="show stories"):
        show(library, "story")
    with pytest.raises(UsageError, match="show stories"):
        show(library, "quotes", filters=Filters(story="nothing"))


def test_plain_tables_line_up() -> None:
    text = plain([table("Names", "who  what", [("é", "one"), ("日本", "two"), (None, "three")], note="all")])
    assert text.splitlines() == ["Names", "who   what", "é     one", "日本  two", "      three", "all", ""]
    assert plain([table("Names", "who  what", [("a\nb", "c")])]).splitlines() == ["Names", "who   what", "a; b  c", ""]
    assert plain([table("Names", "who  what", [])]).splitlines() == ["Names", "(none)", ""]


def test_cells_cannot_steer_the_terminal() -> None:
    assert clean("a\x1b[31mb\n\tc\u202ed\ud800") == "a\ufffd[31mb c\ufffdd\ufffd"


def test_commands(db: Path, tmp_path: Path) -> None:
    run = CliRunner().invoke
    shown = run(app, ["show", "disagreements", "--db", str(db)])
    assert shown.exit_code == 0
    assert "Cargo traffic at Port Merrow fell by 12 percent in 2023" in shown.output
    assert "[courier:" in shown.output
    page = tmp_path / "page.html"
    written = run(app, ["report", "s0", "--db", str(db), "-o", str(page)])
    assert written.exit_code == 0
    assert str(page) in written.output.replace("\n", "")
    assert page.read_text(encoding="utf8").startswith("<!doctype html>")
    assert run(app, ["report", "s9", "--db", str(db), "-o", str(page)]).exit_code == 2
    assert run(app, ["report", "s0", "--db", str(db), "-o", "page.pdf"]).exit_code == 2
    assert run(app, ["show", "nonsense", "--db", str(db)]).exit_code == 2
    assert run(app, ["show", "--db", str(tmp_path / "none.db")]).exit_code == 2
