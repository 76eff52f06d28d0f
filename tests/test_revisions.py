"""What a later version of an article changes: claims, figures and quotations, each with its place in both versions."""

from pathlib import Path

import pytest
from typer.testing import CliRunner

from tests.compare_records import article, at, figure, quote
from variorum.cli.main import app
from variorum.compare.revisions import find_revisions
from variorum.read.articles import content_id
from variorum.store.sqlite import SqliteStore
from variorum.types import AnnotatedArticle, Article, Clause, Revision

OLD = "The board of the port closed the northern gate on Monday. Ferries stopped."
Told = list[tuple[str, str, str | None, str | None]]


def version(text: str, *, id: str = "a", **found: object) -> AnnotatedArticle:
    """A version whose sentences are its clauses, each with its first word as subject."""
    spans = [at(text, part) for part in text.replace(". ", ".|").split("|")]
    clauses = tuple(Clause(start=s, end=e, subject=(s, s + text[s:e].index(" ")), predicate="close") for s, e in spans)
    return article(text, id=id, sentences=tuple(spans), **{"clauses": clauses, **found})


def told(found: tuple[Revision, ...]) -> Told:
    return [(r.kind, r.change, r.before and r.before.text, r.after and r.after.text) for r in found]


@pytest.mark.parametrize(
    "text",
    [
        OLD,
        "The board of the port closed the northern gate, on Monday. Ferries stopped!",
        "THE BOARD of the port  closed the northern gate on Monday. Ferries stopped.",
    ],
)
def test_marks_case_and_spaces_are_no_change(text: str) -> None:
    assert find_revisions(version(OLD), version(text, id="b")) == ()


def test_order_is_no_change() -> None:
    turned = "Crews cleared the southern quay at night. The board of the port closed the northern gate on Monday."
    first, second = turned.split(". ")[1].rstrip("."), turned.split(". ")[0]
    assert find_revisions(version(f"{first}. {second}."), version(turned, id="b")) == ()


def test_claims_are_added_dropped_and_changed_with_their_places() -> None:
    old = "The board of the port closed the northern gate on Monday. Police arrested two pickets there."
    new = "The board of the port reopened the northern gate on Monday. Crews cleared the southern quay at night."
    found = find_revisions(version(old), version(new, id="b"))
    assert told(found) == [
        ("claim", "changed", old.split(". ")[0] + ".", new.split(". ")[0] + "."),
        ("claim", "added", None, new.split(". ")[1]),
        ("claim", "dropped", old.split(". ")[1], None),
    ]
    assert found[0].why == "gone: closed; new: reopened"
    for r in found:
        for ref, text, id in ((r.before, old, "a"), (r.after, new, "b")):
            assert ref is None or (ref.text == text[ref.start : ref.end] and ref.article == id)


def test_a_negation_is_a_change() -> None:
    new = OLD.replace("closed", "has not closed")
    (found,) = find_revisions(version(OLD), version(new, id="b"))
    assert "one is negated" in found.why


def test_a_figure_is_told_once_and_not_again_as_a_claim() -> None:
    old, new = (f"The union counted {n} workers at the northern gate on Monday morning." for n in ("400", "650"))
    a = version(old, figures=(figure(old, "400", 400, "workers"),))
    b = version(new, id="b", figures=(figure(new, "650", 650, "workers"),))
    (found,) = find_revisions(a, b)
    assert told((found,)) == [("figure", "changed", "400", "650")]
    assert found.why == "400 workers became 650 workers"


def test_figures_of_other_units_are_no_counterparts() -> None:
    old, new = (f"The union counted {n} at the northern gate on Monday morning." for n in ("400 ships", "650 workers"))
    a = version(old, clauses=(), figures=(figure(old, "400", 400, "ships"),))
    b = version(new, id="b", clauses=(), figures=(figure(new, "650", 650, "workers"),))
    assert told(find_revisions(a, b)) == [("figure", "added", None, "650"), ("figure", "dropped", "400", None)]


def test_quotations_change_in_words_speakers_and_denials() -> None:
    old = "“We will not open the northern gate,” said Ilves."
    for new, why in (
        ("“We will not open the southern gate,” said Ilves.", "gone: northern; new: southern"),
        ("“We will not open the northern gate,” said Okoro.", "by Ilves; now by Okoro"),
        ("“We will not open the northern gate at all,” said Ilves.", "other words"),
    ):
        name = "Okoro" if "Okoro" in new else "Ilves"
        a = version(old, clauses=(), quotes=(quote(old, old.split(" said")[0], "Ilves", actor="p"),))
        b = version(new, id="b", clauses=(), quotes=(quote(new, new.split(" said")[0], name, actor="p"),))
        (found,) = find_revisions(a, b)
        assert (found.kind, found.change, found.why) == ("quote", "changed", why)


def test_long_texts_are_compared_in_near_linear_time() -> None:
    text = " ".join(f"The board of port number {n} closed gate x{n} on Monday morning." for n in range(3000))
    other = text.replace("closed", "reopened")
    assert len(find_revisions(version(text), version(other, id="b"))) > 0


def test_show_revisions(tmp_path: Path) -> None:
    url = "https://quay.example/a"
    new = OLD.replace("northern", "southern")
    store = SqliteStore(tmp_path / "news.db")
    for text in (OLD, new):
        made = version(text, id=content_id(text, None, url))
        store.add_articles([Article(id=made.id, text=text, url=url)])
        store.add_annotations([made], "1")
    store.close()
    for words in ((), (content_id(OLD, None, url),), (content_id(new, None, url)[:6],)):
        shown = CliRunner().invoke(app, ["show", "revisions", *words, "--db", str(tmp_path / "news.db")])
        assert shown.exit_code == 0
        assert "gone: northern; new: southern" in shown.stdout
    wrong = CliRunner().invoke(app, ["show", "revisions", "nobody", "--db", str(tmp_path / "news.db")])
    assert wrong.exit_code == 2
