"""Rules for days: dates, weekdays, months, years, holidays, "today" and its like."""

import re
from datetime import date

from variorum.annotate.numerals import word_set
from variorum.annotate.stream import Stream
from variorum.annotate.timex import calendar as cal
from variorum.annotate.timex.hit import Hit, Rule
from variorum.annotate.timex.lexicon import CODES, DAY_PARTS, HOLIDAYS, MONTHS
from variorum.annotate.timex.resolver import PAST, UNTOLD, Timex
from variorum.annotate.timex.tense import appointed
from variorum.types import TimeKind

_NAMELIKE = frozenset({"PERSON"})
_YEAR_BEFORE = word_set(
    "in since by of until till during from to before after between and through for early late mid - – , ( "
    "fiscal circa around about year summer spring autumn fall winter ' for versus vs. vs than over"
)

# What the eleventh of September is said of when it is the one of 2001.
_ATTACKED = word_set("attack attacks terror terrorist terrorists hijacker hijackers hijackings victims survivors")
_NOT_YEAR_BEFORE = word_set("$ £ € ¥ no. # flight route")
_NOT_YEAR_AFTER = word_set("% percent million billion km miles feet meters metres gmt hours hrs people")


def _date(value: str) -> Timex:
    return Timex("DATE", value)


def _part(words: list[str]) -> str:
    """The suffix of a time of day: "TMO" for morning."""
    return next(("T" + DAY_PARTS[w] for w in words if w in DAY_PARTS), "")


def month_day(h: Hit) -> Timex | None:
    """ "Oct. 23", "Friday, Oct. 23, 1998", "the 4th of July"."""
    month, day = h.month(), h.ordinal("d") or h.number("d")
    if day is None or not 1 <= day <= 31 or day != int(day):
        return None
    if h.words("d")[-1].isdigit() and _counts(h) and not h.has("y"):
        return None
    day = int(day)
    if cal.valid(2000, month, day) is None or (h.match.start("d") < h.match.start("m") and _is_day(h.after())):
        return None
    year = h.year() if h.has("y") else None
    if year is None and (month, day) == (9, 11) and _ATTACKED & {h.after(), h.after(2)}:
        year = 2001
    if year is not None:
        return _date(f"{year:04d}-{month:02d}-{day:02d}" if cal.valid(year, month, day) else f"{year:04d}-{month:02d}")
    weekday = h.weekday() if h.has("wd") else None
    if weekday and h.ctx.doc is not None:
        near = sorted(
            range(h.ctx.doc.year - 3, h.ctx.doc.year + 3), key=lambda y: abs(y - h.ctx.doc.year) if h.ctx.doc else 0
        )
        fits = [y for y in near if (d := cal.valid(y, month, day)) and d.isoweekday() == weekday]
        probed = h.ctx.year_of(lambda y: cal.valid(y, month, day))
        if fits and probed not in fits and abs(fits[0] - h.ctx.doc.year) <= 1:
            return _date(f"{fits[0]:04d}-{month:02d}-{day:02d}")
    return _date(f"{h.resolve_year(lambda y: cal.valid(y, month, day))}-{month:02d}-{day:02d}")


def _is_day(piece: str) -> bool:
    """Whether what follows a month is its day ("the 19 Sept. 11 hijackers")."""
    return piece.isascii() and piece.isdigit() and len(piece) <= 2 and 1 <= int(piece) <= 31


def week_of(h: Hit) -> Timex | None:
    """ "the week of March 6"."""
    day = month_day(h)
    found = cal.bounds(day.value) if day else None
    return _date(cal.week(found[0])) if found else None


_SPAN_MARKS = word_set("to through until till - – —")


def _year_ahead(h: Hit, month: int) -> int | None:
    """The year of the first month of a span, which the last one has ("between January and March 2023").

    A span whose last month names no year lies where that month lies.
    """
    spans = h.after() in _SPAN_MARKS or (h.after() == "and" and h.before() in ("between", "both"))
    if not (spans or h.after() in ("and", "or")) or h.after(2) not in MONTHS:
        return None
    last, doc = MONTHS[h.after(2)], h.ctx.doc
    said = [h.after(k) for k in (3, 4, 5)]
    if said[0] in ("of", ","):
        said = said[1:]
    if len(said[0]) == 4 and said[0].isdigit() and said[0].isascii():
        year: int | None = int(said[0])
    elif not spans or doc is None or said[0].isdigit():  # a day, perhaps: "March 3"
        return None
    elif said[0] in ("this", "last", "next") and said[1] == "year":
        year = doc.year + ("last", "this", "next").index(said[0]) - 1
    else:
        year = doc.year if last == doc.month else h.ctx.year_of(lambda y: cal.valid(y, last, 15))
    return year - (month > last) if year is not None else None


def _counts(h: Hit) -> bool:
    """Whether the number at the match's end counts what follows ("May 10-year bonds")."""
    after = h.after()
    if after in ("-", "–") and h.after(2).isalpha():
        return True
    return after in ("%", "percent", "million", "billion", "thousand", "people", "years", "days", "months", "points")


def month_year(h: Hit) -> Timex | None:
    """ "August 1988", "the end of May, 1997", "June last year"."""
    if h.has("y"):
        year: int | None = h.year()
    else:
        shifted = h.ctx.shift("Y", h.rel() or 0)
        if not shifted.isdigit():
            return _date(f"XXXX-{h.month():02d}")
        year = int(shifted)
    return _date(f"{year:04d}-{h.month():02d}") if year else None


def month(h: Hit) -> Timex | None:
    """A month alone: "May", "last June", "early December"."""
    token, word = h.token("m"), h.word("m")
    if not h.has("rel") and not _is_month(h, word):
        return None
    number = h.month()
    after = h.after()
    if token.ent_type_ in _NAMELIKE or (after.isdigit() and len(after) == 4):
        return None
    if h.rel() == -1 and h.ctx.doc is not None:  # "last June" is before this month, "last" of the same month a year ago
        year = h.ctx.doc.year if number < h.ctx.doc.month else h.ctx.doc.year - 1
        return _date(f"{year:04d}-{number:02d}")
    if ahead := _year_ahead(h, number):
        return _date(f"{ahead:04d}-{number:02d}")
    if h.rel() is None and h.ctx.year_said[0] == h.ctx.sentence():
        return _date(f"{h.ctx.year_said[1]}-{number:02d}")
    if h.ctx.doc is not None and number == h.ctx.doc.month and h.rel() is None:
        return _date(f"{h.ctx.doc.year:04d}-{number:02d}")
    if h.ctx.doc is not None and h.before() in ("until", "till", "through") and not _ends_span(h):
        return _date(f"{h.ctx.doc.year + (number < h.ctx.doc.month):04d}-{number:02d}")
    return _date(f"{h.resolve_year(lambda y: cal.valid(y, number, 15))}-{number:02d}")


def _ends_span(h: Hit) -> bool:
    """Whether a month after "through" or "until" ends a span that looks back ("from March through June")."""
    return h.before(2) in MONTHS or h.before(2).isdigit() or h.ctx.tense() in (PAST, UNTOLD)


def _is_month(h: Hit, word: str) -> bool:
    if word in ("may", "march", "august", "april", "june"):
        token = h.token("m")
        if token.text.isupper() or token.text.islower():
            return False
        if word in ("may", "march"):
            return token.tag_ in ("NNP", "NN") and (h.before() in _YEAR_BEFORE or h.has("part"))
        return token.ent_type_ not in _NAMELIKE
    return not (word.endswith(".") is False and len(word) <= 3 and h.before() not in _YEAR_BEFORE)


def weekday(h: Hit) -> Timex | None:
    """ "Friday", "last Tuesday", "early Wednesday", "Thursday night"."""
    token = h.token("wd")
    if not token.text[0].isupper() or h.before() in ("black", "bloody", "ash", "palm", "holy"):
        return None
    rel = h.rel()
    if rel == 0 and len(h.words("rel")) > 1:
        rel = None
    other = rel is None and h.ctx.doc is not None and h.ctx.doc.isoweekday() != h.weekday()
    ahead = other and (h.before() in ("until", "till") or _as_soon_as(h) or appointed(token))
    back = other and h.before() == "since"
    day, part = h.ctx.weekday(h.weekday(), 1 if ahead else -1 if back else rel), _part(h.all_words())
    kind: TimeKind = "TIME" if part else "DATE"
    if day is None:
        return Timex(kind, f"XXXX-WXX-{h.weekday()}{part}")
    return Timex(kind, day.isoformat() + part)


def _as_soon_as(h: Hit) -> bool:
    """Whether "as soon as", "as early as" or "no later than" stands before."""
    words = (h.before(3), h.before(2), h.before())
    return words in (("as", "soon", "as"), ("as", "early", "as"), ("no", "later", "than"))


def year(h: Hit) -> Timex | None:
    """A year: "1988", "early 1990", "fiscal 1989", "nineteen ninety-four"."""
    value = h.year()
    if value is None:
        return None
    words = h.words("y")
    if words[-1] == "hundred" and not h.has("lead") and h.before() not in _YEAR_BEFORE:
        return None
    if len(words) == 1 and words[0].isdigit() and not h.has("lead") and not _is_year(h, value):
        return None
    return _date(f"{value:04d}")


def short_year(h: Hit) -> Timex | None:
    """ "'98"."""
    start, end = h.match.span()
    glued = h.stream.ends[start] == h.stream.starts[end - 1] and len(h.word("y")) == 2
    if (
        not glued
        or h.before() in ("'", "‘", "’")
        or not (h.before() in _YEAR_BEFORE or h.before() in MONTHS or h.before().isdigit())
    ):
        return None
    value = h.year()
    return Timex("DATE", f"{value:04d}", span=(start, end)) if value else None


def _is_year(h: Hit, value: int) -> bool:
    """Whether a bare number of four digits is a year: what stands around it, then how likely the value is."""
    before, after = h.before(), h.after()
    if before in _NOT_YEAR_BEFORE or after in _NOT_YEAR_AFTER:
        return False
    led, follower = before in _YEAR_BEFORE, h.next_token()
    counted = follower is not None and follower.tag_ == "NNS"
    if not 1900 <= value <= 2050:
        return led and 1200 <= value <= 2150 and not counted
    return (led or not counted) and h.token("y").ent_type_ not in ("MONEY", "PERCENT", "QUANTITY")


def day_word(h: Hit) -> Timex | None:
    """ "today", "late yesterday", "tomorrow morning", "tonight"."""
    words = h.all_words()
    if h.in_title():
        return None
    n = -1 if "yesterday" in words else 1 if "tomorrow" in words else 0
    part = "TNI" if "tonight" in words else _part(words)
    return Timex("TIME" if part else "DATE", h.ctx.shift("D", n) + part)


def in_the_morning(h: Hit) -> Timex | None:
    """ "in the evening", "late in the afternoon", "mid-morning": of the day mentioned last."""
    if not h.has("mid") and h.before() not in ("in", "during", "by", "through", "into"):
        return None
    at = h.ctx.reference()
    return Timex("TIME", (at.isoformat() if at else "XXXX-XX-XX") + _part(h.words("pod")), anchor=False)


def day_said(h: Hit) -> Timex | None:
    """ "later in the day": the day mentioned last."""
    at = h.ctx.reference()
    return Timex("DATE", at.isoformat(), span=(h.match.start() + 2, h.match.end()), anchor=False) if at else None


def last_night(h: Hit) -> Timex | None:
    """ "last night", "this morning", "the next morning"."""
    rel, part = h.rel() or 0, _part(h.words("pod"))
    if h.has("the"):
        at = h.ctx.reference()
        if at is None:
            return None
        return Timex("TIME", cal.shifted(at, "D", rel) + part)
    return Timex("TIME", h.ctx.shift("D", -1 if rel == -1 else 0) + part)


def holiday(h: Hit) -> Timex | None:
    """ "Christmas Eve", "last Thanksgiving", "Easter"."""
    rule = HOLIDAYS.get(tuple(h.words("h")))
    if rule is None or not h.stream.text[h.stream.starts[h.match.start("h")]].isupper():
        return None
    year = h.year() if h.has("y") else None
    if year is not None:
        return _date(cal.holiday(rule, year).isoformat())
    found = h.ctx.year_of(lambda y: cal.holiday(rule, y), rel=h.rel())
    if found is None:
        return _date(f"XXXX-{rule[0]:02d}-{rule[1]:02d}") if isinstance(rule, tuple) else None
    return _date(cal.holiday(rule, found).isoformat())


def iso(h: Hit) -> Timex | None:
    """ "2022-01-19"."""
    word = h.word("d").upper()
    try:
        day = date.fromisoformat(word[:10])
    except ValueError:
        return None
    return Timex("TIME", day.isoformat() + word[10:16]) if "T" in word else _date(day.isoformat())


def iso_cut(h: Hit) -> Timex | None:
    """ "2022-01-19", which the tokenizer cuts at its hyphens."""
    start, end = h.stream.place(h.match.span())
    try:
        return _date(date.fromisoformat(h.stream.text[start:end]).isoformat()) if end - start == 10 else None
    except ValueError:
        return None


def slashed(h: Hit) -> Timex | None:
    """ "19/01/2022", "1/19/2022", "19.01.2022": the order that the numbers allow, else American (dots: European)."""
    word = h.word("d")
    parts = [int(p) for p in word.replace(".", "/").split("/")]
    if len(word.replace(".", "/").split("/")[0]) == 4:
        found = cal.valid(parts[0], parts[1], parts[2])
        return _date(found.isoformat()) if found else None
    a, b, y = parts
    if y < 100:
        y += 2000 if y <= 60 else 1900
    if not 1900 <= y <= 2100:
        return None
    european = "." in word or h.ctx.day_first()
    for month_, day in ((b, a), (a, b)) if european else ((a, b), (b, a)):
        if found := cal.valid(y, month_, day):
            return _date(found.isoformat())
    return None


_MON = "[" + "".join(CODES[c] for c in ("MONTH", "MAY", "MARCH")) + "]"
_DAY = "[" + "".join(CODES[c] for c in ("D12", "D31", "ORDD")) + "]"
_DAY_MONTH, _MONTH_DAY = re.compile(_DAY + _MON), re.compile(_MON + _DAY + "(?!" + _MON + ")")
_IN_DIGITS = re.compile(CODES["SLASH"])


def day_first(stream: Stream) -> bool:
    """Whether a text writes the day before the month: by dates in digits that can be read one way only, else by
    how it writes months in letters."""
    balance = 0
    for match in _IN_DIGITS.finditer(stream.codes):
        a, b = stream.word(match.start()).replace(".", "/").split("/")[:2]
        balance += (12 < int(a) <= 31) - (12 < int(b) <= 31)
    if balance:
        return balance > 0
    return len(_DAY_MONTH.findall(stream.codes)) > len(_MONTH_DAY.findall(stream.codes))


RULES: tuple[tuple[str, Rule], ...] = (
    ("part:(EARLYISH | PARTOF)? REL? (wd:WD COMMA? THE?)? m:MON THE? d:DAYNUM (COMMA? y:Y4)?", month_day),
    ("part:(EARLYISH | PARTOF)? (wd:WD COMMA? THE?)? d:DAYNUM OF? m:MON (COMMA? y:Y4)?", month_day),
    ("part:(THE? EARLYISH | PARTOF)? m:MON (COMMA | OF)? y:Y4", month_year),
    ("part:(THE? EARLYISH | PARTOF)? m:MON OF? rel:(LAST | THIS | NEXT) YEARW", month_year),
    ("part:(THE? EARLYISH | PARTOF)? rel:(REL)? m:MON", month),
    ("part:(EARLY | LATE)? rel:(REL)? wd:WDAY pod:(POD | OVERNIGHT)?", weekday),
    ("wd:WDAYAB pod:POD", weekday),
    (
        "lead:((THE? EARLYISH | PARTOF | POST HYPH) OFYEAR? | THE? FISCAL YEARW? | CALENDAR YEARW? | THE YEARW)? y:Y4",
        year,
    ),
    ("lead:(THE? EARLYISH | PARTOF | THE? YEARW | FISCAL)? y:SPOKEN", year),
    ("QUOTE y:(D12 | D31 | N2)", short_year),
    ("EARLYISH? (TODAY | YESTERDAY | TOMORROW) POD?", day_word),
    ("EARLYISH? TONIGHT", day_word),
    ("THE pod:PODW", in_the_morning),
    ("mid:(MID HYPH?) pod:PODW", in_the_morning),
    ("EARLYISH? the:THE? rel:(LAST | THIS | NEXT | FOLLOWING | PREVIOUS) pod:POD", last_night),
    ("rel:(REL)? h:(HOL HOLTAIL* | (HOLX | MON) HOLTAIL+) (OF? COMMA? y:Y4)?", holiday),
    ("THE WEEK OF m:MON d:DAYNUM", week_of),
    ("(EARLIER | LATER) IN THE DAYW", day_said),
    ("d:ISODATE", iso),
    ("y:Y4 HYPH D12 HYPH (D12 | D31)", iso_cut),
    ("d:SLASH", slashed),
)
