"""Confirming, dismissing, joining, parting and taking back, through the forms of the pages."""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from starlette.testclient import TestClient

from tests.web_library import fill
from variorum.web.app import create_app
from variorum.web.settings import Settings

HTMX = {"hx-request": "true", "hx-current-url": "http://localhost/stories/s0"}


@pytest.fixture
def site(tmp_path: Path) -> Iterator[TestClient]:
    with TestClient(create_app(Settings(db=fill(tmp_path / "news.db"))), base_url="http://localhost") as client:
        yield client


def send(site: TestClient, path: str, headers: dict[str, str] | None = None, **form: Any) -> Any:
    found = re.search(r'name="form_token" value="([0-9a-f]+)"', site.get("/add").text)
    assert found
    return site.post(path, data={"form_token": found.group(1), **form}, headers=headers, follow_redirects=False)


def kept(site: TestClient) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = site.get("/corrections.json").json()["corrections"]
    return found


def test_dismissed_findings_are_gone_until_it_is_taken_back(site: TestClient) -> None:
    about = next(s for s in site.get("/stories.json").json()["stories"] if s["id"] == "s0")["disputed"]
    gone = about[0]["id"]
    answer = send(site, "/judge", verb="dismiss", what="finding", ids=gone, back="/stories/s0")
    assert answer.status_code == 303
    assert answer.headers["location"] == "/stories/s0"
    left = next(s for s in site.get("/stories.json").json()["stories"] if s["id"] == "s0")["disputed"]
    assert [d["id"] for d in left] == [d["id"] for d in about[1:]]
    (judgement,) = kept(site)
    assert judgement["verb"] == "dismiss"
    assert about[0]["about"] in site.get("/corrections").text.replace("&#39;", "'").replace("&#34;", '"')
    assert send(site, "/judge/undo", id=judgement["id"]).headers["location"] == "/corrections"
    assert kept(site) == []
    assert send(site, "/judge/undo", id=judgement["id"]).status_code == 422


def test_htmx_gets_the_ruling_alone(site: TestClient) -> None:
    assert site.get("/stories/s0").text.count('class="ruling"') >= 5
    answer = send(site, "/judge", HTMX, verb="confirm", what="finding", ids="d1")
    assert answer.status_code == 200
    assert answer.text.strip().startswith('<div class="ruling">')
    assert "Confirmed" in answer.text
    assert "Confirmed" in site.get("/stories/s0").text
    undone = send(site, "/judge/undo", HTMX, id=kept(site)[0]["id"], finding="d1")
    assert "Dismiss" in undone.text
    assert 'value="/stories/s0"' in undone.text


def test_stories_are_parted_and_joined(site: TestClient) -> None:
    page = site.get("/stories/s0/regroup").text
    assert 'value="wire"' in page
    assert 'value="s1"' in page
    send(site, "/judge", verb="split", what="story", story="s0", ids=["wire", "daily"], note="two others")
    (judgement,) = kept(site)
    assert [set(group) for group in judgement["groups"]] == [
        {"wire", "daily"},
        {"courier", "observer", "harbour-post", "review", "bulletin"},
    ]
    assert judgement["note"] == "two others"
    send(site, "/judge", verb="merge", what="story", ids=["s0", "s1", ""])
    assert {len(group) for group in kept(site)[0]["groups"]} == {8}
    assert "Build now" in site.get("/corrections").text


def test_actors_are_parted_and_joined(site: TestClient) -> None:
    actor = next(a for a in site.get("/actors.json").json()["actors"])
    assert site.get(f"/actors/{actor['id']}/regroup").status_code == 200
    others = [a["name"] for a in site.get("/actors.json").json()["actors"] if a["id"] != actor["id"]]
    send(site, "/judge", verb="merge", what="actor", ids=[actor["name"], others[0]])
    send(site, "/judge", verb="split", what="actor", ids=[actor["name"], others[1]])
    assert [(j["verb"], j["groups"]) for j in kept(site)] == [
        ("split", [[actor["name"]], [others[1]]]),
        ("merge", [[actor["name"], others[0]]]),
    ]


@pytest.mark.parametrize(
    "form",
    [
        {},
        {"verb": "confirm", "what": "story", "ids": "s0"},
        {"verb": "merge", "what": "story", "ids": "s0"},
        {"verb": "merge", "what": "story", "ids": ["s0", "nowhere"]},
        {"verb": "split", "what": "story", "story": "s0", "ids": []},
        {"verb": "merge", "what": "actor", "ids": ["Nobody At All", "Nobody Else"]},
        {"verb": "dismiss", "what": "finding", "ids": "nothing"},
    ],
)
def test_what_cannot_be_is_refused_with_a_reason(site: TestClient, form: dict[str, Any]) -> None:
    answer = send(site, "/judge", **form)
    assert answer.status_code == 422
    assert 'class="lead"' in answer.text
    assert kept(site) == []


@pytest.mark.parametrize("back", ["https://evil.example/", "//evil.example", "/\\evil.example", "javascript:x", ""])
def test_nobody_is_led_to_another_site(site: TestClient, back: str) -> None:
    answer = send(site, "/judge", verb="confirm", what="finding", ids="d1", back=back)
    assert answer.headers["location"] == "/corrections"
