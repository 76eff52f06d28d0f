"""Numbers as English writes them: digits, number words, ordinals, fractions, scales."""

from collections.abc import Sequence

UNITS = [
    "zero",
    "one",
    "two",
    "three",
    "four",
    "five",
    "six",
    "seven",
    "eight",
    "nine",
    "ten",
    "eleven",
    "twelve",
    "thirteen",
    "fourteen",
    "fifteen",
    "sixteen",
    "seventeen",
    "eighteen",
    "nineteen",
]
TENS = ["_", "_", "twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"]
WORDS = {w: i for i, w in enumerate(UNITS)} | {w: 10 * i for i, w in enumerate(TENS) if w != "_"}
SCALES = {"hundred": 100, "thousand": 1000, "million": 10**6, "billion": 10**9, "trillion": 10**12}
SCALE_MARKS = {
    "k": 10**3, "m": 10**6, "mn": 10**6, "mln": 10**6, "mio": 10**6, "bn": 10**9, "bln": 10**9, "b": 10**9,
    "tn": 10**12, "trn": 10**12, "crore": 10**7, "lakh": 10**5, "lakhs": 10**5, "crores": 10**7,
    "hundreds": 100, "thousands": 1000, "millions": 10**6, "billions": 10**9,
}  # fmt: skip
ORDINALS = {
    w: i
    for i, w in enumerate(
        [
            "zeroth",
            "first",
            "second",
            "third",
            "fourth",
            "fifth",
            "sixth",
            "seventh",
            "eighth",
            "ninth",
            "tenth",
            "eleventh",
            "twelfth",
            "thirteenth",
            "fourteenth",
            "fifteenth",
            "sixteenth",
            "seventeenth",
            "eighteenth",
            "nineteenth",
            "twentieth",
        ]
    )
} | {"thirtieth": 30}
VULGAR = {"½": 0.5, "¼": 0.25, "¾": 0.75, "⅓": 1 / 3, "⅔": 2 / 3, "⅕": 0.2, "⅛": 0.125}
MAX_DIGITS = 18  # longer runs of digits are codes, not quantities


def word_set(words: str) -> frozenset[str]:
    """The words of a line, as a set."""
    return frozenset(words.split())


def digits(word: str) -> float | None:
    """The value of a number in digits ("1,200", "3.5", "½", "1/2"), or None."""
    if word in VULGAR:
        return VULGAR[word]
    plain = word.replace(",", "")
    if len(plain) > MAX_DIGITS or not plain.isascii():
        return None
    if "/" in plain:
        top, _, bottom = plain.partition("/")
        if top.isdigit() and bottom.isdigit() and int(bottom):
            return int(top) / int(bottom)
        return None
    whole, dot, part = plain.partition(".")
    if not whole.isdigit() or (dot and not part.isdigit()):
        return int(part) / 10 ** len(part) if dot and not whole and part.isdigit() else None
    return float(plain) if dot else int(plain)


def ordinal(word: str) -> int | None:
    """1 for "first" and "1st"."""
    if word in ORDINALS:
        return ORDINALS[word]
    if word[-2:] in ("st", "nd", "rd", "th") and word[:-2].isdigit() and len(word) < 8 and word.isascii():
        return int(word[:-2])
    return None


def ordinal_of(words: Sequence[str]) -> int | None:
    """The value of an ordinal of one or two words ("first", "twenty first")."""
    words = [w for w in words if w != "-"]
    if not words:
        return None
    last = ordinal(words[-1])
    if last is None or len(words) == 1:
        return last
    ten = WORDS.get(words[-2])
    return ten + last if ten is not None and ten % 10 == 0 and last < 10 else last


def cardinal(words: Sequence[str]) -> float | None:
    """The value of a cardinal number of several words ("two hundred and five", "5 1/2", "3.5 million"), or None.

    Each scale below a million multiplies what stands since the last larger one, as in speech.
    """
    total, current, seen = 0.0, 0.0, False
    for word in words:
        if word in ("-", "and", ","):
            continue
        if word in ("a", "an"):
            current, seen = 1.0, True
            continue
        value = WORDS.get(word)
        if value is None:
            value_ = digits(word)
            if value_ is not None:
                current, seen = current + value_, True
                continue
            if word == "half":
                current, seen = current + 0.5, True
                continue
            scale = SCALES.get(word) or SCALE_MARKS.get(word) or (12 if word in ("dozen", "dozens") else None)
            if scale is None:
                return None
            current = (current or 1) * scale
            if scale >= 1000:
                total, current = total + current, 0.0
            seen = True
            continue
        current, seen = current + value, True
    result = float(f"{total + current:.15g}")  # 4.1 billion is a whole number
    return (int(result) if result == int(result) else round(result, 9)) if seen else None


def spoken_year(words: Sequence[str]) -> int | None:
    """The year that words name as it is spoken ("nineteen ninety four", "two thousand five"), or None."""
    words = [w for w in words if w not in ("-", "and")]
    if not words:
        return None
    if "thousand" in words:
        value = cardinal(words)
        return int(value) if value is not None and 2000 <= value < 2100 and words[0] == "two" else None
    century = WORDS.get(words[0])
    if century is None or not 11 <= century <= 20 or len(words) == 1:
        return None
    rest = words[1:]
    if rest == ["hundred"]:
        return century * 100
    tail = [WORDS.get(w) for w in rest]
    if tail[0] is None or len(tail) > 2:
        return None
    if len(tail) == 2:
        if tail[1] is None or tail[0] % 10 or tail[0] < 20 or not 0 < tail[1] < 10:
            return None
        return century * 100 + tail[0] + tail[1]
    return century * 100 + tail[0] if tail[0] >= 10 else None
