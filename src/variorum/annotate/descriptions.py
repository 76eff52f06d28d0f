"""Descriptions of actors: "the Iranian president", "the bloc", "his counterpart", "Turkish police"."""

from bisect import bisect_left

from spacy.tokens import Token

from variorum.annotate.chains import Chain
from variorum.annotate.codes import code_of
from variorum.annotate.focus import MOST, STRANGER, Seen, State, Text, is_subject, latest, office_words
from variorum.annotate.roles import Described, describe
from variorum.lexicon.actors import find_entries, offices, sectors
from variorum.types import Span

_BODIES = frozenset(["bloc", "group", "organisation", "organization", "body", "alliance", "grouping", "agency"])
_COALITIONS = frozenset(
    ("coalition", "union", "league", "association", "company", "firm", "party", "movement", "bank", "court")
)
_OF_REACH = 6  # tokens of the body after an office
_COUNTRIES = frozenset(["country", "nation"])
_AGREEMENTS = frozenset(["agreement", "deal", "treaty", "pact", "accord", "memorandum"])
_MODIFIERS = frozenset(("ADJ", "NOUN", "PROPN", "PART", "NUM", "PUNCT"))
_PERSONS = {
    **dict.fromkeys(("man", "boy", "father", "husband", "son", "brother"), "m"),
    **dict.fromkeys(("woman", "girl", "mother", "wife", "daughter", "sister"), "f"),
    **dict.fromkeys(
        ("person", "teenager", "teen", "suspect", "victim", "driver", "friend", "witness", "assailant"), ""
    ),
}
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


def compounded(token: Token) -> bool:
    """Whether the noun only modifies the next word: "government | forces"."""
    if token.i + 1 >= len(token.doc):
        return False
    after = token.doc[token.i + 1]
    return (after.pos_ in ("NOUN", "PROPN") and token.dep_ in ("compound", "nmod", "amod")) or after.text == "-"


def phrase(text: Text, token: Token, first: int) -> Span:
    """The span of a description that ends with the token: its determiner and modifiers before it."""
    doc, i = token.doc, token.i
    while i - 1 >= first and token.i - i < 8:
        before = doc[i - 1]
        if before.pos_ == "DET" or before.tag_ == "PRP$" or before.lower_ in ("both",):
            i -= 1
            break
        if before.text == "-" and i - 2 >= first and doc[i - 2].text.isdigit():
            break  # a date: "1997-02-09 rebels"
        if before.text.isdigit() and i - 2 >= first and doc[i - 2].text == "-":
            break
        if before.pos_ not in _MODIFIERS or (before.pos_ == "PUNCT" and before.text not in "-"):
            break
        i -= 1
    while i < token.i and doc[i].pos_ in ("PART", "PUNCT"):
        i += 1
    return doc[i].idx, token.idx + len(token)


def described(text: Text, state: State, token: Token, span: Span, number: int) -> Chain | None:
    """The chain that a description means, or None."""
    low = token.lower_
    words = text.parsed.text[span[0] : span[1]]
    opening = words.split()[0].lower()
    if opening in ("a", "an", "any", "some", "no", "every", "each", "another", "other", "one"):
        _stranger(text, state, token, number)
        return None
    if low in _COUNTRIES and opening in ("the", "this", "that"):
        plain = len(words.split()) == 2 and not text.in_quotes(span[0])
        return latest(state, number, ("country",)) if plain else None
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


def _stranger(text: Text, state: State, token: Token, number: int) -> None:
    """Note somebody without a name ("a senior official"), so that the next "he" is not taken for an earlier name."""
    low = token.lower_
    if token.tag_ not in ("NN", "NNP") or (low not in _PERSONS and not offices().get(low, ("", ""))[0]):
        return
    gender = _PERSONS.get(low) or offices().get(low, ("", ""))[1]
    chain = Chain("person", STRANGER, gender=gender)
    state.seen.append(Seen(chain, number, is_subject(token), text.in_quotes(token.idx), token))


def _body(state: State, number: int, *, strict: bool) -> Chain | None:
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


def _only_agreement(state: State, number: int, text: str, span: Span) -> Chain | None:
    found = {id(s.chain): s.chain for s in state.recent(number) if s.chain.kind == "agreement"}
    return next(iter(found.values())) if len(found) == 1 and len(text[span[0] : span[1]].split()) == 2 else None


def _office_holder(text: Text, state: State, token: Token, span: Span, number: int) -> Chain | None:
    """The person that an office means: who has the role, for the country that the words or the text around name."""
    whole = _with_of(token, span)
    role = describe(text.parsed.text, whole)
    if role is None or (whole != span and role.country is None):
        return None  # of something that says nothing of whose office it is
    role = role._replace(role=text.parsed.text[span[0] : span[1]], span=span)
    words = role.role.lower().split()
    low = token.lower_
    country = role.country
    if country is None and (words[0] in ("its", "his", "her", "their") or "country" in role.role.lower()):
        owner = _owner(state, number, words[0])
        country = owner if low != "counterpart" else None
    if low == "counterpart":
        return _counterpart(state, number, role, text)
    known = text.holders.get(low, []) + text.holders.get("counterpart", [])
    holders = [c for c in dict.fromkeys(known[:MOST]) if _holds(c, low, country, role)]
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


def _with_of(token: Token, span: Span) -> Span:
    """The description with the body that it is an office of: "the leader | of the opposition"."""
    after = token.doc[token.i + 1] if token.i + 1 < len(token.doc) else token
    if after.lower_ != "of" or (after.head is not token and after.head.i != token.i):
        return span
    last = min(after.right_edge.i, after.i + _OF_REACH)
    return span[0], token.doc[last].idx + len(token.doc[last])


def _owner(state: State, number: int, word: str) -> str | None:
    """The country that "the country's" or "his" speaks of."""
    if word in ("his", "her"):
        person = next((s.chain for s in state.recent(number) if s.chain.kind == "person"), None)
        return person.country if person else None
    chain = latest(state, number, ("country",))
    return chain.country if chain else None


def _holds(chain: Chain, office: str, country: str | None, role: Described) -> bool:
    """Whether the text gives a person that office, for that country or for none that differs."""
    if country and chain.country and chain.country != country:
        return False
    if role.base and role.base in ("IGO", "NGO") and chain.code and not chain.code.startswith(role.base):
        return False
    wanted = office_words(role.role)
    for held in chain.roles:
        words = office_words(held.role)
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


def _counterpart(state: State, number: int, role: Described, text: Text) -> Chain | None:
    """The person that "his Russian counterpart" means: of that country, with the office of the one before."""
    follows = _next_person(text, role.span[1])
    if follows is not None:
        _fill(follows, role, role.country)
        return follows
    if role.country is None:
        return None
    people = dict.fromkeys(s.chain for s in state.seen[-MOST:] if s.chain.kind == "person")
    fits = [c for c in people if c.country == role.country]
    if len(fits) > 1:
        first = next((s.chain for s in state.recent(number) if s.chain.kind == "person"), None)
        offices_ = {w for r in (first.roles if first else ()) for w in office_words(r.role)} & set(offices())
        fits = [c for c in fits if any(offices_ & office_words(r.role) for r in c.roles)]
    return fits[0] if len(fits) == 1 else None


def _next_person(text: Text, end: int) -> Chain | None:
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


def _unnamed(text: Text, role: Described, country: str | None) -> Chain:
    """The chain of an office-holder whom the text does not name."""
    base = country or role.base
    key = f"{base}:{' '.join(sorted(office_words(role.role)))}"
    chain = text.chains.keyed("PERSON", key)
    if not chain.fixed:
        chain.fixed = role.role.removeprefix("the ").removeprefix("The ")
        chain.country, chain.code, chain.code_from, chain.sector = country, base, role.source, role.sector
        chain.gender = role.gender
    return chain


def _group(text: Text, state: State, words: str) -> Chain | None:
    """The chain of a group or body with a country: "Turkish police", "Iraqi rebels"."""
    abroad = words.lower().startswith("ethnic ")  # people named after another country than the one they live in
    code, why = code_of(
        words, [c.country for c in text.chains.all if c.kind == "country" and c.country] if abroad else ()
    )
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
