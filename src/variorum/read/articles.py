"""Fields become an article: ids, dates and text that every later room can rely on."""

import datetime
import hashlib
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from email.utils import parsedate_to_datetime
from typing import Any, TypeVar
from urllib.parse import parse_qsl, urlencode, urlsplit

import msgspec

from variorum.errors import InputError
from variorum.types import Article

A = TypeVar("A", bound=Article)
LONGEST = 5_000_000  # code points of an article: a long novel has three million
_CAMPAIGN = re.compile(r"(?:utm_\w*|fbclid|gclid|msclkid|mc_cid|mc_eid)$", re.IGNORECASE)
_LONE_SURROGATE = re.compile("[\ud800-\udfff]")


def article_from(
    fields: Mapping[str, Any], *, source: str, on_problem: Callable[[InputError], None] | None = None
) -> Article:
    """The article that JSON-like fields describe.

    Args:
        fields: `text`, and optionally `id`, `title`, `outlet`, `author`, `published`, `updated`, `url`, `language`;
            others are passed over. Values may be None.
        source: where the fields were read, for messages.
        on_problem: told of a date that cannot be read; the article then has none. Without it, that is raised too.

    Raises:
        InputError: there is no text, it is longer than `LONGEST`, or a field is not what it should be.
    """
    text = fields.get("text")
    if not isinstance(text, str):
        raise InputError(source, "no `text` (or `html`) that is a string; give each article one")
    if len(text) > LONGEST:
        raise InputError(source, f"a text of more than {LONGEST:,} characters; split it into its articles")
    text = whole(text)
    published, updated = (_date(fields.get(name), name, source, on_problem) for name in ("published", "updated"))
    given = {name: _string(fields, name, source) for name in ("outlet", "title", "author", "url", "language")}
    key = fields.get("id")
    if key is not None and not isinstance(key, str | int):
        raise InputError(source, "`id` must be a string or a whole number")
    return Article(
        id=whole(str(key)) if key not in (None, "") else content_id(text, given["outlet"], given["url"]),
        text=text,
        source=whole(source),
        published=published,
        published_from="given" if published else None,
        updated=updated,
        **given,
    )


def _date(value: Any, name: str, source: str, on_problem: Callable[[InputError], None] | None) -> str | None:
    if value in (None, ""):
        return None
    try:
        return read_date(value, f"{source} (read without its date)" if on_problem else source, name)
    except InputError as error:
        if on_problem is None:
            raise
        on_problem(error)
        return None


def _string(fields: Mapping[str, Any], name: str, source: str) -> str | None:
    value = fields.get(name)
    if value is None or value == "":
        return None
    if isinstance(value, list) and value and all(isinstance(v, str) for v in value):
        value = ", ".join(value)
    if not isinstance(value, str):
        raise InputError(source, f"`{name}` must be a string")
    return whole(value)


def whole(text: str) -> str:
    """The text with every lone surrogate replaced by U+FFFD, code point for code point: offsets stay true."""
    return text if text.isascii() else _LONE_SURROGATE.sub("�", text)


def groups(articles: Iterable[A], most: int, room: int) -> Iterator[list[A]]:
    """The articles in lists of at most `most`, taken as they are needed.

    Args:
        room: code points of a list's texts, unless it holds but one article.
    """
    group: list[A] = []
    left = room
    for article in articles:
        if group and (len(group) == most or len(article.text) > left):
            yield group
            group, left = [], room
        group.append(article)
        left -= len(article.text)
    if group:
        yield group


def content_id(text: str, outlet: str | None, url: str | None) -> str:
    """An id that the same content always gets: 16 hex digits of a BLAKE2b hash (64 bits).

    Outlet and address count, because two outlets that print one text are two witnesses.
    """
    content = "\0".join((text, outlet or "", url or ""))
    return hashlib.blake2b(content.encode("utf8", "replace"), digest_size=8).hexdigest()


def digest(article: Article) -> str:
    """A hash of everything that annotation depends on: an article with another digest is annotated anew."""
    parts = (article.text, article.title, article.outlet, article.author, article.published, article.url)
    return hashlib.blake2b(msgspec.json.encode((*parts, article.language)), digest_size=16).hexdigest()


def address_of(article: Article) -> str | None:
    """What tells the page of an article from other pages: its address without what does not matter.

    None where the id was given, which then tells the article, and where the address is that of a whole site.
    """
    if not article.url or article.id != content_id(article.text, article.outlet, article.url):
        return None
    return bare_address(article.url)


def bare_address(url: str) -> str | None:
    """The address without scheme, marks of campaigns, fragment and closing slash; None where it is no page's."""
    try:
        parts = urlsplit(url.strip())
        host, port = parts.hostname, parts.port
    except ValueError:
        return None
    query = urlencode([(k, v) for k, v in parse_qsl(parts.query, keep_blank_values=True) if not _CAMPAIGN.match(k)])
    path = parts.path.rstrip("/")
    if parts.scheme not in ("http", "https") or not host or not (path or query):
        return None
    where = host if port in (None, 80, 443) else f"{host}:{port}"
    return f"{where}{path}?{query}" if query else where + path


def later(a: Article, b: Article) -> bool:
    """Whether `a` is by its own dates a later version than `b`; not where one gives none, or they are of one day."""
    one, other = (_utc(article.updated or article.published) for article in (a, b))
    if one is None or other is None:
        return False
    whole_days = min(len(one), len(other))
    return one[:whole_days] > other[:whole_days]


def _utc(date: str | None) -> str | None:
    """A date or moment as one that sorts; without a zone it counts as UTC."""
    if date is None or len(date) <= 10:
        return date
    try:
        moment = datetime.datetime.fromisoformat(date)
        return (moment if moment.tzinfo else moment.replace(tzinfo=datetime.UTC)).astimezone(datetime.UTC).isoformat()
    except (ValueError, OverflowError):
        return None


def read_date(value: Any, source: str, name: str = "published") -> str:
    """A date or moment as ISO 8601, from ISO 8601, a `datetime` or the form of e-mail and feeds (RFC 5322).

    Raises:
        InputError: it is none of them.
    """
    if isinstance(value, datetime.date):
        return value.isoformat()
    text = str(value).strip()
    for read in (_day, _moment, parsedate_to_datetime):
        try:
            return read(text).isoformat()
        except (ValueError, OverflowError):
            continue
    raise InputError(source, f"`{name}` is {text[:40]!r}; write it as ISO 8601, such as 2022-09-15")


def _day(text: str) -> datetime.date:
    if not re.fullmatch(r"\d{4}-\d{2}-\d{2}", text, re.ASCII):
        raise ValueError(text)
    return datetime.date.fromisoformat(text)


def _moment(text: str) -> datetime.datetime:
    return datetime.datetime.fromisoformat(text)
