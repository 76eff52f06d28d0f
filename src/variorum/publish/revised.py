"""What later versions of articles changed, as tables."""

from collections.abc import Iterator

from variorum.errors import UsageError
from variorum.library import Library
from variorum.publish import written
from variorum.publish.tables import Table, table
from variorum.publish.view import called
from variorum.types import AnnotatedArticle, SpanRef


def revision_tables(library: Library, id: str | None = None, *, limit: int = 50) -> list[Table]:
    """A table for each version of an article that another followed, with what that one changed.

    Args:
        library: as `variorum.open` gives it.
        id: an article's id, of any of its versions, or the beginning of it; None: of every article that has several.
        limit: rows of each table, and articles.

    Raises:
        UsageError: there is no such article, or it has one version only.
    """
    revised = library.store.revised()
    if id is not None:
        revised = [one for one in revised if any(v.startswith(id) for v in (one, *library.store.versions(one)))]
        if not revised:
            raise UsageError(f"no article {id!r} with several versions; `variorum show revisions` lists them")
    out = [found for one in revised[:limit] for found in _tables(library, one, limit)]
    note = f"{limit:,} of {len(revised):,} articles; --limit shows more" if len(revised) > limit else ""
    return out or [table("Revisions", "what  change  before  after  why", [], note=note or "no article has changed")]


def _tables(library: Library, id: str, limit: int) -> Iterator[Table]:
    for before, after, found in library.revisions(id):
        rows = [(r.kind, r.change, _cite(r.before), _cite(r.after), r.why) for r in found]
        notes = [f"{limit:,} of {len(rows):,}; --limit shows more"] if len(rows) > limit else []
        notes += [] if rows else ["nothing that it says, only how it is written"]
        notes += [f"not compared: {why}" for why in dict.fromkeys((*before.skipped, *after.skipped))]
        title = f"{called(after)}: {after.title or '(no headline)'} ({_when(before)} → {_when(after)})"
        yield table(title, "what  change  before  after  why", rows[:limit], note="\n".join(notes))


def _when(article: AnnotatedArticle) -> str:
    day = written.date((article.updated or article.published or "")[:10] or None)
    return " ".join(filter(None, (article.id, day)))


def _cite(ref: SpanRef | None) -> str:
    return "" if ref is None else f"“{ref.text}” [{ref.start}-{ref.end}]"
