"""How names are spelled: folding of marks, scripts and transliterations. Pure functions over words."""

import re
import unicodedata
from functools import lru_cache

_MARKS = str.maketrans(
    {"ß": "ss", "æ": "ae", "Æ": "ae", "œ": "oe", "Œ": "oe", "ø": "o", "Ø": "o", "đ": "d", "Đ": "d", "ł": "l", "Ł": "l",
     "ı": "i", "İ": "i", "þ": "th", "ð": "d", "ə": "a", "Ə": "a", "ħ": "h", "ŋ": "ng", "’": "'", "‘": "'", "ʼ": "'",
     "ʻ": "'", "ʿ": "'", "ʾ": "'", "`": "'", "´": "'", "‐": "-", "‑": "-", "–": "-", "—": "-"}
)  # fmt: skip


@lru_cache(maxsize=65536)
def fold(text: str) -> str:
    """The text in lower case without diacritics; letters of other scripts stay."""
    plain = unicodedata.normalize("NFKD", text.translate(_MARKS))
    return "".join(c for c in plain if not unicodedata.combining(c)).casefold()


# Letters that transliterations spell in several ways, brought to one: first groups, then single letters.
_GROUPS = (
    (re.compile(r"tsch|tch|tsh|cz|ch|tj|ç|c(?=[iey]\b)"), "C"),
    (re.compile(r"schtsch|shch|sch|sh|sz|sj"), "S"),
    (re.compile(r"dzh|dj|zh|j(?=[aeiou])"), "J"),
    (re.compile(r"ph"), "f"),
    (re.compile(r"kh|gh|qu|ck|q"), "k"),
    (re.compile(r"ts|tz"), "z"),
    (re.compile(r"th"), "t"),
    (re.compile(r"x"), "ks"),
    (re.compile(r"w"), "v"),
)
_VOWELS = re.compile(r"[aeiouy']+")
_DOUBLE = re.compile(r"(.)\1+")


@lru_cache(maxsize=65536)
def skeleton(word: str) -> str:
    """The consonants of a word, with those that transliterations mix up brought to one, and its first sound.

    "Raisi" and "Raeisi", "Ebrahim" and "Ibrahim", "Qaddafi" and "Gadhafi" (k and g apart) meet or nearly meet.
    """
    low = re.sub(r"[^\w]", "", fold(word))
    for pattern, letter in _GROUPS:
        low = pattern.sub(letter, low)
    first = "a" if low[:1] in "aeiou" and low else ""
    bare = _DOUBLE.sub(r"\1", _VOWELS.sub("", low))
    bare = bare[:1] + bare[1:].replace("h", "")
    return first + bare
