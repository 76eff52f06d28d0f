"""Bringing a library up to date: articles are linked batch by batch, stories compared, and what they tell folded.

Each batch, each story and each thing told by several is one transaction that marks what it has done: a build that is
broken off goes on where it was.
"""

from collections.abc import Callable, Sequence

import msgspec

from variorum._version import __version__
from variorum.engine.base import Engine
from variorum.read.articles import groups
from variorum.store.base import Store
from variorum.types import Judgement
from variorum.update.accounts import Accounts
from variorum.update.affairs import Affairs
from variorum.update.folds import Folds
from variorum.update.neighbours import Neighbours
from variorum.update.people import People

BATCH = 128  # articles linked in one transaction,
ROOM = 2_000_000  # and the code points of their texts
SCHEME = 2  # raised whenever what linking notes, or finds, becomes another

Progress = Callable[[str, int, int | None], None]


def bring_up_to_date(store: Store, engine: Engine, progress: Progress) -> None:
    """Find across articles what has not been found yet, and forget what no longer holds."""
    with store.transaction():
        judgements = _judgements(store)
        left = store.notes.some("dirty", 1) or store.notes.some("unfolded", 1)
        if not left and store.count_unlinked() <= BATCH:  # a reader sees articles with all that they change, or not
            _link(store, engine, judgements, progress)
            _tell(store, engine, judgements, progress)
            return
    _link(store, engine, judgements, progress)
    _tell(store, engine, judgements, progress)


def _judgements(store: Store) -> tuple[Judgement, ...]:
    """What people said belongs together or apart. Where that has changed, or the program has, all is linked anew."""
    judgements = tuple(j for j in store.judgements() if j.what != "finding")
    state = msgspec.json.encode((__version__, SCHEME, judgements))
    if store.notes.get("state", [""]).get("") != state:
        store.forget_links()
        store.notes.put("state", {"": state})
    return judgements


def _link(store: Store, engine: Engine, judgements: Sequence[Judgement], progress: Progress) -> None:
    total, done = store.count_unlinked(), 0
    while True:
        with store.transaction():
            batch = store.unlinked(BATCH)
            if not batch:
                return
            there = [id for id, held in batch if held]
            held = next(groups(store.articles(there, dated=False), BATCH, ROOM), [])
            later, gone = set(there[len(held) :]), {id for id, held in batch if not held}
            ids = [id for id, _ in batch if id not in later]
            store.date(dict.fromkeys(ids, None))
            stale = People(store, judgements).take_in(held, gone)
            neighbours = Neighbours(store)
            moved = neighbours.take_in(held, gone)
            Affairs(store, neighbours, judgements).take_in(moved, ids, stale)
            store.mark_linked(ids)
        done += len(ids)
        progress("linking", done, max(total, done))


def _tell(store: Store, engine: Engine, judgements: Sequence[Judgement], progress: Progress) -> None:
    """Compare the stories that have changed, and fold what several tell."""
    people = People(store, judgements)
    accounts = Accounts(store, engine, people, Affairs(store, Neighbours(store), judgements))
    folds = Folds(store, accounts)
    for stage, step in (("comparing", accounts.next), ("folding", folds.next)):
        done = 0
        while True:
            with store.transaction():
                if not step():
                    break
            done += 1
            progress(stage, done, None)
