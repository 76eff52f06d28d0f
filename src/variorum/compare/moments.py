"""When something was said or published: the same words, put on two days."""

import re
from collections.abc import Sequence
from datetime import date

from variorum.compare.finding import Voice, finding, plain
from variorum.compare.layout import Layout
from variorum.compare.pairs import Pair
from variorum.compare.statements import Unit
from variorum.text import inside
from variorum.types import Disagreement, Span, Time

SAME = 0.85  # match from which two wordings are one utterance
MIN_WORDS = 6
FAR = 14  # days: words that are said again a fortnight later may have been said twice
_NAMED = re.compile(  # "today" and "yesterday" depend on when a report was written
    r"\b(?:mon|tues|wednes|thurs|fri|satur|sun)day\b|\b(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*\.? \d",
    re.IGNORECASE,
)
_ISSUED = re.compile(r"\b(?:publish|air|broadcast|releas|post|print|issu|record)\w*", re.IGNORECASE)


def find_moments(stories: Sequence[str], units: Sequence[Unit], pairs: Sequence[Pair]) -> list[Disagreement]:
    """One utterance that reports put on two days; the surest for each pair of reports and speaker."""
    articles = {unit.article.id: unit.article for unit in units}
    layouts = {id: Layout(article) for id, article in articles.items()}
    taken: set[tuple[str, str, str]] = set()
    out = []
    for pair in sorted(pairs, key=lambda p: -p.score):
        a, b = units[pair.i], units[pair.j]
        if pair.score < SAME or pair.against or not _one_saying(a, b):
            continue
        key = min(a.article.id, b.article.id), max(a.article.id, b.article.id), a.speaker_id or ""
        x, y = (_moment(unit, layouts[unit.article.id]) for unit in (a, b))
        if key in taken or x is None or y is None or not _apart(x[0], y[0]) or _issued(a, x) != _issued(b, y):
            continue
        taken.add(key)
        printed = [plain(u.article.text[t.start : t.end]) for u, (t, _) in ((a, x), (b, y))]
        sides = [(str(t.from_)[:10], [Voice(u, span=where)]) for u, (t, where) in ((a, x), (b, y))]
        why = f"the same words of {a.speaker or 'one speaker'}; “{printed[0]}” against “{printed[1]}”"
        out.append(finding("date", stories, plain(a.text)[:160], sides, score=0.85 * pair.score, why=why))
    return out


def _one_saying(a: Unit, b: Unit) -> bool:
    """Whether both are long direct quotations of one speaker."""
    if a.quote is None or b.quote is None or {a.quote.kind, b.quote.kind} != {"direct"}:
        return False
    shared = a.reading.content & b.reading.content
    long = min(len(a.reading.words), len(b.reading.words)) >= MIN_WORDS
    return long and bool(a.speaker_id and a.speaker_id == b.speaker_id) and len(shared) >= 3


def _moment(unit: Unit, layout: Layout) -> tuple[Time, Span] | None:
    """The one day that the report names beside the words that hand a quotation on, and where it stands."""
    quote, article = unit.quote, unit.article
    if quote is None or not quote.cue:
        return None
    spoken = [content for q in article.quotes for content in q.content]
    around = layout.sentence(quote.cue[0][0])
    first = min(quote.content[0][0], around[0])
    before = layout.sentence(max(0, first - 2))
    if "\n" in article.text[before[0] : first]:
        before = around  # another paragraph
    for sentence in (around, before):
        days = [
            t
            for t in article.times
            if sentence[0] <= t.start < sentence[1] and t.kind == "DATE" and not inside((t.start, t.end), spoken)
        ]
        if len({t.value for t in days}) == 1 and len(days[0].value) == 10 and days[0].from_ == days[0].to:
            return (days[0], sentence) if _NAMED.search(article.text, days[0].start, days[0].end) else None
        if days:
            return None
    return None


def _apart(x: Time, y: Time) -> bool:
    try:
        days = abs((date.fromisoformat(x.value) - date.fromisoformat(y.value)).days)
    except ValueError:
        return False
    return 0 < days <= FAR


def _issued(unit: Unit, moment: tuple[Time, Span]) -> bool:
    """Whether the day is that of publication: "told the paper in an interview published Sunday"."""
    time, (start, _) = moment
    return bool(_ISSUED.search(unit.article.text, max(start, time.start - 24), time.start))
