"""Web archives, read as a stream."""

from collections.abc import Iterator, Mapping
from typing import IO, Any

from variorum.errors import InputError

LARGEST = 20_000_000  # bytes of one page; a larger one is no article


def pages(file: IO[bytes], source: str) -> Iterator[tuple[str, Mapping[str, Any]] | InputError]:
    """Each HTML page of a WARC file, in order: where it stands and its fields, or why it cannot be read.

    Raises:
        InputError: fastwarc is not installed.
    """
    try:
        from fastwarc.warc import ArchiveIterator, WarcRecordType
    except ImportError as error:
        raise InputError(source, "web archives need fastwarc: run `pip install fastwarc`") from error
    from variorum.read.html import fields_of

    for record in ArchiveIterator(file, record_types=WarcRecordType.response | WarcRecordType.resource):
        address = record.headers.get("WARC-Target-URI") or ""
        where = f"{source} {address or record.record_id}"
        if record.record_type == WarcRecordType.response and record.http_headers is not None:
            if record.http_headers.status_code not in (None, 200):
                continue
            kind = record.http_content_type or ""
        else:
            kind = record.headers.get("Content-Type") or ""
        if "html" not in kind:
            continue
        if record.content_length > LARGEST:
            yield InputError(where, f"larger than {LARGEST:,} bytes")
            continue
        try:
            fields = fields_of(record.reader.read(), where)
            yield where, {**fields, "url": address or fields.get("url")}
        except InputError as error:
            yield error
