"""Holds what the program found in the sample affair to `examples/key.json`: one small test per kind of entry.

Two spans meet when they share half of the shorter one. Nothing here knows the reports: the key alone does.
"""

import json
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from variorum.text import overlap
from variorum.types import (
    Actor,
    AnnotatedArticle,
    Claim,
    Derivation,
    Disagreement,
    Record,
    Reuse,
    Span,
    SpanRef,
    Story,
    TimelineEntry,
    Utterance,
)

EXAMPLES = Path(__file__).resolve().parent.parent / "examples"
REPORTS = EXAMPLES / "reports"

Entry = dict[str, Any]


def load_key() -> Entry:
    key: Entry = json.loads((EXAMPLES / "key.json").read_text(encoding="utf8"))
    return key


def load_texts() -> dict[str, str]:
    """The text of each report by its file's stem."""
    out = {}
    for path in sorted(REPORTS.iterdir()):
        raw = path.read_text(encoding="utf8")
        out[path.stem] = json.loads(raw)["text"] if path.suffix == ".json" else raw
    return out


@dataclass
class Found:
    """The records of a build, with the articles under the stems of their files."""

    articles: dict[str, AnnotatedArticle]
    records: tuple[Record, ...]
    stem: dict[str, str] = field(default_factory=dict)  # article id -> stem

    @classmethod
    def of(cls, records: Iterable[Record], texts: Mapping[str, str]) -> "Found":
        held = tuple(records)
        stems = {text: stem for stem, text in texts.items()}
        articles = {stems[a.text]: a for a in held if isinstance(a, AnnotatedArticle)}
        return cls(articles, held, {a.id: stem for stem, a in articles.items()})

    def all(self, kind: type[Any]) -> list[Any]:
        return [r for r in self.records if isinstance(r, kind)]

    def where(self, entry: Entry, name: str = "text") -> Span:
        start = self.articles[entry["in"]].text.index(entry[name])
        return start, start + len(entry[name])

    def meets(self, ref: SpanRef, entry: Entry) -> bool:
        start, end = self.where(entry)
        shorter = min(end - start, ref.end - ref.start)
        return self.stem[ref.article] == entry["in"] and 2 * overlap((ref.start, ref.end), (start, end)) >= shorter > 0


def score(key: Entry, found: Found) -> dict[str, tuple[int, int, list[Any]]]:
    """For each area of the key: how many entries were found, how many there are, and those that were not."""
    names = {alias.casefold(): a["name"] for a in key["actors"] for alias in [a["name"], *a["aliases"]]}
    dated = {i: a["published"] for i, a in key["articles"].items()}
    outlets = {i: a["outlet"] for i, a in key["articles"].items() if "outlet" in a}
    titles = {i: a["title"] for i, a in key["articles"].items()}
    areas: dict[str, tuple[Iterable[Any], Callable[[Any], bool]]] = {
        "titles": (titles.items(), lambda w: found.articles[w[0]].title == w[1]),
        "dates": (dated.items(), lambda w: _published(found, *w)),
        "outlets": (outlets.items(), lambda w: found.articles[w[0]].outlet == w[1]),
        "furniture": (key["not_article_text"], lambda w: _outside(found, w)),
        "stories": (key["stories"], lambda w: set(w) in _stories(found)),
        "derivation": (key["derivation"], lambda w: _derives(found, w["of"], w["from"])),
        "not derived": (key["not_derived"], lambda w: not _derives(found, *w) and not _derives(found, *reversed(w))),
        "reuse": (key["reuse"], lambda w: _reused(found, w)),
        "actors": ([a for a in key["actors"] if not a.get("optional")], lambda w: _actor(found, w)),
        "quotes": (key["quotes"], lambda w: _quoted(found, w, names)),
        "same utterance": (key["same_utterance"], lambda w: _one_utterance(found, w)),
        "figures": (key["figures"], lambda w: _figure(found, w)),
        "disagreements": (key["disagreements"], lambda w: _disagreement(found, w)),
        "false alarms": (key["not_disagreements"], lambda w: not _disagreement(found, w)),
        "only in one": (key["only_in_one"], lambda w: _alone(found, w)),
        "timeline": (key["timeline"], lambda w: _dated(found, w)),
        "events": (key["events"], lambda w: _event(found, w)),
    }
    out = {}
    for area, (wants, test) in areas.items():
        held = list(wants)
        missed = [w for w in held if not test(w)]
        out[area] = (len(held) - len(missed), len(held), missed)
    return out


def total(scores: Mapping[str, tuple[int, int, list[Any]]]) -> float:
    """The share of all entries that were found, 0 to 1."""
    return sum(hits for hits, _, _ in scores.values()) / sum(wants for _, wants, _ in scores.values())


def _published(found: Found, name: str, want: str | None) -> bool:
    """Whether the date is right; an undated report may have one that was inferred, and says so."""
    article = found.articles[name]
    if want is None:
        return article.published is None or article.published_from == "inferred"
    return (article.published or "")[:10] == want


def _outside(found: Found, want: Entry) -> bool:
    span = found.where(want)
    return not any(overlap(span, body) for body in found.articles[want["in"]].body)


def _stories(found: Found) -> list[set[str]]:
    stories = [{found.stem[a] for a in s.articles} for s in found.all(Story)]
    return stories + [{stem} for stem in found.articles if not any(stem in s for s in stories)]


def _derives(found: Found, article: str, source: str) -> bool:
    """Whether one is said to copy the other, or both to copy one ancestor that is not held."""
    edges = {(found.stem[d.article], found.stem.get(d.from_ or "")) for d in found.all(Derivation)}
    return (article, source) in edges or {(article, None), (source, None)} <= edges


def _reused(found: Found, want: Entry) -> bool:
    return any(
        (
            (found.meets(r.a, want["a"]) and found.meets(r.b, want["b"]))
            or (found.meets(r.b, want["a"]) and found.meets(r.a, want["b"]))
        )
        and want["kind"] in ("paraphrase", r.kind)
        for r in found.all(Reuse)
    )


def _actor(found: Found, want: Entry) -> bool:
    """Whether one actor goes by every one of the names."""
    for actor in found.all(Actor):
        held = [name.casefold() for name in (actor.name, *(a.name for a in actor.aliases))]
        if all(any(name in h for h in held) for name in map(str.casefold, want["aliases"])):
            return True
    return False


def _quoted(found: Found, want: Entry, names: Mapping[str, str]) -> bool:
    article = found.articles[want["in"]]
    span = found.where(want, "content")
    for quote in article.quotes:
        if not any(_fills(span, part) for part in (quote.content, *((content,) for content in quote.content))):
            continue
        speaker = (quote.speaker or "").casefold()
        printed = " ".join(article.text[start:end] for start, end in quote.source)
        if names.get(speaker, speaker) == want["speaker"] or want["speaker"] in printed:
            return True
    return False


def _fills(span: Span, contents: Iterable[Span]) -> bool:
    """Whether spans cover most of what is wanted, and little else. A saying broken by its cue has several."""
    held = tuple(contents)
    shared = sum(overlap(span, content) for content in held)
    return shared >= 0.8 * (span[1] - span[0]) and shared >= 0.6 * sum(end - start for start, end in held)


def _one_utterance(found: Found, want: Entry) -> bool:
    return any(
        all(any(found.meets(quote, entry) for quote in u.quotes) for entry in want["quotes"])
        for u in found.all(Utterance)
    )


def _figure(found: Found, want: Entry) -> bool:
    start, end = found.where(want, "evidence")
    for figure in found.articles[want["in"]].figures:
        if start <= figure.start < end and figure.value == want["value"]:
            qualifier = (figure.qualifier or "").casefold()
            fits = qualifier == (want["qualifier"] or "") if "qualifier" in want else True
            return fits and want.get("period") in (None, figure.period)
    return False


def _disagreement(found: Found, want: Entry) -> bool:
    """Whether each side of the entry is met on a side of its own."""
    for disagreement in found.all(Disagreement):
        sides = [
            {i for i, side in enumerate(disagreement.sides) for s in side.statements if found.meets(s, entry)}
            for entry in want["sides"]
        ]
        if disagreement.kind == want["kind"] and all(sides) and len(set().union(*sides)) > 1:
            return True
    return False


def _alone(found: Found, want: Entry) -> bool:
    return any(c.articles == 1 and any(found.meets(s, want) for s in c.statements) for c in found.all(Claim))


def _dated(found: Found, want: Entry) -> bool:
    return any(
        t.from_.startswith(want["date"]) and any(found.meets(s, want) for s in t.statements)
        for t in found.all(TimelineEntry)
    )


def _event(found: Found, want: Entry) -> bool:
    span = found.where(want)
    return any(
        overlap((event.start, event.end), span)
        and event.code in want["code"].split(" or ")
        and want.get("status") in (None, event.status)
        for event in found.articles[want["in"]].events
    )
