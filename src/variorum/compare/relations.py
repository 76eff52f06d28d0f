"""Relations: what events between parties add up to, stage by stage.

Contacts, sanctions, aid and arms come from events; trade from figures; memberships and agreements from the words that
tell how far they have come. Mentions of one step, in one report or in many, fold into one stage.
"""

import hashlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from variorum.compare.parties import Parties
from variorum.compare.reading import read
from variorum.compare.stages import RANK
from variorum.compare.steps import Step, days, steps
from variorum.types import Actor, AnnotatedArticle, Disagreement, Relation, Stage, Statement, Story

_ORDER = ("happened", "ongoing", "planned", "proposed", "threatened", "hypothetical", "denied")
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
    parties = Parties(actors, stories, articles)
    story_of = {article: story.id for story in stories for article in story.articles}
    groups: dict[tuple[str, tuple[str, ...]], list[Step]] = {}
    for article in articles:
        for step in steps(article, parties, story_of.get(article.id, article.id)):
            key = step.parties if step.kind in _DIRECTED else tuple(sorted(step.parties))
            groups.setdefault((step.kind, key), []).append(step)
    _name_imposers(groups, parties)
    denials = [d for d in disagreements if d.kind == "denial"]
    out = []
    for (kind, key), mentions in groups.items():
        stages = tuple(_stages(mentions, denials))
        held = parties.held(key)
        if not held:
            continue
        name = _name(kind, [parties.name(p) for p in key], mentions)
        ident = hashlib.sha256(f"{kind}|{'|'.join(key)}".encode()).hexdigest()[:16]
        out.append(Relation(id=f"relation:{ident}", kind=kind, parties=held, name=name, stages=stages))  # type: ignore[arg-type]
    return tuple(sorted(out, key=lambda r: (-len(r.stages), r.kind, r.name)))


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


def _one_cause(a: Step, b: Step, name: frozenset[str]) -> bool:
    """Whether nothing tells two mentions of sanctions apart: neither what they are over nor when they came."""
    if a.about and b.about and not (read(a.about).content & read(b.about).content) - name:
        return False
    if a.from_ and a.to and b.from_ and b.to:
        return a.from_ <= b.to and b.from_ <= a.to
    return True


def _stages(mentions: Sequence[Step], denials: Sequence[Disagreement]) -> Iterator[Stage]:
    """Fold mentions of one step, put the steps in order, and set denials beside what they deny."""
    folded = [_stage(group) for group in _fold(mentions)]
    for _, stage in sorted(folded, key=lambda f: f[0]):
        yield stage
        denied = tuple(_denying(stage, denials))
        if denied:
            yield Stage(stage="denied", from_=stage.from_, to=stage.to, status="denied", statements=denied)


def _fold(mentions: Sequence[Step]) -> list[_Folded]:
    """Steps of one stage with dates that go together; without a date, those of one story."""
    groups: list[_Folded] = []
    for step in sorted(mentions, key=lambda s: (s.from_ is None, days(s.from_, s.to), s.published)):
        fit = next((g for g in groups if _same(g, step)), None)
        if fit is None:
            fit = _Folded()
            groups.append(fit)
        fit.steps.append(step)
    return groups


def _same(group: _Folded, step: Step) -> bool:
    first = group.steps[0]
    if first.stage != step.stage or (first.status == "denied") != (step.status == "denied"):
        return False
    dated = group.dated
    if step.from_ and step.to and dated is not None:
        return bool(dated.from_ and dated.to and dated.from_ <= step.to and step.from_ <= dated.to)
    return any(s.story == step.story for s in group.steps)


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
    when = (dated.from_ or "") if dated else min(s.published for s in group.steps)
    return (when, RANK.get(stage.stage, 0), stage.stage), stage


def _denying(stage: Stage, denials: Sequence[Disagreement]) -> Iterator[Statement]:
    """What is said against the stage."""
    for found in denials:
        for side in found.sides:
            if any(_overlap(a, b) for a in stage.statements for b in side.statements):
                others = (s for other in found.sides if other is not side for s in other.statements)
                yield from (s for s in others if s.stance == "denies" or stage.status != "denied")


def _overlap(a: Statement, b: Statement) -> bool:
    return a.article == b.article and a.start < b.end and b.start < a.end


def _name(kind: str, names: Sequence[str], mentions: Sequence[Step]) -> str:
    first, last = names[0], names[-1]
    about = max((s.about for s in mentions), key=len, default="")
    if kind == "sanction":
        by = f" by {first}" if len(names) > 1 else ""
        return f"Sanctions on {last}{by}{' ' + about if about else ''}"
    plain = {
        "membership": f"Membership of {first} in {last}",
        "agreement": f"Agreement between {first} and {last}",
        "trade": f"Trade between {first} and {last}",
        "aid": f"Aid from {first} to {last}",
        "military": f"Military supply from {first} to {last}",
    }
    return plain.get(kind, f"Contacts between {first} and {last}")
