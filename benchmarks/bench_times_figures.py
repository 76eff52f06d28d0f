"""Words a second of times and figures together, beside the parse that they need, on one core.

python benchmarks/bench_times_figures.py [REPEATS]
"""

import sys
import time

from variorum.annotate.figures import find_figures
from variorum.annotate.parsed import Parsed
from variorum.annotate.times import find_times
from variorum.models import parser
from variorum.types import Article

PARAGRAPH = (
    "The harbour authority said on Tuesday that traffic rose by 7.5 percent in the first five months of "
    "2024, after a fall of almost 4% last year. About 1,200 dockers walked out on 3 May, and at least 14 "
    "ships were held up for more than two weeks. The owners put their losses at $3.5 million. Nobody from "
    "the union would comment, but a spokeswoman for the ministry promised that talks would go on next "
    "week. She did not say who had asked for them, or why the first round, held in March, had come to "
    "nothing. Residents of the old town complained of noise and of lorries parked in their streets, and "
    "the mayor asked both sides to come back to the table before the summer."
)


def main(repeats: int = 200) -> None:
    text = "\n".join([PARAGRAPH] * 10)
    whole = (0, len(text))
    words = len(text.split())
    list(parser.parse([(text, (whole,))]))  # load
    start = time.process_time()
    doc = next(parser.parse([(text, (whole,))]))
    parsing = time.process_time() - start
    parsed = Parsed(article=Article(id="a", text=text), body=(whole,), paragraphs=(whole,), title=None, doc=doc)
    start = time.process_time()
    for _ in range(repeats):
        times = find_times(parsed, published="2024-06-12")
    timing = (time.process_time() - start) / repeats
    start = time.process_time()
    for _ in range(repeats):
        find_figures(parsed, times=times, mentions=(), actors=())
    counting = (time.process_time() - start) / repeats
    for name, seconds in (("parse", parsing), ("times", timing), ("figures", counting), ("both", timing + counting)):
        print(f"{name:8} {words / seconds:10,.0f} words/s   {seconds / parsing:6.3f} of the parse")


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 200)
