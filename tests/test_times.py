"""Time expressions: what they are worth on the calendar, what is none, and odd text."""

import itertools
from datetime import date, timedelta

import pytest
import spacy
from hypothesis import given, settings
from hypothesis import strategies as st
from spacy.tokens import Doc

from variorum.annotate.dating import infer_published, redated
from variorum.annotate.parsed import Parsed
from variorum.annotate.pattern import Compiler, Grammar
from variorum.annotate.pipeline import annotate
from variorum.annotate.times import day_of, find_times
from variorum.annotate.timex import calendar as cal
from variorum.annotate.timex.durations import period
from variorum.annotate.timex.lexicon import known_words
from variorum.models import parser
from variorum.types import Article, Time

BLANK = spacy.blank("en")
BLANK.add_pipe("sentencizer")
THURSDAY = "2022-09-15"


def parsed(text: str, doc: Doc) -> Parsed:
    whole = (0, len(text))
    return Parsed(article=Article(id="a", text=text), body=(whole,), paragraphs=(whole,), title=None, doc=doc)


def times(text: str, published: str | None = THURSDAY) -> tuple[Time, ...]:
    """Times found without a parse: every verb counts as past."""
    return find_times(parsed(text, BLANK(text)), published=published)


def value(text: str, published: str | None = THURSDAY) -> str:
    (found,) = times(text, published)
    return found.value


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("on Wednesday", "2022-09-14"),
        ("on Thursday", "2022-09-15"),
        ("last Thursday", "2022-09-08"),
        ("next Friday", "2022-09-16"),
        ("Tuesday night", "2022-09-13TNI"),
        ("on July 19", "2022-07-19"),
        ("on December 30", "2022-12-30"),
        ("the 4th of July, 1998", "1998-07-04"),
        ("Friday, Oct. 23, 1998", "1998-10-23"),
        ("19 January 2022", "2022-01-19"),
        ("2022-01-19", "2022-01-19"),
        ("19/01/2022", "2022-01-19"),
        ("01/19/2022", "2022-01-19"),
        ("in September last year", "2021-09"),
        ("in August 2021", "2021-08"),
        ("early December", "2022-12"),
        ("in mid-1996", "1996"),
        ("yesterday", "2022-09-14"),
        ("tomorrow morning", "2022-09-16TMO"),
        ("tonight", "2022-09-15TNI"),
        ("last night", "2022-09-14TNI"),
        ("last year", "2021"),
        ("next week", "2022-W38"),
        ("this month", "2022-09"),
        ("the year before last year", "2020"),
        ("the year before last", "2020"),
        ("two weeks ago", "2022-W35"),
        ("50 years ago", "1972"),
        ("three months ago", "2022-06"),
        ("the first five months of 2022", "P5M"),
        ("the last three months", "P3M"),
        ("the third quarter of 2021", "2021-Q3"),
        ("last year's first quarter", "2021-Q1"),
        ("Q2 2021", "2021-Q2"),
        ("the last half of 1989", "1989-H2"),
        ("the winter of 1994", "1994-WI"),
        ("this summer", "2022-SU"),
        ("the 1980s", "198"),
        ("the nineties", "199"),
        ("the 11th century", "10"),
        ("nineteen ninety-four", "1994"),
        ("since '98", "1998"),
        ("for more than 40 years", "P40Y"),
        ("a ten-year plan", "P10Y"),
        ("two decades", "P20Y"),
        ("half an hour", "PT30M"),
        ("5 1/2 hours", "PT5H30M"),
        ("for several months", "PXM"),
        ("every day", "P1D"),
        ("every Tuesday", "XXXX-WXX-2"),
        ("each July", "XXXX-07"),
        ("at 7:15 p.m.", "2022-09-15T19:15"),
        ("at 9 a.m. Tuesday", "2022-09-13T09:00"),
        ("at 13:57 GMT", "2022-09-15T13:57Z"),
        ("now", "PRESENT_REF"),
        ("recently", "PAST_REF"),
        ("in the future", "FUTURE_REF"),
        ("on Christmas Eve", "2022-12-24"),
        ("last Easter", "2022-04-17"),
        ("Thanksgiving 1998", "1998-11-26"),
    ],
)
def test_values(text: str, expected: str) -> None:
    assert value(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "We go",
        "it may rain",
        "a second man",
        "81%",
        "they march on",
        "the 737",
        "13 people",
        "a 34-year-old",
        "the sun",
        "",
        "1,998",
    ],
)
def test_nothing_but_time(text: str) -> None:
    assert times(text) == ()


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("the first five months of 2022", "2022-01-01", "2022-05-31"),
        ("last year", "2021-01-01", "2021-12-31"),
        ("next week", "2022-09-19", "2022-09-25"),
        ("the 1980s", "1980-01-01", "1989-12-31"),
        ("the third quarter of 2021", "2021-07-01", "2021-09-30"),
        ("in February 2024", "2024-02-01", "2024-02-29"),
        ("recently", None, None),
    ],
)
def test_bounds(text: str, first: str | None, last: str | None) -> None:
    (found,) = times(text)
    assert (found.from_, found.to) == (first, last)


@pytest.mark.parametrize(
    ("text", "expected"),
    [("last year", "UNDEF-last-year"), ("on Monday", "XXXX-WXX-1"), ("July 19", "XXXX-07-19"), ("in 2021", "2021")],
)
def test_without_a_date_relative_stays_relative(text: str, expected: str) -> None:
    assert value(text, None) == expected


def test_names_and_passing_mentions() -> None:
    assert not times("a guest of Sports Tonight and of Cities Now")
    assert [t.value for t in times("families of Sept. 11 victims, and on Sept. 11")] == ["2001-09-11", "2022-09-11"]
    assert [t.value for t in times("the third quarter of 2021, after the second quarter of 2021. A year earlier")][
        -1
    ] == "2021-Q3"
    assert [t.value for t in times("money ran out at midnight Aug. 31")] == ["2022-08-31T24:00"]


def test_day_first_by_evidence() -> None:
    assert [t.value for t in times("13/02/2020 and 03/04/2020")] == ["2020-02-13", "2020-04-03"]
    assert [t.value for t in times("02/13/2020 and 03/04/2020")] == ["2020-02-13", "2020-03-04"]


def test_a_month_belongs_to_the_year_named_in_its_sentence() -> None:
    assert [t.value for t in times("last year in Oslo, in September")] == ["2021", "2021-09"]


@pytest.mark.models
@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("They were closed between January and August.", ["2022-01", "2022-08"]),
        ("In October-March of last year they were closed.", ["2020-10", "2021-03"]),
        ("It fell in 2019 from a year earlier.", ["2019", "2018"]),
    ],
)
def test_spans_of_months_and_years_before_named_ones(text: str, expected: list[str]) -> None:
    assert [t.value for t in times(text)] == expected


@pytest.mark.models
@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("The ministers met on Monday.", ["2022-09-12"]),
        ("The ministers will meet on Monday.", ["2022-09-19"]),
        ("The court is expected to rule on Tuesday.", ["2022-09-20"]),
        ("Monday's ruling surprised the town.", ["2022-09-12"]),
        ("The appeals court hears the case on Monday.", ["2022-09-19"]),
        ("Opponents planned a march through Lyon on Saturday.", ["2022-09-17"]),
        ("The vote could come as early as Tuesday.", ["2022-09-20"]),
        ("She invited both leaders to return to the palace on Monday.", ["2022-09-19"]),
        ("The strike could begin on Wednesday.", ["2022-09-21"]),
        ("The mayor could not be reached on Wednesday.", ["2022-09-14"]),
        ("Prices of copper, which cut into profits on Monday, fell.", ["2022-09-12"]),
        ("Funds for the ports are secured through February.", ["2023-02"]),
        ("The ports will be closed from November to February.", ["2022-11", "2023-02"]),
        ("The mayor resigned in December.", ["2021-12"]),  # the nearer one is to come
        ("The mayor will resign in December.", ["2022-12"]),
        ("In Saturday's final the town will play Marle.", ["2022-09-17"]),
        ("He will appeal Saturday's ruling.", ["2022-09-10"]),
        ("The talks ended in October.", ["2022-10"]),  # too near for the tense of one verb to outweigh it
    ],
)
def test_tense_decides(text: str, expected: list[str]) -> None:
    doc = next(parser.parse([(text, ((0, len(text)),))]))
    assert [t.value for t in find_times(parsed(text, doc), published=THURSDAY)] == expected


@pytest.mark.models
def test_an_article_is_dated_from_inside_or_left_undated() -> None:
    def infer(text: str) -> str | None:
        found = infer_published(parsed(text, next(parser.parse([(text, ((0, len(text)),))]))))
        return found.date if found else None

    assert infer("The ferry sank on Tuesday, 4 May 2021, off the coast. Divers went down on Tuesday.") == "2021-05-04"
    assert infer("The ferry was built in 1998. It sank on Tuesday.") is None
    assert infer("The ferry sank. Nobody saw it.") is None
    lead = "A judge on Saturday sent the captain to prison, and his lawyers said that they would appeal. " * 4
    assert infer(lead + "The ferry sank on May 8, 2021, with forty people.") is None
    assert infer(lead + "It sank on May 7, 2021; divers came up with the bell the next day.") is None
    assert infer("May 8, 2021. " + lead) == "2021-05-08"


@settings(max_examples=60, deadline=None)
@given(day=st.dates(date(1950, 1, 1), date(2049, 12, 31)), style=st.integers(0, 3))
def test_any_date_reads_back(day: date, style: int) -> None:
    month = day.strftime("%B")
    text = [
        f"{month} {day.day}, {day.year}",
        f"{day.day} {month} {day.year}",
        day.isoformat(),
        f"{month} {day.day:02d} {day.year}",
    ]
    found = times(f"on {text[style]}")
    assert found[0].value == day.isoformat()
    assert (found[0].from_, found[0].to) == (day.isoformat(), day.isoformat())


@settings(max_examples=60, deadline=None)
@given(published=st.dates(date(1900, 1, 1), date(2100, 1, 1)), n=st.integers(1, 6))
def test_weekdays_are_at_most_a_week_back(published: date, n: int) -> None:
    name = ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday"][n - 1]
    found = date.fromisoformat(value(f"on {name}", published.isoformat()))
    assert found.isoweekday() == n
    assert timedelta(0) <= published - found < timedelta(7)


@settings(max_examples=50, deadline=None)
@given(st.text(max_size=80), st.sampled_from([THURSDAY, None, "nonsense", "0001-01-01", "9999-12-31"]))
def test_any_text_keeps_its_spans(text: str, published: str | None) -> None:
    found = times(text, published)
    assert all(0 <= t.start < t.end <= len(text) for t in found)
    assert all(a.end <= b.start for a, b in itertools.pairwise(found))


@settings(max_examples=300, deadline=None)
@given(st.lists(st.sampled_from(sorted(known_words())), min_size=1, max_size=12), st.sampled_from([THURSDAY, None]))
def test_any_words_of_the_grammar_are_read(words: list[str], published: str | None) -> None:
    text = " ".join(words + ["3", "2021"][: len(words) % 3])
    assert all(0 <= t.start < t.end <= len(text) for t in times(text, published))


def test_plural_parts_of_days() -> None:
    assert times("He sat there most evenings") == times("They met on summer mornings")[1:] == ()
    assert value("the last three evenings") == value("the last three nights")


@pytest.mark.parametrize("published", ["0001-01-01", "9999-12-31", "2024-02-29"])
def test_the_edges_of_the_calendar(published: str) -> None:
    text = (
        "a century ago, last year, next week, yesterday, tomorrow, 9000 years ago, last decade, on Friday, in February"
    )
    for time in times(text, published):
        assert time.value


@pytest.mark.parametrize(
    "words", [["1" * 1_000_000], ["["] * 20_000, ["the"] * 20_000, ["Friday"] * 2_000, ["twenty"] * 5_000]
)
def test_odd_masses_of_text_end(words: list[str]) -> None:
    doc = Doc(BLANK.vocab, words=words, sent_starts=[True] + [False] * (len(words) - 1))
    assert len(find_times(parsed(doc.text, doc), published=THURSDAY)) <= len(words)


def test_calendar() -> None:
    assert cal.easter(2024) == date(2024, 3, 31)
    assert cal.add_months(date(2024, 1, 31), 1) == date(2024, 2, 29)
    assert cal.bounds("PAST_REF") is None
    assert cal.bounds("0000") is None
    assert cal.bounds("2022-W99") is None
    assert cal.shifted(date(2022, 9, 15), "Q", -1) == "2022-Q2"
    assert period(1.5, "Y") == "P1Y6M"
    assert period(None, "H") == "PTXH"
    assert day_of("2022-01-19T10:00:00Z") == date(2022, 1, 19)
    assert day_of("yesterday") is None


def test_patterns() -> None:
    compiler = Compiler({"A": "a", "B": "b", "C": "c"}, {"AB": "A | B"})
    grammar: Grammar[str] = Grammar(compiler, [("A B? C", "abc"), ("n:AB+", "run")])
    assert list(grammar.scan("xacxbbx", lambda m, name: (name, m.group()))) == [("abc", "ac"), ("run", "bb")]
    assert list(grammar.scan("abc", lambda m, name: name)) == ["abc"]
    assert list(grammar.scan("abc", lambda m, name: name if name == "run" else None)) == ["run"]
    for bad in ("(A", "D", "A ; B", "A?"):
        with pytest.raises(ValueError, match=r"pattern|bracket|class|nothing"):
            Grammar(compiler, [(bad, "bad")])


@pytest.mark.models
def test_an_article_is_read_anew_with_a_date_found_elsewhere() -> None:
    undated = next(iter(annotate([Article(id="u", text="The harbour was closed yesterday, the port authority said.")])))
    again = next(iter(annotate([redated(undated, "2021-05-04")])))
    assert [t.value for t in undated.times] == ["UNDEF-last-day"]
    assert [t.value for t in again.times] == ["2021-05-03"]
    assert (again.published, again.published_from, again.text) == ("2021-05-04", "inferred", undated.text)


@pytest.mark.models
@pytest.mark.parametrize("mass", ["(", "()[]", "=", "😀", "x", "(x" * 3, "7", "a.b/"])
def test_masses_without_a_space_are_read_in_pieces(mass: str) -> None:
    nlp = parser.load()
    small, large = (mass * (n // len(mass)) for n in (3_000, 12_000))
    for text in (small, f"Say  {large} again.\n\n{large}( no", f"x{large}"):
        doc = parser.tokenize(nlp, text)
        assert doc.text == text
        assert all(text[t.idx : t.idx + len(t)] == t.text for t in doc)
        assert max(len(t) for t in doc) <= 250
    ratio = len(parser.tokenize(nlp, large)) / len(parser.tokenize(nlp, small))
    assert 3.5 < ratio < 4.5


@pytest.mark.models
def test_prose_is_read_as_before() -> None:
    nlp = parser.load()
    for text in ("", " ", "He didn't (really) go.  \n\nOn -- 3 May...", "-" * 31):
        as_before, now = nlp.make_doc(text), parser.tokenize(nlp, text)
        assert [(t.text, t.idx, t.norm_) for t in as_before] == [(t.text, t.idx, t.norm_) for t in now]
