"""What may be a claim, and what keeps two statements from being one."""

from dataclasses import replace

import pytest

from tests.compare_records import article, unit
from variorum.compare.agreement import OTHER_DEED, claimable, one_deed, parted
from variorum.compare.claims import clearest, open_marks
from variorum.compare.pairs import Pair
from variorum.compare.statements import Unit
from variorum.compare.telling import tells
from variorum.types import Clause, LocalActor, Mention


def said(
    text: str,
    predicate: str,
    subject: str | None = None,
    thing: str | None = None,
    *,
    id: str = "a",
    status: str = "happened",
) -> Unit:
    """A unit of the whole text, with its arguments by their words."""

    def at(words: str | None) -> tuple[int, int] | None:
        return None if words is None else (text.index(words), text.index(words) + len(words))

    clause = Clause(start=0, end=len(text), predicate=predicate, subject=at(subject), object=at(thing), status=status)  # type: ignore[arg-type]
    return unit(article(text, id=id, clauses=(clause,)))


def test_a_whole_clause_tells() -> None:
    assert tells(said("The mill at Osk burned down on Sunday.", "burn", "The mill at Osk"))


@pytest.mark.parametrize(
    "fragment",
    [
        said("the mayors think", "think", "the mayors"),
        said("as bakers would put it", "put", "bakers", "it"),
        said("the old mill", "mill"),
        said("what matters to the mill is", "be", "what"),
        said("With regard to the mill, he declared", "declare", "he"),
        said("how it burned", "burn", "it"),
    ],
)
def test_a_frame_or_a_scrap_does_not(fragment: Unit) -> None:
    assert not tells(fragment)


def test_a_clause_that_only_leads_up_to_the_next_does_not() -> None:
    text = "The mayor assured his guests that the mill would be built again."
    first = Clause(start=0, end=28, predicate="assure", subject=(0, 9), object=(18, 28))
    second = Clause(start=34, end=len(text), predicate="build", object=(34, 42), status="planned")
    both = article(text, clauses=(first, second))
    before, after = unit(both), unit(both, n=1)
    assert not tells(before, after)
    assert tells(after)
    kept, pairs = claimable([before, after], [Pair(i=0, j=1, cosine=0.9, score=0.9, against=())])
    assert (kept, pairs) == ([after], [])


def test_to_sign_is_not_to_join() -> None:
    a = said("Osk has signed papers on membership of the league", "sign", "Osk", "papers on membership of the league")
    b = said("Osk joins the league as an equal", "join", "Osk", "the league", id="b", status="planned")
    assert parted(a, b, 0.63, 0.7) == ["done against to come"]
    assert not one_deed(a, b, 0.63, 0.7)
    _, (pair,) = claimable([a, b], [Pair(i=0, j=1, cosine=0.63, score=0.7, against=())])
    assert pair.score == pytest.approx(0.7 * OTHER_DEED)


def test_near_synonyms_and_near_meanings_are_one_deed() -> None:
    a = said("The council signed the lease", "sign", "The council", "the lease")
    b = said("The council concluded the lease", "conclude", "The council", "the lease", id="b")
    c = said("The council put its name to the lease", "put", "The council", "its name", id="c")
    assert one_deed(a, b, 0.55, 0.6)
    assert one_deed(a, c, 0.75, 0.7)
    assert parted(a, b, 0.8, 0.8) == []


def test_each_with_a_number_that_the_other_lacks_is_no_agreement() -> None:
    a = said("Three jets hit Osk and 6 people died", "hit", "Three jets", "Osk")
    b = said("Three jets hit Osk and 9 people died", "hit", "Three jets", "Osk", id="b")
    assert parted(a, b, 0.9, 0.9) == ["numbers differ"]


def test_other_doers_of_one_deed_are_kept_apart() -> None:
    a = said("The gates of the depot opened again", "open", "The gates of the depot")
    b = said("The harbour is open", "open", "The harbour", id="b")
    assert parted(a, b, 0.46, 0.6) == ["few words in common", "said of others"]
    near = said("The gates of the harbour opened again", "open", "The gates of the harbour", id="b")
    assert parted(a, near, 0.46, 0.6) == ["said of others"]


def test_few_words_in_common_need_a_near_meaning() -> None:
    a = said("The mayor wrecked the party with his speech", "wreck", "The mayor", "the party")
    b = said("His words had ruined that party", "ruin", "His words", "that party", id="b")
    assert "few words in common" in parted(a, b, 0.7, 0.8)
    assert "few words in common" not in parted(a, b, 0.8, 0.8)


def test_what_different_people_say_is_one_claim_only_in_the_same_words() -> None:
    a, b = (
        replace(said("The lease is dead", "be", "The lease", id=id), speaker_id=who)
        for id, who in (("a", "x"), ("b", "y"))
    )
    assert parted(a, b, 0.9, 0.9) == ["said by others"]
    assert parted(a, b, 0.97, 0.97) == []
    assert parted(a, replace(b, speaker_id="x"), 0.9, 0.9) == []
    assert parted(a, replace(b, speaker_id=None), 0.9, 0.9) == []


def test_the_clearest_has_no_open_mark() -> None:
    assert open_marks("The mill is “a ruin")
    assert not open_marks("The mill is “a ruin”")
    open_, closed = (
        said(f"The mill is “a ruin{mark} and lost", "ruin", "The mill", id=id) for mark, id in (("", "a"), ("”", "b"))
    )
    assert clearest([open_, closed]) is closed


def test_a_pronoun_that_means_another_is_another_doer() -> None:
    units = []
    for n, (name, text) in enumerate((("Lena Orvik", "She met the owners"), ("Tomas Brandt", "He met the owners"))):
        actor = LocalActor(id="p", name=name, kind="person", aliases=(name,))
        pronoun = text.partition(" ")[0]
        mention = Mention(start=0, end=len(pronoun), label="PERSON", actor="p", head="pronoun")
        clause = Clause(start=0, end=len(text), predicate="meet", subject=(0, len(pronoun)))
        made = article(text, id=str(n), actors=(actor,), mentions=(mention,), clauses=(clause,))
        units.append(unit(made, vector=n))
    assert "said of others" in parted(*units, 0.7, 0.7)
    assert "said of others" not in parted(units[0], units[0], 0.7, 0.7)


def test_that_something_came_a_day_after_is_no_claim() -> None:
    text = "The ruling came a day after the vote."
    clause = Clause(start=0, end=21, predicate="come", subject=(0, 10))
    assert not tells(unit(article(text, clauses=(clause,))))


def test_what_another_report_tells_in_the_same_words_is_a_claim_however_it_was_parsed() -> None:
    text = "Please share this list."
    whole = Clause(start=0, end=22, predicate="share", object=(13, 22))
    parts = Clause(start=0, end=22, predicate="share")
    units = [unit(article(text, id=str(n), clauses=(c,)), vector=n) for n, c in enumerate((whole, parts))]
    assert tells(units[0])
    assert not tells(units[1])
    kept, _ = claimable(units, [Pair(i=0, j=1, cosine=1.0, score=1.0, against=())])
    assert len(kept) == 2
