"""What a sentence says that one actor does to another, in one PLOVER root."""

from collections.abc import Sequence

from spacy.tokens import Doc

from variorum.annotate.marked import Marked
from variorum.annotate.predicates import find_predicates
from variorum.lexicon.plover import QUADS
from variorum.models import coder, parser
from variorum.types import EventCode


def code_event(text: str, *, source: str, target: str) -> EventCode:
    """Code what a sentence says that one actor does to another.

    Args:
        text: a sentence or a short passage.
        source: the one who acts, as the text names it.
        target: the one acted upon, as the text names it.
    """
    return code_events([(text, source, target)])[0]


def code_events(marked: Sequence[tuple[str, str, str]]) -> list[EventCode]:
    """Code many (text, source, target) at once: the parser and the encoder work in batches."""
    names = coder.labels()
    out = []
    with parser.zone():
        docs = list(parser.parse([(text, ()) for text, _, _ in marked]))
        examples = [example_of(d, source=s, target=t) for d, (_, s, t) in zip(docs, marked, strict=True)]
        for doc, shares in zip(docs, coder.probabilities(examples), strict=True):
            at = int(shares.argmax())
            root = names[at] if names[at] != "YIELD" else _yielding(doc)
            out.append(EventCode(root=root, quad=QUADS[root], score=round(float(shares[at]), 4)))
    return out


def example_of(doc: Doc, *, source: str, target: str) -> coder.Example:
    """A parsed sentence as the coder sees it."""
    marked = Marked(doc, source=source, target=target)
    return coder.Example(
        words=tuple(marked.tokens()),
        features=tuple(marked.features()),
        texts=(marked.phrase(), marked.verb(), doc.text, marked.masked()),
    )


def _yielding(doc: Doc) -> str:
    """CONCEDE or RETREAT: the cases that the coder learned from give both the one label YIELD."""
    found = [p.root for p in find_predicates(doc) if p.root in {"CONCEDE", "RETREAT"}]
    return found[0] if found else "CONCEDE"
