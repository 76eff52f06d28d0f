"""Where the annotated cases and scorers are: one setting, `VARIORUM_SHARED`, by default beside the project."""

import gzip
import json
import os
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from variorum import annotate
from variorum.types import AnnotatedArticle, Article

ROOT = Path(__file__).resolve().parent.parent
SHARED = Path(os.environ.get("VARIORUM_SHARED", ROOT.parent / "shared"))
BENCH = SHARED / "bench"
SEEDS = SHARED / "seeds"


def load_cases(name: str) -> list[dict[str, Any]]:
    """The cases of `bench/<name>.jsonl.gz`, e.g. `load_cases("times.dev")`."""
    with gzip.open(BENCH / f"{name}.jsonl.gz", "rt", encoding="utf8") as lines:
        return [json.loads(line) for line in lines]


def annotated(cases: Mapping[str, Mapping[str, Any]], ids: Iterable[str]) -> tuple[AnnotatedArticle, ...]:
    """The reports of some cases, with their dates and without their titles."""
    made = [Article(id=i, text=cases[i]["text"], published=cases[i].get("published")) for i in ids]
    return tuple(annotate(made))
