"""One machine: one process, or several that share the annotating."""

import os
import threading
from collections import deque
from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from itertools import chain, islice
from multiprocessing import get_context, parent_process

from variorum.engine.batch import annotate_batch, batches, killed
from variorum.errors import UsageError
from variorum.types import AnnotatedArticle, Article, Reuse

TRIES = 3  # processes that may be killed over one article before it is given up
FEW = 4  # batches that are done sooner here than a process has loaded its models


class LocalEngine:
    """Annotates in `jobs` processes; with one, or where there is little to do, in this process.

    Args:
        jobs: how many; by default one for each core that this process may use.
    """

    def __init__(self, jobs: int | None = None) -> None:
        if jobs is not None and jobs < 1:
            raise UsageError(f"--jobs {jobs}: there must be at least one process")
        self.jobs = jobs or usable_cores()

    def annotate(self, articles: Iterable[Article]) -> Iterator[AnnotatedArticle]:
        """Annotated articles, in the order of the articles."""
        work = batches(articles)
        if self.jobs > 1:
            first = list(islice(work, FEW + 1))
            work = chain(first, work)
            if len(first) > FEW:
                yield from self._shared(work)
                return
        for batch in work:
            yield from annotate_batch(batch)

    def verbatim(self, articles: Sequence[AnnotatedArticle]) -> tuple[Reuse, ...]:
        """Passages that two articles share word for word."""
        from variorum.link.reuse import verbatim_reuse

        return verbatim_reuse(articles)

    def _shared(self, work: Iterator[list[Article]]) -> Iterator[AnnotatedArticle]:
        """The batches, annotated by several processes; two for each are on their way at a time."""
        pool = _pool(self.jobs)
        running: deque[tuple[list[Article], Future[list[AnnotatedArticle]]]] = deque()
        try:
            while True:
                while len(running) < 2 * self.jobs and (batch := next(work, None)):
                    running.append((batch, pool.submit(annotate_batch, batch)))
                if not running:
                    return
                batch, future = running.popleft()
                try:
                    done = future.result()
                except BrokenProcessPool:  # a process was killed: by the system, for its memory, or by a fault below us
                    done = list(_one_by_one(batch))
                    pool = _pool(self.jobs)
                    running = deque((later, pool.submit(annotate_batch, later)) for later, _ in running)
                yield from done
        finally:
            pool.shutdown(cancel_futures=True)


def _pool(jobs: int) -> ProcessPoolExecutor:
    return ProcessPoolExecutor(jobs, get_context("spawn"), initializer=_end_with_parent)


def _one_by_one(batch: list[Article]) -> Iterator[AnnotatedArticle]:
    """Annotate articles of which one may have killed its process; that one is kept without annotations."""
    pool = _pool(1)
    try:
        for article in batch:
            done = None
            for _ in range(TRIES):
                try:
                    done = pool.submit(annotate_batch, [article]).result()
                    break
                except BrokenProcessPool:
                    pool = _pool(1)
            yield from done or [killed(article)]
    finally:
        pool.shutdown(cancel_futures=True)


def usable_cores() -> int:
    """The cores that this process may run on."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


def _end_with_parent() -> None:
    """A process whose parent was killed ends too, instead of waiting for work for ever."""
    parent = parent_process()
    if parent is None:
        return

    def wait() -> None:
        parent.join()
        os._exit(1)

    threading.Thread(target=wait, daemon=True).start()
