"""What a store keeps and promises. Every store passes the same tests."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager
from typing import Protocol

from variorum.store.catalogue import Catalogue
from variorum.types import Actor, AnnotatedArticle, Article, Judgement, Record, SpanRef


class Problem(Record, frozen=True, kw_only=True, tag_field="type", tag="problem"):
    """An input that could not be read, or an article that could not be annotated, and why."""

    source: str
    why: str


class Chain(Record, frozen=True, kw_only=True):
    """The mentions of an actor in one article, and whose they are."""

    article: str
    local: str
    actor: str | None
    mentions: tuple[tuple[int, int, str], ...] = ()  # start, end and text of each


class Notes(Protocol):
    """What is kept between builds so that a new article costs the same in a small library and in a large one.

    Two tables, whose kinds and values belong to those who write them: *notes*, one value for a key, and *postings*,
    all the holders of a key. `variorum.update` writes them; a store only keeps them.
    """

    def get(self, kind: str, keys: Iterable[str]) -> dict[str, bytes]:
        """The notes under those of the keys that have one."""

    def some(self, kind: str, most: int) -> list[tuple[str, bytes]]:
        """The first notes of a kind, by key."""

    def put(self, kind: str, notes: Mapping[str, bytes | None]) -> None:
        """Keep notes, in place of those under their keys; None forgets one."""

    def holders(self, kind: str, key: bytes, *, most: int = -1) -> list[str]:
        """Who holds a key, in order; the first so many, or all."""

    def around(self, kind: str, key: bytes, holder: str, reach: int) -> list[str]:
        """Of the holders of a key, the last so many before a holder and the first so many after."""

    def posted(self, kind: str, key: bytes) -> Iterator[tuple[str, bytes]]:
        """The holders of a key with their values, in order."""

    def post(self, kind: str, rows: Iterable[tuple[bytes, str, bytes]]) -> None:
        """Add (key, holder, value), in place of the same holder's value before."""

    def unpost(self, kind: str, rows: Iterable[tuple[bytes, str]]) -> None:
        """Take (key, holder) away."""


class Store(Protocol):
    """The record of a library.

    Each method that writes is one transaction: after a crash it has happened wholly or not at all. Readers are never
    kept waiting by a writer.
    """

    @property
    def notes(self) -> Notes:
        """What linking keeps between builds."""

    def transaction(self) -> AbstractContextManager[None]:
        """Within it, all that this thread writes happens wholly or not at all, and nobody else writes in between."""

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

    def unlinked(self, most: int) -> list[tuple[str, bool]]:
        """Ids of articles that came, changed or went since they were last linked; whether each is in the library.

        An article is in the library once it is annotated and while no later version has taken its place.
        """

    def count_unlinked(self) -> int:
        """How many `unlinked` could give."""

    def mark_linked(self, ids: Iterable[str]) -> None:
        """Take articles off the list of those that are not linked."""

    def date(self, articles: Mapping[str, AnnotatedArticle | None]) -> None:
        """Let articles whose dates were worked out from others stand in for their own annotation; None ends that."""

    def replace(self, owner: str, records: Iterable[tuple[str, Record]]) -> None:
        """Replace all that was found in one place.

        Args:
            owner: what the records were found in: a story, a pair of articles, an actor.
            records: each with its place among all of its kind, which orders as text.
        """

    def assign(self, chains: Iterable[Chain]) -> None:
        """Say to which actors chains belong; one without an actor is forgotten.

        The record of an actor that is stored without its mentions comes back with those of its chains.
        """

    def replace_records(self, records: Iterable[Record], *, dated: Iterable[AnnotatedArticle] = ()) -> None:
        """Replace all that was found across articles, and all notes.

        Args:
            records: every actor, story, reuse, … there is, in order.
            dated: articles whose dates were worked out from others; they stand in for their own annotation.
        """

    def forget_links(self) -> None:
        """Forget all that was found across articles, and all notes: every article is to be linked anew."""

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

    def cast(self, articles: Iterable[str]) -> list[Actor]:
        """The actors in some articles, each with its mentions in these alone; none where no article is given."""

    def record(self, kind: str, id: str) -> Record | None:
        """One record by its id."""

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
