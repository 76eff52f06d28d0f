"""The store in a PostgreSQL database: for several machines that write, or a library that many read.

Its tables are in the first schema of the connection's search path, so that several libraries can share a database.
"""

import contextlib
import re
import threading
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

import psycopg

from variorum.errors import StoreError, UsageError
from variorum.store.database import Answer, Connections, Words, Writer
from variorum.store.shape import POSTGRES, STEPS, statements
from variorum.store.sql import SqlStore

_TURN = 0x766172  # the advisory lock that writers take in turns: "var"
_MOST = 250_000  # characters of a text that can be searched: PostgreSQL holds a megabyte of words
_WORDS = "CREATE TABLE {0}_words (number BIGINT PRIMARY KEY, words TSVECTOR NOT NULL)"
_FIND = "CREATE INDEX {0}_words_by_word ON {0}_words USING gin (words)"


class PostgresStore(SqlStore):
    """A library in a PostgreSQL database."""

    def __init__(self, address: str, *, create: bool = True) -> None:
        """Connect, and make the tables where there are none.

        Args:
            address: as `postgresql://user@host/database`.
            create: whether to make the tables.

        Raises:
            UsageError: there is no library, and `create` is false.
            StoreError: the server can't be reached, or refuses.
        """
        super().__init__(PostgresDatabase(address, create=create))


class PostgresDatabase:
    """A schema of a PostgreSQL database."""

    def __init__(self, address: str, *, create: bool) -> None:
        self._address = address
        self.name = re.sub(r"//[^@/]*@", "//", address)  # without a password
        self._connections = Connections(self._connect, psycopg.Connection.close)
        self._local = threading.local()
        try:
            with self._errors():
                self._migrate(create)
        except BaseException:
            self.close()
            raise

    def rows(self, query: str, *values: Any) -> list[Any]:
        with self._errors():
            return _Writer(self._connections.get()).execute(query, values).fetchall()

    @contextlib.contextmanager
    def write(self) -> Iterator[Writer]:
        with self._errors():
            db = self._connections.get()
            if getattr(self._local, "writing", False):  # within a transaction: it commits, or not
                yield _Writer(db)
                return
            with db.transaction():
                db.execute("SELECT pg_advisory_xact_lock(%s, hashtext(current_schema()))", (_TURN,))
                self._local.writing = True
                try:
                    yield _Writer(db)
                finally:
                    self._local.writing = False

    @contextlib.contextmanager
    def snapshot(self) -> Iterator[None]:
        db = self._connections.get()
        if db.info.transaction_status != psycopg.pq.TransactionStatus.IDLE:
            yield
            return
        with self._errors():
            db.execute("BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY")
            db.execute("SELECT 1 FROM problems LIMIT 1")
        try:
            yield
        finally:
            with self._errors():
                db.execute("ROLLBACK")

    def index(self, db: Writer, kind: Words, texts: Iterable[tuple[int, str]]) -> None:
        rows = ((number, _plain(text)) for number, text in texts)
        db.executemany(f"INSERT INTO {kind}_words VALUES (?, to_tsvector('english', ?))", rows)

    def unindex(self, db: Writer, kind: Words, which: str, *values: Any) -> None:
        db.execute(f"DELETE FROM {kind}_words WHERE {which.format(number='number')}", values)

    def matching(self, kind: Words, text: str) -> tuple[str, tuple[Any, ...]]:
        query = (
            f"SELECT number, -ts_rank(words, wanted) AS rank FROM {kind}_words, plainto_tsquery('english', ?) wanted "
            "WHERE words @@ wanted"
        )
        return query, (_plain(text),)

    def close(self) -> None:
        self._connections.close()

    def _connect(self) -> psycopg.Connection[Any]:
        return psycopg.connect(self._address, autocommit=True, application_name="variorum", connect_timeout=30)

    def _migrate(self, create: bool) -> None:
        """Bring the tables up to the newest step, all steps or none."""
        if self._version() == len(STEPS):  # nothing to write: opening must not wait for a writer
            return
        with self.write() as db:
            done = self._version()
            if done > len(STEPS):
                raise StoreError(f"{self.name} was made by a newer variorum; run `pip install -U variorum`")
            if done == 0:
                if not create:
                    how = f"`variorum build INPUT... --db {self.name}`"
                    raise UsageError(f"no library in {self.name}; make one with {how}")
                db.execute("CREATE TABLE IF NOT EXISTS migrations (version BIGINT PRIMARY KEY)")
                for kind in ("article", "quote", "claim"):
                    db.execute(_WORDS.format(kind))
                    db.execute(_FIND.format(kind))
            for version, step in enumerate(STEPS[done:], done + 1):
                for statement in statements(step, POSTGRES):
                    db.execute(statement)
                db.execute("INSERT INTO migrations VALUES (?)", (version,))

    def _version(self) -> int:
        """The last step that was taken; 0 where there is no library."""
        if self.rows("SELECT to_regclass('migrations')")[0][0] is None:
            return 0
        return int(self.rows("SELECT coalesce(max(version), 0) FROM migrations")[0][0])

    @contextlib.contextmanager
    def _errors(self) -> Iterator[None]:
        try:
            yield
        except psycopg.Error as error:
            raise StoreError(f"{self.name}: {str(error).strip() or type(error).__name__}") from error


class _Writer:
    """A connection that takes `?` for values, and text with characters that PostgreSQL cannot hold."""

    def __init__(self, db: psycopg.Connection[Any]) -> None:
        self._db = db

    def execute(self, query: str, values: Sequence[Any] = ()) -> Answer:
        return self._db.execute(_marked(query), [_held(value) for value in values])

    def executemany(self, query: str, rows: Iterable[Sequence[Any]]) -> object:
        with self._db.cursor() as cursor:
            cursor.executemany(_marked(query), [[_held(value) for value in row] for row in rows])
        return None


def _marked(query: str) -> bytes:
    return query.replace("%", "%%").replace("?", "%s").encode()


def _held(value: Any) -> Any:
    """Names and ids, with characters that no text of PostgreSQL holds shown as the replacement character."""
    if isinstance(value, str):
        return value.encode("utf8", "replace").decode("utf8").replace("\0", "\ufffd")
    return value


def _plain(text: str) -> str:
    """A text as it is searched: without accents, and no longer than can be."""
    folded = unicodedata.normalize("NFKD", text[:_MOST])
    return "".join(c for c in folded if not unicodedata.combining(c))
