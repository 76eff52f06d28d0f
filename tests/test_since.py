"""An undated report is not older than what it tells of as past."""

import math
from datetime import date

import pytest

from variorum.link.traits import profile
from variorum.types import AnnotatedArticle, Clause, Time

TEXT = "Exports of tin rose in the first five months of 2031. In 2032 the mine may close."


def report(published: str | None = None, second: str = "planned") -> AnnotatedArticle:
    def time(words: str, first: str, last: str) -> Time:
        start = TEXT.index(words)
        return Time(start=start, end=start + len(words), kind="DATE", value="", from_=first, to=last)

    times = (
        time("the first five months of 2031", "2031-01-01", "2031-05-31"),
        time("2032", "2032-01-01", "2032-12-31"),
    )
    clauses = (
        Clause(start=0, end=53, status="happened", times=(0,)),
        Clause(start=54, end=len(TEXT), status=second, times=(1,)),  # type: ignore[arg-type]
    )
    return AnnotatedArticle(
        id="a", text=TEXT, published=published, body=((0, len(TEXT)),), times=times, clauses=clauses
    )


def day(report: AnnotatedArticle) -> float:
    return float(profile([report]).since[0])


@pytest.mark.models
def test_the_last_past_time_bounds_an_undated_report() -> None:
    assert day(report()) == date(2031, 5, 31).toordinal()
    assert day(report(second="happened")) == date(2032, 1, 1).toordinal()  # a year may still be running


@pytest.mark.models
def test_a_dated_report_needs_no_bound() -> None:
    assert math.isnan(day(report(published="2031-06-02")))
