"""One direct quotation that reports print with other words, or hand on with another verb."""

import re
from collections.abc import Iterator, Sequence
from functools import cache
from importlib.resources import files

from rapidfuzz.distance import Indel

from variorum.compare.finding import Voice, finding, plain
from variorum.compare.pairs import Pair
from variorum.compare.reading import NEGATIONS, STOP, fold, stem
from variorum.compare.renderings import common
from variorum.compare.statements import Unit
from variorum.types import Disagreement, Span

MIN_WORDS = 6
MIN_SAME = 0.7  # share of the shorter wording that stands in the other in the same order
MAX_OTHER = 6  # words: a longer stretch of other words is another sentence
SURE = 0.75  # match of two wordings from which the verbs that hand them on are compared
SURE_RETOLD = 0.85  # the same where both reports put them in their own words
RETOLD = 3  # words of substance that a quotation and what another report makes of it have in common
_ALIKE = 0.6  # similarity from which two words are spellings or forms of one
_TOKEN = re.compile(r"\[[^\]]*\]|[^\W_]+(?:['’][^\W_]+)?")
_TITLES = frozenset(
    {"sen", "senator", "rep", "representative", "gov", "governor", "gen", "general", "mr", "mrs", "ms", "dr", "pres"}
)

_ORDINALS = {  # one number, spelled in two ways, is no other word
    "first": "1st", "second": "2nd", "third": "3rd", "fourth": "4th", "fifth": "5th", "sixth": "6th", "seventh": "7th",
    "eighth": "8th", "ninth": "9th", "tenth": "10th", "eleventh": "11th", "twelfth": "12th",
}  # fmt: skip
Change = tuple[Span, Span]  # characters of one article, and what the other has in their place


def find_rewordings(stories: Sequence[str], units: Sequence[Unit], pairs: Sequence[Pair]) -> list[Disagreement]:
    """Sentences of direct quotations that two reports print with other words in one place.

    Cuts are no rewording, nor are other spellings, other forms of one word, and what an editor puts in brackets.
    """
    close = [(_sameness(units[p.i], units[p.j]), p) for p in pairs]
    nearest: dict[tuple[int, str], float] = {}
    for same, p in close:
        for i, j in ((p.i, p.j), (p.j, p.i)):
            key = (i, units[j].article.id)
            nearest[key] = max(same, nearest.get(key, 0.0))
    out = []
    for same, p in close:
        a, b = units[p.i], units[p.j]
        if same < MIN_SAME or not (_printed(a) and _printed(b)) or _two_speakers(a, b):
            continue
        if same < max(nearest[p.i, b.article.id], nearest[p.j, a.article.id]):
            continue  # the other report prints another sentence that is nearer
        if changes := list(_changes(a, b)):
            out.append(_reworded(stories, p.cosine, a, b, changes))
    return out


def _sameness(a: Unit, b: Unit) -> float:
    """How much of the shorter wording stands in the other in the same order, 0 to 1."""
    if min(len(a.reading.words), len(b.reading.words)) < MIN_WORDS:
        return 0.0
    return common(a.reading, b.reading)


def _reworded(stories: Sequence[str], cosine: float, a: Unit, b: Unit, changes: Sequence[Change]) -> Disagreement:
    says = [f"“{' … '.join(_words(unit, change[n]) for change in changes)}”" for n, unit in enumerate((a, b))]
    places = "one place" if len(changes) == 1 else f"{len(changes)} places"
    speaker = a.speaker or b.speaker
    return finding(
        "wording",
        stories,
        f"words of {speaker}" if speaker else "words quoted",
        [(says[0], [Voice(a)]), (says[1], [Voice(b)])],
        score=0.6 + 0.35 * cosine,
        why=f"one direct quotation, in the same words but for {places}: {says[0]} against {says[1]}",
    )


def _printed(unit: Unit) -> bool:
    """Whether the words stand between quotation marks: what a report puts in its own words is no quotation."""
    quote = unit.quote
    return quote is not None and quote.kind == "direct"


def _two_speakers(a: Unit, b: Unit) -> bool:
    return bool(a.speaker_id and b.speaker_id and a.speaker_id != b.speaker_id)


def _changes(a: Unit, b: Unit) -> Iterator[Change]:
    """The places where each of two wordings has other words of its own."""
    x, y = ([(m.start(), m.end()) for m in _TOKEN.finditer(u.text)] for u in (a, b))
    words_a, words_b = ([fold(u.text[s:e]) for s, e in spans] for u, spans in ((a, x), (b, y)))
    for (i, j), (k, n) in _gaps(words_a, words_b):
        inner = min(i, k) > 0 and j < len(words_a) and n < len(words_b)
        if inner and j > i and n > k and max(j - i, n - k) <= MAX_OTHER and _other_words(words_a[i:j], words_b[k:n]):
            first, second = (
                (u.span[0] + spans[s][0], u.span[0] + spans[e - 1][1])
                for u, spans, s, e in ((a, x, i, j), (b, y, k, n))
            )
            yield first, second


def _gaps(a: Sequence[str], b: Sequence[str]) -> list[tuple[Span, Span]]:
    """The stretches of two lists of words that lie between the words that both have in the same order."""
    out = []
    i = k = 0
    for op in Indel.opcodes(a, b):
        if op.tag == "equal":
            if op.src_start > i or op.dest_start > k:
                out.append(((i, op.src_start), (k, op.dest_start)))
            i, k = op.src_end, op.dest_end
    if i < len(a) or k < len(b):
        out.append(((i, len(a)), (k, len(b))))
    return out


def _other_words(a: Sequence[str], b: Sequence[str]) -> bool:
    """Whether two stretches mean other things: a word of substance, or a "not", that the other has in no form."""
    if any(word.startswith("[") for word in (*a, *b)) or {*a, *b} & _TITLES:
        return False
    a, b = ([_ORDINALS.get(word, word) for word in words] for words in (a, b))
    own_a, own_b = _substance(a), _substance(b)
    negated = [sum(w in NEGATIONS or w.endswith("n't") for w in words) % 2 for words in (a, b)]
    if negated[0] != negated[1]:
        return True
    alone_a = [w for w in own_a if not any(_alike(w, o) for o in b)]
    alone_b = [w for w in own_b if not any(_alike(w, o) for o in a)]
    return bool(alone_a and alone_b)


def _substance(words: Sequence[str]) -> list[str]:
    return [w for w in words if w not in STOP and "'" not in w and len(w) > 2]


def _alike(a: str, b: str) -> bool:
    return stem(a) == stem(b) or Indel.normalized_similarity(a, b) >= _ALIKE or a.startswith(b) or b.startswith(a)


def _words(unit: Unit, span: Span) -> str:
    return plain(unit.article.text[slice(*span)])


# --- verbs that hand words on -----------------------------------------------------------------------------------


@cache
def _charged() -> dict[str, str]:
    """Verbs that take a stand to what they hand on, and the stand."""
    source = files("variorum").joinpath("lexicon/cues.tsv").read_text(encoding="utf8")
    rows = (line.split("\t") for line in source.splitlines() if line and not line.startswith("#"))
    return {stem(verb): stand for stand, verbs in rows for verb in verbs.split("|")}


def find_framings(stories: Sequence[str], units: Sequence[Unit], pairs: Sequence[Pair]) -> list[Disagreement]:
    """The same words of one speaker handed on by verbs that take a stand: "said" here, "boasted" there."""
    best: dict[tuple[str, frozenset[str]], tuple[float, Unit, Unit, str, str]] = {}
    for pair in pairs:
        a, b = units[pair.i], units[pair.j]
        if (
            pair.score < SURE
            or pair.against
            or not (_printed(a) or _printed(b) or pair.score >= SURE_RETOLD)
            or not a.speaker_id
            or a.speaker_id != b.speaker_id
        ):
            continue
        if not _same_words(a, b):
            continue
        x, y = _cue(a), _cue(b)
        if not x or not y:
            continue
        stands = {_charged().get(stem(cue), "") for cue in (x, y)}
        if len(stands) < 2 or stands == {""}:
            continue
        key = (a.speaker_id, frozenset((stem(x), stem(y))))
        if key not in best or best[key][0] < pair.score:
            best[key] = (pair.score, a, b, x, y)
    return [
        finding(
            "wording",
            stories,
            f"how {a.speaker or 'the speaker'} is said to have spoken",
            [(x, [Voice(a)]), (y, [Voice(b)])],
            score=0.55 + 0.3 * score,
            why=f"the same words of {a.speaker or 'one speaker'}; “{x}” against “{y}”",
        )
        for score, a, b, x, y in best.values()
    ]


def _same_words(a: Unit, b: Unit) -> bool:
    """Whether two wordings share most of the shorter one; where one is no direct quotation, also enough of them, and no
    "not" that the other lacks."""
    shared = len(a.reading.content & b.reading.content)
    most = shared >= 0.6 * min(len(a.reading.content), len(b.reading.content))
    retold = not (_printed(a) and _printed(b))
    return most and not (retold and (shared < RETOLD or a.reading.negations % 2 != b.reading.negations % 2))


def _cue(unit: Unit) -> str:
    """The verb that hands the words on, as printed; nothing where there are several."""
    quote = unit.quote
    if quote is None or len(quote.cue) != 1:
        return ""
    words = _TOKEN.findall(fold(unit.article.text[slice(*quote.cue[0])]))
    return words[0] if len(words) == 1 else ""
