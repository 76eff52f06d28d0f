"""Words of time, by class. Compiled for this project from the TIMEX3 guidelines' categories and common knowledge."""

import re

from variorum.annotate.numerals import WORDS, digits, ordinal
from variorum.annotate.pattern import Compiler

MONTHS = {
    name: i + 1
    for i, names in enumerate(
        (
            "january jan jan.", "february feb feb.", "march mar.", "april apr apr.", "may", "june jun jun.",
            "july jul jul.", "august aug aug.", "september sep sep. sept sept.", "october oct oct.",
            "november nov nov.", "december dec dec.",
        )
    )
    for name in names.split()
}  # fmt: skip
WEEKDAYS = {
    name: i + 1
    for i, names in enumerate(
        (
            "monday mon. mon", "tuesday tue. tues. tues tue", "wednesday wed. wed", "thursday thu. thurs. thurs thu",
            "friday fri. fri", "saturday sat. sat", "sunday sun. sun",
        )
    )
    for name in names.split()
}  # fmt: skip
UNITS = {
    "second": "S", "sec": "S", "minute": "MI", "min": "MI", "hour": "H", "hr": "H", "day": "D", "night": "D",
    "week": "W",
    "fortnight": "F", "weekend": "WE", "month": "M", "quarter": "Q", "semester": "6M", "year": "Y", "yr": "Y",
    "decade": "DE", "century": "CE", "millennium": "ML",
}  # fmt: skip
PLURALS = {name + "s": unit for name, unit in UNITS.items()} | {"centuries": "CE", "millennia": "ML"}
PARTS_OF_DAYS = ("nights", "mornings", "afternoons", "evenings")
PLURALS |= dict.fromkeys(PARTS_OF_DAYS, "D")
SEASONS = {"spring": "SP", "summer": "SU", "autumn": "FA", "fall": "FA", "winter": "WI"}
DAY_PARTS = {
    "morning": "MO", "afternoon": "AF", "evening": "EV", "night": "NI", "dawn": "DT", "dusk": "EV", "daybreak": "MO",
    "overnight": "NI", "noon": "MI", "midday": "MI", "midnight": "NI",
}  # fmt: skip
DECADE_WORDS = {
    "twenties": 2, "thirties": 3, "forties": 4, "fifties": 5, "sixties": 6, "seventies": 7, "eighties": 8,
    "nineties": 9,
}  # fmt: skip
ADVERB_SETS = {
    "daily": "P1D", "nightly": "P1D", "hourly": "PT1H", "weekly": "P1W", "fortnightly": "P2W", "biweekly": "P2W",
    "monthly": "P1M", "annually": "P1Y", "yearly": "P1Y",
}  # fmt: skip
# Feasts with a fixed day (month, day), or a rule that `calendar.holiday` knows.
HOLIDAYS: dict[tuple[str, ...], tuple[int, int] | str] = {
    ("christmas",): (12, 25), ("christmas", "day"): (12, 25), ("christmas", "eve"): (12, 24),
    ("boxing", "day"): (12, 26),
    ("new", "year", "'s", "day"): (1, 1), ("new", "year", "'s", "eve"): (12, 31), ("new", "year", "'s"): (1, 1),
    ("new", "years", "day"): (1, 1), ("new", "years", "eve"): (12, 31), ("epiphany",): (1, 6),
    ("valentine", "'s", "day"): (2, 14), ("april", "fools", "day"): (4, 1), ("may", "day"): (5, 1),
    ("independence", "day"): (7, 4), ("bastille", "day"): (7, 14), ("halloween",): (10, 31),
    ("all", "saints", "day"): (11, 1),
    ("veterans", "day"): (11, 11), ("armistice", "day"): (11, 11), ("remembrance", "day"): (11, 11),
    ("st.", "patrick", "'s", "day"): (3, 17), ("nowruz",): (3, 20), ("juneteenth",): (6, 19), ("anzac", "day"): (4, 25),
    ("canada", "day"): (7, 1), ("earth", "day"): (4, 22), ("victory", "day"): (5, 9), ("groundhog", "day"): (2, 2),
    ("thanksgiving",): "thanksgiving", ("thanksgiving", "day"): "thanksgiving", ("election", "day"): "election",
    ("easter",): "easter", ("easter", "sunday"): "easter", ("easter", "monday"): "easter+1",
    ("good", "friday"): "easter-2",
    ("palm", "sunday"): "easter-7", ("ash", "wednesday"): "easter-46", ("pentecost",): "easter+49",
    ("ascension", "day"): "easter+39", ("mother", "'s", "day"): "mothers", ("father", "'s", "day"): "fathers",
    ("memorial", "day"): "memorial", ("labor", "day"): "labor", ("labour", "day"): "labor",
    ("columbus", "day"): "columbus",
    ("presidents", "'", "day"): "presidents", ("martin", "luther", "king", "day"): "king",
    ("super", "bowl", "sunday"): "bowl",
}  # fmt: skip
_HOLIDAY_FIRST = (
    {words[0] for words in HOLIDAYS} - set(MONTHS) - {"new", "good", "all", "super", "boxing", "victory", "earth"}
)
_HOLIDAY_OPEN = {"new", "good", "all", "super", "boxing", "victory", "earth"}
_HOLIDAY_REST = {w for words in HOLIDAYS for w in words[1:]} - {
    "day",
    "eve",
    "'s",
    "'",
    "sunday",
    "monday",
    "friday",
    "wednesday",
}
ZONES = {
    "gmt": "Z", "utc": "Z", "bst": "+01", "cet": "+01", "cest": "+02", "eet": "+02", "msk": "+03", "ist": "+05:30",
    "jst": "+09", "kst": "+09", "est": "", "edt": "", "cst": "", "cdt": "", "mst": "", "mdt": "", "pst": "", "pdt": "",
    "et": "",
    "pt": "", "aest": "+10", "aedt": "+11",
}  # fmt: skip

_WORDS: dict[str, str] = {}
for _class, _words in {
    "THE": "the", "A": "a an", "THIS": "this", "THAT": "that", "THESE": "these", "THOSE": "those",
    "ITS": "its their his her our my",
    "LAST": "last", "NEXT": "next", "PAST": "past", "COMING": "coming upcoming", "PREVIOUS": "previous preceding prior",
    "FOLLOWING": "following ensuing succeeding subsequent", "CURRENT": "current", "LATEST": "latest", "SAME": "same",
    "EACH": "each every", "ANY": "any", "EARLY": "early", "LATE": "late", "EARLIER": "earlier", "LATER": "later",
    "MID": "mid",
    "END": "end close", "BEGINNING": "beginning start outset", "MIDDLE": "middle midpoint", "OF": "of", "IN": "in",
    "ON": "on",
    "AT": "at", "TO": "to", "THROUGH": "through until till", "AND": "and", "OR": "or", "SO": "so", "AGO": "ago",
    "BEFORE": "before",
    "AFTER": "after", "SINCE": "since", "HENCE": "hence", "FROM": "from", "NOW": "now", "BY": "by",
    "NEARLY": "nearly almost", "ABOUT": "about around roughly approximately some circa",
    "OVER": "over", "MORE": "more", "LESS": "less fewer longer", "THAN": "than", "LEAST": "least", "MOST": "most",
    "UP": "up",
    "NO": "no", "JUST": "just well barely", "NOT": "not", "AS": "as", "MUCH": "much little",
    "SEVERAL": "several", "FEW": "few", "MANY": "many", "COUPLE": "couple", "RECENT": "recent",
    "FISCAL": "fiscal financial",
    "CALENDAR": "calendar", "HYPH": "- – —", "COMMA": ",", "POSS": "'s ’s", "QUOTE": "' ’ ‘", "DOT": ".", "OLD": "old",
    "HALF": "half", "PERIOD": "period", "TERM": "term", "SHORT": "short near", "LONG": "long", "WEEK": "week",
    "DATEWORD": "date",
    "QMARK": "q1 q2 q3 q4 h1 h2",
    "LOCAL": "local",
    "TODAY": "today", "YESTERDAY": "yesterday", "TOMORROW": "tomorrow", "TONIGHT": "tonight", "WEEKEND": "weekend",
    "FUTURE": "future", "RECENTLY": "recently lately", "PRESENTLY": "currently presently nowadays", "SOON": "soon",
    "ONCE": "once",
    "PRESENT": "present", "TIME": "time", "DAYW": "day", "YEARW": "year", "MONTHW": "month", "QUARTERW": "quarter",
    "YEARS": "years", "SEASONW": "summer autumn winter", "SEASONX": "spring fall", "PODW": "morning afternoon evening",
    "SEASONS": "summers autumns winters springs", "NIGHT": "night", "NIGHTS": " ".join(PARTS_OF_DAYS),
    "NOON": "noon midday midnight", "OVERNIGHT": "overnight", "OCLOCK": "o'clock o’clock",
    "PM": "p.m. a.m. p.m a.m pm am", "CENTURY": "century", "ONE": "one", "HUNDRED": "hundred thousand",
    "SECOND": "second",
    "MAY": "may", "FULL": "full whole entire", "TRADING": "trading business working straight consecutive calendar more",
    "SIMILAR": "corresponding comparable", "AHEAD": "ahead", "POST": "post pre", "MOMENT": "moment",
    "POINT": "point",
    "RIGHT": "right", "POSSIBLE": "possible", "EVE": "eve", "ANTE": "half-dozen dozen", "QUARTERS": "quarters",
    "DAYS": "days",
    "SOMETIME": "sometime", "LATEN": "days-long", "FIRST": "first", "MONTHS_": "months", "BC": "bc bce b.c.",
    "AD": "ad ce a.d.",
    "CLOSING": "final closing", "STILL": "way", "WHILE": "while",
    "HOLDAY": "holiday season",
}.items():  # fmt: skip
    for _word in _words.split():
        _WORDS.setdefault(_word, _class)
for _word in WORDS:
    _WORDS.setdefault(_word, "NW")
for _word in UNITS:
    _WORDS.setdefault(_word, "UNIT")
for _word in PLURALS:
    _WORDS.setdefault(_word, "UNITS")
for _word in DECADE_WORDS:
    _WORDS.setdefault(_word, "DECW")
for _word in ADVERB_SETS:
    _WORDS.setdefault(_word, "SETW")
for _word in _HOLIDAY_FIRST:
    _WORDS.setdefault(_word, "HOL")
for _word in _HOLIDAY_OPEN:
    _WORDS.setdefault(_word, "HOLX")
for _word in _HOLIDAY_REST:
    _WORDS.setdefault(_word, "HOLREST")
for _word in ZONES:
    _WORDS.setdefault(_word, "ZONE")


def known_words() -> frozenset[str]:
    """Every word that a rule of the grammar may ask for."""
    return frozenset(_WORDS) | frozenset(MONTHS) | frozenset(WEEKDAYS)


_CAPITAL = {"may": "MAY", "march": "MARCH"}  # words that name a month only with a capital
_SHORT = {"mon", "tue", "wed", "thu", "fri", "sat", "sun", "mar", "jan", "jun", "dec", "sep", "oct", "nov"}

_CLASSES = sorted(
    set(_WORDS.values())
    | {"MONTH", "MARCH", "WDAY", "WDAYAB", "WDAYS", "D12", "D31", "N2", "Y4", "N", "ORDD", "ORDW", "ORDBIG"}
    | {"FRACT", "DEC4", "DEC2", "CLOCK", "ISODATE", "SLASH", "DEC5"}
)
CODES = {name: chr(0xE000 + i) for i, name in enumerate(_CLASSES)}
_CODE_OF_WORD = {word: CODES[name] for word, name in _WORDS.items()}

_CLOCK = re.compile(r"([01]?\d|2[0-4])[:.]([0-5]\d)(?::[0-5]\d)?$")
_ISO = re.compile(r"\d{4}-\d{2}-\d{2}(?:T[\d:.]+(?:Z|[+-]\d\d:?\d\d)?)?$")
_SLASH = re.compile(r"\d{1,4}[/.]\d{1,2}[/.]\d{2,4}$")
_WHOLE = re.compile(
    r"(?:\d{1,2}[:.]\d{2}(?::\d{2})?|\d{4}-\d\d-\d\d(?:T[\d:.]+(?:Z|[+-]\d\d:?\d\d)?)?|\d{1,4}[/.]\d{1,2}[/.]\d{2,4}|\d/\d)$"
)
OTHER = "."


def whole(token: str) -> bool:
    """Whether a token must not be cut: clock times, dates in digits, and words with marks in them."""
    return token.lower() in _CODE_OF_WORD or (token[0].isdigit() and bool(_WHOLE.match(token)))


def classify(word: str) -> str:
    """The class character of a word as printed."""
    low = word.lower()
    code = _CODE_OF_WORD.get(low)
    if low in _CAPITAL:
        return CODES[_CAPITAL[low]] if word[0].isupper() else OTHER
    if code is not None:
        return code
    if low in MONTHS or low in WEEKDAYS:
        if low.rstrip(".") in _SHORT and not word[0].isupper():
            return OTHER
        if low in WEEKDAYS:
            return CODES["WDAYAB" if len(low.rstrip(".")) < 6 else "WDAY"]
        return CODES["MONTH"]
    if low[:-1] in WEEKDAYS and low.endswith("s") and len(low) > 6:
        return CODES["WDAYS"]
    if word[0].isdigit():
        return _digits(low)
    if ordinal(low) is not None:
        return CODES["ORDW"]
    return OTHER


def _digits(low: str) -> str:
    if _ISO.match(low.upper()):
        return CODES["ISODATE"]
    if _SLASH.match(low):
        return CODES["SLASH"]
    if ":" in low:
        return CODES["CLOCK"] if _CLOCK.match(low) else OTHER
    if "/" in low:
        return CODES["FRACT"]
    if low.isdigit() and low.isascii():
        value, n = int(low) if len(low) < 7 else 10**7, len(low)
        if n <= 2:
            return CODES["D12" if 1 <= value <= 12 else "D31" if 13 <= value <= 31 else "N2"]
        return CODES["Y4" if n == 4 and 1000 <= value <= 2199 else "N"]
    if low[-1] == "s" and low[:-1].isdigit() and low[-2] == "0":
        return (
            CODES["DEC4"]
            if len(low) == 5 and 1000 <= int(low[:-1]) <= 2100
            else CODES["DEC2"]
            if len(low) == 3
            else OTHER
        )
    nth = ordinal(low)
    if nth is not None:
        return CODES["ORDD"] if 1 <= nth <= 31 else CODES["ORDBIG"]
    return CODES["N"] if digits(low) is not None else OTHER


MACROS = {
    "SEASON": "SEASONW | SEASONX",
    "MON": "MONTH | MAY | MARCH",
    "WD": "WDAY | WDAYAB",
    "ORD": "ORDW | ORDD | SECOND | FIRST",
    "SPELT": "(NW | ONE) ((HYPH? | AND) (NW | ONE | HUNDRED | SECOND))* | A HUNDRED",
    "SPELTORD": "ORD | NW HYPH? ORD",
    "DIG": "D12 | D31 | N2 | N | Y4 | FRACT",
    "CARD": "DIG (FRACT | HUNDRED)? | SPELT | A (COUPLE OF? | ANTE) | ANTE | COUPLE OF",
    "DAYNUM": "D12 | D31 | ORDD | SPELTORD",
    "POD": "PODW | NIGHT",
    "UNIT1": "UNIT | SECOND | DAYW | WEEK | WEEKEND | MONTHW | QUARTERW | YEARW | CENTURY | NIGHT",
    "UNITSX": "UNITS | YEARS | DAYS | MONTHS_ | QUARTERS | NIGHTS",
    "CAL": "WEEK | MONTHW | QUARTERW | YEARW | CENTURY | WEEKEND | UNIT",
    "EARLYISH": "EARLY | LATE | MID HYPH? | EARLIER | LATER",
    "PARTOF": "THE? (END | BEGINNING | MIDDLE) OF",
    "APPROX": "NOT? (NO | JUST | NOT)? "
    "(NEARLY | ABOUT | OVER | (MORE | LESS) THAN | AT (LEAST | MOST) | UP TO | AS MUCH AS) ABOUT?",
    "QUANT": "SEVERAL | A FEW | FEW | MANY | A COUPLE OF? | COUPLE OF",
    "HOUR": "(CLOCK | D12) PM? | D12 OCLOCK | SPELT (OCLOCK | PM)",
    "OFYEAR": "FISCAL | CALENDAR",
    "SPOKEN": "NW (HYPH? (NW | ONE))+ | NW HUNDRED (AND? (NW | ONE))?",
    "HOLTAIL": "HOLREST | DAYW | EVE | POSS | QUOTE | WDAY | YEARW | YEARS | HOL",
    "REL": "LAST | NEXT | THIS (PAST | COMING)? | PAST | COMING | PREVIOUS | FOLLOWING",
}


def compiler() -> Compiler:
    """The compiler of patterns over these classes."""
    return Compiler(CODES, MACROS)
