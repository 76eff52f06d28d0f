"""Records for programs: JSON lines, and one CSV or Parquet file for each kind; and their JSON Schema."""

import csv
import io
import json
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import IO, Any, Literal

import msgspec

from variorum.errors import StoreError
from variorum.types import RECORDS, Record

Records = Callable[[str], Iterable[Record]]  # the records of a kind
Format = Literal["jsonl", "csv", "parquet"]


def write_jsonl(records: Records, file: IO[bytes]) -> None:
    """Every record as one line of JSON, kind by kind."""
    for kind in RECORDS:
        for record in records(kind):
            file.write(msgspec.json.encode(record) + b"\n")


def write_tables(records: Records, folder: Path, to: Literal["csv", "parquet"]) -> list[Path]:
    """One file for each kind in a folder, which is made where there is none; what was written.

    A column is a field. In CSV, lists and nested records are JSON; in Parquet they are nested columns.

    Raises:
        StoreError: the folder or a file cannot be written.
    """
    try:
        folder.mkdir(parents=True, exist_ok=True)
        written = []
        for kind, of in RECORDS.items():
            path = folder / f"{kind}.{to}"
            rows = (msgspec.to_builtins(record) for record in records(kind))
            (_write_csv if to == "csv" else _write_parquet)(rows, of, path)
            written.append(path)
        return written
    except OSError as error:
        raise StoreError(f"{folder}: {error.strerror}") from error


def _columns(of: type[Record]) -> list[str]:
    return [field.encode_name for field in msgspec.structs.fields(of)]


def _write_csv(rows: Iterable[dict[str, Any]], of: type[Record], path: Path) -> None:
    columns = _columns(of)
    with path.open("w", encoding="utf8", newline="") as file:
        out = csv.writer(file)
        out.writerow(columns)
        out.writerows([_cell(row.get(column)) for column in columns] for row in rows)


def _cell(value: Any) -> Any:
    return json.dumps(value, ensure_ascii=False) if isinstance(value, list | tuple | dict) else value


def _write_parquet(rows: Iterable[dict[str, Any]], of: type[Record], path: Path) -> None:
    import pyarrow as pa
    import pyarrow.parquet as pq

    schema = arrow_schema(of)
    with pq.ParquetWriter(path, schema, compression="zstd") as out:
        for batch in _batches(rows, 500):
            out.write_table(pa.Table.from_pylist(batch, schema=schema))


def _batches(rows: Iterable[Any], size: int) -> Iterator[list[Any]]:
    batch: list[Any] = []
    for row in rows:
        batch.append(row)
        if len(batch) == size:
            yield batch
            batch = []
    if batch:
        yield batch


def arrow_schema(of: type[Record]) -> Any:
    """The Arrow schema of a kind of record; `from` is the name of a column, as in JSON."""
    import pyarrow as pa

    kind = msgspec.inspect.type_info(of)
    assert isinstance(kind, msgspec.inspect.StructType)
    return pa.schema([(field.encode_name, _arrow(field.type)) for field in kind.fields])


def _arrow(kind: msgspec.inspect.Type) -> Any:
    import pyarrow as pa

    match kind:
        case msgspec.inspect.IntType():
            return pa.int64()
        case msgspec.inspect.FloatType():
            return pa.float64()
        case msgspec.inspect.BoolType():
            return pa.bool_()
        case msgspec.inspect.StructType():
            return pa.struct([(field.encode_name, _arrow(field.type)) for field in kind.fields])
        case msgspec.inspect.VarTupleType():
            return pa.list_(_arrow(kind.item_type))
        case msgspec.inspect.TupleType():  # spans and pairs: all of one type
            return pa.list_(_arrow(kind.item_types[0]))
        case msgspec.inspect.UnionType():
            return _arrow(next(t for t in kind.types if not isinstance(t, msgspec.inspect.NoneType)))
        case _:
            return pa.string()


def schema() -> dict[str, Any]:
    """JSON Schema (2020-12) of every record: a line of an export is valid against it."""
    types = tuple(RECORDS.values())
    (union,), components = msgspec.json.schema_components([_union(types)], ref_template="#/$defs/{name}")
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "Records of variorum",
        **union,
        "$defs": components,
    }


def _union(types: tuple[type[Record], ...]) -> Any:
    import functools
    import operator

    return functools.reduce(operator.or_, types)


def to_text(records: Iterable[Record]) -> str:
    """Records as JSON lines, for small numbers of them."""
    out = io.BytesIO()
    for record in records:
        out.write(msgspec.json.encode(record) + b"\n")
    return out.getvalue().decode("utf8")
