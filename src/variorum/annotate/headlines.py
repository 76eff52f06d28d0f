"""Names in headlines, where every word may have a capital: kept as far as the article itself bears them out."""

import re
from collections.abc import Iterator

from variorum.annotate.named import Named
from variorum.annotate.parsed import Parsed
from variorum.annotate.persons import is_given, surname
from variorum.read.lines import in_title_case
from variorum.types import Span

_LONGEST = 25  # words of a headline
_LONG = 4  # letters of a word that has a capital in headlines
_ENDS = (".", ".”", '."', ":")  # how a sentence ends


def headlines(parsed: Parsed) -> Iterator[tuple[Span, bool]]:
    """The title, and a first paragraph printed like one; with each whether all its words have capitals."""
    for span in dict.fromkeys((*parsed.paragraphs[:1], *(() if parsed.title is None else (parsed.title,)))):
        words = parsed.text[slice(*span)].split()
        capitals = len(words) <= _LONGEST and in_title_case(words)
        if capitals and words[-1].endswith(_ENDS):  # a sentence full of names, unless all of its longer words have them
            capitals = not any(word.islower() for word in words if len(word) >= _LONG)
        if capitals or span == parsed.title:
            yield span, capitals


def borne_out(text: str, headline: Span, named: list[Named], *, capitals: bool) -> list[Named]:
    """The names, those of a headline as far as the rest of the article has them too.

    Where every word has a capital, a name is cut to one of the rest of the article, and left out where none is in it.
    Where only names have capitals, people's names alone are cut, to full names.
    """
    rest = f"{text[: headline[0]]} {text[headline[1] :]}"
    body = [n for n in named if not headline[0] <= n.start < headline[1]]
    known = {n.text: n.label for n in sorted(body, key=lambda n: len(n.text))}
    surnames = {surname(n.text) for n in body if n.label == "PERSON"}
    out = []
    for n in named:
        at_home = n.entry is not None or (n.label != "PERSON" and not capitals)
        called = n.label == "PERSON" and is_given(n.text) and surname(n.text) in surnames
        if not headline[0] <= n.start < headline[1] or at_home or called or _stands(n.text, rest):
            out.append(n)
            continue
        inside = [k for k in known if k != n.text and f" {k} " in f" {n.text} "]
        full = [k for k in inside if known[k] == "PERSON" and " " in k]
        if cut := (full or inside * capitals)[-1:]:
            n.start += f" {n.text} ".index(f" {cut[0]} ")
            n.end, n.text, n.label = n.start + len(cut[0]), cut[0], known[cut[0]]
        if cut or not capitals:
            out.append(n)
    return out


def _stands(name: str, text: str) -> bool:
    """Whether a name stands in a text, with its capitals."""
    return re.search(rf"(?<!\w){re.escape(name)}(?!\w)", text) is not None
