"""Checks of a database: whether it is whole, true to its texts, and finished. Nothing in it is changed."""

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import msgspec

from variorum._version import __version__
from variorum.doctor.findings import Check, Finding, run
from variorum.library import Library, open_library
from variorum.store.opening import is_postgres
from variorum.store.shape import STEPS
from variorum.store.sqlite import check_file, shape_version
from variorum.types import RECORDS, AnnotatedArticle, Record

FEW = 3  # examples of what is wrong
RESTORE = "Restore a copy of the file, or build it anew from the inputs."
FINISH = "Run `variorum build --db {}` to finish it."


def check_database(address: str | Path) -> Iterator[Finding]:
    """Everything that can be told about a database without changing it.

    Args:
        address: a file, or `postgresql://…`, whose server answers for its pages and indexes itself.

    Raises:
        UsageError: there is none.
        StoreError: it is not a database, or cannot be read.
    """
    if not is_postgres(address):
        path = Path(address)
        check_file(path, create=False)
        shape = _shape(path)
        yield shape
        yield from run({"integrity": lambda: _integrity(path), "search": lambda: _search(path)}, advice=RESTORE)
        if shape.status != "ok":  # opening it would bring it up to date
            return
    with open_library(address) as library:
        checks: dict[str, Check] = {
            "spans": lambda: _spans(library),
            "articles": lambda: _articles(library, address),
            "problems": lambda: _problems(library),
        }
        yield from run(checks, advice=RESTORE)


def _open(path: Path) -> sqlite3.Connection:
    return sqlite3.connect(path, timeout=5)


def _shape(path: Path) -> Finding:
    """Whether the database has the shape that this version knows."""
    with closing(_open(path)) as db:
        try:
            version = shape_version(db)
        except sqlite3.DatabaseError as error:
            return Finding(name="shape", status="failed", says=str(error), advice=RESTORE)
    says = f"shape {version} of {len(STEPS)}"
    if version > len(STEPS):
        advice = "Run `pip install -U variorum`."
        return Finding(name="shape", status="failed", says=f"made by a newer variorum: {says}", advice=advice)
    if version == 0:
        advice = f"Name another file; `variorum build INPUT... --db {path}` would make one."
        return Finding(name="shape", status="failed", says="not made by variorum", advice=advice)
    if version < len(STEPS):
        advice = f"The next `variorum build --db {path}` brings it up to date; what is in it is kept."
        return Finding(name="shape", status="warning", says=f"made by an earlier variorum: {says}", advice=advice)
    return Finding(name="shape", status="ok", says=says)


def _integrity(path: Path) -> Finding:
    """SQLite's own check of every page and index, and of references between tables."""
    with closing(_open(path)) as db:
        try:
            wrong = [row[0] for row in db.execute(f"PRAGMA integrity_check({FEW})") if row[0] != "ok"]
            wrong += [f"{row[0]} row {row[1]} refers to nothing" for row in db.execute("PRAGMA foreign_key_check")][
                :FEW
            ]
        except sqlite3.DatabaseError as error:
            wrong = [str(error)]
    if wrong:
        return Finding(name="integrity", status="failed", says="; ".join(wrong[:FEW]), advice=RESTORE)
    return Finding(name="integrity", status="ok", says="every page and index is whole")


def _search(path: Path) -> Finding:
    """Whether the indexes of words are whole, and hold every article."""
    with closing(_open(path)) as db:
        db.isolation_level = None
        query = "SELECT name FROM sqlite_master WHERE sql LIKE 'CREATE VIRTUAL TABLE%fts5%' ORDER BY name"
        tables = [name for (name,) in db.execute(query)]
        try:
            db.execute("BEGIN IMMEDIATE")  # SQLite asks for the right to write, though the check writes nothing
            for table in tables:
                db.execute(f"INSERT INTO {table} ({table}) VALUES ('integrity-check')")
            (missing,) = db.execute(_NOT_FOUND).fetchone()
        except sqlite3.OperationalError as error:
            advice = "Check again when no build is at work."
            return Finding(name="search", status="skipped", says=str(error), advice=advice)
        except sqlite3.DatabaseError:
            advice = f"Run `sqlite3 {path} \"INSERT INTO {table} ({table}) VALUES ('rebuild')\"`."
            return Finding(name="search", status="failed", says=f"the index {table} has other words", advice=advice)
        finally:
            if db.in_transaction:
                db.execute("ROLLBACK")
    if missing:
        return Finding(name="search", status="failed", says=f"{missing:,} articles cannot be found", advice=RESTORE)
    return Finding(name="search", status="ok", says=f"{len(tables)} indexes of words are whole")


_NOT_FOUND = """
    SELECT count(*) FROM annotations n JOIN articles a ON a.number = n.article
    WHERE latest IS NULL AND NOT EXISTS (SELECT 1 FROM article_words w WHERE w.rowid = a.number)
"""


def _spans(library: Library) -> Finding:
    """Whether every finding stands in its article at the characters that it names."""
    wrong: list[str] = []
    texts: dict[str, str] = {}
    count = 0
    with library.snapshot():
        for article in library.articles():
            texts[article.id] = article.text
            for start, end in spans_of(article):
                count += 1
                if not 0 <= start <= end <= len(article.text):
                    wrong.append(f"{article.id}: {start} to {end} is outside of its text")
        for kind in RECORDS:
            for record in library.records(kind) if kind != "article" else ():
                for at in references(record):
                    count += 1
                    if _text(library, texts, at["article"])[at["start"] : at["end"]] != at["text"]:
                        wrong.append(f"{kind}: {at['article']} has other words at {at['start']}")
    if wrong:
        advice = "Please report it, with the articles; `variorum build` from the inputs into another file mends it."
        says = f"{len(wrong)} spans are not true: {'; '.join(wrong[:FEW])}"
        return Finding(name="spans", status="failed", says=says, advice=advice)
    return Finding(name="spans", status="ok", says=f"all of {count:,} spans are true of their texts")


def _text(library: Library, texts: dict[str, str], id: str) -> str:
    if id not in texts:  # an earlier version
        found = library.store.article(id)
        texts[id] = found.text if found else ""
    return texts[id]


def spans_of(article: AnnotatedArticle) -> Iterator[tuple[int, int]]:
    """Every (start, end) in an article's annotations."""
    fields = msgspec.to_builtins(article)
    for clause in fields["clauses"]:
        for places in ("times", "figures", "events"):  # numbers, but not of characters
            del clause[places]
    for value in _within(fields):
        if isinstance(value, dict) and "start" in value:
            yield value["start"], value["end"]
        elif isinstance(value, list | tuple) and len(value) == 2 and all(type(item) is int for item in value):
            yield value[0], value[1]


def references(record: Record) -> Iterator[dict[str, Any]]:
    """Every span of an article's text that a record quotes."""
    for value in _within(record):
        if isinstance(value, dict) and {"article", "start", "end", "text"} <= value.keys():
            yield value


def _within(value: Any) -> Iterator[Any]:
    """A value as plain JSON, with all that is in it."""
    waiting = [msgspec.to_builtins(value)]
    while waiting:
        one = waiting.pop()
        yield one
        if isinstance(one, dict):
            waiting.extend(one.values())
        elif isinstance(one, list | tuple):
            waiting.extend(one)


def _articles(library: Library, address: str | Path) -> Finding:
    """Whether every article is annotated by this version, and linked."""
    pending, unlinked = library.store.count_pending(__version__), library.store.count_unlinked()
    counts = library.counts()
    articles = f"{counts['article']:,} article{'' if counts['article'] == 1 else 's'}"
    stories = f"{counts['story']:,} {'story' if counts['story'] == 1 else 'stories'}"
    says = f"{articles} in {stories}, by variorum {__version__}"
    if pending or unlinked:
        says += f"; {pending:,} are to be annotated and {unlinked:,} to be linked"
        return Finding(name="articles", status="warning", says=says, advice=FINISH.format(address))
    return Finding(name="articles", status="ok", says=says)


def _problems(library: Library) -> Finding:
    """Inputs that could not be read."""
    problems = library.problems()
    if not problems:
        return Finding(name="problems", status="ok", says="every input was read")
    some = "; ".join(f"{problem.source}: {problem.why}" for problem in problems[:FEW])
    says = f"{len(problems):,} {'input' if len(problems) == 1 else 'inputs'} could not be read: {some}"
    return Finding(name="problems", status="warning", says=says, advice="Mend them and build with them again.")
