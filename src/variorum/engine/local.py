"""One machine: one process, or several that share the annotating."""

import os
import threading
import traceback
from collections import deque
from collections.abc import Iterable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from itertools import islice
from multiprocessing import get_context, parent_process
from pathlib import Path

from variorum.errors import UsageError, VariorumError
from variorum.read.articles import whole
from variorum.types import AnnotatedArticle, Article

FAILED = "all stages: failed"
BATCH = 16  # articles that go to a process at once


class LocalEngine:
    """Annotates in `jobs` processes; with one, in this process."""

    def __init__(self, jobs: int = 1) -> None:
        if jobs < 1:
            raise UsageError(f"--jobs {jobs}: there must be at least one process")
        self.jobs = jobs

    def annotate(self, articles: Iterable[Article]) -> Iterator[AnnotatedArticle]:
        """Annotated articles, in the order of the articles."""
        if self.jobs == 1:
            yield from _annotate(articles)
            return
        source = iter(articles)
        pool = _pool(self.jobs)
        running: deque[tuple[list[Article], Future[list[AnnotatedArticle]]]] = deque()
        try:
            while True:
                while len(running) < 2 * self.jobs and (batch := list(islice(source, BATCH))):
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
            try:
                yield from pool.submit(annotate_batch, [article]).result()
            except BrokenProcessPool as error:
                yield _bare(article, error)
                pool = _pool(1)
    finally:
        pool.shutdown(cancel_futures=True)


def _annotate(articles: Iterable[Article]) -> Iterator[AnnotatedArticle]:
    source = iter(articles)
    while batch := list(islice(source, BATCH)):
        yield from annotate_batch(batch)


def annotate_batch(articles: list[Article]) -> list[AnnotatedArticle]:
    """Annotate some articles. One that makes a stage fail is kept without annotations and says why in `skipped`."""
    from variorum.annotate.pipeline import annotate

    try:
        return list(annotate(articles))
    except (VariorumError, KeyboardInterrupt):
        raise
    except Exception as error:  # a fault of ours must not cost the articles beside it
        if len(articles) > 1:
            return [done for article in articles for done in annotate_batch([article])]
        return [_bare(articles[0], error)]


def _bare(article: Article, error: Exception) -> AnnotatedArticle:
    fields = {name: getattr(article, name) for name in Article.__struct_fields__}
    fields["text"] = whole(article.text)
    if isinstance(error, BrokenProcessPool):
        return AnnotatedArticle(**fields, skipped=(f"{FAILED}: the process was killed, perhaps for want of memory",))
    last = traceback.extract_tb(error.__traceback__)[-1]
    where = f"{Path(last.filename).name} line {last.lineno}"
    return AnnotatedArticle(**fields, skipped=(f"{FAILED}: {type(error).__name__}: {error} ({where})",))


def _end_with_parent() -> None:
    """A process whose parent was killed ends too, instead of waiting for work for ever."""
    parent = parent_process()
    if parent is None:
        return

    def wait() -> None:
        parent.join()
        os._exit(1)

    threading.Thread(target=wait, daemon=True).start()
