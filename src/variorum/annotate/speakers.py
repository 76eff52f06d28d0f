"""Who speaks: the actor of the article that a source names, or nobody where it cannot be told."""

from collections.abc import Sequence

from variorum.annotate.parsed import Parsed
from variorum.annotate.reported import Attribution
from variorum.text import overlap
from variorum.types import LocalActor, Mention, Span


class Speakers:
    """Finds speakers one attribution after another; one without a source goes on with the speaker before it."""

    def __init__(self, parsed: Parsed, mentions: Sequence[Mention], actors: Sequence[LocalActor]) -> None:
        self._parsed = parsed
        self._mentions = mentions
        self._actors = {actor.id: actor for actor in actors}
        self._last: tuple[int, LocalActor | None] = (-1, None)

    def of(self, attribution: Attribution) -> LocalActor | None:
        """The speaker of the next attribution in order of the text."""
        paragraph = self._paragraph(attribution.content[0])
        if attribution.source:
            found = self._named(attribution.source)
        elif self._last[0] in (paragraph - 1, paragraph) and not attribution.cue:
            found = self._last[1]
        else:
            return None
        self._last = (paragraph, found)
        return found

    def _named(self, source: tuple[Span, ...]) -> LocalActor | None:
        """The actor of the mention that fills most of the source; the head of a phrase before its parts."""
        touching = [m for m in self._mentions if m.actor and any(overlap((m.start, m.end), s) for s in source)]
        if not touching:
            return None
        best = max(touching, key=lambda m: (_holds(m, source), m.end - m.start, -m.start))
        return self._actors.get(best.actor or "")

    def _paragraph(self, span: Span) -> int:
        return next((i for i, p in enumerate(self._parsed.paragraphs) if overlap(p, span)), -1)


def _holds(mention: Mention, source: tuple[Span, ...]) -> bool:
    """Whether the mention is most of the source."""
    size = sum(end - start for start, end in source)
    return 2 * sum(overlap((mention.start, mention.end), s) for s in source) >= size
