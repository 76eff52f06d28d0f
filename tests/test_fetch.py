"""Addresses: what is fetched, how politely, and what is refused. The server is on the loopback address."""

import gzip
import ipaddress
import threading
import time
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest
from backports import zstd

from variorum.errors import InputError, UsageError
from variorum.read import connect, fetch
from variorum.read.connect import Network, is_public, parts_of
from variorum.read.fetch import Fetcher, Visit
from variorum.read.files import read

WORDS = "The harbour board of Velmar met the union on Tuesday and agreed to talk about night pay before the summer."
PAGE = f"<html><body><article><h1>Dockers meet the board</h1><p>{WORDS}</p><p>{WORDS}</p></article></body></html>"
Answers = dict[str, Callable[[Any], None]]


def give(body: bytes, kind: str = "text/html", status: int = 200, **headers: str) -> Callable[[Any], None]:
    """An answer; names of headers with _ for -."""

    def answer(request: Any) -> None:
        request.send_response(status)
        given = {name.replace("_", "-"): value for name, value in headers.items()}
        for name, value in ({"Content-Type": kind, "Content-Length": str(len(body))} | given).items():
            request.send_header(name, value)
        request.end_headers()
        request.wfile.write(body)

    return answer


class Server:
    """A site on the loopback address, and what was asked of it."""

    def __init__(self) -> None:
        self.answers: Answers = {"/a": give(PAGE.encode())}
        self.asked: list[tuple[str, dict[str, str]]] = []
        site = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                site.asked.append((self.path, {name.lower(): value for name, value in self.headers.items()}))
                site.answers.get(self.path, give(b"", status=404))(self)

            def log_message(self, *_: object) -> None:
                pass

        self.http = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.http.daemon_threads = True
        self.port = self.http.server_address[1]
        threading.Thread(target=self.http.serve_forever, args=(0.01,), daemon=True).start()

    def at(self, path: str, host: str = "quay.example") -> str:
        return f"http://{host}:{self.port}{path}"

    def paths(self) -> list[str]:
        return [path for path, _ in self.asked if path != "/robots.txt"]


@pytest.fixture
def site() -> Iterator[Server]:
    server = Server()
    yield server
    server.http.shutdown()
    server.http.server_close()


def local(host: str, port: int) -> list[str]:
    """Resolves every name to the loopback address, but for one that changes its mind."""
    return ["127.0.0.1"]


def fetcher(**options: Any) -> Fetcher:
    network = Network(resolver=local, permitted=lambda ip: ip.is_loopback, total=options.pop("total", 10.0))
    return Fetcher(network=network, delay=0, **options)


def why(address: str, **options: Any) -> str:
    with pytest.raises(InputError) as caught:
        list(read(address, fetch=fetcher(**options)))
    return caught.value.why


def test_a_page(site: Server) -> None:
    (article,) = read(site.at("/a"), fetch=fetcher())
    assert WORDS in article.text
    assert (article.url, article.source) == (site.at("/a"), site.at("/a"))
    (_, robots), (_, headers) = site.asked
    assert headers["host"] == f"quay.example:{site.port}"
    assert headers["user-agent"].startswith("variorum/")
    assert robots["user-agent"] == headers["user-agent"]


def test_addresses_are_fetched_only_where_asked_for(site: Server) -> None:
    with pytest.raises(UsageError, match="only with --fetch"):
        list(read(site.at("/a")))
    assert site.asked == []


@pytest.mark.parametrize(
    ("kind", "body", "number"),
    [
        ("text/plain; charset=iso-8859-1", WORDS.encode(), 1),
        ("application/json", b'[{"text": "a"}, {"text": "b"}]', 2),
        ("application/x-ndjson", b'{"text": "a"}\n{"text": "b"}\n', 2),
        ("text/csv", b"text\na\nb\nc\n", 3),
        ("application/octet-stream", gzip.compress(b"text\na\n", mtime=0), None),
        ("application/zstd", zstd.compress(b'{"text": "a"}\n'), 1),
        ("image/png", b"x", None),
        ("", b"plain words", 1),
    ],
)
def test_the_kind_of_file_is_told_by_the_server(site: Server, kind: str, body: bytes, number: int | None) -> None:
    site.answers["/x"] = give(body, kind)
    if number is None:
        assert "save" in why(site.at("/x")) or "not a page" in why(site.at("/x"))
    else:
        assert len(list(read(site.at("/x"), fetch=fetcher()))) == number


def test_the_encoding_that_the_server_tells(site: Server) -> None:
    site.answers["/x"] = give("Köln".encode("cp850"), "text/plain; charset=cp850")
    (article,) = read(site.at("/x"), fetch=fetcher())
    assert article.text == "Köln"


def test_robots_txt_is_honoured(site: Server) -> None:
    site.answers["/robots.txt"] = give(b"User-agent: variorum\nDisallow: /a\nUser-agent: *\nDisallow: /", "text/plain")
    site.answers["/b"] = give(PAGE.encode())
    one = fetcher()
    with pytest.raises(InputError, match=r"robots\.txt asks programs to keep out"):
        list(read(site.at("/a"), fetch=one))
    assert len(list(read(site.at("/b"), fetch=one))) == 1
    assert [path for path, _ in site.asked] == ["/robots.txt", "/b"]


def test_where_robots_txt_fails_nothing_is_fetched(site: Server) -> None:
    site.answers["/robots.txt"] = give(b"", status=500)
    assert "cannot be had" in why(site.at("/a"))
    assert site.paths() == []


def test_hosts_are_given_time(site: Server) -> None:
    site.answers["/robots.txt"] = give(b"User-agent: *\nCrawl-delay: 7", "text/plain")
    waits: list[float] = []
    one = fetcher(sleep=waits.append)
    list(read(site.at("/a"), site.at("/a"), fetch=one))
    assert [round(wait) for wait in waits] == [7, 7]
    site.answers["/robots.txt"] = give(b"User-agent: *\nCrawl-delay: 3600", "text/plain")
    assert "3600 seconds between requests" in why(site.at("/a"))


def test_a_site_that_asks_for_a_pause_is_left_alone(site: Server) -> None:
    site.answers["/b"] = give(b"", status=429, Retry_After="120")
    one = fetcher()
    problems: list[InputError] = []
    assert list(read(site.at("/b"), site.at("/a"), fetch=one, on_problem=problems.append)) == []
    assert "status 429" in problems[0].why
    assert "asked for a pause" in problems[1].why
    assert site.paths() == ["/b"]


@pytest.mark.parametrize(
    "ip",
    [
        *("10.0.0.1", "127.0.0.1", "169.254.169.254", "192.168.1.1", "172.16.0.1", "0.0.0.0", "224.0.0.1", "240.0.0.1"),
        *("::1", "fe80::1", "fc00::1", "::ffff:127.0.0.1", "64:ff9b::a00:1", "2002:7f00:1::", "100.64.0.1", "::"),
        "ff02::1",
    ],
)
def test_addresses_off_the_public_internet_are_refused(site: Server, ip: str) -> None:
    assert not is_public(ipaddress.ip_address(ip))
    network = Network(resolver=lambda host, port: ["8.8.8.8", ip])
    with pytest.raises(InputError, match="public internet"):
        list(read(site.at("/a"), fetch=Fetcher(network=network, delay=0)))


@pytest.mark.parametrize("ip", ["8.8.8.8", "2001:4860:4860::8888"])
def test_public_addresses_are_not(ip: str) -> None:
    assert is_public(ipaddress.ip_address(ip))


@pytest.mark.parametrize("host", ["127.0.0.1", "[::1]", "localhost", "2130706433", "0x7f.1"])
def test_the_machine_itself_is_not_fetched_from(site: Server, host: str) -> None:
    with pytest.raises(InputError, match=r"public internet|no host"):
        list(read(site.at("/a", host), fetch=True))
    assert site.asked == []


def test_the_connection_goes_to_the_address_that_was_checked(site: Server) -> None:
    """A name that resolves to a permitted address first and to another later is asked once for each connection."""
    turns = iter(["127.0.0.1", "10.0.0.1"])
    checked: list[str] = []

    def permitted(ip: connect.Ip) -> bool:
        checked.append(str(ip))
        return ip.is_loopback

    one = Fetcher(network=Network(resolver=lambda host, port: [next(turns)], permitted=permitted), delay=0)
    with pytest.raises(InputError, match="public internet"):
        list(read(site.at("/a"), fetch=one))
    assert checked == ["127.0.0.1", "10.0.0.1"]  # the first for robots.txt; nothing was sent to the second
    assert [path for path, _ in site.asked] == ["/robots.txt"]


def test_redirects_are_followed_and_checked(site: Server) -> None:
    site.answers["/old"] = give(b"", status=301, Location="/a#part")
    (article,) = read(site.at("/old"), fetch=fetcher())
    assert article.url == site.at("/a")
    site.answers["/loop"] = give(b"", status=302, Location="/loop")
    assert "redirects more than" in why(site.at("/loop"))
    site.answers["/file"] = give(b"", status=302, Location="file:///etc/passwd")
    assert "only http and https" in why(site.at("/file"))


def test_a_redirect_to_a_private_address_is_refused(site: Server) -> None:
    site.answers["/in"] = give(b"", status=302, Location=site.at("/a", "inside.example"))
    network = Network(
        resolver=lambda host, port: ["10.0.0.1" if "inside" in host else "127.0.0.1"],
        permitted=lambda ip: ip.is_loopback,
    )
    with pytest.raises(InputError, match="public internet"):
        list(read(site.at("/in"), fetch=Fetcher(network=network, delay=0)))
    assert site.paths() == ["/in"]


def test_a_redirect_into_what_robots_txt_forbids_is_refused(site: Server) -> None:
    site.answers["/robots.txt"] = give(b"User-agent: *\nDisallow: /a", "text/plain")
    site.answers["/old"] = give(b"", status=301, Location="/a")
    assert "robots.txt" in why(site.at("/old"))


@pytest.mark.parametrize("address", ["ftp://quay.example/a", "http://me:pw@quay.example/", "http://quay.example:0/"])
def test_what_is_no_address_to_fetch(address: str) -> None:
    assert "give the file" in why(address)
    with pytest.raises(InputError):
        parts_of(address)


def test_large_answers_are_refused(site: Server, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(fetch, "LARGEST", 10_000)
    site.answers["/long"] = give(b"a" * 20_000, "text/plain")
    assert "larger than 10,000 bytes" in why(site.at("/long"))

    def endless(request: Any) -> None:
        request.send_response(200)
        request.send_header("Content-Type", "text/plain")
        request.end_headers()
        for _ in range(100):
            request.wfile.write(b"a" * 1000)

    site.answers["/endless"] = endless
    assert "larger than 10,000 bytes" in why(site.at("/endless"))
    site.answers["/packed"] = give(gzip.compress(b"a" * 1_000_000), "text/plain", Content_Encoding="gzip")
    assert "larger than 10,000 bytes" in why(site.at("/packed"))


def test_packed_answers_are_unpacked(site: Server) -> None:
    site.answers["/x"] = give(gzip.compress(PAGE.encode()), Content_Encoding="gzip")
    assert len(list(read(site.at("/x"), fetch=fetcher()))) == 1
    site.answers["/x"] = give(PAGE.encode(), Content_Encoding="br")
    assert "'br'" in why(site.at("/x"))


def test_an_answer_that_breaks_off(site: Server) -> None:
    site.answers["/x"] = give(PAGE.encode(), Content_Length="100000")
    assert "broke" in why(site.at("/x"))


@pytest.mark.parametrize("when", ["body", "head"])
def test_an_answer_that_drips_is_cut(site: Server, when: str) -> None:
    def drip(request: Any) -> None:
        if when == "body":
            request.send_response(200)
            request.end_headers()
        for _ in range(100):
            try:
                request.wfile.write(b"a")
                request.wfile.flush()
            except OSError:
                return
            time.sleep(0.05)

    site.answers["/x"] = drip
    began = time.monotonic()
    assert "no answer in time" in why(site.at("/x"), total=0.4)
    assert time.monotonic() - began < 4


def test_what_does_not_keep_to_http(site: Server) -> None:
    site.answers["/x"] = lambda request: request.wfile.write(b"\0\xff nonsense\r\n\r\n")
    assert "cannot be fetched" in why(site.at("/x"))
    assert "is not there" in why(site.at("/gone"))
    site.http.shutdown()
    site.http.server_close()
    assert "cannot be fetched" in why(site.at("/a"))


def test_what_has_not_changed_is_passed_over(site: Server) -> None:
    def answer(request: Any) -> None:
        same = request.headers.get("If-None-Match") == '"1"'
        give(b"" if same else PAGE.encode(), status=304 if same else 200, ETag='"1"')(request)

    site.answers["/a"] = answer
    first = fetcher()
    assert len(list(read(site.at("/a"), fetch=first))) == 1
    again = fetcher(visits=first.new)
    assert list(read(site.at("/a"), fetch=again)) == []
    assert again.new[site.at("/a")].etag == '"1"'


FEED = """<rss version="2.0"><channel><title>The Quay</title>
<item><title>One</title><link>{0}</link><description>Short.</description>
<pubDate>Tue, 02 Mar 2021 08:30:00 GMT</pubDate></item>
<item><title>Two</title><link>{1}</link><description>Gone.</description></item></channel></rss>"""


def test_a_list_of_feeds_and_the_pages_of_their_entries(site: Server, tmp_path: Path) -> None:
    site.answers["/rss"] = give(FEED.format(site.at("/a"), site.at("/b")).encode(), "application/rss+xml")
    feeds = tmp_path / "feeds.opml"
    feeds.write_text(f'<opml><body><outline xmlUrl="{site.at("/rss")}"/><outline xmlUrl="local.xml"/></body></opml>')
    problems: list[InputError] = []
    assert [a.text for a in read(feeds, fetch=fetcher(), on_problem=problems.append)] == ["Short.", "Gone."]
    assert ["no address on the web" in e.why for e in problems] == [True]
    one = fetcher(pages=True)
    full, gone = read(feeds, fetch=one, on_problem=problems.append)
    assert WORDS in full.text
    assert (full.title, full.outlet) == ("Dockers meet the board", "The Quay")
    assert full.published == "2021-03-02T08:30:00+00:00"
    assert gone.text == "Gone."
    site.asked.clear()
    again = fetcher(pages=True, visits=one.new)
    assert [a.text for a in read(feeds, fetch=again, on_problem=problems.append)] == ["Gone."]
    assert site.paths() == ["/rss", "/b"]


def test_a_page_of_an_entry_is_looked_at_again_when_the_feed_tells_of_a_change(site: Server) -> None:
    entries = [("x", {"url": site.at("/a"), "updated": "2021-03-02", "text": "Short."})]
    long_ago = Visit(at=time.time() - fetch.AGAIN - 1, updated="2021-03-02")
    for known, number in (
        (Visit(at=time.time(), updated="2021-03-02"), 0),
        (Visit(at=time.time(), updated="2021-03-01"), 1),
        (long_ago, 1),
    ):
        one = fetcher(pages=True, visits={site.at("/a"): known})
        assert len(list(one.with_pages(iter(entries)))) == number
