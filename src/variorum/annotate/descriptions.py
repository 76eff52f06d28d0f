"""Descriptions of actors: "the Iranian president", "the bloc", "his counterpart", "Turkish police"."""

from spacy.tokens import Token

from variorum.annotate.chains import Chain
from variorum.annotate.codes import code_of
from variorum.annotate.focus import STRANGER, State, Text, is_subject, latest
from variorum.annotate.holders import office_holder
from variorum.lexicon.actors import find_entries, offices, sectors
from variorum.types import Span

_BODIES = frozenset(["bloc", "group", "organisation", "organization", "body", "alliance", "grouping", "agency"])
_COALITIONS = frozenset(
    ("coalition", "union", "league", "association", "company", "firm", "party", "movement", "bank", "court")
)
_COUNTRIES = frozenset(["country", "nation"])
_AGREEMENTS = frozenset(["agreement", "deal", "treaty", "pact", "accord", "memorandum"])
_MODIFIERS = frozenset(("ADJ", "NOUN", "PROPN", "PART", "NUM", "PUNCT"))
_PERSONS = {
    **dict.fromkeys(("man", "boy", "father", "husband", "son", "brother"), "m"),
    **dict.fromkeys(("woman", "girl", "mother", "wife", "daughter", "sister"), "f"),
    **dict.fromkeys(
        ("person", "teenager", "teen", "suspect", "victim", "driver", "friend", "witness", "assailant"), ""
    ),
}


def compounded(token: Token) -> bool:
    """Whether the noun only modifies the next word: "government | forces"."""
    if token.i + 1 >= len(token.doc):
        return False
    after = token.doc[token.i + 1]
    return (after.pos_ in ("NOUN", "PROPN") and token.dep_ in ("compound", "nmod", "amod")) or after.text == "-"


def phrase(text: Text, token: Token, first: int) -> Span:
    """The span of a description that ends with the token: its determiner and modifiers before it."""
    doc, i = token.doc, token.i
    while i - 1 >= first and token.i - i < 8:
        before = doc[i - 1]
        if before.pos_ == "DET" or before.tag_ == "PRP$" or before.lower_ in ("both",):
            i -= 1
            break
        if before.text == "-" and i - 2 >= first and doc[i - 2].text.isdigit():
            break  # a date: "1997-02-09 rebels"
        if before.text.isdigit() and i - 2 >= first and doc[i - 2].text == "-":
            break
        if before.pos_ not in _MODIFIERS or (before.pos_ == "PUNCT" and before.text not in "-"):
            break
        i -= 1
    while i < token.i and doc[i].pos_ in ("PART", "PUNCT"):
        i += 1
    return doc[i].idx, token.idx + len(token)


def described(text: Text, state: State, token: Token, span: Span, number: int) -> Chain | None:
    """The chain that a description means, or None."""
    low = token.lower_
    words = text.parsed.text[span[0] : span[1]]
    opening = words.split()[0].lower()
    if opening in ("a", "an", "any", "some", "no", "every", "each", "another", "other", "one"):
        _stranger(text, state, token, number)
        return None
    if low in _COUNTRIES and opening in ("the", "this", "that"):
        plain = len(words.split()) == 2 and not text.in_quotes(span[0])
        return latest(state, number, ("country",)) if plain else None
    if low in _BODIES | _COALITIONS and opening in ("the", "this", "that"):
        return _body(state, number, strict=low in _COALITIONS or len(words.split()) > 2)
    if low in _AGREEMENTS and opening in ("the", "this", "that"):
        return _only_agreement(state, number, text.parsed.text, span)
    if low in offices() and token.tag_ in ("NN", "NNP"):
        holder = office_holder(text, state, token, span, number)
        if holder is None:
            _stranger(text, state, token, number)
        return holder
    if low in _PERSONS:
        _stranger(text, state, token, number)
        return None
    if sectors().get(low, ("", ""))[1] in ("org", "group") or token.lemma_.lower() in offices():
        return _group(text, state, words)
    return None


def _stranger(text: Text, state: State, token: Token, number: int) -> None:
    """Note somebody without a name ("a senior official"), so that the next "he" is not taken for an earlier name."""
    low = token.lower_
    if token.tag_ not in ("NN", "NNP") or (low not in _PERSONS and not offices().get(low, ("", ""))[0]):
        return
    gender = _PERSONS.get(low) or offices().get(low, ("", ""))[1]
    chain = Chain("person", STRANGER, gender=gender)
    state.note(chain, number, token, subject=is_subject(token), quoted=text.in_quotes(token.idx))


def _body(state: State, number: int, *, strict: bool) -> Chain | None:
    """The organisation that "the bloc" means: of those named lately the intergovernmental one, if there is one."""
    found = [s.chain for s in state.recent(number) if s.chain.kind == "organisation"]
    distinct = list({id(c): c for c in found if (c.code or "IGO").startswith("IGO")}.values())
    if len(distinct) == 1 or (distinct and not strict and _leads(found, distinct)):
        return distinct[0]
    return None


def _leads(found: list[Chain], distinct: list[Chain]) -> bool:
    """Whether the one named last is also the one named most in the article."""
    counts = sorted((len(c.mentions) for c in distinct), reverse=True)
    return len(distinct[0].mentions) == counts[0] and counts[0] >= 2 * counts[1]


def _only_agreement(state: State, number: int, text: str, span: Span) -> Chain | None:
    found = {id(s.chain): s.chain for s in state.recent(number) if s.chain.kind == "agreement"}
    return next(iter(found.values())) if len(found) == 1 and len(text[span[0] : span[1]].split()) == 2 else None


def _group(text: Text, state: State, words: str) -> Chain | None:
    """The chain of a group or body with a country: "Turkish police", "Iraqi rebels"."""
    abroad = words.lower().startswith("ethnic ")  # people named after another country than the one they live in
    code, why = code_of(
        words, [c.country for c in text.chains.all if c.kind == "country" and c.country] if abroad else ()
    )
    if code is None or code.startswith(".") or "." not in code:
        return None
    bare = words.split()
    while bare and bare[0].lower() in ("the", "this", "these", "those", "that", "several", "two", "both"):
        bare.pop(0)
    noun = bare[-1].lower() if bare else ""
    body = sectors().get(noun, ("", "group"))[1] == "org"
    chain = text.chains.keyed("ORG" if body else "OTHER", f"{code}:{noun}")
    if not chain.fixed:
        named = next((f.start for f in find_entries(" ".join(bare))), 0)
        chain.fixed = " ".join(bare)[named:]
        chain.code, chain.code_from = code, why
        base = code.partition(".")[0]
        chain.country = None if base in ("IGO", "NGO", "IMG") else base
        chain.plural = bool(bare) and bare[-1].endswith("s")
    return chain
