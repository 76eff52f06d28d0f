"""`variorum doctor`."""

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from variorum.cli.app import SOME_UNREAD, app, errors

if TYPE_CHECKING:
    from variorum.doctor.findings import Finding

_SIGNS = {"ok": "✓", "warning": "!", "failed": "✗", "skipped": "–"}


@app.command()
def doctor(
    db: Annotated[str | None, typer.Option("--db", metavar="FILE", help="A database to check too.")] = None,
    as_json: Annotated[bool, typer.Option("--json", help="One JSON object for each check.")] = False,
) -> None:
    """Check the installation and a database, and say what to do. Exit code 1 where something must be mended."""
    failed = 0
    with errors():
        import msgspec

        for finding in _findings(db):
            failed += finding.status == "failed"
            if as_json:
                print(msgspec.json.encode(finding).decode())
                continue
            print(f"{_SIGNS[finding.status]} {finding.name:<10} {finding.says}")
            if finding.advice:
                print(f"  {'':<10} {finding.advice}")
    if failed:
        raise typer.Exit(SOME_UNREAD)


def _findings(db: str | None) -> "Iterator[Finding]":
    from variorum.doctor.installation import check_installation

    folder = Path.cwd()
    if db is not None:
        from variorum.doctor.database import check_database
        from variorum.store.opening import is_postgres

        yield from check_database(db)
        if not is_postgres(db):
            folder = Path(db).resolve().parent
    yield from check_installation(folder)
