"""What a new version of an article changed: in claims, figures and quotations, not in commas.

What both versions have is set aside first, by its words alone: case, marks and order do not count. What is left of each
is paired by the words that the two share, nearest first; what stays alone was dropped or added.
"""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from itertools import zip_longest
from typing import Literal

from variorum.compare.reading import Reading, fold, printed, read
from variorum.compare.statements import Who, span_ref, units
from variorum.compare.telling import tells
from variorum.text import around
from variorum.types import AnnotatedArticle, Figure, Quote, Revision, Span

Kind = Literal["claim", "figure", "quote"]
NEAR = 0.5  # share of the words of the shorter, and of both 0.6 of that, from which two are one thing told anew
RARE = 50  # places of a word beyond which it proposes no pair
TRIED = 8  # of the nearest by shared words that are looked at
_DENIALS = frozenset({"denied", "denies", "deny", "denying", "rejected", "rejects", "dismissed", "dismisses"})


@dataclass(frozen=True)
class _Part:
    """A claim, a figure or a quotation of one version."""

    article: AnnotatedArticle
    span: Span
    key: str  # what must be the same for nothing to have changed
    around: Reading  # by which it finds its counterpart
    sort: str = ""  # only parts of one sort are counterparts
    says: str = ""

    @property
    def text(self) -> str:
        return self.article.text[self.span[0] : self.span[1]]


def find_revisions(before: AnnotatedArticle, after: AnnotatedArticle) -> tuple[Revision, ...]:
    """What the later of two versions adds, drops and changes, each with its place in both."""
    figures = _compare("figure", _figures(before), _figures(after), _figure_change)
    quotes = _compare("quote", _quotes(before), _quotes(after), _quote_change)
    claims = _compare("claim", _claims(before), _claims(after), _claim_change)
    told = [(r.before, r.after) for r in figures if r.change == "changed"]
    others = [r for r in (*claims, *quotes) if not _only_numbers(r, told)]
    return tuple(sorted((*others, *figures), key=_place))


def _place(r: Revision) -> tuple[bool, int, int]:
    """By place in the later version; what it has dropped comes last."""
    at = r.after or r.before
    assert at is not None
    return r.after is None, at.start, at.end


# --- the parts of a version


def _claims(article: AnnotatedArticle) -> list[_Part]:
    """Clauses that say something by themselves and are not part of what somebody is quoted with."""
    found = units(article, Who())
    out = []
    for unit, after in zip_longest(found, found[1:]):
        if unit.quote is None and tells(unit, after):
            out.append(_Part(article, unit.span, _words(unit.text), read(_line(unit.text)), says=unit.clause.status))
    return out


def _quotes(article: AnnotatedArticle) -> list[_Part]:
    out = []
    for quote in article.quotes:
        if quote.content:
            text = " ".join(article.text[start:end] for start, end in quote.content)
            span = quote.content[0][0], quote.content[-1][1]
            by = _speaker(article, quote)
            out.append(_Part(article, span, f"{_words(text)}|{fold(by)}", read(_line(text)), says=by))
    return out


def _figures(article: AnnotatedArticle) -> list[_Part]:
    out = []
    for figure in article.figures:
        start, end = _sentence(article, (figure.start, figure.end))
        text = article.text[start : figure.start] + " " + article.text[figure.end : end]
        key = f"{_says(figure)}|{fold(figure.measure or '')}|{figure.period}"
        about = read(_line(text))
        part = _Part(article, (figure.start, figure.end), key, about, sort=figure.unit or "", says=_says(figure))
        out.append(part)
    return out


def _sentence(article: AnnotatedArticle, span: Span) -> Span:
    return around(span, article.sentences)


def _says(figure: Figure) -> str:
    high = "" if figure.high is None else f"–{figure.high:g}"
    return " ".join(filter(None, (figure.qualifier, f"{figure.value:g}{high}", figure.unit)))


def _speaker(article: AnnotatedArticle, quote: Quote) -> str:
    """Who said it, whether in these words, and whether it was denied."""
    words = {fold(word) for start, end in quote.cue for word in article.text[start:end].split()}
    denied = ", who denies it" if words & _DENIALS else ""
    return f"{quote.speaker or 'nobody named'}{', reported' if quote.kind == 'indirect' else ''}{denied}"


def _line(text: str) -> str:
    return " ".join(text.split())


def _words(text: str) -> str:
    """A text without what does not count: case, accents, marks, spaces."""
    return " ".join(read(_line(text)).words)


# --- comparing


def _compare(
    kind: Kind, before: Sequence[_Part], after: Sequence[_Part], change: Callable[[_Part, _Part], str]
) -> list[Revision]:
    old, new = _left(before, after), _left(after, before)
    pairs = _pairs(old, new)
    out = []
    for a, b in pairs:
        if why := change(a, b):
            at = {"before": span_ref(a.article, a.span), "after": span_ref(b.article, b.span)}
            out.append(Revision(kind=kind, change="changed", why=why, **at))
    paired_old, paired_new = {id(a) for a, _ in pairs}, {id(b) for _, b in pairs}
    gone = [span_ref(part.article, part.span) for part in old if id(part) not in paired_old]
    come = [span_ref(part.article, part.span) for part in new if id(part) not in paired_new]
    out += [Revision(kind=kind, change="dropped", before=at) for at in gone]
    out += [Revision(kind=kind, change="added", after=at) for at in come]
    return out


def _left(parts: Sequence[_Part], others: Iterable[_Part]) -> list[_Part]:
    """The parts that the other version has not, as often as here."""
    there = Counter(part.key for part in others)
    out = []
    for part in parts:
        if there[part.key] > 0:
            there[part.key] -= 1
        else:
            out.append(part)
    return out


def _pairs(old: Sequence[_Part], new: Sequence[_Part]) -> list[tuple[_Part, _Part]]:
    """Counterparts, nearest first, each part in one pair at most."""
    places: dict[str, list[int]] = defaultdict(list)
    for j, part in enumerate(new):
        for word in part.around.content:
            places[word].append(j)
    scored = []
    for i, part in enumerate(old):
        shared = Counter(j for word in part.around.content if len(places[word]) <= RARE for j in places[word])
        for j, _ in shared.most_common(TRIED):
            if part.sort == new[j].sort and (near := _near(part.around, new[j].around)):
                scored.append((-near, i, j))
    out = []
    taken_old, taken_new = set(), set()
    for _, i, j in sorted(scored):
        if i not in taken_old and j not in taken_new:
            taken_old.add(i)
            taken_new.add(j)
            out.append((old[i], new[j]))
    return out


def _near(a: Reading, b: Reading) -> float:
    """The share of their words that two texts have in common; 0 where that is too little."""
    shared = len((a.content - a.numbers) & (b.content - b.numbers))
    sizes = len(a.content - a.numbers), len(b.content - b.numbers)
    if not shared or shared < NEAR * min(sizes) or shared < 0.6 * NEAR * max(sizes):
        return 0.0
    return shared / (sizes[0] + sizes[1] - shared)


def _claim_change(a: _Part, b: _Part) -> str:
    """What the later claim says otherwise, in words; nothing where only small words and marks differ."""
    out = []
    x, y = a.around, b.around
    if x.numbers != y.numbers:
        out.append(f"numbers: {_listed(x.numbers - y.numbers)} became {_listed(y.numbers - x.numbers)}")
    if x.negations % 2 != y.negations % 2:
        out.append("one is negated")
    if a.says != b.says:
        out.append(f"{a.says} became {b.says}")
    gone, come = (one.content - other.content - one.numbers for one, other in ((x, y), (y, x)))
    if gone or come:
        lost, gained = printed(a.text, gone), printed(b.text, come)
        out.append("; ".join(filter(None, (lost and f"gone: {lost}", gained and f"new: {gained}"))))
    return "; ".join(filter(None, out))


def _quote_change(a: _Part, b: _Part) -> str:
    said = _claim_change(_unsaid(a), _unsaid(b)) or ("other words" if _words(a.text) != _words(b.text) else "")
    by = f"by {a.says}; now by {b.says}" if a.says != b.says else ""
    return "; ".join(filter(None, (by, said)))


def _unsaid(part: _Part) -> _Part:
    return _Part(part.article, part.span, part.key, part.around)


def _figure_change(a: _Part, b: _Part) -> str:
    return f"{a.says} became {b.says}" if a.says != b.says else ""


def _listed(numbers: Iterable[str]) -> str:
    return ", ".join(sorted(numbers)) or "none"


def _only_numbers(r: Revision, told: Sequence[tuple[object, object]]) -> bool:
    """Whether a claim has changed in nothing but figures that are told of by themselves."""
    if r.change != "changed" or not r.why.startswith("numbers: ") or ";" in r.why:
        return False
    assert r.before is not None
    assert r.after is not None
    inside = ((getattr(a, "start", -1), getattr(b, "start", -1)) for a, b in told)
    return any(r.before.start <= a < r.before.end and r.after.start <= b < r.after.end for a, b in inside)
