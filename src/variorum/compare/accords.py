"""Memberships and agreements between states, read off sentences that name both parties and say how far it has come."""

from collections.abc import Iterator, Sequence
from itertools import pairwise

from variorum.compare.stages import (
    AGREEMENT,
    APART,
    AWAY,
    BESIDE,
    IS_AGREEMENT,
    IS_MEMBERSHIP,
    MEMBERSHIP,
    stage_in,
    topic_of,
)
from variorum.compare.step import Source, Step
from variorum.types import Span


def accords(source: Source, sentence: Span, *, joined: bool, agreed: bool) -> Iterator[Step]:
    """The membership or agreement that a sentence tells of.

    Args:
        joined: whether its membership is known already.
        agreed: whether its agreement is.
    """
    text = source.article.text[sentence[0] : sentence[1]]
    member = not joined and IS_MEMBERSHIP.search(text)
    found = list(_membership(source, sentence, text)) if member else []
    yield from found
    if not found and not agreed and IS_AGREEMENT.search(text):
        step = _agreement(source, sentence, text)
        if step is not None:
            yield step


def _membership(source: Source, sentence: Span, text: str) -> Iterator[Step]:
    found = stage_in(MEMBERSHIP, text)
    if found is None:
        return
    stage, (start, end) = found
    named = list(source.named((max(0, sentence[0] - 400), sentence[1])))
    bodies = [(at, p) for at, p in named if source.parties.is_body(p)]
    bodies = [b for b in bodies if source.parties.is_between(b[1])] or bodies
    countries = [(at, p) for at, p in named if at >= sentence[0] and not source.parties.is_body(p)]
    joins = text[start:end].lower().startswith("join")
    if stage == "left" or joins:  # it is the body that is left or joined
        first = sentence[0] + (start if joins else end)
        bodies = [(at, p) for at, p in bodies if first <= at < sentence[0] + end + 40]
    applicant = _applicant(source, (sentence[0] + start, sentence[0] + end), countries, bodies)
    if not bodies or applicant is None:
        return
    body = min(bodies, key=lambda b: abs(b[0] - sentence[0] - start))[1]
    status = source.layout.status(sentence[0] + start)
    if stage == "pledged" and status == "planned":
        status = "happened"  # the joining is still to come, the pledge is made
    if stage == "full membership" and status == "happened":
        return
    dates = source.layout.dates(sentence, sentence[0] + start)
    for one in together(source, applicant, countries):
        yield source.step("membership", (one, body), stage, sentence, status, dates)


def together(source: Source, applicant: str, countries: Sequence[tuple[int, str]]) -> list[str]:
    """An applicant with those named in one row with it: "Norland, Velmark and the Orlu Isles"."""
    row: list[str] = []
    last = 0
    for at, party in countries:
        if row and not BESIDE.fullmatch(source.article.text, last, at) and party != row[-1]:
            if applicant in row:
                break
            row = []
        row, last = [*row, party], _after_genitive(source.article.text, at) - 1
    return list(dict.fromkeys(row)) if applicant in row else [applicant]


def _applicant(
    source: Source, cue: Span, countries: list[tuple[int, str]], bodies: list[tuple[int, str]]
) -> str | None:
    """Whose membership it is: one whose name stands in the genitive, or the country nearest before the words."""
    text = source.article.text
    for at, party in countries:
        if IS_MEMBERSHIP.match(text, _after_genitive(text, at)) or _joining_next(text, at):
            return party
    body_ids = {p for _, p in bodies}
    for event in source.article.events:
        if event.trigger[0][0] < cue[1] and cue[0] < event.trigger[-1][1]:
            for side in (event.source, event.target):
                for party in source.sides(side):
                    if party not in body_ids and event.code in {"AGREE", "REQUEST"}:
                        return party
    before = [p for at, p in countries if at < cue[1]]
    return before[-1] if before else None


def _agreement(source: Source, sentence: Span, text: str) -> Step | None:
    match = IS_AGREEMENT.search(text)
    found = stage_in(AGREEMENT, text)
    if match is None or found is None:
        return None
    near = (sentence[0] + max(0, match.start() - 70), min(sentence[1], sentence[0] + match.end() + 60))
    named = [(at, p) for at, p in source.named(near) if not source.parties.is_body(p)]
    pair = list(dict.fromkeys(p for _, p in named))
    if len(pair) != 2 or not _joined(source, named):
        return None
    stage, (start, end) = found
    if AWAY.search(text, min(match.end(), end), max(match.start(), start)):
        return None
    status = source.layout.status(sentence[0] + start)
    if stage == "drafted" and status == "happened":
        status = "ongoing"
    dates = source.layout.dates(sentence, sentence[0] + start)
    topic = topic_of(text, match)
    return source.step("agreement", (pair[0], pair[1]), stage, sentence, status, dates, topic)


def _joined(source: Source, named: Sequence[tuple[int, str]]) -> bool:
    """Whether two parties that are named one after the other stand in one phrase or clause."""
    return any(
        first != second and not APART.search(source.article.text, at, after)
        for (at, first), (after, second) in pairwise(named)
    )


def _after_genitive(text: str, at: int) -> int:
    end = at
    while end < len(text) and end - at < 30 and not text[end].isspace():
        end += 1
    return end + 1


def _joining_next(text: str, at: int) -> bool:
    """Whether the name at `at` is followed by a genitive and a word of joining, an adjective or two between."""
    next_ = _after_genitive(text, at)
    after = text[next_ : next_ + 40].split()
    genitive = text[at : next_ - 1].rstrip().endswith(("'s", "’s", "s'", "s’"))
    joining = ("membership", "application", "accession", "bid", "quest", "candidacy")
    return genitive and any(w.strip(",.;") in joining for w in after[:3])
