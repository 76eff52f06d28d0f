"""Names of countries, capitals, palaces and organisations found in running text; words for offices and groups."""

import re
from collections.abc import Iterator
from functools import cache
from typing import Literal, NamedTuple

from variorum.lexicon import rows

EntryKind = Literal["country", "demonym", "capital", "place", "seat", "organisation", "agreement"]

_WORD = re.compile(r"[^\W_]+|[^\w\s]")
_CURLY = str.maketrans("’‘ʼ‐‑–", "'''---")
_CONTINENT = re.compile(r"(?:Latin|South|Central|North)\s\Z")
_NATIONAL = re.compile(r"(?:National|Homeland|Supreme)\s\Z")
_PLURAL = re.compile(r"(?:ese|ish|ch|ss|men|man|ens?h|lao|thai)$")


class Entry(NamedTuple):
    """One entry of the lexicon. `code` is a country (ISO 3166-1 alpha-3) or IGO, NGO, then a PLOVER sector."""

    name: str
    kind: EntryKind
    code: str
    source: str  # the file and the words

    @property
    def country(self) -> str | None:
        """The country's ISO 3166-1 alpha-3 code, or None."""
        first = self.code.partition(".")[0]
        return None if first in {"IGO", "NGO", "IMG", "MNC", ""} else first


class Found(NamedTuple):
    """Where an entry is named."""

    start: int
    end: int
    entry: Entry


def words(text: str) -> list[tuple[str, int, int]]:
    """Runs of letters and digits, and marks one by one: (in lower case, start, end)."""
    plain = text.translate(_CURLY)
    return [(m.group().lower(), m.start(), m.end()) for m in _WORD.finditer(plain)]


def find_entries(text: str, start: int = 0, end: int | None = None) -> Iterator[Found]:
    """The entries named in a text, longest first at each place, left to right. Linear in the text."""
    part = text[start:end]
    tokens, index = words(part), _index()
    i = 0
    while i < len(tokens):
        found = None
        for length, keys in index.get(tokens[i][0], ()):
            if i + length > len(tokens):
                continue
            entries = keys.get(tuple(t[0] for t in tokens[i : i + length]))
            span = tokens[i][1], tokens[i + length - 1][2]
            found = _fits(entries, part[span[0] : span[1]]) if entries else None
            if found and _whole(part, *span):
                yield Found(start + span[0], start + span[1], found)
                i += length
                break
            found = None
        if found is None:
            i += 1


def entry_of(name: str) -> Entry | None:
    """The entry that a whole name is, without its article."""
    bare = re.sub(r"^(?:the|The)\s+", "", name.strip())
    found = next(find_entries(bare), None)
    return found.entry if found and (found.start, found.end) == (0, len(bare)) else None


@cache
def ambiguous() -> frozenset[str]:
    """Names that count only where the parser agrees, in lower case, their words joined by hyphens."""
    return frozenset(r[0] for r in rows("ambiguous_names.tsv"))


@cache
def provinces() -> dict[str, str]:
    """States and provinces that are printed after towns, in lower case → the country (ISO 3166-1 alpha-3)."""
    return {name.lower(): r[0] for r in rows("regions.tsv") if len(r) > 3 for name in _split(r[3])}


@cache
def states() -> dict[str, Entry]:
    """Short forms of states, in lower case and without stops, as they follow towns: "conn" of "Hartford, Conn."."""
    found = (pair.partition("=") for r in rows("regions.tsv") if len(r) > 4 for pair in _split(r[4]))
    return {
        short.replace(".", "").lower(): Entry(name, "place", "USA", f"regions: {short}") for short, _, name in found
    }


@cache
def offices() -> dict[str, tuple[str, str]]:
    """Words for offices and callings, with sector and gender ("m", "f" or "")."""
    return {r[0]: (r[1] if len(r) > 1 else "", r[2] if len(r) > 2 else "") for r in rows("offices.tsv")}


@cache
def sectors() -> dict[str, tuple[str, str]]:
    """Words for bodies and groups, with sector and "org" or "group"."""
    return {r[0]: (r[1], r[2]) for r in rows("sectors.tsv")}


@cache
def actor_nouns(*, beside: bool = False) -> frozenset[str]:
    """Nouns that name an actor by themselves, or, where `beside`, only with a name beside them."""
    lines = (r[0] for r in rows("actor_nouns.tsv"))
    found = (line.removeprefix("- ").split() for line in lines if line.startswith("- ") == beside)
    return frozenset(word for line in found for word in line)


@cache
def honorifics() -> dict[str, str]:
    """Forms of address, with gender ("m", "f" or "")."""
    return {r[0]: r[1] if len(r) > 1 else "" for r in rows("honorifics.tsv")}


@cache
def names_of_women() -> frozenset[str]:
    """Given names borne by women, in lower case."""
    return frozenset(r[0] for r in rows("given_names_f.tsv"))


@cache
def names_of_men() -> frozenset[str]:
    """Given names borne by men, in lower case."""
    return frozenset(r[0] for r in rows("given_names_m.tsv"))


@cache
def country_name(iso3: str) -> str:
    """The usual English name of a country, or its code where the lexicon has none."""
    return next((r[1].split("|")[0] for r in rows("countries.tsv") if r[0] == iso3), iso3)


def _fits(entries: list[tuple[str, Entry]], printed: str) -> Entry | None:
    """The entry whose capitals the printed form keeps: "US" is not "us", "Arab league" is "Arab League"."""
    for name, entry in entries:
        if name.isupper() and len(name) <= 6:
            if printed == name or (len(name) > 4 and printed.lower() == name.lower() and printed[0].isupper()):
                return entry
        elif printed[:1].isupper() or not name[:1].isupper():
            return entry
    return None


def _whole(text: str, start: int, end: int) -> bool:
    """Whether the match is not part of a longer word such as "U.S.-led" (which is fine) or "C.I.S.-x"."""
    if _CONTINENT.search(text, max(0, start - 8), start) and text.startswith("America", start):
        return False
    if _NATIONAL.search(text, max(0, start - 9), start) and text.startswith("Security Council", start):
        return False
    return not (end < len(text) and (text[end].isalnum() or text[end] == "_")) and not (
        start > 0 and (text[start - 1].isalnum() or text[start - 1] in "_@#")
    )


@cache
def _index() -> dict[str, tuple[tuple[int, dict[tuple[str, ...], list[tuple[str, Entry]]]], ...]]:
    """First word → lengths, longest first → words → (name as the lexicon spells it, entry)."""
    tree: dict[str, dict[int, dict[tuple[str, ...], list[tuple[str, Entry]]]]] = {}
    for name, entry in _entries():
        key = tuple(w for w, _, _ in words(name))
        if key:
            tree.setdefault(key[0], {}).setdefault(len(key), {}).setdefault(key, []).append((name, entry))
    return {first: tuple(sorted(by.items(), reverse=True)) for first, by in tree.items()}


def _entries() -> Iterator[tuple[str, Entry]]:
    yield from _countries()
    yield from _regions()
    for name, code, *more in rows("seats.tsv"):
        for form in [name, *_split(more[0] if more else "")]:
            yield form, Entry(name, "seat", code, f"seats: {form}")
    for name, aliases, code, kind in rows("organisations.tsv"):
        for form in [name, *_split(aliases)]:
            yield (
                form,
                Entry(name, "agreement" if kind == "agreement" else "organisation", code, f"organisations: {form}"),
            )


def _countries() -> Iterator[tuple[str, Entry]]:
    for row in rows("countries.tsv"):
        iso3, names, demonyms, capitals = (*row, "", "", "")[:4]
        first = _split(names)[0]
        for name in _split(names):
            yield name, Entry(first, "country", iso3, f"countries: {name}")
        for word in _split(demonyms):
            yield word, Entry(first, "demonym", iso3, f"countries: {word}")
            if not _PLURAL.search(word.lower()) and not word.endswith("s"):
                yield word + "s", Entry(first, "demonym", iso3, f"countries: {word}s")
        for city in _split(capitals):
            if city not in _split(names):
                yield city, Entry(city, "capital", f"{iso3}.GOV", f"countries: {city}, capital of {first}")


def _regions() -> Iterator[tuple[str, Entry]]:
    for row in rows("regions.tsv"):
        iso3, places, demonyms = (*row, "", "")[:3]
        for name in _split(places):
            yield name, Entry(name, "place", iso3, f"regions: {name}")
        for word in _split(demonyms):
            for form in (word, word + "s"):
                yield form, Entry(word, "demonym", iso3, f"regions: {form}")


def _split(field: str) -> list[str]:
    return [part for part in field.split("|") if part]
