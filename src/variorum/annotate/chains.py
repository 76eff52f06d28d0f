"""Chains: names of one actor brought together under the fullest of them."""

import re
from collections import Counter
from dataclasses import dataclass, field

from rapidfuzz.distance import JaroWinkler

from variorum.annotate.named import Named
from variorum.lexicon.actors import country_name, honorifics, names_of_men, names_of_women, offices
from variorum.lexicon.naming import generation
from variorum.lexicon.people import leader
from variorum.spelling import fold, skeleton
from variorum.types import ActorKind, LocalActor, Mention, Role

_KINDS: dict[str, ActorKind] = {
    "PERSON": "person",
    "ORG": "organisation",
    "COUNTRY": "country",
    "NORP": "other",
    "PLACE": "place",
    "AGREEMENT": "agreement",
    "OTHER": "other",
}
_FAMILY_FIRST = frozenset(
    [
        "xi",
        "kim",
        "mao",
        "hu",
        "li",
        "wang",
        "zhang",
        "deng",
        "jiang",
        "zhou",
        "ban",
        "moon",
        "park",
        "roh",
        "chung",
        "lee",
        "nguyen",
        "tran",
        "le",
        "pham",
    ]
)
_OF_WOMEN = ("ova", "eva", "skaya", "dottir")  # ends of surnames that only women bear
_ADDRESS = re.compile(r"([\w.'-]+)\s+\Z")
_ADDRESSED = 24  # code points before a name in which its form of address is looked for
_MOST = 50  # people of one surname that a name is compared with
_ACRONYM = re.compile(r"^[A-Z][A-Z0-9&./-]{1,9}$")
_SPOKEN = 3  # times that a surname alone has stood
_SMALL = frozenset(["of", "the", "for", "and", "in", "on", "to", "de", "la", "du", "des", "et", "y", "e"])


@dataclass(slots=True, eq=False)
class Chain:
    """An actor in the making."""

    kind: ActorKind
    label: str
    names: Counter[str] = field(default_factory=Counter)
    mentions: list[Mention] = field(default_factory=list)
    roles: list[Role] = field(default_factory=list)
    country: str | None = None
    code: str | None = None
    code_from: str | None = None
    sector: str = ""
    gender: str = ""
    plural: bool = False
    fixed: str | None = None  # the name that the lexicon gives
    acronyms: set[str] = field(default_factory=set)

    @property
    def name(self) -> str:
        """The fullest name: of the longest forms the most frequent."""
        if self.fixed and (self.kind in ("country", "place") or not self.names):
            return self.fixed
        long = [n for n in self.names if not _ACRONYM.match(n)] or list(self.names)
        if not long:
            return self.fixed or ""
        return max(long, key=lambda n: (*_fullness(n), self.names[n], n))

    def record(self, id_: str) -> LocalActor:
        """The chain as a record."""
        return LocalActor(
            id=id_,
            name=self.name,
            kind=self.kind,
            country=self.country,
            code=self.code,
            code_from=self.code_from,
            roles=tuple(self.roles),
            aliases=tuple(self.names),
        )


def _fullness(name: str) -> tuple[int, int]:
    """How many words of a name are written out, and how many it has."""
    words = name.split()
    return sum(len(w.rstrip(".")) > 1 for w in words), len(words)


class Chains:
    """The chains of one article, and the chain of each name in it."""

    def __init__(self) -> None:
        self.all: list[Chain] = []
        self._by_key: dict[tuple[str, str], Chain] = {}

    def add(self, chain: Chain) -> Chain:
        self.all.append(chain)
        return chain

    def country(self, iso3: str) -> Chain:
        """The chain of a country."""
        chain = self._by_key.get(("country", iso3))
        if chain is None:
            chain = self.add(Chain("country", "COUNTRY", country=iso3, code=iso3, fixed=country_name(iso3)))
            self._by_key["country", iso3] = chain
        return chain

    def keyed(self, label: str, key: str) -> Chain:
        """The chain of an organisation, a place or a group under a key."""
        kind = _KINDS.get(label, "other")
        chain = self._by_key.get((kind, key))
        if chain is None:
            chain = self.add(Chain(kind, label))
            self._by_key[kind, key] = chain
        return chain

    def alias(self, label: str, key: str, chain: Chain) -> None:
        """Let a key lead to a chain."""
        self._by_key.setdefault((_KINDS.get(label, "other"), key), chain)


def same_spelling(a: str, b: str) -> bool:
    """Whether two words are one name in two transliterations, or the same."""
    x, y = fold(a), fold(b)
    if x == y:
        return True
    return len(x) > 3 and len(y) > 3 and skeleton(a) == skeleton(b) and JaroWinkler.similarity(x, y) > 0.82


def chain_people(text: str, named: list[Named], chains: Chains) -> dict[int, Chain]:
    """The chain of each person's name, by its place in `named`: full names first, then surnames and given names.

    A surname with a form of address of the other sex, or with the title of a known leader, is none of the bearers of it
    whose full names do not agree with that.
    """
    out: dict[int, Chain] = {}
    people = [(i, n) for i, n in enumerate(named) if n.label == "PERSON"]
    by_word: dict[str, list[Chain]] = {}
    within: dict[str, list[Chain]] = {}  # by a word that is neither first nor last: the first of two surnames
    for i, n in people:
        parts = n.text.split()
        if len(parts) < 2:
            continue
        near = by_word.get(skeleton(parts[-1]), [])[-_MOST:] + within.get(skeleton(parts[-1]), [])[-_MOST:]
        near += by_word.get(skeleton(parts[-2]), [])[-_MOST:] if len(parts) > 2 else []
        chain = next((c for c in near if _compatible(n.text, c)), None)
        if chain is None:
            chain = chains.add(Chain("person", "PERSON", gender=sex_of(n.text)))
            for word in dict.fromkeys((parts[-1], parts[0])):
                by_word.setdefault(skeleton(word), []).append(chain)
            for word in parts[1:-1]:
                within.setdefault(skeleton(word), []).append(chain)
        elif chain not in by_word.get(skeleton(parts[-1]), ()):
            by_word.setdefault(skeleton(parts[-1]), []).append(chain)
        chain.names[n.text] += 1
        chain.gender = chain.gender or _address(_title(text, n))
        out[i] = chain
    later = _named_later(people, out)
    called: dict[str, Chain] = {}  # who a surname alone has meant: of two, the one whom the text named in full first
    for i, n in people:
        if i in out:
            continue
        key = skeleton(n.text)
        fits = [c for c in by_word.get(key, [])[-_MOST:] if any(_names_part(n.text, full) for full in c.names)]
        title = _title(text, n)
        fits = fits or _only(within.get(key, [])[-_MOST:], n.text)
        fits = [c for c in fits if c not in later and _agrees(c, n.text, title)]
        last = called.get(key)
        unnamed = last is not None and not any(" " in full for full in last.names)
        chain = last if last in fits or (unnamed and not title) else fits[0] if fits else None
        if chain is None:
            chain = chains.keyed("PERSON", key)
        chain.gender = chain.gender or _address(title)
        chain.names[n.text] += 1
        called[key] = out[i] = chain
    return out


def _named_later(people: list[tuple[int, Named]], of: dict[int, Chain]) -> list[Chain]:
    """People marked as somebody's child whom the text names only after it has spoken of another by surname alone."""
    alone: Counter[str] = Counter()
    found, seen = [], []
    for i, n in people:
        chain = of.get(i)
        if chain is None:
            alone[skeleton(n.text)] += 1
        elif chain not in seen:
            seen.append(chain)
            parts = n.text.split()
            if generation(n.text) and alone[skeleton(parts[-2])] >= _SPOKEN:
                found.append(chain)
    return found


def _only(chains: list[Chain], surname: str) -> list[Chain]:
    """The one person whose full name has a word in its midst, as the first of two surnames."""
    found = [
        c for c in dict.fromkeys(chains) if any(same_spelling(surname, w) for n in c.names for w in n.split()[1:-1])
    ]
    return found if len(found) == 1 and len(surname) > 3 else []


def _title(text: str, name: Named) -> str:
    """The word before a name, as printed, where it may be a form of address or an office."""
    before = _ADDRESS.search(text, max(0, name.start - _ADDRESSED), name.start)
    return before.group(1) if before else ""


def _address(title: str) -> str:
    """The sex that a form of address tells: "Said", not "said"."""
    return honorifics().get(title.lower(), "") if title[:1].isupper() else ""


def _agrees(chain: Chain, surname: str, title: str) -> bool:
    """Whether a form of address or an office before a surname can be that of the bearer of a full name."""
    sex = _address(title) or offices().get(title.lower(), ("", ""))[1]
    if sex and chain.gender and sex != chain.gender:
        return False
    if offices().get(title.lower(), ("", ""))[0] != "GOV":
        return True
    known = leader(surname, titled=True)
    return known is None or any(_same_person(known[1].partition(": ")[2].split(), n.split()) for n in chain.names)


def _compatible(name: str, chain: Chain) -> bool:
    """Whether a full name can be the chain's: same surname, and given names that do not contradict."""
    return any(_same_person(name.split(), full.split()) for full in chain.names if " " in full)


def _same_person(a: list[str], b: list[str]) -> bool:
    if len(a) > len(b):
        a, b = b, a
    if not same_spelling(a[-1], b[-1]):
        if not 1 < len(a) < len(b) or generation(b[-1]):
            return False
        return all(same_spelling(x, y) for x, y in zip(a, b, strict=False))  # of two surnames
    at = 0
    for word in a[:-1]:
        while at < len(b) - 1 and not (same_spelling(word, b[at]) or _initial(word, b[at])):
            at += 1
        if at == len(b) - 1:
            return False
        at += 1
    return True


def _initial(a: str, b: str) -> bool:
    x, y = fold(a).rstrip("."), fold(b).rstrip(".")
    return (len(x) == 1 or len(y) == 1) and x[:1] == y[:1]


def _names_part(word: str, full: str) -> bool:
    """Whether a single word calls the bearer of a full name: by surname, or by the family name that comes first."""
    parts = full.split()
    if len(parts) < 2:
        return False
    if same_spelling(word, parts[-1]) or same_spelling(word, "".join(parts[-2:])):
        return True
    return same_spelling(word, parts[0]) and (fold(parts[0]) in _FAMILY_FIRST or len(parts) == 2)


def sex_of(name: str) -> str:
    """What a full name tells of its bearer's sex: by a surname that is inflected for it, else by the given name."""
    parts = name.split()
    given = next((fold(p) for p in parts[:-1] if len(p.rstrip(".")) > 1), "")  # "R. Ann Lee"; not "Lee"
    last = fold(parts[-1])
    if len(last) > 4 and last.endswith(_OF_WOMEN):
        return "f"
    return "f" if given in names_of_women() else "m" if given in names_of_men() else ""


# --- organisations ------------------------------------------------------------------------------------------------


def org_key(name: str) -> str:
    """An organisation's name without articles, marks and differences of British and American spelling."""
    low = re.sub(r"[^\w\s]", " ", fold(name)).replace("isation", "ization").replace("centre", "center")
    words = low.split()
    while words and words[0] == "the":
        words.pop(0)
    return " ".join(words).replace("programme", "program").replace("labour", "labor").replace("defence", "defense")


def is_acronym(name: str) -> bool:
    """Whether a name is an acronym, such as "SCO" or "U.N."."""
    return bool(_ACRONYM.match(name)) and sum(c.isupper() for c in name) >= 2


def initials(name: str) -> str:
    """The acronym that a name would give: its capitals, without small words."""
    return "".join(w[0].upper() for w in re.split(r"[\s-]+", name) if w and w.lower() not in _SMALL and w[0].isalpha())
