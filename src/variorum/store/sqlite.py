"""The store in one file: SQLite in WAL mode, with full-text search by FTS5."""

import contextlib
import re
import sqlite3
import threading
import time
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from variorum.errors import StoreError, UsageError
from variorum.store.database import Connections, Words, Writer
from variorum.store.shape import SQLITE, STEPS, statements
from variorum.store.sql import SqlStore

WAIT = 60.0  # seconds that a writer waits for another writer's transaction
CACHE = 8_192  # KB of pages that a connection holds at most
_AGAIN = "then run the same command again: it goes on where it stopped"
_ADVICE = {
    "locked": f"another program has been writing to it for {WAIT:.0f} seconds. Let it finish, or end it, {_AGAIN}",
    "disk is full": f"make room on its disk, {_AGAIN}",
    "disk I/O error": f"see whether its disk is full or failing, {_AGAIN}",
    "readonly": "you may read it but not write to it: change the rights of the file and its folder",
    "unable to open": "see that its folder is there and may be written to",
    "malformed": "`variorum doctor --db` tells how much of it is whole",
}
_MAGIC = b"SQLite format 3\0"
_WORDS = "CREATE VIRTUAL TABLE {}_words USING fts5 (text, tokenize = 'porter unicode61 remove_diacritics 2')"


class SqliteStore(SqlStore):
    """A library in one SQLite file."""

    def __init__(self, path: str | Path, *, create: bool = True) -> None:
        """Open the file, or make it.

        Raises:
            UsageError: there is no such file and `create` is false.
            StoreError: it is not a database of this program, or cannot be opened.
        """
        self.path = Path(path)
        super().__init__(SqliteDatabase(self.path, create=create))


class SqliteDatabase:
    """A SQLite file."""

    def __init__(self, path: Path, *, create: bool) -> None:
        self._path = path
        self._connections = Connections(self._connect, sqlite3.Connection.close)
        self._local = threading.local()
        check_file(path, create)
        try:
            with self._errors():
                self._migrate()
        except BaseException:
            self.close()
            raise

    def rows(self, query: str, *values: Any) -> list[Any]:
        with self._errors():
            return self._connections.get().execute(query, values).fetchall()

    @contextlib.contextmanager
    def write(self) -> Iterator[Writer]:
        with self._errors():
            db = self._connections.get()
            if getattr(self._local, "writing", False):  # within a transaction: it commits, or not
                yield db
                return
            db.execute("BEGIN IMMEDIATE")
            self._local.writing = True
            try:
                yield db
                db.execute("COMMIT")
            except BaseException:
                db.rollback()
                raise
            finally:
                self._local.writing = False

    @contextlib.contextmanager
    def snapshot(self) -> Iterator[None]:
        db = self._connections.get()
        if db.in_transaction:
            yield
            return
        with self._errors():
            db.execute("BEGIN")
            db.execute("SELECT 1 FROM problems LIMIT 1").fetchone()
        try:
            yield
        finally:
            db.rollback()

    def index(self, db: Writer, kind: Words, texts: Iterable[tuple[int, str]]) -> None:
        db.executemany(f"INSERT INTO {kind}_words (rowid, text) VALUES (?, ?)", texts)

    def unindex(self, db: Writer, kind: Words, which: str, *values: Any) -> None:
        db.execute(f"DELETE FROM {kind}_words WHERE {which.format(number='rowid')}", values)

    def matching(self, kind: Words, text: str) -> tuple[str, tuple[Any, ...]]:
        every = " ".join(f'"{word}"' for word in re.findall(r"\w+", text))  # whatever marks stand among the words
        if not every:
            return "SELECT 0 AS number, 0 AS rank WHERE 1 = 0", ()
        return f"SELECT rowid AS number, rank FROM {kind}_words WHERE {kind}_words MATCH ?", (every,)

    def close(self) -> None:
        self._connections.close()

    def _connect(self) -> sqlite3.Connection:
        db = sqlite3.connect(self._path, timeout=WAIT, isolation_level=None, check_same_thread=False)
        try:
            _write_ahead(db)
            db.execute("PRAGMA synchronous = NORMAL")
            db.execute(f"PRAGMA cache_size = -{CACHE}")
            db.execute("PRAGMA foreign_keys = ON")
        except BaseException:
            db.close()
            raise
        return db

    def _migrate(self) -> None:
        """Bring the database up to the newest step, each step wholly or not at all."""
        db = self._connections.get()
        if shape_version(db) == len(STEPS):  # nothing to write: opening must not wait for a writer
            return
        db.execute("BEGIN IMMEDIATE")
        try:
            db.execute("CREATE TABLE IF NOT EXISTS migrations (version INTEGER PRIMARY KEY)")
            done = shape_version(db)
            if done > len(STEPS):
                raise StoreError(f"{self._path} was made by a newer variorum; run `pip install -U variorum`")
            if done == 0:
                for kind in ("article", "quote", "claim"):
                    db.execute(_WORDS.format(kind))
            for version, step in enumerate(STEPS[done:], done + 1):
                for statement in statements(step, SQLITE):
                    db.execute(statement)
                db.execute("INSERT INTO migrations VALUES (?)", (version,))
            db.execute("COMMIT")
        except BaseException:
            db.rollback()
            raise

    @contextlib.contextmanager
    def _errors(self) -> Iterator[None]:
        try:
            yield
        except sqlite3.Error as error:
            raise StoreError(f"{self._path}: {_in_words(error)}") from error


def _in_words(error: sqlite3.Error) -> str:
    """What SQLite says, and what to do about it. Whatever was written before is kept; a half-done write is undone."""
    says = str(error)
    for sign, advice in _ADVICE.items():
        if sign in says:
            return f"{says}; {advice}"
    return says


def check_file(path: Path, create: bool) -> None:
    """Whether there is a database, or one can be made.

    Raises:
        UsageError: there is no such file and `create` is false.
        StoreError: it is no database, or there is no folder for it.
    """
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


def _write_ahead(db: sqlite3.Connection) -> None:
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
