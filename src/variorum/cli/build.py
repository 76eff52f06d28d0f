"""`variorum build`."""

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
    jobs: Jobs = 1,
    quiet: Quiet = False,
) -> None:
    """Read, annotate, link and compare. Adds only what is new, and finishes what was broken off."""
    unread = Unread()
    with errors():
        from variorum.cli.progress import Bars
        from variorum.engine.local import LocalEngine
        from variorum.errors import UsageError
        from variorum.library import build as run

        if not inputs and not db.exists():
            raise UsageError("name at least one file, folder or glob to read")
        how = how_to_read(
            unread, published=published, outlet=outlet, columns=columns, fetch=fetch, pages=pages, quiet=quiet
        )
        with Bars(quiet=quiet) as bars:
            library = run(db, *(inputs or ()), engine=LocalEngine(jobs), on_progress=bars, **how)
        with library:
            counts = library.counts()
        if not quiet:
            print(f"{counts['article']} articles in {counts['story']} stories, in {db}")
    unread.exit(counts["article"])
