"""The speaker's own words: quoted stretches within a reported content, and those that no attribution holds."""

from collections.abc import Iterator, Sequence

from spacy.tokens import Token

from variorum.annotate.attribution import Attribution
from variorum.annotate.marks import Quoted
from variorum.annotate.parsed import Parsed
from variorum.lexicon.speech import NAME, SAY
from variorum.text import overlap
from variorum.types import Span

LARGE = 0.6  # of a content: a quotation that is more of it needs no record of its own
RELAY = 60  # code points within which a relayed content names its own speaker
SENTENCE = 5  # words that a quotation needs to be taken for speech where nothing says so


def in_own_words(parsed: Parsed, attribution: Attribution, inner: Sequence[Span]) -> Iterator[Span]:
    """The quoted stretches that are a smaller part of the content that holds them; titles and nicknames are none."""
    whole = sum(end - start for start, end in attribution.content)
    for span in inner:
        held = next((end - start for start, end in attribution.content if start <= span[0] and span[1] <= end), 0)
        if span[1] - span[0] < LARGE * min(held, whole) and not is_title(parsed, span):
            yield span


def relayed(parsed: Parsed, attribution: Attribution, marks: Sequence[Quoted]) -> Iterator[Attribution]:
    """The attribution that a relayed content holds: a quotation and, after it, who said it.

    "“…,” the minister said, according to the agency": the agency's content is all up to "said".
    """
    for start, end in attribution.content:
        last = max((q.span for q in marks if start <= q.span[0] and q.span[1] < end), default=None)
        if last is None or end - last[1] > RELAY or last[1] - last[0] < LARGE * (end - start):
            continue
        for verb in parsed.tokens((last[1], end)):
            subject = next((c for c in verb.children if c.dep_ == "nsubj" and last[1] <= c.idx < end), None)
            if verb.pos_ == "VERB" and verb.lemma_.lower() in SAY and subject is not None:
                phrase = [t for t in subject.subtree if last[1] <= t.idx < end and t.i != verb.i]
                source = (phrase[0].idx, phrase[-1].idx + len(phrase[-1]))
                yield Attribution((last,), ((verb.idx, verb.idx + len(verb)),), (source,), attribution.score)
                break


def is_title(parsed: Parsed, span: Span) -> bool:
    """Whether the stretch is printed as a name or a title: capitals throughout, within a sentence."""
    words = [w for w in parsed.text[slice(*span)].split() if w[:1].isalpha()]
    return bool(words) and all(w[0].isupper() or len(w) < 5 for w in words) and words[-1][0].isupper()


def unclaimed(parsed: Parsed, quoted: Sequence[Sequence[Quoted]], found: Sequence[Attribution]) -> list[Attribution]:
    """Quotations that the tagger passed over: whole sentences, and words under a verb of speech or judgement."""
    held = sorted(span for a in found for role in (a.content, a.source, a.cue) for span in role)
    out = []
    for marks in quoted:
        for q in marks:
            if is_title(parsed, q.inner) or any(overlap(q.inner, span) for span in held):
                continue
            tokens = [t for t in parsed.tokens(q.inner) if not t.is_punct and not t.is_space]
            if not tokens:
                continue
            verb = _governor(tokens)
            if verb is not None:
                subject = next((c for c in verb.children if c.dep_ == "nsubj"), None)
                source = ((subject.idx, subject.idx + len(subject)),) if subject is not None else ()
                out.append(Attribution((q.span,), ((verb.idx, verb.idx + len(verb)),), source, 0.4))
            elif len(tokens) >= SENTENCE and any(t.tag_ in ("VBD", "VBP", "VBZ", "MD") for t in tokens):
                out.append(Attribution((q.span,), score=0.3))
    return out


def _governor(tokens: Sequence[Token]) -> Token | None:
    """The verb of speech or judgement that the words hang on, at most three steps up and outside them."""
    inside = {t.i for t in tokens}
    at = next(t for t in tokens if t.head.i not in inside or t.head.i == t.i)
    for _ in range(3):
        at = at.head
        if at.pos_ == "VERB" and at.i not in inside and at.lemma_.lower() in SAY | NAME:
            return at
    return None
