"""The program that every command registers on, and what commands share."""

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Annotated, Any

import typer

if TYPE_CHECKING:
    from variorum.read.files import Reading

DONE, SOME_UNREAD, WRONG_USAGE, NOTHING_DONE = 0, 1, 2, 3

app = typer.Typer(
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)

_WHAT = "Files, folders, globs, addresses, or - for standard input."
Inputs = Annotated[list[str], typer.Argument(metavar="INPUT...", help=_WHAT)]
MaybeInputs = Annotated[
    list[str] | None,
    typer.Argument(
        metavar="INPUT...",
        help=f"{_WHAT} Without any, only finish what is left.",
    ),
]
Database = Annotated[str, typer.Option("--db", metavar="FILE", help="The database: a file, or postgresql://….")]
Published = Annotated[
    str | None, typer.Option(metavar="DATE", help="Date of articles that do not give theirs, such as 2022-09-15.")
]
Outlet = Annotated[str | None, typer.Option(metavar="NAME", help="Outlet of articles that do not give theirs.")]
Map = Annotated[
    list[str],
    typer.Option(
        "--map",
        metavar="FIELD=COLUMN,...",
        help="Which column or key holds a field, such as text=body,published=day; where it goes by an unusual name.",
    ),
]
Fetch = Annotated[bool, typer.Option("--fetch", help="Fetch addresses, and the feeds that an OPML file lists.")]
Pages = Annotated[
    bool, typer.Option("--pages", help="Fetch the page of every entry of a feed too, not only what the feed gives.")
]
Jobs = Annotated[
    int | None, typer.Option(metavar="N", min=1, help="Processes that annotate; by default one for each core.")
]
Quiet = Annotated[bool, typer.Option("--quiet", help="No progress bars and no summary.")]


@app.callback(invoke_without_command=True)
def _program(version: Annotated[bool, typer.Option("--version", help="Print the version and leave.")] = False) -> None:
    """Many accounts, one page: compares news reports of one affair, with evidence for every finding."""
    if version:
        from variorum._version import __version__

        print(f"variorum {__version__}")
        raise typer.Exit


@contextmanager
def errors() -> Iterator[None]:
    """What the library raises, as a message and an exit code: 2 for wrong usage, 3 when nothing could be done."""
    from variorum.errors import UsageError, VariorumError

    try:
        yield
    except UsageError as error:
        say(str(error))
        raise typer.Exit(WRONG_USAGE) from error
    except VariorumError as error:
        say(str(error))
        raise typer.Exit(NOTHING_DONE) from error


def say(message: str) -> None:
    """A line on standard error."""
    print(f"variorum: {message}".encode(errors="replace").decode(), file=sys.stderr)


def how_to_read(
    unread: "Unread",
    *,
    published: str | None,
    outlet: str | None,
    columns: list[str],
    fetch: bool,
    pages: bool,
    quiet: bool,
) -> "Reading":
    """The options that say how inputs are read, as `variorum.read` takes them.

    Raises:
        UsageError: a mapping cannot be read, or pages are wanted but nothing may be fetched.
    """
    from variorum.errors import UsageError
    from variorum.read.columns import parse_map
    from variorum.read.files import Reading

    how = Reading(published=published, outlet=outlet, on_problem=unread, on_note=None if quiet else say)
    how["columns"] = {name: column for part in columns for name, column in parse_map(part).items()}
    if pages and not fetch:
        raise UsageError("--pages fetches from the web; give --fetch too")
    if fetch:
        from variorum.read.fetch import Fetcher

        how["fetch"] = Fetcher(pages=pages)
    return how


class Unread:
    """Names each input that could not be read, and counts them."""

    def __init__(self) -> None:
        self.count = 0

    def __call__(self, error: Any) -> None:
        self.count += 1
        say(str(error))

    def exit(self, done: int) -> None:
        """Leave with the code that says how much was done."""
        if self.count:
            raise typer.Exit(SOME_UNREAD if done else NOTHING_DONE)
