"""A database of the sample affair as a perfect reader would fill it, for the tests of the pages: no model is loaded."""

from pathlib import Path

import msgspec

from tests.oracle import Oracle
from variorum.store.sqlite import SqliteStore
from variorum.types import AnnotatedArticle, Article, Record

VERSION = "1"


def fill(path: Path, more: tuple[Record, ...] = ()) -> Path:
    """Make the database, with further articles and records in it."""
    records = [*Oracle().records(), *more]
    articles = [r for r in records if isinstance(r, AnnotatedArticle)]
    store = SqliteStore(path)
    plain = [Article(**{name: getattr(a, name) for name in Article.__struct_fields__}) for a in articles]
    store.add_articles(plain)
    store.add_annotations([msgspec.structs.replace(a) for a in articles], VERSION)
    store.replace_records(r for r in records if not isinstance(r, AnnotatedArticle))
    store.close()
    return path
