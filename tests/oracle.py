"""The records that a perfect reader would make of the sample affair, built by hand from its key.

Pages, tables and the scorer are tested on these, so that they do not wait for the models.
"""

import re
from typing import Any

import msgspec

from tests.answer_key import Entry, load_key, load_texts
from variorum.text import complement, lines, trim
from variorum.types import (
    Actor,
    Alias,
    AnnotatedArticle,
    Claim,
    Deed,
    Derivation,
    Disagreement,
    Event,
    EventMention,
    Figure,
    LocalActor,
    Mention,
    Quote,
    Record,
    Relation,
    Reuse,
    Side,
    Span,
    SpanRef,
    Stage,
    Statement,
    Story,
    TimelineEntry,
    Utterance,
)

OUTLETS = {
    "courier": "The Merrow Courier",
    "observer": "Straits Observer",
    "wire": "Coastal Wire",
    "harbour-post": "Harbour Post",
    "daily": "Velmark Daily",
    "review": "Velmark Business Review",
    "autumn": "The Merrow Courier",
}
SAYS = (
    ("12 percent", "7 percent"),
    ("2,400", "about 2,400", "nearly 2,400"),
    ("2024-03-21", "2024-03-20"),
    ("asserted", "denied"),
    ("Tomas Reyl", "Ilse Marant"),
)
AGREED = (
    (
        ("courier", "wages will rise by 9 percent over two years"),
        ("observer", "The accord lifts wages by nine percent in the course of two years"),
        ("wire", "Wages will rise by 9 percent over two years under the agreement"),
        ("harbour-post", "Wages will rise by 9 percent over two years under the agreement"),
        ("daily", "gives the dockers a 9 percent pay rise over two years"),
    ),
    (
        ("courier", "The strike began on March 4"),
        ("observer", "It was on March 4 that about 2,400 dockworkers walked out of the container terminals"),
        ("review", "the strike, which began on March 4"),
        ("bulletin", "On 4 March 2024 the dockworkers walked out"),
    ),
    (
        ("courier", "Members of the Dockworkers' Union of Velmark (DUV) will vote on the agreement on March 30"),
        (
            "observer",
            "A ballot on the accord among members of the Dockworkers' Union of Velmark is to be held on March 30",
        ),
        ("daily", "The union will ask its members to approve the agreement on March 30"),
        ("bulletin", "Members vote on the agreement on 30 March in the union house"),
    ),
)


class Oracle:
    """The key, read as records."""

    def __init__(self) -> None:
        self.key: Entry = load_key()
        self.texts = load_texts()

    def span(self, entry: Entry, name: str = "text") -> Span:
        start = self.texts[entry["in"]].index(entry[name])
        return start, start + len(entry[name])

    def ref(self, entry: Entry) -> SpanRef:
        start, end = self.span(entry)
        return SpanRef(article=entry["in"], start=start, end=end, text=entry["text"])

    def statement(self, entry: Entry, **more: Any) -> Statement:
        start, end = self.span(entry)
        return Statement(article=entry["in"], start=start, end=end, text=entry["text"], **more)

    def here(self, entry: Entry, name: str) -> bool:
        return bool(entry["in"] == name)

    def article(self, name: str) -> AnnotatedArticle:
        text = self.texts[name]
        holes = [self.span(w) for w in self.key["not_article_text"] if self.here(w, name)]
        body = tuple(s for s in (trim(text, part) for part in complement((0, len(text)), holes)) if s[0] < s[1])
        told = self.key["articles"][name]
        sentences = tuple(s for part in body for s in lines(text, part))
        return AnnotatedArticle(
            id=name,
            text=text,
            source=f"{name}.txt",
            outlet=OUTLETS.get(name),
            title=told["title"],
            published=told["published"],
            published_from="text" if name in ("courier", "harbour-post") else "given" if told["published"] else None,
            language="en",
            body=body,
            sentences=sentences,
            mentions=tuple(self.mentions(name)),
            actors=tuple(
                LocalActor(id=f"{name}:{i}", name=a["name"], kind="person")
                for i, a in enumerate(self.key["actors"])
                if name in a["in"]
            ),
            quotes=tuple(self.quotes(name)),
            figures=tuple(self.figures(name)),
            events=tuple(self.events(name)),
        )

    def mentions(self, name: str) -> list[Mention]:
        return [
            Mention(start=match.start(), end=match.end(), label="PERSON", actor=f"{name}:{i}", head="name")
            for i, actor in enumerate(self.key["actors"])
            for alias in actor["aliases"]
            for match in re.finditer(rf"\b{re.escape(alias)}\b", self.texts[name])
        ]

    def quotes(self, name: str) -> list[Quote]:
        return [
            Quote(content=(self.span(w, "content"),), kind=w.get("kind", "direct"), speaker=w["speaker"])
            for w in self.key["quotes"]
            if self.here(w, name)
        ]

    def figures(self, name: str) -> list[Figure]:
        out = []
        for want in self.key["figures"]:
            if self.here(want, name):
                start, end = self.span(want, "evidence")
                out.append(
                    Figure(
                        start=start,
                        end=end,
                        value=want["value"],
                        unit=want["unit"],
                        qualifier=want.get("qualifier"),
                        measure="cargo traffic" if "argo traffic" in want["evidence"] else None,
                        period=want.get("period"),
                    )
                )
        return out

    def events(self, name: str) -> list[Event]:
        out = []
        for want in self.key["events"]:
            if self.here(want, name):
                start, end = self.span(want)
                code = want["code"].split(" or ")[0]
                out.append(
                    Event(
                        start=start,
                        end=end,
                        trigger=((start, end),),
                        code=code,
                        quad=1,
                        status=want.get("status", "happened"),
                    )
                )
        return out

    def claims(self) -> list[Claim]:
        out = []
        for i, told in enumerate(AGREED):
            statements = tuple(self.statement({"in": name, "text": text}) for name, text in told)
            copies = sum(name in ("harbour-post", "observer") for name, _ in told)
            out.append(
                Claim(
                    id=f"c{i}",
                    story="s0",
                    text=statements[0].text,
                    articles=len(told),
                    of=7,
                    origins=len(told) - copies,
                    statements=statements,
                )
            )
        for i, want in enumerate(self.key["only_in_one"]):
            one = self.statement(want)
            story = "s1" if want["in"] == "autumn" else "s0"
            out.append(
                Claim(
                    id=f"o{i}",
                    story=story,
                    text=one.text,
                    articles=1,
                    of=7 if story == "s0" else 1,
                    origins=1,
                    statements=(one,),
                )
            )
        return out

    def disagreements(self) -> list[Disagreement]:
        return [
            Disagreement(
                id=f"d{i}",
                kind=want["kind"],
                stories=("s0",),
                about=want["note"].split(":")[0],
                sides=tuple(
                    Side(
                        says=SAYS[i][k],
                        statements=(self.statement(side, stance="denies" if "denied" in side["text"] else "asserts"),),
                    )
                    for k, side in enumerate(want["sides"])
                ),
                score=0.9,
                why=want["note"],
            )
            for i, want in enumerate(self.key["disagreements"])
        ]

    def deeds(self) -> list[Deed]:
        """Each event of the key; the signing, which two reports tell of, is one."""
        out = []
        signed = [want for want in self.key["events"] if want["code"] == "AGREE"]
        for i, told in enumerate([signed, *([want] for want in self.key["events"] if want not in signed)]):
            code, status = told[0]["code"].split(" or ")[0], told[0].get("status", "happened")
            statements = tuple(
                EventMention(**msgspec.structs.asdict(self.statement(want)), code=code, status=status) for want in told
            )
            held = len({s.article for s in statements})
            out.append(
                Deed(
                    id=f"e{i}", story="s0", code=code, quad=1, status=status, articles=held, origins=held,
                    statements=statements,
                )
            )  # fmt: skip
        return out

    def records(self) -> list[Record]:
        """Every record of the sample affair."""
        key = self.key
        out: list[Record] = [self.article(name) for name in key["articles"]]
        actors = [
            Actor(
                id=f"a{i}",
                name=a["name"],
                kind="person" if i < 6 else "organisation",
                aliases=tuple(Alias(name=n, count=len(a["in"])) for n in a["aliases"]),
                locals=tuple((name, f"{name}:{i}") for name in a["in"]),
            )
            for i, a in enumerate(key["actors"])
        ]
        out += actors
        for i, names in enumerate(key["stories"]):
            dates = sorted(key["articles"][n]["published"] for n in names if key["articles"][n]["published"])
            held = tuple(a.id for a in actors if {n for n, _ in a.locals} & set(names))
            title = key["articles"]["courier" if i == 0 else names[0]]["title"]
            out.append(Story(id=f"s{i}", title=title, articles=tuple(names), from_=dates[0], to=dates[-1], actors=held))
        out += [Reuse(kind=w["kind"], a=self.ref(w["a"]), b=self.ref(w["b"]), score=0.9) for w in key["reuse"]]
        out += [
            Derivation(article=w["of"], from_=w["from"], kind=w["kind"], share=0.9, score=0.9, why=w["note"])
            for w in key["derivation"]
        ]
        out += self.claims()
        out += self.disagreements()
        for i, want in enumerate(key["same_utterance"]):
            quotes = tuple(self.ref(q) for q in want["quotes"])
            variants = tuple(dict.fromkeys(q.text for q in quotes))
            out.append(Utterance(id=f"u{i}", story="s0", speaker="Ilse Marant", quotes=quotes, variants=variants))
        out += self.deeds()
        for want in key["timeline"]:
            story = "s1" if want["in"] == "autumn" else "s0"
            out.append(
                TimelineEntry(
                    from_=want["date"],
                    to=want["date"],
                    text=want["text"],
                    status="planned" if "will" in want["text"] else "happened",
                    stories=(story,),
                    statements=(self.statement(want),),
                    disputed=("d2",) if want["date"] in ("2024-03-20", "2024-03-21") else (),
                )
            )
        rejected, signed = key["timeline"][1], key["timeline"][7]
        out.append(
            Relation(
                id="r0",
                kind="agreement",
                parties=("a6", "a7"),
                name="agreement that ends the strike",
                stages=(
                    Stage(stage="rejected", from_="2024-01", status="denied", statements=(self.statement(rejected),)),
                    Stage(stage="signed", from_="2024-03-21", status="happened", statements=(self.statement(signed),)),
                ),
            )
        )
        return out
