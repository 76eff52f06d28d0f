"""Where things are on a site. Anything may be an id; a part of an address has to stay one segment, and stable."""

import base64
import binascii
import re

from variorum.publish.anchors import slug
from variorum.types import SpanRef

_PLAIN = re.compile(r"[A-Za-z0-9][A-Za-z0-9_-]*\Z")


def key(id: str) -> str:
    """An id as one segment of an address: itself where it is plain, else `~` and its UTF-8 in base64url."""
    if _PLAIN.match(id):
        return id
    return "~" + base64.urlsafe_b64encode(id.encode("utf8", "surrogatepass")).decode().rstrip("=")


def unkey(segment: str) -> str | None:
    """The id that a segment stands for; None where it stands for none."""
    if not segment.startswith("~"):
        return segment
    try:
        coded = segment[1:].encode("ascii")
        return base64.urlsafe_b64decode(coded + b"=" * (-len(coded) % 4)).decode("utf8", "surrogatepass")
    except (ValueError, binascii.Error):
        return None


def story(id: str) -> str:
    """A story's page."""
    return f"/stories/{key(id)}"


def actor(id: str) -> str:
    """An actor's page."""
    return f"/actors/{key(id)}"


def article(id: str) -> str:
    """An article's page."""
    return f"/articles/{key(id)}"


def relation(id: str) -> str:
    """A relation's page."""
    return f"/relations/{key(id)}"


def spot(ref: SpanRef) -> str:
    """The very characters of a span, on its article's page."""
    return f"{article(ref.article)}#{slug(ref.article)}-{ref.start}-{ref.end}"


def between(a: str, b: str) -> str:
    """The chronicle of two actors."""
    return f"{actor(a)}/with/{key(b)}"
