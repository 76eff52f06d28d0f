"""Train the event detector, measure it, and write it as an int8 graph.

    python -m training.detector measure           # each fold of the texts by a model of the others
    python -m training.detector train FILE.pt     # on all but a tenth of others' texts, and measured on that
    python -m training.detector export FILE.pt

Two layers, begun as the last two of MiniLM-L6 (Wang et al. 2020), go on from the quotation tagger's third layer,
which is not trained. Beside a word's vector they see its traits (`annotate/detection.py`). Heads: event root or none;
status; and for each pair of words whether the second is a source or a target of what the first reports, bilinear, with
learned leanings for the way between the two in the parse, their distance, and what the rules say.
"""

import argparse
import hashlib
import json
import math
import random
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

import numpy as np
import torch
from torch import Tensor, nn
from transformers import BertModel

from training.detector_cases import FOLDS, Case, Gold, cases
from training.encoder import base_model, write_layers
from training.quotes import bucket
from variorum.annotate.detection import ruled_sides, traits_of, way
from variorum.lexicon.plover import QUADS
from variorum.models.detector import FAR, QUERY, ROLES, STATUSES, TRAITS, WEIGHTS
from variorum.models.tagger import WIDTH

ROOTS = tuple(sorted(QUADS))
LAYERS = 2
TWICE = ("events.train", "affairs")  # collections that count twice: PLV, coded by people, and our longest texts
OURS = ("affairs", "mini", "told")  # collections that we wrote
SEED = 1
SEEN = {"tag": 20, "dep": 20, "ent": 20, "mention": 10, "root": 1, "status": 1, "ruled": 1}  # times, to have a row
WAYS, WAY_SEEN = 300, 3
BUDGET = 900  # words of a batch


@dataclass
class Row:
    """A case as numbers."""

    case: Case
    traits: Tensor  # (words, traits)
    pairs: dict[int, tuple[list[int], list[int]]]  # of a trigger: ways and flags of the rules, a number each word


class Vocabulary:
    """Which values of traits, and which ways, have a row of their own."""

    def __init__(self, train: Sequence[Case]) -> None:
        counts = {trait: Counter(v for c in train for v in traits_of(c.sentence)[trait]) for trait in TRAITS}
        self.values = {
            trait: {v: n + 1 for n, v in enumerate(sorted(v for v, k in count.items() if k >= SEEN[trait] and v))}
            for trait, count in counts.items()
        }
        ways = Counter(
            way(c.sentence.words[e.trigger[0]], c.sentence.words[w])
            for c in train for e in c.events for role in ROLES for side in e.sides[role] for w in side
        )  # fmt: skip
        kept = sorted(w for w, k in ways.most_common(WAYS) if k >= WAY_SEEN)
        self.ways = {w: n + 1 for n, w in enumerate(kept)}

    def row(self, case: Case) -> Row:
        given = traits_of(case.sentence)
        numbers = [[self.values[trait].get(v, 0) for v in given[trait]] for trait in TRAITS]
        return Row(case, torch.tensor(numbers).T.contiguous(), {})

    def pair(self, row: Row, trigger: int) -> tuple[list[int], list[int]]:
        if trigger not in row.pairs:
            sentence = row.case.sentence
            ways = [self.ways.get(way(sentence.words[trigger], t), 0) for t in sentence.words]
            row.pairs[trigger] = ways, [3 * s + t for s, t in ruled_sides(sentence, trigger)]
        return row.pairs[trigger]


class Detector(nn.Module):
    """The layers and the heads."""

    def __init__(self, vocabulary: Vocabulary) -> None:
        super().__init__()
        base = BertModel.from_pretrained(base_model(), add_pooling_layer=False, attn_implementation="eager")
        self.layers = nn.ModuleList(base.encoder.layer[-LAYERS:])
        for layer in self.layers:
            layer.attention.self.dropout.p = 0.0  # slow on a processor
        self.traits = nn.ModuleList(nn.Embedding(len(vocabulary.values[t]) + 1, WIDTH) for t in TRAITS)
        for table in self.traits:
            nn.init.normal_(table.weight, std=0.02)
        self.dropout = nn.Dropout(0.1)
        self.event = nn.Linear(WIDTH, 1 + len(ROOTS))
        self.status = nn.Linear(WIDTH, len(STATUSES))
        self.query = nn.Linear(WIDTH, len(ROLES) * QUERY)
        self.key = nn.Linear(WIDTH, len(ROLES) * QUERY)
        self.lean = nn.Linear(WIDTH, len(ROLES))
        self.far = nn.Embedding(2 * FAR, len(ROLES))
        self.way = nn.Embedding(len(vocabulary.ways) + 1, len(ROLES))
        self.ruled = nn.Embedding(9, len(ROLES))
        for table in (self.far, self.way, self.ruled):
            nn.init.zeros_(table.weight)

    def forward(self, lower: Tensor, traits: Tensor, mask: Tensor) -> Tensor:
        hidden = lower
        for i, table in enumerate(self.traits):
            hidden = hidden + table(traits[..., i])
        shut = (1 - mask[:, None, None, :].to(hidden.dtype)) * -1e4
        for layer in self.layers:
            hidden = layer(hidden, shut)
            hidden = hidden[0] if isinstance(hidden, tuple) else hidden
        hidden = self.dropout(hidden)
        heads = (self.event, self.status, self.query, self.key, self.lean)
        return torch.cat([head(hidden) for head in heads], dim=-1)

    def split(self, told: Tensor) -> tuple[Tensor, ...]:
        return told.split([1 + len(ROOTS), len(STATUSES), len(ROLES) * QUERY, len(ROLES) * QUERY, len(ROLES)], dim=-1)

    def sides(self, told: Tensor, at: Tensor, pairs: tuple[Tensor, Tensor, Tensor]) -> Tensor:
        """Scores of each word as a side of each of some triggers: (triggers, words, roles).

        Args:
            told: what `forward` gives.
            at: (triggers, 2): sentence and word.
            pairs: ways, flags of the rules and buckets of distance, each (triggers, words).
        """
        _, _, query, key, lean = self.split(told)
        mine = query[at[:, 0], at[:, 1]].view(-1, len(ROLES), QUERY)
        others = key[at[:, 0]].view(len(at), told.shape[1], len(ROLES), QUERY)
        scores = torch.einsum("trd,tnrd->tnr", mine, others) / math.sqrt(QUERY) + lean[at[:, 0]]
        ways, flags, far = pairs
        return scores + self.way(ways) + self.ruled(flags) + self.far(far)


# --- training ---------------------------------------------------------------------------------------------------


def collate(rows: Sequence[Row]) -> tuple[Tensor, Tensor, Tensor]:
    widest = max(len(r.case.sentence.words) for r in rows)
    lower = torch.zeros(len(rows), widest, WIDTH)
    traits = torch.zeros(len(rows), widest, len(TRAITS), dtype=torch.long)
    mask = torch.zeros(len(rows), widest, dtype=torch.long)
    for i, row in enumerate(rows):
        size = len(row.case.sentence.words)
        lower[i, :size] = torch.from_numpy(row.case.sentence.vectors)
        traits[i, :size], mask[i, :size] = row.traits, 1
    return lower, traits, mask


def pairs_of(
    vocabulary: Vocabulary, rows: Sequence[Row], at: Sequence[tuple[int, int]], widest: int
) -> tuple[Tensor, Tensor, Tensor]:
    ways, flags, far = (torch.zeros(len(at), widest, dtype=torch.long) for _ in range(3))
    for k, (i, trigger) in enumerate(at):
        own = vocabulary.pair(rows[i], trigger)
        ways[k, : len(own[0])], flags[k, : len(own[1])] = torch.tensor(own[0]), torch.tensor(own[1])
        far[k] = bucket(torch.arange(widest) - trigger, 2 * FAR)
    return ways, flags, far


def loss_of(model: Detector, vocabulary: Vocabulary, rows: Sequence[Row]) -> Tensor:
    lower, traits, mask = collate(rows)
    events = torch.zeros(mask.shape, dtype=torch.long)
    own = torch.zeros(mask.shape, dtype=torch.bool)
    marked = [(i, event) for i, row in enumerate(rows) for event in row.case.events]
    for i, row in enumerate(rows):
        own[i, : len(row.case.own)] = torch.tensor(row.case.own)
    for i, event in marked:
        events[i, event.trigger[0]] = 1 + ROOTS.index(event.root)
    at = [(i, event.trigger[0]) for i, event in marked]
    with torch.autocast("cpu", dtype=torch.bfloat16):
        told = model(lower, traits, mask)
        where = torch.tensor(at)
        sides = model.sides(told, where, pairs_of(vocabulary, rows, at, mask.shape[1])).float() if at else None
    event, status = (x.float() for x in model.split(told)[:2])
    loss = 4 * nn.functional.cross_entropy(event[own], events[own], label_smoothing=0.02)
    if sides is not None:
        want = torch.tensor([STATUSES.index(e.status) for _, e in marked])
        loss = loss + 0.5 * nn.functional.cross_entropy(status[where[:, 0], where[:, 1]], want)
        named = torch.zeros_like(sides)
        for k, (_, e) in enumerate(marked):
            for r, role in enumerate(ROLES):
                for side in e.sides[role]:
                    named[k, side, r] = 1
        on = mask[where[:, 0]].bool()
        loss = loss + 6 * nn.functional.binary_cross_entropy_with_logits(sides[on], named[on])
    return loss


def batches(rows: Sequence[Row], rng: random.Random) -> list[list[Row]]:
    out: list[list[Row]] = [[]]
    for row in sorted(rows, key=lambda r: len(r.case.sentence.words) + rng.random() * 8):
        if out[-1] and (len(out[-1]) + 1) * len(row.case.sentence.words) > BUDGET:
            out.append([])
        out[-1].append(row)
    rng.shuffle(out)
    return out


def train(given: Sequence[Case], *, epochs: int, lr: float = 2e-4) -> tuple[Detector, Vocabulary]:
    """A detector of these cases: the running average of its weights after the last epoch."""
    torch.manual_seed(SEED)
    rng = random.Random(SEED)
    vocabulary = Vocabulary(given)
    rows = [vocabulary.row(case) for case in given]
    model = Detector(vocabulary)
    old = list(model.layers.named_parameters())
    new = [p for n, p in model.named_parameters() if not n.startswith("layers.")]
    groups = [
        {"params": [p for _, p in old if p.ndim > 1], "lr": lr, "weight_decay": 0.01},
        {"params": [p for _, p in old if p.ndim <= 1], "lr": lr, "weight_decay": 0.0},
        {"params": new, "lr": 5 * lr, "weight_decay": 0.0},
    ]
    optimizer = torch.optim.AdamW(groups)
    total = len(batches(rows, random.Random(SEED))) * epochs
    schedule = torch.optim.lr_scheduler.LambdaLR(
        optimizer, lambda s: min((s + 1) / (0.06 * total), max(0.02, (total - s) / (0.94 * total)))
    )
    average = {n: p.detach().clone() for n, p in model.named_parameters()}
    step = 0
    for epoch in range(epochs):
        losses = []
        for batch in batches(rows, rng):
            loss = loss_of(model, vocabulary, batch)
            optimizer.zero_grad()
            loss.backward()
            nn.utils.clip_grad_norm_(model.parameters(), 1.0)
            optimizer.step()
            schedule.step()
            step += 1
            losses.append(float(loss.detach()))
            keep = min(0.995, step / (step + 10))
            with torch.no_grad():
                for n, p in model.named_parameters():
                    average[n].lerp_(p, 1 - keep)
        print(f"epoch {epoch} loss {sum(losses) / len(losses):.3f}", flush=True)
    model.load_state_dict(average, strict=False)
    return model.eval(), vocabulary


# --- measuring --------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Guess:
    """What the detector says that a word reports."""

    word: int
    events: Tensor
    status: str
    sides: Tensor  # (words, roles): chances


@torch.no_grad()
def predict(
    model: Detector, vocabulary: Vocabulary, given: Sequence[Case], least: float = 0.1
) -> Iterator[list[Guess]]:
    for case in given:
        row = vocabulary.row(case)
        told = model(*collate([row]))
        events, statuses = (x[0].softmax(-1) for x in model.split(told)[:2])
        at = [(0, k) for k in range(len(events)) if case.own[k] and 1 - float(events[k, 0]) >= least]
        if not at:
            yield []
            continue
        sides = model.sides(told, torch.tensor(at), pairs_of(vocabulary, [row], at, len(events))).sigmoid()
        yield [
            Guess(k, events[k], STATUSES[int(statuses[k].argmax())], side)
            for (_, k), side in zip(at, sides, strict=True)
        ]


def tally(given: Sequence[Case], guesses: Sequence[list[Guess]], least: float) -> Counter[str]:
    """How many events are found, with their root, and with status and sides too, of guesses at least that likely."""
    out: Counter[str] = Counter()
    for case, found in zip(given, guesses, strict=True):
        out["gold"] += len(case.events)
        free = list(case.events)
        for guess in (g for g in found if 1 - float(g.events[0]) >= least):
            out["found"] += 1
            gold = next((e for e in free if guess.word in e.trigger), None)
            if gold is None:
                continue
            free.remove(gold)
            out["event"] += 1
            if ROOTS[int(guess.events[1:].argmax())] == gold.root:
                out["root"] += 1
                out["status"] += guess.status == gold.status
                right = [_named(gold, role, guess.sides[:, r]) for r, role in enumerate(ROLES)]
                out["sides"] += all(right)
                out["whole"] += all(right) and guess.status == gold.status
    return out


def _named(gold: Gold, role: str, chances: Tensor) -> bool:
    named = {int(k) for k in (chances > 0.5).nonzero().flatten()}
    sides = gold.sides[role]
    return any(named & set(side) for side in sides) if sides else not named


def fold_of(case: Case) -> int:
    """Of five: all of a text, and all reports of an affair, in one."""
    return int(hashlib.sha256(f"{case.collection} {case.text.partition('/')[0]}".encode()).hexdigest(), 16) % FOLDS


def is_held(case: Case) -> bool:
    """Whether a text is kept from what ships: a tenth of those that are not ours."""
    told = hashlib.sha256(f"held {case.collection} {case.text}".encode()).digest()[0]
    return case.collection not in OURS and told < 26


def show(told: Iterable[tuple[Case, list[Guess]]]) -> None:
    """Print precision and recall, by collection."""
    pairs = list(told)
    for collection in sorted({c.collection for c, _ in pairs}):
        those = [(c, g) for c, g in pairs if c.collection == collection]
        for least in (0.3, 0.5, 0.7, 0.8):
            n = tally([c for c, _ in those], [g for _, g in those], least)
            shares = {
                k: (round(100 * n[k] / max(1, n["found"]), 1), round(100 * n[k] / n["gold"], 1))
                for k in ("event", "root", "whole")
            }
            print(collection, len(those), least, "precision, recall", json.dumps(shares))


def measure(args: argparse.Namespace) -> None:
    given = list(cases())
    held: list[Case] = []
    guesses: list[list[Guess]] = []
    for fold in range(FOLDS):
        model, vocabulary = train([c for c in given if fold_of(c) != fold], epochs=args.epochs)
        part = [c for c in given if fold_of(c) == fold]
        held += part
        guesses += list(predict(model, vocabulary, part))
    show(zip(held, guesses, strict=True))


# --- export -----------------------------------------------------------------------------------------------------


def export(args: argparse.Namespace) -> None:
    held = torch.load(args.file, weights_only=False)
    model, vocabulary = held["model"].eval(), held["vocabulary"]
    WEIGHTS.mkdir(parents=True, exist_ok=True)
    example = {
        "lower": torch.zeros(2, 16, WIDTH),
        "traits": torch.zeros(2, 16, len(TRAITS), dtype=torch.long),
        "mask": torch.ones(2, 16, dtype=torch.long),
    }
    write_layers(model, example, WEIGHTS / "model.onnx")
    tables = {n: np.asarray(getattr(model, n).weight.detach()).round(4).tolist() for n in ("far", "way", "ruled")}
    head = {"roots": ROOTS, "values": vocabulary.values, "ways": vocabulary.ways, **tables}
    rounded = json.dumps(head, ensure_ascii=False, default=float)
    (WEIGHTS / "head.json").write_text(
        json.dumps(json.loads(rounded, parse_float=lambda x: round(float(x), 4))) + "\n", encoding="utf8"
    )
    for file in sorted(WEIGHTS.iterdir()):
        print(file.name, file.stat().st_size)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("do", choices=["measure", "train", "export"])
    parser.add_argument("file", nargs="?")
    parser.add_argument("--epochs", type=int, default=9)
    args = parser.parse_args()
    torch.set_num_threads(1)
    if args.do == "measure":
        measure(args)
    elif args.do == "train":
        given = list(cases())
        shown = [c for c in given if not is_held(c)]
        model, vocabulary = train([*shown, *(c for c in shown if c.collection in TWICE)], epochs=args.epochs)
        torch.save({"model": model, "vocabulary": vocabulary}, args.file)
        held = [c for c in given if is_held(c)]
        show(zip(held, predict(model, vocabulary, held), strict=True))
    else:
        export(args)


if __name__ == "__main__":
    main()
