"""Attributions read off the tagger: spans of the three roles, and which of them belong together.

The spans are the CRF's best path. A content goes to the cue that its link scores highest, in the same window, or to
none; a cue to its source likewise. Contents of one cue are one attribution.
"""

import math
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from variorum.models import crf, tagger
from variorum.models.tagger import LINK, ROLES, TAGS, Pieces, Reading, Window
from variorum.types import Span

NEVER = -1e4
CALIBRATION = (-0.572, 0.507, 0.277, -0.572)  # by training/quotes_score.py
CLOSING = "\"”»'’"  # marks that end a quotation
RELAY = 100  # code points between a content and a cue that it was not linked to
LEAST = 0.2  # probability of its edges that a content needs
_INSIDE = [i for i, tag in enumerate(TAGS) if tag[0] == "I"]


@dataclass(frozen=True)
class Attribution:
    """What is said, the words that say so, and who says it: spans, not yet resolved."""

    content: tuple[Span, ...]
    cue: tuple[Span, ...] = ()
    source: tuple[Span, ...] = ()
    score: float = 0.5
    edges: float = 0.5  # probability that the content's edges are right
    linked: float = 0.5  # that its cue and source are


@dataclass
class _Found:
    """A span of one role and where it hangs."""

    role: str
    span: Span
    p: float
    head: "_Found | None" = None
    p_head: float = 0.0
    children: list["_Found"] = field(default_factory=list)


def attributions(
    text: str, paragraphs: Sequence[Span], quoted: Sequence[Sequence[Span]], reading: Reading
) -> list[Attribution]:
    """The attributions of an article, in order of their content.

    Args:
        text: the whole article.
        paragraphs: its stretches that were read, in order.
        quoted: for each paragraph, its stretches between quotation marks, sorted and apart.
        reading: what the tagger gives for them.
    """
    known: dict[tuple[int, int, str], _Found] = {}
    for window in reading.windows:
        _read(window, reading.parts, known)
    _to_marks(text, known.values(), [stretch for marks in quoted for stretch in marks])
    _unhook_far(text, known.values(), paragraphs, quoted)
    _unhook_relays(known.values(), paragraphs)
    return sorted(_gather(known.values()), key=lambda a: a.content)


def _read(window: Window, parts: Sequence[Pieces], known: dict[tuple[int, int, str], _Found]) -> None:
    """Add what one window shows; its context was read with the window before."""
    head = tagger.head()
    emissions = window.emissions.copy()
    for i, at in zip(window.parts, window.words, strict=True):
        if not parts[i].goes_on:
            emissions[at, _INSIDE] = NEVER
    words = [span for i in window.parts for span in parts[i].words]
    own = window.words[window.context] if window.context else 0
    path = crf.best_path(emissions, head.transitions, head.begin)
    messages = crf.lattice(emissions, head.transitions, head.begin)
    here: dict[str, list[tuple[int, int, _Found]]] = {role: [] for role in ROLES}
    for role, a, b in spans(path):
        key = (words[a][0], words[b - 1][1], role)
        if a >= own:
            begin = TAGS.index(f"B-{role}")
            known[key] = _Found(role, key[:2], messages.span(a, b, begin, begin + 1))
        if key in known:
            here[role].append((a, b, known[key]))
    _link(window.links, head, 0, here["content"], here["cue"])
    _link(window.links, head, 1, here["cue"], here["source"])


def spans(path: Sequence[int]) -> Iterator[tuple[str, int, int]]:
    """Role, first word and the word after the last of each span of a tag sequence."""
    start, role = 0, ""
    for i, tag in enumerate([*path, 0]):
        name = TAGS[tag]
        if role and name != f"I-{role}":
            yield role, start, i
            role = ""
        if name[0] == "B":
            start, role = i, name[2:]


def _link(
    links: NDArray[np.float32],
    head: tagger.Head,
    which: int,
    children: list[tuple[int, int, _Found]],
    heads: list[tuple[int, int, _Found]],
) -> None:
    """Hang each child on the head that scores highest, unless having none scores higher."""
    if not children or not heads:
        return
    first = np.array([a for a, _, _ in children])
    last = np.array([b - 1 for _, b, _ in children])
    at = np.array([a for a, _, _ in heads])
    if which == 0:
        query, key = links[first, 0] + links[last, 1], links[at, 2]
    else:
        query, key = links[first, 3], links[at, 4]
    scores = (
        query @ key.T / math.sqrt(LINK) + head.near[which][tagger.bucket(at[None] - first[:, None], head.near.shape[1])]
    )
    scores = np.concatenate([scores, np.full((len(children), 1), head.none[which])], axis=1)
    odds = np.exp(scores - scores.max(axis=1, keepdims=True))
    odds /= odds.sum(axis=1, keepdims=True)
    for (_, _, child), row in zip(children, odds, strict=True):
        best = int(row.argmax())
        if best < len(heads) and row[best] > child.p_head:
            child.head, child.p_head = heads[best][2], float(row[best])


def _to_marks(text: str, found: Iterable[_Found], quoted: Sequence[Span]) -> None:
    """Let a content that stops short of a closing mark, or of the end of its paragraph in place of one, take it in."""
    starts = [start for start, _ in quoted]
    for content in found:
        at = bisect_left(starts, content.span[1]) - 1
        if content.role == "content" and at >= 0 and quoted[at][0] >= content.span[0] - 2:
            start, end = content.span
            if 0 < quoted[at][1] - end < 6 and not any(c.isalnum() for c in text[end : quoted[at][1]]):
                end = quoted[at][1]
            if 0 < start - quoted[at][0] <= 2 and end == quoted[at][1]:
                start = quoted[at][0]
            content.span = (start, end)


def _unhook_far(
    text: str, found: Iterable[_Found], paragraphs: Sequence[Span], quoted: Sequence[Sequence[Span]]
) -> None:
    """Take a quotation off a cue in another paragraph where it goes on from what is beside it.

    That is one in the midst of a paragraph, and one that is a paragraph of its own with the cue in a later one.
    """
    starts = [start for start, _ in paragraphs]
    opened = {start: stretch for marks in quoted for stretch in marks for start in (stretch[0], stretch[0] + 1)}
    for content in found:
        if content.role == "content" and content.head is not None and content.span[0] in opened:
            here, there = (bisect_right(starts, s[0]) - 1 for s in (content.span, content.head.span))
            inside = there < here and content.span[0] - starts[here] > 2
            whole = there > here and content.span[0] - starts[here] < 2 and content.span[1] > paragraphs[here][1] - 2
            whole = whole and text[paragraphs[here][1] - 1] in CLOSING
            if inside or whole:
                content.head, content.p_head = None, 0.0


def _unhook_relays(found: Iterable[_Found], paragraphs: Sequence[Span]) -> None:
    """Give a content the cue next after it, where that has none and the one it hangs on comes later.

    "…," the minister said, according to the agency: the agency relays what the minister said.
    """
    found = sorted(found, key=lambda f: f.span)
    cues = [f for f in found if f.role == "cue"]
    starts, edges = [c.span[0] for c in cues], [start for start, _ in paragraphs]
    taken = {id(f.head) for f in found if f.head is not None}
    for content in found:
        if content.role != "content" or content.head is None:
            continue
        at = bisect_left(starts, content.span[1])
        if at < len(cues) and cues[at].span[0] < content.head.span[0] and id(cues[at]) not in taken:
            same = bisect_right(edges, cues[at].span[0]) == bisect_right(edges, content.span[0])
            if same and cues[at].head is not None and cues[at].span[0] - content.span[1] < RELAY:
                content.head = cues[at]


def _gather(found: Iterable[_Found]) -> Iterator[Attribution]:
    """Contents by their cue; one without a cue alone."""
    by_cue: dict[int, list[_Found]] = {}
    for content in (f for f in found if f.role == "content" and f.p >= LEAST):
        by_cue.setdefault(id(content.head) if content.head else id(content), []).append(content)
    for contents in by_cue.values():
        cue = contents[0].head
        source = cue.head if cue else None
        edges = min(c.p for c in contents)
        linked = min(c.p_head for c in contents) * (cue.p_head if cue and source else 1.0) if cue else 0.0
        yield Attribution(
            content=tuple(sorted(c.span for c in contents)),
            cue=(cue.span,) if cue else (),
            source=(source.span,) if source else (),
            score=confidence(edges, linked),
            edges=edges,
            linked=linked,
        )


def evidence(edges: float, linked: float) -> tuple[float, float, float, float]:
    """What the score is made of: one, the log-odds of edges and links (bounded), and whether there is a cue."""
    odds = [math.log(max(p, 1e-3) / max(1 - p, 1e-3)) for p in (edges, linked)]
    return 1.0, odds[0], odds[1], float(linked > 0)


def confidence(edges: float, linked: float) -> float:
    """The probability that content and source are right, as `training/quotes_score.py` fitted it."""
    total = sum(w * x for w, x in zip(CALIBRATION, evidence(edges, linked), strict=True))
    return 1 / (1 + math.exp(-total))
