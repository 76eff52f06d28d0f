"""Builds that are killed, or whose processes are.

    python -m tests.crash_driver INPUT FOLDER KILLS SEED
    python -m tests.crash_driver --workers INPUT FOLDER KILLS SEED

For each kill: a process builds from INPUT, is killed without warning at a random moment, and a second build finishes
it. With `--workers`, builds share their work between two processes, of which one is killed now and then, and go on.
Processes are forked from one that has the models in memory, since what is killed is to be the work, not its
preparation. Prints how long a build takes, and fails unless each gave the records of an undisturbed one.
"""

import multiprocessing
import os
import random
import signal
import sys
import threading
import time
from pathlib import Path

from variorum.engine import local
from variorum.engine.batch import FAILED
from variorum.engine.local import LocalEngine
from variorum.library import build, open_library
from variorum.publish.export import to_text
from variorum.types import RECORDS


def records(path: Path) -> str:
    """All records of a database as JSON lines."""
    with open_library(path) as library:
        return to_text(record for kind in RECORDS for record in library.records(kind))


def victim(path: Path, source: str) -> int:
    """The id of a process that builds."""
    pid = os.fork()
    if pid:
        return pid
    try:
        build(path, source).close()
    except BaseException:
        os._exit(1)
    os._exit(0)


def main(source: str, folder: Path, kills: int, seed: int) -> None:
    """Kill builds at random moments and compare what the next one makes of them."""
    chance = random.Random(seed)
    build(folder / "whole.db", source).close()  # and has the models loaded now
    want = records(folder / "whole.db")
    assert want.count("\n") > 20
    began = time.monotonic()
    assert os.waitpid(victim(folder / "timed.db", source), 0)[1] == 0
    takes = time.monotonic() - began
    struck = tries = 0
    while struck < kills and tries < 3 * kills:
        path = folder / f"{tries}.db"
        tries += 1
        pid = victim(path, source)
        time.sleep(chance.uniform(0.0, 0.9 * takes))
        os.kill(pid, signal.SIGKILL)
        status = os.waitpid(pid, 0)[1]
        if os.WIFSIGNALED(status):  # else it was done already
            struck += 1
            build(path, source).close()
            assert records(path) == want, f"kill {tries} left other records"
        else:
            assert status == 0, f"build {tries} failed by itself"
        for left in folder.glob(f"{path.name}*"):
            left.unlink()
    print(f"{struck} builds killed at work, of {takes:.1f} s each")
    assert struck == kills


LEAST, MOST = 0.05, 1.0  # seconds between kills of workers
EACH = 2  # kills in one build, so that none falls three times on one article, which would be given up


def strike(chance: random.Random, done: threading.Event, struck: list[int]) -> None:
    """Kill processes of a build at random moments."""
    while len(struck) < EACH and not done.wait(chance.uniform(LEAST, MOST)):
        if workers := multiprocessing.active_children():
            worker = chance.choice(workers)
            worker.kill()
            struck.append(worker.pid or 0)


def main_of_workers(source: str, folder: Path, kills: int, seed: int) -> None:
    """Kill the processes that annotate, and compare what the build makes of it."""
    chance = random.Random(seed)
    forks = multiprocessing.get_context("forkserver")
    forks.set_forkserver_preload(["tests.crash_models"])
    local.get_context = lambda _: forks  # type: ignore[attr-defined]
    build(folder / "whole.db", source, engine=LocalEngine(2)).close()
    want = records(folder / "whole.db")
    assert FAILED not in want
    total = tries = 0
    began = time.monotonic()
    while total < kills and tries < 3 * kills:
        path = folder / f"{tries}.db"
        tries += 1
        done, struck = threading.Event(), list[int]()
        killer = threading.Thread(target=strike, args=(chance, done, struck))
        killer.start()
        build(path, source, engine=LocalEngine(2)).close()
        done.set()
        killer.join()
        total += len(struck)
        assert records(path) == want, f"build {tries}, with {len(struck)} processes killed, left other records"
    takes = (time.monotonic() - began) / max(tries, 1)
    print(f"{total} processes killed at work in {tries} builds, of {takes:.1f} s each")
    assert total >= kills


if __name__ == "__main__":
    run = main_of_workers if sys.argv[1] == "--workers" else main
    run(sys.argv[-4], Path(sys.argv[-3]), int(sys.argv[-2]), int(sys.argv[-1]))
