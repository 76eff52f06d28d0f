"""How comparing grows with the number of reports, on annotated reports of the sample affair in varied wordings.

    python -m benchmarks.bench_compare [--sizes 50 500]

Reports are annotated before the clock starts. They are compared in stories of seven, and then all as one story.
Times are CPU seconds of `compare` alone; what counts is the ratio between the sizes.
"""

import argparse
import random
import re
import time
from collections.abc import Sequence

import variorum
from tests.answer_key import REPORTS
from variorum.compare.story import compare
from variorum.types import AnnotatedArticle, Article, Story

PER_STORY = 7
_NUMBER = re.compile(r"\b\d{2,3}\b")
_NAMES = ("Merrow", "Velmark", "Reyl", "Marant", "Lindqvist", "Norsund", "Voss", "Brandt", "Holloway")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--sizes", type=int, nargs="+", default=[50, 500])
    args = parser.parse_args()
    made = list(variorum.annotate(reports(max(args.sizes))))
    compare(made[:PER_STORY], stories(made[:PER_STORY], PER_STORY), [], [], [])  # loads what is loaded but once
    for name, per_story in (("stories of seven", PER_STORY), ("one story", len(made))):
        print(f"{name}:")
        growth(made, sorted(args.sizes), per_story)


def growth(made: Sequence[AnnotatedArticle], sizes: Sequence[int], per_story: int) -> None:
    """Time for each size, and how it grows from the one before."""
    before: tuple[int, float] | None = None
    for size in sizes:
        held = made[:size]
        start = time.process_time()
        found = compare(held, stories(held, per_story), [], [], [])
        seconds = time.process_time() - start
        print(
            f"  {size:,} reports: {seconds:.1f} s, {1000 * seconds / size:.0f} ms a report; "
            f"{len(found.claims):,} claims, {len(found.disagreements):,} disagreements",
            flush=True,
        )
        if before:
            print(
                f"  {size / before[0]:.0f} times the reports took {seconds / before[1]:.1f} times as long", flush=True
            )
        before = size, seconds


def reports(count: int) -> list[Article]:
    """Reports with sentences in another order, other numbers and other names, from a fixed seed."""
    draw = random.Random(7)
    sources = list(variorum.read(REPORTS))
    out = []
    for n in range(count):
        source = sources[n % len(sources)]
        lines = [line for line in source.text.split("\n") if len(line) > 60]
        draw.shuffle(lines)
        text = _NUMBER.sub(lambda m: str(max(10, int(m.group()) + draw.randint(-3, 3))), "\n\n".join(lines))
        batch = n // PER_STORY
        for name in _NAMES:
            text = text.replace(name, name + ("", "a", "en", "ov", "sk", "ing", "ford", "is")[batch % 8])
        out.append(Article(id=f"r{n}", text=text, published=source.published or "2024-03-22", language="en"))
    return out


def stories(held: Sequence[AnnotatedArticle], per_story: int) -> list[Story]:
    """The reports in stories, in order."""
    groups = [held[i : i + per_story] for i in range(0, len(held), per_story)]
    return [Story(id=f"s{n}", title="", articles=tuple(a.id for a in group)) for n, group in enumerate(groups)]


if __name__ == "__main__":
    main()
