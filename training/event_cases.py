"""Sentences and reports whose events people have coded or judged, parsed and ready to learn from."""

import hashlib
import json
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import islice
from typing import Any, NamedTuple

from training.shared import ROOT, load_cases
from variorum.annotate.credence import Draft
from variorum.annotate.dating import dated
from variorum.annotate.mentions import find_mentions
from variorum.annotate.parsed import Parsed
from variorum.annotate.pipeline import BATCH, breaks, parsed_from
from variorum.annotate.reportable import Sided
from variorum.models import parser
from variorum.read.furniture import lay_out
from variorum.types import Article, EventActor, LocalActor, Mention

VERDICTS = ROOT / "tests/data/events_judged.jsonl"
WRITTEN = ROOT / "tests/data/events_written.txt"
YIELD = frozenset({"CONCEDE", "RETREAT"})  # the sentences' one label for both
RECORDS = {  # the records' older labels, each with the roots that took it over
    "DEMAND": {"REQUEST"},
    "DISAPPROVE": {"ACCUSE"},
    "FIGHT": {"ASSAULT"},
    "REDUCE": {"SANCTION", "COERCE"},
    "INVESTIGATE": {"ACCUSE"},
    "ENGAGE": {"CONSULT", "SUPPORT"},
    "RELATIONS": {"SUPPORT", "COOPERATE"},
    "PROVIDE": {"AID"},
}


@dataclass(frozen=True)
class Read:
    """An article that is parsed, with who is named in it."""

    parsed: Parsed
    mentions: tuple[Mention, ...]
    actors: tuple[LocalActor, ...]


@dataclass(frozen=True)
class Coded:
    """A sentence of which one event is coded: its possible roots, and the texts of its source and of its target."""

    read: Read
    roots: frozenset[str]
    source: tuple[str, ...]
    target: tuple[str, ...]


@dataclass(frozen=True)
class Judged:
    """A report of which some events that an earlier program found were judged right or wrong."""

    read: Read
    verdicts: tuple[dict[str, Any], ...]


class Key(NamedTuple):
    """An event that a reader would list: the words that tell of it, its roots and statuses, and whom it is between.

    A side is words of which one must be in the code or the name; "" where the text tells of none; it may be left open
    where only the text around tells it.
    """

    words: str
    roots: frozenset[str]
    statuses: frozenset[str]
    source: str
    target: str

    def holds(self, root: str, status: str, sides: Sided) -> bool:
        """Whether an event found at its words is the one meant."""
        return (
            root in self.roots and status in self.statuses and _is(self.source, sides[0]) and _is(self.target, sides[1])
        )


def _is(wanted: str, side: tuple[EventActor, ...]) -> bool:
    if wanted == "-" or not side:
        return not side and wanted[0] in "-?"
    names = wanted.lstrip("?").split()
    return any(n in (a.code or "") if n.isupper() else n.lower() in a.name.lower() for n in names for a in side)


@dataclass(frozen=True)
class Written:
    """A report that we wrote, with all its events."""

    read: Read
    keys: tuple[Key, ...]

    def verdict(self, draft: Draft, sides: Sided) -> bool:
        """Whether a draft with these sides is one of the report's events."""
        words = draft.predicate.trigger
        start, end = min(t.idx for t in words), max(t.idx + len(t) for t in words)
        text = self.read.parsed.text
        return any(
            key.holds(draft.predicate.root, draft.status, sides)
            for key in self.keys
            for m in re.finditer(re.escape(key.words), text)
            if m.start() < end and start < m.end()
        )


def written() -> list[Written]:
    """The reports that we wrote."""
    articles, keys = [], []
    for block in WRITTEN.read_text(encoding="utf8").split("\n\n")[1:]:
        date, *lines = block.strip().splitlines()
        text = "\n".join(line for line in lines if not line.startswith(">"))
        articles.append(Article(id=str(len(articles)), text=text, published=date.removeprefix("= ")))
        cells = ([c.strip() for c in line[1:].split("|")] for line in lines if line.startswith(">"))
        keys.append(tuple(Key(w, frozenset(r.split()), frozenset(st.split()), s, t) for w, r, st, s, t in cells))
    return [Written(read, keys[int(read.parsed.article.id)]) for read in reads(articles)]


def part_of(text: str) -> int:
    """Which fifth a sentence belongs to, from 0 to 4; the first is never learned from."""
    return int(hashlib.md5(text.encode(), usedforsecurity=False).hexdigest(), 16) % 5


def names(gold: Iterable[str], found: Iterable[EventActor]) -> bool:
    """Whether one of the actors found is one of those wanted: one name holds the other."""
    pairs = [(g.lower(), a.name.lower()) for g in gold for a in found if g]
    return any(g in name or name in g for g, name in pairs)


def coded() -> list[Coded]:
    """The marked sentences but for a fifth, and every other one of the gold standard records."""
    cases = [
        (c["text"], YIELD if c["root"] == "YIELD" else frozenset({c["root"]}), (c["source"],), (c["target"],))
        for c in load_cases("events.train")
        if part_of(c["text"]) != 0
    ]
    for record in load_cases("gsr.dev")[::2]:
        if isinstance(record["source"], list) and isinstance(record["target"], list):
            source, target = (tuple(str(a.get("actorText", "")) for a in record[k]) for k in ("source", "target"))
            roots = frozenset(RECORDS.get(record["event"], set()) | {record["event"]})
            cases.append((record["text"], roots, source, target))
    articles = [Article(id=str(i), text=text) for i, (text, *_) in enumerate(cases)]
    return [Coded(read, *cases[int(read.parsed.article.id)][1:]) for read in reads(articles)]


def judged() -> list[Judged]:
    """The reports with verdicts."""
    verdicts = [json.loads(line) for line in VERDICTS.read_text(encoding="utf8").splitlines()]
    by_article: dict[tuple[str, str], list[dict[str, Any]]] = {}
    for verdict in verdicts:
        by_article.setdefault((verdict["set"], verdict["article"]), []).append(verdict)
    out = []
    for name in sorted({key[0] for key in by_article}):
        cases = [c for c in load_cases(name) if (name, c["id"]) in by_article]
        articles = [
            Article(id=c["id"], text=c["text"], published=c.get("published"), title=c.get("title")) for c in cases
        ]
        out += [Judged(read, tuple(by_article[name, read.parsed.article.id])) for read in reads(articles)]
    return out


def reads(articles: Iterable[Article]) -> Iterator[Read]:
    """Parse articles and find who is named in them."""
    source = iter(articles)
    while group := list(islice(source, BATCH)):
        layouts = [lay_out(article) for article in group]
        docs = parser.parse((layout.article.text, breaks(layout)) for layout in layouts)
        for layout, doc in zip(layouts, docs, strict=True):
            parsed = dated(parsed_from(layout, doc))
            yield Read(parsed, *find_mentions(parsed))
