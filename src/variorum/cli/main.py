"""The program `variorum`: every command, in the order in which help lists them."""

import sys
from importlib import import_module
from importlib.util import find_spec

from variorum.cli.app import app

COMMANDS = ("build", "show", "report", "serve", "watch", "annotate", "export", "judge", "doctor", "schema")

for _name in COMMANDS:
    if find_spec(f"variorum.cli.{_name}"):
        import_module(f"variorum.cli.{_name}")


def main() -> None:
    """Run the program. A reader that closes the pipe early ends it quietly."""
    try:
        app()
    except BrokenPipeError:
        sys.stderr.close()
        sys.exit(0)
