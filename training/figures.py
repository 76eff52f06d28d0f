"""Train the judge of pairs of figures: whether two reports give two values, or two bounds, of one quantity.

    python -m training.figures            # leave out each story in its turn, by sixths, and print the scores
    python -m training.figures --write    # the same, then train on all and write the weights

Pairs are those that `compare.quantities` proposes. `data/elements.marked.jsonl.gz` has a verdict for many of them; for
the rest, in our affairs (`training/affairs`) the key says which are of one quantity, and in the news
`data/figures.news.jsonl` has what an earlier round read, by values. Pairs of the news that nobody read are left out.
"""

import argparse
import gzip
import hashlib
import json
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Any

import numpy as np
from sklearn.ensemble import GradientBoostingClassifier
from sklearn.metrics import average_precision_score

from training.affairs import Affair, affairs, mini_stories
from training.shared import load_cases
from training.trees import boosted, filled
from variorum import annotate
from variorum.compare.amounts import Amount, amounts
from variorum.compare.likeness import FEATURES
from variorum.compare.near import Near
from variorum.compare.quantities import candidates
from variorum.compare.statements import Unit, Who, units, vectors
from variorum.link.actors import link_actors
from variorum.models.embedder import Vectors
from variorum.types import AnnotatedArticle, Article

OUT = Path(__file__).resolve().parent.parent / "src/variorum/models/weights/figures/trees.npz"
DATA = Path(__file__).resolve().parent / "data"
MARKED, VERDICTS = DATA / "elements.marked.jsonl.gz", DATA / "figures.news.jsonl"
FOLDS = 6  # parts that are left out
DEPTH, TREES = 3, 450
LEAF = {"figure": 25, "qualifier": 12}  # least pairs of a leaf
SHARE = {"figure": 4, "qualifier": 3}  # features that a split may choose from
USED = {"figure": len(FEATURES), "qualifier": FEATURES.index("other names in slot") + 1}  # how many of the features
STORY = {"figure": 15, "qualifier": 40}  # pairs of one story that weigh in full: of more, all together weigh as much
SHOWN = {"figure": 0.68, "qualifier": 0.6}  # the chance from which pairs are shown unasked
KEPT = {"figure": 0.24, "qualifier": 0.25}  # and from which they are kept
CUTS = (0.6, 0.55, 0.5, 0.45, 0.4)
KINDS = ("figure", "qualifier")
ONE = ("y", "u")  # verdicts on pairs of one quantity; that a report only brings a count up to date is told elsewhere
PART = {"affair": "affairs", "mini": "mini", "news": "news"}

End = tuple[str, int]  # article, and where the figure begins


@dataclass(frozen=True)
class Told:
    """The reports of a story, read, and what is known of their figures."""

    corpus: str
    name: str
    units: Sequence[Unit]
    space: Vectors
    marked: dict[tuple[str, frozenset[End]], str]  # the verdicts on pairs of figures
    affair: Affair | None = None
    read: dict[tuple[str, float, float], str] = field(default_factory=dict)  # verdicts by values

    @property
    def fold(self) -> int:
        return int(hashlib.sha1(f"{self.corpus} {self.name}".encode()).hexdigest(), 16) % FOLDS

    def rows(self) -> Iterator["Row"]:
        """The pairs of figures that the program proposes, with what is known of each."""
        pairs = list(candidates(amounts(self.units, "s"), Near(self.space)))
        said = {}
        for kind, a, b, _ in pairs:
            if verdict := self.marked.get((kind, frozenset(map(_end, (a, b))))):
                said[kind, _words(a, b)] = verdict
        ends = {id(m.figure): m for _, a, b, _ in pairs for m in (a, b)}
        for kind, a, b, features in pairs:
            verdict = self.marked.get((kind, frozenset(map(_end, (a, b)))), said.get((kind, _words(a, b))))
            known = True if verdict else self._keyed(kind, a, b, list(ends.values()))
            if verdict or known is not None:
                one = verdict in ONE if verdict else bool(known)
                yield Row(self, kind, a, b, features, one, bool(verdict))

    def _keyed(self, kind: str, a: Amount, b: Amount, ends: Sequence[Amount]) -> bool | None:
        """Whether a pair is of one quantity by what was read before; None where nobody read it."""
        if self.affair is None:
            verdict = self.read.get((kind, *sorted((a.figure.value, b.figure.value))), "open")
            return None if verdict == "open" else True
        for places in self.wanted[kind]:
            on = [[m for m in ends if _stands(m, place)] for place in places]
            for x in range(len(on)):
                for y in range(len(on)):
                    if x != y and any(_counts(a, m) for m in on[x]) and any(_counts(b, m) for m in on[y]):
                        return True
        return False

    @cached_property
    def wanted(self) -> dict[str, list[list[tuple[str, int, int]]]]:
        """Where the sides of the disagreements of the key stand, by kind."""
        out: dict[str, list[list[tuple[str, int, int]]]] = {kind: [] for kind in KINDS}
        if self.affair is not None:
            for d in self.affair.key["disagreements"]:
                if d["kind"] in out:
                    out[d["kind"]].append([self.affair.place(side) for side in d["sides"]])
        return out


@dataclass(frozen=True)
class Row:
    """A pair of figures."""

    told: Told
    kind: str
    a: Amount
    b: Amount
    features: list[float]
    one: bool  # whether they are of one quantity
    marked: bool  # whether somebody judged the pair itself

    @property
    def story(self) -> tuple[str, str, str]:
        return self.told.corpus, self.told.name, self.kind


def _end(amount: Amount) -> End:
    return amount.unit.article.id, amount.figure.start


def _words(a: Amount, b: Amount) -> frozenset[tuple[str, float]]:
    return frozenset((m.unit.text, m.figure.value) for m in (a, b))


def _stands(amount: Amount, place: tuple[str, int, int]) -> bool:
    article, start, end = place
    return amount.unit.article.id == article and start <= amount.figure.start < end


def _counts(a: Amount, b: Amount) -> bool:
    return a.noun == b.noun and a.figure.value == b.figure.value


def marked() -> dict[tuple[str, str], dict[tuple[str, frozenset[End]], str]]:
    """The verdicts on pairs of figures, by corpus and story."""
    out: dict[tuple[str, str], dict[tuple[str, frozenset[End]], str]] = defaultdict(dict)
    with gzip.open(MARKED, "rt", encoding="utf8") as lines:
        for row in map(json.loads, lines):
            ends = frozenset((article, start) for article, start, _ in (row["a"], row["b"]))
            out[row["corpus"], row["story"]][row["kind"], ends] = row["label"]
    return out


def stories() -> Iterator[Told]:
    """Our affairs and short stories, and the stories of the news that were judged."""
    verdicts = marked()
    for affair in (*affairs(), *mini_stories()):
        corpus = "affair" if len(affair.name) == 1 else "mini"
        name = affair.name.removeprefix("mini ")
        yield Told(corpus, name, *read(affair.articles), verdicts[corpus, name], affair)
    before: dict[str, dict[tuple[str, float, float], str]] = defaultdict(dict)
    for v in map(json.loads, VERDICTS.read_text(encoding="utf8").splitlines()):
        before[v["story"]][v["kind"], v["values"][0], v["values"][1]] = v["verdict"]
    cases = {case["id"]: case for case in load_cases("stories.dev")}
    for (corpus, name), judged in sorted(verdicts.items()):
        if corpus == "news":
            made = [_article(cases[id]) for id in sorted({id for _, ends in judged for id, _ in ends})]
            yield Told(corpus, name, *read(tuple(annotate(made))), judged, read=before[name])


def _article(case: dict[str, Any]) -> Article:
    published = case.get("published")
    return Article(
        id=case["id"],
        text=case["text"],
        title=case.get("title"),
        published=published,
        published_from="given" if published else None,
    )


def read(articles: Sequence[AnnotatedArticle]) -> tuple[list[Unit], Vectors]:
    """The clauses of a story's reports, and their vectors."""
    who, found = Who.of(link_actors(articles)), []
    for article in articles:
        found += units(article, who, len(found))
    return found, vectors(found)


def fitted(rows: Sequence[Row]) -> GradientBoostingClassifier:
    """An ensemble for pairs of one kind."""
    size = Counter(r.story for r in rows)
    weight = [(1.0 if r.marked else 0.7) * min(1.0, STORY[r.kind] / size[r.story]) for r in rows]
    model = boosted(trees=TREES, depth=DEPTH, rate=0.02, leaf=LEAF[rows[0].kind], share=SHARE[rows[0].kind])
    return model.fit([used(r) for r in rows], [r.one for r in rows], sample_weight=weight)


def used(row: Row) -> list[float]:
    """What the ensemble of a pair's kind weighs: where a figure stands tells nothing of its bound."""
    return row.features[: USED[row.kind]]


def left_out(rows: Sequence[Row]) -> np.ndarray:
    """The chance of each pair by a model of its kind that saw nothing of its story."""
    chances = np.zeros(len(rows))
    for kind in KINDS:
        for fold in range(FOLDS):
            model = fitted([r for r in rows if r.kind == kind and r.told.fold != fold])
            here = [n for n, r in enumerate(rows) if r.kind == kind and r.told.fold == fold]
            chances[here] = model.predict_proba([used(rows[n]) for n in here])[:, 1]
    return chances


def report(name: str, rows: Sequence[Row], chances: np.ndarray, cuts: Iterable[float] = CUTS) -> None:
    one = np.array([r.one for r in rows])
    average = average_precision_score(one, chances)
    print(f"{name}: {len(rows)} pairs, {one.sum()} of one quantity, average precision {average:.3f}")
    for cut in cuts:
        called = chances >= cut
        precision, recall = one[called].mean() if called.any() else 1, called[one].mean()
        print(f"  from {cut:.2f}: precision {precision:.2f}, recall {recall:.2f}, called {called.sum()}")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--write", action="store_true", help="train on all and write the weights")
    parser.add_argument("--errors", type=int, default=0, help="print so many of the pairs that are judged worst")
    args = parser.parse_args()
    rows = [row for told in stories() for row in told.rows()]
    chances = left_out(rows)
    for corpus, name in PART.items():
        for kind in KINDS:
            here = [n for n, r in enumerate(rows) if (r.told.corpus, r.kind) == (corpus, kind)]
            report(f"{name}, {kind}", [rows[n] for n in here], chances[here])
    worst = sorted(range(len(rows)), key=lambda n: -abs(rows[n].one - chances[n]))
    for r, chance in ((rows[n], chances[n]) for n in worst[: args.errors]):
        print(f"{chance:.2f} {r.one} {r.told.name} {r.kind}: {r.a.unit.text[:90]} | {r.b.unit.text[:90]}")
    if args.write:
        weights = {}
        for kind in KINDS:
            trees = filled(fitted([r for r in rows if r.kind == kind]), DEPTH)
            weights |= {f"{kind}_{name}": array for name, array in trees.items()}
            weights |= {f"{kind}_cut": SHOWN[kind], f"{kind}_kept": KEPT[kind]}
        OUT.parent.mkdir(exist_ok=True)
        np.savez_compressed(OUT, features=np.frombuffer("\n".join(FEATURES).encode(), np.uint8), **weights)
        print(f"written: {OUT.stat().st_size} bytes")


if __name__ == "__main__":
    main()
