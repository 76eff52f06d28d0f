"""Corrections of actors, from build to build: splits and merges hold, outlive new articles, and are taken back."""

import json
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from variorum.cli.main import app
from variorum.library import Library, open_library
from variorum.types import to_json

pytestmark = pytest.mark.models

FIRST = {
    "a": "Port Minister Yusuf Kareem of Jordan said on Monday that the new quay in Aqaba will open. "
    "Yusuf Kareem thanked Jordan's engineers.",
    "b": "Jordan's port minister Youssef Karim opened the quay in Aqaba. "
    "Youssef Karim praised the engineers of Jordan.",
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


@pytest.mark.parametrize(
    ("verb", "both", "after"),
    [
        ("split", ("Yusuf Kareem", "Youssef Karim"), [{"Youssef Karim"}, {"Yusuf Kareem"}]),
        ("merge", ("Ruth Oberman", "Ruthie Obby"), [{"Ruth Oberman", "Ruthie Obby"}]),
    ],
)
def test_a_judgement_outlives_rebuilds_and_is_taken_back(
    db: Path, verb: str, both: tuple[str, str], after: list[set[str]]
) -> None:
    before, first = export(db), grouped(db, *both)
    assert first != after
    kept = run("judge", verb, "actors", *both, "--db", db, "--note", "asked").split()[2].strip(";")
    build(db).close()
    assert grouped(db, *both) == after
    run("judge", "undo", kept, "--db", db)
    build(db).close()
    assert export(db) == before
    run("judge", verb, "actors", *both, "--db", db)
    for added in ({"e": LATER}, {}):
        build(db, **added).close()
        assert grouped(db, *both) == after


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


def export(db: Path) -> list[dict[str, Any]]:
    with open_library(db) as library:
        return [to_json(actor) for actor in library.actors()]
