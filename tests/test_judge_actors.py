"""Corrections of actors, from build to build: splits and merges hold, outlive new articles, and are taken back."""

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner

import variorum
from variorum.cli.main import app
from variorum.library import Library, open_library

pytestmark = pytest.mark.models

FIRST = {
    "a": "Port Minister Yusuf Kareem of Jordan said on Monday that the new quay in Aqaba will open. Yusuf Kareem thanked "
    "Jordan's engineers.",
    "b": "Jordan's port minister Youssef Karim opened the quay in Aqaba. Youssef Karim praised the engineers of Jordan.",
    "c": "Ruth Oberman, the mayor of Velmar, visited the quay. Ruth Oberman spoke to the dockers.",
    "d": "Aunt Ruthie, as the dockers call her, came to the quay again. The singer Ruthie Obby sang for the dockers.",
}
LATER = "Port Minister Yusuf Kareem of Jordan closed the old quay on Friday. Jordan's engineers clapped."


def run(*args: object) -> str:
    done = CliRunner().invoke(app, [str(a) for a in args])
    assert done.exit_code == 0, done.output
    return done.stdout


def build(db: Path, **texts: str) -> Library:
    source = db.with_suffix(".jsonl")
    rows = ({"id": id, "published": "2021-03-02", "language": "en", "text": text} for id, text in texts.items())
    source.write_text("".join(json.dumps(row) + "\n" for row in rows))
    run("build", source, "--db", db, "--quiet")
    return open_library(db)


def grouped(db: Path, *names: str) -> list[set[str]]:
    """Which of the names each actor bears, leaving out those who bear none."""
    with open_library(db) as library:
        found = [{alias.name for alias in actor.aliases} & set(names) for actor in library.actors()]
    return sorted(filter(None, found), key=sorted)


@pytest.fixture
def db(tmp_path: Path) -> Path:
    build(tmp_path / "news.db", **FIRST).close()
    return tmp_path / "news.db"


def test_a_split_outlives_rebuilds_and_is_taken_back(db: Path) -> None:
    both = "Yusuf Kareem", "Youssef Karim"
    assert grouped(db, *both) == [set(both)]
    before = export(db)
    kept = run("judge", "split", "actors", *both, "--db", db, "--note", "two men").split()[2].strip(";")
    for added in ({}, {"e": LATER}):
        build(db, **added).close()
        assert grouped(db, *both) == [{"Youssef Karim"}, {"Yusuf Kareem"}]
    run("judge", "undo", kept, "--db", db)
    build(db).close()
    assert grouped(db, *both) == [set(both)]
    assert len(export(db)) >= len(before)


def test_a_merge_outlives_rebuilds_and_is_taken_back(db: Path) -> None:
    both = "Ruth Oberman", "Ruthie Obby"
    assert grouped(db, *both) == [{"Ruth Oberman"}, {"Ruthie Obby"}]
    before = export(db)
    kept = run("judge", "merge", "actors", *both, "--db", db).split()[2].strip(";")
    for added in ({}, {"e": LATER}):
        build(db, **added).close()
        assert grouped(db, *both) == [set(both)]
    run("judge", "undo", kept, "--db", db)
    build(db).close()
    assert grouped(db, *both) == [{"Ruth Oberman"}, {"Ruthie Obby"}]
    assert {a["id"] for a in before} <= {a["id"] for a in export(db)}


def test_the_last_of_two_judgements_counts(db: Path) -> None:
    both = "Yusuf Kareem", "Youssef Karim"
    run("judge", "split", "actors", *both, "--db", db)
    run("judge", "merge", "actors", *both, "--db", db)
    build(db).close()
    assert grouped(db, *both) == [set(both)]
    run("judge", "split", "actors", *both, "--db", db)
    build(db).close()
    assert len(grouped(db, *both)) == 2


def test_the_programs_merges_are_kept_and_parted_by_a_person(db: Path) -> None:
    both = "Yusuf Kareem", "Youssef Karim"
    with open_library(db) as library:
        merges = [m for m in library.merges() if set(m.groups[0]) == set(both)]
        assert library.judgements() == []
    (merge,) = merges
    assert (merge.by, merge.verb, merge.what) == ("variorum", "merge", "actor")
    assert merge.score is not None
    assert merge.score > 0.5
    assert merge.note
    assert merge.id in run("judge", "list", "--all", "--db", db)
    assert merge.id not in run("judge", "list", "--db", db)
    assert f"({merge.score:.2f})" in run("show", "actors", "--db", db)
    refused = CliRunner().invoke(app, ["judge", "undo", merge.id, "--db", str(db)])
    assert refused.exit_code == 2
    assert "judge split" in refused.output
    run("judge", "split", "actors", *both, "--db", db)
    with build(db) as library:
        assert all(set(m.groups[0]) != set(both) for m in library.merges())
        assert [j.by for j in library.judgements()] == ["person"]


def test_an_archive_that_grew_equals_one_built_at_once(db: Path, tmp_path: Path) -> None:
    build(db, e=LATER).close()
    build(tmp_path / "whole.db", **FIRST, e=LATER).close()
    assert export(db) == export(tmp_path / "whole.db")
    with open_library(db) as grown, open_library(tmp_path / "whole.db") as whole:
        assert grown.merges() == whole.merges()


def export(db: Path) -> list[dict[str, object]]:
    with variorum.open(db) as library:
        return [json.loads(json.dumps(variorum.types.to_json(actor))) for actor in library.actors()]
