"""Which store an address means."""

from pathlib import Path

from variorum.errors import StoreError
from variorum.store.sql import SqlStore


def open_store(address: str | Path, *, create: bool = True) -> SqlStore:
    """The store at an address: a PostgreSQL database where it begins so, else a SQLite file.

    Args:
        address: a path, or `postgresql://user@host/database`.
        create: whether to make a library where there is none.

    Raises:
        UsageError: there is none, and `create` is false.
        StoreError: it can't be opened.
    """
    if is_postgres(address):
        try:
            from variorum.store.postgres import PostgresStore
        except ImportError as error:
            raise StoreError("PostgreSQL needs a driver: `pip install 'variorum[postgres]'`") from error
        return PostgresStore(str(address), create=create)
    from variorum.store.sqlite import SqliteStore

    return SqliteStore(address, create=create)


def is_postgres(address: str | Path) -> bool:
    """Whether an address is that of a PostgreSQL database."""
    return str(address).startswith(("postgresql:", "postgres:"))
