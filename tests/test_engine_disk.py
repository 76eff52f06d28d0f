"""A disk that fills up, a database that another program holds: what was stored stays, and the next build goes on."""

import json
import os
import random
import resource
import sqlite3
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

import variorum
from tests.crash_driver import records
from variorum.errors import StoreError
from variorum.store import sqlite

ROOT = Path(__file__).resolve().parent.parent
ROOM = 1 << 20  # bytes that the database may take at first
REPORTS = 120


@pytest.fixture(scope="module")
def corpus(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Reports in a language that needs no models, each in words of its own: about twice what there is room for."""
    path = tmp_path_factory.mktemp("corpus") / "reports.jsonl"
    dice = random.Random(3)
    with path.open("w") as file:
        for i in range(REPORTS):
            text = " ".join(f"{dice.getrandbits(40):x}." for _ in range(700))
            file.write(json.dumps({"id": f"{i:03}", "language": "de", "text": text}) + "\n")
    return path


@pytest.fixture(scope="module")
def undisturbed(corpus: Path) -> str:
    path = corpus.with_name("whole.db")
    variorum.build(path, corpus).close()
    assert path.stat().st_size > 2 * ROOM
    return records(path)


def build(corpus: Path, db: Path, *, room: int | None = None) -> "subprocess.CompletedProcess[str]":
    def limit() -> None:
        if room is not None:
            resource.setrlimit(resource.RLIMIT_FSIZE, (room, room))

    command = [sys.executable, "-m", "variorum", "build", str(corpus), "--db", str(db), "--jobs", "1"]
    return subprocess.run(command, cwd=ROOT, capture_output=True, text=True, preexec_fn=limit, check=False)


def stored(db: Path) -> int:
    with closing(sqlite3.connect(db)) as one:
        assert one.execute("PRAGMA integrity_check").fetchone() == ("ok",)
        return int(one.execute("SELECT count(*) FROM articles").fetchone()[0])


def test_a_file_that_may_not_grow(corpus: Path, undisturbed: str, tmp_path: Path) -> None:
    db = tmp_path / "a.db"
    full = build(corpus, db, room=ROOM)
    assert full.returncode == 3
    assert "disk" in full.stderr
    assert "run the same command again" in full.stderr
    assert "Traceback" not in full.stderr
    kept = stored(db)
    assert 0 < kept <= REPORTS
    assert build(corpus, db).returncode == 0
    assert stored(db) == REPORTS
    assert records(db) == undisturbed


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A disk of a megabyte."""
    folder = tmp_path / "disk"
    folder.mkdir()
    if (
        os.geteuid()
        or subprocess.run(
            ["mount", "-t", "tmpfs", "-o", f"size={ROOM}", "tmpfs", folder], capture_output=True, check=False
        ).returncode
    ):
        pytest.skip("only root may mount a small disk")
    yield folder
    subprocess.run(["umount", "-l", folder], check=True)


def test_a_full_disk(corpus: Path, undisturbed: str, small_disk: Path) -> None:
    db = small_disk / "a.db"
    full = build(corpus, db)
    assert full.returncode == 3
    assert "make room on its disk, then run the same command again" in full.stderr
    assert "Traceback" not in full.stderr
    with_room = ["mount", "-o", "remount,size=64m", str(small_disk)]
    subprocess.run(with_room, check=True)
    assert 0 < stored(db) <= REPORTS
    assert build(corpus, db).returncode == 0
    assert records(db) == undisturbed


def test_a_writer_waits_for_another(corpus: Path, undisturbed: str, tmp_path: Path) -> None:
    db = tmp_path / "a.db"
    variorum.build(db, next(iter(variorum.read(corpus)))).close()
    with closing(sqlite3.connect(db, isolation_level=None, check_same_thread=False)) as other:
        other.execute("BEGIN IMMEDIATE")
        began = time.monotonic()
        release = threading.Timer(1.0, other.execute, ["ROLLBACK"])
        release.start()
        variorum.build(db, corpus).close()
        assert time.monotonic() - began >= 1.0
        release.join()
    assert records(db) == undisturbed


def test_a_writer_that_waited_too_long_says_what_to_do(
    corpus: Path, undisturbed: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    db = tmp_path / "a.db"
    variorum.build(db, next(iter(variorum.read(corpus)))).close()
    monkeypatch.setattr(sqlite, "WAIT", 0.2)
    with closing(sqlite3.connect(db, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        with pytest.raises(StoreError, match="another program has been writing to it for"):
            variorum.build(db, corpus)
        with variorum.open(db) as library:  # who only reads does not wait
            assert library.counts()["article"] == 1
    variorum.build(db, corpus).close()
    assert records(db) == undisturbed
