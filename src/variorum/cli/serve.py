"""`variorum serve`."""

from typing import Annotated

import typer

from variorum.cli.app import Database, app, errors


@app.command()
def serve(
    db: Database,
    host: Annotated[str, typer.Option(metavar="ADDRESS", help="Where to listen.")] = "127.0.0.1",
    port: Annotated[int, typer.Option(metavar="N", min=0, max=65535, help="The port; 0 takes a free one.")] = 8000,
    token: Annotated[
        str | None,
        typer.Option(metavar="WORD", envvar="VARIORUM_TOKEN", help="What visitors must know. Without one, a new one."),
    ] = None,
    name: Annotated[list[str] | None, typer.Option(metavar="HOST", help="Another host name it is reached by.")] = None,
    read_only: Annotated[bool, typer.Option("--read-only", help="Only show: no building and no corrections.")] = False,
) -> None:
    """Show the library as web pages, to this machine alone unless told otherwise."""
    with errors():
        from variorum.web.server import run

        run(db, host=host, port=port, token=token, names=tuple(name or ()), read_only=read_only)
