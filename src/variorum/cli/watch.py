"""`variorum watch`."""

import signal
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Annotated

import typer

from variorum.cli.app import (
    Database,
    Inputs,
    Jobs,
    Map,
    Outlet,
    Pages,
    Published,
    Quiet,
    Unread,
    app,
    errors,
    how_to_read,
    say,
)


@app.command()
def watch(
    *,
    inputs: Inputs,
    db: Database,
    every: Annotated[
        str, typer.Option(metavar="TIME", help="From the beginning of one round to that of the next: 90s, 15m, 2h, 1d.")
    ] = "15m",
    once: Annotated[bool, typer.Option("--once", help="One round only, such as from cron.")] = False,
    published: Published = None,
    outlet: Outlet = None,
    columns: Map = [],  # noqa: B006 (typer copies it)
    pages: Pages = False,
    jobs: Jobs = None,
    quiet: Quiet = False,
) -> None:
    """Keep a database current: fetch feeds, read what is new, build, wait, and again until stopped.

    INPUT is OPML files, addresses of feeds or pages, and files and folders too; addresses are fetched without --fetch.
    """
    unread = Unread()
    held = 0
    stop = threading.Event()
    with errors(), _stopped_by_signals(stop):
        from variorum.engine.local import LocalEngine
        from variorum.publish.written import count
        from variorum.watching import parse_interval
        from variorum.watching import watch as rounds

        seconds = parse_interval(every)
        how = how_to_read(
            unread, published=published, outlet=outlet, columns=columns, fetch=True, pages=pages, quiet=quiet
        )
        for found in rounds(db, *inputs, every=seconds, stop=stop, engine=LocalEngine(jobs), **how):
            held = max(held, found.articles)
            if found.failed:
                say(f"{found.failed}; tried again in {every}")
            elif not quiet:
                now, size = time.strftime("%Y-%m-%d %H:%M"), count(found.articles, "article")
                print(f"{now}  {found.new} new, {size}", flush=True)
            if once:
                break
            unread.count = 0
    if not stop.is_set():
        unread.exit(held)


@contextmanager
def _stopped_by_signals(stop: threading.Event) -> Iterator[None]:
    """Stop in good order at the first signal; a second one stops at once."""

    def handle(number: int, frame: object) -> None:
        stop.set()
        signal.signal(number, before[signal.Signals(number)])

    before = {number: signal.signal(number, handle) for number in (signal.SIGINT, signal.SIGTERM)}
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
