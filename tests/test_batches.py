"""However long articles are, only so much of them is held at a time."""

from collections.abc import Iterator

from variorum.read.articles import groups
from variorum.types import Article


def sizes(lengths: list[int], most: int, room: int) -> list[list[int]]:
    articles = (Article(id=str(i), text="a" * n) for i, n in enumerate(lengths))
    return [[len(article.text) for article in group] for group in groups(articles, most, room)]


def test_groups_are_bounded_in_number_and_in_text() -> None:
    assert sizes([1] * 5, 2, 100) == [[1, 1], [1, 1], [1]]
    assert sizes([4, 4, 4, 4], 9, 8) == [[4, 4], [4, 4]]
    assert sizes([3, 50, 3, 3], 9, 8) == [[3], [50], [3, 3]]
    assert sizes([50, 50], 9, 8) == [[50], [50]]
    assert sizes([], 9, 8) == []


def test_a_group_is_given_before_the_next_is_taken() -> None:
    taken: list[str] = []

    def articles() -> Iterator[Article]:
        for i in range(4):
            taken.append(str(i))
            yield Article(id=str(i), text="ab")

    next(groups(articles(), 2, 100))
    assert taken == ["0", "1", "2"]
