"""Rows of CSV and Parquet files, as fields by the names of the columns."""

import csv
import io
import re
from collections.abc import Iterator
from typing import IO

from variorum.errors import InputError
from variorum.read.decoding import Decoder, line_by_line
from variorum.read.formats import LARGEST, Found, whole_file

FIELD = 20_000_000  # code points of one field of a CSV file; an unclosed quotation mark makes such fields
BATCH = 256  # rows of a Parquet file that are held at once
_DELIMITERS = ",;\t|"
_ROW = re.compile(r"[^\r\n]*(?:\r\n|\r|\n)|[^\r\n]+")


def read_csv(file: IO[bytes], source: str) -> Iterator[Found]:
    """One article a row, its fields named by the first row. Read as a stream; the delimiter is told from that row."""
    csv.field_size_limit(FIELD)
    stream = line_by_line(file)
    decode = Decoder()
    head = decode(stream.readline(LARGEST)).lstrip("\ufeff")
    delimiter = max(_DELIMITERS, key=next(_rows(head), "").count)

    def lines() -> Iterator[str]:
        yield from _rows(head)
        while line := stream.readline(FIELD):
            if len(line) == FIELD and not line.endswith(b"\n"):
                raise InputError(source, f"a line longer than {FIELD:,} bytes; is it CSV?")
            yield from _rows(decode(line))

    try:
        for i, row in enumerate(csv.DictReader(lines(), delimiter=delimiter), 1):
            yield f"{source} row {i}", {name: value or "" for name, value in row.items() if isinstance(name, str)}
    except csv.Error as error:
        why = f"not CSV: {error}; look for a quotation mark that is never closed"
        raise InputError(source, why) from error


def _rows(line: str) -> Iterator[str]:
    """A line, cut where it has the ends of lines of old Macs inside."""
    if "\r" not in line[:-2]:
        yield line
        return
    yield from (row.group() for row in _ROW.finditer(line))


def read_parquet(file: IO[bytes], source: str) -> Iterator[Found]:
    """One article a row, some rows held at a time."""
    import pyarrow as pa
    import pyarrow.parquet as pq

    try:
        table = pq.ParquetFile(file if file.seekable() else io.BytesIO(whole_file(file, source)))
        i = 0
        for batch in table.iter_batches(batch_size=BATCH):
            for n in range(batch.num_rows):
                i += 1
                where = f"{source} row {i}"
                try:
                    yield where, batch.slice(n, 1).to_pylist()[0]
                except (ValueError, OverflowError):  # a moment that no calendar has, text that is not UTF-8
                    yield InputError(where, "broken: a value that is not of its column's type; mend that row")
    except (pa.ArrowException, OSError) as error:
        if isinstance(error, OSError) and error.errno:  # of the system, not of what the file holds
            raise
        raise InputError(source, f"not Parquet, or broken: {str(error).splitlines()[0]}") from error
