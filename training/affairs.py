"""Affairs that we wrote: five or six invented reports each, of real countries, and what a careful reader finds.

`training/affairs/<name>.json` holds `reports` (id, outlet, date or null, text) and `key`, formed as that of the seeds.
"""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from variorum import annotate
from variorum.types import AnnotatedArticle, Article

FOLDER = Path(__file__).resolve().parent / "affairs"


@dataclass(frozen=True)
class Affair:
    name: str
    articles: tuple[AnnotatedArticle, ...]
    key: dict[str, Any]

    def place(self, side: dict[str, str]) -> tuple[str, int, int]:
        """Where a text of the key stands: article, start, end."""
        text = next(a.text for a in self.articles if a.id == side["in"])
        start = text.index(side["text"])
        return side["in"], start, start + len(side["text"])


def affairs() -> Iterator[Affair]:
    """All of them, annotated."""
    for path in sorted(FOLDER.glob("*.json")):
        told = json.loads(path.read_text(encoding="utf8"))
        given = [
            Article(
                id=r["id"],
                text=r["text"],
                outlet=r["outlet"],
                published=r["published"],
                published_from="given" if r["published"] else None,
            )
            for r in told["reports"]
        ]
        yield Affair(path.stem, tuple(annotate(given)), told["key"])
