"""Figures and bounds: which measure one quantity, and which differ."""

from dataclasses import replace

import msgspec
import numpy as np
import pytest

from tests.compare_records import article, counted, figure, near, unit
from variorum.compare import amounts, figures, likeness, nouns, quantities, values
from variorum.compare.near import Near
from variorum.compare.reading import stem
from variorum.compare.statements import Unit
from variorum.models import quantities as judge
from variorum.types import Clause, Figure


def fig(value: float, qualifier: str | None = None, high: float | None = None) -> Figure:
    return Figure(start=0, end=1, value=value, high=high, unit="people", qualifier=qualifier)


@pytest.mark.parametrize(
    ("a", "b"),
    [
        (fig(41.7), fig(42)),
        (fig(214), fig(200, "more than")),
        (fig(97), fig(100, "nearly")),
        (fig(80), fig(82, "about")),
        (fig(44, "nearly"), fig(43.9)),
        (fig(6, high=8), fig(7)),
        (fig(1234), fig(1200)),
    ],
)
def test_rounding_bounds_and_ranges_do_not_differ(a: Figure, b: Figure) -> None:
    assert not values.values_differ(a, b)
    assert not values.values_differ(b, a)


@pytest.mark.parametrize(
    ("a", "b"),
    [
        (fig(41), fig(56)),
        (fig(81), fig(38, "over")),
        (fig(90), fig(200, "at least")),
        (fig(6, high=7), fig(8)),
        (fig(141, "roughly"), fig(139)),
        (fig(44, "nearly"), fig(43)),
        (fig(20, "odd"), fig(17)),
    ],
)
def test_values_that_no_number_fits_differ(a: Figure, b: Figure) -> None:
    assert values.values_differ(a, b)


def test_qualifiers_by_kind() -> None:
    kinds = [values.qualifier_kind(q) for q in (None, "over", "No fewer than", "nearly", "some", "up to")]
    assert kinds == ["exact", "above", "above", "below", "about", "below"]


def figures_of(*units: Unit) -> list[str]:
    found = figures.find_figures(amounts.amounts(units, "s"), near(0.85))
    return [d.kind for d in found]


def test_one_quantity_with_two_values_is_a_figure() -> None:
    a = counted("At Halden port 3200 dockers walked out on Tuesday.", "3200", 3200, "0", period="2023-05-09")
    b = counted("On Tuesday 1900 dockers walked out at Halden port.", "1900", 1900, "1", period="2023-05-09")
    assert figures_of(a, b) == ["figure"]


def test_all_of_a_kind_is_another_scope_than_one() -> None:
    a = counted("At the Halden depot 3200 dockers walked out on Tuesday.", "3200", 3200, "0")
    b = counted("Across all the depots 1900 dockers walked out on Tuesday.", "1900", 1900, "1")
    assert figures_of(a, b) == []


def test_one_unusual_count_is_one_quantity_though_the_verbs_differ() -> None:
    a = counted("That day 3250 dockers left the yards.", "3250", 3250, "0")
    b = counted("Nearly 3250 dockers took part.", "3250", 3250, "1", qualifier="nearly")
    found = figures.find_figures(amounts.amounts((a, b), "s"), near(0.6))
    assert [d.kind for d in found] == ["qualifier"]


def sure_of(a: Unit, b: Unit, cosine: float) -> float:
    """How sure the judge is that the two figures are of one quantity."""
    ((kind, _, _, row),) = quantities.candidates(amounts.amounts((a, b), "s"), near(cosine))
    return float(judge.score(kind, np.array([row]))[0])


def test_another_place_speaks_for_another_quantity() -> None:
    a = counted("In Halden 3200 dockers walked out.", "3200", 3200, "0")
    there = counted("At last, in Halden, 1900 dockers walked out.", "1900", 1900, "1")
    elsewhere = counted("At last, in Marle, 1900 dockers walked out.", "1900", 1900, "1")
    assert figures_of(a, elsewhere) == []  # one sentence but for the place
    assert sure_of(a, elsewhere, cosine=0.5) < sure_of(a, there, cosine=0.5)


def test_one_value_with_two_bounds_is_a_qualifier() -> None:
    a = counted("At Halden port over 3200 dockers walked out.", "3200", 3200, "0", qualifier="over")
    b = counted("At Halden port about 3200 dockers walked out.", "3200", 3200, "1", qualifier="about")
    assert figures_of(a, b) == ["qualifier"]


def test_a_report_that_gives_both_values_disagrees_with_none() -> None:
    a = counted("At Halden port 3200 dockers walked out.", "3200", 3200, "0")
    text = "At Halden port 1900 dockers walked out, or 3200 dockers by the union's count."
    made = article(
        text,
        id="1",
        figures=(figure(text, "1900", 1900, "dockers"), figure(text, "3200", 3200, "dockers")),
        clauses=(Clause(start=0, end=len(text), predicate="walk", figures=(0, 1)),),
    )
    assert figures_of(a, unit(made, vector=1)) == []


def test_counts_of_one_reports_other_values_are_not_held_against_it() -> None:
    near_values = counted("At Halden port 3200 dockers walked out on Tuesday.", "3200", 3200, "0")
    compound = counted("A 3200-docker walkout closed Halden port on Tuesday.", "3200", 3200, "1", qualifier="over")
    assert figures_of(near_values, compound) == ["qualifier"]


def test_the_first_so_many_are_a_part_and_last_year_is_not() -> None:
    texts = ("The first 3200 dockers walked out.", "Last year 3200 dockers walked out.")
    parts = [amounts.amounts([counted(text, "3200", 3200, "0")], "s")[0].part for text in texts]
    assert parts == [True, False]


def test_so_many_a_year_is_a_rate() -> None:
    texts = ("They hire 3200 dockers a year.", "They hired 3200 dockers a year ago.")
    assert [amounts.amounts([counted(text, "3200", 3200, "0")], "s")[0].part for text in texts] == [True, False]


@pytest.mark.parametrize(
    ("text", "number", "noun"),
    [
        ("The clinic treated 34 wounded.", "34", "person"),
        ("The death toll at Halden rose to nine.", "nine", "person"),
        ("It put the number of jobs at risk at 9000.", "9000", "worker"),
        ("Halden won by 34.", "34", ""),
    ],
)
def test_what_a_bare_number_counts(text: str, number: str, noun: str) -> None:
    bare = msgspec.structs.replace(figure(text, number, 9, "x"), unit=None)
    made = article(
        text, id="0", figures=(bare,), clauses=(Clause(start=0, end=len(text), predicate="x", figures=(0,)),)
    )
    found = [a.noun for a in amounts.amounts([unit(made, vector=0)], "s")]
    assert found == [noun]


def test_a_far_value_is_of_another_quantity() -> None:
    a = counted("At Halden port 1200000 dockers walked out.", "1200000", 1_200_000, "0")
    far = counted("At Halden port 170 million dockers left.", "170 million", 170_000_000, "1")
    assert figures_of(a, far) == []


def amount_of(text: str, number: str, value: float, unit_: str | None, id: str) -> amounts.Amount:
    """A figure that counts what the unit says, which may be nothing."""
    made = article(
        text,
        id=id,
        figures=(msgspec.structs.replace(figure(text, number, value, "x"), unit=unit_),),
        clauses=(Clause(start=0, end=len(text), predicate="free", figures=(0,)),),
    )
    return amounts.amounts([unit(made, vector=int(id))], "s")[0]


@pytest.mark.parametrize(("noun", "met"), [("prisoners", True), ("people", True), (None, False), ("dogs", False)])
def test_values_are_of_one_noun_or_of_people_by_another_calling(noun: str | None, met: bool) -> None:
    a = amount_of("On Tuesday the guards at Halden freed 41 prisoners.", "41", 41, "prisoners", "0")
    b = amount_of(f"On Tuesday the guards at Halden freed 47 {noun or ''}.", "47", 47, noun, "1")
    assert [kind for kind, *_ in quantities.candidates([a, b], near(0.85))] == ["figure"] * met


def test_bounds_may_be_of_what_one_report_does_not_name() -> None:
    a = amount_of("On Tuesday the guards at Halden freed 41 prisoners.", "41", 41, "prisoners", "0")
    b = amount_of("On Tuesday the guards at Halden freed more than 41.", "41", 41, None, "1")
    over = replace(b, figure=msgspec.structs.replace(b.figure, qualifier="more than"))
    assert [kind for kind, *_ in quantities.candidates([a, over], near(0.85))] == ["qualifier"]


@pytest.mark.parametrize("text", ["Published at 12 : 38 AM.", "Halden won 38-31.", "They counted 1 , 38 in all."])
def test_clocks_scores_and_split_numbers_count_nothing(text: str) -> None:
    bare = msgspec.structs.replace(figure(text, "38", 38, "x"), unit=None)
    made = article(
        text, id="0", figures=(bare,), clauses=(Clause(start=0, end=len(text), predicate="x", figures=(0,)),)
    )
    assert amounts.amounts([unit(made, vector=0)], "s") == []


def test_the_smaller_part_of_a_length_of_time_counts_nothing() -> None:
    text = "Halden led for 4 minutes 38 seconds of it; it took 38 seconds."
    counted = [figure(text, "4", 4, "minutes"), figure(text, "38", 38, "seconds")]
    last = msgspec.structs.replace(counted[1], start=text.rindex("38"), end=text.rindex("38") + 2)
    clause = Clause(start=0, end=len(text), predicate="lead", figures=(0, 1, 2))
    made = article(text, id="0", figures=(*counted, last), clauses=(clause,))
    assert [m.figure.start for m in amounts.amounts([unit(made, vector=0)], "s")] == [counted[0].start, last.start]


def test_nouns_are_one_alike_or_two() -> None:
    table = nouns.alike(["docker", "docker", "tree", "sapl", ""])
    assert table[0, 1] == 1
    assert table[0, 2] == table[2, 3] == 0  # near in meaning is not enough
    assert 0 < table[0, 4] == table[4, 4] < 1  # of what has no noun, the clause must tell
    assert np.allclose(table, table.T)


def test_the_words_around_a_figure_are_those_of_its_sentence() -> None:
    text = "Nobody was seen. At Halden port 41 dockers sat down and sang until the rain came."
    told = amount_of(text, "41", 41, "dockers", "0")
    made = msgspec.structs.replace(told.unit.article, sentences=((0, 16), (17, len(text))))
    assert amounts.around(replace(told, unit=unit(made))) == "At Halden port N dockers sat down and sang"


def test_digits_put_in_another_order_are_told() -> None:
    a = counted("At Halden port 214 dockers sat down.", "214", 214, "0")
    b = counted("Dockers, 241 of them, sat down at Halden port.", "241", 241, "1")
    c = counted("Dockers, 243 of them, sat down at Halden port.", "243", 243, "1")
    turned = likeness.FEATURES.index("turned")
    among = likeness.Among(around=0.8, alike=1, nearer=0, choices=2, also=0)
    slip, other = (likeness.features(*amounts.amounts([a, x], "s"), among) for x in (b, c))
    assert (slip[turned], other[turned]) == (1.0, 0.0)


def test_a_link_that_would_make_a_report_tell_of_two_values_is_left_out() -> None:
    units = [counted(f"At Halden port {n} dockers walked out.", str(n), n, str(i)) for i, n in enumerate((3200, 1900))]
    third = counted("At Halden port 700 dockers sat down.", "700", 700, "2")
    a, b, c = (amounts.amounts([u], "s")[0] for u in (*units, third))
    other = msgspec.structs.replace(b.figure, value=1500)
    same_report = replace(b, figure=other)
    links = [quantities.Link(a, b, 0.9), quantities.Link(c, same_report, 0.8), quantities.Link(a, same_report, 0.7)]
    groups = figures._joined(links)
    assert sorted(len(g) for g in groups) == [1, 1]


def test_what_is_wanted_is_told_from_what_there_is() -> None:
    text = "At Halden port the union needs 1900 dockers on Tuesday."
    needs = article(
        text,
        id="1",
        figures=(figure(text, "1900", 1900, "dockers"),),
        clauses=(Clause(start=0, end=len(text), predicate="need", figures=(0,)),),
    )
    a = counted("At Halden port 3200 dockers walked out on Tuesday.", "3200", 3200, "0")
    ((*_, row),) = quantities.candidates(amounts.amounts((a, unit(needs, vector=1)), "s"), near(0.85))
    assert row[likeness.FEATURES.index("wanted")] == 1


@pytest.mark.parametrize(("first", "second", "meet"), [("2007/2014", "2007", True), ("2007/2014", "2012", False)])
def test_periods_that_nearly_cover_each_other_are_one(first: str, second: str, meet: bool) -> None:
    one = (
        "Since 2007 the port of Halden has taken 3200 dockers on."
        if meet
        else "The port of Halden took 3200 dockers on."
    )
    a = counted(one, "3200", 3200, "0", period=second)
    b = counted("The port of Halden has taken 1900 dockers on.", "1900", 1900, "1", period=first)
    a = unit(msgspec.structs.replace(a.article, published="2015-03-01"), vector=0)
    assert bool(figures_of(a, b)) is meet


def test_values_in_tables_differ_as_they_do_one_by_one() -> None:
    made = [fig(41), fig(41.7), fig(42), fig(200, "more than"), fig(214), fig(6, high=8), fig(7), fig(0), fig(-3)]
    table = values.differ(made, made)
    assert table.tolist() == [[values.values_differ(a, b) for b in made] for a in made]
    assert (table == table.T).all()
    assert not table.diagonal().any()


def test_a_figure_is_compared_with_a_bounded_number_of_others() -> None:
    many = [counted(f"At Halden port {n} dockers walked out.", str(n), n, str(n - 1000)) for n in range(1000, 1060)]
    block = amounts.amounts(many, "s")
    space = Near(np.ones((60, 2), dtype=np.float32) / 2**0.5)
    found = quantities.links(block, space)["figure"]
    assert 0 < len(found) <= 60 * quantities.PARTNERS


def test_what_is_combined_or_what_others_are_taken_of_is_another_scope() -> None:
    a = counted("Halden fielded Orvik for 54 dockers this spring.", "54", 54, "0")
    b = counted("Halden and Marle fielded Orvik for a combined 157 dockers this spring.", "157", 157, "1")
    assert figures_of(a, b) == []
    a = counted("Halden lost 10 dockers this spring.", "10", 10, "0")
    b = counted("Halden lost 10 of its 16 dockers this spring.", "16", 16, "1")
    assert figures_of(a, b) == []


def test_the_highest_value_is_one_up_to_it() -> None:
    a = counted("On the Halden quay the crowd of dockers reached 317 dockers.", "317", 317, "0")
    b = counted("On the Halden quay there were up to 317 dockers in the crowd.", "317", 317, "1", qualifier="up to")
    c = counted("On the Halden quay there were 317 dockers in the crowd.", "317", 317, "0")

    def qualified(*two: Unit) -> int:
        found = amounts.amounts(two, "s")
        return len(figures._qualified([quantities.Link(*found, 0.9)], figures._Equals(found, near(0.85))))

    assert (qualified(a, b), qualified(c, b)) == (0, 1)


def test_measures_that_describe_other_things_are_two() -> None:
    a = counted("Marle opened a 73-mile road through the Halden hills.", "73", 73, "0")
    b = counted("Marle opened a 70-mile race through the Halden hills.", "70", 70, "1")
    c = counted("Marle opened a 60-mile road through the Halden hills.", "60", 60, "1")
    assert figures_of(a, b) == []
    assert figures_of(a, c) == ["figure"]


@pytest.mark.parametrize(
    ("first", "second", "found"),
    [("more than", "nearly", True), (None, "at least", True), ("about", "at least", True), (None, "about", False)],
)
def test_bounds_that_a_reader_wants_to_see_are_told(first: str | None, second: str, found: bool) -> None:
    a = counted("At Halden port 3250 dockers walked out.", "3250", 3250, "0", qualifier=first)
    b = counted("Dockers, 3250 of them, walked out at Halden port.", "3250", 3250, "1", qualifier=second)
    assert figures_of(a, b) == ["qualifier"] * found


@pytest.mark.parametrize(
    ("measure", "other", "story", "met"),
    [
        ("tin exports", "tin exports", "t", True),
        ("tin exports", "zinc exports", "t", False),
        ("share of voters", "share of voters", "t", False),
        ("share of voters", "share of voters", "s", True),
        ("tin exports", None, "t", False),
    ],
)
def test_across_stories_figures_must_name_one_measure(measure: str, other: str | None, story: str, met: bool) -> None:
    """Within a story the affair tells what a figure is of; "61 percent of voters" of two stories are of two things."""
    a = amount_of("It came to 61 tonnes at Halden in 2031.", "61", 61, "tonne", "0")
    b = amount_of("It came to 74 tonnes at Halden in 2031.", "74", 74, "tonne", "1")
    a, b = (
        replace(x, story=of, measure=frozenset(map(stem, (said or "").split())) - {"of"})
        for x, of, said in ((a, "s", measure), (b, story, other))
    )
    there = frozenset({"halden"})
    a, b = (replace(x, unit=replace(x.unit, actors=there)) for x in (a, b))
    assert likeness.excluded(a, b, 0.5) is not met


@pytest.mark.parametrize(
    ("text", "number", "unit_", "noun"),
    [
        ("Halden was bombed by 38 jet fighters.", "38", "fighters", "plan"),
        ("They took over 38 web sites.", "38", "sites", "websit"),
        ("It flew 38 passengers and six crew home.", "38", "passengers", "passenger"),
        ("It flew 38 passengers and crew to Halden.", "38", "passengers", "passenger and crew"),
    ],
)
def test_what_is_counted_is_told_by_two_words_but_not_by_the_next_number(
    text: str, number: str, unit_: str, noun: str
) -> None:
    assert amount_of(text, number, 38, unit_, "0").noun == noun


def test_passengers_and_crew_are_people() -> None:
    assert nouns.family("passenger and crew") == nouns.PEOPLE
    assert nouns.family("passenger and parcel") == "passenger and parcel"


@pytest.mark.parametrize("text", ["They lead with 38 seconds left.", "They lead with 38 minutes to play."])
def test_what_is_left_on_a_clock_counts_nothing(text: str) -> None:
    found = figure(text, "38", 38, text.split()[4])
    made = article(
        text, id="0", figures=(found,), clauses=(Clause(start=0, end=len(text), predicate="lead", figures=(0,)),)
    )
    assert amounts.amounts([unit(made, vector=0)], "s") == []


def test_a_sentence_that_has_the_other_value_too_is_no_other_account() -> None:
    text = "Fire killed 38 clerks, 21 of them new clerks."
    ends = [figure(text, "38", 38, "clerks"), figure(text, "21", 21, "clerks")]
    made = article(
        text, id="0", figures=tuple(ends), clauses=(Clause(start=0, end=len(text), predicate="kill", figures=(0, 1)),)
    )
    both = amounts.amounts([unit(made, vector=0)], "s")
    alone = amount_of("Fire killed 21 clerks.", "21", 21, "clerks", "1")
    rest = amount_of("Fire killed 59 clerks.", "59", 59, "clerks", "1")
    other = amount_of("Fire killed 40 clerks.", "40", 40, "clerks", "1")
    assert [likeness.excluded(both[0], m, 0.5) for m in (alone, rest, other)] == [True, True, False]


def test_what_stands_beside_a_figure_ends_at_the_next_one() -> None:
    text = "In all 70 percent in Halden, and 60 percent in Marle, lost power."
    made = article(
        text,
        id="0",
        figures=(figure(text, "70 percent", 70, "percent"), figure(text, "60 percent", 60, "percent")),
        clauses=(Clause(start=0, end=len(text), predicate="lose", figures=(0, 1)),),
    )
    first, second = amounts.amounts([unit(made, vector=0)], "s")
    assert [text[slice(*amounts.slot(m))].strip() for m in (first, second)] == [
        "In all 70 percent in Halden, and",
        "60 percent in Marle, lost power.",
    ]
    assert likeness.names_apart(first, second)


def test_events_weeks_apart_are_two() -> None:
    assert likeness._days("2023-05-09", "2023-05-30") == 21
    assert likeness._days("2023-05-30", "2023-05-09") == 0
    assert likeness._days("0000-00-00", "2023-05-09") == 0


def test_an_estimate_is_of_the_figure_beside_it() -> None:
    text = "Four dockers walked out with goods worth an estimated 20 crowns."
    four = counted(text, "Four", 4, "0")
    worth = counted(text, "20", 20, "1")
    found = [amount for told in (four, worth) for amount in amounts.amounts([told], "s")]
    assert [likeness.estimated(amount) for amount in found] == [False, True]
    assert [figures.says(amount) for amount in found] == ["Four", "estimated 20"]
