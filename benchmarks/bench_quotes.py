"""Words a second of the quote stage beyond the parse, beside the parse itself, in one run on one core.

    python benchmarks/bench_quotes.py [ARTICLES]

Reads the quotation cases through `training/shared.py` where they are, else the sample affair many times over.
"""

import sys
import time
from pathlib import Path

from variorum.annotate.mentions import find_mentions
from variorum.annotate.pipeline import parsed_from
from variorum.annotate.quotes import find_quotes
from variorum.models import parser
from variorum.read.furniture import lay_out
from variorum.types import Article

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))


def texts(count: int) -> list[str]:
    from training.shared import BENCH, load_cases

    if (BENCH / "quotes.dev.jsonl.gz").exists():
        return [case["text"] for case in load_cases("quotes.dev")[:count]]
    sample = [path.read_text(encoding="utf8") for path in sorted((ROOT / "examples").rglob("*.txt"))]
    return (sample * count)[:count]


def main() -> None:
    articles = [Article(id=str(i), text=text) for i, text in enumerate(texts(int((sys.argv[1:] or ["20"])[0])))]
    words = sum(len(article.text.split()) for article in articles)
    layouts = [lay_out(article) for article in articles]
    list(parser.parse([(layouts[0].article.text, layouts[0].paragraphs)]))  # load
    start = time.process_time()
    docs = list(parser.parse((layout.article.text, layout.paragraphs) for layout in layouts))
    parse = time.process_time() - start
    given = [(p, *find_mentions(p)) for p in map(parsed_from, layouts, docs)]
    find_quotes(given[0][0], mentions=given[0][1], actors=given[0][2])  # load
    start = time.process_time()
    found = sum(len(find_quotes(p, mentions=mentions, actors=actors)) for p, mentions, actors in given)
    quotes = time.process_time() - start
    print(f"{words} words, {found} quotes; processor time")
    print(f"parse   {words / parse:8.0f} words/s")
    print(f"quotes  {words / quotes:8.0f} words/s   {quotes / parse:.2f} of the parse")


if __name__ == "__main__":
    main()
