"""Feeds: entries are articles; lists name feeds."""

from pathlib import Path

import pytest

from variorum.errors import InputError
from variorum.read.feeds import plain
from variorum.read.files import read
from variorum.types import Article

RSS = """<?xml version="1.0" encoding="utf-8"?>
<rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/" xmlns:dc="http://purl.org/dc/elements/1.1/">
<channel><title>The Quay</title><link>https://quay.example/</link><language>en-GB</language>
<item><title>Dockers &amp; board meet</title><link>https://quay.example/a</link><guid isPermaLink="false">7</guid>
<dc:creator>Mara Ilves</dc:creator><pubDate>Tue, 02 Mar 2021 08:30:00 +0100</pubDate>
<description>Short.</description>
<content:encoded><![CDATA[<p>The harbour board met the <b>union</b> on Tuesday.</p><script>x()</script>
<p>Talks go on.<br>Ships wait.</p>]]></content:encoded></item>
<item><title>Ferries stop</title><link>https://quay.example/b</link><pubDate>soon</pubDate>
<description>&lt;p&gt;Ferries stopped at noon.&lt;/p&gt;</description></item>
</channel></rss>"""
ATOM = """<feed xmlns="http://www.w3.org/2005/Atom"><title>Harbour Daily</title>
<entry><title type="html">Port &lt;i&gt;closed&lt;/i&gt;</title><link href="https://daily.example/1"/>
<author><name>Tom Okoro</name></author><author><name>A. Reyes</name></author>
<published>2021-03-02T08:00:00Z</published><updated>2021-03-03T09:00:00Z</updated>
<content type="html">&lt;p&gt;The port closed.&lt;/p&gt;</content></entry>
<entry><title>Later</title><updated>2021-03-04T09:00:00Z</updated><summary>The port may reopen.</summary></entry>
</feed>"""
OPML = """<opml version="2.0"><body><outline text="News"><outline type="rss" xmlUrl="https://quay.example/rss"/>
<outline type="rss" xmlUrl=" https://daily.example/atom "/><outline xmlUrl="https://quay.example/rss"/></outline></body></opml>"""


def write(path: Path, text: str) -> Path:
    path.write_text(text, encoding="utf8")
    return path


def feed(tmp_path: Path, name: str, text: str) -> tuple[list[Article], list[InputError]]:
    problems: list[InputError] = []
    return list(read(write(tmp_path / name, text), on_problem=problems.append)), problems


@pytest.mark.parametrize("name", ["a.rss", "a.xml"])
def test_rss(tmp_path: Path, name: str) -> None:
    (one, two), problems = feed(tmp_path, name, RSS)
    assert one.text == "The harbour board met the union on Tuesday.\nTalks go on.\nShips wait."
    assert (one.title, one.outlet, one.author) == ("Dockers & board meet", "The Quay", "Mara Ilves")
    assert (one.url, one.language) == ("https://quay.example/a", "en")
    assert (one.published, one.updated) == ("2021-03-02T08:30:00+01:00", None)
    assert (two.text, two.published) == ("Ferries stopped at noon.", None)
    assert [e.source for e in problems] == [f"{tmp_path / name} entry 2 (read without its date)"]


def test_atom_keeps_publication_and_change_apart(tmp_path: Path) -> None:
    (one, two), problems = feed(tmp_path, "a.atom", ATOM)
    assert (one.title, one.author, one.outlet) == ("Port closed", "Tom Okoro, A. Reyes", "Harbour Daily")
    assert (one.published, one.updated) == ("2021-03-02T08:00:00+00:00", "2021-03-03T09:00:00+00:00")
    assert (two.published, two.updated, two.text) == (None, "2021-03-04T09:00:00+00:00", "The port may reopen.")
    assert problems == []


def test_a_feed_that_is_cut_off_gives_what_it_has(tmp_path: Path) -> None:
    (one,), problems = feed(tmp_path, "a.rss", RSS[: RSS.index("<item><title>Ferries")])
    assert one.title == "Dockers & board meet"
    assert "cut off" in problems[0].why


def test_what_is_no_feed_is_named(tmp_path: Path) -> None:
    articles, problems = feed(tmp_path, "a.xml", "<note><to>all</to></note>")
    assert articles == []
    assert "neither RSS nor Atom" in problems[0].why


def test_a_list_says_that_it_needs_fetching(tmp_path: Path) -> None:
    articles, problems = feed(tmp_path, "a.opml", OPML)
    assert articles == []
    assert "lists feeds (2); give --fetch" in problems[0].why
    _, problems = feed(tmp_path, "b.opml", "<opml><body/></opml>")
    assert "no feed in it" in problems[0].why


def test_external_entities_are_not_read(tmp_path: Path) -> None:
    secret = write(tmp_path / "secret", "hidden words")
    inside = f'<!DOCTYPE x [<!ENTITY e SYSTEM "file://{secret}">]>'
    for name, text in (("a.rss", RSS), ("b.atom", ATOM)):
        start = text.index("<rss" if name == "a.rss" else "<feed")
        found, _ = feed(tmp_path, name, text[:start] + inside + text[start:].replace("The port closed", "&e;"))
        assert "hidden" not in repr(found)
    listed = OPML.replace("https://quay.example/rss", "&e;")
    assert "hidden" not in repr(feed(tmp_path, "c.opml", inside + listed))


@pytest.mark.parametrize(
    ("markup", "words"),
    [
        ("a  b", "a b"),
        ("<p>a<!-- x -->b</p><p>c</p>", "ab c"),
        ("1 &lt; 2 &amp; 3", "1 < 2 & 3"),
        ("<div hidden>\0a</div>", "a"),
        ("<" * 50, "<" * 50),
    ],
)
def test_plain(markup: str, words: str) -> None:
    assert plain(markup).replace(" ", "") == words.replace(" ", "")
