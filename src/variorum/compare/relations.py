"""Relations: what events between parties add up to, stage by stage.

Contacts, sanctions, aid and arms come from events; trade from figures; memberships and agreements from the words that
tell how far they have come. Mentions of one step, in one report or in many, fold into one stage.
"""

import hashlib
from bisect import bisect_right, insort
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from operator import itemgetter

from msgspec import structs

from variorum.compare.parties import ABOUT, Parties
from variorum.compare.reading import read
from variorum.compare.stages import RANK
from variorum.compare.step import Step, days
from variorum.compare.steps import steps
from variorum.types import Actor, AnnotatedArticle, Disagreement, Relation, Stage, Statement, Story

Key = tuple[str, tuple[str, ...]]  # kind of relation, and its parties
Denials = Mapping[str, Sequence[tuple[Statement, tuple[Statement, ...]]]]

_ORDER = ("happened", "ongoing", "planned", "proposed", "threatened", "hypothetical", "denied")
_LASTING = frozenset({"drafted", "negotiated", "in force"})  # stages that hold when a report tells of them
_DIRECTED = frozenset({"sanction", "aid", "military", "membership"})


@dataclass
class _Folded:
    steps: list[Step] = field(default_factory=list)

    @property
    def dated(self) -> Step | None:
        """The step with the narrowest date."""
        dated = [s for s in self.steps if s.from_ and s.to]
        return min(dated, key=lambda s: (days(s.from_, s.to), s.from_ or "")) if dated else None


def find_relations(
    articles: Sequence[AnnotatedArticle],
    actors: Sequence[Actor],
    stories: Sequence[Story],
    disagreements: Sequence[Disagreement] = (),
) -> tuple[Relation, ...]:
    """The relations that the articles tell of, by kind and parties, each with its stages in order of time.

    Args:
        articles: with their events, figures and times.
        actors: across articles; parties are their ids.
        stories: mentions without a date fold only within a story.
        disagreements: denials among them stand beside the stage that they deny.
    """
    groups, parties = steps_of(articles, actors, stories)
    denials = denials_of(disagreements)
    out = []
    for key, mentions in groups.items():
        held = parties.held(key[1])
        if held:
            out.append(relation_of(key, mentions, [parties.name(p) for p in key[1]], held, denials))
    return tuple(sorted(out, key=lambda r: (-len(r.stages), r.kind, r.name)))


def steps_of(
    articles: Sequence[AnnotatedArticle], actors: Sequence[Actor], stories: Sequence[Story]
) -> tuple[dict[Key, list[Step]], Parties]:
    """The steps that the articles tell of, by kind and parties. What one story tells does not depend on the others."""
    parties = Parties(actors, stories, articles)
    story_of = {article: story.id for story in stories for article in story.articles}
    groups: dict[Key, list[Step]] = {}
    for article in articles:
        for step in steps(article, parties, story_of.get(article.id, article.id)):
            key = step.parties if step.kind in _DIRECTED else tuple(sorted(step.parties))
            groups.setdefault((step.kind, key), []).append(step)
    _name_imposers(groups, parties)
    for pair in [k for k in groups if k[0] == "agreement"]:
        _part_agreements(groups, pair)
    return groups, parties


def relation_of(
    key: Key, mentions: Sequence[Step], names: Sequence[str], held: tuple[str, ...], denials: Denials
) -> Relation:
    """The relation that steps add up to.

    Args:
        key: its kind and its parties.
        mentions: its steps.
        names: of the parties.
        held: ids of those parties that are actors of the library.
        denials: what is denied, as `denials_of` gives it.
    """
    kind, parties = key
    ident = hashlib.sha256(f"{kind}|{'|'.join(parties)}".encode()).hexdigest()[:16]
    return Relation(
        id=f"relation:{ident}",
        kind=kind,  # type: ignore[arg-type]
        parties=held,
        name=_name(kind, names, mentions),
        stages=tuple(_stages(mentions, denials)),
    )


def _name_imposers(groups: dict[tuple[str, tuple[str, ...]], list[Step]], parties: Parties) -> None:
    """Give sanctions that are told of without their imposer to the one that the same story names, where there is one.

    Several imposers, or another cause, leave them on their own.
    """
    named: dict[tuple[str, str], dict[tuple[str, tuple[str, ...]], list[Step]]] = {}
    for key, told in groups.items():
        if key[0] == "sanction" and len(key[1]) == 2:
            for step in told:
                named.setdefault((step.story, key[1][1]), {}).setdefault(key, []).append(step)
    for key in [k for k in groups if k[0] == "sanction" and len(k[1]) == 1]:
        left: list[Step] = []
        name = read(parties.name(key[1][0])).content
        for step in groups[key]:
            imposers = named.get((step.story, key[1][0]), {})
            fits = [k for k, told in imposers.items() if any(_one_cause(step, other, name) for other in told)]
            if len(imposers) == 1 or (step.about and any(s.about for told in imposers.values() for s in told)):
                (groups[fits[0]] if len(fits) == 1 else left).append(step)
            else:
                left.append(step)
        if left:
            groups[key] = left
        else:
            del groups[key]


def _part_agreements(groups: dict[Key, list[Step]], key: Key) -> None:
    """Part the agreements of one pair that an article tells apart by what they are about: gas, and fishing.

    The one told of most keeps the key; the others' say what they are about.
    """
    topics: list[tuple[frozenset[str], list[Step]]] = []
    for step in groups[key]:
        words = read(step.about).content if step.about else frozenset()
        if not words:
            continue
        same = [t for t in topics if t[0] & words]
        others = [t for t in topics if not any(t is s for s in same)]
        topics = [*others, (frozenset().union(words, *(s[0] for s in same)), [step, *(x for s in same for x in s[1])])]
    articles = [{s.statement.article for s in told} for _, told in topics]
    apart = [
        n
        for n, mine in enumerate(articles)
        if any(mine & other for m, other in enumerate(articles) if m != n) and topics[n][1]
    ]
    if len(apart) < 2:
        return
    main = max(apart, key=lambda n: (len(topics[n][1]), n))
    for n in apart:
        if n != main:
            told = topics[n][1]
            about = min((s.about for s in told), key=lambda a: (len(a), a))
            groups[key] = [s for s in groups[key] if not any(s is t for t in told)]
            groups[key[0], (*key[1], f"{ABOUT}{about}")] = told


def _one_cause(a: Step, b: Step, name: frozenset[str]) -> bool:
    """Whether nothing tells two mentions of sanctions apart: neither what they are over nor when they came."""
    if a.about and b.about and not (read(a.about).content & read(b.about).content) - name:
        return False
    if a.from_ and a.to and b.from_ and b.to:
        return a.from_ <= b.to and b.from_ <= a.to
    return True


def _stages(mentions: Sequence[Step], denials: Denials) -> Iterator[Stage]:
    """Fold mentions of one step, put the steps in order, and set denials beside what they deny."""
    folded = [_stage(group) for group in _fold(mentions)]
    for _, stage in sorted(folded, key=lambda f: f[0]):
        yield stage
        denied = tuple(dict.fromkeys(_denying(stage, denials)))
        if denied:
            yield Stage(stage="denied", from_=stage.from_, to=stage.to, status="denied", statements=denied)


def _fold(mentions: Sequence[Step]) -> list[_Folded]:
    """Steps of one stage with dates that go together; without one, those of one story that print none or the same."""
    kinds: dict[tuple[str, bool], _Line] = {}
    for step in sorted(mentions, key=lambda s: (s.from_ is None, days(s.from_, s.to), s.published)):
        kinds.setdefault((step.stage, step.status == "denied"), _Line()).add(step)
    return [group for line in kinds.values() for group in line.groups]


class _Line:
    """The mentions of one stage in time: groups whose dates never overlap, as narrow dates are added first."""

    def __init__(self) -> None:
        self.groups: list[_Folded] = []
        self.dated: list[tuple[str, str, _Folded]] = []  # in order of time
        self.days: dict[str, list[_Folded]] = {}  # the first two dated groups of a story
        self.told: dict[tuple[str, str], _Folded] = {}  # the first group of a story and of a date as printed

    def add(self, step: Step) -> None:
        """Put a step to the group that it belongs to, or make it a group."""
        group = self._meets(step.from_, step.to) if step.from_ and step.to else self._told(step)
        if group is None:
            group = _Folded()
            self.groups.append(group)
            if step.from_ and step.to:
                insort(self.dated, (step.from_, step.to, group), key=itemgetter(0))
        group.steps.append(step)
        self.told.setdefault((step.story, step.printed), group)
        known = self.days.setdefault(step.story, [])
        if step.from_ and len(known) < 2 and not any(group is other for other in known):
            known.append(group)

    def _told(self, step: Step) -> _Folded | None:
        """The group of the same story and printed date, or else the only dated one of the story."""
        known = self.days.get(step.story, [])
        return self.told.get((step.story, step.printed)) or (known[0] if len(known) == 1 else None)

    def _meets(self, start: str, end: str) -> _Folded | None:
        """The first group whose date overlaps."""
        at = max(0, bisect_right(self.dated, start, key=itemgetter(0)) - 1)
        return next((group for s, e, group in self.dated[at : at + 2] if s <= end and start <= e), None)


def _stage(group: _Folded) -> tuple[tuple[str, int, str], Stage]:
    dated = group.dated
    status = min((s.status for s in group.steps), key=_ORDER.index)
    statements = tuple(
        dict.fromkeys(s.statement for s in sorted(group.steps, key=lambda s: (s.statement.article, s.statement.start)))
    )
    stage = Stage(
        stage=group.steps[0].stage,
        from_=dated.from_ if dated else None,
        to=dated.to if dated else None,
        status=status,
        statements=statements,
    )
    first, last = (pick(s.published for s in group.steps) for pick in (min, max))
    when = (dated.from_ or "") if dated else first
    if dated is None and stage.stage in _LASTING and last < "9999":  # as of the reports
        stage = structs.replace(stage, from_=first, to=last)
    return (when, RANK.get(stage.stage, 0), stage.stage), stage


def denials_of(disagreements: Iterable[Disagreement]) -> dict[str, list[tuple[Statement, tuple[Statement, ...]]]]:
    """Each statement of a denial with those of the other sides, by its article."""
    out: dict[str, list[tuple[Statement, tuple[Statement, ...]]]] = {}
    for found in disagreements:
        for side in found.sides if found.kind == "denial" else ():
            others = tuple(s for other in found.sides if other is not side for s in other.statements)
            for statement in side.statements:
                out.setdefault(statement.article, []).append((statement, others))
    return out


def _denying(stage: Stage, denials: Denials) -> Iterator[Statement]:
    """What is said against the stage."""
    for told in stage.statements:
        for said, others in denials.get(told.article, ()):
            if _overlap(told, said):
                yield from (s for s in others if s.stance == "denies" or stage.status != "denied")


def _overlap(a: Statement, b: Statement) -> bool:
    return a.start < b.end and b.start < a.end


def _name(kind: str, names: Sequence[str], mentions: Sequence[Step]) -> str:
    topic = names[-1].removeprefix(ABOUT) if names[-1].startswith(ABOUT) else ""
    names = names[:-1] if topic else names
    first, last = names[0], names[-1]
    about = max((s.about for s in mentions), key=len, default="")
    if kind == "sanction":
        by = f" by {first}" if len(names) > 1 else ""
        return f"Sanctions on {last}{by}{' ' + about if about else ''}"
    plain = {
        "membership": f"Membership of {first} in {last}",
        "agreement": f"Agreement between {first} and {last}{f' on {topic}' if topic else ''}",
        "trade": f"Trade between {first} and {last}",
        "aid": f"Aid from {first} to {last}",
        "military": f"Military supply from {first} to {last}",
    }
    return plain.get(kind, f"Contacts between {first} and {last}")
