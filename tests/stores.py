"""Places for stores of every kind, for the tests of what all of them promise."""

from itertools import count
from urllib.parse import quote

from variorum.store.opening import open_store
from variorum.store.sql import SqlStore

_schemas = count()


class Place:
    """Where a store is; it opens as often as it is asked to."""

    def __init__(self, address: str) -> None:
        self.address = address
        self.opened: list[SqlStore] = []

    def __call__(self) -> SqlStore:
        self.opened.append(open_store(self.address))
        return self.opened[-1]

    def close(self) -> None:
        for store in self.opened:
            store.close()


def schema(address: str) -> str:
    """The address of a new schema on a server."""
    import psycopg

    name = f"test{next(_schemas)}"
    with psycopg.connect(address, autocommit=True) as db:
        db.execute(f"CREATE SCHEMA {name}")
    return f"{address}&options={quote(f'-csearch_path={name}')}"
