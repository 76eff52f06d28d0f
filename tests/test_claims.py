"""Claims: clustering under constraints, the clearest statement, origins."""

from tests.compare_records import article, at, day, unit
from variorum.compare.claims import clearest, find_claims, record_id
from variorum.compare.clusters import clusters
from variorum.compare.pairs import Pair, dates_meet, obstacles
from variorum.types import Clause, Story


def pair(i: int, j: int, score: float, *against: str) -> Pair:
    return Pair(i=i, j=j, cosine=score, score=score, against=against)


def test_clusters_join_what_is_alike_and_never_what_conflicts() -> None:
    assert clusters(3, [pair(0, 1, 0.9), pair(1, 2, 0.8), pair(0, 2, 0.85)], cut=0.5) == [[0, 1, 2]]
    assert clusters(3, [pair(0, 1, 0.9), pair(1, 2, 0.8), pair(0, 2, 0.9, "numbers differ")], cut=0.5) == [[0, 1], [2]]
    assert clusters(2, [pair(0, 1, 0.4)], cut=0.5) == [[0], [1]]


def test_a_chain_of_lookalikes_breaks() -> None:
    chain = [pair(0, 1, 0.52), pair(1, 2, 0.51), pair(2, 3, 0.51)]
    assert max(len(group) for group in clusters(4, chain, cut=0.5)) < 4


def test_a_bar_between_two_holds_for_all_who_joined_them() -> None:
    pairs = [pair(0, 1, 0.9), pair(2, 3, 0.9), pair(1, 2, 0.85), pair(0, 3, 0.8, "one is negated")]
    assert clusters(4, pairs, cut=0.5) == [[0, 1], [2, 3]]


def test_many_wordings_of_one_thing_are_one_group() -> None:
    pairs = [pair(i, j, 0.9) for i in range(40) for j in range(i + 1, 40)]
    assert clusters(41, pairs, cut=0.5) == [list(range(40)), [40]]


def test_numbers_dates_and_negation_are_obstacles() -> None:
    a = unit(article("The ferry carried 40 people."))
    b = unit(article("The ferry carried 60 people.", id="b"))
    assert any("numbers" in o for o in obstacles(a, b))
    text = "The ferry did not sail."
    c = unit(article(text, id="c", clauses=(Clause(start=0, end=len(text), polarity="negative", status="denied"),)))
    assert "one is negated" in obstacles(unit(article("The ferry did sail.")), c)


def test_dates_meet_unless_both_are_given_and_apart() -> None:
    monday, tuesday, none = "It sailed on Monday.", "It sailed on Tuesday.", "It sailed."
    a = unit(
        article(monday, times=(day(monday, "Monday", "2023-05-08"),), clauses=(Clause(start=0, end=20, times=(0,)),))
    )
    b = unit(
        article(tuesday, times=(day(tuesday, "Tuesday", "2023-05-09"),), clauses=(Clause(start=0, end=21, times=(0,)),))
    )
    assert not dates_meet(a, b)
    assert dates_meet(a, unit(article(none)))
    assert dates_meet(a, a)


def test_copies_are_one_origin_and_singletons_are_claims() -> None:
    texts = ["The harbour was closed at noon.", "The harbour was closed at noon.", "Bread prices doubled."]
    units = [unit(article(t, id=str(n)), vector=n) for n, t in enumerate(texts)]
    story = Story(id="s", title="", articles=("0", "1", "2"))
    both, alone = find_claims(story, units, [pair(0, 1, 0.9)], {"0": "0", "1": "0", "2": "2"}, {("2", 0): 0.4})
    assert (both.elsewhere, alone.elsewhere) == (0.0, 0.4)
    assert (both.articles, both.of, both.origins) == (2, 3, 1)
    assert (alone.articles, alone.text) == (1, "Bread prices doubled.")
    assert all(s.text == texts[int(s.article)][s.start : s.end] for c in (both, alone) for s in c.statements)


def test_the_clearest_statement_names_its_actors() -> None:
    vague, clear = (
        unit(article("it was closed by them at noon")),
        unit(article("The harbour of Halden was closed at noon.")),
    )
    assert clearest([vague, clear]) is clear


def test_ids_depend_on_spans_alone() -> None:
    a = unit(article("The harbour was closed.")).statement()
    assert record_id("claim", [a]) == record_id("claim", [a])
    assert record_id("claim", [a]) != record_id("utterance", [a])


def test_a_part_of_another_statement_is_no_claim_of_its_own() -> None:
    text = "The ferry, which sank in May, was raised."
    made = article(text, clauses=(Clause(start=0, end=len(text)), Clause(start=11, end=28)))
    story = Story(id="s", title="", articles=("a",))
    assert [c.text for c in find_claims(story, [unit(made), unit(made, n=1)], [], {}, {})] == [text]


def test_a_piece_is_printed_with_its_sentence_and_cited_alone() -> None:
    text = "Drake, which beat Marle on Friday, will play the winner."
    start, end = at(text, "which beat Marle on Friday")
    piece = unit(article(text, clauses=(Clause(start=start, end=end, predicate="beat", object=at(text, "Marle")),)))
    (claim,) = find_claims(Story(id="s", title="", articles=("a",)), [piece], [], {}, {})
    assert claim.text == text
    assert [s.text for s in claim.statements] == ["which beat Marle on Friday"]
