"""Disagreements: what differs, what only seems to, and the contrast set."""

import json
from collections import Counter
from collections.abc import Iterator
from itertools import islice
from pathlib import Path

import msgspec
import pytest

from tests.compare_records import article, at, day, figure, near, quote, unit
from variorum.compare import dates, denials, statuses, wording
from variorum.compare.finding import Voice, finding, folded, sure
from variorum.compare.occasions import same_deed
from variorum.compare.pairs import Pair
from variorum.compare.rivals import looks_ahead, told_apart
from variorum.compare.statements import Unit
from variorum.types import SURE, Clause

CONTRAST = Path(__file__).parent / "data" / "contrast.jsonl"


def test_findings_that_share_a_statement_are_one_with_all_sides() -> None:
    texts = ("Osk signed on Monday.", "Osk signed on Tuesday.", "Osk signed on Sunday.")
    monday, tuesday, sunday = (
        (text.split()[-1], [Voice(unit(article(text, id=str(n))))]) for n, text in enumerate(texts)
    )
    pairwise = [
        finding("date", ["s"], "the signing", [monday, tuesday], score=0.9, why="one"),
        finding("date", ["s"], "the signing", [sunday, monday], score=0.8, why="two"),
        finding("wording", ["s"], "the signing", [sunday, tuesday], score=0.7, why="three"),
    ]
    whole, other = folded(pairwise)
    assert [side.says for side in whole.sides] == ["Monday.", "Tuesday.", "Sunday."]
    assert (whole.score, whole.why, other.kind) == (0.9, "one", "wording")
    assert whole.id not in {d.id for d in pairwise}
    assert folded(folded(pairwise)) == folded(pairwise)


def dated(text: str, printed: str, value: str, id: str, predicate: str) -> Unit:
    made = article(
        text,
        id=id,
        times=(day(text, printed, value),),
        clauses=(Clause(start=0, end=len(text), predicate=predicate, times=(0,), subject=(0, 7)),),
    )
    return unit(made, vector=int(id))


def test_one_deed_on_two_days_is_a_date() -> None:
    a = dated("Velland signed the fishing treaty in Halden on Tuesday.", "Tuesday", "2023-05-09", "0", "sign")
    b = dated("Velland signed the fishing treaty in Halden on Wednesday.", "Wednesday", "2023-05-10", "1", "sign")
    pairs = [Pair(i=0, j=1, cosine=0.95, score=0.9, against=("dates differ",))]
    (found,) = dates.find_dates(["s"], [a, b], pairs, near(0.95))
    assert found.kind == "date"
    assert [s.says for s in found.sides] == ["2023-05-09", "2023-05-10"]
    assert "Tuesday" in found.why


def test_two_deeds_are_no_date_conflict() -> None:
    a = dated("Velland closed its port to ferries on Tuesday.", "Tuesday", "2023-05-09", "0", "close")
    b = dated("Velland opened its port to ferries on Wednesday.", "Wednesday", "2023-05-10", "1", "open")
    pairs = [Pair(i=0, j=1, cosine=0.95, score=0.9, against=())]
    assert dates.find_dates(["s"], [a, b], pairs, near(0.95)) == []


def test_told_apart_by_names_and_by_a_second_time() -> None:
    north = unit(article("Turnout reached half in the north."))
    south = unit(article("Turnout reached half in the south.", id="b"))
    assert told_apart(north, south)
    assert told_apart(unit(article("The navy sent two boats.")), unit(article("The navy sent two more boats.")))
    assert not told_apart(north, north)


def test_a_plain_not_is_a_denial() -> None:
    yes, no = "Nordbank hid the losses of its branch.", "Nordbank did not hide the losses of its branch."
    a = unit(article(yes, clauses=(Clause(start=0, end=len(yes), predicate="hide"),)))
    clause = Clause(start=0, end=len(no), predicate="hide", polarity="negative", status="denied")
    b = unit(article(no, id="b", clauses=(clause,)), vector=1)
    pairs = [Pair(i=0, j=1, cosine=0.9, score=0.8, against=("one is negated",))]
    (found,) = denials.find_denials(["s"], [a, b], pairs, near(0.9))
    assert found.kind == "denial"
    assert found.sides[1].statements[0].stance == "denies"


def test_what_somebody_denied_meets_its_assertion_and_another_matter_does_not() -> None:
    told = "Nordbank pressed Velmar to delay the tender."
    text = "A spokesman denied that Nordbank had asked Velmar to delay the tender."
    inner = Clause(start=text.index("Nordbank"), end=len(text) - 1, predicate="ask", status="denied", quote=0)
    denial = article(text, id="b", clauses=(inner,), quotes=(quote(text, text[24:-1], "A spokesman", actor="s"),))
    a = unit(article(told, clauses=(Clause(start=0, end=len(told), predicate="press"),)))
    b = unit(denial, vector=1)
    (found,) = denials.find_denials(["s"], [a, b], [], near(0.65))
    assert [side.statements[0].article for side in found.sides] == ["a", "b"]
    other = "Nordbank pressed Velmar over the old quay."
    c = unit(article(other, clauses=(Clause(start=0, end=len(other), predicate="press"),)))
    assert denials.find_denials(["s"], [c, b], [], near(0.65)) == []
    both = unit(msgspec.structs.replace(denial, id="a"))
    assert denials.find_denials(["s"], [a, both, b], [], near(0.65)) == []


def test_rival_names_for_one_thing() -> None:
    a = unit(article("The regime in Dorsa closed two newspapers on Friday."))
    b = unit(article("The government in Dorsa closed two newspapers on Friday.", id="b"), vector=1)
    (found,) = wording.find_wording(["s"], [a, b], [Pair(i=0, j=1, cosine=0.9, score=0.8, against=())])
    assert {side.says for side in found.sides} == {"regime", "government"}


def test_imports_from_one_end_are_exports_from_the_other() -> None:
    bought = unit(article("Imports of tin from Osk rose."), vector=0)
    sold = unit(article("Exports of tin to Marle rose.", id="1"), vector=1)
    other = unit(article("Exports of tin fell.", id="2"), vector=2)
    assert told_apart(bought, sold) == ""
    assert told_apart(bought, other) == "imports against exports"
    assert "against" in told_apart(unit(article("Exports of palm oil fell."), vector=0), sold)


def test_one_deed_in_the_same_words_has_one_date_however_often_it_is_done() -> None:
    def led(year: str, id: str) -> Unit:
        told = dated(f"Orvik has led the dockers of Halden since {year}.", year, f"{year}-01-01", id, "lead")
        time = msgspec.structs.replace(told.article.times[0], value=year, to=f"{year}-12-31")
        return unit(msgspec.structs.replace(told.article, times=(time,)), vector=int(id))

    a, b = led("2002", "0"), led("2003", "1")
    pairs = [Pair(i=0, j=1, cosine=0.97, score=0.95, against=("dates differ",))]
    assert [d.kind for d in dates.find_dates(["s"], [a, b], pairs, near(0.97))] == ["date"]


def test_a_dateline_is_no_deed() -> None:
    a = dated("Tuesday 9 May Halden.", "Tuesday 9 May", "2023-05-09", "0", "am")
    b = dated("Monday 15 May Marle.", "Monday 15 May", "2023-05-15", "1", "am")
    pairs = [Pair(i=0, j=1, cosine=0.97, score=0.95, against=())]
    assert dates.find_dates(["s"], [a, b], pairs, near(0.97)) == []


def test_what_was_tried_is_not_announced() -> None:
    text = "The union sought to stop the ferry."
    tried = unit(article(text, clauses=(Clause(start=0, end=len(text), predicate="stop", status="planned"),)))
    text = "The union is to stop the ferry."
    planned = unit(article(text, clauses=(Clause(start=0, end=len(text), predicate="stop", status="planned"),)))
    assert (looks_ahead(tried), looks_ahead(planned)) == (False, True)


def test_undated_reports_are_never_done_against_planned() -> None:
    done, ahead = "The union stopped the ferry in Halden.", "The union will stop the ferry in Halden."

    def told(text: str, id: str, status: str, published: str | None) -> Unit:
        span = (0, 9)
        made = Clause(start=0, end=len(text), predicate="stop", subject=span, object=at(text, "ferry"), status=status)  # type: ignore[arg-type]
        return unit(article(text, id=id, published=published, clauses=(made,)), vector=int(id))

    pairs = [Pair(i=0, j=1, cosine=0.95, score=0.9, against=())]
    for published, kinds in (("2023-05-11", ["status"]), (None, [])):
        units = [told(done, "0", "happened", published), told(ahead, "1", "planned", published)]
        assert [d.kind for d in statuses.find_status(["s"], units, pairs, near(0.9))] == kinds


def test_an_accord_signed_and_a_memorandum_to_be_signed_are_one_deed_in_two_stages() -> None:
    """Only their deed proposes the two: their words are far apart."""

    def told(text: str, thing: str, id: str, status: str) -> Unit:
        made = Clause(start=0, end=len(text), predicate="sign", object=at(text, thing), status=status)  # type: ignore[arg-type]
        return unit(article(text, id=id, clauses=(made,)), vector=int(id))

    done = told("On Tuesday Velmar and Osk signed an accord on the river.", "an accord", "0", "happened")
    ahead = told("The memorandum itself will be signed in Marle by Velmar.", "The memorandum itself", "1", "planned")
    assert [d.kind for d in statuses.find_status(["s"], [done, ahead], [], near(0.7))] == ["status"]
    other = told("The letters will be signed in Marle by Velmar.", "The letters", "1", "planned")
    assert statuses.find_status(["s"], [done, other], [], near(0.7)) == []


@pytest.mark.parametrize(
    ("text", "denied"),
    [
        ("Claims that soldiers shelled the bakery in Osk were false and malicious.", True),
        ("The ministry dismissed as baseless reports that soldiers shelled the bakery in Osk.", True),
        ("Reports that soldiers shelled the bakery in Osk reached the ministry.", False),
        ("A fake doctor told of soldiers who shelled the bakery in Osk.", False),
    ],
)
def test_a_claim_that_is_called_false_is_denied(text: str, denied: bool) -> None:
    said = "Soldiers shelled a bakery in Osk."
    a = unit(article(said, clauses=(Clause(start=0, end=len(said), predicate="shell"),)))
    b = unit(article(text, id="b", clauses=(Clause(start=0, end=len(text), predicate="be"),)), vector=1)
    found = denials.find_denials(["s"], [a, b], [], near(0.7))
    assert [d.kind for d in found] == ["denial"] * denied


def test_who_calls_a_claim_false() -> None:
    said = "Soldiers shelled a bakery in Osk."
    a = unit(article(said, clauses=(Clause(start=0, end=len(said), predicate="shell"),)))
    text = "Orvik repeated the false claims that soldiers shelled a bakery in Osk."
    b = unit(
        article(text, id="b", clauses=(Clause(start=0, end=len(text), predicate="repeat", subject=(0, 5)),)), vector=1
    )
    (found,) = denials.find_denials(["s"], [a, b], [], near(0.7))
    assert [side.says for side in found.sides] == ["asserted", "called untrue"]


def test_a_question_asserts_nothing() -> None:
    asked = "Whether soldiers shelled the bakery in Osk is unknown."
    text = "Claims that soldiers shelled the bakery in Osk were false."
    a = unit(article(asked, clauses=(Clause(start=0, end=len(asked), predicate="shell"),)))
    b = unit(article(text, id="b", clauses=(Clause(start=0, end=len(text), predicate="be"),)), vector=1)
    assert denials.find_denials(["s"], [a, b], [], near(0.7)) == []


def denied(predicate: str, yes: str, no: str) -> list[str]:
    a = unit(article(yes, clauses=(Clause(start=0, end=len(yes), predicate=predicate),)))
    clause = Clause(start=0, end=len(no), predicate=predicate, polarity="negative", status="denied")
    b = unit(article(no, id="b", clauses=(clause,)), vector=1)
    pairs = [Pair(i=0, j=1, cosine=0.9, score=0.8, against=("one is negated",))]
    return [d.kind for d in denials.find_denials(["s"], [a, b], pairs, near(0.9))]


def test_a_not_of_another_verb_or_of_a_time_only_denies_nothing() -> None:
    told = "The fire broke out in the northern mill of Halden."
    assert denied("break", told, "The fire did not break out in the northern mill of Halden.") == ["denial"]
    assert denied("break", told, "He was not in the northern mill of Halden when the fire broke out.") == []
    told = "The northern ferry of Halden sails again."
    assert denied("sail", told, "The northern ferry of Halden may not sail again till June.") == []
    assert denied("sail", told, "The northern ferry of Halden would not have sailed again if it had leaked.") == []


def test_what_one_rejects_may_be_no_claim() -> None:
    """A plan or a demand is rejected as well as a claim: such a denial is doubtful."""
    said = "Nordbank pressed Velmar to delay the northern tender."
    a = unit(article(said, clauses=(Clause(start=0, end=len(said), predicate="press"),)))
    for verb, sure_ in (("deny", True), ("reject", False)):
        text = "Orvik denied claims that Nordbank pressed Velmar to delay the northern tender."
        clause = Clause(start=0, end=len(text), predicate=verb, subject=(0, 5), object=at(text, "claims"))
        b = unit(article(text, id="b", clauses=(clause,)), vector=1)
        (found,) = denials.find_denials(["s"], [a, b], [], near(0.8))
        assert (found.score >= SURE) == sure_


def test_whoever_denies_it_may_deny_more_than_who_somebody_is() -> None:
    """A post that two clauses name is no matter that they share."""
    told = "Orvik, the acting director of the harbour, lives in Marle."
    a = unit(article(told, clauses=(Clause(start=0, end=len(told), predicate="live"),)))
    text = "Orvik was named acting director of the harbour. All denied it."
    start = text.index("All")
    before = Clause(start=0, end=start - 1, predicate="name")
    denial = Clause(start=start, end=len(text), predicate="deny", subject=at(text, "All"), object=at(text, "it"))
    made = article(text, id="b", clauses=(before, denial), sentences=((0, start - 1), (start, len(text))))
    units = [a, unit(made, 0, vector=1), unit(made, 1, vector=1)]
    assert denials.find_denials(["s"], units, [], near(0.5)) == []


def test_a_report_that_tells_of_the_denial_in_the_same_breath_asserts_nothing() -> None:
    text = "Orvik denied that soldiers shelled the bakery in Osk."
    b = article(text, id="b", clauses=(Clause(start=0, end=len(text), predicate="deny", subject=(0, 5)),))
    inner = Clause(start=text.index("soldiers"), end=len(text), predicate="shell", status="denied", quote=0)
    b = msgspec.structs.replace(b, clauses=(inner,), quotes=(quote(text, text[18:-1], "Orvik", actor="s"),))
    for said, kinds in (
        ("Soldiers shelled the bakery in Osk.", ["denial"]),
        ("Soldiers shelled the bakery in Osk, the mayor says, which the army denies.", []),
    ):
        a = unit(article(said, clauses=(Clause(start=0, end=len(said), predicate="shell"),)))
        found = denials.find_denials(["s"], [a, unit(b, vector=1)], [], near(0.8))
        assert [d.kind for d in found] == kinds


def test_denials_of_one_matter_are_one_finding() -> None:
    said = "Nordbank pressed Velmar to delay the tender."
    units = [unit(article(said, clauses=(Clause(start=0, end=len(said), predicate="press"),)))]
    for id, who in (("b", "Orvik"), ("c", "The army")):
        text = f"{who} denied that Nordbank had asked Velmar to delay the tender."
        inner = Clause(start=text.index("Nordbank"), end=len(text), predicate="ask", status="denied", quote=0)
        told = quote(text, text[text.index("Nordbank") : -1], who, actor=id)
        units.append(unit(article(text, id=id, clauses=(inner,), quotes=(told,)), vector=1, speaker=who))
    (found,) = denials.find_denials(["s"], units, [], near(0.8))
    assert [side.says for side in found.sides] == ["asserted", "denied by Orvik", "denied by The army"]


def test_deeds_done_to_other_numbers_are_two() -> None:
    def freed(number: str, value: float, noun: str, weekday: str, date: str, id: str) -> Unit:
        text = f"The band in Halden freed {number} {noun} on {weekday}."
        counted_ = figure(text, number, value, noun)
        clause = Clause(
            start=0, end=len(text), predicate="free", times=(0,), figures=(0,), subject=at(text, "The band"),
            object=at(text, f"{number} {noun}"),
        )  # fmt: skip
        return unit(
            article(text, id=id, times=(day(text, weekday, date),), figures=(counted_,), clauses=(clause,)),
            vector=int(id),
        )

    pairs = [Pair(i=0, j=1, cosine=0.95, score=0.9, against=())]
    monday = freed("three", 3, "sailors", "Monday", "2023-05-08", "0")
    for again, kinds in (
        (freed("three", 3, "sailors", "Tuesday", "2023-05-09", "1"), ["date"]),
        (freed("five", 5, "captives", "Tuesday", "2023-05-09", "1"), []),
    ):
        assert [d.kind for d in dates.find_dates(["s"], [monday, again], pairs, near(0.95))] == kinds


def test_a_date_that_tells_whom_is_meant_is_none_of_the_deed() -> None:
    a = dated("Velland signed the fishing treaty in Halden on Tuesday.", "Tuesday", "2023-05-09", "0", "sign")
    text = "Velland, the host of Monday, signed the fishing treaty in Halden."
    clause = Clause(
        start=0, end=len(text), predicate="sign", times=(0,), subject=at(text, "Velland, the host of Monday")
    )
    b = unit(article(text, id="1", times=(day(text, "Monday", "2023-05-08"),), clauses=(clause,)), vector=1)
    pairs = [Pair(i=0, j=1, cosine=0.95, score=0.9, against=("dates differ",))]
    assert dates.find_dates(["s"], [a, b], pairs, near(0.95)) == []


def test_nothing_less_is_no_denial() -> None:
    yes, no = "The future of Halden is at stake.", "Nothing less than the future of Halden is at stake."
    a = unit(article(yes, clauses=(Clause(start=0, end=len(yes), predicate="stand"),)))
    clause = Clause(start=0, end=len(no), predicate="stand", polarity="negative", status="denied")
    b = unit(article(no, id="b", clauses=(clause,)), vector=1)
    pairs = [Pair(i=0, j=1, cosine=0.9, score=0.8, against=("one is negated",))]
    assert denials.find_denials(["s"], [a, b], pairs, near(0.9)) == []


def rows() -> list[dict]:  # type: ignore[type-arg]
    return [json.loads(line) for line in CONTRAST.read_text(encoding="utf8").splitlines()]


def test_the_contrast_set_is_balanced() -> None:
    kinds = Counter((row["kind"], row["real"]) for row in rows())
    assert len(kinds) == 14
    assert min(kinds.values()) >= 14


@pytest.mark.models
def test_the_contrast_set() -> None:
    """F1 at least 88 over all pairs, and 75 for each kind; any finding that is sure on a look-alike is a false one."""
    from variorum.annotate.pipeline import annotate
    from variorum.compare.story import compare
    from variorum.link.actors import link_actors
    from variorum.types import Article, Story

    cases = rows()
    made = annotate(
        Article(id=f"{row['id']}{side}", text=row[side]["text"], published=row[side]["published"])
        for row in cases
        for side in "ab"
    )
    tally: Counter[tuple[str, str]] = Counter()
    for row in cases:
        two = list(islice(iter_of(made), 2))
        story = Story(id="s", title="", articles=tuple(a.id for a in two))
        kinds = {d.kind for d in sure(compare(two, [story], link_actors(two), (), ()).disagreements)}
        if row["real"]:
            tally[row["kind"], "found" if row["kind"] in kinds else "missed"] += 1
        else:
            tally[row["kind"], "false"] += bool(kinds)

    def f1(kinds: set[str]) -> float:
        found, missed, false = (sum(tally[k, what] for k in kinds) for what in ("found", "missed", "false"))
        return 200 * found / (2 * found + missed + false)

    names = {row["kind"] for row in cases}
    assert f1(names) >= 88
    assert min(f1({kind}) for kind in names) >= 75


def iter_of(source: Iterator) -> Iterator:  # type: ignore[type-arg]
    return source


@pytest.mark.parametrize(
    ("text", "predicate", "deed"),
    [
        ("Both ministers put their signatures to the paper.", "put", "sign"),
        ("The levy enters into force in May.", "enter", "begin"),
        ("The levy takes effect in May.", "take", "begin"),
        ("The minister stepped down.", "step", "resign"),
        ("The minister put the paper away.", "put", "put"),
    ],
)
def test_a_deed_that_a_noun_tells_is_that_deed(text: str, predicate: str, deed: str) -> None:
    told = unit(article(text, clauses=(Clause(start=0, end=len(text), predicate=predicate),)))
    plain = unit(article("x", clauses=(Clause(start=0, end=1, predicate=deed),)))
    assert same_deed(told, plain)
