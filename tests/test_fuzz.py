"""Inputs at random: whatever a file or a text is made of, nothing raises, and every span is true.

`VARIORUM_FUZZ` is how many inputs each test makes; without it a few, so that the tests are known to work.
"""

import gzip
import io
import json
import os
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import msgspec
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from backports import zstd
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from tests.test_read import MARKED, PAGE, TEXT, warc_record
from tests.test_read_feeds import ATOM, OPML, RSS
from variorum.engine.batch import FAILED, annotate_batch
from variorum.errors import InputError
from variorum.read.files import FAULT, looks_like, read
from variorum.types import AnnotatedArticle, Article

EXAMPLES = int(os.environ.get("VARIORUM_FUZZ", "20"))
PATIENCE = 20.0  # seconds of this process for one small input
fuzzed = settings(
    max_examples=EXAMPLES,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture, HealthCheck.data_too_large],
)


def _parquet() -> bytes:
    table = io.BytesIO()
    pq.write_table(pa.table({"text": [TEXT, "b"], "date": ["2021-03-02", None]}), table)
    return table.getvalue()


LINES = "\n".join(
    json.dumps(row) for row in ({"id": 1, "text": TEXT, "published": "2021-03-02"}, {"html": PAGE}, {"body": TEXT})
)
SAMPLES: dict[str, bytes] = {
    ".txt": TEXT.encode(),
    ".html": PAGE.encode(),
    ".htm": (MARKED % "").encode(),
    ".json": f"[{','.join(LINES.splitlines())}]".encode(),
    ".jsonl": LINES.encode(),
    ".csv": f'id,text,date\n1,"{TEXT}",2021-03-02\n2,b,\n'.encode(),
    ".parquet": _parquet(),
    ".warc": warc_record() * 2,
    ".rss": RSS.encode(),
    ".atom": ATOM.encode(),
    ".opml": OPML.encode(),
}
SPLICES = [
    *(b"\0", b"\xff\xfe", b"\xef\xbb\xbf", b"\xed\xa0\x80", b"\r", b"\n\n", b'"', b"'", b"<", b">", b"&#x0;", b"&x;"),
    *(b"]]>", b"<![CDATA[", b"<!--", b"{", b"[", b"}", b"1e999", b"NaN", b"-0", b"\\ud800", b"9" * 400, b"\x1f\x8b"),
    *(b"9999-12-31", b"0000-00-00", b"=", b";", b",", b"Content-Length: -1\r\n", b"<div>" * 300, b"[" * 300),
]
Edit = tuple[str, int, int, bytes]


def edits_with(pieces: list[bytes]) -> st.SearchStrategy[list[Edit]]:
    """Some edits that put in the pieces, or bytes at random."""
    how = st.sampled_from(["cut", "drop", "put", "flip", "twice"])
    piece = st.one_of(st.sampled_from(pieces), st.binary(max_size=8))
    return st.lists(st.tuples(how, st.integers(0, 10_000), st.integers(0, 200), piece), max_size=6)


edits = edits_with(SPLICES)


def edited(data: bytes, changes: list[Edit]) -> bytes:
    """The data, cut, thinned, spliced, or with bytes turned over."""
    for how, where, size, piece in changes:
        at = where % (len(data) + 1)
        if how == "cut":
            data = data[:at]
        elif how == "drop":
            data = data[:at] + data[at + size :]
        elif how == "put":
            data = data[:at] + piece + data[at:]
        elif how == "flip":
            data = data[:at] + bytes(byte ^ 0x55 for byte in data[at : at + 1 + size % 4]) + data[at + 1 + size % 4 :]
        else:
            data += data[at : at + size]
    return data


@pytest.fixture(params=["plain", "gz", "zst"])
def pack(request: pytest.FixtureRequest) -> tuple[str, Callable[[bytes], bytes]]:
    """An ending, and what packs data so."""
    packed = {"plain": ("", bytes), "gz": (".gz", gzip.compress), "zst": (".zst", zstd.compress)}
    return packed[request.param]


def _check_read(path: Path) -> None:
    problems: list[InputError] = []
    began = time.process_time()
    for article in read(path, on_problem=problems.append):
        for value in msgspec.structs.astuple(article):
            assert value is None or isinstance(value, str)
            (value or "").encode("utf8")
    for problem in problems:
        assert problem.why
        assert FAULT not in problem.why
        assert "\n" not in problem.why
    assert time.process_time() - began < PATIENCE


@pytest.mark.parametrize("suffix", SAMPLES)
@fuzzed
@given(changes=edits)
def test_files_with_damage(tmp_path: Path, suffix: str, changes: list[Edit]) -> None:
    path = tmp_path / f"a{suffix}"
    path.write_bytes(edited(SAMPLES[suffix], changes))
    _check_read(path)


@fuzzed
@given(suffix=st.sampled_from(list(SAMPLES)), changes=edits)
def test_packed_files_with_damage(
    tmp_path: Path, pack: tuple[str, Callable[[bytes], bytes]], suffix: str, changes: list[Edit]
) -> None:
    path = tmp_path / f"a{suffix}{pack[0]}"
    path.write_bytes(edited(pack[1](SAMPLES[suffix]), changes))
    _check_read(path)


@fuzzed
@given(data=st.binary(max_size=400), suffix=st.sampled_from(list(SAMPLES)))
def test_files_of_anything(tmp_path: Path, data: bytes, suffix: str) -> None:
    looks_like(data)
    for name in (f"a{suffix}", f"a{suffix}.gz", f"a{suffix}.zst"):
        (tmp_path / name).write_bytes(data)
        _check_read(tmp_path / name)


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=8), inner, max_size=4),
    max_leaves=12,
)
FIELDS = ("id", "text", "html", "title", "outlet", "author", "published", "updated", "url", "language", "body", "date")


@fuzzed
@given(rows=st.lists(st.dictionaries(st.sampled_from(FIELDS), JSON, max_size=6), max_size=4))
def test_objects_with_anything_in_their_fields(tmp_path: Path, rows: list[dict[str, Any]]) -> None:
    for name, text in (("a.json", json.dumps(rows)), ("a.jsonl", "\n".join(map(json.dumps, rows)))):
        (tmp_path / name).write_text(text)
        _check_read(tmp_path / name)


# --- the extractors

PARTS = [
    *("The port of Velmar reopened on Friday", "the union said", "“", "”", '"', "‘", "’", "'", "—", "- ", "(", ")"),
    *("[", "]", ".", ". ", ", ", "!", "?", ":", ";", "\n", "\n\n", "\r\n", "\t", "\0", "\u2028", "\u200f", "\u202e"),
    *("🎉", "é", "e\u0301\u0301", "$", "€", "%", "1,200", "3.5 million", "12", "5-6", "1/2", "1e9", "9" * 30, "May"),
    *("on Monday", "2021-03-02", "31 February", "the year before last", "Mara Ilves", "Mr. ", "Dr. O’Brien", "U.S."),
    *("he", "they", "said", "told", "that ", "not ", "will ", "if ", "who ", "and ", "of ", "must ", "By Mara Ilves"),
    *("Read more: ", "A", "www.quay.example/a?b=c", "<p>", "#tag", "@name", "…", "\ud800", "ا", "中", "«", "»", "'s "),
    *("of the of the ", "``"),
]
texts = st.lists(
    st.one_of(st.sampled_from(PARTS), st.text(max_size=6), st.tuples(st.sampled_from(PARTS), st.integers(1, 40))),
    max_size=40,
).map(lambda parts: " ".join(part if isinstance(part, str) else part[0] * part[1] for part in parts))


def spans(value: Any) -> Iterator[tuple[int, int]]:
    """Every span in a record, however deep."""
    if isinstance(value, msgspec.Struct):
        start, end = getattr(value, "start", None), getattr(value, "end", None)
        if isinstance(start, int) and isinstance(end, int):
            yield start, end
        for name, item in zip(value.__struct_fields__, msgspec.structs.astuple(value), strict=True):
            if name not in ("times", "figures", "events") or not all(isinstance(i, int) for i in item):
                yield from spans(item)
    elif isinstance(value, tuple):
        if len(value) == 2 and all(type(item) is int for item in value):
            yield value[0], value[1]
        else:
            for item in value:
                yield from spans(item)


def check_annotated(text: str, **fields: Any) -> AnnotatedArticle:
    """Annotate a text, and see that it comes back whole, with true spans, and in time."""
    began = time.process_time()
    (article,) = annotate_batch([Article(id="a", text=text, language="en", **fields)])
    assert len(article.text) == len(text)
    assert not [why for why in article.skipped if why.startswith(FAILED)]
    for start, end in spans(article):
        assert 0 <= start <= end <= len(text)
    msgspec.json.encode(article)
    assert time.process_time() - began < PATIENCE
    return article


@pytest.mark.models
@fuzzed
@given(text=texts, published=st.sampled_from([None, "2021-03-02", "9999-12-31", "0001-01-01"]))
@example(text="They will meet in winter.", published="9999-12-31")  # the winter after the last year
@example(text="They met in the summer.", published="0001-01-01")
def test_texts_of_anything(text: str, published: str | None) -> None:
    check_annotated(text, published=published)


REPORTS = [article.text.encode() for article in read(Path(__file__).parent.parent / "examples" / "reports")]


@pytest.mark.models
@fuzzed
@given(
    report=st.sampled_from(REPORTS),
    changes=edits_with([part.encode(errors="replace") for part in PARTS]),
    published=st.sampled_from([None, "2021-03-02", "9999-12-31", "0001-01-01"]),
)
def test_reports_with_damage(report: bytes, changes: list[Edit], published: str | None) -> None:
    check_annotated(edited(report, changes).decode(errors="replace"), published=published)
