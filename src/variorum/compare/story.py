"""The single entry to this room: everything that comparing the reports of stories finds."""

from collections.abc import Iterable, Mapping, Sequence

import msgspec

from variorum.compare.agreement import claimable
from variorum.compare.amounts import amounts
from variorum.compare.claims import find_claims
from variorum.compare.deeds import find_deeds
from variorum.compare.disagreements import Timed, across, timed, within
from variorum.compare.elsewhere import told_elsewhere
from variorum.compare.finding import folded, renamed, sure
from variorum.compare.near import Near
from variorum.compare.pairs import judge, propose
from variorum.compare.relations import find_relations
from variorum.compare.statements import Unit, Who, units, vectors
from variorum.compare.timeline import find_timeline
from variorum.compare.turned import Rewordings
from variorum.compare.utterances import Sayings, find_utterances
from variorum.link.origins import origins
from variorum.types import (
    Actor,
    AnnotatedArticle,
    Claim,
    Deed,
    Derivation,
    Disagreement,
    Judgement,
    Record,
    Relation,
    Reuse,
    Story,
    TimelineEntry,
    Utterance,
)


class Comparison(Record, frozen=True, kw_only=True):
    """What the reports say, side by side."""

    claims: tuple[Claim, ...] = ()
    utterances: tuple[Utterance, ...] = ()
    disagreements: tuple[Disagreement, ...] = ()
    timeline: tuple[TimelineEntry, ...] = ()
    events: tuple[Deed, ...] = ()
    relations: tuple[Relation, ...] = ()


def compare(
    articles: Sequence[AnnotatedArticle],
    stories: Sequence[Story],
    actors: Sequence[Actor],
    derivations: Sequence[Derivation],
    reuse: Sequence[Reuse],
    judgements: Iterable[Judgement] = (),
) -> Comparison:
    """Compare the reports of each story, and the stories with each other.

    Findings that a judgement dismisses are left out.
    """
    held = {article.id: article for article in articles}
    who = Who.of(actors)
    root = origins(articles, derivations)
    reworded = Rewordings(reuse, derivations)
    parts = [compare_story(s, [held[i] for i in s.articles if i in held], who, root, reworded) for s in stories]
    inside = [d for part, _ in parts for d in part.disagreements]
    disagreements = folded([*inside, *across([figures for _, figures in parts])])
    now = renamed(inside, disagreements)
    dismissed = {i for j in judgements if j.verb == "dismiss" for group in j.groups for i in group}
    kept = tuple(sorted((d for d in disagreements if d.id not in dismissed), key=lambda d: (-d.score, d.id)))
    return Comparison(
        claims=tuple(c for part, _ in parts for c in part.claims if c.id not in dismissed),
        utterances=tuple(u for part, _ in parts for u in part.utterances if u.id not in dismissed),
        disagreements=kept,
        timeline=tuple(
            msgspec.structs.replace(t, disputed=tuple(dict.fromkeys(now[i] for i in t.disputed)))
            for part, _ in parts
            for t in part.timeline
        ),
        events=tuple(e for part, _ in parts for e in part.events if e.id not in dismissed),
        relations=find_relations(articles, actors, stories, sure(kept)),
    )


def compare_story(
    story: Story, articles: Sequence[AnnotatedArticle], who: Who, root: Mapping[str, str], reworded: Rewordings
) -> tuple[Comparison, Timed]:
    """What the reports of one story say, and the figures that other stories may be held against.

    Args:
        articles: of the story, in its order.
        root: what each article rests on, as `origins` gives it.
        reworded: the passages in which one of the articles rewords another.

    Returns:
        All but what only several stories tell: relations, and figures that differ between stories.
    """
    found: list[Unit] = []
    for article in articles:
        found += units(article, who, len(found))
    space = vectors(found)
    pairs = judge(found, propose(found, space))
    elsewhere = dict(zip((unit.place for unit in found), told_elsewhere(found, pairs), strict=True))
    said = Sayings.of(articles, who)
    counted = amounts(found, story.id)
    disagreements = within(story, found, counted, pairs, Near(space), said, who, reworded)
    return (
        Comparison(
            claims=find_claims(story, *claimable(found, pairs), root, elsewhere),
            utterances=find_utterances(story, said),
            disagreements=disagreements,
            timeline=find_timeline(story, found, pairs, sure(disagreements)),
            events=find_deeds(story, found, space, who, root),
        ),
        timed(counted, space),
    )
