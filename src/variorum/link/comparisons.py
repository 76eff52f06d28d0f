"""Comparisons of names, each made once: kept from build to build, so that new articles join without redoing the old.

What is kept are pure functions of one name (the keys it is found by) and of two (how alike they are). A build that has
them and one that makes them anew find the same.
"""

import hashlib
from collections.abc import Mapping
from functools import cache
from importlib.metadata import version
from importlib.resources import files
from typing import Any

import msgspec

from variorum.link.blocking import Keys, keys_of
from variorum.link.names import match_names

_MADE_OF = (
    *("spelling.py", "lexicon/naming.py"),
    *(f"link/{room}.py" for room in ("blocking", "comparisons", "name_words", "names", "organisations", "people")),
)


@cache
def matcher_version() -> str:
    """A hash of all that comparing names depends on: the code, the word lists and the libraries for strings."""
    hashed = hashlib.blake2b(digest_size=12)
    for name in ("rapidfuzz", "anyascii"):
        hashed.update(version(name).encode())
    package = files("variorum")
    lists = sorted(f"lexicon/{each.name}" for each in package.joinpath("lexicon").iterdir() if each.name[-4:] == ".tsv")
    for name in (*_MADE_OF, *lists):
        hashed.update(package.joinpath(name).read_bytes())
    return hashed.hexdigest()


class Comparisons:
    """Keys and matches of names, out of those that are kept where they are there."""

    def __init__(self, kept: Mapping[bytes, bytes] | None = None) -> None:
        """Args: kept: what `found` gave, of earlier builds with the same `matcher_version`."""
        self._kept = kept or {}
        self._new: dict[bytes, Any] = {}

    def found(self) -> dict[bytes, bytes]:
        """What had to be worked out anew, to be kept."""
        return {key: msgspec.msgpack.encode(value) for key, value in self._new.items()}

    def keys(self, name: str, persons: bool) -> Keys:
        """The keys of a name, as `keys_of` gives them."""
        at = _hash("keys", "person" if persons else "", name)
        kept = self._kept.get(at)
        if kept is not None:
            return msgspec.msgpack.decode(kept, type=Keys)
        if at not in self._new:
            self._new[at] = keys_of(name, persons)
        found: Keys = self._new[at]
        return found

    def match(self, a: str, b: str, kind: str) -> tuple[float, str]:
        """Score and reason of two names, as `match_names` gives them."""
        at = _hash(kind, a, b)
        kept = self._kept.get(at)
        if kept is not None:
            return msgspec.msgpack.decode(kept, type=tuple[float, str])
        if at not in self._new:
            compared = match_names(a, b, kind)
            self._new[at] = (compared.score, compared.why)
        found: tuple[float, str] = self._new[at]
        return found


def _hash(*parts: str) -> bytes:
    joined = "\0".join((*map(str, map(len, parts)), *parts))
    return hashlib.blake2b(joined.encode("utf8", "surrogatepass"), digest_size=12).digest()
