"""Builds that are killed. Run as a program, so that it can fork after the models have loaded.

    python -m tests.crash_driver INPUT FOLDER KILLS SEED

For each kill: a build of INPUT starts, is killed without warning at a random moment, and a second build finishes it.
Prints how long a build takes, and fails unless each second build gave the records of an undisturbed one.
"""

import os
import random
import signal
import sys
import time
from pathlib import Path

from variorum.library import build
from variorum.publish.export import to_text
from variorum.types import RECORDS


def records(path: Path) -> str:
    """All records of a database as JSON lines."""
    from variorum.library import open_library

    with open_library(path) as library:
        return to_text(record for kind in RECORDS for record in library.records(kind))


def start(path: Path, source: str) -> int:
    """The id of a new process that builds."""
    pid = os.fork()
    if pid == 0:
        try:
            build(path, source).close()
        finally:
            os._exit(0)
    return pid


def main(source: str, folder: Path, kills: int, seed: int) -> None:
    """Kill builds at random moments and compare what the next one makes of them."""
    chance = random.Random(seed)
    build(folder / "warm.db", source).close()  # loads the models
    began = time.monotonic()
    os.waitpid(start(folder / "whole.db", source), 0)
    takes = time.monotonic() - began
    want = records(folder / "whole.db")
    assert want.count("\n") > 20
    struck = tries = 0
    while struck < kills and tries < 3 * kills:
        tries += 1
        path = folder / f"{tries}.db"
        pid = start(path, source)
        time.sleep(chance.uniform(0.0, 0.9 * takes))
        os.kill(pid, signal.SIGKILL)
        _, status = os.waitpid(pid, 0)
        if not os.WIFSIGNALED(status):  # it was done already
            continue
        struck += 1
        build(path, source).close()
        assert records(path) == want, f"kill {tries} left other records"
    print(f"{struck} builds killed at work, of {takes:.1f} s each")
    assert struck == kills


if __name__ == "__main__":
    main(sys.argv[1], Path(sys.argv[2]), int(sys.argv[3]), int(sys.argv[4]))
