"""Train the judge of statement pairs and print its scores on held-out pairs.

Rarity of stems comes from the story corpora, the pairs from `paraphrase.train` (MRPC and PAN) and `claims.train`;
a fifth of the pairs (by hash), and a fifth of the claims' topics, are held out.
"""

import hashlib
import math
import random
from collections import Counter
from pathlib import Path

import numpy as np
from sklearn.ensemble import GradientBoostingClassifier
from sklearn.metrics import accuracy_score, f1_score

from training.shared import ROOT, load_cases
from variorum.compare.reading import read

WEIGHTS = ROOT / "src/variorum/models/weights/match.npz"
DEPTH = 4
HINT = 0.22  # the highest cut: a verdict of "related" is a hint, and a missed one costs more than a wrong one


def held(key: str) -> bool:
    return hashlib.sha1(key.encode()).digest()[0] < 51


def rarities() -> dict[str, float]:
    texts = [c["text"] for c in load_cases("stories.dev")] + [c["a"] for c in load_cases("paraphrase.train")]
    count = Counter(stem for text in texts for stem in read(text[:20000]).content)
    return {s: math.log(len(texts) / n) for s, n in count.items() if n >= 3 and s.isalpha() and len(s) < 20}


def table(pairs: list[tuple[str, str]]) -> np.ndarray:
    from variorum.compare.match import features
    from variorum.models.embedder import embed

    texts = list(dict.fromkeys(t for pair in pairs for t in pair))
    order = sorted(texts, key=len)
    row = {t: i for i, t in enumerate(order)}
    vectors = np.concatenate([embed([t[:2000] for t in order[i : i + 64]]) for i in range(0, len(order), 64)])
    return np.array(
        [features(read(a[:4000]), read(b[:4000]), float(vectors[row[a]] @ vectors[row[b]])) for a, b in pairs]
    )


def full(model: GradientBoostingClassifier) -> dict[str, np.ndarray]:
    """The ensemble's trees, filled up to one depth: a leaf above it repeats itself below."""
    inner, leaves = 2**DEPTH - 1, 2**DEPTH
    feature = np.zeros((len(model.estimators_), inner), dtype=np.int8)
    threshold = np.full((len(model.estimators_), inner), np.inf, dtype=np.float32)
    leaf = np.zeros((len(model.estimators_), leaves), dtype=np.float32)
    for t, (regressor,) in enumerate(model.estimators_):
        tree = regressor.tree_

        def walk(node: int, at: int, t: int = t, tree=tree) -> None:
            if at >= inner:
                leaf[t, at - inner] = model.learning_rate * tree.value[node, 0, 0]
            elif tree.children_left[node] < 0:
                walk(node, 2 * at + 1)
                walk(node, 2 * at + 2)
            else:
                feature[t, at], threshold[t, at] = tree.feature[node], tree.threshold[node]
                walk(tree.children_left[node], 2 * at + 1)
                walk(tree.children_right[node], 2 * at + 2)

        walk(0, 0)
    prior = model.init_.class_prior_[1]
    return {"feature": feature, "threshold": threshold, "leaf": leaf, "base": np.float64(math.log(prior / (1 - prior)))}


def boost(x: np.ndarray, y: np.ndarray, trees: int) -> GradientBoostingClassifier:
    return GradientBoostingClassifier(
        n_estimators=trees,
        max_depth=DEPTH,
        learning_rate=0.04,
        subsample=0.6,
        min_samples_leaf=20,
        max_features=0.5,
        random_state=0,
    ).fit(x, y)


def best_cut(y: np.ndarray, p: np.ndarray) -> float:
    return max(np.arange(0.1, 0.9, 0.01), key=lambda c: f1_score(y, p >= c, zero_division=0))


def paraphrases() -> list[dict]:
    return load_cases("paraphrase.train")


def claims() -> list[dict]:
    """The pairs as they are, and three times as many of other claims of the same topic, which count as unrelated."""
    rows = load_cases("claims.train")
    seen = {(c["a"], c["b"]) for c in rows}
    topics: dict[str, list[dict]] = {}
    for c in rows:
        topics.setdefault(c["topic"], []).append(c)
    rng = random.Random(0)
    extra = []
    related = sum(bool(c["strengthens"] or c["weakens"]) for c in rows)
    wanted = 4 * related - len(rows)
    pool = [
        (x, y) for cases in topics.values() for x in cases for y in cases if x is not y and (x["a"], y["b"]) not in seen
    ]
    for x, y in rng.sample(pool, min(wanted, len(pool))):
        extra.append({"topic": x["topic"], "a": x["a"], "b": y["b"], "strengthens": 0, "weakens": 0})
    return rows + extra


def main() -> None:
    out: dict[str, np.ndarray] = {}
    common = rarities()
    out["stems"], out["rarity"] = np.array(list(common)), np.array(list(common.values()), dtype=np.float16)
    Path(WEIGHTS).parent.mkdir(exist_ok=True)
    np.savez_compressed(WEIGHTS, **out)

    rows = paraphrases()
    x = table([(c["a"], c["b"]) for c in rows])
    y = np.array([c["same"] for c in rows])
    out_of = np.array([held(c["a"]) for c in rows])
    corpus = np.array([c["corpus"] for c in rows])
    model = boost(x[~out_of], y[~out_of], 300)
    p = model.predict_proba(x)[:, 1]
    for name in np.unique(corpus):
        at = out_of & (corpus == name)
        print(name, at.sum(), "accuracy", accuracy_score(y[at], p[at] >= 0.5), "F1", f1_score(y[at], p[at] >= 0.5))
    out |= {f"same_{k}": v for k, v in full(model).items()}

    rows = claims()
    x = table([(c["a"], c["b"]) for c in rows])
    out_of = np.array([held(c["topic"]) for c in rows])
    related = np.array([bool(c["strengthens"] or c["weakens"]) for c in rows])
    weakens = np.array([bool(c["weakens"]) for c in rows])
    for name, target, trees in (("related", related, 60), ("differs", weakens, 60)):
        model = boost(x[~out_of], target[~out_of], trees)
        p = model.predict_proba(x)[:, 1]
        cut = min(best_cut(target[~out_of], p[~out_of]), HINT)
        print(name, "held F1", f1_score(target[out_of], p[out_of] >= cut), "share", target[out_of].mean(), "cut", cut)
        out |= {f"{name}_{k}": v for k, v in full(model).items()} | {f"{name}_cut": np.float64(cut)}
    np.savez_compressed(WEIGHTS, **out)


if __name__ == "__main__":
    main()
