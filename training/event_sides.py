"""Train what finds the sides of events and what judges events, and print their scores by five-fold cross-validation.

    python -m training.event_sides cv       # scores only
    python -m training.event_sides train    # scores, then the weights that the package ships

Needs the `train` extra.
"""

import argparse
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import get_args

import numpy as np
from sklearn.feature_extraction import DictVectorizer
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import roc_auc_score

from training.event_cases import Coded, Judged, Read, Written, coded, judged, names, part_of, written
from training.shared import ROOT
from variorum.annotate.candidates import Candidate, Role, candidates, traits
from variorum.annotate.credence import Background, Draft, evidence
from variorum.annotate.drafts import drafts
from variorum.annotate.sides import Sides
from variorum.models.linear import Linear, linear

OUT = ROOT / "src/variorum/models/weights/events"
SMALL = 0.01  # weights below it are not kept


@dataclass(frozen=True)
class Example:
    """The features of a case, whether it is one, how much it counts, and the fold that it is in."""

    features: frozenset[str]
    right: bool
    weight: float
    fold: int
    kind: str  # "coded", "news" or "ours"


@dataclass(frozen=True)
class Recipe:
    """How a model is fitted: inverse strength of the penalty, and in how many cases a feature must occur."""

    penalty: float
    least: int


SIDES, EVENT = Recipe(0.3, 2), Recipe(0.1, 4)
NEWS_SIDES = 3.0  # how much a judged candidate counts among those of coded sentences
CODED_EVENT, OUR_EVENT = 0.3, 2.0  # how much coded sentences and our own reports count among judged events


def fit(examples: Sequence[Example], recipe: Recipe) -> Linear:
    """A logistic regression on the features that occur often enough."""
    counts = Counter(name for e in examples for name in e.features)
    rows = [{name: 1 for name in e.features if counts[name] >= recipe.least} for e in examples]
    columns = DictVectorizer()
    model = LogisticRegression(C=recipe.penalty, max_iter=2000)
    model.fit(columns.fit_transform(rows), [e.right for e in examples], sample_weight=[e.weight for e in examples])
    found = zip(columns.get_feature_names_out(), model.coef_[0], strict=True)
    return Linear(float(model.intercept_[0]), {str(n): float(w) for n, w in found if abs(w) > SMALL})


def save(name: str, model: Linear) -> None:
    """Write the weights in half precision."""
    np.savez_compressed(
        OUT / f"{name}.npz",
        names=np.frombuffer("\n".join(model.weights).encode("utf8"), dtype=np.uint8),
        weights=np.array(list(model.weights.values()), dtype=np.float16),
        bias=np.float32(model.bias),
    )


def side_examples(role: Role, sentences: Sequence[Coded], reports: Sequence[Judged]) -> Iterator[Example]:
    """Candidates for a side: of coded sentences all; of judged reports those taken, and all where none was right."""
    for case in sentences:
        for draft, options, other in _drafts(case.read, role):
            mine, its = (case.source, case.target) if role == "source" else (case.target, case.source)
            if draft.predicate.root not in case.roots or (role == "target" and not names(its, other)):
                continue
            fold = part_of(case.read.parsed.text + "x")
            for option, features in options:
                yield Example(features, names(mine, (option.actor,)), 1.0, fold, "coded")
    for report in reports:
        by_place = {(v["head"], v["root"]): v for v in report.verdicts}
        for draft, options, _ in _drafts(report.read, role):
            verdict = by_place.get((draft.predicate.head.idx, draft.predicate.root))
            if verdict is None or draft.sides[role == "target"]:
                continue
            fold = part_of(report.read.parsed.article.id + "x")
            for option, features in options:
                taken = option.actor.name in verdict[role]
                if verdict["right"] or taken:
                    yield Example(features, bool(verdict["right"] and taken), NEWS_SIDES, fold, "news")


def _drafts(
    read: Read, role: Role
) -> Iterator[tuple[Draft, list[tuple[Candidate, frozenset[str]]], tuple[object, ...]]]:
    """Each draft by rule alone, the candidates for one of its sides with their features, and its other side."""
    sides = Sides(read.parsed, read.mentions, read.actors)
    for draft in drafts(read.parsed, mentions=read.mentions, actors=read.actors, fill=False):
        other = draft.sides[role == "source"]
        options = candidates(draft.predicate, other, sides)
        alone = len(options) == 1
        yield draft, [(o, frozenset(traits(draft.predicate, o, other, alone=alone))) for o in options], other


def event_examples(sentences: Sequence[Coded], reports: Sequence[Judged], ours: Sequence[Written]) -> Iterator[Example]:
    """Drafts that are known to be right or wrong."""
    for case in sentences:
        article = Background.of(case.read.parsed, case.read.actors)
        for draft in drafts(case.read.parsed, mentions=case.read.mentions, actors=case.read.actors):
            right = draft.predicate.root in case.roots
            found = [names(case.source, draft.sides[0]), names(case.target, draft.sides[1])]
            if right and not all(draft.sides):
                continue  # the sentence names a side that was not found, which a text need not do
            if right or all(found):
                features = frozenset(evidence(draft, article))
                yield Example(
                    features, right and all(found), CODED_EVENT, part_of(case.read.parsed.text + "y"), "coded"
                )
    for report in reports:
        article = Background.of(report.read.parsed, report.read.actors)
        by_place = {
            (v["head"], v["root"], v["status"], *map(tuple, (v["source"], v["target"]))): v["right"]
            for v in report.verdicts
        }
        for draft in drafts(report.read.parsed, mentions=report.read.mentions, actors=report.read.actors):
            said = tuple(tuple(sorted(a.name for a in side)) for side in draft.sides)
            right = by_place.get((draft.predicate.head.idx, draft.predicate.root, draft.status, *said))
            if right is not None:
                fold = part_of(report.read.parsed.article.id + "y")
                yield Example(frozenset(evidence(draft, article)), right, 1.0, fold, "news")

    for piece in ours:
        read = piece.read
        article, homes = Background.of(read.parsed, read.actors), Sides(read.parsed, read.mentions, read.actors).homes
        for draft in drafts(read.parsed, mentions=read.mentions, actors=read.actors):
            right = piece.verdict(draft, homes.at_home(*draft.sides))
            features = frozenset(evidence(draft, article))
            yield Example(features, right, OUR_EVENT, part_of(read.parsed.text + "y"), "ours")


def report(name: str, examples: Sequence[Example], recipe: Recipe) -> None:
    """Print the area under the curve, out of fold, of coded sentences and of news apart."""
    chances = np.zeros(len(examples))
    for fold in range(5):
        model = fit([e for e in examples if e.fold != fold], recipe)
        for i, example in enumerate(examples):
            if example.fold == fold:
                chances[i] = model.chance(example.features)
    right = np.array([e.right for e in examples])
    for label, part in (("coded sentences", "coded"), ("news", "news"), ("reports of ours", "ours")):
        these = np.array([e.kind == part for e in examples])
        if not these.any():
            continue
        area = roc_auc_score(right[these], chances[these])
        print(f"{name}, {label}: {these.sum()} cases, {100 * right[these].mean():.0f} % right, AUC {area:.3f}")
        if name == "event":
            for least in (0.3, 0.35, 0.4, 0.5):
                kept = these & (chances >= least)
                print(f"  from {least}: {kept.sum()} kept, {100 * right[kept].mean():.0f} % right")


def main() -> None:
    """Command line."""
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("task", choices=["cv", "train"])
    task = arguments.parse_args().task
    sentences, reports, ours = coded(), judged(), written()
    makers: list[tuple[str, Recipe, Callable[[], Iterator[Example]]]] = [
        (role, SIDES, lambda role=role: side_examples(role, sentences, reports)) for role in get_args(Role)
    ]
    makers.append(("event", EVENT, lambda: event_examples(sentences, reports, ours)))
    for name, recipe, make in makers:
        examples = list(make())
        report(name, examples, recipe)
        if task == "train":
            save(name, fit(examples, recipe))
            linear.cache_clear()


if __name__ == "__main__":
    main()
