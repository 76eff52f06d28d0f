"""`variorum export`."""

import sys
from pathlib import Path
from typing import Annotated

import typer

from variorum.cli.app import Database, app, errors


@app.command()
def export(
    db: Database,
    to: Annotated[str, typer.Option(metavar="FORMAT", help="jsonl, csv or parquet.")] = "jsonl",
    output: Annotated[
        Path,
        typer.Option("-o", "--output", metavar="PATH", help="A file for jsonl (- is the terminal), else a folder."),
    ] = Path("-"),
) -> None:
    """Write every record: as JSON lines, or as one CSV or Parquet file for each kind."""
    with errors():
        from variorum.errors import StoreError, UsageError
        from variorum.library import open_library
        from variorum.publish.export import write_jsonl, write_tables

        if to not in ("jsonl", "csv", "parquet"):
            raise UsageError(f"--to {to}: write jsonl, csv or parquet")
        with open_library(db) as library, library.snapshot():
            if to == "csv" or to == "parquet":
                if str(output) == "-":
                    raise UsageError(f"--to {to} writes a file for each kind of record; name a folder with -o")
                write_tables(library.records, output, to)  # type: ignore[arg-type]
            elif str(output) == "-":
                write_jsonl(library.records, sys.stdout.buffer)
            else:
                try:
                    with output.open("wb") as file:
                        write_jsonl(library.records, file)
                except OSError as error:
                    raise StoreError(f"{output}: {error.strerror}") from error
