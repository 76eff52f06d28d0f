"""Shared passages: found wherever they are, at exact offsets, against a search of every pair."""

import random
from collections import defaultdict

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from training.archives import articles as invented
from variorum.link import rewording
from variorum.link.index import AnchorIndex
from variorum.link.passages import ANCHOR, shared_passages
from variorum.link.reuse import find_reuse, verbatim_between, verbatim_reuse
from variorum.link.rewording import longest_chain
from variorum.link.words import words_of, words_of_texts
from variorum.types import AnnotatedArticle

LEDE = "The harbour council voted late on Tuesday to close the old grain quay until the spring floods have passed."


def article(name: str, text: str) -> AnnotatedArticle:
    return AnnotatedArticle(id=name, text=text, body=((0, len(text)),))


def brute_force(articles: list[AnnotatedArticle], least: int) -> dict[tuple[str, str], set[tuple[int, int]]]:
    """For each pair of articles the words of the second (by start) in an equal run of `least` words: run by run."""
    words = words_of(articles)
    runs: dict[tuple[int, ...], list[int]] = defaultdict(list)
    hashes = words.hash.tolist()
    for i in range(len(hashes) - least + 1):
        if words.article[i] == words.article[i + least - 1]:
            runs[tuple(hashes[i : i + least])].append(i)
    out: dict[tuple[str, str], set[tuple[int, int]]] = defaultdict(set)
    for places in runs.values():
        for a in places:
            for b in places:
                if words.article[a] < words.article[b]:
                    pair = articles[int(words.article[a])].id, articles[int(words.article[b])].id
                    out[pair].update((int(words.start[b + k]), int(words.end[b + k])) for k in range(least))
    return out


def test_every_long_passage_is_found_and_every_span_is_true() -> None:
    articles = invented(300, seed=3, sentences=10)
    text = {a.id: a.text for a in articles}
    wanted = brute_force(articles, 20)
    covered: dict[tuple[str, str], list[tuple[int, int]]] = defaultdict(list)
    for found in verbatim_reuse(articles):
        for ref in (found.a, found.b):
            assert text[ref.article][ref.start : ref.end] == ref.text
        covered[found.a.article, found.b.article].append((found.b.start, found.b.end))
        if found.score == 1.0:
            assert list(words_of_texts([found.a.text]).hash) == list(words_of_texts([found.b.text]).hash)
    assert wanted
    hit = sum(any(s <= x and y <= e for s, e in covered[pair]) for pair, words in wanted.items() for x, y in words)
    assert hit >= 0.995 * sum(len(words) for words in wanted.values())


@pytest.mark.parametrize(
    ("a", "b", "score"),
    [
        (LEDE, "Earlier. " + LEDE + " More.", 1.0),
        (LEDE, LEDE.upper(), 1.0),
        (LEDE, LEDE.replace("late on", "“late on”"), 1.0),
        (LEDE, LEDE.replace("old grain quay", "old wheat quay"), 0.95),
        (LEDE, LEDE.replace("until", "and the mill until"), 0.86),
    ],
)
def test_small_edits_quotes_and_case_do_not_break_a_passage(a: str, b: str, score: float) -> None:
    (found,) = verbatim_reuse([article("a", a), article("b", b)])
    assert found.score == pytest.approx(score, abs=0.02)
    assert found.a.text.startswith("The harbour council")
    assert found.b.text.casefold().endswith("have passed")


def test_short_or_different_texts_share_nothing() -> None:
    assert not verbatim_reuse([article("a", LEDE), article("b", "The harbour council voted late on Tuesday.")])
    assert not verbatim_reuse([article("a", LEDE + " " + LEDE)])
    assert not verbatim_reuse([])


def test_a_passage_never_crosses_from_one_article_to_the_next() -> None:
    first, second = LEDE.split(" to close ")
    found = verbatim_reuse([article("a", LEDE), article("b", first), article("c", "to close " + second)])
    assert {(r.a.article, r.b.article) for r in found} == {("a", "c")}


def test_furniture_is_not_reuse() -> None:
    text = "One report.\n" + LEDE
    held = AnnotatedArticle(id="a", text=text, body=((0, 11),))
    assert not verbatim_reuse([held, article("b", LEDE)])


def test_boilerplate_in_every_article_costs_a_neighbour_each_not_a_square() -> None:
    articles = [article(f"a{i:03}", f"{LEDE} Report number {i} says {i * 7919} ships came.") for i in range(200)]
    assert len(verbatim_reuse(articles)) < 3 * len(articles)


@settings(max_examples=30, deadline=None)
@given(st.lists(st.text(max_size=80), max_size=6))
def test_odd_texts_never_raise_and_words_hold_their_place(texts: list[str]) -> None:
    words = words_of_texts(texts)
    assert len(words.bounds) == len(texts) + 1
    for start, end, which in zip(words.start, words.end, words.article, strict=True):
        assert 0 <= start < end <= len(texts[which])
    shared_passages(words)


@pytest.mark.parametrize(
    "text", ["", "\0", "\ud800", "😀 " * 30, "שלום עולם " * 20, "漢字" * 40, "กำลัง" * 20, "é" * 99]
)
def test_texts_of_every_script(text: str) -> None:
    twice = text + " one two three four five six seven eight nine ten eleven"
    verbatim_reuse([article("a", twice), article("b", twice)])


def test_words_do_not_depend_on_what_stands_around_them() -> None:
    alone = words_of_texts(["Harbour"]).hash[0]
    among = words_of_texts(["x" * 5000, "the  HARBOUR’s gate"])
    assert alone in among.hash.tolist()
    assert len(set(words_of_texts(["a b c ab ba"]).hash.tolist())) == 5


def test_runs_shorter_than_an_anchor_are_no_passage() -> None:
    text = " ".join(LEDE.split()[: ANCHOR - 1])
    assert not len(shared_passages(words_of_texts([text, text])))


def test_the_longest_chain_rises_on_both_sides() -> None:
    links = [(0, 3, 0.9), (1, 0, 0.8), (2, 1, 0.8), (3, 2, 0.8), (4, 9, 0.1)]
    assert longest_chain(links) == links[1:]
    assert longest_chain([]) == []


def _sentences(name: str, lines: list[str]) -> AnnotatedArticle:
    spans, at = [], 0
    for line in lines:
        spans.append((at, at + len(line)))
        at += len(line) + 1
    text = "\n".join(lines)
    return AnnotatedArticle(id=name, text=text, body=((0, len(text)),), sentences=tuple(spans))


def test_a_reworded_copy_keeps_the_order_and_an_independent_report_does_not(monkeypatch: pytest.MonkeyPatch) -> None:
    subjects = ["harbour", "ferry", "mill", "bridge", "tariff", "school", "orchard", "museum"]
    first = [f"The {s} will be rebuilt by the town next year" for s in subjects]
    copied = [f"Next year the {s} is to be put up anew by the council" for s in subjects]
    mixed = [copied[i] for i in (5, 2, 7, 0, 3, 6, 1, 4)]

    def vectors(texts: list[str]) -> np.ndarray:
        out = np.zeros((len(texts), 8), dtype=np.float32)
        for i, text in enumerate(texts):
            out[i, next(k for k, s in enumerate(subjects) if s in text)] = 1.0
        return out

    monkeypatch.setattr(rewording, "vectors_of", vectors)
    monkeypatch.setattr(rewording, "MIN_COSINE", 0.0)
    found = find_reuse([_sentences("a", first), _sentences("b", copied)])
    assert [r.kind for r in found] == ["paraphrase"] * 8
    assert all("same order" in r.why for r in found)
    assert not find_reuse([_sentences("a", first), _sentences("b", mixed)])


def test_an_index_that_grows_finds_the_same_pairs_as_one_made_at_once() -> None:
    texts = [a.text for a in invented(400, seed=5)]
    at_once, grown = AnchorIndex(), AnchorIndex()
    at_once.add(texts)
    for i in range(0, len(texts), 7):
        grown.add(texts[i : i + 7])
    one, other = at_once.pairs(), grown.pairs()
    assert all((x == y).all() for x, y in zip(one, other, strict=True))
    assert len(one[0]) > 5
    a, b, shared = (int(column[0]) for column in one)
    assert (a, shared) in grown.similar(texts[b])
    assert grown.similar("") == []
    assert len(AnchorIndex().pairs()[0]) == 0


def test_large_archives_give_the_same_passages(monkeypatch: pytest.MonkeyPatch) -> None:
    articles = invented(200, seed=9)
    small = verbatim_reuse(articles)
    monkeypatch.setattr("variorum.link.reuse.LARGE", 10)
    assert verbatim_reuse(articles) == small


def test_passages_of_given_pairs_are_those_of_each_pair_by_itself() -> None:
    dice = random.Random(4)
    lines = [" ".join(dice.choices(LEDE.split(), k=14)) + "." for _ in range(12)]
    refrain = "and so said all of us on the quay that day " * 80
    articles = [
        AnnotatedArticle(id=f"a{i:02}", text="\n".join([*dice.sample(lines, 4), *([refrain] if i < 2 else [])]))
        for i in range(12)
    ]
    pairs = [(i, j) for i in range(12) for j in range(i + 1, 12) if dice.random() < 0.6 or j == 1]
    found = verbatim_between(articles, pairs)
    alone = {(articles[i].id, articles[j].id): list(verbatim_reuse([articles[i], articles[j]])) for i, j in pairs}
    assert found == {pair: reuse for pair, reuse in alone.items() if reuse}
    assert len(found) > 10
