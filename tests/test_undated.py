"""Reports without a date of their own: weekdays that differ, and reports that open on one weekday."""

import msgspec

from tests.compare_records import article, at, near, unit
from variorum.compare.dates import find_dates
from variorum.compare.pairs import Pair
from variorum.compare.statements import Unit
from variorum.compare.statuses import find_status
from variorum.compare.undated import is_open, opening, placed
from variorum.types import Clause, Time

SAME = [Pair(i=0, j=1, cosine=0.95, score=0.9, against=())]


def open_day(text: str, printed: str, value: str) -> Time:
    start, end = at(text, printed)
    return Time(start=start, end=end, kind="DATE", value=value)


def told(text: str, printed: str, value: str, id: str) -> Unit:
    clause = Clause(start=0, end=len(text), predicate="sign", times=(0,), subject=(0, 7))
    made = article(text, id=id, published=None, times=(open_day(text, printed, value),), clauses=(clause,))
    return unit(made, vector=int(id))


def test_weekdays_and_days_of_a_month_are_placed_and_stay_open() -> None:
    weekday, month = (
        placed(open_day("On Sunday", "Sunday", "XXXX-WXX-7")),
        placed(open_day("May 3", "May 3", "XXXX-05-03")),
    )
    assert (weekday.from_, month.from_) == ("0001-01-07", "0004-05-03")
    assert is_open(weekday)
    assert is_open(month)
    known = Time(start=0, end=4, kind="DATE", value="2020", from_="2020-01-01", to="2020-12-31")
    assert placed(known) == known
    assert not is_open(known)
    season = open_day("in summer", "summer", "XXXX-SU")
    assert placed(season) == season


def test_one_deed_on_two_weekdays_is_a_date() -> None:
    a = told("Velland signed the fishing treaty in Halden on Saturday.", "Saturday", "XXXX-WXX-6", "0")
    b = told("Velland signed the fishing treaty in Halden on Sunday.", "Sunday", "XXXX-WXX-7", "1")
    (found,) = find_dates(["s"], [a, b], SAME, near(0.95))
    assert [side.says for side in found.sides] == ["Saturday", "Sunday"]
    assert "0001" not in found.why
    assert find_dates(["s"], [a, told(a.text, "Saturday", "XXXX-WXX-6", "1")], SAME, near(0.95)) == []


def test_a_weekday_and_a_day_of_a_month_cannot_be_held_against_each_other() -> None:
    a = told("Velland signed the fishing treaty in Halden on Saturday.", "Saturday", "XXXX-WXX-6", "0")
    b = told("Velland signed the fishing treaty in Halden on May 3.", "May 3", "XXXX-05-03", "1")
    assert find_dates(["s"], [a, b], SAME, near(0.95)) == []


def test_reports_that_open_on_one_weekday_are_of_one_day() -> None:
    def report(deed: str, status: str, opened: str, value: str, id: str) -> Unit:
        text = f"{deed}. The mayor said so on {opened}."
        end = len(deed)
        clause = Clause(start=0, end=end, predicate="stop", subject=(0, 9), object=at(text, "ferry"), status=status)  # type: ignore[arg-type]
        made = article(text, id=id, published=None, clauses=(clause,), times=(open_day(text, opened, value),))
        sentences = ((0, end + 1), (end + 2, len(text)))
        return unit(msgspec.structs.replace(made, sentences=sentences), vector=int(id))

    done = report("The union stopped the ferry in Halden", "happened", "Monday", "XXXX-WXX-1", "0")
    ahead = report("The union will stop the ferry in Halden", "planned", "Monday", "XXXX-WXX-1", "1")
    later = report("The union will stop the ferry in Halden", "planned", "Tuesday", "XXXX-WXX-2", "1")
    assert opening(done.article) == "XXXX-WXX-1"
    assert [d.kind for d in find_status(["s"], [done, ahead], SAME, near(0.95))] == ["status"]
    assert find_status(["s"], [done, later], SAME, near(0.95)) == []


def test_a_clause_with_another_open_time_has_no_one_date() -> None:
    text = "Velland signed the fishing treaty on Saturday evening after talks on May 3."
    a = told(text, "May 3", "XXXX-05-03", "0")
    start, end = at(text, "Saturday evening")
    evening = Time(start=start, end=end, kind="TIME", value="XXXX-WXX-6TEV")
    clause = msgspec.structs.replace(a.article.clauses[0], times=(0, 1))
    made = msgspec.structs.replace(a.article, times=(*a.article.times, evening), clauses=(clause,))
    b = told("Velland signed the fishing treaty in Halden on May 9.", "May 9", "XXXX-05-09", "1")
    assert find_dates(["s"], [unit(made, vector=0), b], SAME, near(0.95)) == []
