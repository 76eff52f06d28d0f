"""How a library grows: CPU time to link and compare an article more, and memory, as the library gets larger.

    python -m benchmarks.adding [--sizes 1000 5000] [--db FILE] [--phrases] [--in-order]

The reports are invented, a handful about each affair, some of them copies; they come annotated, in batches, into one
database. At each size one report more, on an affair that is there already, is added by itself and timed end to end.
Their sentences are of words as common as in news, some of them the affair's own; with `--phrases`, a hard case, all
affairs are told in the same few turns of phrase.

A rare word joins the first hundred of its reports by id. Ids that sort before those already there, as these do from
affair 1,000 and 10,000 on, move others out, which costs a bulk several times as much; with `--in-order` none do.
"""

import argparse
import random
import resource
import tempfile
import time
from collections.abc import Callable, Iterator
from datetime import date, timedelta
from functools import cache
from itertools import islice
from pathlib import Path

from training.archives import edited, name, sentence
from variorum._version import __version__
from variorum.engine.local import LocalEngine
from variorum.models.stories import word_counts
from variorum.store.sqlite import SqliteStore
from variorum.types import AnnotatedArticle, Article, Clause, LocalActor, Mention
from variorum.update.library import bring_up_to_date

Affair = dict[str, str]
Telling = Callable[[random.Random, Affair], list[str]]

PER_AFFAIR = 5
SCENES = (
    "{who}, who heads the {body}, told reporters in {place} that {n} {things} had been {done} since the spring.",
    "The {body} said on {day} that work on the {thing} in {place} would stop until {other} had answered.",
    "{other} called the plan of the {body} a gift to nobody and asked for a new vote in {place}.",
    "About {n} people came to the square of {place} to hear {who} speak for the {body} and its {things}.",
    "Neither {who} nor {other} would say what the {thing} has cost the town, or who is to pay for it.",
    "A court in {place} is to hear the case of the {things} that were {done} without leave of the {body}.",
    "{who} and {other} met twice in {place} last week, and both times left without a word on the {thing}.",
    "The {thing} was opened by {other} nine years ago and has been {done} more often than any other of its {things}.",
)
THINGS = ("bridge", "harbour", "school", "clinic", "railway", "dam", "market", "theatre", "mill", "quarry")
DONE = ("closed", "repaired", "sold", "moved", "searched", "flooded", "painted", "counted")
DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--sizes", type=int, nargs="+", default=[500, 2000])
    parser.add_argument("--phrases", action="store_true", help="all affairs in the same turns of phrase")
    parser.add_argument("--in-order", action="store_true", help="ids that sort as the reports come")
    parser.add_argument("--db", type=Path, help="where to keep the database")
    args = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        told, width = phrases if args.phrases else prose, 6 if args.in_order else 0
        growth(args.db or Path(folder) / "news.db", sorted(args.sizes), told, width)


def growth(path: Path, sizes: list[int], told: Telling, width: int) -> None:
    """Fill a database to each size, and time an article more.

    Args:
        width: of the affair's number in ids, filled up with noughts.
    """
    store, made, held = SqliteStore(path), reports(told, width=width), 0
    put(store, list(islice(reports(told, seed=2), 2 * PER_AFFAIR)))  # loads what is loaded but once
    for size in sizes:
        before, start = held, time.process_time()
        while held < size:
            batch = list(islice(made, min(1000, size - held)))
            put(store, batch)
            held += len(batch)
        each = (time.process_time() - start) / max(1, size - before)
        dice = random.Random(size)
        extra = [
            report(told, dice, affair(random.Random(f"1 {dice.randrange(size // PER_AFFAIR)}")), f"x{size}-{i}")
            for i in range(5)
        ]
        took = sorted(timed(store, article) for article in extra)
        peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1e6
        print(
            f"{size:,} reports: {1000 * each:.1f} ms each since {before:,}; one more takes {1000 * took[2]:.0f} ms "
            f"(at most {1000 * took[-1]:.0f}); peak {peak:.2f} GB; {store.counts()['story']:,} stories",
            flush=True,
        )
    store.close()


def put(store: SqliteStore, articles: list[AnnotatedArticle]) -> None:
    """Take articles in."""
    store.add_articles([Article(**{f: getattr(a, f) for f in Article.__struct_fields__}) for a in articles])
    store.add_annotations(articles, __version__)
    bring_up_to_date(store, LocalEngine(1), lambda *_: None)


def timed(store: SqliteStore, article: AnnotatedArticle) -> float:
    start = time.process_time()
    put(store, [article])
    return time.process_time() - start


def phrases(dice: random.Random, about: Affair) -> list[str]:
    """Lines of a report, in turns of phrase that all affairs share."""
    some = dice.sample(SCENES, 3)
    numbers = {"n": str(dice.randrange(20, 900)), "done": dice.choice(DONE), "things": about["thing"] + "s"}
    return [scene.format(**about | numbers) for scene in some] + [sentence(dice) for _ in range(6)]


def prose(dice: random.Random, about: Affair) -> list[str]:
    """Lines of a report, in words as common as in news; every third or so is one of the affair's own."""
    words, counts = vocabulary()
    own = random.Random(about["who"]).choices(words, [min(n, 40) for n in counts], k=60)
    out = []
    for who in ("who", "other", "body", "place", "who", "place", "other", "body"):
        line = dice.choices(words, counts, k=12) + dice.sample(own, 6)
        dice.shuffle(line)
        line.insert(dice.randrange(len(line)), about[who])
        text = " ".join(line)
        out.append(text[:1].upper() + text[1:] + ".")
    return out


@cache
def vocabulary() -> tuple[list[str], list[int]]:
    """Words, and in how many of some news articles each is."""
    _, _, others = word_counts()
    return list(others), list(others.values())


def reports(told: Telling, seed: int = 1, width: int = 0) -> Iterator[AnnotatedArticle]:
    """Reports without end, affair by affair."""
    number = 0
    while True:
        about = affair(random.Random(f"{seed} {number}"))
        dice = random.Random(f"{seed} {number} reports")
        first = report(told, dice, about, f"r{seed}-{number:0{width}}-0")
        yield first
        for k in range(1, PER_AFFAIR):
            copied = edited(first.text.split("\n"), dice) if dice.random() < 0.25 else None
            yield report(told, dice, about, f"r{seed}-{number:0{width}}-{k}", copied)
        number += 1


def affair(dice: random.Random) -> Affair:
    """Who and what an affair is about, and when."""
    day = date(2024, 1, 1) + timedelta(days=dice.randrange(365))
    return {
        "who": f"{name(dice)} {name(dice)}{name(dice).lower()}",
        "other": f"{name(dice)} {name(dice)}{name(dice).lower()}",
        "place": name(dice) + name(dice).lower(),
        "body": f"{name(dice)} {dice.choice(THINGS)} board",
        "thing": dice.choice(THINGS),
        "day": dice.choice(DAYS),
        "published": day.isoformat(),
    }


def report(
    told: Telling, dice: random.Random, about: Affair, id: str, copied: list[str] | None = None
) -> AnnotatedArticle:
    """One report of an affair, annotated as far as its own names and lines go."""
    lines = copied or told(dice, about)
    text = "\n".join(lines)
    spans, at = [], 0
    for line in lines:
        spans.append((at, at + len(line)))
        at += len(line) + 1
    actors, mentions = [], []
    for n, (role, kind) in enumerate((("who", "person"), ("other", "person"), ("body", "organisation"))):
        start = text.find(about[role])
        if start >= 0:
            actors.append(LocalActor(id=f"a{n}", name=about[role], kind=kind))  # type: ignore[arg-type]
            label = "PERSON" if kind == "person" else "ORG"
            mentions.append(Mention(start=start, end=start + len(about[role]), label=label, actor=f"a{n}", head="name"))
    return AnnotatedArticle(
        id=id,
        text=text,
        published=about["published"],
        published_from="given",
        language="en",
        body=((0, len(text)),),
        sentences=tuple(spans),
        mentions=tuple(mentions),
        actors=tuple(actors),
        clauses=tuple(Clause(start=s, end=e, actors=tuple(a.id for a in actors)) for s, e in spans),
    )


if __name__ == "__main__":
    main()
