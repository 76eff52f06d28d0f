"""Addresses, fetched as a polite guest: robots.txt is honoured, hosts are given time, and nothing is fetched in vain.

Only what the user gave is fetched, what it redirects to, the feeds of a list, and, where asked for, the pages of the
entries of a feed.
"""

import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import suppress
from email.utils import parsedate_to_datetime
from typing import Any
from urllib.parse import urljoin, urlsplit

import msgspec

from variorum._version import __version__
from variorum.errors import InputError
from variorum.read.connect import Answer, Network, parts_of
from variorum.read.formats import LARGEST, PAGE, Found
from variorum.types import Record

AGENT = f"variorum/{__version__} (+https://pypi.org/project/variorum/)"
NAME = "variorum"  # by which a robots.txt may name us
REDIRECTS = 5
MOVED = (301, 302, 303, 307, 308)
DELAY = 1.0  # seconds between two requests to a host
LONGEST_DELAY = 60.0  # seconds that a site may ask for between two requests; where it asks for more, it is left alone
ROBOTS = 500_000  # bytes of the longest robots.txt (RFC 9309 asks for that many)
RULES_KEPT = 6 * 3600.0  # seconds for which a robots.txt is remembered
RETRY = 600.0  # seconds after which one that could not be had is asked for again
AGAIN = 6 * 3600.0  # seconds after which the page of a feed's entry is looked at again, though the feed tells no change
_SUFFIXES = {  # of content types; None: to be told by how it begins
    "text/html": ".html",
    "application/xhtml+xml": ".html",
    "text/plain": ".txt",
    "application/json": ".json",
    "application/feed+json": None,
    "application/x-ndjson": ".jsonl",
    "application/jsonl": ".jsonl",
    "text/csv": ".csv",
    "application/rss+xml": ".rss",
    "application/atom+xml": ".atom",
    "application/rdf+xml": ".xml",
    "text/x-opml": ".opml",
    "application/xml": None,
    "text/xml": None,
    "application/vnd.apache.parquet": ".parquet",
    "application/warc": ".warc",
    "application/gzip": None,
    "application/zstd": None,
}


class Visit(Record, frozen=True, kw_only=True):
    """What an address answered when it was last fetched: what a server needs to tell whether it has changed since."""

    etag: str | None = None
    modified: str | None = None
    at: float = 0.0  # seconds since 1970
    updated: str | None = None  # what the feed that led there said of its last change


class Page(Record, frozen=True, kw_only=True):
    """What an address holds: the address that it redirected to, the kind of file where that is told, and the bytes."""

    address: str
    suffix: str | None
    body: bytes


class Fetcher:
    """Fetches addresses, and remembers what it must not ask again."""

    def __init__(
        self,
        *,
        pages: bool = False,
        visits: Mapping[str, Visit] | None = None,
        network: Network | None = None,
        delay: float = DELAY,
        sleep: Callable[[float], None] = time.sleep,
    ) -> None:
        """How to fetch.

        Args:
            pages: fetch the pages of a feed's entries too, not only what the feed gives.
            visits: of earlier runs; what has not changed since then is passed over.
            network: makes the requests.
            delay: seconds between two requests to a host.
            sleep: waits so many seconds.
        """
        self.pages, self.delay, self.sleep = pages, delay, sleep
        self.visits = dict(visits or {})
        self.new: dict[str, Visit] = {}  # visits of this run
        self.refused: set[str] = set()  # addresses whose answers could not be read, in this run
        self.network = network or Network()
        self._robots: dict[str, tuple[float, Any]] = {}  # of each site: since when, and the rules or why there are none
        self._last: dict[str, float] = {}
        self._closed: dict[str, float] = {}  # hosts that asked for rest, and until when

    def begin(self) -> None:
        """Begin another run: what was learned in the one before is remembered as of an earlier one."""
        self.visits |= self.new
        self.new, self.refused = {}, set()

    def get(self, address: str, updated: str | None = None) -> Page | None:
        """What an address holds; None where it has not changed since the visit that is remembered.

        Args:
            address: http or https.
            updated: what the feed that led there says of its last change.

        Raises:
            InputError: it cannot be fetched, or the site does not want it to be.
        """
        known = self.visits.get(address)
        answer, final = self._follow(address, known)
        if answer.status == 304 and known is not None:
            self.new[address] = msgspec.structs.replace(known, at=time.time(), updated=updated)
            return None
        if answer.status != 200:
            raise InputError(address, self._refusal(answer, final))
        suffix = _suffix(answer, final)
        self.new[address] = Visit(
            etag=answer.headers.get("etag"),
            modified=answer.headers.get("last-modified"),
            at=time.time(),
            updated=updated,
        )
        return Page(address=final, suffix=suffix, body=_recoded(answer) if suffix in (".html", ".txt") else answer.body)

    def with_pages(self, entries: Iterator[Found]) -> Iterator[Found]:
        """Entries of a feed, each with what its page gives instead; where that cannot be had, as the feed gives it."""
        for entry in entries:
            if isinstance(entry, InputError) or not entry[1].get("url"):
                yield entry
                continue
            where, fields = entry
            address = str(fields["url"])
            changed = fields.get("updated") or fields.get("published")
            if self._fresh(address, changed):
                continue
            try:
                page = self.get(address, changed)
                if page is not None:
                    yield page.address, self._of_page(page, fields)
            except InputError as error:
                yield InputError(error.source, f"{error.why} (read as {where} gives it)")
                yield where, fields

    def _of_page(self, page: Page, fields: Mapping[str, Any]) -> Mapping[str, Any]:
        from variorum.read.html import fields_of

        if page.suffix not in (".html", None):
            raise InputError(page.address, f"not a web page but {page.suffix}")
        return {**fields, "url": page.address, **fields_of(page.body, page.address)}

    def _fresh(self, address: str, changed: str | None) -> bool:
        """Whether a page was looked at so lately that it need not be again."""
        known = self.new.get(address) or self.visits.get(address)
        return known is not None and known.updated == changed and time.time() - known.at < AGAIN

    def _follow(self, address: str, known: Visit | None) -> tuple[Answer, str]:
        """The answer of an address or of what it redirects to, each checked like the first."""
        now = address
        for _ in range(REDIRECTS + 1):
            answer = self._polite(now, _headers(known if now == address else None), address)
            if answer.status not in MOVED or "location" not in answer.headers:
                return answer, now
            now = urljoin(now, answer.headers["location"].strip()).partition("#")[0]
        raise InputError(address, f"redirects more than {REDIRECTS} times; give the address that a browser ends at")

    def _polite(self, address: str, headers: Mapping[str, str], asked: str) -> Answer:
        """Ask a host that allows it, when it has had its rest."""
        parts = parts_of(address)
        host = parts.netloc.lower()
        robots = self._rules(f"{parts.scheme}://{host}", asked)
        if not robots.can_fetch(address, NAME):
            why = "its site's robots.txt asks programs to keep out; save the page from a browser and give the file"
            raise InputError(asked, why)
        pause = float(robots.crawl_delay(NAME) or 0)
        if pause > LONGEST_DELAY:
            raise InputError(asked, f"its site asks for {pause:.0f} seconds between requests; save the page by hand")
        return self._ask(host, address, headers, max(pause, self.delay), LARGEST)

    def _ask(self, host: str, address: str, headers: Mapping[str, str], pause: float, most: int) -> Answer:
        if time.monotonic() < self._closed.get(host, 0.0):
            raise InputError(address, "its site has asked for a pause; try again later")
        wait = self._last.get(host, -pause) + pause - time.monotonic()
        if wait > 0:
            self.sleep(wait)
        try:
            answer = self.network.get(address, headers, most)
        finally:
            self._last[host] = time.monotonic()
        if answer.status in (429, 503):
            self._closed[host] = time.monotonic() + _pause(answer.headers.get("retry-after", ""))
        return answer

    def _rules(self, site: str, asked: str) -> Any:
        """The rules of a site's robots.txt (RFC 9309). Where there is none, all may be fetched.

        Raises:
            InputError: it cannot be had, so nothing of the site is fetched.
        """
        since, rules = self._robots.get(site, (-RULES_KEPT, None))
        if time.monotonic() - since > (RETRY if isinstance(rules, str) else RULES_KEPT) or rules is None:
            try:
                rules = self._read_rules(f"{site}/robots.txt")
            except InputError as error:
                rules = error.why
            self._robots[site] = (time.monotonic(), rules)
        if isinstance(rules, str):
            raise InputError(asked, rules)
        return rules

    def _read_rules(self, address: str) -> Any:
        from protego import Protego

        for _ in range(REDIRECTS + 1):
            answer = self._ask(urlsplit(address).netloc.lower(), address, _headers(None), 0.0, ROBOTS)
            if answer.status not in MOVED or "location" not in answer.headers:
                break
            address = urljoin(address, answer.headers["location"].strip())
        if answer.status == 200:
            return Protego.parse(answer.body.decode("utf8", "replace"))
        if answer.status >= 500 or answer.status == 429:
            raise InputError(address, f"its site's robots.txt cannot be had (status {answer.status}); try again later")
        return Protego.parse("")

    @staticmethod
    def _refusal(answer: Answer, final: str) -> str:
        told = {401: "wants a password", 403: "is refused to programs", 404: "is not there", 410: "is gone"}
        there = "" if answer.status in told else f"answers with status {answer.status}"
        return f"{final} {told.get(answer.status, there)}; see what a browser shows, save it and give the file"


def _headers(known: Visit | None) -> dict[str, str]:
    out = {"User-Agent": AGENT, "Accept-Encoding": "gzip", "Accept": "*/*", "Connection": "close"}
    if known is not None and known.etag:
        out["If-None-Match"] = known.etag
    if known is not None and known.modified:
        out["If-Modified-Since"] = known.modified
    return out


def _suffix(answer: Answer, address: str) -> str | None:
    """The ending for what was answered; None where it is to be told by how it begins.

    Raises:
        InputError: it is of a type that holds no articles, such as an image.
    """
    from variorum.read.files import kind_of

    kind = answer.headers.get("content-type", "").partition(";")[0].strip().lower()
    by_name = kind_of(urlsplit(address).path)
    if kind in ("", "application/octet-stream", "binary/octet-stream"):
        if by_name is None and kind:
            raise InputError(address, "the server does not tell of what kind it is; save it and give the file")
        return by_name
    if kind not in _SUFFIXES:
        raise InputError(address, f"a {kind[:60]}, not a page, a feed or a file of articles")
    suffix = _SUFFIXES[kind]
    if suffix in (".html", ".rss", ".atom") or by_name is None:
        limit = PAGE if suffix in (".html", ".rss", ".atom") else LARGEST
        if len(answer.body) > limit:
            raise InputError(address, f"larger than {limit:,} bytes; no article is")
        return suffix
    return by_name if suffix in (None, ".txt") else suffix


def _recoded(answer: Answer) -> bytes:
    """The body in UTF-8 where the server tells another encoding, and it is in that."""
    _, _, charset = answer.headers.get("content-type", "").partition("charset=")
    name = charset.partition(";")[0].strip("\"' ").lower()
    if not name or name in ("utf-8", "utf8"):
        return answer.body
    try:
        return answer.body.decode(name).encode("utf8")
    except (LookupError, ValueError):
        return answer.body


def _pause(retry_after: str) -> float:
    """Seconds that a server asks to be left alone for: ten minutes where it does not say, a day at most."""
    seconds = 600.0
    try:
        seconds = float(retry_after)
    except ValueError:
        with suppress(ValueError, OverflowError):
            seconds = parsedate_to_datetime(retry_after).timestamp() - time.time()
    return min(max(seconds, 1.0), 86_400.0) if seconds == seconds else 600.0
