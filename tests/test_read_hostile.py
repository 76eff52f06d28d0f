"""Inputs that mean harm, or were harmed: each gets its stated result, and the rest is read."""

import gzip
import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from tests.hostile import CASES, FILES, FINE, SECRET, make
from tests.hostile import write as write_case
from variorum.errors import InputError
from variorum.library import open_library
from variorum.read import formats
from variorum.read.files import FAULT, read


def write(path: Path, data: bytes) -> Path:
    path.write_bytes(data)
    return path


@pytest.fixture
def small(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(formats, "LARGEST", 1000)


NAMES = [name for name in CASES if name not in FILES]
MEMORY = 3_000_000_000  # bytes that the reading process may take, its libraries included
SECONDS = 30.0  # of its time, for one input


@pytest.fixture(scope="module")
def results(tmp_path_factory: pytest.TempPathFactory) -> dict[str, dict[str, Any]]:
    """What came of each input, all read by one process."""
    folder = tmp_path_factory.mktemp("hostile") / "corpus"
    done = subprocess.run(
        [sys.executable, "-m", "tests.hostile", str(folder), str(MEMORY)], capture_output=True, text=True, check=False
    )
    found = [json.loads(line) for line in done.stdout.splitlines()]
    assert done.returncode == 0, done.stderr[-3000:]
    return {result["name"]: result for result in found}


@pytest.mark.parametrize("name", NAMES)
def test_each_has_its_stated_result_in_time_and_memory(results: dict[str, dict[str, Any]], name: str) -> None:
    case, found = CASES[name], results[name]
    assert found["articles"] == case.articles
    assert len(found["problems"]) == len(case.problems)
    for words, why, source in zip(case.problems, found["problems"], found["sources"], strict=True):
        assert words in f"{source}: {why}"
        assert FAULT not in why
        assert "\n" not in why
        assert name in source
    assert not found["leaks"]
    assert found["seconds"] < SECONDS


def test_there_are_enough_of_them() -> None:
    assert len(CASES) >= 60


def test_odd_files_in_a_folder(tmp_path: Path) -> None:
    folder = tmp_path / "corpus"
    folder.mkdir()
    (tmp_path / "secret.txt").write_text(SECRET)
    cases = {name: case for name, case in FILES.items() if name != "unreadable.txt" or os.geteuid()}
    for name, case in cases.items():
        write_case(folder, name, case)
    write(folder / "fine.txt", FINE.encode())
    problems: list[InputError] = []
    articles = list(read(folder, on_problem=problems.append))
    assert len(articles) == 1 + sum(case.articles for case in cases.values())
    assert all(article.text == FINE for article in articles)
    expected = {name: case.problems[0] for name, case in cases.items() if case.problems}
    assert {Path(e.source).name for e in problems} == set(expected)
    assert all(expected[Path(e.source).name] in e.why for e in problems)


@pytest.mark.soak
@pytest.mark.models
def test_the_rest_of_a_build_is_whole(tmp_path: Path) -> None:
    """A build of all of them, beside three reports, keeps the reports as a build of those alone does."""
    folder, reports = tmp_path / "corpus", tmp_path / "reports"
    for _ in make(folder):
        pass
    reports.mkdir()
    for n, path in enumerate(sorted((Path(__file__).parent.parent / "examples" / "reports").iterdir())[:3]):
        write(reports / f"{n}{path.suffix}", path.read_bytes())
    kept = []
    for db, inputs in (("alone.db", [reports]), ("all.db", [folder, reports])):
        words = ["build", *map(str, inputs), "--db", str(tmp_path / db), "--quiet", "--jobs", "1"]
        done = subprocess.run([sys.executable, "-m", "variorum", *words], capture_output=True, text=True, check=False)
        assert "Traceback" not in done.stderr, done.stderr[-3000:]
        assert done.returncode == (db == "all.db")
        with open_library(tmp_path / db) as library:
            kept.append({a.id: a for a in library.articles() if a.source.startswith(str(reports))})
            named = {p.source for p in library.problems()}
    assert kept[0].keys() == kept[1].keys()
    assert all(kept[1][id].quotes == article.quotes for id, article in kept[0].items())
    assert all(any(name in source for source in named) for name in NAMES if CASES[name].problems)


@pytest.mark.soak
def test_what_is_as_large_as_harm_comes(tmp_path: Path) -> None:
    """A line of 200 MB, ten million words, zeros without end: each within the limits of the reading process."""
    line, words, zeros = tmp_path / "line.jsonl", tmp_path / "words.txt", tmp_path / "zeros.txt"
    with line.open("wb") as file:
        file.write(b'{"text": "')
        file.seek(200_000_000)
        file.write(b'"}\n{"text": "after"}\n')
    with zeros.open("wb") as file:
        file.truncate(300_000_000)
    words.write_bytes(b"harbour " * 10_000_000)
    for path, number, why in (
        (line, 1, "longer than 100,000,000 bytes"),
        (words, 1, ""),
        (zeros, 0, "larger than 100,000,000 bytes"),
        (Path("/dev/zero"), 0, "larger than 100,000,000 bytes"),
    ):
        problems: list[InputError] = []
        assert len(list(read(path, on_problem=problems.append))) == number
        assert [why in e.why for e in problems] == [True] * bool(why)


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
