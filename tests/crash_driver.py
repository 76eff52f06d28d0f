"""Builds that are killed.

    python -m tests.crash_driver INPUT FOLDER KILLS SEED

For each kill: a process that has its models loaded builds from INPUT, is killed without warning at a random moment,
and a second build finishes it. Prints how long a build takes, and fails unless each second build gave the records of
an undisturbed one.
"""

import random
import signal
import subprocess
import sys
import time
from pathlib import Path

from variorum.annotate.pipeline import annotate
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


if __name__ == "__main__":
    if len(sys.argv) == 4:
        victim(sys.argv[1], Path(sys.argv[2]), sys.argv[3])
    else:
        main(sys.argv[1], Path(sys.argv[2]), int(sys.argv[3]), int(sys.argv[4]))
