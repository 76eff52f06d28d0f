"""`variorum show`."""

from typing import Annotated

import typer

from variorum.cli.app import Database, app, errors

_WHAT = "stories, story ID, quotes, events, figures, disagreements, timeline, actors, reuse, relations or revisions"


@app.command()
def show(
    db: Database,
    what: Annotated[str | None, typer.Argument(metavar="WHAT", help=f"{_WHAT}; nothing for an overview.")] = None,
    id: Annotated[
        str | None,
        typer.Argument(metavar="ID", help="A story's id or the beginning of it; for revisions an article's."),
    ] = None,
    story: Annotated[str | None, typer.Option(metavar="ID", help="Only what concerns this story.")] = None,
    outlet: Annotated[str | None, typer.Option(metavar="NAME", help="Only what this outlet says.")] = None,
    speaker: Annotated[str | None, typer.Option(metavar="NAME", help="Only quotes of this speaker.")] = None,
    between: Annotated[
        tuple[str, str] | None, typer.Option(metavar="A B", help="Only relations between these two.")
    ] = None,
    least: Annotated[
        float | None,
        typer.Option(metavar="SCORE", min=0, max=1, help="Disagreements from this score; by default the sure ones."),
    ] = None,
    limit: Annotated[int, typer.Option(metavar="N", min=1, help="How many rows at most.")] = 50,
) -> None:
    """Show what was found, every row with its evidence: tables in a terminal, aligned text in a pipe."""
    with errors():
        from variorum.library import open_library
        from variorum.publish.show import Filters
        from variorum.publish.show import show as tables
        from variorum.publish.tables import print_tables
        from variorum.types import SURE

        least = SURE if least is None else least
        filters = Filters(story=story, outlet=outlet, speaker=speaker, between=between, least=least, limit=limit)
        with open_library(db) as library, library.snapshot():
            found = tables(library, what, id, filters=filters)
        print_tables(found)
