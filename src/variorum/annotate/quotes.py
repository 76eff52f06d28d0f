"""Attributions: content, cue, source, and the speaker's identity."""

from variorum.annotate.marks import outermost
from variorum.annotate.parsed import Parsed
from variorum.annotate.reported import Attribution, reported
from variorum.annotate.speakers import Speakers
from variorum.text import overlap
from variorum.types import LocalActor, Mention, Quote, QuoteKind, Span


def find_quotes(parsed: Parsed, *, mentions: tuple[Mention, ...], actors: tuple[LocalActor, ...]) -> tuple[Quote, ...]:
    """The attributions of the body, in order of their content."""
    speakers = Speakers(parsed, mentions, actors)
    quoted = [q.inner for p in parsed.paragraphs for q in outermost(parsed.text, p)]
    out = []
    for attribution in sorted(reported(parsed), key=lambda a: a.content):
        speaker = speakers.of(attribution)
        out.append(
            Quote(
                content=attribution.content,
                cue=attribution.cue,
                source=attribution.source,
                kind=_kind(attribution, quoted),
                speaker=speaker.name if speaker else None,
                speaker_actor=speaker.id if speaker else None,
                score=attribution.score,
            )
        )
    return tuple(out)


def _kind(attribution: Attribution, quoted: list[Span]) -> QuoteKind:
    whole = sum(end - start for start, end in attribution.content)
    held = sum(overlap(span, q) for span in attribution.content for q in quoted)
    return "direct" if held > 0.9 * whole - 4 else "mixed" if held else "indirect"
