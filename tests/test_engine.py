"""The local engine: order, processes, and articles that make a stage fail."""

import json
import multiprocessing
from collections.abc import Iterable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from pathlib import Path
from typing import Any

import pytest

import variorum
from variorum.annotate import pipeline, stream, times
from variorum.annotate.quantity import amounts
from variorum.engine import local
from variorum.engine.batch import FAILED, annotate_batch
from variorum.engine.local import LocalEngine
from variorum.errors import ModelError, UsageError
from variorum.types import AnnotatedArticle, Article


def german(number: int) -> Article:
    """An article that no stage needs a model for."""
    return Article(id=str(number), text=f"Hafen {number} bleibt zu. Die Schiffe warten!", language="de")


def test_order_is_kept_whatever_the_processes() -> None:
    articles = [german(i) for i in range(70)]
    one = list(LocalEngine(1).annotate(articles))
    assert [a.id for a in one] == [a.id for a in articles]
    assert list(LocalEngine(2).annotate(articles)) == one


def test_a_killed_process_costs_nothing() -> None:
    articles = [german(i) for i in range(160)]
    found = []
    for article in LocalEngine(2).annotate(articles):
        found.append(article)
        if len(found) == 1:
            for worker in multiprocessing.active_children():
                worker.kill()
    assert [a.id for a in found] == [a.id for a in articles]
    assert not [a for a in found if any(why.startswith(FAILED) for why in a.skipped)]


def test_articles_are_taken_as_they_are_needed() -> None:
    taken = 0

    def endless() -> Iterator[Article]:
        nonlocal taken
        while True:
            taken += 1
            yield german(taken)

    found = LocalEngine(1).annotate(endless())
    assert [next(found).id for _ in range(3)] == ["1", "2", "3"]
    assert taken <= 32


def test_one_process_at_least() -> None:
    with pytest.raises(UsageError):
        LocalEngine(0)


def test_a_failing_article_costs_no_other(monkeypatch: pytest.MonkeyPatch) -> None:
    real = pipeline.annotate

    def fails(articles: Iterable[Article]) -> Iterator[AnnotatedArticle]:
        for article in articles:
            if article.id == "3":
                raise IndexError("off the end")
            yield from real([article])

    monkeypatch.setattr(pipeline, "annotate", fails)
    found = annotate_batch([german(i) for i in range(6)])
    assert [a.id for a in found] == list("012345")
    assert [a.id for a in found if any("failed: IndexError: off the end" in why for why in a.skipped)] == ["3"]


def test_a_missing_model_stops_everything(monkeypatch: pytest.MonkeyPatch) -> None:
    def fails(articles: Iterable[Article]) -> Iterator[AnnotatedArticle]:
        raise ModelError("no pipeline")

    monkeypatch.setattr(pipeline, "annotate", fails)
    with pytest.raises(ModelError):
        annotate_batch([german(1)])


def test_other_languages_get_sentences_and_say_what_is_skipped() -> None:
    (article,) = variorum.annotate([german(1)])
    assert [article.text[s:e] for s, e in article.sentences] == ["Hafen 1 bleibt zu.", "Die Schiffe warten!"]
    assert article.skipped == ("all stages: not in English but in 'de'",)


def test_a_text_too_long_to_parse_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pipeline, "LONGEST", 100)
    (article,) = variorum.annotate([Article(id="a", text="word " * 30, language="en")])
    assert article.skipped == ("all stages: longer than 100 characters",)


def test_a_library_is_built_once_and_only_what_is_new_is_added(tmp_path: Path) -> None:
    source = tmp_path / "a.jsonl"
    rows = [{"id": f"{i}", "text": german(i).text, "language": "de"} for i in range(3)]
    lines = [json.dumps(row) for row in rows]
    source.write_text("\n".join([*lines[:2], "{broken"]))
    told: list[str] = []
    with variorum.build(tmp_path / "a.db", source, on_problem=lambda e: told.append(e.source)) as library:
        assert [a.id for a in library.articles()] == ["0", "1"]
        assert [p.source for p in library.problems()] == told == [f"{source} line 3"]
    source.write_text("\n".join(lines))
    with variorum.build(tmp_path / "a.db", source) as library:
        assert [a.id for a in library.articles()] == ["0", "1", "2"]
        assert library.problems() == []
        assert library.search("Schiffe")[0].text == "Die Schiffe warten!"
    with variorum.open(tmp_path / "a.db") as library, pytest.raises(UsageError, match="no story"):
        library.story("none")


def test_two_articles_of_one_build_under_one_id(tmp_path: Path) -> None:
    source = tmp_path / "a.jsonl"
    source.write_text(
        '{"id": "a", "text": "Hafen.", "language": "de"}\n{"id": "a", "text": "Schiff.", "language": "de"}'
    )
    told: list[str] = []
    for _ in range(2):
        with variorum.build(tmp_path / "a.db", source, on_problem=lambda e: told.append(e.why)) as library:
            assert [a.text for a in library.articles()] == ["Hafen."]
    assert told == ["another article of this build has the id 'a'"] * 2


def test_progress_says_how_fast_and_how_long_yet(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    from variorum.cli import progress

    monkeypatch.setattr(progress, "PATIENCE", 0.0)
    monkeypatch.setattr("sys.stderr.isatty", lambda: True)
    monkeypatch.setenv("FORCE_COLOR", "1")
    with progress.Bars(quiet=False) as bars:
        for done in range(0, 100, 20):
            bars("annotating", done, 100)
    assert progress.rate(1234.56) == "1,234.6/s"
    assert progress.rate(0.25) == "15.0/min"
    shown = capsys.readouterr().err
    assert "annotating" in shown
    assert "80/100" in shown


def test_what_kills_its_process_is_given_up_alone(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    pools = 0

    class Dies:
        """A pool whose process dies of one article."""

        def __init__(self) -> None:
            nonlocal pools
            pools += 1

        def submit(self, run: object, batch: list[Article]) -> Future[list[AnnotatedArticle]]:
            future: Future[list[AnnotatedArticle]] = Future()
            if batch[0].id == "1":
                future.set_exception(BrokenProcessPool())
            else:
                future.set_result(annotate_batch(batch))
            return future

        def shutdown(self, **_: object) -> None: ...

    monkeypatch.setattr(local, "_pool", lambda jobs: Dies())
    found = list(local._one_by_one([german(i) for i in range(3)]))
    assert [a.id for a in found] == ["0", "1", "2"]
    assert [bool(a.sentences) for a in found] == [True, False, True]
    assert "the process was killed" in found[1].skipped[0]
    assert pools == 1 + local.TRIES


def test_what_is_too_long_for_a_parse_is_kept_and_says_so() -> None:
    long, dense = "Ships wait. " * 17_000, "a.\n" * 30_000
    for text, why in ((long, "longer than 200,000 characters"), (dense, "more than 60,000 words and marks")):
        (article,) = annotate_batch([Article(id="a", text=text, language="en")])
        assert article.skipped == (f"all stages: {why}",)
        assert article.text == text
        assert len(article.sentences) == text.count(".")


@pytest.mark.models
def test_annotating_keeps_no_words() -> None:
    """However many reports one process annotates, it holds no more for it."""
    from variorum.models import parser

    def words() -> int:
        return len(parser.load().vocab.strings)

    before = words()
    for text in ("Zorbelika Quorn met Vilmanto in Trovosk.", "“Nabrizel is shut,” said Ostrevik Mulgrane on Friday."):
        assert next(pipeline.annotate([Article(id="a", text=text, language="en")])).sentences
    assert words() == before


@pytest.mark.models
def test_few_words_are_kept_in_mind(monkeypatch: pytest.MonkeyPatch) -> None:
    """What each stage remembers of words, to be quick with the next report, is bounded, and no finding hangs on it."""
    from variorum.models import parser

    articles = [Article(id=str(n), text=f"Osk{n} paid {n} pounds{n} in May.", language="en") for n in range(9)]
    remembering = list(pipeline.annotate(articles))
    for module in (parser, stream):
        monkeypatch.setattr(module, "_KEPT", 10)
    lemmatizer: Any = parser.load().get_pipe("lemmatizer")
    for article, before in zip(articles, remembering, strict=True):
        assert list(pipeline.annotate([article])) == [before]
        assert len(lemmatizer.cache) <= 10
        for reader in (times._READER, amounts._READER):
            assert len(reader._seen) <= 10 + 8  # and those of this report


@pytest.mark.models
def test_threads_annotate_side_by_side() -> None:
    articles = [
        Article(id=str(n), text=f"Mara Ilves{n} of Osk{n} met Tarn{n}. She said talks{n} went on.", language="en")
        for n in range(24)
    ]
    alone = list(pipeline.annotate(articles))
    with ThreadPoolExecutor(4) as pool:
        assert list(pool.map(lambda a: next(pipeline.annotate([a])), articles)) == alone
