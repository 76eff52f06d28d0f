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
_TRAILING = frozenset(("prep", "pobj", "compound", "conj", "cc", "det", "amod", "case"))
_SHARING = frozenset(("xcomp", "advcl", "conj", "pcomp"))
_DEEPEST = 4  # verbs that share one subject
_LONGEST = 200  # tokens of a content that is searched for a second cue


def bounded(parsed: Parsed, marks: Marks, attribution: Attribution) -> Iterator[Attribution]:
    """The attribution within its bounds, and what it held of another."""
    attribution = _with_subject(parsed, marks, attribution)
    attribution = _in_sentence(parsed, marks, attribution)
    attribution = _with_doer(parsed, attribution)
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


def _with_doer(parsed: Parsed, attribution: Attribution) -> Attribution:
    """The attribution with whoever does the cue's verb as its source, where the tagger found none: "told by | Lee"."""
    verb = _verb(parsed, attribution)
    doer = _doer(verb) if verb is not None and not attribution.source else None
    if doer is None:
        return attribution
    last = doer
    while last.i + 1 < len(doer.doc) and last.nbor().dep_ in _TRAILING and doer.is_ancestor(last.nbor()):
        last = last.nbor()
    first = doer if doer.pos_ == "PRON" else doer.left_edge
    span = first.idx, last.idx + len(last)
    known = (*attribution.content, *attribution.cue)
    return attribution if any(overlap(span, s) for s in known) else replace(attribution, source=(span,))


def _doer(verb: Token) -> Token | None:
    """The subject of a verb, its agent, or the subject that it shares."""
    for _ in range(_DEEPEST):
        agent = next((c for c in verb.children if c.dep_ == "agent"), None)
        if agent is not None:
            return next((c for c in agent.children if c.dep_ == "pobj"), None)
        subject = next((c for c in verb.children if c.dep_ in _SUBJECTS), None)
        if subject is not None:
            return None if subject.dep_ == "nsubjpass" else subject
        if verb.dep_ not in _SHARING or any(c.dep_ == "auxpass" for c in verb.children):
            return None
        verb = verb.head
    return None


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
