"""Attributions by rule, from the parse: a verb of speech, its subject, and its clause or the quotation beside it."""

from collections.abc import Iterator
from dataclasses import dataclass

from spacy.tokens import Span as Tokens
from spacy.tokens import Token

from variorum.annotate.marks import Quoted, outermost
from variorum.annotate.parsed import Parsed
from variorum.lexicon.speech import NAME, SAY, THINK
from variorum.text import overlap, trim
from variorum.types import Span


@dataclass(frozen=True)
class Attribution:
    """What is said, the words that say so, and who says it: spans, not yet resolved."""

    content: tuple[Span, ...]
    cue: tuple[Span, ...] = ()
    source: tuple[Span, ...] = ()
    score: float = 0.5


def reported(parsed: Parsed) -> Iterator[Attribution]:
    """The attributions of the body that the parse shows."""
    for paragraph in parsed.paragraphs:
        if paragraph == parsed.title:
            continue
        marks = [q for q in outermost(parsed.text, paragraph) if _is_speech(parsed, q)]
        found = [a for sentence in parsed.sentences_in(paragraph) for a in _of_sentence(parsed, sentence, marks)]
        taken = [span for a in found for span in a.content]
        yield from found
        for q in marks:
            whole = trim(parsed.text, (q.span[0], q.span[1]))
            if not any(overlap(whole, span) for span in taken) and len(parsed.tokens(q.inner)) > 4:
                yield Attribution(content=(whole,), score=0.4)


def _of_sentence(parsed: Parsed, sentence: Tokens, marks: list[Quoted]) -> Iterator[Attribution]:
    for token in sentence:
        if token.pos_ == "VERB" and token.lemma_.lower() in SAY | THINK | NAME:
            subject = next((c for c in _subject_holder(token).children if c.dep_ in ("nsubj", "nsubjpass")), None)
            content = _content(parsed, token, marks)
            if content and (subject is not None or token.lemma_.lower() in SAY):
                source = (_noun_phrase(parsed, subject),) if subject is not None else ()
                if not any(overlap(s, c) for s in source for c in content):
                    yield Attribution(content, (_cue(token),), source)
        elif token.lower_ == "according" and token.i + 1 < len(sentence.doc) and token.nbor().lower_ == "to":
            named = next((c for c in token.nbor().children if c.dep_ == "pobj"), None)
            if named is not None:
                source_span = _noun_phrase(parsed, named)
                edges = [(sentence.start_char, token.idx), (source_span[1], sentence.end_char)]
                rest = max((_bare(parsed.text, e) for e in edges), key=lambda s: s[1] - s[0])
                yield Attribution((rest,), ((token.idx, token.nbor().idx + 2),), (source_span,))


def _subject_holder(verb: Token) -> Token:
    """The verb itself, or the one that it is joined to or hangs on, where only that has a subject."""
    at = verb
    while at.dep_ in ("conj", "xcomp", "advcl") and not any(c.dep_ in ("nsubj", "nsubjpass") for c in at.children):
        at = at.head
    return at


def _content(parsed: Parsed, verb: Token, marks: list[Quoted]) -> tuple[Span, ...]:
    lemma = verb.lemma_.lower()
    sentence = (verb.sent.start_char, verb.sent.end_char)
    if lemma in SAY:
        beside = [q for q in marks if overlap(q.span, sentence) and not q.span[0] <= verb.idx < q.span[1]]
        near = [q for q in beside if q.span[0] - verb.idx < 60 and verb.idx - q.span[1] < 60]
        if near and (near[0].span[1] <= verb.idx or parsed.text[verb.idx : near[0].span[0]].rstrip()[-1:] in ",:"):
            return tuple(q.span for q in near)
    for child in verb.children:
        if child.dep_ == "ccomp" or (child.dep_ == "xcomp" and lemma in SAY):
            tokens = [t for t in child.subtree if t.i != verb.i]
            if child.i < verb.i:
                tokens = [t for t in tokens if t.i < verb.i]
            if tokens:
                return (_bare(parsed.text, (tokens[0].idx, tokens[-1].idx + len(tokens[-1]))),)
    if lemma in NAME:
        inside = [q.span for q in marks if overlap(q.span, sentence) and q.span[0] > verb.idx]
        return tuple(inside[:1])
    return ()


def _cue(verb: Token) -> Span:
    return verb.idx, verb.idx + len(verb)


def _noun_phrase(parsed: Parsed, noun: Token) -> Span:
    """The noun with what stands before it, and its close complements; no relative clause."""
    loose = {t.i for c in noun.children if c.dep_ in ("relcl", "acl", "appos") for t in c.subtree}
    tokens = [t for t in noun.subtree if t.i not in loose]
    tokens = tokens or [noun]
    return trim(parsed.text, (tokens[0].idx, tokens[-1].idx + len(tokens[-1])))


def _bare(text: str, span: Span) -> Span:
    """The span without stops and commas at its edges; closing marks stay."""
    start, end = trim(text, span)
    while start < end and text[start] in ",;:. ":
        start += 1
    while end > start and text[end - 1] in ",;: ":
        end -= 1
    if end - start > 1 and text[end - 1] == "." and text[end - 2].isalnum():
        end -= 1
    return start, end


def _is_speech(parsed: Parsed, quoted: Quoted) -> bool:
    """Whether the stretch between marks may be somebody's words: not a title in capitals of two to five words."""
    words = parsed.text[slice(*quoted.inner)].split()
    titled = len(words) > 1 and all(w[:1].isupper() or len(w) < 4 for w in words)
    return not titled
