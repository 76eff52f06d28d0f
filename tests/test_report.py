"""The page of a story, on records built by hand."""

import json
import re
from base64 import b64encode
from dataclasses import replace
from hashlib import sha256
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import msgspec
import pytest

from tests.oracle import Oracle
from variorum.errors import StoreError, UsageError
from variorum.publish import written
from variorum.publish.anchors import Landing, anchor, landings, mark_up, slug
from variorum.publish.drawings import stemma
from variorum.publish.page import Page
from variorum.publish.report import format_of, render, write
from variorum.publish.view import StoryView, choose, gather, label
from variorum.publish.words import mark, readings
from variorum.types import (
    AnnotatedArticle,
    Claim,
    Derivation,
    Disagreement,
    Figure,
    Record,
    Side,
    SpanRef,
    Statement,
    Story,
)

OTHERS = (("shared", {"articles": 2, "elsewhere": 0.0}), ("near", {"articles": 1, "elsewhere": 1.0}))  # claims


@pytest.fixture(scope="module")
def view() -> StoryView:
    return gather(Oracle().records(), "s0")


@pytest.fixture(scope="module")
def page(view: StoryView) -> str:
    return render(view)


class Reader(HTMLParser):
    """What a browser would make of a page: ids with their text, links, elements."""

    def __init__(self, page: str) -> None:
        super().__init__(convert_charrefs=True)
        self.ids: dict[str, str] = {}
        self.links: list[str] = []
        self.tags: set[str] = set()
        self.attributes: set[str] = set()
        self.parts: dict[str, str] = {}  # what goes on elsewhere of an element that another one cuts
        self.open: list[tuple[str, dict[str, str | None], list[str]]] = []
        self.feed(page)
        self.close()
        assert not self.open, f"never closed: {self.open}"

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        found = dict(attrs)
        self.tags.add(tag)
        self.attributes |= found.keys()
        if tag == "a" and found.get("href"):
            self.links.append(str(found["href"]))
        if tag not in {"meta", "br", "link", "wbr"}:
            self.open.append((tag, found, []))

    def handle_endtag(self, tag: str) -> None:
        opened, found, text = self.open.pop()
        assert opened == tag, f"<{opened}> closed by </{tag}>"
        name, of = found.get("id"), found.get("data-of")
        if of:
            self.parts[of] = self.parts.get(of, "") + "".join(text)
        if name:
            assert name not in self.ids, f"two elements have the id {name}"
            self.ids[name] = "".join(text)
        if self.open and "sign" not in str(found.get("class")).split():
            self.open[-1][2].extend(text)

    def handle_data(self, data: str) -> None:
        if self.open:
            self.open[-1][2].append(data)


def test_every_link_lands_on_its_words(view: StoryView, page: str) -> None:
    reader = Reader(page)
    inner = [link[1:] for link in reader.links if link.startswith("#")]
    assert len(inner) > 60
    assert set(inner) <= reader.ids.keys()
    refs = [s for d in view.disagreements for side in d.sides for s in side.statements]
    refs += [s for c in view.claims for s in c.statements]
    for ref in refs:
        name = anchor(ref)
        assert reader.ids[name] + reader.parts.get(name, "") == ref.text


def test_page_needs_nothing_from_outside(page: str) -> None:
    reader = Reader(page)
    assert not reader.tags & {"img", "link", "iframe", "object", "form"}
    assert not reader.attributes & {"src", "style", "srcset", "action"}
    assert "default-src 'none'" in page
    assert set(re.findall(r"url\((.{11})", page)) == {"data:font/w"}
    assert "@import" not in page


def test_policy_names_the_only_script_and_style(page: str) -> None:
    for tag, directive in (("script", "script-src"), ("style", "style-src")):
        (inner,) = re.findall(f"<{tag}>(.*?)</{tag}>", page, re.DOTALL)
        digest = b64encode(sha256(inner.encode()).digest()).decode()
        assert f"{directive} 'sha256-{digest}'" in page


def test_drawings_lead_to_what_they_show(view: StoryView, page: str) -> None:
    stemma = Page(view).stemma()
    assert len(re.findall(r"<circle", stemma)) == len(view.articles)
    assert len(re.findall(r'class="edge (?:verbatim|paraphrase)"', stemma)) == 2
    assert set(re.findall(r'href="#(.*?)"', stemma)) == {f"source-{a.id}" for a in view.articles}
    line = Page(view).line()
    assert set(re.findall(r'href="#(t\d+)"', line)) == {f"t{i + 1}" for i in range(len(view.timeline))}
    assert all(f'id="t{i + 1}"' in page for i in range(len(view.timeline)))


def test_a_copy_stands_under_its_source_and_no_circle_is_drawn() -> None:
    def taken(article: str, source: str | None, share: float) -> Derivation:
        return Derivation(article=article, from_=source, kind="verbatim", share=share, score=1.0, why="<&>")

    found = [taken("b", "a", 0.9), taken("a", "b", 0.4), taken("c", "b", 0.8), taken("d", None, 0.7)]
    drawn = stemma(["a", "b", "c", "d"], found, str.upper, str, lambda id: f"#{id}")
    heights = {sign: float(y) for y, sign in re.findall(r'y="([\d.]+)"[^>]*>(\w)</text>', drawn)}
    assert heights["A"] < heights["B"] < heights["C"]
    assert heights["α"] < heights["D"]
    assert drawn.count('class="edge') == 3
    assert "&lt;&amp;&gt;" in drawn


def test_a_copy_that_departs_from_its_source_says_so() -> None:
    def said(article: str) -> Statement:
        return Statement(article=article, start=0, end=3, text="abc")

    sides = (Side(says="one", statements=(said("copy"),)), Side(says="other", statements=(said("source"),)))
    records: list[Record] = [
        *(AnnotatedArticle(id=id, text="abc", published=day) for id, day in (("source", "2024-01-01"), ("copy", None))),
        Story(id="s", title="", articles=("source", "copy")),
        Derivation(article="copy", from_="source", kind="paraphrase", share=0.8, score=0.9, why=""),
        Disagreement(id="d", kind="attribution", stories=("s",), about="", sides=sides, score=1.0, why=""),
    ]
    page = Page(gather(records, "s"))
    (found,) = page.view.disagreements
    assert [page.departs(side, found) for side in sides] == ["A", ""]
    assert page.minority(found) is None  # both go back to one origin


def test_page_says_what_was_found(page: str) -> None:
    assert "Dockers and government sign deal to end Port Merrow strike" in page
    assert "7 reports" in page
    assert "5 independent origins" in page
    for kind in ("figure", "qualifier", "date", "denial", "attribution"):
        assert f'<span class="kind">{kind}</span>' in page
    assert '<mark class="diff">12 percent</mark>' in page
    assert "copied from Coastal Wire" in page
    assert "reworded from The Merrow Courier" in page


def test_hostile_text_changes_nothing() -> None:
    evil = "<script>alert(1)</script>"
    text = f'{evil} "\u202eabc" onload=x {"w" * 5000} \x00\x1b[31m \ud800 </span></style> end'
    article = AnnotatedArticle(
        id='a b"><i>',
        text=text,
        title=evil,
        outlet=evil,
        url="javascript:alert(1)",
        author=evil,
        published="2024-13-45",
        body=((0, len(text)),),
        figures=(Figure(start=0, end=8, value=float("inf"), unit=evil, measure=evil, about=(evil,), period=evil),),
    )
    said = Statement(article=article.id, start=0, end=len(evil), text=evil, attributed_to=evil)
    records: list[Record] = [
        article,
        Story(id="s", title=evil, articles=(article.id,)),
        Claim(id="c", story="s", text=evil, articles=1, of=1, origins=1, statements=(said,)),
    ]
    found = gather(records, "s")
    page = render(found)
    reader = Reader(page)
    assert page.count("<script") == 1  # our own
    assert "i" not in reader.tags
    assert not any(name.startswith("on") for name in reader.attributes)
    assert not any(link.startswith("javascript") for link in reader.links)
    assert "\x00" not in page
    assert "<script>" not in render(found, "md").replace("\\<script\\>", "")
    assert "\ud800" not in page + render(found, "md")


def test_empty_story_and_article() -> None:
    found = gather([Story(id="s", title="Nothing", articles=("a",)), AnnotatedArticle(id="a", text="")], "s")
    for to in ("html", "md", "json"):
        assert "Nothing" in render(found, to)  # type: ignore[arg-type]
    assert "(empty)" in render(found)


def test_markdown_and_json(view: StoryView) -> None:
    markdown = render(view, "md")
    assert markdown.startswith("# Dockers and government sign deal")
    assert "## Only here" in markdown
    data = json.loads(render(view, "json"))
    assert len(data["articles"]) == 7
    assert {d["kind"] for d in data["disagreements"]} == {"figure", "qualifier", "date", "denial", "attribution"}
    assert all(a["text"] for a in data["articles"])
    assert data["outlets"]["daily"] == "Velmark Daily"


def test_write_by_ending(view: StoryView, tmp_path: Path) -> None:
    write(view, tmp_path / "page.md")
    assert (tmp_path / "page.md").read_text(encoding="utf8").startswith("# ")
    with pytest.raises(UsageError, match="is written as"):
        format_of(Path("page.pdf"))
    with pytest.raises(StoreError, match="choose another place"):
        write(view, tmp_path / "missing" / "page.html")


def test_choose_by_beginning() -> None:
    stories = [Story(id="story-ab", title="", articles=()), Story(id="story-ac", title="", articles=())]
    assert choose(stories, "story-ab").id == "story-ab"
    assert choose(stories[:1], "story").id == "story-ab"
    with pytest.raises(UsageError, match="begins the ids of 2"):
        choose(stories, "story-a")
    with pytest.raises(UsageError, match="show stories"):
        choose(stories, "x")
    with pytest.raises(UsageError):
        choose(stories, "")


def test_labels_tell_reports_apart() -> None:
    def made(id: str, outlet: str | None, day: str | None = None, source: str = "") -> AnnotatedArticle:
        return AnnotatedArticle(id=id, text="", outlet=outlet, published=day, source=source)

    several = [made("a", "Post", "2024-03-01"), made("b", "Post", "2024-03-01"), made("c", "Post", "2024-03-02")]
    names = label([*several, made("d", "Wire"), made("e", None, source="/in/notes.txt"), made("f", None)])
    assert names == {
        "a": "Post, 2024-03-01",
        "b": "Post, 2024-03-01 (2)",
        "c": "Post, 2024-03-02",
        "d": "Wire",
        "e": "notes",
        "f": "f",
    }


def test_view_sorts_claims(view: StoryView) -> None:
    assert [a.id for a in view.articles][-1] == "bulletin"  # undated ones last
    assert all(c.origins > 1 for c in view.agreed)
    assert set(view.alone) == {"daily", "review", "harbour-post"}  # the bulletin's lone claim shares its sentence
    assert view.sigla["courier"] == "A"
    assert {c.id for c in view.matrix[0]} >= {c.id for c in view.agreed}


@pytest.mark.parametrize(("kind", "alone"), [("date", False), ("denial", False), ("wording", True)])
def test_what_another_report_tells_otherwise_is_not_only_here(view: StoryView, kind: Any, alone: bool) -> None:
    lone, other = view.alone["daily"][0], view.alone["review"][0]
    sides = tuple(Side(says=c.text, statements=c.statements) for c in (lone.claims[0], other.claims[0]))
    point = Disagreement(id="d", kind=kind, stories=("s0",), about="", sides=sides, score=0.9, why="")
    assert (lone in replace(view, disagreements=(point,)).alone.get("daily", ())) is alone


def test_only_here_are_whole_sentences_of_which_no_other_report_has_a_part(view: StoryView) -> None:
    lone = view.alone["daily"][0]
    text, at = view.article["daily"].text, lone.sentence
    assert (at.start, at.end) in view.article["daily"].sentences
    assert text[at.start : at.end] == at.text
    shared, near = (msgspec.structs.replace(lone.claims[0], id=name, **told) for name, told in OTHERS)
    for more in (shared, near):
        assert lone.sentence not in [
            x.sentence for x in replace(view, claims=(*view.claims, more)).alone.get("daily", ())
        ]


@pytest.mark.parametrize(
    ("said", "alone"),
    [
        ("Opposition leader Nadia Brandt wrote that dockers expected better terms before winter.", True),
        ("And that government has never before been ready for such difficult winter weather.", False),
        ("And that government has never before been ready for such weather since Brandt left.", True),
        ("The strike came at a bad time for them.", False),
    ],
)
def test_only_here_are_sentences_that_tell_something_by_themselves(view: StoryView, said: str, alone: bool) -> None:
    claim = view.alone["daily"][0].claims[0]
    statement = msgspec.structs.replace(claim.statements[0], start=0, end=len(said), text=said)
    report = msgspec.structs.replace(view.article["daily"], text=said, sentences=((0, len(said)),))
    claims = (msgspec.structs.replace(claim, statements=(statement,)),)
    one = replace(view, articles=(report,), claims=claims, disagreements=())
    assert [x.sentence.text for x in one.alone.get("daily", ())] == ([said] if alone else [])


@pytest.mark.parametrize(
    ("spots", "shown"),
    [
        ([(0, 3), (1, 2)], ["a<b", "<"]),
        ([(0, 3), (2, 5)], ["a<b", "b"]),  # crossing: the second is cut at the first one's end
        ([(0, 5), (0, 5)], ["a<b&c", "a<b&c"]),
        ([(4, 9), (-1, 2), (3, 3)], []),
    ],
)
def test_marking_up(spots: list[tuple[int, int]], shown: list[str]) -> None:
    text = "a<b&c"
    refs = {SpanRef(article="t", start=s, end=e, text=text[s:e]): ("cited",) for s, e in spots}
    found = mark_up(text, landings(refs, {}), ((0, len(text)),))
    ids = Reader(f"<div>{found.html}</div>").ids
    assert [ids[f"t-{s}-{e}"] for s, e in spots if f"t-{s}-{e}" in ids] == shown
    assert re.sub(r"<[^>]+>", "", str(found.html)).replace("&lt;", "<").replace("&amp;", "&") == text
    assert found.cut == (("t-2-5",) if (2, 5) in spots else ())


def test_many_nested_landings_stay_true() -> None:
    text = "word " * 400
    spots = [Landing(i, min(len(text), i + 17 + i % 31), f"n{i}") for i in range(0, len(text) - 20, 7)]
    found = mark_up(text, spots, ((0, len(text)),))
    assert re.sub(r"<[^>]+>", "", str(found.html)) == text
    assert str(found.html).count("<span") == str(found.html).count("</span>")


def test_furniture_is_dimmed() -> None:
    found = mark_up("The news.\nShare this\n", [], ((0, 9),))
    assert str(found.html) == 'The news.\n<span class="furniture">Share this</span>\n'


def test_anchor_names_are_plain() -> None:
    assert slug("daily-2024.03") == "daily-2024.03"
    assert re.fullmatch(r"x[0-9a-f]{12}", slug('a b"<'))
    assert slug("a b") != slug("a c")


@pytest.mark.parametrize(
    ("text", "other", "marked"),
    [
        ("fell by 12 percent", "fell by 7 percent", ["12"]),
        ("on Thursday morning it rained", "on Friday evening it rained", ["Thursday morning"]),
        ("the same", "the same", []),
        ("The Same!", "the same", []),
        ("", "x", []),
    ],
)
def test_marking_differences(text: str, other: str, marked: list[str]) -> None:
    pieces = mark(text, [other])
    assert "".join(p.text for p in pieces) == text
    assert [p.text for p in pieces if p.differs] == marked


def test_readings() -> None:
    found = readings("so that nobody is replaced by a crane", "so that no one is replaced by a big crane")
    assert found is not None
    assert [(r.lemma, r.variant) for r in found] == [("nobody", "no one"), ("", "big")]
    assert readings("entirely other words", "have nothing shared here") is None
    assert readings("", "x") is None


@pytest.mark.parametrize(
    ("start", "end", "words"),
    [
        ("2024-03-21", None, "21 March 2024"),
        ("2024-03-20", "2024-03-21", "20–21 March 2024"),
        ("2024-03-01", "2024-03-31", "March 2024"),
        ("2024-01-01", "2024-12-31", "2024"),
        ("2020-01-01", "2021-12-31", "2020–2021"),
        ("2024-01-01", "2024-05-31", "January 2024 – May 2024"),
        ("2024-02-20", "2024-03-02", "20 February 2024 – 2 March 2024"),
        ("2008", None, "2008"),
        (None, None, ""),
        (None, "2024-03", "until March 2024"),
        ("odd-13-99", None, "odd-13-99"),
    ],
)
def test_dates_in_words(start: str | None, end: str | None, words: str) -> None:
    assert written.date(start, end) == words


def test_dates_in_a_text() -> None:
    assert written.dates_in("2024-03-21 or 2024-04, not 1234") == "21 March 2024 or April 2024, not 1234"


def test_amounts() -> None:
    assert written.amount(Figure(start=0, end=1, value=38, unit="percent", qualifier="Over")) == "over 38 %"
    assert written.amount(Figure(start=0, end=1, value=2400, unit="dockers")) == "2,400 dockers"
    assert written.amount(Figure(start=0, end=1, value=3, high=4.5)) == "3–4.5"
    assert written.number(float("nan")) == "nan"
