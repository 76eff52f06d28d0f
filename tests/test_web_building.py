"""Building from the page: what is sent, how it goes on, and where it leads."""

import gzip
import json
import re
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from starlette.testclient import TestClient

from tests.web_library import fill
from variorum.errors import InputError
from variorum.web.adding import BuildPage
from variorum.web.app import create_app
from variorum.web.builds import Builder, Busy, Run, Slip, _take, articles_of
from variorum.web.settings import Settings

REPORT = (
    "Ferry line to be sold, mayor says\n\nThe mayor of Ostwick said on Monday that the ferry line would be sold for "
    "40 million crowns. “Nobody will lose a post,” Anna Brandt said."
)
OTHER = (
    "Ostwick sells its ferries\n\nThe town of Ostwick is to sell its ferry line for 45 million crowns, its mayor said "
    "on Monday. “No one will lose a post,” Anna Brandt promised."
)


class Sent:
    """Stands for a builder: remembers what it is told to build."""

    def __init__(self) -> None:
        self.slips: list[Slip] = []
        self.read: list[Any] = []
        self.wrong: list[str] = []
        self.runs: dict[str, Run] = {}
        self.busy = False

    @property
    def running(self) -> Run | None:
        return next((run for run in self.runs.values() if run.state == "running"), None)

    def start(self, slips: Any, folder: Path | None = None) -> Run:
        if self.busy:
            raise Busy("A build is already going on.")
        self.slips = list(slips)
        self.read = list(articles_of(slips, lambda error: self.wrong.append(str(error))))
        self.runs["0123456789ab"] = Run("0123456789ab")
        return self.runs["0123456789ab"]

    def close(self) -> None:
        pass


@pytest.fixture
def sent() -> Sent:
    return Sent()


@pytest.fixture
def site(tmp_path: Path, sent: Sent) -> Iterator[TestClient]:
    app = create_app(Settings(db=fill(tmp_path / "news.db")))
    app.state.builder = sent
    with TestClient(app, base_url="http://localhost") as client:
        yield client


def add(site: TestClient, files: Any = (), **form: str) -> Any:
    found = re.search(r'name="form_token" value="([0-9a-f]+)"', site.get("/add").text)
    assert found
    data = {"form_token": found.group(1), **{name.replace("_", "-"): value for name, value in form.items()}}
    parts = [*files, ("file-9", ("", b"", "application/octet-stream"))]  # an empty choice, as browsers send it
    return site.post("/add", data=data, files=parts, follow_redirects=False)


def test_each_slip_keeps_its_outlet_and_date(site: TestClient, sent: Sent) -> None:
    page = json.dumps({"text": REPORT, "outlet": "Own Outlet", "published": "2021-02-03"})
    files = [
        ("file-0", ("../harbour.txt", REPORT.encode(), "text/plain")),
        ("file-0", ("C:\\news\\packed.txt.gz", gzip.compress(OTHER.encode()), "application/gzip")),
        ("file-1", ("given.json", page.encode(), "application/json")),
    ]
    more = {"text_2": OTHER.replace("\n", "\r\n"), "title_2": "Pasted", "outlet_2": " Ostwick Post "}
    answer = add(site, files, outlet_0="Harbour News", published_0="2024-05-06", outlet_1="Not This", **more)
    assert answer.status_code == 303
    assert answer.headers["location"] == "/builds/0123456789ab"
    assert [(a.source, a.outlet, a.published) for a in sent.read] == [
        ("harbour.txt", "Harbour News", "2024-05-06"),
        ("packed.txt.gz", "Harbour News", "2024-05-06"),
        ("given.json", "Own Outlet", "2021-02-03"),
        ("Pasted", "Ostwick Post", None),
    ]
    assert sent.read[3].text == OTHER
    assert sent.wrong == []


def test_a_long_text_is_taken_whole(site: TestClient, sent: Sent) -> None:
    text = "The ferry sails on. " * 150_000
    assert add(site, text_0=text).status_code == 303
    assert sent.read[0].text == text


def test_what_cannot_be_read_is_named_as_the_visitor_named_it(site: TestClient, sent: Sent) -> None:
    files = [("file-0", ("broken.json", b"{", "application/json")), ("file-1", ("good.txt", b"Rain.", "text/plain"))]
    add(site, files)
    assert len(sent.read) == 1
    (wrong,) = sent.wrong
    assert wrong.startswith("broken.json")
    assert "/tmp" not in wrong


@pytest.mark.parametrize(
    ("files", "form", "said"),
    [
        ((), {}, "Choose a file or paste a text"),
        ((), {"text_0": "  \n "}, "Choose a file or paste a text"),
        ((), {"text_0": REPORT, "published_0": "yesterday"}, "The date is &#39;yesterday&#39;; write it as ISO 8601"),
        ([("file-0", ("notes.docx", b"x", "text/plain"))], {}, "cannot tell its format by its name"),
    ],
)
def test_a_form_that_is_wrong_says_where(site: TestClient, sent: Sent, files: Any, form: Any, said: str) -> None:
    answer = add(site, files, **form)
    assert answer.status_code == 422
    assert said in answer.text
    assert sent.slips == []
    if "text_0" in form:
        assert form["text_0"].strip() in answer.text


def test_one_build_at_a_time(site: TestClient, sent: Sent) -> None:
    sent.busy = True
    assert add(site, text_0=REPORT).status_code == 409
    sent.busy = False
    add(site, text_0=REPORT)
    assert "A build is going on" in site.get("/add").text


def test_progress_is_a_page_a_fragment_and_json(site: TestClient, sent: Sent) -> None:
    add(site, text_0=REPORT)
    run = sent.runs["0123456789ab"]
    at, asked = "/builds/0123456789ab", {"hx-request": "true"}
    _take(run, ("progress", "annotating", 3, 8))
    assert '<meta http-equiv="refresh"' in site.get(at).text
    part = site.get(at, headers=asked).text
    assert "Annotating: 3 of 8" in part
    assert 'hx-trigger="every 1s"' in part
    assert "<html" not in part
    _take(run, ("problem", "a.json: broken"))
    _take(run, ("done", 5, "s0"))
    ended = site.get(at, headers=asked)
    assert "hx-redirect" not in ended.headers  # what could not be read is to be seen first
    assert "every 1s" not in ended.text
    assert "a.json: broken" in ended.text
    run.problems.clear()
    assert site.get(at, headers=asked).headers["hx-redirect"] == "/stories/s0"
    assert site.get(f"{at}.json").json() == {
        "id": "0123456789ab", "state": "done", "stage": "annotating", "done": 3, "total": 8, "added": 5,
        "problems": [], "message": "", "address": "/stories/s0",
    }  # fmt: skip
    _take(run, ("failed", "the disk is full"))
    assert "the disk is full" in site.get(at).text
    assert set(BuildPage.__struct_fields__) == set(site.get(f"{at}.json").json())


def test_problems_are_kept_within_bounds() -> None:
    run = Run("x")
    for n in range(1000):
        _take(run, ("problem", str(InputError(str(n), "broken"))))
    assert len(run.problems) == 200


def wait(builder: Builder, run: Run) -> Run:
    for _ in range(1200):
        if run.state != "running":
            return run
        time.sleep(0.1)
    raise AssertionError(f"still {run}")


@pytest.mark.models
def test_a_build_lands_on_its_story(tmp_path: Path) -> None:
    builder = Builder(fill(tmp_path / "news.db"))
    slips = [
        Slip(name="a", text=REPORT, outlet="Harbour News", published="2024-05-07"),
        Slip(name="b", text=OTHER, outlet="Ostwick Post", published="2024-05-07"),
    ]
    run = builder.start(slips)
    with pytest.raises(Busy):
        builder.start(slips)
    wait(builder, run)
    assert (run.state, run.added, run.problems) == ("done", 2, [])
    with TestClient(create_app(Settings(db=builder.db)), base_url="http://localhost") as site:
        page = site.get(f"/stories/{run.story}").text
        assert "Harbour News" in page
        assert "Ostwick Post" in page
    assert wait(builder, builder.start(())).state == "done"
    builder.close()


def test_a_build_that_is_broken_off_says_so(tmp_path: Path) -> None:
    builder = Builder(fill(tmp_path / "news.db"))
    sent = tmp_path / "sent"
    sent.mkdir()
    (sent / "a.txt").write_text(REPORT, encoding="utf8")
    run = builder.start([Slip(name="a", text=REPORT)], sent)
    builder.close()
    assert run.state == "failed"
    assert not sent.exists()
    assert "start it again" in run.message
