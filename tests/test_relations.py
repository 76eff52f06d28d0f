"""Relations out of events, figures and words, on hand-built articles."""

import msgspec
import pytest

from variorum.compare.relations import find_relations
from variorum.compare.stages import AGREEMENT, MEMBERSHIP, OVER, stage_in
from variorum.types import (
    Actor,
    AnnotatedArticle,
    Clause,
    Event,
    EventActor,
    Figure,
    LocalActor,
    Mention,
    Status,
    Story,
    Time,
)

KEN = LocalActor(id="k", name="Kenya", kind="country", country="KEN", code="KEN")
CHL = LocalActor(id="c", name="Chile", kind="country", country="CHL", code="CHL")
BLOC = LocalActor(id="b", name="Southern Bloc", kind="organisation", code="IGO")
ACTORS = [
    Actor(id="A1", name="Kenya", kind="country", country="KEN", locals=(("x", "k"), ("y", "k"))),
    Actor(id="A2", name="Chile", kind="country", country="CHL", locals=(("x", "c"), ("y", "c"))),
    Actor(id="A3", name="Southern Bloc", kind="organisation", locals=(("x", "b"), ("y", "b"))),
]
STORIES = [Story(id="S", title="t", articles=("x", "y"))]


def side(text: str, name: str, code: str, actor: str) -> EventActor:
    at = text.index(name)
    return EventActor(name=name, code=code, span=(at, at + len(name)), actor=actor)


def article(id: str, text: str, *events: Event, figures: tuple[Figure, ...] = ()) -> AnnotatedArticle:
    mentions = tuple(
        Mention(start=text.index(a.name), end=text.index(a.name) + len(a.name), label="X", actor=a.id, head="name")
        for a in (KEN, CHL, BLOC)
        if a.name in text
    )
    return AnnotatedArticle(
        id=id, text=text, published="2023-05-10", sentences=((0, len(text)),), body=((0, len(text)),),
        mentions=mentions, actors=(KEN, CHL, BLOC), events=events, figures=figures,
    )  # fmt: skip


def event(text: str, trigger: str, code: str, status: Status = "happened", date: str | None = None) -> Event:
    at = text.index(trigger)
    return Event(
        start=0, end=len(text), trigger=((at, at + len(trigger)),), code=code, quad=1, status=status,
        source=(side(text, "Kenya", "KEN", "k"),), target=(side(text, "Chile", "CHL", "c"),), from_=date, to=date,
    )  # fmt: skip


def test_contacts_fold_by_date() -> None:
    one, two = "Kenya met Chile on Monday.", "On Monday Kenya hosted Chile."
    found = find_relations(
        [
            article("x", one, event(one, "met", "CONSULT", date="2023-05-08")),
            article("y", two, event(two, "hosted", "CONSULT", date="2023-05-08")),
        ],
        ACTORS,
        STORIES,
    )
    (relation,) = found
    assert (relation.kind, relation.parties) == ("contact", ("A1", "A2"))
    (stage,) = relation.stages
    assert (stage.stage, stage.from_, len(stage.statements)) == ("held", "2023-05-08", 2)


def test_contacts_without_a_year_stay_apart_by_the_dates_that_are_printed() -> None:
    texts = {"x": ("Kenya met Chile in May.", "May"), "y": ("Kenya met Chile on July 19.", "July 19")}
    told = []
    for id, (text, printed) in texts.items():
        start = text.index(printed)
        time = Time(start=start, end=start + len(printed), kind="DATE", value=f"XXXX-{printed}")
        told.append(msgspec.structs.replace(article(id, text, event(text, "met", "CONSULT")), times=(time,)))
    again = "Kenya met Chile."
    told.append(article("z", again, event(again, "met", "CONSULT")))
    (relation,) = find_relations(told, ACTORS, [Story(id="S", title="t", articles=("x", "y", "z"))])
    assert [len(s.statements) for s in relation.stages] == [1, 1, 1]


def test_planned_contacts_are_another_stage() -> None:
    text = "Kenya will meet Chile next week."
    (relation,) = find_relations(
        [article("x", text, event(text, "meet", "CONSULT", "planned", "2023-05-15"))], ACTORS, STORIES
    )
    assert [(s.stage, s.status) for s in relation.stages] == [("planned", "planned")]


def test_arms_are_military_and_grain_is_aid() -> None:
    arms, grain = "Kenya sent missiles to Chile.", "Kenya sent grain to Chile."
    kinds = {
        r.kind
        for r in find_relations(
            [
                article("x", arms, event(arms, "sent missiles", "AID")),
                article("y", grain, event(grain, "sent grain", "AID")),
            ],
            ACTORS,
            STORIES,
        )
    }
    assert kinds == {"military", "aid"}


def test_sanctions_say_over_what() -> None:
    text = "Kenya imposed sanctions on Chile over its fishing fleet."
    made = event(text, "imposed sanctions", "SANCTION")
    (relation,) = find_relations([article("x", text, made)], ACTORS, STORIES)
    assert relation.kind == "sanction"
    assert relation.stages[0].stage == "imposed"


def test_rival_trade_figures_stand_side_by_side() -> None:
    text = "Trade between Kenya and Chile grew by 12 percent in 2022, or by 9 percent."
    at = text.index("12")
    figures = tuple(
        Figure(
            start=at, end=at + 2, value=v, unit="percent", measure="trade growth", about=("KEN", "CHL"), period="2022"
        )
        for v in (12.0, 9.0)
    )
    (relation,) = find_relations([article("x", text, figures=figures)], ACTORS, STORIES)
    assert relation.kind == "trade"
    assert {s.stage for s in relation.stages} == {"trade growth: 12 percent", "trade growth: 9 percent"}
    assert {(s.from_, s.to) for s in relation.stages} == {("2022-01-01", "2022-12-31")}


def test_membership_steps() -> None:
    text = "Kenya applied for membership in the Southern Bloc in 2010."
    (relation,) = find_relations([article("x", text)], ACTORS, STORIES)
    assert (relation.kind, relation.parties) == ("membership", ("A1", "A3"))
    assert relation.stages[0].stage == "applied"


PORT = LocalActor(id="p", name="Portworks", kind="organisation", code=".BUS")
GUARD = LocalActor(id="g", name="Sea Guard Authority", kind="organisation")
LEAGUE = LocalActor(id="l", name="Harbour League", kind="organisation")
BODIES = [
    Actor(id=f"O{a.id}", name=a.name, kind="organisation", code=a.code, locals=(("x", a.id), ("y", a.id)))
    for a in (PORT, GUARD, LEAGUE)
]


def bodies(id: str, text: str, *events: Event, **found: object) -> AnnotatedArticle:
    """An article about a firm, an authority and a league of firms."""
    mentions = tuple(
        Mention(start=text.index(a.name), end=text.index(a.name) + len(a.name), label="ORG", actor=a.id, head="name")
        for a in (PORT, GUARD, LEAGUE, KEN)
        if a.name in text
    )
    return AnnotatedArticle(
        id=id, text=text, published="2023-05-10", sentences=((0, len(text)),), mentions=mentions,
        actors=(PORT, GUARD, LEAGUE, KEN, CHL), events=events, **found,
    )  # type: ignore[arg-type]  # fmt: skip


def clause(text: str, predicate: str, subject: str, object: str, status: Status = "happened") -> Clause:
    spans = [(text.index(words), text.index(words) + len(words)) for words in (subject, object)]
    return Clause(start=0, end=len(text), predicate=predicate, subject=spans[0], object=spans[1], status=status)


def between(articles: list[AnnotatedArticle]) -> list[tuple[str, tuple[str, ...], list[str]]]:
    found = find_relations(articles, [*ACTORS, *BODIES], STORIES)
    return [(r.kind, r.parties, [s.stage for s in r.stages]) for r in found]


def test_a_fine_is_a_sanction_on_a_company() -> None:
    text = "Sea Guard Authority fined Portworks for dumping oil."
    told = bodies("x", text, clauses=(clause(text, "fine", "Sea Guard Authority", "Portworks"),))
    (relation,) = find_relations([told], [*ACTORS, *BODIES], STORIES)
    assert (relation.kind, relation.parties, relation.stages[0].stage) == ("sanction", ("Og", "Op"), "fined")
    assert relation.name == "Sanctions on Portworks by Sea Guard Authority for dumping oil"


def test_a_fine_that_is_only_threatened_is_none_yet() -> None:
    text = "Sea Guard Authority may fine Portworks."
    told = bodies("x", text, clauses=(clause(text, "fine", "Sea Guard Authority", "Portworks", "threatened"),))
    assert between([told]) == [("sanction", ("Og", "Op"), ["threatened"])]


def test_a_firm_joins_a_league_and_leaves_it() -> None:
    joined, left = "Portworks joined the Harbour League.", "Portworks quit the Harbour League."
    told = [
        bodies(id, text, clauses=(clause(text, predicate, "Portworks", "Harbour League"),))
        for id, text, predicate in (("x", joined, "join"), ("y", left, "quit"))
    ]
    assert between(told) == [("membership", ("Op", "Ol"), ["joined", "left"])]


def test_to_join_what_is_no_body_is_no_membership() -> None:
    text = "Portworks joined the Sea Guard Authority at sea."
    assert between([bodies("x", text, clauses=(clause(text, "join", "Portworks", "Sea Guard Authority"),))]) == []


def test_a_coalition_that_is_only_described() -> None:
    text = "Portworks left the ruling coalition."
    told = bodies("x", text, clauses=(clause(text, "leave", "Portworks", "the ruling coalition"),))
    (relation,) = find_relations([told], [*ACTORS, *BODIES], STORIES)
    assert (relation.parties, relation.name) == (("Op",), "Membership of Portworks in the ruling coalition")


def agreed(text: str, trigger: str, *sides: tuple[str, str | None, str | None]) -> Event:
    spans = [
        EventActor(name=name, code=code, span=(text.index(name), text.index(name) + len(name)), actor=local)
        for name, code, local in sides
    ]
    at = text.index(trigger)
    return Event(
        start=0, end=len(text), trigger=((at, at + len(trigger)),), code="AGREE", quad=1, mode="sign",
        status="happened", source=tuple(spans[:1]), target=tuple(spans[1:]),
    )  # fmt: skip


def test_a_state_and_a_company_agree() -> None:
    text = "Kenya signed an agreement with Portworks."
    told = bodies("x", text, agreed(text, "signed", ("Kenya", "KEN", "k"), ("Portworks", ".BUS", "p")))
    assert between([told]) == [("agreement", ("A1", "Op"), ["signed"])]


def test_a_signing_that_is_coded_as_support_is_an_agreement_too() -> None:
    text = "Kenya signed an agreement with Portworks."
    made = agreed(text, "signed", ("Kenya", "KEN", "k"), ("Portworks", ".BUS", "p"))
    told = bodies("x", text, msgspec.structs.replace(made, code="SUPPORT"))
    assert between([told]) == [("agreement", ("A1", "Op"), ["signed"])]


def test_a_union_that_nobody_names_is_a_party_by_its_description() -> None:
    text = "Portworks and the dockworkers' union signed an agreement."
    told = bodies("x", text, agreed(text, "signed", ("Portworks", ".BUS", "p"), ("dockworkers' union", ".LAB", None)))
    (relation,) = find_relations([told], [*ACTORS, *BODIES], STORIES)
    assert (relation.parties, relation.name) == (("Op",), "Agreement between Portworks and dockworkers' union")


def test_an_organ_of_a_state_and_that_state_are_one_party() -> None:
    text = "Kenya met the ministry."
    met = event(text.replace("the ministry", "Chile"), "met", "CONSULT")
    ministry = EventActor(name="ministry", code="KEN.GOV", span=(14, 22))
    told = bodies("x", text, Event(
        start=0, end=len(text), trigger=met.trigger, code="CONSULT", quad=1, status="happened", source=met.source,
        target=(ministry,),
    ))  # fmt: skip
    assert between([told]) == []


def test_who_is_agreed_with_stands_after_with() -> None:
    text = "Harbour League reached a deal with Portworks."
    told = bodies("x", text, clauses=(clause(text, "reach", "Harbour League", "a deal with Portworks"),))
    assert between([told]) == [("agreement", ("Ol", "Op"), ["reached"])]
    alone = "Portworks reached a deal."
    assert between([bodies("x", alone, clauses=(clause(alone, "reach", "Portworks", "a deal"),))]) == []


def test_a_country_that_joins_a_bloc_by_name() -> None:
    text = "Kenya joined the Southern Bloc."
    made = article("x", text)
    made = msgspec.structs.replace(made, clauses=(clause(text, "join", "Kenya", "the Southern Bloc"),))
    assert between([made]) == [("membership", ("A1", "A3"), ["joined"])]


def test_who_heads_a_firm_speaks_for_it() -> None:
    text = "The chief executive of Portworks met Kenya."
    head = EventActor(name="chief executive", code="CHL.BUS", span=(4, 19))
    made = event(text.replace("Portworks", "Chile    "), "met", "CONSULT")
    told = bodies("x", text, msgspec.structs.replace(made, source=(head,), target=made.source))
    assert between([told]) == [("contact", ("A1", "Op"), ["held"])]


def test_a_plane_that_flies_to_a_country_is_no_contact() -> None:
    text = "Kenya plane flew to Chile."
    made = event(text, "flew", "CONSULT")
    plane = EventActor(name="Kenya plane", code="KEN", span=(0, 11), actor="k")
    assert between([article("x", text, msgspec.structs.replace(made, source=(plane,)))]) == []


def sanction(text: str, *, by: bool, date: str | None = None) -> Event:
    at = text.index("sanctions")
    return Event(
        start=0, end=len(text), trigger=((at, at + 9),), code="SANCTION", quad=4, status="happened",
        source=(side(text, "Kenya", "KEN", "k"),) if by else (), target=(side(text, "Chile", "CHL", "c"),),
        from_=date, to=date,
    )  # fmt: skip


@pytest.mark.parametrize(
    ("cause", "named"), [("over its fishing fleet", 1), ("", 1), ("over its nuclear programme", 2)]
)
def test_sanctions_without_an_imposer_are_those_of_the_only_one_named(cause: str, named: int) -> None:
    one, two = "Kenya announced sanctions over its fishing fleet on Chile.", f"The sanctions {cause} hurt Chile."
    found = find_relations(
        [article("x", one, sanction(one, by=True)), article("y", two, sanction(two, by=False))], ACTORS, STORIES
    )
    assert len(found) == named


def test_sanctions_of_several_imposers_stay_apart() -> None:
    one, two = "Kenya announced sanctions on Chile.", "The sanctions hurt Chile."
    bloc = sanction(one, by=True)
    other = msgspec.structs.replace(
        bloc, source=(EventActor(name="Southern Bloc", code="IGO", span=(0, 5), actor="b"),)
    )
    told = [article("x", one, bloc, other), article("y", two, sanction(two, by=False))]
    assert {r.parties for r in find_relations(told, ACTORS, STORIES)} == {("A1", "A2"), ("A3", "A2"), ("A2",)}


def test_talks_that_are_broken_off_are_contacts() -> None:
    text = "Kenya suspended talks with Chile."
    told = article("x", text, event(text, "suspended talks", "SANCTION"))
    assert between([told]) == [("contact", ("A1", "A2"), ["suspended"])]


def test_support_that_is_withdrawn_is_no_sanction() -> None:
    text = "Kenya withdrew its support for Chile."
    assert between([article("x", text, event(text, "withdrew its support", "SANCTION"))]) == []


def test_an_agreement_with_another_is_not_one_with_whoever_stands_near() -> None:
    text = "Kenya, its minister said, wants the treaty signed; Chile shrugs."
    assert between([article("x", text)]) == []


def test_cues() -> None:
    assert stage_in(AGREEMENT, "work on a new treaty is in its final stage") is not None
    found = stage_in(MEMBERSHIP, "the bloc endorsed the membership of Kenya")
    assert found is not None
    assert found[0] == "endorsed"
    assert stage_in(MEMBERSHIP, "the weather was fine") is None
    match = OVER.search("sanctions imposed over its fishing fleet.")
    assert match is not None
    assert match.group(0) == "over its fishing fleet"


def test_nothing_of_nothing() -> None:
    assert find_relations([], [], []) == ()


def two_sentences(id: str, first: str, second: str) -> AnnotatedArticle:
    """Both sentences name Kenya and Chile."""
    text = f"{first} {second}"
    mentions = tuple(
        Mention(start=at, end=at + len(a.name), label="COUNTRY", actor=a.id, head="name")
        for a in (KEN, CHL)
        for at in (text.index(a.name), text.rindex(a.name))
    )
    cut = len(first)
    return AnnotatedArticle(
        id=id, text=text, published="2023-05-10", sentences=((0, cut), (cut + 1, len(text))), body=((0, len(text)),),
        mentions=mentions, actors=(KEN, CHL),
    )  # fmt: skip


def test_two_agreements_of_a_pair_are_told_apart_by_what_they_are_about() -> None:
    told = two_sentences(
        "x", "Kenya and Chile signed a gas deal.", "The fishing protocol of Kenya and Chile was ratified."
    )
    found = [r for r in find_relations([told], ACTORS, STORIES) if r.kind == "agreement"]
    assert {tuple(s.stage for s in r.stages) for r in found} == {("signed",), ("ratified",)}
    assert any("gas" in r.name or "fishing" in r.name for r in found)
    assert len({r.id for r in found}) == 2


def test_one_agreement_in_other_words_is_one() -> None:
    told = two_sentences("x", "Kenya and Chile drafted a new accord.", "Kenya and Chile signed a seven-point accord.")
    (found,) = (r for r in find_relations([told], ACTORS, STORIES) if r.kind == "agreement")
    assert {s.stage for s in found.stages} == {"drafted", "signed"}


def test_what_is_still_drafted_or_in_force_holds_as_of_the_report() -> None:
    told = two_sentences("x", "Work on a treaty of Kenya and Chile is in its final stages.", "Kenya and Chile wait.")
    (found,) = (r for r in find_relations([told], ACTORS, STORIES) if r.kind == "agreement")
    assert [(s.stage, s.from_, s.to) for s in found.stages] == [("drafted", "2023-05-10", "2023-05-10")]


def test_an_envoy_who_is_called_home_is_a_matter_of_contacts() -> None:
    text = "Kenya recalled its ambassador from Chile."
    (found,) = find_relations([article("x", text, event(text, "recalled its ambassador", "SANCTION"))], ACTORS, STORIES)
    assert (found.kind, found.stages[0].stage) == ("contact", "envoy recalled")


def test_sanctions_that_are_only_mentioned_are_in_force_and_others_imposed() -> None:
    for text, trigger, stage in (
        ("The sanctions of Kenya on Chile hurt.", "sanctions", "in force"),
        ("Kenya put Chile on its blacklist.", "put Chile on its blacklist", "imposed"),
    ):
        (found,) = find_relations([article("x", text, event(text, trigger, "SANCTION"))], ACTORS, STORIES)
        assert [s.stage for s in found.stages] == [stage]


def test_where_a_meeting_is_held_is_no_party_to_it() -> None:
    text = "Kenya met rebels in Chile."
    assert not find_relations([article("x", text, event(text, "met", "CONSULT"))], ACTORS, STORIES)


def test_what_is_sent_must_be_help() -> None:
    for text, kinds in (
        ("Kenya sent bulldozers to Chile.", []),
        ("Kenya sent tents to Chile.", ["aid"]),
        ("Kenya said its troops would join those defending Chile.", ["military"]),
    ):
        trigger = "sent" if "sent" in text else "join"
        found = find_relations([article("x", text, event(text, trigger, "AID"))], ACTORS, STORIES)
        assert [r.kind for r in found] == kinds


def test_a_sanction_withholds_something() -> None:
    text = "Kenya sent ships to shut the port, with Chile lending support."
    assert not find_relations([article("x", text, event(text, "shut", "SANCTION"))], ACTORS, STORIES)


@pytest.mark.parametrize(
    ("text", "stage"),
    [
        ("Kenya imposed sanctions on Chile.", "imposed"),
        ("Kenya asked for lifting the sanctions on Chile.", "lifted"),
        ("Kenya said its sanctions on Chile will remain.", "in force"),
    ],
)
def test_sanctions_that_stay_or_are_to_go(text: str, stage: str) -> None:
    (relation,) = find_relations([article("x", text, event(text, "sanctions", "SANCTION", "planned"))], ACTORS, STORIES)
    assert [s.stage for s in relation.stages] == [stage if stage != "imposed" else "proposed"]


def test_a_body_is_joined_only_where_it_stands_after_the_word() -> None:
    for text, joined in (
        ("The Southern Bloc is divided, but Kenya joined a rival alliance.", False),
        ("Kenya joined the Southern Bloc, an alliance.", True),
    ):
        found = find_relations([article("x", text)], ACTORS, STORIES)
        assert [r.kind for r in found] == ["membership"] * joined


def test_all_who_stand_in_one_row_apply() -> None:
    text = "The ministers of Kenya and Chile signed documents of accession to the Southern Bloc."
    found = find_relations([article("x", text)], ACTORS, STORIES)
    assert {r.parties for r in found if r.kind == "membership"} == {("A1", "A3"), ("A2", "A3")}


def test_what_somebody_else_calls_for_is_no_stage_of_an_agreement() -> None:
    text = "The deal worries Kenya and Chile, whose leaders called for calm."
    assert not find_relations([article("x", text)], ACTORS, STORIES)


def test_some_workers_are_no_union() -> None:
    text = "Kenya met forty aid workers."
    who = side(text, "forty aid workers", "LAB", "")
    met = msgspec.structs.replace(event("Kenya met Chile.", "met", "CONSULT"), target=(), end=len(text))
    met = msgspec.structs.replace(met, target=(msgspec.structs.replace(who, actor=None, code="KEN.LAB"),))
    assert not find_relations([article("x", text, met)], ACTORS, STORIES)


def test_a_firm_that_is_only_called_after_a_country_is_a_party_of_its_own() -> None:
    text = "Portworks sent money to Harbours Kenya."
    firm = LocalActor(id="h", name="Harbours Kenya", kind="organisation", code="KEN", code_from="countries: Kenya")
    at = text.index(firm.name)
    given = event("Kenya sent Chile.", "sent", "AID")
    port = EventActor(name="Portworks", code=".BUS", span=(0, 9), actor="p")
    other = EventActor(name=firm.name, code="KEN", span=(at, at + len(firm.name)), actor="h")
    given = msgspec.structs.replace(given, end=len(text), trigger=((10, 14),), source=(port,), target=(other,))
    told = msgspec.structs.replace(bodies("x", text, given), actors=(PORT, GUARD, LEAGUE, KEN, CHL, firm))
    body = Actor(id="Oh", name=firm.name, kind="organisation", code="KEN", locals=(("x", "h"),))
    (relation,) = find_relations([told], [*ACTORS, *BODIES, body], STORIES)
    assert relation.parties == ("Op", "Oh")


@pytest.mark.parametrize(("sector", "kinds"), [("GOV", ["contact"]), ("LEG", [])])
def test_a_lawmaker_is_not_the_state_to_those_at_home(sector: str, kinds: list[str]) -> None:
    text = "The lawmaker met Portworks."
    who = EventActor(name="lawmaker", code=f"KEN.{sector}", span=(4, 12))
    firm = EventActor(name="Portworks", code="KEN.BUS", span=(17, 26), actor="p")
    met = event("Kenya met Chile.", "met", "CONSULT")
    met = msgspec.structs.replace(met, end=len(text), trigger=((13, 16),), source=(who,), target=(firm,))
    own = msgspec.structs.replace(BODIES[0], country="KEN", code="KEN.BUS")
    found = find_relations([bodies("x", text, met)], [*ACTORS, own, *BODIES[1:]], STORIES)
    assert [r.kind for r in found] == kinds
