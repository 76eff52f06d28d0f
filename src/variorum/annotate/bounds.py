"""Where contents begin and end: the tagger's, put right by the parse.

The tagger sees words in a row. It takes a subject that comes after its verb for what is said, a sentence beside the
reported one for part of it, and what is joined to the cue ("denied … and blamed …") for part of what was denied.
"""

from collections.abc import Iterator
from dataclasses import replace

from spacy.tokens import Token

from variorum.annotate.attribution import Attribution
from variorum.annotate.marks import Marks
from variorum.annotate.parsed import Parsed
from variorum.lexicon.speech import NAME, SAY
from variorum.text import overlap, trim
from variorum.types import Span

_SUBJECTS = frozenset(("nsubj", "nsubjpass"))
_LONGEST = 200  # tokens of a content that is searched for a second cue


def bounded(parsed: Parsed, marks: Marks, attribution: Attribution) -> Iterator[Attribution]:
    """The attribution within its bounds, and what it held of another."""
    attribution = _with_subject(parsed, marks, attribution)
    attribution = _in_sentence(parsed, marks, attribution)
    yield from _joined(parsed, marks, attribution)


def _with_subject(parsed: Parsed, marks: Marks, attribution: Attribution) -> Attribution:
    """The attribution with the subject that comes after its verb as its source: "…, said | an official who left"."""
    verb = _verb(parsed, attribution)
    if verb is None or len(attribution.content) < 2:
        return attribution
    subject = next((c for c in verb.children if c.dep_ in _SUBJECTS), None)
    after = next((s for s in attribution.content if subject is not None and _holds(s, subject)), None)
    if subject is None or after is None or subject.i < verb.i or subject.pos_ == "PRON" or marks.touching(after):
        return attribution
    rest = tuple(s for s in attribution.content if s != after)
    return replace(attribution, content=rest, source=(trim(parsed.text, after),))


def _in_sentence(parsed: Parsed, marks: Marks, attribution: Attribution) -> Attribution:
    """The attribution without what stands in other sentences than its cue and between no marks, if it has more."""
    if not attribution.cue or len(attribution.content) < 2:
        return attribution
    sentence = parsed.tokens(attribution.cue[0])[:1].sent
    near = tuple(s for s in attribution.content if overlap(s, (sentence.start_char, sentence.end_char)))
    if not near:
        return attribution
    kept = tuple(s for s in attribution.content if s in near or marks.touching(s))
    return replace(attribution, content=kept)


def _joined(parsed: Parsed, marks: Marks, attribution: Attribution) -> Iterator[Attribution]:
    """The attribution up to a verb of speech that is joined to its cue, and that verb's own."""
    verb = _verb(parsed, attribution)
    if verb is None or not attribution.source:
        yield attribution
        return
    for k, span in enumerate(attribution.content):
        tokens = parsed.tokens(span)
        other = next((t for t in tokens if _is_joined(t, verb) and not marks.touching(_span(t))), None)
        if other is None or len(tokens) > _LONGEST or other.i == tokens[0].i:
            continue
        joint = other.i - 1
        while joint > tokens[0].i and parsed.doc[joint].dep_ in ("advmod", "punct", "aux", "neg"):
            joint -= 1
        if parsed.doc[joint].dep_ != "cc":
            continue
        end = joint - 1 if parsed.doc[joint - 1].is_punct else joint
        before = trim(parsed.text, (span[0], parsed.doc[end].idx))
        after = trim(parsed.text, (other.idx + len(other), span[1]))
        if before[0] < before[1]:
            yield replace(attribution, content=(*attribution.content[:k], before))
        if after[0] < after[1]:
            yield replace(attribution, cue=(_span(other),), content=(after, *attribution.content[k + 1 :]))
        return
    yield attribution


def _is_joined(token: Token, cue: Token) -> bool:
    """Whether a verb of speech shares the cue's subject and form, and so cannot be of what the cue reports."""
    if token.dep_ != "conj" or token.lemma_.lower() not in SAY | NAME or token.i <= cue.i:
        return False
    if any(c.dep_ in _SUBJECTS for c in token.children) or token.tag_ != cue.tag_:
        return False
    return token.head.i == cue.i or token.head.tag_ != token.tag_


def _verb(parsed: Parsed, attribution: Attribution) -> Token | None:
    """The verb of the cue."""
    verbs = (t for span in attribution.cue for t in parsed.tokens(span) if t.pos_ == "VERB")
    return next(verbs, None)


def _holds(span: Span, token: Token) -> bool:
    return span[0] <= token.idx < span[1]


def _span(token: Token) -> Span:
    return token.idx, token.idx + len(token)
