"""The pages, asked for as a browser or a program asks for them."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from tests.web_library import fill
from variorum.web.app import create_app
from variorum.web.settings import Settings


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[TestClient]:
    db = fill(tmp_path_factory.mktemp("web") / "news.db")
    with TestClient(create_app(Settings(db=db)), base_url="http://localhost") as client:
        yield client


@pytest.mark.parametrize("address", ["/stories", "/articles", "/actors", "/relations", "/tables", "/search?q=strike"])
def test_every_list_is_a_page_and_json_and_csv(site: TestClient, address: str) -> None:
    path, _, query = address.partition("?")
    page = site.get(address)
    assert page.status_code == 200
    assert page.headers["content-type"].startswith("text/html")
    assert site.get(f"{path}.json?{query}").json()
    table = site.get(f"{path}.csv?{query}")
    assert table.headers["content-type"].startswith("text/csv")


def test_database_is_opened_by_path_only(tmp_path: Path) -> None:
    from variorum.errors import UsageError

    with pytest.raises(UsageError, match="no database"):
        create_app(Settings(db=tmp_path / "none.db"))
