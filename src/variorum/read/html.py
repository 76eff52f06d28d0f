"""The article in a web page: its text by trafilatura, its particulars by the page's own metadata."""

from typing import Any

from variorum.errors import InputError


def fields_of(page: bytes | str, source: str) -> dict[str, Any]:
    """Fields of the article that a page holds.

    Raises:
        InputError: there is no article text in it.
    """
    import trafilatura

    found: Any = trafilatura.bare_extraction(page, include_comments=False, include_tables=False, with_metadata=True)
    if found is None or not (found.text or "").strip():
        raise InputError(source, "no article text found in the page")
    return {
        "text": found.text,
        "title": found.title,
        "outlet": found.sitename,
        "author": found.author,
        "published": found.date,
        "url": found.url,
    }
