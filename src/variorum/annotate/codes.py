"""Who somebody is in PLOVER's terms: country (ISO 3166-1 alpha-3, or IGO, NGO), then sector.

The sectors are those of the PLOVER manual (Halterman et al. 2023). Facts come from `lexicon/`, and the reason names the
entry.
"""

import re
from collections.abc import Sequence
from functools import cache

from variorum.lexicon.actors import Entry, Found, country_name, find_entries, offices, sectors, words
from variorum.lexicon.people import leader

# Where a phrase stops being about who it names: "rebels | in Liberia", "workers | of the company".
_HEAD_ENDS = re.compile(
    r"\s(?:in|of|from|on|at|for|with|near|under|operating|fleeing|throughout|who|which|that|led|based)\s|,|\.\.", re.I
)
_FORMER = re.compile(r"\W*(?:the\s+)?(?:former|ex|ousted|late|deposed|exiled|one-time|then)\b", re.I)
_ASSOCIATION = re.compile(r"\b(?:union|association|federation|league|society|group|organi[sz]ation)s?$", re.I)
_IN = re.compile(r"\s+(?:of|in)\s+[\w\s]*$")
_BODY = frozenset(("administration", "government", "regime", "cabinet", "the", "s", "'"))
_ADJUNCT = re.compile(  # who holds or backs those named, not who they are: "rebel-held | towns"
    r"\b[\w.'’]+(?:-| - )(?:held|controlled|occupied|backed|ruled|dominated|supported|funded|allied|sponsored"
    r"|speaking|language|dominant)\b",
    re.I,
)
_OF_ANY_BODY = re.compile(  # offices that tell nothing of the sector of a body
    r"offices: (?:chair(?:wo)?m[ae]n|chairperson|director|head|chief|official"
    r"|spokes(?:wo)?m[ae]n|leader|representative)s?$"
)
_LONGEST = 3  # words of an office or a sector
_REACH = 20  # code points before a phrase that tell whether it is a place
_WITHIN = re.compile(
    r"\b(?:(?<!embassy )(?<!office )(?<!talks )in|near|at|around|outside|across|throughout|inside"
    r"|capital|city|town|cities|port)(?:\s+of)?\s*$",
    re.I,
)
_NOUNS = re.compile(r"(?:[ \t]+[a-z][a-z'-]+){1,3}")  # what a demonym stands before: "Chilean | copper workers"
# Of two sectors in one phrase the more telling one: an opposition party is opposition, civilian refugees are refugees.
_RANK = {"OPP": 3, "REF": 2, "REB": 2, "GOV": 0, "PTY": 0, "CVL": -0.5, "REL": -1, "": -2}


def code_of(text: str, context: Sequence[str] = ()) -> tuple[str | None, str]:
    """The code of whoever a phrase names, and what it was read off.

    Args:
        text: a name or a description: "Turkish police", "the Kremlin", "Foreign Minister of Japan".
        context: ISO 3166-1 alpha-3 codes of countries that the text around is about, the nearest first; used where the
            phrase itself names no country.

    Returns:
        Such as ("TUR.COP", "countries: Turkish; sectors: police"), or (None, "").
    """
    text = _ADJUNCT.sub(lambda match: " " * len(match.group()), text)
    found = list(find_entries(text))
    cut = _head_end(text)
    sector, sector_why = _sector(text[:cut])
    if _ASSOCIATION.search(text[:cut]) and _sector(text[cut:])[0]:
        sector, sector_why = _sector(text[cut:])  # "Union of | Teachers"
    main = _main(found, cut)
    if sector == "GOV" and _FORMER.match(text):
        sector = "ELI"
    if main is None and "peacekeep" in sector_why:
        return join_code("IGO", sector), sector_why
    if main is None:
        known = leader(_joined(text[:cut]), titled=sector == "GOV")
        if known:
            whose, _, calling = known[0].partition(".")
            return join_code(whose, sector or calling or "GOV"), "; ".join(filter(None, (known[1], sector_why)))
        if sector and context:
            return join_code(
                context[0], sector
            ), f"{sector_why}; country of the text around: {country_name(context[0])}"
        return (f".{sector}", sector_why) if sector else (None, "")
    entry = main.entry
    base, _, own = entry.code.partition(".")
    if entry.kind == "demonym" and not own and (elsewhere := _elsewhere(text, main, found, context)):
        return join_code(elsewhere[0], sector or "CVL"), elsewhere[1]
    whole = (main.start, main.end) == (0, len(text.strip()))
    if entry.kind == "organisation" and sector in ("BUS", "GOV") and _OF_ANY_BODY.search(sector_why):
        return join_code(base, own), f"{entry.source}; {sector_why}"
    if sector and not (whole or _names_itself(entry, sector_why, main, text)):
        return join_code(base, sector), f"{entry.source}; {sector_why}"
    if entry.kind == "capital" and not whole:
        own = ""
    if entry.kind == "demonym" and not own and (sector_why or _people(text, main)):
        return join_code(base, sector or "CVL"), f"{entry.source}, people"
    return join_code(base, own), entry.source


def code_at(text: str, start: int, end: int, context: Sequence[str] = ()) -> tuple[str | None, str]:
    """The code of whoever a phrase names where it stands in a text, and what it was read off.

    A town after "in" or "near" stands for those who live there, not for the government; people are told by the noun
    that follows ("Chilean | miners") where the phrase is cut short before it.

    Args:
        text: the text around.
        start: where the phrase begins, a code point of `text`.
        end: where it ends.
        context: as for `code_of`.
    """
    phrase = text[start:end]
    code, why = code_of(phrase, context)
    found = next(find_entries(phrase), None)
    if found is None or (found.start, found.end) != (0, len(phrase)):
        return code, why
    country = found.entry.country
    if country and found.entry.kind in ("capital", "place") and _WITHIN.search(text[max(0, start - _REACH) : start]):
        return join_code(country, "CVL"), f"{found.entry.source}, as a place"
    if country and found.entry.kind == "demonym" and code == country:
        after = _NOUNS.match(text, end)
        sector, sector_why = _sector(after.group()[: _clause(after.group())]) if after else ("", "")
        if sector:
            return join_code(country, sector), f"{why}; {sector_why}"
    return code, why


def _elsewhere(text: str, main: Found, found: list[Found], context: Sequence[str]) -> tuple[str, str] | None:
    """The country of people named after another: "ethnic Turks", "Albanians of southern Serbia"."""
    after = next((f for f in found if f.start >= main.end and f.entry.country), None)
    if after is not None and _people(text[: main.end], main) and _IN.match(text[main.end : after.start]):
        return after.entry.code.partition(".")[0], f"{after.entry.source}, where they live"
    if re.match(r"\W*ethnic\b", text, re.I):
        home = next((c for c in context if c != main.entry.country), None)
        if home:
            return home, f"country of the text around: {country_name(home)}"
    return None


def _people(text: str, main: Found) -> bool:
    """Whether the demonym itself names people: "Liberians", "ethnic Turks"."""
    return main.end == len(text.rstrip()) and text[: main.end].endswith("s") and text[main.start].isupper()


def countries_in(text: str) -> tuple[str, ...]:
    """The countries that a text names, by any of their names, the most named first: the `context` of `code_of`."""
    counts: dict[str, int] = {}
    for f in find_entries(text):
        if f.entry.country and f.entry.kind in ("country", "demonym", "capital", "place"):
            counts[f.entry.country] = counts.get(f.entry.country, 0) + 1
    return tuple(sorted(counts, key=lambda c: -counts[c]))


def join_code(country: str | None, sector: str | None) -> str | None:
    """Country and sector as one code; a sector alone is ".GOV"."""
    if not country:
        return f".{sector}" if sector else None
    return f"{country}.{sector}" if sector else country


def sector_of(text: str) -> tuple[str, str]:
    """The PLOVER sector that a description's head gives, and the word it was read off; ("", "") for none."""
    return _sector(text[: _head_end(text)])


def _joined(head: str) -> str:
    """The words that may be somebody's name, double names kept whole."""
    return " ".join(w for w, _, _ in words(head) if w not in _BODY).replace(" - ", "-")


def _head_end(text: str) -> int:
    match = _HEAD_ENDS.search(text)
    return match.start() if match and match.start() > 0 else len(text)


def _clause(text: str) -> int:
    """Where the nouns right after a demonym end: "Chilean | miners | who"."""
    match = _HEAD_ENDS.search(text)
    return match.start() if match else len(text)


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
    for word, (sector, kind) in sectors().items():
        if kind != "org" and word.endswith("s") and word != "marines":  # "the marine reserve"
            out.setdefault(tuple(w for w, _, _ in words(word[:-1])), (sector, f"sectors: {word}"))
    for word, (sector, _) in offices().items():
        plural = word[:-3] + "men" if word.endswith("man") else word[:-1] + "ies" if word[-1:] == "y" else word + "s"
        if sector:
            out.setdefault(tuple(w for w, _, _ in words(plural)), (sector, f"offices: {word}"))
    return out


def _sector(head: str) -> tuple[str, str]:
    """The most telling sector in the head of a phrase, the last of equals."""
    tokens = [w for w, _, _ in words(head)]
    best: tuple[float, str, str] | None = None
    i = 0
    while i < len(tokens):
        for length in range(min(_LONGEST, len(tokens) - i), 0, -1):
            entry = _lexicon().get(tuple(tokens[i : i + length]))
            if entry and not (tokens[i] == "national" and i + 1 < len(tokens)):  # "a national | adviser"
                rank = _RANK.get(entry[0], 1)
                if best is None or rank >= best[0]:
                    best = (rank, *entry)
                i += length - 1
                break
        i += 1
    return (best[1], best[2]) if best else ("", "")
