"""Tables for reading in a terminal, and the same as aligned text for pipes."""

import re
import unicodedata
from collections.abc import Iterable, Sequence

from variorum.types import Record

_UNSAFE = re.compile("[\x00-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ud800-\udfff]")


class Table(Record, frozen=True, kw_only=True):
    """Rows under a title. A cell may have several lines. `note` says what is not shown, or what to ask next."""

    title: str
    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    note: str = ""


def clean(text: str) -> str:
    """A text on one line, without characters that would move a terminal's cursor or turn its writing round."""
    return _UNSAFE.sub("\ufffd", " ".join(text.split()))


def table(title: str, columns: str, rows: Iterable[Sequence[object]], *, note: str = "") -> Table:
    """A table from values of any kind; None is an empty cell.

    Args:
        title: what the rows are.
        columns: their names, with two spaces or more between them.
        rows: a value for each column.
        note: printed below.
    """
    names = tuple(re.split(r" {2,}", columns))
    cells = tuple(tuple("" if value is None else _lines(str(value)) for value in row) for row in rows)
    return Table(title=clean(title), columns=names, rows=cells, note=note)


def plain(tables: Iterable[Table]) -> str:
    """Aligned text: a title, column names and rows; the last column runs on."""
    out: list[str] = []
    for t in map(_flat, tables):
        widths = [max([_width(name), *(_width(row[i]) for row in t.rows)]) for i, name in enumerate(t.columns)]
        lines = [t.columns, *t.rows] if t.rows else []
        out += [t.title, *(_align(line, widths) for line in lines)]
        out += [*([] if t.rows else ["(none)"]), *([t.note] if t.note else []), ""]
    return "\n".join([*out, ""])


def print_tables(tables: Iterable[Table]) -> None:
    """To a terminal as ruled tables that wrap, to a pipe as aligned text."""
    from rich import box
    from rich.console import Console
    from rich.table import Table as Ruled
    from rich.text import Text

    console = Console(highlight=False)
    if not console.is_terminal:
        print(plain(tables), end="")
        return
    for t in tables:
        ruled = Ruled(title=Text(t.title, style="bold"), title_justify="left", box=box.SIMPLE_HEAD, pad_edge=False)
        for i, name in enumerate(t.columns):
            last = i == len(t.columns) - 1
            ruled.add_column(
                name, overflow="fold", ratio=None, min_width=min(8, len(name)), style="dim" if last else ""
            )
        for row in t.rows:
            ruled.add_row(*(Text(cell) for cell in row))
        console.print(ruled if t.rows else Text(f"{t.title}: none", style="bold"))
        if t.note:
            console.print(Text(t.note, style="italic dim"))


def _lines(text: str) -> str:
    return "\n".join(clean(line) for line in text.split("\n"))


def _flat(t: Table) -> Table:
    """The table with every cell on one line."""
    rows = tuple(tuple(cell.replace("\n", "; ") for cell in row) for row in t.rows)
    return Table(title=t.title, columns=t.columns, rows=rows, note=t.note)


def _align(cells: Sequence[str], widths: Sequence[int]) -> str:
    padded = [cell + " " * (width - _width(cell)) for cell, width in zip(cells, widths, strict=True)]
    return "  ".join([*padded[:-1], cells[-1]]).rstrip()


def _width(text: str) -> int:
    """Columns that a text takes in a terminal."""
    if text.isascii():
        return len(text)
    return sum(0 if unicodedata.combining(c) else 2 if unicodedata.east_asian_width(c) in "WF" else 1 for c in text)
