"""Inputs that mean harm, or were harmed: each gets its stated result, and the rest is read."""

import gzip
import json
from pathlib import Path

import pytest

from variorum.errors import InputError
from variorum.read import formats
from variorum.read.files import read

FINE = "The port reopened on Friday and ships came in, the board said, after a strike of four days had ended."


def page(body: str, head: str = "") -> bytes:
    return f"<html><head>{head}</head><body><article><p>{FINE}</p>{body}</article></body></html>".encode()


def write(path: Path, data: bytes) -> Path:
    path.write_bytes(data)
    return path


@pytest.fixture
def small(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(formats, "LARGEST", 1000)


READABLE = {
    "deep.html": page("<div>" * 5000 + "deep" + "</div>" * 5000),
    "unclosed.html": page("<b><i><p><table><td>" * 300),
    "entity.html": b'<!DOCTYPE html [<!ENTITY x SYSTEM "file:///etc/passwd">]>' + page("<p>&x;</p>"),
    "bad_ld.html": page("", '<script type="application/ld+json">[[[[{"@type": 5}, null, 7]]]]</script>'),
    "odd_ld.html": page(
        "", '<script type="application/ld+json">{"@type": "NewsArticle", "author": [[], {}, 5]}</script>'
    ),
    "bad_date.html": page("", '<meta property="article:published_time" content="yesterday">'),
    "nul.txt": b"\0" * 20 + FINE.encode(),
    "cut_utf8.txt": FINE.encode() + b"\xe2\x82",
    "latin.txt": FINE.encode() + "é".encode("latin1"),
    "old_mac.txt": FINE.encode() + b"\rnew line\r",
    "far.json": json.dumps({"text": FINE, "published": "9999-12-31"}).encode(),
    "surrogate.json": b'{"text": "' + FINE.encode() + b'\\udfff"}',
    "extra.json": json.dumps({"text": FINE, "body": [[[]]], "id": 12, "author": ["A", "B"]}).encode(),
    "mark.jsonl": b"\xef\xbb\xbf" + json.dumps({"text": FINE}).encode(),
    "ragged.csv": f'text,title\n"{FINE}",a,b,c\n'.encode(),
}


@pytest.mark.parametrize("name", READABLE)
def test_what_can_be_read_is_read(tmp_path: Path, name: str) -> None:
    (article,) = read(write(tmp_path / name, READABLE[name]))
    assert FINE in article.text
    assert "root:" not in article.text


BROKEN = {
    "empty.json": b"",
    "number.json": b"7",
    "nothing.json": b"null",
    "deep.json": b'{"text":' * 100_000,
    "no_text.json": b'{"title": "a"}',
    "bad_title.json": b'{"text": "a", "title": {"b": 1}}',
    "blank.html": b"   ",
    "binary.html": bytes(range(256)) * 40,
    "plain.parquet": b"PAR1 not really PAR1",
    "empty.parquet": b"",
    "not.txt.gz": b"not gzip",
    "cut.jsonl.gz": gzip.compress(b'{"text": "a"')[:-12],
    "checksum.txt.gz": gzip.compress(b"a" * 50)[:-8] + b"\0" * 8,
}


@pytest.mark.parametrize("name", BROKEN)
def test_what_cannot_be_read_is_named_and_the_rest_goes_on(tmp_path: Path, name: str) -> None:
    broken, fine = write(tmp_path / name, BROKEN[name]), write(tmp_path / "fine.txt", FINE.encode())
    found: list[InputError] = []
    articles = list(read(broken, fine, on_problem=found.append))
    assert [a.text for a in articles] == [FINE]
    assert [e.source.split(" line")[0] for e in found] == [str(broken)]
    assert "\n" not in str(found[0])


@pytest.mark.usefixtures("small")
def test_what_unpacks_to_too_much_is_refused(tmp_path: Path) -> None:
    bomb = write(tmp_path / "bomb.txt.gz", gzip.compress(b"a" * 5_000_000))
    with pytest.raises(InputError, match="larger than"):
        list(read(bomb))


@pytest.mark.usefixtures("small")
def test_a_line_that_is_too_long_costs_only_itself(tmp_path: Path) -> None:
    lines = [b'{"text": "a"}', b'{"text": "' + b"b" * 3000 + b'"}', b'{"text": "c"}']
    found: list[InputError] = []
    articles = list(read(write(tmp_path / "a.jsonl", b"\n".join(lines)), on_problem=found.append))
    assert [a.text for a in articles] == ["a", "c"]
    assert [e.source[-6:] for e in found] == ["line 2"]


def test_names_that_are_no_text_are_read(tmp_path: Path) -> None:
    write(tmp_path / "a\udcff\n.txt", FINE.encode())
    (article,) = read(tmp_path)
    assert article.text == FINE
    article.source.encode("utf8")
