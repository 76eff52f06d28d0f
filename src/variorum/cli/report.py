"""`variorum report`."""

from pathlib import Path
from typing import Annotated

import typer

from variorum.cli.app import Database, Quiet, app, errors


@app.command()
def report(
    story: Annotated[str, typer.Argument(metavar="STORY", help="A story's id, or the beginning of it.")],
    db: Database,
    output: Annotated[
        Path, typer.Option("-o", "--output", metavar="FILE", help="Where to write: .html, .md or .json.")
    ],
    quiet: Quiet = False,
) -> None:
    """Write a story's page: one self-contained file with every finding, its evidence and the sources in full."""
    with errors():
        from variorum.library import open_library
        from variorum.publish.report import format_of, write
        from variorum.publish.view import view

        format_of(output)
        with open_library(db) as library:
            found = view(library, story)
        write(found, output)
        if not quiet:
            print(f"{found.story.title}: {output}")
