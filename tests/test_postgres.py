"""A library in PostgreSQL, beside one in a file."""

import subprocess
import sys
from pathlib import Path

import pytest

import variorum
from tests.stores import schema
from variorum.errors import StoreError, UsageError
from variorum.types import RECORDS

REPORTS = Path(__file__).parent.parent / "examples" / "reports"


@pytest.mark.models
def test_a_build_is_the_same_in_both(postgres: str, tmp_path: Path) -> None:
    place = schema(postgres)
    reports = sorted(REPORTS.iterdir())
    with variorum.build(tmp_path / "news.db", *reports) as library:
        expected = {kind: list(library.records(kind)) for kind in RECORDS}
    variorum.build(place, *reports[:4]).close()
    with variorum.build(place, *reports) as library:  # what is there already is not added again
        assert {kind: len(list(library.records(kind))) for kind in RECORDS} == {k: len(v) for k, v in expected.items()}
        assert {kind: set(library.records(kind)) for kind in RECORDS} == {k: set(v) for k, v in expected.items()}


def test_no_library_is_made_by_looking(postgres: str) -> None:
    place = schema(postgres)
    with pytest.raises(UsageError, match="variorum build"):
        variorum.open(place)
    asked = [sys.executable, "-m", "variorum", "show", "stories", "--db", place]
    found = subprocess.run(asked, capture_output=True, text=True, check=False)
    assert found.returncode == 2
    assert "variorum build" in found.stderr


def test_a_password_is_not_told(tmp_path: Path) -> None:
    with pytest.raises(StoreError) as caught:
        variorum.open(f"postgresql://me:secret@/none?host={tmp_path}")
    assert "secret" not in str(caught.value)
