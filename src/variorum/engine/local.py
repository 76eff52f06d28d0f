"""One machine: one process, or several that share the annotating."""

import os
import threading
from collections import deque
from collections.abc import Iterable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from itertools import islice
from multiprocessing import get_context, parent_process

from variorum.errors import UsageError
from variorum.types import AnnotatedArticle, Article

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
        with ProcessPoolExecutor(self.jobs, get_context("spawn"), initializer=_end_with_parent) as pool:
            running: deque[Future[list[AnnotatedArticle]]] = deque()
            try:
                while True:
                    while len(running) < 2 * self.jobs and (batch := list(islice(source, BATCH))):
                        running.append(pool.submit(_annotate_batch, batch))
                    if not running:
                        return
                    yield from running.popleft().result()
            finally:
                for future in running:
                    future.cancel()


def _annotate(articles: Iterable[Article]) -> Iterator[AnnotatedArticle]:
    from variorum.annotate.pipeline import annotate

    return annotate(articles)


def _annotate_batch(articles: list[Article]) -> list[AnnotatedArticle]:
    return list(_annotate(articles))


def _end_with_parent() -> None:
    """A process whose parent was killed ends too, instead of waiting for work for ever."""
    parent = parent_process()
    if parent is None:
        return

    def wait() -> None:
        parent.join()
        os._exit(1)

    threading.Thread(target=wait, daemon=True).start()
