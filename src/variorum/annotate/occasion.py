"""When and where a deed takes place: the date and the place that its own clause gives."""

from functools import cached_property

from spacy.tokens import Token

from variorum.annotate.arguments import under
from variorum.annotate.grammar import NOUNS
from variorum.annotate.parsed import Parsed
from variorum.lexicon.plover import lexicon
from variorum.types import Time

_IN = frozenset({"in", "at"})
_CLAUSAL = frozenset({"VERB", "AUX"})


class Occasion:
    """Dates and places of the predicates of one article."""

    def __init__(self, parsed: Parsed, times: tuple[Time, ...]) -> None:
        self.parsed = parsed
        self.times = tuple(t for t in times if t.from_ is not None and t.kind in {"DATE", "TIME"})

    @cached_property
    def _by_owner(self) -> dict[int, list[tuple[Token, Time]]]:
        """The dates by the verb or the event noun that each hangs on."""
        out: dict[int, list[tuple[Token, Time]]] = {}
        for time in self.times:
            tokens = self.parsed.tokens((time.start, time.end))
            if len(tokens):
                root = tokens.root
                out.setdefault(_owner(root).i, []).append((root, time))
        return out

    def dates(self, head: Token, verb: Token | None = None) -> tuple[str | None, str | None]:
        """The bounds of the date that hangs on a predicate, or on what brings it about; (None, None) for none."""
        for owner in _bearers(head, verb):
            options = self._by_owner.get(owner.i, ())
            if options:
                best = min(options, key=lambda o: abs(o[0].i - head.i))[1]
                return best.from_, best.to
        return None, None

    def place(self, head: Token, verb: Token | None = None) -> str | None:
        """The place that the deed is said to be in, as printed, or None."""
        for token in _bearers(head, verb):
            for _, noun in under(token, _IN):
                if noun.ent_type_ in {"GPE", "LOC", "FAC"}:
                    entity = next((e for e in noun.sent.ents if e.start <= noun.i < e.end), None)
                    return entity.text if entity is not None else noun.text
        return None


def clause_of(token: Token) -> Token:
    """The nearest verb above the token, or the top of its sentence."""
    return next((node for node in _up(token)[1:] if node.pos_ in _CLAUSAL), token.sent.root)


def _owner(token: Token) -> Token:
    """The nearest verb or event noun above a date, or the top of its sentence."""
    for node in _up(token)[1:]:
        if node.pos_ in _CLAUSAL or (node.pos_ in NOUNS and node.lemma_.lower() in lexicon().nouns):
            return node
    return token.sent.root


def _up(token: Token, reach: int = 12) -> list[Token]:
    out = [token]
    while out[-1].head.i != out[-1].i and len(out) < reach:
        out.append(out[-1].head)
    return out


def _bearers(head: Token, verb: Token | None) -> list[Token]:
    """The predicate, the verb that brings it about, and the verbs that these complete: "agreed on Monday to send"."""
    out = [head] if verb is None else [head, verb]
    node = verb if verb is not None else head
    while len(out) < 5 and node.head.pos_ in _CLAUSAL:
        shares = node.dep_ == "conj" and not any(c.dep_ in {"nsubj", "nsubjpass"} for c in node.children)
        if not (node.dep_ == "xcomp" or shares):
            break
        node = node.head
        out.append(node)
    return out
