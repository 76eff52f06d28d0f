"""spaCy's attribute ruler, made faster: what it finds out about a kind of token is found out once.

The ruler of the English pipelines has some 180 patterns, and tries each on every token. Nearly all look at one token:
at its tag, its dependency, whether it is a space, and whether it is one of some words. So each kind of token is judged
when it is first met, and only the few other patterns are tried everywhere.
"""

from typing import Any

from spacy.matcher import Matcher
from spacy.tokens import Doc

_LOOKS_AT: list[int | str] = ["TAG", "LOWER", "DEP", "IS_SPACE"]
_KINDS = 20_000  # kinds of token that are kept in mind


class FastRuler:
    """Sets on a Doc what an attribute ruler sets.

    Args:
        ruler: a `spacy.pipeline.AttributeRuler`.
    """

    def __init__(self, ruler: Any) -> None:
        self._ruler = ruler
        self._plain, self._other = Matcher(ruler.vocab), Matcher(ruler.vocab)
        self._words: set[int] = set()  # that the plain patterns tell apart
        self._kinds: dict[tuple[int, int, int, int], tuple[int, ...]] = {}
        for number, rule in enumerate(ruler.patterns):
            plain = [pattern for pattern in rule["patterns"] if _is_plain(pattern)]
            other = [pattern for pattern in rule["patterns"] if not _is_plain(pattern)]
            for matcher, patterns in ((self._plain, plain), (self._other, other)):
                if patterns:
                    matcher.add(str(number), patterns)
            self._words.update(ruler.vocab.strings.add(word) for pattern in plain for word in _listed(pattern[0]) or ())

    def __call__(self, doc: Doc) -> Doc:
        self._ruler.set_annotations(doc, self.matches(doc))
        return doc

    def matches(self, doc: Doc) -> list[tuple[int, int, int, int]]:
        """Number of the rule, its name's hash, first token and the one after the last, as the ruler's `match` gives."""
        strings = doc.vocab.strings
        found = set(self._other(doc, allow_missing=True))
        if len(self._kinds) > _KINDS:
            self._kinds.clear()
        for i, (tag, lower, dep, space) in enumerate(doc.to_array(_LOOKS_AT).tolist()):
            kind = tag, lower if lower in self._words else 0, dep, space
            rules = self._kinds.get(kind)
            if rules is None:
                rules = tuple(rule for rule, _, _ in self._plain(doc[i : i + 1], allow_missing=True))
                self._kinds[kind] = rules
            found.update((rule, i, i + 1) for rule in rules)
        return sorted((int(strings[rule]), rule, start, end) for rule, start, end in found)


def _is_plain(pattern: list[dict[str, Any]]) -> bool:
    """Whether a pattern looks at one token, and at nothing that its kind does not tell."""
    return len(pattern) == 1 and set(_LOOKS_AT).issuperset(pattern[0]) and _listed(pattern[0]) is not None


def _listed(token: dict[str, Any]) -> list[str] | None:
    """The words that a token may be, none where it may be any; None where a condition of another kind says so."""
    lower = token.get("LOWER", {"IN": []})
    if isinstance(lower, str):
        return [lower]
    return list(lower["IN"]) if lower.keys() == {"IN"} else None
