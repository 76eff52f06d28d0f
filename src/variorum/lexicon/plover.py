"""The PLOVER roots, and the words of `plover.tsv` that report each."""

from dataclasses import dataclass, field
from functools import cache

from variorum.lexicon import rows

Coding = tuple[str, str | None]  # root, mode

QUADS = {
    "AGREE": 1,
    "CONSULT": 1,
    "SUPPORT": 1,
    "COOPERATE": 2,
    "AID": 2,
    "CONCEDE": 2,
    "RETREAT": 2,
    "REQUEST": 3,
    "ACCUSE": 3,
    "REJECT": 3,
    "THREATEN": 3,
    "PROTEST": 4,
    "SANCTION": 4,
    "MOBILIZE": 4,
    "COERCE": 4,
    "ASSAULT": 4,
}
"""The PLOVER roots and their quad classes: 1 verbal and 2 material cooperation, 3 verbal and 4 material conflict."""


@dataclass(frozen=True)
class Idiom:
    """A verb with a noun under a preposition, "put on trial"; the subject may undergo it: "came under attack"."""

    prepositions: frozenset[str]
    nouns: frozenset[str]
    coding: Coding
    undergone: bool


@dataclass
class Lexicon:
    """Verbs, verbs with a preposition, an object or both, and nouns, each with its root and mode."""

    verbs: dict[str, Coding] = field(default_factory=dict)
    prepositions: dict[str, dict[str, Coding]] = field(default_factory=dict)
    objects: dict[str, list[tuple[frozenset[str], Coding]]] = field(default_factory=dict)
    nouns: dict[str, Coding] = field(default_factory=dict)
    idioms: dict[str, list[Idiom]] = field(default_factory=dict)


@cache
def lexicon() -> Lexicon:
    """The predicates of `lexicon/plover.tsv`, loaded once."""
    table, classes = Lexicon(), {}
    for kind, *cells in rows("plover.tsv"):
        if kind == "K":
            classes[cells[0]] = frozenset(cells[1].split())
            continue
        coding = (cells[0], None if cells[1] == "-" else cells[1])
        for entry in cells[2].split():
            if kind == "V":
                table.verbs[entry] = coding
            elif kind == "N":
                table.nouns[entry] = coding
            elif kind == "P":
                verb, preposition = entry.split(":")
                table.prepositions.setdefault(verb, {})[preposition] = coding
            elif kind in "IU":
                nouns = _classes(cells[4], classes)
                table.idioms.setdefault(entry, []).append(
                    Idiom(frozenset(cells[3].split()), nouns, coding, undergone=kind == "U")
                )
            else:
                table.objects.setdefault(entry, []).append((_classes(cells[3], classes), coding))
    return table


def _classes(cell: str, classes: dict[str, frozenset[str]]) -> frozenset[str]:
    words = (classes[w[1:]] if w.startswith("@") else {w} for w in cell.split())
    return frozenset().union(*words)
