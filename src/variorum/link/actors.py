"""Actors across articles: chains of mentions that name the same one, merged with a reason for each merge.

Names are compared only where they share a key (`blocking`), by `match_names`; what the articles say of them (country,
part in public life, company kept) keeps namesakes apart. A surname alone joins a full name only where one fits.
A person's judgements come before all of it.
"""

import hashlib
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence

from rapidfuzz.distance import JaroWinkler

from variorum.link.blocking import pairs
from variorum.link.name_words import alike
from variorum.link.names import match_names
from variorum.link.people import person
from variorum.link.profiles import Profile, profiles_of
from variorum.spelling import fold, skeleton
from variorum.types import Actor, Alias, AnnotatedArticle, Judgement, SpanRef

_SURE = 0.55  # a match of names must reach this to merge


def link_actors(articles: Sequence[AnnotatedArticle], judgements: Iterable[Judgement] = ()) -> tuple[Actor, ...]:
    """The actors of all articles: everybody who is named, most mentioned first.

    Args:
        articles: annotated articles; chains without any name ("the country's foreign minister") are left out.
        judgements: a person's merges and splits, by names as printed.
    """
    profiles = profiles_of(articles)
    groups = _Groups(profiles)
    said = [j for j in judgements if j.what == "actor"]
    _forbid(groups, said)
    _merge_said(groups, said)
    _merge_equal(groups)
    _merge_alike(groups, persons=True)
    _merge_alike(groups, persons=False)
    _merge_acronyms(groups)
    _merge_surnames(groups)
    texts = {a.id: a.text for a in articles}
    actors = [_actor(members, groups.why[root], texts) for root, members in groups.members.items()]
    return tuple(sorted(_with_ids(actors), key=lambda a: (-len(a.mentions), a.name, a.id)))


class _Groups:
    """Profiles in groups: merging, and what may not be merged."""

    def __init__(self, profiles: list[Profile]) -> None:
        self.profiles = profiles
        self.of = list(range(len(profiles)))
        self.members: dict[int, list[Profile]] = {i: [p] for i, p in enumerate(profiles)}
        self.places: dict[int, list[int]] = {i: [i] for i in range(len(profiles))}
        self.why: dict[int, list[str]] = defaultdict(list)
        self.apart: dict[int, set[int]] = defaultdict(set)  # places that may not meet

    def merge(self, i: int, j: int, why: str, *, forced: bool = False) -> bool:
        """Make one group of those of two places, unless something forbids it."""
        a, b = self.of[i], self.of[j]
        if a == b:
            return False
        if any(self.apart[x] & set(self.places[b]) for x in self.places[a]):
            return False
        if not forced and _conflict(self.members[a], self.members[b]):
            return False
        if len(self.places[a]) < len(self.places[b]):
            a, b = b, a
        for x in self.places[b]:
            self.of[x] = a
        self.places[a] += self.places.pop(b)
        self.members[a] += self.members.pop(b)
        self.why[a] += [*self.why.pop(b, []), why]
        return True


def _conflict(a: Sequence[Profile], b: Sequence[Profile]) -> str:
    """Why two groups are not one actor, whatever their names: "" for no reason."""
    here, there = {p.country for p in a} - {None}, {p.country for p in b} - {None}
    if here and there and not here & there:
        return "countries differ"
    if a[0].kind == "person":
        x, y = set().union(*(p.sectors for p in a)), set().union(*(p.sectors for p in b))
        shared = set().union(*(p.company for p in a)) & set().union(*(p.company for p in b))
        if x and y and not x & y and not shared:
            return "parts in public life differ, and nobody is named with both"
    return ""


# --- what a person said -------------------------------------------------------------------------------------------


def _by_name(groups: _Groups) -> dict[str, list[int]]:
    """Printed names, folded → places of the profiles that have them; the full name before others."""
    out: dict[str, list[int]] = defaultdict(list)
    for i, p in enumerate(groups.profiles):
        for name in {fold(p.name), *(fold(n) for n in p.names)}:
            out[name].append(i)
    return out


def _forbid(groups: _Groups, judgements: Sequence[Judgement]) -> None:
    """Keep apart what a person split: profiles go by their full name."""
    full: dict[str, list[int]] = defaultdict(list)
    for i, p in enumerate(groups.profiles):
        full[fold(p.name)].append(i)
    for judgement in judgements:
        if judgement.verb != "split":
            continue
        sides = [{i for name in group for i in full.get(fold(name), ())} for group in judgement.groups]
        for n, side in enumerate(sides):
            for other in sides[n + 1 :]:
                for i in side:
                    groups.apart[i] |= other - {i}
                for j in other:
                    groups.apart[j] |= side - {j}


def _merge_said(groups: _Groups, judgements: Sequence[Judgement]) -> None:
    named = _by_name(groups)
    for judgement in judgements:
        if judgement.verb != "merge":
            continue
        for group in judgement.groups:
            places = [i for name in group for i in named.get(fold(name), ())]
            for i in places[1:]:
                note = f" ({judgement.note})" if judgement.note else ""
                groups.merge(places[0], i, f"judged one: {' = '.join(group)}{note}", forced=True)


# --- what the names say -------------------------------------------------------------------------------------------


def _merge_equal(groups: _Groups) -> None:
    """One full name, with and without a country: one actor where only one country comes with it."""
    by_name: dict[tuple[str, str], list[int]] = defaultdict(list)
    for i, p in enumerate(groups.profiles):
        if p.kind in ("person", "organisation") and not p.settled:
            by_name[p.kind, fold(p.name)].append(i)
    for places in by_name.values():
        bare = [i for i in places if groups.profiles[i].country is None]
        known = [i for i in places if groups.profiles[i].country is not None]
        if bare and len(known) == 1:
            groups.merge(known[0], bare[0], f"the same name: {groups.profiles[bare[0]].name}")
        elif bare and known:
            best = max(known, key=lambda i: len(groups.profiles[i].company & groups.profiles[bare[0]].company))
            if groups.profiles[best].company & groups.profiles[bare[0]].company:
                groups.merge(best, bare[0], f"the same name, in the same company: {groups.profiles[bare[0]].name}")


def _merge_alike(groups: _Groups, *, persons: bool) -> None:
    """Merge names that match, the likest first."""
    kind = "person" if persons else "organisation"
    places = [i for i, p in enumerate(groups.profiles) if p.kind == kind and not p.single and not p.settled]
    found = []
    for x, y in pairs([groups.profiles[i].name for i in places], persons=persons):
        a, b = groups.profiles[places[x]], groups.profiles[places[y]]
        if a.country and b.country and a.country != b.country:
            continue
        match = match_names(a.name, b.name, kind)
        if match.score >= _SURE:
            found.append((match.score, places[x], places[y], match.why))
    for score, i, j, why in sorted(found, key=lambda f: (-f[0], f[1], f[2])):
        a, b = groups.profiles[i], groups.profiles[j]
        if persons and not _corroborated(a, b, score):
            continue
        groups.merge(i, j, f"{a.name} = {b.name}: {why} ({score:.2f})")


def _corroborated(a: Profile, b: Profile, score: float) -> bool:
    """Whether a match by spelling alone is borne out: by country, by company, or by being near certain."""
    same_country = a.country is not None and a.country == b.country
    return same_country or score > 0.9 or bool(a.company & b.company)


def _merge_acronyms(groups: _Groups) -> None:
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


def _merge_surnames(groups: _Groups) -> None:
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
        roots = {r for r in roots if not _conflict(groups.members[r], [p])}
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
