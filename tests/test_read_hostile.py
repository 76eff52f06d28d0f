"""Inputs that mean harm, or were harmed: each gets its stated result, and the rest is read."""

import gzip
import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from tests.hostile import CASES, FILES, FINE, LISTS, SECRET, make, make_english, make_large
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


BUILD_MEMORY = 3_000_000_000  # bytes that a build of all of them may take,
BUILD_SECONDS = 400.0  # and of its time


@pytest.mark.soak
@pytest.mark.models
def test_the_rest_of_a_build_is_whole(tmp_path: Path) -> None:
    """A build of all of them, beside three reports, keeps the reports as a build of those alone does."""
    folder, reports = tmp_path / "corpus", tmp_path / "reports"
    for _ in make(folder):
        pass
    (folder / "pipe.txt").unlink()  # reading it would wait for someone to write
    make_large(folder)
    make_english(folder / "in_english.jsonl", folder)
    reports.mkdir()
    for n, path in enumerate(sorted((Path(__file__).parent.parent / "examples" / "reports").iterdir())[:3]):
        write(reports / f"{n}{path.suffix}", path.read_bytes())
    kept = []
    for db, inputs in (("alone.db", [reports]), ("all.db", [folder, reports])):
        words = ["build", *map(str, inputs), "--db", str(tmp_path / db), "--quiet", "--jobs", "1"]
        with (tmp_path / "told.txt").open("w+") as told:
            built = subprocess.Popen([sys.executable, "-m", "variorum", *words], stderr=told)
            _, status, used = os.wait4(built.pid, 0)
            built.returncode = os.waitstatus_to_exitcode(status)
            told.seek(0)
            said = told.read()
        assert "Traceback" not in said, said[-3000:]
        assert built.returncode == (db == "all.db")
        print(f"{db}: {used.ru_utime + used.ru_stime:.0f} s, {used.ru_maxrss // 1000:,} MB")
        assert used.ru_maxrss * 1024 < BUILD_MEMORY
        assert used.ru_utime + used.ru_stime < BUILD_SECONDS
        with open_library(tmp_path / db) as library:
            kept.append({a.id: a for a in library.articles() if a.source.startswith(str(reports))})
            named = {p.source for p in library.problems()}
    assert len(kept[0]) == 3
    assert kept[0].keys() == kept[1].keys()
    assert all(kept[1][id].quotes == article.quotes for id, article in kept[0].items())
    refused = [name for name in NAMES if not CASES[name].articles and CASES[name].problems and name not in LISTS]
    assert [name for name in refused if not any(name in source for source in named)] == []


@pytest.mark.soak
def test_what_is_as_large_as_harm_comes(tmp_path: Path) -> None:
    """A line of 200 MB, ten million words, zeros without end: each within the limits of the reading process."""
    make_large(tmp_path)
    for path, number, why in (
        (tmp_path / "line.jsonl", 1, "longer than 100,000,000 bytes"),
        (tmp_path / "words.txt", 0, "a text of more than 5,000,000 characters"),
        (tmp_path / "zeros.txt", 0, "larger than 100,000,000 bytes"),
        (Path("/dev/zero"), 0, "larger than 100,000,000 bytes"),
    ):
        problems: list[InputError] = []
        assert len(list(read(path, on_problem=problems.append))) == number
        assert [why in e.why for e in problems] == [True]


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
