"""The annotated attributions as windows of word pieces with tags and links, for `training.quotes`."""

import hashlib
import random
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tokenizers import Tokenizer

from variorum.annotate.marks import outermost
from variorum.models.tagger import ROLES, TAGS, Pieces, pack, pieces, with_case
from variorum.text import paragraphs
from variorum.types import Span

CLS, SEP, PAD = 101, 102, 0  # ids in the base model's vocabulary


@dataclass(frozen=True)
class Window:
    """What one forward pass sees, and what it should find."""

    ids: list[int]
    kinds: list[int]
    first: list[int]  # of each word
    starts: list[int]  # words that begin a paragraph: no I- there
    words: list[Span]
    tags: list[int]
    # (first word, last word) of each gold span, and the index of the cue or source it belongs to (-1 for none)
    contents: list[tuple[int, int, int]]
    cues: list[tuple[int, int, int]]
    sources: list[tuple[int, int, int]]


def held_out(case: dict[str, Any]) -> bool:
    """Whether the case is kept from training, for the choice of settings: about one in twenty."""
    return int(hashlib.sha256(case["id"].encode()).hexdigest(), 16) % 20 == 0


def tokenizer(path: Path) -> Tokenizer:
    found = Tokenizer.from_file(str(path / "tokenizer.json"))
    found.no_truncation()
    found.no_padding()
    return found


def restyle(text: str, rng: random.Random) -> str:
    """The text with its quotation marks set another way, now and then; its length stays."""
    if rng.random() > 0.25:
        return text
    if "“" in text:
        return text.replace("“", '"').replace("”", '"').replace("’", "'").replace("‘", "'")
    out = list(text)
    for span in paragraphs(text):
        for q in outermost(text, span):
            a, b = q.span
            if text[a] == '"':
                out[a] = "“"
            if q.closed and text[b - 1] == '"':
                out[b - 1] = "”"
    return "".join(out)


def parts_of(tok: Tokenizer, text: str) -> list[Pieces]:
    spans = paragraphs(text)
    out = []
    for span in spans:
        marks = [q.span for q in outermost(text, span)]
        out += [with_case(text, p) for p in pieces(tok, text, span, marks)]
    return out


def gold_words(text: str, words: list[Span], span: Span) -> tuple[int, int] | None:
    """First and last of the words that the span holds more than half of; a span cut into a word is mended."""
    start, end = span
    while start > 0 and not text[start - 1].isspace() and (text[start - 1].isalnum() or text[start - 1] in "'`\"“‘"):
        start -= 1
    held = [i for i, (a, b) in enumerate(words) if 2 * (min(b, end) - max(a, start)) > b - a]
    return (held[0], held[-1]) if held else None


def windows_of(tok: Tokenizer, case: dict[str, Any], size: int, rng: random.Random | None = None) -> list[Window]:
    text = restyle(case["text"], rng) if rng else case["text"]
    parts = parts_of(tok, text)
    out = []
    for group in pack(parts, size):
        ids, kinds, first, starts, words = [CLS], [0], [], [], []
        for i in group:
            part = parts[i]
            starts.append(len(words))
            first += [len(ids) + f for f in part.first]
            ids += [*part.ids, SEP]
            kinds += [*part.kinds, 0]
            words += part.words
        out.append(
            label(text, case["attributions"], Window(ids, kinds, first, starts, words, [0] * len(words), [], [], []))
        )
    return out


def label(text: str, attributions: list[dict[str, Any]], window: Window) -> Window:
    """Write the gold tags and links into a window."""
    low, high = window.words[0][0], window.words[-1][1]
    for attribution in attributions:
        found: dict[str, list[tuple[int, int]]] = {}
        for role in ROLES:
            near = [s for s in attribution[role] if s[0] < high and s[1] > low]
            held = [gold_words(text, window.words, tuple(s)) for s in near]
            found[role] = sorted(h for h in held if h)
        source = cue = -1
        if found["source"]:
            source = len(window.sources)
            window.sources.append((*found["source"][0], -1))
        if found["cue"]:
            cue = len(window.cues)
            window.cues.append((*found["cue"][0], source))
        window.contents.extend((a, b, cue) for a, b in found["content"])
        for role, spans in found.items():
            begin = TAGS.index(f"B-{role}")
            for a, b in spans:
                window.tags[a] = begin
                window.tags[a + 1 : b + 1] = [begin + 1] * (b - a)
    for start in window.starts:  # a span that goes on over a paragraph's edge begins again there
        if window.tags[start] and TAGS[window.tags[start]][0] == "I":
            window.tags[start] -= 1
    return window
