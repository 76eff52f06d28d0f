"""What a text has named so far: the memory from which descriptions and pronouns are resolved."""

from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import islice

from spacy.tokens import Token

from variorum.annotate.chains import Chain, Chains
from variorum.annotate.parsed import Parsed
from variorum.annotate.roles import Words
from variorum.lexicon.speech import NAME, SAY
from variorum.types import Span

STRANGER = "-"  # the label of somebody without a name
MOST = 100  # mentions or people looked at for one description
_WINDOW = 3  # sentences that a pronoun or a description reaches back
_SILENT = frozenset(("the", "his", "its", "their", "country's", "country’s", "s"))
_SUBJECTS = frozenset(("nsubj", "nsubjpass"))


@dataclass(slots=True)
class Seen:
    """A mention that later ones may refer to."""

    chain: Chain
    sentence: int
    subject: bool
    quoted: bool
    root: Token | None
    told: int  # sentences of the report's own words before it: a long quotation takes nobody out of sight


@dataclass(slots=True)
class State:
    """What the text has named so far, the latest last."""

    seen: list[Seen] = field(default_factory=list)
    told: int = 0

    def note(self, chain: Chain, sentence: int, token: Token | None, *, subject: bool, quoted: bool) -> None:
        """Keep a mention in mind."""
        self.seen.append(Seen(chain, sentence, subject, quoted, token, self.told))

    def people(self) -> Iterator[Seen]:
        """The people named lately in the report's own words or in a quotation beside them, the latest first."""
        for s in islice(reversed(self.seen), MOST):
            if s.told < self.told - _WINDOW:
                return
            if s.chain.kind == "person":
                yield s

    def recent(self, sentence: int, reach: int = _WINDOW) -> Iterator[Seen]:
        """What was named in this sentence and those before it, the latest first, never more than `MOST`."""
        for s in islice(reversed(self.seen), MOST):
            if s.sentence < sentence - reach:
                return
            yield s


@dataclass(slots=True)
class Text:
    """The article as the pass through it needs it."""

    parsed: Parsed
    words: Words
    chains: Chains
    quoted: list[Span]
    people: list[tuple[int, Chain]] = field(default_factory=list)  # where a person is named
    heads: dict[int, Chain] = field(default_factory=dict)  # token that heads a person's name → who
    holders: dict[str, list[Chain]] = field(default_factory=dict)  # word of an office → who holds one

    def in_quotes(self, offset: int) -> bool:
        """Whether an offset lies between quotation marks."""
        i = bisect_right(self.quoted, (offset, 1 << 60)) - 1
        return i >= 0 and self.quoted[i][0] <= offset < self.quoted[i][1]


def is_subject(token: Token) -> bool:
    """Whether a token is a subject, or joined to one."""
    if _speaks_next(token) or any(c.dep_ == "relcl" and c.lemma_.lower() in SAY for c in token.children):
        return True  # "welcomed by | Lee, who said …"
    while token.dep_ in ("conj", "appos") and token.head.i < token.i:
        token = token.head
    return token.dep_ in _SUBJECTS or _is_cited(token)


def _is_cited(token: Token) -> bool:
    """Whether a token is whom a sentence goes by: "according to | Lee", "denied by | Lee"."""
    to = token.head
    if to.dep_ == "agent" and to.head.lemma_.lower() in SAY | NAME:
        return True
    return token.dep_ == "pobj" and to.lower_ == "to" and to.i > 0 and to.nbor(-1).lower_ == "according"


def _speaks_next(token: Token) -> bool:
    """Whether a verb of speech whose subject the parse has lost follows a name: "…, her aide, | Ann Lee, said"."""
    after = token.i + 1
    while after < len(token.doc) and token.doc[after].text == ",":
        after += 1
    verb = token.doc[after] if after < len(token.doc) else token
    speaks = verb.tag_ in ("VBD", "VBZ") and verb.lemma_.lower() in SAY
    return speaks and not any(c.dep_ in _SUBJECTS for c in verb.children)


def clause(token: Token) -> Token:
    """The verb whose clause a token is in."""
    for _ in range(12):
        if token.pos_ in ("VERB", "AUX") or token.head is token:
            break
        token = token.head
    return token


def latest(state: State, number: int, kinds: tuple[str, ...]) -> Chain | None:
    """The chain of a kind that the text is about: the latest subject, in this sentence or the last, or the only one."""
    found = [s for s in state.recent(number, 1) if s.chain.kind in kinds]
    for s in found:
        if s.subject:
            return s.chain
    distinct = {id(s.chain): s.chain for s in found}
    return next(iter(distinct.values())) if len(distinct) == 1 else None


def office_words(role: str) -> set[str]:
    """The words of an office that tell it from others."""
    return {w.strip("'’,.") for w in role.lower().replace("-", " ").split()} - _SILENT
