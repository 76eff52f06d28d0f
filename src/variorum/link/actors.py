"""Actors across articles: chains of mentions that name the same one, merged with a reason for each merge.

Names are compared only where they share a key (`blocking`), by `match_names`; what the articles say of them (country,
part in public life, company kept) keeps namesakes apart. A surname alone joins a full name only where one fits.
A person's judgements come before all of it.
"""

import hashlib
from collections import Counter, defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from itertools import groupby
from typing import Generic, NamedTuple, TypeVar

import msgspec
from rapidfuzz.distance import JaroWinkler

from variorum.link.blocking import pairs
from variorum.link.comparisons import Comparisons
from variorum.link.groups import Groups, conflict, last_said, merge_record
from variorum.link.name_words import alike
from variorum.link.people import person
from variorum.link.profiles import Profile, profiles_of
from variorum.spelling import fold, skeleton
from variorum.types import Actor, Alias, AnnotatedArticle, Judgement, SpanRef

_SURE = 0.55  # a match of names must reach this to merge
R = TypeVar("R")


class Linked(NamedTuple):
    """Actors, and the merges of names that made them."""

    actors: tuple[Actor, ...]
    merges: tuple[Judgement, ...]


def link_actors(articles: Sequence[AnnotatedArticle], judgements: Iterable[Judgement] = ()) -> tuple[Actor, ...]:
    """The actors of all articles: everybody who is named, most mentioned first.

    Args:
        articles: annotated articles; chains without any name ("the country's foreign minister") are left out.
        judgements: a person's merges and splits, by names as printed.
    """
    return join_actors(articles, judgements).actors


def join_actors(articles: Sequence[AnnotatedArticle], judgements: Iterable[Judgement] = ()) -> Linked:
    """The actors of all articles, as `link_actors`, with each merge as a judgement of the program's own.

    Args:
        articles: annotated articles.
        judgements: a person's merges and splits, by names as printed.
    """
    known = Comparisons()
    judgements = tuple(judgements)
    profiles = sorted(profiles_of(articles, parted(judgements)), key=lambda p: p.key)
    judged = judged_names(judgements)
    full = [p for p in profiles if not alone(p, judged)]
    groups = merge_full(full, candidates(full, known), judgements, known)
    by_word: dict[str, list[int]] = defaultdict(list)
    for i, p in enumerate(full):
        for word in full_words(p):
            by_word[word].append(i)

    def called(p: Profile) -> dict[int, list[Profile]]:
        fits = by_word.get(single_word(p) or "", [])
        return {groups.of[i]: groups.members[groups.of[i]] for i in fits if calls(p, full[i])}

    joined: dict[int, list[Placed[int]]] = defaultdict(list)
    left: list[list[Profile]] = []
    singles = sorted((p for p in profiles if alone(p, judged)), key=lambda p: fold(p.name))
    for _, named in groupby(singles, key=lambda p: fold(p.name)):
        for placed in place_singles(list(named), called):
            if placed.root is None:
                left.append(list(placed.members))
            else:
                joined[placed.root].append(placed)
    texts = {a.id: a.text for a in articles}
    told = []
    merges = [m for _, m in groups.merges]
    for root, members in groups.members.items():
        added = [p for placed in joined[root] for p in placed.members]
        why = [*groups.why[root], *(m.note for placed in joined[root] for m in placed.merges)]
        merges += [m for placed in joined[root] for m in placed.merges]
        told.append(_with_mentions(describe(members, added, why), [*members, *added], texts))
    told += [_with_mentions(describe(members, (), []), members, texts) for members in left]
    return Linked(
        tuple(sorted(told, key=lambda a: (-len(a.mentions), a.name, a.id))),
        tuple(sorted(merges, key=lambda m: m.id)),
    )


def parted(judgements: Iterable[Judgement]) -> set[frozenset[str]]:
    """Pairs of names, folded, that a person split."""
    return {names for names, said in last_said(judgements).items() if said.verb == "split"}


def candidates(profiles: Sequence[Profile], known: Comparisons) -> Iterator[tuple[int, int]]:
    """Pairs of places of full names that are worth comparing."""
    for persons in (True, False):
        places = [i for i, p in enumerate(profiles) if compared(p, persons=persons)]
        names = [profiles[i].name for i in places]
        yield from ((places[x], places[y]) for x, y in pairs(names, persons=persons, keys=known.keys))


def compared(p: Profile, *, persons: bool) -> bool:
    """Whether a name is compared with others by its spelling."""
    return p.kind == ("person" if persons else "organisation") and not p.single and not p.settled


def merge_full(
    profiles: list[Profile],
    near: Iterable[tuple[int, int]],
    judgements: Iterable[Judgement] = (),
    known: Comparisons | None = None,
) -> Groups:
    """Groups of profiles that are one actor each, before names of one word join them.

    Args:
        profiles: in the order of their keys.
        near: pairs of places whose spellings are compared.
    """
    groups = Groups(profiles)
    groups.heed(judgements)
    _merge_equal(groups)
    _merge_alike(groups, near, known or Comparisons())
    _merge_acronyms(groups)
    return groups


# --- what the names say -------------------------------------------------------------------------------------------


def _merge_equal(groups: Groups) -> None:
    """One full name, with and without a country: one actor where only one country comes with it."""
    by_name: dict[tuple[str, str], list[int]] = defaultdict(list)
    for i, p in enumerate(groups.profiles):
        if p.kind in ("person", "organisation") and not p.settled:
            by_name[p.kind, fold(p.name)].append(i)
    for places in by_name.values():
        bare = [i for i in places if groups.profiles[i].country is None]
        known = [i for i in places if groups.profiles[i].country is not None]
        if bare and len(known) == 1:
            groups.merge(known[0], bare[0], f"the same name: {groups.profiles[bare[0]].name}", score=1.0)
        elif bare and known:
            best = max(known, key=lambda i: len(groups.profiles[i].company & groups.profiles[bare[0]].company))
            if groups.profiles[best].company & groups.profiles[bare[0]].company:
                groups.merge(
                    best, bare[0], f"the same name, in the same company: {groups.profiles[bare[0]].name}", score=1.0
                )


def _merge_alike(groups: Groups, near: Iterable[tuple[int, int]], known: Comparisons) -> None:
    """Merge names that match, the likest first."""
    found = []
    for i, j in near:
        match = alike_names(groups.profiles[i], groups.profiles[j], known)
        if match is not None:
            found.append((groups.profiles[i].kind != "person", *match, i, j))
    for others, score, why, i, j in sorted(found, key=lambda f: (f[0], -f[1], f[3], f[4])):
        a, b = groups.profiles[i], groups.profiles[j]
        if others or _corroborated(a, b, score):
            groups.merge(i, j, f"{a.name} = {b.name}: {why} ({score:.2f})", score=score)


def alike_names(a: Profile, b: Profile, known: Comparisons) -> tuple[float, str] | None:
    """Score and reason where the names of two profiles are likely one actor's."""
    if a.country and b.country and a.country != b.country:
        return None
    score, why = known.match(a.name, b.name, a.kind)
    return (score, why) if score >= _SURE else None


def _corroborated(a: Profile, b: Profile, score: float) -> bool:
    """Whether a match by spelling alone is borne out: by country, by company, or by being near certain."""
    same_country = a.country is not None and a.country == b.country
    return same_country or score > 0.9 or bool(a.company & b.company)


def _merge_acronyms(groups: Groups) -> None:
    """An organisation known only by a short form joins the one that has that form too, if it is the only one."""
    owners: dict[str, set[int]] = defaultdict(set)
    for i, p in enumerate(groups.profiles):
        if p.kind in ("organisation", "agreement"):
            for name in p.names:
                owners[fold(name)].add(i)
    for i, p in enumerate(groups.profiles):
        if p.kind not in ("organisation", "agreement") or p.settled:
            continue
        others = {groups.of[j] for j in owners.get(fold(p.name), ()) if groups.of[j] != groups.of[i]}
        if len(others) == 1:
            groups.merge(next(iter(others)), i, f"{p.name}: a name that it goes by")


def single_word(p: Profile) -> str | None:
    """The sound of a person's name of one word."""
    words = person(p.name).words if p.kind == "person" and p.single else ()
    return skeleton(words[0].text) if len(words) == 1 else None


def full_words(p: Profile) -> set[str]:
    """The sounds of the words of a person's full name, by which names of one word find it."""
    if p.kind != "person" or p.single:
        return set()
    return {skeleton(w.text) for w in person(p.name).words if w.weight >= 1}


def judged_names(judgements: Iterable[Judgement]) -> set[str]:
    """Names, folded, of which a person said whose they are."""
    return {name for names in last_said(judgements) for name in names}


def alone(p: Profile, judged: Collection[str]) -> bool:
    """Whether a name says too little to be compared by itself: one word, of which no person said whose it is."""
    return p.single and fold(p.name) not in judged


class Placed(NamedTuple, Generic[R]):
    """Names of one word that are one actor's, and the group of full names that they join, if any."""

    members: tuple[Profile, ...]
    root: R | None
    merges: tuple[Judgement, ...]


def place_singles(
    named: Sequence[Profile], called: Callable[[Profile], Mapping[R, Sequence[Profile]]]
) -> list[Placed[R]]:
    """Where all the profiles of one name of one word belong.

    Args:
        named: profiles that differ in their country alone.
        called: groups of full names that a name may be short for.
    """
    homes: dict[tuple[str, ...], R | None] = {}
    merges: dict[tuple[str, ...], Judgement] = {}
    for p in named:
        groups = called(p)
        homes[p.key] = root = _bearer(p, groups)
        if root is not None:
            full = groups[root][0]
            merges[p.key] = merge_record(full, p, f"{p.name}: the only one so called ({full.name})")
    known = [p for p in named if p.country]
    bare = [p for p in named if not p.country and homes[p.key] is None]
    if bare and len(known) == 1:  # without a country, and nobody near: as the one with a country
        root = homes[known[0].key]
        made = [merges[known[0].key]] if root is not None else []
        made += [merge_record(known[0], p, f"the same name: {p.name}", 1.0) for p in bare]
        together = Placed((known[0], *bare), root, tuple(made))
        named = [p for p in named if p is not known[0] and p not in bare]
    else:
        together = None
    each = [Placed((p,), homes[p.key], (merges[p.key],) if p.key in merges else ()) for p in named]
    return each if together is None else [*each, together]


def _bearer(p: Profile, groups: Mapping[R, Sequence[Profile]]) -> R | None:
    """Of groups of full names that a name of one word may be short for, the only one that is named in its company."""
    roots = {root: members for root, members in groups.items() if not conflict(members, [p])}
    near = [root for root, members in roots.items() if _in_company(members, p)]
    if len(near) == 1 or (len(roots) == 1 and p.country):
        return next(iter(near or roots))
    return None


def _in_company(members: Sequence[Profile], p: Profile) -> bool:
    """Whether somebody, or a country, is named with both."""
    return any(m.company & p.company or (m.country and m.country == p.country) for m in members)


def calls(single: Profile, full: Profile) -> bool:
    """Whether a word is the surname or the first name of a full name, in the same or nearly the same spelling."""
    word = person(single.name).words[0].text
    words = [w.text for w in person(full.name).words if w.weight >= 1]
    return any(word == w or alike(word, w)[1] == "form" or _near(word, w) for w in (words[-1], words[0]))


def _near(a: str, b: str) -> bool:
    return (
        min(len(a), len(b)) > 4 and skeleton(a) == skeleton(b) and JaroWinkler.similarity(a, b) > 0.9 and a[0] == b[0]
    )


# --- records ------------------------------------------------------------------------------------------------------


def describe(full: Sequence[Profile], short: Sequence[Profile], why: Sequence[str]) -> Actor:
    """The record of a group of full names and the names of one word that joined it, without its mentions."""
    members = [*sorted(full, key=lambda p: p.key), *sorted(short, key=lambda p: p.key)]
    names: Counter[str] = Counter()
    roles: Counter[str] = Counter()
    codes: Counter[str] = Counter()
    countries: Counter[str] = Counter()
    for p in members:
        names.update(p.names)
        roles.update(p.roles)
        codes.update(p.codes)
        if p.country:
            countries[p.country] += p.size
    first = members[0]
    name = first.name if first.settled else _best_name(members)
    country = max(countries, key=lambda c: (countries[c], c)) if countries else None
    return Actor(
        id=_identity(members, first.kind, name, country),
        name=name,
        kind=first.kind,
        country=country,
        code=max(codes, key=lambda c: (codes[c], len(c), c)) if codes else None,
        roles=tuple(r for r, _ in sorted(roles.items(), key=lambda x: (-x[1], x[0]))),
        aliases=tuple(Alias(name=n, count=c) for n, c in sorted(names.items(), key=lambda x: (-x[1], x[0]))),
        why=tuple(why),
    )


def _with_mentions(actor: Actor, members: Sequence[Profile], texts: Mapping[str, str]) -> Actor:
    mentions = sorted(((a, m) for p in members for a, m in p.mentions), key=lambda x: (x[0], x[1].start, x[1].end))
    return msgspec.structs.replace(
        actor,
        mentions=tuple(
            SpanRef(article=a, start=m.start, end=m.end, text=texts[a][m.start : m.end]) for a, m in mentions
        ),
        locals=tuple(sorted(x for p in members for x in p.locals)),
    )


def _best_name(members: Sequence[Profile]) -> str:
    """The full name that most articles use."""
    full = [p for p in members if not p.single] or list(members)
    return max(full, key=lambda p: (p.size, len(p.name), p.name)).name


def _identity(members: Sequence[Profile], kind: str, name: str, country: str | None) -> str:
    """An id from kind, name and country; where the three may be a namesake's too, also from the group's first name."""
    content = f"{kind}\n{fold(name)}\n{country or ''}"
    own = any(p.settled or p.key == (kind, fold(name), country or "") for p in members)
    if not own:
        content += f"\n{min(p.key for p in members)}"
    return "actor-" + hashlib.sha256(content.encode("utf8", "surrogatepass")).hexdigest()[:12]
