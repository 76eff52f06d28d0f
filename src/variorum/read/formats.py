"""What is inside a file of each format, as fields of articles."""

import csv
import io
import json
from collections.abc import Callable, Iterator, Mapping
from typing import IO, Any

from variorum.errors import InputError

Found = tuple[str, Mapping[str, Any]] | InputError  # where it stands and its fields, or what is wrong there


def decode(data: bytes) -> str:
    """Text of unknown encoding: UTF-8 (or what a byte-order mark says) where it is, else the likeliest other."""
    for mark, encoding in ((b"\xef\xbb\xbf", "utf-8-sig"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16")):
        if data.startswith(mark):
            return data.decode(encoding, "replace")
    try:
        return data.decode("utf8")
    except UnicodeDecodeError:
        from charset_normalizer import from_bytes

        best = from_bytes(data[:200_000]).best()
        return data.decode(best.encoding if best else "cp1252", "replace")


def read_text(file: IO[bytes], source: str) -> Iterator[Found]:
    """A text file is one article."""
    yield source, {"text": decode(file.read())}


def read_json(file: IO[bytes], source: str) -> Iterator[Found]:
    """One article, a list of them, or an object with a list under `articles`."""
    try:
        data = json.loads(decode(file.read()))
    except json.JSONDecodeError as error:
        raise InputError(source, f"not JSON: {error}") from error
    if isinstance(data, dict) and isinstance(data.get("articles"), list):
        data = data["articles"]
    if isinstance(data, list):
        for i, item in enumerate(data, 1):
            yield _fields(item, f"{source} item {i}")
    else:
        yield _fields(data, source)


def read_jsonl(file: IO[bytes], source: str) -> Iterator[Found]:
    """One article a line. A broken line is named and the next one read."""
    for i, line in enumerate(file, 1):
        if not line.strip():
            continue
        where = f"{source} line {i}"
        try:
            yield _fields(json.loads(decode(line)), where)
        except (json.JSONDecodeError, RecursionError) as error:
            yield InputError(where, f"not JSON: {error}")


def read_csv(file: IO[bytes], source: str) -> Iterator[Found]:
    """One article a row, its fields named by the first row."""
    rows = csv.DictReader(io.StringIO(decode(file.read()), newline=""))
    for i, row in enumerate(rows, 1):
        fields = {(k or "").strip().lower(): v for k, v in row.items() if isinstance(v, str)}
        yield _fields(fields, f"{source} row {i}")


def read_parquet(file: IO[bytes], source: str) -> Iterator[Found]:
    """One article a row."""
    import pyarrow as pa
    import pyarrow.parquet as pq

    try:
        table = pq.ParquetFile(file if file.seekable() else io.BytesIO(file.read()))
        i = 0
        for batch in table.iter_batches(batch_size=256):
            for row in batch.to_pylist():
                i += 1
                yield _fields({k.lower(): v for k, v in row.items()}, f"{source} row {i}")
    except pa.ArrowException as error:
        raise InputError(source, f"not Parquet: {error}") from error


def read_html(file: IO[bytes], source: str) -> Iterator[Found]:
    """A page is one article."""
    from variorum.read.html import fields_of

    yield source, fields_of(file.read(), source)


def read_warc(file: IO[bytes], source: str) -> Iterator[Found]:
    """Each HTML page of a web archive is one article."""
    from variorum.read.archives import pages

    yield from pages(file, source)


def _fields(item: Any, where: str) -> Found:
    if not isinstance(item, dict):
        return InputError(where, "not a JSON object with the fields of an article")
    if not item.get("text") and isinstance(item.get("html"), str):
        from variorum.read.html import fields_of

        try:
            page = fields_of(item["html"], where)
        except InputError as error:
            return error
        return where, page | {k: v for k, v in item.items() if v is not None and k != "text"}
    return where, item


FORMATS: dict[str, Callable[[IO[bytes], str], Iterator[Found]]] = {
    ".txt": read_text,
    ".html": read_html,
    ".htm": read_html,
    ".json": read_json,
    ".jsonl": read_jsonl,
    ".csv": read_csv,
    ".parquet": read_parquet,
    ".warc": read_warc,
}
