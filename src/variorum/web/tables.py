"""Every kind of record as one CSV table, or as JSON lines, in full."""

import csv
import io
import tempfile
from collections.abc import Iterator
from typing import IO, Annotated

import msgspec
from fastapi import APIRouter, Path
from starlette.background import BackgroundTask
from starlette.responses import StreamingResponse

from variorum.types import RECORDS, Record
from variorum.web.pages import Kind, Reading, add_page, cell, refusals

router = APIRouter(tags=["tables"])
Table = Annotated[str, Path(pattern=f"^({'|'.join(RECORDS)})$")]
IN_MEMORY = 8 * 1024 * 1024  # bytes; a larger table goes through a file
CHUNK = 256 * 1024


class TableEntry(Record, frozen=True, kw_only=True):
    """A table that can be taken away."""

    name: str
    records: int
    csv: str
    jsonl: str


class TablesPage(Record, frozen=True, kw_only=True):
    """All tables."""

    tables: tuple[TableEntry, ...]


def tables(library: Reading) -> TablesPage:
    """Every table, and how many records it has."""
    counts = library.counts()
    return TablesPage(
        tables=tuple(
            TableEntry(name=kind, records=n, csv=f"/tables/{kind}.csv", jsonl=f"/tables/{kind}.jsonl")
            for kind, n in counts.items()
        )
    )


def _responses(media: str) -> dict[int | str, dict[str, object]]:
    return {200: {"description": "The table", "content": {media: {"schema": {"type": "string"}}}}, **refusals("html")}


@router.get("/tables/{table}.csv", responses=_responses("text/csv"), response_class=StreamingResponse)
def table_csv(library: Reading, table: Table) -> StreamingResponse:
    """A table as CSV: a column for each field, lists as JSON."""
    file = _spooled()
    text = io.TextIOWrapper(file, encoding="utf8", errors="replace", newline="", write_through=True)
    out = csv.writer(text)
    columns = [field.encode_name for field in msgspec.structs.fields(RECORDS[table])]
    out.writerow(columns)
    with library.snapshot():
        for record in library.records(table):
            row = msgspec.to_builtins(record)
            out.writerow([cell(row.get(name)) for name in columns])
    text.detach()
    return _sent(file, f"{table}.csv", "text/csv")


@router.get("/tables/{table}.jsonl", responses=_responses("application/jsonl"), response_class=StreamingResponse)
def table_jsonl(library: Reading, table: Table) -> StreamingResponse:
    """A table as JSON lines, as `variorum export` writes them."""
    file = _spooled()
    with library.snapshot():
        for record in library.records(table):
            file.write(msgspec.json.encode(record) + b"\n")
    return _sent(file, f"{table}.jsonl", "application/jsonl")


def _spooled() -> IO[bytes]:
    return tempfile.SpooledTemporaryFile(max_size=IN_MEMORY)


def _sent(file: IO[bytes], name: str, media: str) -> StreamingResponse:
    """What was written, from its beginning. The reading is over by now: no reader is kept waiting by a slow visitor."""
    file.seek(0)
    headers = {"content-disposition": f'attachment; filename="{name}"'}
    return StreamingResponse(_chunks(file), media_type=media, headers=headers, background=BackgroundTask(file.close))


def _chunks(file: IO[bytes]) -> Iterator[bytes]:
    while chunk := file.read(CHUNK):
        yield chunk


add_page(router, "/tables", tables, Kind("tables.html.j2", rows="tables"), "Every table")
