"""Where reports differ: seven kinds of disagreement, each argued. Precision first."""

from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from variorum.compare import (
    contraries,
    cuts,
    dates,
    denials,
    extents,
    figures,
    labels,
    moments,
    namesakes,
    quotations,
    statuses,
    turned,
    voices,
    wording,
)
from variorum.compare.amounts import Amount
from variorum.compare.finding import folded
from variorum.compare.near import Near
from variorum.compare.pairs import Pair
from variorum.compare.statements import Unit, Who
from variorum.compare.turned import Rewordings
from variorum.compare.utterances import Sayings
from variorum.models.embedder import Vectors
from variorum.types import Disagreement, Story

Timed = tuple[list[Amount], Vectors]  # amounts that name what they measure and when, and the vectors of their units


def within(
    story: Story,
    units: Sequence[Unit],
    counted: Sequence[Amount],
    pairs: Sequence[Pair],
    near: Near,
    said: Sayings,
    who: Who,
    reworded: Rewordings,
) -> tuple[Disagreement, ...]:
    """The disagreements of one story's reports, the surest first; `counted` are the figures of its units."""
    stories = (story.id,)
    undone = [
        *statuses.find_status(stories, units, pairs, near),
        *denials.find_denials(stories, units, pairs, near),
    ]
    found = [
        *figures.find_figures(counted, near),
        *turned.find_turned(stories, units, counted, near, reworded),
        *dates.find_dates(stories, units, pairs, near),
        *undone,
        *contraries.find_contraries(stories, units, near, undone),
        *extents.find_extents(stories, units, pairs),
        *wording.find_wording(stories, units, pairs, near),
        *labels.find_labels(stories, units, who),
        *voices.find_allegations(stories, units, pairs),
        *voices.find_attributions(stories, said.misattributed(), reworded),
        *quotations.find_rewordings(stories, said.units, said.pairs),
        *quotations.find_framings(stories, said.units, said.pairs),
        *cuts.find_cuts(stories, said.units),
        *moments.find_moments(stories, said.units, said.pairs),
        *namesakes.find_namesakes(stories, units, near),
    ]
    return tuple(sorted(folded(found), key=lambda d: (-d.score, d.kind, d.id)))


def timed(counted: Sequence[Amount], space: Vectors) -> Timed:
    """What of a story's figures may be compared with other stories': those that name their measure and their period,
    so that two stories' counts of the day never meet."""
    found = [amount for amount in counted if amount.noun and amount.figure.period and amount.figure.measure]
    return found, space[[amount.unit.vector for amount in found]]


def across(parts: Sequence[Timed]) -> list[Disagreement]:
    """Figures that differ between the reports of different stories: the same measure over the same period."""
    found = [amount for some, _ in parts for amount in some]
    if not found:
        return []
    space = np.concatenate([rows for _, rows in parts])
    blocks: dict[tuple[str, str | None], list[Amount]] = {}
    for row, amount in enumerate(found):
        placed = replace(amount, unit=replace(amount.unit, vector=row))
        blocks.setdefault((amount.noun, amount.figure.period), []).append(placed)
    out: list[Disagreement] = []
    for block in blocks.values():
        if len({amount.story for amount in block}) > 1:
            out += [d for d in figures.find_figures(block, Near(space)) if len(d.stories) > 1]
    return out
