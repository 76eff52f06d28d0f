"""A source text with a place to land on for every span that a finding cites."""

import hashlib
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from markupsafe import Markup, escape

from variorum.text import inside
from variorum.types import Span, SpanRef

_ENDLESS = re.compile(r"[^<>\s]{400}")
_KEPT_OR_WORD = re.compile(r"<(style|script|textarea|title)\b.*?</\1\s*>|<[^>]*>|[^<\s]{241,}", re.DOTALL)
_PIECE = re.compile(r"(?:&[#\w]{1,10};|[^&]|&){1,120}")
_PLAIN = re.compile(r"[A-Za-z0-9][A-Za-z0-9_.-]*\Z")


def anchor(ref: SpanRef) -> str:
    """The name of a span within a page: article, start and end."""
    return f"{slug(ref.article)}-{ref.start}-{ref.end}"


def slug(article: str) -> str:
    """An article's id as part of an anchor: itself where it is plain, else a hash of it."""
    if _PLAIN.match(article):
        return article
    return "x" + hashlib.sha256(article.encode("utf8", "surrogatepass")).hexdigest()[:12]


@dataclass(frozen=True)
class Landing:
    """A span of a source text that can be linked to. `classes` say what it is cited for."""

    start: int
    end: int
    name: str
    classes: tuple[str, ...] = ()
    notes: tuple[
        tuple[str, str], ...
    ] = ()  # (address, sign), printed after the span: of findings, of the same words elsewhere


@dataclass(frozen=True)
class SourceText:
    """A source text as HTML, and the names of landings that others cut in two: a style rule lights their parts."""

    html: Markup
    cut: tuple[str, ...]


def landings(
    refs: Mapping[SpanRef, Iterable[str]], notes: Mapping[SpanRef, tuple[tuple[str, str], ...]]
) -> list[Landing]:
    """One landing for each distinct span, with all that it is cited for."""
    held: dict[Span, tuple[str, set[str], list[tuple[str, str]]]] = {}
    for ref, kinds in refs.items():
        name, classes, signs = held.setdefault((ref.start, ref.end), (anchor(ref), set(), []))
        classes.update(kinds)
        signs.extend(n for n in notes.get(ref, ()) if n not in signs)
        held[ref.start, ref.end] = name, classes, signs
    return [Landing(s, e, name, tuple(sorted(cs)), tuple(ns)) for (s, e), (name, cs, ns) in held.items()]


def mark_up(text: str, spots: Iterable[Landing], body: tuple[Span, ...]) -> SourceText:
    """Wrap every landing in an element of its own; what is outside the body is dimmed.

    Elements nest. Where two landings cross, the later one is cut at the other's end; each part is lit with the whole.

    Args:
        text: the article's text, which comes back unchanged but for the mark-up.
        spots: what to land on; spans outside the text are left out.
        body: the article itself, without its furniture.
    """
    furniture = [Landing(*span, "", ("furniture",)) for span in _outside(text, body)]
    held = [s for s in spots if 0 <= s.start < s.end <= len(text)]
    ordered = sorted([*held, *furniture], key=lambda s: (s.start, -s.end, s.name))
    out: list[str] = []
    cut: list[str] = []
    stack: list[tuple[Landing, bool]] = []  # open landings, and whether each is a later part of one that was cut
    at = 0

    def write(to: int) -> None:
        nonlocal at
        out.append(str(escape(clean(text[at:to]))))
        at = to

    def close(upto: int) -> None:
        """Close everything that ends by `upto`, reopening what goes on past it."""
        while stack:
            end = min(landing.end for landing, _ in stack)
            if end > upto:
                return
            write(end)
            pending: list[Landing] = []
            while any(landing.end == end for landing, _ in stack):
                landing, _ = stack.pop()
                out.append("</span>")
                if landing.end == end:
                    out.append(_signs(landing))
                else:
                    pending.append(landing)
            for landing in reversed(pending):
                out.append(_part(landing))
                cut.append(landing.name)
                stack.append((landing, True))

    for spot in ordered:
        close(spot.start)
        write(spot.start)
        out.append(_open(spot))
        stack.append((spot, False))
    close(len(text))
    write(len(text))
    return SourceText(Markup("".join(out)), tuple(dict.fromkeys(name for name in cut if name)))


def _outside(text: str, body: tuple[Span, ...]) -> list[Span]:
    """The lines of a text that are no part of the article."""
    spans = [(m.start(), m.end()) for m in re.finditer(r"[^\n]+", text)]
    return [
        s for s in spans if text[s[0] : s[1]].strip() and not inside(_trimmed(text, s), body) and not _touches(s, body)
    ]


def _trimmed(text: str, span: Span) -> Span:
    start, end = span
    words = text[start:end]
    return start + len(words) - len(words.lstrip()), end - (len(words) - len(words.rstrip()))


def _touches(span: Span, body: tuple[Span, ...]) -> bool:
    return any(s < span[1] and span[0] < e for s, e in body)


def clean(text: str) -> str:
    """A text in which what HTML and UTF-8 cannot hold is shown as the replacement character, one for one."""
    return re.sub("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff\ufffe\uffff]", "\ufffd", text)


def breakable(html: str) -> str:
    """A page in which words of no end may be broken: a browser takes minutes to set one that may not."""
    if not _ENDLESS.search(html):
        return html
    return _KEPT_OR_WORD.sub(lambda m: m[0] if m[0][0] == "<" else "<wbr>".join(_PIECE.findall(m[0])), html)


def _open(spot: Landing) -> str:
    named = f' id="{escape(spot.name)}"' if spot.name else ""
    kinds = " ".join(("spot", *spot.classes)) if spot.name else " ".join(spot.classes)
    return f'<span{named} class="{escape(kinds)}">'


def _part(spot: Landing) -> str:
    kinds = " ".join(("spot", *spot.classes)) if spot.name else " ".join(spot.classes)
    of = f' data-of="{escape(spot.name)}"' if spot.name else ""
    return f'<span class="{escape(kinds)}"{of}>'


def _signs(spot: Landing) -> str:
    """Links back to findings, which go by numbers, and across to the same words elsewhere."""
    return "".join(
        f'<a class="{"sign" if sign.isdecimal() else "sign to"}" href="{escape(to)}">{escape(sign)}</a>'
        for to, sign in spot.notes
    )
