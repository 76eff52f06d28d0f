"""Actors within an article: names, nominals and pronouns, chained.

Names come from the parser and the lexicon, roles from the words beside them; then one pass through the text, left to
right, resolves descriptions ("the Iranian president", "the bloc") and pronouns by what was named last and as what.
Where two could be meant, none is.
"""

import itertools
import re
from bisect import bisect_right
from collections import Counter

from variorum.annotate.chains import Chain, Chains, chain_people, initials, is_acronym, org_key
from variorum.annotate.codes import code_of, join_code
from variorum.annotate.discourse import resolve
from variorum.annotate.entities import find_named
from variorum.annotate.metonyms import stands_for_government
from variorum.annotate.named import Named
from variorum.annotate.parsed import Parsed
from variorum.annotate.roles import Described, Words, after, apposed, before, describe
from variorum.lexicon.actors import country_name, sectors
from variorum.lexicon.people import leader
from variorum.types import LocalActor, Mention, Role, Span

_THE = re.compile(r"\bthe\s+\Z", re.I)


def find_mentions(parsed: Parsed) -> tuple[tuple[Mention, ...], tuple[LocalActor, ...]]:
    """The mentions, in order of the text, and the actors that they are chained to. Linear in the text."""
    words = Words(parsed.doc)
    named = find_named(parsed)
    chains = Chains()
    of = _chain_names(parsed, words, named, chains)
    described = _give_roles(parsed.text, words, named, of)
    roles = sorted(described)
    kept = [i for i, n in enumerate(named) if n.entry or n.label == "PERSON" or not _inside(n.span, roles)]
    named, of = [named[i] for i in kept], [of[i] for i in kept]
    published = (parsed.article.published or "")[:4]
    year = int(published) if published.isdecimal() else None
    for chain in chains.all:
        if chain.kind == "person":
            _from_leaders(chain, year)
    for i, name in enumerate(named):
        _mention(of[i], name)
    resolve(parsed, words, chains, named=[(n, of[i]) for i, n in enumerate(named)], roles=described)
    _give_codes(chains, _dominant(chains))
    return _records(chains)


def _inside(span: Span, roles: list[Span]) -> bool:
    """Whether a name is only a word of somebody's office: "Secretary of | State"."""
    i = bisect_right(roles, (span[0], 1 << 60)) - 1
    return i >= 0 and span[1] <= roles[i][1]


def _mention(chain: Chain, name: Named) -> None:
    chain.mentions.append(Mention(start=name.start, end=name.end, label=name.label, actor=None, head="name"))


# --- names --------------------------------------------------------------------------------------------------------


def _chain_names(parsed: Parsed, words: Words, named: list[Named], chains: Chains) -> list[Chain]:
    """The chain of each name."""
    out: list[Chain | None] = [None] * len(named)
    for i, chain in chain_people(parsed.text, named, chains).items():
        out[i] = chain
    _learn_acronyms(parsed.text, named, chains)
    for i, name in enumerate(named):
        if out[i] is None:
            out[i] = _chain_name(words, name, chains)
    return [chain for chain in out if chain is not None]


def _chain_name(words: Words, name: Named, chains: Chains) -> Chain:
    """The chain of a name that is not a person's."""
    entry = name.entry
    if entry is None:
        chain = chains.keyed(name.label, org_key(name.text) or name.text)
        chain.names[name.text] += 1
        return chain
    country = entry.country
    if entry.kind == "demonym" and country and entry.source.startswith("regions"):
        chain = chains.keyed("NORP", org_key(entry.name))
        chain.country, chain.code, chain.code_from, chain.fixed = country, country, entry.source, entry.name
        return chain
    if entry.kind in ("country", "demonym") and country:
        chain = chains.country(country)
        chain.code_from = chain.code_from or entry.source
        if entry.kind == "country":
            chain.names[name.text] += 1
        return chain
    if entry.kind in ("capital", "place") and country:
        if entry.kind == "capital" and stands_for_government(words, name.span):
            chain = chains.country(country)
            chain.code_from = chain.code_from or entry.source
            name.label = "COUNTRY"
        else:
            chain = chains.keyed("PLACE", org_key(entry.name))
            chain.country, chain.code, chain.code_from, chain.fixed = country, country, entry.source, entry.name
        chain.names[name.text] += 1
        return chain
    chain = chains.keyed(name.label, org_key(entry.name))
    chain.country, chain.code, chain.code_from, chain.fixed = country, entry.code, entry.source, entry.name
    chain.names[name.text] += 1
    return chain


def _learn_acronyms(text: str, named: list[Named], chains: Chains) -> None:
    """Let an acronym in brackets after a name, or one that is the initials of just one name, lead to its chain."""
    by_initials: dict[str, list[Named]] = {}
    full: list[Named]
    for name in named:
        if name.label in ("ORG", "AGREEMENT") and name.entry is None and len(name.text.split()) > 2:
            by_initials.setdefault(initials(name.text), []).append(name)
    for a, b in itertools.pairwise(named):
        between = text[a.end : b.start]
        if between.strip() == "(" and is_acronym(b.text) and text[b.end : b.end + 1] == ")" and not is_acronym(a.text):
            if a.label in ("ORG", "AGREEMENT") and a.entry is None and b.label != "PERSON":
                b.label, b.entry = a.label, None
                chains.alias(a.label, org_key(b.text), chains.keyed(a.label, org_key(a.text)))
            elif a.entry is not None and b.entry is None and b.label != "PERSON":
                b.label, b.entry = a.label, a.entry
    known = {b.text: b.entry for b in named if b.entry is not None and is_acronym(b.text)}
    for name in named:
        if name.entry is None and is_acronym(name.text) and name.label != "PERSON":
            name.entry = known.get(name.text)
            if name.entry is not None:
                name.label = "AGREEMENT" if name.entry.kind == "agreement" else "ORG"
                continue
            full = by_initials.get(name.text.replace(".", ""), [])
            if len({org_key(f.text) for f in full}) == 1:
                name.label = full[0].label
                chains.alias(name.label, org_key(name.text), chains.keyed(name.label, org_key(full[0].text)))


# --- roles --------------------------------------------------------------------------------------------------------


def _give_roles(text: str, words: Words, named: list[Named], of: list[Chain]) -> set[Span]:
    """Give people the roles that the words beside their names say, and return the spans of these words."""
    taken: set[Span] = set()
    people = [i for i, n in enumerate(named) if n.label == "PERSON"]
    for i, next_ in itertools.zip_longest(people, people[1:]):
        name, chain = named[i], of[i]
        follows = after(text, words, name)
        if follows and next_ is not None and _of_next(text, words, follows, named[next_]):
            follows = None
        if follows and next_ is not None and named[next_].end == follows[1]:  # "Senator Lee, | Governor Roe"
            follows = None
        for span in (before(text, words, name), follows, apposed(text, words, name)):
            role = describe(text, span) if span else None
            if role is None:
                continue
            taken.add(role.span)
            _take_role(chain, role)
    return taken


def _of_next(text: str, words: Words, span: Span, name: Named) -> bool:
    """Whether a description between two names is that of the second: "beside Ann Lee, | the mayor, | Jo Roe, spoke"."""
    if text[span[1] : name.start].strip() != "," or after(text, words, name) is not None:
        return False
    return bool(_THE.search(text, max(0, span[0] - 5), span[0]))


def _take_role(chain: Chain, role: Described) -> None:
    """Add a role, and what it says of country, sector and gender."""
    if all(role.role.lower() != known.role.lower() for known in chain.roles):
        chain.roles.append(Role(role=role.role, span=role.span, from_=role.from_, to=role.to))
    former = role.role.lower().startswith(("former", "ex-", "late", "ousted", "then", "defeated"))
    if role.base and chain.code is None:
        chain.country = chain.country or role.country
        chain.code = role.base
        chain.code_from = role.source
    if role.sector and not chain.sector:
        chain.sector = "ELI" if former and role.sector == "GOV" else role.sector
        chain.code_from = chain.code_from or role.source
    chain.gender = chain.gender or role.gender


def _from_leaders(chain: Chain, year: int | None) -> None:
    """The country of a leader whom the text names without one."""
    if chain.code is not None or not chain.names:
        return
    found = leader(chain.name, titled=bool(chain.roles) and chain.sector == "GOV", year=year)
    if found:
        chain.code_from = found[1]
        chain.code, _, calling = found[0].partition(".")
        chain.country = None if chain.code == "IGO" else chain.code
        chain.sector = chain.sector or calling or "GOV"


# --- records ------------------------------------------------------------------------------------------------------


def _dominant(chains: Chains) -> str | None:
    """The country that the article is about: it and its people and bodies are named twice as often as any other's."""
    counts: Counter[str] = Counter()
    for chain in chains.all:
        if chain.country:
            counts[chain.country] += len(chain.mentions)
    first = counts.most_common(2)
    if not first or (len(first) > 1 and first[0][1] < 2 * first[1][1]):
        return None
    return first[0][0]


def _give_codes(chains: Chains, dominant: str | None) -> None:
    """Give a code to every chain whose roles or name say one, or whose office is its article's country's."""
    for chain in chains.all:
        if chain.kind == "person":
            if chain.code is None and chain.sector and dominant and chain.roles:
                chain.code = dominant
                chain.code_from = f"{chain.code_from}; country of the text around: {country_name(dominant)}"
            if chain.code and "." not in chain.code:
                chain.code = join_code(chain.code, chain.sector)
        elif chain.code is None and chain.kind == "organisation":
            code, why = code_of(chain.name)
            if (
                code
                and code.startswith(".")
                and dominant
                and sectors().get(chain.name.lower(), ("",))[0] in ("LEG", "JUD")
            ):
                code, why = f"{dominant}{code}", f"{why}; country of the text around: {country_name(dominant)}"
            if code and not code.startswith("."):
                chain.code, chain.code_from = code, why
                base = code.partition(".")[0]
                chain.country = base if len(base) == 3 and base not in ("IGO", "NGO", "IMG") else None


def _records(chains: Chains) -> tuple[tuple[Mention, ...], tuple[LocalActor, ...]]:
    """Mentions and actors, with ids in the order of first mention."""
    live = sorted((c for c in chains.all if c.mentions), key=lambda c: min((m.start, m.end) for m in c.mentions))
    mentions, actors = [], []
    for i, chain in enumerate(live, 1):
        id_ = f"a{i}"
        actors.append(chain.record(id_))
        mentions += [Mention(start=m.start, end=m.end, label=m.label, actor=id_, head=m.head) for m in chain.mentions]
    return tuple(sorted(mentions, key=lambda m: (m.start, -m.end))), tuple(actors)
