"""The article in a web page: its text by trafilatura (Barbaresi 2021), its particulars as the page gives them."""

import json
from collections.abc import Iterator, Mapping
from typing import Any

from variorum.errors import InputError
from variorum.read.articles import read_date

_ARTICLES = ("Article", "NewsArticle", "ReportageNewsArticle", "AnalysisNewsArticle", "BlogPosting", "LiveBlogPosting")
_METAS = {
    "title": ("og:title", "twitter:title", "dc.title", "parsely-title"),
    "outlet": ("og:site_name", "application-name", "dc.publisher"),
    "author": ("author", "article:author_name", "dc.creator", "parsely-author", "byl"),
    "published": (
        *("article:published_time", "datepublished", "pubdate", "publish-date", "parsely-pub-date", "sailthru.date"),
        *("dc.date.issued", "dc.date", "date"),
    ),
    "url": ("og:url",),
    "language": ("og:locale",),
}


def fields_of(page: bytes | str, source: str) -> dict[str, Any]:
    """Fields of the article that a page holds.

    JSON-LD is believed first, then the page's meta elements, then the language and address that its markup gives.
    A date is taken only where the page says that it is the date of publication.

    Raises:
        InputError: there is no article text in it.
    """
    import trafilatura
    from trafilatura.utils import load_html

    tree: Any = load_html(page)
    if tree is None:
        raise InputError(source, "not a web page")
    fields = _particulars(tree)
    found: Any = trafilatura.bare_extraction(tree, include_comments=False, include_tables=False)
    text = (found.text if found is not None else None) or ""
    if not text.strip():
        raise InputError(source, "no article text found in the page")
    return {**fields, "text": text}


def _particulars(tree: Any) -> dict[str, Any]:
    """What a page says of its article."""
    fields: dict[str, Any] = {}
    for article in _json_ld(tree):
        for name, value in _from_json_ld(article).items():
            if value and name not in fields:
                fields[name] = value
    for name, value in _from_metas(tree).items():
        fields.setdefault(name, value)
    canonical = tree.xpath("//link[@rel='canonical']/@href")
    if canonical and str(canonical[0]).startswith("http"):
        fields.setdefault("url", str(canonical[0]))
    for heading in tree.xpath("//h1")[:2] or tree.xpath("//title")[:1]:
        fields.setdefault("title", _string(heading.text_content()))
    if "published" in fields:
        fields["published"] = _date(fields["published"], "")
    language = tree.xpath("/html/@lang") or [fields.get("language") or ""]
    fields["language"] = str(language[0]).lower().replace("_", "-").split("-")[0][:3] or None
    return {name: value for name, value in fields.items() if value}


def _date(value: str, source: str) -> str | None:
    try:
        return read_date(value, source)
    except InputError:
        return None


def _json_ld(tree: Any) -> Iterator[Mapping[str, Any]]:
    """The articles that the page's JSON-LD describes."""
    for script in tree.xpath("//script[@type='application/ld+json']"):
        try:
            data = json.loads(script.text_content())
        except (ValueError, RecursionError):
            continue
        for item in _items(data, 4):
            kinds = item.get("@type")
            if set(kinds if isinstance(kinds, list) else [kinds]) & set(_ARTICLES):
                yield item


def _items(data: Any, depth: int) -> Iterator[Mapping[str, Any]]:
    if depth == 0:
        return
    if isinstance(data, list):
        for item in data:
            yield from _items(item, depth - 1)
    elif isinstance(data, dict):
        yield data
        for name in ("@graph", "mainEntity", "mainEntityOfPage"):
            yield from _items(data.get(name), depth - 1)


def _from_json_ld(article: Mapping[str, Any]) -> dict[str, str | None]:
    return {
        "title": _string(article.get("headline")),
        "outlet": _name(article.get("publisher")),
        "author": _name(article.get("author")),
        "published": _string(article.get("datePublished")),
        "url": _string(article.get("url")),
        "language": _string(article.get("inLanguage")),
    }


def _string(value: Any) -> str | None:
    return " ".join(value.split()) if isinstance(value, str) and value.strip() else None


def _name(value: Any) -> str | None:
    """A name, or several joined by commas, of what JSON-LD calls a person or an organisation."""
    if isinstance(value, list):
        return ", ".join(filter(None, map(_name, value))) or None
    return _name(value.get("name")) if isinstance(value, dict) else _string(value)


def _from_metas(tree: Any) -> dict[str, str]:
    given: dict[str, str] = {}
    for meta in tree.xpath("//meta[@content]"):
        name = str(meta.get("property") or meta.get("name") or meta.get("itemprop") or "").lower()
        content = _string(meta.get("content"))
        if name and content:
            given.setdefault(name, content)
    found = {field: next((given[name] for name in names if name in given), None) for field, names in _METAS.items()}
    return {field: value for field, value in found.items() if value}
