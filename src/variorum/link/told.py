"""Stories as records: title, dates, actors, why their reports belong together, and what they follow."""

import hashlib
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from datetime import date

import msgspec
import numpy as np

from variorum.link.clusters import CENTRAL
from variorum.link.sketch import background
from variorum.link.traits import Profiles
from variorum.link.words import U64, words_of_texts
from variorum.types import Actor, AnnotatedArticle, Story

SEQUEL_DAYS = 400  # a story may follow one that ended at most so long before
SEQUEL_NAMES = 2  # central names that it must share
SEQUEL_SHARE = 0.4  # of the central names of the story that has fewer, by weight

CAST = 200  # stories with one central name, past which it tells no sequel

Chance = Mapping[tuple[int, int], float]


def tell(
    articles: Sequence[AnnotatedArticle],
    actors: Sequence[Actor],
    profiles: Profiles,
    clusters: Sequence[Sequence[int]],
    chance: Chance,
) -> tuple[Story, ...]:
    """A record for each cluster (indices of articles), in the order of the clusters."""
    partners: dict[int, list[tuple[float, int]]] = {}
    home = {i: k for k, cluster in enumerate(clusters) for i in cluster}
    for (i, j), p in chance.items():
        if home[i] == home[j]:
            partners.setdefault(i, []).append((p, j))
            partners.setdefault(j, []).append((p, i))
    ids = [_identity(articles, cluster) for cluster in clusters]
    bounds = [_bounds(articles, cluster) for cluster in clusters]
    casts = [cast_of(profiles, cluster, ids[k], *bounds[k]) for k, cluster in enumerate(clusters)]
    earlier = _earlier(casts)
    local = _actors_by_article(actors)
    return tuple(
        Story(
            id=ids[k],
            title=_title(articles, cluster),
            articles=tuple(articles[i].id for i in cluster),
            from_=bounds[k][0],
            to=bounds[k][1],
            actors=tuple(sorted({actor for i in cluster for actor in local.get(articles[i].id, ())})),
            follows=earlier.get(ids[k], ()),
            why=_reasons(articles, profiles, cluster, partners),
        )
        for k, cluster in enumerate(clusters)
    )


def _identity(articles: Sequence[AnnotatedArticle], cluster: Sequence[int]) -> str:
    """Named after the earliest report, so that later ones leave the id as it is."""
    first = min((articles[i].published or "9999", articles[i].id) for i in cluster)[1]
    return "story-" + hashlib.blake2b(first.encode("utf8", "replace"), digest_size=6).hexdigest()


def _bounds(articles: Sequence[AnnotatedArticle], cluster: Sequence[int]) -> tuple[str | None, str | None]:
    dates = sorted(str(articles[i].published)[:10] for i in cluster if articles[i].published)
    return (dates[0], dates[-1]) if dates else (None, None)


def _title(articles: Sequence[AnnotatedArticle], cluster: Sequence[int]) -> str:
    """The title of the earliest report that has one, else a first line."""
    ordered = sorted((articles[i] for i in cluster), key=lambda a: (a.published or "9999", a.id))
    for article in ordered:
        if article.title and article.title.strip():
            return article.title.strip()
    lines = (line.strip() for article in ordered for line in article.text.splitlines())
    return next((line[:160] for line in lines if line), ordered[0].id)


def _actors_by_article(actors: Sequence[Actor]) -> dict[str, set[str]]:
    out: dict[str, set[str]] = {}
    for actor in actors:
        for article in {article for article, _ in actor.locals} | {m.article for m in actor.mentions}:
            out.setdefault(article, set()).add(actor.id)
    return out


def _reasons(
    articles: Sequence[AnnotatedArticle],
    profiles: Profiles,
    cluster: Sequence[int],
    partners: Mapping[int, Sequence[tuple[float, int]]],
) -> tuple[str, ...]:
    """For each report but the first, its strongest link to another of the story."""
    out = []
    for i in cluster[1:]:
        if not partners.get(i):
            out.append(f"{_named(articles[i])}: put here by a person's ruling")
            continue
        chance, j = max(partners[i], key=lambda link: (link[0], -link[1]))
        days = abs(profiles.published[i] - profiles.published[j])
        when = "" if np.isnan(days) else ", the same day" if days == 0 else f", {days:.0f} day(s) apart"
        shared = ", ".join(_shared(articles[i], profiles, i, j))
        both = f"{_named(articles[i])} and {_named(articles[j])}"
        out.append(f"{both} ({chance:.0%}): share {shared or 'wording'}{when}")
    return tuple(out)


def _named(article: AnnotatedArticle) -> str:
    """What a reader knows the report by: its outlet, else the start of its title, else its id."""
    return article.outlet or (f"“{article.title[:40].strip()}”" if article.title else article.id)


def _shared(article: AnnotatedArticle, profiles: Profiles, i: int, j: int, most: int = 5) -> list[str]:
    """The rarest words that two reports share, names first, as the first of them prints them."""
    terms = profiles.terms
    one, other = (terms.term[terms.bounds[k] : terms.bounds[k + 1]] for k in (i, j))
    common = np.intersect1d(one, other)
    is_name = np.isin(terms.hashes[common], _names(profiles, i))
    weight = profiles.idf[common] * (1 + is_name)
    best = common[np.argsort(-weight, kind="stable")][:most]
    words = words_of_texts([article.text])
    order = np.argsort(words.hash, kind="stable")
    out = []
    for wanted in terms.hashes[best]:
        at = np.searchsorted(words.hash[order], wanted)
        if at < len(order) and words.hash[order[at]] == wanted:
            k = order[at]
            out.append(article.text[int(words.start[k]) : int(words.end[k])])
    return out


def _names(profiles: Profiles, i: int) -> U64:
    """The hashes of the names in an article."""
    names = profiles.names
    return names.hashes[names.term[names.bounds[i] : names.bounds[i + 1]]]


class Cast(msgspec.Struct, array_like=True, frozen=True):
    """Whom a story is about, and when it was told: what its sequels are known by."""

    id: str
    first: int | None  # days
    last: int | None
    names: dict[int, float]  # hashes of the names that at least half of its reports lead with, and their weights


def cast_of(profiles: Profiles, cluster: Sequence[int], id: str, first: str | None, last: str | None) -> Cast:
    """The cast of the story of a cluster (indices of articles), told from `first` to `last` (ISO 8601)."""
    lead = profiles.lead_names
    counts: Counter[int] = Counter()
    for i in cluster:
        counts.update(lead.hashes[lead.term[lead.bounds[i] : lead.bounds[i + 1]]].tolist())
    names = sorted(name for name, n in counts.items() if n >= CENTRAL * len(cluster))
    hashes = np.array(names, dtype=np.uint64)
    weights = background().idf(background().lookup(hashes)[0])
    return Cast(id, _day(first), _day(last), dict(zip(names, weights.tolist(), strict=True)))


def continues(later: Cast, earlier: Cast) -> bool:
    """Whether a story is a sequel of another."""
    if later.id == earlier.id or later.first is None or earlier.last is None:
        return False
    common = later.names.keys() & earlier.names.keys()
    least = min(sum(later.names.values()), sum(earlier.names.values()))
    near = 0 < later.first - earlier.last <= SEQUEL_DAYS
    return near and len(common) >= SEQUEL_NAMES and sum(later.names[n] for n in common) >= SEQUEL_SHARE * least


def latest(story: Cast, rivals: Iterable[Cast]) -> Cast | None:
    """Of stories the latest that one continues."""
    found = [rival for rival in rivals if continues(story, rival)]
    return max(found, key=lambda rival: (rival.last or 0, rival.id), default=None)


def _earlier(casts: Sequence[Cast]) -> dict[str, tuple[str, ...]]:
    """For each story the latest earlier one with the same central names, where there is one."""
    holders: dict[int, list[Cast]] = {}
    for cast in casts:
        for name in cast.names:
            holders.setdefault(name, []).append(cast)
    out: dict[str, tuple[str, ...]] = {}
    for cast in casts:
        rivals = {r.id: r for name in cast.names if len(holders[name]) <= CAST for r in holders[name]}
        found = latest(cast, rivals.values())
        if found is not None:
            out[cast.id] = (found.id,)
    return out


def _day(value: str | None) -> int | None:
    try:
        return date.fromisoformat((value or "")[:10]).toordinal()
    except ValueError:
        return None
