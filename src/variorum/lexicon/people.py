"""Heads of state and government, and others whose name alone says whose side they speak for."""

from functools import cache

from rapidfuzz.distance import JaroWinkler

from variorum.lexicon import rows
from variorum.lexicon.actors import honorifics, offices
from variorum.spelling import fold, skeleton


def leader(name: str, *, titled: bool = False) -> tuple[str, str] | None:
    """The country (ISO 3166-1 alpha-3) or IGO of a public figure, and the lexicon's entry; None for anybody else.

    A sector follows the country where it is not GOV.

    Args:
        name: as printed, in any transliteration.
        titled: whether an office is named with it; a surname alone counts only then, and only where one country had
            leaders of that name.
    """
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
    for name, code in rows("leaders.tsv"):
        words = fold(name).split()
        full.setdefault((skeleton(words[0]), skeleton(words[-1])), []).append((name, code))
        last.setdefault(skeleton(words[-1]), []).append((name, code))
    return full, last
