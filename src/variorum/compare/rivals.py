"""What tells two clauses apart though their words are close: another place, another person, another part."""

import re
from itertools import pairwise

from variorum.compare.reading import read, stem, word_set
from variorum.compare.statements import Unit

CALENDAR = frozenset(
    map(
        stem,
        word_set(
            "monday tuesday wednesday thursday friday saturday sunday january february march april may june july "
            "august september october november december mon tue wed thu fri sat sun"
        ),
    )
)
_GROUPS = tuple(
    frozenset(map(stem, group.split()))
    for group in (
        "north south east west northern southern eastern western",
        "first second third fourth fifth sixth final initial last opening latest",
        "men women boys girls male female",
        "start end begin finish",
        "morning afternoon evening",
        "local national global worldwide regional federal",
        "upper lower",
        "indoor outdoor",
        "quarter half month",
    )
)
_RANKS = {
    stem(word): stem(rank)
    for word, rank in (("initial", "first"), ("opening", "first"), ("final", "last"), ("latest", "last"))
}
_IMPORTS, _EXPORTS = stem("imports"), stem("exports")
_BOUGHT_FROM = re.compile(r"\bimports?\b[^.;]{0,60}\bfrom\b", re.IGNORECASE)
_SOLD_TO = re.compile(r"\bexports?\b[^.;]{0,60}\bto\b", re.IGNORECASE)
_TRADE = "exports?|imports?|sales|shipments?|deliver(?:y|ies)|output|production|purchases?|prices?|supplies"
_GOODS = re.compile(rf"\b(?i:{_TRADE}) of (?!the\b)(?P<of>[a-z]+(?: [a-z]+)?)|\b(?P<before>[a-z]{{3,}}) (?:{_TRADE})\b")
_FURTHER = frozenset(map(stem, ("another", "additional", "further", "again", "second", "fresh")))
_AHEAD = frozenset(
    read("will would shall plan planned plans expected set due intends propose next soon tomorrow ll").words
)
_ATTEMPTS = frozenset(
    read(
        "sought seek seeking tried try tries trying attempted attempt attempts struggled failed wanted hoped refused "
        "decided declined"
    ).words
)
_TITLES = frozenset(
    map(
        stem,
        word_set(
            "president prime minister general colonel captain senator governor mayor professor king queen mr mrs ms dr"
        ),
    )
)


def names_of(unit: Unit) -> frozenset[str]:
    """Stems of the names in the clause, without days, months and titles."""
    return unit.reading.names - CALENDAR - _TITLES


def rivals(a: Unit, b: Unit) -> tuple[frozenset[str], frozenset[str]]:
    """Names that only one of the two has, as far as they do not stand for an actor or a country that both name."""
    return _own(a, b), _own(b, a)


def _own(a: Unit, b: Unit) -> frozenset[str]:
    left = names_of(a) - b.reading.content
    if not left:
        return left
    source = a.quote.source if a.quote else ()
    said_by = (a.speaker or "", *(a.article.text[start:end] for start, end in source))
    speaker = read(" ".join(said_by)).content
    known: set[str] = set()
    by_local = {actor.id: actor for actor in a.article.actors}
    shared = a.actors & b.actors
    for mention in a.article.mentions:
        if not (a.span[0] <= mention.start < a.span[1]) or mention.actor not in by_local:
            continue
        actor = by_local[mention.actor]
        bare = mention.label in ("COUNTRY", "NORP") and not b.countries  # what the other names may lie there
        same = (
            bare or actor.country in b.countries or any(word in b.reading.content for word in read(actor.name).content)
        )
        if same or (shared and mention.actor in a.clause.actors and len(shared) == len(a.actors)):
            known |= read(a.article.text[mention.start : mention.end]).content
    return left - speaker - known


def told_apart(a: Unit, b: Unit, *, subject: bool = False) -> str:
    """Why two clauses are of different things, or nothing.

    Names on both sides that the other lacks tell them apart, unless they share a name besides; with `subject` a shared
    subject does not count.
    """
    for group in _GROUPS:
        x, y = ({_RANKS.get(w, w) for w in u.reading.content & group} for u in (a, b))
        if x and y and not x & y:
            return f"{min(x)} against {min(y)}"
    flows = one_flow(a, b)
    if flows is not None:
        return "" if flows else "imports against exports"
    goods_a, goods_b = _goods(a), _goods(b)
    if goods_a and goods_b and not goods_a & b.reading.content and not goods_b & a.reading.content:
        return f"{min(goods_a)} against {min(goods_b)}"
    if _further(a) != _further(b):
        return "a further one"
    own_a, own_b = rivals(a, b)
    if own_a and own_b:
        common = names_of(a) & b.reading.content
        if subject:
            common -= _subject(a) | _subject(b)
        if not common:
            return f"{min(own_a)} against {min(own_b)}"
    return ""


def one_flow(a: Unit, b: Unit) -> bool | None:
    """Whether imports that one speaks of may be the exports that the other does, told from the other end.

    None where both speak of the same, or not of both.
    """
    x, y = ({_IMPORTS, _EXPORTS} & u.reading.content for u in (a, b))
    if not x or not y or x & y:
        return None
    bought, sold = (a, b) if _IMPORTS in x else (b, a)
    return bool(_BOUGHT_FROM.search(bought.text) and _SOLD_TO.search(sold.text))


def _goods(unit: Unit) -> frozenset[str]:
    """What is traded or made, where the clause says it: "exports of palm oil", "biodiesel exports"."""
    found = [m.group("of") or m.group("before") for m in _GOODS.finditer(unit.text)]
    return read(" ".join(found)).content


def _further(unit: Unit) -> bool:
    """Whether the clause speaks of one more of its kind: "another", "two more"."""
    words = unit.reading.words
    if set(words) & _FURTHER:
        return True
    return any(word == stem("more") and after != "than" for word, after in zip(words, (*words[1:], ""), strict=True))


def _subject(unit: Unit) -> frozenset[str]:
    span = unit.clause.subject
    return read(unit.article.text[span[0] : span[1]]).content if span else frozenset()


def looks_ahead(unit: Unit) -> bool:
    """Whether the clause says in so many words that the deed is to come: a parse alone is no evidence.

    What somebody sought, tried or decided to do is no announcement.
    """
    words = unit.reading.words
    if set(words) & _AHEAD:
        return True
    return ("to", stem(unit.clause.predicate)) in pairwise(words) and not set(words) & _ATTEMPTS
