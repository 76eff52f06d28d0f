"""Which reports tell of one affair at one time.

Pairs that share rare words are compared by a learned similarity; clusters join by average linkage, in the order of
their mean similarity, and only where a second model, which sees both groups whole, agrees. Nothing depends on the
order in which articles come: they are sorted by their ids first.
"""

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations, product

import numpy as np
from numpy.typing import NDArray

from variorum.link.candidates import candidates
from variorum.link.clusters import Judge, sample
from variorum.link.instances import differ
from variorum.link.linkage import average_linkage
from variorum.link.similarity import features
from variorum.link.sketch import Sketch, sketch
from variorum.link.terms import F64
from variorum.link.told import tell
from variorum.link.traits import Placing, Profiles, gather
from variorum.link.words import I64
from variorum.models.stories import Boosted, Logistic, cluster_model, pair_model
from variorum.types import Actor, AnnotatedArticle, Judgement, Reuse, Story

LEAST = 0.02  # chance of a pair, under which it is none
LINK = 0.15  # least mean similarity at which two clusters are looked at
JOIN = 0.25  # least chance, seen as groups, at which they join
SURE = 0.8  # the same where half the reports of one have no link to the other
ADOPT = 0.13  # least chance at which a report left alone joins the one story that it is near to
RIVAL = 0.25  # it must be less near than this, relatively, to every other story
PARTED = 0.5  # share of pairs parted by their dates, from which two clusters are two stories
ALONE, SETTLED = 2, 3  # how many reports are few enough to be adopted, and enough to adopt
APART_DAYS = 60  # published further apart than this, two reports tell of different affairs
PRINTED_DAYS = 100  # the same, where only the texts print dates
FRESH_DAYS, HALF_DAYS = 5, 7  # past so many days between reports, the chance halves with every so many more
_STEPS = 2.0**20  # chances are rounded to so many: their sums are exact, in whatever order they are added up


@dataclass(frozen=True)
class Links:
    """Pairs of articles that were compared (a < b), and the chance that they tell of one affair."""

    a: I64
    b: I64
    chance: F64

    def mapping(self) -> dict[tuple[int, int], float]:
        return dict(zip(zip(self.a.tolist(), self.b.tolist(), strict=True), self.chance.tolist(), strict=True))


def find_stories(
    articles: Sequence[AnnotatedArticle],
    actors: Sequence[Actor],
    reuse: Sequence[Reuse],
    judgements: Iterable[Judgement] = (),
) -> tuple[Story, ...]:
    """Every article in exactly one story; the result does not depend on the order of the articles.

    Args:
        judgements: what a person ruled about stories: article ids that belong together, or apart.
    """
    ordered = sorted(articles, key=lambda a: a.id)
    if not ordered:
        return ()
    place = {a.id: i for i, a in enumerate(ordered)}
    rulings = list(judgements)
    together, apart = list(ruled_pairs(rulings, "merge", place)), list(ruled_pairs(rulings, "split", place))
    sketches = sketch(ordered)
    profiles = gather(sketches)
    a, b = candidates(sketches)
    keep = possible(profiles, a, b)
    links = compared(sketches, profiles, a[keep], b[keep], shared_words(reuse))
    clusters = grow(profiles, links, cluster_model(), together=together, apart=apart)
    return tell(ordered, actors, profiles, clusters, links.mapping())


def compared(
    sketches: Sequence[Sketch], profiles: Profiles, a: I64, b: I64, shared: Mapping[tuple[str, str], float]
) -> Links:
    """The chance of pairs of articles, a[i] < b[i]; those that are not `possible` are better left out before.

    Args:
        shared: how many words of passages two articles share, by their ids in order.
    """
    return linked(profiles, a, b, pair_features(sketches, profiles, a, b, shared), pair_model())


def pair_features(
    sketches: Sequence[Sketch], profiles: Profiles, a: I64, b: I64, shared: Mapping[tuple[str, str], float]
) -> F64:
    """A row of `similarity.FEATURES` for each pair of articles; see `compared`."""
    ids = [s.id for s in sketches]
    words = [shared.get((ids[i], ids[j]), 0.0) for i, j in zip(a.tolist(), b.tolist(), strict=True)]
    return features(profiles, a, b, np.array(words))


def shared_words(reuse: Iterable[Reuse]) -> dict[tuple[str, str], float]:
    """How many words two articles share in passages, by their ids in order."""
    shared: dict[tuple[str, str], float] = defaultdict(float)
    for found in reuse:
        if found.kind == "verbatim":
            one, other = sorted((found.a.article, found.b.article))
            shared[one, other] += len(found.a.text.split())
    return shared


def linked(profiles: Profiles, a: I64, b: I64, evidence: F64, model: Logistic) -> Links:
    """The chance of every pair. Other instances of a series, and other times, are apart whatever their words say."""
    chance = model.likelihood(evidence) if len(a) else np.zeros(0)
    chance *= freshness(profiles, a, b)
    chance[~possible(profiles, a, b)] = 0.0
    chance = np.round(chance * _STEPS) / _STEPS
    keep = chance > LEAST
    return Links(a[keep], b[keep], chance[keep])


def possible(placed: Placing, a: I64, b: I64) -> NDArray[np.bool_]:
    """Which pairs may be of one affair: those that neither their numbers nor their dates part, whatever their words."""
    stale = freshness(placed, a, b) <= LEAST
    out: NDArray[np.bool_] = ~(stale | differ(placed.instances, a, b) | far(placed, a, b))
    return out


def freshness(placed: Placing, a: I64, b: I64) -> F64:
    """What is left of the chance of pairs by the days between their publication, where both were given."""
    given = ~np.isnan(placed.published)
    days = np.nan_to_num(np.where(given[a] & given[b], np.abs(placed.day[a] - placed.day[b]), np.nan))
    out: F64 = 0.5 ** (np.maximum(days - FRESH_DAYS, 0.0) / HALF_DAYS)
    return out


def far(placed: Placing, a: I64, b: I64) -> NDArray[np.bool_]:
    """Which pairs were published too far apart to tell of one affair.

    A date that was given with one of the two is trusted more than two that the texts print: these may be of a change.
    """
    stated = ~np.isnan(placed.stated)
    days = np.abs(placed.day[a] - placed.day[b])
    later = np.fmax(placed.since[a] - placed.stated[b], placed.since[b] - placed.stated[a])
    printed = np.where(stated[a] & stated[b], days, np.nan)
    out: NDArray[np.bool_] = _surely_far(placed, a, b) | (np.nan_to_num(later) > APART_DAYS)
    return out | (np.nan_to_num(printed) > PRINTED_DAYS)


def _surely_far(placed: Placing, a: I64, b: I64) -> NDArray[np.bool_]:
    """Which pairs are too far apart where a date was given with one of the two."""
    given = ~np.isnan(placed.published)
    days = np.where(given[a] | given[b], np.abs(placed.day[a] - placed.day[b]), np.nan)
    out: NDArray[np.bool_] = np.nan_to_num(days) > APART_DAYS
    return out


def grow(
    profiles: Profiles,
    links: Links,
    model: Boosted,
    *,
    together: Sequence[tuple[int, int]] = (),
    apart: Sequence[tuple[int, int]] = (),
) -> list[list[int]]:
    """Clusters of the articles' indices."""
    cores, judge = settle(profiles, links, model, together=together, apart=apart)
    small = [core[0] for core in cores if len(core) <= ALONE]
    homes = adopt(small, cores, links, judge, {i for pair in apart for i in pair})
    grown = {core[0]: list(core) for core in cores}
    for alone, story in homes.items():
        grown[story].extend(grown.pop(alone))
    return sorted(sorted(cluster) for cluster in grown.values())


def settle(
    profiles: Profiles,
    links: Links,
    model: Boosted,
    *,
    together: Sequence[tuple[int, int]] = (),
    apart: Sequence[tuple[int, int]] = (),
) -> tuple[list[list[int]], Judge]:
    """The cores of stories, as clusters of the articles' indices, and a judge that holds them."""
    judge = judge_of(profiles, links, model)
    cores = average_linkage(
        len(profiles),
        zip(links.a.tolist(), links.b.tolist(), links.chance.tolist(), strict=True),
        threshold=LINK,
        together=together,
        apart=apart,
        accept=lambda i, j: (
            judge.likelihood(i, j) >= (SURE if _bridged(judge, i, j) else JOIN) and not _parted(judge, i, j)
        ),
        joined=judge.join,
    )
    return cores, judge


def judge_of(profiles: Profiles, links: Links, model: Boosted) -> Judge:
    """A judge to whom all articles are single yet."""
    return Judge(profiles, links.mapping(), lambda row: float(model.likelihood(row[None, :])[0]))


def adopt(
    small: Iterable[int], cores: Iterable[Sequence[int]], links: Links, judge: Judge, kept: Collection[int]
) -> dict[int, int]:
    """Which cores left alone join the story that they are near to, where it has no rival; all by their first articles.

    Args:
        small: those to find a story for.
        cores: these and all that they are near to.
        judge: holds the cores.
        kept: articles that a person parted from others.
    """
    home = {i: core[0] for core in cores for i in core}
    size = Counter(home.values())
    near: dict[int, set[int]] = {alone: set() for alone in small if alone not in kept}
    strong = links.chance >= LINK
    for i, j in zip(links.a[strong].tolist(), links.b[strong].tolist(), strict=True):
        for x, y in ((home[i], home[j]), (home[j], home[i])):
            if x in near and size[y] >= SETTLED:
                near[x].add(y)
    out = {}
    for alone, stories in sorted(near.items()):
        fits = [story for story in stories if not _parted(judge, alone, story)]
        ranked = sorted(((judge.likelihood(*sorted((alone, story))), story) for story in fits), reverse=True)
        rival = ranked[1][0] if len(ranked) > 1 else 0.0
        if ranked and ranked[0][0] >= ADOPT and rival <= RIVAL * ranked[0][0]:
            out[alone] = ranked[0][1]
    return out


def _parted(judge: Judge, first: int, second: int) -> bool:
    """Whether dates part half of the pairs of two clusters' reports, or half of those where both dates are stated."""
    one, other = (np.array(sample(judge.cluster(i).members)) for i in (first, second))
    a, b = np.repeat(one, len(other)), np.tile(other, len(one))
    far = _surely_far(judge.profiles, a, b)
    told = ~np.isnan(judge.profiles.stated)
    known = told[a] & told[b] & (far | ~np.isnan(judge.profiles.published[a]) | ~np.isnan(judge.profiles.published[b]))
    return bool(far.mean() >= PARTED or (known.any() and far[known].mean() >= PARTED))


def _bridged(judge: Judge, first: int, second: int) -> bool:
    """Whether half the reports of either cluster have no link to the other: the rest may be round-ups of both."""
    one, other = (sample(judge.cluster(i).members) for i in (first, second))
    if min(len(one), len(other)) < 2:
        return False
    near = np.array([[(min(i, j), max(i, j)) in judge.chance for j in other] for i in one])
    return bool(min(near.any(axis=1).mean(), near.any(axis=0).mean()) <= 0.5)


def ruled_pairs(judgements: Iterable[Judgement], verb: str, place: Mapping[str, int]) -> Iterator[tuple[int, int]]:
    """Pairs of articles (by place) that a person put together, or apart."""
    for judgement in judgements:
        if judgement.what != "story" or judgement.verb != verb:
            continue
        groups = [[place[i] for i in group if i in place] for group in judgement.groups]
        if verb == "merge":
            yield from (pair for group in groups for pair in combinations(group, 2))
        else:
            yield from (pair for one, other in combinations(groups, 2) for pair in product(one, other))
