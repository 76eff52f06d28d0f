"""Train the judge of pairs of dates: whether two clauses that date something apart tell of one deed.

    python -m training.dates            # leave out each part, and print the scores
    python -m training.dates --write    # the same, then train on all and write the weights

Pairs are those that `compare.redated` proposes. `data/elements.marked.jsonl.gz` says of some whether both dates are of
one deed, and worth showing; in what we wrote (`training/affairs.py`) the key names others. What else the news proposes
counts as of two deeds, at half the weight, since it was not read.
"""

import argparse
import gzip
import hashlib
import json
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from sklearn.ensemble import GradientBoostingClassifier

from training.affairs import Affair, affairs, mini_stories
from training.figures import read, report
from training.shared import annotated, load_cases
from training.trees import boosted, filled
from variorum.compare.near import Near
from variorum.compare.redated import FEATURES, Redating, candidates
from variorum.compare.statements import Unit
from variorum.models.trees import Trees, logistic
from variorum.types import AnnotatedArticle

HERE = Path(__file__).resolve().parent
OUT = HERE.parent / "src/variorum/models/weights/dates/trees.npz"
MARKED = HERE / "data/elements.marked.jsonl.gz"
FOLDS = 6  # of the stories of the news
WITHIN = 0.5  # share of the shorter of clause and text of the key that the other must cover
DEPTH, TREES = 3, 140
Ends = frozenset[tuple[str, int]]  # where two dates begin: article and place


@dataclass(frozen=True)
class Row:
    """A pair of dates."""

    fold: str
    features: list[float]
    one: bool  # whether they are of one deed
    weight: float
    said: str

    @property
    def part(self) -> str:
        """Of what it is: a long affair, a mini-story or the news."""
        first = self.fold.partition(" ")[0]
        return first if first in {"mini", "news"} else "affairs"


def marked() -> dict[tuple[str, str], dict[Ends, str]]:
    """What was said of pairs of dates, by corpus and story."""
    found: dict[tuple[str, str], dict[Ends, str]] = defaultdict(dict)
    with gzip.open(MARKED, "rt", encoding="utf8") as lines:
        for row in map(json.loads, lines):
            if row["kind"] == "date":
                ends = frozenset((end[0], end[1]) for end in (row["a"], row["b"]))
                found[row["corpus"], row["story"]][ends] = row["label"]
    return found


def pairs_of(articles: Sequence[AnnotatedArticle]) -> Iterator[tuple[Redating, list[float]]]:
    """Every pair that a story's reports propose."""
    found, space = read(articles)
    yield from zip(*candidates(found, Near(space)), strict=True)


def _ends(pair: Redating) -> Ends:
    return frozenset(((pair.a.article.id, pair.x.start), (pair.b.article.id, pair.y.start)))


def _said(pair: Redating) -> str:
    return f"{pair.a.text[:110]} | {pair.b.text[:110]}"


def of_affair(affair: Affair, labels: dict[Ends, str]) -> list[Row]:
    """The pairs of what we wrote that were judged, or that the key names."""
    wanted = [[affair.place(side) for side in d["sides"]] for d in affair.key["disagreements"] if d["kind"] == "date"]
    rows = []
    for pair, row in pairs_of(affair.articles):
        share = max((_both(pair, places) for places in wanted), default=0.0)
        label = labels.get(_ends(pair))
        if label is not None or share >= WITHIN:
            one = label == "y" if label is not None else share >= WITHIN
            rows.append(Row(affair.fold, row, one, 1.0, _said(pair)))
    return rows


def _both(pair: Redating, places: Sequence[tuple[str, int, int]]) -> float:
    """How far both clauses stand on two places of a disagreement."""
    on = [[_share(unit, place) for place in places] for unit in (pair.a, pair.b)]
    return max(min(on[0][x], on[1][y]) for x in range(len(places)) for y in range(len(places)) if x != y)


def _share(unit: Unit, place: tuple[str, int, int]) -> float:
    article, start, end = place
    common = min(end, unit.span[1]) - max(start, unit.span[0])
    return max(0, common) / min(end - start, unit.span[1] - unit.span[0]) if unit.article.id == article else 0.0


def of_news(labels: dict[tuple[str, str], dict[Ends, str]]) -> list[Row]:
    """The pairs of those reports of the news of which some were judged, story by story."""
    cases = {case["id"]: case for case in load_cases("stories.dev")}
    rows = []
    for (corpus, story), said in sorted(labels.items()):
        if corpus != "news":
            continue
        ids = sorted({article for ends in said for article, _ in ends})
        fold = f"news {int(hashlib.md5(story.encode()).hexdigest(), 16) % FOLDS}"
        for pair, row in pairs_of(annotated(cases, ids)):
            label = said.get(_ends(pair))
            rows.append(Row(fold, row, label == "y", 0.5 if label is None else 1.0, _said(pair)))
    return rows


def fitted(rows: Sequence[Row]) -> GradientBoostingClassifier:
    x, y, weight = ([getattr(r, of) for r in rows] for of in ("features", "one", "weight"))
    return boosted(trees=TREES, depth=DEPTH, rate=0.05, leaf=10, share=0.4).fit(x, y, sample_weight=weight)


def left_out(rows: Sequence[Row]) -> np.ndarray:
    """The chance of each pair by a model that saw nothing of its part."""
    chances = np.zeros(len(rows))
    for fold in sorted({r.fold for r in rows}):
        model = fitted([r for r in rows if r.fold != fold])
        here = [n for n, r in enumerate(rows) if r.fold == fold]
        chances[here] = model.predict_proba([rows[n].features for n in here])[:, 1]
    return chances


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--write", action="store_true", help="train on all and write the weights")
    parser.add_argument("--highest", type=int, default=0, help="print so many of the pairs with the highest chances")
    args = parser.parse_args()
    labels = marked()
    rows = []
    for affair in (*affairs(), *mini_stories()):
        corpus = "affair" if len(affair.name) == 1 else "mini"
        rows += of_affair(affair, labels.get((corpus, affair.name.removeprefix("mini ")), {}))
    rows += of_news(labels)
    chances = left_out(rows)
    for name in ("affairs", "mini", "news"):
        here = [n for n, r in enumerate(rows) if r.part == name]
        report(name, [rows[n] for n in here], chances[here])
        for n in sorted(here, key=lambda n: -chances[n])[: args.highest]:
            print(f"{chances[n]:.2f} {rows[n].one} {rows[n].fold}: {rows[n].said}")
    if args.write:
        weights = filled(fitted(rows), DEPTH)
        OUT.parent.mkdir(exist_ok=True)
        np.savez_compressed(OUT, features=np.frombuffer("\n".join(FEATURES).encode(), np.uint8), **weights)
        again = logistic(Trees.of(weights).odds(np.array([r.features for r in rows])))
        print(f"written: {OUT.stat().st_size} bytes; mean chance {again.mean():.3f}")


if __name__ == "__main__":
    main()
