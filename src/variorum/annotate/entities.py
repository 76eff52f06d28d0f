"""Names in a parsed article: the parser's entities, corrected by the lexicon and by the rest of the article."""

import itertools
import re
from bisect import bisect_left
from collections import Counter
from collections.abc import Iterable

from spacy.tokens import Span as Tokens

from variorum.annotate.bodies import acronyms, beside_kinds
from variorum.annotate.headlines import borne_out, headlines
from variorum.annotate.named import Named
from variorum.annotate.parsed import Parsed
from variorum.annotate.persons import MARKS, PART_OF_NAME, correct_people, is_given, surname
from variorum.lexicon.actors import (
    Entry,
    Found,
    ambiguous,
    find_entries,
    honorifics,
    offices,
    provinces,
    sectors,
    states,
    words,
)
from variorum.spelling import skeleton
from variorum.types import Span

_LABELS = {
    "PERSON": "PERSON",
    "ORG": "ORG",
    "GPE": "PLACE",
    "LOC": "PLACE",
    "FAC": "PLACE",
    "NORP": "NORP",
    "LAW": "AGREEMENT",
    "PRODUCT": "OTHER",
    "EVENT": "OTHER",
    "WORK_OF_ART": "OTHER",
}
_ENTRY_LABELS = {
    "country": "COUNTRY",
    "demonym": "NORP",
    "capital": "PLACE",
    "place": "PLACE",
    "seat": "ORG",
    "organisation": "ORG",
}
_AGREEMENT = re.compile(
    r"\b(?:Agreement|Treaty|Accords?|Pact|Protocol|(?<!tional )Convention|Memorandum|Charter|"
    r"Declaration|Deal)\b|\bAct(?= of |$)"
)
_POSSESSIVE = re.compile(r"\s*['’](?:\s?s)?\s*$")
_ARTICLE = re.compile(r"(?:the|a|an|this|that|his|her|its|their|our|every|each|some|both|no)\s+", re.I)
_EVENT_NOUNS = frozenset(
    ("summit", "meeting", "conference", "talks", "report", "members", "member", "sources", "session", "forum")
)
_CAPITALISED = re.compile(r"[^\W\d_][^\W_]*(?:[-'’.]?[^\W_]+)*")
_IN = re.compile(
    r"\b(?:in|near|outside|around|(?:village|town|city|port|river|lake|island|province|district|region) of)\s+$", re.I
)
_LANDMARK = re.compile(
    r"\s+(?:river|valley|district|province|region|station|section|bridge|strip|border|village)\b", re.I
)
_SEATED = re.compile(r"[RDI][-–](?=[A-Z])")  # "(R-Ohio)": the party, then the state
_DAY = re.compile(r"(?:(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day|\d[\d-]*)\s+(?=[A-Z])")
_TAIL = re.compile(r"\s+(?:of|for|and|the|is|was|in|on|at|to|by|with|from|has|had|said)$")  # "Star-Ledger | of"
_WORDS = frozenset(("ADV", "ADP", "VERB", "AUX", "PRON", "DET", "SCONJ", "CCONJ", "INTJ"))
_BYGONE = re.compile(r"\b(?:ex|post|former|pre)[\s-]*$", re.I)
_MARKUP = re.compile(r"[=<>@#_\\]")
_GIVEN = re.compile(r"\b([A-Z][a-z]+) \Z")
_PERSONAL = frozenset(("say", "tell", "add", "recall", "explain", "joke", "quip", "reply"))  # hardly of a town
_LONGEST = 90  # code points of a name; anything longer is a parse gone wrong


def find_named(parsed: Parsed) -> list[Named]:
    """The names of the body, in order; only names of countries lie within other names (`nested`)."""
    entities = list(_entities(parsed))
    entries = [f for span in parsed.body for f in find_entries(parsed.text, *span) if not _bygone(parsed.text, f)]
    entries = _as_states(parsed.text, _in_provinces(parsed.text, entries))
    named = _merge(parsed.text, entries, entities)
    named = correct_people(parsed, named)
    _bodies(parsed, named)
    _let_speak(parsed, named)
    label_by_article(parsed.text, named)
    for headline, capitals in headlines(parsed):
        named = borne_out(parsed.text, headline, named, capitals=capitals)
    named += _missed(parsed, named)
    return sorted(named, key=lambda n: (n.start, -n.end))


# --- what the parser found ----------------------------------------------------------------------------------------


def _entities(parsed: Parsed) -> Iterable[Named]:
    """The parser's entities in the body, trimmed of articles, titles, marks and the possessive."""
    body = parsed.body
    at = 0
    for ent in parsed.doc.ents:
        label = _LABELS.get(ent.label_)
        while at < len(body) and body[at][1] <= ent.start_char:
            at += 1
        if _is_word(ent):
            continue
        if label is None or at == len(body) or ent.start_char < body[at][0] or ent.end_char > body[at][1]:
            continue
        start = ent.start_char
        for line in ent.text.split("\n"):
            span = _trim(parsed.text, (start, start + len(line)))
            start += len(line) + 1
            name = parsed.text[slice(*span)]
            if 0 < len(name) <= _LONGEST and any(c.isupper() for c in name) and not _MARKUP.search(name):
                yield _named(parsed.text, span, label)


def _is_word(ent: Tokens) -> bool:
    """Whether the parser took a word for a name because a sentence begins with it: "Unilaterally", "Beyond"."""
    root = ent.root
    return len(ent) == 1 and (root.pos_ in _WORDS or (root.pos_ == "NOUN" and bool(root.is_sent_start)))


def _named(text: str, span: Span, label: str) -> Named:
    """A name without its titles; a name that a title comes before is a person's."""
    start, end = span
    titled = False
    if label == "PERSON" and (day := _DAY.match(text, start, end)):
        start = day.end()
    if text[start - 1 : start] in {",", "(", " "} and (seated := _SEATED.match(text, start, end)):
        start, label = seated.end(), "PLACE"
    if label in ("PERSON", "ORG", "OTHER"):
        start, titled = _after_titles(text, start, end, label)
    name = text[start:end]
    if label == "PLACE" and (state := states().get(name.replace(".", "").lower())) is not None:
        return Named(start, end, label, name, state)
    if titled:
        label = "PERSON"
    elif label in ("ORG", "OTHER") and _AGREEMENT.search(name) and " " in name:
        label = "AGREEMENT"
    return Named(start, end, label, name)


def _after_titles(text: str, start: int, end: int, label: str) -> tuple[int, bool]:
    """Where the name begins after the titles before it, and whether there was one."""
    titled = False
    while True:
        word, _, rest = text[start:end].partition(" ")
        low = word.lower()
        known = low in honorifics() or (low in offices() and label == "PERSON")
        if not rest.strip() or not known or (label != "PERSON" and low.rstrip(".") not in _TITLES):
            return start, titled
        if low in PART_OF_NAME and len(rest.split()) < 3:
            return start, titled
        start = _trim(text, (start + len(word), end))[0]
        titled = True


_TITLES = frozenset(["mr", "mrs", "ms", "president", "premier", "chancellor", "ayatollah"])


def _trim(text: str, span: Span) -> Span:
    start, end = span
    while start < end and text[start] in MARKS:
        start += 1
    article = _ARTICLE.match(text, start, end)
    if article and article.end() < end:
        start = article.end()
        while start < end and text[start] in MARKS:  # "the “Red Lions"
            start += 1
    while end > start and text[end - 1] in MARKS and not _ends_in_initial(text, start, end):
        end -= 1
    while (tail := _TAIL.search(text[start:end])) is not None:
        end = start + tail.start()
    possessive = _POSSESSIVE.search(text[start:end])
    if possessive and possessive.start() > 0:
        end = start + possessive.start()
    bracket = text.find("(", start + 1, end)
    if bracket > 0 and text.find(")", bracket, end) < 0:
        end = bracket
    while end > start and text[end - 1].isspace():
        end -= 1
    return start, end


def _ends_in_initial(text: str, start: int, end: int) -> bool:
    """Whether the last mark belongs to the name: "U.S.", "Jr."."""
    return text[end - 1] == "." and (
        (end - start >= 3 and text[end - 3] in ". ") or text[max(start, end - 3) : end] == "Jr."
    )


# --- the parser and the lexicon together --------------------------------------------------------------------------


def _merge(text: str, entries: list[Found], entities: list[Named]) -> list[Named]:
    """One list of names: the lexicon's word on what it knows, the parser's on the rest."""
    out: list[Named] = []
    used: set[int] = set()
    at = 0
    for ent in entities:
        while at < len(entries) and entries[at].end <= ent.start:
            at += 1
        j, inside = at, []
        while j < len(entries) and entries[j].start < ent.end:
            inside.append(j)
            j += 1
        if not inside:
            out.append(ent)
            continue
        out.extend(_settle(text, ent, [(i, entries[i]) for i in inside], used))
    bare = [
        _from_entry(text, f)
        for i, f in enumerate(entries)
        if i not in used and not (f.entry.name and _key(text, f) in ambiguous())
    ]
    return _unique(out + bare)


def _settle(text: str, ent: Named, inside: list[tuple[int, Found]], used: set[int]) -> list[Named]:
    """What becomes of one entity in which the lexicon knows names; the indices of these go to `used`."""
    used.update(i for i, _ in inside)
    first = inside[0][1]
    rest = _outside(text, ent, [f for _, f in inside])
    covers = len(inside) == 1 and first.start <= ent.start and first.end >= ent.end
    if covers:
        if ent.label == "PERSON" and _key(text, first) in ambiguous():
            return [ent]
        return [_from_entry(text, first)]
    if ent.label == "PERSON" and rest:
        if first.start == ent.start and first.entry.kind in ("demonym", "country") and len(rest.split()) >= 2:
            start = _trim(text, (first.end, ent.end))[0]
            return [_from_entry(text, first), Named(start, ent.end, "PERSON", text[start : ent.end])]
        return [ent]
    known = [_from_entry(text, f) for _, f in inside]
    if not rest or rest.lower() in _EVENT_NOUNS or (not any(c.isupper() for c in rest) and ent.label != "AGREEMENT"):
        return known
    if any(n.label == "ORG" and n.start == ent.start for n in known) and rest.split()[0].lower() in _EVENT_NOUNS:
        return known
    for n in known:
        n.nested = True
    return [ent, *(n for n in known if n.label in ("COUNTRY", "NORP"))]


def _outside(text: str, ent: Named, found: list[Found]) -> str:
    """What of an entity's text no entry covers."""
    at, parts = ent.start, []
    for f in found:
        parts.append(text[at : max(at, f.start)])
        at = max(at, f.end)
    parts.append(text[at : max(at, ent.end)])
    return " ".join(" ".join(parts).strip(MARKS).split()).strip(MARKS)


def _from_entry(text: str, found: Found) -> Named:
    label = "AGREEMENT" if found.entry.kind == "agreement" else _ENTRY_LABELS[found.entry.kind]
    return Named(found.start, found.end, label, text[found.start : found.end], found.entry)


def _in_provinces(text: str, found: list[Found]) -> list[Found]:
    """Towns moved to the country of the state or province printed after them: "Athens, Ohio"."""
    out = list(found)
    for i, (a, b) in enumerate(itertools.pairwise(found)):
        home = provinces().get(text[b.start : b.end].lower())
        if (
            home
            and a.entry.kind in ("capital", "place")
            and home != a.entry.country
            and text[a.end : b.start] in (", ", ",")
        ):
            source = f"{b.entry.source}, after {text[a.start : a.end]}"
            out[i] = Found(a.start, a.end, Entry(text[a.start : a.end], "place", home, source))
    return out


def _as_states(text: str, found: list[Found]) -> list[Found]:
    """Countries that share their name with a state, as that state where the text names others: Georgia, and Ohio."""
    printed = [text[f.start : f.end] for f in found]
    if not any(provinces().get(p.lower()) == "USA" for p in printed):
        return found
    known = {state.name: state for state in states().values()}
    abroad = {f.entry.country for f, p in zip(found, printed, strict=True) if p not in known}  # named by more than that
    return [
        Found(f.start, f.end, known[p])
        if f.entry.kind == "country" and p in known and f.entry.country not in abroad
        else f
        for f, p in zip(found, printed, strict=True)
    ]


def _bygone(text: str, found: Found) -> bool:
    """Whether a demonym only tells what others used to be: "ex-Soviet", "former Yugoslav republics"."""
    return found.entry.kind == "demonym" and bool(_BYGONE.search(text[max(0, found.start - 12) : found.start]))


def _key(text: str, found: Found) -> str:
    return "-".join(w for w, _, _ in words(text[found.start : found.end]))


def _unique(named: list[Named]) -> list[Named]:
    """Without names that overlap an earlier, longer one (nested names of countries stay)."""
    out: list[Named] = []
    for n in sorted(named, key=lambda n: (n.start, -n.end)):
        if n.start < n.end and (n.nested or not out or n.start >= max(o.end for o in out[-4:])):
            out.append(n)
    return out


# --- what the rest of the article knows ---------------------------------------------------------------------------


def label_by_article(text: str, named: list[Named]) -> None:
    """Give each name the label that the article gives it most, and surnames of people the label PERSON."""
    votes: dict[str, Counter[str]] = {}
    for n in named:
        if n.entry is None and not n.nested:
            votes.setdefault(n.text, Counter())[n.label] += 1
    people = {skeleton(surname(n.text)) for n in named if n.label == "PERSON" and " " in n.text}
    given = {skeleton(n.text.split()[0]) for n in named if n.label == "PERSON" and n.text.count(" ") == 1}
    lying = _places(text, named, votes)
    singles = {t for t, c in votes.items() if c["PERSON"] * 2 > c.total() and " " not in t}
    for n in named:
        if n.entry is not None or n.nested:
            continue
        single = " " not in n.text
        called = n.label in ("OTHER", "NORP") or (n.label == "ORG" and is_given(n.text))
        if not single and called and surname(n.text) in singles and n.text.count(" ") < 3:
            n.label = "PERSON"
        elif single and n.text[-1] == "s" and _is_known(n.text[:-1], people) and not _is_known(n.text, people):
            n.label = "OTHER"  # a family: "the Clintons"
        elif single and (n.text in singles or _is_known(n.text, people)):
            n.label = "PLACE" if n.label == "PLACE" and n.start in lying else "PERSON"
        elif single and n.label == "PERSON" and votes[n.text]["PLACE"]:
            n.label = "PLACE"
        elif single and n.label in ("ORG", "OTHER", "NORP") and _is_known(n.text, given):
            n.label = "PERSON"  # called by the given name, as is the custom of some countries
        elif len(votes[n.text]) > 1:
            n.label = votes[n.text].most_common(1)[0][0]


def _bodies(parsed: Parsed, named: list[Named]) -> None:
    """Add names of bodies that the parser passed over, and label those that it took for something else."""
    at = {n.span: n for n in named}
    found = [span for pair in acronyms(parsed) for span in pair]
    found += beside_kinds(parsed, [n.span for n in named if n.label == "ORG" or n.entry or " " in n.text])
    for span in found:
        known = at.get(span)
        if known is not None and known.label in ("OTHER", "PERSON", "PLACE") and known.entry is None:
            known.label = "ORG"
        elif known is None and not any(n.start < span[1] and n.end > span[0] and not n.nested for n in named):
            start, end = _trim(parsed.text, span)
            named.append(Named(start, end, "ORG", parsed.text[start:end]))
    named.sort(key=lambda n: (n.start, -n.end))


def _places(text: str, named: list[Named], votes: dict[str, Counter[str]]) -> set[int]:
    """Let "in" before a single word, or "valley" after it, speak for a place; where such words begin."""
    lying = set()
    for n in named:
        if n.text not in votes or " " in n.text or n.text.lower() in sectors():
            continue
        if _IN.search(text[max(0, n.start - 14) : n.start]) or _LANDMARK.match(text, n.end):
            votes[n.text]["PLACE"] += 2
            lying.add(n.start)
    return lying


def _let_speak(parsed: Parsed, named: list[Named]) -> None:
    """Take what "said" or "recalled" for a person, where the lexicon knows no such place."""
    for n in named:
        if n.label == "PLACE" and n.entry is None and not n.nested:
            root = parsed.tokens(n.span).root
            if root.dep_ == "nsubj" and root.head.lemma_.lower() in _PERSONAL:
                n.label = "PERSON"


def _is_known(word: str, people: set[str]) -> bool:
    return len(word) > 3 and not word.isupper() and skeleton(word) in people


def _missed(parsed: Parsed, named: list[Named]) -> Iterable[Named]:
    """Names that the parser passed over: surnames known from elsewhere in the article, and names after a title."""
    people = {n.text for n in named if n.label == "PERSON" and " " not in n.text}
    people |= {surname(n.text) for n in named if n.label == "PERSON"}
    people = {p for p in people if len(p) > 2 and p[:1].isupper()}
    starts = [n.start for n in named]
    orgs = {n.text for n in named if n.label in ("ORG", "AGREEMENT") and n.entry is None and len(n.text) > 2}
    wanted = people | orgs
    for span in parsed.sentence_spans if wanted else ():
        for match in _CAPITALISED.finditer(parsed.text, *span):
            word = match.group()
            if word not in wanted:
                continue
            start, end = match.span()
            i = bisect_left(starts, start + 1) - 1
            token = None if i >= 0 and named[i].end > start else parsed.doc.char_span(start, end)
            if token is None or (token.root.pos_ not in ("PROPN", "NOUN") and start == span[0]):
                continue
            if word in people and (given := _GIVEN.search(parsed.text, span[0], start)):
                free = i < 0 or named[i].end <= given.start(1)
                start = given.start(1) if free and is_given(f"{given[1]} {word}") else start
            yield Named(start, end, "PERSON" if word in people else "ORG", parsed.text[start:end])
