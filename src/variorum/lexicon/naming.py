"""What names are made of: particles, given names that are forms of one another, legal forms, common words."""

from functools import cache

from variorum.lexicon import rows
from variorum.lexicon.actors import honorifics
from variorum.spelling import fold, romanize

GENERATIONS = frozenset(("jr", "sr", "ii", "iii", "iv"))
# Titles that are as often part of a name.
_KEPT = frozenset(
    (
        "said",
        "shah",
        "sultan",
        "don",
        "count",
        "baron",
        "lord",
        "u",
        "sister",
        "brother",
        "father",
        "amir",
        "emir",
        "syed",
    )
)


@cache
def particles() -> frozenset[str]:
    """Small words inside names: "al", "bin", "de", "van"."""
    return frozenset(r[0] for r in rows("name_particles.tsv"))


@cache
def titles() -> frozenset[str]:
    """Titles and forms of address, romanized and without marks, that are no part of a name."""
    return frozenset(romanize(w).strip(".'") for w in honorifics()) - _KEPT


@cache
def name_classes() -> dict[str, frozenset[int]]:
    """Given names and family names, romanized → the classes of equivalent forms that they are in."""
    out: dict[str, set[int]] = {}
    for i, (line, *_) in enumerate(rows("given_names.tsv")):
        for word in line.split():
            out.setdefault(romanize(word), set()).add(i)
    return {word: frozenset(classes) for word, classes in out.items()}


@cache
def legal_forms() -> dict[tuple[str, ...], str]:
    """Words of a legal form, romanized → its class."""
    out: dict[tuple[str, ...], str] = {}
    for kind, forms in rows("legal_forms.tsv"):
        for form in forms.split("|"):
            out.setdefault(tuple(romanize(form).split()), kind)
    return out


@cache
def org_words() -> dict[str, tuple[str, bool]]:
    """Words of organisations' names → the form that stands for all of their class, and whether they say little."""
    out: dict[str, tuple[str, bool]] = {}
    for mark, forms in rows("org_words.tsv"):
        words = forms.split()
        for word in words:
            out.setdefault(word, (words[0], mark == "g"))
    return out


def generation(name: str) -> str:
    """What is put after a name to tell its bearer from a parent of the same name: "jr", or ""."""
    last = fold(name).split()[-1:]
    return next((w.strip(".,") for w in last if w.strip(".,") in GENERATIONS), "")
