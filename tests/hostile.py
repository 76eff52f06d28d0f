"""Makes a folder of inputs that mean harm, or were harmed, and says what is to become of each.

`python -m tests.hostile FOLDER BYTES` writes them and reads each, in so many bytes of memory.
"""

import gzip
import io
import json
import os
import resource
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
from backports import zstd

FINE = "Der Hafen von Velmar ist am Freitag wieder geöffnet worden, teilte die Behörde nach vier Tagen Streik mit."
SECRET = "the words of a file elsewhere"


@dataclass(frozen=True)
class Case:
    """One input: its bytes, how many articles it gives, and words of the problems that are named, in order."""

    data: bytes | Callable[[Path], None]
    articles: int = 1
    problems: tuple[str, ...] = ()


def page(body: str = "", head: str = "") -> bytes:
    return f"<html><head>{head}</head><body><article><p>{FINE}</p>{body}</article></body></html>".encode()


def ld(data: str) -> bytes:
    return page(head=f'<script type="application/ld+json">{data}</script>')


def article(**fields: object) -> bytes:
    return json.dumps({"text": FINE, **fields}).encode()


def record(length: object = None, body: bytes | None = None, more: str = "") -> bytes:
    body = page() if body is None else body
    http = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n" + more.encode() + b"\r\n" + body
    head = f"WARC/1.0\r\nWARC-Type: response\r\nWARC-Target-URI: https://kai.example/{len(body)}\r\n"
    head += "WARC-Date: 2021-03-02T09:00:00Z\r\nWARC-Record-ID: <urn:uuid:1>\r\nContent-Type: application/http\r\n"
    return f"{head}Content-Length: {len(http) if length is None else length}\r\n\r\n".encode() + http + b"\r\n\r\n"


def parquet(**columns: object) -> bytes:
    out = io.BytesIO()
    pq.write_table(pa.table(columns), out)
    return out.getvalue()


def _turned(data: bytes, start: int, end: int) -> bytes:
    """Data with some of its bytes turned over."""
    return data[:start] + bytes(byte ^ 0xFF for byte in data[start:end]) + data[end:]


def feed(items: str, before: str = "", after: str = "</channel></rss>") -> bytes:
    return f"{before}<rss version='2.0'><channel><title>Kai</title>{items}{after}".encode()


ITEM = f"<item><title>A</title><link>https://kai.example/1</link><description>{FINE}</description></item>"
LAUGHS = "<!DOCTYPE x [<!ENTITY a0 'ha'>" + "".join(f"<!ENTITY a{n} '{f'&a{n - 1};' * 10}'>" for n in range(1, 12))
LAUGHS += "]>"


def outside(root: str = "x") -> bytes:
    return f'<!DOCTYPE {root} [<!ENTITY e SYSTEM "file://{{secret}}">]>'.encode()


def wide_frame() -> bytes:
    """A frame that asks for a window of 256 MB."""
    wanted = {zstd.CompressionParameter.window_log: 28, zstd.CompressionParameter.enable_long_distance_matching: 1}
    packer = zstd.ZstdCompressor(options=wanted)
    return packer.compress(FINE.encode()) + packer.flush()


TEXTS = {
    "empty.txt": Case(b""),
    "blank.txt": Case(b" \n\t\n "),
    "nul.txt": Case(b"\0" * 50 + FINE.encode() + b"\0" * 50),
    "only_nul.txt": Case(b"\0" * 100_000),
    "cut_utf8.txt": Case(FINE.encode() + b"\xe2\x82"),
    "overlong_utf8.txt": Case(FINE.encode() + b"\xc0\xaf\xe0\x80\xaf"),
    "surrogate_utf8.txt": Case(FINE.encode() + b"\xed\xa0\x80\xed\xb0\x80"),
    "latin1.txt": Case(FINE.encode("latin1")),
    "cp1251.txt": Case(
        "Порт Вельмар вновь открылся в пятницу после забастовки, сообщило управление порта.".encode("cp1251")
    ),
    "shift_jis.txt": Case(("港は金曜日に再開した。" * 20).encode("shift_jis")),
    "utf16.txt": Case(FINE.encode("utf-16")),
    "utf16be.txt": Case(b"\xfe\xff" + FINE.encode("utf-16-be")),
    "utf16_no_mark.txt": Case(FINE.encode("utf-16-le")),
    "utf16_odd.txt": Case(FINE.encode("utf-16") + b"\0"),
    "utf32.txt": Case(FINE.encode("utf-32")),
    "utf8_mark.txt": Case(b"\xef\xbb\xbf" + FINE.encode()),
    "newlines.txt": Case(f"{FINE}\r{FINE}\r\n{FINE}\n\r{FINE}\x85{FINE}\u2028{FINE}".encode()),
    "every_byte.txt": Case(bytes(range(256)) * 400),
    "turned_round.txt": Case(f"\u202e{FINE}\u2066\u200f{FINE}".encode()),
    "marks_on_marks.txt": Case(("e" + "\u0301" * 100_000).encode()),
    "one_word.txt": Case(b"hafen " * 200_000),
    "one_line.txt": Case(b"h" * 2_000_000),
    "brackets.txt": Case(b"[" * 100_000),
    "newlines_only.txt": Case(b"\n" * 500_000),
    "emoji.txt": Case("👩‍👩‍👧‍👦".encode() * 20_000),
}
PAGES = {
    "empty.html": Case(b"", 0, ("not a web page",)),
    "nothing.html": Case(b"<html><body></body></html>", 0, ("no article text",)),
    "scripts.html": Case(b"<html><script>" + b"x();" * 1000, 0, ("no article text",)),
    "deep.html": Case(page("<div>" * 100_000)),
    "deep_tables.html": Case(page("<table><tr><td>" * 5000)),
    "deep_marks.html": Case(page("<b><i>" * 20_000)),
    "unclosed_comments.html": Case(page("<!--" * 20_000)),
    "open_angles.html": Case(page("<" * 200_000)),
    "outside.html": Case(outside("html") + page("<p>&e;</p>")),
    "laughs.html": Case(LAUGHS.replace("DOCTYPE x", "DOCTYPE html").encode() + page("<p>&a11;</p>")),
    "long_attribute.html": Case(page(f'<p class="{"x" * 3_000_000}">a</p>')),
    "many_attributes.html": Case(page("<p " + " ".join(f"a{n}=1" for n in range(50_000)) + ">a</p>")),
    "data_image.html": Case(page(f'<img src="data:image/png;base64,{"A" * 3_000_000}">')),
    "every_byte.html": Case(bytes(range(256)) * 400, 0, ("not a web page",)),
    "nul.html": Case(page("\0" * 1000)),
    "wrong_charset.html": Case(page(head='<meta charset="utf-16">')),
    "no_such_charset.html": Case(page(head='<meta charset="klingon">')),
    "year_0000.html": Case(page(head='<meta property="article:published_time" content="0000-00-00">')),
    "year_99999.html": Case(page(head='<meta property="article:published_time" content="99999-01-01T00:00:00Z">')),
    "deep_ld.html": Case(ld("[" * 100_000)),
    "odd_ld.html": Case(ld('{"@type": ["NewsArticle", {}], "author": [[[]], {"name": []}], "headline": 7}')),
    "circular_ld.html": Case(ld('{"@type": "NewsArticle", "@id": "#a", "author": {"@id": "#a"}}')),
    "too_large.html": Case(page("a" * 21_000_000), 0, ("larger than 20,000,000 bytes",)),
}
OBJECTS = {
    "empty.json": Case(b"", 0, ("not JSON",)),
    "number.json": Case(b"7", 0, ("not a JSON object",)),
    "null.json": Case(b"null", 0, ("not a JSON object",)),
    "cut.json": Case(article()[:-20], 0, ("not JSON",)),
    "after.json": Case(article() + b"}", 0, ("not JSON",)),
    "deep_lists.json": Case(b"[" * 500_000, 0, ("nested too deep",)),
    "deep_objects.json": Case(b'{"text":' * 500_000, 0, ("nested too deep",)),
    "deep_field.json": Case(b'{"x": ' + b"[" * 900 + b"]" * 900 + b', "text": "a"}'),
    "key_twice.json": Case(b'{"text": 7, "text": ' + json.dumps(FINE).encode() + b"}"),
    "nan.json": Case(b'{"text": "a", "published": NaN}', 1, ("`published` is 'nan'",)),
    "infinite.json": Case(b'{"text": "a", "published": 1e999}', 1, ("`published` is 'inf'",)),
    "digits.json": Case(b'{"text": "a", "id": ' + b"9" * 5000 + b"}", 0, ("too many digits",)),
    "surrogate.json": Case(b'{"text": "a\\ud800b", "title": "\\udfff", "id": "\\ud800"}'),
    "mark.json": Case(b"\xef\xbb\xbf" + article()),
    "utf16.json": Case(article().decode().encode("utf-16")),
    "no_text.json": Case(b'{"title": "a"}', 0, ("no `text`",)),
    "odd_text.json": Case(b'{"text": ["a"]}', 0, ("no `text`",)),
    "odd_id.json": Case(article(id=[1]), 0, ("`id` must be",)),
    "odd_title.json": Case(article(title={"a": 1}), 0, ("`title` must be",)),
    "odd_html.json": Case(b'{"html": "<p>"}', 0, ("not a web page",)),
    "year_9999.json": Case(article(published="9999-12-31T23:59:59-23:59")),
    "year_0000.json": Case(article(published="0000-01-01"), 1, ("read without its date",)),
    "year_10000.json": Case(article(published="10000-01-01"), 1, ("read without its date",)),
    "far_zone.json": Case(article(published="2021-01-01T00:00:00+99:99"), 1, ("read without its date",)),
    "not_objects.json": Case(
        json.dumps([7] * 5000).encode(), 0, (*["not a JSON object"] * 100, "4,900 more like those named")
    ),
    "crowded.json": Case(b"[" + b"{}," * 3_000_000 + b"{}]", 0, ("more than 5,000,000 brackets",)),
    "crowded.jsonl": Case(b"[" + b"[]," * 3_000_000 + b"[]]\n" + article(), 1, ("more than 5,000,000 brackets",)),
    "long_key.json": Case(json.dumps({"text": FINE, "k" * 1_000_000: 1}).encode()),
    "broken_lines.jsonl": Case(
        article() + b"\n{\n\n\0\n" + article(id="2") + b"\n]\n", 2, ("line 2", "line 4", "line 6")
    ),
    "cr.jsonl": Case(article() + b"\r\n" + article(id="2") + b"\r\n\r\n", 2),
    "utf16.jsonl": Case((article() + b"\n" + article(id="2")).decode().encode("utf-16"), 2),
    "encodings.jsonl": Case(
        '{"text": "Häfen und Kräne"}\n'.encode() + '{"text": "Größere Schiffe müssen warten"}\n'.encode("cp1252"), 2
    ),
    "no_newline.jsonl": Case(article()),
    "list.jsonl": Case(b"[" + article() + b"]", 0, ("not a JSON object",)),
}
TABLES = {
    "empty.csv": Case(b"", 0),
    "header.csv": Case(b"text,title\n", 0),
    "ragged.csv": Case(f'text,title\n"{FINE}",a,b,c\n"{FINE}"\n\n'.encode(), 2),
    "open_quote.csv": Case(b'text,title\n"' + b"a,b\n" * 6_000_000, 0, ("a quotation mark that is never closed",)),
    "nul.csv": Case(f"text\n{FINE}\0\n".encode()),
    "names_twice.csv": Case(f"text,text\na,{FINE}\n".encode()),
    "no_text.csv": Case(b"when,what\n1,2\n3,4\n", 0, ("no column for the text among 'when', 'what'",)),
    "nameless.csv": Case(b",,\n1,2,3\n", 0, ("no column for the text",)),
    "semicolons.csv": Case(f"Text;Date\n{FINE};2021-03-02\n".encode()),
    "utf16.csv": Case(f"text\tdate\n{FINE}\t2021-03-02\n".encode("utf-16")),
    "mark.csv": Case(b"\xef\xbb\xbftext\n" + FINE.encode() + b"\n"),
    "many_columns.csv": Case((",".join(f"c{n}" for n in range(20_000)) + ",text\n" + "," * 20_000 + "a\n").encode()),
    "cr.csv": Case(b"text,date\ra,2021-03-02\rb,2021-03-03\r", 2),
    "empty.parquet": Case(b"", 0, ("not Parquet",)),
    "not.parquet": Case(b"PAR1 not really PAR1", 0, ("not Parquet",)),
    "cut.parquet": Case(parquet(text=[FINE] * 50)[:-40], 0, ("not Parquet",)),
    "page_header.parquet": Case(_turned(parquet(text=[FINE]), 4, 40), 0, ("not Parquet",)),
    "values.parquet": Case(_turned(parquet(text=[FINE]), 30, 60), 0, ("not of its column",)),
    "numbers.parquet": Case(parquet(text=[1, 2]), 0, ("no `text`", "no `text`")),
    "nested.parquet": Case(parquet(text=[{"a": "b"}]), 0, ("no `text`",)),
    "nulls.parquet": Case(parquet(text=[None, FINE], title=[None, None]), 1, ("no `text`",)),
    "no_text.parquet": Case(parquet(words=[FINE]), 0, ("no column for the text among 'words'",)),
    "far.parquet": Case(parquet(text=["a"], date=pa.array([2**62], pa.timestamp("ms"))), 0, ("broken",)),
    "bytes.parquet": Case(parquet(text=pa.array([b"\xff\xfe"], pa.binary())), 0, ("no `text`",)),
    "not_utf8.parquet": Case(
        parquet(text=pa.Array.from_buffers(pa.utf8(), 1, pa.array([b"\xff\xfe"], pa.binary()).buffers())),
        0,
        ("broken",),
    ),
}
ARCHIVES = {
    "empty.warc": Case(b"", 0),
    "not.warc": Case(b"no archive at all\r\n\r\n", 0, ("not a web archive",)),
    "cut.warc": Case((record() + record())[:-40], 2, ("cut off",)),
    "long_length.warc": Case(record() + record(10**9) + record(), 1, ("larger than",)),
    "short_length.warc": Case(record() + record(30) + record(), 1, ("broken after 2 records",)),
    "negative_length.warc": Case(record(-5) + record(), 0, ("broken",)),
    "endless_length.warc": Case(record(10**30), 0, ("broken",)),
    "word_length.warc": Case(record("many"), 0, ("broken",)),
    "long_header.warc": Case(record(more=f"X: {'y' * 5_000_000}\r\n"), 0, ("broken",)),
    "many_headers.warc": Case(record(more="X: y\r\n" * 100_000), 0, ("broken",)),
    "wrongly_packed.warc": Case(record(more="Content-Encoding: gzip\r\n") + record(), 2),
    "wrongly_cut.warc": Case(record(more="Transfer-Encoding: chunked\r\n") + record(), 2),
    "pages_without_text.warc": Case(record(body=b"<p>") + record(), 1, ("not a web page",)),
}
PACKED = {
    "empty.txt.gz": Case(b""),
    "empty.txt.zst": Case(b"", 0, ("cut off",)),
    "not.txt.gz": Case(b"not gzip", 0, ("not whole gzip data",)),
    "not.txt.zst": Case(b"not zstd", 0, ("not whole Zstandard data",)),
    "cut.txt.gz": Case(gzip.compress(os.urandom(5000))[:-100], 0, ("cut off",)),
    "cut.jsonl.gz": Case(gzip.compress(article() + b"\n" + os.urandom(5000).hex().encode())[:-100], 1, ("cut off",)),
    "cut.jsonl.zst": Case(zstd.compress(article() + b"\n" + b"a" * 5000)[:-3], 0, ("cut off",)),
    "checksum.txt.gz": Case(gzip.compress(b"a" * 50)[:-8] + b"\0" * 8, 0, ("it is broken",)),
    "garbage_after.txt.gz": Case(gzip.compress(FINE.encode()) + b"garbage", 0, ("it is broken",)),
    "members.txt.gz": Case(gzip.compress(FINE.encode()) * 1000),
    "frames.txt.zst": Case(zstd.compress(FINE.encode()) * 1000),
    "bomb.txt.gz": Case(gzip.compress(b"a" * 120_000_000), 0, ("decompression bomb",)),
    "bomb.jsonl.gz": Case(gzip.compress(b"\n" * 120_000_000), 0, ("decompression bomb",)),
    "bomb.csv.zst": Case(zstd.compress(b"text\n" + b"a" * 120_000_000), 0, ("a line longer than 20,000,000",)),
    "bomb.warc.zst": Case(zstd.compress(record() + b"\r\n" * 60_000_000), 1, ("decompression bomb",)),
    "window.txt.zst": Case(wide_frame(), 0, ("a window of more than",)),
    "twice.txt.gz": Case(gzip.compress(gzip.compress(FINE.encode()))),
}
FEEDS = {
    "empty.rss": Case(b"", 0, ("RSS nor Atom",)),
    "not.xml": Case(b"<note><to>all</to></note>", 0, ("RSS nor Atom",)),
    "cut.rss": Case(feed(ITEM, after=ITEM[:60]), 2, ("cut off",)),
    "outside.rss": Case(feed(ITEM.replace(FINE, "&e; a"), before=outside().decode())),
    "outside.atom": Case(
        outside()
        + b"<feed xmlns='http://www.w3.org/2005/Atom'><title>K</title><entry><title>&e; a</title></entry></feed>"
    ),
    "laughs.rss": Case(feed(ITEM.replace(FINE, "&a11; a"), before=LAUGHS)),
    "deep.rss": Case(feed(f"<item><title>A</title><description>{'<x>' * 20_000}</description></item>"), 1, ()),
    "open_angles.rss": Case(feed(f"<item><title>A</title><description>{'<' * 100_000}</description></item>")),
    "no_words.rss": Case(feed("<item/><item><guid>1</guid></item>"), 2),
    "dates.rss": Case(
        feed(ITEM.replace("</title>", "</title><pubDate>32 Foo 99999</pubDate>")), 1, ("without its date",)
    ),
    "year_0000.rss": Case(
        feed(ITEM.replace("</title>", "</title><pubDate>0000-03-02T09:00:00+01:00</pubDate>")),
        1,
        ("without its date",),
    ),
    "nul.rss": Case(feed(ITEM).replace(b"Kai", b"K\0ai")),
    "utf16.rss": Case(feed(ITEM).decode().encode("utf-16")),
    "many.rss": Case(feed(ITEM * 2000), 2000),
}
LISTS = {
    "empty.opml": Case(b"", 0, ("not OPML",)),
    "nothing.opml": Case(b"<opml><body/></opml>", 0, ("no feed in it",)),
    "outside.opml": Case(outside() + b'<opml><outline xmlUrl="&e;"/></opml>', 0, ("",)),
    "laughs.opml": Case(LAUGHS.encode() + b'<opml><outline xmlUrl="&a11;"/></opml>', 0, ("",)),
    "deep.opml": Case(b"<outline>" * 50_000, 0, ("",)),
    "feeds.opml": Case(b'<opml><outline xmlUrl="https://kai.example/rss"/></opml>', 0, ("give --fetch",)),
}


def _links(path: Path) -> None:
    path.symlink_to(path.parent.parent / "secret.txt")


def _nowhere(path: Path) -> None:
    path.symlink_to(path.parent / "gone.txt")


def _round(path: Path) -> None:
    path.symlink_to(path)


def _unreadable(path: Path) -> None:
    path.write_text(FINE)
    path.chmod(0)


FILES = {
    "link_out.txt": Case(_links, 0, ("a link out of the folder",)),
    "link_to_nowhere.txt": Case(_nowhere, 0, ("a link out of the folder, or to nowhere",)),
    "link_to_itself.txt": Case(_round, 0, ("a link out of the folder, or to nowhere",)),
    "folder.txt": Case(Path.mkdir, 0),
    "pipe.txt": Case(os.mkfifo, 0),
    "unreadable.txt": Case(_unreadable, 0, ("permission denied",)),
    "odd\udcff\n name.txt": Case(FINE.encode()),
    ".hidden.txt": Case(FINE.encode(), 0),
    "paper.pdf": Case(b"%PDF", 0),
}
CASES = TEXTS | PAGES | OBJECTS | TABLES | ARCHIVES | PACKED | FEEDS | LISTS | FILES


def write(folder: Path, name: str, case: Case) -> Path:
    """Make one input."""
    path = folder / name
    if callable(case.data):
        case.data(path)
    else:
        path.write_bytes(case.data.replace(b"{secret}", str(folder.parent / "secret.txt").encode()))
    return path


def make(folder: Path) -> Iterator[tuple[Path, Case]]:
    """Make all of them, and beside the folder a file that none may lead to."""
    folder.mkdir(parents=True, exist_ok=True)
    (folder.parent / "secret.txt").write_text(SECRET)
    for name, case in CASES.items():
        yield write(folder, name, case), case


def make_large(folder: Path) -> None:
    """What is as large as harm comes: a line of 200 MB, ten million words, zeros without end."""
    with (folder / "line.jsonl").open("wb") as file:
        file.write(b'{"text": "')
        file.seek(200_000_000)
        file.write(b'"}\n{"text": "after"}\n')
    with (folder / "zeros.txt").open("wb") as file:
        file.truncate(300_000_000)
    (folder / "words.txt").write_bytes(b"harbour " * 10_000_000)


SAID = "“We will stay out of it,” said Mara Ilves, who leads 14 unions in Velmar. "


def make_english(path: Path, folder: Path) -> None:
    """The texts of `TEXTS` once more, said to be English so that every stage reads them, and some that are longest."""
    from variorum.errors import InputError
    from variorum.read.files import read

    def passed_over(_: InputError) -> None:
        pass

    texts = [article.text for name in TEXTS for article in read(folder / name, on_problem=passed_over)]
    for unit in (SAID, f"{SAID}\n", "a.\n", "Mara Ilves of Velmar, ", "1,200 ", "“"):
        texts += [unit * (size // len(unit)) for size in (50_000, 199_000, 4_900_000)]
    with path.open("w", encoding="utf8") as file:
        for number, text in enumerate(texts):
            file.write(json.dumps({"id": f"english {number}", "language": "en", "text": text}) + "\n")


def read_each(folder: Path, memory: int) -> Iterator[dict[str, object]]:
    """Read each input by itself, in a process that may take so many bytes of memory; what came of it."""
    from variorum.errors import InputError
    from variorum.read.files import read

    resource.setrlimit(resource.RLIMIT_AS, (memory, memory))
    for path, _ in make(folder):
        if path.name in FILES:
            continue
        problems: list[InputError] = []
        before = time.process_time()
        texts = [repr(found) for found in read(path, on_problem=problems.append)]
        yield {
            "name": path.name,
            "articles": len(texts),
            "problems": [problem.why for problem in problems],
            "sources": [problem.source for problem in problems],
            "seconds": time.process_time() - before,
            "leaks": any(SECRET in text for text in texts),
        }


if __name__ == "__main__":
    for found in read_each(Path(sys.argv[1]), int(sys.argv[2])):
        print(json.dumps(found), flush=True)
