"""Records across articles in SQLite. Those of actors leave their mentions out, which have a table of their own: an
article more about somebody of whom thousands tell adds a row, and rewrites no long record.
"""

import sqlite3
from collections.abc import Callable, Iterable
from typing import Any

import msgspec

from variorum.store.base import Chain
from variorum.store.subjects import subjects
from variorum.store.versions import encode
from variorum.types import Actor, Record, SpanRef


def insert_record(db: sqlite3.Connection, owner: str, place: str, record: Record) -> None:
    """Add a record, and what it is found by."""
    kind = str(record.__struct_config__.tag)
    row = (kind, owner, place, getattr(record, "id", None), encode(record))
    number = db.execute("INSERT INTO records (kind, owner, place, id, record) VALUES (?, ?, ?, ?, ?)", row).lastrowid
    about = ((subject, kind, number) for subject in sorted(subjects(record)))
    db.executemany("INSERT INTO record_subjects VALUES (?, ?, ?)", about)


def assign_chains(db: sqlite3.Connection, chains: Iterable[Chain]) -> None:
    """Say whose the chains are; a chain without an actor is forgotten."""
    for chain in chains:
        db.execute("DELETE FROM actor_parts WHERE article = ? AND local = ?", (chain.article, chain.local))
        if chain.actor:
            row = (chain.actor, chain.article, chain.local, msgspec.msgpack.encode(chain.mentions))
            db.execute("INSERT INTO actor_parts (actor, article, local, mentions) VALUES (?, ?, ?, ?)", row)


def whole_actor(rows: Callable[..., list[Any]], actor: Actor) -> Actor:
    """An actor with its mentions, which are its chains'."""
    if actor.locals or actor.mentions:
        return actor
    query = "SELECT article, local, mentions FROM actor_parts WHERE actor = ? ORDER BY article, local"
    parts = rows(query, actor.id)
    mentions = [
        SpanRef(article=article, start=start, end=end, text=text)
        for article, _, packed in parts
        for start, end, text in msgspec.msgpack.decode(packed, type=list[tuple[int, int, str]])
    ]
    return msgspec.structs.replace(
        actor,
        mentions=tuple(sorted(mentions, key=lambda m: (m.article, m.start, m.end))),
        locals=tuple((article, local) for article, local, _ in parts),
    )
