"""Stories: what belongs together, what only looks as if it did, and that the order of arrival does not matter."""

import random
from types import SimpleNamespace
from typing import cast

import msgspec
import numpy as np
import pytest

from variorum.link import sketch
from variorum.link.boilerplate import told
from variorum.link.calendar import dates_of
from variorum.link.clusters import Judge
from variorum.link.instances import differ, instances_of
from variorum.link.linkage import average_linkage
from variorum.link.reuse import verbatim_reuse
from variorum.link.stories import JOIN, Links, far, find_stories, grow
from variorum.link.terms import count_terms, coverage, neighbours, weigh
from variorum.link.traits import profile
from variorum.link.words import words_of_texts
from variorum.models.stories import Boosted
from variorum.types import AnnotatedArticle, Judgement, Story

STRIKE = (
    "Dockers at Port Merrow walked out on Monday after talks between the union and Harbour Minister Tomas Reyl broke "
    "down.\nUnion leader Ilse Marant said 2,400 workers had left the container terminals.\n"
    "Reyl called the walkout at Port Merrow a grave mistake and asked Marant to return to the table.",
    "The container terminals of Port Merrow stood still on Monday as 2,400 dockers began a strike.\n"
    "Ilse Marant, who leads the union, blamed Harbour Minister Tomas Reyl for the failure of the talks.\n"
    "Reyl said the dockers had been offered a fair deal.",
    "A strike closed Port Merrow on Monday. Harbour Minister Tomas Reyl said talks with Ilse Marant of the dockers' "
    "union would go on.\nAbout 2,400 workers at the container terminals took part, Marant said.",
)
DATES = ("2024-03-04", "2024-03-05", None)
BEFORE = (
    "Dockers at Port Merrow walked out on Monday over night pay, and 900 workers left the container terminals.\n"
    "Union leader Ilse Marant blamed Harbour Minister Tomas Reyl.\nReyl asked the dockers to return to the table."
)
SCHOOL = (
    "Tomas Reyl and Ilse Marant opened a school for crane drivers in Port Merrow on Saturday.\n"
    "The school will train 140 apprentices, Harbour Minister Reyl said, and Marant called it a promise kept.",
    "A school for crane drivers was opened in Port Merrow by Harbour Minister Tomas Reyl on Saturday.\n"
    "Ilse Marant of the dockers' union said its 140 apprentices were a promise kept.",
)
FLOOD = (
    "The river Orle burst its banks near Lindholm overnight and 300 families were moved to schools.\n"
    "Mayor Greta Sand of Lindholm said the Orle had never stood so high.",
    "Some 300 families in Lindholm left their homes as the Orle flooded the lower town.\n"
    "Mayor Greta Sand said the river was still rising.",
)


@pytest.fixture(autouse=True)
def _plain_vectors(monkeypatch: pytest.MonkeyPatch) -> None:
    """Bags of words for vectors: the real encoder is not needed to tell these texts apart."""

    def vectors(texts: list[str]) -> np.ndarray:
        words = words_of_texts(texts)
        out = np.zeros((len(texts), 512), dtype=np.float32)
        np.add.at(out, (words.article, (words.hash % np.uint64(512)).astype(int)), 1.0)
        return out / np.maximum(np.linalg.norm(out, axis=1, keepdims=True), 1e-9)

    monkeypatch.setattr(sketch, "vectors_of", vectors)


def article(name: str, text: str, published: str | None = None, title: str | None = None) -> AnnotatedArticle:
    spans, at = [], 0
    for line in text.split("\n"):
        spans.append((at, at + len(line)))
        at += len(line) + 1
    body = ((0, len(text)),)
    return AnnotatedArticle(id=name, text=text, body=body, sentences=tuple(spans), published=published, title=title)


def sample() -> list[AnnotatedArticle]:
    out = [article(f"strike{i}", text, "2024-03-04") for i, text in enumerate(STRIKE)]
    out += [article(f"school{i}", text, "2024-11-09") for i, text in enumerate(SCHOOL)]
    out += [article(f"flood{i}", text, None) for i, text in enumerate(FLOOD)]
    return out


def groups(stories: tuple[Story, ...]) -> set[frozenset[str]]:
    return {frozenset(s.articles) for s in stories}


def test_reports_of_one_affair_meet_and_the_same_people_months_later_do_not() -> None:
    stories = find_stories(sample(), (), ())
    assert groups(stories) == {
        frozenset({"strike0", "strike1", "strike2"}),
        frozenset({"school0", "school1"}),
        frozenset({"flood0", "flood1"}),
    }
    by_article = {a: s for s in stories for a in s.articles}
    assert by_article["school0"].follows == (by_article["strike0"].id,)
    assert by_article["strike0"].follows == ()
    assert by_article["strike0"].from_ == "2024-03-04"
    assert all(len(s.why) == len(s.articles) - 1 for s in stories)
    assert any("Marant" in line or "Reyl" in line for line in by_article["strike0"].why)


def test_the_order_of_arrival_does_not_matter() -> None:
    articles = sample()
    first = find_stories(articles, (), ())
    for seed in range(5):
        shuffled = list(articles)
        random.Random(seed).shuffle(shuffled)
        assert find_stories(shuffled, (), ()) == first


def test_every_article_is_in_exactly_one_story() -> None:
    articles = [*sample(), article("empty", ""), article("odd", "\0\ud800 😀"), article("one", "Word.")]
    found = [a for s in find_stories(articles, (), ()) for a in s.articles]
    assert sorted(found) == sorted(a.id for a in articles)
    assert find_stories([], (), ()) == ()


def test_what_a_person_ruled_stands() -> None:
    merge = Judgement(id="1", verb="merge", what="story", groups=(("strike0", "flood0"),))
    split = Judgement(id="2", verb="split", what="story", groups=(("strike0",), ("strike1", "strike2")))
    merged = {a: s.id for s in find_stories(sample(), (), (), [merge]) for a in s.articles}
    assert merged["strike0"] == merged["flood0"]
    apart = {a: s.id for s in find_stories(sample(), (), (), [split]) for a in s.articles}
    assert apart["strike0"] != apart["strike1"]
    assert apart["strike0"] != apart["strike2"]


def test_ids_outlive_later_reports() -> None:
    early = find_stories(sample()[:2], (), ())
    late = find_stories(sample(), (), ())
    assert early[0].id in {s.id for s in late}


def test_numbered_instances_are_apart() -> None:
    line = "The Orle Sailing Cup: {} brought light winds to Lindholm and Greta Sand led the fleet home again."
    articles = [article(name, line.format(day)) for name, day in (("a", "day 2"), ("b", "day 21"), ("c", "day 2"))]
    found = groups(find_stories(articles, (), ()))
    assert not any({"a", "b"} <= g or {"b", "c"} <= g for g in found)


@pytest.mark.parametrize(
    ("one", "other", "apart"),
    [
        ("Day 2 of the talks", "Day 21 of the talks", True),
        ("Day two of the talks", "The 2nd day of the talks", False),
        ("Aid package 0 agreed", "Aid package 5 agreed", True),
        ("The second round", "The third round", True),
        ("Two days of rain", "Three days of rain", False),
        ("Round 3", "Week 4", False),
    ],
)
def test_series_tell_their_instances(one: str, other: str, apart: bool) -> None:
    masks = instances_of(words_of_texts([one, other]), 2)
    assert differ(masks, np.array([0]), np.array([1])).tolist() == [apart]


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("May 03, 2013", "2013-05-03"),
        ("on 27 November 2005", "2005-11-27"),
        ("LINDHOLM 1997-02-17", "1997-02-17"),
        ("24/8/2013", "2013-08-24"),
        ("September 18th, 2013", "2013-09-18"),
        ("4/5/2013", None),
        ("may 3 2013 in lower case", None),
    ],
)
def test_full_dates_near_the_top(text: str, day: str | None) -> None:
    head = dates_of(words_of_texts([text]), 1, lead=80).head[0]
    if day is None:
        assert np.isnan(head)
    else:
        assert int(head) == (np.datetime64(day) - np.datetime64("0001-01-01")).astype(int) + 1


def test_single_links_do_not_chain() -> None:
    links = [(i, i + 1, 0.9) for i in range(9)]
    assert max(len(c) for c in average_linkage(10, links, threshold=0.5)) == 2
    full = [(a, b, 0.9) for a in range(5) for b in range(a + 1, 5)]
    assert average_linkage(5, full, threshold=0.5) == [[0, 1, 2, 3, 4]]


def test_linkage_keeps_rulings() -> None:
    full = [(a, b, 0.9) for a in range(4) for b in range(a + 1, 4)]
    assert [0, 1] not in average_linkage(4, full, threshold=0.5, apart=[(0, 1)])
    assert all(not {0, 1} <= set(c) for c in average_linkage(4, full, threshold=0.5, apart=[(0, 1)]))
    assert average_linkage(3, [], threshold=0.5, together=[(0, 2)]) == [[0, 2], [1]]
    assert average_linkage(2, [(0, 1, 1.0)], threshold=0.5, accept=lambda a, b: False) == [[0], [1]]


def test_terms_compare_as_sparse_vectors() -> None:
    words = words_of_texts(["red green blue", "red green", "yellow", ""])
    distinct, column, counts, row, frequency = count_terms(words.hash, words.article, 4)
    terms = weigh(distinct, column, counts.astype(float), row, frequency, 4)
    a, b = np.array([0, 0, 2]), np.array([1, 2, 3])
    assert terms.cosines(a, b).tolist() == pytest.approx([2 / 6**0.5, 0.0, 0.0])
    rarity = np.arange(1.0, len(distinct) + 1)
    share, held, missing = coverage(terms, terms, a, b, rarity)
    rare = dict(zip(distinct.tolist(), rarity.tolist(), strict=True))
    red, green, blue, yellow = (rare[h] for h in words.hash[[0, 1, 2, 5]].tolist())
    assert share.tolist() == pytest.approx([2 / 3, 0.0, 0.0])
    assert terms.shared(a, b, rarity).tolist() == pytest.approx([red + green, 0.0, 0.0])
    assert held.tolist() == [max(red, green), 0.0, 0.0]
    assert missing.tolist() == [blue, max(red, green), yellow]
    assert [x.tolist() for x in neighbours(terms)] == [[0], [1]]


def test_reasons_name_reports_as_readers_know_them() -> None:
    one = article("x1", STRIKE[0], "2024-03-04", title="Dockers walk out at Port Merrow")
    other = article("x2", STRIKE[1], "2024-03-05")
    (story,) = find_stories([one, other], (), ())
    assert "“Dockers walk out at Port Merrow”" in story.why[0]
    assert "1 day(s) apart" in story.why[0]


def test_a_round_up_does_not_bridge_two_affairs() -> None:
    both = f"The week in short.\n{STRIKE[0].splitlines()[0]}\n{FLOOD[0].splitlines()[0]}\nElsewhere it was calm."
    articles = [*sample(), article("week", both, "2024-03-05"), article("weekly", both.replace("calm", "dry"), None)]
    found = groups(find_stories(articles, (), ()))
    assert not any({"strike0", "flood0"} <= g for g in found)
    assert any({"strike0", "strike1", "strike2"} <= g for g in found)


NOTES = (
    "Editor's note: this page was made with the help of our readers, who pay for all of it at 14 Quay Street.",
    "This report was first published in the Merrow Lantern and is printed here under a licence that all may ask for.",
    "The Merrow Lantern is funded by its readers; write to the Lantern at 14 Quay Street if you know more than we do.",
    "Sign up for the letter of the Merrow Lantern and never miss a word from the harbour, the court or the town hall.",
)


@pytest.mark.parametrize("note", NOTES)
def test_a_note_that_all_reports_of_an_outlet_bear_joins_nothing(note: str) -> None:
    texts = {"strike": STRIKE[0], "flood": FLOOD[0]}
    texts["bread"] = "Bakers in Tarn sold 900 rye loaves on the first day of the autumn fair, more than ever before."
    articles = [article(name, f"{text}\n{note}", "2024-03-04") for name, text in texts.items()]
    assert groups(find_stories(articles, (), ())) == {frozenset((name,)) for name in texts}
    assert verbatim_reuse(articles) == ()


def test_notes_are_left_out_wherever_they_stand_and_a_report_never_is() -> None:
    for text in (f"{NOTES[0]}\n{FLOOD[0]}", f"{FLOOD[0]}\n\n{NOTES[1]}\n{NOTES[3]}"):
        assert " ".join(text[s:e].strip() for s, e in told(text, ((0, len(text)),))).split() == FLOOD[0].split()
    for text in ("", "\n\n", NOTES[0], FLOOD[0], "This report was read out in court.\nIt was long."):
        assert told(text, ((0, len(text)),)) == ((0, len(text)),)


def test_the_same_people_at_another_event_weeks_later_make_another_story() -> None:
    strike = [article(f"strike{i}", text, "2024-03-04") for i, text in enumerate(STRIKE)]
    school = [article(f"school{i}", text, "2024-04-08") for i, text in enumerate(SCHOOL)]
    found = groups(find_stories([*strike, *school], (), ()))
    assert not any(any(a.startswith("strike") for a in g) and any(a.startswith("school") for a in g) for g in found)


def test_a_report_of_another_year_is_not_taken_in_for_the_sake_of_an_undated_one() -> None:
    strike = [article(f"strike{i}", text, date) for i, (text, date) in enumerate(zip(STRIKE, DATES, strict=True))]
    years_before = msgspec.structs.replace(article("before", BEFORE, "2021-05-03"), published_from="text")
    found = groups(find_stories([*strike, years_before], (), ()))
    assert frozenset({"strike0", "strike1", "strike2"}) in found
    assert frozenset({"before"}) in found


def test_printed_dates_part_reports_only_when_they_are_far_apart() -> None:
    def parted(one: str, other: str, *, given: bool) -> bool:
        reports = [article("a", STRIKE[0], one), article("b", STRIKE[1], other)]
        if not given:
            reports = [msgspec.structs.replace(r, published_from="text") for r in reports]
        return bool(far(profile(reports), np.array([0]), np.array([1]))[0])

    assert not parted("2024-03-04", "2024-03-20", given=True)
    assert parted("2024-03-04", "2024-05-20", given=True)
    assert not parted("2024-03-04", "2024-05-20", given=False)
    assert parted("2024-03-04", "2024-09-20", given=False)


def test_undated_reports_do_not_tie_a_report_to_one_of_years_later() -> None:
    reports = [article(name, text) for name, text in zip("abcd", (*STRIKE, BEFORE), strict=True)]
    reports[0] = msgspec.structs.replace(reports[0], published="2024-03-04", published_from="given")
    links = Links(np.array([0, 0, 1, 1, 2]), np.array([1, 2, 2, 3, 3]), np.array([1.0, 1.0, 1.0, 0.9, 0.9]))
    sure = cast(Boosted, SimpleNamespace(likelihood=lambda rows: np.ones(len(rows))))
    assert grow(profile(reports), links, sure) == [[0, 1, 2, 3]]
    reports[3] = msgspec.structs.replace(reports[3], published="2021-03-04", published_from="text")
    assert grow(profile(reports), links, sure) == [[0, 1, 2], [3]]


def test_groups_whose_reports_came_with_dates_must_be_likelier() -> None:
    undated = profile([article(name, text) for name, text in zip("ab", STRIKE, strict=False)])
    dated = profile([article(name, text, "2024-03-04") for name, text in zip("ab", STRIKE, strict=False)])
    chances = [Judge(profiles, {}, lambda row: 0.5).likelihood(0, 1) for profiles in (undated, dated)]
    assert chances[0] == 0.5
    assert 0 < chances[1] < JOIN < 0.5


@pytest.mark.models
def test_one_affair_in_two_languages(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.undo()
    french = (
        "Les dockers de Port Merrow ont cessé le travail lundi après l'échec des pourparlers entre le syndicat et le "
        "ministre des ports Tomas Reyl.\nIlse Marant, qui dirige le syndicat, a dit que 2,400 ouvriers avaient quitté "
        "les terminaux à conteneurs.\nReyl a parlé d'une grave erreur et a prié Marant de revenir à la table."
    )
    found = groups(find_stories([*sample(), article("french", french, "2024-03-04")], (), ()))
    assert any({"french", "strike0"} <= g for g in found)
