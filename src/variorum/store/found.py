"""Records found across articles. Those of actors leave their mentions out, which have a table of their own: an article
more about somebody of whom thousands tell adds a row, and rewrites no long record.
"""

from collections.abc import Callable, Iterable
from typing import Any

import msgspec

from variorum.store.articles import encode
from variorum.store.base import Chain
from variorum.store.database import Database, Writer
from variorum.store.listing import list_record
from variorum.store.subjects import subjects
from variorum.types import Actor, Record, SpanRef

_KEEP_PART = "INSERT INTO actor_parts VALUES (?, ?, ?, ?) ON CONFLICT DO NOTHING"
_WEIGH = """UPDATE cards SET weight = (SELECT count(DISTINCT article) FROM actor_parts WHERE actor = cards.id)
    WHERE kind = 'actor' AND id = ?"""


def insert_record(database: Database, db: Writer, owner: str, place: str, record: Record) -> None:
    """Add a record, and what it is found by."""
    kind = str(record.__struct_config__.tag)
    row = (kind, owner, place, getattr(record, "id", None), encode(record))
    query = "INSERT INTO records (kind, owner, place, id, record) VALUES (?, ?, ?, ?, ?) RETURNING number"
    (number,) = db.execute(query, row).fetchall()[0]
    about = [(subject, kind, number) for subject in sorted(subjects(record))]
    db.executemany("INSERT INTO record_subjects VALUES (?, ?, ?)", about)
    list_record(database, db, number, record)
    if isinstance(record, Actor):
        db.executemany(_KEEP_PART, [(record.id, *part, None) for part in record.locals])
        db.execute(_WEIGH, (record.id,))


def delete_records(database: Database, db: Writer, owner: str | None) -> None:
    """Delete the records of an owner, or all, and what they are found by."""
    where, values = ("1 = 1", ()) if owner is None else ("owner = ?", (owner,))
    of = f"SELECT number FROM records WHERE {where}"
    database.unindex(db, "claim", "{number} IN " + f"({of} AND kind = 'claim')", *values)
    if owner is None:
        db.execute("DELETE FROM cards WHERE kind <> 'article'")
        db.execute("DELETE FROM record_subjects")
    else:
        query = f"SELECT kind, id FROM records WHERE {where} AND id IS NOT NULL"
        cards = db.execute(query, values).fetchall()
        db.executemany("DELETE FROM cards WHERE kind = ? AND id = ?", cards)
        db.execute(f"DELETE FROM record_subjects WHERE number IN ({of})", values)
    db.execute(f"DELETE FROM records WHERE {where}", values)


def assign_chains(db: Writer, chains: Iterable[Chain]) -> None:
    """Say whose the chains are; a chain without an actor is forgotten."""
    touched = set()
    for chain in chains:
        at = (chain.article, chain.local)
        before = db.execute("SELECT actor FROM actor_parts WHERE article = ? AND local = ?", at).fetchall()
        touched |= {actor for (actor,) in before}
        db.execute("DELETE FROM actor_parts WHERE article = ? AND local = ?", at)
        if chain.actor:
            touched.add(chain.actor)
            db.execute(_KEEP_PART, (chain.actor, *at, msgspec.msgpack.encode(chain.mentions)))
    db.executemany(_WEIGH, [(actor,) for actor in sorted(touched)])


def actors_in(rows: Callable[..., list[Any]], articles: Iterable[str]) -> list[Actor]:
    """The actors in some articles, each with its chains and mentions there, in the order of their records."""
    inside = dict.fromkeys(articles)
    query = "SELECT actor, local, mentions FROM actor_parts WHERE article = ? ORDER BY local"
    parts = [(actor, article, *part) for article in inside for actor, *part in rows(query, article)]
    found = []
    for id in dict.fromkeys(part[0] for part in parts):
        for place, number, record in rows(
            "SELECT place, number, record FROM records WHERE id = ? AND kind = 'actor'", id
        ):
            actor = msgspec.json.decode(record, type=Actor)
            own = [part[1:] for part in parts if part[0] == id]
            mentions = [m for m in actor.mentions if m.article in inside] or _unpacked(own)
            locals = tuple((article, local) for article, local, _ in own)
            found.append((place, number, msgspec.structs.replace(actor, mentions=tuple(mentions), locals=locals)))
    return [actor for *_, actor in sorted(found, key=lambda item: item[:2])]


def _unpacked(parts: Iterable[tuple[str, str, bytes | None]]) -> list[SpanRef]:
    """The mentions of chains."""
    return [
        SpanRef(article=article, start=start, end=end, text=text)
        for article, _, packed in parts
        for start, end, text in (msgspec.msgpack.decode(packed, type=list[tuple[int, int, str]]) if packed else ())
    ]


def whole_actor(rows: Callable[..., list[Any]], actor: Actor) -> Actor:
    """An actor with its mentions, which are its chains'."""
    if actor.locals or actor.mentions:
        return actor
    query = "SELECT article, local, mentions FROM actor_parts WHERE actor = ? ORDER BY article, local"
    parts = rows(query, actor.id)
    mentions = _unpacked(parts)
    return msgspec.structs.replace(
        actor,
        mentions=tuple(sorted(mentions, key=lambda m: (m.article, m.start, m.end))),
        locals=tuple((article, local) for article, local, _ in parts),
    )
