"""Files, folders, globs, addresses and standard input, read one article at a time."""

import glob
import io
import json
import sys
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any, TypedDict, Unpack, cast

from variorum.errors import InputError, UsageError
from variorum.read.articles import article_from, content_id, read_date
from variorum.read.columns import Columns, OnNote, check_map
from variorum.read.decoding import wide
from variorum.read.formats import FORMATS, LISTS, OBJECTS, TABLES
from variorum.read.unpack import ENDINGS, packing, unpacked
from variorum.types import Article

if TYPE_CHECKING:
    from variorum.read.fetch import Fetcher

OnProblem = Callable[[InputError], None]
NAMED = 100  # problems of one file that are named; of the others only how many they are
FAULT = "it makes the reader fail"
PEEK = 4096  # bytes by which the format of a pipe is told


class Reading(TypedDict, total=False):
    """How inputs are read.

    published: date of every article that does not give its own, ISO 8601.
    outlet: outlet of every article that does not give its own.
    columns: which column or key holds a field, by the field's name, where it goes by an unusual one.
    fetch: whether addresses may be fetched, or what fetches them (`variorum.read.fetch.Fetcher`).
    on_problem: called with each input that could not be read; without it the first one is raised.
    on_note: called with what is worth knowing and no problem, such as which column is read for which field.
    """

    published: str | None
    outlet: str | None
    columns: Mapping[str, str] | None
    fetch: "Fetcher | bool"
    on_problem: OnProblem | None
    on_note: OnNote | None


def read(*inputs: str | Path, **how: Unpack[Reading]) -> Iterator[Article]:
    """Articles of any mix of files, folders, globs, addresses and `-` (standard input), in the order given.

    Args:
        inputs: files of the kinds in `FORMATS` and OPML, each also with `.gz` or `.zst`; a folder stands for every
            such file in it, by name. Standard input and pipes are told by how they begin.
        how: see `Reading`.

    Raises:
        UsageError: an address is given but not `fetch`; `published` is not a date; a column is given for no field.
        InputError: something could not be read and there is no `on_problem`.
    """
    reader = _Reader(how)
    for item in inputs:
        if is_address(str(item)):
            reader.may_fetch(str(item))
    for item in inputs:
        for source in reader.sources(str(item)):
            for article in reader.guarded(source):
                yield reader.with_defaults(article)


def is_address(item: str) -> bool:
    """Whether an input is an address on the web, not a path."""
    return item.split(":", 1)[0].lower() in ("http", "https", "ftp") and "://" in item


def kind_of(name: str) -> str | None:
    """The ending that tells a file's format, without that of its packing; None when it is not one that can be read."""
    lower = name.lower()
    for ending in ENDINGS:
        lower = lower.removesuffix(ending)
    return next((suffix for suffix in (*FORMATS, *LISTS) if lower.endswith(suffix)), None)


class _Reader:
    """Reads inputs in one way."""

    def __init__(self, how: Reading) -> None:
        self.report = how.get("on_problem") or _raise
        self.on_note = how.get("on_note")
        self.columns = how.get("columns") or {}
        check_map(self.columns)
        self.outlet, published = how.get("outlet"), how.get("published")
        try:
            self.published = read_date(published, "--published") if published else None
        except InputError as error:
            raise UsageError(str(error)) from error
        self.fetch = _fetcher(how.get("fetch", False))

    def may_fetch(self, address: str) -> None:
        if self.fetch is None:
            raise UsageError(f"{address}: addresses are fetched only with --fetch; or save the page and give the file")

    def sources(self, item: str) -> Iterator[str]:
        """The files that one input stands for."""
        path = Path(item)
        try:
            if item == "-" or is_address(item):
                yield item
            elif path.is_dir():
                yield from self._in_folder(path)
            elif path.exists() or not glob.has_magic(item):
                yield item
            else:
                matches = sorted(m for m in glob.glob(item, recursive=True) if Path(m).is_file())
                if not matches:
                    self.report(InputError(item, "no file matches; quote the pattern, and see where you are"))
                yield from matches
        except (OSError, ValueError) as error:
            self.report(InputError(item, _why(error)))

    def _in_folder(self, folder: Path) -> Iterator[str]:
        """Every readable file in a folder, by name; not the hidden, nor what a link outside of it holds."""
        found = sorted(p for p in folder.rglob("*") if not p.name.startswith(".") and kind_of(p.name) in FORMATS)
        files = [p for p in found if p.is_file() or p.is_symlink()]
        if not files:
            self.report(InputError(str(folder), f"no file in it that can be read; these can: {_kinds()}"))
        root = folder.resolve()
        for path in files:
            if path.is_symlink() and not (path.exists() and path.resolve().is_relative_to(root)):
                self.report(InputError(str(path), "a link out of the folder, or to nowhere; give the file itself"))
            else:
                yield str(path)

    def guarded(self, source: str) -> Iterator[Article]:
        """The articles of one input; what stops it is reported, and the inputs after it are still read."""
        try:
            yield from self._read(source)
        except InputError as error:
            self.report(error)
        except Exception as error:  # no input may cost those after it
            self.report(InputError(source, _why(error)))

    def with_defaults(self, article: Article) -> Article:
        """The article with what all are to have that do not give it themselves."""
        import msgspec

        changes: dict[str, Any] = {}
        if self.published and not article.published:
            changes |= {"published": self.published, "published_from": "given"}
        if self.outlet and not article.outlet:
            changes["outlet"] = self.outlet
            if article.id == content_id(article.text, None, article.url):
                changes["id"] = content_id(article.text, self.outlet, article.url)
        return msgspec.structs.replace(article, **changes) if changes else article

    def _read(self, source: str) -> Iterator[Article]:
        suffix = kind_of(source)
        if is_address(source):
            yield from self._fetched(source)
        elif source == "-":
            yield from self._piped(sys.stdin.buffer, source)
        elif suffix is None and Path(source).exists() and not Path(source).is_file():
            with Path(source).open("rb") as file:
                yield from self._piped(file, source)
        elif suffix is None:
            raise InputError(source, f"cannot tell its format by its name; these can be read: {_kinds()}")
        else:
            ending = next((ending for ending in ENDINGS if source.lower().endswith(ending)), None)
            with Path(source).open("rb") as file, _opened(file, source, ending) as stream:
                yield from self._of(suffix, stream, source)

    def _piped(self, file: IO[bytes], source: str) -> Iterator[Article]:
        """Articles from a pipe, whose packing and format are told by how it begins."""
        stream = _peekable(file)
        if ending := packing(stream.peek(4)):
            stream = _peekable(unpacked(stream, source, ending))
        yield from self._of(looks_like(stream.peek(PEEK)), stream, source)

    def _fetched(self, address: str) -> Iterator[Article]:
        """Articles at an address; none where it has not changed since it was last fetched."""
        self.may_fetch(address)
        assert self.fetch is not None
        page = self.fetch.get(address)
        if page is None:
            return
        ending = packing(page.body)
        with io.BytesIO(page.body) as body, _opened(body, address, ending) as stream:
            found = _peekable(stream)
            suffix = page.suffix or looks_like(found.peek(PEEK))
            try:
                yield from self._of(suffix, found, page.address)
            except InputError:
                self.fetch.refused |= {address, page.address}
                raise

    def _of(self, suffix: str, stream: IO[bytes], source: str) -> Iterator[Article]:
        """Articles in data of a known format."""
        if suffix in LISTS:
            yield from self._listed(stream, source)
            return
        found = FORMATS[suffix](stream, source)
        if self.fetch is not None and self.fetch.pages and suffix in (".rss", ".atom", ".xml"):
            found = self.fetch.with_pages(found)
        elif suffix in TABLES + OBJECTS:
            found = self._mapped(found, Columns(self.columns, source, table=suffix in TABLES, on_note=self.on_note))
        elif is_address(source) and suffix in (".html", ".htm"):
            found = (item if isinstance(item, InputError) else (item[0], {"url": source, **item[1]}) for item in found)
        yield from self._articles(found, source)

    def _listed(self, stream: IO[bytes], source: str) -> Iterator[Article]:
        """Articles of the feeds that a list names."""
        from variorum.read.feeds import feeds_of

        feeds = feeds_of(stream, source)
        if self.fetch is None:
            raise InputError(source, f"lists feeds ({len(feeds)}); give --fetch to have them fetched")
        for feed in feeds:
            if not is_address(feed):
                self.report(InputError(source, f"lists {feed[:80]!r}, which is no address on the web"))
            elif kind_of(feed) in LISTS:
                self.report(InputError(feed, "a list within a list; give it as an input of its own"))
            else:
                yield from self.guarded(feed)

    def _mapped(self, found: Iterator[Any], columns: Columns) -> Iterator[Any]:
        """What a format yields, with the fields of articles for those of its rows."""
        for item in found:
            if isinstance(item, InputError):
                yield item
                continue
            where, row = item
            columns.begin(row)
            try:
                yield where, _from_html(columns(row, where), where)
            except InputError as error:
                yield error
        columns.close()

    def _articles(self, found: Iterator[Any], source: str) -> Iterator[Article]:
        """Articles of the fields that a format yields; it yields an InputError for a part that is broken."""
        problems = _Some(self.report)
        for item in found:
            if isinstance(item, InputError):
                problems(item)
                continue
            where, fields = item
            try:
                yield article_from(fields, source=where, on_problem=problems)
            except InputError as error:
                problems(error)
        if problems.count > NAMED:
            self.report(InputError(source, f"{problems.count - NAMED:,} more like those named"))


class _Some:
    """Reports the first problems of a file, and counts all."""

    def __init__(self, report: OnProblem) -> None:
        self.report, self.count = report, 0

    def __call__(self, error: InputError) -> None:
        self.count += 1
        if self.count <= NAMED:
            self.report(error)


def _fetcher(wanted: "Fetcher | bool") -> "Fetcher | None":
    if not isinstance(wanted, bool):
        return wanted
    from variorum.read.fetch import Fetcher

    return Fetcher() if wanted else None


def _raise(error: InputError) -> None:
    raise error


def _kinds() -> str:
    return ", ".join((*FORMATS, *LISTS))


def _opened(file: IO[bytes], source: str, ending: str | None) -> IO[bytes]:
    return file if ending is None else unpacked(file, source, ending)


def _peekable(file: IO[bytes]) -> io.BufferedReader:
    return file if isinstance(file, io.BufferedReader) else io.BufferedReader(cast(io.RawIOBase, file))


def _from_html(fields: Mapping[str, Any], where: str) -> Mapping[str, Any]:
    """The fields with the text of the page that stands under `html`, where there is no other."""
    if fields.get("text") or not isinstance(fields.get("html"), str):
        return fields
    from variorum.read.html import fields_of

    return fields_of(fields["html"], where) | {k: v for k, v in fields.items() if v is not None and k != "text"}


def _why(error: BaseException) -> str:
    """What an error of the system means, in a line."""
    if isinstance(error, OSError) and error.strerror:
        return error.strerror[0].lower() + error.strerror[1:]
    if isinstance(error, MemoryError):
        return "not enough memory to read it; split it, or give JSON lines"
    return f"{FAULT} ({type(error).__name__}: {' '.join(str(error).split())[:200]}); please report it"


def looks_like(head: bytes) -> str:
    """The format of data without a name, by how it begins."""
    encoding = wide(head)
    start = (head.decode(encoding, "replace").encode("utf8", "replace") if encoding else head).lstrip(
        b"\xef\xbb\xbf \t\r\n"
    )
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
    if lower.startswith(b"<") and any(mark in lower for mark in (b"<rss", b"<feed", b"<rdf:rdf")):
        return ".xml"
    if lower.startswith(b"<") and b"<opml" in lower:
        return ".opml"
    return ".html" if lower.startswith((b"<!doctype html", b"<html", b"<?xml")) or b"<body" in lower else ".txt"


def _is_json(line: bytes) -> bool:
    try:
        json.loads(line)
    except (ValueError, RecursionError):
        return False
    return True
