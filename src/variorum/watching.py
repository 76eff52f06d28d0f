"""Feeds and folders, read again and again into one database."""

import re
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Unpack

from variorum.engine.base import Engine
from variorum.errors import InputError, StoreError, UsageError
from variorum.library import Progress, build
from variorum.read.fetch import Fetcher
from variorum.read.files import Reading
from variorum.types import Record

LEAST = 60.0  # seconds between two rounds: no feed is worth asking more often
_UNITS = {"s": 1.0, "m": 60.0, "h": 3600.0, "d": 86_400.0}


class Round(Record, frozen=True, kw_only=True):
    """What one reading of all inputs came to."""

    new: int  # articles, and new versions of articles
    articles: int  # in the database
    problems: int  # inputs that could not be read
    seconds: float
    failed: str | None = None  # why nothing could be done this time


class Stopped(BaseException):
    """A stop was asked for while a round was under way. What was stored stays; the next build goes on from there."""


def parse_interval(written: str) -> float:
    """Seconds of an interval such as `90s`, `15m`, `2h` or `1d`.

    Raises:
        UsageError: it is not written so, or is less than a minute.
    """
    found = re.fullmatch(r"(\d{1,6}(?:\.\d{1,3})?)\s*([smhd])", written.strip().lower(), re.ASCII)
    if found is None:
        raise UsageError(f"--every {written}: write a number and s, m, h or d, such as 15m")
    seconds = float(found[1]) * _UNITS[found[2]]
    if seconds < LEAST:
        raise UsageError(f"--every {written}: a minute at least")
    return seconds


def watch(
    path: str | Path,
    *inputs: str | Path,
    every: float,
    stop: threading.Event,
    engine: Engine | None = None,
    on_progress: Progress | None = None,
    **how: Unpack[Reading],
) -> Iterator[Round]:
    """Read the inputs into a database now and after each interval, until a stop is asked for.

    What cannot be read is reported and tried again the next time. A database that cannot be written is too, but for the
    first time.

    Args:
        path: the database; made where there is none.
        inputs: as for `variorum.read`; addresses and the feeds of lists are fetched.
        every: seconds from the beginning of one round to that of the next.
        stop: ends the watching as soon as it is set, also within a round.
        engine: runs the stages; one local process by default.
        on_progress: called as each stage goes on.
        how: how the inputs are read, as for `variorum.read`.

    Raises:
        UsageError, ModelError: nothing could be done; StoreError: likewise, in the first round.
    """
    given = how.get("fetch") or True
    fetcher = Fetcher() if given is True else given
    fetcher.sleep = _until(stop)
    how["fetch"] = fetcher
    first = True
    while not stop.is_set():
        began = time.monotonic()
        try:
            yield _round(path, inputs, stop, engine, on_progress, how)
        except Stopped:
            return
        except StoreError as error:
            if first:
                raise
            yield Round(new=0, articles=0, problems=0, seconds=time.monotonic() - began, failed=str(error))
        first = False
        stop.wait(max(0.0, every - (time.monotonic() - began)))


def _until(stop: threading.Event) -> Callable[[float], None]:
    """A way to wait that a stop cuts short."""

    def wait(seconds: float) -> None:
        if stop.wait(seconds):
            raise Stopped

    return wait


def _round(
    path: str | Path,
    inputs: tuple[str | Path, ...],
    stop: threading.Event,
    engine: Engine | None,
    on_progress: Progress | None,
    how: Reading,
) -> Round:
    began = time.monotonic()
    counted: list[InputError] = []
    fresh = 0
    report = how.get("on_problem")

    def problem(error: InputError) -> None:
        counted.append(error)
        if report is not None:
            report(error)

    def progress(stage: str, done: int, total: int | None) -> None:
        nonlocal fresh
        if stop.is_set():
            raise Stopped
        if stage == "annotating":
            fresh = done
        if on_progress is not None:
            on_progress(stage, done, total)

    with build(path, *inputs, engine=engine, on_progress=progress, **how | Reading(on_problem=problem)) as library:
        held = library.counts()["article"]
    return Round(new=fresh, articles=held, problems=len(counted), seconds=time.monotonic() - began)
