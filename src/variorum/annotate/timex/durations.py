"""Rules for durations, sets, distances from now, times of day and vague references."""

from datetime import date

from variorum.annotate.numerals import cardinal
from variorum.annotate.timex import calendar as cal
from variorum.annotate.timex.days import month_day, weekday
from variorum.annotate.timex.hit import Hit, Rule
from variorum.annotate.timex.lexicon import ADVERB_SETS, DAY_PARTS, PARTS_OF_DAYS, ZONES
from variorum.annotate.timex.resolver import FUTURE, Timex

_ISO = {"S": "T{}S", "MI": "T{}M", "H": "T{}H", "D": "{}D", "W": "{}W", "M": "{}M", "Q": "{}Q", "Y": "{}Y"}
_FACTOR = {"F": ("W", 2), "WE": ("D", 2), "6M": ("M", 6), "DE": ("Y", 10), "CE": ("Y", 100), "ML": ("Y", 1000)}
_SMALLER = {"H": ("MI", 60), "Y": ("M", 12), "D": ("H", 24), "MI": ("S", 60)}
_VAGUE = {"DE": "PXDE", "CE": "PXCE"}


def period(n: float | None, unit: str) -> str:
    """The TIMEX3 value of a duration: "P3M", "PT30M", "PXD" where the number is vague."""
    if n is None and unit in _VAGUE:
        return "PX" + {"DE": "E", "CE": "C"}[unit]
    if unit in _FACTOR:
        unit, factor = _FACTOR[unit]
        n = n * factor if n is not None else None
    if n is None:
        return "P" + _ISO[unit].format("X")
    if n != int(n) and unit in _SMALLER:
        smaller, size = _SMALLER[unit]
        whole, rest = int(n), round((n - int(n)) * size)
        if not whole:
            return "P" + _ISO[smaller].format(rest)
        joined = _ISO[unit].format(whole) + _ISO[smaller].format(rest)
        return "P" + (joined[0] + joined[1:].replace("T", "") if joined[0] == "T" else joined)
    return "P" + _ISO[unit].format(f"{n:g}" if n < 1e6 else int(n))


def _window(h: Hit, n: float | None, unit: str, sign: int) -> cal.Bounds | None:
    """The days that a run of n units before (-1) or after (1) the document's date covers."""
    if h.ctx.doc is None or n is None or n > 10_000:
        return None
    other = _moved(h.ctx.doc, unit, sign * n)
    if other is None:
        return None
    return (other, h.ctx.doc) if sign < 0 else (h.ctx.doc, other)


def _moved(day: date, unit: str, n: float) -> date | None:
    if unit in _FACTOR:
        unit, factor = _FACTOR[unit]
        n *= factor
    if unit in ("S", "MI", "H"):
        return day
    if unit in ("D", "W"):
        return cal.add_days(day, round(n * (7 if unit == "W" else 1)))
    months = round(n * {"M": 1, "Q": 3, "Y": 12}[unit])
    if not 12 < day.year * 12 + months < 9998 * 12:
        return None
    return cal.add_months(day, months)


def duration(h: Hit) -> Timex | None:
    """ "three years", "10-year", "a week", "two to three weeks", "at least 20 more years"."""
    if "old" in (h.after(), h.after(2) if h.after() in ("-", "–") else "") or h.before() in ("$", "£", "€", "¥"):
        return None
    unit = h.unit()
    n = 1.0 if h.words("n") in (["a"], ["an"]) else h.number()
    if unit == "S" and h.word("u") == "second" and (n == 1 or not h.has("n")):
        return None
    if h.has("half"):
        n = (n or 0) + 0.5
    if n is not None and n > 100_000:
        return None
    if h.words("n") == ["one"] and h.word("u") == "day" and not h.has("hy") and h.ctx.tense() == FUTURE:
        return Timex("DATE", "FUTURE_REF")
    if h.token("u").text.istitle() and h.words("n")[0].isdigit():  # a title: "60 Minutes"
        return None
    if h.word("u") in ("quarters", "quarter") and h.has("hy"):  # "three-quarters" is a fraction
        return None
    start = h.match.start()
    if h.has("det") and not h.has("noun"):
        start = h.match.end("det")
    elif h.words("ap")[:1] == ["over"] and (h.has("det") or not h.words("n")[0].isdigit()) and h.words("n") != ["a"]:
        start = h.match.end("ap")
    return Timex("DURATION", period(n, unit), span=(start, h.match.end()))


def run(h: Hit) -> Timex | None:
    """ "the nine months": a run that the text is about from here on, instead of a quarter."""
    if h.unit() == "M":
        h.ctx.last_quarter = None
    return duration(h)


def half(h: Hit) -> Timex | None:
    """ "half an hour", "a half-hour"."""
    unit = h.unit()
    if unit in ("DE", "CE", "ML"):
        return Timex("DURATION", period(5 * {"DE": 1, "CE": 10, "ML": 100}[unit], "Y"))
    return Timex("DURATION", period(0.5, unit)) if unit in _SMALLER else None


def bare(h: Hit) -> Timex | None:
    """ "years", "for weeks": a plural unit alone."""
    unit = h.unit()
    if h.after() == "old":
        return None
    if (
        unit in ("S", "MI", "Q")
        or h.word("u") in PARTS_OF_DAYS
        or h.before().endswith("ing")
        or h.before() in ("-", "/")
    ):
        return None
    return Timex("DURATION", period(None, unit))


def rolling(h: Hit) -> Timex | None:
    """ "the last three months", "the next few years", "recent weeks", "the past several quarters"."""
    unit, words = h.unit(), set(h.all_words())
    n = h.number() if h.has("n") else None
    sign = 1 if words & {"next", "coming", "following", "upcoming"} else -1
    if n is None and sign < 0 and unit != "D":
        return Timex("DATE", "PAST_REF")
    if unit == "M" and sign < 0:
        h.ctx.last_quarter = None
    return Timex("DURATION", period(n, unit), _window(h, n, unit, sign))


def opening(h: Hit) -> Timex | None:
    """ "the first nine months of 1990": a run of months or quarters at the start of a year."""
    n, unit = h.number(), h.unit()
    year = h.year() if h.has("y") else None
    if n is None or n != int(n) or n > 400:
        return None
    if year is None and h.has("rel"):
        shifted = h.ctx.shift("Y", h.rel() or 0)
        year = int(shifted) if shifted.isdigit() else None
    if year is None and h.ctx.doc is not None and unit in ("M", "Q", "W"):
        year = h.ctx.doc.year
    found = None
    if year and unit in ("M", "Q", "W", "D") and 1 <= year < 9998:
        first = date(year, 1, 1)
        if "last" in h.words("side"):
            months = int(n) * {"M": 1, "Q": 3}.get(unit, 0)
            found = (cal.add_months(date(year, 12, 1), 1 - months), date(year, 12, 31)) if 0 < months <= 12 else None
        else:
            end = _moved(first, unit, n)
            found = (first, cal.add_days(end, -1)) if end else None
    h.ctx.last_quarter = None
    if unit == "Q" and n == 2 and h.has("y") and year:
        return Timex("DATE", f"{year:04d}-H{2 if 'last' in h.words('side') else 1}")
    return Timex("DURATION", period(n, unit), found)


def ago(h: Hit) -> Timex | None:
    """ "two weeks ago", "50 years ago", "six days later". About-words make it a distance, as annotators do."""
    unit = h.unit()
    n = 1.0 if h.words("n") in (["a"], ["an"]) else (h.number() if h.has("n") else None)
    later = bool({"later", "hence", "now", "ahead"} & set(h.words("way")))
    forward = 1 if later else -1
    relative_to_text = bool({"later", "earlier", "before"} & set(h.words("way")))
    base = h.ctx.reference() if relative_to_text else h.ctx.doc
    if n is None:
        if h.has("n"):
            return Timex("DATE", "FUTURE_REF" if later else "PAST_REF")
        return Timex("DURATION", period(None, unit))
    if unit in ("S", "MI", "H") or base is None or n > 10_000:
        if base is None and unit not in ("S", "MI", "H") and n == int(n):
            return Timex("DATE", h.ctx.shift(unit, forward * int(n)))
        return Timex("DURATION", period(n, unit))
    moved = _moved(base, unit, forward * n)
    if moved is None:
        return Timex("DURATION", period(n, unit))
    small = {"DE": "Y", "CE": "Y", "ML": "Y", "F": "W", "WE": "W", "6M": "M"}.get(unit, unit)
    value = cal.shifted(moved, small, 0)
    if h.has("ap") and not relative_to_text:
        return Timex("DURATION", period(n, unit), cal.bounds(value))
    return Timex("DATE", value)


def every(h: Hit) -> Timex | None:
    """ "every day", "each July", "every two weeks", "Mondays", "daily"."""
    if h.has("adv"):
        if h.token("adv").tag_ in ("NN", "NNP"):  # "the daily" is a newspaper
            return None
        return Timex("SET", ADVERB_SETS[h.word("adv")])
    if h.has("m"):
        return Timex("SET", f"XXXX-{h.month():02d}")
    if h.has("wd"):
        part = next(("T" + DAY_PARTS[w.rstrip("s")] for w in h.all_words() if w.rstrip("s") in DAY_PARTS), "")
        return Timex("SET", f"XXXX-WXX-{h.weekday()}{part}")
    if h.has("s"):
        return Timex("SET", f"XXXX-{h.season()}")
    n = h.number() if h.has("n") else 1.0
    return Timex("SET", period(n, h.unit()))


def per(h: Hit) -> Timex | None:
    """ "a year" after an amount ("$5 a year", "twice a week") is a set; else it is a duration."""
    unit = h.unit()
    if unit == "S" or h.before() == "such" or h.after() in ("-", "–"):
        return None
    rate = (
        h.before() in ("once", "twice", "times", "million", "billion", "percent", "%")
        or h.before().replace(",", "").isdigit()
    )
    if rate or h.before() in ("dollars", "cents", "people", "pounds", "euros", "barrels", "tons", "tonnes"):
        return Timex("SET", period(1, unit))
    if h.word("u") in ("weekend", "quarter", "night"):
        return None
    return Timex("DURATION", period(1, unit))


def clock(h: Hit) -> Timex | None:
    """ "9 a.m. Tuesday", "around 7:15 p.m. EST", "4 in the morning"."""
    words = h.words("t")
    half_day = next((w.replace(".", "") for w in words if w.replace(".", "") in ("am", "pm")), "")
    if h.has("pod"):
        half_day = "am" if h.word("pod").endswith("morning") else "pm"
    hour, minute = _reading(words)
    if hour is None:
        return None
    bare_clock = not half_day and not h.has("z") and "o'clock" not in words and "o’clock" not in words
    if bare_clock and not (
        h.has("ap")
        or h.before() in ("at", "by", "until", "from", "since", "before", "after", "|", "about", "around", "till")
    ):
        return None
    if bare_clock and (":" not in words[0] and "." not in words[0]):
        return None
    if half_day == "pm" and hour < 12:
        hour += 12
    elif half_day == "am" and hour == 12:
        hour = 0
    zone = ZONES.get(h.word("z"), "") if h.has("z") else ""
    day = _day(h)
    return Timex("TIME", f"{day}T{hour:02d}:{minute:02d}{zone}")


def _day(h: Hit) -> str:
    """The day that a clock time is of: the one said with it, else the document's."""
    found: Timex | None = None
    if h.has("m"):
        found = month_day(h)
    elif h.has("wd"):
        found = weekday(h)
    elif h.has("day"):
        return h.ctx.shift("D", {"yesterday": -1, "tomorrow": 1}.get(h.word("day"), 0))
    if found is not None:
        return found.value
    return h.ctx.today()


def _reading(words: list[str]) -> tuple[int | None, int]:
    first = words[0]
    if ":" in first or ("." in first and first[0].isdigit()):
        hour, minute = first.replace(".", ":").split(":")[:2]
        return int(hour), int(minute)
    n = cardinal([w for w in words if w.isalnum() and w not in ("pm", "am")])
    return (int(n), 0) if n is not None and 0 <= n <= 24 else (None, 0)


def noon(h: Hit) -> Timex | None:
    """ "at noon", "midnight"."""
    named = h.has("m") or h.has("wd")
    if not named and h.before() not in (
        "at",
        "by",
        "until",
        "before",
        "after",
        "from",
        "since",
        "around",
        "about",
        "of",
        "till",
        "past",
    ):
        return None
    value = {"noon": "T12:00", "midday": "T12:00", "midnight": "T24:00"}[h.word("t")]
    return Timex("TIME", _day(h) + value)


def vague(value: str) -> Rule:
    """A rule that gives one value."""
    return lambda h: Timex("DATE", value)


def recent(h: Hit) -> Timex | None:
    """ "recent", "recent weeks", "coming months", "past years"."""
    words = h.all_words()
    if "recent" in words:
        return Timex("DURATION", period(None, h.unit()))
    return Timex("DATE", "FUTURE_REF" if "coming" in words or "future" in words else "PAST_REF")


def soon(h: Hit) -> Timex | None:
    if h.before() in ("as", "too", "so", "how") or h.after() == "as" or h.after() == "after":
        return None
    return Timex("DATE", "FUTURE_REF")


def now(h: Hit) -> Timex | None:
    return None if h.after() == "that" or h.before() in ("-",) or h.in_title() else Timex("DATE", "PRESENT_REF")


def past_noun(h: Hit) -> Timex | None:
    """ "the past" where it is a noun; "the future" and "future" before a noun."""
    word = h.word("w")
    if word == "past":
        return Timex("DATE", "PAST_REF") if h.token("w").tag_ in ("NN", "JJ") and not _goes_on(h) else None
    if word == "present":
        return Timex("DATE", "PRESENT_REF") if not _goes_on(h) else None
    return Timex("DATE", "FUTURE_REF")


def _goes_on(h: Hit) -> bool:
    token = h.next_token()
    return token is not None and token.tag_ in ("NN", "NNS", "CD", "JJ", "NNP")


_N = "n:(CARD | A | QUANT)"
_BETWEEN = "(TO | OR | HYPH | AND)"
_CLOCK = "ap:(ABOUT | NEARLY)? t:HOUR z:ZONE? (LOCAL TIME)?"
RULES: tuple[tuple[str, Rule], ...] = (
    (f"ap:(APPROX)? det:A? n:(CARD | QUANT) ({_BETWEEN} A? CARD)? (HYPH? AND HYPH? A HYPH? half:HALF)? MORE? hy:HYPH? "
     f"TRADING? u:(UNIT1 | UNITSX) (HYPH? (LONG | noun:PERIOD))?", duration),
    ("ap:(APPROX)? n:A u:(UNIT1) (OR (CARD | SO | MORE))?", per),
    ("ap:(APPROX)? n:(CARD | QUANT) u:(UNIT1 | UNITSX) OR SO", duration),
    ("ap:(APPROX)? A? HALF HYPH? A? u:UNIT1", half),
    ("u:UNITSX", bare),
    ("(THE | THOSE | THESE)? u:(YEARS) (OR UNITSX)?", bare),
    ("u:(UNITSX) OR UNITSX", bare),
    ("u:(UNITSX) HYPH LONG", bare),
    ("ap:(AT LEAST | UP TO)? (THE | THESE | THOSE | ITS)? (LAST | PAST | NEXT | COMING | PREVIOUS | FOLLOWING | "
     "LATEST) ap2:(APPROX)? n:(CARD (TO CARD)? | QUANT | FEW) FISCAL? TRADING? u:(UNITSX | UNIT1) (OR SO)?", rolling),
    ("(THE | ITS)? RECENT u:UNITSX", recent),
    ("(THE | ITS | THIS)? (PAST | FUTURE | COMING) SEVERAL? u:UNITSX", recent),
    ("(THE | ITS)? side:(FIRST | LAST) n:CARD u:(MONTHS_ | QUARTERS | UNITS | DAYS) (OF FISCAL? y:Y4)?", opening),
    ("(THE | ITS)? side:(FIRST | LAST) n:CARD u:(MONTHS_ | QUARTERS | UNITS | DAYS) OF? rel:(LAST | THIS | NEXT) "
     "YEARW", opening),
    ("(THE | ITS | THOSE | THESE) n:CARD u:(MONTHS_ | UNITS | DAYS | YEARS)", run),
    (f"{_CLOCK} (COMMA | ON)? (day:(TODAY | YESTERDAY | TOMORROW) | wd:WDAY)", clock),
    (f"{_CLOCK} (COMMA | ON)? (wd:WD COMMA)? m:MON d:DAYNUM (COMMA y:Y4)?", clock),
    (f"{_CLOCK} (COMMA | ON) d:DAYNUM m:MON y:Y4?", clock),
    (f"ap:(APPROX)? {_N} ({_BETWEEN} CARD)? MORE? TRADING? u:(UNIT1 | UNITSX) (OR SO)? way:(AGO | EARLIER | LATER | "
     f"HENCE | FROM NOW)", ago),
    ("u:UNITSX way:AGO", ago),
    ("EACH u:(UNIT1 | CAL)", every),
    ("EACH n:CARD u:UNITSX", every),
    ("EACH m:MON", every),
    ("EACH wd:WD pod:POD?", every),
    ("wd:WDAYS", every),
    ("wd:WDAY NIGHTS", every),
    ("EACH s:SEASON", every),
    ("adv:SETW", every),
    ("ap:(ABOUT | NEARLY)? t:HOUR z:ZONE? (IN THE pod:PODW)?", clock),
    ("t:NOON", noon),
    ("t:NOON (COMMA | ON)? (m:MON d:DAYNUM (COMMA y:Y4)? | wd:WDAY)", noon),
    ("RIGHT? w:NOW", now),
    ("THESE DAYS", vague("PRESENT_REF")),
    ("AT? w:THE MOMENT", lambda h: Timex("DATE", "PRESENT_REF") if h.before() == "at" else None),
    ("CURRENT | PRESENTLY", vague("PRESENT_REF")),
    ("MORE? RECENTLY", vague("PAST_REF")),
    ("RECENT", vague("PAST_REF")),
    ("THE SHORT? w:FUTURE", past_noun),
    ("THE w:(PAST | PRESENT)", past_noun),
    ("THE (SHORT | LONG) TERM", vague("FUTURE_REF")),
    ("AS SOON AS POSSIBLE", vague("FUTURE_REF")),
    ("SOON", soon),
    ("SOMETIME", lambda h: None),
)  # fmt: skip
