"""The Spark engine gives what the local one gives, also when processes and machines are lost."""

import json
import os
import random
import shutil
import signal
import sqlite3
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import closing, suppress
from pathlib import Path

import msgspec
import pytest

from tests.crash_driver import records
from tests.spark_cluster import LIGHT, Cluster, environment, lose
from tests.test_crash import children, report
from training.archives import articles as invented
from variorum.engine.local import LocalEngine
from variorum.engine.spark import SparkEngine
from variorum.errors import EngineError
from variorum.library import build
from variorum.link.passages import COMMON
from variorum.types import AnnotatedArticle, Article

ROOT = Path(__file__).resolve().parent.parent
REPORTS = ROOT / "examples" / "reports"
CLOSING = "This report came to you from the desk of the northern wire, which answers for none of what it says."

pytest.importorskip("pyspark", reason="needs the extra `spark`")
pytestmark = [
    pytest.mark.skipif(shutil.which("java") is None, reason="Spark needs Java: install openjdk-17-jre-headless"),
    pytest.mark.filterwarnings("ignore"),  # of pyspark's own
]


@pytest.fixture(scope="module")
def spark() -> Iterator[SparkEngine]:
    os.environ.setdefault("SPARK_SUBMIT_OPTS", LIGHT)
    with SparkEngine("local[2,4]") as engine:
        yield engine


def german(number: int) -> Article:
    return Article(id=f"d{number:03}", text=f"Hafen {number} bleibt zu. Die Schiffe warten!", language="de")


def closing_alike(n: int) -> list[AnnotatedArticle]:
    """Articles of which some copy others, and most close with the same words: too many to be joined in pairs."""
    out = []
    for i, one in enumerate(invented(n, seed=5, sentences=4)):
        text = f"{one.text}\n{CLOSING}" if i % 5 else one.text
        sentences = (*one.sentences, (len(one.text) + 1, len(text)))[: 5 if i % 5 else 4]
        body = ((0, len(text)),)
        out.append(msgspec.structs.replace(one, text=text, body=body, sentences=sentences))
    return out


def test_articles_are_annotated_alike_and_in_order(spark: SparkEngine) -> None:
    articles = [german(i) for i in range(150)]  # more than go out at once
    assert list(spark.annotate(articles)) == list(LocalEngine(1).annotate(articles))


def test_the_same_pairs_share_the_same_passages(spark: SparkEngine) -> None:
    articles = closing_alike(COMMON + 36)
    found = spark.verbatim(articles)
    assert found == LocalEngine(1).verbatim(articles)
    alike = sum(reuse.a.text.strip(". ") in CLOSING for reuse in found)
    assert 0 < alike < len(found)
    assert spark.verbatim([]) == ()
    assert spark.verbatim(articles[:1]) == ()


def test_spark_that_does_not_start_says_so(spark: SparkEngine) -> None:
    # A session is there already, so that this one fails on its address alone, without another JVM.
    spark.close()
    with pytest.raises(EngineError, match="Spark did not start at nowhere"):
        SparkEngine("nowhere")


# --- whole builds, with what they are disturbed by


def corpus(folder: Path, few: int, many: int) -> Path:
    """Reports in English, among others in a language that only gets sentences."""
    rows = [report(i) for i in range(few)] + [msgspec.to_builtins(german(i)) for i in range(many)]
    rows.sort(key=lambda row: str(row["id"])[::-1])
    path = folder / "reports.jsonl"
    path.write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf8")
    return path


def start(source: Path, db: Path, master: str) -> "subprocess.Popen[bytes]":
    """A build on Spark, in a process of its own."""
    command = [sys.executable, "-m", "variorum", "build", str(source), "--db", str(db), "--quiet"]
    return subprocess.Popen([*command, "--engine", "spark", "--master", master], cwd=ROOT, env=environment())


def annotated(db: Path) -> int:
    """How many articles of a database that is being built are done."""
    if not db.exists():
        return 0
    with closing(sqlite3.connect(db, timeout=60)) as reader:
        try:
            return int(reader.execute("SELECT count(*) FROM annotations").fetchone()[0])
        except sqlite3.OperationalError:
            return 0


def wait_for(db: Path, done: int, process: "subprocess.Popen[bytes]") -> None:
    """Until so many articles are done."""
    while annotated(db) < done:
        assert process.poll() is None, "the build ended too soon"
        time.sleep(0.05)


def undisturbed(source: Path, folder: Path) -> str:
    """The records of a build by the local engine."""
    build(folder / "whole.db", source).close()
    return records(folder / "whole.db")


@pytest.mark.soak
@pytest.mark.models
def test_a_build_is_the_same(tmp_path: Path) -> None:
    want = undisturbed(REPORTS, tmp_path)
    with start(REPORTS, tmp_path / "spark.db", "local[2,4]") as process:
        assert process.wait() == 0
    assert records(tmp_path / "spark.db") == want


@pytest.mark.soak
@pytest.mark.models
def test_a_machine_lost_half_way_costs_nothing(tmp_path: Path) -> None:
    source, db = corpus(tmp_path, 40, 500), tmp_path / "spark.db"
    with Cluster(tmp_path) as cluster, start(source, db, cluster.url) as process:
        wait_for(db, 100, process)
        lose(cluster.workers[0])
        left = 540 - annotated(db)
        assert process.wait() == 0
    assert left > 100
    assert records(db) == undisturbed(source, tmp_path)


@pytest.mark.soak
@pytest.mark.models
@pytest.mark.skipif(not Path("/proc/self/task").exists(), reason="looks for processes in /proc")
def test_killed_processes_cost_nothing(tmp_path: Path) -> None:
    source, db = corpus(tmp_path, 40, 300), tmp_path / "spark.db"
    chance, killed = random.Random(7), 0
    with start(source, db, "local[2,4]") as process:
        wait_for(db, 1, process)
        while process.poll() is None and annotated(db) < 340 and killed < 10:
            if workers := list(python_workers(process.pid)):
                os.kill(chance.choice(workers), signal.SIGKILL)
                killed += 1
            time.sleep(chance.uniform(0.5, 2.0))
        assert process.wait() == 0
    assert killed
    assert records(db) == undisturbed(source, tmp_path)


@pytest.mark.soak
@pytest.mark.models
def test_a_killed_driver_is_followed_by_another(tmp_path: Path) -> None:
    source, db = corpus(tmp_path, 40, 300), tmp_path / "spark.db"
    with start(source, db, "local[2,4]") as process:
        wait_for(db, 100, process)
        process.kill()
    done = annotated(db)
    assert 100 <= done < 340
    with start(source, db, "local[2,4]") as process:
        assert process.wait() == 0
    assert records(db) == undisturbed(source, tmp_path)


def python_workers(pid: int) -> Iterator[int]:
    """The processes under one that run our functions for Spark."""
    for child in children(pid):
        yield from python_workers(child)
        with suppress(OSError):
            if b"pyspark.daemon" in Path(f"/proc/{pid}/cmdline").read_bytes():
                yield child
