"""How names are spelled: folding of marks, scripts and transliterations. Pure functions over words."""

import re
import unicodedata
from functools import lru_cache

from anyascii import anyascii


def _list(text: str) -> list[str]:
    return text.split()


_MARKS = str.maketrans(
    {"ß": "ss", "æ": "ae", "Æ": "ae", "œ": "oe", "Œ": "oe", "ø": "o", "Ø": "o", "đ": "d", "Đ": "d", "ł": "l", "Ł": "l",
     "ı": "i", "İ": "i", "þ": "th", "ð": "d", "ə": "a", "Ə": "a", "ħ": "h", "ŋ": "ng", "’": "'", "‘": "'", "ʼ": "'",
     "ʻ": "'", "ʿ": "'", "ʾ": "'", "`": "'", "´": "'", "‐": "-", "‑": "-", "–": "-", "—": "-"}
)  # fmt: skip

# Letter by letter, as news agencies print names; vowels that a script leaves out stay out (see `consonants`).
_CYRILLIC = dict(
    zip(
        "абвгґдеєёжзиіїйклмнопрстуўфхцчшщъыьэюяәғқңөұүһҳҷӣӯјљњћђџѓќѕѐѝ",
        _list("""
    a b v g g d e ye yo zh z i i yi y k l m n o p r s t u u f kh ts ch sh shch - y - e yu ya a gh q ng o u u h
    h j i u j lj nj c dj dz gj kj dz e i
    """),
        strict=True,
    )
)
_GREEK = dict(
    zip(
        "αβγδεζηθικλμνξοπρσςτυφχψω",
        _list("a v g d e z i th i k l m n x o p r s s t y f ch ps o"),
        strict=True,
    )
)
_ARABIC = dict(
    zip(
        "اأإآبتثجحخدذرزسشصضطظعغفقكکلمنهةويیىئؤءپچژگےھہں",
        _list("a a i a b t th j h kh d dh r z s sh s d t z - gh f q k k l m n h a w y y a y w - p ch zh g e h h n"),
        strict=True,
    )
)
_HEBREW = dict(
    zip(
        "אבגדהוזחטיכךלמםנןסעפףצץקרשת",
        _list("a b g d h v z h t y k k l m m n n s a p p ts ts k r sh t"),
        strict=True,
    )
)
_LETTERS = {**_CYRILLIC, **_GREEK, **_ARABIC, **_HEBREW}
_SYLLABLE = re.compile(r"(?<=[a-z])(?=[A-Z])")
_ABJAD = re.compile(r"[\u0590-\u05ff\u0600-\u06ff]")
_HANGUL_FIRST = ["g", "kk", "n", "d", "tt", "r", "m", "b", "pp", "s", "ss", "", "j", "jj", "ch", "k", "t", "p", "h"]
_HANGUL_VOWEL = _list("a ae ya yae eo e yeo ye o wa wae oe yo u wo we wi yu eu ui i")
_HANGUL_LAST = ["", *_list("k k k n n n t l k m l l l p l m p p t t ng t t k t p t")]


@lru_cache(maxsize=8192)
def fold(text: str) -> str:
    """The text in lower case without diacritics; letters of other scripts stay."""
    plain = unicodedata.normalize("NFKD", text.translate(_MARKS))
    return "".join(c for c in plain if not unicodedata.combining(c)).casefold()


@lru_cache(maxsize=8192)
def romanize(text: str) -> str:
    """The text in lower-case Latin letters without diacritics, from any script, as far as its letters tell.

    Cyrillic, Greek, Arabic, Hebrew and Hangul by our tables; other scripts by `anyascii`. Never raises.
    """
    if text.isascii():
        return text.lower()
    out = []
    for c in unicodedata.normalize("NFC", text.translate(_MARKS)).lower():
        if c.isascii():
            out.append(c)
        elif c in _LETTERS:
            out.append(_LETTERS[c].replace("-", ""))
        elif "가" <= c <= "힣":
            out.append(_hangul(ord(c) - 0xAC00))
        else:
            out.append(c)
    latin = "".join(out)
    if not latin.isascii():
        latin = fold(latin)
    return latin if latin.isascii() else _by_table(latin)


def _hangul(code: int) -> str:
    first, rest = divmod(code, 588)
    vowel, last = divmod(rest, 28)
    return _HANGUL_FIRST[first] + _HANGUL_VOWEL[vowel] + _HANGUL_LAST[last] + "-"


def _by_table(text: str) -> str:
    """Other scripts by the tables of `anyascii`, which run Chinese syllables together but for their capitals."""
    return _SYLLABLE.sub(" ", anyascii(text)).lower()


def abjad(text: str) -> bool:
    """Whether a text is in a script that mostly leaves vowels out (Arabic, Hebrew)."""
    return bool(_ABJAD.search(text))


# Letters that transliterations spell in several ways, brought to one: first groups, then single letters.
_GROUPS = (
    (re.compile(r"tsch|tch|tsh|cz|ch|tj|ç|c(?=[iey]\b)"), "C"),
    (re.compile(r"schtsch|shch|sch|sh|sz|sj"), "S"),
    (re.compile(r"dzh|dj|zh|j(?=[aeiou])"), "J"),
    (re.compile(r"ph"), "f"),
    (re.compile(r"kh|gh|qu|ck|q|c"), "k"),
    (re.compile(r"ts|tz"), "z"),
    (re.compile(r"th"), "t"),
    (re.compile(r"dh"), "d"),
    (re.compile(r"x"), "ks"),
    (re.compile(r"w"), "v"),
)
_VOWELS = re.compile(r"[aeiouy']+")
_DOUBLE = re.compile(r"(.)\1+")
_ABJAD_WEAK = re.compile(r"[aeiouywvh'\-]+")


@lru_cache(maxsize=8192)
def skeleton(word: str) -> str:
    """The consonants of a word, with those that transliterations mix up brought to one, after its first sound.

    "Raisi" and "Raeisi", "Ebrahim" and "Ibrahim" meet.
    """
    low = re.sub(r"[^\w]|_", "", romanize(word))
    for pattern, letter in _GROUPS:
        low = pattern.sub(letter, low)
    first = "a" if low[:1] in ("a", "e", "i", "o", "u") else ""
    bare = _DOUBLE.sub(r"\1", _VOWELS.sub("", low))
    return first + bare[:1] + bare[1:].replace("h", "")


@lru_cache(maxsize=8192)
def consonants(word: str) -> str:
    """The consonants alone, without those that Arabic and Hebrew write for vowels: to meet names in these scripts."""
    low = re.sub(r"[^\w]|_", "", romanize(word))
    for pattern, letter in _GROUPS:
        low = pattern.sub(letter, low)
    return _DOUBLE.sub(r"\1", _ABJAD_WEAK.sub("", low.replace("p", "b").replace("g", "k").replace("J", "j")))
