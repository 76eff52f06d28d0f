"""A database of the sample affair as a perfect reader would fill it, for the tests of the pages: no model is loaded."""

from pathlib import Path
from typing import TypeVar

import msgspec

from tests.oracle import Oracle
from variorum.store.opening import open_store
from variorum.types import AnnotatedArticle, Article, EventActor, Record

VERSION = "1"
Where = TypeVar("Where", Path, str)


def fill(path: Where, more: tuple[Record, ...] = ()) -> Where:
    """Make the database, with further articles and records in it."""
    records = [*Oracle().records(), *more]
    articles = [attributed(r) for r in records if isinstance(r, AnnotatedArticle)]
    store = open_store(path)
    plain = [Article(**{name: getattr(a, name) for name in Article.__struct_fields__}) for a in articles]
    store.add_articles(plain)
    store.add_annotations(articles, VERSION)
    store.replace_records(r for r in records if not isinstance(r, AnnotatedArticle))
    store.close()
    return path


def attributed(article: AnnotatedArticle) -> AnnotatedArticle:
    """The article with each quote credited to its speaker's chain, and each event to the first actor."""
    chains = {actor.name: actor.id for actor in article.actors}
    quotes = tuple(
        msgspec.structs.replace(q, speaker_actor=chains.get(q.speaker or "", q.speaker_actor)) for q in article.quotes
    )
    side = tuple(EventActor(name=a.name, code=None, span=article.sentences[0], actor=a.id) for a in article.actors[:1])
    events = tuple(msgspec.structs.replace(e, source=e.source or side) for e in article.events)
    return msgspec.structs.replace(article, quotes=quotes, events=events)
