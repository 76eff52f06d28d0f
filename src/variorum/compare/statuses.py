"""The same deed done in one report and still to come in another."""

import re
from collections.abc import Sequence

from variorum.compare.days import meet_on, only_date, start
from variorum.compare.finding import Voice, opposed, plain, weighed
from variorum.compare.near import Near
from variorum.compare.occasions import (
    MIN_SCORE,
    REPEATABLE,
    SPEECH,
    VAGUE,
    Deeds,
    deed_pairs,
    heads_meet,
    meet,
    one_event,
    same_deed,
)
from variorum.compare.pairs import Pair
from variorum.compare.reading import read, word_set
from variorum.compare.rivals import looks_ahead, told_apart
from variorum.compare.statements import TO_COME, Unit
from variorum.compare.undated import one_day
from variorum.types import Disagreement

_ONE = word_set("a an one first second third last single only")
_DONE = frozenset({"happened"})
# What is done once to one thing: another report that has it still to come speaks of that.
_ONCE = word_set("sign ink initial ratify resign quit recall summon dismiss sack appoint inaugurate annul abolish")
_DONE_ONCE = 0.12
_PROVEN = 0.8  # score without which it may be two deeds
_FAR = 0.2  # cosine from which two clauses of such a deed are looked at
_WILL_HAVE = re.compile(r"\bwill (?:\w+ )?have \w+(?:ed|en|t|n)\b", re.IGNORECASE)  # done by then
_STATES = word_set(
    "face need require mean support oppose seek help include lead allow make cause continue remain want hope believe "
    "work"
)


def find_status(stories: Sequence[str], units: Sequence[Unit], pairs: Sequence[Pair], near: Near) -> list[Disagreement]:
    """One deed that a report tells as done and another as still to come."""
    out = []
    deeds = Deeds(units)
    staged = deed_pairs(units, pairs, near, lambda unit: unit.clause.predicate in _ONCE, floor=_FAR)
    for a, b, cosine, score in sorted(staged, key=lambda pair: -pair[3]):
        if a.clause.status in TO_COME:
            a, b = b, a
        if a.clause.status not in _DONE or b.clause.status not in TO_COME or a.clause.polarity != b.clause.polarity:
            continue
        if (
            not same_deed(a, b)
            or a.clause.predicate in SPEECH | VAGUE
            or (score < 0.45 and a.clause.predicate not in _ONCE)
            or _later(a, b)
        ):
            continue
        if (
            (_months_apart(a, b) and not _of_the_known(a, b))
            or (_dated_apart(a, b) and a.clause.predicate in REPEATABLE)
            or (told_apart(a, b, subject=True) and not _of_the_known(a, b))
        ):
            continue
        if (
            not looks_ahead(b)
            or looks_ahead(a)
            or _goes_on(a)
            or _WILL_HAVE.search(b.text)
            or a.clause.predicate in _STATES
            or _same_voice(a, b)
        ):
            continue
        if not heads_meet(a, a.clause.object, b, b.clause.object) or _counts_differ(a, b):
            continue
        if "previously" in a.text.lower().split():
            continue
        parties = meet(a, a.clause.subject, b, b.clause.subject), meet(a, a.clause.object, b, b.clause.object)
        if True not in parties or b.quoted:
            continue
        sure, why = one_event(a, b, cosine, score, named=not _of_the_known(a, b))
        sure += _DONE_ONCE * (sure > 0 and a.clause.predicate in _ONCE)
        if sure >= MIN_SCORE and not _told_as(deeds, a, b) and not _told_as(deeds, b, a):
            against = f"{why}; done against {b.clause.status}"
            sides = ("done", Voice(a)), (b.clause.status, Voice(b))
            score = weighed(sure, proven=sure >= _PROVEN)
            out.append(opposed("status", stories, *sides, score=score, why=against))
    return out


def _goes_on(unit: Unit) -> bool:
    """Whether the deed is told in the present: "he retains his post" is no more done than "he will retain it"."""
    verb = re.escape(unit.clause.predicate)
    return bool(re.search(rf"\b{verb}(?:e?s)\b", unit.text, re.IGNORECASE))


def _of_the_known(done: Unit, ahead: Unit) -> bool:
    """Whether what is to come is done once, to a thing spoken of as known: "the accord itself will be signed"."""
    thing = ahead.clause.object
    if done.clause.predicate not in _ONCE or thing is None or done.clause.object is None:
        return False
    definite = ahead.article.text[slice(*thing)].lower().startswith(("the ", "this ", "that ", "its ", "their "))
    return definite and meet(done, done.clause.object, ahead, thing) is True


def _counts_differ(a: Unit, b: Unit) -> bool:
    """Whether the one speaks of several by number, and the other of one: "six barges" against "the first barge"."""
    for x, y in ((a.clause.subject, b.clause.subject), (a.clause.object, b.clause.object)):
        if x is None or y is None:
            continue
        counts = [read(plain(u.article.text[s:e])).numbers - {"1"} for u, (s, e) in ((a, x), (b, y))]
        words = [plain(u.article.text[s:e]).lower().split() for u, (s, e) in ((a, x), (b, y))]
        for n in (0, 1):
            if counts[n] and not counts[1 - n] and set(words[1 - n]) & _ONE:
                return True
    return False


def _same_voice(a: Unit, b: Unit) -> bool:
    """Whether both are words of one speaker, whose tenses are his own."""
    return a.speaker_id is not None and a.speaker_id == b.speaker_id


def _later(done: Unit, ahead: Unit) -> bool:
    """Whether the report that has it done may simply be the later one."""
    if not done.day or not ahead.day:
        return not one_day(done.article, ahead.article)
    return done.day > ahead.day


def _dated_apart(a: Unit, b: Unit) -> bool:
    x, y = only_date(a), only_date(b)
    return x is not None and y is not None and not meet_on(x, y)


def _months_apart(a: Unit, b: Unit) -> bool:
    """Whether dates months apart make it two deeds of one kind."""
    x, y = only_date(a), only_date(b)
    return x is not None and y is not None and abs((start(x) - start(y)).days) > 60


def _told_as(deeds: Deeds, a: Unit, b: Unit) -> bool:
    """Whether a's report also tells the deed as b's does."""
    return any(
        unit.clause.status == b.clause.status
        and len(unit.reading.content & b.reading.content) >= 0.4 * len(b.reading.content)
        for unit in deeds.others(a, b)
    )
