"""Attributions: content, cue, source, and the speaker's identity.

The tagger finds them (`attribution`), quotation marks tell what is in the speaker's own words (`marks`), and the
article's mentions who that is (`speakers`).
"""

from collections.abc import Iterator, Sequence
from dataclasses import replace

from variorum.annotate.attribution import Attribution, attributions
from variorum.annotate.marks import Quoted, outermost
from variorum.annotate.parsed import Parsed
from variorum.annotate.speakers import Speakers, holds
from variorum.annotate.wording import in_own_words, relayed, unclaimed
from variorum.types import LocalActor, Mention, Quote, QuoteKind, Span


def find_quotes(parsed: Parsed, *, mentions: tuple[Mention, ...], actors: tuple[LocalActor, ...]) -> tuple[Quote, ...]:
    """The attributions of the body, in order of their content.

    Where the own words of a known speaker are only part of what is reported, they are a quotation beside the whole.
    """
    quoted = [outermost(parsed.text, p) for p in parsed.paragraphs]
    found = attributions(parsed.text, parsed.paragraphs, [[q.span for q in marks] for marks in quoted])
    found = [part for attribution in found for part in _utterances(parsed.paragraphs, quoted, attribution)]
    every = [q for marks in quoted for q in marks]
    found += [own for attribution in found for own in relayed(parsed, attribution, every)]
    found += unclaimed(parsed, quoted, found)
    speakers = Speakers(parsed, mentions, actors)
    inner = [q.inner for q in every]
    out: list[Quote] = []
    for attribution in sorted(found, key=lambda a: a.content):
        kind = _kind(attribution, inner)
        speaker = speakers.of(attribution, direct=kind == "direct")
        out.append(_quote(attribution, kind, speaker))
        if kind == "mixed" and speaker is not None:
            own = in_own_words(parsed, attribution, inner)
            out += [_quote(replace(attribution, content=(span,)), "direct", speaker) for span in own]
    return tuple(sorted(out, key=lambda q: q.content))


def _utterances(
    paragraphs: Sequence[Span], quoted: Sequence[Sequence[Quoted]], attribution: Attribution
) -> Iterator[Attribution]:
    """The attribution, cut where a quotation that had closed is followed by another in a paragraph of its own.

    A quotation that is left open and opened again goes on as one. What is cut off has no cue of its own.
    """
    parts: list[list[Span]] = [[attribution.content[0]]]
    cue = attribution.cue[0] if attribution.cue else attribution.content[0]
    for last, span in zip(attribution.content, attribution.content[1:], strict=False):
        a, b = (_paragraph(paragraphs, s[0]) for s in (last, span))
        closed = a != b and any(q.closed and abs(q.span[1] - last[1]) < 2 for q in quoted[a])
        if closed and span[0] > cue[1]:
            parts.append([])
        parts[-1].append(span)
    yield replace(attribution, content=tuple(parts[0]))
    for part in parts[1:]:
        yield replace(attribution, content=tuple(part))


def _paragraph(paragraphs: Sequence[Span], at: int) -> int:
    return next((i for i, (start, end) in enumerate(paragraphs) if start <= at < end), 0)


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


def _kind(attribution: Attribution, inner: Sequence[Span]) -> QuoteKind:
    """Direct where all but marks and stops stands between quotation marks, mixed where some does."""
    whole = sum(end - start for start, end in attribution.content)
    held = sum(holds(span, inner) for span in attribution.content)
    return "direct" if held > 0.9 * whole - 4 else "mixed" if held else "indirect"
