"""A name in an article, before it is anybody's."""

from dataclasses import dataclass

from variorum.lexicon.actors import Entry
from variorum.types import Span


@dataclass(slots=True)
class Named:
    """A name in the text. `entry` is its place in the lexicon, if any."""

    start: int
    end: int
    label: str
    text: str
    entry: Entry | None = None
    nested: bool = False

    @property
    def span(self) -> Span:
        return self.start, self.end
