"""Figures that differ, and qualifiers that do: same measure, same scope, same period, other value."""

import math
import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from variorum.compare.finding import Voice, finding, plain
from variorum.compare.pairs import dates_meet
from variorum.compare.reading import printed, read, stem, word_set
from variorum.compare.rivals import told_apart
from variorum.compare.statements import Unit
from variorum.models import matcher
from variorum.types import Disagreement, Figure

MIN_SCORE = 0.6
_NEAR = 0.5  # cosine from which one unusual count in two clauses is one count
_FAR = 0.25  # cosine under which clauses are not looked at, unless their periods are the same

_SAME_NOUN = (
    {"company", "business", "firm", "enterprise", "corporation", "compani"},
    {"person", "people", "victim", "civilian", "individual", "human", "other", "resident", "%person"},
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
_NOUN = {stem(word): min(group) for group in _SAME_NOUN for word in group}
_ABOVE = (
    "over",
    "more than",
    "above",
    "at least",
    "exceed",
    "no fewer",
    "no less",
    "upward",
    "north of",
    "minimum",
    "topped",
)
_BELOW = (
    "under",
    "less than",
    "fewer than",
    "below",
    "at most",
    "no more than",
    "up to",
    "nearly",
    "almost",
    "close to",
    "just under",
    "maximum",
)
_ABOUT = (
    "about",
    "around",
    "some",
    "roughly",
    "approximately",
    "circa",
    "estimated",
    "nearly",
    "almost",
    "close to",
    "an estimated",
    "or so",
    "near",
)
_TOLL = frozenset(
    map(
        stem,
        word_set(
            "kill die drown injure wound miss arrest detain displace hospitalize infect evacuate casualty fatality hurt"
        ),
    )
)
_PARTS = frozenset(
    map(
        stem,
        word_set("including include includes among another additional further average each every apiece"),
    )
)


_AND = re.compile(r"(?:[ -][a-z]+){0,2} and ([a-z]+)\b(?! (?:other|in|on|at|to|was|were|is|are|has|have|had)\b)")


_MONTH = re.compile(r"\b(?:Jan|Feb|Mar|Apr|May|June?|July?|Aug|Sept?|Oct|Nov|Dec)[a-z]*\.? $")
_SCORE_BEFORE = re.compile(r"\d ?[-–/,] ?$")  # "20-13", and numbers that a corpus has split: "1 , 150"
_SCORE_AFTER = re.compile(r" ?[-–/] ?\d")
_COMPOUND = re.compile(r" ?- ?([a-z]+)")
_RANK = re.compile(r"\b(?:No\.|Nos\.|number|rank|Rule|Article|Section|Route|Flight|Resolution)$", re.IGNORECASE)
_COMPARED = re.compile(r"\bthan (?:the|that|its|his|her|their)$", re.IGNORECASE)
_ALL = re.compile(
    r"\b(?:across|at|in|for|among|over|between) (?:all|every one) (?:of )?(?:(?:the|its|our|their) )?[a-z]+s\b"
    r"|\b(?:nation|country|world|state)-?wide\b|\bacross the (?:country|nation|world|continent)\b",
    re.IGNORECASE,
)
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
    crowded: bool  # others of its unit stand in the clause, so that words cannot tell whose it is


Link = tuple[Amount, Amount, float, str]  # two figures of one quantity, how sure, and what was matched


def amounts(units: Iterable[Unit], story: str) -> list[Amount]:
    """The figures of the units that are told as facts or as somebody's account of facts."""
    out = []
    for unit in units:
        if unit.clause.status in {"hypothetical", "threatened", "denied"} or unit.clause.polarity == "negative":
            continue
        out += [_amount(unit, f, story) for f in unit.figures if f.unit and not _no_count(unit, f)]
    return out


def _no_count(unit: Unit, figure: Figure) -> bool:
    if any(t.start <= figure.start < t.end and t.kind != "DURATION" for t in unit.article.times):
        return True
    text, start = unit.article.text, figure.start
    before = text[max(unit.span[0], start - 24) : start].rstrip("$€£ ")
    if _SCORE_BEFORE.search(before) or _SCORE_AFTER.match(text, figure.end):
        return True
    return bool(_MONTH.search(text, max(0, start - 12), start) or _RANK.search(before) or _COMPARED.search(before))


def _amount(unit: Unit, figure: Figure, story: str) -> Amount:
    words = read(figure.unit or "").words
    both = _AND.match(unit.article.text, figure.end)
    crowd = sum(f.unit == figure.unit for f in unit.figures) > 1
    noun = next((_NOUN[w] for w in reversed(words) if w in _NOUN), words[-1] if words else "")
    inner = _COMPOUND.match(unit.article.text, figure.end)
    if inner and stem(inner.group(1)) not in words:
        noun = f"{stem(inner.group(1))} {noun}"  # "a 35-word oath" counts words
    return Amount(
        unit=unit,
        figure=figure,
        noun=f"{noun} and {stem(both.group(1).lower())}" if both else noun,
        measure=frozenset(w for w in read(figure.measure or "").content if w not in _NOUN and w != noun),
        kinds=unit.reading.content & _TOLL,
        story=story,
        part=_part(unit, figure),
        crowded=crowd,
    )


def compare_amounts(found: Sequence[Amount], near: Callable[[Unit, Unit], float]) -> list[Disagreement]:
    """Disagreements in figures and in qualifiers between different reports; `near` is the cosine of two units."""
    links: list[Link] = []
    blocks: dict[str, list[Amount]] = {}
    for amount in found:
        blocks.setdefault(amount.noun, []).append(amount)
    for block in blocks.values():
        for n, a in enumerate(block):
            for b in block[n + 1 :]:
                if a.unit.article.id == b.unit.article.id or a.crowded or b.crowded:
                    continue
                cosine = near(a.unit, b.unit)
                if cosine < _FAR and (not a.figure.period or a.figure.period != b.figure.period):
                    continue
                score, why = _same_thing(a, b, cosine)
                if score >= MIN_SCORE:
                    links.append((a, b, score, why))
    return _figures(links, found) + _qualifiers(links)


def _same_thing(a: Amount, b: Amount, cosine: float) -> tuple[float, str]:
    """How sure it is that both measure the same of the same over the same time, and what was matched."""
    if not _periods_meet(a, b) or not dates_meet(a.unit, b.unit) or a.part != b.part:
        return 0.0, ""
    if a.kinds and b.kinds and not a.kinds & b.kinds:
        return 0.0, ""
    measure = _measures_meet(a, b)
    if measure is False or _scopes_clash(a, b) or told_apart(a.unit, b.unit):
        return 0.0, ""
    shared = (a.unit.reading.content & b.unit.reading.content) - {a.noun}
    weight = sum(matcher.rarity(w) for w in shared if not w.isdigit())
    same_period = bool(a.figure.period) and a.figure.period == b.figure.period
    actors = bool(
        a.unit.countries & b.unit.countries
        or a.unit.actors & b.unit.actors
        or set(a.figure.about) & set(b.figure.about)
    )
    score = 0.45 * cosine + 0.02 * min(weight, 16) + 0.12 * actors + 0.1 * same_period + 0.14 * (measure is True)
    if same_period and measure is True and a.noun == "%" and _article_actors(a) & _article_actors(b):
        score = max(score, 0.7)
    same_count = _same_count(a, b) and cosine >= _NEAR
    if a.unit.clause.predicate == b.unit.clause.predicate:
        score += 0.05
    elif measure is not True and not a.kinds & b.kinds and cosine < 0.75 and not same_count:
        score -= 0.12
    if same_count:
        score += 0.3 + 0.02 * matcher.rarity(a.noun)
    if a.kinds & b.kinds:
        score += 0.14
    matched = [f"unit {a.figure.unit or a.noun} and {b.figure.unit or b.noun}"]
    if measure is True:
        matched.append(f"measure {a.figure.measure} and {b.figure.measure}")
    if same_period:
        matched.append(f"period {a.figure.period}")
    if shared:
        matched.append("both: " + printed(a.unit.reading.text, sorted(shared, key=matcher.rarity, reverse=True)[:4]))
    return score, "; ".join(matched)


def _same_count(a: Amount, b: Amount) -> bool:
    """Whether both count so many of the same that two counts would hardly agree by chance: 1,250, but not 1,000."""
    x, y = a.figure, b.figure
    if a.noun == "%" or x.value != y.value or x.high != y.high or abs(x.value) < 100:
        return False
    return len(f"{abs(x.value):.0f}".rstrip("0")) > 1


def _article_actors(amount: Amount) -> set[str]:
    return {a.country for a in amount.unit.article.actors if a.country and a.kind == "country"} | set(
        amount.figure.about
    )


def _periods_meet(a: Amount, b: Amount) -> bool:
    """Whether both may hold for the same time; a figure without a period meets any."""
    x, y = a.figure.period, b.figure.period
    if not x or not y or x == y:
        return True
    if a.kinds and b.kinds:  # a toll's period is the day of the event
        return x.split("/")[0][:10] == y.split("/")[0][:10] or x in y or y in x
    return False


def _measures_meet(a: Amount, b: Amount) -> bool | None:
    """Whether the measures are one (True), two (False), or cannot be told."""
    if not a.measure or not b.measure:
        return None
    shared = a.measure & b.measure
    if shared and len(shared) >= 0.5 * min(len(a.measure), len(b.measure)):
        return True
    return False if a.noun == "%" and not shared else None


def _part(unit: Unit, figure: Figure) -> bool:
    """Whether the figure is of a part, an addition or a rate, and not of the whole."""
    start = figure.start
    before = plain(unit.article.text[max(unit.span[0], start - 60) : start])
    qualifier = figure.qualifier or ""
    if qualifier and before.lower().endswith(qualifier.lower()):
        before = before[: -len(qualifier)]
    if figure.unit != "percent" and _OF_THE.match(unit.article.text, figure.end):
        return True
    return any(w in _PARTS for w in read(before).words[-2:])


def _scopes_clash(a: Amount, b: Amount) -> bool:
    """Whether they name countries, and none in common."""
    own_a, own_b = a.unit.countries, b.unit.countries
    if own_a and own_b and not own_a & own_b:
        return True
    return _of_all(a) != _of_all(b)


def _of_all(amount: Amount) -> bool:
    """Whether the clause speaks of all of a kind of place or body together: "across all the mills", "nationwide"."""
    found = _ALL.search(amount.unit.text)
    return found is not None and amount.noun not in read(found.group()).words


def values_differ(a: Figure, b: Figure) -> bool:
    """Whether no true value fits both, given bounds, ranges, approximation and rounding."""
    low_a, high_a = _bounds(a)
    low_b, high_b = _bounds(b)
    if low_a <= high_b and low_b <= high_a:
        return False
    x, y = a.value, b.value
    return not (_rounds_to(x, y) or _rounds_to(y, x))


def _bounds(figure: Figure) -> tuple[float, float]:
    value = figure.value
    high = figure.high if figure.high is not None else value
    kind = qualifier_kind(figure.qualifier)
    slack = abs(value) * 0.1
    if kind == "above":
        return value, max(high, value * 1.25 if value < 1000 else value * 1.1)
    if kind == "below":
        return value - 2 * slack, high
    if kind == "about":
        return value - slack, high + slack
    return value, high


def qualifier_kind(qualifier: str | None) -> str:
    """`above`, `below`, `about` or `exact`."""
    low = (qualifier or "").lower()
    if not low:
        return "exact"
    if low.startswith(("no fewer", "no less", "not less")):
        return "above"
    if any(w in low for w in _BELOW):
        return "below"
    if any(w in low for w in _ABOVE):
        return "above"
    return "about" if any(w in low for w in _ABOUT) else "exact"


def _rounds_to(x: float, y: float) -> bool:
    """Whether y is x rounded to as many digits as y shows."""
    if y == 0 or x == 0 or x == y:
        return x == y
    for digits in range(1, 6):
        scale = digits - 1 - math.floor(math.log10(abs(x)))
        if math.isclose(round(x, scale), y, rel_tol=1e-9) and digits >= 2:
            return True
    return abs(x - y) / max(abs(x), abs(y)) < 0.006


def _figures(links: Sequence[Link], found: Sequence[Amount]) -> list[Disagreement]:
    """One finding for each quantity, with a side for each value of it."""
    kept = [
        link
        for link in links
        if values_differ(link[0].figure, link[1].figure)
        and not _also_told(link[0], link[1], found)
        and not _also_told(link[1], link[0], found)
        and _ratio(link[0].figure, link[1].figure) <= 50
    ]
    out = []
    for group in map(_consistent, _joined(kept)):
        a, b, score, why = max(group, key=lambda link: link[2])
        sides: list[list[Amount]] = []
        for amount in _members(group):
            side = next((s for s in sides if not values_differ(s[0].figure, amount.figure)), None)
            if side is None:
                sides.append([amount])
            else:
                side.append(amount)
        note = _update(a, b)
        score = min(score, 0.95) - (0.4 if note else 0.0)
        if score < MIN_SCORE:
            continue
        told = [(_says(side[0]), [Voice(m.unit) for m in side]) for side in sides]
        out.append(
            finding(
                "figure",
                [m.story for side in sides for m in side],
                a.figure.measure or b.figure.measure or a.figure.unit or a.noun,
                told,
                score=score,
                why=f"{why}; {' against '.join(says for says, _ in told)}{note}",
            )
        )
    return out


def _joined(links: Sequence[Link]) -> list[list[Link]]:
    """Links that share a figure, together."""
    above: dict[int, int] = {}

    def root(key: int) -> int:
        while above.setdefault(key, key) != key:
            above[key] = above[above[key]]
            key = above[key]
        return key

    for a, b, _, _ in links:
        above[root(id(a.figure))] = root(id(b.figure))
    groups: dict[int, list[Link]] = {}
    for link in links:
        groups.setdefault(root(id(link[0].figure)), []).append(link)
    return list(groups.values())


def _consistent(links: list[Link]) -> list[Link]:
    """The surest links as far as each report keeps to one value: one that tells of two values tells of two things."""
    value: dict[str, float] = {}
    kept = []
    for link in sorted(links, key=lambda link: -link[2]):
        ends = [(m.unit.article.id, m.figure.value) for m in link[:2]]
        if all(value.get(article, number) == number for article, number in ends):
            value.update(ends)
            kept.append(link)
    return kept


def _members(links: Sequence[Link]) -> list[Amount]:
    """The amounts of the links, each once, the best linked first."""
    out: dict[int, Amount] = {}
    for a, b, _, _ in sorted(links, key=lambda link: -link[2]):
        out.setdefault(id(a.figure), a)
        out.setdefault(id(b.figure), b)
    return list(out.values())


def _ratio(a: Figure, b: Figure) -> float:
    return max(abs(a.value), abs(b.value)) / (min(abs(a.value), abs(b.value)) or 1)


def _also_told(a: Amount, b: Amount, found: Sequence[Amount]) -> bool:
    """Whether a's report gives b's value as well."""
    return any(
        other.unit.article.id == a.unit.article.id
        and other.noun == b.noun
        and not values_differ(other.figure, b.figure)
        and other.figure is not a.figure
        for other in found
    )


def _update(a: Amount, b: Amount) -> str:
    """A note where a later report may only bring a toll up to date."""
    x, y = (a.unit.article.published or "")[:10], (b.unit.article.published or "")[:10]
    if x and y and x != y and (a.kinds or b.kinds):
        return "; the later report may bring the count up to date"
    return ""


def _says(amount: Amount) -> str:
    figure, text = amount.figure, amount.unit.article.text
    printed = plain(text[figure.start : figure.end])
    qualifier = figure.qualifier or ""
    return printed if not qualifier or printed.lower().startswith(qualifier.lower()) else f"{qualifier} {printed}"


def _qualifiers(links: Sequence[Link]) -> list[Disagreement]:
    """One finding for each quantity that reports bound in different ways."""
    kept = [
        link
        for link in links
        if (link[0].figure.value, link[0].figure.high) == (link[1].figure.value, link[1].figure.high)
    ]
    out = []
    for group in _joined(kept):
        members = _members(group)
        sides: dict[str, list[Amount]] = {}
        kinds: dict[str, str] = {}
        for amount in members:
            kind = qualifier_kind(amount.figure.qualifier)
            if kinds.setdefault(amount.unit.article.id, kind) != kind:
                continue  # a report that bounds it in two ways is on no side
            sides.setdefault(qualifier_kind(amount.figure.qualifier), []).append(amount)
        if len(sides) < 2:
            continue
        _, _, score, why = max(group, key=lambda link: link[2])
        told = [(_says(side[0]), [Voice(m.unit) for m in side]) for side in sides.values()]
        out.append(
            finding(
                "qualifier",
                [m.story for m in members],
                members[0].figure.measure or members[0].figure.unit or members[0].noun,
                told,
                score=score,
                why=f"{why}; {' against '.join(says for says, _ in told)}",
            )
        )
    return out
