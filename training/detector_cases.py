"""The sentences whose events we marked, as the detector reads them.

`training/data/events.marked.jsonl.gz` has a line for each: the collection, the text's id in it (for PLV, the number of
the case), the sentence's offsets, and its events: trigger, root, status, source, target, as offsets into the text. The
texts are not there: those of affairs and mini-stories are ours (`training/affairs.py`), and so are those of
`training/data/event_stories.jsonl`, written for this: a hundred invented affairs, each told by three outlets. The
others are looked up among development cases.
"""

import gzip
import json
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from training.affairs import FOLDER, MINI
from training.shared import load_cases
from variorum.annotate.dating import dated
from variorum.annotate.detection import Detection, Sentence
from variorum.annotate.drafts import drafts
from variorum.annotate.mentions import find_mentions
from variorum.annotate.pipeline import breaks, parsed_from
from variorum.models import parser
from variorum.models.detector import ROLES
from variorum.read.furniture import lay_out
from variorum.types import Article, Span

MARKED = Path(__file__).resolve().parent / "data" / "events.marked.jsonl.gz"
OWN = {"mini": MINI, "told": Path(__file__).resolve().parent / "data" / "event_stories.jsonl"}
FOLDS = 5
CONVENTIONS = frozenset(  # the lexicon's root, and what markers and PLV call it: released and lifted, signed, sanctions
    {("RETREAT", "CONCEDE"), ("CONCEDE", "RETREAT"), ("AGREE", "SUPPORT"), ("AGREE", "RETREAT"), ("SANCTION", "COERCE")}
)


@dataclass(frozen=True)
class Gold:
    """A marked event: words of its sentence."""

    trigger: tuple[int, ...]  # its main word first
    root: str
    status: str
    sides: dict[str, list[list[int]]]


@dataclass(frozen=True)
class Case:
    """A sentence and all its events."""

    collection: str
    text: str  # the text's id
    sentence: Sentence
    own: tuple[bool, ...]  # whether each word lies in the marked stretch
    events: tuple[Gold, ...]


def cases() -> Iterator[Case]:
    """All of them, text by text."""
    marked: dict[tuple[str, str], list[dict[str, Any]]] = defaultdict(list)
    with gzip.open(MARKED, "rt", encoding="utf8") as lines:
        for one in map(json.loads, lines):
            marked[one["in"], one["text"]].append(one)
    for (collection, name), rows in marked.items():
        found = _sentences(_texts(collection)[name])
        for row in rows:
            start, end = row["span"]
            held = next((s for s in found if any(start <= t.idx < end for t in s.words)), None)
            if held is not None:
                own = tuple(start <= t.idx < end for t in held.words)
                golds = (_gold(held, event) for event in row["events"])
                yield Case(collection, name, held, own, tuple(g for g in golds if g is not None))


def _sentences(article: Article) -> tuple[Sentence, ...]:
    layout = lay_out(article)
    doc = next(iter(parser.parse([(layout.article.text, breaks(layout))])))
    parsed = dated(parsed_from(layout, doc))
    mentions, actors = find_mentions(parsed)
    return Detection(parsed, mentions, actors, drafts(parsed, mentions=mentions, actors=actors)).sentences


def _gold(sentence: Sentence, event: dict[str, Any]) -> Gold | None:
    trigger = [w for span in event["trigger"] for w in _words(sentence, span)]
    sides = {role: [w for w in (_words(sentence, span) for span in event[role]) if w] for role in ROLES}
    return Gold(tuple(trigger), _root(sentence, trigger, event["root"]), event["status"], sides) if trigger else None


def _root(sentence: Sentence, trigger: list[int], marked: str) -> str:
    """The marked root, or that of the lexicon where the two only part by convention."""
    words = {sentence.words[k].i for k in trigger}
    known = [r.draft.predicate.root for r in sentence.ruled if r.draft.predicate.head.i in words]
    return next((root for root in known if (root, marked) in CONVENTIONS), marked)


def _words(sentence: Sentence, span: Span) -> list[int]:
    return [k for k, t in enumerate(sentence.words) if t.idx < span[1] and t.idx + len(t.text) > span[0]]


@cache
def _texts(collection: str) -> dict[str, Article]:
    if collection == "affairs":
        told = {p.stem: json.loads(p.read_text(encoding="utf8")) for p in sorted(FOLDER.glob("*.json"))}
        return {f"{n}/{r['id']}": Article(id=r["id"], text=r["text"]) for n, x in told.items() for r in x["reports"]}
    if collection in OWN:
        stories = map(json.loads, OWN[collection].read_text(encoding="utf8").splitlines())
        return {f"{x['name']}/{r['id']}": Article(id=r["id"], text=r["text"]) for x in stories for r in x["reports"]}
    rows = load_cases(collection)
    return {
        str(row.get("id", n)): Article(id=str(n), text=row["text"], title=row.get("title"))
        for n, row in enumerate(rows)
    }
