"""The article in a web page: its text by trafilatura (Barbaresi 2021), its particulars as the page gives them."""

import json
import re
from collections.abc import Iterator, Mapping
from typing import Any

from variorum.errors import InputError
from variorum.read.articles import read_date
from variorum.read.dateline import read_byline
from variorum.read.decoding import wide

_ARTICLES = frozenset(
    {"Article", "NewsArticle", "ReportageNewsArticle", "AnalysisNewsArticle", "BackgroundNewsArticle", "Report"}
    | {"OpinionNewsArticle", "ReviewNewsArticle", "SatiricalArticle", "BlogPosting", "LiveBlogPosting"}
)
_METAS = {
    "title": ("og:title", "twitter:title", "dc.title", "parsely-title"),
    "outlet": ("og:site_name", "application-name", "dc.publisher"),
    "author": ("author", "article:author_name", "dc.creator", "parsely-author", "byl"),
    "published": (
        *("article:published_time", "datepublished", "pubdate", "publish-date", "parsely-pub-date", "sailthru.date"),
        *("dc.date.issued", "dc.date", "date"),
    ),
    "updated": (
        *("article:modified_time", "og:updated_time", "datemodified", "modified", "last-modified", "revised"),
        *("dc.date.modified", "dcterms.modified"),
    ),
    "url": ("og:url",),
    "language": ("og:locale",),
}
LONG_TAG = 10_000  # bytes of a tag below which its attributes are not counted
ATTRIBUTES = 1000
_TAG = re.compile(rb"""<[a-zA-Z](?:[^>=]|=\s*"[^"]*(?:"|\Z)|=\s*'[^']*(?:'|\Z)|=)*+""")
_VALUE = re.compile(rb"""=\s*(?:"[^"]*"?|'[^']*'?)""")
_BYLINES = "//*[contains(concat(' ', normalize-space(@class), ' '), ' byline ')]"


def fields_of(page: bytes | str, source: str) -> dict[str, Any]:
    """Fields of the article that a page holds.

    JSON-LD is believed first, then the page's meta elements, then its markup: marked times, bylines, the language and
    the address. A date is taken only where the page says whether it is that of publication or of a change.

    Raises:
        InputError: there is no article text in it.
    """
    import trafilatura
    from trafilatura.utils import load_html

    data = page.encode("utf8", "replace") if isinstance(page, str) else page
    if encoding := wide(data):
        data = data.decode(encoding, "replace").encode("utf8", "replace")
    try:
        tree: Any = load_html(_TAG.sub(_calmed, data))
        fields = None if tree is None else _particulars(tree)
        found: Any = trafilatura.bare_extraction(tree, include_comments=False, include_tables=False)
    except Exception as error:  # whatever the parsers stumble over
        raise InputError(source, f"the page cannot be parsed ({type(error).__name__}); save it anew") from error
    if fields is None:
        raise InputError(source, "not a web page; see what it is")
    text = (found.text if found is not None else None) or ""
    if not text.strip():
        raise InputError(source, "no article text found in the page; save its text as .txt")
    return {**fields, "text": text}


def _calmed(tag: re.Match[bytes]) -> bytes:
    """The tag, or nothing in place of one with thousands of attributes: parsers compare each with all before."""
    whole = tag.group()
    many = len(whole) > LONG_TAG and len(_VALUE.sub(b" ", whole).split()) > ATTRIBUTES
    return b"" if many else whole


def _particulars(tree: Any) -> dict[str, Any]:
    """What a page says of its article."""
    fields: dict[str, Any] = {}
    canonical = next((str(link) for link in tree.xpath("//link[@rel='canonical']/@href")), "")
    for source in (_from_json_ld(tree, canonical), _from_metas(tree), _from_markup(tree, canonical)):
        for name, value in source.items():
            if name in ("published", "updated") and value:
                value = _date(value)
            if value:
                fields.setdefault(name, value)
    language = tree.xpath("/html/@lang") or [fields.get("language") or ""]
    fields["language"] = str(language[0]).lower().replace("_", "-").split("-")[0][:3] or None
    return {name: value for name, value in fields.items() if value}


def _date(value: str) -> str | None:
    try:
        return read_date(value, "")
    except InputError:
        return None


def _from_json_ld(tree: Any, canonical: str) -> dict[str, str | None]:
    """What the page's JSON-LD says of its article: of the first, or of the one with the page's own address."""
    items: list[Mapping[str, Any]] = []
    for script in tree.xpath("//script[@type='application/ld+json']"):
        try:
            items += _items(json.loads(script.text_content()), 4)
        except (ValueError, RecursionError):
            continue
    known = {item["@id"]: item for item in items if isinstance(item.get("@id"), str) and len(item) > 1}
    articles = [item for item in items if _ARTICLES & set(_kinds(item))]
    if not articles:
        return {}
    article = next((item for item in articles if canonical and canonical in _addresses(item)), articles[0])
    return {
        "title": _string(article.get("headline")),
        "outlet": _name(article.get("publisher"), known),
        "author": _name(article.get("author"), known),
        "published": _string(article.get("datePublished")),
        "updated": _string(article.get("dateModified")),
        "url": _string(article.get("url")),
        "language": _string(article.get("inLanguage")),
    }


def _kinds(item: Mapping[str, Any]) -> list[str]:
    kinds = item.get("@type")
    return [kind for kind in (kinds if isinstance(kinds, list) else [kinds]) if isinstance(kind, str)]


def _addresses(item: Mapping[str, Any]) -> list[str]:
    page = item.get("mainEntityOfPage")
    given = (item.get("url"), item.get("@id"), page.get("@id") if isinstance(page, dict) else page)
    return [value for value in given if isinstance(value, str)]


def _items(data: Any, depth: int) -> Iterator[Mapping[str, Any]]:
    """The objects of JSON-LD that could describe the article, the outer before the inner."""
    if depth == 0:
        return
    if isinstance(data, list):
        for item in data:
            yield from _items(item, depth - 1)
    elif isinstance(data, dict):
        yield data
        for name in ("@graph", "mainEntity", "mainEntityOfPage"):
            yield from _items(data.get(name), depth - 1)


def _string(value: Any) -> str | None:
    return " ".join(value.split()) if isinstance(value, str) and value.strip() else None


def _name(value: Any, known: Mapping[str, Mapping[str, Any]]) -> str | None:
    """A name, or several joined by commas, of what JSON-LD calls a person or an organisation, or refers to by `@id`."""
    if isinstance(value, list):
        names = (_name(item, known) for item in value if not isinstance(item, list))
        return ", ".join(filter(None, names)) or None
    if isinstance(value, dict):
        id = value.get("@id")
        there = known.get(id, {}) if isinstance(id, str) else {}
        return _string(value.get("name")) or _string(there.get("name"))
    return _string(value)


def _from_metas(tree: Any) -> dict[str, str]:
    given: dict[str, str] = {}
    for meta in tree.xpath("//meta[@content]"):
        name = str(meta.get("property") or meta.get("name") or meta.get("itemprop") or "").lower()
        content = _string(meta.get("content"))
        if name and content:
            given.setdefault(name, content)
    found = {field: next((given[name] for name in names if name in given), None) for field, names in _METAS.items()}
    return {field: value for field, value in found.items() if value}


def _from_markup(tree: Any, canonical: str) -> dict[str, str | None]:
    """What the elements that readers see are marked as."""
    headings = tree.xpath("//h1")[:2] or tree.xpath("//title")[:1]
    titles = (_string(heading.text_content()) for heading in headings)
    found = {"url": canonical if canonical.startswith("http") else None, "title": next(filter(None, titles), None)}
    for name, marks in (("published", "datePublished"), ("updated", "dateModified")):
        times = tree.xpath(f"//*[@itemprop='{marks}']/@datetime | //*[@itemprop='{marks}']/@content")
        found[name] = next(map(str, times), None)
    found["published"] = found["published"] or next(map(str, tree.xpath("//time[@pubdate]/@datetime")), None)
    authors = tree.xpath("//*[@rel='author' or @itemprop='author']")[:5]
    names = dict.fromkeys(filter(None, (_string(author.text_content()) for author in authors)))
    bylines = (read_byline(" ".join(line.text_content().split())) for line in tree.xpath(_BYLINES)[:5])
    found["author"] = ", ".join(name for name in names if len(name) < 80) or next(filter(None, bylines), None)
    return found
