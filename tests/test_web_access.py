"""Who may ask for what: host names, tokens, forged forms, sizes, and what a browser is told."""

import re
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest
from starlette.testclient import TestClient

from tests.browser.driver import served
from tests.web_library import fill
from variorum.errors import UsageError
from variorum.web.access import HEADERS
from variorum.web.app import create_app
from variorum.web.server import _listen, address, run
from variorum.web.settings import UPLOAD_MAX, Settings, is_loopback

TOKEN = "open sesame+&="


@pytest.fixture(scope="module")
def db(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return fill(tmp_path_factory.mktemp("web") / "news.db")


@pytest.fixture
def site(db: Path) -> Iterator[TestClient]:
    with TestClient(create_app(Settings(db=db)), base_url="http://localhost") as client:
        yield client


@pytest.fixture
def closed(db: Path) -> Iterator[TestClient]:
    app = create_app(Settings(db=db, host="0.0.0.0", token=TOKEN, names=("News.example",)))
    with TestClient(app, base_url="http://news.example:8000") as client:
        yield client


def form_token(site: TestClient) -> str:
    found = re.search(r'name="form_token" value="([0-9a-f]+)"', site.get("/add").text)
    assert found
    return found.group(1)


@pytest.mark.parametrize(
    ("host", "status"),
    [
        ("localhost", 200),
        ("LOCALHOST:9999", 200),
        ("127.0.0.1:8000", 200),
        ("[::1]:8000", 200),
        ("evil.example", 421),
        ("localhost.evil.example", 421),
        ("127.0.0.1.evil.example:80", 421),
        ("", 421),
    ],
)
def test_host_is_checked(site: TestClient, host: str, status: int) -> None:
    assert site.get("/stories", headers={"host": host}).status_code == status


def test_every_answer_carries_the_headers_of_safety(site: TestClient) -> None:
    for path in ("/stories", "/stories.json", "/nowhere", "/static/page.css", "/stories?since=x"):
        answer = site.get(path)
        for name, value in HEADERS.items():
            assert answer.headers[name] == value
    assert "unsafe" not in HEADERS["content-security-policy"]
    assert site.get("/stories", headers={"host": "evil.example"}).headers["content-security-policy"]


def test_without_the_token_nothing_is_shown(closed: TestClient) -> None:
    for path in ("/", "/stories", "/stories.json", "/openapi.json", "/static/page.css", "/tables/article.csv"):
        answer = closed.get(path)
        assert answer.status_code == 401
        assert "Merrow" not in answer.text
    assert closed.get("/stories?token=wrong").status_code == 401
    assert closed.post("/add").status_code == 401


def test_the_token_is_given_once(closed: TestClient) -> None:
    answer = closed.get("/search", params={"q": "a&b", "token": TOKEN}, follow_redirects=False)
    assert answer.status_code == 303
    assert answer.headers["location"] == "/search?q=a%26b"
    assert "HttpOnly" in answer.headers["set-cookie"]
    assert closed.get("/stories").status_code == 200


def test_a_program_may_bear_the_token(closed: TestClient) -> None:
    assert closed.get("/stories.json", headers={"authorization": f"Bearer {TOKEN}"}).status_code == 200
    assert closed.get("/stories.json", headers={"authorization": "Bearer nonsense"}).status_code == 401


def test_the_token_leads_to_no_other_site(closed: TestClient) -> None:
    answer = closed.get("//evil.example/", params={"token": TOKEN}, follow_redirects=False)
    assert not answer.headers.get("location", "/").startswith("//")


def changing(site: TestClient) -> list[tuple[str, str]]:
    described = site.get("/openapi.json").json()["paths"]
    return [(method, path) for path, ways in described.items() for method in ways if method not in ("get", "head")]


def test_a_forged_form_changes_nothing(site: TestClient) -> None:
    site.get("/add")
    paths = changing(site)
    assert len(paths) == 4
    for method, path in paths:
        for form in ({}, {"form_token": ""}, {"form_token": "0" * 64}):
            sent = site.request(method, path, data={"verb": "dismiss", "what": "finding", "ids": "d0", **form})
            assert sent.status_code == 403, path
    assert site.get("/corrections.json").json()["corrections"] == []


def test_a_form_from_another_site_is_refused(site: TestClient) -> None:
    form = {"form_token": form_token(site), "verb": "dismiss", "what": "finding", "ids": "d0"}
    for headers in (
        {"origin": "http://evil.example"},
        {"origin": "null"},
        {"origin": "http://localhost:9999"},
        {"sec-fetch-site": "cross-site"},
        {"sec-fetch-site": "same-site"},
    ):
        assert site.post("/judge", data=form, headers=headers).status_code == 403
    own = site.post("/judge", data=form, headers={"origin": "http://localhost"}, follow_redirects=False)
    assert own.status_code == 303


def test_the_token_of_a_form_is_its_visitors_own(site: TestClient, db: Path) -> None:
    theirs = form_token(site)
    site.cookies.clear()
    site.get("/stories")
    assert site.post("/judge", data={"form_token": theirs}).status_code == 403


def test_reading_only(db: Path) -> None:
    with TestClient(create_app(Settings(db=db, read_only=True)), base_url="http://localhost") as site:
        page = site.get("/stories/s0").text
        assert "/judge" not in page
        assert "Add reports" not in page
        for method, path in changing(site):
            assert site.request(method, path).status_code == 403


def test_too_much_is_not_taken(site: TestClient) -> None:
    said = site.post("/add", headers={"content-length": str(UPLOAD_MAX + 1)})
    assert said.status_code == 413

    def endless() -> Iterator[bytes]:
        for _ in range(UPLOAD_MAX // (1 << 20) + 2):
            yield b"x" * (1 << 20)

    headers = {"content-type": "multipart/form-data; boundary=b"}
    assert site.post("/add", content=endless(), headers=headers).status_code in (400, 413)


def test_what_a_server_says_of_itself() -> None:
    assert is_loopback("127.0.0.1")
    assert is_loopback("::1")
    assert is_loopback("localhost")
    assert not is_loopback("0.0.0.0")
    assert not is_loopback("news.example")
    assert address("127.0.0.1", 8000, None) == "http://127.0.0.1:8000/"
    assert address("::1", 80, None) == "http://[::1]:80/"
    assert address("0.0.0.0", 80, "a b") == "http://localhost:80/?token=a%20b"
    assert address("0.0.0.0", 80, "t", ("news.example",)) == "http://news.example:80/?token=t"


def test_a_port_in_use_is_said(db: Path) -> None:
    with _listen("127.0.0.1", 0) as taken, pytest.raises(UsageError, match="another --port"):
        _listen("127.0.0.1", taken.getsockname()[1])
    with pytest.raises(UsageError, match="--host"):
        _listen("no such host", 0)


def test_the_command_serves_and_says_where(db: Path) -> None:
    with served(db, "--host", "0.0.0.0", "--name", "news.example", "--token", "word") as said:
        port = said.partition("/?")[0].rpartition(":")[2]
        assert said == f"http://news.example:{port}/?token=word"
        with httpx.Client(base_url=f"http://127.0.0.1:{port}") as client:
            assert client.get("/stories.json").status_code == 401
            answer = client.get("/stories.json", headers={"authorization": "Bearer word", "host": "news.example"})
            assert len(answer.json()["stories"]) == 2


def test_a_database_that_is_not_there_is_made(tmp_path: Path) -> None:
    with served(tmp_path / "new.db") as base:
        assert "No stories yet" in httpx.get(f"{base}/stories").text
    with pytest.raises(UsageError, match="no database"):
        run(tmp_path / "none.db", port=0, read_only=True)
