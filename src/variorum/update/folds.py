"""What several stories tell together, kept current: relations, and figures that differ between stories."""

import msgspec
import numpy as np

from variorum.compare.amounts import amounts
from variorum.compare.disagreements import Timed, across
from variorum.compare.relations import denials_of, relation_of
from variorum.compare.statements import Who, units
from variorum.models.embedder import DIMENSIONS
from variorum.store.base import Store
from variorum.update.accounts import Accounts, Figures, Steps, disagreement_place, figure_key

STORIES = 24  # that may tell of one measure and period, past which the figures are of too many things to be compared


class Folds:
    """The findings of several stories."""

    def __init__(self, store: Store, accounts: Accounts) -> None:
        self.store = store
        self.notes = store.notes
        self.accounts = accounts

    def next(self) -> bool:
        """Fold anew one thing that several stories may tell of; whether there was one."""
        found = self.notes.some("unfolded", 1)
        for name, _ in found:
            kind, _, key = name.partition(" ")
            if kind == "relation":
                self._relation(name, key.encode())
            else:
                self._figures(name, key.encode())
            self.notes.put("unfolded", {name: None})
        return bool(found)

    def _relation(self, owner: str, key: bytes) -> None:
        told = [msgspec.msgpack.decode(packed, type=Steps) for _, packed in self.notes.posted("relation", key)]
        if not told:
            self.store.replace(owner, [])
            return
        first = told[0]
        steps = [step for one in told for step in one.steps]
        denials = denials_of(denial for one in told for denial in one.denials)
        found = relation_of((first.kind, first.parties), steps, first.names, first.held, denials)
        self.store.replace(owner, [(f"{10**6 - len(found.stages):07} {found.kind} {found.name} {found.id}", found)])

    def _figures(self, owner: str, key: bytes) -> None:
        stories = self.notes.holders("figures", key, most=STORIES + 1)
        if not 1 < len(stories) <= STORIES:
            self.store.replace(owner, [])
            return
        parts = [
            self._timed(story, msgspec.msgpack.decode(packed, type=Figures))
            for story, packed in self.notes.posted("figures", key)
        ]
        self.store.replace(owner, [(disagreement_place(d), d) for d in across(parts)])

    def _timed(self, story: str, figures: Figures) -> Timed:
        """A story's figures as they were when it was compared."""
        vectors = {tuple(row[:4]): np.frombuffer(row[4], np.float32) for row in figures.rows}
        found, space = [], []
        orders: dict[str, set[int]] = {}
        for article, order, *_ in figures.rows:
            orders.setdefault(article, set()).add(order)
        ids = list(orders)
        who = Who.of(self.accounts.actors(ids))
        for held in self.store.articles(ids):
            for amount in amounts(units(held, who, only=orders[held.id]), story):
                at = held.id, amount.unit.order, amount.figure.start, amount.figure.end
                if at in vectors and figure_key(amount) == (figures.noun, figures.period):
                    found.append(amount)
                    space.append(vectors[at])
        return found, np.array(space, dtype=np.float32).reshape(-1, DIMENSIONS)
