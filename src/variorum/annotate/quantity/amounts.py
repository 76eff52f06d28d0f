"""Amounts: a number with its bound, scale and unit of account, found by a grammar over classes of words."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Literal

from spacy.tokens import Doc, Token

from variorum.annotate.numerals import cardinal
from variorum.annotate.pattern import Grammar
from variorum.annotate.quantity import lexicon
from variorum.annotate.stream import Reader, Stream
from variorum.types import Span

Kind = Literal["percent", "points", "money", "fraction", "age", "magnitude", "count"]


@dataclass(frozen=True, slots=True)
class Amount:
    """An amount in the text. `first` and `last` are the spaCy tokens of its span, its bound left out."""

    start: int
    end: int
    first: int
    last: int
    kind: Kind
    value: float
    high: float | None = None
    unit: str | None = None
    qualifier: str | None = None
    definite: bool = False  # "the two countries": known already, nothing is reported about their number
    before: int = 0  # the token before the amount and its bound


@dataclass(frozen=True, slots=True)
class Found:
    """A match of a rule and what it asks."""

    match: re.Match[str]
    stream: Stream
    doc: Doc

    def words(self, group: str) -> list[str]:
        if group not in self.match.re.groupindex or self.match.start(group) < 0:
            return []
        return self.stream.words(self.match.span(group))

    def text(self, group: str) -> str | None:
        if group not in self.match.re.groupindex or self.match.start(group) < 0:
            return None
        start, end = self.stream.place(self.match.span(group))
        return " ".join(self.stream.text[start:end].lower().split())

    def number(self, n: str, scale: str) -> float | None:
        value = cardinal([*self.words(n), *self.words(scale)])
        return None if value is None or value > 1e18 else value

    def before(self, k: int = 1) -> str:
        return self.stream.before(self.match.span(), k)

    def after(self, k: int = 1) -> str:
        return self.stream.after(self.match.span(), k)

    def hyphenated(self) -> bool:
        """Whether a hyphen stands before the last piece."""
        end = self.match.end()
        return end >= 2 and self.stream.word(end - 2) in ("-", "–")

    def next_token(self) -> Token | None:
        i = self.match.end()
        return self.doc[self.stream.token[i]] if i < len(self.stream.token) else None

    def token_before(self) -> Token | None:
        i = self.match.start() - 1
        return self.doc[self.stream.token[i]] if i >= 0 else None


Rule = Callable[[Found], Amount | None]


def _amount(
    f: Found, kind: Kind, *, unit: str | None = None, value: float | None = None, high: float | None = None
) -> Amount | None:
    low = value if value is not None else f.number("n", "s")
    if low is None:
        return None
    start = max(f.match.start("at"), 0) if "at" in f.match.re.groupindex else f.match.start()
    if "qual" in f.match.re.groupindex and f.match.end("qual") > start:
        start = f.match.end("qual")
    added = f.words("added")
    if added and "at" not in f.match.re.groupindex:
        start = f.match.end("added")
    span: Span = (start, f.match.end())
    place = f.stream.place(span)
    qualifier = f.text("qual") or f.text("behind")
    if (qualifier and qualifier.endswith("estimated")) or (not qualifier and "estimated" in added):
        qualifier = "estimated"
    before = f.stream.token[f.match.start() - 1] if f.match.start() else -1
    return Amount(
        start=place[0],
        end=place[1],
        first=f.stream.token[start],
        last=f.stream.token[span[1] - 1],
        kind=kind,
        value=_plain(low),
        high=_plain(high) if high is not None else None,
        unit=unit,
        qualifier=qualifier,
        definite="the" in added or f.before() in ("these", "those", "both", "its", "their", "his", "her", "all"),
        before=before,
    )


def _plain(value: float) -> float:
    return int(value) if value == int(value) else value


def _range(f: Found) -> tuple[float | None, float | None]:
    """Both ends of a range; a scale said once at the end holds for both ("3 to 5 million")."""
    high = f.number("n2", "s2")
    low = f.number("n", "s")
    if low is not None and not f.words("s") and f.words("s2") and high is not None and low < 1000:
        low = f.number("n", "s2")
    return low, high


def _ranged(f: Found, kind: Kind, unit: str | None) -> Amount | None:
    if "n2" not in f.match.re.groupindex or not f.words("n2"):
        return _amount(f, kind, unit=unit)
    low, high = _range(f)
    if low is None or high is None or high <= low:
        return None
    return _amount(f, kind, unit=unit, value=low, high=high)


def percent(f: Found) -> Amount | None:
    """ "81%", "5 to 7 percent"."""
    return _ranged(f, "percent", "percent")


def points(f: Found) -> Amount | None:
    """ "0.25 percentage points", "50 basis points"."""
    return _ranged(f, "points", f.text("u"))


def money(f: Found) -> Amount | None:
    """ "$3.5 billion", "£20m"."""
    unit = lexicon.CURRENCY_MARKS[f.words("c")[0]]
    return _ranged(f, "money", unit)


def money_words(f: Found) -> Amount | None:
    """ "450 million rupees", "1.3 billion euros"."""
    word = f.words("c")[-1]
    if word in lexicon.SHARED_CURRENCIES:
        return _ranged(f, "money", word)
    unit = lexicon.CURRENCY_WORDS.get(word) or lexicon.CURRENCY_WORDS.get(word[:-1])
    if word == "pound" and not f.words("s") and f.hyphenated():  # a weight: "a 50-pound sack"
        return None
    nation = f.words("nation")
    if nation:
        unit = lexicon.NATIONAL_DOLLARS.get(nation[0], unit)
    if word in ("won", "real", "try", "pound", "rand", "dong") and not f.words("s"):
        token = f.doc[f.stream.token[f.match.end() - 1]]
        if token.pos_ != "NOUN":
            return None
    return _ranged(f, "money", unit)


# Before "half": what makes it a part of a game, or adds it to a number of something ("a decade and a half").
_NTH = frozenset({"first", "second", "other", "better", "latter", "1st", "2nd", "and"})


def fraction(f: Found) -> Amount | None:
    """ "two-thirds", "a quarter", "half of"."""
    name = f.words("f")[0]
    top = 1.0 if not f.words("n") or f.words("n")[0] in ("a", "an") else f.number("n", "s")
    bottom = lexicon.FRACTION_OF[name]
    if top is None or top >= bottom or (name == "half" and f.before() in _NTH):
        return None
    plural = name in lexicon._PLURAL_FRACTIONS
    if plural == (top == 1) and name not in ("half",):
        return None
    follower = f.next_token()
    if not plural and f.after() != "of" and follower is not None:
        if follower.pos_ in ("NOUN", "ADJ", "PROPN", "NUM") or f.after() in ("-", "an", "hour"):
            return None
        if name == "half" and f.after() not in (
            "the",
            "its",
            "their",
            "in",
            "to",
            ".",
            ",",
            "last",
            "since",
            "by",
            "this",
        ):
            return None
    return _amount(f, "fraction", value=round(top / bottom, 4))


def ratio(f: Found) -> Amount | None:
    """ "four in ten", "one out of five"."""
    top, bottom = f.number("n", "s"), f.number("n2", "s2")
    if (
        top is None
        or bottom is None
        or not 0 < top < bottom
        or bottom not in (2, 3, 4, 5, 6, 7, 8, 9, 10, 20, 50, 100, 1000)
    ):
        return None
    return _amount(f, "fraction", value=round(top / bottom, 4))


def age(f: Found) -> Amount | None:
    """ "a 34-year-old", "aged 34", "12 years old"."""
    value = f.number("n", "s")
    return _amount(f, "age", unit="years", value=value) if value is not None and value < 130 else None


def aside(f: Found) -> Amount | None:
    """ "The suspect, 29, was held": an age between commas."""
    token, value = f.token_before(), f.number("n", "s")
    if token is None or value is None or not 0 < value < 115 or value != int(value):
        return None
    if token.pos_ not in ("NOUN", "PROPN") or token.ent_type_ in (
        "DATE",
        "GPE",
        "ORG",
        "CARDINAL",
        "EVENT",
        "PRODUCT",
        "LAW",
    ):
        return None
    follower = f.next_token()
    if follower is not None and (follower.like_num or follower.ent_type_ == "DATE"):
        return None
    amount = _amount(f, "age", unit="years", value=value)
    if amount is None:
        return None
    span = f.match.span("n")
    place = f.stream.place(span)
    return Amount(
        start=place[0], end=place[1], first=f.stream.token[span[0]], last=f.stream.token[span[1] - 1],
        kind="age", value=amount.value, unit="years", before=amount.before,
    )  # fmt: skip


def magnitude(f: Found) -> Amount | None:
    """ "a 6.4-magnitude quake", "magnitude 5.9"."""
    return _amount(f, "magnitude")


def count(f: Found) -> Amount | None:
    """A number that counts what follows, or stands alone."""
    if f.words("n") == ["one"] and not f.words("s") and not f.words("n2") and not _counts_one(f):
        return None
    if f.words("n2"):
        low, high = _range(f)
        if low is None or high is None or high <= low:
            return None
        return _amount(f, "count", value=low, high=high)
    return _amount(f, "count")


def _counts_one(f: Found) -> bool:
    """Whether "one" is a number: right before its noun, not "no one", "a wrong one", "one day"."""
    follower = f.next_token()
    if (
        follower is None
        or follower.tag_ != "NN"
        or f.after() in ("day", "another", "way", "thing", "side", "hand", "point")
    ):
        return False
    return f.before() not in ("no", "this", "that", "any", "every", "each", "-") and not f.words("added")


_Q = "qual:(QUAL)? added:(ADDED)?"
_TO = "(TO | HYPH | OR | AND)"
RULES: tuple[tuple[str, Rule], ...] = (
    (f"{_Q} n:NUM s:(BIG)? ((TO | HYPH | OR) n2:NUM s2:(BIG)?)? HYPH? PERCENT", percent),
    (f"{_Q} n:NUM PERCENT (TO | HYPH | OR | AND) n2:NUM PERCENT", percent),
    ("BETWEEN at:(n:NUM PERCENT? AND n2:NUM PERCENT)", percent),
    (f"{_Q} n:NUM ((TO | HYPH | OR) n2:NUM)? HYPH? u:((PERCENTAGE | BASIS) (POINTS | POINT))", points),
    (f"{_Q} c:CUR n:NUM (HYPH? s:(BIG))? ((TO | HYPH | OR) CUR? n2:NUM (HYPH? s2:(BIG))?)?", money),
    ("BETWEEN at:(c:CUR n:NUM s:(BIG)? AND CUR? n2:NUM s2:(BIG)?)", money),
    (f"{_Q} n:NUM s:(BIG)? ((TO | HYPH | OR) n2:NUM s2:(BIG)?)? HYPH? nation:(NATION)? c:CURW", money_words),
    ("BETWEEN at:(n:NUM s:(BIG)? AND n2:NUM s2:(BIG)? c:CURW)", money_words),
    ("qual:(QUAL)? n:(A | ONE) HYPH? f:(FRAC | HALF)", fraction),
    (f"{_Q} n:NUM HYPH? f:FRACS", fraction),
    ("qual:(QUAL)? f:HALF", fraction),
    ("qual:(QUAL)? n:(NW | ONE | DIG) (IN | OUT OF) (EVERY)? n2:(NW | DIG)", ratio),
    ("A? added:(ADDED)? n:(NUM) HYPH u:YEAR HYPH OLD", age),
    ("n:(NUM) u:YEARS OLD", age),
    ("AGED n:NUM", age),
    ("COMMA n:DIG COMMA", aside),
    ("A? n:DIG HYPH MAGNITUDE", magnitude),
    ("MAGNITUDE HYPH? n:DIG", magnitude),
    (f"{_Q} n:NUM s:(BIG)? ((TO | HYPH | OR) n2:NUM s2:(BIG)?)?", count),
    (f"{_Q} n:NUM s:(BIG)? HYPH behind:ODD", count),
    (f"{_Q} n:NUM s:(BIG)?", count),
    ("BETWEEN at:(n:NUM s:(BIG)? AND n2:NUM s2:(BIG)?)", count),
    ("qual:(QUAL)? n:A s:(HUNDRED | SCALE | DOZEN)", count),
)
_READER = Reader(lexicon.classify, whole=lexicon.whole)
_GRAMMAR: Grammar[Rule] = Grammar(lexicon.compiler(), RULES)


def find_amounts(doc: Doc, text: str, breaks: frozenset[int]) -> Iterator[Amount]:
    """All amounts of a Doc, in order, dates and codes among them: `figures` sorts those out."""
    stream = _READER.read(doc, text, breaks)
    yield from _GRAMMAR.scan(stream.codes, lambda match, rule: rule(Found(match, stream, doc)))
