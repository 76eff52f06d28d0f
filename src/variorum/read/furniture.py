"""What of a text is the article itself, and what its outlet put around it."""

from variorum.text import paragraphs
from variorum.types import Article, Record, Span


class Layout(Record, frozen=True, kw_only=True):
    """How a text is laid out. `article` has title, outlet and date filled in where the text gives them."""

    article: Article
    body: tuple[Span, ...]  # the article itself, in order
    paragraphs: tuple[Span, ...]  # its paragraphs, the title among them
    title: Span | None = None


def lay_out(article: Article) -> Layout:
    """Tell the article's own text from furniture, and the title from the lede."""
    spans = paragraphs(article.text)
    body = ((spans[0][0], spans[-1][1]),) if spans else ()
    return Layout(article=article, body=body, paragraphs=spans)
