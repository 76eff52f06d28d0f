"""Generated news for benchmarks: the same report for the same number, as many as are wanted."""

import random
from datetime import date, timedelta
from functools import cache

from training.archives import edited
from variorum.models.stories import word_counts
from variorum.types import Article

PER_AFFAIR = 5  # reports about one affair; a quarter of those after the first copy it
SYLLABLES = ("ve", "lo", "mar", "ti", "ska", "ren", "du", "pol", "mi", "gra", "nes", "tor", "bek", "sun", "fi", "hol")
FIRST = ("Ana", "Mara", "Tomas", "Karim", "Lena", "Viktor", "Ruth", "Piet", "Olga", "Jonas", "Nadia", "Samir", "Ivo")
ROLES = ("the minister of transport", "the head of the harbour board", "a union leader", "the mayor", "a spokeswoman")
LANDS = (
    "Norway",
    "Kenya",
    "Peru",
    "Japan",
    "Poland",
    "Chile",
    "Ghana",
    "Turkey",
    "Canada",
    "Vietnam",
    "Egypt",
    "Italy",
)
BODIES = ("harbour board", "city council", "teachers union", "water company", "court", "rail company", "party", "bank")
DAYS = ("on Monday", "on Tuesday", "last week", "in March 2023", "on 4 May 2023", "a year ago", "earlier this month")
LINES = (
    "{who}, {role} of {place}, met {other} {day} to talk about the {w1} and the {w2} of the {body}.",
    '"We will not wait until the {w1} falls by another {n} percent," {who} told reporters in {place} {day}.',
    "The {body} said that {n} of its workers had left the {w1} {day}, and that the {w2} would be closed.",
    "In {place}, the cost of the {w1} rose by {n} percent {day}, to about {m} million euros, the {body} said.",
    "{other} denied that the {w1} had been delayed, and called the {w2} of {who} a danger to the {w3}.",
    "At least {n} people were hurt {day} when a {w1} near {place} caught fire, according to {other} of the {body}.",
    "{who} signed an agreement with {other} on the {w1}, which gives {place} more than {m} million euros for {w2}.",
    "A judge in {place} ordered the {body} {day} to hand over its {w1} and to stop the {w2} within {n} days.",
    "The {w1} and the {w2} have been disputed since {other} took over the {body} with {n} votes out of {m}.",
    '{other} said the {w1} was "a gift to nobody" and asked {who} to drop the {w2} before the {w3} begins.',
    "{land} has promised to send {n} engineers to {place}, where a storm damaged the {w1} {day}.",
    "The government of {land} criticised {who} {day} for the {w1}, and will consult with {other} on the {w2}.",
    "{who} resigned from the {body} {day} after reports that the {w1} had been sold for {m} million euros.",
    "Police in {place} arrested {n} members of the {body} {day} during a march against the {w1} and the {w2}.",
)


def report(number: int) -> Article:
    """A report of some sixty words, one of five about an affair."""
    affair, place = divmod(number, PER_AFFAIR)
    about, dice = Affair(affair), random.Random(f"report {number}")
    if place and dice.random() < 0.25:
        lines = edited(about.told(random.Random(f"report {number - place}")), dice)
    else:
        lines = about.told(dice)
    day = about.day + timedelta(days=dice.randrange(2))
    outlet = f"The {name(random.Random(dice.randrange(40)))} Post"
    return Article(
        id=f"n{number:06}",
        text="\n\n".join(lines),
        title=about.title,
        published=day.isoformat(),
        language="en",
        outlet=outlet,
    )


class Affair:
    """Whom and what one affair is about, and when. Some people and places come often, others once."""

    def __init__(self, number: int) -> None:
        dice = random.Random(f"affair {number}")
        words, counts = vocabulary()
        self.day = date(2024, 1, 1) + timedelta(days=dice.randrange(365))
        self.words = dice.choices(words, counts, k=9)
        place = _known(dice, 1500)
        self.slots = {
            "who": f"{dice.choice(FIRST)} {_known(dice, 4000)}",
            "other": f"{dice.choice(FIRST)} {_known(dice, 4000)}",
            "role": dice.choice(ROLES),
            "place": place,
            "body": f"{place} {dice.choice(BODIES)}",
            "land": dice.choice(LANDS),
        }
        self.title = f"{self.slots['body'].capitalize()} at odds over {self.words[0]}"

    def told(self, dice: random.Random) -> list[str]:
        """The lines of one report."""
        return [self._line(line, dice) for line in dice.sample(LINES, 3)]

    def _line(self, line: str, dice: random.Random) -> str:
        """A line as all reports of the affair have it, or one in ten as only this one does."""
        told = dice if dice.random() < 0.1 else random.Random(f"{self.title} {line}")
        one, two, three = told.sample(self.words, 3)
        n = told.randint(2, 90)
        some = {"w1": one, "w2": two, "w3": three, "day": told.choice(DAYS), "n": n, "m": 3 * n}
        text = line.format(**self.slots, **some)
        return text[:1].upper() + text[1:]


def name(dice: random.Random) -> str:
    """A name of two to four syllables."""
    return "".join(dice.choice(SYLLABLES) for _ in range(dice.randint(2, 4))).capitalize()


def _known(dice: random.Random, often: int) -> str:
    """A name: every other time one of those that come often, the first of them most; else perhaps a new one."""
    if dice.random() < 0.5:
        return name(random.Random(f"known {int(often ** dice.random())} of {often}"))
    return name(dice)


@cache
def vocabulary() -> tuple[list[str], list[int]]:
    """Words, and in how many of some news articles each is."""
    _, _, others = word_counts()
    words = {word: count for word, count in others.items() if word.isalpha() and len(word) > 4 and count < 400}
    return list(words), list(words.values())
