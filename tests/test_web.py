"""The pages, asked for as a browser or a program asks for them."""

import csv
import io
import re
from collections.abc import Iterator
from html import unescape
from importlib.resources import files
from pathlib import Path

import jsonschema
import pytest
from starlette.testclient import TestClient

from tests.oracle import Oracle
from tests.stores import schema
from tests.web_library import fill
from variorum.errors import UsageError
from variorum.publish.addresses import key, unkey
from variorum.types import AnnotatedArticle, Claim, Quote, Record, Statement, Story
from variorum.web.app import create_app
from variorum.web.settings import Settings
from variorum.web.story import LISTS

EVIL = "<script>alert(1)</script><img src=x onerror=alert(1)>\"'\u202edrow\u202c"
EVIL_ID = '../a b/"><i>.json'
LONG = "w" * 100_000


def hostile() -> tuple[Record, ...]:
    text = f"{EVIL} {LONG} said <b>so</b> \x00\x1b[31m end. =1+1"
    said = Statement(article=EVIL_ID, start=0, end=len(EVIL), text=EVIL, attributed_to=EVIL)
    endless = Statement(article=EVIL_ID, start=len(EVIL) + 1, end=len(EVIL) + 1 + len(LONG), text=LONG)
    return (
        AnnotatedArticle(
            id=EVIL_ID,
            text=text,
            title=EVIL,
            outlet=f"={EVIL}",
            author=EVIL,
            url="javascript:alert(1)",
            published="2024-13-45",
            language='x" onclick="alert(1)',
            body=((0, len(text)),),
            sentences=((0, len(text)),),
            quotes=(Quote(content=((0, len(EVIL)),), kind="direct", speaker=EVIL),),
        ),
        Story(id="evil", title=EVIL, articles=(EVIL_ID,), from_="2024-13-45", to="2024-13-45"),
        Claim(id="ce", story="evil", text=EVIL, articles=1, of=1, origins=1, statements=(said,)),
        Story(id="long", title=f"{EVIL} {LONG}", articles=(EVIL_ID,)),
        Claim(id="cl", story="long", text=LONG, articles=1, of=1, origins=1, statements=(endless,)),
    )


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[TestClient]:
    db = fill(tmp_path_factory.mktemp("web") / "news.db", hostile())
    with TestClient(create_app(Settings(db=db)), base_url="http://localhost") as client:
        yield client


def links(page: str) -> set[str]:
    return {unescape(link).partition("#")[0] for link in re.findall(r'href="(/[^"]*)"', page)} - {""}


def test_every_page_that_is_linked_to_is_there(site: TestClient) -> None:
    todo, seen = ["/"], set()
    while todo:
        address = todo.pop()
        if address in seen or address.startswith("/judge"):
            continue
        seen.add(address)
        answer = site.get(address)
        assert answer.status_code == 200, address
        if answer.headers["content-type"].startswith("text/html"):
            assert "<script>alert" not in answer.text, address
            assert "<img src=x" not in answer.text, address
            assert 'href="javascript' not in answer.text, address
            assert "style=" not in answer.text, address
            assert "\x00" not in answer.text, address
            todo += sorted(links(answer.text))
    assert {"/stories", "/stories/s0", "/articles/courier", "/actors/a0"} <= seen
    assert {"/relations/r0", "/actors/a6/with/a7", "/tables/claim.csv", "/stories.json", "/add", "/corrections"} <= seen
    assert any(address.startswith("/stories/s0/compare?") for address in seen)
    assert f"/articles/{key(EVIL_ID)}" in seen


def test_the_same_pages_on_postgresql(site: TestClient, postgres: str) -> None:
    with TestClient(create_app(Settings(db=fill(schema(postgres), hostile()))), base_url="http://localhost") as other:
        for address in ("/stories", "/stories/s0", "/articles/courier", "/actors", "/relations/r0", "/corrections"):
            assert other.get(f"{address}.json").json() == site.get(f"{address}.json").json()
            assert other.get(address).status_code == 200
        for q, among in (("wages", "articles"), ("winters", "quotes"), ("wages", "claims")):
            assert other.get(f"/search.json?q={q}&among={among}").json()["hits"]


@pytest.mark.parametrize("address", ["/stories", "/articles", "/actors", "/relations", "/tables", "/search?q=strike"])
def test_every_list_is_a_page_and_json_and_csv(site: TestClient, address: str) -> None:
    path, _, query = address.partition("?")
    page = site.get(address)
    assert page.headers["content-type"].startswith("text/html")
    found = site.get(f"{path}.json?{query}").json()
    rows = next(value for value in found.values() if isinstance(value, list))
    table = site.get(f"{path}.csv?{query}")
    assert table.headers["content-type"].startswith("text/csv")
    assert len(list(csv.DictReader(io.StringIO(table.text)))) == len(rows) > 0


def test_json_is_what_the_description_says(site: TestClient) -> None:
    described = site.get("/openapi.json").json()
    shapes = {"components": described["components"]}
    for address, shape in {
        "/stories.json": "StoriesPage",
        "/articles.json": "ArticlesPage",
        "/articles/courier.json": "ArticlePage",
        "/actors.json": "ActorsPage",
        "/actors/a0.json": "ActorPage",
        "/relations.json": "RelationsPage",
        "/relations/r0.json": "RelationPage",
        "/actors/a6/with/a7.json": "ChroniclePage",
        "/search.json?q=port&among=claims": "SearchPage",
        "/tables.json": "TablesPage",
        "/stories/s0/compare.json?a=wire&b=harbour-post": "ComparePage",
        "/corrections.json": "CorrectionsPage",
    }.items():
        jsonschema.validate(site.get(address).json(), {"$ref": f"#/components/schemas/{shape}", **shapes})


def test_list_of_stories_says_what_is_disputed(site: TestClient) -> None:
    page = site.get("/stories").text
    oracle = Oracle()
    for disagreement in oracle.disagreements():
        assert disagreement.kind in page
    assert "Coastal Wire" in page
    first = site.get("/stories.json").json()["stories"]
    assert {s["id"]: s["articles"] for s in first} == {"s0": 7, "s1": 1, "evil": 1, "long": 1}


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("outlet=Coastal Wire", {"s0"}),
        ("disputed=denial", {"s0"}),
        ("disputed=status", set()),
        ("since=2024-11", {"s1", "evil"}),
        ("since=2024-04&until=2024-12", {"s1"}),
        ("actor=a0&until=2024-06", {"s0"}),
        ("outlet=", {"s0", "s1", "evil", "long"}),
    ],
)
def test_filters_of_stories(site: TestClient, query: str, expected: set[str]) -> None:
    assert {s["id"] for s in site.get(f"/stories.json?{query}").json()["stories"]} == expected


def test_pages_of_a_list_follow_on(tmp_path: Path) -> None:
    many = tuple(
        Story(id=f"n{i:03}", title=f"Story {i}", articles=("courier",), from_=f"2020-01-{1 + i % 28:02}", to=None)
        for i in range(60)
    )
    db = fill(tmp_path / "many.db", many)
    with TestClient(create_app(Settings(db=db)), base_url="http://localhost") as site:
        seen: list[str] = []
        address = "/stories"
        while address:
            page = site.get(address).text
            seen += re.findall(r'<h2><a href="/stories/([^"]+)"', page)
            found = re.search(r'href="([^"]+)">Next page', page)
            address = unescape(found.group(1)) if found else ""
        assert len(seen) == len(set(seen)) == 62
        assert site.get("/stories?after=nonsense").status_code == 404


def test_evidence_links_land_on_its_words(site: TestClient) -> None:
    page = site.get("/stories/s0").text
    found = re.findall(r'href="(/articles/[^"#]+)#([^"]+)"', page)
    assert len(found) > 40
    for address, spot in set(found):
        assert f'id="{spot}"' in site.get(unescape(address)).text, (address, spot)


@pytest.mark.parametrize("name", LISTS)
def test_every_list_of_a_story_has_a_page_where_it_is_whole(site: TestClient, name: str) -> None:
    page = site.get(f"/stories/s0/{name}")
    assert page.status_code == 200
    assert "<section" in page.text
    rows = site.get(f"/stories/s0/{name}.json").json()[name]
    assert len(list(csv.DictReader(io.StringIO(site.get(f"/stories/s0/{name}.csv").text)))) == len(rows) > 0
    assert all(f'id="{link}"' in page.text for link in re.findall(r'href="#(d\d+)"', page.text))


def test_a_short_list_leads_to_one_that_is_whole() -> None:
    templates = files("variorum.publish").joinpath("templates/story").iterdir()
    named = re.findall(
        r'section\("(\w+)"\)|call m\.rest\(.*, "(\w+)"\)', "".join(t.read_text("utf8") for t in templates)
    )
    assert {a or b for a, b in named} == LISTS.keys()


def test_an_article_shows_what_was_found_in_it(site: TestClient) -> None:
    page = site.get("/articles/courier").text
    for heading in ("Disputed", "Who is quoted", "What happens", "Figures", "Shares passages with", "Who appears"):
        assert f"<h2>{heading}</h2>" in page
    assert "side by side" in page


def test_actor_by_role_and_month(site: TestClient) -> None:
    everything = site.get("/actors/a0.json").json()
    said = site.get("/actors/a0.json?role=said").json()["acts"]
    assert {act["role"] for act in said} == {"said"}
    month = everything["months"][0]["month"]
    assert all(act["day"].startswith(month) for act in site.get(f"/actors/a0.json?month={month}").json()["acts"])
    for act in everything["acts"]:
        article = Oracle().texts[act["span"]["article"]]
        assert article[act["span"]["start"] : act["span"]["end"]] == act["span"]["text"] == act["text"]
    assert sum(o["count"] for o in everything["outlets"]) == sum(
        m["said"] + m["did"] + m["undergone"] for m in everything["months"]
    )


@pytest.mark.parametrize(("among", "word"), [("articles", "wages"), ("quotes", "winters"), ("claims", "wages")])
def test_search_marks_the_words(site: TestClient, among: str, word: str) -> None:
    found = site.get(f"/search.json?q={word}&among={among}").json()["hits"]
    assert found
    assert all(word[:-1] in hit["text"].lower() for hit in found)
    assert re.search(rf"<mark>{word[:-1]}", site.get(f"/search?q={word}&among={among}").text, re.IGNORECASE)
    assert site.get(f'/search.json?q="{word}" xyzzy*&among={among}').json()["hits"] == []
    assert site.get(f"/search.json?q=&among={among}").json()["hits"] == []


def test_chronicle_is_in_order_of_time(site: TestClient) -> None:
    entries = site.get("/actors/a7/with/a6.json").json()["entries"]
    assert [e["stage"] for e in entries] == ["rejected", "signed"]
    assert site.get("/actors/a7/with/a6.json?kind=trade").json()["entries"] == []


def test_formulas_are_disarmed_in_csv(site: TestClient) -> None:
    rows = list(csv.DictReader(io.StringIO(site.get("/articles.csv").text)))
    assert any(row["outlet"].startswith("'=<script>") for row in rows)
    table = csv.DictReader(io.StringIO(site.get("/tables/article.csv").text))
    assert any(row["outlet"].startswith("'=<script>") for row in table)


def test_tables_are_whole(site: TestClient) -> None:
    for table in site.get("/tables.json").json()["tables"]:
        assert len(site.get(table["jsonl"]).text.splitlines()) == table["records"]


@pytest.mark.parametrize(
    ("address", "status"),
    [
        ("/stories/none", 404),
        ("/stories/~%21%21", 404),
        ("/articles/none", 404),
        ("/actors/none", 404),
        ("/relations/none", 404),
        ("/nowhere", 404),
        ("/static/none.css", 404),
        ("/static/..%2Fapp.py", 404),
        ("/stories?since=yesterday", 422),
        ("/stories?disputed=everything", 422),
        ("/search?among=everything", 422),
        ("/stories/s0/compare?a=wire&b=wire", 404),
        ("/stories/s0/compare?a=evil&b=autumn", 404),
        ("/stories/s0/compare?a=wire", 422),
        ("/actors?after=e30", 404),
        ("/builds/000000000000", 404),
    ],
)
def test_errors_are_pages_and_json(site: TestClient, address: str, status: int) -> None:
    page = site.get(address)
    assert page.status_code == status
    assert 'class="lead"' in page.text
    path, _, query = address.partition("?")
    if not path.startswith("/static"):
        twin = site.get(f"{path}.json?{query}")
        assert twin.status_code == status
        assert twin.json()["error"]


@pytest.mark.parametrize("id", ["a", "a-b_C9", "a.json", "..", "", "~x", "a b/c", "ب", "\udcff", "x" * 300])
def test_ids_come_back_from_addresses(id: str) -> None:
    assert unkey(key(id)) == id
    assert re.fullmatch(r"~?[A-Za-z0-9_=-]*", key(id))


def test_database_is_opened_by_path_only(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="no database"):
        create_app(Settings(db=tmp_path / "none.db"))
