"""The same event or actor under names that take a side: "invasion" and "special operation"."""

import re
from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from importlib.resources import files
from itertools import combinations
from typing import NamedTuple

from variorum.compare.finding import Voice, finding, plain
from variorum.compare.near import Near
from variorum.compare.occasions import heads_meet, other_people
from variorum.compare.pairs import Pair
from variorum.compare.reading import fold, printed, stem, word_set
from variorum.compare.rivals import CALENDAR, names_of, told_apart
from variorum.compare.statements import Unit
from variorum.models import matcher
from variorum.text import overlap
from variorum.types import Disagreement, Span

MIN_SCORE = 0.6  # of terms that mean one thing wherever they stand
SURE = 0.8  # of all others, whose clauses must be on one matter: on fresh news two in three below were not wanted
IN_LEADS = 0.65  # of those that do in the leads of two reports
NEARER = 0.57  # cosine without which the two terms must stand in one known place of their clauses
NEAREST = 0.72  # the same where they stand in two
NEAR = 0.5  # cosine under which two clauses are not on one matter
NEARISH = 0.45  # the same where they name one actor and share rare words
RARE = 18.0  # weight of the words shared from which they are rare
CLOSE = 0.62  # cosine from which clauses are on one matter though their names or terms vary
LEAD = 8  # clauses at the start of a report that tell what it is about
MOST = 12  # clauses with a term that are looked at, for each report and for each side
_HEADLINE = 0.6  # share of the longer words with a capital, from which capitals say nothing
_TOKEN = re.compile(r"\w+(?:['’]\w+)?")
_NAMES_ANOTHER = word_set(  # "riot police" is a name, "kidnapping charge" an offence
    "police squad squads gear shield shields helmet helmets act law charge charges count counts suspect case trial"
)
_NOT = word_set("no not never without denied denies deny nor neither n't")
_OFFENCE = re.compile(  # "charged with murder" names the offence
    r"\b(?:charged with|charges? of|counts? of|(?:convicted|guilty|acquitted|suspicion|suspected) of|guilty to"
    r"|indicted (?:on|for))\b[^.;]*$",
    re.IGNORECASE,
)

_NAMING = re.compile(
    r"\b(?:call|term|describ|label|dub|nam|brand|denounc|portray)(?:e|s|es|ed|led|bed|ing|ling|bing)?\b", re.IGNORECASE
)

Key = tuple[str, frozenset[str]]
Best = tuple[float, Unit, Unit, str]
Used = dict[str, dict[str, int]]  # for each group, the terms of a report and their sides


class Term(NamedTuple):
    """A name that takes a side: which of the group's, its words in one of their forms, and the form in the list."""

    group: str
    side: int
    words: tuple[str, ...]
    base: str
    plain: bool  # whether its side is the one that takes none
    reach: (
        str  # where two terms of the group mean one thing: "*" anywhere, "+" in the leads of reports, "" on one matter
    )

    @property
    def proper(self) -> bool:
        return self.base[:1].isupper()


class Use(NamedTuple):
    """A term where a report prints it."""

    term: Term
    span: Span


@cache
def _terms() -> dict[str, tuple[Term, ...]]:
    """The rival terms of all groups, in all their forms, by their first words."""
    out: dict[str, list[Term]] = {}
    source = files("variorum").joinpath("lexicon/loaded.tsv").read_text(encoding="utf8")
    for line in source.splitlines():
        if not line or line.startswith("#"):
            continue
        reach = line[0] if line[0] in "*+" else ""
        group, *sides = line.lstrip("*+").split("\t")
        for side, names in enumerate(sides):
            for name in names.lstrip("=").split("|"):
                for words in _forms(name):
                    term = Term(group, side, words, name, names.startswith("="), reach)
                    out.setdefault(words[0], []).append(term)
    return {first: tuple(terms) for first, terms in out.items()}


def _forms(name: str) -> Iterator[tuple[str, ...]]:
    """The words of a term as it may be printed: a noun with its plural, "to seize" with all its regular forms."""
    words = tuple(_TOKEN.findall(fold(name)))
    if words[0] != "to":
        yield from dict.fromkeys((words, *((*words[:-1], words[-1] + ending) for ending in ("s", "es"))))
        return
    verb = words[1]
    short = verb[:-1] if verb.endswith("e") else verb
    if verb.endswith("y") and verb[-2] not in "aeiou":
        past, third = f"{verb[:-1]}ied", f"{verb[:-1]}ies"
    else:
        past, third = f"{short}ed", f"{verb}es" if verb.endswith(("s", "sh", "ch", "x")) else f"{verb}s"
    doubled = (f"{verb}{verb[-1]}ed", f"{verb}{verb[-1]}ing")
    for form in (verb, third, past, f"{short}ing", *doubled):
        yield (form, *words[2:])


def _uses(unit: Unit) -> dict[str, Use]:
    """For each group the term that the report uses in its own voice, where it takes one side alone."""
    if unit.quoted:
        return {}
    start = unit.span[0]
    tokens = [(m.start() + start, m.end() + start) for m in _TOKEN.finditer(unit.text)]
    words = [fold(unit.article.text[s:e]) for s, e in tokens]
    known = _terms()
    hits: dict[str, list[Use]] = {}
    for n, word in enumerate(words):
        for term in known.get(word, ()):
            end = n + len(term.words)
            if tuple(words[n:end]) != term.words or set(words[end : end + 1]) & _NAMES_ANOTHER:
                continue
            span = tokens[n][0], tokens[end - 1][1]
            if not set(words[max(0, n - 2) : n]) & _NOT and _own_voice(unit, term, span):
                hits.setdefault(term.group, []).append(Use(term, span))
    out: dict[str, Use] = {}
    for group, found in hits.items():
        longest = [u for u in found if not any(overlap(u.span, o.span) and _longer(o, u) for o in found)]
        loaded = [u for u in longest if not u.term.plain] or longest
        if len(loaded) < len(longest) and _NAMING.search(unit.text):
            continue  # "she called the operation an invasion"
        if len({u.term.side for u in loaded}) == 1:
            out[group] = max(loaded, key=lambda u: len(u.term.words))
    return out


def _longer(one: Use, other: Use) -> bool:
    return len(one.term.words) > len(other.term.words)


def _own_voice(unit: Unit, term: Term, span: Span) -> bool:
    """Whether a term is the report's word for the thing: no part of a name or of a compound, no words of a speaker,
    no name of an offence."""
    text = unit.article.text
    if text[span[0] - 1 : span[0]] == "-" or text[span[1] : span[1] + 1] == "-":
        return False
    if any(q.kind != "indirect" and overlap(span, c) for q in unit.article.quotes for c in q.content):
        return False
    if _OFFENCE.search(text, max(unit.span[0], span[0] - 120), span[0]):
        return False
    printed_ = text[slice(*span)]
    if term.proper:
        return printed_[:1].isupper()
    inside = span[0] > unit.span[0]
    return not (printed_[:1].isupper() and inside and not _headline(unit))


def _headline(unit: Unit) -> bool:
    """Whether a report begins with a clause whose words are capitalised as in a headline."""
    if unit.order >= LEAD:
        return False
    words = [w for w in _TOKEN.findall(unit.text) if len(w) > 3 and w[0].isalpha()]
    return len(words) > 3 and sum(w[0].isupper() for w in words) >= _HEADLINE * len(words)


def _slot(unit: Unit, use: Use) -> str:
    """Where in its clause a term stands: as what is done, as who does it, or as what it is done to."""
    for name, span in (("subject", unit.clause.subject), ("object", unit.clause.object)):
        if span and span[0] <= use.span[0] and use.span[1] <= span[1]:
            return name
    if stem(use.term.words[0]) == stem(unit.clause.predicate):
        return "deed"
    return ""


def find_wording(
    stories: Sequence[str], units: Sequence[Unit], pairs: Sequence[Pair], near: Near | None = None
) -> list[Disagreement]:
    """Clauses on one matter that name it from different sides; one finding for each pair of terms."""
    uses = {id(unit): found for unit in units if (found := _uses(unit))}
    used: dict[str, Used] = {}
    for unit in units:
        for use in uses.get(id(unit), {}).values():
            used.setdefault(unit.article.id, {}).setdefault(use.term.group, {})[use.term.base] = use.term.side
    best: dict[Key, Best] = {}
    for p in pairs:
        a, b = units[p.i], units[p.j]
        one, other = uses.get(id(a), {}), uses.get(id(b), {})
        for group in sorted(one.keys() & other.keys()):
            x, y = one[group], other[group]
            if x.term.side == y.term.side or not (_own(x, y, used[b.article.id]) and _own(y, x, used[a.article.id])):
                continue  # a report that uses the other's term as well takes no side by it
            if p.cosine < CLOSE and all(
                _changes(group, side, used[u.article.id]) for u, side in ((a, y.term.side), (b, x.term.side))
            ):
                continue  # both change sides with the matter
            score, words = _one_matter(a, b, x, y, p.cosine)
            key = group, frozenset((x.term.base, y.term.base))
            if score >= SURE and (key not in best or best[key][0] < score):
                best[key] = (score, a, b, words)
    held = {group for group, _ in best}
    if near is not None:
        best |= {key: made for key, made in _anywhere(uses, units, near) if key[0] not in held}
    out = []
    for (group, _), (score, a, b, words) in best.items():
        says = [plain(unit.article.text[slice(*uses[id(unit)][group].span)]) for unit in (a, b)]
        sides = [(says[0], [Voice(a)]), (says[1], [Voice(b)])]
        matched = f"both: {words}" if words else f"two names for one thing ({group}), each the only one in its report"
        about = f"{group}: {words}" if words else group
        why = f"{matched}; “{says[0]}” against “{says[1]}”"
        out.append(finding("wording", stories, about, sides, score=score, why=why))
    return out


def _own(use: Use, other: Use, used: Used) -> bool:
    """Whether a term stands against the other report, which does not use it; a plain one may stand in both."""
    return use.term.base not in used[use.term.group] or (use.term.plain and not other.term.plain)


def _changes(group: str, side: int, used: Used) -> bool:
    """Whether a report uses a term of the other side too."""
    return side in used[group].values()


def _anywhere(uses: Mapping[int, Mapping[str, Use]], units: Sequence[Unit], near: Near) -> Iterator[tuple[Key, Best]]:
    """For the terms that mean one thing wherever they stand, or in the leads of two reports: reports that keep to one
    side each, with their nearest clauses, as key and finding."""
    told: dict[str, dict[str, dict[int, list[Unit]]]] = {}
    words: dict[str, set[str]] = {}
    for unit in units:
        words.setdefault(unit.article.id, set()).update(unit.reading.words)
        for use in uses.get(id(unit), {}).values():
            if use.term.reach:
                sides = told.setdefault(use.term.group, {}).setdefault(unit.article.id, {})
                sides.setdefault(use.term.side, []).append(unit)
    for group, reports in sorted(told.items()):
        by: dict[int, list[Unit]] = {}
        for sides in reports.values():
            loaded = [side for side, found in sides.items() if not uses[id(found[0])][group].term.plain]
            if len(loaded or sides) == 1:
                (side,) = loaded or sides
                by.setdefault(side, []).extend(sides[side][:MOST])
        for one, other in combinations(sorted(by), 2):
            pairs = [
                (near(a, b), a, b)
                for a in by[one][:MOST]
                for b in by[other][:MOST]
                if _may_meet(a, b, (uses[id(a)][group].term, uses[id(b)][group].term), words)
            ]
            cosine, a, b = max(pairs, key=lambda pair: pair[0], default=(-1.0, units[0], units[0]))
            score = 0.6 + 0.3 * max(cosine, 0.0)
            least = MIN_SCORE
            if pairs and uses[id(a)][group].term.reach == "+":
                score, least = score - 0.05, IN_LEADS
            if pairs and score >= least:
                yield (group, frozenset(uses[id(unit)][group].term.base for unit in (a, b))), (score, a, b, "")


def _may_meet(a: Unit, b: Unit, terms: tuple[Term, Term], words: Mapping[str, set[str]]) -> bool:
    """Whether two clauses may be on one thing by where they stand, and neither report has the other's word in any
    form: one that tells of a "pirate attack" means by its "crew" somebody else."""
    if terms[0].reach == "*":
        return True
    others = [{stem(word) for word in term.words} for term in reversed(terms)]
    return max(a.order, b.order) < LEAD and not any(
        other <= words[unit.article.id] for unit, other in zip((a, b), others, strict=True)
    )


def _needed(places: set[str]) -> float:
    """The cosine from which two terms name one thing, by where they stand in their clauses."""
    if len(places) == 1:
        return NEAR if "" not in places else NEARER
    return NEARER if "" in places else NEAREST


def _one_matter(a: Unit, b: Unit, x: Use, y: Use, cosine: float) -> tuple[float, str]:
    """How sure it is that two clauses name one thing by two terms, and the words that they share."""
    terms = {stem(word) for use in (x, y) for word in use.term.words}
    shared = (a.reading.content & b.reading.content) - terms
    weight = matcher.weight(shared)
    known = bool(a.actors & b.actors or a.countries & b.countries)
    places = {_slot(a, x), _slot(b, y)}
    if ("deed" in places and _other_doing(a, b, places)) or (cosine < CLOSE and told_apart(a, b)):
        return 0.0, ""
    one_deed = places == {"deed"} and cosine >= CLOSE and bool(shared) and known
    things = len(shared - names_of(a) - names_of(b) - CALENDAR)
    telling = len(shared) > 1 and things if cosine >= CLOSE else len(shared) > 2 and things > 1
    rare = cosine >= NEARISH and known and weight >= RARE
    if not (one_deed or (telling and (rare or cosine >= _needed(places)))):
        return 0.0, ""
    score = 0.6 * cosine + 0.018 * min(weight, RARE) + 0.1 * known + 0.1 * one_deed
    return score, printed(a.reading.text, matcher.rarest(shared)[:4])


def _other_doing(a: Unit, b: Unit, places: set[str]) -> bool:
    """Whether two deeds are of other people, or have neither a subject nor an object in common."""
    (x, y), (v, w) = ((unit.clause.subject, unit.clause.object) for unit in (a, b))
    apart = places == {"deed"} and not heads_meet(a, x, b, v) and not heads_meet(a, y, b, w)
    return apart or other_people(a, b)
