"""The way of one article through the extractors."""

import re
from collections.abc import Iterable, Iterator, Sequence
from contextlib import nullcontext

import msgspec
from spacy.tokens import Doc

from variorum.annotate.clauses import find_clauses
from variorum.annotate.dating import dated
from variorum.annotate.events import find_events
from variorum.annotate.figures import find_figures
from variorum.annotate.mentions import find_mentions
from variorum.annotate.parsed import Parsed
from variorum.annotate.quotes import find_quotes
from variorum.annotate.times import find_times
from variorum.models import parser
from variorum.read.articles import groups, whole
from variorum.read.furniture import Layout, lay_out
from variorum.read.language import language_of
from variorum.text import trim
from variorum.types import AnnotatedArticle, Article, Span

BATCH = 16
LONGEST = 200_000  # code points; a longer text is no report, and would take half a minute
MOST = 60_000  # words, marks and ends of lines; a parse takes some 12 KB for each
TOGETHER = 100_000  # code points that are parsed together
_UNIT = re.compile(r"\w+|[^\w\s]|\n")
_SENTENCE = re.compile(r"[^.!?。！？؟।…]+[.!?。！？؟।…]*[\"'”’»)\]]*")


def annotate(articles: Iterable[Article]) -> Iterator[AnnotatedArticle]:
    """Annotate articles, in order. Nothing here looks across articles.

    Args:
        articles: as they were read; an article's `text` comes back unchanged (but for lone surrogates, which no file
            can hold: each becomes U+FFFD). Articles in other languages than English are laid out and split into
            sentences only, and say so in `skipped`.
    """
    for group in groups(articles, BATCH, TOGETHER):
        yield from _together(group)


def _together(group: Sequence[Article]) -> list[AnnotatedArticle]:
    layouts = [lay_out(_prepared(article)) for article in group]
    skips = [_why_not(layout.article) for layout in layouts]
    with nullcontext() if all(skips) else parser.zone():
        docs = parser.parse(
            (layout.article.text, breaks(layout)) for layout, why in zip(layouts, skips, strict=True) if not why
        )
        return [
            _unparsed(layout, why) if why else annotate_parsed(parsed_from(layout, next(docs)))
            for layout, why in zip(layouts, skips, strict=True)
        ]


def _prepared(article: Article) -> Article:
    """The article in well-formed Unicode, and with its language."""
    text = whole(article.text)
    return msgspec.structs.replace(article, text=text, language=article.language or language_of(text))


def _why_not(article: Article) -> str | None:
    """Why the stages that need a parse cannot run on an article; None when they can."""
    if article.language and article.language.lower().split("-")[0].split("_")[0] not in ("en", "eng"):
        return f"all stages: not in English but in {article.language!r}"
    if len(article.text) > LONGEST:
        return f"all stages: longer than {LONGEST:,} characters"
    if len(article.text) > MOST and len(_UNIT.findall(article.text)) > MOST:
        return f"all stages: more than {MOST:,} words and marks"
    return None


def _unparsed(layout: Layout, why: str) -> AnnotatedArticle:
    """The article with its layout and sentences only."""
    text = layout.article.text
    spans = (trim(text, m.span()) for p in layout.paragraphs for m in _SENTENCE.finditer(text, *p))
    return AnnotatedArticle(
        **{name: getattr(layout.article, name) for name in Article.__struct_fields__},
        body=layout.body,
        sentences=tuple(span for span in spans if span[0] < span[1]),
        skipped=(why,),
    )


def breaks(layout: Layout) -> tuple[Span, ...]:
    """Spans that no sentence leaves: paragraphs, and the furniture between them."""
    return tuple(sorted(layout.paragraphs + layout.furniture))


def parsed_from(layout: Layout, doc: Doc) -> Parsed:
    """What the extractors are given."""
    return Parsed(article=layout.article, body=layout.body, paragraphs=layout.paragraphs, title=layout.title, doc=doc)


def annotate_parsed(parsed: Parsed) -> AnnotatedArticle:
    """Run every extractor, each on what the ones before it found."""
    parsed = dated(parsed)
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
