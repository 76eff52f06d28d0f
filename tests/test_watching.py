"""Watching feeds: a database is kept current, errors are outlived, and a stop is obeyed."""

import signal
import sqlite3
import subprocess
import sys
import threading
import time
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from tests.test_fetch import Server, fetcher, give, site
from variorum.cli.main import app
from variorum.errors import InputError, StoreError, UsageError
from variorum.library import open_library
from variorum.store import sqlite
from variorum.watching import Round, parse_interval, watch

__all__ = ["site"]  # a fixture of the other module

ITEM = "<item><title>Hafen {0}</title><link>http://quay.example/{0}</link><description>{1}</description></item>"
OLD, NEW = "Der Hafen bleibt bis Freitag geschlossen.", "Der Hafen bleibt bis Sonntag geschlossen."


def feed(*items: tuple[str, str]) -> bytes:
    told = "".join(ITEM.format(*item) for item in items)
    return f'<rss version="2.0"><channel><title>Kai</title><language>de</language>{told}</channel></rss>'.encode()


def list_of(tmp_path: Path, *feeds: str) -> Path:
    path = tmp_path / "feeds.opml"
    path.write_text(f"<opml><body>{''.join(f'<outline xmlUrl={one!r}/>' for one in feeds)}</body></opml>")
    return path


def test_new_entries_changed_entries_and_faults(site: Server, tmp_path: Path) -> None:
    db, stop = tmp_path / "news.db", threading.Event()
    site.answers["/rss"] = give(feed(("a", OLD)), "application/rss+xml")
    feeds = list_of(tmp_path, site.at("/rss"), site.at("/gone"))
    problems: list[InputError] = []
    rounds = watch(db, feeds, every=0.01, stop=stop, fetch=fetcher(), on_problem=problems.append)
    one = next(rounds)
    assert (one.new, one.articles, one.problems, one.failed) == (1, 1, 1, None)
    assert "is not there" in problems[0].why
    assert (next(rounds).new, site.paths().count("/rss")) == (0, 2)
    site.answers["/rss"] = give(feed(("a", NEW), ("b", OLD)), "application/rss+xml")
    site.answers["/gone"] = give(feed(("c", OLD)), "application/rss+xml")
    found = next(rounds)
    assert (found.new, found.articles, found.problems) == (3, 3, 0)
    stop.set()
    assert list(rounds) == []
    with open_library(db) as library:
        assert library.problems() == []
        (changed,) = library.store.revised()
        assert [a.text for a in library.versions(changed)] == [OLD, NEW]
        assert sorted(a.text for a in library.articles()) == sorted((NEW, OLD, OLD))


def test_a_stop_ends_a_round_that_is_under_way(site: Server, tmp_path: Path) -> None:
    db, stop = tmp_path / "news.db", threading.Event()
    site.answers["/rss"] = give(feed(("a", OLD)), "application/rss+xml")

    def progress(stage: str, done: int, total: int | None) -> None:
        stop.set()

    assert list(watch(db, site.at("/rss"), every=60, stop=stop, fetch=fetcher(), on_progress=progress)) == []
    with open_library(db) as library:
        assert library.store.count_pending("x") == 1  # it was read, and stays


def test_a_stop_ends_the_wait_for_a_host(site: Server, tmp_path: Path) -> None:
    stop = threading.Event()
    site.answers["/robots.txt"] = give(b"User-agent: *\nCrawl-delay: 50", "text/plain")
    threading.Timer(0.3, stop.set).start()
    began = time.monotonic()
    assert list(watch(tmp_path / "news.db", site.at("/rss"), every=60, stop=stop, fetch=fetcher())) == []
    assert time.monotonic() - began < 30


def test_a_database_that_is_locked_is_tried_again(
    site: Server, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sqlite, "WAIT", 0.05)
    site.answers["/rss"] = give(feed(("a", OLD)), "application/rss+xml")
    db = tmp_path / "news.db"
    rounds = watch(db, site.at("/rss"), every=0.01, stop=threading.Event(), fetch=fetcher())
    assert next(rounds).new == 1
    site.answers["/rss"] = give(feed(("b", OLD)), "application/rss+xml")
    other = sqlite3.connect(db, isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    assert "locked" in (next(rounds).failed or "")
    other.execute("ROLLBACK")
    other.close()
    assert next(rounds).articles == 2


def test_what_cannot_begin_is_raised(tmp_path: Path) -> None:
    with pytest.raises(StoreError):
        next(watch(tmp_path / "no" / "news.db", tmp_path, every=60, stop=threading.Event()))


@pytest.mark.parametrize(("written", "seconds"), [("90s", 90), ("15m", 900), (" 1.5H ", 5400), ("1d", 86_400)])
def test_intervals(written: str, seconds: float) -> None:
    assert parse_interval(written) == seconds


@pytest.mark.parametrize("written", ["", "15", "m", "-5m", "5s", "1w", "9" * 400 + "d"])
def test_what_is_no_interval(written: str) -> None:
    with pytest.raises(UsageError, match="--every"):
        parse_interval(written)


def watched(tmp_path: Path) -> Path:
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "a.jsonl").write_text('{"text": "Der Hafen bleibt zu.", "language": "de"}\n{broken\n')
    return tmp_path / "in"


def test_once(tmp_path: Path) -> None:
    words: list[Any] = ["watch", watched(tmp_path), "--db", tmp_path / "news.db", "--once"]
    done = CliRunner().invoke(app, list(map(str, words)))
    assert done.exit_code == 1
    assert "1 new, 1 article" in done.stdout


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_signals_stop_it_cleanly(tmp_path: Path, number: signal.Signals) -> None:
    words = ["-m", "variorum", "watch", str(watched(tmp_path)), "--db", str(tmp_path / "news.db"), "--every", "1h"]
    process = subprocess.Popen([sys.executable, *words], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
    assert process.stdout is not None
    assert "1 new" in process.stdout.readline()
    process.send_signal(number)
    _, errors = process.communicate(timeout=60)
    assert process.returncode == 0
    assert "Traceback" not in errors


def test_a_round_is_a_record() -> None:
    assert Round(new=1, articles=1, problems=0, seconds=0.1).failed is None
