"""Articles in SQLite: what is new, and which version takes the place of which."""

import sqlite3
from typing import TypeVar

import msgspec

from variorum.read.articles import address_of, digest, later
from variorum.types import Article, Record

T = TypeVar("T", bound=Article)


def add_article(db: sqlite3.Connection, article: Article) -> bool:
    """Keep an article, and the version of it that it takes the place of; whether it is new."""
    hashed, address = digest(article), address_of(article)
    known = db.execute("SELECT digest, text FROM articles WHERE id = ?", (article.id,)).fetchone()
    new = known is None or known[0] != hashed
    if new:
        values = (hashed, article.title, article.text, encode(article), address, article.id)
        if known and known[1] != article.text:
            if _keep_version(db, article.id, known[0], hashed):
                return new
            known = None
        if known:
            db.execute(
                "UPDATE articles SET digest = ?, title = ?, text = ?, record = ?, address = ? WHERE id = ?", values
            )
            db.execute("DELETE FROM annotations WHERE article = ?", (article.id,))
        else:
            db.execute(
                "INSERT INTO articles (digest, title, text, record, address, id) VALUES (?, ?, ?, ?, ?, ?)", values
            )
    if address:
        _take_place(db, article, address)
    return new


def _keep_version(db: sqlite3.Connection, id: str, before: str, now: str) -> bool:
    """Give what stands under an id another one, to make room for other content.

    Returns:
        Whether that other content has stood under the id before; it is then put back there.
    """
    db.execute("PRAGMA defer_foreign_keys = ON")
    db.execute("DELETE FROM articles WHERE id = ?", (_version_id(id, before),))
    for old, new, latest in ((id, _version_id(id, before), id), (_version_id(id, now), id, None)):
        db.execute("UPDATE annotations SET article = ? WHERE article = ?", (new, old))
        back = db.execute("UPDATE articles SET id = ?, latest = ? WHERE id = ?", (new, latest, old)).rowcount
    return back > 0


def _version_id(id: str, digest: str) -> str:
    return f"{id}~{digest[:8]}"


def _take_place(db: sqlite3.Connection, article: Article, address: str) -> None:
    """Make an article the latest version of its page, unless the page has one of a later date."""
    query = "SELECT id, text, record FROM articles WHERE address = ? AND latest IS NULL AND id <> ?"
    for id, text, record in db.execute(query, (address, article.id)).fetchall():
        if later(decode(record, Article, id, text), article):
            db.execute("UPDATE articles SET latest = ? WHERE id = ?", (id, article.id))
            return
    query = "UPDATE articles SET latest = nullif(?, id) WHERE address = ? AND latest IS NOT nullif(?, id)"
    db.execute(query, (article.id, address, article.id))


def page_address(text: str, record: bytes) -> str | None:
    """The address that tells the page of a stored article, as `address_of` gives it."""
    stored = msgspec.json.decode(record, type=Article)
    return address_of(msgspec.structs.replace(stored, text=text))


def encode(record: Record) -> bytes:
    """A record as it is stored: an article without its text, which has a column of its own."""
    if isinstance(record, Article):
        record = msgspec.structs.replace(record, text="")
    return msgspec.json.encode(record)


def decode(record: bytes, of: type[T], id: str, text: str) -> T:
    """An article as it was stored, under the id that it has now."""
    return msgspec.structs.replace(msgspec.json.decode(record, type=of), id=id, text=text)
