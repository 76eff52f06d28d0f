"""The pass through an article, left to right, that resolves descriptions and pronouns by what was named last."""

from bisect import bisect_right

from spacy.tokens import Token

from variorum.annotate.chains import Chain, Chains
from variorum.annotate.descriptions import compounded, described, phrase
from variorum.annotate.focus import STRANGER, State, Text, is_subject, office_words
from variorum.annotate.named import Named
from variorum.annotate.parsed import Parsed
from variorum.annotate.pronouns import PRONOUNS, antecedent
from variorum.annotate.roles import Words, office_in
from variorum.lexicon.actors import actor_nouns
from variorum.types import Head, Mention, Span


def resolve(
    parsed: Parsed, words: Words, chains: Chains, *, named: list[tuple[Named, Chain]], roles: set[Span]
) -> None:
    """Add nominal and pronoun mentions to the chains, and chains for groups and office-holders left unnamed.

    Args:
        parsed: the article.
        words: its tokens.
        chains: the chains of its names; gains mentions and chains.
        named: the names in order, each with its chain.
        roles: spans that already count as roles beside a name.
    """
    text = Text(parsed, words, chains, [q.span for q in parsed.marks.every])
    for name, chain in named:
        if chain.kind == "person":
            text.people.append((name.start, chain))
            if (root := words.root(name.span)) is not None:
                text.heads[root.i] = chain
    for chain in chains.all:
        for office in {w for role in chain.roles for w in (*office_words(role.role), office_in(role.role) or "")}:
            text.holders.setdefault(office, []).append(chain)
    state, at = State(), 0
    taken = sorted([n.span for n, _ in named] + list(roles))
    for number, span in enumerate(parsed.sentence_spans):
        state.told += not _is_quoted(text, span)
        first, last = words.range(span)
        i = first
        while i < last:
            token = words.doc[i]
            while at < len(named) and named[at][0].start < token.idx + len(token):
                _note(text, state, *named[at], number)
                at += 1
            if not _within(taken, token.idx):
                _token(text, state, token, number, first)
            i += 1


def _is_quoted(text: Text, span: Span) -> bool:
    """Whether a sentence stands between quotation marks as a whole."""
    return text.in_quotes(span[0]) and text.in_quotes(span[1] - 1)


def _note(text: Text, state: State, name: Named, chain: Chain, number: int) -> None:
    root = text.words.root(name.span)
    if name.label == "NORP" and root is not None and root.dep_ in ("amod", "compound", "nmod"):
        return
    subject = root is not None and is_subject(root)
    state.note(chain, number, root, subject=subject, quoted=text.in_quotes(name.start))


def _token(text: Text, state: State, token: Token, number: int, first: int) -> None:
    """Resolve the description or pronoun that ends at a token, if one does."""
    low = token.lower_
    kind = PRONOUNS.get(low)
    if kind:
        chain = antecedent(text, state, token, kind, number)
        if chain is not None and chain.label != STRANGER:
            span = token.idx, token.idx + len(token)
            if kind in "mf" and chain.kind == "person" and not chain.gender:
                chain.gender = kind
            _add(text, state, chain, span, "pronoun", token, number)
        return
    if token.pos_ not in ("NOUN", "PROPN") or compounded(token):
        return
    span = phrase(text, token, first)
    chain = described(text, state, token, span, number)
    if chain is not None:
        _add(text, state, chain, span, "nominal", token, number)
    elif token.tag_ == "NNS" and is_subject(token) and token.lemma_.lower() in actor_nouns():
        group = Chain("other", STRANGER, plural=True)  # so that "they" is not taken for an earlier name
        state.note(group, number, token, subject=True, quoted=text.in_quotes(token.idx))


def _add(text: Text, state: State, chain: Chain, span: Span, head: Head, token: Token, number: int) -> None:
    chain.mentions.append(Mention(start=span[0], end=span[1], label=chain.label, actor=None, head=head))
    state.note(chain, number, token, subject=is_subject(token), quoted=text.in_quotes(span[0]))


def _within(spans: list[Span], offset: int) -> bool:
    i = bisect_right(spans, (offset, 1 << 60)) - 1
    return i >= 0 and (spans[i][1] > offset or (i > 0 and spans[i - 1][1] > offset))
