"""What the store asks of a database. Its SQL is what SQLite and PostgreSQL both understand, with `?` for values."""

import threading
from collections.abc import Callable, Iterable, Sequence
from contextlib import AbstractContextManager
from typing import Any, Generic, Literal, Protocol, TypeVar

C = TypeVar("C")
Words = Literal["article", "quote", "claim"]  # texts that can be searched
EVERYTHING = 2**62  # a limit that nothing reaches


class Answer(Protocol):
    """What came of a statement."""

    @property
    def rowcount(self) -> int: ...

    def fetchone(self) -> Any: ...

    def fetchall(self) -> list[Any]: ...


class Writer(Protocol):
    """A transaction that writes."""

    def execute(self, query: str, values: Sequence[Any] = ()) -> Answer: ...

    def executemany(self, query: str, rows: Iterable[Sequence[Any]]) -> object: ...


class Database(Protocol):
    """A database that a store keeps everything in. Each thread has a connection of its own."""

    def rows(self, query: str, *values: Any) -> list[Any]:
        """The rows that a query gives.

        Raises:
            StoreError: the database refuses.
        """

    def write(self) -> AbstractContextManager[Writer]:
        """A transaction, or the one that this thread is in; nobody else writes meanwhile."""

    def snapshot(self) -> AbstractContextManager[None]:
        """Within it, this thread reads one unchanging state."""

    def index(self, db: Writer, kind: Words, texts: Iterable[tuple[int, str]]) -> None:
        """Let texts be found by their words, each by its number; numbers are not in use."""

    def unindex(self, db: Writer, kind: Words, which: str, *values: Any) -> None:
        """Let texts be found no more: those that fulfil a condition on `{number}`."""

    def matching(self, kind: Words, text: str) -> tuple[str, tuple[Any, ...]]:
        """A query for `number` and `rank` of the texts that hold all the words, and its values."""

    def close(self) -> None:
        """Let go of all connections."""


class Connections(Generic[C]):
    """A connection for each thread.

    Args:
        make: opens one.
        end: closes one, from whichever thread.
    """

    def __init__(self, make: Callable[[], C], end: Callable[[C], object]) -> None:
        self._make, self._end = make, end
        self._local = threading.local()
        self._all: list[tuple[threading.Thread, C]] = []
        self._lock = threading.Lock()

    def get(self) -> C:
        """This thread's."""
        held: C | None = getattr(self._local, "held", None)
        if held is None:
            held = self._make()
            with self._lock:
                ended = [one for one in self._all if not one[0].is_alive()]  # a server's threads come and go
                self._all = [one for one in self._all if one not in ended]
                self._all.append((threading.current_thread(), held))
            self._local.held = held
            for _, one in ended:
                self._end(one)
        return held

    def close(self) -> None:
        """Close all."""
        with self._lock:
            held, self._all = self._all, []
            self._local = threading.local()
        for _, one in held:
            self._end(one)
