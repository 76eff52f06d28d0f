"""Attributions: content, cue, source, and the speaker's identity.

The tagger finds them (`attribution`), quotation marks tell what is in the speaker's own words (`marks`), and the
article's mentions who that is (`speakers`).
"""

import itertools
from collections.abc import Iterator
from dataclasses import replace

from variorum.annotate.attribution import Attribution, attributions
from variorum.annotate.bounds import bounded
from variorum.annotate.marks import Marks
from variorum.annotate.parsed import Parsed
from variorum.annotate.signed import signed
from variorum.annotate.speakers import Speakers
from variorum.annotate.wording import in_own_words, relayed, unclaimed, unreported
from variorum.text import overlap
from variorum.types import LocalActor, Mention, Quote, QuoteKind, Span


def find_quotes(parsed: Parsed, *, mentions: tuple[Mention, ...], actors: tuple[LocalActor, ...]) -> tuple[Quote, ...]:
    """The attributions of the body, in order of their content.

    Where the own words of a known speaker are only part of what is reported, they are a quotation beside the whole.
    """
    marks = parsed.marks
    tagged = attributions(parsed.text, parsed.paragraphs, marks.spans, parsed.reading)
    tagged = [own for attribution in tagged for own in bounded(parsed, marks, attribution)]
    tagged = signed(parsed, marks, tagged)
    found = [part for attribution in tagged for part in _utterances(marks, attribution)]
    found += [own for attribution in found for own in relayed(parsed, attribution, marks)]
    found += unclaimed(parsed, marks, found)
    found += list(unreported(parsed, found))
    speakers = Speakers(parsed, mentions, actors, marks)
    out: list[Quote] = []
    for attribution in sorted(found, key=lambda a: a.content):
        kind = _kind(attribution, marks)
        speaker = speakers.of(attribution, direct=kind == "direct")
        out.append(_quote(attribution, kind, speaker))
        if kind == "mixed" and (speaker is not None or attribution.source):
            for own in in_own_words(parsed, attribution, marks):
                same = own.source == attribution.source
                out.append(_quote(own, "direct", speaker if same else speakers.of(own, direct=True)))
    return tuple(sorted(out, key=lambda q: q.content))


def _utterances(marks: Marks, attribution: Attribution) -> Iterator[Attribution]:
    """The attribution, cut where a quotation that had closed is followed by another in a paragraph of its own.

    A quotation that is left open and opened again goes on as one.
    """
    parts: list[list[Span]] = [[attribution.content[0]]]
    for last, span in itertools.pairwise(attribution.content):
        if marks.paragraph(last[0]) != marks.paragraph(span[0]):
            parts.append([])
        parts[-1].append(span)
    return (replace(attribution, content=tuple(part)) for part in parts)


def _quote(attribution: Attribution, kind: QuoteKind, speaker: LocalActor | None) -> Quote:
    return Quote(
        content=attribution.content,
        cue=attribution.cue,
        source=attribution.source,
        kind=kind,
        speaker=speaker.name if speaker else None,
        speaker_actor=speaker.id if speaker else None,
        score=round(attribution.score, 3),
    )


def _kind(attribution: Attribution, marks: Marks) -> QuoteKind:
    """Direct where all but marks and stops stands between quotation marks, mixed where some does."""
    whole = sum(end - start for start, end in attribution.content)
    held = sum(overlap(span, q.inner) for span in attribution.content for q in marks.touching(span))
    return "direct" if held > 0.9 * whole - 4 else "mixed" if held else "indirect"
