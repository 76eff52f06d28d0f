"""Articles in the store: what is new, and which version takes the place of which."""

from collections.abc import Iterable
from typing import TypeVar

import msgspec

from variorum.read.articles import address_of, digest, later
from variorum.store.database import Writer
from variorum.types import Article, Record

T = TypeVar("T", bound=Article)


def add_article(db: Writer, article: Article) -> tuple[bool, set[str]]:
    """Keep an article, and the version of it that it takes the place of.

    Returns:
        Whether it is new, and the ids under which something has changed that was linked or listed.
    """
    hashed, address = digest(article), address_of(article)
    touched: set[str] = set()
    known = db.execute("SELECT digest, text FROM articles WHERE id = ?", (article.id,)).fetchone()
    new = known is None or known[0] != hashed
    if new:
        values = (hashed, pack(article.text), encode(article), address, article.id)
        same = known is not None and unpack(known[1]) == article.text
        back = False
        if known and not same:
            touched, back = _keep_version(db, article.id, known[0], hashed)
        if same:  # only its particulars have changed
            db.execute("UPDATE articles SET digest = ?, text = ?, record = ?, address = ? WHERE id = ?", values)
            query = "DELETE FROM annotations WHERE article = (SELECT number FROM articles WHERE id = ?)"
            db.execute(query, (article.id,))
            touched = {article.id}
        elif not back:
            db.execute("INSERT INTO articles (digest, text, record, address, id) VALUES (?, ?, ?, ?, ?)", values)
    if address:
        touched |= _take_place(db, article, address)
    return new, touched


def _keep_version(db: Writer, id: str, before: str, now: str) -> tuple[set[str], bool]:
    """Give what stands under an id another one, to make room for other content.

    Returns:
        The ids concerned, and whether that other content has stood under the id before; it is then put back there.
    """
    put_away, put_back = _version_id(id, before), _version_id(id, now)
    db.execute("DELETE FROM articles WHERE id = ?", (put_away,))
    db.execute("UPDATE articles SET id = ?, latest = ? WHERE id = ?", (put_away, id, id))
    back = db.execute("UPDATE articles SET id = ?, latest = NULL WHERE id = ?", (id, put_back)).rowcount
    return {id, put_away, *([put_back] if back else [])}, back > 0


def _version_id(id: str, digest: str) -> str:
    return f"{id}~{digest[:8]}"


def _take_place(db: Writer, article: Article, address: str) -> set[str]:
    """Make an article the latest version of its page, unless the page has one of a later date; the ids concerned."""
    query = "SELECT id, text, record FROM articles WHERE address = ? AND latest IS NULL AND id <> ?"
    for id, text, record in db.execute(query, (address, article.id)).fetchall():
        if later(decode(record, Article, id, text), article):
            query = "UPDATE articles SET latest = ? WHERE id = ? AND latest IS DISTINCT FROM ?"
            return {article.id} if db.execute(query, (id, article.id, id)).rowcount else set()
    query = "SELECT id FROM articles WHERE address = ? AND latest IS DISTINCT FROM nullif(?, id)"
    moved = {id for (id,) in db.execute(query, (address, article.id)).fetchall()}
    db.executemany("UPDATE articles SET latest = nullif(?, id) WHERE id = ?", [(article.id, id) for id in moved])
    return moved


def pack(text: str) -> bytes:
    """A text as it is stored: no database holds every character in a text of its own."""
    return text.encode("utf8", "surrogatepass")


def unpack(text: bytes) -> str:
    """A text as it was packed."""
    return text.decode("utf8", "surrogatepass")


def encode(record: Record) -> bytes:
    """A record as it is stored: an article without its text, which has a column of its own."""
    if isinstance(record, Article):
        record = msgspec.structs.replace(record, text="")
    return msgspec.json.encode(record)


def decode(record: bytes, of: type[T], id: str, text: bytes) -> T:
    """An article as it was stored, under the id that it has now."""
    return msgspec.structs.replace(msgspec.json.decode(record, type=of), id=id, text=unpack(text))


def mark_unlinked(db: Writer, ids: Iterable[str]) -> None:
    """Put articles on the list of those that are to be linked anew."""
    db.executemany("INSERT INTO unlinked VALUES (?) ON CONFLICT DO NOTHING", [(id,) for id in sorted(ids)])
