"""Train the event coder, and print its scores by five-fold cross-validation on the development cases.

    python -m training.events cv       # scores only
    python -m training.events train    # scores, then the weights that the package ships

Needs the `train` extra. Everything that is fitted (vocabulary, idf, weights) is fitted inside a fold.
"""

import argparse
import random
from collections.abc import Sequence
from typing import Any

import numpy as np
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import f1_score
from sklearn.model_selection import StratifiedKFold

from training.shared import ROOT, load_cases
from variorum.annotate.coding import example_of
from variorum.lexicon.plover import QUADS
from variorum.models import coder, parser

OUT = ROOT / "src/variorum/models/weights/events/linear.npz"
C = 20.0


def examples(cases: Sequence[dict[str, Any]]) -> list[coder.Example]:
    """The cases as the coder sees them."""
    docs = parser.parse([(c["text"], ()) for c in cases])
    return [example_of(d, source=c["source"], target=c["target"]) for c, d in zip(cases, docs, strict=True)]


def vocabulary(lists: Sequence[Sequence[str]]) -> tuple[list[str], np.ndarray]:
    """The terms and their inverse document frequencies, smoothed."""
    counts: dict[str, int] = {}
    for terms in lists:
        for term in set(terms):
            counts[term] = counts.get(term, 0) + 1
    names = sorted(counts)
    return names, np.array([np.log((1 + len(lists)) / (1 + counts[n])) + 1 for n in names], dtype=np.float32)


def design(lists: Sequence[Sequence[str]], names: list[str], idf: np.ndarray) -> Any:
    """Sublinear tf-idf rows of unit length, sparse."""
    from scipy.sparse import csr_matrix

    at = {n: i for i, n in enumerate(names)}
    data, columns, ends = [], [], [0]
    for terms in lists:
        found: dict[int, int] = {}
        for term in terms:
            if term in at:
                found[at[term]] = found.get(at[term], 0) + 1
        values = np.array([(1 + np.log(n)) * idf[i] for i, n in found.items()])
        norm = np.linalg.norm(values) if len(values) else 1.0
        data.extend(values / norm)
        columns.extend(found)
        ends.append(len(columns))
    return csr_matrix((data, columns, ends), shape=(len(lists), len(names)))


class Fitted:
    """A coder fitted on some of the examples."""

    def __init__(self, items: Sequence[coder.Example], dense: np.ndarray, roots: Sequence[str]) -> None:
        self.words = vocabulary([coder.ngrams(e.words) for e in items])
        self.features = vocabulary([e.features for e in items])
        self.model = LogisticRegression(C=C, max_iter=400, class_weight="balanced")
        self.model.fit(self.rows(items, dense), roots)

    def rows(self, items: Sequence[coder.Example], dense: np.ndarray) -> Any:
        from scipy.sparse import csr_matrix, hstack

        words = design([coder.ngrams(e.words) for e in items], *self.words)
        features = design([e.features for e in items], *self.features)
        return hstack([words, features, csr_matrix(coder.DENSE_SCALE * dense)]).tocsr()

    def save(self) -> None:
        """Write the weights in half precision."""
        lines = ("\n".join(names).encode("utf8") for names in (self.words[0], self.features[0]))
        words, features = (np.frombuffer(line, dtype=np.uint8) for line in lines)
        OUT.parent.mkdir(parents=True, exist_ok=True)
        np.savez_compressed(
            OUT,
            labels=np.array(self.model.classes_, dtype="U12"),
            words=words,
            features=features,
            idf=np.concatenate([self.words[1], self.features[1]]).astype(np.float16),
            matrix=self.model.coef_.T.astype(np.float16),
            bias=self.model.intercept_.astype(np.float32),
        )


def cross_validate(
    items: Sequence[coder.Example], dense: np.ndarray, roots: np.ndarray, *, seed: int
) -> tuple[np.ndarray, np.ndarray]:
    """Out-of-fold probabilities of every case, and the labels of their columns."""
    names = np.array(sorted(set(roots)))
    shares = np.zeros((len(roots), len(names)))
    for train, held in StratifiedKFold(5, shuffle=True, random_state=seed).split(dense, roots):
        fitted = Fitted([items[i] for i in train], dense[train], roots[train])
        shares[held] = fitted.model.predict_proba(fitted.rows([items[i] for i in held], dense[held]))
    return shares, names


def report(roots: np.ndarray, found: np.ndarray, quads: Sequence[str]) -> str:
    """Macro-F1 of roots and quads, in percent."""
    quad = {**{k: str(v) for k, v in QUADS.items()}, "YIELD": "2"}
    root_f1 = 100 * f1_score(roots, found, average="macro")
    quad_f1 = 100 * f1_score(quads, [quad[f] for f in found], average="macro")
    return f"root macro-F1 {root_f1:.2f}  accuracy {100 * np.mean(roots == found):.2f}  quad macro-F1 {quad_f1:.2f}"


def main() -> None:
    """Command line."""
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("task", choices=["cv", "train"])
    arguments.add_argument("--repeats", type=int, default=1, help="how often to cross-validate, each with other folds")
    task = arguments.parse_args().task
    random.seed(0)
    cases = load_cases("events.train")
    items, roots = examples(cases), np.array([c["root"] for c in cases])
    dense = coder.vectors(items)
    for seed in range(arguments.parse_args().repeats):
        shares, names = cross_validate(items, dense, roots, seed=seed)
        print(f"folds {seed}: {report(roots, names[shares.argmax(1)], [str(c['penta']) for c in cases])}", flush=True)
    if task == "train":
        Fitted(items, dense, roots).save()
        print(f"{OUT.name}: {OUT.stat().st_size / 1e6:.2f} MB")


if __name__ == "__main__":
    main()
