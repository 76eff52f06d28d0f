"""One deed that reports give to two people of one surname: "Lena Orvik" here, "Lise Orvik" there."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import combinations

from rapidfuzz.distance import Indel

from variorum.compare.finding import Voice, finding
from variorum.compare.near import Near
from variorum.compare.reading import fold, printed
from variorum.compare.statements import Unit
from variorum.link.names import match_names
from variorum.models import matcher
from variorum.types import AnnotatedArticle, Disagreement, LocalActor

NEAR = 0.55  # cosine from which two statements may tell of one deed
SHARED = 9.0  # nats of rarity that they share beside the name
TOLD = 2  # words that they share which are no names
MOST = 3  # reports with one name that are looked at
SHORT = 3  # letters that a short form has in common with its name
_ALIKE = 0.5  # match of two names that may be one
_ALIKE_FIRST = 0.7  # similarity of two first names that may be spellings of one


@dataclass(frozen=True)
class _Bearer:
    """Somebody in one report, and the statements that name them."""

    actor: LocalActor
    told: list[Unit]

    @property
    def first(self) -> str:
        return self.actor.name.split()[0]


def find_namesakes(stories: Sequence[str], units: Sequence[Unit], near: Near) -> list[Disagreement]:
    """People of one surname and other first names, each the only one in its report, who do the same."""
    held: dict[str, list[Unit]] = {}
    for unit in units:
        held.setdefault(unit.article.id, []).append(unit)
    bearers: dict[str, dict[str, list[_Bearer]]] = {}
    for told in held.values():
        for surname, people in _surnames(told[0].article).items():
            if len(people) == 1:
                bearer = _Bearer(people[0], _naming(people[0], told))
                bearers.setdefault(surname, {}).setdefault(fold(people[0].name), []).append(bearer)
    out = []
    for _, names in sorted(bearers.items()):
        for first, second in combinations(sorted(names), 2):
            if not _may_be_one(first, second):
                found = [f for x in names[first][:MOST] for y in names[second][:MOST] for f in _one_deed(x, y, near)]
                if found:
                    out.append(_finding(stories, *max(found, key=lambda f: f[0])))
    return out


def _one_deed(a: _Bearer, b: _Bearer, near: Near) -> list[tuple[float, _Bearer, Unit, _Bearer, Unit]]:
    """The two statements, one of each, that are the nearest, where they may tell of one deed."""
    if not a.told or not b.told or _names(b.told[0].article, a.first) or _names(a.told[0].article, b.first):
        return []
    cosine, x, y = max(((near(x, y), x, y) for x in a.told for y in b.told), key=lambda found: found[0])
    shared = _shared(x, y, a, b)
    told = shared - x.reading.names - y.reading.names
    if cosine < NEAR or len(told) < TOLD or matcher.weight(shared) < SHARED:
        return []
    return [(cosine, a, x, b, y)]


def _names(article: AnnotatedArticle, first: str) -> bool:
    """Whether a report has a first name, in any spelling, beside that of the one whom it names."""
    names = {word for actor in article.actors for name in (actor.name, *actor.aliases) for word in name.split()}
    return first in article.text or any(Indel.normalized_similarity(first, word) >= _ALIKE_FIRST for word in names)


def _shared(x: Unit, y: Unit, a: _Bearer, b: _Bearer) -> frozenset[str]:
    names = {*fold(a.actor.name).split(), *fold(b.actor.name).split()}
    return (x.reading.content & y.reading.content) - names


def _finding(stories: Sequence[str], cosine: float, a: _Bearer, x: Unit, b: _Bearer, y: Unit) -> Disagreement:
    shared = matcher.rarest(_shared(x, y, a, b))[:4]
    why = f"both: {printed(x.reading.text, shared)}; by “{a.actor.name}” against “{b.actor.name}”"
    sides = [(a.actor.name, [Voice(x)]), (b.actor.name, [Voice(y)])]
    return finding("attribution", stories, a.actor.name.split()[-1], sides, score=0.4 + 0.6 * cosine, why=why)


def _surnames(article: AnnotatedArticle) -> dict[str, list[LocalActor]]:
    out: dict[str, list[LocalActor]] = {}
    for actor in article.actors:
        words = actor.name.split()
        if actor.kind == "person" and words:
            out.setdefault(fold(words[-1]), []).append(actor)
    return {surname: found for surname, found in out.items() if all(len(a.name.split()) > 1 for a in found)}


def _naming(actor: LocalActor, held: Sequence[Unit]) -> list[Unit]:
    """The statements that name the actor."""
    spots = [m for m in held[0].article.mentions if m.actor == actor.id and m.head == "name"]
    return [u for u in held if any(u.span[0] <= m.start < u.span[1] for m in spots)]


def _may_be_one(a: str, b: str) -> bool:
    """Whether the first names may be one: an initial, a short form, a nickname, another spelling."""
    x, y = (name.split()[0].strip(".") for name in (a, b))
    if x[:1] == y[:1] and min(len(x), len(y)) <= SHORT:
        return True  # "Mo" and "Maurice"
    if min(len(x), len(y)) < 2 or x[:SHORT] == y[:SHORT] or Indel.normalized_similarity(x, y) >= _ALIKE_FIRST:
        return True
    return match_names(a, b, kind="person").score >= _ALIKE
