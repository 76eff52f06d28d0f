"""Comparisons of names, each made once in a run: pure functions of one name (the keys it is found by) and of two."""

from variorum.link.blocking import Keys, keys_of
from variorum.link.names import match_names


class Comparisons:
    """Keys and matches of names, remembered."""

    def __init__(self) -> None:
        self._keys: dict[tuple[str, bool], Keys] = {}
        self._matches: dict[tuple[str, str, str], tuple[float, str]] = {}

    def keys(self, name: str, persons: bool) -> Keys:
        """The keys of a name, as `keys_of` gives them."""
        at = name, persons
        if at not in self._keys:
            self._keys[at] = keys_of(name, persons)
        return self._keys[at]

    def match(self, a: str, b: str, kind: str) -> tuple[float, str]:
        """Score and reason of two names, as `match_names` gives them."""
        at = a, b, kind
        if at not in self._matches:
            compared = match_names(a, b, kind)
            self._matches[at] = compared.score, compared.why
        return self._matches[at]
