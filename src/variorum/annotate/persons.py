"""Names of people that the parser took for something else, or cut: put right by the titles and offices beside them."""

from spacy.tokens import Token

from variorum.annotate.named import Named
from variorum.annotate.parsed import Parsed
from variorum.lexicon.actors import honorifics, names_of_men, names_of_women, offices, sectors
from variorum.spelling import fold

MARKS = " \t\n\r\u00a0'\"’‘“”`.,;:!?()[]{}<>-–—*/|$#"  # at the ends of names
_OWNING = frozenset(("owner", "trader", "agent", "host", "guest", "visitor", "leader"))  # of firms too
PART_OF_NAME = frozenset(
    [
        "said",
        "shah",
        "sultan",
        "haji",
        "don",
        "count",
        "lord",
        "u",
        "baron",
        "hajj",
        "syed",
        "sayyed",
        "seyyed",
        "sayyid",
        "seyed",
        "sayed",
        "amir",
        "emir",
        "prince",
        "king",
    ]
)
"""Titles that are also names or parts of them."""


def correct_people(parsed: Parsed, named: list[Named]) -> list[Named]:
    """The names, with those of people made whole, and labelled as such where a title or an office tells."""
    named = _without_titles(parsed.text, named)
    _widen(parsed, named)
    _to_holders(parsed, named)
    return named


def surname(name: str) -> str:
    """The last word of a name, without marks at its end."""
    return name.split()[-1].strip(MARKS) if name.split() else ""


def is_given(name: str) -> bool:
    """Whether a name of several words begins with a given name that we list."""
    first = fold(name.split()[0])
    return " " in name and (first in names_of_men() or first in names_of_women())


def _to_holders(parsed: Parsed, named: list[Named]) -> None:
    """Let a name beside an office be a person's, whatever the parser takes it for.

    "Its chief executive, | Ann Lee"; "Ann Lee, | the mayor, ..."; "President | Lee".
    """
    for n in named:
        words_ = n.text.split()
        if n.entry is not None or n.nested or n.label not in ("ORG", "OTHER", "PLACE") or len(words_) > 5:
            continue
        tokens = parsed.tokens(n.span)
        root = tokens.root
        titled = tokens.start > 0 and _is_title(tokens.doc[tokens.start - 1])
        before = root.dep_ == "appos" and root.head.i < tokens.start and _is_office_of_people(root.head)
        after = any(c.dep_ == "appos" and c.i >= tokens.end and _is_office_of_people(c) for c in root.children)
        if (titled or ((before or after) and len(words_) > 1)) and all(_is_part_of_name(w) for w in words_):
            n.label = "PERSON"


def _without_titles(text: str, named: list[Named]) -> list[Named]:
    """The names but those that are only a form of address before another: "Dato' | Ann Lee"."""
    gap = ["'" if i + 1 == len(named) else text[n.end : named[i + 1].start] for i, n in enumerate(named)]
    return [
        n
        for i, n in enumerate(named)
        if n.label != "PERSON" or n.text.lower().strip("'’") not in honorifics() or gap[i].strip("'’. ")  # ends apart
    ]


def _widen(parsed: Parsed, named: list[Named]) -> None:
    """Take the given name into a surname that the parser found alone: "Zaida | Orlu, the mayor"."""
    ends = {n.end for n in named}
    for n in named:
        if n.entry is not None or n.nested or n.label not in ("PERSON", "ORG") or " " in n.text:
            continue
        tokens = parsed.tokens(n.span)
        if tokens.start == 0 or len(tokens) != 1:
            continue
        given = tokens.doc[tokens.start - 1]
        beside = parsed.text[given.idx + len(given) : n.start] == " " and given.idx + len(given) not in ends
        compound = given.dep_ == "compound" and given.head.i == tokens.start
        if beside and (compound or is_given(f"{given} {n.text}")) and _may_be_given(given):
            n.start, n.text = given.idx, parsed.text[given.idx : n.end]


def _may_be_given(token: Token) -> bool:
    """Whether a word before a surname may be a given name."""
    low = token.lower_
    known = low in offices() or low in honorifics() or low in sectors()
    return token.pos_ == "PROPN" and token.text.istitle() and token.text.isalpha() and not known and len(token) > 2


def _is_title(token: Token) -> bool:
    """Whether a word is a title or an office printed as one, as before a name."""
    low = token.lower_.rstrip(".")
    return token.text[:1].isupper() and (low in offices() or low in honorifics()) and low not in PART_OF_NAME


def _is_office_of_people(token: Token) -> bool:
    return token.lower_ in offices() and token.lower_ not in _OWNING


def _is_part_of_name(word: str) -> bool:
    """Whether a word may be part of a person's name: capitalised, or an initial, and no word for a body."""
    plain = word.rstrip(".").replace("-", "").replace("’", "").replace("'", "")
    return plain.isalpha() and plain[:1].isupper() and not plain[1:].isupper() and word.lower() not in sectors()
