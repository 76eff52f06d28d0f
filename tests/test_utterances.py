"""Utterances: what was said, sentence by sentence, and by whom."""

import pytest
from msgspec.structs import replace

from tests.compare_records import article, at, person, quote, unit
from variorum.compare.statements import Who
from variorum.compare.turned import Rewordings
from variorum.compare.utterances import CUT, Sayings, speakers_differ, spoken
from variorum.compare.voices import find_attributions
from variorum.types import Clause, LocalActor


def said(text: str, words: str, name: str, id: str):  # type: ignore[no-untyped-def]
    actor, mention = person("p", name, text)
    return article(
        text,
        id=id,
        actors=(actor,),
        mentions=(mention,),
        quotes=(quote(text, words, name, actor="p"),),
        clauses=(Clause(start=0, end=len(text), quote=0),),
    )


def test_a_quotation_is_taken_sentence_by_sentence_without_its_marks() -> None:
    text = "“The dam is a danger to us. It must be closed at once,” Rusk said."
    made = said(text, "“The dam is a danger to us. It must be closed at once,”", "Rusk", "a")
    one, two = at(text, "“The dam is a danger to us."), at(text, "It must be closed at once,” Rusk said.")
    parts = spoken(
        article(text, actors=made.actors, mentions=made.mentions, quotes=made.quotes, sentences=(one, two)), Who()
    )
    assert [p.text for p in parts] == ["The dam is a danger to us.", "It must be closed at once"]


def test_nested_contents_count_once() -> None:
    text = "Rusk said the dam is “a danger to every village”."
    inner = quote(text, "“a danger to every village”", "Rusk", actor="p")
    outer = quote(text, "the dam is “a danger to every village”", "Rusk", actor="p", kind="indirect")
    parts = spoken(article(text, quotes=(outer, inner)), Who())
    assert [p.text for p in parts] == ["a danger to every village"]


def test_reported_words_without_a_clause_of_their_own_are_no_saying() -> None:
    text = "Rusk praised the growing ties of the two valleys. Rusk said the dam would be closed."
    attitude = quote(text, "the growing ties of the two valleys", "Rusk", actor="p", kind="indirect")
    saying = quote(text, "the dam would be closed", "Rusk", actor="p", kind="indirect")
    clauses = tuple(
        Clause(start=start, end=end, predicate=verb)
        for (start, end), verb in (
            (at(text, "Rusk praised the growing ties of the two valleys."), "praise"),
            (at(text, "the dam would be closed"), "close"),
        )
    )
    parts = spoken(article(text, quotes=(attitude, saying), clauses=clauses), Who())
    assert [p.text for p in parts] == ["the dam would be closed"]


def test_the_same_words_of_two_persons() -> None:
    words = "“They fired at us without any warning,”"
    a = said(f"{words} said Mira Tolland.", words, "Mira Tolland", "a")
    b = said(f"{words} said Josef Lind.", words, "Josef Lind", "b")
    (x,), (y,) = spoken(a, Who()), spoken(b, Who())
    assert speakers_differ(x, y)
    (found,) = find_attributions(["s"], [(x, y, 0.9)], Rewordings([], []))
    assert {side.says for side in found.sides} == {"Mira Tolland", "Josef Lind"}


@pytest.mark.parametrize(("before", "found"), [("", 1), ("Mira Tolland was silent. ", 0)])
def test_he_is_nobody_whom_his_report_never_names(before: str, found: int) -> None:
    words = "“They fired at us without any warning,”"
    a = said(f"{words} said Mira Tolland.", words, "Mira Tolland", "a")
    text = f"{before}Josef Lind sighed. {words} he said."
    actor, mention = person("p", "Josef Lind", text)
    his = replace(quote(text, words, "Josef Lind", actor="p"), source=((at(text, "he said.")[0], len(text) - 6),))
    b = article(text, id="b", actors=(actor,), mentions=(mention,), quotes=(his,))
    (x,), (y,) = spoken(a, Who()), spoken(b, Who())
    assert len(find_attributions(["s"], [(x, y, 0.9)], Rewordings([], []))) == found


def test_a_surname_is_the_same_person() -> None:
    a, b = unit(article("x"), speaker="Pavel Rusk"), unit(article("y", id="b"), speaker="Rusk")
    assert not speakers_differ(a, b)


def test_words_between_marks_are_said_where_what_holds_them_is_no_clause() -> None:
    text = "Rusk called the dam “a loyal servant” and left it there."
    made = quote(text, "the dam “a loyal servant”", "Rusk", actor="p", kind="mixed")
    assert [p.text for p in spoken(article(text, quotes=(made,)), Who())] == ["a loyal servant"]
    unknown = replace(made, speaker=None, speaker_actor=None)
    assert spoken(article(text, quotes=(unknown,)), Who()) == []


def test_two_words_are_kept_of_a_known_speaker_alone() -> None:
    text = "“Loyal servant,” Rusk said of the dam."
    made = quote(text, "“Loyal servant,”", "Rusk", actor="p")
    assert [p.text for p in spoken(article(text, quotes=(made,)), Who())] == ["Loyal servant"]
    assert spoken(article(text, quotes=(replace(made, speaker_actor=None),)), Who()) == []


@pytest.mark.models
@pytest.mark.parametrize(
    ("words", "name", "one"),
    [
        ("a servant one can trust", "Mira Tolland", True),
        ("a danger to every village", "Mira Tolland", False),
        ("a loyal servant", "Josef Lind", False),
    ],
)
def test_a_few_words_of_one_speaker_are_one_saying_in_other_words(words: str, name: str, one: bool) -> None:
    first, then = "“trusty servant”", f"“{words}”"
    a = said(f"The dam is a {first}, said Mira Tolland.", first, "Mira Tolland", "a")
    b = said(f"The dam is {then}, said {name}.", then, name, "b")
    same = Who(ids={("a", "p"): "mira", ("b", "p"): "mira" if name == "Mira Tolland" else "josef"})
    found = Sayings.of([a, b], same)
    assert bool([p for p in found.pairs if p.score >= CUT]) == one


def test_a_body_without_a_name_is_one_in_every_article() -> None:
    names = ("French foreign ministry", "France 's foreign ministry", "France’s foreign ministry", "French army")
    codes = ("FRA.GOV", "FRA.GOV", "FRA.GOV", "FRA.MIL")
    ids = []
    for n, (name, code) in enumerate(zip(names, codes, strict=True)):
        body = LocalActor(id="a1", name=name, kind="organisation", country="FRA", code=code)
        ids.append(Who().id(article("x", id=str(n), actors=(body,)), "a1"))
    assert ids[0] == ids[1] == ids[2] != ids[3]
    named = LocalActor(id="a1", name="Harbour Watch", kind="organisation", code="FRA", aliases=("Harbour Watch",))
    assert Who().id(article("x", id="b", actors=(named,)), "a1") == "b:a1"
