"""What a report turns that rewords another: a passage in both reports is proof that both tell of one thing."""

import msgspec
import pytest

from tests.compare_records import article, day, figure, near, unit
from variorum.compare.amounts import amounts
from variorum.compare.statements import Unit
from variorum.compare.turned import Rewordings, find_turned
from variorum.types import AnnotatedArticle, Clause, Derivation, Reuse, SpanRef

COPIED = Derivation(article="b", from_="a", kind="paraphrase", share=0.9, score=0.9, why="")


def passage(a: AnnotatedArticle, b: AnnotatedArticle, score: float = 0.9) -> Reuse:
    sides = (SpanRef(article=x.id, start=0, end=len(x.text), text=x.text) for x in (a, b))
    return Reuse(kind="paraphrase", a=next(sides), b=next(sides), score=score)


def told(text: str, id: str, number: str, value: float, noun: str, **rest: object) -> Unit:
    made = article(text, id=id, figures=(figure(text, number, value, noun, **rest),))
    clause = Clause(start=0, end=len(text), predicate="x", figures=(0,))
    return unit(msgspec.structs.replace(made, clauses=(clause,)), vector="ab".index(id))


def kinds(a: Unit, b: Unit, *, derived: bool = True, score: float = 0.9) -> list[str]:
    reworded = Rewordings([passage(a.article, b.article, score)], [COPIED] if derived else [])
    return [d.kind for d in find_turned(["s"], [a, b], amounts([a, b], "s"), near(0.7), reworded)]


def test_a_figure_that_a_copy_turned() -> None:
    a = told("Crews put up 214 huts by the weir.", "a", "214", 214, "huts")
    b = told("By the weir, 241 huts were erected.", "b", "241", 241, "huts")
    assert kinds(a, b) == ["figure"]
    assert kinds(a, b, derived=False) == []  # two reports of one event may count two things in like words
    assert kinds(a, b, score=0.5) == []
    reworded = told("By the weir, 241 cabins were erected.", "b", "241", 241, "cabins")
    assert kinds(a, reworded) == ["figure"]
    measured = told("By the weir, 241 tonnes were moved.", "b", "241", 241, "tonnes")
    assert kinds(a, measured) == []


def test_a_bound_that_a_copy_turned() -> None:
    a = told("More than 90 huts stand by the weir.", "a", "90", 90, "huts", qualifier="more than")
    b = told("By the weir, some 90 huts stand.", "b", "90", 90, "huts", qualifier="some")
    c = told("By the weir, over 90 huts stand.", "b", "90", 90, "huts", qualifier="over")
    assert kinds(a, b) == ["qualifier"]
    assert kinds(a, c) == []


def dated(text: str, id: str, part: str, value: str) -> Unit:
    made = article(text, id=id, times=(day(text, part, value),))
    clause = Clause(start=0, end=len(text), predicate="x", times=(0,))
    return unit(msgspec.structs.replace(made, clauses=(clause,)), vector="ab".index(id))


@pytest.mark.parametrize(
    ("part", "value", "found"),
    [("Sunday", "2023-05-07", ["date"]), ("Saturday", "2023-05-13", []), ("May 6", "2023-05-06", [])],
)
def test_a_date_that_a_copy_turned(part: str, value: str, found: list[str]) -> None:
    """The same word for a day is no other day, whatever a report's own date makes of it."""
    a = dated("The weir broke on Saturday.", "a", "Saturday", "2023-05-06")
    b = dated(f"On {part} the weir gave way.", "b", part, value)
    assert kinds(a, b) == found


def staged(text: str, id: str, status: str) -> Unit:
    clause = Clause(start=0, end=len(text), predicate="sign", status=status)  # type: ignore[arg-type]
    return unit(article(text, id=id, clauses=(clause,)), vector="ab".index(id))


def test_a_stage_that_a_copy_turned() -> None:
    done = staged("Velmar signed the accord on the weir.", "a", "happened")
    ahead = staged("The accord on the weir will be signed by Velmar.", "b", "planned")
    assert kinds(done, ahead) == ["status"]
    denied = staged("The accord on the weir was not signed by Velmar.", "b", "denied")
    assert kinds(done, denied) == ["denial"]


def test_clauses_of_one_passage_that_are_far_in_meaning_tell_no_stage() -> None:
    done = staged("Velmar signed the accord on the weir.", "a", "happened")
    ahead = staged("The accord on the weir will be signed by Velmar.", "b", "planned")
    reworded = Rewordings([passage(done.article, ahead.article)], [COPIED])
    assert find_turned(["s"], [done, ahead], [], near(0.3), reworded) == []


def test_where_two_clauses_stand() -> None:
    a, b = dated("The weir broke on Saturday.", "a", "Saturday", "2023-05-06"), staged("It broke.", "b", "happened")
    assert Rewordings([passage(a.article, b.article)], [COPIED]).one(b, a)
    assert not Rewordings([], [COPIED]).one(a, b)
