"""Relations out of events, figures and words, on hand-built articles."""

from variorum.compare.relations import find_relations
from variorum.compare.stages import AGREEMENT, MEMBERSHIP, OVER, stage_in
from variorum.types import Actor, AnnotatedArticle, Event, EventActor, Figure, LocalActor, Mention, Status, Story

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
