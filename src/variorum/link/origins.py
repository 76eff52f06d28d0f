"""Independent origins: copies fold into what they copy, and reports that print one wire into that wire."""

import re
from collections.abc import Mapping, Sequence

from variorum.types import AnnotatedArticle, Derivation

_AGENCIES = {
    "associated press": "AP",
    "ap": "AP",
    "reuters": "Reuters",
    "thomson reuters": "Reuters",
    "agence france-presse": "AFP",
    "agence france presse": "AFP",
    "afp": "AFP",
    "united press international": "UPI",
    "upi": "UPI",
    "deutsche presse-agentur": "dpa",
    "dpa": "dpa",
    "efe": "EFE",
    "ansa": "ANSA",
    "xinhua": "Xinhua",
    "xinhua news agency": "Xinhua",
    "kyodo": "Kyodo",
    "kyodo news": "Kyodo",
    "tass": "TASS",
    "itar-tass": "TASS",
    "interfax": "Interfax",
    "ria novosti": "RIA Novosti",
    "irna": "IRNA",
    "anadolu": "Anadolu",
    "anadolu agency": "Anadolu",
    "press trust of india": "PTI",
    "pti": "PTI",
    "ani": "ANI",
    "ians": "IANS",
    "yonhap": "Yonhap",
    "bloomberg": "Bloomberg",
    "canadian press": "CP",
    "the canadian press": "CP",
    "press association": "PA",
    "australian associated press": "AAP",
    "aap": "AAP",
    "tanjug": "Tanjug",
    "ukrinform": "Ukrinform",
    "unian": "UNIAN",
}
_NAME = "|".join(re.escape(name) for name in sorted(_AGENCIES, key=len, reverse=True))
_DATELINE = re.compile(rf"\((?:the )?({_NAME})\)", re.IGNORECASE)
_CREDIT = re.compile(
    rf"(?:^|\n)[ \t]*(?:source|via|by|from|credit|h/t|[-–—])[ \t:.]*(?:the )?({_NAME})\b[ \t.]*(?:$|\n)", re.IGNORECASE
)
_HEAD, _TAIL = 400, 300  # code points from either end in which a wire is credited


def wire(article: AnnotatedArticle) -> str | None:
    """The agency that the report credits as a whole: a dateline, a byline or a closing line, not a passing mention."""
    if article.author and article.author.strip().casefold().removeprefix("the ") in _AGENCIES:
        return _AGENCIES[article.author.strip().casefold().removeprefix("the ")]
    head, tail = article.text[:_HEAD], article.text[-_TAIL:]
    found = _DATELINE.search(head) or _CREDIT.search(head) or _CREDIT.search(tail) or _closing(tail)
    return _AGENCIES[found.group(1).casefold()] if found else None


def _closing(tail: str) -> re.Match[str] | None:
    """A credit in brackets that ends the text."""
    found = next(iter([*_DATELINE.finditer(tail)][::-1]), None)
    return found if found and len(tail) - found.end() <= 3 else None


def origins(articles: Sequence[AnnotatedArticle], derivations: Sequence[Derivation]) -> Mapping[str, str]:
    """For each article the key of what it ultimately rests on: two articles with one key are one origin.

    A copy has the key of what it copies; copies of an ancestor that the library does not hold share a key.
    """
    parent = {a.id: a.id for a in articles}

    def root(i: str) -> str:
        while parent[i] != i:
            parent[i] = parent[parent[i]]
            i = parent[i]
        return i

    lost: dict[str, str] = {}
    for d in sorted(derivations, key=lambda d: (d.article, d.from_ or "")):
        if d.article not in parent:
            continue
        if d.from_ in parent:
            parent[root(d.article)] = root(d.from_)
        elif d.from_ is None:
            held = lost.setdefault(d.why, d.article)
            parent[root(d.article)] = root(held)
    return {a.id: root(a.id) for a in articles}
