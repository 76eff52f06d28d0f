"""Text that articles share: word for word, or reworded in the same order."""

from collections import defaultdict
from collections.abc import Callable, Sequence

import numpy as np

from variorum.link.index import AnchorIndex
from variorum.link.passages import Passages, anchors_between, shared_passages, stretched
from variorum.link.rewording import reworded
from variorum.link.words import Words, words_of
from variorum.types import AnnotatedArticle, Reuse, SpanRef

MIN_WORDS = 10  # in a shared passage, unless it is a sentence by itself
MIN_SENTENCE = 8
WINDOW = 3  # of anchors: no run of ten words is missed
LARGE = 100_000  # articles

Search = Callable[[Sequence[AnnotatedArticle]], tuple[Reuse, ...]]


def find_reuse(articles: Sequence[AnnotatedArticle], search: Search | None = None) -> tuple[Reuse, ...]:
    """Passages that two articles share, with exact offsets on both sides.

    Verbatim passages have at least ten words, or are a sentence of at least eight; `score` is the share of words that
    are equal. Reworded ones are pairs of sentences within articles that tell the same things in the same order.

    Args:
        search: finds the verbatim passages, in place of `verbatim_reuse` and with the same result.
    """
    ordered = sorted(articles, key=lambda a: a.id)
    verbatim = (search or verbatim_reuse)(ordered)
    return (*verbatim, *reworded(ordered, verbatim))


def verbatim_reuse(articles: Sequence[AnnotatedArticle]) -> tuple[Reuse, ...]:
    """Passages that two articles share word for word, small edits apart."""
    if len(articles) > LARGE:  # the words of all of them would not fit in memory: keep those that share anything
        index = AnchorIndex(window=WINDOW)
        index.add([a.text for a in articles])
        one, other, _ = index.pairs()
        articles = [articles[i] for i in np.union1d(one, other).tolist()]
    words = words_of(articles)
    return told(articles, words, shared_passages(words, window=WINDOW))


def verbatim_between(
    articles: Sequence[AnnotatedArticle], pairs: Sequence[tuple[int, int]]
) -> dict[tuple[str, str], list[Reuse]]:
    """The passages of pairs of articles (by place, the lower first), each as `verbatim_reuse` finds them in the two."""
    words = words_of(articles)
    a, b = np.array(sorted(pairs), dtype=np.int64).reshape(-1, 2).T
    out: dict[tuple[str, str], list[Reuse]] = defaultdict(list)
    for found in told(articles, words, stretched(words, *anchors_between(words, a, b, window=WINDOW))):
        out[found.a.article, found.b.article].append(found)
    return dict(out)


def told(articles: Sequence[AnnotatedArticle], words: Words, found: Passages) -> tuple[Reuse, ...]:
    """The passages that are long enough, or a sentence, as records."""
    length = np.minimum(found.a_end - found.a_start, found.b_end - found.b_start)
    kept = [i for i in range(len(found)) if length[i] >= MIN_WORDS or _is_sentence(articles, words, found, i)]
    return tuple(_record(articles, words, found, i) for i in kept)


def _record(articles: Sequence[AnnotatedArticle], words: Words, found: Passages, i: int) -> Reuse:
    a = _ref(articles, words, int(found.a_start[i]), int(found.a_end[i]))
    b = _ref(articles, words, int(found.b_start[i]), int(found.b_end[i]))
    longest = max(int(found.a_end[i] - found.a_start[i]), int(found.b_end[i] - found.b_start[i]))
    same = int(found.same[i])
    edits = longest - same
    why = f"{same} words in the same order" + (f", {edits} edited" if edits else "")
    return Reuse(kind="verbatim", a=a, b=b, score=round(same / longest, 4), why=why)


def _ref(articles: Sequence[AnnotatedArticle], words: Words, first: int, last: int) -> SpanRef:
    article = articles[int(words.article[first])]
    start, end = int(words.start[first]), int(words.end[last - 1])
    return SpanRef(article=article.id, start=start, end=end, text=article.text[start:end])


def _is_sentence(articles: Sequence[AnnotatedArticle], words: Words, found: Passages, i: int) -> bool:
    """Whether a short passage is a whole sentence of either article."""
    for first, last in ((found.a_start[i], found.a_end[i]), (found.b_start[i], found.b_end[i])):
        if last - first < MIN_SENTENCE:
            return False
        article = articles[int(words.article[first])]
        start, end = int(words.start[first]), int(words.end[last - 1])
        for low, high in article.sentences:
            if low <= start and end <= high and start - low <= 2 and high - end <= 3:
                return True
    return False
