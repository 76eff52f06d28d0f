"""One thing under names that take sides: altered quotations, verbs that judge, labels, bare assertions."""

import re

import msgspec

from tests.compare_records import article, at, day, near, person, unit
from variorum.compare.cuts import find_cuts
from variorum.compare.extents import find_extents
from variorum.compare.labels import find_labels
from variorum.compare.moments import find_moments
from variorum.compare.namesakes import find_namesakes
from variorum.compare.pairs import Pair
from variorum.compare.quotations import find_framings, find_rewordings
from variorum.compare.statements import Unit, Who
from variorum.compare.voices import find_allegations
from variorum.compare.wording import find_wording
from variorum.types import AnnotatedArticle, Clause, Quote, Role

ONE = Pair(i=0, j=1, cosine=0.9, score=0.9, against=())


def said(words: str, cue: str, id: str, *, speaker: str = "Lena Orvik", kind: str = "direct") -> Unit:
    """A quotation as a unit: its words alone, said by one speaker."""
    text = f"“{words}” {speaker} {cue}."
    quote = Quote(
        content=(at(text, words),), cue=(at(text, cue),), source=(at(text, speaker),), kind=kind, speaker=speaker
    )  # type: ignore[arg-type]
    start, end = at(text, words)
    made = article(text, id=id, quotes=(quote,), clauses=(Clause(start=start, end=end, quote=0),))
    return unit(made, vector=int(id), speaker=speaker)


def reworded(first: str, second: str) -> list[tuple[str, ...]]:
    units = said(first, "said", "0"), said(second, "said", "1")
    return [tuple(side.says for side in d.sides) for d in find_rewordings(["s"], units, [ONE])]


def test_a_quotation_with_another_word_in_one_place_is_told() -> None:
    found = reworded(
        "We asked the dockers to avoid a strike before winter", "We asked the dockers to incite a strike before winter"
    )
    assert found == [("“avoid”", "“incite”")]


def test_other_words_in_two_places_are_one_finding() -> None:
    found = reworded(
        "If the owners meet their promises we will put the ferry back on its course",
        "If the owners fulfil their promises we will return the ferry to its course",
    )
    assert found == [("“meet … put”", "“fulfil … return”")]


def test_a_not_that_only_one_prints_is_told() -> None:
    found = reworded(
        "I tell you we are not closing the northern mill", "I tell you we are now closing the northern mill"
    )
    assert found == [("“not”", "“now”")]


def test_cuts_spellings_forms_and_brackets_are_no_rewording() -> None:
    whole = "The harbour belongs to every town along this coast"
    assert reworded(whole, "The harbour belongs to every town") == []
    assert reworded(whole, "The harbor belongs to every town along this coast") == []
    assert reworded(whole, "The harbour belonged to every town along this coast") == []
    assert reworded(whole, "The harbour belongs to every [Velland] town along this coast") == []
    assert reworded(whole, "A bakery in Marle sells bread on Sundays only") == []


def test_the_nearest_sentence_is_the_one_compared() -> None:
    a = said("We will rebuild the northern bridge this spring", "said", "0")
    b = said("We will rebuild the northern bridge this spring", "said", "1")
    text = "“We will rebuild the southern bridge this spring” Lena Orvik said."
    quote = Quote(
        content=(at(text, text[1:48]),), source=(at(text, "Lena Orvik"),), kind="direct", speaker="Lena Orvik"
    )
    other = unit(
        article(text, id="1", quotes=(quote,), clauses=(Clause(start=1, end=48, quote=0),)), speaker="Lena Orvik"
    )
    far = Pair(i=0, j=2, cosine=0.9, score=0.9, against=())
    assert find_rewordings(["s"], (a, b, other), [ONE, far]) == []


def test_a_verb_that_takes_a_stand_is_held_against_one_that_takes_none() -> None:
    words = "the mill has never paid a better wage"
    found = find_framings(["s"], (said(words, "said", "0"), said(words, "boasted", "1")), [ONE])
    assert [side.says for side in found[0].sides] == ["said", "boasted"]
    assert find_framings(["s"], (said(words, "said", "0"), said(words, "added", "1")), [ONE]) == []


def portrait(text: str, id: str, *, name: str = "Ivo Sarro", again: str = "Sarro") -> AnnotatedArticle:
    """A report that names a person twice."""
    actor, first = person("p", name, text)
    second = text.rindex(again)
    more = type(first)(start=second, end=second + len(again), label="PERSON", actor="p", head="name")
    role = text[: text.index(name)].strip().rpartition(". ")[2]
    roles = (Role(role=role, span=at(text, role)),) if role else ()
    made = type(actor)(id="p", name=name, kind="person", aliases=(name,), roles=roles)
    return article(text, id=id, actors=(made,), mentions=(first, more))


def labelled(*texts: str) -> list[list[str]]:
    made = [portrait(text, str(n)) for n, text in enumerate(texts)]
    who = Who(ids={(a.id, "p"): "g" for a in made}, names={"g": "Ivo Sarro"})
    found = find_labels(["s"], [unit(a, vector=n) for n, a in enumerate(made)], who)
    return [[side.says for side in d.sides] for d in found]


def test_a_label_that_judges_is_held_against_a_plain_one() -> None:
    plain = "Banker Ivo Sarro left the board on Monday, and Sarro gave no reason."
    assert labelled("Disgraced banker Ivo Sarro left the board; Sarro gave no reason.", plain) == [
        ["disgraced", "Banker"]
    ]
    assert labelled(plain, plain) == []


def test_a_label_of_something_else_is_nobodys() -> None:
    plain = "Banker Ivo Sarro left the board on Monday, and Sarro gave no reason."
    assert labelled("Critics of the disgraced bank met Ivo Sarro, and Sarro gave no reason.", plain) == []


def test_a_label_that_both_use_is_no_difference() -> None:
    one = "Disgraced banker Ivo Sarro left the board; Sarro gave no reason."
    assert labelled(one, "On Monday disgraced banker Ivo Sarro quit, and Sarro gave no reason.") == []


def clause(text: str, id: str, predicate: str, subject: str) -> Unit:
    made = article(
        text, id=id, clauses=(Clause(start=0, end=len(text), predicate=predicate, subject=at(text, subject)),)
    )
    return unit(made, vector=int(id))


def test_what_one_asserts_and_another_only_alleges_is_an_attribution() -> None:
    a = clause("The foreman set the mill in Marle on fire.", "0", "set", "The foreman")
    b = clause("The foreman allegedly set the mill in Marle on fire.", "1", "set", "The foreman")
    (found,) = find_allegations(["s"], (a, b), [ONE])
    assert (found.kind, [side.says for side in found.sides]) == ("attribution", ["asserted", "allegedly"])
    assert find_allegations(["s"], (a, a), [ONE]) == []
    assert find_allegations(["s"], (b, b), [ONE]) == []


def test_who_did_it_may_be_alleged_where_nobody_doubts_the_deed() -> None:
    text = "The mill in Marle was set on fire."
    deed = Clause(start=0, end=len(text), predicate="set", object=at(text, "The mill in Marle"))
    a = unit(article(text, id="0", clauses=(deed,)))
    b = clause("The foreman allegedly set the mill in Marle on fire.", "1", "set", "The foreman")
    assert find_allegations(["s"], (a, b), [ONE]) == []


def test_who_claims_responsibility_tells_a_fact() -> None:
    text = "The league claimed responsibility for a fire that destroyed the mill in Marle."
    told = Quote(
        content=(at(text, "responsibility for a fire that destroyed the mill in Marle"),), cue=(at(text, "claimed"),),
        source=(at(text, "The league"),), kind="indirect",
    )  # fmt: skip
    inner = Clause(start=text.index("that"), end=len(text), predicate="destroy", quote=0)
    b = unit(article(text, id="1", quotes=(told,), clauses=(inner,)), vector=1)
    a = clause("The fire destroyed the mill in Marle.", "0", "destroy", "The fire")
    assert find_allegations(["s"], (a, b), [ONE]) == []


def test_a_report_that_keeps_its_distance_elsewhere_asserts_nothing() -> None:
    a = clause("Police said the foreman set the mill in Marle on fire.", "0", "set", "the foreman")
    b = clause("The foreman allegedly set the mill in Marle on fire.", "1", "set", "The foreman")
    assert find_allegations(["s"], (a, b), [ONE]) == []


def test_rival_terms_must_stand_in_one_place() -> None:
    a = clause("The minister slammed the budget of the northern mills.", "0", "slam", "The minister")
    b = clause("The minister criticized the budget of the northern mills.", "1", "criticize", "The minister")
    (found,) = find_wording(["s"], (a, b), [ONE])
    assert [side.says for side in found.sides] == ["slammed", "criticized"]
    c = clause("The minister met criticism over the budget of the northern mills.", "1", "meet", "The minister")
    loose = Pair(i=0, j=1, cosine=0.55, score=0.6, against=())
    assert find_wording(["s"], (a, c), [loose]) == []


def test_riot_police_are_no_riot() -> None:
    a = clause("Riot police stood before the northern mill on Monday.", "0", "stand", "Riot police")
    b = clause("A protest stood before the northern mill on Monday.", "1", "stand", "A protest")
    assert find_wording(["s"], (a, b), [ONE]) == []


def cut(first: str, second: str) -> list[tuple[str, ...]]:
    units = said(first, "said", "0"), said(second, "said", "1")
    return [tuple(side.says for side in d.sides) for d in find_cuts(["s"], units)]


def test_a_matter_of_its_own_may_be_left_out() -> None:
    whole = "I am not calm before a strike because I felt the whole harbour was watching us."
    assert cut(whole, "I felt the whole harbour was watching us.") == []
    whole = "Nothing less than the future of this harbour is at stake in the vote."
    assert cut(whole, "The future of this harbour is at stake in the vote.") == []


def test_a_sentence_that_is_ended_early_is_told() -> None:
    whole = "We will repair the northern bridge before winter if the county lends us the money."
    assert cut(whole, "We will repair the northern bridge before winter.") == [
        ("“if the county lends us the money”", "“… northern bridge before winter.”")
    ]


def test_a_sentence_that_is_begun_late_is_told() -> None:
    whole = "I never trusted the owners, and I want the mill to stay open for good."
    assert cut(whole, "I want the mill to stay open for good.") == [
        ("“I never trusted the owners, and”", "“I want the mill …”")
    ]


def test_words_left_out_within_are_told_unless_a_sign_stands_for_them() -> None:
    whole = "The council has wasted millions, if only by neglect, on a harbour that ships can use."
    assert cut(whole, "The council has wasted millions on a harbour that ships can use.") == [
        ("“if only by neglect”", "without these words")
    ]
    assert cut(whole, "The council has wasted millions ... on a harbour that ships can use.") == []


def test_what_turns_nothing_may_be_left_out() -> None:
    whole = "The council has wasted millions of crowns on a harbour that no ship can use and that nobody asked for."
    assert (
        cut(whole, "The council has wasted millions on a harbour that no ship can use and that nobody asked for.") == []
    )


def test_fillers_openings_and_parts_of_a_sentence_are_no_cut() -> None:
    whole = "Well, I think the harbour belongs to every town along this coast, you know."
    assert cut(whole, "The harbour belongs to every town along this coast.") == []
    lead = "With this vote the harbour belongs to every town along this coast."
    assert cut(lead, "The harbour belongs to every town along this coast.") == []
    long = "The harbour belongs to every town along this coast and to all who fish there."
    assert cut(long, "belongs to every town along this coast.") == []


def test_what_two_speakers_say_is_no_cut() -> None:
    a = said("We will repair the northern bridge before winter if the county pays.", "said", "0")
    b = said("We will repair the northern bridge before winter.", "said", "1", speaker="Tomas Brandt")
    assert find_cuts(["s"], [a, b]) == []


def told_on(day_: str, value: str, id: str, *, verb: str = "said") -> Unit:
    words = "The mill will stay open until the last order is filled"
    text = f"“{words},” Lena Orvik {verb} on {day_}."
    quote = Quote(content=(at(text, words),), cue=(at(text, verb),), kind="direct", speaker="Lena Orvik")
    start, end = at(text, words)
    clause = Clause(start=start, end=end, quote=0)
    made = article(text, id=id, quotes=(quote,), clauses=(clause,), times=(day(text, day_, value),))
    return unit(made, vector=int(id), speaker="Lena Orvik")


def test_the_same_words_on_two_days_is_a_date() -> None:
    a, b = told_on("Monday", "2023-05-08", "0"), told_on("Tuesday", "2023-05-09", "1")
    (found,) = find_moments(["s"], [a, b], [ONE])
    assert found.kind == "date"
    assert [side.says for side in found.sides] == ["2023-05-08", "2023-05-09"]
    assert find_moments(["s"], [a, told_on("Monday", "2023-05-08", "1")], [ONE]) == []


def test_said_on_one_day_and_published_on_another_do_not_differ() -> None:
    a = told_on("Monday", "2023-05-08", "0")
    b = told_on("Tuesday", "2023-05-09", "1", verb="said in a film broadcast")
    assert find_moments(["s"], [a, b], [ONE]) == []


def winner(name: str, id: str) -> Unit:
    text = f"{name} defeated Arvid Holm in the ballot for harbour treasurer."
    actor, mention = person("p", name, text)
    made = article(text, id=id, actors=(actor,), mentions=(mention,))
    return unit(made, vector=int(id))


def test_one_deed_of_two_people_of_one_surname_is_told() -> None:
    (found,) = find_namesakes(["s"], [winner("Lena Orvik", "0"), winner("Marit Orvik", "1")], near(0.9))
    assert found.kind == "attribution"
    assert [side.says for side in found.sides] == ["Lena Orvik", "Marit Orvik"]


def test_short_forms_initials_and_other_deeds_are_no_namesakes() -> None:
    for other in ("Len Orvik", "L. Orvik", "Lena Orvik", "Lou Orvik"):
        assert find_namesakes(["s"], [winner("Lena Orvik", "0"), winner(other, "1")], near(0.9)) == []
    assert find_namesakes(["s"], [winner("Lena Orvik", "0"), winner("Marit Orvik", "1")], near(0.3)) == []


def extent(first: str, second: str, cosine: float = 0.8) -> list[tuple[str, ...]]:
    units = []
    for n, text in enumerate((first, second)):
        units.append(unit(article(text, id=str(n)), vector=n))
    pair = Pair(i=0, j=1, cosine=cosine, score=0.6, against=())
    return [tuple(side.says for side in d.sides) for d in find_extents(["s"], units, [pair])]


def test_all_of_a_kind_against_nearly_all_is_a_qualifier() -> None:
    one, other = "The law covers all herring landings.", "The law covers nearly all herring landings."
    assert extent(one, other) == [("all herring landings", "nearly all herring landings")]
    assert extent(one, one) == []
    assert extent(one, other, cosine=0.4) == []
    assert extent(one, "The law covers nearly all coastal ferries.") == []


def test_a_word_of_one_stem_is_not_a_loaded_name() -> None:
    a = unit(article("The Marle press printed plans of the northern harbour works.", id="0"), vector=0)
    b = unit(article("The Marle council asked for plans of the northern harbour works.", id="1"), vector=1)
    assert find_wording(["s"], [a, b], [ONE]) == []


def test_what_somebody_did_to_a_person_is_no_label() -> None:
    def named(text: str, id: str) -> Unit:
        actor, mention = person("p", "Lena Orvik", text)
        again = [
            msgspec.structs.replace(mention, start=n.start(), end=n.end()) for n in re.finditer("Lena Orvik", text)
        ]
        clause = Clause(start=0, end=len(text), subject=(0, 5), object=(0, len(text)))
        return unit(article(text, id=id, actors=(actor,), mentions=tuple(again), clauses=(clause,)), vector=int(id))

    bare = named("Lena Orvik left the council. Lena Orvik was not replaced. Lena Orvik rested.", "0")
    did = named("Marle disgraced Lena Orvik. Lena Orvik was not replaced. Lena Orvik rested.", "1")
    is_ = named("The disgraced Lena Orvik was there. Lena Orvik was not replaced. Lena Orvik rested.", "1")
    who = Who(ids={("0", "p"): "o", ("1", "p"): "o"}, names={"o": "Lena Orvik"})
    assert find_labels(["s"], [bare, did], who) == []
    assert [d.kind for d in find_labels(["s"], [bare, is_], who)] == ["wording"]
    praised = named("The celebrated Lena Orvik was there. Lena Orvik was not replaced. Lena Orvik rested.", "1")
    assert find_labels(["s"], [bare, praised], who) == []  # praise is no news


def test_namesakes_need_a_deed_in_common_and_not_places_alone() -> None:
    def spoke(name: str, rest: str, id: str) -> Unit:
        text = f"{name} {rest}"
        actor, mention = person("p", name, text)
        return unit(article(text, id=id, actors=(actor,), mentions=(mention,)), vector=int(id))

    a = spoke("Marit Orvik", "warned Velland of the Halden and Marle ferries.", "0")
    b = spoke("Babbi Orvik", "spoke to Velland about the Halden and Marle ferries.", "1")
    assert find_namesakes(["s"], [a, b], near(0.9)) == []


def test_a_resignation_hinted_at_is_not_the_same_words_as_one_ruled_out() -> None:
    a = said("I will not resign", "said", "0")
    b = said("she may resign before the spring", "hinted", "1", kind="indirect")
    assert find_framings(["s"], [a, b], [ONE]) == []


def test_names_for_one_thing_differ_wherever_they_stand() -> None:
    def told(text: str, id: str) -> Unit:
        return unit(article(text, id=id), vector=int(id))

    a = told("Marle shelters undocumented immigrants near the old mill.", "0")
    b = told("The Halden ferry carried illegal immigrants in spring.", "1")
    (found,) = find_wording(["s"], [a, b], [], near(0.4))
    assert {side.says for side in found.sides} == {"undocumented immigrants", "illegal immigrants"}
    both = told("Of illegal immigrants, whom Marle calls undocumented immigrants, nine stayed.", "1")
    assert find_wording(["s"], [a, both], [], near(0.4)) == []
    rally = told("A rally of dockers filled the Marle quay.", "0")
    riot = told("A riot in Halden left two boats burnt.", "1")
    assert find_wording(["s"], [rally, riot], [], near(0.4)) == []  # two things may well be meant


def test_a_sentence_that_the_other_prints_among_others_like_it_is_no_cut() -> None:
    whole = "The harbour is not a toy. The harbour is a promise. The harbour is a promise that binds every town."
    assert cut(whole, "The harbour is a promise that binds every town.") == []


def terms(first: str, second: str, cosine: float = 0.4) -> list[set[str]]:
    """What two reports of one clause each are found to call one thing."""
    made = [unit(article(text, id=str(n)), vector=n) for n, text in enumerate((first, second))]
    return [{side.says for side in d.sides} for d in find_wording(["s"], made, [], near(cosine))]


def test_a_thing_named_in_two_leads_may_be_told_in_other_words() -> None:
    assert terms("Velland patrols seized nine fishermen at dawn.", "Halden holds the poachers in a cellar.") == [
        {"fishermen", "poachers"}
    ]
    assert terms("Velland patrols seized nine fishermen.", "Halden holds the anti-poachers league in check.") == []
    late = article("Halden holds the poachers in a cellar. " * 12, id="1", clauses=(*([Clause(start=0, end=38)] * 12),))
    first = unit(article("Velland patrols met nine fishermen at dawn.", id="0"), vector=0)
    assert find_wording(["s"], [first, unit(late, 11, vector=1)], [], near(0.4)) == []


def test_a_report_that_uses_the_plain_term_beside_the_loaded_one_is_loaded_all_the_same() -> None:
    mixed = "The strikebreakers, temporary staff from Halden, reached the mill."
    assert terms("The agency staff reached the Marle mill.", mixed) == [{"agency staff", "strikebreakers"}]
    assert terms("The agency staff, strikebreakers to some, reached the Marle mill.", mixed) == []
    called = "Lena Orvik called the temporary staff from Halden strikebreakers."
    assert terms("The agency staff reached the Marle mill.", called) == []


def test_a_loaded_term_that_is_denied_or_names_an_offence_or_a_speaker_s_is_not_the_report_s() -> None:
    plain_ = "Velland carried out the handover of nine sailors at Marle."
    assert terms(plain_, "Velland carried out the deportation of nine sailors at Marle.") == [
        {"handover", "deportation"}
    ]
    assert terms(plain_, "No deportation of nine sailors took place at Marle.") == []
    assert terms(plain_, "An officer was charged with deportation of nine sailors at Marle.") == []
    text = "Lena Orvik spoke of a “deportation” of nine sailors at Marle."
    quote = Quote(content=(at(text, "deportation"),), source=(at(text, "Lena Orvik"),), kind="direct")
    spoken = unit(article(text, id="1", quotes=(quote,)), vector=1)
    assert find_wording(["s"], [unit(article(plain_, id="0")), spoken], [], near(0.4)) == []


def test_a_verb_is_known_in_all_its_forms_and_in_headlines() -> None:
    first = "Velland Asks Halden To Reopen The Northern Mill"
    made = [
        unit(article(first, id="0"), vector=0),
        unit(article("Velland demanded that Halden reopen the northern mill.", id="1"), vector=1),
    ]
    (found,) = find_wording(["s"], made, [ONE])
    assert [side.says for side in found.sides] == ["Asks", "demanded"]


def test_what_stands_before_another_noun_or_charge_is_no_name_of_it() -> None:
    assert terms("The arrest of nine sailors shook Marle.", "One kidnapping charge was laid at Marle.") == []


def test_deeds_of_other_things_are_not_told_in_loaded_words() -> None:
    a = clause("The minister criticized the northern mills of Velland over wages.", "0", "criticize", "The minister")
    b = clause("The bishop slammed the old northern mills of Velland over wages.", "1", "slam", "The bishop")
    objects = [
        msgspec.structs.replace(u.article.clauses[0], object=at(u.article.text, thing))
        for u, thing in ((a, "the northern mills"), (b, "wages"))
    ]
    made = [
        unit(msgspec.structs.replace(u.article, clauses=(c,)), vector=n)
        for n, (u, c) in enumerate(zip((a, b), objects, strict=True))
    ]
    assert find_wording(["s"], made, [ONE]) == []


def test_another_thing_said_of_it_and_a_lead_in_are_no_cut() -> None:
    kept = "The harbour belongs to every town along this coast."
    assert cut("The harbour belongs to every town along this coast, and we will go on building it.", kept) == []
    assert cut("The harbour belongs to every town along this coast, which has nine towns.", kept) == []
    assert cut("Toward a better winter for nine towns, the harbour belongs to every town along this coast.", kept) == []
    assert cut("The harbour belongs to every town along this coast, but we may sell it.", kept) != []


def test_a_noun_that_stands_before_another_is_no_label() -> None:
    def named(text: str, id: str) -> Unit:
        actor, mention = person("p", "Lena Orvik", text)
        again = [
            msgspec.structs.replace(mention, start=n.start(), end=n.end()) for n in re.finditer("Lena Orvik", text)
        ]
        return unit(article(text, id=id, actors=(actor,), mentions=tuple(again)), vector=int(id))

    bare = named("Lena Orvik left the council. Lena Orvik was not replaced. Lena Orvik rested.", "0")
    attack = named(
        "After Lena Orvik, the worst terrorist attack in years came. Lena Orvik rested. Lena Orvik left.", "1"
    )
    woman = named("Lena Orvik, the terrorist, was there. Lena Orvik was not replaced. Lena Orvik rested.", "1")
    who = Who(ids={("0", "p"): "o", ("1", "p"): "o"}, names={"o": "Lena Orvik"})
    assert find_labels(["s"], [bare, attack], who) == []
    assert [d.kind for d in find_labels(["s"], [bare, woman], who)] == ["wording"]
