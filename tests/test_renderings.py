"""Which quotations of two reports are one utterance: the nearest of each other, or one cut from the other."""

from dataclasses import replace

import pytest

from tests.compare_records import article, person, quote
from variorum.compare.pairs import Pair
from variorum.compare.reading import read
from variorum.compare.renderings import CLEAR, cut_from, nearest, trims, witnessed
from variorum.compare.statements import Unit, Who
from variorum.compare.turned import Rewordings
from variorum.compare.utterances import CUT, Sayings, spoken
from variorum.compare.voices import find_attributions
from variorum.types import SURE, AnnotatedArticle

ORLO, VESK = "Edda Orlo", "Timo Vesk"
WHOLE = "We have dredged the Gulf of Sarn twice and silted it up three times"


def told(id: str, *sayings: str, name: str = ORLO, kind: str = "direct") -> AnnotatedArticle:
    """A report in which somebody says some sentences."""
    text = " ".join(f"“{words}.”" if kind == "direct" else words for words in sayings) + f" said {name}."
    actor, mention = person("p", name, text)
    quotes = [quote(text, words, name, actor="p", kind=kind) for words in sayings]
    return article(text, id=id, actors=(actor,), mentions=(mention,), quotes=tuple(quotes))


def units(*reports: AnnotatedArticle) -> list[Unit]:
    out: list[Unit] = []
    for report in reports:
        out += spoken(report, Who(), len(out))
    return out


def pair(i: int, j: int, score: float) -> Pair:
    return Pair(i=i, j=j, cosine=score, score=score, against=())


def test_a_part_of_a_sentence_is_laid_beside_the_whole_whatever_its_meaning() -> None:
    said = units(told("a", WHOLE), told("b", "silted it up three times"), told("c", "The tide will settle it"))
    assert trims(said) == [(0, 1)]


@pytest.mark.parametrize(
    "words",
    [
        "it up and of the",  # no word that tells anything
        "the Gulf of Sarn",  # a place
        "silted up the dredged gulf, and three times we twice have it",  # the same words in another order
    ],
)
def test_what_is_cut_from_nothing(words: str) -> None:
    assert not cut_from(read(WHOLE), read(words))


def test_a_report_does_not_quote_itself() -> None:
    assert trims(units(told("a", WHOLE, "silted it up three times"))) == []


def test_of_two_quotations_the_one_that_is_not_the_nearest_is_another() -> None:
    said = units(told("a", "The harbour is choking", "The town is choking"), told("b", "Our port cannot breathe"))
    kept = list(nearest(said, [pair(0, 2, 0.8), pair(1, 2, 0.7)], ()))
    assert [bool(p.against) for p in kept] == [False, True]


def test_a_sentence_that_a_report_prints_twice_is_one_with_both() -> None:
    said = units(told("a", "The harbour is choking"), told("b", "The harbour is choking on mud", "A choking harbour"))
    kept = list(nearest(said, [pair(0, 1, 0.9), pair(0, 2, 0.89)], ()))
    assert not any(p.against for p in kept)
    far = list(nearest(said, [pair(0, 1, 0.7), pair(0, 2, 0.9)], ()))
    assert not far[0].against, "the words are the same, whichever is the nearer"


def test_what_a_report_says_in_its_own_words_may_stand_there_more_than_once() -> None:
    reported = told("b", "the port was silting up", "the harbour would close", kind="indirect")
    clauses = [replace(unit, span=unit.span) for unit in units(told("a", "The harbour is choking"))]
    said = [*clauses, *(replace(clauses[0], article=reported, clause=replace_quote(clauses[0], n)) for n in (0, 1))]
    kept = list(nearest(said, [pair(0, 1, 0.8), pair(0, 2, 0.6)], ()))
    assert not any(p.against for p in kept)


def replace_quote(unit: Unit, n: int):  # type: ignore[no-untyped-def]
    from msgspec.structs import replace as changed

    return changed(unit.clause, quote=n)


@pytest.mark.models
@pytest.mark.parametrize(
    ("first", "then", "one"),
    [
        ("A levy on salt is a levy on soup", "To tax salt is to tax soup", True),
        ("The salt mine has to reopen by winter", "No miner has been paid since the winter", False),
    ],
)
def test_what_matches_a_little_needs_a_witness(first: str, then: str, one: bool) -> None:
    said = units(told("a", first), told("b", then, name=VESK))
    (judged,) = witnessed(said, [pair(0, 1, 0.55)], ())
    assert (judged.score >= CLEAR) == one
    assert one or judged.score < CUT


@pytest.mark.models
def test_one_sentence_twice_translated_and_given_to_two_people_is_a_finding() -> None:
    a = told("a", "A levy on salt is a levy on soup", "We sleep badly")
    b = told("b", "To tax salt is to tax soup", "The ferry was late", name=VESK)
    said = Sayings.of([a, b], Who())
    (found,) = find_attributions(["s"], said.misattributed(), Rewordings([], []))
    assert {side.says for side in found.sides} == {ORLO, VESK}
    assert found.score >= CLEAR


@pytest.mark.models
def test_what_two_people_may_both_say_of_the_affair_is_doubtful() -> None:
    a = told("a", "We are ready to talk about the dam", "The dam leaks")
    b = told("b", "We stand ready to discuss the dam any day", "The dam holds", name=VESK)
    found = find_attributions(["s"], Sayings.of([a, b], Who()).misattributed(), Rewordings([], []))
    assert all(one.score < SURE for one in found)


@pytest.mark.models
def test_one_who_says_the_contrary_says_another_thing() -> None:
    a = told("a", "The ferry must be paid for by the islanders")
    b = told("b", "The islanders must never pay for this ferry", name=VESK)
    assert not find_attributions(["s"], Sayings.of([a, b], Who()).misattributed(), Rewordings([], []))


@pytest.mark.models
@pytest.mark.parametrize(
    ("first", "then"),
    [
        ("I am proud of our ferrymen", "I am worried about our ferrymen"),
        ("The council has broken its promise", "The council has kept every promise"),
    ],
)
def test_two_who_build_a_sentence_alike_and_say_another_word_are_doubtful_at_most(first: str, then: str) -> None:
    said = Sayings.of([told("a", first), told("b", then, name=VESK)], Who())
    found = find_attributions(["s"], said.misattributed(), Rewordings([], []))
    assert all(one.score < SURE for one in found)
