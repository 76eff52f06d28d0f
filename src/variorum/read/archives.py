"""Web archives, read as a stream."""

from collections.abc import Iterator
from typing import IO, Any

from variorum.errors import InputError


def pages(file: IO[bytes], source: str) -> Iterator[Any]:
    """Fields of each HTML page in a WARC file, in order.

    Raises:
        InputError: fastwarc is not installed.
    """
    try:
        from fastwarc.warc import ArchiveIterator, WarcRecordType
    except ImportError as error:
        raise InputError(source, "web archives need fastwarc: run `pip install 'variorum[warc]'`") from error
    from variorum.read.html import fields_of

    for record in ArchiveIterator(file, record_types=WarcRecordType.response, parse_http=True):
        address = record.headers.get("WARC-Target-URI") or source
        if "html" not in (record.http_content_type or ""):
            continue
        where = f"{source} {address}"
        try:
            yield where, fields_of(record.reader.read(), where) | {"url": address}
        except InputError as error:
            yield error
