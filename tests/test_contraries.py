"""Denials and stages that reports tell each in words of its own."""

from collections.abc import Sequence
from dataclasses import replace

import numpy as np
import pytest

import variorum
from tests.compare_records import article, unit
from variorum.compare import contraries
from variorum.compare.contraries import find_contraries
from variorum.compare.covering import Covering, Report, Words
from variorum.compare.near import Near
from variorum.compare.opposed import CHOSEN, FEATURES, REPORTS, candidates, marks
from variorum.compare.statements import Unit, Who, units, vectors
from variorum.compare.statuses import find_status
from variorum.link.actors import link_actors
from variorum.types import Article, Clause, Disagreement, Status

DAY = "2023-05-11"


def clause(text: str, id: str, *, status: Status = "happened", published: str | None = DAY) -> Unit:
    told = Clause(start=0, end=len(text), predicate="lodge", status=status)
    return unit(article(text, id=id, published=published, clauses=(told,)))


def placed(*found: Unit) -> tuple[list[Unit], Near]:
    rows = [replace(one, vector=n) for n, one in enumerate(found)]
    return rows, Near(np.ones((len(rows), 4), dtype=np.float32) / 2)


def proposed(*found: Unit) -> list[tuple[str, str]]:
    pairs, rows = candidates(*placed(*found))
    assert all(len(row) == len(FEATURES) for row in rows)
    return [(pair.anchor.article.id, pair.other.article.id) for pair in pairs]


DONE = clause("Velland lodged its complaint at the harbour court.", "a")
NOT = clause("No complaint from Velland has reached the harbour court.", "b", status="denied")


def test_what_is_told_as_not_so_is_held_against_the_likest_clause_elsewhere() -> None:
    assert proposed(DONE, NOT) == [("b", "a")]


@pytest.mark.parametrize(
    "other",
    [
        clause("The harbour court has got the complaint of Velland.", "b"),  # nothing that denies or delays
        clause("Asked whether no complaint of Velland had reached the court.", "b", status="denied"),  # asserts nothing
        clause("No complaint from Velland reached the harbour court.", "a", status="denied"),  # the same report
        clause("No complaint from Velland reached the court.", "b", status="denied", published="2023-06-11"),
        clause("No complaint from Velland reached the court.", "b", status="denied", published=None),
    ],
)
def test_what_cannot_oppose_is_not_held_against_anything(other: Unit) -> None:
    assert proposed(DONE, other) == []


def test_a_bounded_number_of_clauses_is_weighed() -> None:
    many = [clause(f"Velland lodged complaint {n} at the harbour court.", "a") for n in range(9)]
    assert len(proposed(NOT, *many)) == CHOSEN
    reports = [clause("Velland lodged its complaint at the harbour court.", f"a{n}") for n in range(REPORTS + 4)]
    assert len(proposed(NOT, *reports)) == REPORTS


def test_words_of_a_denial_are_known_in_whatever_form() -> None:
    assert {"not", "has_not", "not_a"} <= marks("It hasn't a licence")
    assert {"has_yet", "yet_to"} <= marks("Velland has yet to answer")
    assert "not" not in marks("The notes went out")


def test_a_word_is_covered_by_another_of_its_root() -> None:
    found, near = placed(DONE, clause("The lodging of complaints is dear.", "b"), clause("Ferries were dear.", "b"))
    words = Words(found)
    one, other = Report(found[:1], near, words), Report(found[1:], near, words)
    shared, none = Covering(one, other).covered[0]
    assert shared > 0.2 > none


def judged(
    monkeypatch: pytest.MonkeyPatch, chance: float, *found: Unit, told: Sequence[Disagreement] = ()
) -> list[Disagreement]:
    monkeypatch.setattr(contraries.oppositions, "chance", lambda rows: np.full(len(rows), chance))
    rows, near = placed(*found)
    return find_contraries(["s"], rows, near, told)


def test_a_denial_stands_against_what_is_asserted(monkeypatch: pytest.MonkeyPatch) -> None:
    (found,) = judged(monkeypatch, 0.9, DONE, NOT)
    assert found.kind == "denial"
    assert [side.says for side in found.sides] == ["asserted", "denied"]
    assert [side.statements[0].stance for side in found.sides] == ["asserts", "denies"]
    assert "complaint" in found.why


def test_what_is_yet_to_come_stands_against_what_is_done(monkeypatch: pytest.MonkeyPatch) -> None:
    ahead = clause("Velland will bring the complaint before the harbour court.", "b", status="planned")
    (found,) = judged(monkeypatch, 0.9, DONE, ahead)
    assert (found.kind, [side.says for side in found.sides]) == ("status", ["done", "planned"])
    late = clause("Velland has yet to bring the complaint before the court.", "b", status="denied")
    (found,) = judged(monkeypatch, 0.9, DONE, late)
    assert (found.kind, [side.says for side in found.sides]) == ("status", ["done", "not done"])


def test_a_later_report_only_brings_it_up_to_date(monkeypatch: pytest.MonkeyPatch) -> None:
    later = clause("Velland lodged its complaint at the harbour court.", "a", published="2023-05-12")
    assert judged(monkeypatch, 0.9, later, NOT) == []
    sooner = clause("Velland lodged its complaint at the harbour court.", "a", published="2023-05-10")
    assert len(judged(monkeypatch, 0.9, sooner, NOT)) == 1


@pytest.mark.parametrize(
    ("chance", "sure"),
    [(contraries.LIKELY, True), (contraries.LIKELY - 0.01, False), (contraries.POSSIBLE, False)],
)
def test_only_what_is_likely_is_sure(monkeypatch: pytest.MonkeyPatch, chance: float, sure: bool) -> None:
    (found,) = judged(monkeypatch, chance, DONE, NOT)
    assert (found.score >= 0.6) is sure
    assert found.score >= 0.3


def test_what_is_unlikely_is_not_shown(monkeypatch: pytest.MonkeyPatch) -> None:
    assert judged(monkeypatch, contraries.POSSIBLE - 0.01, DONE, NOT) == []


def test_what_rules_found_is_not_told_again(monkeypatch: pytest.MonkeyPatch) -> None:
    first = judged(monkeypatch, 0.9, DONE, NOT)
    assert judged(monkeypatch, 0.9, DONE, NOT, told=first) == []


REPORTS_OF_ONE_AFFAIR = (
    "Velland has handed the harbour authority of Marle a bill for the sunken dredger. The sum is 4 million crowns. "
    "Minister Ida Holm said on Tuesday that divers from Marle had damaged the lighthouse cable. Ferries ran as usual.",
    "Marle will not bow to threats, said harbour master Tor Lind. No bill for the dredger has been received from "
    "Velland, he said. Fishermen are angry about the price of diesel. "
    "The inquiry into the cable is led by a retired judge.",
)


@pytest.mark.models
def test_a_denial_in_other_words_is_found_and_other_matters_are_not() -> None:
    made = list(
        variorum.annotate([Article(id=str(n), text=t, published=DAY) for n, t in enumerate(REPORTS_OF_ONE_AFFAIR)])
    )
    found: list[Unit] = []
    for one in made:
        found += units(one, Who.of(link_actors(made)), len(found))
    near = Near(vectors(found))
    assert find_status(["s"], found, [], near) == []
    shown = find_contraries(["s"], found, near, [])
    assert [item.kind for item in shown] == ["denial"]
    told, denied = (side.statements[0].text for side in shown[0].sides)
    assert "bill" in told
    assert "No bill" in denied


def test_what_is_only_not_known_denies_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    """A judge that takes every pair for one deed: two words of substance in common make it sure, none a formula."""
    monkeypatch.setattr(contraries.oppositions, "chance", lambda rows: np.full(len(rows), 0.9))

    def score(text: str) -> list[bool]:
        found = find_contraries(["s"], *placed(DONE, clause(text, "b", status="denied")), [])
        return [item.score >= 0.6 for item in found]

    assert score("No complaint from Velland has reached the harbour court.") == [True]
    assert score("Nothing has now reached the harbour.") == [False]
    assert score("It was not immediately known what the harbour court had got.") == []
