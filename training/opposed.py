"""Train the judge of clauses that deny, or put at another stage, what another report tells.

    python -m training.opposed            # leave out each sixth of the stories, and print the scores
    python -m training.opposed --write    # the same, then train on all and write the weights

Pairs are those that `compare.opposed` proposes. In what we wrote (`training/affairs.py`) the key names the right ones;
`data/opposed.marked.jsonl.gz` says of others what they are (s, d, y: a stage, a denial, either; u: only because time
went on; o: another disagreement; a: none; n: two things). What was neither named nor judged counts as wrong.

First a logistic regression learns which words, where only one of two clauses has them, tell disagreements from the
agreements that the keys of short stories also name. Its verdict is one of the features of the trees.
"""

import argparse
import gzip
import hashlib
import json
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from sklearn.ensemble import GradientBoostingClassifier
from sklearn.linear_model import LogisticRegression

from training.affairs import STAGES, affairs, mini_stories
from training.figures import read
from training.shared import annotated, load_cases
from training.trees import boosted, filled
from variorum.compare.contraries import LIKELY, POSSIBLE
from variorum.compare.near import Near
from variorum.compare.opposed import FEATURES, Opposition, candidates, lag, marks, states
from variorum.compare.statements import Unit
from variorum.models.embedder import Vectors
from variorum.models.oppositions import STATES

HERE = Path(__file__).resolve().parent
OUT = HERE.parent / "src/variorum/models/weights/opposed"
MARKED = HERE / "data/opposed.marked.jsonl.gz"
FOLDS = 6
DEPTH, TREES, RATE, LEAF, SHARE = 3, 400, 0.035, 10, 0.15
WITHIN = 0.5  # share of the shorter of clause and text of the key that the other must cover
SAME = 0.6  # share of the longer of two clauses that both must have in common to be one
KINDS = frozenset({"status", "denial"})
RIGHT = frozenset("sdy")
CUTS = (LIKELY, 0.6, 0.5, POSSIBLE)
WORDS = """
still no not nor neither never none nobody nothing without any ever yet already far once first until before after
since when while now again other others another second year last next ago than some most such single has had have is
was are were be been being to will would shall may might could can should must if whether who which what where whose
that as or but only even reject deny denied dismiss refute rebut dispute contradict refuse decline fail false untrue
baseless unfounded groundless invent fiction rumour wrong lie expect consider propose prepare plan intend intent
mean draft request ask offer pledge promise seek want hope talk negotiate study weigh discuss examine await pending
remain continue begin start due set ready schedule soon later under review agree accept approve announce decide
decision order demand call urge threaten warn invite apply file lodge submit adopt pass sign ratify suspend lift
drop abandon cancel complete finish end paid pay sent send receive reach arrive deliver hand transfer brought bring
taken take held hold given give made make put to_be to_have not_a not_yet has_not had_not is_being are_being
has_been had_been have_been is_to are_to was_to no_a has_yet have_yet is_not was_not were_not will_not will_be
would_be not_be yet_to
"""  # words of states and stages, of any affair
Place = tuple[str, int, int]
Floats = np.ndarray


@dataclass(frozen=True, eq=False)
class Told:
    """The reports of a story, read, and what is known of their disagreements."""

    corpus: str  # affair, mini or news
    name: str
    units: Sequence[Unit]
    space: Vectors
    wanted: Sequence[Sequence[Place]]
    agreed: Sequence[Sequence[Place]]
    labels: Sequence[tuple[Place, Place, str]]

    @property
    def fold(self) -> int:
        """What is left out with it: short stories by their number, so that those of one writer are spread."""
        if self.corpus == "mini":
            return int(self.name[-2:]) % FOLDS
        base = self.name.removesuffix(" more").removesuffix("plus")
        return int(hashlib.md5(base.encode()).hexdigest(), 16) % FOLDS


@dataclass(frozen=True)
class Row:
    """A pair of clauses."""

    told: Told
    pair: Opposition
    features: list[float]
    right: bool
    named: frozenset[int]  # which disagreements of the key it is


def marked() -> dict[tuple[str, str], list[tuple[Place, Place, str]]]:
    """What was said of pairs of clauses, by corpus and story."""
    found: dict[tuple[str, str], list[tuple[Place, Place, str]]] = defaultdict(list)
    with gzip.open(MARKED, "rt", encoding="utf8") as lines:
        for row in map(json.loads, lines):
            a, b = ((str(end[0]), end[1], end[2]) for end in (row["a"], row["b"]))
            found[row["corpus"], row["story"]].append((a, b, row["label"]))
    return found


def stories() -> Iterator[Told]:
    """What we wrote, then the news that was judged."""
    labels = marked()
    for affair in (*affairs(), *mini_stories(), *mini_stories(STAGES)):
        corpus, name = ("affair" if len(affair.name) == 1 else "mini"), affair.name.removeprefix("mini ")
        sides = [
            [[affair.place(side) for side in item["sides"]] for item in told]
            for told in (
                [d for d in affair.key["disagreements"] if d["kind"] in KINDS],
                affair.key.get("agreements", []),
            )
        ]
        yield Told(corpus, name, *read(affair.articles), *sides, labels[corpus, name])
    cases = {case["id"]: case for case in load_cases("stories.dev")}
    for (corpus, name), said in sorted(labels.items()):
        if corpus == "news":
            ids = sorted({place[0] for pair in said for place in pair[:2]})
            yield Told(corpus, name, *read(annotated(cases, ids)), [], [], said)


def _common(unit: Unit, place: Place) -> int:
    return min(place[2], unit.span[1]) - max(place[1], unit.span[0]) if unit.article.id == place[0] else 0


def on(unit: Unit, place: Place) -> bool:
    """Whether a clause tells what the key quotes."""
    shorter = min(place[2] - place[1], unit.span[1] - unit.span[0])
    return _common(unit, place) > 0 and _common(unit, place) >= WITHIN * shorter


def same(unit: Unit, place: Place) -> bool:
    """Whether a place is that of a clause, however its ends were cut."""
    return _common(unit, place) >= SAME * max(place[2] - place[1], unit.span[1] - unit.span[0])


def rows_of(told: Told) -> list[Row]:
    """Every pair that a story's reports propose."""
    rows = []
    for pair, features in zip(*candidates(told.units, Near(told.space)), strict=True):
        a, b = pair.anchor, pair.other
        named = frozenset(
            n
            for n, places in enumerate(told.wanted)
            if any(on(a, x) and on(b, y) for x in places for y in places if x[0] != y[0])
        )
        ends = ((a, b), (b, a))
        said = next((say for x, y, say in reversed(told.labels) if any(same(u, x) and same(v, y) for u, v in ends)), "")
        right = bool(named) or (said in RIGHT and said != "")
        rows.append(Row(told, pair, features, right, named))
    return rows


def _words() -> list[str]:
    return list(dict.fromkeys(word for text in WORDS.split() for word in ([text] if "_" in text else marks(text))))


def contrasts(told: Sequence[Told]) -> tuple[Floats, Floats, Floats]:
    """Clauses of one deed by the key: what only one of two has, whether they disagree, and the fold."""
    at = {word: n for n, word in enumerate(_words())}
    rows, disagree, folds = [], [], []
    for story in told:
        for label, places in ((1, story.wanted), (0, story.agreed if story.corpus == "mini" else [])):
            for sides in places if story.corpus == "mini" else []:
                ends = [next((u for u in story.units if on(u, side)), None) for side in sides[:2]]
                if None in ends:
                    continue
                a, b = ends
                row = np.zeros(len(at) + len(STATES))
                row[[at[w] for w in marks(a.text) ^ marks(b.text) if w in at]] = 1
                row[len(at) :] = states(a, b)
                rows.append(row)
                disagree.append(label)
                folds.append(story.fold)
    return np.array(rows), np.array(disagree), np.array(folds)


def contrast_of(rows: Floats, disagree: Floats) -> dict[str, float]:
    """The weight of each word and state; that of "" is the bias."""
    model = LogisticRegression(C=0.15, max_iter=500).fit(rows, disagree)
    names = [*_words(), *(f" {state}" for state in STATES)]
    return {"": round(float(model.intercept_[0]), 4), **dict(zip(names, model.coef_[0].round(4).tolist(), strict=True))}


def with_contrast(rows: Sequence[Row], weights: dict[str, float]) -> Floats:
    """The features, with what these weights make of the words."""
    table = np.array([r.features for r in rows])
    column = FEATURES.index("contrast")
    for n, row in enumerate(rows):
        a, b = row.pair.anchor, row.pair.other
        differing = sum(weights[f" {s}"] for s, d in zip(STATES, states(a, b), strict=True) if d)
        table[n, column] = weights[""] + differing + sum(weights.get(w, 0.0) for w in marks(a.text) ^ marks(b.text))
    return table


def fitted(table: Floats, rows: Sequence[Row]) -> GradientBoostingClassifier:
    made = boosted(trees=TREES, depth=DEPTH, rate=RATE, leaf=LEAF, share=SHARE)
    return made.fit(table, [r.right for r in rows])


def left_out(told: Sequence[Told], rows: Sequence[Row]) -> Floats:
    """The chance of each pair by models that saw nothing of its fold."""
    words, disagree, folds = contrasts(told)
    fold = np.array([r.told.fold for r in rows])
    chances = np.zeros(len(rows))
    for k in range(FOLDS):
        table = with_contrast(rows, contrast_of(words[folds != k], disagree[folds != k]))
        model = fitted(table[fold != k], [r for r in rows if r.told.fold != k])
        chances[fold == k] = model.predict_proba(table[fold == k])[:, 1]
    return chances


def shown(rows: Sequence[Row], chances: Floats) -> list[tuple[float, Row]]:
    """What the package would show: each clause once against each report, and nothing that only came about later."""
    used: set[Any] = set()
    out = []
    for n in np.argsort(-chances, kind="stable").tolist():
        row = rows[n]
        a, b = row.pair.anchor, row.pair.other
        keys = {(row.told.name, a.place, b.article.id), (row.told.name, b.place, a.article.id)}
        if chances[n] < CUTS[-1] or keys & used or (lag(a, b) or 0) > 0:
            continue
        used |= keys
        out.append((float(chances[n]), row))
    return out


def report(told: Sequence[Told], rows: Sequence[Row], chances: Floats) -> None:
    found = shown(rows, chances)
    for corpus in ("affair", "mini", "news"):
        here = [story for story in told if story.corpus == corpus]
        wanted = sum(len(story.wanted) for story in here)
        line = []
        for cut in CUTS:
            kept = [row for chance, row in found if chance >= cut and row.told.corpus == corpus]
            hit = {(row.told.name, n) for row in kept for n in row.named}
            line.append(f"{cut}: {sum(r.right for r in kept)}/{len(kept)} right, {len(hit)} of the key")
        print(f"{corpus}: {len(here)} stories, {wanted} in the key; " + "; ".join(line))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--write", action="store_true", help="train on all and write the weights")
    args = parser.parse_args()
    told = list(stories())
    learn(told, write=args.write)


def learn(told: Sequence[Told], *, write: bool) -> None:
    """Score, and with `write` make the weights."""
    weights = contrast_of(*contrasts(told)[:2])
    if write:
        OUT.mkdir(exist_ok=True)
        words = np.frombuffer("\n".join(weights).encode(), np.uint8)
        np.savez_compressed(OUT / "words.npz", words=words, weights=np.array(list(weights.values()), dtype=np.float32))
    rows = [row for story in told for row in rows_of(story)]
    print(len(rows), "pairs,", sum(r.right for r in rows), "right")
    report(told, rows, left_out(told, rows))
    if write:
        trees = filled(fitted(with_contrast(rows, weights), rows), DEPTH)
        features = np.frombuffer("\n".join(FEATURES).encode(), np.uint8)
        np.savez_compressed(OUT / "trees.npz", features=features, **trees)
        print("written:", {path.name: path.stat().st_size for path in sorted(OUT.glob("*.npz"))})


if __name__ == "__main__":
    main()
