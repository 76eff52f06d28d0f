"""Clauses: the units that reports are compared by.

A sentence is cut where a part of it makes a statement of its own: at coordinated finite verbs, complement clauses,
adverbial clauses of time, cause and contrast, relative clauses that add rather than restrict, and at dated events
named by a noun ("the visit on July 19"). What only introduces speech ("she said") is no clause.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field

from spacy.tokens import Span as Tokens
from spacy.tokens import Token

from variorum.annotate.clause_parts import Near, Records, Speech, arguments
from variorum.annotate.parsed import Parsed
from variorum.annotate.status import polarity_of, status_of
from variorum.text import overlap, trim
from variorum.types import Clause, Event, Figure, Mention, Quote, Span, Time

MIN_WORDS = 3  # a clause says at least this much beside its function words

_SUBJECTS = {"nsubj", "nsubjpass", "csubj", "csubjpass", "expl"}
_FINITE = {"VBD", "VBZ", "VBP", "MD"}
_OWN_ADVERBIALS = {
    "because", "although", "though", "while", "whereas", "after", "before", "since", "until", "even", "but",
}  # fmt: skip
_EDGE = " \t\n,;:—–-…\"“”‘’'()[]"
_OPENERS = '"“‘([«'
_BEFORE = {"after", "following", "since", "before", "until"}
_TEMPORAL_PREPS = {"on", "in", "during", "at", "of", "since", "from", "by"}


@dataclass
class _Piece:
    """A clause in the making: its head and the tokens that belong to no deeper clause."""

    head: Token
    tokens: list[Token] = field(default_factory=list)
    dated: Token | None = None  # the time word that a relative clause hangs on: "2018, when …"
    keeps: bool = False  # an event named by a noun that has its date for itself: "after the visit in May"


def find_clauses(
    parsed: Parsed,
    *,
    mentions: tuple[Mention, ...],
    times: tuple[Time, ...],
    figures: tuple[Figure, ...],
    quotes: tuple[Quote, ...],
    events: tuple[Event, ...],
) -> tuple[Clause, ...]:
    """The clauses of the body, in order of their starts."""
    if not len(parsed.doc):
        return ()
    speech, records = Speech(quotes), Records(mentions, times, figures, events)
    out: list[Clause] = []
    for sentence in parsed.sentences:
        if parsed.title and overlap(parsed.title, (sentence.start_char, sentence.end_char)):
            continue
        near = Near(sentence, records)
        pieces = _pieces(sentence, near.time_words())
        kept = {token.i for piece in pieces if piece.keeps for token in piece.tokens}
        for piece in pieces:
            clause = _clause(parsed.text, piece, near, speech, set() if piece.keeps else kept)
            if clause is not None:
                out.append(clause)
    return tuple(sorted(out, key=lambda clause: (clause.start, -clause.end)))


# --- cutting ----------------------------------------------------------------------------------------------------


def _pieces(sentence: Tokens, time_words: set[int]) -> list[_Piece]:
    """The sentence's tokens, each under the nearest head of a clause above it."""
    pieces: dict[int, _Piece] = {}
    for token in sentence:
        if _heads(token, sentence, time_words):
            dated = token.head if token.dep_ in {"relcl", "advcl"} and token.head.i in time_words else None
            pieces[token.i] = _Piece(token, dated=dated)
    owner: dict[int, int] = {}
    for token in sentence:
        path = []
        at = token
        while at.i not in pieces and at.i not in owner and at.head.i != at.i:
            path.append(at.i)
            at = at.head
        own = at.i if at.i in pieces else owner.get(at.i)
        if own is None:
            continue
        owner[token.i] = own
        for i in path:
            owner[i] = own
        pieces[own].tokens.append(token)
    found = [piece for piece in pieces.values() if piece.tokens]
    return found + [_named_event(token) for token in sentence if _dated_noun(token, time_words)]


def _named_event(noun: Token) -> _Piece:
    """The phrase of a dated noun: a clause beside the one that it stands in."""
    tokens = list(noun.subtree)
    above = noun.head
    before = noun.dep_ == "pobj" and above.lower_ in _BEFORE
    if before:
        tokens += [t for child in above.children if child.dep_ == "prep" for t in child.subtree]
    return _Piece(noun, tokens=sorted(tokens, key=lambda t: t.i), keeps=before or noun.dep_ != "pobj")


def _heads(token: Token, sentence: Tokens, time_words: set[int]) -> bool:
    """Whether the token heads a clause of its own."""
    if token.head.i == token.i:
        return True
    if token.pos_ not in {"VERB", "AUX"} and token.dep_ not in {"ccomp", "conj", "parataxis"}:
        return False
    has_subject = any(child.dep_ in _SUBJECTS for child in token.children)
    if token.dep_ in {"ccomp", "parataxis"}:
        return has_subject and _size(token) >= MIN_WORDS and (_finite(token) or _marked(token))
    if token.dep_ == "conj":
        return _finite(token) and token.head.pos_ in {"VERB", "AUX"} and _size(token) >= MIN_WORDS
    if token.dep_ == "advcl":
        if token.head.i in time_words and has_subject:
            return True
        marks = {child.lower_ for child in token.children if child.dep_ in {"mark", "prep", "advmod"}}
        return has_subject and bool(marks & _OWN_ADVERBIALS) and _size(token) >= MIN_WORDS
    if token.dep_ in {"relcl", "acl"}:
        return _adds(token, has_subject, time_words)
    return False


def _adds(token: Token, has_subject: bool, time_words: set[int]) -> bool:
    """Whether a relative clause adds a statement, rather than telling which one is meant."""
    if token.dep_ == "acl" and (token.tag_ not in {"VBN", "VBG"} or token.head.pos_ == "PROPN"):
        return False
    if token.head.i in time_words and has_subject:
        return True
    left = token.left_edge
    before = left.nbor(-1) if left.i > token.sent.start else None
    set_off = before is not None and before.text in {",", "—", "–", "-", "("}
    dated = any(child.i in time_words for child in token.subtree)
    if token.dep_ == "acl":
        return set_off and dated and _size(token) >= MIN_WORDS
    return (set_off or dated) and _finite(token) and _size(token) >= MIN_WORDS


def _dated_noun(token: Token, time_words: set[int]) -> bool:
    """Whether a noun names an event and a date hangs on it, below another clause: "the visit on July 19"."""
    if (
        token.dep_ not in {"pobj", "dobj", "appos", "attr"}
        or token.i in time_words
        or token.ent_type_ in {"GPE", "PERSON"}
    ):
        return False
    if token.pos_ != "NOUN" or not (_names_event(token)):
        return False
    holders = [
        token,
        *([token.head] if token.dep_ == "pobj" and token.head.lower_ in {"after", "following", "since"} else []),
    ]
    return any(
        child.dep_ == "prep"
        and child.lower_ in _TEMPORAL_PREPS
        and any(word.i in time_words for word in child.children)
        for holder in holders
        for child in holder.children
    )


_EVENT_ENDINGS = ("tion", "sion", "ment", "ance", "ence", "al", "ure", "ing", "over", "out", "shed")
_EVENT_NOUNS = {
    "visit", "trip", "tour", "attack", "strike", "raid", "war", "coup", "talk", "deal", "vote", "election", "summit",
    "protest", "murder", "death", "crash", "fire", "quake", "earthquake", "flood", "storm", "bombing", "blast",
    "withdrawal", "release", "arrest", "launch", "call", "speech", "takeover", "fall", "defeat", "victory", "riot",
    "massacre", "pullout", "ceasefire", "truce", "treaty", "pact", "accord", "trial", "verdict", "ruling", "game",
    "match", "race", "debate", "rally", "march", "siege", "clash", "merger", "purchase", "sale", "collapse", "spill",
}  # fmt: skip


def _names_event(token: Token) -> bool:
    lemma = token.lemma_.lower()
    return lemma in _EVENT_NOUNS or (len(lemma) > 5 and lemma.endswith(_EVENT_ENDINGS))


def _finite(token: Token) -> bool:
    if token.tag_ in _FINITE:
        return True
    return any(child.tag_ in _FINITE for child in token.children if child.dep_ in {"aux", "auxpass"})


def _marked(token: Token) -> bool:
    """Whether a complement without a finite verb is a clause all the same: "demanded that he resign"."""
    return any(child.dep_ == "mark" for child in token.children)


def _size(token: Token) -> int:
    """Words in the token's subtree, as far as a dozen."""
    count = 0
    for word in token.subtree:
        count += word.is_alpha
        if count >= 12:
            break
    return count


# --- one clause -------------------------------------------------------------------------------------------------


def _clause(text: str, piece: _Piece, near: Near, speech: Speech, kept: set[int]) -> Clause | None:
    tokens = _within_speech(_main_run(piece), piece.head, speech)
    while len(tokens) > 1 and tokens[-1].i != piece.head.i and (tokens[-1].text in _EDGE or speech.cue(tokens[-1])):
        tokens = tokens[:-1]
    if not tokens:
        return None
    if piece.dated is not None:
        tokens = sorted({*tokens, *piece.dated.subtree} - _inner(piece, piece.dated), key=lambda token: token.i)
    span = _tidy(text, (tokens[0].idx, tokens[-1].idx + len(tokens[-1])))
    if span[1] - span[0] < 2:
        return None
    if piece.head.pos_ not in {"NOUN", "PROPN"} and _only_introduces(tokens, speech):
        return None
    own = {token.i for token in tokens}
    dated = own - kept
    doc = piece.head.doc
    at = {token.idx: token.i for token in near.sentence}

    def mine(start: int) -> bool:
        return span[0] <= start < span[1] and at.get(start, -1) in own

    core = _core(piece.head)
    subject, thing = arguments(piece.head, core)
    actors = [m.actor for m in near.mentions if m.actor and (mine(m.start) or _in(m.start, subject))]
    return Clause(
        start=span[0],
        end=span[1],
        quote=speech.of(piece.head, span),
        predicate=_predicate(core),
        subject=_tidy(text, subject) if subject else None,
        object=_tidy(text, thing) if thing else None,
        polarity=polarity_of(core),
        status=status_of(core),
        times=tuple(
            i
            for i, t in near.times
            if (at.get(t.start, -1) in dated or _touches(t, dated, doc, near)) and not near.names_a_thing(t)
        ),
        figures=tuple(i for i, f in near.figures if mine(f.start) or _touches(f, own, doc, near)),
        events=tuple(i for i, e in near.events if any(mine(s) for s, _ in e.trigger)),
        actors=tuple(dict.fromkeys(actors)),
    )


def _touches(record: Time | Figure, own: set[int], doc: object, near: Near) -> bool:
    """Whether a record whose start is inside a token lies on the clause's own tokens."""
    return any(token.idx < record.start < token.idx + len(token) and token.i in own for token in near.sentence)


def _in(start: int, span: Span | None) -> bool:
    return span is not None and span[0] <= start < span[1]


def _inner(piece: _Piece, dated: Token) -> set[Token]:
    """The tokens below the time word that are not the piece's own."""
    own = set(piece.tokens)
    below = {token for child in dated.children if child.dep_ in {"relcl", "advcl"} for token in child.subtree}
    return below - own


def _main_run(piece: _Piece) -> list[Token]:
    """The piece's tokens without stragglers: the parts near its head, across gaps that others fill.

    A gap may be at most as long as what stands on both sides of it.
    """
    tokens = sorted(piece.tokens, key=lambda token: token.i)
    runs: list[list[Token]] = [[tokens[0]]]
    for token in tokens[1:]:
        if token.i == runs[-1][-1].i + 1:
            runs[-1].append(token)
        else:
            runs.append([token])
    middle = next(i for i, run in enumerate(runs) if any(token.i == piece.head.i for token in run))
    kept = list(runs[middle])
    for run in reversed(runs[:middle]):
        gap = kept[0].i - run[-1].i - 1
        if gap > len(kept) + len(run) or not any(token.is_alpha for token in run):
            break
        kept = run + kept
    for run in runs[middle + 1 :]:
        gap = run[0].i - kept[-1].i - 1
        if gap > len(kept) + len(run) or not any(token.is_alpha for token in run):
            break
        kept = kept + run
    return kept


def _within_speech(tokens: list[Token], head: Token, speech: Speech) -> list[Token]:
    """The tokens without a frame of speech at their edges: "… in Asia, adding" or "last year's, she said"."""
    content = [speech.content(token) for token in tokens]
    if not any(content) or all(content):
        return tokens
    first, last = content.index(True), len(content) - 1 - content[::-1].index(True)
    before = [token for token in tokens[:first] if token.is_alpha]
    after = [token for token in tokens[last + 1 :] if token.is_alpha]
    if not speech.content(head) and tokens[first].text not in _OPENERS:
        before = []  # "plans to sell", "denied firing": the verb is what is told
    start = first if before and all(speech.frame(token) or token.is_stop for token in before) else 0
    end = last + 1 if after and all(speech.frame(token) or token.is_stop for token in after) else len(tokens)
    rest = tokens[start:end]
    return rest if sum(token.is_alpha or token.like_num for token in rest) >= MIN_WORDS else tokens


def _only_introduces(tokens: Sequence[Token], speech: Speech) -> bool:
    """Whether nothing is said beside who speaks, and that they do."""
    words = [token for token in tokens if token.is_alpha or token.like_num]
    if any(speech.content(token) for token in words):
        return len(words) < MIN_WORDS
    beside = [token for token in words if not token.is_stop and not speech.frame(token)]
    framed = any(speech.cue(token) for token in words)
    return len(words) < MIN_WORDS or len(beside) < (MIN_WORDS if framed else 1)


_LIGHT = {
    "be", "plan", "intend", "want", "aim", "seek", "wish", "hope", "agree", "expect", "manage", "begin", "start",
    "continue", "need", "have", "pledge", "promise", "vow", "threaten", "try", "refuse", "decide", "fail", "go", "able",
    "set", "ready", "propose", "schedule", "due", "offer", "prepare",
}  # fmt: skip


def _core(head: Token) -> Token:
    """The verb that carries the meaning: "are to visit" and "managed to escape" are a visit and an escape."""
    at = head
    for _ in range(3):
        below = next((c for c in at.children if c.dep_ == "xcomp" and c.pos_ in {"VERB", "AUX"}), None)
        if below is None:
            complement = next((c for c in at.children if c.dep_ == "acomp" and c.lemma_.lower() in _LIGHT), None)
            below = complement and next((c for c in complement.children if c.dep_ == "xcomp"), None)
        if below is None or at.lemma_.lower() not in _LIGHT:
            break
        at = below
    return at


def _predicate(core: Token) -> str:
    """The lemma of the verb, or of what a copula says of its subject."""
    if core.lemma_.lower() == "be":
        said = next((c for c in core.children if c.dep_ in {"acomp", "attr", "oprd"}), None)
        if said is not None:
            return said.lemma_.lower()
    return core.lemma_.lower()


def _tidy(text: str, span: Span) -> Span:
    """The span without punctuation and conjunctions at its edges; a mark that closes a sentence stays."""
    start, end = trim(text, span, _EDGE)
    for word in ("and ", "but ", "or ", "that ", "And ", "But "):
        if text.startswith(word, start) and end - start > len(word):
            start, end = trim(text, (start + len(word), end), _EDGE)
            break
    for word in (" and", " but", " or", " that"):
        if text.endswith(word, start, end):
            start, end = trim(text, (start, end - len(word)), _EDGE)
    return _with_marks(text, (start, end))


def _with_marks(text: str, span: Span) -> Span:
    """The span with the other mark of a quotation that begins or ends inside it, where that stands at its edge."""
    start, end = span
    inside = text[start:end]
    opened = inside.count("“") - inside.count("”")
    if opened == 1 and text[end : end + 1] == "”":
        return start, end + 1
    if opened == -1 and start and text[start - 1] == "“":
        return start - 1, end
    if inside.count('"') % 2:
        if text[end : end + 1] == '"':
            return start, end + 1
        if start and text[start - 1] == '"':
            return start - 1, end
    return span
