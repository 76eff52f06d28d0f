"""The speaker's own words: quoted stretches within a reported content, and those that no attribution holds."""

import re
from bisect import bisect_left
from collections.abc import Container, Iterator, Sequence
from dataclasses import replace
from itertools import accumulate

from spacy.tokens import Token

from variorum.annotate.attribution import Attribution
from variorum.annotate.marks import Marks
from variorum.annotate.parsed import Parsed
from variorum.lexicon.speech import NAME, SAY
from variorum.text import trim
from variorum.types import Span

_MARKS = " \n\"'“”‘’«»„"
_VERDICT = re.compile(r"\bas(?: an?| the)?\W{1,4}$")
LARGE = 0.6  # of a content: a quotation that is more of it needs no record of its own
RELAY = 60  # code points within which a relayed content names its own speaker
GOVERNED, BARE = 0.4, 0.3  # scores of quotations that the tagger passed over: under a verb of speech, and alone
SENTENCE = 5  # words that a quotation needs to be taken for speech where nothing says so


def in_own_words(parsed: Parsed, attribution: Attribution, marks: Marks) -> Iterator[Attribution]:
    """The quoted stretches that are a smaller part of the content that holds them; titles and nicknames are none.

    A stretch that the content itself hands on ("said that Reeve had told him: “…”") is that speaker's.

    Only where the cue is a verb of saying, or one of judging with its verdict in quotation marks ("slammed it as “…”"):
    elsewhere the words between marks may be anybody's.
    """
    cue = [t for span in attribution.cue for t in parsed.tokens(span)]
    lemmas = {t.lemma_.lower() for t in cue}
    if not lemmas & (SAY | NAME):
        return
    verbs = {t.i for t in cue if t.pos_ == "VERB"}
    whole = sum(end - start for start, end in attribution.content)
    for start, end in attribution.content:
        for span in (q.inner for q in marks.touching((start, end))):
            held = start <= span[0] and span[1] <= end
            judged = lemmas & SAY or _VERDICT.search(parsed.text, start, span[0]) or _hangs_on(parsed, span, verbs)
            if judged and held and span[1] - span[0] < LARGE * min(end - start, whole) and not is_title(parsed, span):
                told = _told(parsed, (start, span[0]))
                yield replace(told or attribution, content=(span,), score=attribution.score)


def _told(parsed: Parsed, before: Span) -> Attribution | None:
    """The cue and the source right before a quotation within what is reported, up to a colon."""
    if not parsed.text[slice(*before)].rstrip(_MARKS).endswith(":"):
        return None
    verbs = [t for t in parsed.tokens(before) if t.pos_ == "VERB" and t.lemma_.lower() in SAY]
    subject = next((c for c in verbs[-1].children if c.dep_ == "nsubj"), None) if verbs else None
    if subject is None or subject.idx < before[0]:
        return None
    first, last = subject.left_edge, subject
    return Attribution((), (_place(verbs[-1]),), ((max(first.idx, before[0]), _place(last)[1]),))


def _place(token: Token) -> Span:
    return token.idx, token.idx + len(token)


def _hangs_on(parsed: Parsed, span: Span, verbs: Container[int]) -> bool:
    """Whether the words are an object of one of the verbs, or after a preposition of it."""
    inside = [t for t in parsed.tokens(span) if t.is_alpha]
    at = next((t for t in inside if not span[0] <= t.head.idx < span[1]), None)
    if at is None:
        return False
    over = at.head if at.dep_ in ("amod", "compound", "nmod") and at.head.dep_ == "dobj" else at
    return over.head.i in verbs or (over.head.dep_ == "prep" and over.head.head.i in verbs)


def relayed(parsed: Parsed, attribution: Attribution, marks: Marks) -> Iterator[Attribution]:
    """The attribution that a relayed content holds: a quotation and, after it, who said it.

    "“…,” the minister said, according to the agency": the agency's content is all up to "said".
    """
    for start, end in attribution.content:
        held = [q.span for q in marks.touching((start, end)) if start <= q.span[0] and q.span[1] < end]
        last = held[-1] if held else None
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


def unclaimed(parsed: Parsed, marks: Marks, found: Sequence[Attribution]) -> list[Attribution]:
    """Quotations that the tagger passed over: whole sentences, and words under a verb of speech or judgement."""
    claimed = {q for a in found for role in (a.content, a.source, a.cue) for s in role for q in marks.touching(s)}
    out = []
    for q in marks.every:
        if q in claimed or is_title(parsed, q.inner):
            continue
        tokens = [t for t in parsed.tokens(q.inner) if not t.is_punct and not t.is_space]
        if not tokens:
            continue
        verb = _governor(tokens)
        if verb is not None:
            subject = next((c for c in verb.children if c.dep_ == "nsubj"), None)
            source = ((subject.idx, subject.idx + len(subject)),) if subject is not None else ()
            out.append(Attribution((q.span,), ((verb.idx, verb.idx + len(verb)),), source, GOVERNED))
        elif len(tokens) >= SENTENCE and any(t.tag_ in ("VBD", "VBP", "VBZ", "MD") for t in tokens):
            out.append(Attribution((q.span,), score=BARE))
    return out


def unreported(parsed: Parsed, found: Sequence[Attribution]) -> Iterator[Attribution]:
    """Sentences that the tagger passed over, though their verb is one of speech with its clause before it.

    "The bridge will open in May, | a person at the port said."
    """
    held = sorted(span for a in found for span in a.content)
    starts, ends = [span[0] for span in held], list(accumulate((span[1] for span in held), max))
    for start, end in parsed.sentence_spans:
        if bisect_left(starts, end) > bisect_left(ends, start):
            continue
        root = next((t for t in parsed.tokens((start, end)) if t.dep_ == "ROOT"), None)
        if root is None or root.pos_ != "VERB" or root.lemma_.lower() not in SAY:
            continue
        clause = next((c for c in root.children if c.dep_ == "ccomp" and c.i < root.i), None)
        subject = next((c for c in root.children if c.dep_ == "nsubj"), None)
        if clause is None or subject is None or subject.i < clause.i:
            continue
        content = trim(parsed.text, (clause.left_edge.idx, _place(clause.right_edge)[1]))
        source = (subject.left_edge.idx, _place(subject.right_edge)[1])
        if max(content[0], source[0]) >= min(content[1], source[1]) and content[1] <= root.idx:
            yield Attribution((content,), (_place(root),), (source,), GOVERNED)


def _governor(tokens: Sequence[Token]) -> Token | None:
    """The verb of speech or judgement that the words hang on, at most three steps up and outside them."""
    inside = {t.i for t in tokens}
    at = next(t for t in tokens if t.head.i not in inside or t.head.i == t.i)
    for _ in range(3):
        at = at.head
        if at.pos_ == "VERB" and at.i not in inside and at.lemma_.lower() in SAY | NAME:
            return at
    return None
