"""Undated articles are dated from the other reports of their story, or not at all."""

from variorum.link.dating import find_dates
from variorum.types import AnnotatedArticle, Reuse, SpanRef, Story


def article(id: str, published: str | None) -> AnnotatedArticle:
    return AnnotatedArticle(id=id, text="x" * 100, published=published)


def shares(a: str, b: str, length: int) -> Reuse:
    one, other = (SpanRef(article=id, start=0, end=length, text="x" * length) for id in (a, b))
    return Reuse(kind="verbatim", a=one, b=other, score=1.0)


def dates(days: dict[str, str | None], *reuse: Reuse) -> dict[str, str]:
    stories = [Story(id="s", title="", articles=tuple(days))]
    return dict(find_dates([article(id, day) for id, day in days.items()], stories, reuse))


def test_the_middle_of_dates_that_lie_close() -> None:
    days = {"a": "2021-03-01", "b": "2021-03-02T08:00:00+00:00", "c": "2021-03-04", "u": None}
    assert dates(days) == {"u": "2021-03-02"}


def test_the_date_of_what_it_shares_most_with() -> None:
    days = {"a": "2021-03-01", "b": "2021-03-20", "u": None}
    assert dates(days, shares("u", "b", 60), shares("a", "u", 30)) == {"u": "2021-03-20"}


def test_no_date_in_doubt() -> None:
    assert dates({"a": "2021-03-01", "b": "2021-03-20", "u": None}, shares("u", "b", 10)) == {}
    assert dates({"u": None, "v": None}) == {}
    assert dates({"a": "soon", "u": None}) == {}
    assert dates({"a": "2021-03-01"}) == {}
