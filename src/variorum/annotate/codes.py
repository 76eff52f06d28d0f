"""Who somebody is in PLOVER's terms: country (ISO 3166-1 alpha-3, or IGO, NGO), then sector.

The sectors are those of the PLOVER manual (Halterman et al. 2023). Facts come from `lexicon/`, and the reason names the
entry.
"""

import re
from collections.abc import Sequence
from functools import cache

from variorum.lexicon.actors import Entry, Found, country_name, find_entries, offices, sectors, words

# Where a phrase stops being about who it names: "rebels | in Liberia", "workers | of the company".
_HEAD_ENDS = re.compile(
    r"\s(?:in|of|from|on|at|for|with|near|under|operating|fleeing|throughout|who|which|that|led|based)\s|,|\.\.", re.I
)
_LONGEST = 3  # words of an office or a sector
# Of two sectors in one phrase the more telling one: an opposition party is opposition, civilian refugees are refugees.
_RANK = {"OPP": 3, "REF": 2, "REB": 2, "GOV": 0, "PTY": 0, "REL": -1, "": -2}


def code_of(text: str, context: Sequence[str] = ()) -> tuple[str | None, str]:
    """The code of whoever a phrase names, and what it was read off.

    Args:
        text: a name or a description: "Turkish police", "the Kremlin", "Foreign Minister of Japan".
        context: ISO 3166-1 alpha-3 codes of countries that the text around is about, the nearest first; used where the
            phrase itself names no country.

    Returns:
        Such as ("TUR.COP", "countries: Turkish; sectors: police"), or (None, "").
    """
    found = list(find_entries(text))
    cut = _head_end(text)
    sector, sector_why = _sector(text[:cut])
    main = _main(found, cut)
    if main is None:
        if sector and context:
            return join_code(
                context[0], sector
            ), f"{sector_why}; country of the text around: {country_name(context[0])}"
        return (f".{sector}", sector_why) if sector else (None, "")
    entry = main.entry
    base, _, own = entry.code.partition(".")
    whole = (main.start, main.end) == (0, len(text.strip()))
    if sector and not (whole or _names_itself(entry, sector_why, main, text)):
        return join_code(base, sector), f"{entry.source}; {sector_why}"
    return join_code(base, own), entry.source


def join_code(country: str | None, sector: str | None) -> str | None:
    """Country and sector as one code; a sector alone is ".GOV"."""
    if not country:
        return f".{sector}" if sector else None
    return f"{country}.{sector}" if sector else country


def sector_of(text: str) -> tuple[str, str]:
    """The PLOVER sector that a description's head gives, and the word it was read off; ("", "") for none."""
    return _sector(text[: _head_end(text)])


def _head_end(text: str) -> int:
    match = _HEAD_ENDS.search(text)
    return match.start() if match and match.start() > 0 else len(text)


def _main(found: list[Found], cut: int) -> Found | None:
    """The entry that says whose the phrase is: an organisation or a country in its head, else the first after it."""
    heads = [f for f in found if f.start < cut]
    for kinds in (("organisation", "seat"), ("country", "demonym"), ("capital",)):
        for f in heads:
            if f.entry.kind in kinds:
                return f
    return next((f for f in found if f.entry.kind != "agreement"), None)


def _names_itself(entry: Entry, why: str, main: Found, text: str) -> bool:
    """Whether the sector's word is part of the organisation's own name ("Security Council")."""
    word = why.partition(": ")[2]
    return entry.kind in ("organisation", "seat") and word in text[main.start : main.end].lower() and bool(word)


@cache
def _lexicon() -> dict[tuple[str, ...], tuple[str, str]]:
    """Words of an office or a sector, singular and plural → sector, entry."""
    out: dict[tuple[str, ...], tuple[str, str]] = {}
    for file, table in (("offices", offices()), ("sectors", sectors())):
        for word, (sector, _) in table.items():
            if sector:
                out[tuple(w for w, _, _ in words(word))] = (sector, f"{file}: {word}")
    for word, (sector, _) in offices().items():
        plural = word[:-3] + "men" if word.endswith("man") else word[:-1] + "ies" if word[-1:] == "y" else word + "s"
        if sector:
            out.setdefault(tuple(w for w, _, _ in words(plural)), (sector, f"offices: {word}"))
    return out


def _sector(head: str) -> tuple[str, str]:
    """The most telling sector in the head of a phrase, the last of equals."""
    tokens = [w for w, _, _ in words(head)]
    best: tuple[int, str, str] | None = None
    i = 0
    while i < len(tokens):
        for length in range(min(_LONGEST, len(tokens) - i), 0, -1):
            entry = _lexicon().get(tuple(tokens[i : i + length]))
            if entry:
                rank = _RANK.get(entry[0], 1)
                if best is None or rank >= best[0]:
                    best = (rank, *entry)
                i += length - 1
                break
        i += 1
    return (best[1], best[2]) if best else ("", "")
