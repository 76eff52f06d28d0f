"""Many readers while a build writes: nobody waits, nobody sees half of anything."""

import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import httpx
import pytest
import uvicorn

from tests.oracle import Oracle
from tests.web_library import VERSION, attributed, fill
from variorum.store.sqlite import SqliteStore
from variorum.types import AnnotatedArticle, Article
from variorum.web.app import create_app
from variorum.web.server import _listen
from variorum.web.settings import Settings

READERS, EACH = 50, 6
PATHS = ("/stories", "/stories/s0", "/articles/courier", "/actors/a0", "/search?q=merrow", "/stories.json")


@pytest.fixture
def db(tmp_path: Path) -> Path:
    return fill(tmp_path / "news.db")


@pytest.fixture
def served(db: Path) -> Iterator[str]:
    with _listen("127.0.0.1", 0) as listener:
        server = uvicorn.Server(uvicorn.Config(create_app(Settings(db=db)), log_level="error", lifespan="on"))
        thread = threading.Thread(target=server.run, kwargs={"sockets": [listener]})
        thread.start()
        yield f"http://127.0.0.1:{listener.getsockname()[1]}"
        server.should_exit = True
        thread.join()


def build(db: Path, stop: threading.Event) -> int:
    """What a build does to a database, over and over; how often it did."""
    records = Oracle().records()
    found = [r for r in records if not isinstance(r, AnnotatedArticle)]
    read = [attributed(r) for r in records if isinstance(r, AnnotatedArticle)]
    store, rounds = SqliteStore(db), 0
    while not stop.is_set():
        rounds += 1
        fresh = Article(id=f"new{rounds}", text=f"Report {rounds} from the port.")
        store.add_articles([fresh])
        store.add_annotations([AnnotatedArticle(id=fresh.id, text=fresh.text), *read], VERSION)
        store.replace_records(found)
    store.close()
    return rounds


def test_fifty_readers_while_a_build_writes(served: str, db: Path) -> None:
    stop = threading.Event()

    def read(number: int) -> list[tuple[str, int, bool]]:
        with httpx.Client(base_url=served, timeout=60) as client:
            answers = [client.get(PATHS[(number + n) % len(PATHS)]) for n in range(EACH)]
        return [(a.url.path, a.status_code, "Merrow" in a.text) for a in answers]

    with ThreadPoolExecutor(READERS + 1) as pool:
        writing = pool.submit(build, db, stop)
        try:
            answers = [answer for found in pool.map(read, range(READERS)) for answer in found]
        finally:
            stop.set()
        assert writing.result() > 1
    assert len(answers) == READERS * EACH
    assert [answer for answer in answers if answer[1:] != (200, True)] == []
