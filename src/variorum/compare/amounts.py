"""The figures of statements as quantities: what is counted, of what kind, and whether of a part or of the whole."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from variorum.compare.finding import plain
from variorum.compare.reading import read, stem, word_set
from variorum.compare.statements import Unit
from variorum.text import around
from variorum.types import Figure, Span

BESIDE = 30  # characters between an age and the name of whose it is
_SAME_NOUN = (
    {"company", "business", "firm", "enterprise", "corporation", "compani"},
    {"person", "people", "victim", "civilian", "individual", "human", "other", "resident", "citizen", "%person"},
    {"worker", "employee", "staff", "job"},
    {"soldier", "troop", "serviceman", "serviceperson"},
    {"protester", "demonstrator", "marcher"},
    {"home", "house", "household"},
    {"vehicle", "car"},
    {"country", "nation", "state"},
    {"student", "pupil"},
    {"policeman", "officer"},
    {"child", "kid", "youngster"},
    {"ship", "vessel", "boat"},
    {"plane", "aircraft", "jet"},
)
_NOUN = {stem(form): min(group) for group in _SAME_NOUN for word in group for form in (word, word + "s")}
# What tolls are of: words of one line count the same.
_TOLLS = (
    "die dead death kill drown perish fatality slay",
    "injure injury wound hurt",
    "miss",
    "arrest detain",
    "displace evacuate",
    "hospitalize",
    "infect",
    "casualty",
)
_TOLL = {stem(form): line.split()[0] for line in _TOLLS for word in line.split() for form in (word, word + "ed")}
_LIVES = frozenset(map(stem, ("lose", "life"))), frozenset(map(stem, ("lost", "lives")))
_PARTS = frozenset(
    map(
        stem,
        word_set("including include includes among another additional further average each every apiece"),
    )
)


_PLACED = frozenset(map(stem, word_set("first last next final past previous opening")))  # "the first 17 points"
_AND = re.compile(r"(?:[ -][a-z]+){0,2} and ([a-z]+)\b(?! (?:other|in|on|at|to|was|were|is|are|has|have|had)\b)")


_VERBS = word_set("would will could may might was were is are has have had to that which then also said says")
_MONTH = re.compile(r"\b(?:Jan|Feb|Mar|Apr|May|June?|July?|Aug|Sept?|Oct|Nov|Dec)[a-z]*\.? $")
_SCORE_BEFORE = re.compile(r"\d ?[-–/,] ?$")  # "20-13", and numbers that a corpus has split: "1 , 150"
_SCORE_AFTER = re.compile(r" ?[-–/] ?\d")
_COMPOUND = re.compile(r" ?- ?([a-z]+)")
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
    r"|presumed|listed|as|now)\s+){0,4}(?:dead|killed|wounded|injured|hurt|missing|unaccounted|displaced|homeless|evacuated"
    r"|arrested|detained)\b"
)
_TOTAL = re.compile(r"\s+of (?:the |its |his |her |their |those |these |all )?(\w+)\b", re.IGNORECASE)
# People by what they are or do: "200 fishermen" and "600 people" may be counts of one crowd.
_HUMAN = frozenset(
    stem(word)
    for word in word_set(
        "fishermen farmers villagers passengers protesters demonstrators marchers residents inhabitants citizens "
        "workers employees students refugees migrants supporters activists tourists pilgrims miners dockers"
    )
)
# Words for one measure.
_MEASURES = {
    stem(w): stem(k)
    for k, line in {"trade": "commerce exchange exchanges turnover", "production": "output"}.items()
    for w in line.split()
}
_NUMBER_OF = re.compile(r"\b(?:number|count|tally|toll) of (?:the )?(\w+)\b[^.;]{0,40}$", re.IGNORECASE)
_DEATH_TOLL = re.compile(r"\bdeath toll\b[^.;]{0,40}$", re.IGNORECASE)
_RATE = re.compile(
    r"(?:\s+(?!from|than|by|in|of|over|for|since|within)[\w-]+){0,2}\s+"
    r"(?:(?:a|per|each|every) (?:year|month|week|day|hour)(?! (?:ago|earlier|before|later))"
    r"|annually|yearly|monthly|daily)\b"
)
_NEARBY = 30  # characters around a figure in which "nationwide" is said of it
_OF_THE = re.compile(r"(?:[ -][a-z]+)? of (?:the|its|his|her|their|those|all)\b")


@dataclass(frozen=True)
class Amount:
    """A figure in its clause."""

    unit: Unit
    figure: Figure
    noun: str  # what is counted, or the unit of measure
    measure: frozenset[str]  # stems of what is measured
    kinds: frozenset[str]  # toll words and other verbs of the clause near the figure
    story: str
    part: bool  # of a part, an addition or a rate, and not of the whole
    compound: bool  # in an adjective: "a three-point play", which counts no points
    days: Span  # the period as day numbers, its end behind the last; zeros where it has none
    person: frozenset[str]  # of an age, the stems of the name that stands beside it
    crowded: bool  # others of its unit and time stand in the clause, so that words cannot tell whose it is
    context: frozenset[str] = frozenset()  # stems of the sentence around it that carry meaning
    place: tuple[str, ...] = ()  # the nouns of the clause's figures up to this one
    total: float | None = None  # of how many: "nine of the twelve conditions"

    @property
    def block(self) -> str:
        """What it is compared by: what is counted, and people as people."""
        return _NOUN["person"] if self.noun in _HUMAN or self.noun == "employee" else self.noun


def amounts(units: Iterable[Unit], story: str) -> list[Amount]:
    """The figures of the units that are told as facts or as somebody's account of facts."""
    out = []
    for unit in units:
        if unit.clause.status in {"hypothetical", "threatened", "denied"} or unit.clause.polarity == "negative":
            continue
        nouns: list[str] = []
        for figure in unit.figures:
            noun = _noun(unit, figure)
            if noun and not _no_count(unit, figure):
                nouns.append(noun)
                out.append(_amount(unit, figure, story, tuple(nouns)))
    return out


def _noun(unit: Unit, figure: Figure) -> str:
    """What a figure counts: its unit or, without one, what the words around it say ("34 wounded")."""
    words = read(figure.unit or "").words
    if words:
        return next((_NOUN[w] for w in reversed(words) if w in _NOUN), words[-1])
    text, person = unit.article.text, _NOUN["person"]
    before = text[max(unit.span[0], figure.start - 80) : figure.start]
    if _SUFFERED.match(text, figure.end) or _DEATH_TOLL.search(before):
        return person
    counted = _NUMBER_OF.search(before)
    if counted is None:
        return ""
    word = stem(counted.group(1).lower())
    return person if word in _TOLL else _NOUN.get(word, word)


def _no_count(unit: Unit, figure: Figure) -> bool:
    if any(t.start <= figure.start < t.end and t.kind != "DURATION" for t in unit.article.times):
        return True
    text, start = unit.article.text, figure.start
    before = text[max(unit.span[0], start - 24) : start].rstrip("$€£ ")
    if _SCORE_BEFORE.search(before) or _SCORE_AFTER.match(text, figure.end):
        return True
    if _OUT_OF.search(text, max(unit.span[0], start - 40), start):
        return True
    return bool(_MONTH.search(text, max(0, start - 12), start) or _RANK.search(before) or _COMPARED.search(before))


def _amount(unit: Unit, figure: Figure, story: str, place: tuple[str, ...]) -> Amount:
    words, noun = read(figure.unit or "").words, place[-1]
    both = _AND.match(unit.article.text, figure.end)
    crowd = sum((f.unit, f.period) == (figure.unit, figure.period) for f in unit.figures) > 1
    inner = _COMPOUND.match(unit.article.text, figure.end)
    if inner and stem(inner.group(1)) not in words:
        noun = f"{stem(inner.group(1))} {noun}"  # "a 35-word oath" counts words
    paired = both is not None and both.group(1).lower() not in _VERBS
    return Amount(
        unit=unit,
        figure=figure,
        noun=f"{noun} and {stem(both.group(1).lower())}" if both and paired else noun,
        measure=frozenset(
            _MEASURES.get(w, w) for w in read(figure.measure or "").content if w not in _NOUN and w != noun
        ),
        kinds=_kinds(unit.reading.content),
        story=story,
        part=_part(unit, figure),
        compound=inner is not None,
        days=_days(unit, figure),
        person=_person(unit, figure) if figure.measure == "age" else frozenset(),
        crowded=crowd,
        context=_context(unit, figure),
        place=place,
        total=_total(unit, figure),
    )


def _total(unit: Unit, figure: Figure) -> float | None:
    """Of how many a figure is a part, where that stands right behind it."""
    match = _TOTAL.match(unit.article.text, figure.end)
    return next((f.value for f in unit.figures if match and f.start == match.start(1)), None)


def _kinds(content: frozenset[str]) -> frozenset[str]:
    lost = any(words <= content for words in _LIVES)
    return frozenset(_TOLL[w] for w in content if w in _TOLL) | ({"die"} if lost else frozenset())


def _context(unit: Unit, figure: Figure) -> frozenset[str]:
    place = (figure.start, figure.end)
    span = around(place, unit.article.sentences)
    span = unit.span if span == place else span
    return read(unit.article.text[slice(*span)]).content


def _days(unit: Unit, figure: Figure) -> Span:
    """A figure's period as day numbers; what is told "since 2007" goes on to the day of the report."""
    if not figure.period:
        return 0, 0
    first, _, last = figure.period.partition("/")
    until = (unit.article.published or "")[:10]
    if not last and until and re.search(rf"\bsince (?:\w+ ){{0,2}}{re.escape(first[:4])}\b", unit.text, re.IGNORECASE):
        last = until
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
    if _RATE.match(unit.article.text, figure.end):
        return True
    words = read(before).words
    return any(w in _PARTS for w in words[-2:]) or bool(_PLACED & set(words[-1:]))


def of_all(amount: Amount) -> bool:
    """Whether the clause speaks of all of a kind of place or body together: "across all the mills", "nationwide"."""
    start, end = amount.unit.span
    near = slice(max(start, amount.figure.start - _NEARBY), min(end, amount.figure.end + _NEARBY))
    found = _ALL.search(amount.unit.text) or _WIDE.search(amount.unit.article.text[near])
    return found is not None and amount.noun not in read(found.group()).words
