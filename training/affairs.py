"""Affairs that we wrote: invented reports of real countries, and what a careful reader finds in them.

`training/affairs/<name>.json` holds `reports` (id, outlet, date or null, text; five or six of them) and `key`, formed
as that of the seeds; those in `training/affairs/unread` are only scored: nobody has mended the program while looking at
them, and no script learns from them. `training/data/mini_stories.jsonl` holds three short reports a line, with
`disagreements`, `agreements` (one deed in other words) and `lookalikes` (what a hasty reader would take for a
disagreement); `training/data/stage_stories.jsonl` holds more, mostly with denials and stages and what resembles them.
`training/data/sibling_stories.jsonl` holds two affairs of one kind a line, four short reports of each.
"""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from variorum import annotate
from variorum.types import AnnotatedArticle, Article

HERE = Path(__file__).resolve().parent
FOLDER = HERE / "affairs"
MINI = HERE / "data/mini_stories.jsonl"
STAGES = HERE / "data/stage_stories.jsonl"
SIBLINGS = HERE / "data/sibling_stories.jsonl"


@dataclass(frozen=True)
class Affair:
    name: str
    articles: tuple[AnnotatedArticle, ...]
    key: dict[str, Any]

    @property
    def fold(self) -> str:
        """What is left out with it when a model is scored: a long one alone, a short one with those of its number."""
        return self.name if len(self.name) == 1 else f"mini {self.name[-2:]}"

    def place(self, side: dict[str, str]) -> tuple[str, int, int]:
        """Where a text of the key stands: article, start, end."""
        text = next(a.text for a in self.articles if a.id == side["in"])
        start = text.index(side["text"])
        return side["in"], start, start + len(side["text"])


def affairs() -> Iterator[Affair]:
    """The long ones, annotated."""
    for path in sorted(FOLDER.glob("*.json")):
        told = json.loads(path.read_text(encoding="utf8"))
        yield Affair(path.stem, _annotated(told["reports"]), told["key"])


def mini_stories(path: Path = MINI) -> Iterator[Affair]:
    """The short ones, annotated; the key has disagreements, agreements and lookalikes alone."""
    for line in path.read_text(encoding="utf8").splitlines():
        told = json.loads(line)
        yield Affair(f"mini {told['name']}", _annotated(told["reports"]), told)


def siblings() -> Iterator[tuple[str, tuple[tuple[AnnotatedArticle, ...], ...]]]:
    """Two affairs of one kind at a time, that look alike and are two: their name, and the reports of each."""
    for line in SIBLINGS.read_text(encoding="utf8").splitlines():
        told = json.loads(line)
        yield told["name"], tuple(_annotated(reports) for reports in told["affairs"])


def _annotated(reports: list[dict[str, Any]]) -> tuple[AnnotatedArticle, ...]:
    given = [
        Article(
            id=r["id"],
            text=r["text"],
            outlet=r.get("outlet"),
            published=r["published"],
            published_from="given" if r["published"] else None,
        )
        for r in reports
    ]
    return tuple(annotate(given))
