"""Utterances: what was said, sentence by sentence, and by whom."""

from tests.compare_records import article, at, person, quote, unit
from variorum.compare.statements import Who
from variorum.compare.utterances import speakers_differ, spoken
from variorum.compare.voices import find_attributions
from variorum.types import Clause


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
    (found,) = find_attributions(["s"], [(x, y, 0.9)])
    assert {side.says for side in found.sides} == {"Mira Tolland", "Josef Lind"}


def test_a_surname_is_the_same_person() -> None:
    a, b = unit(article("x"), speaker="Pavel Rusk"), unit(article("y", id="b"), speaker="Rusk")
    assert not speakers_differ(a, b)
