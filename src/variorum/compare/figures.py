"""Figures that differ, and qualifiers that do: one quantity, another value or another bound."""

from collections.abc import Sequence

from variorum.compare import nouns
from variorum.compare.amounts import Amount
from variorum.compare.finding import ABOUT, Voice, finding, plain, weighed
from variorum.compare.likeness import bound, estimated, excluded, measures_meet, names_apart, one_period, shared
from variorum.compare.near import Near
from variorum.compare.quantities import Link, links
from variorum.compare.reading import stem, word_set
from variorum.compare.values import differ
from variorum.types import KEPT, SURE, Disagreement

_HIGHEST = frozenset(map(stem, word_set("reach reached peak peaked highest maximum top topped")))
# What a finding loses where a later report may only bring a count up to date, of casualties and of others.
_UPDATED, _UPDATED_ELSE = 0.2, 0.4
_BESIDE = 0.3  # cosine from which a report that gives the same value stands with those who give it
_HALF_BOUND = 0.45  # score of two bounds from which they are kept: below, readers wanted one in ten
_SHADES = frozenset({"about", "below"})  # "nearly 70" and "about 70" leave nothing to choose
_CASUALTIES = frozenset({"die", "injure", "miss"})
_LET_GO = frozenset({"arrest", "miss"})  # whose number falls as time goes on


def find_figures(found: Sequence[Amount], near: Near) -> list[Disagreement]:
    """Disagreements in figures and in qualifiers between different reports."""
    linked = links(found, near)
    also = _Equals(found, near)
    bounds = [link for link in linked["qualifier"] if link.score >= _HALF_BOUND]
    return _differing(linked["figure"], also) + _qualified(bounds, also)


class _Equals:
    """Which figures of other reports give the value that a figure gives, of what may be the same."""

    def __init__(self, found: Sequence[Amount], near: Near) -> None:
        self.near = near
        self.by: dict[tuple[str, float, float | None], list[Amount]] = {}
        for amount in found:
            self.by.setdefault(self._key(amount), []).append(amount)

    @staticmethod
    def _key(amount: Amount) -> tuple[str, float, float | None]:
        return amount.block or nouns.family(amount.noun), amount.figure.value, amount.figure.high

    def beside(self, members: Sequence[Amount]) -> list[Amount]:
        """The members, and for each report that is not among them its figure of the same value that is nearest."""
        out = {m.unit.article.id: m for m in reversed(members)}
        for m in members:
            others = [
                (cosine, other)
                for other in self.by[self._key(m)]
                if other.unit.article.id not in out
                and (cosine := self.near(m.unit, other.unit)) >= _BESIDE
                and bound(m) == bound(other)
                and not excluded(m, other, cosine)
            ]
            for _, other in sorted(others, key=lambda o: -o[0]):
                out.setdefault(other.unit.article.id, other)
        return [*members, *(m for m in out.values() if m not in members)]


def _differing(links: Sequence[Link], also: _Equals) -> list[Disagreement]:
    """One finding for each quantity, with a side for each value of it; doubtful links make findings of their own."""
    out = []
    for group in _groups(links):
        best = max(group, key=lambda link: link.score)
        a, b = best.ends
        note = _update(a, b)
        score = min(best.score, 0.95) - _discount(a, b) * bool(note)
        seen = any(_seen(*link.ends) for link in group)
        if score < (KEPT if seen else SURE):
            continue
        sides = _sides(also.beside(_members(group)))
        said = [says(side[0]) for side in sides]
        out.append(
            finding(
                "figure",
                [m.story for side in sides for m in side],
                plain(a.unit.text)[:ABOUT],
                [(told, [Voice(m.unit) for m in side]) for told, side in zip(said, sides, strict=True)],
                score=weighed(score, proven=seen),
                why=f"{best.matched}; {' against '.join(said)}{note}",
            )
        )
    return out


def _seen(a: Amount, b: Amount) -> bool:
    """Whether a reader sees that both are of one matter: by a word that both clauses have, or by measure and period.

    A share is of what its measure says, and nothing else in the clause makes two of them one.
    """
    timed = bool(measures_meet(a, b) and one_period(a, b))
    if a.noun == "%":
        return (timed or a.measure == b.measure != frozenset()) and not names_apart(a, b)
    return timed or bool(shared(a, b))


def _groups(links: Sequence[Link]) -> list[list[Link]]:
    """The links of each quantity: those that are sure, and apart from them the doubtful ones that add to them."""
    sure = _joined([link for link in links if link.score >= SURE])
    home = {id(end.figure): n for n, group in enumerate(sure) for link in group for end in link.ends}

    def inside(link: Link) -> bool:
        one, other = (home.get(id(end.figure)) for end in link.ends)
        return one is not None and one == other

    return [*sure, *_joined([link for link in links if link.score < SURE and not inside(link)])]


def _sides(members: Sequence[Amount]) -> list[list[Amount]]:
    """The amounts by value: each with the first whose value may be its own."""
    figures = [m.figure for m in members]
    apart = differ(figures, figures)
    first: list[int] = []
    out: list[list[Amount]] = []
    for n, amount in enumerate(members):
        at = next((k for k, lead in enumerate(first) if not apart[lead, n]), None)
        if at is None:
            first.append(n)
            out.append([amount])
        else:
            out[at].append(amount)
    return out


def _joined(links: Sequence[Link]) -> list[list[Link]]:
    """Links that share a figure, together, the surest first, as far as each report keeps to one value: one that would
    make a report tell of two values is of something else and is left out."""
    groups: dict[int, list[Link]] = {}
    values: dict[int, dict[str, float]] = {}
    of: dict[int, int] = {}  # figure to group
    for link in sorted(links, key=lambda link: -link.score):
        ends = {m.unit.article.id: m.figure.value for m in link.ends}
        merged = sorted({of[id(m.figure)] for m in link.ends if id(m.figure) in of})
        told = [ends, *(values[n] for n in merged)]
        if any(one.get(article, value) != value for one in told for other in told for article, value in other.items()):
            continue
        at = merged[0] if merged else len(of)
        groups[at] = [link, *(other for n in merged for other in groups.pop(n))]
        values[at] = {article: value for one in told for article, value in one.items()}
        of.update((id(m.figure), at) for other in groups[at] for m in other.ends)
    return list(groups.values())


def _members(links: Sequence[Link]) -> list[Amount]:
    """The amounts of the links, each once, the best linked first."""
    out: dict[int, Amount] = {}
    for link in sorted(links, key=lambda link: -link.score):
        for end in link.ends:
            out.setdefault(id(end.figure), end)
    return list(out.values())


def _update(a: Amount, b: Amount) -> str:
    """A note where a later report may only bring a toll up to date, or a count of those who are held or missed."""
    x, y = a.unit.day, b.unit.day
    if x == y or not x or not y or not (a.fate or b.fate):
        return ""
    earlier, later = (a, b) if x < y else (b, a)
    if later.figure.value > earlier.figure.value or {a.fate, b.fate} <= _LET_GO:
        return "; the later report may bring the count up to date"
    return ""


def _discount(a: Amount, b: Amount) -> float:
    return _UPDATED if {a.fate, b.fate} & _CASUALTIES and a.figure.measure != "age" else _UPDATED_ELSE


def says(amount: Amount) -> str:
    """A figure as its report prints it, its bound before it."""
    figure, text = amount.figure, amount.unit.article.text
    shown = plain(text[figure.start : figure.end])
    qualifier = figure.qualifier or ("estimated" if estimated(amount) else "")
    known = not qualifier or shown.lower().startswith(qualifier.lower()) or shown.lower().endswith(f"-{qualifier}")
    return shown if known else f"{qualifier} {shown}"


def _reached(amount: Amount) -> bool:
    """Whether a value is told as the highest: "speeds reached 120" are "speeds up to 120"."""
    return bool(_HIGHEST & set(amount.unit.reading.words))


def _qualified(links: Sequence[Link], also: _Equals) -> list[Disagreement]:
    """One finding for each quantity that reports bound in different ways."""
    out = []
    for group in _joined(links):
        members = also.beside(_members(group))
        sides: dict[str, list[Amount]] = {}
        kinds: dict[str, str] = {}
        for amount in members:
            kind = bound(amount)
            if kinds.setdefault(amount.unit.article.id, kind) == kind:  # one that bounds it in two ways is on no side
                sides.setdefault(kind, []).append(amount)
        if len(sides) < 2 or (sides.keys() == {"exact", "below"} and any(map(_reached, sides["exact"]))):
            continue
        best = max(group, key=lambda link: link.score)
        said = [says(side[0]) for side in sides.values()]
        if len(set(said)) < len(said):
            continue
        out.append(
            finding(
                "qualifier",
                [m.story for m in members],
                plain(members[0].unit.text)[:ABOUT],
                [(told, [Voice(m.unit) for m in side]) for told, side in zip(said, sides.values(), strict=True)],
                score=weighed(best.score, proven=all(e.noun for e in best.ends) and not sides.keys() <= _SHADES),
                why=f"{best.matched}; {' against '.join(said)}",
            )
        )
    return out
