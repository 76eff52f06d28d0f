"""`variorum judge`."""

from typing import Annotated

import typer

from variorum.cli.app import Database, app, errors

judge = typer.Typer(no_args_is_help=True, help="Keep a person's correction; it outlives rebuilds.")
app.add_typer(judge, name="judge")

What = Annotated[str, typer.Argument(metavar="actors|stories", help="What is regrouped.")]
Ids = Annotated[
    list[str],
    typer.Argument(metavar="ID...", help="Ids; for actors, names as printed; articles joined by commas stay together."),
]
Findings = Annotated[list[str], typer.Argument(metavar="ID...", help="Ids of findings.")]
Note = Annotated[str, typer.Option(metavar="TEXT", help="Why.")]


@judge.command()
def merge(what: What, ids: Ids, db: Database, note: Note = "") -> None:
    """Say that actors, or stories, are one."""
    _regroup("merge", what, ids, db, note)


@judge.command()
def split(what: What, ids: Ids, db: Database, note: Note = "") -> None:
    """Say that names belong to different actors, or articles to different stories."""
    _regroup("split", what, ids, db, note)


@judge.command()
def confirm(ids: Findings, db: Database, note: Note = "") -> None:
    """Confirm findings."""
    _rule("confirm", ids, db, note)


@judge.command()
def dismiss(ids: Findings, db: Database, note: Note = "") -> None:
    """Dismiss findings: they are kept, but no longer shown."""
    _rule("dismiss", ids, db, note)


@judge.command()
def undo(
    id: Annotated[str, typer.Argument(metavar="JUDGEMENT", help="Its id, as `judge list` gives it.")], db: Database
) -> None:
    """Take a correction back."""
    with errors():
        from variorum.library import open_library

        with open_library(db) as library:
            library.unjudge(id)
        print(f"taken back; run `variorum build --db {db}` to apply it")


@judge.command("list")
def list_(
    db: Database, everything: Annotated[bool, typer.Option("--all", help="The program's own merges too.")] = False
) -> None:
    """List the corrections, oldest first."""
    with errors():
        from variorum.library import open_library

        with open_library(db) as library:
            for one in library.judgements() + (library.merges() if everything else []):
                groups = " | ".join(", ".join(group) for group in one.groups)
                score = "" if one.score is None else f"{one.score:.2f}"
                by = "by variorum" if one.by == "variorum" else ""
                print("  ".join(filter(None, (one.id, one.at, by, one.verb, one.what, groups, score, one.note))))


def _regroup(verb: str, what: str, ids: list[str], db: Database, note: str) -> None:
    with errors():
        from variorum.errors import UsageError
        from variorum.judging import judge_actors, judge_stories
        from variorum.library import open_library

        if what not in ("actors", "stories"):
            raise UsageError(f"{what!r} cannot be merged or split; say `actors` or `stories`")
        with open_library(db) as library:
            kept = (judge_actors if what == "actors" else judge_stories)(library, verb, ids, note)  # type: ignore[arg-type]
        print(f"kept as {kept.id}; run `variorum build --db {db}` to apply it")


def _rule(verb: str, ids: list[str], db: Database, note: str) -> None:
    with errors():
        from variorum.judging import judge_findings
        from variorum.library import open_library

        with open_library(db) as library:
            kept = judge_findings(library, verb, ids, note)  # type: ignore[arg-type]
        print(f"kept as {kept.id}")
