"""What one report asserts and another denies, or reports as denied."""

import re
from collections.abc import Sequence
from itertools import pairwise

from variorum.compare.finding import Voice, finding, joined, opposed, plain, weighed
from variorum.compare.near import Near
from variorum.compare.occasions import deed_of, deed_pairs, heads_meet, same_deed
from variorum.compare.pairs import Pair, dates_meet
from variorum.compare.reading import fold, printed, read, stem, word_set
from variorum.compare.rivals import names_of, told_apart
from variorum.compare.statements import HELD, Unit
from variorum.models import matcher
from variorum.types import Disagreement

MIN_SCORE = 0.62
_PROVEN = 3  # words of substance that a clause and its negation must share to be surely one matter
_DENY = word_set("deny dispel dismiss reject refute rebut debunk rebuff repudiate disavow contradict disclaim negate")
_DENY_STEMS = frozenset(stem(word) for word in _DENY)
_TOLD = frozenset(
    read(
        "report claim allegation rumour rumor accusation charge suggestion speculation story news assertion idea "
        "notion involvement account information"
    ).content
)
_ANAPHORS = frozenset({"this", "these", "that", "those", "such", "it", "them", "the", "both"})
_NOTS = frozenset(map(stem, ("no", "not", "nothing", "none")))
_BOUNDS = frozenset(map(stem, word_set("few fewer less more only just merely short other but")))
_CLAIMED = HELD | {"planned", "threatened"}  # what may be denied: also that somebody means to do something
_UNTRUE = (
    r"(?:false|baseless|groundless|unfounded|untrue|fabricat\w+|malicious|fiction\w*|imagin\w+|inventions?|nonsense"
    r"|a lie|lies|fake|incorrect|inaccurate|unsubstantiated|without foundation|tendentious|slander\w*|a hoax)"
)
_CLAIM = (
    r"(?:reports?|claims?|allegations?|rumou?rs?|accusations?|suggestions?|speculation|stories|assertions?|information)"
)
_FALSE = (
    re.compile(  # "claims that … are false", "called the claims baseless", "dismissed as unfounded", "its false claims"
        rf"\b{_CLAIM}\b[^.;]{{0,160}}\b(?:is|are|was|were|be|being)\b (?:\w+ ){{0,2}}[“\"]?{_UNTRUE}\b"
        rf"|\b(?:dismiss|reject|describ|call|brand|denounc|label|term)\w*\b[^.;]{{0,90}} [“\"]?{_UNTRUE}\b"
        rf"|\b{_UNTRUE} {_CLAIM}\b",
        re.IGNORECASE,
    )
)
_CLAIMING = re.compile(r"\b(?:accus|alleg|charg|claim|blam|say|said|report|rumou?r)\w*", re.IGNORECASE)
_DOUBTED = re.compile(r"\b(?:falsely|wrongly|erroneously|untrue|baseless|unfounded)\b", re.IGNORECASE)
_DOUBTS = frozenset(  # words that tell of no matter
    map(stem, word_set("false falsely untrue lie true truth wrong baseless reportedly allegedly through across within"))
)
_POSTS = frozenset(map(stem, word_set("acting deputy vice director chairman secretary minister president chief")))
_DISPUTED = re.compile(r"\b(?:den(?:y|ies|ied)|refut|dispel|debunk|rebut)", re.IGNORECASE)
_OF_ANOTHER = re.compile(r"\b(?:not|n['’]t)\b.*?\b(?:when|while|before|after|until|till)\b(?P<then>.*)", re.IGNORECASE)
_UNREAL = re.compile(
    r"\b(?:would(?: not| ?n['’]t) have|may not|might not)\b|\byou (?:do not|do ?n['’]t)\b|\bnot\b.* (?:un)?till?\b",
    re.IGNORECASE,
)
_OWN_WORDS = re.compile(rf"\b{_UNTRUE} {_CLAIM}\b", re.IGNORECASE)
_ASKED = frozenset(map(stem, ("whether", "what", "how", "why")))  # what opens a clause that asks and asserts nothing
_PLAIN = HELD | {"denied"}
_BY_DEED = 0.3  # cosine from which a deed and its denial are looked at
_OUTRIGHT = word_set("deny dispel refute debunk rebut")
_DISMISSED = _OUTRIGHT | {"dismiss", "repudiate", "disavow", "disclaim"}  # what one rejects may be a demand or a plan
_LIGHT = frozenset({"be", "have", "do", "say"})
_PARTNERS = 40  # assertions that each denial is held against: the nearest in meaning
_NEAR = 0.6  # cosine without which one common word is no proof of one matter
_ALSO = 0.4  # cosine from which two denials are rather of one matter
_ONE_MATTER = 0.55  # cosine from which two denials are surely of one matter
_BEFORE = 0.45  # cosine without which "they deny this" may be of another matter than the clause before
_TELLING = 8.5  # nats: a word that hardly any text has is proof enough
_MUCH = 10.0  # nats of common words that prove one matter where no name does
_PROOF = 6.5  # nats of the words in common without which it may be another matter
_UNNAMED = 0.12  # what such proof weighs
_RARE = 3.2  # nats: a word in about one text of twenty-five


def find_denials(
    stories: Sequence[str], units: Sequence[Unit], pairs: Sequence[Pair], near: Near
) -> list[Disagreement]:
    """Assertions met by a denial in another report: "denied that …", "dispelled these rumours", or a plain "not"."""
    place = {unit.place: unit for unit in units}
    matters = [
        (unit, target)
        for unit in units
        if unit.clause.predicate in _DENY and unit.clause.polarity == "positive" and unit.clause.status in HELD
        if (target := _matter(unit, place)) is not None
    ]
    matters += [
        (unit, target)
        for unit in units
        if _called_false(unit) and (unit.clause.predicate not in _DENY or _matter(unit, place) is None)
        if (target := _what_is_false(unit, place)) is not None
    ]
    told = {target.place for _, target in matters}
    matters += [  # "he denied that …", told as what he said
        (unit, unit)
        for unit in units
        if unit.clause.status == "denied" and unit.quote is not None and unit.place not in told
        if _governed(unit)
    ]
    denying = {denial.article.id for denial, _ in matters}
    denying |= {unit.article.id for unit in units if unit.clause.predicate in _DENY}
    asserted = [
        unit
        for unit in units
        if unit.clause.status in _CLAIMED and unit.clause.polarity != "negative"
        if unit.clause.predicate
        and unit.clause.predicate not in _DENY
        and not _asks(unit)
        and not _DOUBTED.search(unit.article.text, *unit.sentence)
        and not _disputed(unit)
        and (unit.quote is None or unit.article.id not in denying)
    ]
    candidates: dict[int, list[tuple[Unit, float]]] = {}
    for n, m, cosine in near.nearest([target for _, target in matters], asserted, most=_PARTNERS):
        candidates.setdefault(n, []).append((asserted[m], cosine))
    reported: list[tuple[Unit, Disagreement]] = []
    for n, found in sorted(candidates.items()):
        denial, target = matters[n]
        # Reports that both tell of the denial agree on that.
        also = {d.article.id for d, other in matters if near(target, other) >= _ALSO}
        before = target.order < denial.order  # what only the words before tell is no plan of somebody's
        held = [f for f in found if f[0].article.id not in also and not (before and f[0].clause.status not in HELD)]
        reported += [(target, made) for made in _reported(stories, denial, target, held)]
    return _best([*_joined(reported, near), *_negated(stories, units, pairs, near)])


def _joined(reported: Sequence[tuple[Unit, Disagreement]], near: Near) -> list[Disagreement]:
    """What several deny of one matter, as one finding."""
    groups: list[list[tuple[Unit, Disagreement]]] = []
    for target, made in sorted(reported, key=lambda found: (-found[1].score, found[1].id)):
        group = next((g for g in groups if near(g[0][0], target) >= _ONE_MATTER), None)
        if group is None:
            groups.append([(target, made)])
        else:
            group.append((target, made))
    return [joined([made for _, made in group]) for group in groups]


def _reported(
    stories: Sequence[str],
    denial: Unit,
    target: Unit,
    candidates: Sequence[tuple[Unit, float]],
) -> list[Disagreement]:
    """A denial whose matter is told by its object, by a clause below it, or by the sentence before."""
    found = []
    for unit, cosine in candidates:
        sure, why, proven = _bears_on(unit, target, cosine)
        proven = proven and (target.order >= denial.order or cosine >= _BEFORE)
        if sure >= MIN_SCORE:
            found.append((sure, unit, why, proven))
    if not found:
        return []
    found.sort(key=lambda f: (-f[0], f[1].article.id, f[1].span))
    best, _, why, proven = found[0]
    voices = [Voice(unit) for sure, unit, *_ in found if sure >= best - 0.12][:3]
    return [
        finding(
            "denial",
            stories,
            plain(target.text)[:160],
            [
                ("asserted", voices),
                (_says(denial), [Voice(denial, stance="denies")]),
            ],
            score=weighed(best, proven=proven and _outright(denial)),
            why=f"{why}; told by one, reported as denied by another{_verb(denial)}",
        )
    ]


def _says(denial: Unit) -> str:
    """Who denies; "his false claims" are called so by the report, and not by him."""
    if _OWN_WORDS.search(denial.text):
        return "called untrue"
    return denied_by(denial.speaker or _subject(denial))


def denied_by(who: str | None) -> str:
    """What a side says that denies: who does so, where it is known."""
    return f"denied by {who}" if who else "denied"


def _outright(denial: Unit) -> bool:
    """Whether a verb denies it: the clause's own, or that by which a report hands it on."""
    quote, text = denial.quote, denial.article.text
    cue = read(" ".join(text[s:e] for s, e in quote.cue)).words if quote else ()
    return denial.clause.predicate in _DISMISSED or bool(_DENY_STEMS.intersection(cue))


def _verb(denial: Unit) -> str:
    return f" ({denial.clause.predicate})" if denial.clause.predicate in _DENY else ""


def _subject(unit: Unit) -> str:
    return plain(unit.article.text[slice(*unit.clause.subject)]) if unit.clause.subject else ""


def _matter(denial: Unit, place: dict[tuple[str, int], Unit]) -> Unit | None:
    """What is denied: the clause inside, the object itself, or, for "these reports", what stands before."""
    after = place.get((denial.article.id, denial.order + 1))
    if (
        after is not None
        and after.clause.status == "denied"
        and after.span[0] <= denial.span[1] + 3
        and after.span[0] < denial.sentence[1]
    ):
        return after
    if denial.clause.object is None:
        return denial if _goes_on(denial) and denial.clause.predicate == "deny" else None
    words = plain(denial.article.text[slice(*denial.clause.object)]).split()
    content = read(" ".join(words)).content
    if denial.clause.subject and denial.clause.object[0] < denial.clause.subject[0]:
        return None  # a relative clause: "a plan that he rejected"
    bare = len(words) == 1 and denial.clause.predicate not in _OUTRIGHT
    if (
        words
        and not bare
        and words[0].lower() in _ANAPHORS
        and (not content or content <= _TOLD)
        and not _goes_on(denial)
    ):
        return _before(denial, place)
    return denial if read(words[-1]).content <= _TOLD and content & _TOLD and _goes_on(denial) else None


def _disputed(unit: Unit) -> bool:
    """Whether the sentence itself says that it is denied: "accused the port, which denies it"."""
    return bool(_DISPUTED.search(unit.article.text, *unit.sentence))


def _asks(unit: Unit) -> bool:
    """Whether a clause is a question told: "what the counsel has found", "on whether ships took part"."""
    return bool(_ASKED & set(unit.reading.words[:2]))


def _called_false(unit: Unit) -> bool:
    """Whether a clause says of a report or claim that it is not true: "rumours of a third ship were groundless"."""
    return unit.clause.polarity == "positive" and bool(unit.reading.content & _TOLD) and bool(_FALSE.search(unit.text))


def _what_is_false(denial: Unit, place: dict[tuple[str, int], Unit]) -> Unit | None:
    """The clause itself where it tells the claim; the clause inside it; or, for "these claims", what stands before."""
    inside = place.get((denial.article.id, denial.order + 1))
    if inside is not None and inside.span[1] <= denial.span[1]:
        return inside
    said = denial.reading.content - _TOLD - read(denial.speaker or "").content
    return denial if len(said) >= 5 else _before(denial, place)


def _before(denial: Unit, place: dict[tuple[str, int], Unit]) -> Unit | None:
    """The last clause of substance in the sentences before; one that tells of a claim comes first."""
    start, _ = denial.sentence
    known = (place.get((denial.article.id, denial.order - back)) for back in range(1, 6))
    told = [unit for unit in known if unit and unit.span[0] < start and len(unit.reading.content) >= 4]
    claims = (unit for unit in told if unit.sentence == told[0].sentence and _CLAIMING.search(unit.text))
    return next(claims, told[0] if told else None)


def _goes_on(denial: Unit) -> bool:
    """Whether the clause itself tells what is denied: "rejected claims that they …", "denied firing on …"."""
    said = denial.reading.content - _TOLD - read(_subject(denial)).content
    return len(said) >= 4


def _bears_on(unit: Unit, target: Unit, cosine: float) -> tuple[float, str, bool]:
    """How sure it is that a clause asserts what is denied, by what, and whether both have an actor in common and words
    that tell: less may be another matter."""
    names = unit.reading.names | target.reading.names
    shared = {w for w in unit.reading.content & target.reading.content if matcher.rarity(w) >= _RARE}
    shared = {w for w in shared if not w.isdigit() and printed(unit.reading.text, [w])[:1].islower()} - _DOUBTS
    deeds = [word for word in matcher.rarest(shared - names) if word not in _POSTS]
    actors = (unit.countries & target.countries) | (unit.actors & target.actors)
    known = max(len(actors), len(names_of(unit) & target.reading.content))
    weight = matcher.weight(deeds)
    if (
        not deeds
        or (not known and (len(deeds) < 2 or weight < _MUCH or cosine < _ALSO))
        or told_apart(unit, target)
        or (len(deeds) == 1 and cosine < _NEAR - 0.1 * (known > 2) and matcher.rarity(deeds[0]) < _TELLING)
    ):
        return 0.0, "", False
    score = 0.3 * cosine + 0.16 * min(2, known) + 0.05 * min(8.0, weight) + _UNNAMED * (not known)
    why = f"same matter: {printed(unit.reading.text, deeds[:3])}; actors in common: {known}"
    return score, why, known > 0 and weight >= _PROOF


def _negated(stories: Sequence[str], units: Sequence[Unit], pairs: Sequence[Pair], near: Near) -> list[Disagreement]:
    """The same sentence with and without a "not"."""
    out = []
    denied = {deed_of(unit) for unit in units if unit.clause.status == "denied"}

    def keep(unit: Unit) -> bool:
        return unit.clause.status in _PLAIN and deed_of(unit) in denied

    for a, b, cosine, _ in deed_pairs(units, pairs, near, keep, floor=_BY_DEED):
        if b.clause.polarity == "positive" and b.clause.status in HELD:
            a, b = b, a
        if a.clause.status not in HELD or a.clause.polarity != "positive" or b.clause.status != "denied" or _asks(a):
            continue
        if _disputed(a):
            continue
        if (
            told_apart(a, b, subject=True)
            or not dates_meet(a, b)
            or not _same_parties(a, b)
            or _letters(a) == _letters(b)
        ):
            continue
        if (a.reading.negations % 2 == b.reading.negations % 2 and not _governed(b)) or _bound(b) or _beside(b):
            continue
        if not same_deed(a, b) or (a.clause.predicate in _LIGHT and cosine < 0.75):
            continue
        shared = a.reading.content & b.reading.content
        contained = matcher.in_common(a.reading.content, b.reading.content)
        score = 0.5 * cosine + 0.5 * contained
        if score < 0.62 or len(shared) < 2:
            continue
        score = weighed(score, proven=len(shared) >= _PROVEN and not _earlier(b, a))
        sides = ("asserted", Voice(a)), (denied_by(b.speaker), Voice(b, stance="denies"))
        words = printed(a.reading.text, matcher.rarest(shared)[:4])
        out.append(
            opposed(
                "denial",
                stories,
                *sides,
                score=score,
                why=f"both: {words}; told as fact against told as not so",
            )
        )
    return out


def _earlier(denied: Unit, told: Unit) -> bool:
    """Whether the report that has it undone came before the one that has it done, and may only be out of date."""
    return bool(denied.day and told.day and denied.day < told.day)


def _letters(unit: Unit) -> str:
    """The words without spaces and marks: "didn ’ t" is "didn't"."""
    return "".join(c for c in fold(unit.text) if c.isalnum())


def _same_parties(a: Unit, b: Unit) -> bool:
    """Whether nobody else does it in the one than in the other, nor to another thing, and no two speakers differ."""
    if a.quote is not None and b.quote is not None and not (a.speaker_id and a.speaker_id == b.speaker_id):
        return False  # what one says, and perhaps another denies, is a dispute that both reports may well tell of
    return heads_meet(a, a.clause.subject, b, b.clause.subject) and heads_meet(a, a.clause.object, b, b.clause.object)


def _governed(unit: Unit) -> bool:
    """Whether a word of denial stands before the clause in its sentence: "denied that …"."""
    start, _ = unit.sentence
    before = read(unit.article.text[start : unit.span[0]])
    return bool(before.content & _DENY_STEMS)


def _bound(unit: Unit) -> bool:
    """Whether the negation only bounds or stresses: "no fewer than 20", "nothing less than", "not only"."""
    return any(a in _NOTS and b in _BOUNDS for a, b in pairwise(unit.reading.words))


def _beside(unit: Unit) -> bool:
    """Whether the "not" is of another verb, of what would have been, or of a time only: "was not there when the fire
    broke out", "will not open until May"."""
    other = _OF_ANOTHER.search(unit.text)
    if other is None:
        return bool(_UNREAL.search(unit.text))
    deed, before = stem(unit.clause.predicate), read(unit.text[: other.start("then")]).words
    return deed not in before or bool(_UNREAL.search(unit.text))


def _best(found: list[Disagreement]) -> list[Disagreement]:
    """For each assertion and each denial its best finding."""
    taken: set[tuple[str, int]] = set()
    out = []
    for item in sorted(found, key=lambda d: -d.score):
        keys = {(s.article, s.start) for side in item.sides[1:] for s in side.statements}
        if not keys & taken:
            taken |= keys
            out.append(item)
    return out
