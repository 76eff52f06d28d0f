"""The pages in a browser: what is seen, clicked, typed and dropped, by eye, by keyboard and by screen reader."""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.browser.driver import CHROMIUM, browser, served
from tests.test_web import EVIL, EVIL_ID, hostile
from tests.test_web_building import OTHER, REPORT
from tests.web_library import fill
from variorum.publish.addresses import key

pytestmark = pytest.mark.skipif(not CHROMIUM.exists(), reason="no Chromium; tests/chromium.sh installs it")
WCAG = ("wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa")
EVIL_PAGE = f"/articles/{key(EVIL_ID)}"
COMPARE = "/stories/s0/compare?a=wire&b=harbour-post"
PAGES = (
    "/stories",
    "/stories/s0",
    "/stories/s0/claims",
    "/stories/s0/timeline",
    "/stories/s0/regroup",
    COMPARE,
    "/articles",
    "/articles/courier",
    EVIL_PAGE,
    "/stories/long",
    "/actors",
    "/actors/a0",
    "/actors/a0/regroup",
    "/actors/a6/with/a7",
    "/relations",
    "/relations/r0",
    "/search?q=port&among=claims",
    "/tables",
    "/add",
    "/corrections",
    "/nowhere",
)


@pytest.fixture(scope="module")
def chromium() -> Iterator[Any]:
    with browser() as found:
        yield found


@pytest.fixture(scope="module")
def base(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    with served(fill(tmp_path_factory.mktemp("web") / "news.db", hostile())) as address:
        yield address


@pytest.fixture
def page(chromium: Any, base: str) -> Iterator[Any]:
    """A page on which nothing may go wrong: no error in the console, no request to anywhere else, no dialog."""
    context = chromium.new_context(base_url=base, viewport={"width": 1280, "height": 900})
    found = context.new_page()
    wrong: list[str] = []
    found.on("console", lambda m: wrong.append(m.text) if m.type in ("error", "warning") else None)
    found.on("pageerror", lambda error: wrong.append(str(error)))
    found.on("request", lambda r: None if r.url.startswith((base, "data:")) else wrong.append(r.url))
    found.on("dialog", lambda dialog: (wrong.append(dialog.message), dialog.dismiss()))
    yield found
    context.close()
    assert [w for w in wrong if "status of 404" not in w] == []


def axe(page: Any, *rules: str) -> list[str]:
    """What a checker of accessibility has to say against a page, by all rules of WCAG 2.2 AA or by some."""
    from axe_playwright_python.sync_playwright import Axe

    found = Axe().run(page, options={"runOnly": list(rules or WCAG)})
    return [f"{v['id']}: {node['html'][:160]}" for v in found.response["violations"] for node in v["nodes"]]


def test_pages_are_accessible(page: Any) -> None:
    wrong = {}
    for address in PAGES:
        page.emulate_media(color_scheme="light")
        page.goto(address)
        found = axe(page)
        page.emulate_media(color_scheme="dark")
        if found := [*found, *axe(page, "color-contrast")]:
            wrong[address] = found
    assert wrong == {}


@pytest.mark.parametrize("width", [390, 820, 1440])
def test_nothing_sticks_out_at_any_width(page: Any, width: int) -> None:
    page.set_viewport_size({"width": width, "height": 900})
    for address in PAGES:
        page.goto(address)
        assert page.evaluate("document.documentElement.scrollWidth") <= width, address


def test_light_and_dark_and_paper(page: Any) -> None:
    def colour() -> str:
        return str(page.evaluate("getComputedStyle(document.body).backgroundColor"))

    page.goto("/stories")
    seen = set()
    for scheme in ("light", "dark"):
        page.emulate_media(color_scheme=scheme)
        seen.add(colour())
    page.emulate_media(media="print", color_scheme="dark")
    seen.add(colour())
    assert len(seen) == 3
    assert colour() == "rgb(255, 255, 255)"
    assert not page.locator(".bar-top").is_visible()
    assert not page.locator("form.filters").is_visible()


def test_evidence_is_one_click_away(page: Any) -> None:
    page.goto("/stories/s0")
    link = page.locator("#disagreements blockquote footer a").first
    words = page.locator("#disagreements blockquote p").first.inner_text()
    link.click()
    page.wait_for_url("**/articles/*#*")
    target = page.locator(":target")
    assert target.is_visible()
    assert " ".join(target.inner_text().split()).startswith(" ".join(words.split())[:25])
    assert "rgba(0, 0, 0, 0)" not in target.evaluate("e => getComputedStyle(e).backgroundColor")


def test_findings_beside_an_article_lead_into_it(page: Any) -> None:
    page.goto("/articles/courier")
    link = page.locator("aside ul[aria-label=Quotes] a[href^='#']").first
    link.click()
    assert page.locator(":target").inner_text()[:20] == link.inner_text()[:20]


def until(page: Any, holds: str) -> None:
    """Wait until an expression holds. Playwright's own waiting evaluates it later, which the pages' policy forbids."""
    for _ in range(200):
        if page.evaluate(holds):
            return
        page.wait_for_timeout(50)
    raise AssertionError(holds)


def test_two_reports_scroll_together(page: Any) -> None:
    page.set_viewport_size({"width": 1280, "height": 360})
    page.goto("/stories/s0")
    page.locator("#copies a", has_text="side by side").first.click()
    page.wait_for_url("**/compare?*")
    left, right = page.locator(".pane").nth(0), page.locator(".pane").nth(1)
    left.locator("a.sign.to").last.click()
    until(page, "document.querySelector('.pane .lit') !== null")
    lit = page.locator(".lit").first
    box, pane = lit.bounding_box(), page.locator(".pane:has(.lit)").bounding_box()
    until(
        page,
        "(() => { const a = document.querySelector('.lit').getBoundingClientRect(), "
        "b = document.querySelector('.pane:has(.lit)').getBoundingClientRect(); "
        "return a.top >= b.top && a.top <= b.bottom })()",
    )
    assert box
    assert pane
    before = right.evaluate("e => e.scrollTop")
    left.evaluate("e => e.scrollTo(0, e.scrollTop ? 0 : e.scrollHeight)")
    until(page, f"document.querySelectorAll('.pane')[1].scrollTop !== {before}")
    (other,) = page.select_option("select[name=b]", label=page.locator("select[name=b] option").nth(2).inner_text())
    page.get_by_role("button", name="Show").click()
    page.wait_for_url(f"**b={other}*")
    assert page.locator(".pane").count() == 2


def test_filters_and_pages(page: Any) -> None:
    page.goto("/stories")
    assert page.locator(".entry").count() == 4
    page.get_by_label("disputed").select_option("denial")
    page.get_by_role("button", name="Filter").click()
    assert page.locator(".entry").count() == 1
    page.get_by_label("from").fill("2025")
    page.get_by_role("button", name="Filter").click()
    assert "No story fits" in page.locator(".none").inner_text()
    page.get_by_role("link", name="All", exact=True).click()
    assert page.locator(".entry").count() == 4
    page.goto("/articles")
    page.get_by_label("outlet").select_option("Coastal Wire")
    page.get_by_role("button", name="Filter").click()
    assert page.locator(".entry").count() == 1
    page.goto("/actors")
    page.get_by_label("kind").select_option("organisation")
    page.get_by_role("button", name="Filter").click()
    assert 0 < page.locator(".entry").count() < 25


def test_search_finds_and_leads_to_the_words(page: Any) -> None:
    page.goto("/stories")
    page.keyboard.press("/")
    page.keyboard.type("winter")
    page.keyboard.press("Enter")
    page.wait_for_url("**/search?q=winter")
    page.get_by_label("quotes").check()
    page.get_by_role("button", name="Search").last.click()
    assert page.locator("mark").first.inner_text() == "winter"
    page.locator(".hit a").first.click()
    assert "winter" in page.locator(":target").inner_text()


def test_an_actor_by_role_and_month(page: Any) -> None:
    page.goto("/actors/a0")
    every = page.locator(".entry").count()
    page.get_by_role("link", name="said", exact=True).click()
    assert 0 < page.locator(".entry").count() <= every
    page.locator(".months a").first.click()
    assert "all months" in page.locator(".tabs").inner_text()
    page.locator(".entry a").first.click()
    assert page.locator(":target").is_visible()


def test_the_chronicle_of_two(page: Any) -> None:
    page.goto("/relations")
    page.get_by_role("link", name="chronicle of the two").first.click()
    assert page.locator(".timeline .what b").all_inner_texts() == ["rejected", "signed"]
    page.get_by_label("kind").select_option("trade")
    page.get_by_role("button", name="Filter").click()
    assert page.locator(".none").is_visible()


def test_everything_by_keyboard(page: Any) -> None:
    page.goto("/stories")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.className") == "skip"
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "main"
    page.keyboard.press("j")
    page.keyboard.press("j")
    first = page.locator(".entry").nth(1).locator("a").first
    assert first.evaluate("e => e === document.activeElement")
    page.keyboard.press("k")
    page.keyboard.press("Enter")
    page.wait_for_url("**/stories/*")
    page.goto("/stories/s0")
    page.keyboard.press("j")
    assert page.evaluate("document.activeElement.closest('.three li, .dispute') !== null")
    page.keyboard.press("?")
    assert page.locator("#keys").is_visible()
    page.get_by_label("Single keys").uncheck()
    page.keyboard.press("Escape")
    page.goto("/stories/s0")
    page.keyboard.press("j")
    assert page.evaluate("document.activeElement === document.body")
    page.goto("/stories")
    page.keyboard.press("/")
    assert page.evaluate("document.activeElement.id") != "find"
    page.get_by_role("button", name="Keys").click()
    page.get_by_label("Single keys").check()
    page.keyboard.press("Escape")


def test_a_finding_is_dismissed_and_taken_back(page: Any) -> None:
    page.goto("/stories/s0")
    rulings = page.locator("#disagreements .ruling")
    some = rulings.count()
    assert some == 5
    rulings.first.get_by_role("button", name="Dismiss").click()
    rulings.first.get_by_text("Dismissed").wait_for()
    page.reload()
    assert rulings.count() == some - 1
    page.get_by_role("link", name="Corrections").click()
    assert "dismissed" in page.locator(".entry").first.inner_text().lower()
    page.locator(".entry").first.get_by_role("button", name="Undo").click()
    assert page.locator(".none").is_visible()
    page.goto("/stories/s0")
    assert rulings.count() == some
    rulings.nth(1).get_by_role("button", name="Confirm").click()
    rulings.nth(1).get_by_text("Confirmed").wait_for()
    rulings.nth(1).get_by_role("button", name="Undo").click()
    rulings.nth(1).get_by_role("button", name="Confirm").wait_for()


def test_stories_and_actors_are_regrouped(page: Any) -> None:
    page.goto("/stories/s0")
    page.get_by_role("link", name="Join this story").click()
    page.locator("form", has_text="Part them").get_by_role("checkbox").first.check()
    page.get_by_role("button", name="Part them").click()
    page.wait_for_url("**/corrections")
    assert "apart from" in page.locator(".entry").first.inner_text()
    page.goto("/actors/a0")
    page.get_by_role("link", name="Join with another").click()
    page.get_by_label("another, by a name as printed").fill("Ilse Marant")
    page.get_by_role("button", name="Join them").click()
    if page.url.endswith("/corrections"):
        page.locator(".entry").first.get_by_role("button", name="Undo").click()
    page.goto("/corrections")
    while page.get_by_role("button", name="Undo").count():
        page.get_by_role("button", name="Undo").first.click()
    assert page.locator(".none").is_visible()


def test_hostile_text_changes_nothing(page: Any) -> None:
    for address in ("/stories", "/stories/evil", EVIL_PAGE, "/articles", "/search?q=alert", "/stories/evil/regroup"):
        page.goto(address)
        shown = page.inner_text("body")
        assert "<script>alert(1)</script>" in shown, address
        assert page.locator("main script, main img, main [onerror], main [onclick]").count() == 0
        assert page.locator("a[href^='javascript']").count() == 0
    page.goto(EVIL_PAGE)
    assert EVIL[:40] in page.locator("h1 bdi").inner_text()
    # The override stays within its own element: what follows is still set from left to right.
    over = page.locator(".over")
    left = page.evaluate(
        "(() => { const r = document.createRange(), p = document.querySelector('.over'); "
        "r.selectNodeContents(p.firstElementChild); return r.getBoundingClientRect().left })()"
    )
    assert abs(left - over.bounding_box()["x"]) < 2


def test_reading_without_scripts(chromium: Any, base: str) -> None:
    context = chromium.new_context(base_url=base, java_script_enabled=False)
    page = context.new_page()
    for address in PAGES:
        page.goto(address)
        assert page.locator("h1").is_visible(), address
    page.goto("/stories/s0")
    page.locator("#disagreements .ruling").last.get_by_role("button", name="Confirm").click()
    page.wait_for_url("**/stories/s0")
    assert page.get_by_text("Confirmed", exact=True).is_visible()
    page.get_by_role("button", name="Undo").click()
    assert not page.get_by_text("Confirmed", exact=True).count()
    page.goto(COMPARE)
    assert page.locator(".source").count() == 2
    assert page.locator(".source").nth(1).is_visible()
    context.close()


def drop(page: Any, files: dict[str, str]) -> None:
    """Let files fall onto the page, as from a file manager."""
    held = page.evaluate_handle(
        "files => { const held = new DataTransfer(); "
        "for (const [name, text] of Object.entries(files)) held.items.add(new File([text], name)); return held }",
        files,
    )
    for event in ("dragenter", "dragover", "drop"):
        page.dispatch_event("body", event, {"dataTransfer": held})


def test_files_are_dropped_onto_slips_of_their_own(page: Any) -> None:
    page.goto("/add")
    drop(page, {f"{n}.txt": f"Text {n}." for n in range(4)})
    slips = page.locator(".slip")
    assert slips.count() == 4
    names = slips.evaluate_all("all => all.map(s => s.querySelector('input[type=file]').files[0].name)")
    assert names == ["0.txt", "1.txt", "2.txt", "3.txt"]
    page.get_by_role("button", name="Another slip").click()
    assert slips.count() == 5
    assert slips.last.locator("input[type=file]").get_attribute("name") == "file-4"
    assert axe(page) == []


@pytest.mark.models
def test_from_files_and_pasted_texts_to_the_story(chromium: Any, tmp_path: Path) -> None:
    with served(fill(tmp_path / "news.db")) as base:
        page = chromium.new_context(base_url=base).new_page()
        page.goto("/add")
        drop(page, {"ferry.txt": REPORT, "broken.json": "{"})
        first, second, third = (page.locator(".slip").nth(n) for n in range(3))
        first.get_by_label("outlet").fill("Harbour News")
        first.get_by_label("date").fill("2024-05-07")
        third.get_by_text("or paste a text").click()
        third.get_by_label("headline").fill("Ostwick sells its ferries")
        third.get_by_label("Text").fill(OTHER.split("\n\n")[1])
        third.get_by_label("outlet").fill("Ostwick Post")
        third.get_by_label("date").fill("the seventh of May")
        assert second.locator("input[type=file]").evaluate("e => e.files[0].name") == "broken.json"
        page.get_by_role("button", name="Build").click()
        assert "ISO 8601" in page.get_by_role("alert").last.inner_text()  # files have to be chosen again
        drop(page, {"ferry.txt": REPORT, "broken.json": "{"})
        page.get_by_label("date").first.fill("2024-05-07")
        page.locator(".slip", has=page.locator("textarea:not(:empty)")).get_by_label("date").fill("2024-05-07")
        page.get_by_role("button", name="Build").click()
        page.wait_for_url(re.compile("/builds/"))
        page.get_by_role("link", name="To the story").wait_for(timeout=120_000)
        assert "broken.json" in page.locator("#build").inner_text()
        page.get_by_role("link", name="To the story").click()
        page.wait_for_url(re.compile("/stories/"))
        assert "Ostwick" in page.locator("h1").inner_text()
