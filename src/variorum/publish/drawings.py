"""Drawings: who copied whom as a stemma, as editors draw the descent of manuscripts; and what happened along a line.

They are laid out here and written by svg.py. Colours and fonts come from the page's style sheet by class, so that a
drawing follows it into the dark and into print; nothing is styled inline.
"""

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date as Date
from itertools import pairwise
from math import log2
from typing import Literal

import svg
from markupsafe import Markup, escape

from variorum.publish import written
from variorum.publish.anchors import clean
from variorum.types import Derivation, Status, TimelineEntry

COLUMN, ROW, RADIUS = 52.0, 74.0, 13.0  # of a stemma, in pixels
MOST_ALONE = 24  # reports that nobody copied are drawn up to so many
WIDTH, LANE, STEP = 1080.0, 30.0, 13.0  # of a timeline, in pixels
MARGIN, LABEL = 34.0, 86.0  # at its ends; least room for the label of a date
GREEK = "αβγδεζηθ"
LANES: tuple[tuple[str, frozenset[Status]], ...] = (
    ("done", frozenset({"happened", "ongoing"})),
    ("to come", frozenset({"planned", "proposed", "threatened"})),
    ("denied or open", frozenset({"denied", "hypothetical"})),
)


@dataclass(frozen=True)
class Node:
    """A report in a stemma, or a lost ancestor (`report` is None), at its place."""

    sign: str
    report: str | None
    x: float
    y: float


def stemma(
    reports: Sequence[str],
    derivations: Iterable[Derivation],
    sign: Callable[[str], str],
    name: Callable[[str], str],
    href: Callable[[str], str],
) -> Markup:
    """Who copied whom: what was copied stands above its copies; a Greek letter is an ancestor that is not held.

    A line is solid for a verbatim copy, dashed for a reworded one, dotted for an ancestor's text.

    Args:
        reports: ids of the reports, in order.
        derivations: the copying among them; the fullest of each copy is drawn.
        sign, name, href: a report's letter, its name, and where to read it.
    """
    parents = _parents(reports, derivations)
    nodes = {n.report or n.sign: n for n in _placed(reports, parents, sign)}
    edges: list[svg.Element] = []
    for copy, d in parents.items():
        above, below = nodes[d.from_ or GREEK[0]], nodes[copy]
        middle = (above.y + below.y) / 2
        path: list[svg.PathData] = [
            svg.M(above.x, above.y + RADIUS),
            svg.C(above.x, middle, below.x, middle, below.x, below.y - RADIUS),
        ]
        told = _told(f"{name(copy)}: {d.share:.0%} {d.kind}. {d.why}")
        edges.append(svg.G(class_=[f"edge {d.kind}"], elements=[told, svg.Path(d=path)]))
        edges.append(_text(f"{d.share:.0%}", below.x + 5, below.y - RADIUS - 6, "share", anchor="start"))
    drawn = [_node(n, name, href) for n in nodes.values()]
    width = max((n.x for n in nodes.values()), default=0.0) + COLUMN / 2 + 14
    height = max((n.y for n in nodes.values()), default=0.0) + RADIUS + 4
    return _drawing([*edges, *drawn], width, height, "stemma", "Who copied whom, as a tree")


def hidden(reports: Sequence[str], derivations: Iterable[Derivation]) -> int:
    """How many reports that nobody copied a stemma leaves out."""
    return max(0, len(_alone(reports, _parents(reports, derivations))) - MOST_ALONE)


def _parents(reports: Sequence[str], derivations: Iterable[Derivation]) -> dict[str, Derivation]:
    """The fullest derivation of each copy, without any that would close a circle."""
    out: dict[str, Derivation] = {}
    for d in sorted(derivations, key=lambda d: (-d.share, -d.score, d.article)):
        if d.article in out or d.article not in reports or not (d.from_ is None or d.from_ in reports):
            continue
        at = d.from_
        while at is not None and at != d.article:
            at = out[at].from_ if at in out else None
        if at is None:
            out[d.article] = d
    return out


def _alone(reports: Sequence[str], parents: Mapping[str, Derivation]) -> list[str]:
    used = {d.from_ for d in parents.values()} | parents.keys()
    return [r for r in reports if r not in used]


def _placed(reports: Sequence[str], parents: Mapping[str, Derivation], sign: Callable[[str], str]) -> list[Node]:
    """Each tree from left to right: leaves take columns of their own, what was copied stands above their middle."""
    below: dict[str | None, list[str]] = {}
    for copy in (r for r in reports if r in parents):
        below.setdefault(parents[copy].from_, []).append(copy)
    alone = _alone(reports, parents)[:MOST_ALONE]
    roots: list[str | None] = [r for r in reports if r in alone or (r in below and r not in parents)]
    if None in below:
        roots.append(None)
    out: list[Node] = []
    columns = 0.0
    depth: dict[str | None, int] = dict.fromkeys(roots, 0)
    place: dict[str | None, float] = {}
    pending: list[tuple[str | None, bool]] = [(root, False) for root in reversed(roots)]
    while pending:  # not by recursion: a chain of copies may be long
        report, ready = pending.pop()
        copies = below.get(report, [])
        if not copies:
            place[report] = columns
            columns += 1
        elif not ready:
            pending.append((report, True))
            pending += [(copy, False) for copy in reversed(copies)]
            depth |= dict.fromkeys(copies, depth[report] + 1)
            continue
        else:
            place[report] = (place[copies[0]] + place[copies[-1]]) / 2
        letter = GREEK[0] if report is None else sign(report)
        out.append(Node(letter, report, 14 + RADIUS + place[report] * COLUMN, 4 + RADIUS + depth[report] * ROW))
    return out


def _node(node: Node, name: Callable[[str], str], href: Callable[[str], str]) -> svg.Element:
    lost = node.report is None
    parts: list[svg.Element] = [
        _told("a text that is not held here" if lost else name(node.report or "")),
        svg.Circle(cx=node.x, cy=node.y, r=RADIUS),
        _text(node.sign, node.x, node.y + 4.5, "letter"),
    ]
    if lost:
        return svg.G(class_=["node lost"], elements=parts)
    return _link(href(node.report or ""), [svg.G(class_=["node"], elements=parts)])


def timeline(entries: Sequence[TimelineEntry], href: Callable[[int], str], reported: Sequence[str] = ()) -> Markup:
    """What happened along a line, one row for each standing. Long gaps are drawn shorter than they were.

    Args:
        entries: in order of time.
        href: where the entry of a number stands in full.
        reported: days on which reports came out; they are ticked below the line.
    """
    days = {i: day for i, entry in enumerate(entries) if (day := _day(entry.from_)) is not None}
    out = [day for value in reported if (day := _day(value)) is not None]
    if not days:
        return Markup("")
    scale = _scale([*days.values(), *out])
    lanes = [(told, standing) for told, standing in LANES if any(entries[i].status in standing for i in days)]
    parts: list[svg.Element] = []
    y = 6.0
    for told, standing in lanes:
        inner = [i for i in days if entries[i].status in standing]
        heights = _stacked([scale[days[i]] for i in inner])
        tallest = max(heights, default=0)
        base = y + LANE / 2 + tallest * STEP
        parts.append(_text(told, 0, base + 4, "lane", anchor="start"))
        parts.append(svg.Line(x1=MARGIN * 2.6, x2=WIDTH, y1=base + 9, y2=base + 9, class_=["rule"]))
        for i, height in zip(inner, heights, strict=True):
            parts.append(_entry(entries[i], scale[days[i]], base - height * STEP, href(i)))
        y = base + LANE / 2 + 2
    parts += [svg.Line(x1=scale[day], x2=scale[day], y1=y - 3, y2=y + 5, class_=["report"]) for day in sorted(set(out))]
    parts += _dates(entries, scale, y + 17)
    return _drawing(parts, WIDTH, y + 24, "line", "What happened when")


def _scale(days: Iterable[int]) -> dict[int, float]:
    """Where each day stands: gaps grow with the logarithm of their length."""
    ordered = sorted(set(days))
    gaps = [1 + 2 * log2(1 + later - earlier) for earlier, later in pairwise(ordered)]
    start = MARGIN * 3.4
    room = WIDTH - MARGIN - start
    unit = min(room / sum(gaps), 60.0) if gaps else 0.0
    places, at = [], start if gaps else (start + room) / 2
    for gap in [0.0, *gaps]:
        at += gap * unit
        places.append(at)
    return dict(zip(ordered, places, strict=True))


def _stacked(places: Sequence[float]) -> list[int]:
    """How high each mark stands so that none covers another."""
    rows: list[float] = []  # where the last mark of each row is
    out = []
    for x in places:
        row = next((k for k, last in enumerate(rows) if x - last >= STEP), len(rows))
        rows[row : row + 1] = [x]
        out.append(row)
    return out


def _entry(entry: TimelineEntry, x: float, y: float, href: str) -> svg.Element:
    told = _told(f"{written.date(entry.from_, entry.to)}, {entry.status}: {entry.text}")
    mark = _text(written.STATUS_SIGN[entry.status], x, y + 4, f"mark {entry.status}")
    parts: list[svg.Element] = [told, mark]
    if entry.disputed:
        parts.append(svg.Circle(cx=x, cy=y, r=7.5, class_=["disputed"]))
    return _link(href, parts)


def _dates(entries: Iterable[TimelineEntry], scale: Mapping[int, float], y: float) -> list[svg.Element]:
    """The dates under the line, as many as there is room for: the first, the last, then from left to right."""
    told: dict[float, str] = {}
    for entry in entries:
        if (day := _day(entry.from_)) is not None:
            told.setdefault(scale[day], written.date(entry.from_, entry.to))
    places = sorted(told)
    taken: list[float] = []
    for x in dict.fromkeys([places[0], places[-1], *places]):
        if all(abs(x - other) >= LABEL for other in taken):
            taken.append(x)
    return [_text(_short(told[x]), min(x, WIDTH - LABEL / 2), y, "date") for x in taken]


def _short(date: str) -> str:
    """A date with its months cut to three letters."""
    return re.sub(r"\b([A-Z][a-z]{2})[a-z]+", r"\1", date)


def _day(value: str | None) -> int | None:
    """The day number of an ISO date; of its first day where only a year or a month is told."""
    year, month, day = [*(value or "")[:10].split("-"), "1", "1"][:3]
    try:
        return Date(int(year), int(month), int(day)).toordinal()
    except ValueError:
        return None


# svg.py writes texts and addresses as they are: whatever comes from a report must pass through one of these three.


def _text(text: str, x: float, y: float, kind: str, *, anchor: Literal["start", "middle"] = "middle") -> svg.Element:
    safe = str(escape(clean(text)))
    return svg.Text(text=safe, x=round(x, 1), y=round(y, 1), class_=kind.split(), text_anchor=anchor)


def _told(text: str) -> svg.Element:
    """What is said where the pointer rests, and by a screen reader."""
    return svg.Title(text=str(escape(clean(text))))


def _link(href: str, elements: list[svg.Element]) -> svg.Element:
    return svg.A(href=str(escape(clean(href))), elements=elements)


def _drawing(parts: Sequence[svg.Element], width: float, height: float, kind: str, label: str) -> Markup:
    drawing = svg.SVG(
        viewBox=svg.ViewBoxSpec(0, 0, round(width), round(height)),
        width=round(width),
        height=round(height),
        class_=["drawing", kind],
        elements=list(parts),
        extra={"role": "group", "aria-label": label},
    )
    return Markup(drawing.as_str())
