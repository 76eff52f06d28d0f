"""One batch of articles, annotated wherever it runs: in this process, in another, or on another machine."""

import traceback
from collections.abc import Iterable, Iterator
from pathlib import Path

from variorum.errors import VariorumError
from variorum.read.articles import groups, whole
from variorum.types import AnnotatedArticle, Article

FAILED = "all stages: failed"
BATCH = 16  # articles that go to a process at once,
ROOM = 1_000_000  # and the code points of their texts


def batches(articles: Iterable[Article]) -> Iterator[list[Article]]:
    """The articles in lists that go to a process at once, taken as they are needed."""
    return groups(articles, BATCH, ROOM)


def annotate_batch(articles: list[Article]) -> list[AnnotatedArticle]:
    """Annotate some articles. One that makes a stage fail is kept without annotations and says why in `skipped`."""
    from variorum.annotate.pipeline import annotate

    try:
        return list(annotate(articles))
    except (VariorumError, KeyboardInterrupt):
        raise
    except Exception as error:  # a fault of ours must not cost the articles beside it
        if len(articles) > 1:
            return [done for article in articles for done in annotate_batch([article])]
        last = traceback.extract_tb(error.__traceback__)[-1]
        where = f"{Path(last.filename).name} line {last.lineno}"
        return [bare(articles[0], f"{type(error).__name__}: {error} ({where})")]


def bare(article: Article, why: str) -> AnnotatedArticle:
    """The article without annotations, and why it has none."""
    fields = {name: getattr(article, name) for name in Article.__struct_fields__}
    fields["text"] = whole(article.text)
    return AnnotatedArticle(**fields, skipped=(f"{FAILED}: {why}",))


def killed(article: Article) -> AnnotatedArticle:
    """The article without annotations: whatever process read it was killed."""
    return bare(article, "the process was killed, perhaps for want of memory")
