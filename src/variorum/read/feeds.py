"""RSS and Atom by feedparser, and OPML: the entries of a feed are articles, a list of feeds names more inputs."""

import calendar
import io
import re
import time
import warnings
from collections.abc import Iterator, Mapping
from typing import IO, Any

from variorum.errors import InputError
from variorum.read.articles import read_date
from variorum.read.formats import PAGE, Found, whole_file

_ENDS = re.compile(rb"</\s*(?:\w+:)?(?:rss|feed|rdf)\s*>", re.IGNORECASE)
_BLOCKS = frozenset(
    {"address", "article", "aside", "blockquote", "br", "dd", "div", "dl", "dt", "figure", "footer", "h1", "h2", "h3"}
    | {"h4", "h5", "h6", "header", "hr", "li", "main", "ol", "p", "pre", "section", "table", "td", "th", "tr", "ul"}
)
_HIDDEN = frozenset(
    {"script", "style", "noscript", "template", "iframe", "object", "svg", "math", "form", "button", "figcaption"}
)


def read_feed(file: IO[bytes], source: str) -> Iterator[Found]:
    """Each entry of an RSS or Atom feed, with the text that the feed gives.

    Raises:
        InputError: it is no feed.
    """
    import feedparser

    data = whole_file(file, source, PAGE)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            feed: Any = feedparser.parse(io.BytesIO(data), sanitize_html=False)
    except Exception as error:  # whatever feedparser stumbles over
        raise InputError(source, f"feedparser cannot read it ({type(error).__name__}); save it anew") from error
    if not feed.entries and not feed.get("version"):
        raise InputError(source, "neither RSS nor Atom; give feeds, or OPML under a name that ends in .opml")
    for i, entry in enumerate(feed.entries, 1):
        where = f"{source} entry {i}"
        try:
            yield where, _fields(entry, feed.feed)
        except InputError as error:
            yield InputError(where, error.why)
    if not _ENDS.search(data[-4000:].replace(b"\0", b"")):  # without what UTF-16 puts between
        yield InputError(source, "the feed is cut off (what there is of it was read); copy or fetch it again")


def _fields(entry: Any, feed: Any) -> dict[str, Any]:
    """The fields of an entry. feedparser gives `published` for a missing `updated`; `dict.get` keeps them apart."""
    source = dict.get(entry, "source") or {}
    authors = [a.get("name") for a in dict.get(entry, "authors") or [] if isinstance(a, Mapping)]
    return {
        "text": _text(entry),
        "title": plain(dict.get(entry, "title") or ""),
        "outlet": plain(source.get("title") or dict.get(feed, "title") or ""),
        "author": ", ".join(filter(None, authors)) or dict.get(entry, "author"),
        "published": _moment(entry, "published"),
        "updated": _moment(entry, "updated"),
        "url": dict.get(entry, "link"),
        "language": (dict.get(feed, "language") or "").lower().split("-")[0][:3] or None,
    }


def _text(entry: Any) -> str:
    """The longest text that the entry gives of itself."""
    given = [c.get("value") for c in dict.get(entry, "content") or [] if "text" in (c.get("type") or "text")]
    texts = [plain(value, blocks=True) for value in (*given, dict.get(entry, "summary")) if isinstance(value, str)]
    return max(texts, key=len, default="") or plain(dict.get(entry, "title") or "")


def _moment(entry: Any, name: str) -> str | None:
    written = dict.get(entry, name)
    if not written:
        return None
    try:
        return read_date(written, "")
    except InputError:
        parsed = dict.get(entry, f"{name}_parsed")
        if not isinstance(parsed, time.struct_time):
            return str(written)  # article_from says that it is no date
        try:
            return time.strftime("%Y-%m-%dT%H:%M:%S+00:00", time.gmtime(calendar.timegm(parsed)))
        except ValueError:  # the year 0, and what is before it
            return str(written)


def plain(markup: str, *, blocks: bool = False) -> str:
    """The words of a fragment of HTML; with `blocks`, each of its blocks on lines of its own."""
    if "<" not in markup and "&" not in markup:
        return markup.strip() if blocks else " ".join(markup.split())
    from lxml import etree, html

    try:
        tree = html.fragment_fromstring(markup.replace("\0", ""), create_parent="div")
    except (etree.LxmlError, ValueError):
        return " ".join(re.sub(r"<[^<>]*>", " ", markup).split())
    pieces = [" ".join(piece.split()) for piece in "".join(_pieces(tree)).split("\n")]
    return ("\n" if blocks else " ").join(filter(None, pieces))


def _pieces(tree: Any) -> Iterator[str]:
    """The text of a tree, with a newline at the edges of its blocks."""
    from lxml import etree

    hidden = 0
    for event, node in etree.iterwalk(tree, events=("start", "end", "comment", "pi")):
        tag = node.tag if isinstance(node.tag, str) else ""
        if event == "start":
            hidden += tag in _HIDDEN
            yield "\n" if tag in _BLOCKS else ""
            text = node.text
        else:
            hidden -= tag in _HIDDEN
            yield "\n" if tag in _BLOCKS else ""
            text = node.tail if node is not tree else None
        if text and not hidden:
            yield " ".join(text.split("\n"))


def feeds_of(file: IO[bytes], source: str) -> list[str]:
    """Addresses (or paths) of the feeds that an OPML file lists, in order, each once.

    Raises:
        InputError: it is no OPML, or lists none.
    """
    from lxml import etree

    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, recover=True)
    try:
        tree = etree.fromstring(whole_file(file, source, PAGE), parser)
    except (etree.LxmlError, ValueError) as error:
        raise InputError(source, f"not OPML: {error}") from error
    outlines = tree.iter("{*}outline", "outline") if tree is not None else ()
    given = (value for node in outlines for name, value in node.attrib.items() if name.lower() == "xmlurl")
    found = list(dict.fromkeys(value.strip() for value in given if value.strip()))
    if not found:
        raise InputError(source, "no feed in it: none of its outlines has an `xmlUrl`")
    return found
