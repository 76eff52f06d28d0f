"""The store in one file: SQLite in WAL mode, with full-text search by FTS5."""

import contextlib
import re
import sqlite3
import threading
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

import msgspec

from variorum.errors import StoreError, UsageError
from variorum.store.base import Chain, Problem
from variorum.store.catalogue import SqliteCatalogue, matching
from variorum.store.migrations import STEPS
from variorum.store.sentences import best_sentences
from variorum.store.sqlite_file import WAIT, check_file, shape_version, statements, write_ahead
from variorum.store.sqlite_notes import SqliteNotes
from variorum.store.sqlite_records import assign_chains, insert_record, whole_actor
from variorum.store.versions import add_article, decode, encode, page_address
from variorum.types import RECORDS, Actor, AnnotatedArticle, Article, Judgement, Record, SpanRef

CACHE = 65_536  # KB of pages that a connection holds at most


class SqliteStore:
    """A library in one SQLite file. Each thread gets a connection of its own."""

    def __init__(self, path: str | Path, *, create: bool = True) -> None:
        """Open the file, or make it.

        Raises:
            UsageError: there is no such file and `create` is false.
            StoreError: it is not a database of this program, or cannot be opened.
        """
        self.path = Path(path)
        self._local = threading.local()
        self._all: list[tuple[threading.Thread, sqlite3.Connection]] = []
        self._notes = SqliteNotes(self._write, self._rows)
        check_file(self.path, create)
        try:
            with self._errors():
                self._migrate()
        except BaseException:
            self.close()
            raise

    @property
    def notes(self) -> SqliteNotes:
        return self._notes

    @contextlib.contextmanager
    def transaction(self) -> Iterator[None]:
        with self._write():
            yield

    # --- articles

    def add_articles(self, articles: Sequence[Article]) -> int:
        with self._write() as db:
            return sum(add_article(db, article) for article in articles)

    def pending(self, version: str) -> Iterator[Article]:
        at = 0
        while rows := self._rows(f"SELECT number, id, text, a.record {_PENDING} LIMIT 64", version, at):
            for number, id, text, record in rows:
                at = number
                yield decode(record, Article, id, text)

    def count_pending(self, version: str) -> int:
        return int(self._value(f"SELECT count(*) {_PENDING}", version, 0) or 0)

    def add_annotations(self, articles: Sequence[AnnotatedArticle], version: str) -> None:
        with self._write() as db:
            for article in articles:
                db.execute(
                    "INSERT OR REPLACE INTO annotations (article, version, record) VALUES (?, ?, ?)",
                    (article.id, version, encode(article)),
                )
                db.execute(
                    "UPDATE articles SET title = ? WHERE id = ? AND title IS NOT ?",
                    (article.title, article.id, article.title),
                )

    def article(self, id: str) -> AnnotatedArticle | None:
        return next(self.articles([id]), None)

    def articles(self, ids: Iterable[str] | None = None, *, dated: bool = True) -> Iterator[AnnotatedArticle]:
        record = "coalesce(dated, n.record)" if dated else "n.record"
        query = f"SELECT number, id, text, {record} FROM articles a JOIN annotations n ON n.article = a.id"
        if ids is not None:
            for wanted in ids:
                for _, id, text, found in self._rows(f"{query} WHERE a.id = ?", wanted):
                    yield decode(found, AnnotatedArticle, id, text)
            return
        at = 0
        while rows := self._rows(f"{query} WHERE number > ? AND latest IS NULL ORDER BY number LIMIT 64", at):
            at = rows[-1][0]
            for _, id, text, found in rows:
                yield decode(found, AnnotatedArticle, id, text)

    def versions(self, id: str) -> list[str]:
        query = "SELECT id FROM articles WHERE latest = coalesce((SELECT latest FROM articles WHERE id = ?), ?)"
        before = [found for (found,) in self._rows(f"{query} ORDER BY number", id, id)]
        now = self._value("SELECT coalesce(latest, id) FROM articles WHERE id = ?", id)
        return before if now is None else [*before, now]

    def revised(self) -> list[str]:
        query = "SELECT latest FROM articles WHERE latest IS NOT NULL GROUP BY latest ORDER BY max(number)"
        return [id for (id,) in self._rows(query)]

    # --- records across articles

    def unlinked(self, most: int) -> list[tuple[str, bool]]:
        query = (
            "SELECT u.article, n.article IS NOT NULL AND latest IS NULL FROM unlinked u "
            "LEFT JOIN articles a ON a.id = u.article LEFT JOIN annotations n ON n.article = a.id "
            "ORDER BY a.number LIMIT ?"
        )
        return [(id, bool(held)) for id, held in self._rows(query, most)]

    def count_unlinked(self) -> int:
        return int(self._value("SELECT count(*) FROM unlinked"))

    def mark_linked(self, ids: Iterable[str]) -> None:
        with self._write() as db:
            db.executemany("DELETE FROM unlinked WHERE article = ?", ((id,) for id in ids))

    def date(self, articles: Mapping[str, AnnotatedArticle | None]) -> None:
        rows = ((None if article is None else encode(article), id) for id, article in articles.items())
        with self._write() as db:
            db.executemany("UPDATE annotations SET dated = ? WHERE article = ?", rows)

    def replace(self, owner: str, records: Iterable[tuple[str, Record]]) -> None:
        with self._write() as db:
            db.execute("DELETE FROM records WHERE owner = ?", (owner,))
            for place, record in records:
                insert_record(db, owner, place, record)

    def assign(self, chains: Iterable[Chain]) -> None:
        with self._write() as db:
            assign_chains(db, chains)

    def replace_records(self, records: Iterable[Record], *, dated: Iterable[AnnotatedArticle] = ()) -> None:
        with self._write() as db:
            self.forget_links()
            for number, record in enumerate(records):
                insert_record(db, "", f"{number:012}", record)
            self.date({article.id: article for article in dated})

    def forget_links(self) -> None:
        with self._write() as db:
            for table in ("records", "actor_parts", "notes", "postings"):
                db.execute(f"DELETE FROM {table}")
            db.execute("UPDATE annotations SET dated = NULL WHERE dated IS NOT NULL")
            db.execute("INSERT OR IGNORE INTO unlinked SELECT article FROM annotations")

    def records(self, kind: str, *, about: str | None = None) -> Iterator[Record]:
        if kind == "article":
            yield from self.articles(None if about is None else self._article_ids(about))
            return
        of = _type_of(kind)
        where, bound = "", []
        if about is not None:
            where = "AND number IN (SELECT number FROM record_subjects WHERE subject = ? AND kind = ?)"
            bound = [about, kind]
            if kind == "actor":
                where = f"{where[:-1]} UNION SELECT number FROM records WHERE id IN ({_ACTORS_IN}) AND kind = 'actor')"
                bound.append(about)
        query = (
            f"SELECT place, number, record FROM records WHERE kind = ? {where} AND (place, number) > (?, ?) "
            "ORDER BY place, number LIMIT 256"
        )
        at: tuple[str, int] = ("", -1)
        while rows := self._rows(query, kind, *bound, *at):
            at = rows[-1][0], rows[-1][1]
            for _, _, record in rows:
                yield self._whole(msgspec.json.decode(record, type=of))

    def record(self, kind: str, id: str) -> Record | None:
        if kind == "article":
            return self.article(id)
        record = self._value("SELECT record FROM records WHERE kind = ? AND id = ?", kind, id)
        return None if record is None else self._whole(msgspec.json.decode(record, type=_type_of(kind)))

    def _whole(self, record: Record) -> Record:
        return whole_actor(self._rows, record) if isinstance(record, Actor) else record

    def _article_ids(self, about: str) -> list[str]:
        """The articles of a story, or the one that `about` names."""
        story = self.record("story", about)
        return list(getattr(story, "articles", (about,)))

    def catalogue(self) -> SqliteCatalogue:
        return SqliteCatalogue(self._rows)

    def counts(self) -> dict[str, int]:
        found = dict(self._rows("SELECT kind, count(*) FROM records GROUP BY kind"))
        found["article"] = self._value(
            "SELECT count(*) FROM annotations WHERE article NOT IN (SELECT id FROM articles WHERE latest IS NOT NULL)"
        )
        return {kind: found.get(kind, 0) for kind in RECORDS}

    def comparisons(self, version: str) -> dict[bytes, bytes]:
        return dict(self._rows("SELECT key, value FROM comparisons WHERE version = ?", version))

    def keep_comparisons(self, found: Mapping[bytes, bytes], version: str) -> None:
        with self._write() as db:
            db.execute("DELETE FROM comparisons WHERE version <> ?", (version,))
            db.executemany(
                "INSERT OR REPLACE INTO comparisons VALUES (?, ?, ?)", ((version, *row) for row in found.items())
            )

    def visits(self) -> dict[str, bytes]:
        return dict(self._rows("SELECT address, record FROM visits"))

    def keep_visits(self, visits: Mapping[str, bytes]) -> None:
        with self._write() as db:
            db.executemany("INSERT OR REPLACE INTO visits VALUES (?, ?)", visits.items())

    # --- search

    def search(self, text: str, limit: int) -> Iterator[SpanRef]:
        words = re.findall(r"\w+", text)
        if not words or limit < 1:
            return
        query = (
            "SELECT id, a.text, coalesce(dated, n.record) FROM words JOIN articles a ON number = words.rowid "
            "JOIN annotations n ON article = id WHERE words MATCH ? AND latest IS NULL ORDER BY rank LIMIT ?"
        )
        left = limit
        for id, article_text, record in self._rows(query, matching(text), limit):
            article = decode(record, AnnotatedArticle, id, article_text)
            for span in best_sentences(article, {word.casefold() for word in words}):
                yield span
                left -= 1
                if left == 0:
                    return

    # --- problems and judgements

    def add_problem(self, problem: Problem) -> None:
        with self._write() as db:
            db.execute("INSERT OR REPLACE INTO problems VALUES (?, ?)", (_clean(problem.source), _clean(problem.why)))

    def problems(self) -> Iterator[Problem]:
        for source, why in self._rows("SELECT source, why FROM problems ORDER BY source"):
            yield Problem(source=source, why=why)

    def clear_problems(self, sources: Iterable[str]) -> None:
        found = {source for (source,) in self._rows("SELECT source FROM problems")} & set(map(_clean, sources))
        if found:
            with self._write() as db:
                db.executemany("DELETE FROM problems WHERE source = ?", [(source,) for source in found])

    def add_judgement(self, judgement: Judgement) -> None:
        with self._write() as db:
            db.execute("DELETE FROM judgements WHERE id = ?", (judgement.id,))
            db.execute("INSERT INTO judgements (id, record) VALUES (?, ?)", (judgement.id, encode(judgement)))

    def remove_judgement(self, id: str) -> bool:
        with self._write() as db:
            return db.execute("DELETE FROM judgements WHERE id = ?", (id,)).rowcount > 0

    def judgements(self) -> Iterator[Judgement]:
        for (record,) in self._rows("SELECT record FROM judgements ORDER BY number"):
            yield msgspec.json.decode(record, type=Judgement)

    # --- connections

    @contextlib.contextmanager
    def snapshot(self) -> Iterator[None]:
        db = self._db()
        if db.in_transaction:
            yield
            return
        with self._errors():
            db.execute("BEGIN")
            db.execute("SELECT 1 FROM settings LIMIT 1").fetchone()
        try:
            yield
        finally:
            db.rollback()

    def close(self) -> None:
        for _, db in self._all:
            db.close()
        self._all.clear()
        self._local = threading.local()

    def _db(self) -> sqlite3.Connection:
        db: sqlite3.Connection | None = getattr(self._local, "db", None)
        if db is None:
            self._release()
            db = sqlite3.connect(self.path, timeout=WAIT, isolation_level=None, check_same_thread=False)
            self._all.append((threading.current_thread(), db))
            self._local.db = db
            write_ahead(db)
            db.execute("PRAGMA synchronous = NORMAL")
            db.execute(f"PRAGMA cache_size = -{CACHE}")
            db.execute("PRAGMA foreign_keys = ON")
            db.create_function("page_address", 2, page_address, deterministic=True)
        return db

    def _release(self) -> None:
        """Close the connections of threads that have ended: a server's come and go."""
        for held in [held for held in self._all if not held[0].is_alive()]:
            self._all.remove(held)
            held[1].close()

    def _migrate(self) -> None:
        """Bring the database up to the newest step, each step wholly or not at all."""
        db = self._db()
        if shape_version(db) == len(STEPS):  # nothing to write: opening must not wait for a writer
            return
        db.execute("BEGIN IMMEDIATE")
        try:
            db.execute("CREATE TABLE IF NOT EXISTS migrations (version INTEGER PRIMARY KEY) WITHOUT ROWID")
            done = shape_version(db)
            if done > len(STEPS):
                raise StoreError(f"{self.path} was made by a newer variorum; run `pip install -U variorum`")
            for version, step in enumerate(STEPS[done:], done + 1):
                for statement in statements(step):
                    db.execute(statement)
                db.execute("INSERT INTO migrations VALUES (?)", (version,))
            db.execute("COMMIT")
        except BaseException:
            db.rollback()
            raise

    @contextlib.contextmanager
    def _write(self) -> Iterator[sqlite3.Connection]:
        with self._errors():
            db = self._db()
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

    def _rows(self, query: str, *values: Any) -> list[Any]:
        with self._errors():
            return self._db().execute(query, values).fetchall()

    def _value(self, query: str, *values: Any) -> Any:
        rows = self._rows(query, *values)
        return rows[0][0] if rows else None

    @contextlib.contextmanager
    def _errors(self) -> Iterator[None]:
        try:
            yield
        except sqlite3.Error as error:
            raise StoreError(f"{self.path}: {error}") from error


_ACTORS_IN = "SELECT actor FROM actor_parts WHERE article = ?"
_PENDING = (
    "FROM articles a LEFT JOIN annotations n ON n.article = a.id AND n.version = ? "
    "WHERE n.article IS NULL AND number > ? ORDER BY number"
)


def _type_of(kind: str) -> type[Record]:
    if kind == "judgement":  # the program's own; not exported
        return Judgement
    if kind not in RECORDS:
        raise UsageError(f"no kind of record is called {kind!r}; these are: {', '.join(RECORDS)}")
    return RECORDS[kind]


def _clean(text: str) -> str:
    return text.encode("utf8", "replace").decode("utf8")
