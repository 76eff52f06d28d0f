"""Train the quotation tagger: source, cue and content of attributions, and which belong together.

    python -m training.quotes train OUT          # fine-tune, a checkpoint each epoch
    python -m training.quotes export CHECKPOINT  # int8 ONNX and its settings into the package

One encoder (MiniLM-L6, Wang et al. 2020) reads windows of whole neighbouring paragraphs. On the first piece of each
word sits a linear-chain CRF (Lafferty et al. 2001) over O and B/I of the three roles; two bilinear scorers choose for
each content its cue and for each cue its source. Each piece also tells the case of its word and whether it stands
between quotation marks.
"""

import argparse
import itertools
import json
import math
import random
import time
from pathlib import Path

import torch
from torch import Tensor, nn
from transformers import BertModel

from training.encoder import base_model, expose_layer, write_graph
from training.quotes_cases import PAD, Window, held_out, tokenizer, windows_of
from training.shared import load_cases
from variorum.models.tagger import KINDS, LINK, LOWER, MAX_PIECES, ROLES, TAGS, WEIGHTS

BUCKETS = 12  # of signed distance between two spans, in words
NEVER = -1e4


# --- model ------------------------------------------------------------------------------------------------------


def bucket(distance: Tensor, buckets: int = BUCKETS) -> Tensor:
    """Signed distance in words, on a logarithmic scale, as one of so many buckets (`variorum.models.tagger.bucket`)."""
    half = buckets // 2
    size = torch.clamp(torch.log2(distance.abs().float() + 1).long(), max=half - 1)
    return torch.where(distance < 0, size, half + size)


class Tagger(nn.Module):
    """Encoder, emissions of the CRF, and the vectors that links are scored by."""

    def __init__(self, path: Path) -> None:
        super().__init__()
        self.encoder = BertModel.from_pretrained(path, add_pooling_layer=False, attn_implementation="eager")
        self.encoder.embeddings.word_embeddings.weight.requires_grad_(False)  # slow to train, and little to gain
        for layer in self.encoder.encoder.layer:
            layer.attention.self.dropout.p = 0.0  # slow on a processor
        width = self.encoder.config.hidden_size
        old = self.encoder.embeddings.token_type_embeddings.weight.data[0]
        kinds = nn.Embedding(KINDS, width)
        kinds.weight.data[:] = old
        self.encoder.embeddings.token_type_embeddings = kinds
        self.encoder.config.type_vocab_size = KINDS
        self.dropout = nn.Dropout(0.1)
        self.emit = nn.Linear(width, len(TAGS))
        self.link = nn.Linear(width, 5 * LINK)  # content first, content last, cue as head, cue as child, source
        self.transitions = nn.Parameter(torch.zeros(len(TAGS), len(TAGS)))
        self.begin = nn.Parameter(torch.zeros(len(TAGS)))
        self.near = nn.Parameter(torch.zeros(2, BUCKETS))
        self.none = nn.Parameter(torch.zeros(2))
        self.register_buffer("legal", legal())

    def forward(self, ids: Tensor, kinds: Tensor, mask: Tensor) -> tuple[Tensor, Tensor]:
        hidden = self.encoder(input_ids=ids, token_type_ids=kinds, attention_mask=mask).last_hidden_state
        hidden = self.dropout(hidden)
        return self.emit(hidden), self.link(hidden)


def legal() -> Tensor:
    """Transition penalties: I-x only after B-x or I-x."""
    out = torch.zeros(len(TAGS), len(TAGS))
    for (i, a), (j, b) in itertools.product(enumerate(TAGS), enumerate(TAGS)):
        if b[0] == "I" and a[2:] != b[2:]:
            out[i, j] = NEVER
    return out


def crf_loss(model: Tagger, emissions: Tensor, tags: Tensor, mask: Tensor) -> Tensor:
    """Negative log-likelihood of the tags, summed over the batch."""
    trans = model.transitions + model.legal
    alpha = model.begin + emissions[:, 0]
    score = alpha.gather(1, tags[:, :1]).squeeze(1)
    for t in range(1, tags.shape[1]):
        on = mask[:, t : t + 1]
        step = torch.logsumexp(alpha.unsqueeze(2) + trans, dim=1) + emissions[:, t]
        alpha = torch.where(on, step, alpha)
        gold = emissions[:, t].gather(1, tags[:, t : t + 1]).squeeze(1) + trans[tags[:, t - 1], tags[:, t]]
        score = score + gold * on.squeeze(1)
    return (torch.logsumexp(alpha, dim=1) - score).sum()


def viterbi(model: Tagger, emissions: Tensor) -> list[int]:
    trans = (model.transitions + model.legal).detach()
    score, back = model.begin.detach() + emissions[0], []
    for row in emissions[1:]:
        best, arg = (score.unsqueeze(1) + trans).max(dim=0)
        back.append(arg.tolist())
        score = best + row
    at = int(score.argmax())
    path = [at]
    for arg in reversed(back):
        at = arg[at]
        path.append(at)
    return path[::-1]


def link_scores(model: Tagger, links: Tensor, which: int, children: Tensor, heads: Tensor) -> Tensor:
    """Scores of every head, and of none, for each child: (children, heads + 1)."""
    part = links.split(LINK, dim=-1)
    if which == 0:
        query, key = part[0][children[:, 0]] + part[1][children[:, 1]], part[2][heads[:, 0]]
    else:
        query, key = part[3][children[:, 0]], part[4][heads[:, 0]]
    scores = query @ key.T / math.sqrt(LINK)
    scores = scores + model.near[which][bucket(heads[None, :, 0] - children[:, None, 0])]
    return torch.cat([scores, model.none[which].expand(len(children), 1)], dim=1)


def collate(batch: list[Window]) -> dict[str, Tensor]:
    pieces_, words_ = max(len(w.ids) for w in batch), max(len(w.words) for w in batch)
    pad = lambda xs, n, v: xs + [v] * (n - len(xs))  # noqa: E731
    return {
        "ids": torch.tensor([pad(w.ids, pieces_, PAD) for w in batch]),
        "kinds": torch.tensor([pad(w.kinds, pieces_, 0) for w in batch]),
        "mask": torch.tensor([pad([1] * len(w.ids), pieces_, 0) for w in batch]),
        "first": torch.tensor([pad(w.first, words_, 0) for w in batch]),
        "tags": torch.tensor([pad(w.tags, words_, 0) for w in batch]),
        "on": torch.tensor([pad([True] * len(w.words), words_, False) for w in batch]),
    }


def run(model: Tagger, batch: list[Window]) -> tuple[dict[str, Tensor], Tensor, Tensor]:
    """Emissions and link vectors of each word."""
    data = collate(batch)
    with torch.autocast("cpu", dtype=torch.bfloat16):
        emissions, links = model(data["ids"], data["kinds"], data["mask"])
    take = lambda x: x.float().gather(1, data["first"].unsqueeze(2).expand(-1, -1, x.shape[2]))  # noqa: E731
    emissions, links = take(emissions), take(links)
    inner = torch.zeros(len(TAGS))
    inner[[i for i, t in enumerate(TAGS) if t[0] == "I"]] = NEVER
    edge = torch.zeros(emissions.shape[:2])
    for i, window in enumerate(batch):
        edge[i, window.starts] = 1
    return data, emissions + edge.unsqueeze(2) * inner, links


def loss_of(model: Tagger, batch: list[Window]) -> tuple[Tensor, Tensor]:
    data, emissions, links = run(model, batch)
    tagging = crf_loss(model, emissions, data["tags"], data["on"]) / data["on"].sum()
    linking = []
    for i, w in enumerate(batch):
        for which, children, heads in ((0, w.contents, w.cues), (1, w.cues, w.sources)):
            if children and heads:
                scores = link_scores(model, links[i], which, torch.tensor(children), torch.tensor(heads))
                want = torch.tensor([c[2] if c[2] >= 0 else len(heads) for c in children])
                linking.append(nn.functional.cross_entropy(scores, want, reduction="none"))
    return tagging, torch.cat(linking).mean() if linking else torch.zeros(())


# --- training ---------------------------------------------------------------------------------------------------


def spans(tags: list[int]) -> set[tuple[str, int, int]]:
    out, run_ = set(), None
    for i, tag in enumerate([*tags, 0]):
        name = TAGS[tag]
        if run_ and not (name[0] == "I" and name[2:] == run_[0]):
            out.add((*run_, i))
            run_ = None
        if name[0] == "B":
            run_ = (name[2:], i)
    return out


@torch.no_grad()
def evaluate(model: Tagger, windows: list[Window]) -> dict[str, float]:
    """Exact F1 of each role, and the share of gold links that are found between gold spans."""
    model.eval()
    count = {role: [0, 0, 0] for role in ROLES}
    linked = [[0, 0], [0, 0]]
    for at in range(0, len(windows), 16):
        batch = windows[at : at + 16]
        _, emissions, links = run(model, batch)
        for i, w in enumerate(batch):
            got, want = spans(viterbi(model, emissions[i, : len(w.words)])), spans(w.tags)
            for role in ROLES:
                g, p = {x for x in want if x[0] == role}, {x for x in got if x[0] == role}
                count[role] = [a + b for a, b in zip(count[role], (len(g & p), len(p), len(g)), strict=True)]
            for which, children, heads in ((0, w.contents, w.cues), (1, w.cues, w.sources)):
                if children and heads:
                    best = link_scores(model, links[i], which, torch.tensor(children), torch.tensor(heads)).argmax(1)
                    right = sum(
                        int(b) == (c[2] if c[2] >= 0 else len(heads)) for b, c in zip(best, children, strict=True)
                    )
                    linked[which] = [linked[which][0] + right, linked[which][1] + len(children)]
    model.train()
    out = {role: round(200 * t / max(1, p + g), 2) for role, (t, p, g) in count.items()}
    return out | {
        "content→cue": round(100 * linked[0][0] / linked[0][1], 2),
        "cue→source": round(100 * linked[1][0] / linked[1][1], 2),
    }


def batches(windows: list[Window], budget: int, rng: random.Random) -> list[list[Window]]:
    """Windows of like length together, each batch under `budget` pieces, in random order."""
    out: list[list[Window]] = [[]]
    for w in sorted(windows, key=lambda w: len(w.ids) + rng.random() * 16):
        if out[-1] and (len(out[-1]) + 1) * len(w.ids) > budget:
            out.append([])
        out[-1].append(w)
    rng.shuffle(out)
    return out


def train(args: argparse.Namespace) -> None:
    torch.set_num_threads(1)
    torch.manual_seed(args.seed)
    rng = random.Random(args.seed)
    path = base_model()
    tok, cases = tokenizer(path), load_cases("quotes.train")
    kept = [w for c in cases if held_out(c) for w in windows_of(tok, c, 256)]
    cases = [c for c in cases if not held_out(c)]
    model = Tagger(path)
    if args.start:
        model.load_state_dict(torch.load(args.start, weights_only=True))
    decay = [p for n, p in model.encoder.named_parameters() if p.ndim > 1 and p.requires_grad]
    plain = [p for n, p in model.encoder.named_parameters() if p.ndim <= 1]
    heads = [p for n, p in model.named_parameters() if not n.startswith("encoder.")]
    groups = [
        {"params": decay, "lr": args.lr, "weight_decay": 0.01},
        {"params": plain, "lr": args.lr, "weight_decay": 0.0},
        {"params": heads, "lr": args.lr * 5, "weight_decay": 0.0},
    ]
    optimizer = torch.optim.AdamW(groups)
    first = batches([w for c in cases for w in windows_of(tok, c, 256)], args.budget, rng)
    total = len(first) * args.epochs
    schedule = torch.optim.lr_scheduler.LambdaLR(
        optimizer, lambda s: min((s + 1) / (0.06 * total), max(0.02, (total - s) / (0.94 * total)))
    )
    average = {n: p.detach().clone() for n, p in model.named_parameters() if p.requires_grad}
    step, began = 0, time.time()
    for epoch in range(args.epochs):
        if epoch:
            first = batches(
                [w for c in cases for w in windows_of(tok, c, rng.choice((160, 208, 256)), rng)], args.budget, rng
            )
        for batch in first:
            tagging, linking = loss_of(model, batch)
            optimizer.zero_grad()
            (tagging + 0.2 * linking).backward()
            nn.utils.clip_grad_norm_([p for p in model.parameters() if p.requires_grad], 1.0)
            optimizer.step()
            schedule.step()
            step += 1
            keep = min(0.998, step / (step + 10))
            with torch.no_grad():
                for n, p in model.named_parameters():
                    if p.requires_grad:
                        average[n].lerp_(p, 1 - keep)
            if step % 25 == 0:
                losses = f"tagging {tagging.item():.4f} linking {linking.item():.4f}"
                print(f"epoch {epoch} step {step}/{total} {losses} {time.time() - began:.0f} s", flush=True)
        print(f"epoch {epoch}", json.dumps(evaluate(model, kept), ensure_ascii=False), flush=True)
        torch.save(model.state_dict(), Path(args.out) / f"epoch{epoch}.pt")
        now = {n: p.detach().clone() for n, p in model.named_parameters() if p.requires_grad}
        model.load_state_dict(average, strict=False)
        print(f"epoch {epoch} averaged", json.dumps(evaluate(model, kept), ensure_ascii=False), flush=True)
        torch.save(model.state_dict(), Path(args.out) / f"average{epoch}.pt")
        model.load_state_dict(now, strict=False)


# --- export -----------------------------------------------------------------------------------------------------


class Graph(nn.Module):
    """The part of the model that becomes the ONNX graph: emissions and link vectors, side by side, of each piece."""

    def __init__(self, model: Tagger) -> None:
        super().__init__()
        self.model = model

    def forward(self, vectors: Tensor, kinds: Tensor, mask: Tensor) -> Tensor:
        hidden = self.model.encoder(inputs_embeds=vectors, token_type_ids=kinds, attention_mask=mask).last_hidden_state
        return torch.cat([self.model.emit(hidden), self.model.link(hidden)], dim=-1)


def export(args: argparse.Namespace) -> None:
    """Write the graph in int8, and the settings of CRF and links."""
    out = Path(args.out)
    out.mkdir(parents=True, exist_ok=True)
    model = Tagger(base_model())
    model.load_state_dict(torch.load(args.checkpoint, weights_only=True))
    model.eval()
    positions = model.encoder.embeddings.position_embeddings
    positions.weight = nn.Parameter(positions.weight[:MAX_PIECES])
    write_graph(Graph(model), "words", out / "model.onnx", each_piece=True)
    expose_layer(out / "model.onnx", LOWER)
    settings = {
        "transitions": (model.transitions + model.legal).tolist(),
        "begin": (model.begin + NEVER * torch.tensor([float(t[0] == "I") for t in TAGS])).tolist(),
        "near": model.near.tolist(),
        "none": model.none.tolist(),
    }
    rounded = {k: json.loads(json.dumps(v), parse_float=lambda x: round(float(x), 5)) for k, v in settings.items()}
    (out / "head.json").write_text(json.dumps(rounded) + "\n", encoding="utf8")
    for file in sorted(out.iterdir()):
        print(file.name, file.stat().st_size)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    todo = parser.add_subparsers(dest="command", required=True)
    one = todo.add_parser("train")
    one.add_argument("out")
    one.add_argument("--epochs", type=int, default=7)
    one.add_argument("--lr", type=float, default=2e-4)
    one.add_argument("--budget", type=int, default=2048, help="pieces in a batch")
    one.add_argument("--seed", type=int, default=13)
    one.add_argument("--start", help="a checkpoint to go on from")
    one.set_defaults(do=train)
    two = todo.add_parser("export")
    two.add_argument("checkpoint")
    two.add_argument("out", nargs="?", default=WEIGHTS)
    two.set_defaults(do=export)
    args = parser.parse_args()
    args.do(args)


if __name__ == "__main__":
    main()
