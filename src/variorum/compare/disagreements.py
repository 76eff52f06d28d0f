"""Where reports differ: seven kinds of disagreement, each argued. Precision first."""

from collections.abc import Callable, Mapping, Sequence

from variorum.compare import amounts, denials, occasions, voices, wording
from variorum.compare.finding import folded
from variorum.compare.pairs import Pair
from variorum.compare.statements import Unit, vectors
from variorum.models.embedder import Vectors
from variorum.types import Disagreement, Story

Conflicts = Sequence[tuple[Unit, Unit, float]]


def within(
    story: Story, units: Sequence[Unit], pairs: Sequence[Pair], space: Vectors, misattributed: Conflicts
) -> tuple[Disagreement, ...]:
    """The disagreements of one story's reports, the surest first."""
    stories = (story.id,)
    near = _nearness(space)
    found = [
        *amounts.compare_amounts(amounts.amounts(units, story.id), near),
        *occasions.find_dates(stories, units, pairs, near),
        *occasions.find_status(stories, units, pairs),
        *denials.find_denials(stories, units, pairs, near),
        *wording.find_wording(stories, units, pairs),
        *voices.find_attributions(stories, misattributed),
    ]
    return tuple(sorted(folded(found), key=lambda d: (-d.score, d.kind, d.id)))


def across(parts: Sequence[tuple[Story, Sequence[Unit]]]) -> tuple[Disagreement, ...]:
    """Figures that differ between the reports of different stories: the same measure over the same period.

    Only figures that name their period are compared, so that two stories' counts of the day never meet.
    """
    found = [
        amount
        for story, units in parts
        for amount in amounts.amounts(units, story.id)
        if amount.figure.period and amount.figure.measure
    ]
    blocks: dict[tuple[str, str], list[amounts.Amount]] = {}
    for amount in found:
        blocks.setdefault((amount.noun, amount.figure.period or ""), []).append(amount)
    out: list[Disagreement] = []
    for block in blocks.values():
        if len({amount.story for amount in block}) < 2:
            continue
        units = list({id(amount.unit): amount.unit for amount in block}.values())
        row = {id(unit): n for n, unit in enumerate(units)}
        space = vectors(units)

        def near(a: Unit, b: Unit, row: Mapping[int, int] = row, space: Vectors = space) -> float:
            return float(space[row[id(a)]] @ space[row[id(b)]])

        out += [d for d in amounts.compare_amounts(block, near) if len(d.stories) > 1]
    return tuple(folded(out))


def _nearness(space: Vectors) -> Callable[[Unit, Unit], float]:
    def near(a: Unit, b: Unit) -> float:
        return float(space[a.vector] @ space[b.vector])

    return near
