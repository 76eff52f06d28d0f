"""Which stories, articles and actors a record concerns, read off its fields."""

from collections.abc import Iterator

from variorum.types import (
    Actor,
    Claim,
    Deed,
    Derivation,
    Disagreement,
    Record,
    Relation,
    Reuse,
    SpanRef,
    Story,
    TimelineEntry,
    Utterance,
)


def subjects(record: Record) -> set[str]:
    """Ids of everything that `records(kind, about=…)` finds the record by."""
    return set(_subjects(record))


def _subjects(record: Record) -> Iterator[str]:
    match record:
        case Actor():
            yield from (article for article, _ in record.locals)
            yield from (ref.article for ref in record.mentions)
        case Story():
            yield from record.articles
            yield from record.actors
            yield from record.follows
        case Reuse():
            yield from (record.a.article, record.b.article)
        case Derivation():
            yield from filter(None, (record.article, record.from_))
        case Deed():
            yield record.story
            yield from filter(None, (who.actor for who in (*record.source, *record.target)))
            yield from _articles(record.statements)
        case Utterance() | Claim():
            yield record.story
            yield from _articles(record.quotes if isinstance(record, Utterance) else record.statements)
        case Disagreement():
            yield from record.stories
            for side in record.sides:
                yield from _articles(side.statements)
        case TimelineEntry():
            yield from record.stories
            yield from _articles(record.statements)
        case Relation():
            yield from record.parties
            for stage in record.stages:
                yield from _articles(stage.statements)


def _articles(spans: tuple[SpanRef, ...]) -> Iterator[str]:
    return (span.article for span in spans)
