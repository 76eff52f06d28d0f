"""Dates of one deed in reports that word it independently."""

from collections.abc import Sequence
from dataclasses import replace

import msgspec
import numpy as np
import pytest

import variorum
from tests.compare_records import article, day, unit
from variorum.compare import dates
from variorum.compare.near import Near
from variorum.compare.redated import FEATURES, PER_REPORT, Context, candidates
from variorum.compare.statements import Unit, Who, units, vectors
from variorum.link.actors import link_actors
from variorum.types import Article, Clause, Disagreement


def clause(text: str, printed: str, value: str, id: str, predicate: str) -> Unit:
    times = (day(text, printed, value),)
    clauses = (Clause(start=0, end=len(text), predicate=predicate, times=(0,)),)
    return unit(article(text, id=id, times=times, clauses=clauses))


def proposed(*found: Unit) -> list[frozenset[str]]:
    placed = [replace(one, vector=n) for n, one in enumerate(found)]
    space = np.ones((len(placed), 4), dtype=np.float32) / 2
    pairs, rows = candidates(placed, Near(space))
    assert all(len(row) == len(FEATURES) for row in rows)
    return [frozenset((pair.a.article.id, pair.b.article.id)) for pair in pairs]


SIGNED = clause("Velland signed the fishing treaty on Tuesday.", "Tuesday", "2023-05-09", "a", "sign")
ALSO = clause("On Wednesday the treaty got its signatures.", "Wednesday", "2023-05-10", "b", "get")


def test_two_dates_of_two_reports_are_proposed() -> None:
    assert proposed(SIGNED, ALSO) == [frozenset("ab")]


@pytest.mark.parametrize(
    "other",
    [
        clause("It was signed on Tuesday.", "Tuesday", "2023-05-09", "b", "sign"),  # the same day
        clause("It was signed last Tuesday.", "last Tuesday", "2023-05-02", "b", "sign"),  # printed as the same weekday
        clause("Velland broke the treaty on Friday.", "Friday", "2023-05-12", "b", "break"),  # what undoes the deed
        clause("Velland signed it on Friday.", "Friday", "2023-05-12", "a", "sign"),  # the same report
    ],
)
def test_what_cannot_be_two_dates_of_one_deed_is_not(other: Unit) -> None:
    assert proposed(SIGNED, other) == []


def test_reports_of_two_weeks_tell_of_their_own_days() -> None:
    later = replace(ALSO, article=msgspec.structs.replace(ALSO.article, published="2023-05-25"))
    assert proposed(SIGNED, later) == []


def test_a_bounded_number_of_pairs_is_judged() -> None:
    days = [f"2023-05-{n:02}" for n in range(1, 25)]
    many = [clause(f"Item {n} came on {d}.", d, d, "ab"[n % 2], "come") for n, d in enumerate(days)]
    assert len(proposed(*many)) == PER_REPORT * 2


def test_nearness_falls_with_the_days_between() -> None:
    late = clause("On 30 May the treaty got its signatures.", "30 May", "2023-05-30", "b", "get")
    found = [replace(one, vector=n) for n, one in enumerate((SIGNED, ALSO, late))]
    near = Near(np.ones((3, 4), dtype=np.float32) / 2)
    context = Context(found, found, near)
    soon, later = (candidates([found[0], one], near)[0][0] for one in found[1:])
    assert context.nearness(soon) > context.nearness(later)


def found_in(*texts: str) -> Sequence[Disagreement]:
    given = [
        Article(id=str(n), text=text, published="2023-05-12", published_from="given") for n, text in enumerate(texts)
    ]
    articles = list(variorum.annotate(given))
    who = Who.of(link_actors(articles))
    read: list[Unit] = []
    for one in articles:
        read += units(one, who, len(read))
    return dates.find_dates(["s"], read, [], Near(vectors(read)))


TREATY = (
    "Velland and Sorland end cod dispute\n\nHALDEN - The foreign ministers of Velland and Sorland signed a fishing "
    "treaty here on Tuesday, closing a quarrel of two years over cod.\n\nTrawlers of both countries may use the "
    "northern banks from August, Velland's Ilse Korrin said."
)
ACCORD = (
    "Handshake in Halden\n\nThe accord on the northern banks, to which the ministers Ilse Korrin of Velland and "
    "Tomas Vadek of Sorland put their names in Halden on Wednesday, is good news for the ports.\n\nSkippers here "
    "had waited two years for it."
)
VISIT = (
    "Vadek tours fish market\n\nSorland's foreign minister Tomas Vadek bought smoked eel in the market of Halden on "
    "Thursday and praised the town's bakers.\n\nHe leaves for Brandal at the weekend."
)


@pytest.mark.models
def test_one_deed_in_other_words_on_two_days() -> None:
    (found,) = found_in(TREATY, ACCORD)
    assert found.kind == "date"
    assert {side.says for side in found.sides} == {"2023-05-09", "2023-05-10"}
    assert "one deed by its words" in found.why


@pytest.mark.models
def test_another_deed_on_another_day_is_none() -> None:
    assert not found_in(TREATY, VISIT)
