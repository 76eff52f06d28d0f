"""Builds that are killed, or whose processes are.

    python -m tests.crash_driver INPUT FOLDER KILLS SEED
    python -m tests.crash_driver --workers INPUT FOLDER KILLS SEED

For each kill: a process that has its models loaded builds from INPUT, is killed without warning at a random moment,
and a second build finishes it. With `--workers`, builds share their work between two processes, of which one is killed
now and then, and go on. Prints how long a build takes, and fails unless each gave the records of an undisturbed one.
"""

import multiprocessing
import random
import signal
import subprocess
import sys
import threading
import time
from pathlib import Path

from variorum.annotate.pipeline import annotate
from variorum.engine.batch import FAILED
from variorum.engine.local import LocalEngine
from variorum.library import build, open_library
from variorum.publish.export import to_text
from variorum.read.files import read
from variorum.types import RECORDS


def records(path: Path) -> str:
    """All records of a database as JSON lines."""
    with open_library(path) as library:
        return to_text(record for kind in RECORDS for record in library.records(kind))


def victim(source: str, folder: Path, name: str) -> None:
    """Build when told to, with the models loaded before."""
    for article in annotate(read(source)):
        assert article.id
    print("ready", flush=True)
    sys.stdin.readline()
    build(folder / name, source).close()


def start(source: str, folder: Path, name: str) -> "subprocess.Popen[str]":
    command = [sys.executable, "-m", "tests.crash_driver", source, str(folder), name]
    return subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)


def go(process: "subprocess.Popen[str]") -> None:
    """Let a process build once it is ready."""
    assert process.stdin is not None
    assert process.stdout is not None
    assert process.stdout.readline() == "ready\n"
    process.stdin.write("go\n")
    process.stdin.flush()


def main(source: str, folder: Path, kills: int, seed: int) -> None:
    """Kill builds at random moments and compare what the next one makes of them."""
    chance = random.Random(seed)
    waiting = start(source, folder, "whole.db")
    go(waiting)
    began = time.monotonic()
    assert waiting.wait() == 0
    takes = time.monotonic() - began
    want = records(folder / "whole.db")
    assert want.count("\n") > 20
    struck = tries = 0
    waiting = start(source, folder, "0.db")
    while struck < kills and tries < 3 * kills:
        path = folder / f"{tries}.db"
        tries += 1
        go(waiting)
        time.sleep(chance.uniform(0.0, 0.9 * takes))
        waiting.send_signal(signal.SIGKILL)
        killed = waiting.wait() == -signal.SIGKILL
        waiting = start(source, folder, f"{tries}.db")  # gets ready while this process works
        if killed:  # else it was done already
            struck += 1
            build(path, source).close()
            assert records(path) == want, f"kill {tries} left other records"
    waiting.kill()
    print(f"{struck} builds killed at work, of {takes:.1f} s each")
    assert struck == kills


LEAST, MOST = 0.5, 6.0  # seconds between kills of workers
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
    began = time.monotonic()
    build(folder / "whole.db", source, engine=LocalEngine(2)).close()
    takes = time.monotonic() - began
    want = records(folder / "whole.db")
    assert FAILED not in want
    total = tries = 0
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
    print(f"{total} processes killed at work in {tries} builds, of {takes:.1f} s each undisturbed")
    assert total >= kills


if __name__ == "__main__":
    if sys.argv[1] == "--workers":
        main_of_workers(sys.argv[2], Path(sys.argv[3]), int(sys.argv[4]), int(sys.argv[5]))
    elif len(sys.argv) == 4:
        victim(sys.argv[1], Path(sys.argv[2]), sys.argv[3])
    else:
        main(sys.argv[1], Path(sys.argv[2]), int(sys.argv[3]), int(sys.argv[4]))
