"""Nothing is lost when a build is killed."""

import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
ALONE = {"OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1"}  # threads do not come along when a process is forked
PORTS = ("Velmar", "Osk", "Lindra", "Tarn")


def report(number: int) -> dict[str, object]:
    """One of many short reports, some of which copy, correct or follow one another."""
    port, day = PORTS[number % len(PORTS)], 1 + number // len(PORTS)
    ships = 20 + (number * 7) % 13
    wire = f"Dock workers in {port} walked out on Monday after talks over night pay broke down, the union said."
    own = (
        f'"We will stay out until the board listens," said Mara Ilves, who leads the union in {port}. '
        f"About {ships} ships were waiting outside the port on 2 March 2021."
    )
    end = f"The harbour board of {port} denied that it had offered {ships} percent more pay and said talks would go on."
    return {
        "id": f"r{number:02}",
        "title": f"Dockers leave the quay in {port}, day {day}",
        "outlet": f"The {port} Post {number % 3}",
        "published": f"2021-03-{day:02}" if number % 5 else None,
        "text": "\n\n".join((wire, own, end) if number % 2 else (wire, end)),
    }


@pytest.fixture
def corpus(tmp_path: Path) -> Path:
    path = tmp_path / "reports.jsonl"
    path.write_text("".join(json.dumps(report(i)) + "\n" for i in range(24)), encoding="utf8")
    return path


@pytest.mark.models
def test_a_killed_build_is_finished_by_the_next(corpus: Path, tmp_path: Path) -> None:
    command = [sys.executable, "-m", "tests.crash_driver", str(corpus), str(tmp_path), "10", "20"]
    env = os.environ | ALONE
    done = subprocess.run(command, cwd=ROOT, env=env, capture_output=True, text=True, timeout=1500)
    assert done.returncode == 0, done.stderr
    print(done.stdout)


@pytest.mark.soak
@pytest.mark.models
@pytest.mark.parametrize("workers", [False, True], ids=["the build itself", "its processes"])
def test_fifty_kills(corpus: Path, tmp_path: Path, workers: bool) -> None:
    if workers:  # enough to be shared
        rows = [{"id": f"d{i:03}", "language": "de", "text": f"Hafen {i} bleibt zu."} for i in range(60)]
        with corpus.open("a", encoding="utf8") as file:
            file.writelines(json.dumps(row) + "\n" for row in rows)
    option = ["--workers"] if workers else []
    command = [sys.executable, "-m", "tests.crash_driver", *option, str(corpus), str(tmp_path), "50", "21"]
    env = os.environ | ALONE
    done = subprocess.run(command, cwd=ROOT, env=env, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    print(done.stdout)


def children(pid: int) -> list[int]:
    return [int(c) for task in Path(f"/proc/{pid}/task").iterdir() for c in (task / "children").read_text().split()]


def alive(pid: int) -> bool:
    try:
        return Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()[0] != "Z"
    except FileNotFoundError:
        return False


@pytest.mark.skipif(not Path("/proc/self/task").exists(), reason="looks for processes in /proc")
def test_processes_end_with_a_killed_parent(tmp_path: Path) -> None:
    source = tmp_path / "a.jsonl"
    # In another language, so that no model loads and there is much to do.
    rows = ({"id": str(i), "language": "de", "text": f"Hafen {i}. " * 400} for i in range(3000))
    source.write_text("".join(json.dumps(row) + "\n" for row in rows))
    command = [sys.executable, "-m", "variorum", "build", str(source), "--db", str(tmp_path / "a.db"), "--jobs", "2"]
    with subprocess.Popen(command, cwd=ROOT, stderr=subprocess.DEVNULL) as build:
        workers: list[int] = []
        deadline = time.monotonic() + 60
        while len(workers) < 2 and time.monotonic() < deadline and build.poll() is None:
            workers = children(build.pid)
            time.sleep(0.05)
        assert workers
        os.kill(build.pid, signal.SIGKILL)
    while any(map(alive, workers)) and time.monotonic() < deadline:
        time.sleep(0.05)
    assert not any(map(alive, workers))
