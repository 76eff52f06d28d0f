"""How much of a kind is meant: "all sales" here, "nearly all sales" there."""

import re
from collections.abc import Iterator, Sequence

from variorum.compare.finding import ABOUT, Voice, finding, plain, weighed
from variorum.compare.pairs import Pair
from variorum.compare.reading import printed, read
from variorum.compare.rivals import told_apart
from variorum.compare.statements import Unit
from variorum.models import matcher
from variorum.types import Disagreement

NEAR = 0.55  # cosine under which two clauses are not on one matter
SHARED = 6.0  # nats of rarity of what both speak of
_PROVEN = 2  # words of substance, beside what both are of, that two clauses must share to be surely on one matter
_EXTENTS = (
    ("nearly all", r"(?:nearly|almost|virtually|practically) (?:all|every)"),
    ("not all", r"not (?:all|every)"),
    ("most", r"(?:most|a majority|the majority|the bulk)(?= of (?:the|its|his|her|their)\b)|most(?= [a-z]+s\b)"),
    ("half", r"(?:about |nearly |some )?half"),
    ("all", r"all(?! (?:over|along|but|in all|of a sudden|time)\b)|every"),
)
_HEAD = r" (?:of )?(?:the |its |his |her |their |these |those )?((?:[\w’'-]+ ?){1,3})"
_EXTENT = re.compile(
    r"(?<![\w-])(?:" + "|".join(f"(?P<e{n}>{words})" for n, (_, words) in enumerate(_EXTENTS)) + r")" + _HEAD,
    re.IGNORECASE,
)


def find_extents(stories: Sequence[str], units: Sequence[Unit], pairs: Sequence[Pair]) -> list[Disagreement]:
    """Clauses on one matter that speak of all of a kind and of less than all: one finding for each kind of thing."""
    spoken = {id(unit): found for unit in units if (found := list(_extents(unit)))}
    told: dict[str, set[tuple[str, str]]] = {}
    for unit in units:
        for extent, _, head in spoken.get(id(unit), ()):
            told.setdefault(unit.article.id, set()).update((word, extent) for word in head)
    best: dict[frozenset[str], tuple[float, Disagreement]] = {}
    for pair in pairs:
        a, b = units[pair.i], units[pair.j]
        if pair.cosine < NEAR or not (id(a) in spoken and id(b) in spoken):
            continue
        apart = told_apart(a, b)
        for x, says_x, head_x in spoken.get(id(a), ()):
            for y, says_y, head_y in spoken.get(id(b), ()):
                kind = head_x & head_y
                if (x == "all") == (y == "all") or not kind or matcher.weight(kind) < SHARED:
                    continue
                if apart and len(kind) < 2:
                    continue
                if any((w, y) in told[a.article.id] or (w, x) in told[b.article.id] for w in kind):
                    continue
                shared = (a.reading.content & b.reading.content) - kind
                score = weighed(0.3 + 0.55 * pair.cosine, proven=len(shared) >= _PROVEN)
                if kind not in best or best[kind][0] < score:
                    why = f"both of: {printed(a.text, kind)}; “{says_x}” against “{says_y}”"
                    sides = [(says_x, [Voice(a)]), (says_y, [Voice(b)])]
                    about = plain(a.text)[:ABOUT]
                    best[kind] = score, finding("qualifier", stories, about, sides, score=score, why=why)
    return [found for _, found in best.values()]


def _extents(unit: Unit) -> Iterator[tuple[str, str, frozenset[str]]]:
    """Each extent that a clause tells: which, as printed, and the stems of what it is of."""
    text = plain(unit.text)
    for match in _EXTENT.finditer(text):
        which = next(name for n, (name, _) in enumerate(_EXTENTS) if match.group(f"e{n}"))
        says = re.split(r"[^\w’' -]", match.group())[0].strip()
        head = read(match.groups()[-1]).content
        if head:
            yield which, says, head
