"""Actors across articles, on hand-built annotations."""

from variorum.link.actors import link_actors
from variorum.types import Actor, AnnotatedArticle, Judgement, LocalActor, Mention


def article(id_: str, *people: tuple[str, str | None, str | None], kind: str = "person") -> AnnotatedArticle:
    """An article that names each of the people (name, country, code) once, in that order."""
    text, mentions, actors = "", [], []
    label = {"person": "PERSON", "organisation": "ORG", "country": "COUNTRY"}[kind]
    for i, (name, country, code) in enumerate(people):
        start = len(text)
        text += f"{name} spoke. "
        mentions.append(Mention(start=start, end=start + len(name), label=label, actor=f"a{i}", head="name"))
        actors.append(
            LocalActor(id=f"a{i}", name=name, kind=kind, country=country, code=code, aliases=(name,))  # type: ignore[arg-type]
        )
    return AnnotatedArticle(id=id_, text=text, mentions=tuple(mentions), actors=tuple(actors))


def names(actors: tuple[Actor, ...]) -> list[set[str]]:
    return [{a.name for a in actor.aliases} for actor in actors]


def test_transliterations_merge_and_say_why() -> None:
    found = link_actors(
        [
            article("1", ("Yusuf Kareem", "XAA", "XAA.GOV")),
            article("2", ("Youssef Karim", "XAA", "XAA.GOV")),
            article("3", ("Yusuf Kareem", None, None)),
        ]
    )
    assert names(found) == [{"Yusuf Kareem", "Youssef Karim"}]
    assert found[0].why
    assert len(found[0].locals) == 3
    assert found[0].country == "XAA"


def test_mentions_are_true_spans() -> None:
    articles = [article("1", ("Yusuf Kareem", None, None), ("Ann Lee", None, None))]
    for actor in link_actors(articles):
        for m in actor.mentions:
            assert articles[0].text[m.start : m.end] == m.text


def test_namesakes_of_two_countries_stay_apart() -> None:
    found = link_actors([article("1", ("Ann Lee", "XAA", "XAA.GOV")), article("2", ("Ann Lee", "XBB", "XBB.GOV"))])
    assert len(found) == 2
    assert len({a.id for a in found}) == 2


def test_namesakes_of_other_callings_stay_apart() -> None:
    found = link_actors([article("1", ("Ann B. Lee", "XAA", "XAA.GOV")), article("2", ("Ann Lee", "XAA", "XAA.MED"))])
    assert len(found) == 2


def test_surname_joins_the_only_full_name_in_its_company() -> None:
    found = link_actors(
        [
            article("1", ("Tomas Oberman", None, None), ("Port Union", None, None)),
            article("2", ("Oberman", None, None), ("Port Union", None, None)),
            article("3", ("Oberman", None, None)),
        ]
    )
    assert {"Tomas Oberman", "Oberman"} in names(found)


def test_surname_in_other_company_stays_open() -> None:
    found = link_actors([article("1", ("Tomas Oberman", None, None)), article("2", ("Oberman", None, None))])
    assert len(found) == 2


def test_surname_that_two_bear_stays_open() -> None:
    found = link_actors(
        [
            article("1", ("Tomas Oberman", "XAA", None)),
            article("2", ("Ruth Oberman", "XAA", None)),
            article("3", ("Oberman", "XAA", None)),
        ]
    )
    assert len(found) == 3


def test_organisations_of_the_lexicon_meet_under_any_name() -> None:
    found = link_actors(
        [
            article("1", ("World Health Organization", None, "IGO"), kind="organisation"),
            article("2", ("WHO", None, "IGO"), kind="organisation"),
        ]
    )
    assert len(found) == 1


def test_judgements_merge_and_split() -> None:
    articles = [
        article("1", ("Yusuf Kareem", "XAA", None)),
        article("2", ("Youssef Karim", "XAA", None)),
        article("3", ("Joe K.", None, None)),
    ]
    split = Judgement(id="j1", verb="split", what="actor", groups=(("Yusuf Kareem",), ("Youssef Karim",)))
    assert len(link_actors(articles, [split])) == 3
    merge = Judgement(id="j2", verb="merge", what="actor", groups=(("Yusuf Kareem", "Joe K."),), note="nickname")
    found = link_actors(articles, [merge])
    assert names(found) == [{"Yusuf Kareem", "Youssef Karim", "Joe K."}]
    assert any("judged" in why for why in found[0].why)


def test_a_split_parts_two_names_of_one_chain() -> None:
    text = "Yusuf Kareem spoke. Abu Omar left. He slept."
    mentions = tuple(
        Mention(start=text.index(name), end=text.index(name) + len(name), label="PERSON", actor="a", head=head)
        for name, head in (("Yusuf Kareem", "name"), ("Abu Omar", "name"), ("He", "pronoun"))
    )
    actor = LocalActor(id="a", name="Yusuf Kareem", kind="person", aliases=("Yusuf Kareem", "Abu Omar"))
    one = AnnotatedArticle(id="1", text=text, mentions=mentions, actors=(actor,))
    assert len(link_actors([one])) == 1
    split = Judgement(id="j", verb="split", what="actor", groups=(("Abu Omar",), ("Yusuf Kareem",)))
    found = link_actors([one], [split])
    assert names(found) == [{"Yusuf Kareem"}, {"Abu Omar"}]
    assert [len(actor.mentions) for actor in found] == [2, 1]


def test_same_input_same_ids() -> None:
    articles = [article("1", ("Yusuf Kareem", "XAA", None)), article("2", ("Ann Lee", None, None))]
    assert link_actors(articles) == link_actors(list(articles))


def test_nothing_gives_nothing() -> None:
    assert link_actors([]) == ()


def test_a_child_of_the_same_name_is_somebody_else_where_both_are_named() -> None:
    both = article("1", ("Tomas Oberman Jr.", None, None), ("Tomas J. Oberman", None, None), ("Port Union", None, None))
    father = article("2", ("Tomas Oberman", None, None), ("Port Union", None, None))
    assert {frozenset(n) for n in names(link_actors([both, father]))} >= {
        frozenset({"Tomas Oberman Jr."}),
        frozenset({"Tomas J. Oberman", "Tomas Oberman"}),
    }
    alone = article("3", ("Tomas Oberman Jr.", None, None), ("Port Union", None, None))
    assert {"Tomas Oberman Jr.", "Tomas Oberman"} in names(link_actors([alone, father]))


def test_a_surname_with_a_capital_in_its_midst_is_one_word() -> None:
    found = link_actors(
        [
            article("1", ("Tomas McOber", None, None), ("Port Union", None, None)),
            article("2", ("McOber", None, None), ("Port Union", None, None)),
        ]
    )
    assert {"Tomas McOber", "McOber"} in names(found)
