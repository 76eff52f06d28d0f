"""Train the judge of pairs of figures: whether two reports give two values, or two bounds, of one quantity.

    python -m training.figures            # leave out each affair, and each sixth of the news, and print the scores
    python -m training.figures --write    # the same, then train on all and write the weights

Pairs are those that `compare.quantities` proposes. In our affairs (`training/affairs`) the key says which are of one
quantity. In the news of `stories.dev` we read those that an earlier round put first; `data/figures.news.jsonl` has the
verdicts, and all others count as of two quantities, at half the weight, since some were never read.
"""

import argparse
import hashlib
import json
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from sklearn.ensemble import GradientBoostingClassifier
from sklearn.metrics import average_precision_score

from training.affairs import Affair, affairs, mini_stories
from training.shared import load_cases
from training.trees import filled
from variorum import annotate
from variorum.compare.amounts import Amount, amounts
from variorum.compare.figures import Told
from variorum.compare.likeness import FEATURES
from variorum.compare.near import Near
from variorum.compare.quantities import OtherBound, OtherValue, candidates
from variorum.compare.statements import Who, units, vectors
from variorum.link.actors import link_actors
from variorum.models.trees import Trees, logistic
from variorum.types import AnnotatedArticle, Article

OUT = Path(__file__).resolve().parent.parent / "src/variorum/models/weights/figures/trees.npz"
VERDICTS = Path(__file__).resolve().parent / "data/figures.news.jsonl"
REPORTS, MOST, FOLDS = 8, 150, 6  # reports of a story of the news, pairs of one, parts that are left out
DEPTH, TREES = 3, 140
CUTS = (0.6, 0.5, 0.4, 0.3, 0.2)


@dataclass(frozen=True)
class Row:
    """A pair of figures."""

    fold: str
    kind: str
    features: list[float]
    one: bool  # whether they are of one quantity
    weight: float
    said: str = ""

    @property
    def part(self) -> str:
        """Of what it is: a long affair, a mini-story or the news."""
        first = self.fold.partition(" ")[0]
        return first if first in {"mini", "news"} else "affairs"


def pairs_of(articles: Sequence[AnnotatedArticle]) -> Iterator[tuple[str, Amount, Amount, list[float]]]:
    """Every pair that a story's reports propose, but for those of which one report gives both values."""
    who = Who.of(link_actors(articles))
    found = []
    for article in articles:
        found += units(article, who, len(found))
    near = Near(vectors(found))
    counted = amounts(found, "s")
    told = Told(counted)
    wholes, kinds = defaultdict(list), defaultdict(list)
    for amount in counted:
        wholes[amount.block, amount.part].append(amount)
        kinds[amount.block].append(amount)
    for block in wholes.values():
        for (a, b), row in zip(*candidates(block, near, OtherValue(block)), strict=True):
            if not (told.also(a, b) or told.also(b, a)):
                yield "figure", a, b, row
    for block in kinds.values():
        for (a, b), row in zip(*candidates(block, near, OtherBound(block)), strict=True):
            yield "qualifier", a, b, row


def of_affair(affair: Affair) -> list[Row]:
    """The pairs of an affair: as the key has them, or of figures that count the same as those of the key do."""
    rows = []
    wanted = [
        (d["kind"], [affair.place(side) for side in d["sides"]])
        for d in affair.key["disagreements"]
        if d["kind"] in {"figure", "qualifier"}
    ]
    pairs = list(pairs_of(affair.articles))
    ends = [m for _, a, b, _ in pairs for m in (a, b)]
    for kind, a, b, row in pairs:
        weight, one = 1.0, False
        for kind_wanted, places in wanted:
            if kind_wanted != kind:
                continue
            on = [[m for m in ends if _stands(m, place)] for place in places]
            for x in range(len(on)):
                for y in range(len(on)):
                    if x != y and any(_counts(a, m) for m in on[x]) and any(_counts(b, m) for m in on[y]):
                        exact = any(m.figure is a.figure for m in on[x]) and any(m.figure is b.figure for m in on[y])
                        weight, one = (1.0, True) if exact else (weight if one else 0.7, True)
        rows.append(Row(affair.fold, kind, row, one, weight, f"{a.unit.text[:90]} | {b.unit.text[:90]}"))
    return rows


def _stands(amount: Amount, place: tuple[str, int, int]) -> bool:
    article, start, end = place
    return amount.unit.article.id == article and start <= amount.figure.start < end


def _counts(a: Amount, b: Amount) -> bool:
    return a.block == b.block and a.figure.value == b.figure.value


def of_news() -> list[Row]:
    """The pairs of the stories of the news."""
    verdicts = {
        (v["corpus"], v["story"], v["kind"], *v["values"]): v["verdict"]
        for v in map(json.loads, VERDICTS.read_text(encoding="utf8").splitlines())
    }
    stories = defaultdict(list)
    for case in load_cases("stories.dev"):
        stories[case["corpus"], case["story"]].append(case)
    rows = []
    for (corpus, story), cases in sorted(stories.items()):
        if len(cases) < 2:
            continue
        made = [Article(id=c["id"], text=c["text"], published=c.get("published")) for c in cases[:REPORTS]]
        fold = f"news {int(hashlib.md5(story.encode()).hexdigest(), 16) % FOLDS}"
        for kind, a, b, row in list(pairs_of(tuple(annotate(made))))[:MOST]:
            said = verdicts.get((corpus, story, kind, *sorted((a.figure.value, b.figure.value))))
            if said != "open":
                one = said is not None
                rows.append(Row(fold, kind, row, one, 0.5, f"{a.unit.text[:90]} | {b.unit.text[:90]}"))
    return rows


def fitted(rows: Sequence[Row], seed: int = 0) -> GradientBoostingClassifier:
    model = GradientBoostingClassifier(
        n_estimators=TREES,
        max_depth=DEPTH,
        learning_rate=0.05,
        subsample=0.6,
        min_samples_leaf=10,
        max_features=0.4,
        random_state=seed,
    )
    return model.fit([r.features for r in rows], [r.one for r in rows], sample_weight=[r.weight for r in rows])


def left_out(rows: Sequence[Row]) -> np.ndarray:
    """The chance of each pair by a model that saw nothing of its part."""
    chances = np.zeros(len(rows))
    for fold in sorted({r.fold for r in rows}):
        model = fitted([r for r in rows if r.fold != fold])
        here = [n for n, r in enumerate(rows) if r.fold == fold]
        chances[here] = model.predict_proba([rows[n].features for n in here])[:, 1]
    return chances


def report(name: str, rows: Sequence[Row], chances: np.ndarray) -> None:
    one = np.array([r.one for r in rows])
    average = average_precision_score(one, chances)
    print(f"{name}: {len(rows)} pairs, {one.sum()} of one quantity, average precision {average:.3f}")
    for cut in CUTS:
        called = chances >= cut
        precision, recall = one[called].mean(), called[one].mean()
        print(f"  from {cut:.2f}: precision {precision:.2f}, recall {recall:.2f}, called {called.sum()}")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--write", action="store_true", help="train on all and write the weights")
    parser.add_argument("--errors", type=int, default=0, help="print so many of the pairs that are judged worst")
    args = parser.parse_args()
    rows = [row for affair in (*affairs(), *mini_stories()) for row in of_affair(affair)] + of_news()
    chances = left_out(rows)
    for name in ("affairs", "mini", "news"):
        here = [n for n, r in enumerate(rows) if r.part == name]
        report(name, [rows[n] for n in here], chances[here])
    worst = sorted(range(len(rows)), key=lambda n: -abs(rows[n].one - chances[n]))
    for n in worst[: args.errors]:
        print(f"{chances[n]:.2f} {rows[n].one} {rows[n].fold} {rows[n].kind}: {rows[n].said}")
    if args.write:
        weights = filled(fitted(rows), DEPTH)
        OUT.parent.mkdir(exist_ok=True)
        np.savez_compressed(OUT, features=np.frombuffer("\n".join(FEATURES).encode(), np.uint8), **weights)
        again = logistic(Trees.of(weights).odds(np.array([r.features for r in rows])))
        print(f"written: {OUT.stat().st_size} bytes; mean chance {again.mean():.3f}")


if __name__ == "__main__":
    main()
