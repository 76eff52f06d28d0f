"""Whether two names are one actor's."""

from variorum.types import NameMatch


def match_names(a: str, b: str, kind: str = "person") -> NameMatch:
    """Whether two names are one actor's, forgiving transliteration."""
    same = a.casefold() == b.casefold()
    return NameMatch(score=float(same), same=same, why="equal" if same else "")
