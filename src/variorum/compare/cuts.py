"""Direct quotations that one report cuts without a sign of it: the end or the start of a sentence, or words within."""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from functools import cached_property
from itertools import pairwise

from rapidfuzz.distance import Indel

from variorum.compare.finding import Voice, finding, plain
from variorum.compare.reading import NEGATIONS, fold, word_set
from variorum.compare.statements import Unit
from variorum.types import AnnotatedArticle, Disagreement, Quote, Span

SHARED = 5  # words in a row that two quotations of one saying have in common
CANDIDATES = 12  # quotations that each is held against
RUN = 3  # words on either side of words that are left out
MIN_KEPT = 6  # words of the cut sentence that the other prints too
MIN_SAME = 0.8  # share of the cut sentence that the other prints too
LONGEST = 60  # words: more that lie between two passages are no cut, but two passages
MOST = 400  # words of a passage that are collated
SHOWN = 14  # words of what is left out that are shown
_SCORE = {"end": 0.86, "start": 0.82, "within": 0.8}
_WHERE = {"end": "the end of a sentence", "start": "the beginning of a sentence", "within": "words in the middle"}
_COMMON = 40  # quotations with one run of words, from which the run is a formula
_TOKEN = re.compile(r"[^\W_]+(?:['’.][^\W_]+)*")
_STOPS = re.compile(r"[.!?](?=[\s\"”’'])|[.!?]$|\n|…|\.\s?\.")
_MARKED = re.compile(r"\.\s?\.|…|\[|\]|\*|[-–—]{2}\s*$|[–—]\s*$")  # an ellipsis, a bracket, a break
_JOINS = word_set("because since as")
_HINGES = NEGATIONS | word_set("if unless although though except only but may might could")


@dataclass(frozen=True, eq=False)
class Passage:
    """What stands between two quotation marks of one report, word by word."""

    article: AnnotatedArticle
    quote: Quote
    span: Span

    @cached_property
    def places(self) -> tuple[Span, ...]:
        return tuple(m.span() for m in _TOKEN.finditer(self.article.text, *self.span))

    @cached_property
    def words(self) -> tuple[str, ...]:
        return tuple(fold(self.article.text[s:e]) for s, e in self.places)

    def between(self, i: int, j: int) -> str:
        """What is printed between the end of one word and the start of another; beyond the words, up to the marks."""
        start = self.places[i][1] if i >= 0 else self.span[0]
        end = self.places[j][0] if j < len(self.places) else self.span[1]
        return self.article.text[start:end]

    def sentence(self, n: int) -> tuple[int, int]:
        """The words, first and behind the last, of the sentence of the quotation that holds a word."""
        first, last = n, n + 1
        while first > 0 and not _STOPS.search(self.between(first - 1, first)):
            first -= 1
        while last < len(self.words) and not _STOPS.search(self.between(last - 1, last)):
            last += 1
        return first, last

    def stretch(self, first: int, last: int) -> Span:
        """The characters of words, with the mark that ends them."""
        end = self.places[last - 1][1]
        return self.places[first][0], end + (self.article.text[end : end + 1] in {".", "!", "?"} and end < self.span[1])

    def text(self, span: Span) -> str:
        return plain(self.article.text[slice(*span)])

    def opens(self, n: int) -> bool:
        """Whether a word is printed as the first of a sentence of its own."""
        if not self.article.text[self.places[n][0]].isupper() or n != self.sentence(n)[0]:
            return False
        before = self.article.text[max(0, self.span[0] - 6) : self.span[0]].rstrip(" \"“‘'`")
        return n > 0 or not before or before[-1] in ".!?,:\n”’"


@dataclass(frozen=True)
class Cut:
    """Words that one passage prints and the other leaves out: words of `full`, and of the sentence kept in `short`."""

    kind: str  # end, start, within
    full: Passage
    short: Passage
    left_out: tuple[int, int]
    of: tuple[int, int]  # words of the full passage's sentences
    kept: tuple[int, int]


def find_cuts(stories: Sequence[str], units: Sequence[Unit]) -> list[Disagreement]:
    """Sentences of direct quotations that a report prints as whole though another prints more of them.

    Words that an ellipsis or a bracket stands for are cut in plain sight, and no finding.
    """
    place: dict[str, list[Unit]] = {}
    for unit in units:
        place.setdefault(unit.article.id, []).append(unit)
    passages = [p for p in _passages(units) if len(p.words) >= SHARED]
    out: dict[tuple[object, ...], Disagreement] = {}
    for a, b in _candidates(passages):
        for full, short in ((a, b), (b, a)):
            for cut in _cuts(full, short):
                made = _finding(stories, cut, place)
                if made is not None:
                    key = (short.article.id, cut.kept, full.article.id, cut.left_out)
                    out.setdefault(key, made)
    return list(out.values())


def _passages(units: Sequence[Unit]) -> Iterator[Passage]:
    articles = {unit.article.id: unit.article for unit in units}
    for article in articles.values():
        for quote in article.quotes:
            if quote.kind == "direct":
                yield from (Passage(article, quote, span) for span in quote.content)


def _candidates(passages: Sequence[Passage]) -> Iterator[tuple[Passage, Passage]]:
    """Pairs of passages of two reports that share a run of words: of each those that share the most."""
    having: dict[tuple[str, ...], list[int]] = {}
    for n, passage in enumerate(passages):
        for run in {passage.words[k : k + SHARED] for k in range(len(passage.words) - SHARED + 1)}:
            having.setdefault(run, []).append(n)
    shared: dict[int, Counter[int]] = {}
    for members in having.values():
        for n in members[:_COMMON]:
            shared.setdefault(n, Counter()).update(members[:_COMMON])
    seen: set[tuple[int, int]] = set()
    for n, others in sorted(shared.items()):
        near = [m for m, _ in others.most_common(CANDIDATES + 1) if passages[m].words != passages[n].words]
        for m in near:
            pair = min(n, m), max(n, m)
            if pair not in seen and passages[n].article is not passages[m].article and _one_speaker(n, m, passages):
                seen.add(pair)
                yield passages[pair[0]], passages[pair[1]]


def _one_speaker(n: int, m: int, passages: Sequence[Passage]) -> bool:
    """Whether nothing tells the speakers apart: they have a name in common, or one has none."""
    x, y = (set(fold(passages[k].quote.speaker or "").split()) for k in (n, m))
    return not x or not y or bool(x & y)


def _cuts(full: Passage, short: Passage) -> Iterator[Cut]:
    """What the one leaves out of the other."""
    matcher = SequenceMatcher(None, full.words[:MOST], short.words[:MOST], autojunk=False)
    blocks = [(i, j, i + n, j + n) for i, j, n in matcher.get_matching_blocks() if n >= RUN]
    if not blocks:
        return
    for (_, _, i, j), (k, m, _, _) in pairwise(blocks):
        if j == m and i < k <= i + LONGEST and not _MARKED.search(short.between(j - 1, m)):
            of = full.sentence(i - 1)[0], full.sentence(k)[1]
            yield Cut("within", full, short, (i, k), of, (short.sentence(j - 1)[0], short.sentence(m)[1]))
    i, j = blocks[-1][2:]
    if j == len(short.words) and i < len(full.words):
        kept, of = short.sentence(j - 1), full.sentence(i - 1)
        closed = short.between(j - 1, j)[:1] in {".", "!", "?"}
        if closed and of[1] > i and short.opens(kept[0]) and not _MARKED.search(_tail(short)):
            yield Cut("end", full, short, (i, of[1]), of, kept)
    i, j = blocks[0][:2]
    if j == 0 and i > 0:
        kept, of = short.sentence(0), full.sentence(i)
        if of[0] < i and short.opens(0) and not full.opens(i):
            yield Cut("start", full, short, (of[0], i), of, kept)


def _tail(passage: Passage) -> str:
    """The last marks of a passage and what follows it."""
    end = passage.places[-1][1]
    return passage.article.text[end : passage.span[1] + 3].replace(".", "", 1)


def _finding(stories: Sequence[str], cut: Cut, place: dict[str, list[Unit]]) -> Disagreement | None:
    full, short = cut.full, cut.short
    words = full.words[slice(*cut.left_out)]
    if cut.kind == "start" and words[-1] in _JOINS:
        return None  # what is left out is a matter of its own
    if not _matters(words) or not _held(cut) or set(words[-SHARED:]) <= set(short.words[slice(*cut.kept)]):
        return None
    voices = [_voice(p, span, place) for p, span in ((full, cut.of), (short, cut.kept))]
    if voices[0] is None or voices[1] is None:
        return None
    shown = _shown(full, cut.left_out)
    says = [f"“{shown}”", _without(cut)]
    speaker = full.quote.speaker or short.quote.speaker
    return finding(
        "wording",
        stories,
        f"words of {speaker}" if speaker else "words quoted",
        [(says[0], [voices[0]]), (says[1], [voices[1]])],
        score=_SCORE[cut.kind],
        why=f"one direct quotation; {_WHERE[cut.kind]} left out without a sign of it: “{shown}”",
    )


def _matters(words: Sequence[str]) -> bool:
    """Whether what is left out may turn what is said: a "not", or a clause with "if", "but", "only", "could".

    Readers of fresh news wanted none of the other cuts: a report may quote less.
    """
    if list(words[:3]) in (["nothing", "less", "than"], ["no", "less", "than"]):
        words = words[3:]  # it stresses
    return bool(set(words) & NEGATIONS) or (len(words) > 1 and bool(set(words) & _HINGES))


def _held(cut: Cut) -> bool:
    """Whether the rest of the sentence is the same in both: what somebody said twice in other words is no cut."""
    kept = cut.short.words[slice(*cut.kept)]
    whole = cut.full.words[slice(*cut.of)]
    if cut.kind == "within" and any(
        cut.full.words[n : n + len(kept)] == kept for n in range(len(cut.full.words) - len(kept) + 1)
    ):
        return False  # the other prints these very words too, beside others like them
    same = (len(kept) + len(whole) - Indel.distance(kept, whole)) / 2
    return same >= MIN_KEPT and same >= MIN_SAME * len(kept)


def _voice(passage: Passage, words: tuple[int, int], place: dict[str, list[Unit]]) -> Voice | None:
    span = passage.stretch(*words)
    holding = [u for u in place.get(passage.article.id, ()) if u.span[0] <= span[0] < u.span[1]]
    unit = min(holding, key=lambda u: u.span[1] - u.span[0], default=None)
    return Voice(unit, span=span, stance="reports") if unit is not None else None


def _shown(passage: Passage, words: tuple[int, int]) -> str:
    first, last = words
    if last - first <= SHOWN:
        return passage.text(passage.stretch(first, last)).rstrip(".!?")
    half = SHOWN // 2
    ends = passage.stretch(first, first + half), passage.stretch(last - half, last)
    return " … ".join(passage.text(span).rstrip(".!?") for span in ends)


def _without(cut: Cut) -> str:
    """How the report that leaves them out prints the place."""
    first, last = cut.kept
    short = cut.short
    if cut.kind == "end":
        return f"“… {short.text(short.stretch(max(first, last - 4), last))}”"
    if cut.kind == "start":
        return f"“{short.text(short.stretch(first, min(last, first + 4)))} …”"
    return "without these words"
