"""What linking keeps between builds."""

from collections.abc import Iterable, Iterator, Mapping

from variorum.store.database import EVERYTHING, Database

_MOST = 500  # keys asked for at once
_PAGE = 1000
_KEEP_NOTE = "INSERT INTO notes VALUES (?, ?, ?) ON CONFLICT (kind, key) DO UPDATE SET value = excluded.value"
_KEEP_POSTING = """INSERT INTO postings VALUES (?, ?, ?, ?)
    ON CONFLICT (kind, key, holder) DO UPDATE SET value = excluded.value"""


class SqlNotes:
    """Two tables of the store's database."""

    def __init__(self, database: Database) -> None:
        self._write, self._rows = database.write, database.rows

    def get(self, kind: str, keys: Iterable[str]) -> dict[str, bytes]:
        found: dict[str, bytes] = {}
        wanted = list(keys)
        for at in range(0, len(wanted), _MOST):
            some = wanted[at : at + _MOST]
            marks = ", ".join("?" * len(some))
            found |= self._rows(f"SELECT key, value FROM notes WHERE kind = ? AND key IN ({marks})", kind, *some)
        return found

    def some(self, kind: str, most: int) -> list[tuple[str, bytes]]:
        return self._rows("SELECT key, value FROM notes WHERE kind = ? ORDER BY key LIMIT ?", kind, most)

    def put(self, kind: str, notes: Mapping[str, bytes | None]) -> None:
        gone = [(kind, key) for key, value in notes.items() if value is None]
        kept = [(kind, key, value) for key, value in notes.items() if value is not None]
        with self._write() as db:
            db.executemany("DELETE FROM notes WHERE kind = ? AND key = ?", gone)
            db.executemany(_KEEP_NOTE, kept)

    def holders(self, kind: str, key: bytes, *, most: int = -1) -> list[str]:
        query = "SELECT holder FROM postings WHERE kind = ? AND key = ? ORDER BY holder LIMIT ?"
        return [holder for (holder,) in self._rows(query, kind, key, EVERYTHING if most < 0 else most)]

    def around(self, kind: str, key: bytes, holder: str, reach: int) -> list[str]:
        query = "SELECT holder FROM postings WHERE kind = ? AND key = ? AND holder "
        before = self._rows(f"{query} < ? ORDER BY holder DESC LIMIT ?", kind, key, holder, reach)
        after = self._rows(f"{query} > ? ORDER BY holder LIMIT ?", kind, key, holder, reach)
        return [found for (found,) in (*before[::-1], *after)]

    def posted(self, kind: str, key: bytes) -> Iterator[tuple[str, bytes]]:
        query = "SELECT holder, value FROM postings WHERE kind = ? AND key = ? AND holder > ? ORDER BY holder LIMIT ?"
        at = ""
        while rows := self._rows(query, kind, key, at, _PAGE):
            yield from rows
            at = rows[-1][0]

    def post(self, kind: str, rows: Iterable[tuple[bytes, str, bytes]]) -> None:
        with self._write() as db:
            db.executemany(_KEEP_POSTING, [(kind, *row) for row in rows])

    def unpost(self, kind: str, rows: Iterable[tuple[bytes, str]]) -> None:
        with self._write() as db:
            db.executemany(
                "DELETE FROM postings WHERE kind = ? AND key = ? AND holder = ?", [(kind, *row) for row in rows]
            )
