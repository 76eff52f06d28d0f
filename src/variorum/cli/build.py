"""`variorum build`."""

from variorum.cli.app import Database, Inputs, Jobs, Outlet, Published, Quiet, Unread, app, errors


@app.command()
def build(
    inputs: Inputs,
    db: Database,
    published: Published = None,
    outlet: Outlet = None,
    jobs: Jobs = 1,
    quiet: Quiet = False,
) -> None:
    """Read, annotate, link and compare. Adds only what is new, and finishes what was broken off."""
    unread = Unread()
    with errors():
        from variorum.cli.progress import Bars
        from variorum.engine.local import LocalEngine
        from variorum.library import build as run

        with Bars(quiet=quiet) as bars:
            library = run(
                db,
                *inputs,
                published=published,
                outlet=outlet,
                engine=LocalEngine(jobs),
                on_problem=unread,
                on_progress=bars,
            )
        with library:
            counts = library.counts()
        if not quiet:
            print(f"{counts['article']} articles in {counts['story']} stories, in {db}")
    unread.exit(counts["article"])
