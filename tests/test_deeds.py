"""Mentions of one event fold into one record; two deeds stay two."""

import json
from pathlib import Path

import numpy as np
import pytest

from tests.compare_records import at, day
from variorum.compare.coreference import Mention, Player, evidence, ordinals
from variorum.compare.deeds import find_deeds, fold
from variorum.compare.statements import Who, units
from variorum.types import Actor, AnnotatedArticle, Clause, Event, EventActor, LocalActor, Status, Story

KEN = LocalActor(id="k", name="Kenya", kind="country", country="KEN", code="KEN")
CHL = LocalActor(id="c", name="Chile", kind="country", country="CHL", code="CHL")
STORY = Story(id="S", title="", articles=("0", "1", "2"))
NEAR = np.eye(512, dtype=np.float32)[:1]


def side(text: str, name: str) -> tuple[EventActor, ...]:
    code, local = {"Kenya": ("KEN", "k"), "Chile": ("CHL", "c")}[name]
    return (EventActor(name=name, code=code, span=at(text, name), actor=local),) if name in text else ()


def event(
    text: str, trigger: str, code: str, status: Status = "happened", date: str | None = None, **rest: object
) -> Event:
    """What a text tells of Kenya and Chile, the first named as the doer, up to its first full stop."""
    source, target = sorted(("Kenya", "Chile"), key=text.find)
    end = text.find(".") + 1 or len(text)
    return Event(
        start=0, end=end, trigger=(at(text, trigger),), code=code, quad=2, status=status, from_=date, to=date,
        **{"source": side(text, source), "target": side(text, target), **rest},
    )  # type: ignore[arg-type]  # fmt: skip


def report(id: str, text: str, *events: Event, published: str = "2023-05-10", **found: object) -> AnnotatedArticle:
    """An article of one clause, which tells of the events."""
    clause = Clause(start=0, end=len(text), events=tuple(range(len(events))))
    return AnnotatedArticle(
        id=id, text=text, published=published, actors=(KEN, CHL), events=events, clauses=(clause,), **found
    )  # type: ignore[arg-type]


def deeds(*articles: AnnotatedArticle, origins: dict[str, str] | None = None):  # type: ignore[no-untyped-def]
    """The events of articles whose clauses all mean nearly the same."""
    who = Who.of(
        [
            Actor(
                id=f"A{a.id}",
                name=a.name,
                kind="country",
                country=a.country,
                locals=tuple((x.id, a.id) for x in articles),
            )
            for a in (KEN, CHL)
        ]
    )
    told = [unit for article in articles for unit in units(article, who)]
    return find_deeds(STORY, told, NEAR.repeat(64, axis=0), who, origins or {})


def test_one_deed_in_several_reports_is_one_event() -> None:
    one, two = "Kenya sent grain to Chile.", "Chile got grain that Kenya sent."
    (deed,) = deeds(
        report("0", one, event(one, "sent grain", "AID", date="2023-05-08")),
        report("1", two, event(two, "sent", "AID", source=side(two, "Kenya"), target=side(two, "Chile"))),
    )
    assert (deed.articles, deed.origins, len(deed.statements)) == (2, 2, 2)
    assert (deed.from_, deed.to) == ("2023-05-08", "2023-05-08")
    assert [p.actor for p in (*deed.source, *deed.target)] == ["Ak", "Ac"]
    for statement in deed.statements:
        assert statement.text == {"0": one, "1": two}[statement.article][statement.start : statement.end]


def test_copies_count_as_one_origin() -> None:
    text = "Kenya sent grain to Chile."
    told = [report(id, text, event(text, "sent grain", "AID")) for id in "012"]
    (deed,) = deeds(*told, origins={"1": "0"})
    assert (deed.articles, deed.origins) == (3, 2)


def test_planned_done_and_denied_are_one_deed_that_keeps_each_status() -> None:
    planned, done, denied = (
        "Kenya will send grain to Chile.",
        "Kenya sent grain to Chile.",
        "Kenya never sent grain to Chile.",
    )
    (deed,) = deeds(
        report("0", planned, event(planned, "send grain", "AID", "planned"), published="2023-05-01"),
        report("1", done, event(done, "sent grain", "AID"), published="2023-05-10"),
        report("2", denied, event(denied, "sent grain", "AID", "denied"), published="2023-05-11"),
    )
    assert [s.status for s in deed.statements] == ["planned", "happened", "denied"]
    assert (deed.status, deed.disputed) == ("happened", ("denied",))


def test_what_is_still_planned_after_it_was_done_is_disputed() -> None:
    planned, done = "Kenya will send grain to Chile.", "Kenya sent grain to Chile."
    (deed,) = deeds(
        report("0", planned, event(planned, "send grain", "AID", "planned"), published="2023-05-12"),
        report("1", done, event(done, "sent grain", "AID"), published="2023-05-10"),
    )
    assert deed.disputed == ("planned",)


def test_lead_and_background_of_one_report_fold() -> None:
    text = "Kenya signed the accord with Chile. Later pages recall that Kenya signed the accord with Chile in Lima."
    second = text.index("Later")
    first = event(text, "signed the accord", "AGREE", date="2023-05-08")
    again = Event(
        start=second, end=len(text), trigger=((text.rindex("signed"), text.rindex("accord") + 6),), code="AGREE",
        quad=1, status="happened", source=first.source, target=first.target,
    )  # fmt: skip
    (deed,) = deeds(report("0", text, first, again))
    assert (deed.articles, len(deed.statements)) == (1, 2)


@pytest.mark.parametrize(
    ("one", "two", "trigger", "code"),
    [
        ("Kenya sent 40 trucks to Chile.", "Kenya sent 90 trucks to Chile.", "sent", "AID"),
        ("Kenya attacked Chile.", "Chile attacked Kenya.", "attacked", "ASSAULT"),
        ("Kenya met Chile.", "Kenya met Chile for another round.", "met", "CONSULT"),
    ],
)
def test_other_numbers_sides_or_one_more_of_a_kind_are_another_deed(
    one: str, two: str, trigger: str, code: str
) -> None:
    found = deeds(report("0", one, event(one, trigger, code)), report("1", two, event(two, trigger, code)))
    assert len(found) == 2


def test_a_meeting_has_no_first_side() -> None:
    one, two = "Kenya met Chile.", "Chile met Kenya."
    assert (
        len(deeds(report("0", one, event(one, "met", "CONSULT")), report("1", two, event(two, "met", "CONSULT")))) == 1
    )


def test_other_days_and_other_roots_are_other_deeds() -> None:
    text = "Kenya met Chile."
    found = deeds(
        report("0", text, event(text, "met", "CONSULT", date="2023-05-02")),
        report("1", text, event(text, "met", "CONSULT", date="2023-05-08")),
        report("2", text, event(text, "met", "ACCUSE")),
    )
    assert [d.from_ for d in found] == ["2023-05-02", "2023-05-08", None]


def test_a_report_older_than_the_deed_tells_of_another() -> None:
    text = "Kenya met Chile."
    found = deeds(
        report("0", text, event(text, "met", "CONSULT"), published="2023-05-01", published_from="given"),
        report("1", text, event(text, "met", "CONSULT", date="2023-05-08")),
    )
    assert len(found) == 2


def test_two_events_of_one_clause_stay_two() -> None:
    text = "Kenya pledged to join Chile."
    found = deeds(report("0", text, event(text, "pledged", "AGREE"), event(text, "join", "AGREE", "planned")))
    assert len(found) == 2


def test_dates_are_no_numbers_of_the_deed() -> None:
    one, two = "Kenya met Chile on May 8.", "Kenya met Chile on the 8 of May."
    found = deeds(
        report("0", one, event(one, "met", "CONSULT"), times=(day(one, "May 8", "2023-05-08"),)),
        report("1", two, event(two, "met", "CONSULT"), times=(day(two, "8 of May", "2023-05-08"),)),
    )
    assert len(found) == 1


def mention(name: str, code: str | None = None, actor: str | None = None) -> Mention:
    text = f"{name} attacked the town."
    made = Event(start=0, end=len(text), trigger=(at(text, "attacked"),), code="ASSAULT", quad=4, status="happened")
    town = Player("the town", None, None)
    return Mention(
        report("0" if actor is None else actor, text, made), made, None, None, (Player(name, code, actor),), (town,)
    )


def test_people_of_two_countries_or_two_names_are_never_one() -> None:
    assert evidence(mention("troops", "KEN.MIL", "x"), mention("troops", "CHL.MIL", "y")) is None
    assert evidence(mention("Ada Lin", None, "x"), mention("Bo Marsh", None, "y")) is None
    assert evidence(mention("A man", None), mention("A woman", None)) is None
    found = evidence(mention("Kenya", "KEN", "x"), mention("Kenyan troops", "KEN.MIL", "y"))
    assert found is not None
    assert "ASSAULT, attack" in found[1]


def test_odd_dates_and_nothing_at_all() -> None:
    assert ordinals("soon", None) is None
    assert ordinals("2023-05-08", "2023-05-09T10:00") is not None
    assert fold([]) == []
    assert find_deeds(STORY, [], NEAR, Who(), {}) == ()


REPORTS = {
    "early": ("2023-05-05", "Kenya will send grain to Somalia on Monday, its foreign ministry said."),
    "later": (
        "2023-05-09",
        "The grain that Kenya sent to Somalia on Monday left Nairobi at dawn. Drivers praised the grain that Kenya "
        "sent to Somalia. Kenya will send medicine to Somalia next week.",
    ),
    "denial": ("2023-05-11", "Somalia denied on Thursday that Kenya had sent grain to Somalia on Monday."),
}


@pytest.mark.models
def test_one_delivery_planned_made_and_denied_in_three_reports(tmp_path: Path) -> None:
    import variorum

    file = tmp_path / "in.jsonl"
    rows = [{"id": id, "published": day, "text": text, "outlet": id} for id, (day, text) in REPORTS.items()]
    file.write_text("\n".join(map(json.dumps, rows)), encoding="utf8")
    with variorum.build(tmp_path / "news.db", file) as library:
        aid = [e for e in library.events() if e.code == "AID"]
    grain = [e for e in aid if any("grain" in s.text for s in e.statements)]
    medicine = [e for e in aid if any("medicine" in s.text for s in e.statements)]
    assert {s.status for e in grain for s in e.statements} >= {"planned", "happened", "denied"}
    assert (len(grain), len(medicine)) == (1, 1)
    assert grain[0].disputed == ("denied",)
    assert grain[0].articles == 3
