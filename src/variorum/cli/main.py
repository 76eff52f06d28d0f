"""The program `variorum`."""

from pathlib import Path

import typer

app = typer.Typer(no_args_is_help=True, add_completion=False)


@app.callback()
def _program() -> None:
    """Many accounts, one page."""


@app.command()
def annotate(inputs: list[Path], output: Path = typer.Option(Path("-"), "-o")) -> None:
    """Annotate articles: one JSON object each."""
    import msgspec

    from variorum.annotate.pipeline import annotate as run
    from variorum.types import Article

    articles = [
        msgspec.json.decode(line, type=Article) for path in inputs for line in path.read_bytes().splitlines() if line
    ]
    with output.open("wb") as out:
        for record in run(articles):
            out.write(msgspec.json.encode(record) + b"\n")


def main() -> None:
    """Run the program."""
    app()
