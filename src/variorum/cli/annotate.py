"""`variorum annotate`."""

import sys
from contextlib import ExitStack
from pathlib import Path
from typing import IO, Annotated

import typer

from variorum.cli.app import (
    Fetch,
    Inputs,
    Jobs,
    Map,
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
def annotate(
    inputs: Inputs,
    output: Annotated[
        Path, typer.Option("-o", "--output", metavar="FILE", help="Where to write; - is the terminal.")
    ] = Path("-"),
    published: Published = None,
    outlet: Outlet = None,
    columns: Map = [],  # noqa: B006 (typer copies it)
    fetch: Fetch = False,
    pages: Pages = False,
    jobs: Jobs = None,
    quiet: Quiet = False,
) -> None:
    """Annotate articles: one JSON object each, in input order. Nothing is looked at across articles."""
    unread = Unread()
    with errors(), ExitStack() as stack:
        import msgspec

        from variorum.cli.progress import Bars
        from variorum.engine.local import LocalEngine
        from variorum.read.files import read

        out = _open(output, stack)
        bars = stack.enter_context(Bars(quiet=quiet))
        how = how_to_read(
            unread, published=published, outlet=outlet, columns=columns, fetch=fetch, pages=pages, quiet=quiet
        )
        articles = read(*inputs, **how)
        done = 0
        for article in LocalEngine(jobs).annotate(articles):
            out.write(msgspec.json.encode(article) + b"\n")
            done += 1
            bars("annotating", done, None)
    unread.exit(done)


def _open(output: Path, stack: ExitStack) -> IO[bytes]:
    from variorum.errors import StoreError

    if str(output) == "-":
        return sys.stdout.buffer
    try:
        return stack.enter_context(output.open("wb"))
    except OSError as error:
        raise StoreError(f"{output}: {error.strerror}") from error
