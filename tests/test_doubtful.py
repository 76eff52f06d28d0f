"""What may be a disagreement: kept under a lower score, shown only where it is asked for, and nothing rests on it."""

from pathlib import Path

import pytest

from tests.compare_records import article, counted, near, unit
from variorum._version import __version__
from variorum.compare import amounts, figures
from variorum.compare.finding import Voice, finding, folded, renamed, sure
from variorum.compare.quantities import Link
from variorum.library import Library, open_library
from variorum.publish.page import Page
from variorum.publish.report import render
from variorum.publish.show import Filters, show, story_tables
from variorum.publish.view import gather, view
from variorum.store.catalogue import Filters as Listing
from variorum.store.sqlite import SqliteStore
from variorum.types import (
    KEPT,
    SURE,
    AnnotatedArticle,
    Article,
    Disagreement,
    Judgement,
    Record,
    Side,
    Statement,
    Story,
)

ARTICLES = (
    AnnotatedArticle(id="a", text="Forty barges left Osk."),
    AnnotatedArticle(id="b", text="Thirty barges left Osk."),
)


def differ(id: str, kind: str, score: float) -> Disagreement:
    sides = tuple(
        Side(says=a.text.split()[0], statements=(Statement(article=a.id, start=0, end=len(a.text), text=a.text),))
        for a in ARTICLES
    )
    return Disagreement(id=id, kind=kind, stories=("s",), about=id, sides=sides, score=score, why="barges")  # type: ignore[arg-type]


RECORDS: tuple[Record, ...] = (
    *ARTICLES,
    Story(id="s", title="Barges", articles=("a", "b")),
    differ("likely", "figure", SURE),
    differ("maybe", "date", SURE - 0.2),
)


@pytest.fixture
def db(tmp_path: Path) -> Path:
    path = tmp_path / "news.db"
    store = SqliteStore(path)
    store.add_articles([Article(id=a.id, text=a.text) for a in ARTICLES])
    store.add_annotations(list(ARTICLES), __version__)
    store.replace_records([r for r in RECORDS if not isinstance(r, AnnotatedArticle)])
    store.close()
    return path


def named(library: Library, least: float) -> set[str]:
    return {d.id for d in library.disagreements(least=least)}


def test_a_library_gives_them_where_they_are_asked_for(db: Path) -> None:
    with open_library(db) as library:
        assert named(library, 0) == {"likely", "maybe"}
        assert named(library, SURE) == {"likely"}
        assert view(library, "s").doubtful == (RECORDS[-1],)


def test_one_that_a_person_confirms_is_doubtful_no_longer(db: Path) -> None:
    with open_library(db) as library:
        library.judge(Judgement(id="j", what="finding", verb="confirm", groups=(("maybe",),)))
        assert named(library, SURE) == {"likely", "maybe"}
        assert view(library, "s").doubtful == ()


def test_tables_show_the_sure_ones_and_say_how_many_are_left(db: Path) -> None:
    with open_library(db) as library:
        (unasked,) = show(library, "disagreements")
        assert "likely" in str(unasked.rows)
        assert "maybe" not in str(unasked.rows)
        assert unasked.note.startswith("1 more")
        (all_of_them,) = show(library, "disagreements", filters=Filters(least=0))
        assert "maybe" in str(all_of_them.rows)
        assert not all_of_them.note
        (stories, *_) = show(library, "stories")
        assert stories.rows[0][4] == "1"  # disputed
        disputed = next(t for t in story_tables(view(library, "s")) if t.title == "Disputed")
        assert "maybe" not in str(disputed.rows)
        assert disputed.note.startswith("1 more")


def test_a_doubtful_one_makes_no_story_disputed(db: Path) -> None:
    with open_library(db) as library:
        catalogue = library.store.catalogue()
        assert [card.id for card in catalogue.cards("story", Listing(disputed="figure"), limit=5)] == ["s"]
        assert not catalogue.cards("story", Listing(disputed="date"), limit=5)


def test_a_page_folds_them_away_and_numbers_them_last() -> None:
    found = gather(RECORDS, "s")
    assert [d.id for d in found.disagreements] == ["likely"]
    page = Page(found)
    assert (page.number_of("likely"), page.number_of("maybe")) == (1, 2)


def test_the_report_tells_them_apart() -> None:
    text = render(gather(RECORDS, "s"), "md")
    before, _, after = text.partition("### Doubtful")
    assert "**figure**: likely" in before
    assert "**date**" not in before
    assert "2. **date**: maybe" in after


def test_a_doubtful_finding_lends_no_side_to_a_sure_one() -> None:
    monday, tuesday, sunday = (
        (day, [Voice(unit(article(f"Osk signed on {day}.", id=day)))]) for day in ("Monday", "Tuesday", "Sunday")
    )
    one = finding("date", ["s"], "the signing", [monday, tuesday], score=0.9, why="one")
    other = finding("date", ["s"], "the signing", [sunday, monday], score=0.4, why="two")
    both = folded([other, one])
    assert both == [one, other]
    assert sure(both) == [one]
    assert renamed([one, other], both) == {one.id: one.id, other.id: other.id}


def test_a_doubtful_finding_that_says_nothing_else_is_left_out() -> None:
    signed, told_again, dated = (
        Voice(unit(article(text, id=id)))
        for id, text in (
            ("a", "Osk signed on Monday."),
            ("b", "The pact of Monday."),
            ("c", "It was signed on Tuesday."),
        )
    )
    one = finding("date", ["s"], "", [("Monday", [signed]), ("Tuesday", [dated])], score=0.9, why="one")
    again = finding("date", ["s"], "", [("Monday", [told_again]), ("Tuesday", [dated])], score=0.4, why="two")
    both = folded([again, one])
    assert both == [one]
    assert renamed([one, again], both) == {one.id: one.id}


def test_a_doubtful_link_draws_no_third_figure_into_a_sure_finding(monkeypatch: pytest.MonkeyPatch) -> None:
    told = amounts.amounts(
        [
            counted(f"That day {n} dockers left the yards of Halden.", str(n), n, str(at))
            for at, n in enumerate((3250, 3100, 2700))
        ],
        "s",
    )
    linked = [Link(told[0], told[1], 0.8), Link(told[0], told[2], 0.4), Link(told[1], told[2], 0.35)]
    monkeypatch.setattr(figures, "links", lambda found, near: {"figure": linked, "qualifier": []})
    found = figures.find_figures(told, near(0.7))
    assert [([side.says for side in d.sides], d.score) for d in found] == [
        (["3250", "3100"], 0.8),
        (["3250", "2700", "3100"], 0.4),
    ]


def test_figures_without_a_word_in_common_are_doubtful(monkeypatch: pytest.MonkeyPatch) -> None:
    told = amounts.amounts(
        [
            counted("In Halden 3250 dockers stayed home.", "3250", 3250, "0"),
            counted("The union counted 3100 dockers.", "3100", 3100, "1"),
        ],
        "s",
    )
    monkeypatch.setattr(figures, "links", lambda found, near: {"figure": [Link(*told, 0.9)], "qualifier": []})
    (found,) = figures.find_figures(told, near(0.7))
    assert KEPT <= found.score < SURE


@pytest.mark.parametrize(("one", "other", "shown"), [("nearly", "about", False), ("over", None, True)])
def test_two_shades_of_about_are_doubtful(
    one: str, other: str | None, shown: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    told = amounts.amounts(
        [
            counted("That day 3250 dockers left.", "3250", 3250, "0", qualifier=one),
            counted("Some 3250 dockers left.", "3250", 3250, "1", qualifier=other),
        ],
        "s",
    )
    monkeypatch.setattr(figures, "links", lambda found, near: {"figure": [], "qualifier": [Link(*told, 0.9)]})
    (found,) = figures.find_figures(told, near(0.7))
    assert (found.score >= SURE) == shown
