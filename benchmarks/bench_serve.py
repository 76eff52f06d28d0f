"""How fast the pages come, and how large they are, on a database of 20,000 articles.

The records are made up and written straight into the database: nothing is annotated, linked or compared. A few actors
are in a quarter of all articles, as heads of state are; stories hold from one to sixty reports. Prints, for each kind
of page, the median and the 95th percentile of the time from request to the last byte, over one connection to a real
server, beside what an empty answer of the same server takes; how much of it the processor worked, which other programs
on the machine bear upon less; and the size of the page.

    python benchmarks/bench_serve.py [ARTICLES] [DATABASE]
"""

import random
import statistics
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import httpx
import uvicorn

from variorum.store.base import Chain
from variorum.store.sqlite import SqliteStore
from variorum.types import (
    Actor,
    Alias,
    AnnotatedArticle,
    Article,
    Claim,
    Derivation,
    Disagreement,
    Event,
    EventActor,
    Figure,
    LocalActor,
    Mention,
    Quote,
    Record,
    Relation,
    Reuse,
    Side,
    SpanRef,
    Stage,
    Statement,
    Story,
    Time,
    TimelineEntry,
    Utterance,
)
from variorum.web.app import create_app
from variorum.web.server import _listen
from variorum.web.settings import Settings

ARTICLES = 20_000
ACTORS = 3_000
OUTLETS = 400
ROUNDS = 25
WORDS = [
    "harbour",
    "council",
    "minister",
    "report",
    "strike",
    "vote",
    "price",
    "grain",
    "treaty",
    "border",
    "talks",
    "river",
    "bank",
    "court",
    "fleet",
    "union",
    "budget",
    "school",
    "storm",
    "election",
    "factory",
    "rail",
    "energy",
    "farm",
    "law",
    "tax",
    "health",
    "market",
    "visit",
    "summit",
    "crisis",
    "protest",
    "plan",
    "deal",
]
KINDS = ("agreement", "membership", "sanction", "trade", "aid", "military", "contact")
DISPUTES = ("figure", "qualifier", "date", "attribution", "status", "denial", "wording")


class Maker:
    """Makes up a library."""

    def __init__(self, articles: int) -> None:
        self.random = random.Random(7)
        self.total = articles
        self.names = [f"{self.word().title()} {self.word().title()} {n}" for n in range(ACTORS)]
        self.of: dict[int, list[tuple[str, str]]] = {}
        self.text: dict[str, str] = {}

    def word(self) -> str:
        return self.random.choice(WORDS)

    def sentence(self) -> str:
        return " ".join(self.word() for _ in range(self.random.randint(12, 26))).capitalize() + "."

    def day(self, n: int) -> str:
        at = n * 1460 // self.total
        return f"{2020 + at // 365}-{1 + at % 365 // 31:02}-{1 + at % 28:02}"

    def article(self, n: int) -> AnnotatedArticle:
        """An article of about 450 words, with as much in it as a real one has."""
        id, spans, parts, at = f"a{n:06}", [], [], 0
        for _ in range(24):
            sentence = self.sentence()
            spans.append((at, at + len(sentence)))
            parts.append(sentence)
            at += len(sentence) + 1
        text = self.text[id] = "\n".join(parts)
        cast = list(dict.fromkeys(int(ACTORS * self.random.random() ** 6) for _ in range(9)))
        for k, actor in enumerate(cast):
            self.of.setdefault(actor, []).append((id, f"{k}"))
        side = [EventActor(name=self.names[a], code=None, span=spans[0], actor=f"{k}") for k, a in enumerate(cast)]
        return AnnotatedArticle(
            id=id,
            text=text,
            source=f"{id}.txt",
            outlet=f"Outlet {int(OUTLETS * self.random.random() ** 2)}",
            title=self.sentence()[:80],
            published=self.day(n),
            published_from="given",
            language="en",
            body=((0, len(text)),),
            sentences=tuple(spans),
            actors=tuple(LocalActor(id=f"{k}", name=self.names[a], kind="person") for k, a in enumerate(cast)),
            mentions=tuple(
                Mention(start=s, end=s + 8, label="PERSON", actor=f"{k % len(cast)}", head="name")
                for k, (s, _) in enumerate(spans * 2)
            ),
            quotes=tuple(
                Quote(content=(s,), kind="direct", speaker=side[k % len(side)].name, speaker_actor=f"{k % len(side)}")
                for k, s in enumerate(spans[::3])
            ),
            events=tuple(
                Event(start=s, end=e, trigger=((s, s + 5),), code="CONSULT", quad=1, status="happened",
                      source=(side[k % len(side)],), target=(side[(k + 1) % len(side)],), from_=self.day(n))
                for k, (s, e) in enumerate(spans[1::4])
            ),
            figures=tuple(Figure(start=s, end=s + 6, value=k, unit="crowns") for k, (s, _) in enumerate(spans[2::5])),
            times=tuple(Time(start=s, end=s + 6, kind="DATE", value=self.day(n)) for s, _ in spans[::4]),
        )  # fmt: skip

    def ref(self, n: int) -> SpanRef:
        id = f"a{n:06}"
        start, end = self.line(id)
        return SpanRef(article=id, start=start, end=end, text=self.text[id][start:end])

    def line(self, id: str) -> tuple[int, int]:
        text = self.text[id]
        start = text.rfind("\n", 0, self.random.randrange(len(text))) + 1
        return start, (text.find("\n", start) + len(text) + 1) % (len(text) + 1)

    def statement(self, n: int) -> Statement:
        ref = self.ref(n)
        return Statement(article=ref.article, start=ref.start, end=ref.end, text=ref.text)

    def records(self) -> Iterator[Record]:
        """Everything across articles, once the articles are made."""
        for actor in sorted(self.of):
            name = self.names[actor]
            aliases = tuple(Alias(name=f"{name[:-k] or name}", count=9) for k in range(1, 4))
            yield Actor(id=f"actor{actor}", name=name, kind="person", aliases=aliases)
        first, number = 0, 0
        while first < self.total:
            size = min(self.total - first, max(1, int(60 * self.random.random() ** 5)))
            yield from self.story(f"story{number}", list(range(first, first + size)))
            first, number = first + size, number + 1
        for n in range(self.total // 20):
            parties = tuple(f"actor{int(ACTORS * self.random.random() ** 6)}" for _ in range(2))
            stages = tuple(
                Stage(stage="met", from_=self.day(n * 20), status="happened",
                      statements=(self.statement(self.random.randrange(self.total)),)) for _ in range(4)
            )  # fmt: skip
            yield Relation(id=f"rel{n}", kind=KINDS[n % 7], parties=parties, name=f"Relation {n}", stages=stages)

    def chains(self) -> Iterator[Chain]:
        """Who is named where."""
        for actor, chains in self.of.items():
            for id, local in chains:
                mentions = tuple((n, n + 8, self.text[id][n : n + 8]) for n in range(0, 400, 100))
                yield Chain(actor=f"actor{actor}", article=id, local=local, mentions=mentions)

    def story(self, id: str, held: list[int]) -> Iterator[Record]:
        ids = tuple(f"a{n:06}" for n in held)
        cast = tuple(f"actor{int(ACTORS * self.random.random() ** 6)}" for _ in range(12))
        days = self.day(held[0]), self.day(held[-1])
        yield Story(id=id, title=self.sentence()[:90], articles=ids, from_=days[0], to=days[1], actors=cast)
        for k, n in enumerate(held[1:]):
            if k % 3 == 0:
                yield Derivation(article=ids[k + 1], from_=ids[k], kind="verbatim", share=0.6, score=0.9, why="shares")
                yield Reuse(kind="verbatim", a=self.ref(n), b=self.ref(held[k]), score=1.0)
        for k in range(12 * len(held)):
            tellers = self.random.sample(held, min(len(held), 1 + k % 4))
            statements = tuple(self.statement(n) for n in tellers)
            yield Claim(id=f"{id}c{k}", story=id, text=statements[0].text, articles=len(tellers), of=len(held),
                        origins=len(tellers), statements=statements)  # fmt: skip
        for k in range(len(held) // 2):
            sides = tuple(Side(says=f"{k}{s}", statements=(self.statement(held[2 * k + s]),)) for s in (0, 1))
            yield Disagreement(id=f"{id}d{k}", kind=DISPUTES[k % 7], stories=(id,), about=self.sentence()[:60],
                               sides=sides, score=0.9, why="differs")  # fmt: skip
        for k in range(2 * len(held)):
            said = tuple(self.ref(n) for n in self.random.sample(held, min(len(held), 3)))
            yield Utterance(
                id=f"{id}u{k}", story=id, speaker=self.names[k], quotes=said, variants=tuple(q.text for q in said)
            )
            yield TimelineEntry(from_=days[0], to=days[0], text=said[0].text, status="happened", stories=(id,),
                                statements=(self.statement(held[k % len(held)]),))  # fmt: skip


def fill(db: Path, articles: int) -> None:
    """Write the made-up library."""
    maker, store = Maker(articles), SqliteStore(db)
    for first in range(0, articles, 500):
        made = [maker.article(n) for n in range(first, min(articles, first + 500))]
        store.add_articles([Article(id=a.id, text=a.text, title=a.title, outlet=a.outlet) for a in made])
        store.add_annotations(made, "bench")
    store.replace_records(maker.records())
    store.assign(maker.chains())
    store.close()


def pages(db: Path) -> dict[str, list[str]]:
    """Addresses to ask for, by kind, spread over the library."""
    draw = random.Random(3)
    store = SqliteStore(db)
    big = store._rows("SELECT id FROM cards WHERE kind = 'story' ORDER BY weight DESC LIMIT 20")
    any_ = store._rows("SELECT id FROM cards WHERE kind = 'story' ORDER BY random() LIMIT 20")
    pairs = [r.parties for r in store.records("relation")][:25]
    store.close()
    word = [draw.choice(WORDS) for _ in range(60)]
    some = draw.sample(range(ARTICLES), 25)
    return {
        "nothing (an empty answer)": ["/nothing-here.json"] * ROUNDS,
        "stories": ["/stories"] * 5 + [f"/stories?since=202{n % 4}-0{1 + n % 9}" for n in range(20)],
        "stories, filtered": [f"/stories?outlet=Outlet {n}&disputed={DISPUTES[n % 7]}" for n in range(25)],
        "a story": [f"/stories/{id}" for (id,) in any_],
        "the largest stories": [f"/stories/{id}" for (id,) in big],
        "articles": [f"/articles?outlet=Outlet {n}" for n in range(25)],
        "an article": [f"/articles/a{n % ARTICLES:06}" for n in some],
        "actors": [f"/actors?name={w}" for w in word[:25]],
        "an actor": [f"/actors/actor{int(ACTORS * draw.random() ** 3)}" for _ in range(25)],
        "the actor in most articles": ["/actors/actor0", "/actors/actor0?role=said", "/actors/actor0?month=2021-03"]
        * 8,
        "two actors": [f"/actors/{a}/with/{b}" for a, b in pairs],
        "relations": [f"/relations?kind={k}" for k in KINDS] * 4,
        "search articles": [f"/search?q={a} {b}" for a, b in zip(word, word[25:50], strict=False)],
        "search quotes": [f"/search?q={a} {b}&among=quotes" for a, b in zip(word, word[25:50], strict=False)],
        "search claims": [f"/search?q={a} {b}&among=claims" for a, b in zip(word, word[25:50], strict=False)],
    }


def p95(times: list[float]) -> float:
    """The 95th percentile."""
    return statistics.quantiles(times, n=20)[-1]


def ms(seconds: float, width: int) -> str:
    """Seconds as milliseconds."""
    return f"{seconds * 1000:{width - 3}.0f} ms"


def ask(base: str, addresses: list[str]) -> tuple[list[float], list[float], int]:
    """Seconds of each answer, by the clock and of the processor, and the size of the largest."""
    times, work, largest = [], [], 0
    with httpx.Client(base_url=base, timeout=120) as client:
        client.get(addresses[0])
        for address in addresses:
            began, worked = time.perf_counter(), time.process_time()
            answer = client.get(address)
            times.append(time.perf_counter() - began)
            work.append(time.process_time() - worked)
            assert answer.status_code in (200, 404), address
            largest = max(largest, len(answer.content))
    return times, work, largest


def main() -> None:
    articles = int(sys.argv[1]) if len(sys.argv) > 1 else ARTICLES
    with tempfile.TemporaryDirectory() as folder:
        db = Path(sys.argv[2]) if len(sys.argv) > 2 else Path(folder) / "bench.db"
        if not db.exists():
            began = time.perf_counter()
            fill(db, articles)
            print(f"filled with {articles:,} articles in {time.perf_counter() - began:.0f} s")
        with _listen("127.0.0.1", 0) as listener:
            server = uvicorn.Server(uvicorn.Config(create_app(Settings(db=db)), log_level="error"))
            thread = threading.Thread(target=server.run, kwargs={"sockets": [listener]})
            thread.start()
            base = f"http://127.0.0.1:{listener.getsockname()[1]}"
            print(f"{'page':28}{'median':>10}{'p95':>10}{'p95 of CPU':>13}{'largest':>12}")
            for kind, addresses in pages(db).items():
                times, work, largest = ask(base, addresses)
                shown = statistics.median(times), p95(times), p95(work)
                print(f"{kind:28}{ms(shown[0], 10)}{ms(shown[1], 10)}{ms(shown[2], 13)}{largest / 1000:9.0f} kB")
            server.should_exit = True
            thread.join()


if __name__ == "__main__":
    main()
