"""Heads of state and government, and others whose name alone says whose side they speak for."""

from functools import cache

from rapidfuzz.distance import JaroWinkler

from variorum.lexicon import rows
from variorum.lexicon.actors import honorifics, offices
from variorum.spelling import fold, skeleton


def leader(name: str, *, titled: bool = False, year: int | None = None) -> tuple[str, str] | None:
    """The country (ISO 3166-1 alpha-3) or IGO of a public figure, and the lexicon's entry; None for anybody else.

    A sector follows the country where it is not GOV.

    Args:
        name: as printed, in any transliteration.
        titled: whether an office is named with it; a surname alone counts only then, and only where one country had
            leaders of that name.
        year: of the report, where it is known. Who held office only later is nobody yet; who held it before is ELI.
    """
    found = _leader(name, titled)
    terms = _terms(found[1].partition(": ")[2]) if found is not None and year is not None else []
    if found is None or year is None or any(first <= year <= last for first, last in terms) or not terms:
        return found
    return (f"{found[0].partition('.')[0]}.ELI", found[1]) if year > terms[0][0] else None


def _leader(name: str, titled: bool) -> tuple[str, str] | None:
    words = [w for w in fold(name).replace("'s", "").split() if w.strip(".") not in _titles()]
    if not words:
        return None
    full, last = _leaders()
    plain = " ".join(words)
    for entry, code in full.get((skeleton(words[0]), skeleton(words[-1])), ()) if len(words) > 1 else ():
        if JaroWinkler.similarity(fold(entry), plain) > 0.85:
            return code, f"leaders: {entry}"
    if titled:
        close = [(e, c) for e, c in last.get(skeleton(words[-1]), ()) if _close(fold(e).split()[-1], words[-1])]
        if (
            close
            and len({code for _, code in close}) == 1
            and (len(words) == 1 or (len(close) == 1 and _close(fold(close[0][0]).split()[0], words[0])))
        ):
            return close[0][1], f"leaders: {close[0][0]}"
    return None


def _close(a: str, b: str) -> bool:
    return JaroWinkler.similarity(a, b) > 0.88


def _terms(name: str) -> list[tuple[int, int]]:
    """The years in which somebody was in office, as far as we list them."""
    parts = [term.partition("-") for term in _years().get(name, "").split("|") if term]
    return [(int(first), int(last or 9999)) for first, _, last in parts]


@cache
def _years() -> dict[str, str]:
    return {r[0]: r[2] for r in rows("leaders.tsv") if len(r) > 2}


@cache
def _titles() -> frozenset[str]:
    words = {w.rstrip(".") for w in honorifics()} | set(offices())
    return frozenset(
        words - {"king", "sultan", "pope", "prince", "mullah", "u", "said", "haji", "don", "shah", "sheikh"}
    )


@cache
def _leaders() -> tuple[dict[tuple[str, str], list[tuple[str, str]]], dict[str, list[tuple[str, str]]]]:
    full: dict[tuple[str, str], list[tuple[str, str]]] = {}
    last: dict[str, list[tuple[str, str]]] = {}
    for name, code, *_ in rows("leaders.tsv"):
        words = fold(name).split()
        full.setdefault((skeleton(words[0]), skeleton(words[-1])), []).append((name, code))
        last.setdefault(skeleton(words[-1]), []).append((name, code))
    return full, last
