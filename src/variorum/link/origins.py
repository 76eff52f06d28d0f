"""Independent origins: copies fold into what they copy, reports of one wire into that wire, and what is credited to
another outlet is that outlet's.
"""

import re
from collections.abc import Mapping, Sequence

from variorum.text import around
from variorum.types import AnnotatedArticle, Derivation, Span

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
_PAPER = (
    "Times|Post|Journal|Herald|Tribune|Gazette|Chronicle|Observer|Telegraph|Guardian|Independent|Courier|Globe|Mirror|"
    "Standard|Examiner|Sentinel|Inquirer|Dispatch|Bulletin|Register|Star|Sun|Mail|Monitor|Review|Daily|News|Today|"
    "Television|TV|Radio|News Agency|Broadcasting Corporation"
)
_KNOWN = (
    "CNN|BBC(?: News)?|NBC(?: News)?|CBS(?: News)?|ABC News|Fox News|MSNBC|CNBC|NPR|PBS|ITV|Sky News|Al[ -]Jazeera|"
    "Politico|Axios|BuzzFeed(?: News)?|ProPublica|Vox|Breitbart|HuffPost|Bloomberg(?: News)?|USA Today|Newsweek|"
    "Der Spiegel|Le Monde|El Pa[ií]s|Die Zeit|Haaretz|Deutsche Welle|TMZ|Variety|Wired|Time magazine"
)
_AGENCY = "|".join(
    re.escape(form)
    for name in sorted(_AGENCIES, key=len, reverse=True)
    for form in dict.fromkeys((name.upper() if len(name) <= 4 else name.title(), _AGENCIES[name]))
)
_NAMED = rf"(?:[A-Z][\w’'&.-]{{1,30}} ){{1,4}}(?:{_PAPER})\b"
_OUTLET = rf"(?:[Tt]he )?(?P<outlet>(?:{_KNOWN}|{_AGENCY})\b|{_NAMED})"
_TELLING = rf"(?:(?:[Tt]he )?(?:{_KNOWN}|{_AGENCY})\b|[Tt]he {_NAMED})"  # "Anna Post reported" is a person
_CREDITS = tuple(
    re.compile(pattern)
    for pattern in (
        r"\b(?:[Aa]ccording to|[Aa]s (?:first )?(?:reported|revealed) by"
        r"|first (?:reported|revealed|published) (?:by|in)|(?:reported|revealed) by"
        r"|[Cc]iting|quoted by|[Tt]old|in an interview with)"
        rf"(?: an? (?:[a-z]+ )?(?:report|story|article|account|interview) (?:by|in|from|with|on))? {_OUTLET}",
        rf"\b(?P<outlet>{_TELLING})(?:,? (?:citing|quoting) [^,]{{1,60}},)?"
        r" (?:(?:has|had|first|earlier|also|later|exclusively) )*"
        r"(?:reported|reports|revealed|disclosed|broke the (?:news|story))\b",
    )
)
_LONGEST = 1000  # code points of a sentence that are looked at
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


def outlet_key(name: str) -> str:
    """What an outlet or an agency counts as, however it is written: "the AFP", "Agence France-Presse"."""
    plain = " ".join(name.casefold().split()).removeprefix("the ").removesuffix(".com")
    return f"outlet:{_AGENCIES.get(plain, plain).casefold()}"


def credited(article: AnnotatedArticle, span: Span) -> str | None:
    """The key of the outlet to which the report credits what it says in the span: "The Post first reported that …".

    An outlet is an agency, a well-known one, or what is named as newspapers and broadcasters are.
    """
    start, end = around(span, article.sentences)
    sentence = article.text[start : min(end, start + _LONGEST)]
    for pattern in _CREDITS:
        found = pattern.search(sentence)
        if found:
            key = outlet_key(found["outlet"])
            return None if article.outlet and outlet_key(article.outlet) == key else key
    return None


def origins(articles: Sequence[AnnotatedArticle], derivations: Sequence[Derivation]) -> Mapping[str, str]:
    """For each article the key of what it ultimately rests on: two articles with one key are one origin.

    A copy has the key of what it copies; copies of an ancestor that the library does not hold share a key, and so do
    reports that credit one agency as a whole. Outlets that the articles are by, or credit so, have keys too: under
    `outlet_key` stands what a claim that is credited to them rests on.
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
    outlets: dict[str, str] = {}
    for a in sorted(articles, key=lambda a: a.id):
        agency = wire(a)
        if agency:
            parent[root(a.id)] = root(outlets.setdefault(outlet_key(agency), a.id))
        elif a.outlet:
            outlets.setdefault(outlet_key(a.outlet), a.id)
    return {a.id: root(a.id) for a in articles} | {key: root(id) for key, id in outlets.items()}
