"""Whether two names are one actor's."""

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from variorum.link.blocking import near_letters, pairs
from variorum.link.names import match_names
from variorum.spelling import consonants, romanize, skeleton

DATA = Path(__file__).parent / "data" / "name_pairs.tsv"


def listed() -> list[tuple[str, str, bool]]:
    rows = [line.split("\t") for line in DATA.read_text(encoding="utf8").splitlines() if not line.startswith("#")]
    return [(a, b, same == "1") for a, b, same, _ in rows]


@pytest.mark.parametrize(
    ("a", "b"),
    [
        ("Anna Lindqvist", "Lindqvist, Anna"),
        ("Bojan Jankulov", "Boyan Yankulov"),
        ("Tarig al-Magzoub", "Tarek Elmajzoub"),
        ("Dr. Anna Lindqvist", "Anna Lindqvist"),
        ("A. Lindqvist", "Anna Lindqvist"),
        ("Yusuf Kareem", "Youssef Karim"),
        ("Oleksandr Bondarenko", "Alexander Bondarenko"),
        ("Сергей Петренко", "Sergei Petrenko"),
        ("Γιώργος Παππάς", "Giorgos Pappas"),
        ("AnnaLindqvist", "Anna Lindqvist"),
        ("Anna Lind qvist", "Anna Lindqvist"),
        ("Anna Maria Lindqvist", "Anna Lindqvist"),
    ],
)
def test_one_person(a: str, b: str) -> None:
    match = match_names(a, b)
    assert match.same, match.why
    assert match.why


@pytest.mark.parametrize(
    ("a", "b"),
    [
        ("Anna Lindqvist", "Erik Lindqvist"),
        ("Anna Lindqvist", "Anna Halvorsen"),
        ("E. Lindqvist", "Anna Lindqvist"),
        ("Nadim bin Karim", "Karim bin Nadim"),
        ("Ivan Petrovich Sidorov", "Ivan Olegovich Sidorov"),
        ("", "Anna Lindqvist"),
        ("李小明", "李大明"),
    ],
)
def test_two_people(a: str, b: str) -> None:
    assert not match_names(a, b).same


@pytest.mark.parametrize(
    ("a", "b", "same"),
    [
        ("Nordic Harbour Works Ltd", "Nordic Harbour Works Limited", True),
        ("Nordic Harbour Works AG", "Nordic Harbour Works", True),
        ("Nordic Harbor Works", "Nordic Harbour Works", True),
        ("Nordic Harbour Works", "Baltic Grain Traders", False),
        ("N.H.W. Company", "NHW Company", True),
        ("Union of Dock Workers", "UDW", True),
        ("The Northern Labour Organisation", "Northern Labor Organization", True),
    ],
)
def test_organisations(a: str, b: str, same: bool) -> None:
    assert match_names(a, b, "company").same is same


def test_listed_pairs_reach_ninety() -> None:
    results = [(match_names(a, b).same, same) for a, b, same in listed()]
    assert len(results) == 200
    hits = sum(got and same for got, same in results)
    assert 200 * hits / (sum(g for g, _ in results) + sum(s for _, s in results)) >= 90


def test_symmetric_and_bounded() -> None:
    for a, b, _ in listed():
        one, other = match_names(a, b), match_names(b, a)
        assert 0 <= one.score <= 1
        assert one.same == other.same, (a, b)


@settings(max_examples=150, deadline=None)
@given(st.text(max_size=40), st.text(max_size=40), st.sampled_from(["person", "company"]))
def test_odd_text_never_raises(a: str, b: str, kind: str) -> None:
    assert 0 <= match_names(a, b, kind).score <= 1


def test_scripts() -> None:
    assert romanize("Димитров") == "dimitrov"
    assert skeleton("Rashidi") == skeleton("Rashidy")
    assert consonants("كريم") == consonants("Karim")
    assert romanize("") == ""
    romanize("a\ud800\x00")


def test_blocking_pairs_the_like_and_spares_the_rest() -> None:
    names = ["Anna Lindqvist", "Ana Lindkvist", "Tomas Oberman", "Thomas Obermann", "Ruth Calloway"]
    found = set(pairs(names, persons=True))
    assert {(0, 1), (2, 3)} <= found
    assert not any(4 in pair for pair in found)


@pytest.mark.shared
def test_annotated_pairs_held_out() -> None:
    from training.names import held_out
    from training.shared import BENCH, load_cases

    if not BENCH.is_dir():
        pytest.skip("no annotated cases here")
    cases = [c for c in load_cases("names.dev") if held_out(c)]
    for least, rows in ((88, [c for c in cases if c["schema"] == "Person"]), (86, cases)):
        results = [(match_names(c["a"], c["b"], c["schema"]).same, c["same"], c["quality"]) for c in rows]
        hits = sum(got and same for got, same, _ in results)
        assert 200 * hits / (sum(g for g, _, _ in results) + sum(s for _, s, _ in results)) >= least
        assert not [r for r in results if r[0] != r[1] and r[2] == "STRONG"]


@pytest.mark.parametrize(
    ("a", "b", "same"),
    [
        ("Federation of Tram Drivers", "Tram Drivers Federation", True),
        ("Ministry of Fisheries", "Fisheries Ministry", True),
        ("University of Miami", "Miami University", False),
        ("Union of Port Workers", "Union of Tram Workers", False),
    ],
)
def test_bodies_with_their_words_turned(a: str, b: str, same: bool) -> None:
    assert match_names(a, b, kind="organisation").same is same


def test_a_name_with_words_more_is_near_whichever_comes_first() -> None:
    short, long = "committee fisheries", "committee fisheries house permanent select"
    assert near_letters(short, long)
    assert near_letters(long, short)
    assert not near_letters(long, "board harbour")
