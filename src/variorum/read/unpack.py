"""Packed data, unpacked as a stream: gzip and Zstandard, within limits that no archive of text comes near."""

import gzip
import io
import zlib
from typing import IO, Any

from variorum.errors import InputError

ENDINGS = (".gz", ".zst")
_MAGIC = {b"\x1f\x8b": ".gz", b"\x28\xb5\x2f\xfd": ".zst"}
RATIO = 200  # times its size that data may unpack to; text seldom comes to 20
FREE = 64_000_000  # bytes unpacked before the ratio is looked at
WINDOW = 27  # binary logarithm of the longest Zstandard window, in bytes: what `zstd -d` takes without being told
CHUNK = 1 << 16  # bytes


def packing(head: bytes) -> str | None:
    """The ending that fits how packed data begins, or None."""
    return next((ending for magic, ending in _MAGIC.items() if head.startswith(magic)), None)


def unpacked(file: IO[bytes], source: str, ending: str) -> IO[bytes]:
    """What packed data holds, as a buffered stream. A read raises InputError where the data is broken, or a bomb.

    Args:
        file: the packed data; several members or frames in a row are read as one.
        source: where it stands, for messages.
        ending: `.gz` or `.zst`.
    """
    return io.BufferedReader(_Unpacked(file, source, ending), CHUNK)


class _Unpacked(io.RawIOBase):
    """The unpacked bytes, counted against the packed ones."""

    def __init__(self, file: IO[bytes], source: str, ending: str) -> None:
        self.source, self.ending = source, ending
        self.packed = _Counted(file)
        self.out = 0
        self.inner: Any = gzip.GzipFile(fileobj=self.packed) if ending == ".gz" else _zstd(self.packed)

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:
        try:
            data = self.inner.read1(min(len(buffer), CHUNK))
        except InputError:
            raise
        except EOFError as error:
            raise self._error("it is cut off; copy or fetch it again") from error
        except (zlib.error, OSError, ValueError, _zstd_error()) as error:
            raise self._error(self._fault(error)) from error
        buffer[: len(data)] = data
        self.out += len(data)
        if self.out > FREE and self.out > RATIO * self.packed.count:
            raise self._error(
                f"it unpacks to more than {RATIO} times its size, like a decompression bomb; where you trust it, "
                "unpack it first and give what comes out"
            )
        return len(data)

    def close(self) -> None:
        if not self.closed:
            self.inner.close()
            self.packed.file.close()
        super().close()

    def _fault(self, error: Exception) -> str:
        if "too much memory" in str(error) or "window" in str(error).lower():
            return f"it needs a window of more than {2**WINDOW:,} bytes; pack it again without --long"
        return "it is broken, or something else under that name; copy or fetch it again"

    def _error(self, why: str) -> InputError:
        name = "gzip" if self.ending == ".gz" else "Zstandard"
        return InputError(self.source, f"not whole {name} data: {why}" if "bomb" not in why else why)


class _Counted(io.RawIOBase):
    """A stream that counts what is read from it."""

    def __init__(self, file: IO[bytes]) -> None:
        self.file, self.count = file, 0

    def readable(self) -> bool:
        return True

    def read(self, size: int = -1) -> bytes:
        data = self.file.read(size)
        self.count += len(data)
        return data


def _zstd(file: Any) -> Any:
    from backports import zstd

    return zstd.ZstdFile(file, options={zstd.DecompressionParameter.window_log_max: WINDOW})


def _zstd_error() -> type[Exception]:
    from backports import zstd

    return zstd.ZstdError
