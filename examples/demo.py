"""Builds the sample affair, writes its page and prints what was found. `make demo` runs this.

The eight reports in `reports/` are ours: their town, people and outlets are invented. `key.json` says what is true of
them.
"""

import time
from pathlib import Path

import variorum
from variorum.publish.report import write
from variorum.publish.show import show, story_tables
from variorum.publish.tables import print_tables
from variorum.publish.view import view

HERE = Path(__file__).resolve().parent
OUT = HERE.parent / "out"


def main() -> None:
    OUT.mkdir(exist_ok=True)
    db, page = OUT / "demo.db", OUT / "demo.html"
    began = time.monotonic()
    with variorum.build(db, HERE / "reports") as library:
        took = time.monotonic() - began
        first = max(library.stories(), key=lambda story: len(story.articles))
        found = view(library, first.id)
        write(found, page)
        print_tables(story_tables(found, limit=6))
        print_tables(show(library, None))
    alone = sum(len(claims) for claims in found.alone.values())
    print(f"Read, annotated and compared in {took:.0f} s: {len(found.articles)} reports of one affair,")
    print(f"from {found.origins} independent origins. {len(found.agreed)} statements are told by two origins or more,")
    print(f"{alone} by one report alone, and the reports differ on {len(found.disagreements)} points.")
    print(f"The page:     {page}")
    print(f"The database: {db}  (try: .venv/bin/variorum show disagreements --db {db})")


if __name__ == "__main__":
    main()
