"""Make the judge of statement pairs, step by step, and print its scores on pairs held out.

    python -m training.match teach MPNET OUT     # fine-tune a large teacher on the annotated pairs
    python -m training.match label MPNET OUT     # let it judge pairs that nobody annotated
    python -m training.match learn OUT           # teach the small cross-encoder, from both
    python -m training.match export OUT          # its int8 graph into the package
    python -m training.match trees               # boosted trees over features, and how to join them with it
    python -m training.match claims              # trees for what bears on one matter, and what speaks against it

MPNET is a folder with `all-mpnet-base-v2` (Song et al. 2020; Apache-2.0), OUT one for what is made on the way. To teach
a small model by a large one on pairs made by changing words is after TinyBERT (Jiao et al. 2020).
"""

import argparse
import hashlib
import json
import math
import random
from collections import Counter
from collections.abc import Mapping, Sequence
from functools import partial
from pathlib import Path

import numpy as np
import torch
from sklearn.ensemble import GradientBoostingClassifier
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import accuracy_score, f1_score, roc_auc_score

from training.match_cases import Case, claims, one_in_four, others, paraphrases, unlabelled
from training.match_encoder import OPEN, Plan, Row, Student, Teacher, export, fit, logits, sigmoid
from training.shared import load_cases
from training.trees import boosted, filled
from variorum.compare.match import NEAR, conflicts
from variorum.compare.reading import read
from variorum.models import crossencoder
from variorum.models.crossencoder import WEIGHTS

TREES = WEIGHTS / "trees.npz"
DEPTH = 4
FOLDS = 5  # of the topics of claims
Pair = tuple[str, str]
ROUNDS = (  # of the small encoder; and pairs an epoch: of PAN, of claims, of those that the teacher judged
    (Plan(epochs=3, rate=1.5e-4, seed=0), 1000, 1000, 8000),
    (Plan(epochs=1, rate=1.2e-4, seed=5), 500, 0, 7500),
    (Plan(epochs=1, rate=1e-4, seed=6), 400, 0, 5500),
)


# --- the cross-encoder ------------------------------------------------------------------------------------------


def annotated(rng: random.Random, *, pan: int, topics: int, second: Mapping[Pair, float] | None = None) -> list[Row]:
    """An epoch of annotated pairs to train on: all of MRPC, some of PAN, some of the claims and as many others.

    Where there is a second opinion on a pair, the mean of both counts.
    """
    rows: list[Row] = []
    pairs = [r for r in paraphrases() if r["part"] == "train"]
    fables = rng.sample([r for r in pairs if r["corpus"] == "PAN"], pan)
    for r in [r for r in pairs if r["corpus"] == "MRPC"] + fables:
        same = float(r["same"])
        same = (same + (second or {}).get((r["a"], r["b"]), same)) / 2
        rows.append((*swapped(r, rng), (same, OPEN, OPEN)))
    held = [c for c in claims() if c["part"] == "train"]
    rows += [(c["a"], c["b"], (OPEN, float(c["related"]), float(c["weakens"]))) for c in rng.sample(held, topics)]
    rows += [(c["a"], c["b"], (OPEN, 0.0, OPEN)) for c in others(held, topics, rng)]
    return rows


def swapped(case: Case, rng: random.Random) -> Pair:
    return (case["a"], case["b"]) if rng.random() < 0.5 else (case["b"], case["a"])


def judged(cases: Sequence[Case]) -> list[Row]:
    """Pairs that the teacher judged, with its probability that both say the same; of claims it learnt too little."""
    return [(case["a"], case["b"], (sigmoid(case["z"][0]), OPEN, OPEN)) for case in cases]


def measure(model: Student | Teacher, part: str) -> None:
    """Print how the model alone does on a part."""
    for corpus in ("MRPC", "PAN"):
        rows = [r for r in paraphrases() if r["part"] == part and r["corpus"] == corpus][:600]
        z = (
            logits(model, [(r["a"], r["b"]) for r in rows])[:, 0]
            + logits(model, [(r["b"], r["a"]) for r in rows])[:, 0]
        )
        y = np.array([r["same"] for r in rows])
        print(part, corpus, len(y), f"accuracy {accuracy_score(y, z > 0):.4f} F1 {f1_score(y, z > 0):.4f}", flush=True)
    rows = one_in_four([c for c in claims() if c["part"] == part])
    z = logits(model, [(r["a"], r["b"]) for r in rows])[:, 1]
    y = np.array([r["related"] for r in rows])
    print(
        part,
        "related",
        len(y),
        f"best F1 {max(f1_score(y, z >= c) for c in np.quantile(z, np.linspace(0, 1, 50))):.4f}",
    )


def teach(args: argparse.Namespace) -> None:
    model = Teacher(args.mpnet)
    fit(model, partial(annotated, pan=500, topics=500), Plan(epochs=3, rate=5e-5), lambda _: measure(model, "dev"))
    torch.save(model.state_dict(), args.out / "teacher.pt")


def label(args: argparse.Namespace) -> None:
    model = Teacher(args.mpnet)
    model.load_state_dict(torch.load(args.out / "teacher.pt", weights_only=True))
    cases = unlabelled(random.Random(7))
    found = logits(model, [(c["a"], c["b"]) for c in cases])
    with (args.out / "judged.jsonl").open("w", encoding="utf8") as out:
        for case, z in zip(cases, found.tolist(), strict=True):
            out.write(json.dumps(case | {"z": [round(x, 3) for x in z]}) + "\n")


def learn(args: argparse.Namespace) -> None:
    cases = [json.loads(line) for line in (args.out / "judged.jsonl").read_text(encoding="utf8").splitlines()]
    second = {(c["a"], c["b"]): sigmoid(c["z"][0]) for c in cases if c["src"] == "annotated"}
    model = Student()
    for plan, pan, topics, count in ROUNDS:
        given = [c for c in cases if c["src"] != "annotated" and (topics or c["src"] != "claim")]

        def draw(rng: random.Random, pan=pan, topics=topics, count=count, given=given) -> list[Row]:
            gold = annotated(rng, pan=pan, topics=topics, second=second)
            return gold + judged(rng.sample(given, min(count, len(given))))

        fit(model, draw, plan, lambda _: measure(model, "dev"))
    torch.save(model.state_dict(), args.out / "student.pt")


# --- the trees --------------------------------------------------------------------------------------------------


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


def boost(x: np.ndarray, y: np.ndarray, trees: int) -> GradientBoostingClassifier:
    return boosted(trees=trees, depth=DEPTH, rate=0.04, leaf=20, share=0.5).fit(x, y)


def best_cut(y: np.ndarray, p: np.ndarray) -> float:
    return float(max(np.quantile(p, np.arange(0.02, 0.99, 0.01)), key=lambda c: f1_score(y, p >= c, zero_division=0)))


def even_cut(y: np.ndarray, p: np.ndarray) -> float:
    """Where as many are called so as are so."""
    return float(np.quantile(p, 1 - y.mean()))


def forest(name: str, rows: list[Case], y: np.ndarray, trees: int) -> tuple[dict[str, np.ndarray], np.ndarray]:
    """Trees for one of the outputs, from the training part: their weights, and their log-odds for all rows."""
    x = table([(r["a"], r["b"]) for r in rows])
    learn_from = np.array([r["part"] == "train" for r in rows])
    model = boost(x[learn_from], y[learn_from], trees)
    return {f"{name}_{k}": v for k, v in filled(model, DEPTH).items()}, model.decision_function(x)


def claim_trees() -> dict[str, np.ndarray]:
    """Trees for "related" and "differs" from all claims; measured on topics left out, the cut from the others."""
    rows = one_in_four(claims())
    x = table([(r["a"], r["b"]) for r in rows])
    fold = np.array([hashlib.sha256(r["topic"].encode()).digest()[1] % FOLDS for r in rows])
    out, said = {}, {}
    for name, key, cut in (("related", "related", best_cut), ("differs", "weakens", even_cut)):
        y = np.array([bool(r[key]) for r in rows])
        odds = np.zeros(len(y))
        for k in range(FOLDS):
            odds[fold == k] = boost(x[fold != k], y[fold != k], 60).decision_function(x[fold == k])
        said[name] = odds >= np.array([cut(y[fold != k], odds[fold != k]) for k in range(FOLDS)])[fold]
        print(name, f"AUC {roc_auc_score(y, odds):.3f}")
        out |= {f"{name}_{k}": v for k, v in filled(boost(x, y, 60), DEPTH).items()}
        out[f"{name}_cut"] = 1 / (1 + np.exp(-cut(y, odds)))
    conflict = np.array([bool(conflicts(read(r["a"]), read(r["b"]))) for r in rows])
    against = said["differs"] | conflict & (x[:, 0] >= NEAR)
    verdicts = {"strengthens": said["related"] & ~against, "weakens": said["related"] & against}
    for key, found in ({"related": said["related"]} | verdicts).items():
        y = np.array([bool(r[key]) for r in rows])
        print(key, len(y), f"F1 {f1_score(y, found):.4f}, all called so {f1_score(y, np.ones_like(y)):.4f}")
    return out


def trees(_: argparse.Namespace) -> None:
    out: dict[str, np.ndarray] = {}
    common = rarities()
    out["stems"], out["rarity"] = np.array(list(common)), np.array(list(common.values()), dtype=np.float16)
    np.savez_compressed(TREES, **out)  # features weigh words by it

    rows = paraphrases()
    y = np.array([r["same"] for r in rows])
    part = np.array([r["part"] for r in rows])
    weights, odds = forest("same", rows, y, 300)
    asked = np.flatnonzero(part != "train")
    z = np.zeros((len(rows), 2))
    z[:, 0] = odds
    z[asked, 1] = crossencoder.same([(rows[i]["a"], rows[i]["b"]) for i in asked])
    joint = LogisticRegression(C=1.0).fit(z[part == "dev"], y[part == "dev"])
    out |= weights | {"same_joint": np.array([*joint.coef_[0], joint.intercept_[0]]), "same_cut": np.float64(0.5)}
    p = joint.predict_proba(z)[:, 1]
    for corpus in ("MRPC", "PAN"):
        at = (part == "held") & np.array([r["corpus"] == corpus for r in rows])
        for name, said in (("trees", z[:, 0] > 0), ("encoder", z[:, 1] > 0), ("both", p >= 0.5)):
            scores = accuracy_score(y[at], said[at]), f1_score(y[at], said[at])
            print(corpus, name, at.sum(), "accuracy {:.4f} F1 {:.4f}".format(*scores))

    np.savez_compressed(TREES, **out)


def claims_too(_: argparse.Namespace) -> None:
    with np.load(TREES) as held:
        np.savez_compressed(TREES, **(dict(held) | claim_trees()))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    todo = parser.add_subparsers(dest="command", required=True)
    for name, do in (("teach", teach), ("label", label)):
        command = todo.add_parser(name)
        command.add_argument("mpnet", type=Path)
        command.add_argument("out", type=Path)
        command.set_defaults(do=do)
    command = todo.add_parser("learn")
    command.add_argument("out", type=Path)
    command.set_defaults(do=learn)
    command = todo.add_parser("export")
    command.add_argument("out", type=Path)
    command.set_defaults(do=lambda args: export(args.out / "student.pt"))
    todo.add_parser("trees").set_defaults(do=trees)
    todo.add_parser("claims").set_defaults(do=claims_too)
    torch.set_num_threads(1)
    args = parser.parse_args()
    args.do(args)


if __name__ == "__main__":
    main()
