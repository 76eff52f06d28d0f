"""Files, folders, globs and standard input, read one article at a time."""

import glob
import gzip
import io
import json
import sys
import zlib
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import IO, Any

from variorum.errors import InputError, UsageError
from variorum.read.articles import article_from, content_id, read_date
from variorum.read.formats import FORMATS
from variorum.types import Article

OnProblem = Callable[[InputError], None]


def read(
    *inputs: str | Path,
    published: str | None = None,
    outlet: str | None = None,
    on_problem: OnProblem | None = None,
) -> Iterator[Article]:
    """Articles of any mix of files, folders, globs and `-` (standard input), in the order given.

    Args:
        inputs: `.txt`, `.html`, `.json`, `.jsonl`, `.csv`, `.parquet` or `.warc` files, each also with `.gz`; a folder
            stands for every such file in it, by name. Standard input is JSONL, JSON, HTML or text, as it looks.
        published: date of every article that does not give its own, ISO 8601.
        outlet: outlet of every article that does not give its own.
        on_problem: called with each input that could not be read; without it the first one is raised.

    Raises:
        UsageError: an address is given, or `published` is not a date.
        InputError: something could not be read and there is no `on_problem`.
    """
    for item in inputs:
        if _is_address(str(item)):
            raise UsageError(f"{item}: addresses are not fetched; save the page and give the file")
    try:
        default = read_date(published, "--published") if published else None
    except InputError as error:
        raise UsageError(str(error)) from error
    report = on_problem or _raise
    for item in inputs:
        for source in _sources(str(item), report):
            for article in _guarded(_read_one(source, report), source, report):
                yield _with_defaults(article, default, outlet)


def _raise(error: InputError) -> None:
    raise error


def _is_address(item: str) -> bool:
    return item.split(":", 1)[0].lower() in ("http", "https", "ftp") and "://" in item


def _with_defaults(article: Article, published: str | None, outlet: str | None) -> Article:
    import msgspec

    changes: dict[str, Any] = {}
    if published and not article.published:
        changes |= {"published": published, "published_from": "given"}
    if outlet and not article.outlet:
        changes["outlet"] = outlet
        if article.id == content_id(article.text, None, article.url):
            changes["id"] = content_id(article.text, outlet, article.url)
    return msgspec.structs.replace(article, **changes) if changes else article


def _sources(item: str, report: OnProblem) -> Iterator[str]:
    """The files that one input stands for."""
    path = Path(item)
    try:
        if item == "-":
            yield item
        elif path.is_dir():
            found = sorted(str(p) for p in path.rglob("*") if _readable_kind(p) and p.is_file())
            if not found:
                report(InputError(item, f"no file in it that can be read; these can: {', '.join(FORMATS)}"))
            yield from found
        elif path.exists() or not glob.has_magic(item):
            yield item
        else:
            matches = sorted(m for m in glob.glob(item, recursive=True) if Path(m).is_file())
            if not matches:
                report(InputError(item, "no file matches"))
            yield from matches
    except (OSError, ValueError) as error:
        report(InputError(item, _why(error)))


def _readable_kind(path: Path) -> bool:
    hidden = path.name.startswith(".")
    return not hidden and kind_of(path.name) is not None


def kind_of(name: str) -> str | None:
    """The ending that tells a file's format, without `.gz`; None when it is not one that can be read."""
    lower = name.lower().removesuffix(".gz")
    return next((suffix for suffix in FORMATS if lower.endswith(suffix)), None)


def _read_one(source: str, report: OnProblem) -> Iterator[Article]:
    suffix = kind_of(source)
    if source == "-":
        yield from _read_piped(sys.stdin.buffer, source, report)
    elif suffix is None and Path(source).exists() and not Path(source).is_file():
        with Path(source).open("rb") as file:
            yield from _read_piped(file, source, report)
    elif suffix is None:
        raise InputError(source, f"cannot tell its format by its name; these can be read: {', '.join(FORMATS)}")
    else:
        with _open(source) as file:
            yield from _articles(FORMATS[suffix](file, source), source, report)


def _read_piped(file: IO[bytes], source: str, report: OnProblem) -> Iterator[Article]:
    """Articles from a pipe, whose format is told by how it begins."""
    stream = file if isinstance(file, io.BufferedReader) else io.BufferedReader(file)  # type: ignore[type-var]
    yield from _articles(FORMATS[looks_like(stream.peek(4096))](stream, source), source, report)


def _open(source: str) -> IO[bytes]:
    if source.lower().endswith(".gz"):
        return gzip.open(source, "rb")  # type: ignore[return-value]
    return Path(source).open("rb")


def _articles(found: Iterator[Any], source: str, report: OnProblem) -> Iterator[Article]:
    """Articles of the fields that a format yields; it yields an InputError for a part that is broken."""
    for item in found:
        if isinstance(item, InputError):
            report(item)
            continue
        where, fields = item
        try:
            yield article_from(fields, source=where, on_problem=report)
        except InputError as error:
            report(error)


def _guarded(articles: Iterator[Article], source: str, report: OnProblem) -> Iterator[Article]:
    """The articles of one input; what stops it is reported, and the inputs after it are still read."""
    try:
        yield from articles
    except InputError as error:
        report(error)
    except (OSError, EOFError, zlib.error, ValueError, RecursionError, MemoryError) as error:
        report(InputError(source, _why(error)))


def _why(error: BaseException) -> str:
    if isinstance(error, OSError) and error.strerror:
        return error.strerror[0].lower() + error.strerror[1:]
    return str(error) or type(error).__name__


def looks_like(head: bytes) -> str:
    """The format of data without a name, by how it begins."""
    start = head.lstrip(b"\xef\xbb\xbf \t\r\n")
    if start.startswith(b"["):
        return ".json"
    if start.startswith(b"{"):
        line, newline, _ = start.partition(b"\n")
        return ".jsonl" if not newline or _is_json(line) else ".json"
    if start.startswith(b"PAR1"):
        return ".parquet"
    if start.startswith(b"WARC/"):
        return ".warc"
    lower = start[:1024].lower()
    return ".html" if lower.startswith((b"<!doctype html", b"<html", b"<?xml")) or b"<body" in lower else ".txt"


def _is_json(line: bytes) -> bool:
    try:
        json.loads(line)
    except ValueError:
        return False
    return True
