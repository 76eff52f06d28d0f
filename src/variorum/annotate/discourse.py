"""Descriptions and pronouns, resolved left to right by what was named last, and as what."""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator
from dataclasses import dataclass, field

from spacy.tokens import Token

from variorum.annotate.chains import Chain, Chains
from variorum.annotate.codes import code_of
from variorum.annotate.entities import Named
from variorum.annotate.parsed import Parsed
from variorum.annotate.roles import Described, Words, describe
from variorum.lexicon.actors import find_entries, offices, sectors
from variorum.lexicon.speech import SAY
from variorum.types import Mention, Span

_PRONOUNS = {
    **dict.fromkeys(("he", "him", "his", "himself"), "m"),
    **dict.fromkeys(("she", "her", "hers", "herself"), "f"),
    **dict.fromkeys(("it", "its", "itself"), "it"),
    **dict.fromkeys(("they", "them", "their", "themselves"), "they"),
}
_BODIES = frozenset(["bloc", "group", "organisation", "organization", "body", "alliance", "grouping", "agency"])
_COALITIONS = frozenset(
    ("coalition", "union", "league", "association", "company", "firm", "party", "movement", "bank", "court")
)
_COUNTRIES = frozenset(["country", "nation"])
_AGREEMENTS = frozenset(["agreement", "deal", "treaty", "pact", "accord", "memorandum"])
_MODIFIERS = frozenset(("ADJ", "NOUN", "PROPN", "PART", "NUM", "PUNCT"))
_STRANGER = "-"
_PERSONS = {
    **dict.fromkeys(("man", "boy", "father", "husband", "son", "brother"), "m"),
    **dict.fromkeys(("woman", "girl", "mother", "wife", "daughter", "sister"), "f"),
    **dict.fromkeys(
        ("person", "teenager", "teen", "suspect", "victim", "driver", "friend", "witness", "assailant"), ""
    ),
}
_LONGEST = 200  # tokens of a sentence that is searched for its speaker
_MOST = 100  # mentions or people looked at for one description
_SUBJECTS = frozenset(("nsubj", "nsubjpass"))
_WINDOW = 3  # sentences that a pronoun or a description reaches back
_OPEN = "“«„"
_QUOTE = re.compile(r"[“«„”»\"]|``|''")


@dataclass(slots=True)
class _Seen:
    """A mention that later ones may refer to."""

    chain: Chain
    sentence: int
    subject: bool
    quoted: bool
    root: Token | None


@dataclass(slots=True)
class _State:
    """What the text has named so far, the latest last."""

    seen: list[_Seen] = field(default_factory=list)

    def recent(self, sentence: int, reach: int = _WINDOW) -> Iterator[_Seen]:
        for s in reversed(self.seen):
            if s.sentence < sentence - reach:
                return
            yield s


@dataclass(slots=True)
class _Text:
    """The article as the pass through it needs it."""

    parsed: Parsed
    words: Words
    chains: Chains
    quoted: list[Span]
    described: set[Span]
    people: list[tuple[int, Chain]] = field(default_factory=list)  # where a person is named
    heads: dict[int, Chain] = field(default_factory=dict)  # token that heads a person's name → who
    holders: dict[str, list[Chain]] = field(default_factory=dict)  # word of an office → who holds one

    def in_quotes(self, offset: int) -> bool:
        i = bisect_right(self.quoted, (offset, 1 << 60)) - 1
        return i >= 0 and self.quoted[i][0] <= offset < self.quoted[i][1]


def resolve(
    parsed: Parsed, words: Words, chains: Chains, *, named: list[tuple[Named, Chain]], described: set[Span]
) -> None:
    """Add nominal and pronoun mentions to the chains, and chains for groups and office-holders left unnamed."""
    text = _Text(parsed, words, chains, _quoted(parsed), described)
    for name, chain in named:
        if chain.kind == "person":
            text.people.append((name.start, chain))
            if (root := words.root(name.span)) is not None:
                text.heads[root.i] = chain
    for chain in chains.all:
        for office in {w for role in chain.roles for w in _office_words(role.role)}:
            text.holders.setdefault(office, []).append(chain)
    state, at = _State(), 0
    taken = sorted([n.span for n, _ in named] + list(described))
    for number, span in enumerate(parsed.sentence_spans):
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


def _note(text: _Text, state: _State, name: Named, chain: Chain, number: int) -> None:
    root = text.words.root(name.span)
    if name.label == "NORP" and root is not None and root.dep_ in ("amod", "compound", "nmod"):
        return
    subject = root is not None and _is_subject(root)
    state.seen.append(_Seen(chain, number, subject, text.in_quotes(name.start), root))


def _is_subject(token: Token) -> bool:
    while token.dep_ in ("conj", "appos") and token.head.i < token.i:
        token = token.head
    return token.dep_ in _SUBJECTS


def _token(text: _Text, state: _State, token: Token, number: int, first: int) -> None:
    """Resolve the description or pronoun that ends at a token, if one does."""
    low = token.lower_
    kind = _PRONOUNS.get(low)
    if kind:
        chain = _antecedent(text, state, token, kind, number)
        if chain is not None and chain.label != _STRANGER:
            span = token.idx, token.idx + len(token)
            if kind in "mf" and chain.kind == "person" and not chain.gender:
                chain.gender = kind
            _add(text, state, chain, span, "pronoun", token, number)
        return
    if token.pos_ not in ("NOUN", "PROPN") or _compounded(token):
        return
    span = _phrase(text, token, first)
    chain = _described(text, state, token, span, number)
    if chain is not None:
        _add(text, state, chain, span, "nominal", token, number)


def _add(text: _Text, state: _State, chain: Chain, span: Span, head: str, token: Token, number: int) -> None:
    label = chain.label
    mention = Mention(
        start=span[0], end=span[1], label=label, actor=None, head="nominal" if head == "nominal" else "pronoun"
    )
    chain.mentions.append(mention)
    state.seen.append(_Seen(chain, number, _is_subject(token), text.in_quotes(span[0]), token))


# --- descriptions -------------------------------------------------------------------------------------------------


def _compounded(token: Token) -> bool:
    """Whether the noun only modifies the next word: "government | forces"."""
    if token.i + 1 >= len(token.doc):
        return False
    after = token.doc[token.i + 1]
    return (after.pos_ in ("NOUN", "PROPN") and token.dep_ in ("compound", "nmod", "amod")) or after.text == "-"


def _phrase(text: _Text, token: Token, first: int) -> Span:
    """The span of a description that ends with the token: its determiner and modifiers before it."""
    doc, i = token.doc, token.i
    while i - 1 >= first and token.i - i < 8:
        before = doc[i - 1]
        if before.pos_ == "DET" or before.tag_ == "PRP$" or before.lower_ in ("both",):
            i -= 1
            break
        if before.pos_ not in _MODIFIERS or (before.pos_ == "PUNCT" and before.text not in "-"):
            break
        i -= 1
    while i < token.i and doc[i].pos_ in ("PART", "PUNCT"):
        i += 1
    return doc[i].idx, token.idx + len(token)


def _described(text: _Text, state: _State, token: Token, span: Span, number: int) -> Chain | None:
    """The chain that a description means, or None."""
    low = token.lower_
    words = text.parsed.text[span[0] : span[1]]
    opening = words.split()[0].lower()
    if opening in ("a", "an", "any", "some", "no", "every", "each", "another", "other", "one"):
        _stranger(text, state, token, number)
        return None
    if low in _COUNTRIES and opening in ("the", "this", "that"):
        plain = len(words.split()) == 2 and not text.in_quotes(span[0])
        return _latest(state, number, ("country",)) if plain else None
    if low in _BODIES | _COALITIONS and opening in ("the", "this", "that"):
        return _body(state, number, strict=low in _COALITIONS or len(words.split()) > 2)
    if low in _AGREEMENTS and opening in ("the", "this", "that"):
        return _only_agreement(state, number, text.parsed.text, span)
    if low in offices() and token.tag_ in ("NN", "NNP"):
        holder = _office_holder(text, state, token, span, number)
        if holder is None:
            _stranger(text, state, token, number)
        return holder
    if low in _PERSONS:
        _stranger(text, state, token, number)
        return None
    if sectors().get(low, ("", ""))[1] in ("org", "group") or token.lemma_.lower() in offices():
        return _group(text, state, words)
    return None


def _stranger(text: _Text, state: _State, token: Token, number: int) -> None:
    """Note somebody without a name ("a senior official"), so that the next "he" is not taken for an earlier name."""
    low = token.lower_
    if token.tag_ not in ("NN", "NNP") or (low not in _PERSONS and not offices().get(low, ("", ""))[0]):
        return
    gender = _PERSONS.get(low) or offices().get(low, ("", ""))[1]
    chain = Chain("person", _STRANGER, gender=gender)
    state.seen.append(_Seen(chain, number, _is_subject(token), text.in_quotes(token.idx), token))


def _latest(state: _State, number: int, kinds: tuple[str, ...]) -> Chain | None:
    """The chain of a kind that the text is about: the latest subject, in this sentence or the last, or the only one."""
    found = [s for s in state.recent(number, 1) if s.chain.kind in kinds]
    for s in found:
        if s.subject:
            return s.chain
    distinct = {id(s.chain): s.chain for s in found}
    return next(iter(distinct.values())) if len(distinct) == 1 else None


def _body(state: _State, number: int, *, strict: bool) -> Chain | None:
    """The organisation that "the bloc" means: of those named lately the intergovernmental one, if there is one."""
    found = [s.chain for s in state.recent(number) if s.chain.kind == "organisation"]
    distinct = list({id(c): c for c in found if (c.code or "IGO").startswith("IGO")}.values())
    if len(distinct) == 1 or (distinct and not strict and _leads(found, distinct)):
        return distinct[0]
    return None


def _leads(found: list[Chain], distinct: list[Chain]) -> bool:
    """Whether the one named last is also the one named most in the article."""
    counts = sorted((len(c.mentions) for c in distinct), reverse=True)
    return len(distinct[0].mentions) == counts[0] and counts[0] >= 2 * counts[1]


def _only_agreement(state: _State, number: int, text: str, span: Span) -> Chain | None:
    found = {id(s.chain): s.chain for s in state.recent(number) if s.chain.kind == "agreement"}
    return next(iter(found.values())) if len(found) == 1 and len(text[span[0] : span[1]].split()) == 2 else None


def _office_holder(text: _Text, state: _State, token: Token, span: Span, number: int) -> Chain | None:
    """The person that an office means: who has the role, for the country that the words or the text around name."""
    role = describe(text.parsed.text, span)
    if role is None:
        return None
    words = role.role.lower().split()
    low = token.lower_
    country = role.country
    if country is None and (words[0] in ("its", "his", "her", "their") or "country" in role.role.lower()):
        owner = _owner(state, number, words[0])
        country = owner if low != "counterpart" else None
    if low == "counterpart":
        return _counterpart(state, number, role, text)
    known = text.holders.get(low, []) + text.holders.get("counterpart", [])
    holders = [c for c in dict.fromkeys(known[:_MOST]) if _holds(c, low, country, role)]
    if country is None and len(holders) > 1:
        near = [s.chain for s in state.recent(number, 2) if s.chain in holders]
        holders = near[:1] if len(set(map(id, near))) == 1 else []
    if not holders and country:
        bare = {id(s.chain): s.chain for s in state.recent(number, 9) if _could_hold(s.chain, country, role)}
        holders = list(bare.values())[:2]
    if len(holders) == 1:
        _fill(holders[0], role, country)
        return holders[0]
    if holders or (country is None and role.base is None):
        return None
    return _unnamed(text, role, country)


def _owner(state: _State, number: int, word: str) -> str | None:
    """The country that "the country's" or "his" speaks of."""
    if word in ("his", "her"):
        person = next((s.chain for s in state.recent(number) if s.chain.kind == "person"), None)
        return person.country if person else None
    chain = _latest(state, number, ("country",))
    return chain.country if chain else None


def _holds(chain: Chain, office: str, country: str | None, role: Described) -> bool:
    """Whether the text gives a person that office, for that country or for none that differs."""
    if country and chain.country and chain.country != country:
        return False
    if role.base and role.base in ("IGO", "NGO") and chain.code and not chain.code.startswith(role.base):
        return False
    wanted = _office_words(role.role)
    for held in chain.roles:
        words = _office_words(held.role)
        if "counterpart" in words and country and chain.country == country and role.sector == chain.sector:
            return True
        if "former" in words and "former" not in wanted:
            continue
        if office in words and (
            wanted <= words or (not (wanted - words) & _TELLING and not (words - wanted) & _TELLING)
        ):
            return True
    return False


def _could_hold(chain: Chain, country: str, role: Described) -> bool:
    """Whether a person of that country is named without any office, and so may be the one that the office means."""
    return chain.kind == "person" and chain.country == country and not chain.roles and chain.sector == role.sector


_TELLING = frozenset(
    [
        "vice",
        "deputy",
        "foreign",
        "defence",
        "defense",
        "interior",
        "finance",
        "prime",
        "crown",
        "supreme",
        "first",
        "economy",
        "trade",
        "oil",
    ]
)


def _office_words(role: str) -> set[str]:
    return {w.strip("'’,.") for w in role.lower().replace("-", " ").split()} - {
        "the",
        "his",
        "its",
        "their",
        "country's",
        "s",
    }


def _counterpart(state: _State, number: int, role: Described, text: _Text) -> Chain | None:
    """The person that "his Russian counterpart" means: of that country, with the office of the one before."""
    follows = _next_person(text, role.span[1])
    if follows is not None:
        _fill(follows, role, role.country)
        return follows
    if role.country is None:
        return None
    people = dict.fromkeys(s.chain for s in state.seen[-_MOST:] if s.chain.kind == "person")
    fits = [c for c in people if c.country == role.country]
    if len(fits) > 1:
        first = next((s.chain for s in state.recent(number) if s.chain.kind == "person"), None)
        offices_ = {w for r in (first.roles if first else ()) for w in _office_words(r.role)} & set(offices())
        fits = [c for c in fits if any(offices_ & _office_words(r.role) for r in c.roles)]
    return fits[0] if len(fits) == 1 else None


def _next_person(text: _Text, end: int) -> Chain | None:
    """The person whose name follows right after a description."""
    i = bisect_left(text.people, end, key=lambda p: p[0])
    if i == len(text.people):
        return None
    start, chain = text.people[i]
    return chain if start - end <= 2 and text.parsed.text[end:start].strip() in ("", ",") else None


def _fill(chain: Chain, role: Described, country: str | None) -> None:
    """Give a person the country and sector that a description of them says."""
    if chain.country is None and country:
        chain.country = country
    if chain.code is None and (role.base or country):
        chain.code, chain.code_from = role.base or country, role.source
    if not chain.sector and role.sector:
        chain.sector = role.sector


def _unnamed(text: _Text, role: Described, country: str | None) -> Chain:
    """The chain of an office-holder whom the text does not name."""
    base = country or role.base
    key = f"{base}:{' '.join(sorted(_office_words(role.role)))}"
    chain = text.chains.keyed("PERSON", key)
    if not chain.fixed:
        chain.fixed = role.role
        chain.country, chain.code, chain.code_from, chain.sector = country, base, role.source, role.sector
        chain.gender = role.gender
    return chain


def _group(text: _Text, state: _State, words: str) -> Chain | None:
    """The chain of a group or body with a country: "Turkish police", "Iraqi rebels"."""
    code, why = code_of(words)
    if code is None or code.startswith(".") or "." not in code:
        return None
    bare = words.split()
    while bare and bare[0].lower() in ("the", "this", "these", "those", "that", "several", "two", "both"):
        bare.pop(0)
    noun = bare[-1].lower() if bare else ""
    body = sectors().get(noun, ("", "group"))[1] == "org"
    chain = text.chains.keyed("ORG" if body else "OTHER", f"{code}:{noun}")
    if not chain.fixed:
        named = next((f.start for f in find_entries(" ".join(bare))), 0)
        chain.fixed = " ".join(bare)[named:]
        chain.code, chain.code_from = code, why
        base = code.partition(".")[0]
        chain.country = None if base in ("IGO", "NGO", "IMG") else base
        chain.plural = bool(bare) and bare[-1].endswith("s")
    return chain


# --- pronouns -----------------------------------------------------------------------------------------------------


def _antecedent(text: _Text, state: _State, token: Token, kind: str, number: int) -> Chain | None:
    """The chain that a pronoun means, or None where two could be meant."""
    if token.lower_ in ("his", "her", "its", "their") and 0 < token.i < len(token.doc) - 1:
        before, after = token.nbor(-1).lower_, token.nbor(1).lower_
        if before in ("for", "on") and after == "part":
            return None  # the one meant is named after it
    if kind in "mf":
        return _person(text, state, token, kind, number)
    if kind == "it":
        if token.lower_ == "it" and _expletive(token):
            return None
        return _thing(text, state, token, number)
    return _many(text, state, token, number)


def _person(text: _Text, state: _State, token: Token, kind: str, number: int) -> Chain | None:
    quoted = text.in_quotes(token.idx)
    other = "f" if kind == "m" else "m"
    found = [s for s in state.recent(number) if s.chain.kind == "person" and s.chain.gender != other]
    if kind == "f" and any(s.chain.gender == "f" for s in found):
        found = [s for s in found if s.chain.gender == "f"]
    if token.dep_ in ("dobj", "pobj", "dative", "iobj") and token.lower_ in ("him", "her"):
        clause = _clause(token)
        found = [s for s in found if not (s.subject and s.root is not None and _clause(s.root) is clause)]
    if quoted:
        return _person_in_quotes(text, state, found, token, number)
    scores: dict[int, tuple[float, Chain]] = {}
    for rank, s in enumerate(found[:8]):
        score = -2.0 * (number - s.sentence) + (2.5 if s.subject else 0) - (1.5 if s.quoted else 0) - 0.1 * rank
        if id(s.chain) not in scores or score > scores[id(s.chain)][0]:
            scores[id(s.chain)] = score, s.chain
    return _best(list(scores.values()))


def _best(scores: list[tuple[float, Chain]]) -> Chain | None:
    scores.sort(key=lambda x: -x[0])
    if not scores or (len(scores) > 1 and scores[0][0] - scores[1][0] < 0.5):
        return None
    return scores[0][1]


def _person_in_quotes(text: _Text, state: _State, found: list[_Seen], token: Token, number: int) -> Chain | None:
    """Within quotation marks: somebody other than the speaker, whoever was last said to speak, or last acted."""
    subjects = [s for s in state.recent(number, 1) if s.subject and not s.quoted]
    speaker = _said_by(text, token) or next((s.chain for s in subjects if s.root is not None and _speaks(s.root)), None)
    if speaker is None:
        speaker = next((s.chain for s in found if s.subject and not s.quoted and not _passive(s.root)), None)
    others = {id(s.chain): s.chain for s in found if s.chain is not speaker}
    return next(iter(others.values())) if len(others) == 1 else None


def _said_by(text: _Text, token: Token) -> Chain | None:
    """Whoever the sentence names as the speaker, before the quotation or after it."""
    sentence = token.sent
    for verb in sentence if len(sentence) < _LONGEST else ():
        if verb.pos_ == "VERB" and verb.lemma_.lower() in SAY and not text.in_quotes(verb.idx):
            for child in verb.children:
                if child.dep_ == "nsubj" and child.i in text.heads:
                    return text.heads[child.i]
    return None


def _passive(token: Token | None) -> bool:
    return token is not None and token.dep_ == "nsubjpass"


def _speaks(token: Token) -> bool:
    """Whether a token is the subject of a verb of saying."""
    verb = _clause(token.head)
    return verb.lemma_.lower() in SAY


def _thing(text: _Text, state: _State, token: Token, number: int) -> Chain | None:
    """A country or organisation: the subject of the clause or of the sentence before, else the only one named there."""
    kinds = ("country", "organisation", "agreement")
    found = [s for s in state.recent(number, 1) if s.chain.kind in kinds and not s.chain.plural]
    here = [s for s in found if s.sentence == number]
    if token.lower_ == "its" and here:
        subjects = [s for s in here if s.subject]
        if subjects:
            return subjects[0].chain
        distinct = {id(s.chain) for s in here}
        return here[0].chain if len(distinct) == 1 else None
    people = any(s.chain.kind == "person" and s.subject for s in state.recent(number, 1))
    subjects = [s for s in found if s.subject]
    if subjects and (not people or token.lower_ == "its" or subjects[0].sentence == number):
        return subjects[0].chain
    return None


def _many(text: _Text, state: _State, token: Token, number: int) -> Chain | None:
    """A group that was the subject of this sentence or of the one before."""
    found = [s for s in state.recent(number, 1) if s.subject]
    if not found or text.in_quotes(token.idx) != found[0].quoted:
        return None
    chain, root = found[0].chain, found[0].root
    plural = chain.plural or (root is not None and root.tag_ in ("NNS", "NNPS"))
    alone = root is None or not any(c.dep_ == "conj" for c in root.children)
    return chain if plural and alone and chain.kind != "person" else None


def _expletive(token: Token) -> bool:
    """Whether "it" stands for nothing: "it is important that", "it may take some time to"."""
    if token.dep_ == "expl":
        return True
    verb = token.head
    lemma = verb.lemma_.lower()
    if lemma in ("seem", "appear", "rain", "snow", "turn", "happen", "take", "emerge"):
        return True
    if lemma == "be" or any(c.dep_ in ("auxpass",) for c in verb.children):
        return any(c.dep_ in ("acomp", "ccomp", "xcomp", "advcl", "csubj", "attr") for c in verb.children)
    return False


def _clause(token: Token) -> Token:
    """The verb whose clause a token is in."""
    for _ in range(12):
        if token.pos_ in ("VERB", "AUX") or token.head is token:
            break
        token = token.head
    return token


# --- layout -------------------------------------------------------------------------------------------------------


def _within(spans: list[Span], offset: int) -> bool:
    i = bisect_right(spans, (offset, 1 << 60)) - 1
    return i >= 0 and (spans[i][1] > offset or (i > 0 and spans[i - 1][1] > offset))


def _quoted(parsed: Parsed) -> list[Span]:
    """Spans between quotation marks; a mark that never closes ends with its paragraph."""
    out: list[Span] = []
    for start, end in parsed.paragraphs:
        opened: int | None = None
        for match in _QUOTE.finditer(parsed.text, start, end):
            mark = match.group()
            if opened is None and (mark in _OPEN or mark in ('"', "``")):
                opened = match.start()
            elif opened is not None and mark not in _OPEN and mark != "``":
                out.append((opened, match.end()))
                opened = None
        if opened is not None:
            out.append((opened, end))
    return out
