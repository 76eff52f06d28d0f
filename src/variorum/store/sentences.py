"""The sentences that a search shows."""

import re
from collections.abc import Iterator

from variorum.types import AnnotatedArticle, SpanRef


def best_sentences(article: AnnotatedArticle, words: set[str]) -> Iterator[SpanRef]:
    """Of an article that matches: its sentences with the most of the words (at most three)."""
    scored = []
    for start, end in article.sentences:
        found = {token.casefold() for token in re.findall(r"\w+", article.text[start:end])}
        hits = sum(any(token.startswith(word) for token in found) for word in words)
        scored.append((-hits, start, end))
    best = sorted(scored)[:3]
    for hits, start, end in best:
        if hits == best[0][0]:
            yield SpanRef(article=article.id, start=start, end=end, text=article.text[start:end])
