"""An undated report is not older than what it tells of as past."""

import math
from datetime import date
from itertools import combinations
from typing import cast

import msgspec
import numpy as np
import pytest

from variorum.link.stories import linked, possible
from variorum.link.terms import F64
from variorum.link.traits import profile
from variorum.models.stories import Logistic
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


@pytest.mark.models
@pytest.mark.parametrize("how", ["given", "text"])
def test_a_report_dated_long_before_that_bound_tells_of_another_affair(how: str) -> None:
    """A date that a text prints as its own parts reports as one given with them does."""
    undated = report()
    for published, together in (("2031-01-19", False), ("2031-06-02", True)):
        older = msgspec.structs.replace(report(), id="b", clauses=(), published=published, published_from=how)
        profiles = profile([undated, older])
        links = linked(profiles, np.array([0]), np.array([1]), np.zeros((1, 1)), cast(Logistic, _Sure()))
        assert bool(len(links.chance)) is together


@pytest.mark.models
def test_what_dates_rule_out_is_what_a_model_sure_of_everything_would_not_link() -> None:
    """Pairs that `possible` leaves out are never looked at, so it must leave out no pair that could be linked."""
    days = ["2031-03-01", "2031-03-02", "2031-04-10", "2031-04-15", "2031-04-20", "2031-06-09", None]
    reports = [
        msgspec.structs.replace(report(day), id=f"{n}", published_from="given" if day else None)
        for n, day in enumerate(days)
    ]
    profiles = profile(reports)
    a, b = (np.array(side) for side in zip(*combinations(range(len(reports)), 2), strict=True))
    links = linked(profiles, a, b, np.zeros((len(a), 1)), cast(Logistic, _Sure()))
    left = possible(profiles, a, b)
    assert set(zip(a[left].tolist(), b[left].tolist(), strict=True)) == set(links.mapping())
    assert 0 < left.sum() < len(a)


class _Sure:
    """A model that takes any two reports for one affair."""

    def likelihood(self, evidence: F64) -> F64:
        return np.ones(len(evidence))
