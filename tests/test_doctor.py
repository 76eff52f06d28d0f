"""The doctor: a sound installation and database pass, and each fault is found and comes with advice."""

import json
import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest
from typer.testing import CliRunner

import variorum
from variorum.cli.main import app
from variorum.doctor import database, installation
from variorum.doctor.database import check_database
from variorum.doctor.findings import Finding, run
from variorum.errors import StoreError, UsageError

TEXT = "Hafen bleibt zu. Die Schiffe warten!"


@pytest.fixture
def db(tmp_path: Path) -> Path:
    source = tmp_path / "a.jsonl"
    source.write_text("".join(json.dumps({"id": id, "text": TEXT, "language": "de"}) + "\n" for id in "ab"))
    variorum.build(tmp_path / "a.db", source).close()
    return tmp_path / "a.db"


def found(db: Path) -> dict[str, Finding]:
    return {finding.name: finding for finding in check_database(db)}


def change(db: Path, statement: str, *values: object) -> None:
    with closing(sqlite3.connect(db)) as one:
        one.execute(statement, values)
        one.commit()


def test_a_sound_database_passes_and_is_not_changed(db: Path) -> None:
    before = db.read_bytes()
    assert {finding.status for finding in found(db).values()} == {"ok"}
    assert "2 articles" in found(db)["articles"].says
    assert db.read_bytes() == before


def cut_text(db: Path) -> None:
    change(db, "UPDATE articles SET text = CAST('Hafen' AS BLOB) WHERE id = 'a'")


def change_words(db: Path) -> None:
    change(db, "UPDATE article_words_content SET c0 = 'Schiffe' WHERE id = 1")


def lose_words(db: Path) -> None:
    change(db, "DELETE FROM article_words WHERE rowid = 1")


def break_page(db: Path) -> None:
    change(db, "PRAGMA wal_checkpoint(TRUNCATE)")
    with db.open("r+b") as file:
        file.seek(3 * 4096)
        file.write(b"\xff" * 4096)


def forget_annotation(db: Path) -> None:
    change(db, "DELETE FROM annotations WHERE article = 2")


def add_problem(db: Path) -> None:
    change(db, "INSERT INTO problems VALUES ('c.txt', 'no text in it')")


def come_from_the_future(db: Path) -> None:
    change(db, "INSERT INTO migrations VALUES (999)")


@pytest.mark.parametrize(
    ("fault", "name", "status", "says"),
    [
        (cut_text, "spans", "failed", "outside of its text"),
        (change_words, "search", "failed", "the index article_words"),
        (lose_words, "search", "failed", "1 articles cannot be found"),
        (break_page, "integrity", "failed", ""),
        (forget_annotation, "articles", "warning", "1 are to be annotated"),
        (add_problem, "problems", "warning", "c.txt: no text in it"),
        (come_from_the_future, "shape", "failed", "newer variorum"),
    ],
)
def test_each_fault_is_found_with_advice(
    db: Path, fault: Callable[[Path], None], name: str, status: str, says: str
) -> None:
    fault(db)
    finding = found(db)[name]
    assert (finding.status, says in finding.says) == (status, True), finding
    assert finding.advice


def test_an_earlier_shape_is_left_as_it_is(db: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(database, "STEPS", (*database.STEPS, "one step more"))
    held = found(db)
    assert (held["shape"].status, "spans" in held) == ("warning", False)
    assert "brings it up to date" in held["shape"].advice


def test_what_is_no_database(tmp_path: Path) -> None:
    with pytest.raises(UsageError):
        list(check_database(tmp_path / "none.db"))
    (tmp_path / "text.db").write_text("no database at all")
    with pytest.raises(StoreError):
        list(check_database(tmp_path / "text.db"))
    with closing(sqlite3.connect(tmp_path / "other.db")) as other:
        other.execute("CREATE TABLE things (name TEXT)")
    assert found(tmp_path / "other.db")["shape"].says == "not made by variorum"


def test_a_busy_database_is_looked_at_without_waiting_for_long(db: Path) -> None:
    with closing(sqlite3.connect(db, isolation_level=None)) as writer:
        writer.execute("BEGIN IMMEDIATE")
        held = found(db)
    assert held["search"].status == "skipped"
    assert held["integrity"].status == held["spans"].status == "ok"


def test_a_check_that_breaks_keeps_no_other_from_running() -> None:
    def breaks() -> Finding:
        raise RuntimeError("no such thing")

    broken, whole = run({"one": breaks, "two": lambda: Finding(name="two", status="ok", says="")}, advice="Mend it.")
    assert (broken.status, broken.says) == ("failed", "RuntimeError: no such thing")
    assert whole.status == "ok"


def test_faults_of_the_installation(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    def status(name: str) -> str:
        return {finding.name: finding.status for finding in installation.check_installation(tmp_path)}[name]

    for check in ("_models", "_meaning"):  # need the models
        monkeypatch.setattr(installation, check, lambda: Finding(name="models", status="ok", says=""))
    assert status("sqlite") == status("python") == status("folder") == "ok"
    monkeypatch.setattr(installation, "OLDEST", (4, 0))
    assert status("python") == "failed"
    monkeypatch.setattr(installation, "SQLITE", (99, 0))
    assert status("sqlite") == "failed"
    needed = ["numpy>=999", "no-such-package", "of-an-extra; extra == 'test'"]
    monkeypatch.setattr(installation.metadata, "requires", lambda name: needed)
    packages = installation._packages()
    assert "no-such-package is missing" in packages.says
    assert "numpy is " in packages.says
    assert "of-an-extra" not in packages.says
    assert installation._folder(tmp_path / "none").status == "failed"


def test_java_is_asked_for_its_version(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    java = tmp_path / "bin" / "java"
    java.parent.mkdir()
    monkeypatch.setenv("JAVA_HOME", str(tmp_path))
    for version, major in (("17.0.15", 17), ("21", 21), ("1.8.0_402", 8)):
        java.write_text(f"#!/bin/sh\necho 'openjdk version \"{version}\"' >&2\n")
        java.chmod(0o755)
        assert installation.java_version() == major
    java.unlink()
    assert installation.java_version() is None


@pytest.mark.models
def test_the_models_read_a_known_line() -> None:
    assert (installation._models().status, installation._meaning().status) == ("ok", "ok")


@pytest.mark.models
def test_a_model_that_reads_otherwise_fails(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(installation, "LINE", "Nothing was said here. Nobody came.")
    finding = installation._models()
    assert finding.status == "failed"
    assert "its quotation" in finding.says


def test_the_command_says_what_to_do(db: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for check in ("_packages", "_models", "_meaning"):
        monkeypatch.setattr(installation, check, lambda: Finding(name="models", status="ok", says="well"))
    sound = CliRunner().invoke(app, ["doctor", "--db", str(db), "--json"])
    rows = [json.loads(line) for line in sound.stdout.splitlines()]
    assert sound.exit_code == 0
    assert [row["name"] for row in rows[:3]] == ["shape", "integrity", "search"]
    cut_text(db)
    broken = CliRunner().invoke(app, ["doctor", "--db", str(db)])
    assert broken.exit_code == 1
    assert "✗ spans" in broken.stdout
    assert "Please report it" in broken.stdout
    missing = CliRunner().invoke(app, ["doctor", "--db", str(db.with_name("none.db"))])
    assert missing.exit_code == 2


def test_a_file_that_was_cut_off_is_to_be_restored(db: Path) -> None:
    change(db, "PRAGMA wal_checkpoint(TRUNCATE)")
    whole = db.read_bytes()
    db.write_bytes(whole[: len(whole) // 2])
    failed = [finding for finding in found(db).values() if finding.status == "failed"]
    assert failed
    assert all(finding.advice == database.RESTORE for finding in failed)
