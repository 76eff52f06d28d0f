"""A library: a database of articles and of all that was found in and across them."""

from collections.abc import Collection, Iterable, Iterator
from contextlib import AbstractContextManager, contextmanager
from itertools import chain, pairwise
from pathlib import Path
from typing import TYPE_CHECKING, Protocol, TypeVar, Unpack, cast

import msgspec

from variorum._version import __version__
from variorum.engine.base import Engine
from variorum.engine.batch import FAILED
from variorum.engine.local import LocalEngine
from variorum.errors import InputError, UsageError
from variorum.read.articles import digest, groups
from variorum.read.files import OnProblem, Reading, read
from variorum.store.base import Problem, Store
from variorum.store.opening import open_store
from variorum.types import (
    Actor,
    AnnotatedArticle,
    Article,
    Claim,
    Deed,
    Derivation,
    Disagreement,
    Judgement,
    Quote,
    Record,
    Relation,
    Reuse,
    Revision,
    SpanRef,
    Story,
    TimelineEntry,
    Utterance,
)

if TYPE_CHECKING:
    from variorum.read.fetch import Fetcher

BATCH = 16  # articles in one transaction,
ROOM = 1_000_000  # and the code points of their texts
R = TypeVar("R", bound=Record)
T = TypeVar("T")


class Progress(Protocol):
    """Told how far a stage has come; `total` is None where nobody can know."""

    def __call__(self, stage: str, done: int, total: int | None) -> None: ...


class Library:
    """What a database holds. Every list comes in a fixed order; every span is true of its article's text."""

    def __init__(self, store: Store) -> None:
        self.store = store

    def __enter__(self) -> "Library":
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Let go of the database."""
        self.store.close()

    def snapshot(self) -> AbstractContextManager[None]:
        """Within it, this thread reads one unchanging state, even while a build writes."""
        return self.store.snapshot()

    def counts(self) -> dict[str, int]:
        """How many records of each kind there are."""
        return self.store.counts()

    def articles(self, story: str | None = None) -> Iterator[AnnotatedArticle]:
        """All articles in the order they were read, or a story's in the story's order."""
        return self.store.articles(None if story is None else self.story(story).articles)

    def article(self, id: str) -> AnnotatedArticle:
        """One article.

        Raises:
            UsageError: there is none with this id.
        """
        found = self.store.article(id)
        if found is None:
            raise UsageError(f"no article {id!r}; `variorum export` lists them")
        return found

    def versions(self, article: str) -> list[AnnotatedArticle]:
        """All versions of an article that were read and annotated, the latest last."""
        return list(self.store.articles(self.store.versions(article)))

    def revisions(self, article: str) -> list[tuple[AnnotatedArticle, AnnotatedArticle, tuple[Revision, ...]]]:
        """Each version of an article that another followed, with that one and what it changed."""
        from variorum.compare.revisions import find_revisions

        return [(one, other, find_revisions(one, other)) for one, other in pairwise(self.versions(article))]

    def stories(self, article: str | None = None) -> list[Story]:
        """All stories, or those that an article belongs to."""
        return self._records("story", Story, article)

    def story(self, id: str) -> Story:
        """One story.

        Raises:
            UsageError: there is none with this id.
        """
        found = self.store.record("story", id)
        if not isinstance(found, Story):
            raise UsageError(f"no story {id!r}; `variorum show stories` lists them")
        return found

    def actors(self, article: str | None = None) -> list[Actor]:
        """All actors, or those in an article."""
        return self._records("actor", Actor, article)

    def actor(self, id: str) -> Actor:
        """One actor.

        Raises:
            UsageError: there is none with this id.
        """
        found = self.store.record("actor", id)
        if not isinstance(found, Actor):
            raise UsageError(f"no actor {id!r}; `variorum show actors` lists them")
        return found

    def quotes(self, story: str | None = None) -> Iterator[tuple[AnnotatedArticle, Quote]]:
        """Every attribution with its article: of all articles, or of a story's."""
        return ((article, quote) for article in self.articles(story) for quote in article.quotes)

    def claims(self, about: str | None = None) -> list[Claim]:
        """Claims; `about` is the id of a story or an article, here and below."""
        return self._records("claim", Claim, about)

    def utterances(self, about: str | None = None) -> list[Utterance]:
        """Things said, each with every wording of it."""
        return self._records("utterance", Utterance, about)

    def disagreements(
        self, about: str | None = None, *, least: float = 0.0, dismissed: bool = False
    ) -> list[Disagreement]:
        """Points on which reports differ.

        Args:
            about: the id of a story or an article.
            least: the score from which they are asked for, 0 to 1; those that a person has confirmed come at any score.
            dismissed: whether those that a person has dismissed come too.
        """
        found = self._records("disagreement", Disagreement, about, dismissed=dismissed)
        return likely(found, least, self.verdicts("confirm")) if least > 0 else found

    def timeline(self, about: str | None = None) -> list[TimelineEntry]:
        """What happened when."""
        return self._records("timeline", TimelineEntry, about)

    def events(self, about: str | None = None) -> list[Deed]:
        """What was done or said to have been done, each event once; `about` may be an actor's id too."""
        return self._records("event", Deed, about)

    def relations(self, about: str | None = None) -> list[Relation]:
        """Relations, stage by stage; `about` may be an actor's id too."""
        return self._records("relation", Relation, about)

    def reuse(self, article: str | None = None) -> list[Reuse]:
        """Passages that articles share."""
        return self._records("reuse", Reuse, article)

    def derivations(self, article: str | None = None) -> list[Derivation]:
        """Which article took text from which."""
        return self._records("derivation", Derivation, article)

    def records(self, kind: str, about: str | None = None) -> Iterator[Record]:
        """Records of a kind, as `variorum export` gives them."""
        hidden = self.verdicts("dismiss")
        return (r for r in self.store.records(kind, about=about) if getattr(r, "id", None) not in hidden)

    def search(self, text: str, limit: int = 20) -> list[SpanRef]:
        """Sentences of the articles that hold all the words, best first."""
        return list(self.store.search(text, limit))

    def problems(self) -> list[Problem]:
        """Inputs that could not be read, each with why."""
        return list(self.store.problems())

    def judge(self, judgement: Judgement) -> None:
        """Keep a person's correction. Merges and splits take effect with the next build.

        The functions of `variorum.judging` make one.
        """
        self.store.add_judgement(judgement)

    def unjudge(self, id: str) -> None:
        """Take a correction back.

        Raises:
            UsageError: there is none with this id.
        """
        if not self.store.remove_judgement(id):
            if any(id == merge.id for merge in self.merges()):
                raise UsageError(f"{id!r} is the program's own; part the names with `variorum judge split actors A B`")
            raise UsageError(f"no judgement {id!r}; `variorum judge list` lists them")

    def judgements(self) -> list[Judgement]:
        """All corrections of people, oldest first."""
        return list(self.store.judgements())

    def merges(self) -> list[Judgement]:
        """The program's own merges of names, each with its reason and, where spelling decided, its score."""
        return [cast(Judgement, record) for record in self.store.records("judgement")]

    def verdicts(self, verb: str) -> set[str]:
        """Ids of the findings whose latest verdict is `confirm` or `dismiss`."""
        last = {id: j.verb for j in self.judgements() if j.what == "finding" for group in j.groups for id in group}
        return {id for id, said in last.items() if said == verb}

    def _records(self, kind: str, of: type[R], about: str | None, *, dismissed: bool = False) -> list[R]:
        """Records of a kind, without those that a person has dismissed unless they are asked for."""
        hidden = set() if dismissed else self.verdicts("dismiss")
        found = (cast(R, record) for record in self.store.records(kind, about=about))
        return [record for record in found if getattr(record, "id", None) not in hidden]


def open_library(path: str | Path) -> Library:
    """The library in a database that a build has made.

    Args:
        path: of a file, or the address of a PostgreSQL database (`postgresql://…`).

    Raises:
        UsageError: there is no such file, or no library in the database.
        StoreError: it cannot be read.
    """
    return Library(open_store(path, create=False))


def build(
    path: str | Path,
    *inputs: str | Path | Article,
    engine: Engine | None = None,
    on_progress: Progress | None = None,
    **how: Unpack[Reading],
) -> Library:
    """Read the inputs into a database, annotate what is new and compare all of it. Resumes what was broken off.

    Args:
        path: the database, a file or `postgresql://…`; made where there is none.
        inputs: as for `variorum.read`, or articles that have been read. Without any, only what was left undone is
            finished.
        engine: runs the stages; one local process by default.
        on_progress: called as each stage goes on.
        how: how the inputs are read, as for `variorum.read`. All problems are kept in the database too. An address that
            has not changed since it was last fetched into this database is passed over.

    Raises:
        UsageError, StoreError, ModelError: nothing could be done.
    """
    library = Library(open_store(path, create=bool(inputs)))
    progress = on_progress or _silent
    report = _Problems(library.store, how.get("on_problem"))
    try:
        paths = [item for item in inputs if not isinstance(item, Article)]
        held = (item for item in inputs if isinstance(item, Article))
        with _visits(library.store, how.get("fetch", False)) as fetch:
            found = read(*paths, **how | Reading(on_problem=report, fetch=fetch))
            _store_articles(library.store, chain(found, held), report, progress)
        engine = engine or LocalEngine(1)
        _annotate(library.store, engine, report, progress)
        _compare(library.store, engine, progress)
    except BaseException:
        library.close()
        raise
    return library


@contextmanager
def _visits(store: Store, fetch: "Fetcher | bool") -> Iterator["Fetcher | bool"]:
    """What fetches, with the database's memory of what it has fetched; what it learns is kept with the articles."""
    if fetch is False:
        yield fetch
        return
    from variorum.read.fetch import Fetcher, Visit

    fetcher = Fetcher() if fetch is True else fetch
    fetcher.visits |= {at: msgspec.json.decode(visit, type=Visit) for at, visit in store.visits().items()}
    yield fetcher
    store.keep_visits({at: msgspec.json.encode(visit) for at, visit in fetcher.new.items()})
    store.clear_problems(fetcher.new.keys() - fetcher.refused)
    fetcher.begin()


class _Problems:
    """Keeps every problem in the store, and passes it on."""

    def __init__(self, store: Store, then: OnProblem | None) -> None:
        self.store, self.then = store, then

    def __call__(self, error: InputError) -> None:
        self.store.add_problem(Problem(source=error.source, why=error.why))
        if self.then:
            self.then(error)


def _silent(stage: str, done: int, total: int | None) -> None:
    pass


def _store_articles(store: Store, articles: Iterable[Article], report: OnProblem, progress: Progress) -> None:
    """Keep what is read, batch by batch."""
    seen: dict[str, str] = {}
    done = 0
    for batch in groups(articles, 4 * BATCH, 4 * ROOM):
        fresh = []
        for article in batch:
            hashed = digest(article)
            if seen.setdefault(article.id, hashed) == hashed:
                fresh.append(article)
            else:
                report(InputError(article.source, f"another article of this build has the id {article.id!r}"))
        store.add_articles(fresh)
        store.clear_problems(article.source for article in fresh)
        done += len(batch)
        progress("reading", done, None)


def likely(found: Iterable[Disagreement], least: float, confirmed: Collection[str]) -> list[Disagreement]:
    """Those from a score on, and those that a person confirmed at whatever score."""
    return [d for d in found if d.score >= least or d.id in confirmed]


def _annotate(store: Store, engine: Engine, report: OnProblem, progress: Progress) -> None:
    """Annotate what this version has not; each batch is stored together with the mark that it is done."""
    total = store.count_pending(__version__)
    done = 0
    for batch in groups(engine.annotate(store.pending(__version__)), BATCH, ROOM):
        store.add_annotations(batch, __version__)
        for article in batch:
            for why in article.skipped:
                if why.startswith(FAILED):
                    report(InputError(article.source or article.id, why))
        done += len(batch)
        progress("annotating", done, total)


def _compare(store: Store, engine: Engine, progress: Progress) -> None:
    """Link and compare what is new, and what that changes."""
    from variorum.update.library import bring_up_to_date

    bring_up_to_date(store, engine, progress)
