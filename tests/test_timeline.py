"""The timeline: dated clauses, merged where they tell the same."""

from tests.compare_records import article, day, unit
from variorum.compare.pairs import Pair
from variorum.compare.timeline import find_timeline
from variorum.types import Clause, Status, Story, Time

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
