"""The person that an office means: "the Iranian president", "the premier", "its spokesman", "his counterpart"."""

import itertools
import re
from bisect import bisect_left
from itertools import islice

from spacy.tokens import Token

from variorum.annotate.chains import Chain
from variorum.annotate.focus import MOST, State, Text, latest, office_words
from variorum.annotate.roles import Described, describe, office_in
from variorum.lexicon.actors import offices
from variorum.types import Span

_TITLES = re.compile(r"(?: [A-Z][a-z]{1,4}\.)+ ")  # "spokesman | Lt. Col. | Ann Lee"
_COMMA = re.compile(r" ?,? ?")
_APART = 16  # code points between a description and the name that it is of
_OF_REACH = 6  # tokens of the body after an office
_GUESTS = frozenset(("guest", "visitor"))
_RELATIVE = _GUESTS | {"host", "counterpart"}  # what somebody is to another, not an office
_STATES = frozenset(
    ("president", "king", "queen", "emir", "sultan", "emperor", "empress", "monarch", "shah", "head of state")
)
_GOVERNMENTS = frozenset(("prime minister", "premier", "chancellor", "head of government"))
_LEADERS = _STATES | _GOVERNMENTS | {"leader", "supreme leader", "ruler", "dictator", "strongman"}
_COUNTRIES = frozenset(("country", "nation", "republic", "kingdom", "state", "government"))
_SPEAKING = frozenset(("spokesman", "spokeswoman", "spokesperson"))
_ALIKE = {  # what one and the same office may be called
    **dict.fromkeys(("leader", "ruler", "dictator", "strongman"), _LEADERS),
    **dict.fromkeys(("head of state", "monarch"), _STATES),
    **dict.fromkeys(("prime minister", "premier", "head of government"), _GOVERNMENTS),
    **dict.fromkeys(_SPEAKING, _SPEAKING),
    **dict.fromkeys(("ambassador", "envoy"), frozenset(("ambassador", "envoy"))),
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


def office_holder(text: Text, state: State, token: Token, span: Span, number: int) -> Chain | None:
    """The person that an office means: who has the role, for the country that the words or the text around name."""
    whole = _with_of(token, span)
    role = describe(text.parsed.text, whole)
    named = role is not None and " of " in (office_in(role.role) or "")  # "head of state"
    if role is None or (whole != span and role.country is None and not named):
        return None  # of something that says nothing of whose office it is
    if not named:
        role = role._replace(role=text.parsed.text[span[0] : span[1]], span=span)
    words = role.role.lower().split()
    low = token.lower_
    country = role.country
    if country is None and (words[0] in ("its", "his", "her", "their") or "country" in role.role.lower()):
        owner = _owner(state, number, words[0])
        country = owner if low != "counterpart" else None
    titled = _next_person(text, span[1], _TITLES)
    if titled is not None:
        _fill(titled, role, country)
        return titled
    if low == "counterpart":
        return _counterpart(state, number, role, text)
    if low == "host":
        return _host(text, state, number)
    alike = _ALIKE.get(office_in(role.role) or low, frozenset())
    known = [c for word in (low, "counterpart", *sorted(alike)) for c in text.holders.get(word, [])[:MOST]]
    holders = [c for c in dict.fromkeys(known) if _holds(c, low, country, role) or _alike(c, alike, country, role)]
    if _of_a_body(token):
        holders = [c for c in holders if not (c.country and c.sector == "GOV")]
    if len(holders) > 1 and _in_turn(token):
        spoke = next((s.chain for s in state.recent(number) if s.sentence < number and s.subject), None)
        others = [c for c in holders if c is not spoke]
        holders = others if len(others) == 1 else holders
    if country and len(holders) > 1:
        holders = [c for c in holders if c.country == country] or holders
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


def _in_turn(token: Token) -> bool:
    """Whether the sentence turns to another than the last: "for his part"."""
    opening = [t.lower_ for t in islice(token.sent, 3)]
    return opening[:1] == ["for"] and opening[2:] == ["part"]


def _of_a_body(token: Token) -> bool:
    """Whether the office is in the gift of something that is no country: "the sorority's president"."""
    owners = (c for c in token.children if c.dep_ == "poss" and c.tag_ == "NN")
    return any(c.lower_ not in _COUNTRIES for c in owners)


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
        if ("former" in words) != ("former" in wanted):
            continue
        if office in words and (
            wanted <= words or (not (wanted - words) & _TELLING and not (words - wanted) & _TELLING)
        ):
            return True
    return False


def _alike(chain: Chain, alike: frozenset[str], country: str | None, role: Described) -> bool:
    """Whether the text gives a person an office that may be called so too: "the premier" of a prime minister."""
    if not alike or (country and chain.country and chain.country != country):
        return False
    wanted = _modifiers(role.role)
    return any(office_in(r.role) in alike and _modifiers(r.role) == wanted for r in chain.roles)


def _modifiers(role: str) -> set[str]:
    """What tells an office from others of its kind: "deputy", "former", "foreign"."""
    return office_words(role) & (_TELLING | {"former", "opposition", "party", "then"}) - {"prime", "supreme", "crown"}


def _host(text: Text, state: State, number: int) -> Chain | None:
    """The person beside whom another was brought in as a guest: "the mayor and | his guest, | Ann Lee"."""
    guests = [c for word in sorted(_GUESTS) for c in text.holders.get(word, [])]
    found = [s for s in state.seen[:MOST] if s.chain.kind == "person"]
    for before, guest in itertools.pairwise(found):
        if guest.chain in guests and before.sentence == guest.sentence and before.chain is not guest.chain:
            return before.chain
    return None


def _could_hold(chain: Chain, country: str, role: Described) -> bool:
    """Whether a person of that country is named without any office, and so may be the one that the office means."""
    bare = all(office_in(r.role) in _RELATIVE for r in chain.roles)
    return chain.kind == "person" and chain.country == country and bare and chain.sector in ("", role.sector)


def _counterpart(state: State, number: int, role: Described, text: Text) -> Chain | None:
    """The person that "his Russian counterpart" means: of that country, with the office of the one before."""
    follows = _next_person(text, role.span[1], _COMMA)
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


def _next_person(text: Text, end: int, between: re.Pattern[str]) -> Chain | None:
    """The person whose name follows right after a description, with no more between than a pattern allows."""
    i = bisect_left(text.people, end, key=lambda p: p[0])
    if i == len(text.people) or text.people[i][0] - end > _APART:
        return None
    start, chain = text.people[i]
    return chain if between.fullmatch(text.parsed.text, end, start) else None


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
