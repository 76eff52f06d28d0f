"""The way of one article through the extractors."""

from collections.abc import Iterable, Iterator
from itertools import islice

from spacy.tokens import Doc

from variorum.annotate.clauses import find_clauses
from variorum.annotate.events import find_events
from variorum.annotate.figures import find_figures
from variorum.annotate.mentions import find_mentions
from variorum.annotate.parsed import Parsed
from variorum.annotate.quotes import find_quotes
from variorum.annotate.times import find_times
from variorum.models import parser
from variorum.read.furniture import Layout, lay_out
from variorum.types import AnnotatedArticle, Article, Span

BATCH = 16


def annotate(articles: Iterable[Article]) -> Iterator[AnnotatedArticle]:
    """Annotate articles, in order. Nothing here looks across articles.

    Args:
        articles: as they were read; an article's `text` comes back unchanged.
    """
    source = iter(articles)
    while group := list(islice(source, BATCH)):
        layouts = [lay_out(article) for article in group]
        docs = parser.parse((layout.article.text, breaks(layout)) for layout in layouts)
        for layout, doc in zip(layouts, docs, strict=True):
            yield annotate_parsed(parsed_from(layout, doc))


def breaks(layout: Layout) -> tuple[Span, ...]:
    """Spans that no sentence leaves: paragraphs, and the furniture between them."""
    return tuple(sorted(layout.paragraphs + layout.furniture))


def parsed_from(layout: Layout, doc: Doc) -> Parsed:
    """What the extractors are given."""
    return Parsed(article=layout.article, body=layout.body, paragraphs=layout.paragraphs, title=layout.title, doc=doc)


def annotate_parsed(parsed: Parsed) -> AnnotatedArticle:
    """Run every extractor, each on what the ones before it found."""
    article = parsed.article
    mentions, actors = find_mentions(parsed)
    times = find_times(parsed, published=article.published)
    figures = find_figures(parsed, times=times, mentions=mentions, actors=actors)
    quotes = find_quotes(parsed, mentions=mentions, actors=actors)
    events = find_events(parsed, mentions=mentions, actors=actors, times=times, quotes=quotes)
    clauses = find_clauses(parsed, mentions=mentions, times=times, figures=figures, quotes=quotes, events=events)
    return AnnotatedArticle(
        **{name: getattr(article, name) for name in Article.__struct_fields__},
        body=parsed.body,
        sentences=parsed.sentence_spans,
        mentions=mentions,
        actors=actors,
        times=times,
        figures=figures,
        quotes=quotes,
        events=events,
        clauses=clauses,
    )
