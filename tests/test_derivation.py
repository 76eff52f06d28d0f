"""Who copied whom, and how many independent origins are left."""

import msgspec
import pytest

from training import shared
from variorum.link.derivation import find_derivations
from variorum.link.origins import credited, origins, outlet_key, wire
from variorum.link.reuse import verbatim_reuse
from variorum.types import AnnotatedArticle, Derivation, Quote, Reuse, SpanRef, Story

LINES = (
    "Dockers at Port Merrow walked out at dawn after the talks on shift lengths had ended without a word of agreement.",
    "The walkout left eleven grain ships waiting off the breakwater while their crews played cards on deck all day.",
    "Nobody at the harbour office would say when the cranes might move again or who would pay for the idle hours.",
    "By evening the town hall had opened its doors to drivers who could not load and had nowhere else to sleep.",
    "A second meeting is planned for the end of the week in the old customs house beside the northern canal bridge.",
)
OWN = "Our reporter counted forty lorries along the canal road shortly before the lamps were lit and the rain began."


def article(name: str, *lines: str, published: str | None = None, author: str | None = None) -> AnnotatedArticle:
    spans, at = [], 0
    for line in lines:
        spans.append((at, at + len(line)))
        at += len(line) + 1
    text = "\n".join(lines)
    return AnnotatedArticle(
        id=name, text=text, body=((0, len(text)),), sentences=tuple(spans), published=published, author=author
    )


def derive(*articles: AnnotatedArticle) -> tuple[Derivation, ...]:
    story = Story(id="s", title="", articles=tuple(a.id for a in articles))
    return find_derivations(articles, [story], verbatim_reuse(articles))


def test_the_later_report_is_the_copy() -> None:
    first, second = article("a", *LINES, published="2024-03-05"), article("b", *LINES[:4], published="2024-03-04")
    (found,) = derive(first, second)
    assert (found.article, found.from_, found.kind) == ("a", "b", "verbatim")
    assert "later" in found.why


def test_without_dates_the_shorter_is_the_copy() -> None:
    (found,) = derive(article("a", *LINES), article("b", *LINES[:3]))
    assert (found.article, found.from_) == ("b", "a")
    assert found.share == pytest.approx(1.0, abs=0.02)


@pytest.mark.parametrize(("from_", "source"), [("inferred", "c"), ("given", "b")])
def test_the_words_of_third_reports_stand_in_the_source_where_a_date_is_only_inferred(from_: str, source: str) -> None:
    """b and c tell one thing in two wordings, and d has it as c does; b is dated a day before c."""
    reworded = ("Harbour hands left work early today.", "Eleven vessels lay idle.", "Officials kept silent.")
    b, c = article("b", *reworded, published="2024-03-04"), article("c", *LINES[:3], published="2024-03-05")
    b = msgspec.structs.replace(b, published_from=from_)
    d = article("d", *LINES[:3], OWN, published="2024-03-09")
    passages = [
        Reuse(
            kind="paraphrase",
            a=SpanRef(article="b", start=x[0], end=x[1], text=b.text[slice(*x)]),
            b=SpanRef(article="c", start=y[0], end=y[1], text=c.text[slice(*y)]),
            score=0.9,
        )
        for x, y in zip(b.sentences, c.sentences, strict=True)
    ]
    found = find_derivations([b, c, d], [], [*verbatim_reuse([b, c, d]), *passages])
    assert source in {x.from_ for x in found if {x.article, x.from_} == {"b", "c"}}


def test_a_report_has_one_source_the_one_it_took_most_from() -> None:
    found = derive(
        article("a", *LINES, published="2024-03-04"),
        article("b", *LINES[:2], OWN, published="2024-03-05"),
        article("c", *LINES[:4], published="2024-03-06"),
    )
    assert {(d.article, d.from_) for d in found} == {("b", "a"), ("c", "a")}


def filler(who: str, n: int) -> list[str]:
    """Sentences that nobody else has."""
    return [" ".join(f"{who}{i}word{j}" for j in range(19)) + "." for i in range(n)]


def test_a_later_report_that_takes_some_sentences_derives_and_one_of_the_same_day_does_not() -> None:
    source = article("a", *LINES, *filler("a", 8), published="2024-03-04")
    own = filler("b", 6)
    (found,) = derive(source, article("b", *own, LINES[0], own[0], LINES[3], published="2024-03-09"))
    assert (found.article, found.from_, found.kind) == ("b", "a", "verbatim")
    assert found.share < 0.25
    assert derive(source, article("b", *own, LINES[0], own[0], LINES[3], published="2024-03-04")) == ()
    assert derive(source, article("b", *own, LINES[0], published="2024-03-09")) == ()


def test_of_two_that_share_alike_the_one_with_a_byline_or_a_dateline_is_the_source() -> None:
    for lines, author in (
        ((LINES[0], *LINES[1:]), "Mara Ilves"),
        (("MERROW, March 4 (QNA) - " + LINES[0], *LINES[1:]), None),
    ):
        original, copy = article("a", *lines, OWN, author=author), article("b", *LINES)
        (found,) = derive(original, copy)
        assert (found.article, found.from_) == ("b", "a")
        (found,) = derive(article("a", *lines, author=author), article("b", *LINES, "So it is."))
        assert (found.article, found.from_) == ("b", "a")
        assert "who reported" in found.why


def test_two_reports_that_quote_one_speech_are_not_copies() -> None:
    speech = f"“{LINES[0]} {LINES[1]}”"
    one = article("a", "The mayor spoke at noon before a crowd.", speech, "It rained, and few stayed to the end.")
    other = article("b", "In the square the mayor gave her view of things.", speech, "Shops had closed for the day.")
    assert derive(one, other) == ()
    plain = article("c", "The mayor spoke at noon.", *LINES[:2], "It rained.")
    assert derive(plain, article("d", "Noon brought the mayor.", *LINES[:2], "Shops had closed."))
    quoted = msgspec.structs.replace(plain, quotes=(Quote(content=((25, len(plain.text) - 11),), kind="direct"),))
    other = article("d", "Noon brought the mayor to the square.", *LINES[:2], "Shops had closed for the day by then.")
    other = msgspec.structs.replace(other, quotes=(Quote(content=((38, len(other.text) - 39),), kind="direct"),))
    assert derive(quoted, other) == ()


def test_two_that_credit_one_wire_are_that_wire() -> None:
    one = article("a", "PORT MERROW (Reuters) - " + LINES[0], *LINES[1:], published="2024-03-04")
    other = article("b", *LINES, "Source: Reuters", published="2024-03-04")
    (found,) = derive(one, other)
    assert found.kind == "wire"
    assert "Reuters" in found.why


@pytest.mark.parametrize(
    ("text", "author", "agency"),
    [
        ("MERROW (Reuters) - The cranes stood still.", None, "Reuters"),
        ("The cranes stood still.\nSource: AFP", None, "AFP"),
        ("The cranes stood still. (AP)", None, "AP"),
        ("The cranes stood still.", "The Associated Press", "AP"),
        ("The cranes stood still, a Reuters witness said, and the AFP bureau agreed. " * 9, None, None),
        ("", None, None),
    ],
)
def test_wires_are_credited_in_a_dateline_a_byline_or_a_closing_line(
    text: str, author: str | None, agency: str | None
) -> None:
    assert wire(article("a", text, author=author)) == agency


@pytest.mark.parametrize(
    ("sentence", "outlet"),
    [
        ("The Lindholm Post first reported that the quay was sold.", "Lindholm Post"),
        ("The quay was sold in May, according to CNN.", "CNN"),
        ("The quay, as reported by Reuters, was sold in May.", "reuters"),
        ("The quay was sold, the mayor told the Merrow Evening Herald.", "Merrow Evening Herald"),
        ("AFP reported on Monday that the quay was sold.", "Agence France-Presse"),
        ("According to a report in The Tarn Gazette, the quay was sold.", "Tarn Gazette"),
        ("The quay was sold in May, according to the harbour board.", None),
        ("The mayor told reporters that the quay was sold.", None),
        ("Anna Post reported to the court on Monday.", None),
        ("The quay was sold in May.", None),
    ],
)
def test_what_is_credited_to_another_outlet_is_that_outlets(sentence: str, outlet: str | None) -> None:
    held = article("a", "A first line about the weather.", sentence)
    start = held.text.index("quay") if "quay" in sentence else held.text.index("court")
    assert credited(held, (start, start + 4)) == (outlet_key(outlet) if outlet else None)
    assert credited(held, (0, 5)) is None
    own = msgspec.structs.replace(held, outlet=outlet)
    assert credited(own, (start, start + 4)) is None


def test_outlets_and_agencies_are_origins() -> None:
    articles = [
        msgspec.structs.replace(article("a", "The quay was sold."), outlet="The Lindholm Post"),
        article("b", "MERROW (AFP) - The quay was sold."),
        article("c", "The quay has been sold.\nSource: Agence France-Presse"),
        article("d", "The quay was sold."),
    ]
    keys = origins(articles, [_edge("d", "a")])
    assert keys["b"] == keys["c"] == keys[outlet_key("AFP")]
    assert keys["a"] == keys["d"] == keys[outlet_key("Lindholm Post")]
    assert keys["a"] != keys["b"]


def _edge(copy: str, source: str | None) -> Derivation:
    return Derivation(article=copy, from_=source, kind="verbatim", share=0.9, score=0.9, why="from one lost report")


def test_copies_and_shared_ancestors_fold() -> None:
    articles = [article(name, "text") for name in "abcdef"]
    keys = origins(articles, [_edge("b", "a"), _edge("c", "b"), _edge("d", None), _edge("e", None), _edge("x", "a")])
    assert keys["a"] == keys["b"] == keys["c"]
    assert keys["d"] == keys["e"] != keys["a"]
    assert len(set(keys.values())) == 3


def test_circles_fold_too() -> None:
    keys = origins([article("a", ""), article("b", "")], [_edge("a", "b"), _edge("b", "a")])
    assert keys["a"] == keys["b"]


def test_reuse_of_articles_that_are_not_there_is_passed_over() -> None:
    ref = SpanRef(article="gone", start=0, end=4, text="text")
    reuse = Reuse(kind="verbatim", a=ref, b=ref, score=1.0)
    assert find_derivations([article("a", "text")], [], [reuse]) == ()


@pytest.mark.shared
@pytest.mark.models
@pytest.mark.skipif(not shared.BENCH.exists(), reason="the annotated cases are not here")
def test_made_copies_are_told_from_independent_reports() -> None:
    from training.derivation import cases, score

    found = score(cases())
    assert found["f1"] >= 95
    assert found["direction"] >= 90
