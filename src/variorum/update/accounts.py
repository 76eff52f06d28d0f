"""What the reports of stories say side by side, kept current: each story that changed is compared anew."""

from collections.abc import Iterable, Sequence
from typing import Any

import msgspec
import numpy as np

from variorum.annotate.dating import redated
from variorum.compare.amounts import Amount
from variorum.compare.disagreements import Timed
from variorum.compare.finding import sure
from variorum.compare.relations import steps_of
from variorum.compare.statements import Who
from variorum.compare.step import Step
from variorum.compare.story import Comparison, compare_story
from variorum.compare.turned import Rewordings
from variorum.engine.base import Engine
from variorum.link.dating import find_dates
from variorum.link.derivation import find_derivations
from variorum.link.origins import origins
from variorum.store.base import Store
from variorum.types import Actor, AnnotatedArticle, Derivation, Disagreement, Record, Reuse, Story
from variorum.update.affairs import COMPARE, Affairs
from variorum.update.people import People

Rows = list[tuple[str, Record]]


class Steps(msgspec.Struct, array_like=True):
    """What one story tells of a relation."""

    kind: str
    parties: tuple[str, ...]
    names: list[str]
    held: tuple[str, ...]
    steps: list[Step]
    denials: list[Disagreement]


class Figures(msgspec.Struct, array_like=True):
    """The figures of one measure and period in one story: where they stand, and the meaning of their clauses."""

    noun: str
    period: str
    rows: list[tuple[str, int, int, int, bytes]]  # article, unit, start and end of the figure, vector


class Accounts:
    """The findings of a library's stories."""

    def __init__(self, store: Store, engine: Engine, people: People, affairs: Affairs) -> None:
        self.store = store
        self.notes = store.notes
        self.engine = engine
        self.people = people
        self.affairs = affairs

    def next(self) -> bool:
        """Do what is left to do for one story; whether there was one."""
        found = self.notes.some("dirty", 1)
        for id, what in found:
            story = self.affairs.stories([id]).get(id)
            if story is None:
                self._forget(id)
            else:
                whole = self._told(story)
                if what == COMPARE:
                    self._compare(whole)
            self.notes.put("dirty", {id: None})
        return bool(found)

    def actors(self, articles: Iterable[str]) -> list[Actor]:
        """The actors of articles, with those of their chains that are in these articles."""
        locals_: dict[str, list[tuple[str, str]]] = {}
        found = {}
        ids = list(articles)
        chains = self.people.whose(ids)
        for article in ids:
            for local, whose in sorted(chains.get(article, {}).items()):
                found[whose.actor] = whose
                if not local.startswith("~"):
                    locals_.setdefault(whose.actor, []).append((article, local))
        return [
            Actor(id=id, name=w.name, kind=w.kind, country=w.country, code=w.code, locals=tuple(locals_.get(id, ())))
            for id, w in sorted(found.items())
        ]

    def _told(self, story: Story) -> Story:
        """Keep the record of the story itself."""
        actors = {whose.actor for chains in self.people.whose(story.articles).values() for whose in chains.values()}
        whole = msgspec.structs.replace(story, actors=tuple(sorted(actors)), follows=self.affairs.follows(story.id))
        self.store.replace(f"story {story.id}", [(story.articles[0], whole)])
        return whole

    def _forget(self, id: str) -> None:
        self.store.replace(f"story {id}", [])
        self.store.replace(f"account {id}", [])
        self._post(id, "relation", {})
        self._post(id, "figures", {})

    def _compare(self, story: Story) -> None:
        reuse = self._reuse(story)
        articles = self._dated(story, reuse)
        actors = self.actors(story.articles)
        derivations = find_derivations(articles, [story], reuse)
        who = Who.of(actors)
        found, figures = compare_story(
            story, articles, who, origins(articles, derivations), Rewordings(reuse, derivations)
        )
        self.store.replace(f"account {story.id}", _rows(story, found, derivations))
        self._post(story.id, "relation", _steps(story, articles, actors, found))
        self._post(story.id, "figures", _figures(figures))

    def _reuse(self, story: Story) -> list[Reuse]:
        """What the reports of the story share."""
        inside = set(story.articles)
        found = [r for id in story.articles for r in self.store.records("reuse", about=id)]
        own = {r for r in found if isinstance(r, Reuse) and {r.a.article, r.b.article} <= inside}
        return sorted(own, key=lambda r: (r.kind == "paraphrase", r.a.article, r.b.article, r.a.start, r.b.start))

    def _dated(self, story: Story, reuse: Sequence[Reuse]) -> list[AnnotatedArticle]:
        """The reports of the story, those without a date of their own dated by the others."""
        plain = list(self.store.articles(story.articles, dated=False))
        dates = find_dates(plain, [story], reuse)
        held = {a.id: a for a in self.store.articles(dates)}
        again = [
            redated(a, dates[a.id])
            for a in plain
            if a.id in dates and not a.skipped and (held[a.id].published or "")[:10] != dates[a.id]
        ]
        fresh: dict[str, AnnotatedArticle | None] = {a.id: a for a in self.engine.annotate(again)} if again else {}
        self.store.date({a.id: None for a in plain if a.id not in dates} | fresh)
        return list(self.store.articles(story.articles))

    def _post(self, story: str, kind: str, rows: dict[str, bytes]) -> None:
        """Note what a story tells that other stories may tell too, and that it is to be folded anew."""
        before = self.notes.get(f"{kind} keys", [story])
        old = set(msgspec.msgpack.decode(before[story], type=list[str])) if story in before else set()
        self.notes.unpost(kind, ((key.encode(), story) for key in old - rows.keys()))
        self.notes.post(kind, ((key.encode(), story, value) for key, value in rows.items()))
        self.notes.put(f"{kind} keys", {story: msgspec.msgpack.encode(sorted(rows)) if rows else None})
        self.notes.put("unfolded", dict.fromkeys((f"{kind} {key}" for key in old | rows.keys()), b""))


def _rows(story: Story, found: Comparison, derivations: Sequence[Derivation]) -> Rows:
    """The findings in a story, each with its place among all of its kind."""
    lists: Sequence[Sequence[Any]] = (found.utterances, found.claims, found.timeline, found.events)
    rows: Rows = [(f"{story.articles[0]} {n:06}", record) for some in lists for n, record in enumerate(some)]
    rows += [(disagreement_place(d), d) for d in found.disagreements]
    return [*rows, *((d.article, d) for d in derivations)]


def disagreement_place(d: Disagreement) -> str:
    """The surest first."""
    return f"{1 - d.score:.6f} {d.id}"


def _steps(
    story: Story, articles: Sequence[AnnotatedArticle], actors: Sequence[Actor], found: Comparison
) -> dict[str, bytes]:
    """What the story tells of relations."""
    groups, parties = steps_of(articles, actors, [story])
    denials = [d for d in sure(found.disagreements) if d.kind == "denial"]
    out = {}
    for (kind, key), steps in groups.items():
        held = parties.held(key)
        if held:
            told = Steps(kind, key, [parties.name(p) for p in key], held, steps, denials)
            out["|".join((kind, *key))] = msgspec.msgpack.encode(told)
    return out


def _figures(found: Timed) -> dict[str, bytes]:
    """What of the story's figures may be held against those of other stories."""
    out: dict[str, Figures] = {}
    for amount, vector in zip(*found, strict=True):
        noun, period = figure_key(amount)
        row = (
            amount.unit.article.id,
            amount.unit.order,
            amount.figure.start,
            amount.figure.end,
            vector.astype(np.float32).tobytes(),
        )
        out.setdefault(f"{noun}|{period}", Figures(noun, period, [])).rows.append(row)
    return {key: msgspec.msgpack.encode(figures) for key, figures in out.items()}


def figure_key(amount: Amount) -> tuple[str, str]:
    """What figures must share to be held against each other: what is counted, and when."""
    return amount.noun, amount.figure.period or ""
