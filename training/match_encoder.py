"""The cross-encoder of statement pairs and its teacher: models, fine-tuning, and the way to the int8 graph."""

import math
import random
import re
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import torch
from torch import Tensor, nn
from transformers import AutoModel, AutoTokenizer

from training.encoder import base_model, write_graph
from variorum.models import encoder
from variorum.models.crossencoder import MAX_PIECES, WEIGHTS, pack
from variorum.models.encoder import batches

Row = tuple[str, str, tuple[float, float, float]]  # two texts and what each output should be; NaN where that is open
OPEN = float("nan")
OUTPUTS = ("same", "related", "differs")  # the package asks for the first alone


class Head(nn.Module):
    """The three outputs, from the first piece and the mean of all."""

    def __init__(self, width: int) -> None:
        super().__init__()
        self.dropout = nn.Dropout(0.1)
        self.middle, self.out = nn.Linear(2 * width, width), nn.Linear(width, len(OUTPUTS))

    def forward(self, hidden: Tensor, mask: Tensor) -> Tensor:
        weight = mask.unsqueeze(2).to(hidden.dtype)
        both = torch.cat([hidden[:, 0], (hidden * weight).sum(1) / weight.sum(1)], dim=1)
        return self.out(self.dropout(torch.tanh(self.middle(self.dropout(both)))))


class Student(nn.Module):
    """MiniLM-L6 over the shared vectors of word pieces."""

    def __init__(self, attention: str = "sdpa") -> None:
        super().__init__()
        self.encoder = AutoModel.from_pretrained(base_model(), add_pooling_layer=False, attn_implementation=attention)
        for layer in self.encoder.encoder.layer:
            layer.attention.self.dropout.p = 0.0  # slow on a processor
        embeddings = self.encoder.embeddings
        embeddings.word_embeddings = nn.Embedding(1, self.encoder.config.hidden_size)
        embeddings.word_embeddings.weight.requires_grad_(False)
        embeddings.position_embeddings.weight = nn.Parameter(embeddings.position_embeddings.weight[:MAX_PIECES].clone())
        self.head = Head(self.encoder.config.hidden_size)

    def forward(self, vectors: Tensor, kinds: Tensor, mask: Tensor) -> Tensor:
        read = self.encoder(inputs_embeds=vectors, token_type_ids=kinds, attention_mask=mask)
        return self.head(read.last_hidden_state, mask)

    def rows(self, pairs: Sequence[tuple[str, str]]) -> list[tuple[list[int], int]]:
        return pack(pairs)

    def of(self, rows: Sequence[tuple[list[int], int]]) -> Tensor:
        ids, mask, kinds = padded(rows, 0)
        return self(torch.from_numpy(encoder.vectors(ids.numpy())), kinds, mask)


class Teacher(nn.Module):
    """A base-size encoder (MPNet, Song et al. 2020), its lowest layers as they were."""

    def __init__(self, path: Path, frozen: int = 4) -> None:
        super().__init__()
        self.tokenizer = AutoTokenizer.from_pretrained(path)
        self.encoder = AutoModel.from_pretrained(path, add_pooling_layer=False)
        self.encoder.embeddings.requires_grad_(False)
        for n, layer in enumerate(self.encoder.encoder.layer):
            layer.attention.dropout.p = layer.attention.attn.dropout.p = 0.0
            layer.requires_grad_(n >= frozen)
        self.head = Head(self.encoder.config.hidden_size)

    def rows(self, pairs: Sequence[tuple[str, str]]) -> list[tuple[list[int], int]]:
        a, b = zip(*pairs, strict=True)
        return [(ids, 0) for ids in self.tokenizer(list(a), list(b), truncation=True, max_length=192)["input_ids"]]

    def of(self, rows: Sequence[tuple[list[int], int]]) -> Tensor:
        ids, mask, _ = padded(rows, self.tokenizer.pad_token_id)
        return self.head(self.encoder(input_ids=ids, attention_mask=mask).last_hidden_state, mask)


Model = Student | Teacher


def padded(rows: Sequence[tuple[list[int], int]], blank: int) -> tuple[Tensor, Tensor, Tensor]:
    widest = max(len(ids) for ids, _ in rows)
    ids = torch.full((len(rows), widest), blank)
    mask, kinds = torch.zeros(len(rows), widest, dtype=torch.long), torch.zeros(len(rows), widest, dtype=torch.long)
    for n, (found, second) in enumerate(rows):
        ids[n, : len(found)] = torch.tensor(found)
        mask[n, : len(found)] = 1
        kinds[n, second : len(found)] = 1
    return ids, mask, kinds


@dataclass(frozen=True)
class Plan:
    """How to fine-tune."""

    epochs: int
    rate: float  # of the top layer; of the head three times as much, of each lower layer `fall` times as much
    fall: float = 0.92
    budget: int = 1536  # pieces in a batch
    seed: int = 0


_LAYER = re.compile(r"encoder\.encoder\.layer\.(\d+)\.")


def _optimizer(model: Model, plan: Plan) -> torch.optim.AdamW:
    """The head learns fastest, each layer more slowly than the one above it."""
    top = len(model.encoder.encoder.layer)
    groups: dict[tuple[float, float], list[nn.Parameter]] = {}
    for name, parameter in model.named_parameters():
        if not parameter.requires_grad:
            continue
        layer = _LAYER.match(name)
        depth = top - 1 - int(layer[1]) if layer else top
        rate = plan.rate * plan.fall**depth if name.startswith("encoder.") else 3 * plan.rate
        groups.setdefault((rate, 0.01 if parameter.ndim > 1 else 0.0), []).append(parameter)
    named = [{"params": p, "lr": rate, "weight_decay": decay} for (rate, decay), p in groups.items()]
    return torch.optim.AdamW(named, betas=(0.9, 0.98), fused=True)


def fit(model: Model, draw: Callable[[random.Random], list[Row]], plan: Plan, after: Callable[[int], Any]) -> None:
    """Fine-tune, and leave the running average of the weights in the model.

    Args:
        draw: gives the rows of an epoch.
        after: called after each epoch, with the average in place.
    """
    torch.manual_seed(plan.seed)
    rng = random.Random(plan.seed)
    optimizer = _optimizer(model, plan)
    learnt = {n: p for n, p in model.named_parameters() if p.requires_grad}
    average = {n: p.detach().clone() for n, p in learnt.items()}
    step, total, began, mean = 0, 0, time.time(), 0.0
    for epoch in range(plan.epochs):
        drawn = draw(rng)
        rows = model.rows([(a, b) for a, b, _ in drawn])
        groups = list(batches([len(ids) + rng.random() * 8 for ids, _ in rows], plan.budget))
        rng.shuffle(groups)
        total = total or len(groups) * plan.epochs
        for group in groups:
            rate = min((step + 1) / (0.08 * total), max(0.01, (total - step) / (0.92 * total)))
            for held in optimizer.param_groups:
                held["lr"] = held.setdefault("full", held["lr"]) * rate
            wanted = torch.tensor([drawn[i][2] for i in group])
            with torch.autocast("cpu", dtype=torch.bfloat16):
                given = model.of([rows[i] for i in group]).float()
            loss = loss_of(given, wanted)
            optimizer.zero_grad()
            loss.backward()
            nn.utils.clip_grad_norm_(learnt.values(), 1.0)
            optimizer.step()
            step += 1
            mean += (loss.item() - mean) / min(step, 100)
            if step % 4 == 0:
                with torch.no_grad():
                    for name, parameter in learnt.items():
                        average[name].lerp_(parameter, 1 - min(0.96, step / (step + 40)))
            if step % 100 == 0:
                print(f"epoch {epoch} step {step}/{total} loss {mean:.4f} {time.time() - began:.0f} s", flush=True)
        now = {n: p.detach().clone() for n, p in learnt.items()}
        model.load_state_dict(average, strict=False)
        after(epoch)
        if epoch < plan.epochs - 1:
            model.load_state_dict(now, strict=False)


def loss_of(given: Tensor, wanted: Tensor) -> Tensor:
    """Binary cross-entropy of the outputs that are not open; targets a little smoothed."""
    known = ~torch.isnan(wanted)
    return nn.functional.binary_cross_entropy_with_logits(given[known], wanted[known].clamp(0.02, 0.98))


@torch.no_grad()
def logits(model: Model, pairs: Sequence[tuple[str, str]], size: int = 4096) -> np.ndarray:
    """What a model gives for each pair."""
    model.eval()
    rows = model.rows(pairs)
    out = np.zeros((len(rows), len(OUTPUTS)), dtype=np.float32)
    for group in batches([len(ids) for ids, _ in rows], size):
        with torch.autocast("cpu", dtype=torch.bfloat16):
            out[group] = model.of([rows[i] for i in group]).float().numpy()
    model.train()
    return out


def sigmoid(x: float) -> float:
    return 1 / (1 + math.exp(-x))


def export(checkpoint: Path) -> None:
    """Write the student's graph in int8."""
    model = Student(attention="eager")  # which the exporter fuses
    model.load_state_dict(torch.load(checkpoint, weights_only=True))
    model.eval()
    WEIGHTS.mkdir(parents=True, exist_ok=True)
    write_graph(model, "logits", WEIGHTS / "model.onnx", each_piece=False)
    print("model.onnx", (WEIGHTS / "model.onnx").stat().st_size)
