"""Rules for spans of the calendar: quarters, seasons, decades, "last year" and its like."""

from dataclasses import replace
from datetime import date

from variorum.annotate.timex import calendar as cal
from variorum.annotate.timex.hit import Hit, Rule
from variorum.annotate.timex.lexicon import DECADE_WORDS
from variorum.annotate.timex.resolver import FUTURE, Timex


def _date(value: str) -> Timex:
    return Timex("DATE", value)


def decade(h: Hit) -> Timex | None:
    """ "the 1980s", "the mid-'90s", "the nineties"."""
    word = h.words("d")[-1]
    if word in DECADE_WORDS:
        if h.before() in ("his", "her", "their", "my", "our"):
            return None
        return _date(f"19{DECADE_WORDS[word]}")
    digits = word[:-1]
    if len(digits) == 4:
        return _date(digits[:3])
    if int(digits) < 20 and digits != "00":
        return _date("20" + digits[0])
    return _date("19" + digits[0])


def century(h: Hit) -> Timex | None:
    """ "the 11th century"."""
    n = h.ordinal()
    return _date(f"{n - 1:02d}") if n and 1 < n < 30 else None


def relative(h: Hit) -> Timex | None:
    """ "last year", "early next week", "later this month", "the past year"."""
    unit, rel = h.unit(), h.rel() or 0
    if unit in ("S", "MI", "H", "D", "ML", "6M", "F"):
        return None
    if set(h.words("rel")) & {"following", "previous", "preceding", "prior"}:
        at = h.ctx.reference()
        return _date(cal.shifted(at, unit, rel)) if at is not None else None
    if unit == "Q" and rel <= 0 and h.ctx.last_quarter and "this" not in h.words("rel"):
        return _date(h.ctx.last_quarter)
    return _date(h.ctx.shift(unit, rel))


def before_last(h: Hit) -> Timex | None:
    """ "the year before last", "the week after next"."""
    return _date(h.ctx.shift(h.unit(), -2 if h.has("back") else 2))


def current(h: Hit) -> Timex | None:
    """ "the current quarter", "that year", "the same month", "the week"."""
    unit, words = h.unit(), h.all_words()
    if unit in ("S", "MI", "H", "ML", "6M", "F"):
        return None
    if unit in ("CE", "DE") and not {"of", "in", "current"} & set(words):
        return None
    if "current" in words:
        return _date(h.ctx.shift(unit, 0))
    if unit == "Q":
        if h.after() in ("-", "–"):
            return None
        return _date(h.ctx.last_quarter or h.ctx.shift("Q", -1))
    if {"that", "same"} & set(words):
        at = h.ctx.reference()
        return _date(cal.shifted(at, unit, 0)) if at is not None else None
    if unit == "Y" and not {"of", "in", "full", "fiscal"} & set(words):
        return Timex("DURATION", "P1Y", _own(h, "Y"))
    if unit == "WE" and h.ctx.doc is not None and h.ctx.doc.isoweekday() < 6 and h.ctx.tense() != FUTURE:
        return _date(h.ctx.shift("WE", -1))
    return _date(h.ctx.shift(unit, 0))


def _own(h: Hit, unit: str) -> cal.Bounds | None:
    return cal.bounds(h.ctx.shift(unit, 0))


def quarter(h: Hit) -> Timex | None:
    """ "the third quarter", "the 1988 second quarter", "next year's first quarter", "the last half of 1989"."""
    half = "half" in h.all_words()
    h.ctx.fiscal = bool({"fiscal", "its"} & set(h.all_words()))
    n = (2 if half else 4) if h.words("o") in (["last"], ["final"], ["closing"]) else h.ordinal()
    if n is None or not 1 <= n <= (2 if half else 4):
        return None
    mark = f"-{'H' if half else 'Q'}{n}"
    if half and not (h.has("hy2") or h.has("y") or h.has("y2") or h.has("rel")):
        return None
    found = _quarter_of(h, n, half, mark)
    return (
        replace(found, span=(h.match.end("det"), h.match.end()))
        if h.has("det") and (h.has("hy") or h.has("hy2"))
        else found
    )


def _quarter_of(h: Hit, n: int, half: bool, mark: str) -> Timex:
    year = h.year() or h.year("y2")
    if year is None and h.has("rel"):
        shifted = h.ctx.shift("Y", h.rel() or 0)
        return _date((shifted if shifted.isdigit() else "XXXX") + mark)
    if year is not None:
        return _date(f"{year:04d}{mark}")
    size = 6 if half else 3
    back = {"earlier", "ago"} & set(h.all_words())
    text, doc = "XXXX", h.ctx.doc
    if doc is not None:  # the latest that has begun, unless the verb looks ahead
        begun = doc.month > size * (n - 1)
        ahead = not begun and h.ctx.tense() == FUTURE and size * (n - 1) + 1 - doc.month <= 6
        text = f"{doc.year - (0 if begun or ahead else 1):04d}"
    return _date((f"{int(text) - 1:04d}" if back and text.isdigit() else text) + mark)


def period(h: Hit) -> Timex | None:
    """ "the latest quarter", "the 1988 period", "the year-earlier period"."""
    year = h.year() if h.has("y") else None
    last = h.ctx.last_quarter
    words = set(h.all_words())
    if year is not None:
        return Timex("DATE", f"{year:04d}{last[4:]}" if last else f"{year:04d}", anchor=False)
    if h.has("ago") or {"corresponding", "comparable"} & words:
        found = year_back(h)
        bare = h.has("det") and not h.has("noun")  # "the year-earlier results": the article is the results'
        return replace(found, span=(h.match.end("det"), h.match.end())) if bare else found
    if h.ctx.doc is None:
        return _date(last) if last else None
    done = h.ctx.shift("Q", -1)  # the latest that is over
    return _date(min(last, done) if last else done)


def year_back(h: Hit) -> Timex:
    """ "a year ago", "year-earlier": the same quarter a year before, where quarters are the topic.

    "A year earlier" counts from a year that its sentence has named.
    """
    at, said = h.ctx.year_said
    if at == h.ctx.sentence() and {"earlier", "before"} & set(h.all_words()):
        return Timex("DATE", f"{int(said) - 1:04d}", anchor=False)
    last, doc = h.ctx.last_quarter, h.ctx.doc
    if last:
        late = doc is not None and int(last[-1]) > cal.quarter(doc)  # the quarter has not come yet: it was last year's
        year = doc.year - (2 if late else 1) if doc is not None else int(last[:4]) - 1
        return Timex("DATE", f"{year:04d}{last[4:]}", anchor=False)
    return Timex("DATE", h.ctx.shift("Y", -1), anchor=False)


def season(h: Hit) -> Timex | None:
    """ "this summer", "the winter of 1994", "last fall"."""
    code, word = h.season(), h.words("s")[-1]
    year = h.year() if h.has("y") else None
    if year is not None:
        return _date(f"{year:04d}-{code}")
    if (
        word in ("fall", "spring")
        and not h.has("rel")
        and h.before() not in ("in", "the", "by", "this", "since", "until")
    ):
        return None
    if word in ("fall", "spring") and h.token("s").pos_ == "VERB":
        return None
    first = {"SP": 3, "SU": 6, "FA": 9, "WI": 12}[code]
    if h.ctx.doc is not None and h.rel() == -1:
        begun = h.ctx.doc.month >= first
        return _date(f"{h.ctx.doc.year - (0 if begun and h.ctx.doc.month > first + 2 else 1):04d}-{code}")
    if h.ctx.doc is not None and h.rel() == 0:
        return _date(f"{h.ctx.doc.year:04d}-{code}")
    return _date(f"{h.resolve_year(lambda y: date(y, first, 28))}-{code}")


def next_day(h: Hit) -> Timex | None:
    """ "the next day", "the previous day": counted from the date mentioned last."""
    at = h.ctx.reference()
    return _date(cal.shifted(at, "D", h.rel() or 0)) if at is not None else None


def year_end(h: Hit) -> Timex | None:
    """ "year-end", "month end"."""
    return _date(h.ctx.shift(h.unit(), 0)) if not h.has("late") else None


def short_quarter(h: Hit) -> Timex | None:
    """ "Q3", "H1 2022"."""
    mark, year = h.word("d").upper(), h.year()
    if year is None:
        if h.ctx.doc is None or not h.stream.text[h.stream.starts[h.match.start("d")]].isupper():
            return None
        size = 3 if mark[0] == "Q" else 6
        year = h.ctx.doc.year - (1 if size * (int(mark[1]) - 1) >= h.ctx.doc.month else 0)
    return _date(f"{year:04d}-{mark}")


_HALF_OF = "(THE? (LAST | FIRST) HALF OF | PARTOF)?"
_QUARTER = "det:(THE | ITS | A)? (FISCAL HYPH?)? {} o:(SPELTORD | LAST | CLOSING) (hy:HYPH? QUARTERW | hy2:HYPH? HALF)"
_NTH = _QUARTER.format("")
_INTO = "(EARLIER IN | LATER IN | EARLY IN | LATE IN | PARTOF)?"
RULES: tuple[tuple[str, Rule], ...] = (
    (f"{_HALF_OF} THE? EARLYISH? QUOTE? d:(DEC4 | DECW)", decade),
    (f"{_HALF_OF} (THE? EARLYISH QUOTE? | THE QUOTE? | QUOTE) d:DEC2", decade),
    ("PARTOF? THE? EARLYISH? o:SPELTORD HYPH? CENTURY", century),
    ("(EARLYISH | PARTOF | SOMETIME | EARLIER IN | LATER IN)? THE? FISCAL? rel:REL FISCAL? u:CAL", relative),
    ("(EARLY | LATE) THE? rel:(PREVIOUS | FOLLOWING | NEXT) u:CAL", relative),
    ("THE u:(CAL | DAYW) back:(BEFORE LAST) CAL?", before_last),
    ("THE u:(CAL | DAYW) AFTER NEXT CAL?", before_last),
    (f"{_INTO} (THE | THAT | THE? CURRENT | THE? SAME | ITS CURRENT | THE FULL) FISCAL? u:CAL", current),
    ("EARLYISH? (THAT | THE? SAME) u:DAYW", current),
    (f"(PARTOF | EARLYISH)? {_QUARTER.format('y:Y4?')} ((OF | IN)? FISCAL? y2:Y4)?", quarter),
    (f"(PARTOF | EARLYISH)? {_NTH} OF? rel:(LAST | THIS | NEXT) YEARW", quarter),
    (f"(PARTOF | EARLYISH)? {_NTH} OF rel:(THE) FISCAL? YEARW", quarter),
    ("rel:(LAST | THIS | NEXT) YEARW POSS o:(SPELTORD | LAST) (QUARTERW | HALF)", quarter),
    ("(THE | ITS)? YEARW HYPH (EARLIER | AGO) o:SPELTORD (QUARTERW | HALF)", quarter),
    ("det:(THE | ITS)? ago:(YEARW HYPH (EARLIER | AGO)) noun:(PERIOD | QUARTERW | MONTHW | FIRST HALF)?", period),
    ("(THE | A | ITS) (LATEST | SIMILAR | y:Y4) (FISCAL | YEARW)? (QUARTERW | PERIOD) (ago:(LAST YEARW))?", period),
    ("THE rel:(NEXT | FOLLOWING | PREVIOUS) u:DAYW", next_day),
    ("APPROX? (THE | CALENDAR)? u:(YEARW | MONTHW) HYPH? END", year_end),
    ("d:QMARK OF? FISCAL? y:Y4?", short_quarter),
    ("LAST YEARW POSS QUARTERW", year_back),
    ("A YEARW (AGO | EARLIER | BEFORE)", year_back),
    ("(THE | EARLY | LATE | MID HYPH?)* (rel:REL)? s:SEASON (OF? (THE YEARW)? y:(Y4 | SPOKEN))?", season),
)
