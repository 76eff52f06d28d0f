"""Figures: amounts by the grammar, what is none, and the annotated sentences as a bar."""

import json
from pathlib import Path
from typing import Any

import pytest
import spacy
from hypothesis import given, settings
from hypothesis import strategies as st
from spacy.tokens import Doc

from variorum.annotate.figures import find_figures
from variorum.annotate.numerals import cardinal, digits, ordinal, spoken_year
from variorum.annotate.parsed import Parsed
from variorum.annotate.quantity.amounts import Amount, find_amounts
from variorum.annotate.times import find_times
from variorum.models import parser
from variorum.types import Article, Figure

DATA = Path(__file__).parent / "data" / "figures.jsonl"
SENTENCES = [json.loads(line) for line in DATA.read_text(encoding="utf8").splitlines()]
BLANK = spacy.blank("en")
BLANK.add_pipe("sentencizer")


def amounts(text: str) -> list[Amount]:
    return list(find_amounts(BLANK(text), text, frozenset()))


def parsed(text: str, published: str | None = "2024-06-12") -> Parsed:
    whole = (0, len(text))
    doc = next(parser.parse([(text, (whole,))]))
    article = Article(id="a", text=text, published=published)
    return Parsed(article=article, body=(whole,), paragraphs=(whole,), title=None, doc=doc)


def figures(text: str, published: str | None = "2024-06-12") -> tuple[Figure, ...]:
    p = parsed(text, published)
    return find_figures(p, times=find_times(p, published=published), mentions=(), actors=())


@pytest.mark.parametrize(
    ("text", "kind", "value", "high", "unit", "qualifier"),
    [
        ("81%", "percent", 81, None, "percent", None),
        ("more than 80 per cent", "percent", 80, None, "percent", "more than"),
        ("5 to 7 percent", "percent", 5, 7, "percent", None),
        ("between 3.5% and 4%", "percent", 3.5, 4, "percent", None),
        ("0.25 percentage points", "points", 0.25, None, "percentage points", None),
        ("US$5bn", "money", 5e9, None, "USD", None),
        ("nearly $3.5 million", "money", 3.5e6, None, "USD", "nearly"),
        ("£20m", "money", 2e7, None, "GBP", None),
        ("€2-3 billion", "money", 2e9, 3e9, "EUR", None),
        ("450 million rupees", "money", 4.5e8, None, "INR", None),
        ("40 Canadian dollars", "money", 40, None, "CAD", None),
        ("up to 700 million crowns", "money", 7e8, None, "crowns", "up to"),
        ("two-thirds", "fraction", 0.6667, None, None, None),
        ("one in five", "fraction", 0.2, None, None, None),
        ("a 34-year-old", "age", 34, None, "years", None),
        ("a 6.4-magnitude quake", "magnitude", 6.4, None, None, None),
        ("twenty-six", "count", 26, None, None, None),
        ("at least two hundred and five", "count", 205, None, None, "at least"),
        ("no fewer than 1,200", "count", 1200, None, None, "no fewer than"),
        ("as many as 75", "count", 75, None, None, "as many as"),
        ("as little as 5 percent", "percent", 5, None, "percent", "as little as"),
        ("scarcely 700", "count", 700, None, None, "scarcely"),
        ("barely over 30", "count", 30, None, None, "barely over"),
        ("3 to 5 million", "count", 3e6, 5e6, None, None),
        ("a dozen", "count", 12, None, None, None),
        ("160-odd", "count", 160, None, None, "odd"),
        ("three-plus", "count", 3, None, None, "plus"),
        ("1.2m", "count", 1.2e6, None, None, None),
    ],
)
def test_amounts(
    text: str, kind: str, value: float, high: float | None, unit: str | None, qualifier: str | None
) -> None:
    (found,) = amounts(text)
    assert (found.kind, found.unit, found.qualifier) == (kind, unit, qualifier)
    assert found.value == pytest.approx(value)
    assert found.high == (pytest.approx(high) if high is not None else None)


@pytest.mark.parametrize("text", ["13:57", "the first man", "no one came", "007", ""])
def test_no_amounts(text: str) -> None:
    assert amounts(text) == []


def test_numerals() -> None:
    assert cardinal(["two", "hundred", "and", "five"]) == 205
    assert cardinal(["3.5", "million"]) == 3_500_000
    assert cardinal(["of"]) is None
    assert cardinal(["4.1", "billion"]) == 4_100_000_000
    assert digits("1,234.5") == 1234.5
    assert digits("1/0") is None
    assert digits("1" * 40) is None
    assert ordinal("21st") == 21
    assert spoken_year(["nineteen", "ninety", "four"]) == 1994
    assert spoken_year(["two", "thousand", "five"]) == 2005
    assert spoken_year(["five", "hundred"]) is None


@settings(max_examples=30, deadline=None)
@given(n=st.integers(13, 10**9), bound=st.sampled_from(["", "about ", "more than ", "at least ", "up to ", "nearly "]))
def test_any_number_reads_back(n: int, bound: str) -> None:
    (found,) = amounts(f"{bound}{n:,} percent")
    assert found.value == n
    assert found.qualifier == (bound.strip() or None)


@settings(max_examples=50, deadline=None)
@given(st.text(max_size=80))
def test_any_text_keeps_its_spans(text: str) -> None:
    for amount in amounts(text):
        assert 0 <= amount.start < amount.end <= len(text)
        assert text[amount.start : amount.end].strip()


@pytest.mark.parametrize("words", [["1" * 1_000_000], ["["] * 20_000, ["the"] * 20_000, ["1"] * 5_000, ["$"] * 5_000])
def test_odd_masses_of_text_end(words: list[str]) -> None:
    doc = Doc(BLANK.vocab, words=words, sent_starts=[True] + [False] * (len(words) - 1))
    assert len(list(find_amounts(doc, doc.text, frozenset()))) <= len(words)


def _right(gold: dict[str, Any], found: Figure) -> dict[str, bool]:
    value = abs(found.value - gold["value"]) < 1e-4 and found.high == gold["high"]
    return {
        "value and qualifier": value and found.qualifier == gold["qualifier"],
        "unit": found.unit == gold["unit"],
        "measure and period": (found.measure, found.period) == (gold["measure"], gold["period"]),
    }


@pytest.mark.models
@pytest.mark.parametrize("half", ["dev", "test"])
def test_annotated_sentences(half: str) -> None:
    """The bar: 97 percent of values with their qualifiers, 85 of measures with their periods; extras count."""
    total, right, wrong = 0, dict.fromkeys(("value and qualifier", "unit", "measure and period"), 0), []
    for case in (c for c in SENTENCES if c["half"] == half):
        free = list(figures(case["text"], case["published"]))
        for gold in case["figures"]:
            total += 1
            start = case["text"].index(gold["evidence"])
            end = start + len(gold["evidence"])
            hit = next((f for f in free if f.start < end and start < f.end), None)
            if hit is None:
                wrong.append(case["text"])
                continue
            free.remove(hit)
            marks = _right(gold, hit)
            if not all(marks.values()):
                wrong.append(case["text"])
            for key, good in marks.items():
                right[key] += good
        total += len(free)
    assert right["value and qualifier"] >= 0.97 * total, wrong
    assert right["measure and period"] >= 0.85 * total, wrong


def test_there_are_150_sentences() -> None:
    assert len(SENTENCES) == 150
    assert all(f["evidence"] in case["text"] for case in SENTENCES for f in case["figures"])


@pytest.mark.models
def test_the_measure_left_out_is_the_one_said_before() -> None:
    found = figures("We saw a growth of 4% in tourism the year before last year, and last year over 21%.")
    assert [(f.value, f.measure, f.period) for f in found] == [
        (4, "tourism growth", "2022"),
        (21, "tourism growth", "2023"),
    ]


@pytest.mark.models
@pytest.mark.parametrize(
    ("text", "periods"),
    [
        ("They shipped 40,000 crates between October and February.", ["2023-10/2024-02"]),
        ("In January-April of this year they shipped 12,000 crates.", ["2024-01/2024-04"]),
        ("Sales came to $9 billion in 2022, up from a year earlier, when they stood at $7 billion.", ["2022", "2021"]),
    ],
)
def test_spans_and_clauses_with_when_give_periods(text: str, periods: list[str]) -> None:
    assert [f.period for f in figures(text)] == periods


@pytest.mark.models
def test_a_pronoun_means_what_was_measured() -> None:
    found = figures("Milk output rose by 9 percent in 2021. It increased by another 3 percent in 2022.")
    assert [(f.measure, f.period) for f in found] == [("milk output growth", "2021"), ("milk output growth", "2022")]


@pytest.mark.models
@pytest.mark.parametrize(
    "text",
    [
        "The Boeing 747 landed at Gate 9.",
        "They won 4-2.",
        "Article 5 applies.",
        "COVID-19 spread in 2020.",
        "He came second.",
    ],
)
def test_names_scores_and_codes_are_no_figures(text: str) -> None:
    assert figures(text) == ()


@pytest.mark.models
@pytest.mark.parametrize(
    "text",
    [
        "The two countries agreed.",
        "Both of these three states left.",
        "The visitors lost 20 - 13 on the road.",
        "They broke the lead in the second half.",
        "She is the No. 2 official there.",
        "She won the vote, 134 to 63.",
        "They met for a two-hour talk.",
    ],
)
def test_what_points_back_and_scores_are_no_figures(text: str) -> None:
    assert not figures(text)


@pytest.mark.models
@pytest.mark.parametrize(
    ("text", "value", "unit", "measure"),
    [
        ("The 12 members of the council voted.", 12, "members", None),
        ("Officials said the 29-year-old was held.", 29, "years", "age"),
        ("He lifted a 50-pound sack.", 50, "pound", None),
        ("He spoke with two of the mayor's aides.", 2, "aides", None),
        ("The firm will dig a 20-mile canal.", 20, "mile", None),
        ("Thieves took watches worth two million euros.", 2_000_000, "EUR", "value of watches"),
        ("He returned after missing four games.", 4, "games", None),
        ("It passed by a two-thirds majority.", 0.6667, None, "majority"),
    ],
)
def test_figures_of_plain_sentences(text: str, value: float, unit: str | None, measure: str | None) -> None:
    assert [(f.value, f.unit, f.measure) for f in figures(text)] == [(value, unit, measure)]


@pytest.mark.models
def test_odd_text_never_raises() -> None:
    for text in ("", "\x00 5 %", "٣ رجال", "1 2 3 4 5 " * 200, "💥 40% 💥"):
        for f in figures(text):
            assert text[f.start : f.end].strip()
