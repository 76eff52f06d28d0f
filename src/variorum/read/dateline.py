"""Lines under a title: the date of publication and the byline."""

import datetime
import re
from collections.abc import Iterable

from variorum.lexicon.furniture import AGENCIES, DATE_LABELS, DESKS, MONTHS, UPDATED, WEEKDAYS, ZONES
from variorum.types import Record

WEEKDAYS_OF = {
    form: number
    for number, name in enumerate(("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"))
    for form in (name, name[:3])
}
LONGEST = 140  # code points of a line that can be one of dates or names

_MONTH = "|".join(sorted(MONTHS, key=len, reverse=True))
_TIME = re.compile(r"(?<!\d)\d{1,2}\s*[:.h]\s*\d{2}(?:\s*:\s*\d{2})?\s*(?:[ap]\s*\.?\s*m?\b\.?)?", re.IGNORECASE)
_HOUR = re.compile(r"(?<!\d)\d{1,2}\s*[ap]\s*\.?\s*m\b\.?", re.IGNORECASE)
_OFFSET = re.compile(r"(?:gmt|utc)?\s*[+-]\s*\d{1,2}\s*:?\s*\d{0,2}(?!\d)", re.IGNORECASE)
_FORMS = (
    re.compile(
        rf"(?<!\d)(?P<d>\d{{1,2}})(?:st|nd|rd|th)?[\s,.-]*(?:of\s+)?\b(?P<m>{_MONTH})\b[\s,.-]*(?P<y>\d{{4}})(?!\d)",
        re.I,
    ),
    re.compile(rf"\b(?P<m>{_MONTH})\b[\s.]*(?P<d>\d{{1,2}})(?:st|nd|rd|th)?(?:\s*,\s*|\s+)(?P<y>\d{{4}})(?!\d)", re.I),
    re.compile(r"(?<!\d)(?P<y>\d{4})\s*[-/.]\s*(?P<m>\d{1,2})\s*[-/.]\s*(?P<d>\d{1,2})(?!\d)"),
    re.compile(r"(?<!\d)(?P<a>\d{1,2})\s*[/.-]\s*(?P<b>\d{1,2})\s*[/.-]\s*(?P<y>\d{4}|\d{2})(?!\d)"),
    re.compile(rf"\b(?P<m>{_MONTH})\b[\s,.-]*(?P<d>\d{{1,2}})\b[\s,.-]*(?P<y2>\d{{2}})(?!\d)(?!\s*[:.])", re.I),
)
_NO_YEAR = re.compile(
    rf"\b(?:{_MONTH})\b\.?\s*\d{{1,2}}(?:st|nd|rd|th)?\b|(?<!\d)\d{{1,2}}(?:st|nd|rd|th)?\s*\b(?:{_MONTH})\b", re.I
)
_WORD = re.compile(r"[^\W\d_][\w'’./-]*")
_AMERICAN = re.compile(r"\b(?:[ECMP][SD]?T|AM|PM)\b|\ba\.m\.|\bp\.m\.", re.IGNORECASE)
_ZONE = re.compile(r"\b[ECMP][SD]T\b")

_NAME = r"(?:[^\W\d_a-z][\w'’.-]*|[A-Z]\.)"
_BY = re.compile(r"\W*(?i:by|written by)\s+[^\W\d_a-z]")
_SECTION = re.compile(r"\s+in\s+(?:[A-Z][\w&-]*\s*){1,3}(?:on|at)?\W*$")  # "By Jane Doe in Politics on …"
_BYLINE = re.compile(
    r"(?i:by|written by|reported by|story by|words by|author)\s*:?\s+"
    rf"(?P<names>{_NAME}(?:[ ,&/|]+(?:and\s+|of\s+|the\s+|for\s+)*{_NAME}){{0,11}})[.,]?"
)


# "OSLO, March 2 (Reuters) - ", "OSLO/BERGEN: ", "Oslo (NTB) — ", "Oslo, 2 March 2021. "
_CAPITALS = r"[A-Z][A-Z.'’]+(?:[ /-]+[A-Z][A-Z.'’]+){0,4}"
_PLACE = r"(?!(?:On|In|By|From|Since|Between|After|Before|Until|At|The)\b)[A-Z][\w'’.-]+(?: [A-Z][\w'’.-]+){0,2}"
_DAY = rf"(?:\b(?:{_MONTH})\b\.?\s*\d{{1,2}}|\d{{1,2}}\s+\b(?:{_MONTH})\b)(?:,?\s+\d{{4}})?"
_AGENCY = r"\([^()\n]{2,40}\)"
_DASH = r"\s*(?:[—–_]|--?(?=\s)|:(?=\s))\s*"
_DATELINE = re.compile(
    rf"(?:{_CAPITALS}(?:,\s*{_PLACE})?(?:,?\s*(?i:{_DAY}))?(?:\s*{_AGENCY})?{_DASH}"
    rf"|{_PLACE}(?:,\s*{_PLACE})?,?\s*(?:(?i:{_DAY})\s*)?{_AGENCY}{_DASH}"
    rf"|{_PLACE},?\s*(?i:{_DAY}){_DASH}"
    rf"|{_PLACE},\s*(?i:{_DAY})(?:\s*{_AGENCY})?\.\s+)(?=[A-Z0-9“\"'‘«(])"
)


def dateline_end(text: str, start: int, end: int) -> int:
    """Where the sentence begins after a dateline at the start of a paragraph; `start` where there is none."""
    match = _DATELINE.match(text, start, min(end, start + LONGEST))
    return match.end() if match and match.end() < end else start


class DateLine(Record, frozen=True, kw_only=True):
    """A line that gives the date of publication. `date` is None where its year or order of day and month is open."""

    date: str | None
    updated: bool  # it tells of a change, not of the first publication
    byline: str | None = None
    text: str = ""


def read_date_line(line: str) -> DateLine | None:
    """What a line tells when it is made of a date, an hour and their labels; None for any other line."""
    if len(line) > LONGEST or not any(c.isdigit() for c in line):
        return None
    date, rest = _take_date(line)
    if rest is None:
        return None
    rest = _HOUR.sub(" ", _TIME.sub(" ", _OFFSET.sub(" ", rest)))
    words = _WORD.findall(rest)
    lower = [word.lower().strip(".,'’/-") for word in words]
    left = [w for w in lower if w and w not in DATE_LABELS and w not in WEEKDAYS and w not in ZONES]
    if line.endswith(("-", "–", "—", "_")) or (line.endswith((".", "!", "?", ",", ";")) and len(left) > 1):
        return None
    barred = bool(re.search(r"[|·•:–—/]|\s-\s", rest) or _BY.match(rest))
    closing = any(match.end() == len(line) for form in _FORMS for match in form.finditer(line))
    if len(left) > (9 if barred else 6 if closing else 3) or (left and _reads_on(rest)):
        return None
    by = read_byline(_SECTION.sub("", re.split(r"[|·•]", rest)[0].strip(" ,-–—")))
    return DateLine(date=date, updated=any(word in UPDATED for word in lower), byline=by, text=line)


def date_in_years(line: str, years: Iterable[int]) -> str | None:
    """The date that a line gives by weekday, day and month, in the one year of some where the weekday fits; or None."""
    match = _NO_YEAR.search(line)
    weekday = next((WEEKDAYS_OF[w] for w in re.findall(r"[a-z]+", line.lower()) if w in WEEKDAYS_OF), None)
    if match is None or weekday is None:
        return None
    day = int(re.sub(r"\D", "", match.group()))
    month = next(MONTHS[w] for w in re.findall(r"[a-z]+", match.group().lower()) if w in MONTHS)
    found = []
    for year in sorted(set(years)):
        try:
            candidate = datetime.date(year, month, day)
        except ValueError:
            continue
        if candidate.weekday() == weekday:
            found.append(candidate.isoformat())
    return found[0] if len(found) == 1 else None


def printed_date(line: str) -> str | None:
    """The day that a line of the page's own, such as a notice of copyright, gives; None where it gives none."""
    return _take_date(line)[0] if len(line) <= LONGEST else None


def _take_date(line: str) -> tuple[str | None, str | None]:
    """The first date of a line and the line without its dates; (None, None) when it has none."""
    found: str | None = None
    rest, any_date = line, False
    for form in _FORMS:
        for match in form.finditer(rest):
            real, day = _date(match, line)
            any_date = any_date or real
            found = found or day
        if any_date:
            return found, form.sub(" ", rest)
    if _NO_YEAR.search(line):
        return None, _NO_YEAR.sub(" ", line)
    return None, None


def _date(match: re.Match[str], line: str) -> tuple[bool, str | None]:
    """Whether a match is a date, and which; None when the order of its day and month is open."""
    got = match.groupdict()
    year = int(got.get("y") or got.get("y2") or 0)
    if year < 100:
        year += 2000 if year < 70 else 1900
    if "a" in got:
        a, b = int(got["a"]), int(got["b"])
        if a > 12 or (a == b) or match.group().count(".") == 2:  # with stops the day comes first everywhere
            day, month = a, b
        elif b > 12 or _ZONE.search(line):
            day, month = b, a
        else:
            return True, None
    else:
        day = int(got["d"])
        month = MONTHS[got["m"].lower()] if not got["m"].isdigit() else int(got["m"])
    try:
        return True, datetime.date(year, month, day).isoformat()
    except ValueError:
        return False, None


def _reads_on(rest: str) -> bool:
    """Whether what is left beside a date runs on like a sentence: lower-case words in a row."""
    return bool(re.search(r"\b[a-z]{2,}\s+[a-z]{2,}\s+[a-z]{2,}\b", rest)) and not re.search(r"[|·•]", rest)


def read_byline(line: str) -> str | None:
    """Who a line credits when it is nothing but a byline ("By Jane Doe", "Reuters", "Staff Reporter"), or None."""
    line = line.strip()
    if not line or len(line) > LONGEST:
        return None
    bare = line.strip("()[]—–- .").removeprefix("From ").removeprefix("from ")
    if bare in AGENCIES or bare.lower() in DESKS:
        return bare
    match = _BYLINE.fullmatch(line)
    if match is None or not line[:1].isalpha():
        return None
    names = match.group("names").strip(" ,.")
    return names if _is_names(names) else None


def _is_names(names: str) -> bool:
    words = re.findall(r"[^\W\d_][\w'’.-]*", names)
    lower = [
        w for w in words if w[0].islower() and w.lower() not in ("and", "of", "the", "for", "de", "van", "von", "al")
    ]
    return bool(words) and not lower
