"""When and where a deed takes place: the date and the place that its own clause gives."""

from functools import cached_property

from spacy.tokens import Token

from variorum.annotate.arguments import under
from variorum.annotate.parsed import Parsed
from variorum.types import Time

_IN = frozenset({"in", "at"})
_CLAUSAL = frozenset({"VERB", "AUX"})
_CHAINS = frozenset({"xcomp", "conj"})


class Occasion:
    """Dates and places of the predicates of one article."""

    def __init__(self, parsed: Parsed, times: tuple[Time, ...]) -> None:
        self.parsed = parsed
        self.times = tuple(t for t in times if t.from_ is not None and t.kind in {"DATE", "TIME"})

    @cached_property
    def _by_verb(self) -> dict[int, list[tuple[Token, Time]]]:
        """The dates by the word whose clause they stand in."""
        out: dict[int, list[tuple[Token, Time]]] = {}
        for time in self.times:
            tokens = self.parsed.tokens((time.start, time.end))
            if len(tokens):
                root = tokens.root
                out.setdefault(clause_of(root).i, []).append((root, time))
        return out

    def dates(self, trigger: tuple[Token, ...]) -> tuple[str | None, str | None]:
        """The bounds of the date that hangs on the trigger or on its clause, or (None, None)."""
        head = trigger[-1] if trigger[-1].pos_ != "ADP" else trigger[0]
        options: list[tuple[int, Time]] = []
        for verb in _clauses(trigger):
            for token, time in self._by_verb.get(verb.i, ()):
                inside = any(t in {head, *trigger} for t in _up(token))
                options.append((abs(token.i - head.i) - (1000 if inside else 0), time))
            if options:
                best = min(options, key=lambda o: o[0])[1]
                return best.from_, best.to
        return None, None

    def place(self, trigger: tuple[Token, ...]) -> str | None:
        """The place that the trigger is said to be in, as printed, or None."""
        for token in (*trigger, *_clauses(trigger)):
            for _, noun in under(token, _IN):
                if noun.ent_type_ in {"GPE", "LOC", "FAC"}:
                    entity = next((e for e in noun.sent.ents if e.start <= noun.i < e.end), None)
                    return entity.text if entity is not None else noun.text
        return None


def clause_of(token: Token) -> Token:
    """The nearest verb at or above the token, or the top of its sentence."""
    for node in _up(token):
        if node.pos_ in _CLAUSAL:
            return node
    return token.sent.root


def _up(token: Token, reach: int = 12) -> list[Token]:
    out = [token]
    while out[-1].head is not out[-1] and len(out) < reach and out[-1].head.i != out[-1].i:
        out.append(out[-1].head)
    return out


def _clauses(trigger: tuple[Token, ...]) -> list[Token]:
    """The trigger's clause, then those that it is the complement of."""
    node = clause_of(trigger[0])
    out = [node]
    while node.dep_ in _CHAINS and node.head.pos_ in _CLAUSAL and len(out) < 4:
        node = node.head
        out.append(node)
    return out
