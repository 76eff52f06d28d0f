"""Building from the page: one build at a time, in a process of its own, so that no reader waits for it."""

import secrets
import threading
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from multiprocessing import get_context
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any, Literal

import msgspec

from variorum.errors import InputError, VariorumError
from variorum.library import Library, build
from variorum.read.articles import article_from
from variorum.read.files import read
from variorum.store.base import Problem
from variorum.types import Article

State = Literal["running", "done", "failed"]
PROBLEMS_MAX = 200  # that are kept for showing; all are in the database


@dataclass(frozen=True)
class Slip:
    """One thing to be added: a file that was sent, or a text that was pasted, with what is known of it."""

    name: str  # as the visitor's machine calls it
    file: Path | None = None
    text: str = ""
    title: str | None = None
    outlet: str | None = None
    published: str | None = None


@dataclass
class Run:
    """How far a build has come."""

    id: str
    state: State = "running"
    stage: str = "starting"
    done: int = 0
    total: int | None = None
    added: int = 0  # articles read
    story: str | None = None  # that most of them are in
    problems: list[str] = field(default_factory=list)
    message: str = ""


class Busy(VariorumError):
    """A build is already going on."""


class Builder:
    """Starts builds, one at a time, and knows how they are getting on."""

    def __init__(self, db: str | Path) -> None:
        self.db = db
        self.runs: dict[str, Run] = {}
        self._lock = threading.Lock()
        self._process: Any = None
        self._following: threading.Thread | None = None

    @property
    def running(self) -> Run | None:
        """The build that goes on, if one does."""
        return next((run for run in self.runs.values() if run.state == "running"), None)

    def start(self, slips: Sequence[Slip], folder: Path | None = None) -> Run:
        """Build with what is to be added; without anything, apply what has been judged.

        Args:
            folder: holds the files, and is removed at the end.

        Raises:
            Busy: a build is already going on.
        """
        with self._lock:
            if self.running:
                raise Busy("A build is already going on. Wait until it has ended.")
            run = Run(secrets.token_hex(6))
            self.runs = {**dict(list(self.runs.items())[-20:]), run.id: run}
        context = get_context("spawn")
        receiving, sending = context.Pipe(duplex=False)
        self._process = context.Process(target=work, args=(self.db, tuple(slips), sending), daemon=True)
        self._process.start()
        sending.close()
        self._following = threading.Thread(target=self._follow, args=(run, receiving, folder), daemon=True)
        self._following.start()
        return run

    def close(self) -> None:
        """End the build that goes on. What it has done is kept, and the next one resumes it."""
        if self._process is not None and self._process.is_alive():
            self._process.terminate()
            self._process.join(10)
        if self._following is not None:
            self._following.join(10)

    def _follow(self, run: Run, messages: Connection, folder: Path | None) -> None:
        """Take in what the process says until it ends."""
        try:
            with messages:
                while True:
                    _take(run, messages.recv())
        except (EOFError, OSError):
            pass
        finally:
            self._process.join()
            if run.state == "running":
                run.state = "failed"
                run.message = "The build was broken off. What it had done is kept; start it again to finish."
            if folder is not None:
                remove(folder)


def _take(run: Run, message: tuple[Any, ...]) -> None:
    match message:
        case ("progress", stage, done, total):
            run.stage, run.done, run.total = stage, done, total
        case ("problem", said):
            if len(run.problems) < PROBLEMS_MAX:
                run.problems.append(said)
        case ("done", added, story):
            run.added, run.story, run.state = added, story, "done"
        case ("failed", said):
            run.message, run.state = said, "failed"


def remove(folder: Path) -> None:
    """Take away a folder of files that were sent."""
    for path in folder.iterdir():
        path.unlink(missing_ok=True)
    folder.rmdir()


def work(db: str | Path, slips: Sequence[Slip], messages: Connection) -> None:
    """Read and build, in a process of its own, and say how it goes."""
    found: list[InputError] = []

    def report(error: InputError) -> None:
        found.append(error)
        messages.send(("problem", str(error)))

    def progress(stage: str, done: int, total: int | None) -> None:
        messages.send(("progress", stage, done, total))

    with messages:
        try:
            articles = list(articles_of(slips, report))
            unread = len(found)
            with build(db, *articles, on_problem=report, on_progress=progress) as library:
                for error in found[:unread]:
                    library.store.add_problem(Problem(source=error.source, why=error.why))
                messages.send(("done", len(articles), landing(library, (a.id for a in articles))))
        except VariorumError as error:
            messages.send(("failed", str(error)))


def articles_of(slips: Iterable[Slip], report: Any) -> Iterable[Article]:
    """The articles of what is to be added, read as the command line reads files; `report` is told what cannot be."""
    for slip in slips:
        if slip.file is not None:

            def renamed(error: InputError, slip: Slip = slip) -> None:
                report(InputError(error.source.replace(str(slip.file), slip.name), error.why))

            for article in read(slip.file, published=slip.published, outlet=slip.outlet, on_problem=renamed):
                source = article.source.replace(str(slip.file), slip.name)
                yield msgspec.structs.replace(article, source=source)
        else:
            fields = {"text": slip.text, "title": slip.title, "outlet": slip.outlet, "published": slip.published}
            try:
                yield article_from(fields, source=slip.name)
            except InputError as error:
                report(error)


def landing(library: Library, ids: Iterable[str]) -> str | None:
    """The story that most of some articles are in."""
    counted = Counter(story.id for id in ids for story in library.stories(id))
    return counted.most_common(1)[0][0] if counted else None
