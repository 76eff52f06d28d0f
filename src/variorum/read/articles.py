"""Fields become an article: ids, dates and text that every later room can rely on."""

import datetime
import hashlib
import re
from collections.abc import Callable, Mapping
from email.utils import parsedate_to_datetime
from typing import Any

import msgspec

from variorum.errors import InputError
from variorum.types import Article

_LONE_SURROGATE = re.compile("[\ud800-\udfff]")


def article_from(
    fields: Mapping[str, Any], *, source: str, on_problem: Callable[[InputError], None] | None = None
) -> Article:
    """The article that JSON-like fields describe.

    Args:
        fields: `text`, and optionally `id`, `title`, `outlet`, `author`, `published`, `url`, `language`; others are
            passed over. Values may be None.
        source: where the fields were read, for messages.
        on_problem: told of a date that cannot be read; the article then has none. Without it, that is raised too.

    Raises:
        InputError: there is no text, or a field is not what it should be.
    """
    text = fields.get("text")
    if not isinstance(text, str):
        raise InputError(source, "no `text` (or `html`) that is a string; give each article one")
    text = whole(text)
    published = _published(fields.get("published"), source, on_problem)
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
        **given,
    )


def _published(value: Any, source: str, on_problem: Callable[[InputError], None] | None) -> str | None:
    if value in (None, ""):
        return None
    try:
        return read_date(value, f"{source} (read without its date)" if on_problem else source)
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


def read_date(value: Any, source: str) -> str:
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
    raise InputError(source, f"`published` is {text[:40]!r}; write it as ISO 8601, such as 2022-09-15")


def _day(text: str) -> datetime.date:
    if not re.fullmatch(r"\d{4}-\d{2}-\d{2}", text, re.ASCII):
        raise ValueError(text)
    return datetime.date.fromisoformat(text)


def _moment(text: str) -> datetime.datetime:
    return datetime.datetime.fromisoformat(text)
