"""The figures of statements as quantities: what is counted, of what kind, and whether of a part or of the whole."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from variorum.annotate.numerals import WORDS
from variorum.compare import nouns
from variorum.compare.finding import plain
from variorum.compare.reading import read, stem, word_set
from variorum.compare.statements import Unit
from variorum.types import Figure, Span

_PARTED = re.compile(r"[,;:] ?|\b(?:and|while|but|with) ")
_LEFT = re.compile(
    r"[ -]+(?:minutes?|seconds?)[ ,]+(?:\w+ seconds? )?(?:left|remaining|to (?:go|play|spare))\b"
)  # a clock
_OTHERS = re.compile(r"\s+(?:others?|more|additional|further)\b")
_SLOT = 70  # characters on either side of a figure, as far as no other figure stands there, that may say what it is of
_AROUND = 30  # characters on either side of a figure that tell what it is of
BESIDE = 30  # characters between an age and the name of whose it is
_PARTS = frozenset(
    map(
        stem,
        word_set("including include includes among another additional further average each every apiece"),
    )
)


_PLACED = frozenset(map(stem, word_set("first last next final past previous opening")))  # "the first 17 points"
_AND = re.compile(r"(?:[ -][a-z]+){0,2} and ([a-z]+)\b(?P<rest> (?:other|in|on|at|to|was|were|is|are|has|have|had)\b)?")


_VERBS = word_set("would will could may might was were is are has have had to that which then also said says")
_MONTH = re.compile(r"\b(?:Jan|Feb|Mar|Apr|May|June?|July?|Aug|Sept?|Oct|Nov|Dec)[a-z]*\.? $")
_SCORE_BEFORE = re.compile(r"\d ?[-–/,:] ?$")  # "20-13", and what a corpus has split: "1 , 150", "12 : 38 AM"
_SCORE_AFTER = re.compile(r" ?[-–/:] ?\d|\s[.,]\s?\d")
_COMPOUND = re.compile(r" ?- ?([a-z]+)")
_LARGER = re.compile(r"\b(?:hours?|minutes?|feet|foot|years?|pounds?),?(?: and)?$")  # "4 minutes, 48 seconds" are no 48
_SMALLER = word_set("minute minutes second seconds inch inches month months ounce ounces")
_RANK = re.compile(r"\b(?:No\.|Nos\.|number|rank|Rule|Article|Section|Route|Flight|Resolution)$", re.IGNORECASE)
_COMPARED = re.compile(r"\bthan (?:the|that|its|his|her|their)$", re.IGNORECASE)
_OUT_OF = re.compile(
    r"\d[\w,.-]* (?:out )?of (?:the |its |his |her |their )?(?:[\w’-]+['’]s? )?$", re.IGNORECASE
)  # "10 of their 16 games"
_ALL = re.compile(
    r"\b(?:across|at|in|for|among|over|between) (?:all|every one) (?:of )?(?:(?:the|its|our|their) )?[a-z]+s\b"
    r"|\bacross the (?:country|nation|world|continent)\b"
    r"|\bcombined (?=\d)"
    r"|\b(?:during|in|over|across|after) (?:the |its |all )?(?:two|three|four|five|six|seven|eight|nine|ten) "
    r"(?:raids|operations|attacks|incidents|games|matches|seasons|rounds|trips|visits|strikes)\b",
    re.IGNORECASE,
)
_WIDE = re.compile(r"\b(?:nation|country|world|state)-?wide\b", re.IGNORECASE)
_SUFFERED = re.compile(
    r"\s+(?:(?:are|is|was|were|be|been|have|has|had|remain|remained|still|also|reported|reportedly|considered|feared|believed"
    r"|presumed|confirmed|listed|as|now)\s+){0,4}(?:dead|killed|wounded|injured|hurt|missing|unaccounted|displaced|homeless|evacuated"
    r"|arrested|detained)\b"
)
# Words for one measure.
_MEASURES = {
    stem(w): stem(k)
    for k, line in {"trade": "commerce exchange exchanges turnover", "production": "output"}.items()
    for w in line.split()
}
_BEFALLEN = re.compile(
    r"dead|deaths|killed|wounded|injured|missing|arrested|detained|displaced|homeless|casualt", re.IGNORECASE
)
_NUMBER_OF = re.compile(r"\b(?:number|count|tally|toll) of (?:the )?(\w+)\b[^.;]{0,40}$", re.IGNORECASE)
_DEATH_TOLL = re.compile(r"\bdeath toll\b[^.;]{0,40}$", re.IGNORECASE)
_RATE = re.compile(
    r"(?:\s+(?!from|than|by|in|of|over|for|since|within)[\w-]+){0,2}\s+"
    r"(?:(?:a|per|each|every) (?:year|month|week|day|hour)(?! (?:ago|earlier|before|later))"
    r"|annually|yearly|monthly|daily)\b"
)
_CUT_BEFORE = re.compile(r"\d\s[.,]\s?$")  # the clause may begin within a number that a corpus has split
_NEARBY = 30  # characters around a figure in which "nationwide" is said of it
_OF_THE = re.compile(r"(?:[ -][a-z]+)? of (?:the|its|his|her|their|those|all)\b")


@dataclass(frozen=True)
class Amount:
    """A figure in its clause."""

    unit: Unit
    figure: Figure
    noun: str  # what is counted, or the unit of measure; empty where the clause does not name it beside the figure
    measure: frozenset[str]  # stems of what is measured
    fate: str | None  # what befell those whom it counts
    story: str
    part: bool  # of a part, an addition or a rate, and not of the whole
    compound: bool  # in an adjective: "a three-point play", which counts no points
    days: Span  # the period as day numbers, its end behind the last; zeros where it has none
    person: frozenset[str]  # of an age, the stems of the name that stands beside it

    @property
    def block(self) -> str:
        """Within what it is compared: figures of one unit of measure or of money, and all counts of things."""
        return self.noun if nouns.is_unit(self.noun) else ""


def amounts(units: Iterable[Unit], story: str) -> list[Amount]:
    """The figures of the units that are told as facts or as somebody's account of facts."""
    out = []
    for unit in units:
        if unit.clause.status in {"threatened", "denied"} or unit.clause.polarity == "negative":
            continue
        told = (figure for figure in unit.figures if not _no_count(unit, figure))
        out += [_amount(unit, figure, story, _noun(unit, figure)) for figure in told]
    return out


def _noun(unit: Unit, figure: Figure) -> str:
    """What a figure counts: its unit or, without one, what the words around it say ("34 wounded")."""
    words = read(figure.unit or "").words
    text = unit.article.text
    if words:
        between = text[figure.end : unit.span[1]].lower().partition(figure.unit or "")[0]
        pair = " ".join((*read(between).words[-1:], words[-1]))  # "jet fighters"
        named = next((w for w in (pair, *reversed(words)) if nouns.known(w)), words[-1])
        return nouns.kind(named)
    before = text[max(unit.span[0], figure.start - 80) : figure.start]
    if _SUFFERED.match(text, figure.end) or _DEATH_TOLL.search(before):
        return nouns.PEOPLE
    counted = _NUMBER_OF.search(before)
    if counted is None:
        return ""
    word = stem(counted.group(1).lower())
    return nouns.PEOPLE if _BEFALLEN.match(counted.group(1)) else nouns.kind(word)


def _no_count(unit: Unit, figure: Figure) -> bool:
    if any(t.start <= figure.start < t.end and t.kind != "DURATION" for t in unit.article.times):
        return True
    text, start = unit.article.text, figure.start
    if _CUT_BEFORE.search(text, max(0, start - 4), start):
        return True
    before = text[max(unit.span[0], start - 24) : start].rstrip("$€£ ")
    if _SCORE_BEFORE.search(before) or _SCORE_AFTER.match(text, figure.end):
        return True
    if _OUT_OF.search(text, max(unit.span[0], start - 40), start):
        return True
    if text[figure.end : figure.end + 1].isalpha() or _LEFT.match(text, figure.end):  # "7.62mm", "with 29 seconds left"
        return True
    if (figure.unit or "") in _SMALLER and _LARGER.search(before.rstrip()):
        return True
    return bool(_MONTH.search(text, max(0, start - 12), start) or _RANK.search(before) or _COMPARED.search(before))


def _amount(unit: Unit, figure: Figure, story: str, noun: str) -> Amount:
    words, counted = read(figure.unit or "").words, noun
    both = _AND.match(unit.article.text, figure.end)
    inner = _COMPOUND.match(unit.article.text, figure.end)
    if inner and stem(inner.group(1)) not in words:
        noun = f"{stem(inner.group(1))} {noun}".rstrip()  # "a 35-word oath" counts words
    if noun and not nouns.is_unit(noun) and both and _is_counted_too(both):
        noun = f"{noun} and {stem(both.group(1).lower())}"
    people = not counted or nouns.family(counted) == nouns.PEOPLE
    return Amount(
        unit=unit,
        figure=figure,
        noun=noun,
        measure=frozenset(
            _MEASURES.get(w, w) for w in read(figure.measure or "").content if not nouns.known(w) and w != noun
        ),
        fate=nouns.fate(unit.article.text, unit.span, figure, unit.figures) if people else None,
        story=story,
        part=_part(unit, figure),
        compound=inner is not None,
        days=_days(unit, figure),
        person=_person(unit, figure) if figure.measure == "age" else frozenset(),
    )


def _is_counted_too(both: re.Match[str]) -> bool:
    """Whether what follows "and" is one more noun that a figure counts: no verb, and no number of its own."""
    word = both.group(1).lower()
    if word in _VERBS or word in WORDS:
        return False
    return both.group("rest") is None or nouns.family(stem(word)) == nouns.PEOPLE


def _days(unit: Unit, figure: Figure) -> Span:
    """A figure's period as day numbers; what is told "since 2007" goes on to the day of the report."""
    if not figure.period:
        return 0, 0
    first, _, last = figure.period.partition("/")
    since = rf"\bsince (?:\w+ ){{0,2}}{re.escape(first[:4])}\b"
    if not last and unit.day and re.search(since, unit.text, re.IGNORECASE):
        last = unit.day
    try:
        return _bound(first)[0], _bound(last or first)[1]
    except ValueError:
        return 0, 0


def _bound(value: str) -> Span:
    """First day of a year, month or day, and the day behind its last."""
    year, month, day = (*map(int, value[:10].split("-")), 0, 0)[:3]
    if day:
        start = date(year, month, day)
        return start.toordinal(), start.toordinal() + 1
    if month:
        return date(year, month, 1).toordinal(), date(year + month // 12, month % 12 + 1, 1).toordinal()
    return date(year, 1, 1).toordinal(), date(year, 12, 31).toordinal() + 1


def _person(unit: Unit, figure: Figure) -> frozenset[str]:
    """Stems of the name that stands nearest to a figure in its clause."""
    names = [
        m
        for m in unit.article.mentions
        if m.label == "PERSON" and m.head == "name" and unit.span[0] <= m.start and m.end <= unit.span[1]
    ]
    beside = [(max(m.start - figure.end, figure.start - m.end), m) for m in names]
    gap, nearest = min(beside, key=lambda b: b[0], default=(BESIDE, None))
    if nearest is None or gap >= BESIDE:
        return frozenset()
    return read(unit.article.text[nearest.start : nearest.end]).content


def _part(unit: Unit, figure: Figure) -> bool:
    """Whether the figure is of a part, an addition or a rate, and not of the whole."""
    start = figure.start
    before = plain(unit.article.text[max(unit.span[0], start - 60) : start])
    qualifier = figure.qualifier or ""
    if qualifier and before.lower().endswith(qualifier.lower()):
        before = before[: -len(qualifier)]
    if figure.unit != "percent" and _OF_THE.match(unit.article.text, figure.end):
        return True
    if _RATE.match(unit.article.text, figure.end) or _OTHERS.match(unit.article.text, figure.end):
        return True
    words = read(before).words
    return any(w in _PARTS for w in words[-2:]) or bool(_PLACED & set(words[-1:]))


def around(amount: Amount) -> str:
    """The words on both sides of a figure in its sentence, a letter in its place."""
    text, at = amount.unit.article.text, amount.figure
    within = next((s for s in amount.unit.article.sentences if s[0] <= at.start < s[1]), amount.unit.span)
    first, last = max(within[0], at.start - _AROUND), min(within[1], at.end + _AROUND)
    before, after = text[first : at.start], text[at.end : last]
    if first > within[0]:
        before = before.partition(" ")[2]  # no half words
    if last < within[1]:
        after = after.rpartition(" ")[0]
    return " ".join(f"{before} N {after}".split())


def slot(amount: Amount) -> Span:
    """The part of the sentence that can only speak of this figure: up to the figures before and behind it, and no
    further back than the comma or "and" that parts it from the one before: "70 percent in Halden, and 60 percent …"."""
    text, at, article = amount.unit.article.text, amount.figure, amount.unit.article
    first, last = amount.unit.sentence
    before = max((f.end for f in article.figures if f.end <= at.start), default=first)
    if before > max(first, at.start - _SLOT):
        parted = [m.end() for m in _PARTED.finditer(text, before, at.start)]
        before = parted[-1] if parted else before
    first = max(first, at.start - _SLOT, before)
    last = min([last, at.end + _SLOT, *(f.start for f in article.figures if f.start >= at.end)])
    while 0 < first < at.start and text[first - 1].isalnum() and text[first].isalnum():
        first += 1  # no half words
    while at.end < last < len(text) and text[last - 1].isalnum() and text[last].isalnum():
        last -= 1
    return first, last


def of_all(amount: Amount) -> bool:
    """Whether the clause speaks of all of a kind of place or body together: "across all the mills", "nationwide"."""
    start, end = amount.unit.span
    near = slice(max(start, amount.figure.start - _NEARBY), min(end, amount.figure.end + _NEARBY))
    found = _ALL.search(amount.unit.text) or _WIDE.search(amount.unit.article.text[near])
    return found is not None and amount.noun not in read(found.group()).words
