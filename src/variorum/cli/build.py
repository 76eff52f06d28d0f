"""`variorum build`."""

from contextlib import ExitStack
from enum import StrEnum
from typing import TYPE_CHECKING, Annotated

import typer

from variorum.cli.app import (
    Database,
    Fetch,
    Jobs,
    Map,
    MaybeInputs,
    Outlet,
    Pages,
    Published,
    Quiet,
    Unread,
    app,
    errors,
    how_to_read,
)

if TYPE_CHECKING:
    from variorum.engine.base import Engine


class Engines(StrEnum):
    """What runs the stages."""

    LOCAL = "local"
    SPARK = "spark"


Chosen = Annotated[Engines, typer.Option("--engine", help="What runs the stages: this machine, or Apache Spark.")]
Master = Annotated[
    str | None,
    typer.Option(
        metavar="URL",
        envvar="VARIORUM_SPARK_MASTER",
        help="Where Spark runs, such as spark://host:7077; by default two processes on this machine.",
    ),
]


@app.command()
def build(
    *,
    inputs: MaybeInputs = None,
    db: Database,
    published: Published = None,
    outlet: Outlet = None,
    columns: Map = [],  # noqa: B006 (typer copies it)
    fetch: Fetch = False,
    pages: Pages = False,
    engine: Chosen = Engines.LOCAL,
    master: Master = None,
    jobs: Jobs = None,
    quiet: Quiet = False,
) -> None:
    """Read, annotate, link and compare. Adds only what is new, and finishes what was broken off."""
    unread = Unread()
    with errors():
        from variorum.cli.progress import Bars
        from variorum.library import build as run
        from variorum.publish.written import count

        how = how_to_read(
            unread, published=published, outlet=outlet, columns=columns, fetch=fetch, pages=pages, quiet=quiet
        )
        with Bars(quiet=quiet) as bars, ExitStack() as stack:
            library = run(db, *(inputs or ()), engine=_engine(engine, master, jobs, stack), on_progress=bars, **how)
        with library:
            counts = library.counts()
        if not quiet:
            print(f"{count(counts['article'], 'article')} in {count(counts['story'], 'story', 'stories')}, in {db}")
    unread.exit(counts["article"])


def _engine(chosen: Engines, master: str | None, jobs: int | None, stack: ExitStack) -> "Engine":
    if chosen is Engines.SPARK:
        from variorum.engine.spark import SparkEngine

        return stack.enter_context(SparkEngine(master))
    from variorum.engine.local import LocalEngine

    return LocalEngine(jobs)
