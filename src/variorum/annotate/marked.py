"""A sentence in which two actors are marked, as features for coding what the one does to the other."""

from collections.abc import Iterator

from spacy.tokens import Doc, Token

from variorum.annotate.arguments import agents, patients
from variorum.annotate.grammar import NOUNS
from variorum.annotate.predicates import find_predicates
from variorum.annotate.status import status_of
from variorum.types import Span

_VERBAL = frozenset({"VERB", "AUX"})
_NAMED = frozenset({"GPE", "PERSON", "ORG", "NORP", "DATE", "CARDINAL", "MONEY", "LOC"})
_NEAR = frozenset({"dobj", "xcomp", "ccomp", "prt", "prep", "attr", "acomp", "neg", "aux", "dative", "conj", "oprd"})
_OPEN = frozenset({"dobj", "xcomp", "ccomp", "prep", "acomp", "conj"})
_BELOW = frozenset({"dobj", "prep", "pobj", "xcomp", "compound", "amod", "aux", "neg", "prt"})
_REACH = 14


class Marked:
    """A parsed sentence with the words of its source and of its target. Either may be absent from the text."""

    def __init__(self, doc: Doc, *, source: str, target: str) -> None:
        self.doc = doc
        self.source = _words_of(doc, _find(doc.text, source))
        self.target = _words_of(doc, _find(doc.text, target))

    def tokens(self) -> list[str]:
        """Lemmas in order, with the two actors put as SRC and TGT and other names by their kind."""
        out: list[str] = []
        for token in self.doc:
            if token.is_space:
                continue
            if token.i in self.target or token.i in self.source:
                word = "TGT" if token.i in self.target else "SRC"
                if out and out[-1] == word:
                    continue
            elif token.ent_type_ in _NAMED and token.pos_ in {"PROPN", "NUM"}:
                word = "ENT" + token.ent_type_
            else:
                word = token.lemma_.lower()
            out.append(word)
        return out

    def features(self) -> list[str]:
        """The syntax around the two actors, the lexicon's predicates and where they stand."""
        s, t = _root(self.doc, self.source), _root(self.doc, self.target)
        out: list[str] = []
        if s is not None:
            out.extend(self._of_source(s))
        if t is not None:
            out.extend(f"t^{x.lemma_.lower()}" for x in _up(t)[1:4])
            out.append(f"th:{t.lemma_.lower()}")
            out.extend(f"tm:{x.lower_}" for x in self.doc if x.i in self.target and x.pos_ in NOUNS)
        if s is not None and t is not None:
            out.extend(_path(s, t))
            out.append("order:" + ("st" if s.i < t.i else "ts"))
        out.extend(self._of_lexicon())
        return out

    def phrase(self) -> str:
        """The verb that the source is an argument of with the words it governs, the target put as "them"."""
        verb = self._governing()
        if verb is None:
            return "none"
        near = [c for c in verb.children if c.dep_ in _NEAR and c.i not in self.source]
        below = [c for n in near if n.dep_ in _OPEN for c in n.children if c.dep_ in _BELOW and c.i not in self.source]
        words = sorted({verb, *near, *below}, key=lambda x: x.i)
        return " ".join("them" if x.i in self.target else x.text for x in words) or "none"

    def verb(self) -> str:
        """The lemma of the verb that the source is an argument of."""
        verb = self._governing()
        return "none" if verb is None else verb.lemma_

    def masked(self) -> str:
        """The text with both actors blotted out, so that its meaning is that of the deed."""
        spans = [(min(w), max(w), put) for w, put in ((self.source, "one side"), (self.target, "the other side")) if w]
        out, at = [], 0
        for first, last, put in sorted(spans):
            start, end = self.doc[first].idx, self.doc[last].idx + len(self.doc[last].text)
            if start >= at:
                out += [self.doc.text[at:start], put]
                at = end
        return "".join([*out, self.doc.text[at:]])

    def _governing(self) -> Token | None:
        s = _root(self.doc, self.source)
        return None if s is None else next((x for x in _up(s)[1:] if x.pos_ in _VERBAL), None)

    def _of_source(self, s: Token) -> Iterator[str]:
        above = _up(s)[1:5]
        yield f"sh:{s.lemma_.lower()}"
        for j, node in enumerate(above):
            yield f"s^{node.lemma_.lower()}"
            yield f"s^{j}{s.dep_ if j == 0 else ''}{node.lemma_.lower()}"
        verb = next((x for x in above if x.pos_ in _VERBAL), None)
        if verb is None:
            return
        lemma = verb.lemma_.lower()
        yield f"v:{lemma}"
        yield f"vs:{status_of(verb)}"
        for child in verb.children:
            if child.i in self.source:
                continue
            low = child.lemma_.lower()
            yield f"vk:{child.dep_}:{low}"
            yield f"vv:{lemma}:{low}"
            if child.dep_ in {"xcomp", "ccomp", "dobj", "conj"}:
                yield f"x:{low}"
                yield from (f"xk:{c.dep_}:{c.lemma_.lower()}" for c in child.children)

    def _of_lexicon(self) -> Iterator[str]:
        for predicate in find_predicates(self.doc):
            head, root = predicate.head, predicate.root
            inside = "In" if head.i in self.target or head.i in self.source else ""
            yield f"lex{inside}:{root}"
            yield f"lexm:{root}:{predicate.mode}"
            yield f"lexs:{root}:{status_of(head)}"
            if head.pos_ == "VERB":
                if any(x.i in self.source for x in agents(head)):
                    yield f"lexA:{root}"
                if any(x.i in self.target for x in patients(head)):
                    yield f"lexP:{root}"


def _find(text: str, name: str) -> Span | None:
    at = text.find(name) if name else -1
    if at < 0 and name:
        at = text.lower().find(name.lower())
    return (at, at + len(name)) if at >= 0 else None


def _words_of(doc: Doc, span: Span | None) -> frozenset[int]:
    if span is None:
        return frozenset()
    tokens = doc.char_span(span[0], min(span[1], len(doc.text)), alignment_mode="expand")
    return frozenset() if tokens is None else frozenset(range(tokens.start, tokens.end))


def _root(doc: Doc, words: frozenset[int]) -> Token | None:
    return doc[min(words) : max(words) + 1].root if words else None


def _up(token: Token) -> list[Token]:
    out = [token]
    while out[-1].head.i != out[-1].i and len(out) < _REACH:
        out.append(out[-1].head)
    return out


def _path(s: Token, t: Token) -> Iterator[str]:
    """The words on the way through the parse from one actor to the other."""
    a, b = _up(s), _up(t)
    at = {x.i: n for n, x in enumerate(a)}
    meet = next((n for n, x in enumerate(b) if x.i in at), None)
    if meet is None:
        return
    words = [x.lemma_.lower() for x in a[1 : at[b[meet].i] + 1]] + [x.lemma_.lower() for x in reversed(b[1:meet])]
    yield from (f"p:{w}" for w in words)
    yield "path:" + "_".join(words)
