"""What is inside a file of each format, as fields of articles."""

import json
from collections.abc import Callable, Iterator, Mapping
from typing import IO, Any

from variorum.errors import InputError
from variorum.read.decoding import Decoder, decode, line_by_line

Found = tuple[str, Mapping[str, Any]] | InputError  # where it stands and its fields, or what is wrong there

LARGEST = 100_000_000  # bytes of a file that is read at once, or of one line: no article is larger
CROWDED = 5_000_000  # marks between values of JSON that is read at once: each costs some hundred bytes
PAGE = 20_000_000  # bytes of one web page or feed


def whole_file(file: IO[bytes], source: str, most: int | None = None) -> bytes:
    """All of a stream.

    Raises:
        InputError: it is longer than `most` bytes (`LARGEST` by default).
    """
    most = LARGEST if most is None else min(most, LARGEST)
    data = file.read(most + 1)
    if len(data) > most:
        raise InputError(source, f"larger than {most:,} bytes; split it, or give JSON lines")
    return data


def read_text(file: IO[bytes], source: str) -> Iterator[Found]:
    """A text file is one article."""
    yield source, {"text": decode(whole_file(file, source))}


def read_json(file: IO[bytes], source: str) -> Iterator[Found]:
    """One article, a list of them, or an object with a list under `articles`."""
    data = _loaded(decode(whole_file(file, source)), source)
    if isinstance(data, dict) and isinstance(data.get("articles"), list):
        data = data["articles"]
    if isinstance(data, list):
        for i, item in enumerate(data, 1):
            yield _object(item, f"{source} item {i}")
    else:
        yield _object(data, source)


def read_jsonl(file: IO[bytes], source: str) -> Iterator[Found]:
    """One article a line. A broken line is named and the next one read."""
    stream = line_by_line(file)
    decoder = Decoder()
    number = 0
    while line := stream.readline(LARGEST):
        number += 1
        where = f"{source} line {number}"
        if len(line) == LARGEST and not line.endswith(b"\n"):
            yield InputError(where, f"longer than {LARGEST:,} bytes; is it one article?")
            while line and not line.endswith(b"\n"):
                line = stream.readline(LARGEST)
        elif line.strip():
            try:
                yield _object(_loaded(decoder(line), where), where)
            except InputError as error:
                yield error
        else:  # nothing but newlines may follow for long
            head = stream.peek()
            blank = head[: len(head) - len(head.lstrip(b"\n"))]
            number += len(stream.read(len(blank)))


def _loaded(text: str, where: str) -> Any:
    """What JSON says.

    Raises:
        InputError: it is not JSON, or has so many values that they would fill the memory.
    """
    if len(text) > CROWDED and sum(map(text.count, "[{,:")) > CROWDED:
        raise InputError(where, f"more than {CROWDED:,} brackets, commas and colons; split it")
    try:
        return json.loads(text)
    except (ValueError, RecursionError) as error:
        raise InputError(where, _not_json(error)) from error


def _not_json(error: Exception) -> str:
    """What is wrong with JSON, and what to do."""
    if isinstance(error, RecursionError):
        return "not JSON: nested too deep"
    if isinstance(error, json.JSONDecodeError):
        return f"not JSON: {error}; mend it, or save it anew"
    return "not JSON: a number has too many digits"


def _object(item: Any, where: str) -> Found:
    return (where, item) if isinstance(item, dict) else InputError(where, "not a JSON object with an article's fields")


def read_html(file: IO[bytes], source: str) -> Iterator[Found]:
    """A page is one article."""
    from variorum.read.html import fields_of

    yield source, fields_of(whole_file(file, source, PAGE), source)


def read_warc(file: IO[bytes], source: str) -> Iterator[Found]:
    """Each HTML page of a web archive is one article."""
    from variorum.read.archives import pages

    yield from pages(file, source)


def _read_csv(file: IO[bytes], source: str) -> Iterator[Found]:
    from variorum.read.tables import read_csv

    return read_csv(file, source)


def _read_parquet(file: IO[bytes], source: str) -> Iterator[Found]:
    from variorum.read.tables import read_parquet

    return read_parquet(file, source)


def _read_feed(file: IO[bytes], source: str) -> Iterator[Found]:
    from variorum.read.feeds import read_feed

    return read_feed(file, source)


FORMATS: dict[str, Callable[[IO[bytes], str], Iterator[Found]]] = {
    ".txt": read_text,
    ".html": read_html,
    ".htm": read_html,
    ".json": read_json,
    ".jsonl": read_jsonl,
    ".csv": _read_csv,
    ".parquet": _read_parquet,
    ".warc": read_warc,
    ".rss": _read_feed,
    ".atom": _read_feed,
    ".xml": _read_feed,
}
LISTS = (".opml",)  # that name feeds, and hold no article
TABLES = (".csv", ".parquet")  # whose rows have the same columns
OBJECTS = (".json", ".jsonl")  # each with keys of its own
