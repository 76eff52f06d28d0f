"""Word lists: tab-separated files, each with its source and licence in its first lines."""

from functools import cache
from importlib.resources import files


@cache
def rows(name: str) -> tuple[tuple[str, ...], ...]:
    """The rows of `lexicon/<name>`, without comments; a field that a line leaves off is not there."""
    source = files("variorum").joinpath("lexicon", name).read_text(encoding="utf8")
    return tuple(tuple(line.split("\t")) for line in source.splitlines() if line.strip() and not line.startswith("#"))
