"""Actors across articles: chains of mentions that name the same one, merged with a reason for each merge.

Names are compared only where they share a key (`blocking`), by `match_names`; what the articles say of them (country,
part in public life, company kept) keeps namesakes apart. A surname alone joins a full name only where one fits.
A person's judgements come before all of it.
"""

import hashlib
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from rapidfuzz.distance import JaroWinkler

from variorum.link.blocking import pairs
from variorum.link.comparisons import Comparisons
from variorum.link.groups import Groups, conflict, last_said
from variorum.link.name_words import alike
from variorum.link.people import person
from variorum.link.profiles import Profile, profiles_of
from variorum.spelling import fold, skeleton
from variorum.types import Actor, Alias, AnnotatedArticle, Judgement, SpanRef

_SURE = 0.55  # a match of names must reach this to merge


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


def join_actors(
    articles: Sequence[AnnotatedArticle],
    judgements: Iterable[Judgement] = (),
    comparisons: Comparisons | None = None,
) -> Linked:
    """The actors of all articles, as `link_actors`, with each merge as a judgement of the program's own.

    Args:
        articles: annotated articles.
        judgements: a person's merges and splits, by names as printed.
        comparisons: of names, made before; those that are missing are added to it.
    """
    known = comparisons or Comparisons()
    judgements = tuple(judgements)
    parted = {names for names, said in last_said(judgements).items() if said.verb == "split"}
    groups = Groups(profiles_of(articles, parted))
    groups.heed(judgements)
    _merge_equal(groups)
    _merge_alike(groups, known, persons=True)
    _merge_alike(groups, known, persons=False)
    _merge_acronyms(groups)
    _merge_surnames(groups)
    texts = {a.id: a.text for a in articles}
    actors = [_actor(members, groups.why[root], texts) for root, members in groups.members.items()]
    return Linked(
        tuple(sorted(_with_ids(actors), key=lambda a: (-len(a.mentions), a.name, a.id))),
        tuple(sorted(groups.merges, key=lambda m: m.id)),
    )


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


def _merge_alike(groups: Groups, known: Comparisons, *, persons: bool) -> None:
    """Merge names that match, the likest first."""
    kind = "person" if persons else "organisation"
    places = [i for i, p in enumerate(groups.profiles) if p.kind == kind and not p.single and not p.settled]
    found = []
    for x, y in pairs([groups.profiles[i].name for i in places], persons=persons, keys=known.keys):
        a, b = groups.profiles[places[x]], groups.profiles[places[y]]
        if a.country and b.country and a.country != b.country:
            continue
        score, why = known.match(a.name, b.name, kind)
        if score >= _SURE:
            found.append((score, places[x], places[y], why))
    for score, i, j, why in sorted(found, key=lambda f: (-f[0], f[1], f[2])):
        a, b = groups.profiles[i], groups.profiles[j]
        if persons and not _corroborated(a, b, score):
            continue
        groups.merge(i, j, f"{a.name} = {b.name}: {why} ({score:.2f})", score=score)


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


def _merge_surnames(groups: Groups) -> None:
    """A name of one word joins the only full name with that word that is named in the same company."""
    by_word: dict[str, list[int]] = defaultdict(list)
    for i, p in enumerate(groups.profiles):
        if p.kind == "person" and not p.single:
            for word in {w.text for w in person(p.name).words if w.weight >= 1}:
                by_word[skeleton(word)].append(i)
    for i, p in enumerate(groups.profiles):
        words = person(p.name).words if p.kind == "person" and p.single else ()
        if len(words) != 1:
            continue
        fits = [j for j in by_word.get(skeleton(words[0].text), ()) if _calls(words[0].text, groups.profiles[j])]
        roots = {groups.of[j] for j in fits}
        roots = {r for r in roots if not conflict(groups.members[r], [p])}
        near = {r for r in roots if _in_company(groups.members[r], p)}
        if len(near) == 1 or (len(roots) == 1 and p.country):
            root = next(iter(near or roots))
            groups.merge(root, i, f"{p.name}: the only one so called ({groups.members[root][0].name})")


def _in_company(members: Sequence[Profile], p: Profile) -> bool:
    """Whether somebody, or a country, is named with both."""
    return any(m.company & p.company or (m.country and m.country == p.country) for m in members)


def _calls(word: str, full: Profile) -> bool:
    """Whether a word is the surname or the first name of a full name, in the same or nearly the same spelling."""
    words = [w.text for w in person(full.name).words if w.weight >= 1]
    return any(word == w or alike(word, w)[1] == "form" or _near(word, w) for w in (words[-1], words[0]))


def _near(a: str, b: str) -> bool:
    return (
        min(len(a), len(b)) > 4 and skeleton(a) == skeleton(b) and JaroWinkler.similarity(a, b) > 0.9 and a[0] == b[0]
    )


# --- records ------------------------------------------------------------------------------------------------------


def _actor(members: Sequence[Profile], why: Sequence[str], texts: dict[str, str]) -> Actor:
    """The record of one group; its id is set later."""
    names: Counter[str] = Counter()
    roles: Counter[str] = Counter()
    codes: Counter[str] = Counter()
    for p in members:
        names.update(p.names)
        roles.update(p.roles)
        codes.update(p.codes)
    countries = Counter(p.country for p in members for _ in p.locals if p.country)
    first = members[0]
    name = first.name if first.settled else _best_name(members)
    mentions = sorted(((a, m) for p in members for a, m in p.mentions), key=lambda x: (x[0], x[1].start, x[1].end))
    return Actor(
        id="",
        name=name,
        kind=first.kind,
        country=countries.most_common(1)[0][0] if countries else None,
        code=max(codes, key=lambda c: (codes[c], len(c), c)) if codes else None,
        roles=tuple(r for r, _ in sorted(roles.items(), key=lambda x: (-x[1], x[0]))),
        aliases=tuple(Alias(name=n, count=c) for n, c in sorted(names.items(), key=lambda x: (-x[1], x[0]))),
        mentions=tuple(
            SpanRef(article=a, start=m.start, end=m.end, text=texts[a][m.start : m.end]) for a, m in mentions
        ),
        locals=tuple(sorted(x for p in members for x in p.locals)),
        why=tuple(why),
    )


def _best_name(members: Sequence[Profile]) -> str:
    """The full name that most articles use."""
    full = [p for p in members if not p.single] or list(members)
    return max(full, key=lambda p: (len(p.locals), len(p.name), p.name)).name


def _with_ids(actors: list[Actor]) -> Iterable[Actor]:
    """Ids from kind, name and country; namesakes that share all three are told apart by their first article."""
    seen: set[str] = set()
    for actor in sorted(actors, key=lambda a: (a.kind, a.name, a.country or "", a.locals)):
        content = f"{actor.kind}\n{fold(actor.name)}\n{actor.country or ''}"
        id_ = _hash(content)
        if id_ in seen:
            id_ = _hash(f"{content}\n{actor.locals}")
        seen.add(id_)
        fields = {f: getattr(actor, f) for f in Actor.__struct_fields__}
        yield Actor(**(fields | {"id": id_}))


def _hash(content: str) -> str:
    return "actor-" + hashlib.sha256(content.encode("utf8", "surrogatepass")).hexdigest()[:12]
