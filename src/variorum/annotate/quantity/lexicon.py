"""Words of quantity, by class. Compiled for this project; currency codes are ISO 4217."""

import re

from variorum.annotate.numerals import SCALES, VULGAR, WORDS, digits, word_set
from variorum.annotate.pattern import Compiler

CURRENCY_MARKS = {
    "$": "USD", "us$": "USD", "usd": "USD", "c$": "CAD", "cad": "CAD", "a$": "AUD", "aud": "AUD", "nz$": "NZD",
    "hk$": "HKD",
    "s$": "SGD", "nt$": "TWD", "r$": "BRL", "£": "GBP", "gbp": "GBP", "€": "EUR", "eur": "EUR", "¥": "JPY",
    "jpy": "JPY",
    "rmb": "CNY", "cny": "CNY", "₹": "INR", "inr": "INR", "rs": "INR", "rs.": "INR", "₽": "RUB", "₩": "KRW", "₺": "TRY",
    "₴": "UAH", "₪": "ILS", "chf": "CHF", "₦": "NGN", "rub": "RUB", "try": "TRY",
}  # fmt: skip
CURRENCY_WORDS = {
    "dollar": "USD", "euro": "EUR", "sterling": "GBP", "pound": "GBP", "yen": "JPY", "yuan": "CNY", "renminbi": "CNY",
    "rupee": "INR", "rouble": "RUB", "ruble": "RUB", "lira": "TRY", "won": "KRW", "rand": "ZAR", "baht": "THB",
    "shekel": "ILS", "zloty": "PLN", "hryvnia": "UAH", "forint": "HUF", "naira": "NGN", "ringgit": "MYR",
    "rupiah": "IDR",
    "rial": "IRR", "dirham": "AED", "taka": "BDT", "riyal": "SAR", "real": "BRL", "toman": "IRR", "dong": "VND",
    "tenge": "KZT",
    "lari": "GEL", "dram": "AMD", "birr": "ETB", "cedi": "GHS", "krona": "SEK", "kronor": "SEK", "afghani": "AFN",
}  # fmt: skip
SHARED_CURRENCIES = word_set("crowns kroner pesos peso francs dinars dinar shillings")  # of several states: as printed
NATIONAL_DOLLARS = {
    "canadian": "CAD", "australian": "AUD", "hong": "HKD", "singapore": "SGD", "u.s.": "USD", "us": "USD",
    "american": "USD",
    "british": "GBP", "pakistani": "PKR", "egyptian": "EGP", "lebanese": "LBP", "swiss": "CHF", "iraqi": "IQD",
}  # fmt: skip
FRACTIONS = {
    "half": 2, "third": 3, "quarter": 4, "fifth": 5, "sixth": 6, "seventh": 7, "eighth": 8, "ninth": 9, "tenth": 10,
    "eleventh": 11, "twelfth": 12, "twentieth": 20, "hundredth": 100,
}  # fmt: skip
_PLURAL_FRACTIONS = {name + "s": n for name, n in FRACTIONS.items() if name != "half"} | {"halves": 2}
FRACTION_OF = FRACTIONS | _PLURAL_FRACTIONS

_WORDS: dict[str, str] = {}
for _class, _words in {
    "A": "a an", "THE": "the", "MORE": "more", "LESS": "less fewer", "THAN": "than", "OVER": "over", "UNDER": "under",
    "ABOVE": "above below exceeding", "ABOUT": "about around roughly approximately nearly almost circa", "SOME": "some",
    "AT": "at", "LEAST": "least", "MOST": "most", "UP": "up", "TO": "to", "AS": "as", "MANY": "many much", "NO": "no",
    "NOT": "not", "JUST": "just well slightly",
    "BARELY": "barely scarcely hardly", "LONG": "long far high low few little",
    "CLOSE": "close", "ESTIMATED": "estimated", "ANOTHER": "another",
    "ADDITIONAL": "additional extra further", "UPWARDS": "upwards upward excess", "IN": "in", "OF": "of", "OUT": "out",
    "OR": "or", "AND": "and", "BETWEEN": "between", "FROM": "from", "HYPH": "- – —", "COMMA": ",", "POINT": "point",
    "PCT": "% percent pct pct. percents", "PER": "per", "CENT": "cent", "PERCENTAGE": "percentage", "BASIS": "basis",
    "POINTS": "points", "HUNDRED": "hundred thousand",
    "SCALE": "million billion trillion crore lakh lakhs crores mln bln",
    "SCALEM": "m mn bn tn trn k b", "YEAR": "year", "MONTH": "month week day", "YEARS": "years", "OLD": "old",
    "AGED": "aged",
    "DOZEN": "dozen", "ONE": "one", "HALF": "half", "MAGNITUDE": "magnitude", "ODD": "odd plus", "ONLY": "only",
    "EVERY": "every",
    "MAXIMUM": "maximum minimum", "NATION": " ".join(NATIONAL_DOLLARS), "DOT": ".", "TRIPLE": "mid low high",
}.items():  # fmt: skip
    for _word in _words.split():
        _WORDS.setdefault(_word, _class)
for _word in WORDS:
    _WORDS.setdefault(_word, "NW")
for _word in CURRENCY_MARKS:
    _WORDS.setdefault(_word, "CUR")
for _word in CURRENCY_WORDS:
    _WORDS.setdefault(_word, "CURW")
    _WORDS.setdefault(_word + "s", "CURW")
for _word in SHARED_CURRENCIES:
    _WORDS.setdefault(_word, "CURW")
for _word in FRACTIONS:
    _WORDS.setdefault(_word, "FRAC")
for _word in _PLURAL_FRACTIONS:
    _WORDS.setdefault(_word, "FRACS")
_CLASSES = sorted({*_WORDS.values(), "DIG", "VULGAR"})
CODES = {name: chr(0xE000 + i) for i, name in enumerate(_CLASSES)}
_CODE_OF_WORD = {word: CODES[name] for word, name in _WORDS.items()}
_UPPER_ONLY = frozenset({"try", "cad", "eur", "rs", "rs."})
_NOT_NUMBER = re.compile(r"\d{1,2}:\d{2}|\d{4}-\d\d-\d\d|\d{1,4}[/.]\d{1,2}[/.]\d{2,4}")
OTHER = "."


def whole(token: str) -> bool:
    """Whether a token must not be cut: marks like "US$", and times and dates in digits."""
    return token.lower() in _CODE_OF_WORD or (token[0].isdigit() and bool(_NOT_NUMBER.match(token)))


def classify(word: str) -> str:
    """The class character of a word as printed."""
    low = word.lower()
    code = _CODE_OF_WORD.get(low)
    if code is not None:
        return OTHER if low in _UPPER_ONLY and word.islower() else code
    if low in VULGAR:
        return CODES["VULGAR"]
    if word[0].isdigit() and digits(low) is not None and not (len(low) > 1 and low[0] == "0" and low.isdigit()):
        return CODES["DIG"]
    return OTHER


MACROS = {
    "SPELT": "(NW | ONE) ((HYPH? | AND) (NW | ONE | HUNDRED))*",
    "NUM": "DIG VULGAR? | VULGAR | SPELT | DIG HYPH DIG VULGAR",
    "BIG": "HUNDRED | SCALE | SCALEM | HUNDRED SCALE | DOZEN",
    "PERCENT": "PCT | PER CENT",
    "QUAL": "(NO | NOT)? (MORE | LESS) THAN | (JUST | BARELY)? (OVER | UNDER | ABOVE) | BARELY | "
    "AT (LEAST | MOST) | UP TO | AS (MANY | LESS | MORE | LONG) AS | (JUST | BARELY)? ABOUT | SOME | CLOSE TO | "
    "A? ESTIMATED | UPWARDS OF | IN UPWARDS OF | A MAXIMUM OF",
    "ADDED": "A? (ADDITIONAL | ESTIMATED) | ANOTHER | THE | A",
}


def compiler() -> Compiler:
    """The compiler of patterns over these classes."""
    return Compiler(CODES, MACROS)


assert SCALES["million"] == 10**6
