"""What tests of several files share."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.postgres import NoServer, server
from tests.stores import Place, schema


@pytest.fixture(scope="session")
def postgres() -> Iterator[str]:
    """The address of a PostgreSQL server that runs while the tests do."""
    try:
        with server() as address:
            yield address
    except NoServer as why:
        pytest.skip(str(why))


@pytest.fixture(params=["sqlite", "postgres"])
def place(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Place]:
    """An empty place of each kind."""
    if request.param == "sqlite":
        found = Place(str(tmp_path / "news.db"))
    else:
        found = Place(schema(request.getfixturevalue("postgres")))
    yield found
    found.close()
