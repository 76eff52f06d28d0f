"""What a matcher reads off a text: its words, stems, numbers, names and negations."""

import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache

_WORD = re.compile(r"\d[\d.,]*\d|\w+(?:['’]\w+)?", re.UNICODE)
_NUMBER_WORDS = {
    "two": "2", "three": "3", "four": "4", "five": "5", "six": "6", "seven": "7", "eight": "8", "nine": "9",
    "ten": "10", "eleven": "11", "twelve": "12", "fifteen": "15", "twenty": "20", "thirty": "30", "forty": "40",
    "fifty": "50", "sixty": "60", "seventy": "70", "eighty": "80", "ninety": "90", "dozen": "12",
}  # fmt: skip


def word_set(words: str) -> frozenset[str]:
    """The words of a list that is written as one text."""
    return frozenset(words.split())


NEGATIONS = word_set(
    "not no never none nobody nothing neither nor without cannot n't deny denied denies denying refuse refused refuses "
    "reject rejected rejects fail failed fails false untrue"
)
STOP = word_set(
    "a an the and or but if of to in on at by for with from as is are was were be been being am has have had do does "
    "did will would shall should can could may might must that this these those it its he she they them his her hers "
    "their theirs him we us our ours you your i me my mine who whom whose which what when where why how there here "
    "than then so such too very also into onto about over under after before between during while because since until "
    "said says say saying told tell added adding s t re ve ll d up out off down one s' not no nor more most some any "
    "all both each few other own same just only again further once however according"
)
_ENDINGS = (
    "ational",
    "ations",
    "ation",
    "ments",
    "ment",
    "ingly",
    "edly",
    "ings",
    "ing",
    "ies",
    "ied",
    "ed",
    "es",
    "ly",
    "s",
    "al",
)
_IRREGULAR = {
    "said": "say", "went": "go", "gone": "go", "killed": "kill", "dead": "die", "died": "die", "death": "die",
    "deaths": "die", "dies": "die", "dying": "die", "left": "leave", "met": "meet", "won": "win", "fell": "fall",
    "fallen": "fall", "rose": "rise", "risen": "rise", "grew": "grow", "grown": "grow", "growth": "grow",
    "shot": "shoot", "struck": "strike", "began": "begin", "begun": "begin", "took": "take", "taken": "take",
    "gave": "give", "given": "give", "made": "make", "came": "come", "saw": "see", "seen": "see", "held": "hold",
    "sent": "send", "sold": "sell", "bought": "buy", "broke": "break", "broken": "break", "spoke": "speak",
    "men": "man", "women": "woman", "people": "person", "persons": "person", "children": "child", "percent": "%",
    "per": "%", "cent": "%",
}  # fmt: skip


@dataclass(frozen=True)
class Reading:
    """A text as a matcher sees it."""

    text: str
    words: tuple[str, ...]  # stems, in order, function words among them
    content: frozenset[str]  # stems that carry meaning
    numbers: frozenset[str]
    names: frozenset[str]  # stems of words capitalised inside a sentence
    negations: int


@lru_cache(maxsize=8192)
def stem(word: str) -> str:
    """A word's stem, by cutting one ending: good enough to meet its own inflections (Lovins 1968, much reduced)."""
    if word in _IRREGULAR:
        return _IRREGULAR[word]
    for ending in _ENDINGS:
        if word.endswith(ending) and len(word) - len(ending) >= 3 and not word.endswith("ss"):
            word = word[: -len(ending)]
            if ending in {"ies", "ied"}:
                word += "i"
            elif len(word) > 3 and word[-1] == word[-2] and word[-1] not in "aeiouls":
                word = word[:-1]
            break
    if word.endswith("e") and len(word) > 3:
        word = word[:-1]
    return word[:-1] + "i" if word.endswith("y") and len(word) > 3 else word


def fold(text: str) -> str:
    """Case and accents folded, curly marks made straight."""
    if text.isascii():
        return text.casefold()
    plain = unicodedata.normalize("NFKD", text.replace("’", "'"))
    return "".join(c for c in plain if not unicodedata.combining(c)).casefold()


@lru_cache(maxsize=8192)
def read(text: str) -> Reading:
    """Read a text."""
    words: list[str] = []
    content: set[str] = set()
    numbers: set[str] = set()
    names: set[str] = set()
    negations = 0
    for position, match in enumerate(_WORD.finditer(text)):
        printed = match.group()
        word = fold(printed)
        if word.endswith("n't"):
            negations += 1
        word = word.removesuffix("'s").removesuffix("n't")
        if word in _NUMBER_WORDS:
            word = _NUMBER_WORDS[word]
        if word[:1].isdigit():
            number = word.replace(",", "").rstrip(".")
            numbers.add(number)
            words.append(number)
            content.add(number)
            continue
        negations += word in NEGATIONS or (word == "to" and words[-1:] == ["yet"])
        base = stem(word)
        words.append(base)
        if word not in STOP and len(word) > 1:
            content.add(base)
            if position > 0 and printed[:1].isupper():
                names.add(base)
    return Reading(
        text=text,
        words=tuple(words),
        content=frozenset(content),
        numbers=frozenset(numbers),
        names=frozenset(names),
        negations=negations,
    )


def printed_words(text: str) -> list[str]:
    """The words of a text in their order, one for each of the stems that `read` gives, case and accents folded."""
    return [fold(match.group()).removesuffix("'s") for match in _WORD.finditer(text)]


def tellers(text: str) -> list[str]:
    """The words of a text that carry meaning, as `printed_words` gives them, each once."""
    return [word for word in dict.fromkeys(printed_words(text)) if word not in STOP and len(word) > 1]


def printed(text: str, stems: frozenset[str] | set[str] | list[str], limit: int = 4) -> str:
    """The words of a text that have these stems, as it prints them, in its order."""
    out: dict[str, str] = {}
    for match in _WORD.finditer(text):
        word = fold(match.group()).removesuffix("'s")
        for key in (stem(word), word.replace(",", "").rstrip("."), _NUMBER_WORDS.get(word, "")):
            if key in stems:
                out.setdefault(key, match.group())
                break
    return ", ".join(list(out.values())[:limit])
