"""Many machines: the same stage functions on Apache Spark (the extra `spark`, and Java 17 or later).

Articles go out in micro-batches and come back in order, so that what is done is stored, and marked as done, while the
rest is on its way. A task whose machine or process is lost is run again by Spark; each result is stored once, by the
driver.
"""

import os
import sys
from collections import deque
from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from itertools import islice
from typing import TYPE_CHECKING

from variorum.engine.batch import annotate_batch, batches, killed
from variorum.engine.frames import ROW, collected, frame, rows_of, values_of
from variorum.errors import EngineError, VariorumError
from variorum.types import AnnotatedArticle, Article, Reuse

if TYPE_CHECKING:
    import pyarrow
    from pyspark.sql import SparkSession

_Done = list[AnnotatedArticle]

MASTER = "local[2,4]"  # two processes here, and four tries for each task
SETTING = "VARIORUM_SPARK_MASTER"
ROWS = 4  # batches for each core in a micro-batch
ARTICLES = 2000  # whose anchors are joined in one task
AHEAD = 2  # micro-batches on their way at a time, so that no core waits for the slowest batch of the one before


class SparkEngine:
    """Annotates, and looks for shared passages, on a Spark cluster. Use it as a context: it stops what it started.

    Args:
        master: where Spark runs: `local[N]`, `spark://host:port`, `yarn`, …; by default what the environment variable
            `VARIORUM_SPARK_MASTER` says, else two processes on this machine.

    Raises:
        EngineError: pyspark is not installed, or Spark does not start.
    """

    def __init__(self, master: str | None = None) -> None:
        self.master = master or os.environ.get(SETTING) or MASTER
        self._spark = _session(self.master)

    def __enter__(self) -> "SparkEngine":
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Stop Spark."""
        self._spark.stop()

    def annotate(self, articles: Iterable[Article]) -> Iterator[AnnotatedArticle]:
        """Annotated articles, in the order of the articles."""
        work = batches(articles)
        size = ROWS * self._spark.sparkContext.defaultParallelism
        running: deque[Future[list[_Done]]] = deque()
        with ThreadPoolExecutor(AHEAD) as threads:
            try:
                while True:
                    while len(running) < AHEAD and (group := list(islice(work, size))):
                        running.append(threads.submit(self._annotated, group))
                    if not running:
                        return
                    for batch in running.popleft().result():
                        yield from batch
            finally:
                self._spark.sparkContext.cancelAllJobs()
                threads.shutdown(cancel_futures=True)

    def verbatim(self, articles: Sequence[AnnotatedArticle]) -> tuple[Reuse, ...]:
        """Passages that two articles share word for word."""
        from variorum.engine.joins import verbatim

        parts = max(2 * self._spark.sparkContext.defaultParallelism, len(articles) // ARTICLES)
        self._spark.conf.set("spark.sql.shuffle.partitions", str(parts))
        return verbatim(self._spark, articles)

    def _annotated(self, group: list[list[Article]]) -> list[_Done]:
        """Some batches, each annotated as one row of a data frame.

        Where a task was lost each time it was tried, the article that kills its process is looked for by halving; it is
        kept without annotations.
        """
        try:
            found = collected(frame(self._spark, group).mapInArrow(_annotate_rows, ROW))
        except Exception as error:
            if not _was_killed(error):
                raise EngineError(f"Spark at {self.master} failed: {_first_line(error)}") from error
            if len(group) > 1:
                half = len(group) // 2
                return self._annotated(group[:half]) + self._annotated(group[half:])
            if len(group[0]) > 1:
                return [[done for [done] in self._annotated([[article] for article in group[0]])]]
            return [[killed(group[0][0])]]
        for batch in found:
            if isinstance(batch, VariorumError):  # a model is missing there
                raise batch
        return found


def _annotate_rows(parts: Iterator["pyarrow.RecordBatch"]) -> Iterator["pyarrow.RecordBatch"]:
    """What runs on the cluster. What variorum raises there on purpose comes back as a value, not as a lost task."""

    def done(batch: list[Article]) -> _Done | VariorumError:
        try:
            return annotate_batch(batch)
        except VariorumError as error:
            return error

    return rows_of((number, done(batch)) for number, batch in values_of(parts))


def _was_killed(error: Exception) -> bool:
    """Whether a job failed because its processes were lost, not for an error in them."""
    return any(sign in str(error) for sign in ("exited unexpectedly", "ExecutorLostFailure", "Executor heartbeat"))


def _first_line(error: Exception) -> str:
    """What an error says first, without the frame that Spark's gateway puts around those of Java."""
    said = [line.strip(": ") for line in str(error).splitlines() if "error occurred while calling" not in line]
    return next(filter(None, said), type(error).__name__)


def _session(master: str) -> "SparkSession":
    """A session, on the loopback address alone where Spark runs on this machine."""
    try:
        from pyspark.sql import SparkSession
    except ImportError as error:
        raise EngineError("Spark is not installed: run `pip install 'variorum[spark]'`") from error
    os.environ.setdefault("PYSPARK_PYTHON", sys.executable)
    builder = SparkSession.builder.appName("variorum").master(master)
    settings = {
        "spark.log.level": "ERROR",
        "spark.ui.enabled": "false",
        "spark.ui.showConsoleProgress": "false",
        "spark.sql.execution.arrow.maxRecordsPerBatch": "256",
    }
    if master.startswith("local"):
        os.environ.setdefault("SPARK_LOCAL_IP", "127.0.0.1")
        settings |= {"spark.driver.bindAddress": "127.0.0.1", "spark.driver.host": "127.0.0.1"}
    for name, value in settings.items():
        builder = builder.config(name, value)
    try:
        return builder.getOrCreate()
    except Exception as error:
        why = _first_line(error)
        raise EngineError(f"Spark did not start at {master} ({why}); `variorum doctor` says what it needs") from error
