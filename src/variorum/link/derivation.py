"""Who copied whom: direction and strength of derivation between the reports of a story."""

import re
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from typing import Literal

from variorum.link.origins import wire
from variorum.read.dateline import dateline_end
from variorum.text import overlap
from variorum.types import AnnotatedArticle, Derivation, Reuse, Span, Story

VERBATIM_SHARE = 0.25  # of a report's narration, from which verbatim passages make it a copy
SEVERAL_SHARE = 0.12  # the same where a later report has two passages and more of so many words outside quotations
SEVERAL, LONG = 2, 15
OPENING = 3  # sentences among which the dateline may stand: title and dateline are some of them
CLOSE = 0.1  # difference of two shares that does not tell the copy
REWORDED_SHARE = 0.3
WITNESSED = 120  # characters more that third reports share with a report than with its rewording

_MARKED = re.compile(r"“[^“”\n]{1,2000}”|\"[^\"\n]{1,2000}\"|``[^`\n]{1,2000}?''|«[^«»\n]{1,2000}»|„[^„“\n]{1,2000}“")

Pair = tuple[str, str]


def find_derivations(
    articles: Sequence[AnnotatedArticle], stories: Sequence[Story], reuse: Sequence[Reuse]
) -> tuple[Derivation, ...]:
    """For each report that took its text from another, the likeliest of what it took it from."""
    by_id = {a.id: a for a in articles}
    pairs: dict[Pair, list[Reuse]] = defaultdict(list)
    for found in reuse:
        if found.a.article in by_id and found.b.article in by_id:
            pairs[found.a.article, found.b.article].append(found)
    candidates: dict[str, list[Derivation]] = defaultdict(list)
    printed = _printed(pairs)
    for (a, b), found_here in sorted(pairs.items()):
        elsewhere = (printed[a] - printed[a, b], printed[b] - printed[a, b])
        for derived in _derive(by_id[a], by_id[b], found_here, elsewhere):
            candidates[derived.article].append(derived)
    return tuple(max(found, key=lambda d: (d.share, d.from_ or "")) for _, found in sorted(candidates.items()))


def _printed(pairs: Mapping[Pair, Sequence[Reuse]]) -> Counter[str | Pair]:
    """How many characters each report shares word for word with all others, and with each of them."""
    out: Counter[str | Pair] = Counter()
    for (a, b), found in pairs.items():
        count = sum(r.a.end - r.a.start for r in found if r.kind == "verbatim")
        out[a] += count
        out[b] += count
        out[a, b] += count
    return out


def _derive(
    a: AnnotatedArticle, b: AnnotatedArticle, found: Sequence[Reuse], elsewhere: tuple[int, int]
) -> list[Derivation]:
    """What one of two reports took from the other, or both from a report that is not held.

    Args:
        elsewhere: how many characters each shares word for word with third reports.
    """
    verbatim = [r for r in found if r.kind == "verbatim"]
    reworded = len(verbatim) < len(found)
    shares = _shares(a, b, verbatim)
    kind: Literal["verbatim", "paraphrase"] = "verbatim"
    if max(shares) < (SEVERAL_SHARE if _takes_sentences(a, b, verbatim) else VERBATIM_SHARE):
        kind, shares = "paraphrase", _shares(a, b, found) if reworded else (0.0, 0.0)
        if max(shares) < REWORDED_SHARE:
            return []
    score = round(min(0.99, 0.5 + max(shares) / 2), 2)
    credit = wire(a), wire(b)
    one_wire = bool(credit[0]) and credit[0] == credit[1]
    if _siblings(a, b, shares):
        why = f"{a.id} and {b.id} share {min(shares):.0%} of their narration and each has more: both draw on " + (
            f"{credit[0]}, which they credit" if one_wire else "a report that is not here"
        )
        return [
            Derivation(article=x.id, from_=None, kind="wire" if one_wire else kind, share=share, score=score, why=why)
            for x, share in zip((a, b), shares, strict=True)
        ]
    copy, source, share, reason = _direction(a, b, shares, elsewhere)
    words = "word for word" if kind == "verbatim" else "in other words, in the same order"
    why = f"{share:.0%} of its narration is there {words}; {reason}"
    if one_wire:
        why += f"; both credit {credit[0]}"
    return [
        Derivation(
            article=copy.id, from_=source.id, kind="wire" if one_wire else kind, share=share, score=score, why=why
        )
    ]


def _siblings(a: AnnotatedArticle, b: AnnotatedArticle, shares: tuple[float, float]) -> bool:
    """Whether nothing tells the source from the copy: same day or no dates, and each has as much of its own."""
    return not _dated_apart(a, b) and max(shares) < 0.75 and abs(shares[0] - shares[1]) < 0.08


def _direction(
    a: AnnotatedArticle, b: AnnotatedArticle, shares: tuple[float, float], elsewhere: tuple[int, int]
) -> tuple[AnnotatedArticle, AnnotatedArticle, float, str]:
    """The copy, its source, the copy's share and the reason.

    Dates decide, unless one was only inferred: then, as in the criticism of manuscripts, what third reports have word
    for word stands in the source rather than in its rewording, and so do a byline and a dateline.
    """
    dates = (a.published or "")[:10], (b.published or "")[:10]
    dated, later = _dated_apart(a, b), dates[0] > dates[1]
    signed = _is_signed(a), _is_signed(b)
    if dated and "inferred" not in {a.published_from, b.published_from}:
        copy_is_a, why = later, f"published later ({max(dates)} after {min(dates)})"
    elif abs(elsewhere[0] - elsewhere[1]) >= WITNESSED:
        copy_is_a, why = elsewhere[0] < elsewhere[1], "third reports share the words of the other"
    elif dated:
        copy_is_a, why = later, f"published later, it seems ({max(dates)} after {min(dates)})"
    elif signed[0] != signed[1] and abs(shares[0] - shares[1]) < CLOSE:
        copy_is_a, why = signed[1], "only the other says who reported, or from where"
    else:
        copy_is_a, why = shares[0] > shares[1], "nearly all of it is there, while the other has more"
    return (a, b, shares[0], why) if copy_is_a else (b, a, shares[1], why)


def _takes_sentences(a: AnnotatedArticle, b: AnnotatedArticle, verbatim: Sequence[Reuse]) -> bool:
    """Whether a later report has several long passages of an earlier one's own words, not of what somebody said."""
    if not _dated_apart(a, b):
        return False
    speech = _merge(_speech(a))
    told = (r for r in verbatim if not any(overlap((r.a.start, r.a.end), s) for s in speech))
    return sum(len(r.a.text.split()) >= LONG for r in told) >= SEVERAL


def _dated_apart(a: AnnotatedArticle, b: AnnotatedArticle) -> bool:
    dates = (a.published or "")[:10], (b.published or "")[:10]
    return bool(dates[0] and dates[1] and dates[0] != dates[1])


def _is_signed(article: AnnotatedArticle) -> bool:
    """Whether a report has a byline, or a dateline before its first sentences: copies hardly ever print them."""
    if article.author:
        return True
    starts = [start for start, _ in article.body[:2]] + [start for start, _ in article.sentences[:OPENING]]
    return any(dateline_end(article.text, start, len(article.text)) > start for start in starts)


def _shares(a: AnnotatedArticle, b: AnnotatedArticle, found: Sequence[Reuse]) -> tuple[float, float]:
    return (
        _share(a, [(r.a.start, r.a.end) for r in found]),
        _share(b, [(r.b.start, r.b.end) for r in found]),
    )


def _share(article: AnnotatedArticle, taken: Sequence[Span]) -> float:
    """The share of the article's narration (its text outside direct speech) that the spans cover."""
    speech = _merge(_speech(article))
    body = article.body or ((0, len(article.text)),)
    total = sum(e - s for s, e in body) - sum(overlap(x, y) for x in body for y in speech)
    merged = _merge(taken)
    covered = sum(overlap(x, y) for x in merged for y in body)
    covered -= sum(overlap(x, y) for x in merged for y in speech)
    return round(max(0, covered) / total, 4) if total > 0 else 0.0


def _speech(article: AnnotatedArticle) -> list[Span]:
    """Direct speech: what is quoted, and whatever else stands between quotation marks."""
    marked = [match.span() for match in _MARKED.finditer(article.text)]
    return [*marked, *(s for q in article.quotes if q.kind != "indirect" for s in q.content)]


def _merge(spans: Sequence[Span]) -> list[Span]:
    out: list[Span] = []
    for start, end in sorted(spans):
        if out and start <= out[-1][1]:
            out[-1] = (out[-1][0], max(end, out[-1][1]))
        else:
            out.append((start, end))
    return out
