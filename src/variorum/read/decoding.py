"""Bytes become text: the encoding is told from the bytes."""

import codecs
import io
from typing import IO, Any, cast

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


def line_by_line(file: IO[bytes]) -> io.BufferedReader:
    """The stream in an encoding whose lines end in the byte of a newline: UTF-16 and UTF-32 are made UTF-8."""
    stream = file if isinstance(file, io.BufferedReader) else io.BufferedReader(cast(io.RawIOBase, file))
    encoding = wide(stream.peek(200)[:200])
    return stream if encoding is None else io.BufferedReader(_Recoded(stream, encoding))


class _Recoded(io.RawIOBase):
    """A stream of another encoding as UTF-8."""

    def __init__(self, file: io.BufferedReader, encoding: str) -> None:
        self.file, self.decoder, self.left = file, codecs.getincrementaldecoder(encoding)("replace"), b""

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:
        ended = False
        while not self.left and not ended:
            data = self.file.read(len(buffer))
            ended = not data
            self.left = self.decoder.decode(data, ended).encode("utf8", "replace")
        size = min(len(buffer), len(self.left))
        buffer[:size], self.left = self.left[:size], self.left[size:]
        return size


def _likeliest(data: bytes) -> str:
    from charset_normalizer import from_bytes

    best = from_bytes(data[:LOOKED_AT]).best()
    return best.encoding if best else "cp1252"
