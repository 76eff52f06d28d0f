"""Any input becomes articles, and what cannot be read is named."""

import csv
import gzip
import io
import json
import os
import sys
import threading
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from backports import zstd
from typer.testing import CliRunner

from variorum.cli.main import app
from variorum.errors import InputError, UsageError
from variorum.read.articles import content_id, digest, read_date
from variorum.read.columns import parse_map
from variorum.read.files import kind_of, looks_like, read
from variorum.read.language import language_of
from variorum.types import Article

TEXT = "Dock workers in Velmar walked out on Monday.\n\nThe harbour board will meet them on Friday."
PAGE = """<!doctype html><html lang="en-GB"><head><title>Dockers leave the quay | The Quay</title>
<meta property="og:site_name" content="The Quay"><link rel="canonical" href="https://quay.example/a">
<script type="application/ld+json">{"@graph": [{"@type": ["NewsArticle"], "headline": "Dockers leave the quay",
 "datePublished": "2021-03-02T08:30:00Z", "dateModified": "2021-03-04",
 "author": [{"name": "Mara Ilves"}, "Tom Okoro"]}]}
</script><script type="application/ld+json">{broken</script></head>
<body><nav><a href="/">Home</a><a href="/sport">Sport</a></nav><article><h1>Dockers leave the quay</h1>
<p>Dock workers in Velmar walked out on Monday after talks over night pay broke down, the union said.</p>
<p>The harbour board said it would meet the union again before the end of the week.</p></article></body></html>"""


def problems() -> tuple[list[InputError], Any]:
    found: list[InputError] = []
    return found, found.append


def test_text(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_text(TEXT, encoding="utf8")
    (article,) = read(path, published="2021-03-01", outlet="The Quay")
    assert article.text == TEXT
    assert article.source == str(path)
    assert (article.published, article.published_from, article.outlet) == ("2021-03-01", "given", "The Quay")
    assert article.id == content_id(TEXT, "The Quay", None)


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "cp1252"])
def test_encodings(tmp_path: Path, encoding: str) -> None:
    text = (
        "Der Hafen von Köln ist für eine Woche geschlossen, weil die Verträge ausgelaufen sind. Größere Schiffe warten."
    )
    path = tmp_path / "a.txt"
    path.write_bytes(text.encode(encoding))
    (article,) = read(path)
    assert article.text == text


def test_json_and_jsonl_name_what_is_broken(tmp_path: Path) -> None:
    rows = [
        {"id": 7, "text": TEXT, "title": "T", "published": "2021-03-02T08:00:00+01:00"},
        {"text": TEXT, "author": ["A B", "C D"]},
    ]
    one, many, wrapped, lines = (tmp_path / n for n in ("1.json", "2.json", "3.json", "4.jsonl.gz"))
    one.write_text(json.dumps(rows[0]))
    many.write_text(json.dumps(rows))
    wrapped.write_text(json.dumps({"articles": rows}))
    broken = ["{broken", "[1]", '{"text": 5}', '{"text": "x", "id": {}}', '{"text": "dated", "published": "soon"}', ""]
    with gzip.open(lines, "wt") as file:
        file.write("\n".join([json.dumps(rows[0]), *broken, json.dumps(rows[1])]))
    found, on_problem = problems()
    articles = list(read(one, many, wrapped, lines, on_problem=on_problem))
    assert [a.id for a in articles if a.title] == ["7"] * 4
    assert articles[0].published == "2021-03-02T08:00:00+01:00"
    assert articles[2].author == "A B, C D"
    assert [(a.text, a.published) for a in articles[-2:]] == [("dated", None), (TEXT, None)]
    assert [e.source.removeprefix(str(lines)) for e in found] == [
        " line 2",
        " line 3",
        " line 4",
        " line 5",
        " line 6 (read without its date)",
    ]


def test_a_given_text_keeps_its_code_points(tmp_path: Path) -> None:
    path = tmp_path / "a.jsonl"
    path.write_text('{"text": "a\\ud800b\\u0000\\r\\n\\ud83c\\udf89 e\\u0301"}')
    (article,) = read(path)
    assert article.text == "a�b\0\r\n🎉 e\u0301"


def test_html(tmp_path: Path) -> None:
    path = tmp_path / "a.html"
    path.write_text(PAGE, encoding="utf8")
    (article,) = read(path)
    assert article.text.startswith("Dock workers") or article.text.startswith("Dockers leave the quay\nDock workers")
    assert "Sport" not in article.text
    assert (article.title, article.outlet, article.author) == (
        "Dockers leave the quay",
        "The Quay",
        "Mara Ilves, Tom Okoro",
    )
    assert (article.published, article.url) == ("2021-03-02T08:30:00+00:00", "https://quay.example/a")
    assert article.language == "en"


def test_html_without_an_article_is_a_problem(tmp_path: Path) -> None:
    path = tmp_path / "a.html"
    path.write_text("<html><body></body></html>")
    with pytest.raises(InputError, match="no article text"):
        list(read(path))


def test_csv_and_parquet(tmp_path: Path) -> None:
    rows = [
        {"Headline": "T", "Content": TEXT, "Date": "2021-03-02", "id": "x1"},
        {"Headline": "", "Content": "", "Date": "", "id": "x2"},
    ]
    table, columns = tmp_path / "a.csv", tmp_path / "a.parquet"
    with table.open("w", newline="") as file:
        out = csv.DictWriter(file, list(rows[0]))
        out.writeheader()
        out.writerows(rows)
    pq.write_table(pa.Table.from_pylist(rows), columns)
    found, on_problem = problems()
    articles = list(read(table, columns, on_problem=on_problem))
    assert [(a.id, a.title, a.text, a.published) for a in articles] == [("x1", "T", TEXT, "2021-03-02")] * 2
    assert [e.source[-5:] for e in found] == ["row 2", "row 2"]


TWO = json.dumps({"id": "1", "text": TEXT}) + "\n" + json.dumps({"id": "2", "text": TEXT}) + "\n"


@pytest.mark.parametrize(("ending", "pack"), [(".gz", gzip.compress), (".zst", zstd.compress)])
def test_packed_files_of_every_kind(tmp_path: Path, ending: str, pack: Callable[[bytes], bytes]) -> None:
    table = io.BytesIO()
    pq.write_table(pa.table({"text": [TEXT]}), table)
    holds = {
        "a.txt": TEXT.encode(),
        "b.html": PAGE.encode(),
        "c.json": json.dumps({"text": TEXT}).encode(),
        "d.csv": f'text\n"{TEXT}"\n'.encode(),
        "e.parquet": table.getvalue(),
        "f.warc": warc_record(),
    }
    for name, data in holds.items():
        (tmp_path / f"{name}{ending}").write_bytes(pack(data))
    texts = [article.text for article in read(tmp_path)]
    assert [text.splitlines()[0][-30:] for text in texts] == [
        *(TEXT.splitlines()[0][-30:], texts[1].splitlines()[0][-30:]),
        *([TEXT.splitlines()[0][-30:]] * 3),
        texts[1].splitlines()[0][-30:],
    ]


@pytest.mark.parametrize("pack", [gzip.compress, zstd.compress])
def test_members_in_a_row_are_read_as_one_and_pipes_are_unpacked(
    tmp_path: Path, pack: Callable[[bytes], bytes], monkeypatch: pytest.MonkeyPatch
) -> None:
    data = pack(TWO[:30].encode()) + pack(TWO[30:].encode())
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(data)))
    assert [a.id for a in read("-")] == ["1", "2"]
    path = tmp_path / ("a.jsonl.gz" if pack is gzip.compress else "a.jsonl.zst")
    path.write_bytes(data)
    assert [a.id for a in read(path)] == ["1", "2"]


def test_a_web_archive_in_a_pipe(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(warc_record())))
    assert [a.url for a in read("-")] == ["https://quay.example/b"]


def warc_record() -> bytes:
    body = f"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: {len(PAGE)}\r\n\r\n{PAGE}".encode()
    head = (
        "WARC/1.0\r\nWARC-Type: response\r\nWARC-Target-URI: https://quay.example/b\r\n"
        "WARC-Date: 2021-03-02T09:00:00Z\r\nWARC-Record-ID: <urn:uuid:1>\r\n"
        "Content-Type: application/http; msgtype=response\r\n"
    )
    return f"{head}Content-Length: {len(body)}\r\n\r\n".encode() + body + b"\r\n\r\n"


MARKED = """<html><head><meta property="og:site_name" content="The Quay">
<meta property="article:modified_time" content="2021-03-05T10:00:00Z">%s</head><body><article><h1>Dockers leave</h1>
<div class="byline">By Mara Ilves</div><time itemprop="datePublished" datetime="2021-03-02">2 March</time>
<p>Dock workers in Velmar walked out on Monday after talks over night pay broke down, the union said.</p>
</article></body></html>"""
GRAPH = {
    "@graph": [
        {"@type": "Organization", "@id": "#o", "name": "Harbour Daily"},
        {"@type": "NewsArticle", "url": "https://daily.example/other", "headline": "Other", "datePublished": "2020"},
        {
            "@type": "NewsArticle",
            "url": "https://daily.example/a",
            "headline": "Dockers",
            "publisher": {"@id": "#o"},
            "author": [{"@id": "#m"}, {"@id": "#nobody"}],
            "dateModified": "2021-03-06",
        },
        {"@type": "Person", "@id": "#m", "name": "Mara Ilves"},
    ]
}


def test_what_a_page_says_of_its_article(tmp_path: Path) -> None:
    path = tmp_path / "a.html"
    path.write_text(MARKED % "")
    (article,) = read(path)
    assert (article.author, article.outlet, article.title) == ("Mara Ilves", "The Quay", "Dockers leave")
    assert (article.published, article.updated) == ("2021-03-02", "2021-03-05T10:00:00+00:00")
    canonical = '<link rel="canonical" href="https://daily.example/a">'
    path.write_text(MARKED % f'{canonical}<script type="application/ld+json">{json.dumps(GRAPH)}</script>')
    (article,) = read(path)
    assert (article.author, article.outlet, article.title) == ("Mara Ilves", "Harbour Daily", "Dockers")
    assert (article.published, article.updated) == ("2021-03-02", "2021-03-06")


def test_columns_are_told_guessed_and_noted(tmp_path: Path) -> None:
    table = tmp_path / "a.csv"
    table.write_text(f'day;Story;Paper\n2021-03-02;"{TEXT}";The Quay\n')
    notes: list[str] = []
    columns = {"text": "Story", "outlet": "Paper", "published": "day"}
    (article,) = read(table, columns=columns, on_note=notes.append)
    assert (article.text, article.outlet, article.published) == (TEXT, "The Quay", "2021-03-02")
    assert [note.split(": ")[1] for note in notes] == [
        *("`text` is read from 'Story'", "`outlet` is read from 'Paper'", "`published` is read from 'day'"),
    ]
    with pytest.raises(InputError, match=r"no column for the text among 'day', 'Story', 'Paper'; .*--map text=COLUMN"):
        list(read(table))
    with pytest.raises(InputError, match=r"no column 'story'; it has 'day', 'Story', 'Paper'"):
        list(read(table, columns={"text": "story"}))
    with pytest.raises(UsageError, match="no such field"):
        list(read(table, columns={"body": "Story"}))


def test_keys_of_objects_are_told_and_guessed(tmp_path: Path) -> None:
    lines = tmp_path / "a.jsonl"
    rows = [
        {"page": {"body": TEXT}, "headline": "T", "source": "x"},
        {"page": {}},
        {"page": {"body": TEXT}, "date": "2021"},
    ]
    lines.write_text("\n".join(map(json.dumps, rows)))
    found, on_problem = problems()
    columns = {"text": "page.body", "author": "writer"}
    one, two = read(lines, columns=columns, on_problem=on_problem)
    assert (one.text, one.title, one.outlet) == (TEXT, "T", None)
    assert two.published is None
    assert [e.why for e in found] == [
        "no key 'page.body'; it has 'page'",
        "`published` is '2021'; write it as ISO 8601, such as 2022-09-15",
        "nothing in it has 'writer' for `author` (read without it); it has page, headline, source, date",
    ]


@pytest.mark.parametrize("written", ["text", "text=", "=a", "text=a,,published=b", "body=text"])
def test_a_mapping_that_cannot_be_read_is_wrong_usage(written: str) -> None:
    with pytest.raises(UsageError, match="--map"):
        parse_map(written)


def test_warc(tmp_path: Path) -> None:
    record = warc_record()
    plain, packed = tmp_path / "a.warc", tmp_path / "b.warc.gz"
    plain.write_bytes(record)
    packed.write_bytes(gzip.compress(record))
    articles = list(read(plain, packed))
    assert [a.url for a in articles] == ["https://quay.example/b"] * 2
    assert articles[0].id == articles[1].id


def test_folders_globs_and_order(tmp_path: Path) -> None:
    for name in ("b/2.txt", "a/1.txt", "a/note.pdf", ".hidden.txt"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text(name)
    assert [a.text for a in read(tmp_path)] == ["a/1.txt", "b/2.txt"]
    assert [a.text for a in read(str(tmp_path / "**" / "2.*"), tmp_path / "a")] == ["b/2.txt", "a/1.txt"]


def test_what_cannot_be_read_is_named_and_the_rest_goes_on(tmp_path: Path) -> None:
    (tmp_path / "ok.txt").write_text("fine")
    (tmp_path / "cut.txt.gz").write_bytes(gzip.compress(b"x" * 5000)[:-9])
    (tmp_path / "no.parquet").write_bytes(b"not parquet")
    (tmp_path / "no.json").write_text("[" * 100_000)
    (tmp_path / "empty").mkdir()
    names = ["gone.txt", "cut.txt.gz", "no.parquet", "no.json", "empty", "*.xml", "paper.pdf", "ok.txt"]
    found, on_problem = problems()
    assert [a.text for a in read(*(tmp_path / n for n in names), on_problem=on_problem)] == ["fine"]
    assert [Path(e.source).name for e in found] == names[:-1]
    with pytest.raises(InputError, match="no such file"):
        list(read(tmp_path / "gone.txt"))


def test_standard_input(monkeypatch: pytest.MonkeyPatch) -> None:
    for data, text in ((b'{"text": "a"}\n{"text": "a"}\n', "a"), (b"plain", "plain"), (b'[{"text": "b"}]', "b")):
        monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(data)))
        assert {a.text for a in read("-")} == {text}


def test_a_named_pipe_is_read_like_standard_input(tmp_path: Path) -> None:
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    writer = threading.Thread(target=lambda: pipe.write_bytes(b'{"text": "a"}\n{"text": "b"}\n'))
    writer.start()
    assert [a.text for a in read(pipe)] == ["a", "b"]
    writer.join()


def test_addresses_and_bad_dates_are_wrong_usage() -> None:
    with pytest.raises(UsageError, match="--fetch"):
        list(read("https://quay.example/a"))
    with pytest.raises(UsageError, match="ISO 8601"):
        list(read(published="next week"))


def test_formats_by_name_and_by_look() -> None:
    assert kind_of("x.JSONL.GZ") == ".jsonl"
    assert kind_of("x.pdf") is None
    assert looks_like(b'{\n "text": "a"\n}') == ".json"
    assert looks_like(b"\xef\xbb\xbf <!DOCTYPE html><p>") == ".html"


@pytest.mark.parametrize(
    ("written", "read_as"),
    [
        ("2021-03-02", "2021-03-02"),
        ("2021-03-02 08:30", "2021-03-02T08:30:00"),
        ("Tue, 02 Mar 2021 08:30:00 +0000", "2021-03-02T08:30:00+00:00"),
    ],
)
def test_dates(written: str, read_as: str) -> None:
    assert read_date(written, "x") == read_as


def test_ids_are_of_the_content() -> None:
    assert content_id("a", None, None) == content_id("a", None, None)
    assert len({content_id("a", None, None), content_id("a", "The Quay", None), content_id("b", None, None)}) == 3
    one = Article(id="1", text="a")
    assert digest(one) == digest(Article(id="2", text="a", source="elsewhere"))
    assert digest(one) != digest(Article(id="1", text="a", published="2021-03-02"))


@pytest.mark.parametrize(
    ("text", "language"),
    [
        (TEXT, "en"),
        ("Der Hafen bleibt bis Freitag geschlossen, teilte die Gewerkschaft am Montag mit.", "de"),
        ("Порт останется закрытым до пятницы, сообщил профсоюз.", "ru"),
        ("", None),
        ("123 456 !", None),
    ],
)
def test_language(text: str, language: str | None) -> None:
    assert language_of(text) == language


def test_the_program_maps_columns_and_says_what_needs_fetching(tmp_path: Path) -> None:
    table, db = tmp_path / "a.csv", tmp_path / "news.db"
    table.write_text("id,story,tongue\n1,Der Hafen bleibt zu.,de\n")
    run = CliRunner()
    built = run.invoke(app, ["build", str(table), "--db", str(db), "--map", "text=story", "--map", "language=tongue"])
    assert built.exit_code == 0
    assert "`text` is read from 'story'" in built.stderr
    for words, why in (
        (["https://quay.example/a"], "only with --fetch"),
        ([str(table), "--pages"], "give --fetch too"),
        ([str(table), "--map", "body=story"], "no such field"),
    ):
        wrong = run.invoke(app, ["build", *words, "--db", str(db)])
        assert wrong.exit_code == 2
        assert why in wrong.stderr


def test_lines_in_utf16_are_read_as_a_stream(tmp_path: Path) -> None:
    rows = "\n\n\n".join(json.dumps({"text": f"Häfen 🎉 {i}"}, ensure_ascii=False) for i in range(3000))
    for encoding in ("utf-16", "utf-16-le", "utf-32"):
        path = tmp_path / "a.jsonl"
        path.write_bytes(rows.encode(encoding))
        articles = list(read(path))
        assert [a.text for a in articles] == [f"Häfen 🎉 {i}" for i in range(3000)]
        assert articles[-1].source.endswith("line 8998")
