"""What a store keeps and promises. Every store passes the same tests."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager
from typing import Protocol

from variorum.store.catalogue import Catalogue
from variorum.types import AnnotatedArticle, Article, Judgement, Record, SpanRef


class Problem(Record, frozen=True, kw_only=True, tag_field="type", tag="problem"):
    """An input that could not be read, or an article that could not be annotated, and why."""

    source: str
    why: str


class Store(Protocol):
    """The record of a library.

    Each method that writes is one transaction: after a crash it has happened wholly or not at all. Readers are never
    kept waiting by a writer.
    """

    def add_articles(self, articles: Sequence[Article]) -> int:
        """Keep articles that are new, or whose content has changed under their id; how many those were.

        Other content under a given id, or from the address of a page, is a new version: the version before is kept
        under an id of its own, and only `article`, `versions` and `articles` with its id give it.
        """

    def pending(self, version: str) -> Iterator[Article]:
        """Articles not yet annotated by this version of the program, in the order they came."""

    def count_pending(self, version: str) -> int:
        """How many `pending` would give."""

    def add_annotations(self, articles: Sequence[AnnotatedArticle], version: str) -> None:
        """Keep annotations, each with the mark that it is done."""

    def replace_records(
        self, records: Iterable[Record], *, fingerprint: str, dated: Iterable[AnnotatedArticle] = ()
    ) -> None:
        """Replace all that was found across articles.

        Args:
            records: every actor, story, reuse, … there is, in order.
            fingerprint: of all that they were made from.
            dated: articles whose dates were worked out from others; they stand in for their own annotation.
        """

    def fingerprint(self) -> str | None:
        """What the records found across articles were made from."""

    def state(self, version: str) -> str:
        """A hash of all that linking depends on: the annotated articles, the version, and what was merged or split."""

    def article(self, id: str) -> AnnotatedArticle | None:
        """One annotated article."""

    def articles(self, ids: Iterable[str] | None = None, *, dated: bool = True) -> Iterator[AnnotatedArticle]:
        """Annotated articles, in the order they came; with `ids`, those, in that order.

        Args:
            dated: with the dates that were worked out from others; otherwise as each was annotated on its own.
        """

    def versions(self, id: str) -> list[str]:
        """Ids of all versions of an article, in the order they came, the latest last; none where it is not known."""

    def revised(self) -> list[str]:
        """Ids of the articles that have earlier versions."""

    def records(self, kind: str, *, about: str | None = None) -> Iterator[Record]:
        """Records of a kind, in order; with `about`, those that concern a story, an article or an actor, by its id.

        The kind `judgement` are the program's own merges, found with the other records; a person's are `judgements`.
        """

    def record(self, kind: str, id: str) -> Record | None:
        """One record by its id."""

    def comparisons(self, version: str) -> dict[bytes, bytes]:
        """What comparing names has found, by a hash of what was compared, for this version of the matcher."""

    def keep_comparisons(self, found: Mapping[bytes, bytes], version: str) -> None:
        """Keep what comparing names has found. What other versions found is forgotten."""

    def visits(self) -> dict[str, bytes]:
        """What is known of every address that was fetched."""

    def keep_visits(self, visits: Mapping[str, bytes]) -> None:
        """Keep what was learned of addresses, in place of what was known of them."""

    def search(self, text: str, limit: int) -> Iterator[SpanRef]:
        """Sentences of articles that hold all the words, best first."""

    def catalogue(self) -> Catalogue:
        """Short answers for lists and search boxes."""

    def counts(self) -> dict[str, int]:
        """How many records of each kind there are."""

    def add_problem(self, problem: Problem) -> None:
        """Keep a problem, one for each source."""

    def problems(self) -> Iterator[Problem]:
        """All problems, by source."""

    def clear_problems(self, sources: Iterable[str]) -> None:
        """Forget problems of sources that have since been read."""

    def add_judgement(self, judgement: Judgement) -> None:
        """Keep a judgement, as the newest. One with the same id is replaced."""

    def remove_judgement(self, id: str) -> bool:
        """Forget a judgement; whether there was one."""

    def judgements(self) -> Iterator[Judgement]:
        """All judgements, in the order they were made."""

    def snapshot(self) -> AbstractContextManager[None]:
        """Within it, this thread reads one unchanging state, whatever is being written."""

    def close(self) -> None:
        """Let go of the database."""
