"""Dates for articles that bear none, from the other reports of their story."""

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from datetime import date

from variorum.types import AnnotatedArticle, Reuse, Story

NEAR = 3  # days over which a story's dated reports may spread for their middle to stand for an undated one
SHARED = 0.2  # share of an undated article's text that it must have in common with a report to bear its date


def find_dates(
    articles: Sequence[AnnotatedArticle], stories: Sequence[Story], reuse: Sequence[Reuse]
) -> Mapping[str, str]:
    """ISO dates of undated articles, by id; articles whose date cannot be told are left out.

    An article that shares much of its text with a dated report bears that report's date; else, where the dated
    reports of the story lie close together, the middle one of their dates.
    """
    days = {article.id: _day(article.published) for article in articles}
    length = {article.id: len(article.text) for article in articles}
    shared: dict[str, Counter[str]] = defaultdict(Counter)
    for passage in reuse:
        for one, other in ((passage.a, passage.b), (passage.b, passage.a)):
            shared[one.article][other.article] += one.end - one.start
    found: dict[str, str] = {}
    for story in stories:
        dated = sorted((day, id) for id in story.articles if (day := days.get(id)))
        for id in story.articles:
            if dated and id in days and days[id] is None:
                day = _date(shared[id], SHARED * length[id], dated)
                if day:
                    found[id] = day.isoformat()
    return found


def _date(shared: Mapping[str, int], enough: float, dated: Sequence[tuple[date, str]]) -> date | None:
    """The date of an article that shares so many characters with each report of its story."""
    most, source = max(dated, key=lambda report: shared.get(report[1], 0))
    if shared.get(source, 0) >= max(1.0, enough):
        return most
    if (dated[-1][0] - dated[0][0]).days <= NEAR:
        return dated[(len(dated) - 1) // 2][0]
    return None


def _day(published: str | None) -> date | None:
    try:
        return date.fromisoformat((published or "")[:10])
    except ValueError:
        return None
