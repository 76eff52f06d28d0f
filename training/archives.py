"""Archives of invented reports, made at run time from our own words: for tests of reuse and for benchmarks."""

import random
from collections.abc import Iterator

from variorum.types import AnnotatedArticle

_SUBJECTS = (
    "the minister,a harbour pilot,the union,the mayor,two engineers,the court,a spokeswoman,the northern council"
)
_VERBS = "opened,refused,postponed,measured,praised,repaired,sold,examined,described,cancelled,counted,defended"
_OBJECTS = (
    "the bridge,a new tariff,the ferry line,three warehouses,the grain store,a lighthouse,the old mill,its budget"
)
_PLACES = "in Merrow,near the quay,at the town hall,in the valley,on the eastern shore,beside the canal,in Lindholm"
_TIMES = "on Monday,last week,after the storm,before noon,in the spring,during the talks,for the second time"
_COMMON = ("said officials", "according to the records", "while others disagreed", "as had been expected")


def sentence(dice: random.Random) -> str:
    """One invented sentence of about twenty words; invented names keep chance from making the same eight in a row."""
    subject, verb, what, where, when = (
        dice.choice(part.split(",")) for part in (_SUBJECTS, _VERBS, _OBJECTS, _PLACES, _TIMES)
    )
    one, two, three, four = (name(dice) for _ in range(4))
    return (
        f"{subject.capitalize()} {verb} {what} of {one} {where} with {two} {three} {when}, "
        f"{dice.choice(_COMMON)} by {four}."
    )


def name(dice: random.Random) -> str:
    """An invented name of six letters."""
    return "".join(dice.choice("bdfgklmnprstvz") + dice.choice("aeiou") for _ in range(3)).capitalize()


def report(dice: random.Random, sentences: int = 16) -> list[str]:
    """The sentences of one invented report."""
    return [sentence(dice) for _ in range(sentences)]


def edited(sentences: list[str], dice: random.Random) -> list[str]:
    """A copy: some sentences left out, now and then a word changed, quotes and case altered."""
    out = []
    for text in sentences:
        if dice.random() < 0.3:
            continue
        words = text.split()
        if dice.random() < 0.4:
            words[dice.randrange(len(words))] = name(dice)
        if dice.random() < 0.1:
            words = [w.upper() for w in words]
        out.append(" ".join(words))
    return out or sentences[:2]


def archive(
    n: int, *, seed: int = 1, copies: float = 0.05, sentences: int = 16
) -> Iterator[tuple[str, str, str | None]]:
    """(id, text, id of what it copies) of n reports; a copy takes from one of the last thousand originals."""
    dice = random.Random(seed)
    recent: list[tuple[str, list[str]]] = []
    for i in range(n):
        if recent and dice.random() < copies:
            source, lines = dice.choice(recent)
            yield f"r{i:07}", "\n".join([*edited(lines, dice), *report(dice, sentences // 4)]), source
            continue
        lines = report(dice, sentences)
        recent.append((f"r{i:07}", lines))
        del recent[:-1000]
        yield f"r{i:07}", "\n".join(lines), None


def articles(n: int, *, seed: int = 1, sentences: int = 16) -> list[AnnotatedArticle]:
    """The same as articles, with a sentence a line."""
    out = []
    for name, text, _ in archive(n, seed=seed, sentences=sentences):
        spans, at = [], 0
        for line in text.split("\n"):
            spans.append((at, at + len(line)))
            at += len(line) + 1
        out.append(AnnotatedArticle(id=name, text=text, body=((0, len(text)),), sentences=tuple(spans)))
    return out
