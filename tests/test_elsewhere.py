"""What another report may tell too."""

import pytest

from tests.compare_records import article, unit
from variorum.compare.elsewhere import told_elsewhere
from variorum.compare.pairs import Pair
from variorum.types import Clause


def pair(i: int, j: int, cosine: float, *against: str) -> Pair:
    return Pair(i=i, j=j, cosine=cosine, score=0.2, against=against)


@pytest.mark.parametrize(
    ("against", "cosine"),
    [
        ((), 0.9),
        (("one is negated",), 0.9),  # who denies it tells of it too
        (("numbers differ: 2 against 3",), 0.35),  # as if nothing were near: it is of another thing
        (("dates differ",), 0.35),
    ],
)
def test_meaning_counts_half_unless_it_is_of_another_thing(against: tuple[str, ...], cosine: float) -> None:
    units = [unit(article("The ferry left Marle.", id="0")), unit(article("Bread prices doubled.", id="1"))]
    assert told_elsewhere(units, [pair(0, 1, 0.9, *against)]) == pytest.approx([cosine / 2, cosine / 2])


def test_words_count_half_the_rare_ones_more_and_those_of_one_report_alone() -> None:
    first = article("The zeppelin left Marle on time.", id="0")
    rare = unit(article("A zeppelin burned.", id="1"))
    common = unit(article("All left.", id="2"))
    (alone, *_) = told_elsewhere([unit(first), common], [])
    (told, *_) = told_elsewhere([unit(first), rare], [])
    (by_two, *_) = told_elsewhere([unit(first), rare, common], [])
    assert alone < told
    assert by_two == pytest.approx(told)  # no report prints what two print together


def test_words_in_their_order_are_told_wherever_the_other_report_has_them() -> None:
    text = "The ferry left Marle at noon. Nobody was hurt in the harbour fire."
    made = article(text, id="0", clauses=(Clause(start=0, end=29), Clause(start=30, end=66)))
    copy = article("A passer-by said nobody was hurt in the harbour fire, and left.", id="1")
    ferry, fire, _ = told_elsewhere([unit(made, 0), unit(made, 1), unit(copy)], [])
    assert fire == 1.0
    assert ferry < 0.5


def test_a_telling_number_that_another_report_prints_is_no_reports_own() -> None:
    texts = (
        "Marle paid 48,215 crowns to Halden.",
        "A sum of 48,215 crowns changed hands.",
        "In 1998 it paid 500 crowns.",
        "500 crowns in 1998, he said.",
    )
    told = told_elsewhere([unit(article(text, id=str(n))) for n, text in enumerate(texts)], [])
    assert told[:2] == [1.0, 1.0]
    assert max(told[2:]) < 1.0
