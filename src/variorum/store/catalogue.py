"""What lists and search boxes ask of a database: short answers, a page at a time, without decoding whole records."""

import re
from collections.abc import Iterable, Sequence
from typing import Any, Literal, Protocol

import msgspec

from variorum.store.database import Database
from variorum.types import Actor, Record

QUOTES_MOST = 65_536  # of an article; each quote that can be searched has a number of its own

Listed = Literal["article", "story", "actor", "relation", "disagreement"]
ActRole = Literal["said", "did", "undergone"]
Cursor = tuple[str | int, str]  # what the last entry of a page is ordered by, and its id


class Card(Record, frozen=True, kw_only=True):
    """What a list shows of an article or a record. `first` and `last` are days, empty where none is known."""

    kind: Listed
    id: str
    name: str
    sort: str | None  # a record's own kind; an article's outlet
    first: str
    last: str
    weight: int  # of a story or an actor: how many articles; of a relation: stages


class Filters(Record, frozen=True, kw_only=True):
    """What a list is narrowed to; an empty one lets everything through. Days are ISO 8601 and inclusive."""

    since: str = ""
    until: str = ""
    outlet: str = ""  # stories that hold an article of this outlet
    disputed: str = ""  # stories with a disagreement of this kind
    sort: str = ""  # of this kind of their own; articles of this outlet
    actor: str = ""  # stories in which this actor appears
    name: str = ""  # whose name begins so, in any case


class Act(Record, frozen=True, kw_only=True):
    """Something that an actor said, did or had done to it: where its quote or event stands."""

    article: str
    role: ActRole
    number: int  # in the article's quotes or events
    day: str


class Found(Record, frozen=True, kw_only=True):
    """A quote or a claim that holds the words searched for."""

    article: str = ""  # of a quote
    number: int = 0  # of a quote: its place in the article's quotes
    claim: str = ""  # id


class Catalogue(Protocol):
    """Short answers about what a store holds."""

    def cards(
        self,
        kind: Listed,
        filters: Filters,
        *,
        by: Literal["day", "weight"] = "day",
        after: Cursor | None = None,
        limit: int,
    ) -> list[Card]:
        """Entries of a kind, the newest or the weightiest first; `after` is where the page before ended."""

    def named(self, kind: Listed, ids: Iterable[str]) -> dict[str, Card]:
        """The entries with these ids."""

    def sorts(self, kind: Listed) -> list[tuple[str, int]]:
        """The outlets of articles, or the kinds of records, and how many there are of each; most first."""

    def described(self, actor: str) -> Actor | None:
        """An actor as its record says, without its mentions where those are many."""

    def actors_in(self, article: str) -> dict[str, str]:
        """Which actor each chain of an article belongs to."""

    def acts(
        self, actor: str, *, role: str = "", month: str = "", after: tuple[str, ...] | None = None, limit: int
    ) -> list[Act]:
        """What an actor said, did or had done to it, newest first; `after`: day, article, role, number of the last."""

    def months(self, actor: str) -> list[tuple[str, str, int]]:
        """How much of each role there is in each month: month, role, how many; newest first."""

    def tellers(self, actor: str) -> list[tuple[str, int]]:
        """The outlets that report what an actor said, did or had done to it, and how much; most first."""

    def find(self, kind: Literal["quote", "claim"], text: str, *, skip: int = 0, limit: int) -> list[Found]:
        """Quotes or claims that hold all the words, best first."""


class SqlCatalogue:
    """The catalogue of a store; `listing` keeps it."""

    def __init__(self, database: Database) -> None:
        self._database, self._rows = database, database.rows

    def cards(
        self,
        kind: Listed,
        filters: Filters,
        *,
        by: Literal["day", "weight"] = "day",
        after: Cursor | None = None,
        limit: int,
    ) -> list[Card]:
        order = "last" if by == "day" else "weight"
        where, values = _conditions(filters)
        if after is not None:
            where.append(f"(c.{order}, c.id) < (?, ?)")
            values += after
        query = (
            f"SELECT {_CARD} FROM cards c WHERE {' AND '.join(['c.kind = ?', *where])} "
            f"ORDER BY c.{order} DESC, c.id DESC LIMIT ?"
        )
        return [_card(row) for row in self._rows(query, kind, *values, limit)]

    def named(self, kind: Listed, ids: Iterable[str]) -> dict[str, Card]:
        query = f"SELECT {_CARD} FROM cards c WHERE kind = ? AND id = ?"
        found = [row for id in dict.fromkeys(ids) for row in self._rows(query, kind, id)]
        return {card.id: card for card in map(_card, found)}

    def sorts(self, kind: Listed) -> list[tuple[str, int]]:
        query = (
            "SELECT sort, count(*) FROM cards WHERE kind = ? AND sort IS NOT NULL "
            "GROUP BY sort ORDER BY count(*) DESC, sort"
        )
        return [(name, n) for name, n in self._rows(query, kind)]

    def described(self, actor: str) -> Actor | None:
        rows = self._rows("SELECT record FROM records WHERE id = ? AND kind = 'actor'", actor)
        return msgspec.json.decode(rows[0][0], type=Actor) if rows else None

    def actors_in(self, article: str) -> dict[str, str]:
        return dict(self._rows("SELECT local, actor FROM actor_parts WHERE article = ? ORDER BY actor", article))

    def acts(
        self, actor: str, *, role: str = "", month: str = "", after: tuple[str, ...] | None = None, limit: int
    ) -> list[Act]:
        where, values = ["p.actor = ?"], [actor]
        if role:
            where.append("d.role = ?")
            values.append(role)
        if month:
            where.append("substr(d.day, 1, 7) = ?")
            values.append(month)
        if after is not None:
            where.append("(d.day, d.article, d.role, d.number) < (?, ?, ?, CAST(? AS BIGINT))")
            values += after
        query = (
            f"SELECT DISTINCT d.day, d.article, d.role, d.number {_ACTS} WHERE {' AND '.join(where)} "
            "ORDER BY d.day DESC, d.article DESC, d.role DESC, d.number DESC LIMIT ?"
        )
        rows = self._rows(query, *values, limit)
        return [Act(day=day, article=article, role=role, number=number) for day, article, role, number in rows]

    def months(self, actor: str) -> list[tuple[str, str, int]]:
        query = (
            f"SELECT substr(d.day, 1, 7) AS month, d.role, count(*) {_ACTS} WHERE p.actor = ? "
            "GROUP BY month, d.role ORDER BY month DESC, d.role DESC"
        )
        return [(month, role, n) for month, role, n in self._rows(query, actor)]

    def tellers(self, actor: str) -> list[tuple[str, int]]:
        query = (
            f"SELECT coalesce(c.sort, '') AS outlet, count(*) {_ACTS} "
            "JOIN cards c ON c.kind = 'article' AND c.id = d.article WHERE p.actor = ? "
            "GROUP BY outlet ORDER BY count(*) DESC, outlet"
        )
        return [(outlet, n) for outlet, n in self._rows(query, actor)]

    def find(self, kind: Literal["quote", "claim"], text: str, *, skip: int = 0, limit: int) -> list[Found]:
        found, values = self._database.matching(kind, text)
        if kind == "claim":
            query = (
                f"SELECT r.id FROM ({found}) w JOIN records r ON r.kind = 'claim' AND r.number = w.number "
                "ORDER BY w.rank, w.number LIMIT ? OFFSET ?"
            )
            return [Found(claim=id) for (id,) in self._rows(query, *values, limit, skip)]
        query = (
            f"SELECT a.id, w.number & {QUOTES_MOST - 1} FROM ({found}) w "
            "JOIN articles a ON a.number = w.number >> 16 ORDER BY w.rank, w.number LIMIT ? OFFSET ?"
        )
        return [Found(article=id, number=number) for id, number in self._rows(query, *values, limit, skip)]


_CARD = "c.kind, c.id, c.name, c.sort, c.first, c.last, c.weight"
_ACTS = "FROM actor_parts p JOIN acts d ON d.article = p.article AND d.local = p.local"


def _card(row: Sequence[Any]) -> Card:
    kind, id, name, sort, first, last, weight = row
    return Card(kind=kind, id=id, name=name, sort=sort, first=first, last=last, weight=weight or 0)


def _conditions(filters: Filters) -> tuple[list[str], list[str | int]]:
    """What entries must fulfil, as SQL, with the values bound in it."""
    conditions = {
        "c.last >= ?": filters.since,
        "c.first <> '' AND c.first <= ?": filters.until and f"{filters.until}~",  # after every hour of that day
        "c.sort = ?": filters.sort,
        "lower(c.name) LIKE lower(?) ESCAPE '!'": filters.name and re.sub(r"([!%_])", r"!\1", filters.name) + "%",
        _OF_OUTLET: filters.outlet,
        _WITH_ACTOR: filters.actor,
        _DISPUTED: filters.disputed,
    }
    held = {condition: value for condition, value in conditions.items() if value}
    return list(held), list(held.values())


_STORY_OF = "JOIN records r ON r.kind = 'story' AND r.number = s.number"
_OF_OUTLET = (
    "c.id IN (SELECT r.id FROM cards a JOIN record_subjects s ON s.subject = a.id AND s.kind = 'story' "
    f"{_STORY_OF} WHERE a.kind = 'article' AND a.sort = ?)"
)
_WITH_ACTOR = f"c.id IN (SELECT r.id FROM record_subjects s {_STORY_OF} WHERE s.subject = ? AND s.kind = 'story')"
_DISPUTED = (
    "EXISTS (SELECT 1 FROM record_subjects s JOIN records r ON r.kind = s.kind AND r.number = s.number "
    "JOIN cards d ON d.kind = r.kind AND d.id = r.id "
    "WHERE s.subject = c.id AND s.kind = 'disagreement' AND d.sort = ?)"
)
