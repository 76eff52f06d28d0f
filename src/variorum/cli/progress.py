"""Progress bars: on a terminal only, and only for what takes longer than two seconds."""

import sys
import time
from types import TracebackType
from typing import Any

PATIENCE = 2.0  # seconds before a bar shows itself


class Bars:
    """A bar for each stage. Call it with how far the stage has come; use it as a context."""

    def __init__(self, *, quiet: bool) -> None:
        self.on = not quiet and sys.stderr.isatty()
        self.began = time.monotonic()
        self.bars: Any = None
        self.tasks: dict[str, Any] = {}

    def __enter__(self) -> "Bars":
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        if self.bars is not None:
            self.bars.stop()

    def __call__(self, stage: str, done: int, total: int | None) -> None:
        if not self.on or time.monotonic() - self.began < PATIENCE:
            return
        if self.bars is None:
            self.bars = _bars()
            self.bars.start()
        if stage not in self.tasks:
            self.tasks[stage] = self.bars.add_task(stage, total=total)
        self.bars.update(self.tasks[stage], completed=done, total=total)


def _bars() -> Any:
    from rich.console import Console
    from rich.progress import (
        BarColumn,
        MofNCompleteColumn,
        Progress,
        ProgressColumn,
        Task,
        TextColumn,
        TimeRemainingColumn,
    )
    from rich.text import Text

    class Rate(ProgressColumn):
        """How many are done in a second, lately."""

        def render(self, task: Task) -> Text:
            speed = task.finished_speed or task.speed
            return Text("" if speed is None else rate(speed))

    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), Rate(), TimeRemainingColumn())
    return Progress(*columns, console=Console(stderr=True), transient=True)


def rate(speed: float) -> str:
    """A rate per second, or per minute where it is slow."""
    return f"{speed:,.1f}/s" if speed >= 1 else f"{60 * speed:,.1f}/min"
