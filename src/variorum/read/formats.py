"""What is inside a file of each format, as fields of articles."""

import csv
import io
import json
from collections.abc import Callable, Iterator, Mapping
from typing import IO, Any

from variorum.errors import InputError

Found = tuple[str, Mapping[str, Any]] | InputError  # where it stands and its fields, or what is wrong there


LARGEST = 100_000_000  # bytes of a file that is read at once, or of one line: no article is larger
_ALSO = {  # names that tables give the columns
    "text": ("body", "content", "article", "full_text", "fulltext", "article_text"),
    "title": ("headline", "heading"),
    "outlet": ("publisher", "publication", "newspaper", "source", "source_name", "domain"),
    "author": ("authors", "byline"),
    "published": ("date", "publish_date", "published_at", "publication_date", "pub_date", "pubdate", "datetime"),
    "url": ("link", "uri", "address"),
    "language": ("lang",),
}


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


def _all(file: IO[bytes], source: str) -> bytes:
    data = file.read(LARGEST + 1)
    if len(data) > LARGEST:
        raise InputError(source, f"larger than {LARGEST:,} bytes; split it, or give JSON lines")
    return data


def read_text(file: IO[bytes], source: str) -> Iterator[Found]:
    """A text file is one article."""
    yield source, {"text": decode(_all(file, source))}


def read_json(file: IO[bytes], source: str) -> Iterator[Found]:
    """One article, a list of them, or an object with a list under `articles`."""
    try:
        data = json.loads(decode(_all(file, source)))
    except (json.JSONDecodeError, RecursionError) as error:
        raise InputError(source, f"not JSON: {_short(error)}") from error
    if isinstance(data, dict) and isinstance(data.get("articles"), list):
        data = data["articles"]
    if isinstance(data, list):
        for i, item in enumerate(data, 1):
            yield _fields(item, f"{source} item {i}")
    else:
        yield _fields(data, source)


def read_jsonl(file: IO[bytes], source: str) -> Iterator[Found]:
    """One article a line. A broken line is named and the next one read."""
    number = 0
    while line := file.readline(LARGEST):
        number += 1
        where = f"{source} line {number}"
        if len(line) == LARGEST and not line.endswith(b"\n"):
            yield InputError(where, f"longer than {LARGEST:,} bytes")
            while line and not line.endswith(b"\n"):
                line = file.readline(LARGEST)
        elif line.strip():
            try:
                yield _fields(json.loads(decode(line)), where)
            except (json.JSONDecodeError, RecursionError) as error:
                yield InputError(where, f"not JSON: {_short(error)}")


def _short(error: Exception) -> str:
    return str(error) if isinstance(error, json.JSONDecodeError) else "nested too deep"


def read_csv(file: IO[bytes], source: str) -> Iterator[Found]:
    """One article a row, its fields named by the first row."""
    csv.field_size_limit(LARGEST)
    rows = csv.DictReader(io.StringIO(decode(_all(file, source)), newline=""))
    try:
        for i, row in enumerate(rows, 1):
            yield _row({k: v for k, v in row.items() if isinstance(v, str)}, f"{source} row {i}")
    except csv.Error as error:
        raise InputError(source, f"not CSV: {error}") from error


def _row(row: Mapping[Any, Any], where: str) -> Found:
    """The fields of a row, whose columns may go by other names."""
    fields = {str(name).strip().lower(): value for name, value in row.items() if value != ""}
    for name, others in _ALSO.items():
        if fields.get(name) is None:
            fields[name] = next((fields[other] for other in others if fields.get(other) is not None), None)
    return _fields(fields, where)


def read_parquet(file: IO[bytes], source: str) -> Iterator[Found]:
    """One article a row."""
    import pyarrow as pa
    import pyarrow.parquet as pq

    try:
        table = pq.ParquetFile(file if file.seekable() else io.BytesIO(_all(file, source)))
        i = 0
        for batch in table.iter_batches(batch_size=256):
            for row in batch.to_pylist():
                i += 1
                yield _row(row, f"{source} row {i}")
    except pa.ArrowException as error:
        raise InputError(source, f"not Parquet: {error}") from error


def read_html(file: IO[bytes], source: str) -> Iterator[Found]:
    """A page is one article."""
    from variorum.read.html import fields_of

    yield source, fields_of(_all(file, source), source)


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
