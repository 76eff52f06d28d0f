"""spaCy's attribute ruler, made faster: what it finds out about a kind of token is found out once.

The ruler of the English pipelines has some 180 patterns, and tries each on every token. Nearly all of them look at one
token: at its tag, its lower-case form, its dependency and whether it is a space. So each kind of token is judged by the
ruler's own matcher when it is first met, and only the few patterns of several tokens are tried everywhere.
"""

from spacy.attrs import DEP, IS_SPACE, LOWER, TAG
from spacy.matcher import Matcher
from spacy.pipeline import AttributeRuler
from spacy.tokens import Doc

_LOOKS_AT = (TAG, LOWER, DEP, IS_SPACE)
_NAMES = {"TAG", "LOWER", "DEP", "IS_SPACE"}
_KINDS = 100_000  # kinds of token that are kept in mind

_Kind = tuple[int, ...]


class FastRuler:
    """Sets on a Doc what an attribute ruler sets."""

    def __init__(self, ruler: AttributeRuler) -> None:
        self._ruler = ruler
        self._whole = ruler.matcher
        self._several = Matcher(ruler.vocab)
        self._kinds: dict[_Kind, tuple[int, ...]] = {}
        for number, rule in enumerate(ruler.patterns):
            longer = [pattern for pattern in rule["patterns"] if len(pattern) > 1]
            if longer:
                self._several.add(str(number), longer)

    @staticmethod
    def fits(ruler: AttributeRuler) -> bool:
        """Whether its patterns of one token look at nothing that is not kept in mind."""
        single = (pattern[0] for rule in ruler.patterns for pattern in rule["patterns"] if len(pattern) == 1)
        return all(set(token) <= _NAMES for token in single)

    def __call__(self, doc: Doc) -> Doc:
        self._ruler.set_annotations(doc, self.matches(doc))
        return doc

    def matches(self, doc: Doc) -> list[tuple[int, int, int, int]]:
        """Number of the rule, its name's hash, first token and the one after the last, as the ruler's `match` gives."""
        strings = doc.vocab.strings
        found = self._several(doc, allow_missing=True)
        if len(self._kinds) > _KINDS:
            self._kinds.clear()
        for i, kind in enumerate(map(tuple, doc.to_array(_LOOKS_AT).tolist())):
            rules = self._kinds.get(kind)
            if rules is None:
                rules = tuple(rule for rule, _, _ in self._whole(doc[i : i + 1], allow_missing=True))
                self._kinds[kind] = rules
            found.extend((rule, i, i + 1) for rule in rules)
        return sorted((int(strings[rule]), rule, start, end) for rule, start, end in found)
