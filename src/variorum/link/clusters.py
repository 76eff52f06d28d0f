"""Stories as they grow: clusters of articles, and whether two of them tell of one affair.

A pair of reports says little; two groups of reports say a lot: where one always leads with a name that the other
never holds, and the other with another, they are siblings (two films, two quakes), however alike their words are.
"""

import math
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np

from variorum.link.terms import F64, Terms
from variorum.link.traits import Profiles

CENTRAL = 0.5  # share of a cluster's articles that lead with a term, from which it is central to the cluster
UNLINKED = 0.002  # the chance taken for pairs that were not compared
ARCHIVE = 1.9  # log-odds that groups of reports which came with dates must be likelier to be one story
SAMPLE = 16  # articles of a cluster whose single links are looked at
FEATURES = (
    "mean_logit",
    "mean",
    "likely",
    "best",
    "weakest_mean_least",
    "weakest_mean_most",
    "weakest_best_least",
    "weakest_best_most",
    "only_least",
    "only_most",
    "only_names_least",
    "only_names_most",
    "only_names_share_least",
    "only_names_share_most",
    "exclusive_least",
    "exclusive_most",
    "only_sum_least",
    "only_sum_most",
    "log_smaller",
    "log_larger",
    "single",
)

Chance = Mapping[tuple[int, int], float]
Central = list[tuple[int, float, float, bool]]  # term, share of the articles, weight, whether it is a name
Join = tuple[int, int, float]  # the first articles of two clusters that joined, and the mean chance of their pairs


@dataclass(frozen=True)
class Cluster:
    """Articles, and in how many of them (and of their leads) each term is."""

    members: tuple[int, ...]
    terms: Counter[int]
    lead: Counter[int]
    names: frozenset[int]  # terms that are names in some of the articles
    joins: tuple[Join, ...] = ()  # how it came about
    held: list[Central] = field(default_factory=list, compare=False, repr=False)  # central terms, once asked for

    def central(self, profiles: Profiles) -> Central:
        """The terms that at least half of the articles lead with."""
        if not self.held:
            n, least = len(self.members), CENTRAL * len(self.members)
            self.held.append(
                [
                    (term, count / n, profiles.idf.item(term), term in self.names)
                    for term, count in self.lead.items()
                    if count >= least
                ]
            )
        return self.held[0]

    def joined(self, other: "Cluster", mean: float = 0.0) -> "Cluster":
        """Both in one; `mean` is the mean chance of their pairs."""
        members = tuple(sorted(self.members + other.members))
        joins = (*self.joins, *other.joins, (self.members[0], other.members[0], mean))
        return Cluster(members, self.terms + other.terms, self.lead + other.lead, self.names | other.names, joins)


def single(profiles: Profiles, i: int) -> Cluster:
    """An article as a cluster of its own."""
    row, lead, names = (_terms_of(i, part, profiles.terms) for part in (profiles.terms, profiles.lead, profiles.names))
    return Cluster((i,), Counter(row), Counter(lead), frozenset(names))


def _terms_of(i: int, part: Terms, whole: Terms) -> list[int]:
    """The terms in a row of a part, as they are numbered in the whole."""
    row = part.term[part.bounds[i] : part.bounds[i + 1]]
    found: list[int] = (row if part is whole else np.searchsorted(whole.hashes, part.hashes[row])).tolist()
    return found


def evidence(a: Cluster, b: Cluster, chance: Chance, profiles: Profiles) -> F64:
    """`FEATURES` of two clusters, the same whichever comes first."""
    links = _links(a, b, chance)
    one, other = _only(a, b, profiles), _only(b, a, profiles)
    sided = [value for pair in zip(one, other, strict=True) for value in (min(pair), max(pair))]
    sizes = len(a.members), len(b.members)
    shape = [float(np.log(min(sizes))), float(np.log(max(sizes))), float(min(sizes) == 1)]
    return np.array([*links, *sided, *shape])


def _links(a: Cluster, b: Cluster, chance: Chance) -> list[float]:
    """How likely the single pairs are, on the whole and for the article that fits worst."""
    grid = np.array([[_chance(chance, i, j) for j in sample(b.members)] for i in sample(a.members)])
    logits = np.log(grid / (1 - grid))
    weakest = sorted((float(logits.mean(axis=1).min()), float(logits.mean(axis=0).min())))
    loneliest = sorted((float(logits.max(axis=1).min()), float(logits.max(axis=0).min())))
    whole = [float(logits.mean()), float(grid.mean()), float((grid > 0.5).mean()), float(logits.max())]
    return [*whole, *weakest, *loneliest]


def _chance(chance: Chance, i: int, j: int) -> float:
    found = chance.get((i, j) if i < j else (j, i), UNLINKED)
    return min(max(found, UNLINKED), 1 - UNLINKED)


def sample(members: Sequence[int]) -> Sequence[int]:
    """At most `SAMPLE` of the articles of a cluster, evenly spread."""
    step = max(1, len(members) // SAMPLE)
    return members[::step][:SAMPLE]


def _only(a: Cluster, b: Cluster, profiles: Profiles) -> tuple[float, float, float, float, float]:
    """What is central to a and missing in b: its share of the central weight, that of names (sum, share), the weight
    of the strongest term that b all but lacks, and the sum.
    """
    only = total = only_names = total_names = strongest = 0.0
    n = len(b.members)
    for term, share, weight, is_name in a.central(profiles):
        elsewhere = b.terms.get(term, 0) / n
        missing = weight * max(0.0, share - elsewhere)
        only, total = only + missing, total + weight * share
        if is_name:
            only_names, total_names = only_names + missing, total_names + weight * share
        if share >= 0.6 and elsewhere <= 0.1:
            strongest = max(strongest, weight)
    return only / (total + 1e-9), only_names, only_names / (total_names + 1e-9), strongest, only


class Judge:
    """Rules whether two clusters tell of one affair. A cluster goes by its first member."""

    def __init__(self, profiles: Profiles, chance: Chance, weigh: Callable[[F64], float]) -> None:
        self.profiles = profiles
        self.chance = chance
        self.weigh = weigh
        self.held: dict[int, Cluster] = {}

    def cluster(self, a: int) -> Cluster:
        """The cluster whose first member is a: so far a single article, where it has joined none."""
        if a not in self.held:
            self.held[a] = single(self.profiles, a)
        return self.held[a]

    def likelihood(self, a: int, b: int) -> float:
        """The chance, 0 to 1, that the clusters of first members a and b are one story.

        The models learned from research corpora, where few affairs share their actors. In an archive, whose reports
        come with dates, many do: there look-alikes are likelier from the outset, and the odds are lowered by as much.
        """
        one, other = self.cluster(a), self.cluster(b)
        chance = self.weigh(evidence(one, other, self.chance, self.profiles))
        given = ~np.isnan(self.profiles.published[[*one.members, *other.members]])
        return chance if given.mean() <= 0.5 else chance / (chance + (1 - chance) * math.exp(ARCHIVE))

    def join(self, a: int, b: int, mean: float) -> None:
        """Put the second cluster into the first, which begins with the lower article."""
        self.held[a] = self.cluster(a).joined(self.cluster(b), mean)
        del self.held[b]
