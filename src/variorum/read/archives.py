"""Web archives, read as a stream."""

from collections.abc import Iterator, Mapping
from typing import IO, Any

from variorum.errors import InputError
from variorum.read.formats import PAGE

NO_ARCHIVE = "not a web archive: it does not begin with WARC/; see what it is"


def pages(file: IO[bytes], source: str) -> Iterator[tuple[str, Mapping[str, Any]] | InputError]:
    """Each HTML page of a WARC file, in order: where it stands and its fields, or why it cannot be read.

    Raises:
        InputError: it is no WARC file, or is broken from some point on.
    """
    from fastwarc.warc import ArchiveIterator, WarcRecordType

    stream = _Stream(file)
    kinds = WarcRecordType.response | WarcRecordType.resource
    found = 0
    try:
        for record in ArchiveIterator(stream, record_types=kinds):
            found += 1
            yield from _page(record, source)
    except (KeyboardInterrupt, SystemExit, GeneratorExit, MemoryError):
        raise
    except BaseException as error:  # the library's own panics are no Exceptions
        if stream.error is None:
            why = f"broken after {found:,} records (what stands before was read); copy or fetch it again"
            raise InputError(source, why if stream.is_archive() else NO_ARCHIVE) from error
    if stream.error is not None:
        raise stream.error
    if not stream.is_archive():
        raise InputError(source, NO_ARCHIVE)
    if found and stream.tail != b"\r\n\r\n":
        yield InputError(source, "cut off (what there is of it was read); copy or fetch it again")


def _page(record: Any, source: str) -> Iterator[tuple[str, Mapping[str, Any]] | InputError]:
    """The page in a record; nothing where it holds none that was found well."""
    from fastwarc.warc import WarcRecordType

    from variorum.read.html import fields_of

    address = record.headers.get("WARC-Target-URI") or ""
    where = f"{source} {address or record.record_id}"
    if record.record_type == WarcRecordType.response and record.http_headers is not None:
        if record.http_headers.status_code not in (None, 200):
            return
        kind = record.http_content_type or ""
    else:
        kind = record.headers.get("Content-Type") or ""
    if "html" not in kind:
        return
    if record.content_length > PAGE:
        yield InputError(where, f"larger than {PAGE:,} bytes; no article is")
        return
    try:
        data = record.reader.read(PAGE)
    except (OSError, ValueError):
        yield InputError(where, "its body is broken, or packed otherwise than it says")
        return
    try:
        fields = fields_of(data, where)
        yield where, {**fields, "url": address or fields.get("url")}
    except InputError as error:
        yield error


class _Stream:
    """A stream as the library wants it: one that can tell where it stands, and whose reads do not raise."""

    def __init__(self, file: IO[bytes]) -> None:
        self.file, self.at, self.head, self.tail = file, 0, b"", b""
        self.error: InputError | None = None

    def is_archive(self) -> bool:
        """Whether it begins like one, or is empty."""
        return not self.at or self.head.lstrip().startswith(b"WARC/")

    def read(self, size: int = -1) -> bytes:
        try:
            data = self.file.read(size)
        except InputError as error:
            self.error = error
            return b""
        self.head = self.head or data[:64]
        self.tail = (self.tail + data[-4:])[-4:]
        self.at += len(data)
        return data

    def tell(self) -> int:
        return self.at

    def seek(self, offset: int, whence: int = 0) -> int:
        if (offset, whence) not in ((0, 1), (self.at, 0)):
            raise OSError("a stream goes forward only")
        return self.at

    def close(self) -> None:
        """Leave the stream to whoever opened it."""

    def seekable(self) -> bool:
        return False
