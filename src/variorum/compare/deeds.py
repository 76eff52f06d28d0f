"""Events across reports: the mentions of one deed fold into one record, so that counts count deeds, not sentences.

A mention is held against the deeds that share a party or a word of the deed with it, and joins the one that most speaks
for, unless something bars it from any mention of that deed. What a mention is held against is bounded, so that the cost
grows with the number of mentions.
"""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from variorum.compare.claims import record_id
from variorum.compare.coreference import CUT, Mention, Player, evidence, mentions
from variorum.compare.statements import HELD, Unit, Who
from variorum.types import Deed, EventMention, Participant, Status, Story

_ORDER: tuple[Status, ...] = ("happened", "ongoing", "planned", "threatened", "proposed", "hypothetical", "denied")
_AHEAD = frozenset({"planned", "proposed", "threatened"})
_SLACK = 0.8  # how far the mean evidence between two groups may stay below that of the best pair
_CANDIDATES = 48  # deeds that a mention is held against
_COMPARED = 6  # mentions of a deed that it is held against
_RECENT = 64  # deeds of one key that are looked through


@dataclass
class _Group:
    """Mentions of one deed, the most telling first."""

    members: list[Mention] = field(default_factory=list)
    why: list[str] = field(default_factory=list)


def find_deeds(
    story: Story, units: Sequence[Unit], space: NDArray[np.float32], who: Who, origins: Mapping[str, str]
) -> tuple[Deed, ...]:
    """The events that the reports of a story tell of, each once, in order of time; undated ones last.

    Args:
        story: whose reports they are.
        units: every clause of the story's articles.
        space: the vectors of the units.
        who: local actors by the actors that they are across articles.
        origins: the origin of each article that was copied from another.
    """
    deeds = [_deed(story, group, origins) for group in fold(mentions(units, space, who))]
    return tuple(sorted(deeds, key=lambda d: (d.from_ or "9999", d.to or "9999", -d.origins, -len(d.statements), d.id)))


def fold(found: Sequence[Mention]) -> list[_Group]:
    """Mentions by the deed that they tell of; groups that grew apart are held against each other once more."""
    once = _gather([_Group([mention]) for mention in sorted(found, key=_telling)])
    return _gather(once)


def _gather(parts: Sequence[_Group]) -> list[_Group]:
    """Join each part to the earlier one that most speaks for."""
    groups: list[_Group] = []
    index: dict[tuple[str, str], list[int]] = {}
    for part in parts:
        keys = list(dict.fromkeys(key for member in part.members[:_COMPARED] for key in _keys(member)))
        best, most, why = None, CUT, ""
        for n in _candidates(keys, index):
            judged = _fit(part, groups[n])
            if judged is not None and judged[0] > most:
                best, most, why = n, *judged
        if best is None:
            best = len(groups)
            groups.append(_Group())
        groups[best].members += part.members
        groups[best].why += [*part.why, *([why] if why else [])]
        for key in keys:
            listed = index.setdefault(key, [])
            if best not in listed[-_RECENT:]:
                listed.append(best)
    return groups


def _telling(mention: Mention) -> tuple[object, ...]:
    """What tells most stands first: both sides, a narrow date, and done rather than to come."""
    days = mention.days
    width = days[1] - days[0] if days else 9999
    named = sum(1 for side in (mention.source, mention.target) if any(p.actor for p in side))
    told = bool(mention.source) + bool(mention.target)
    event = mention.event
    return -told, width > 31, -named, width, _ORDER.index(event.status), mention.article.id, event.start, event.end


def _keys(mention: Mention) -> Iterator[tuple[str, str]]:
    """What a mention is found by: its parties, two by two and each alone, and the words of the deed."""
    single = sorted({k for p in mention.players for k in (p.actor, p.country, "" if p.actor else p.head) if k})
    yield from ((f"{mention.event.code} {a}", b) for i, a in enumerate(single[:6]) for b in single[i + 1 : 6])
    yield from ((mention.event.code, key) for key in single)
    yield from (("trigger", word) for word in sorted(mention.trigger))


def _candidates(keys: Sequence[tuple[str, str]], index: Mapping[tuple[str, str], Sequence[int]]) -> list[int]:
    """The deeds that share most keys with a mention."""
    met: Counter[int] = Counter()
    for key in keys:
        met.update(index.get(key, ())[-_RECENT:])
    return [n for n, _ in sorted(met.items(), key=lambda m: (-m[1], m[0]))[:_CANDIDATES]]


def _fit(part: _Group, group: _Group) -> tuple[float, str] | None:
    """The best evidence that ties two groups of mentions, unless the others speak against it.

    They do where a mention of the one contradicts one of the other, and where too little ties them on the whole: chains
    of lookalikes break.
    """
    found = []
    for mention in part.members[:_COMPARED]:
        for member in group.members[:_COMPARED]:
            judged = evidence(mention, member)
            if judged is None:
                return None
            found.append(judged)
    return max(found) if sum(total for total, _ in found) >= (CUT - _SLACK) * len(found) else None


# --- the record -------------------------------------------------------------------------------------------------


def _deed(story: Story, group: _Group, origins: Mapping[str, str]) -> Deed:
    told = sorted(group.members, key=lambda m: (m.article.published or "9999", m.article.id, m.event.start))
    statements = tuple(dict.fromkeys(_statement(mention) for mention in told))
    articles = {mention.article.id for mention in told}
    best = group.members[0].event
    dated = min(
        (m for m in group.members if m.days), key=lambda m: (m.days or (0, 0))[1] - (m.days or (0, 0))[0], default=None
    )
    status = min((m.event.status for m in told), key=_ORDER.index)
    return Deed(
        id=record_id("event", statements),
        story=story.id,
        code=best.code,
        quad=best.quad,
        mode=next((m.event.mode for m in group.members if m.event.mode), None),
        status=status,
        disputed=_disputed(told, status),
        source=_side([m.source for m in group.members]),
        target=_side([m.target for m in group.members]),
        from_=dated.event.from_ if dated else None,
        to=dated.event.to if dated else None,
        place=next((m.event.place for m in group.members if m.event.place), None),
        articles=len(articles),
        origins=len({origins.get(article, article) for article in articles}),
        statements=statements,
        why=" | ".join(dict.fromkeys(group.why)),
    )


def _statement(mention: Mention) -> EventMention:
    article, event = mention.article, mention.event
    said = mention.unit is not None and mention.unit.quote is not None
    return EventMention(
        article=article.id,
        start=event.start,
        end=event.end,
        text=article.text[event.start : event.end],
        attributed_to=mention.unit.speaker if mention.unit is not None else None,
        stance="denies" if event.status == "denied" else "reports" if said else "asserts",
        code=event.code,
        status=event.status,
    )


def _side(sides: Sequence[Sequence[Player]]) -> tuple[Participant, ...]:
    """Who is on one side, as the mention has it that tells most."""
    players = next((side for side in sides if any(p.actor for p in side)), None) or next((s for s in sides if s), ())
    return tuple(Participant(name=p.name, code=p.code, actor=p.actor) for p in players)


def _disputed(told: Sequence[Mention], status: Status) -> tuple[Status, ...]:
    """Statuses that cannot be true beside the one chosen: denied, or to come where an older report has it done."""
    done = min((m.article.published or "9999" for m in told if m.event.status in HELD), default="9999")[:10]
    against = {
        m.event.status
        for m in told
        if (m.event.status == "denied" and status != "denied")
        or (m.event.status in _AHEAD and status in HELD and done < (m.article.published or "")[:10])
    }
    return tuple(sorted(against, key=_ORDER.index))
