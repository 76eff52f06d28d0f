"""Claims: what is reported, by how many, and in whose words."""

import hashlib
from collections import Counter
from collections.abc import Mapping, Sequence

from variorum.compare.clusters import clusters
from variorum.compare.pairs import Pair
from variorum.compare.statements import Unit
from variorum.compare.telling import is_piece
from variorum.link.origins import credited
from variorum.types import Claim, SpanRef, Story

CUT = 0.56


def find_claims(
    story: Story,
    units: Sequence[Unit],
    pairs: Sequence[Pair],
    origins: Mapping[str, str],
    elsewhere: Mapping[tuple[str, int], float],
    *,
    cut: float = CUT,
) -> tuple[Claim, ...]:
    """The story's claims, the most widely reported first; what one report alone has is a claim too.

    Args:
        units, pairs: what may be a claim, and which of them are near in meaning.
        origins: what each article rests on.
        elsewhere: by the article and order of a unit, how likely another report tells it too.
    """
    inside = _nested(units)
    groups = clusters(len(units), pairs, cut=cut)
    whys = _whys(groups, pairs)
    found = [
        _claim(story, [units[i] for i in g], origins, elsewhere, whys.get(n, ""))
        for n, g in enumerate(groups)
        if not inside.issuperset(g) or len({units[i].article.id for i in g}) > 1
    ]
    first = {unit.article.id: n for n, unit in reversed(list(enumerate(units)))}
    return tuple(
        sorted(
            found,
            key=lambda c: (-c.origins, -c.articles, first[c.statements[0].article], c.statements[0].start),
        )
    )


def _claim(
    story: Story,
    members: Sequence[Unit],
    origins: Mapping[str, str],
    elsewhere: Mapping[tuple[str, int], float],
    why: str,
) -> Claim:
    articles = dict.fromkeys(unit.article.id for unit in members)
    alone = len(articles) == 1
    nested = _nested(members)
    whole = [unit for n, unit in enumerate(members) if n not in nested]
    statements = tuple(unit.statement(stance=stance(unit)) for unit in whole)
    return Claim(
        id=record_id("claim", statements),
        story=story.id,
        text=_whole(clearest(members)),
        articles=len(articles),
        of=len(story.articles),
        origins=_origins(members, origins),
        statements=statements,
        elsewhere=round(max(elsewhere.get(unit.place, 0.0) for unit in members), 3) if alone else 0.0,
        why=why,
    )


def _whole(unit: Unit) -> str:
    """What is printed of a claim: its words, or all of its sentence where they live on the rest of it."""
    start, end = unit.sentence if is_piece(unit) else unit.span
    return unit.article.text[start:end]


def _origins(members: Sequence[Unit], origins: Mapping[str, str]) -> int:
    """How many independent sources the claim has: what a report credits to another outlet is that outlet's."""
    sources = {unit.article.id: unit.article.id for unit in members}
    for unit in members:
        sources[unit.article.id] = credited(unit.article, unit.span) or sources[unit.article.id]
    return len({origins.get(source, source) for source in sources.values()})


def _nested(units: Sequence[Unit]) -> set[int]:
    """The units that are parts of another of their report, which tells them too: "the ferry, which sank in May, …"."""
    found: set[int] = set()
    widest: dict[str, tuple[int, int]] = {}
    for n in sorted(range(len(units)), key=lambda n: (units[n].span[0], -units[n].span[1])):
        article, span = units[n].article.id, units[n].span
        if article in widest and span[1] <= widest[article][1] and span != widest[article]:
            found.add(n)
        elif article not in widest or span[1] > widest[article][1]:
            widest[article] = span
    return found


def _whys(groups: Sequence[Sequence[int]], pairs: Sequence[Pair]) -> dict[int, str]:
    """For each group how near its members are, pair by pair."""
    group = {i: n for n, members in enumerate(groups) for i in members}
    scores: dict[int, list[float]] = {}
    for p in pairs:
        if group[p.i] == group[p.j]:
            scores.setdefault(group[p.i], []).append(p.score)
    return {n: f"same meaning, {min(known):.2f} to {max(known):.2f} pair by pair" for n, known in scores.items()}


def stance(unit: Unit) -> str:
    """How a report stands to what it prints: it asserts it, reports that somebody says so, or denies it."""
    if unit.clause.status == "denied" and unit.reading.negations % 2 == 0:
        return "denies"  # the denial stands outside the clause: "denied that …"
    return "reports" if unit.clause.quote is not None else "asserts"


def clearest(members: Sequence[Unit]) -> Unit:
    """The statement that reads best alone: a whole sentence of middle length, which names its actors, leaves no pronoun
    and no quotation mark dangling, and has what the others tell too."""
    told = Counter(word for unit in members for word in unit.reading.content)

    def cost(unit: Unit) -> tuple[float, str, int]:
        words = unit.text.split()
        dangling = sum(w.lower().strip("“\"'") in _PRONOUNS for w in words[:3])
        clipped = 0.7 * (not unit.text[:1].isupper()) + 0.3 * (unit.text[-1:] not in '.!?”"')
        names = len(unit.reading.names)
        length = abs(len(words) - 16) / 8
        common = sum(told[word] > 1 for word in unit.reading.content)
        score = dangling * 1.5 + clipped + length + open_marks(unit.text) + unit.subject_outside - 0.3 * min(names, 4)
        return score - 0.15 * min(common, 8), unit.article.id, unit.span[0]

    return min(members, key=cost)


def open_marks(text: str) -> bool:
    """Whether a quotation begins or ends outside the text."""
    return text.count("“") != text.count("”") or text.count('"') % 2 == 1


_PRONOUNS = {
    "he",
    "she",
    "it",
    "they",
    "this",
    "that",
    "these",
    "those",
    "his",
    "her",
    "their",
    "its",
    "which",
    "who",
    "we",
    "i",
}


def record_id(kind: str, statements: Sequence[SpanRef]) -> str:
    """An id of what the record rests on: the same spans give the same id."""
    key = "|".join(sorted(f"{s.article}:{s.start}:{s.end}" for s in statements))
    return f"{kind}-{hashlib.sha256(f'{kind}|{key}'.encode('utf8', 'surrogatepass')).hexdigest()[:12]}"
