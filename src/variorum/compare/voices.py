"""One utterance that reports give to different speakers."""

import re
from collections.abc import Sequence

from rapidfuzz.distance import Indel

from variorum.compare.finding import Voice, finding, opposed, plain, weighed
from variorum.compare.occasions import meet, same_deed
from variorum.compare.pairs import Pair
from variorum.compare.reading import printed, read
from variorum.compare.renderings import MOSTLY, common
from variorum.compare.rivals import told_apart
from variorum.compare.statements import HELD, Unit
from variorum.compare.turned import Rewordings
from variorum.compare.utterances import described_apart
from variorum.models import matcher
from variorum.models.embedder import embed
from variorum.types import Disagreement, LocalActor, Quote

MIN_SCORE = 0.6
_PROVEN = 0.7  # score without which they may be two utterances
MIN_WORDS = 5
WORD_FOR_WORD = 4  # words that are enough where they are the same
WHOLE = 6  # words that stand unbroken in both and are one utterance
COPIED = 0.85  # score of a quotation that a report rewords and gives to somebody else
_OWNED = frozenset({"his", "her", "its", "their"})  # "her lawyer" may be taken for her
_SURE = 0.85
_ALL_BUT_SAME = 0.88  # cosine of two sentences that have most words in common in the same order
_SELDOM = 5.0  # rarity of a word, in nats, that two people do not both come upon: one report in 150 has it
_NEXT = 40  # characters between a quotation and the words for its speaker
_BACK = 600  # characters before a quotation in which whom "he" means is named
_IN_ORDER = 0.65
SAME = 0.66  # score from which two clauses say the same, but for whether it is so
_DISTANCE = re.compile(
    r"\b(?:alleged(?:ly)?|reportedly|purported(?:ly)?|supposedly|accused of|suspected of)\b", re.IGNORECASE
)
_ASIDE = re.compile(  # "entered the clinic, reportedly of her own will": the distance is to the will alone
    rf"[,;–—-]\s*{_DISTANCE.pattern} (?:of|in|at|on|for|by|to|as|because|after|with|over)\b", re.IGNORECASE
)
_OF_ANOTHER = re.compile(  # "“We are ready,” the speaker said on Monday, according to" a newspaper
    r"[”\"] (?:[\w.'’-]+ ){1,5}(?:said|says|told)\b"
)
_CLAIMS = re.compile(r"\b(?:claim|alleg|accus|purport)(?:ed?s?|s|ing)?\b", re.IGNORECASE)
_CREDIT = re.compile(r"\s+(?:\w+ )?(?:responsibility|credit|victory)\b")  # "claimed responsibility for the raid"
_HEDGES = frozenset({"claim", "allege", "accuse", "charge", "suspect", "purport"})
_GUARDED = re.compile(
    _DISTANCE.pattern
    + r"|\b(?:said|says?|according|told|charge[ds]?|charges|suspects?|police|prosecutors?|report(?:s|ed)"
    r"|court|trial|believed?|thought|appear(?:s|ed)?|seems?|may|might|could|if|whether)\b",
    re.IGNORECASE,
)


def find_attributions(
    stories: Sequence[str], conflicts: Sequence[tuple[Unit, Unit, float]], reworded: Rewordings
) -> list[Disagreement]:
    """Utterances whose speakers cannot be one; all that two reports give to the same two makes one finding.

    A single sentence must stand in nearly the same words, or be quoted by both and match, or stand where the one report
    rewords the other. A report may give its speaker as "he" there, or if it names nobody else it could mean.
    """
    groups: dict[tuple[str, ...], list[tuple[Unit, Unit, float]]] = {}
    for a, b, score in conflicts:
        if (
            _cannot_be_one(a, b)
            and not (_one_voice(a, b) or _one_voice(b, a))
            and _long_enough(a, b)
            and (
                (_credited(a, b) and _credited(b, a))
                or (reworded.one(a, b) and (_spoken(a) or _spoken(b)))
                or ((_spoken(a) or _spoken(b)) and _never_named(a, b) and _nearly_verbatim(a, b, score))
            )
        ):
            groups.setdefault((a.article.id, _name(a), b.article.id, _name(b)), []).append((a, b, score))
    out = []
    for found in groups.values():
        best = max(score for _, _, score in found) + 0.05 * (len(found) - 1)
        a, b, _ = max(found, key=lambda f: f[2])
        copied = any(reworded.one(x, y) for x, y, _ in found)
        if copied:
            best = max(best, COPIED)
        if best < MIN_SCORE or (len(found) == 1 and not copied and not _one_sentence(*found[0])):
            continue
        sides = [(_name(a), [Voice(x) for x, _, _ in found]), (_name(b), [Voice(y) for _, y, _ in found])]
        why = f"same utterance, {len(found)} sentence(s) matched; said by {_source(a)} against {_source(b)}"
        certain = len(found) > 1 or copied or _nearly_verbatim(*found[0]) or _distinct(a, b)
        score = weighed(best, proven=best >= _PROVEN and certain)
        out.append(finding("attribution", stories, plain(a.text)[:160], sides, score=score, why=why))
    return out


def find_allegations(stories: Sequence[str], units: Sequence[Unit], pairs: Sequence[Pair]) -> list[Disagreement]:
    """What one report tells as a fact in its own voice and another only as alleged: one finding for each statement."""
    hedged = {id(unit): hedge for unit in units if (hedge := _hedge(unit))}
    careful = {(unit.article.id, unit.clause.predicate) for unit in units if id(unit) in hedged}
    taken: set[int] = set()
    out = []
    for pair in sorted(pairs, key=lambda p: -p.score):
        a, b = units[pair.i], units[pair.j]
        if id(a) in hedged:
            a, b = b, a
        if id(a) in hedged or id(b) not in hedged or pair.score < SAME or pair.against or {id(a), id(b)} & taken:
            continue
        if not _asserts(a) or (a.article.id, b.clause.predicate) in careful or not _one_deed(a, b):
            continue
        taken |= {id(a), id(b)}
        says = hedged[id(b)]
        shared = matcher.rarest(a.reading.content & b.reading.content)[:4]
        why = f"both: {printed(a.reading.text, shared)}; told as a fact against “{says}”"
        sides = ("asserted", Voice(a, stance="asserts")), (says, Voice(b, stance="reports"))
        out.append(opposed("attribution", stories, *sides, score=0.9 * pair.score, why=why))
    return out


def _hedge(unit: Unit) -> str:
    """The word by which a report keeps its distance to what the clause says, as printed, or nothing."""
    quote = unit.quote
    if quote is not None and quote.kind == "direct":
        return ""
    if unit.clause.predicate in _HEDGES:
        return ""  # a report of an accusation, and not of the deed
    text = unit.article.text
    cues = [(s, e) for s, e in quote.cue if not _CREDIT.match(text, e)] if quote else []
    cue = " ".join(plain(text[s:e]) for s, e in cues)
    found = _CLAIMS.search(cue) or _DISTANCE.search(cue) or _DISTANCE.search(_ASIDE.sub("", unit.text))
    return found.group() if found else ""


def _asserts(unit: Unit) -> bool:
    """Whether a clause is told as a fact, in a sentence that keeps no distance."""
    if unit.quote is not None or unit.clause.status not in HELD or unit.clause.polarity == "negative":
        return False
    sentence = unit.sentence
    return not _GUARDED.search(unit.article.text, *sentence)


def _one_deed(a: Unit, b: Unit) -> bool:
    """Whether what the one tells is what the other hedges: not only, with a doer named, who did it."""
    if not same_deed(a, b) or (a.clause.subject is None and b.clause.subject is not None):
        return False
    return meet(a, a.clause.subject, b, b.clause.subject) is not False and not told_apart(a, b)


def _one_sentence(a: Unit, b: Unit, score: float) -> bool:
    """Whether it is plainly one sentence: in nearly the same words, or quoted by both, about as long, and matched, with
    as many negations. Of two that are built alike ("a vote would heal us", "a vote would tear us apart"), the one word
    that is another may be the point: their meanings must be all but the same."""
    short, long = sorted(len(unit.reading.words) for unit in (a, b))
    alike = a.quoted and b.quoted and 2 * short >= long and a.reading.negations % 2 == b.reading.negations % 2
    if not (alike and score >= _PROVEN):
        return _nearly_verbatim(a, b, score)
    built_alike = common(a.reading, b.reading) > MOSTLY
    return not built_alike or _nearly_verbatim(a, b, score) or _cosine(a, b) >= _ALL_BUT_SAME


def _cosine(a: Unit, b: Unit) -> float:
    x, y = embed([unit.reading.text for unit in (a, b)])
    return float(x @ y)


def _distinct(a: Unit, b: Unit) -> bool:
    """Whether two sentences are not built alike, and share a word that news seldom uses and that neither report has
    again: of what the affair is about, two people may say alike things ("we are ready to talk about the dam")."""
    if common(a.reading, b.reading) > MOSTLY:
        return False
    shared = a.reading.content & b.reading.content - a.reading.names - b.reading.names
    rare = {word for word in shared if matcher.rarity(word) >= _SELDOM}
    return bool(rare) and not rare <= _beside_it(a) | _beside_it(b)


def _beside_it(unit: Unit) -> frozenset[str]:
    """The words of substance of a report beside a sentence; so long a text is not to be remembered as read."""
    text, (start, end) = unit.article.text, unit.span
    return read.__wrapped__(f"{text[:start]} {text[end:]}").content


def _nearly_verbatim(a: Unit, b: Unit, score: float) -> bool:
    """Whether the words are nearly the same: a single sentence needs that, a run of them does not.

    Where a report has put other words for some, the rest must stand in the same order, and the meaning be the same.
    """
    shared = a.reading.content & b.reading.content
    if len(shared) >= 0.75 * max(len(a.reading.content), len(b.reading.content), 1):
        return True
    short, long = sorted((a.reading.words, b.reading.words), key=len)
    if len(short) >= WHOLE and f" {' '.join(short)} " in f" {' '.join(long)} ":
        return True  # one gives only a part of it
    in_order = Indel.normalized_similarity(a.reading.words, b.reading.words)
    return score >= _SURE and in_order >= _IN_ORDER and len(shared) >= 3


def _spoken(unit: Unit) -> bool:
    """Whether somebody is named or described as having used these words; a pronoun or a guess is no evidence."""
    quote = unit.quote
    if quote is None or quote.kind == "indirect" or not quote.source:
        return False
    text = unit.article.text
    if any(_OF_ANOTHER.search(text, s, e) for s, e in quote.content):
        return False
    return bool(read(" ".join(text[s:e] for s, e in quote.source)).content) and not _speaks_for(unit)


def _credited(unit: Unit, other: Unit) -> bool:
    """Whether the speaker is named or described, or is the "he" beside the quotation who can only be whom the report
    named last, and whom it names more often than the other speaker."""
    if _spoken(unit):
        return True
    quote, who = unit.quote, _actor(unit)
    if quote is None or not unit.quoted or not quote.source or who is None or _speaks_for(unit) or not _beside(quote):
        return False
    text, at = unit.article.text, quote.source[0][0]
    quoted = [span for one in unit.article.quotes for span in one.content]
    people = (m for m in unit.article.mentions if m.label == "PERSON" and m.head == "name")
    before = [m for m in people if at - _BACK < m.start < at and not any(s <= m.start < e for s, e in quoted)]
    last = max(before, key=lambda m: m.start, default=None)
    if last is None or last.actor != who.id or text.count("\n\n", last.start, at) > 1:
        return False
    return _named(text, who.name) > _named(text, other.speaker or "")


def _named(text: str, name: str) -> int:
    """How often a text has the last word of a name."""
    return text.count(name.split()[-1]) if name else 0


def _beside(quote: Quote) -> bool:
    """Whether the words for the speaker stand next to the quotation: between are a verb and marks."""
    start, end = quote.source[0]
    return any(start - e <= _NEXT and s - end <= _NEXT for s, e in quote.content)


def _one_voice(a: Unit, b: Unit) -> bool:
    """Whether one is called by what the other is: "her rep" here, "the actor's rep" and his name there."""
    return _speaks_for(a) and _printed(a).split()[-1].lower() in _printed(b).lower().split()


def _speaks_for(unit: Unit) -> bool:
    """Whether the words are said to be those of somebody of the speaker's: "her spokesman"."""
    named = _printed(unit)
    return bool(named) and _owned(named, unit.speaker or "")


def _long_enough(a: Unit, b: Unit) -> bool:
    """Whether the words are too many for two people to have used them by chance."""
    least = min(len(a.reading.words), len(b.reading.words))
    return least >= MIN_WORDS or (least >= WORD_FOR_WORD and a.reading.words == b.reading.words)


def _never_named(a: Unit, b: Unit) -> bool:
    """Whether both are words between marks of two people, and a report that calls its speaker "he" never names the
    other: then he is not meant."""
    who = _actor(a), _actor(b)
    for unit, other in zip((a, b), reversed(who), strict=True):
        if other is None or other.kind != "person" or unit.quote is None or unit.quote.kind == "indirect":
            return False
        named = any(word in unit.article.text for word in other.name.split() if word[:1].isupper())
        if named and not _spoken(unit):
            return False
    return True


def _owned(named: str, speaker: str) -> bool:
    """Whether the words name somebody of the speaker's: "her lawyer", "Orvik's lawyer"."""
    words = plain(named).replace("’", "'").replace(" '", "'").lower().split()
    owners = {f"{word}'s" for word in speaker.lower().split()}
    return words[0] in _OWNED or bool(owners & set(words))


def _source(unit: Unit) -> str:
    printed = _printed(unit)
    return f"{unit.speaker} (“{printed}”)" if unit.speaker and printed and printed != unit.speaker else _name(unit)


def _name(unit: Unit) -> str:
    return unit.speaker or f"“{_printed(unit)}”"


def _printed(unit: Unit) -> str:
    return " ".join(plain(unit.article.text[s:e]) for s, e in unit.quote.source) if unit.quote else ""


def _cannot_be_one(a: Unit, b: Unit) -> bool:
    """Whether the speakers are two persons, or of two countries; an office and its holder may be one."""
    if described_apart(a, b):
        return True
    x, y = _actor(a), _actor(b)
    if x is None or y is None:
        return False
    if read(x.name).content & read(y.name).content or _named_by(b, x) or _named_by(a, y):
        return False
    if x.country and y.country and x.country != y.country:
        return True
    return x.kind == "person" and y.kind == "person" and bool(x.aliases) and bool(y.aliases)


def _named_by(unit: Unit, who: LocalActor) -> bool:
    """Whether the words for a speaker name somebody as well: "Orvik and Tollan said"."""
    return bool(read(who.name).names & read(_printed(unit)).content)


def _actor(unit: Unit) -> LocalActor | None:
    local = unit.quote.speaker_actor if unit.quote else None
    return next((actor for actor in unit.article.actors if actor.id == local), None)
