"""A store that keeps everything in a database of SQL; SQLite and PostgreSQL each have their own way to connect."""

import contextlib
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager
from typing import Any

import msgspec

from variorum.errors import UsageError
from variorum.store.articles import add_article, decode, encode, mark_unlinked
from variorum.store.base import Chain, Problem
from variorum.store.catalogue import SqlCatalogue
from variorum.store.database import EVERYTHING, Database
from variorum.store.found import actors_in, assign_chains, delete_records, insert_record, whole_actor
from variorum.store.listing import list_articles
from variorum.store.notes import SqlNotes
from variorum.store.sentences import best_sentences
from variorum.types import RECORDS, Actor, AnnotatedArticle, Article, Judgement, Record, SpanRef


class SqlStore:
    """A library in a database. Each thread gets a connection of its own."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._write, self._rows = database.write, database.rows
        self._notes = SqlNotes(database)

    @property
    def notes(self) -> SqlNotes:
        return self._notes

    @contextlib.contextmanager
    def transaction(self) -> Iterator[None]:
        with self._write():
            yield

    # --- articles

    def add_articles(self, articles: Sequence[Article]) -> int:
        with self._write() as db:
            added = 0
            for article in articles:
                new, touched = add_article(db, article)
                mark_unlinked(db, touched)
                list_articles(self._database, db, touched)
                added += new
            return added

    def pending(self, version: str) -> Iterator[Article]:
        at = 0
        query = f"SELECT number, id, text, a.record {_PENDING} ORDER BY number LIMIT {_AT_ONCE}"
        while rows := self._rows(query, version, at):
            for number, id, text, record in rows:
                at = number
                yield decode(record, Article, id, text)

    def count_pending(self, version: str) -> int:
        return int(self._value(f"SELECT count(*) {_PENDING}", version, 0) or 0)

    def add_annotations(self, articles: Sequence[AnnotatedArticle], version: str) -> None:
        with self._write() as db:
            for article in articles:
                db.execute(_KEEP_ANNOTATION, (version, encode(article), article.id))
            ids = [article.id for article in articles]
            mark_unlinked(db, ids)
            list_articles(self._database, db, ids)

    def article(self, id: str) -> AnnotatedArticle | None:
        return next(self.articles([id]), None)

    def articles(self, ids: Iterable[str] | None = None, *, dated: bool = True) -> Iterator[AnnotatedArticle]:
        record = "coalesce(dated, n.record)" if dated else "n.record"
        query = f"SELECT number, id, text, {record} FROM articles a JOIN annotations n ON n.article = a.number"
        if ids is not None:
            wanted = list(ids)
            for at in range(0, len(wanted), _AT_ONCE):
                some = wanted[at : at + _AT_ONCE]
                marks = ", ".join("?" * len(some))
                held = {row[1]: row for row in self._rows(f"{query} WHERE a.id IN ({marks})", *some)}
                for _, id, text, found in (held[id] for id in some if id in held):
                    yield decode(found, AnnotatedArticle, id, text)
            return
        at = 0
        while rows := self._rows(f"{query} WHERE number > ? AND latest IS NULL ORDER BY number LIMIT {_AT_ONCE}", at):
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
            "LEFT JOIN articles a ON a.id = u.article LEFT JOIN annotations n ON n.article = a.number "
            "ORDER BY a.number IS NOT NULL, a.number, u.article LIMIT ?"
        )
        return [(id, bool(held)) for id, held in self._rows(query, EVERYTHING if most < 0 else most)]

    def count_unlinked(self) -> int:
        return int(self._value("SELECT count(*) FROM unlinked"))

    def mark_linked(self, ids: Iterable[str]) -> None:
        with self._write() as db:
            db.executemany("DELETE FROM unlinked WHERE article = ?", [(id,) for id in ids])

    def date(self, articles: Mapping[str, AnnotatedArticle | None]) -> None:
        rows = [(None if article is None else encode(article), id) for id, article in articles.items()]
        with self._write() as db:
            db.executemany(_DATE, rows)
            list_articles(self._database, db, articles)

    def replace(self, owner: str, records: Iterable[tuple[str, Record]]) -> None:
        with self._write() as db:
            delete_records(self._database, db, owner)
            for place, record in records:
                insert_record(self._database, db, owner, place, record)

    def assign(self, chains: Iterable[Chain]) -> None:
        with self._write() as db:
            assign_chains(db, chains)

    def replace_records(self, records: Iterable[Record], *, dated: Iterable[AnnotatedArticle] = ()) -> None:
        with self._write() as db:
            self.forget_links()
            for number, record in enumerate(records):
                insert_record(self._database, db, "", f"{number:012}", record)
            self.date({article.id: article for article in dated})

    def forget_links(self) -> None:
        with self._write() as db:
            delete_records(self._database, db, None)
            for table in ("actor_parts", "notes", "postings"):
                db.execute(f"DELETE FROM {table}")
            annotated = "SELECT id FROM articles JOIN annotations ON article = number"
            dated = [id for (id,) in db.execute(f"{annotated} WHERE dated IS NOT NULL").fetchall()]
            db.execute("UPDATE annotations SET dated = NULL WHERE dated IS NOT NULL")
            list_articles(self._database, db, dated)
            db.execute(f"INSERT INTO unlinked {annotated} WHERE 1 = 1 ON CONFLICT DO NOTHING")

    def records(self, kind: str, *, about: str | None = None) -> Iterator[Record]:
        if kind == "article":
            yield from self.articles(None if about is None else self._article_ids(about))
            return
        of = _type_of(kind)
        which, bound = "records r WHERE r.kind = ?", [kind]
        if about is not None:
            numbers = "SELECT number FROM record_subjects WHERE subject = ? AND kind = ?"
            bound = [about, kind]
            if kind == "actor":
                numbers += f" UNION SELECT number FROM records WHERE id IN ({_ACTORS_IN}) AND kind = 'actor'"
                bound.append(about)
            which = f"({numbers}) s JOIN records r ON r.number = s.number WHERE 1 = 1"
        query = (
            f"SELECT r.place, r.number, r.record FROM {which} AND (r.place, r.number) > (?, ?) "
            "ORDER BY r.place, r.number LIMIT 256"
        )
        at: tuple[str, int] = ("", -1)
        while rows := self._rows(query, *bound, *at):
            at = rows[-1][0], rows[-1][1]
            for _, _, record in rows:
                yield self._whole(msgspec.json.decode(record, type=of))

    def record(self, kind: str, id: str) -> Record | None:
        if kind == "article":
            return self.article(id)
        record = self._value("SELECT record FROM records WHERE kind = ? AND id = ?", kind, id)
        return None if record is None else self._whole(msgspec.json.decode(record, type=_type_of(kind)))

    def cast(self, articles: Iterable[str]) -> list[Actor]:
        return actors_in(self._rows, articles)

    def _whole(self, record: Record) -> Record:
        return whole_actor(self._rows, record) if isinstance(record, Actor) else record

    def _article_ids(self, about: str) -> list[str]:
        """The articles of a story, or the one that `about` names."""
        story = self.record("story", about)
        return list(getattr(story, "articles", (about,)))

    def catalogue(self) -> SqlCatalogue:
        return SqlCatalogue(self._database)

    def counts(self) -> dict[str, int]:
        found = dict(self._rows("SELECT kind, count(*) FROM records GROUP BY kind"))
        found["article"] = self._value(
            "SELECT count(*) FROM annotations JOIN articles ON number = article WHERE latest IS NULL"
        )
        return {kind: found.get(kind, 0) for kind in RECORDS}

    def visits(self) -> dict[str, bytes]:
        return dict(self._rows("SELECT address, record FROM visits"))

    def keep_visits(self, visits: Mapping[str, bytes]) -> None:
        with self._write() as db:
            db.executemany(_KEEP_VISIT, list(visits.items()))

    # --- search

    def search(self, text: str, limit: int) -> Iterator[SpanRef]:
        words = re.findall(r"\w+", text)
        if not words or limit < 1:
            return
        found, values = self._database.matching("article", text)
        query = (
            f"SELECT id, a.text, coalesce(dated, n.record) FROM ({found}) w JOIN articles a ON a.number = w.number "
            "JOIN annotations n ON article = a.number WHERE latest IS NULL ORDER BY rank, a.number LIMIT ?"
        )
        left = limit
        for id, article_text, record in self._rows(query, *values, limit):
            article = decode(record, AnnotatedArticle, id, article_text)
            for span in best_sentences(article, {word.casefold() for word in words}):
                yield span
                left -= 1
                if left == 0:
                    return

    # --- problems and judgements

    def add_problem(self, problem: Problem) -> None:
        with self._write() as db:
            db.execute(_KEEP_PROBLEM, (_clean(problem.source), _clean(problem.why)))

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

    # --- the database

    def snapshot(self) -> AbstractContextManager[None]:
        return self._database.snapshot()

    def close(self) -> None:
        self._database.close()

    def _value(self, query: str, *values: Any) -> Any:
        rows = self._rows(query, *values)
        return rows[0][0] if rows else None


_AT_ONCE = 16  # texts in memory: each may be as long as a novel
_ACTORS_IN = "SELECT actor FROM actor_parts WHERE article = ?"
_PENDING = (
    "FROM articles a LEFT JOIN annotations n ON n.article = a.number AND n.version = ? "
    "WHERE n.article IS NULL AND number > ?"
)
_KEEP_ANNOTATION = """INSERT INTO annotations (article, version, record) SELECT number, ?, ? FROM articles WHERE id = ?
    ON CONFLICT (article) DO UPDATE SET version = excluded.version, record = excluded.record, dated = NULL"""
_DATE = "UPDATE annotations SET dated = ? WHERE article = (SELECT number FROM articles WHERE id = ?)"
_KEEP_VISIT = "INSERT INTO visits VALUES (?, ?) ON CONFLICT (address) DO UPDATE SET record = excluded.record"
_KEEP_PROBLEM = "INSERT INTO problems VALUES (?, ?) ON CONFLICT (source) DO UPDATE SET why = excluded.why"


def _type_of(kind: str) -> type[Record]:
    if kind == "judgement":  # the program's own; not exported
        return Judgement
    if kind not in RECORDS:
        raise UsageError(f"no kind of record is called {kind!r}; these are: {', '.join(RECORDS)}")
    return RECORDS[kind]


def _clean(text: str) -> str:
    return text.encode("utf8", "replace").decode("utf8")
