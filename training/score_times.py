"""Score time expressions on the half of the development documents that was used for tuning, and on the half held out.

python -m training.score_times
"""

import hashlib
from collections.abc import Iterable
from typing import Any

from training.shared import load_cases
from variorum.annotate.pipeline import parsed_from
from variorum.annotate.times import find_times
from variorum.models import parser
from variorum.read.furniture import lay_out
from variorum.types import Article, Time


def held_out(case_id: str) -> bool:
    """Whether a document is in the half that no rule was tuned on."""
    return hashlib.sha1(case_id.encode()).digest()[0] % 2 == 1


def tally(gold: list[dict[str, Any]], found: Iterable[Time]) -> tuple[int, int, int]:
    """Expressions found by overlap, those with the exact span, and those with the right value."""
    free, hits, strict, value = list(found), 0, 0, 0
    for g in gold:
        exact = (t for t in free if (t.start, t.end) == (g["start"], g["end"]))
        overlap = (t for t in free if t.start < g["end"] and g["start"] < t.end)
        hit = next(exact, None) or next(overlap, None)
        if hit is not None:
            free.remove(hit)
            hits += 1
            strict += (hit.start, hit.end) == (g["start"], g["end"])
            value += hit.value == g["value"]
    return hits, strict, value


def main() -> None:
    cases = load_cases("times.dev")
    for name, half in (("tuned", False), ("held", True)):
        chosen = [c for c in cases if held_out(c["id"]) is half]
        layouts = [lay_out(Article(id=c["id"], text=c["text"], published=c["published"])) for c in chosen]
        docs = parser.parse((layout.article.text, layout.paragraphs) for layout in layouts)
        sums, total = [0, 0, 0], 0
        for case, layout, doc in zip(chosen, layouts, docs, strict=True):
            found = find_times(parsed_from(layout, doc), published=case["published"])
            sums = [a + b for a, b in zip(sums, tally(case["timex"], found), strict=True)]
            total += len(found) + len(case["timex"])
        relaxed, strict, value = (200 * s / total for s in sums)
        print(f"{name}: {len(chosen)} documents, relaxed {relaxed:.2f}, strict {strict:.2f}, value {value:.2f}")


if __name__ == "__main__":
    main()
