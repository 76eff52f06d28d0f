"""Which column or key holds which field of an article."""

from collections.abc import Callable, Mapping
from typing import Any

from variorum.errors import InputError, UsageError

FIELDS = ("text", "html", "id", "title", "outlet", "author", "published", "updated", "url", "language")
_ALSO = {  # names that tables and programs give them
    "text": ("body", "content", "article", "full_text", "fulltext", "article_text", "articlebody", "maintext"),
    "html": ("content_html", "raw_html"),
    "title": ("headline", "heading"),
    "outlet": ("publisher", "publication", "newspaper", "source_name", "site_name", "domain"),
    "author": ("authors", "byline"),
    "published": (
        *("date", "publish_date", "published_at", "publishedat", "publication_date", "pub_date", "pubdate"),
        *("date_published", "datepublished", "datetime"),
    ),
    "updated": ("modified", "updated_at", "date_modified", "datemodified", "last_modified"),
    "url": ("link", "uri", "address"),
    "language": ("lang",),
}
_IN_TABLES = {"outlet": ("source",)}  # in JSON it is where an article was read

SHOWN = 50  # names of columns that a message lists
OnNote = Callable[[str], None]


def parse_map(written: str) -> dict[str, str]:
    """The mapping that `text=body,published=date` writes.

    Raises:
        UsageError: it is not written so, or names a field that articles do not have.
    """
    out: dict[str, str] = {}
    for part in written.split(","):
        name, equals, column = (piece.strip() for piece in part.partition("="))
        if not (name and equals and column):
            raise UsageError(f"--map {written}: write field=column, several joined by commas")
        out[name] = column
    check_map(out)
    return out


def check_map(columns: Mapping[str, str]) -> None:
    """See that only fields of articles are mapped.

    Raises:
        UsageError: another is.
    """
    for name in columns:
        if name not in FIELDS:
            raise UsageError(f"--map {name}=…: articles have no such field; they have {', '.join(FIELDS)}")


class Columns:
    """Gives the fields of an article from one row or object after the other, all of one file."""

    def __init__(self, given: Mapping[str, str], source: str, *, table: bool, on_note: OnNote | None = None) -> None:
        """`given` tells columns by name, and goes before what is guessed; `table` says that all rows have the same."""
        self.given, self.source, self.table = given, source, table
        self.on_note = on_note
        self.plan: dict[str, str] = {}  # the column of each field, as far as known
        self.names: dict[str, None] = {}  # that objects have

    def begin(self, row: Mapping[str, Any]) -> None:
        """Settle the columns of a table by its first row; called with any later one, nothing is done.

        Raises:
            InputError: it lacks a column that was given, or any for the text.
        """
        if self.table and not self.plan:
            self._choose(list(row))

    def __call__(self, row: Mapping[str, Any], where: str) -> Mapping[str, Any]:
        """The fields of a row.

        Raises:
            InputError: an object lacks the key that was given for the text.
        """
        return self._of_row(row) if self.table else self._of_object(row, where)

    def close(self) -> None:
        """See that each key that was given was found somewhere.

        Raises:
            InputError: one is in no object of the file.
        """
        for name, key in self.given.items():
            if self.names and name not in self.plan:
                why = f"nothing in it has {key!r} for `{name}` (read without it); it has {', '.join(self.names)}"
                raise InputError(self.source, why)

    def _of_row(self, row: Mapping[str, Any]) -> Mapping[str, Any]:
        return {name: row[column] for name, column in self.plan.items() if row.get(column) not in (None, "")}

    def _choose(self, columns: list[str]) -> None:
        listed = ", ".join(map(repr, columns[:SHOWN])) or "none"
        known = {column.strip().lower(): column for column in reversed(columns)}
        for column in self.given.values():
            if column not in columns:
                raise InputError(self.source, f"no column {column!r}; it has {listed}")
        for name in FIELDS:
            others = (name, *_ALSO.get(name, ()), *_IN_TABLES.get(name, ()))
            found = self.given.get(name) or next((known[other] for other in others if other in known), None)
            if found is not None:
                self._found(name, found)
        if not self.plan.keys() & {"text", "html"}:
            raise InputError(self.source, f"no column for the text among {listed}; tell which by --map text=COLUMN")

    def _of_object(self, row: Mapping[str, Any], where: str) -> Mapping[str, Any]:
        fields = dict(row)
        if self.given and len(self.names) < SHOWN:
            self.names |= dict.fromkeys(row)
        for name, key in self.given.items():
            fields[name] = _at(row, key)
            if fields[name] is not None:
                self._found(name, key)
            elif name == "text":
                listed = ", ".join(map(repr, list(row)[:SHOWN])) or "none"
                raise InputError(where, f"no key {key!r}; it has {listed}")
        for name, others in _ALSO.items():
            if name in self.given or fields.get(name) is not None or (name == "text" and fields.get("html")):
                continue
            for other in row:
                if other.lower() in others and isinstance(row[other], str):
                    fields[name] = row[other]
                    self._found(name, other)
                    break
        return fields

    def _found(self, name: str, column: str) -> None:
        """Keep which column a field is read from, and say so once where it has another name."""
        if name not in self.plan and self.on_note is not None and column.strip().lower() != name:
            self.on_note(f"{self.source}: `{name}` is read from {column!r}")
        self.plan.setdefault(name, column)


def _at(row: Mapping[str, Any], column: str) -> Any:
    """What stands under a name, or under names joined by stops, each inside of the one before."""
    if column in row:
        return row[column]
    value: Any = row
    for part in column.split("."):
        if not isinstance(value, Mapping):
            return None
        value = value.get(part)
    return value
