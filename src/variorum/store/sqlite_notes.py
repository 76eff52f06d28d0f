"""What linking keeps between builds, in SQLite."""

import sqlite3
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import AbstractContextManager
from typing import Any

_MOST = 500  # keys asked for at once
_PAGE = 1000


class SqliteNotes:
    """Two tables of the store's database.

    Args:
        write: opens the store's transaction, or joins the one that is open.
        rows: the rows that a query gives.
    """

    def __init__(
        self, write: Callable[[], AbstractContextManager[sqlite3.Connection]], rows: Callable[..., list[Any]]
    ) -> None:
        self._write, self._rows = write, rows

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
            db.executemany("INSERT OR REPLACE INTO notes VALUES (?, ?, ?)", kept)

    def holders(self, kind: str, key: bytes, *, most: int = -1) -> list[str]:
        query = "SELECT holder FROM postings WHERE kind = ? AND key = ? ORDER BY holder LIMIT ?"
        return [holder for (holder,) in self._rows(query, kind, key, most)]

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
            db.executemany("INSERT OR REPLACE INTO postings VALUES (?, ?, ?, ?)", ((kind, *row) for row in rows))

    def unpost(self, kind: str, rows: Iterable[tuple[bytes, str]]) -> None:
        with self._write() as db:
            db.executemany(
                "DELETE FROM postings WHERE kind = ? AND key = ? AND holder = ?", ((kind, *row) for row in rows)
            )
