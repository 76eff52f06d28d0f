"""Bytes become text: the encoding is told from the bytes."""

import codecs
import io
from typing import IO, cast

LOOKED_AT = 200_000  # bytes by which an encoding is told
_MARKS = (  # the longer before the shorter that they begin with
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)


class Decoder:
    """Decodes the parts of one file: UTF-8, or what a byte-order mark says, where it is, else the likeliest other.

    What the first part that is not UTF-8 turns out to be holds for the others: they are of one file.
    """

    def __init__(self) -> None:
        self.other: str | None = None

    def __call__(self, data: bytes) -> str:
        if encoding := wide(data):
            return data.decode(encoding, "replace")
        try:
            return data.decode("utf-8-sig")
        except UnicodeDecodeError:
            self.other = self.other or _likeliest(data)
            return data.decode(self.other, "replace")


def decode(data: bytes) -> str:
    """Text of unknown encoding."""
    return Decoder()(data)


def wide(data: bytes) -> str | None:
    """UTF-16 or UTF-32 where data is that, by its byte-order mark or by a zero in every other byte of its start."""
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            return None if encoding == "utf-8-sig" else encoding
    head = data[:200]
    for first, encoding in ((1, "utf-16-le"), (0, "utf-16-be")):
        zeros, others = head[first::2], head[1 - first :: 2]
        if len(head) >= 20 and zeros.count(0) > 0.7 * len(zeros) and others.count(0) < 0.1 * len(others):
            return encoding
    return None


def line_by_line(file: IO[bytes], most: int) -> IO[bytes]:
    """The stream in an encoding whose lines end in the byte of a newline: UTF-16 and UTF-32 are made UTF-8.

    Args:
        file: a stream that can be peeked into, or that can seek.
        most: bytes that are recoded; the rest of a longer stream is dropped.
    """
    stream = cast(io.BufferedReader, file) if hasattr(file, "peek") else io.BufferedReader(cast(io.RawIOBase, file))
    encoding = wide(stream.peek(200)[:200])
    if encoding is None:
        return stream
    return io.BytesIO(stream.read(most).decode(encoding, "replace").encode("utf8", "replace"))


def _likeliest(data: bytes) -> str:
    from charset_normalizer import from_bytes

    best = from_bytes(data[:LOOKED_AT]).best()
    return best.encoding if best else "cp1252"
