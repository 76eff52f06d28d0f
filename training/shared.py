"""Where the annotated cases and scorers are: one setting, `VARIORUM_SHARED`, by default beside the project."""

import gzip
import json
import os
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
SHARED = Path(os.environ.get("VARIORUM_SHARED", ROOT.parent / "shared"))
BENCH = SHARED / "bench"
SEEDS = SHARED / "seeds"


def load_cases(name: str) -> list[dict[str, Any]]:
    """The cases of `bench/<name>.jsonl.gz`, e.g. `load_cases("times.dev")`."""
    with gzip.open(BENCH / f"{name}.jsonl.gz", "rt", encoding="utf8") as lines:
        return [json.loads(line) for line in lines]
