"""The timeline: dated clauses, merged where they tell the same."""

from dataclasses import replace
from typing import Any

import msgspec
import pytest

from tests.compare_records import article, at, day, unit
from variorum.compare.pairs import Pair
from variorum.compare.statements import Unit
from variorum.compare.timeline import find_timeline
from variorum.types import Clause, Quote, Status, Story, Time

STORY = Story(id="s", title="", articles=("0", "1"))


def told(text: str, printed: str, value: str, id: str, status: Status = "happened", to: str | None = None):  # type: ignore[no-untyped-def]
    clause = Clause(start=0, end=len(text), times=(0,), status=status)
    return unit(article(text, id=id, times=(day(text, printed, value, to),), clauses=(clause,)), vector=int(id))


def test_one_date_and_one_thing_is_one_entry() -> None:
    a = told("The ferry sank on Tuesday.", "Tuesday", "2023-05-09", "0")
    b = told("On Tuesday the ferry went down.", "Tuesday", "2023-05-09", "1")
    (entry,) = find_timeline(STORY, [a, b], [Pair(i=0, j=1, cosine=0.8, score=0.8, against=())])
    assert (entry.from_, entry.to, len(entry.statements)) == ("2023-05-09", "2023-05-09", 2)


def test_entries_stand_in_order_of_time_and_apart_where_they_differ() -> None:
    a = told("The port opened in June 2020.", "June 2020", "2020-06-01", "0", to="2020-06-30")
    b = told("The ferry was built in 1998.", "1998", "1998-01-01", "1", to="1998-12-31")
    assert [e.from_ for e in find_timeline(STORY, [a, b], [])] == ["1998-01-01", "2020-06-01"]


def test_what_is_only_supposed_or_spans_decades_is_left_out() -> None:
    a = told("It could sink on Tuesday.", "Tuesday", "2023-05-09", "0", status="hypothetical")
    b = told("Ferries sank in the last century.", "the last century", "1900-01-01", "1", to="1999-12-31")
    assert find_timeline(STORY, [a, b], []) == ()


def test_what_is_to_come_says_so() -> None:
    (entry,) = find_timeline(
        STORY, [told("It will sail on Friday.", "Friday", "2023-05-12", "0", status="planned")], []
    )
    assert entry.status == "planned"


def test_a_duration_dates_nothing() -> None:
    text = "It sailed for two months."
    time = Time(start=14, end=24, kind="DURATION", value="P2M")
    made = article(text, times=(time,), clauses=(Clause(start=0, end=len(text), times=(0,)),))
    assert find_timeline(STORY, [unit(made)], []) == ()


def test_what_is_dated_after_its_report_is_to_come_whatever_its_tense() -> None:
    (entry,) = find_timeline(STORY, [told("Members vote on Friday.", "Friday", "2023-05-12", "0")], [])
    assert entry.status == "planned"


def test_a_date_that_only_bounds_a_clause_gives_way_to_its_own() -> None:
    text = "On Friday the cranes moved for the first time since March 4."
    times = (day(text, "Friday", "2023-05-05"), day(text, "March 4", "2023-03-04"))
    made = article(text, times=times, clauses=(Clause(start=0, end=len(text), times=(0, 1)),))
    assert [e.from_ for e in find_timeline(STORY, [unit(made)], [])] == ["2023-05-05"]
    alone = told("It has not sailed since March 4.", "March 4", "2023-03-04", "0")
    assert [e.from_ for e in find_timeline(STORY, [alone], [])] == ["2023-03-04"]


def test_a_clause_within_a_clause_of_the_same_date_is_told_once() -> None:
    text = "The crew, which had landed on Tuesday, slept."
    clauses = (Clause(start=0, end=len(text), times=(0,)), Clause(start=10, end=37, times=(0,)))
    made = article(text, times=(day(text, "Tuesday", "2023-05-09"),), clauses=clauses)
    (entry,) = find_timeline(STORY, [unit(made), unit(made, 1)], [])
    assert [s.text for s in entry.statements] == [text]


def test_any_winter_is_no_date() -> None:
    text = "They fear another winter."
    made = article(
        text,
        times=(day(text, "another winter", "2023-12-01", "2024-02-29"),),
        clauses=(Clause(start=0, end=len(text), times=(0,)),),
    )
    assert find_timeline(STORY, [unit(made)], []) == ()


def test_a_date_in_a_name_dates_nothing() -> None:
    year = Time(start=0, end=0, kind="DATE", value="1978", from_="1978-01-01", to="1978-12-31")
    for text, entries in (
        ("The council amended the Harbours Act of 1978.", 0),
        ("The ferry sank in spring of 1978.", 1),
    ):
        start, end = at(text, "1978")
        clause = Clause(start=0, end=len(text), times=(0,))
        made = article(text, id="0", times=(msgspec.structs.replace(year, start=start, end=end),), clauses=(clause,))
        assert len(find_timeline(STORY, [unit(made)], [])) == entries
    order = told("The post-March 4 order still holds.", "March 4", "2022-03-04", "0")
    assert find_timeline(STORY, [order], []) == ()


def test_a_date_that_belongs_to_a_noun_gives_way_to_another() -> None:
    text = "Last May the mayor cleared the way for this year's race."
    times = (day(text, "Last May", "2022-05-01", "2022-05-31"), day(text, "this year", "2023-01-01", "2023-12-31"))
    clause = Clause(start=0, end=len(text), times=(0, 1))
    (entry,) = find_timeline(STORY, [unit(article(text, id="0", times=times, clauses=(clause,)))], [])
    assert entry.from_ == "2022-05-01"
    alone = told("The mayor won this year's race.", "this year", "2023-01-01", "0", to="2023-12-31")
    assert [e.from_ for e in find_timeline(STORY, [alone], [])] == ["2023-01-01"]


def dated(text: str, spans: list[tuple[str, int | None]], times: tuple[Time, ...], **more: Any) -> list[Unit]:
    """The clauses of one sentence, each with the number of its time."""
    clauses = tuple(
        Clause(start=at(text, part)[0], end=at(text, part)[1], times=() if n is None else (n,), **more)
        for part, n in spans
    )
    made = msgspec.structs.replace(article(text, times=times, clauses=clauses), sentences=((0, len(text)),))
    return [unit(made, n, vector=n) for n in range(len(clauses))]


def test_a_piece_is_shown_with_its_sentence() -> None:
    text = "The lawyer said on Thursday that the firm had been retained."
    said = dated(
        text,
        [("The lawyer said on Thursday", 0), ("the firm had been retained", None)],
        (day(text, "Thursday", "2023-05-11"),),
    )
    assert [e.text for e in find_timeline(STORY, said, [])] == [text]


def test_a_whole_clause_stands_alone_where_its_sentence_dates_other_things_too() -> None:
    text = "The council banned the ferry on Thursday, a week after the ferry sank on 4 May."
    parts = ["The council banned the ferry on Thursday", "the ferry sank on 4 May"]
    times = day(text, "Thursday", "2023-05-11"), day(text, "4 May", "2023-05-04")
    units = dated(text, [(part, n) for n, part in enumerate(parts)], times, subject=(0, 11), predicate="ban")
    assert [e.text for e in find_timeline(STORY, units, [])] == [text, parts[0]]  # who sank stands outside the second


@pytest.mark.parametrize(
    ("text", "printed", "kind", "entries"),
    [
        ("“Today we are proud of the harbour,” she said.", "Today", "direct", 0),
        ("“On Friday we sign the harbour treaty,” she said.", "Friday", "direct", 1),
        ("She said that today the harbour treaty was signed.", "today", "indirect", 1),
    ],
)
def test_today_in_somebodys_own_words_dates_nothing(text: str, printed: str, kind: Any, entries: int) -> None:
    end = text.find("”") if "”" in text else len(text)
    quote = Quote(content=((1, end),), kind=kind)
    (said,) = dated(text, [(text[1:end], 0)], (day(text, printed, "2023-05-12"),), quote=0)
    made = msgspec.structs.replace(said.article, quotes=(quote,))
    assert len(find_timeline(STORY, [replace(said, article=made)], [])) == entries


@pytest.mark.parametrize(
    ("text", "printed"),
    [
        ("In the days before Friday's vote she promised changes.", "Friday"),
        ("She has been quiet since declaring her candidacy on Friday.", "Friday"),
        ("In the months prior to the Friday election she vowed to stay.", "Friday"),
        ("#Marle pic.twitter.com/abc — The Courier, 12 May", "12 May"),
        ("UPDATE - 12 May, 10 p.m.", "12 May"),
        ("Marle , 12 May", "12 May"),
        ("He was never charged with the May 2023 break-in at the mill.", "May 2023"),
        ("He spoke to reporters at the Winter Meetings.", "Winter"),
    ],
)
def test_what_bounds_a_deed_and_what_stamps_a_page_date_nothing(text: str, printed: str) -> None:
    assert find_timeline(STORY, [told(text, printed, "2023-05-12", "0")], []) == ()
