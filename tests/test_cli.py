"""The commands: what they print, where, and with which exit code."""

import csv
import gzip
import json
import subprocess
import sys
from pathlib import Path

import jsonschema
import pyarrow.parquet as pq
import pytest
from click.testing import Result
from typer.testing import CliRunner

from variorum.cli.main import COMMANDS, app
from variorum.library import open_library
from variorum.publish.export import schema
from variorum.store.sqlite import SqliteStore
from variorum.types import (
    RECORDS,
    Actor,
    Alias,
    AnnotatedArticle,
    Article,
    Claim,
    Deed,
    Derivation,
    Disagreement,
    Event,
    EventActor,
    EventMention,
    Figure,
    Participant,
    Quote,
    Record,
    Relation,
    Reuse,
    Side,
    SpanRef,
    Stage,
    Statement,
    Story,
    Time,
    TimelineEntry,
    Utterance,
)

TEXT = "The port reopened. Ships came in."


def run(*words: object, stdin: str | None = None) -> Result:
    return CliRunner().invoke(app, [str(word) for word in words], input=stdin)


def write_articles(path: Path, *ids: str) -> Path:
    """Articles in another language than English, for which no model loads."""
    path.write_text(
        "".join(json.dumps({"id": i, "language": "de", "text": f"Hafen {i}. Schiffe."}) + "\n" for i in ids)
    )
    return path


@pytest.fixture
def source(tmp_path: Path) -> Path:
    return write_articles(tmp_path / "in.jsonl", "a", "b")


@pytest.fixture
def db(tmp_path: Path, source: Path) -> Path:
    path = tmp_path / "news.db"
    assert run("build", source, "--db", path).exit_code == 0
    return path


def every_record() -> list[Record]:
    """One record of each kind, with all fields filled."""
    at = SpanRef(article="x", start=0, end=18, text="The port reopened.")
    says = Statement(
        article="x", start=0, end=18, text="The port reopened.", attributed_to="Mara Ilves", stance="reports"
    )
    names = (Alias(name="The Port", count=2),)
    return [
        Actor(
            id="p",
            name="Port",
            kind="place",
            country="VEL",
            aliases=names,
            mentions=(at,),
            locals=(("x", "1"),),
            why=("w",),
        ),
        Story(
            id="s", title="Port", articles=("x",), from_="2021-03-01", to="2021-03-02", actors=("p",), follows=("t",)
        ),
        Reuse(kind="verbatim", a=at, b=at, score=1.0),
        Derivation(article="x", from_=None, kind="wire", share=0.5, score=0.9, why="both credit it"),
        Utterance(id="u", story="s", speaker=None, quotes=(at,), variants=("The port",)),
        Claim(id="c", story="s", text="The port reopened.", articles=1, of=1, origins=1, statements=(says,)),
        Disagreement(
            id="d",
            kind="date",
            stories=("s",),
            about="day",
            sides=(Side(says="1", statements=(says,)),),
            score=1,
            why="w",
        ),
        TimelineEntry(
            from_="2021-03-01", to="2021-03-01", text="reopened", status="happened", stories=("s",), statements=(says,)
        ),
        Deed(
            id="e",
            story="s",
            code="AID",
            quad=2,
            status="happened",
            source=(Participant(name="Port", actor="p"),),
            articles=1,
            origins=1,
            statements=(
                EventMention(article="x", start=0, end=18, text="The port reopened.", code="AID", status="happened"),
            ),
        ),
        Relation(
            id="r",
            kind="trade",
            parties=("p",),
            name="n",
            stages=(Stage(stage="s", status="planned", statements=(says,)),),
        ),
    ]


@pytest.fixture
def full(tmp_path: Path) -> Path:
    """A database with a record of each kind."""
    path = tmp_path / "full.db"
    actor = EventActor(name="Port", code="VEL", span=(0, 8))
    article = AnnotatedArticle(
        id="x",
        text=TEXT,
        body=((0, 33),),
        sentences=((0, 18), (19, 33)),
        times=(Time(start=0, end=3, kind="DATE", value="2021-03-01", from_="2021-03-01", to="2021-03-01"),),
        figures=(Figure(start=0, end=3, value=1.0, about=("p",)),),
        quotes=(Quote(content=((0, 18),), kind="indirect"),),
        events=(Event(start=0, end=18, trigger=((9, 17),), code="YIELD", quad=2, status="happened", source=(actor,)),),
    )
    store = SqliteStore(path)
    store.add_articles([Article(id="x", text=TEXT)])
    store.add_annotations([article], "1")
    store.replace_records(every_record())
    store.close()
    return path


def test_build_twice_adds_nothing(db: Path, source: Path) -> None:
    before = run("export", "--db", db).stdout
    again = run("build", source, "--db", db)
    assert again.exit_code == 0
    assert again.stdout.startswith("2 articles")
    assert run("export", "--db", db).stdout == before
    assert run("build", source, "--db", db, "--quiet").stdout == ""
    assert run("build", "--db", db).exit_code == 0


def test_one_article_is_counted_as_one(tmp_path: Path) -> None:
    alone = write_articles(tmp_path / "alone.jsonl", "a")
    assert (
        run("build", alone, "--db", tmp_path / "one.db").stdout == f"1 article in 1 story, in {tmp_path / 'one.db'}\n"
    )


def test_exit_codes(tmp_path: Path, source: Path) -> None:
    db, gone = tmp_path / "x.db", tmp_path / "gone.txt"
    some = run("build", source, gone, "--db", db)
    assert some.exit_code == 1
    assert f"{gone}: no such file" in some.stderr
    with open_library(db) as library:
        assert [p.source for p in library.problems()] == [str(gone)]
    assert run("build", gone, "--db", tmp_path / "y.db").exit_code == 3
    assert run("build", "--db", tmp_path / "z.db").exit_code == 2
    assert run("build", "https://quay.example/", "--db", db).exit_code == 2
    assert run("build", source, "--db", db, "--published", "soon").exit_code == 2
    assert run("build", source).exit_code == 2
    assert run("build", source, "--db", source).exit_code == 3
    assert run("annotate", gone).exit_code == 3
    assert run("annotate", source, gone).exit_code == 1
    assert run("annotate", source, "-o", tmp_path / "no" / "out").exit_code == 3
    assert run("export", "--db", tmp_path / "none.db").exit_code == 2
    assert run("export", "--db", db, "--to", "xml").exit_code == 2
    assert run("export", "--db", db, "--to", "csv").exit_code == 2
    assert run("frobnicate").exit_code == 2


def test_annotate_writes_a_line_for_each_in_order(tmp_path: Path, source: Path) -> None:
    out = tmp_path / "out.jsonl"
    assert run("annotate", source, "-o", out, "--outlet", "The Quay", "--published", "2021-03-02").exit_code == 0
    rows = [json.loads(line) for line in out.read_text().splitlines()]
    assert [(r["id"], r["outlet"], r["published"], r["type"]) for r in rows] == [
        (i, "The Quay", "2021-03-02", "article") for i in "ab"
    ]
    piped = run("annotate", "-", stdin='{"id": "c", "text": "Hafen.", "language": "de"}')
    assert json.loads(piped.stdout)["id"] == "c"


def test_every_line_of_an_export_is_valid_against_the_schema(full: Path) -> None:
    shape = json.loads(run("schema").stdout)
    assert shape == json.loads(json.dumps(schema()))
    jsonschema.Draft202012Validator.check_schema(shape)
    validator = jsonschema.Draft202012Validator(shape)
    rows = [json.loads(line) for line in run("export", "--db", full).stdout.splitlines()]
    assert [row["type"] for row in rows] == list(RECORDS)
    for row in rows:
        validator.validate(row)
    with pytest.raises(jsonschema.ValidationError):
        validator.validate({"type": "claim"})


def test_export_as_tables(tmp_path: Path, full: Path) -> None:
    for to in ("csv", "parquet"):
        assert run("export", "--db", full, "--to", to, "-o", tmp_path / to).exit_code == 0
        assert {p.stem for p in (tmp_path / to).iterdir()} == set(RECORDS)
    with (tmp_path / "csv" / "story.csv").open(newline="") as file:
        (story,) = csv.DictReader(file)
    assert (story["from"], json.loads(story["articles"])) == ("2021-03-01", ["x"])
    (claim,) = pq.read_table(tmp_path / "parquet" / "claim.parquet").to_pylist()
    assert claim["statements"][0]["stance"] == "reports"
    (article,) = pq.read_table(tmp_path / "parquet" / "article.parquet").to_pylist()
    assert article["sentences"] == [[0, 18], [19, 33]]
    assert article["events"][0]["source"][0]["span"] == [0, 8]


def test_judgements_are_kept_listed_and_taken_back(full: Path) -> None:
    assert run("judge", "dismiss", "d", "--db", full, "--note", "same day").exit_code == 0
    with open_library(full) as library:
        assert library.disagreements() == []
        assert len(library.disagreements(dismissed=True)) == 1
        assert list(library.records("disagreement")) == []
    listed = run("judge", "list", "--db", full).stdout
    assert "dismiss  finding  d  same day" in listed
    assert run("judge", "confirm", "d", "--db", full).exit_code == 0
    with open_library(full) as library:
        assert library.verdicts("confirm") == {"d"}
        assert len(library.disagreements()) == 1
    assert run("judge", "undo", listed.split()[0], "--db", full).exit_code == 0
    assert run("judge", "undo", "none", "--db", full).exit_code == 2
    assert run("judge", "dismiss", "none", "--db", full).exit_code == 2


def test_actors_and_stories_are_regrouped_by_what_stays(full: Path) -> None:
    assert run("judge", "merge", "actors", "p", "The Port", "--db", full).exit_code == 0
    assert run("judge", "merge", "actors", "p", "Nobody", "--db", full).exit_code == 2
    assert run("judge", "merge", "actors", "p", "--db", full).exit_code == 2
    assert run("judge", "merge", "ships", "p", "q", "--db", full).exit_code == 2
    assert run("judge", "split", "stories", "x", "x", "--db", full).exit_code == 2
    with open_library(full) as library:
        (kept,) = library.judgements()
    assert (kept.verb, kept.what, kept.groups) == ("merge", "actor", (("Port", "The Port"),))


def test_split_stories(db: Path) -> None:
    assert run("judge", "split", "stories", "a", "b", "--db", db).exit_code == 0
    with open_library(db) as library:
        assert library.judgements()[0].groups == (("a",), ("b",))


def test_help_loads_nothing_heavy() -> None:
    heavy = ("spacy", "numpy", "msgspec", "pyarrow", "trafilatura", "sqlite3", "jinja2", "onnxruntime", "py3langid")
    code = f"import sys, variorum.cli.main; sys.exit(', '.join(m for m in {heavy!r} if m in sys.modules) or None)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True)
    assert done.returncode == 0, done.stderr


def test_every_command_has_help() -> None:
    listed = run("--help").stdout
    for name in COMMANDS:
        assert name in listed
        assert run(name, "--help").exit_code == 0
    assert run("--version").stdout.startswith("variorum ")


def test_a_closed_pipe_ends_quietly(source: Path, tmp_path: Path) -> None:
    many = tmp_path / "many.jsonl.gz"
    with gzip.open(many, "wt") as file:
        file.writelines(json.dumps({"text": f"Hafen {i}. " * 200, "language": "de"}) + "\n" for i in range(300))
    command = [sys.executable, "-m", "variorum", "annotate", str(many)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        assert process.stderr is not None
        assert process.stdout.readline().startswith("{")
        process.stdout.close()
        assert process.stderr.read() == ""


def test_a_split_of_stories_outlives_rebuilds_until_it_is_taken_back(tmp_path: Path) -> None:
    source, db = tmp_path / "in.jsonl", tmp_path / "news.db"
    text = "Die Hafenarbeiter in Velmar streiken seit Montag für höhere Löhne. Vor dem Hafen warten vierzig Schiffe."
    rows = ({"id": i, "outlet": i, "language": "de", "published": "2021-03-02", "text": text} for i in "ab")
    source.write_text("".join(json.dumps(row) + "\n" for row in rows))

    def stories() -> int:
        assert run("build", source, "--db", db).exit_code == 0
        with open_library(db) as library:
            return len(library.stories())

    assert stories() == 1
    assert run("judge", "split", "stories", "a", "b", "--db", db).exit_code == 0
    assert [stories(), stories()] == [2, 2]
    with open_library(db) as library:
        (judgement,) = library.judgements()
    assert run("judge", "undo", judgement.id, "--db", db).exit_code == 0
    assert stories() == 1
