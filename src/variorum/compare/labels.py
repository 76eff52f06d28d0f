"""One actor under labels that judge: "controversial" here, "beloved" there, or plainly named."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from variorum.compare.finding import Voice, finding, plain, weighed
from variorum.compare.reading import fold, read, word_set
from variorum.compare.statements import Unit, Who
from variorum.text import overlap
from variorum.types import AnnotatedArticle, Disagreement, LocalActor, Mention, Span

MENTIONS = {"critical": 2, "political": 3, "praising": 3}  # mentions in a report that such a label needs
BEFORE = 5  # words before a name that may describe it
AFTER = 7  # words after "is" that may
_KINDS = frozenset({"person", "organisation"})
_SCORE = {"critical": 0.72, "praising": 0.7, "political": 0.6}
_WINDOW = 50  # characters around a name
_BESIDE_NAME = 6  # characters between a description and a name that belongs to it
_BOTH = 0.12  # more where both sides judge
_RUN = re.compile(rf"(?:[\w'’-]+ ){{1,{BEFORE}}}$")
_TAIL = re.compile(rf"(?: (?:is|was|remains|became)|,) (?:an?|the|one of)(?: [\w'’-]+){{1,{AFTER}}}")
_BESIDE = re.compile(r"[\w-]+(?: [a-z][\w-]*)?(?: [A-Z][\w.'’-]*)+$")  # at most a word between a label and the name
_GOES_ON = word_set(
    "is was has had have says said will would and or who to for in on at with of as but from did does may could told "
    "became announced"
)
_LEADS = word_set("a an the this that his her its their our former once most more many some and or of by")
_NOUNS = word_set(
    "hardliner firebrand extremist provocateur agitator strongman dictator despot tyrant demagogue fugitive lackey "
    "puppet stooge oligarch socialite playboy troublemaker terrorist rogue renegade thug kingpin warlord ringleader "
    "mastermind butcher loyalist apologist crony icon hero superstar darling heroine genius trailblazer powerhouse"
)
_JOINS = frozenset({"of", "for", "by", "to", "and", "with", "from", "in", "on", "at", "against", "over", "as", "than"})


@dataclass(frozen=True)
class Label:
    """A judging word, where it stands, and its tone."""

    word: str
    tone: str
    span: Span  # of the words that describe


@dataclass(frozen=True)
class _Portrait:
    """How one report describes one actor in its own voice."""

    article: AnnotatedArticle
    labels: tuple[Label, ...]
    plain: Span  # where it is described or named without judgement
    mentions: int
    judged: bool  # whether a judging word stands near any of its names, be it the actor's or not


@cache
def _words() -> tuple[re.Pattern[str], dict[str, str]]:
    """All labels as one pattern, and the tone of each."""
    tones: dict[str, str] = {}
    source = files("variorum").joinpath("lexicon/labels.tsv").read_text(encoding="utf8")
    for line in source.splitlines():
        if line and not line.startswith("#"):
            tone, words = line.split("\t")
            tones |= dict.fromkeys(words.split("|"), tone)
    longest = sorted(tones, key=len, reverse=True)
    return re.compile(r"(?<![\w-])(?:" + "|".join(map(re.escape, longest)) + r")(?![\w-])", re.IGNORECASE), tones


def find_labels(stories: Sequence[str], units: Sequence[Unit], who: Who) -> list[Disagreement]:
    """Actors that one report judges by a label that another does not give them; one finding for each."""
    articles = {unit.article.id: unit.article for unit in units}
    drawn: dict[str, list[_Portrait]] = {}
    for article in articles.values():
        for actor in article.actors:
            if actor.kind in _KINDS:
                portrait = _portrait(article, actor)
                if portrait is not None:
                    drawn.setdefault(who.id(article, actor.id), []).append(portrait)
    places = _Places(units)
    out = []
    for id, portraits in sorted(drawn.items()):
        if len({p.article.id for p in portraits}) > 1 and any(p.labels for p in portraits):
            out += _compared(stories, who.names.get(id, ""), portraits, places)
    return out


def _portrait(article: AnnotatedArticle, actor: LocalActor) -> _Portrait | None:
    """How the report describes the actor; nothing where it only mentions it in passing."""
    mentions = [m for m in article.mentions if m.actor == actor.id and m.head != "pronoun"]
    named = [m for m in mentions if m.head == "name"]
    if not named:
        return None
    runs: set[Span] = set()
    described = {role.span for role in actor.roles if len(article.text[slice(*role.span)]) < 80}
    described |= {(m.start, m.end) for m in mentions if m.head == "nominal"}
    for m in named:
        if (run := _RUN.search(article.text, max(0, m.start - 60), m.start)) and _ends(article.text, m.end):
            runs.add((run.start(), m.end))
        if tail := _TAIL.match(article.text, m.end):
            described.add((m.end, tail.end()))
    name = {*read(actor.name).content}
    labels = [label for span in sorted(described) for label in _labels(article, span, name)]
    phrases = [part for c in article.clauses for part in (c.subject, c.object) if part]
    for start, end in sorted(runs):
        whole = [max(start, phrase[0]) for phrase in phrases if phrase[0] < end <= phrase[1]]
        beside = _BESIDE.search(article.text, start, end)
        if whole or beside:  # a label and a name stand in one phrase, with no verb between
            begins = min([*whole, *([beside.start()] if beside else [])])
            labels += _labels(article, (begins, end), name, run=True)
    own = [label for label in labels if not _quoted(article, label.span)]
    roles = sorted(role.span for role in actor.roles)
    count = sum(m.actor == actor.id for m in article.mentions)
    near = any(_words()[0].search(article.text, max(0, m.start - _WINDOW), m.end + _WINDOW) for m in named)
    return _Portrait(article, tuple(own), roles[0] if roles else (named[0].start, named[0].end), count, near)


def _ends(text: str, at: int) -> bool:
    """Whether a name ends its phrase, and does not itself describe what follows: "the popular Halden coach"."""
    after = text[at : at + 24].lstrip()
    return not after[:1].isalpha() or after.split()[0].lower() in _GOES_ON


def _labels(article: AnnotatedArticle, span: Span, name: set[str], *, run: bool = False) -> Iterator[Label]:
    """The judging words of a description that stand for the actor itself, and not for what it is against or of.

    `run` says that the description is the words before a name.
    """
    pattern, tones = _words()
    text = article.text[slice(*span)]
    for found in pattern.finditer(text):
        rest = text[found.end() :] if run else text[: found.start()]
        word = fold(found.group())
        if set(fold(rest).split()) & _JOINS or set(read(word).words) & name or "\n" in text:
            continue
        if not run and word in _NOUNS and text[found.end() : found.end() + 2].strip()[:1].isalpha():
            continue  # "the worst terrorist attack"
        if run and word.endswith("ed") and not _describes(article.text, span[0] + found.start()):
            continue  # "the mayor admired Orvik"
        yield Label(word, tones[word], span)


def _describes(text: str, at: int) -> bool:
    """Whether a word that ends like a past tense stands where a description does: behind an article, at a start."""
    before = fold(text[max(0, at - 24) : at]).split()
    return not before or before[-1] in _LEADS or before[-1].endswith(("ly", ",", ".", ":", ";", "-", "”", '"'))


def _quoted(article: AnnotatedArticle, span: Span) -> bool:
    return any(q.kind != "indirect" and overlap(span, content) for q in article.quotes for content in q.content)


def _around(article: AnnotatedArticle, unit: Unit, span: Span) -> Span:
    """A description with the name beside it, where one begins or ends near; whole words of the statement."""
    start = max(unit.span[0], min([span[0], *(m.start for m in _near(article, unit, span))]))
    end = min(unit.span[1], max([span[1], *(m.end for m in _near(article, unit, span))]))
    return start, end


def _near(article: AnnotatedArticle, unit: Unit, span: Span) -> list[Mention]:
    return [
        m
        for m in article.mentions
        if m.head == "name"
        and unit.span[0] <= m.start
        and m.end <= unit.span[1]
        and m.start - span[1] < _BESIDE_NAME
        and span[0] - m.end < _BESIDE_NAME
    ]


class _Places:
    """The statements of each report, to find the one that holds a description."""

    def __init__(self, units: Sequence[Unit]) -> None:
        self.by: dict[str, list[Unit]] = {}
        for unit in units:
            self.by.setdefault(unit.article.id, []).append(unit)

    def of(self, article: AnnotatedArticle, span: Span) -> Unit | None:
        holding = [u for u in self.by.get(article.id, ()) if u.span[0] <= span[0] and span[1] <= u.span[1]]
        return min(holding, key=lambda u: u.span[1] - u.span[0], default=None)


def _compared(stories: Sequence[str], name: str, portraits: Sequence[_Portrait], places: _Places) -> list[Disagreement]:
    """One finding where a label is one report's own."""
    shared = set.intersection(*({label.word for label in p.labels} for p in portraits))
    judged: dict[str, list[Voice]] = {}
    plainly: dict[str, list[Voice]] = {}
    tones: set[str] = set()
    told = False  # whether a report that judges tells of the actor at all
    for p in portraits:
        own = [label for label in p.labels if label.word not in shared]
        label = min(own, key=lambda x: (-_SCORE[x.tone], x.span), default=None)
        span = label.span if label else p.plain
        unit = places.of(p.article, span)
        if unit is None:
            continue
        if label:
            tones.add(label.tone)
            told |= p.mentions >= MENTIONS[label.tone]
            judged.setdefault(label.word, []).append(Voice(unit, span=_around(p.article, unit, span)))
        elif p.labels or not p.judged:
            says = plain(p.article.text[slice(*span)])
            plainly.setdefault(says, []).append(Voice(unit, span=_around(p.article, unit, span)))
    if not told or len(judged) + bool(plainly) < 2 or ("critical" not in tones and len(judged) < 2):
        return []
    sides = list(judged.items())
    if plainly:
        sides.append(
            (max(plainly, key=lambda says: (len(plainly[says]), says)), [v for vs in plainly.values() for v in vs])
        )
    score = max(_SCORE[tone] for tone in tones) + _BOTH * (len(judged) > 1)
    score = weighed(score, proven=len(judged) > 1)  # that one report alone judges may be of no weight
    why = f"one actor, {name}; described as {' against '.join(f'“{says}”' for says, _ in sides)}"
    return [finding("wording", stories, name, sides, score=score, why=why)]
