"""What stands where in an article."""

from hypothesis import given
from hypothesis import strategies as st

from tests.compare_records import article, at, day
from variorum.compare.layout import Layout
from variorum.types import Clause, Mention, Quote, Span

TEXT = "Rain fell. Ada said: “The ferry sank on May 8, not on May 9.” Nobody slept."


def test_sentences_quotes_and_dates_of_a_place() -> None:
    first, second = (0, 10), (11, len(TEXT))
    said = Quote(content=(at(TEXT, "The ferry sank on May 8, not on May 9."),), kind="direct")
    whole, part = Clause(start=11, end=60, status="denied"), Clause(start=22, end=45)
    found = Layout(
        article(
            TEXT, sentences=(second, first), quotes=(said,), clauses=(whole, part),
            times=(day(TEXT, "May 8", "2023-05-08"), day(TEXT, "May 9", "2023-05-09")),
        )
    )  # fmt: skip
    sank = TEXT.index("sank")
    assert (found.sentence(3), found.sentence(sank), found.sentence(10)) == (first, second, (10, 11))
    assert (found.quote(sank), found.quote(3)) == (said, None)
    assert (found.clause(sank), found.clause(50), found.clause(3)) == (part, whole, None)
    assert (found.status(12), found.status(sank), found.status(3)) == ("denied", "happened", "happened")
    assert found.dates(second, sank) == ("2023-05-08", "2023-05-08")
    assert found.dates(first, 3) == (None, None)


spans = st.lists(st.tuples(st.integers(0, 60), st.integers(1, 9)).map(lambda x: (x[0], x[0] + x[1])), max_size=12)


@given(spans, st.integers(0, 60), st.integers(0, 20))
def test_mentions_within_a_span_are_those_that_begin_in_it(placed: list[Span], start: int, length: int) -> None:
    mentions = tuple(Mention(start=s, end=e, label="X", actor=None, head="name") for s, e in placed)
    found = Layout(article(TEXT, mentions=mentions)).mentions((start, start + length))
    assert sorted((m.start, m.end) for m in found) == sorted(s for s in placed if start <= s[0] < start + length)
