"""A SQLite file: whether it is one of ours, and how it is made ready."""

import sqlite3
import time
from collections.abc import Iterator
from pathlib import Path

from variorum.errors import StoreError, UsageError

WAIT = 60.0  # seconds that a writer waits for another writer's transaction
_MAGIC = b"SQLite format 3\0"


def check_file(path: Path, create: bool) -> None:
    if path.is_dir():
        raise StoreError(f"{path} is a folder; give the name of a file")
    if not path.exists():
        if not create:
            raise UsageError(f"no database {path}; make one with `variorum build INPUT... --db {path}`")
        if not path.parent.is_dir():
            raise StoreError(f"no folder {path.parent} to make {path.name} in")
        return
    try:
        with path.open("rb") as file:
            head = file.read(len(_MAGIC))
    except OSError as error:
        raise StoreError(f"{path}: {error.strerror}") from error
    if head and head != _MAGIC:
        raise StoreError(f"{path} is not a database; give another name after --db")


def write_ahead(db: sqlite3.Connection) -> None:
    """Switch a new database to WAL; SQLite does not wait by itself when another process is doing just that."""
    began = time.monotonic()
    while db.execute("PRAGMA journal_mode").fetchone()[0] != "wal":
        try:
            db.execute("PRAGMA journal_mode = WAL")
        except sqlite3.OperationalError:
            if time.monotonic() - began > WAIT:
                raise
            time.sleep(0.05)


def shape_version(db: sqlite3.Connection) -> int:
    """The last step that was taken; 0 in a new database."""
    if not db.execute("SELECT 1 FROM sqlite_master WHERE name = 'migrations'").fetchone():
        return 0
    return int(db.execute("SELECT coalesce(max(version), 0) FROM migrations").fetchone()[0])


def statements(script: str) -> Iterator[str]:
    """The statements of a script (SQLite runs a script outside of the transaction it is called in)."""
    statement = ""
    for line in script.splitlines(keepends=True):
        statement += line
        if sqlite3.complete_statement(statement):
            yield statement
            statement = ""
