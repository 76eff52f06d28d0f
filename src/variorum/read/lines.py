"""One line of a text: whether it is prose, a headline, a link to elsewhere or a notice of the page."""

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from functools import cached_property

from variorum.lexicon.furniture import (
    CHANNELS,
    INVITES,
    LABELS,
    LINK_PHRASES,
    NOTICES,
    PAGE_PHRASES,
    REPORTING,
    SHARE_WORDS,
    WEEKDAYS,
)
from variorum.text import lines as line_spans
from variorum.types import Span

SHORT = 200  # code points beyond which a line is never a headline
LONG = 400  # code points beyond which a line is never furniture

_WORD = re.compile(r"\w+(?:[-'’]\w+)*")
_ENDS = re.compile(r"[.!?…][\"'”’»)\]\s]*$")
_OPENS_LIST = re.compile(r"\s*(?:[-–—*•·▪►○]|\(?\d{1,3}[.)]|\(?[a-z][.)])\s")
_SENTENCE_INSIDE = re.compile(
    r"(?<![A-Z])(?<!\b(?:Mr|Dr|Ms|St|No|vs|Lt))(?<!\b(?:Mrs|Gen|Sen|Rep|Gov|Sgt))\s?[.!?]\s+[“\"'‘]?[A-Z]"
)
_DATELINE = re.compile(r"[-–—_]\s*$|:\s*$|[,;]\s*$")
_ADDRESS = frozenset({"us", "our", "your", "we", "you"})
_SEPARATORS = r"\s*(?:[:|»>›→]+|[-–—]\s)\s*"


def _any(words: Iterable[str]) -> str:
    return "|".join(re.escape(word).replace("'", "['’]") for word in sorted(words, key=len, reverse=True))


_EDGE = r"^[\s\W]*"
_LINK_BARE = re.compile(rf"{_EDGE}(?:{_any(LINK_PHRASES)})[\s\W]*$", re.IGNORECASE)
_LINK_LED = re.compile(rf"{_EDGE}(?:{_any(LINK_PHRASES)}){_SEPARATORS}\S", re.IGNORECASE)
# "More in Business: …", "Also on Harbour Daily: …": what they lead to has no stop, as prose would have.
_LINK_OPEN = re.compile(
    rf"{_EDGE}(?:(?:read )?(?:more|also)|elsewhere|next|previous(?:ly)?)\s+(?:[\w'’&-]+\s+){{0,3}}[\w'’&-]+\s*"
    r"[:|»>›→]\s*\S",
    re.IGNORECASE,
)
_NOTICE = re.compile(rf"{_EDGE}(?:{_any(NOTICES)})[\s\W]*$", re.IGNORECASE)
_LABEL = re.compile(rf"{_EDGE}(?:{_any(LABELS)})\s*(?:[:#|©]|no\.)\s*\S", re.IGNORECASE)
_INVITE = re.compile(rf"{_EDGE}(?:please\s+)?(?:{_any(INVITES)})\b", re.IGNORECASE)
_CHANNEL = re.compile(rf"\b(?:{_any(CHANNELS)})\b", re.IGNORECASE)
_PAGE = re.compile(_any(PAGE_PHRASES), re.IGNORECASE)
_COPYRIGHT = re.compile(r"^\W*(?:©|\(c\)\s*\d{4}|copyright\b.{0,4}\d{4})", re.IGNORECASE)
_CREDIT = re.compile(
    r"(?:^|[(\[|.–—-]\s?)\s*(?:(?:file\s+)?(?:photo(?:graph)?|image|picture|illustration|video|graphic)s?\b\s*"
    r"(?:by|courtesy|credit|:|via|/)[^()\[\]]{0,60}"
    r"|[\w .'’-]{2,40}/(?:AP|AFP|EPA|Reuters|Getty(?: Images)?|Shutterstock|Pool|Bloomberg|Instagram|Handout)"
    r"[^()\[\]]{0,30}|Getty Images|AP Photo|(?:file|handout)\s+(?:photo|image|picture))[)\]]?\.?\s*$",
    re.IGNORECASE,
)
_EDITORS = re.compile(
    r"^\W*(?:reporting\b.{0,80}\b(?:edit|writ)ing\b|\((?:additional |with )?(?:reporting|writing|editing) by\b"
    r".{0,120}\)$|additional reporting\b.{0,20}\bby\b"
    r"|(?:edited|editing|compiled|translated) by\b|with (?:agency )?inputs? from\b"
    r"|.{2,80}\bcontributed (?:reporting )?(?:to this (?:report|story|article)|reporting)\b)",
    re.IGNORECASE,
)
_ENDING_CREDIT = re.compile(
    r"(?<=[.!?\"”’])\s[(\[](?:additional )?(?:reporting|writing|editing|edited|compiled|translated)\b"
    r"[^()\[\]\n]{0,60}? by\b[^()\[\]\n]{2,240}[)\]]\.?$",
    re.IGNORECASE,
)
_COUNT = (
    r"(?:read\s+)?\d[\d.,]*\s?[km]?\s?(?:times|views?|shares?|comments?|likes?|reads?|reactions?|min(?:ute)?s?\s+read)"
)
_COUNTS = re.compile(rf"\W*{_COUNT}(?:(?:\W+(?:and\s+)?|\s){_COUNT}(?:\s+today)?)*\W*", re.IGNORECASE)
# "Get Harbour Pro for $5 a month".
_PRICED = re.compile(
    r"\b(?:for|from|at) (?:only |just )?[$€£¥₹]\s?\d[\d.,]*\s?(?:/|per|an?)\s?(?:day|week|month|year)\b", re.I
)
_CODE = re.compile(
    r"^(?:[.#@]?[\w-]+(?:[ ,.#>]+[\w-]+){0,3}\s*\{|\}|[a-z-]+\s*:\s*[^\s;]+(?: [^\s;]+){0,3};|<[^<>]{1,80}>"
    r"|[\w-]{0,3}\d{5,})$"
)
_SOURCE = re.compile(
    r"^[\s\W]*(?:source|via|courtesy|(?:originally |first )?published (?:by|in|on|at))\s*[:\-–—]?\s+"
    r"(?P<name>[^\s].{1,60}?)[\s.\])]*$",
    re.IGNORECASE,
)


@dataclass(frozen=True)
class Line:
    """A line that is not blank, trimmed."""

    number: int
    span: Span
    text: str
    gap: bool  # a blank line stands before it

    @cached_property
    def words(self) -> list[str]:
        return _WORD.findall(self.text) if len(self.text) <= LONG else []

    @cached_property
    def ends(self) -> bool:
        """Whether it ends like a sentence."""
        return bool(_ENDS.search(self.text[-12:]))


def split_lines(text: str) -> list[Line]:
    """The lines of a text that are not blank."""
    out: list[Line] = []
    before = 0
    for whole in line_spans(text):
        for span in _without_credit(text, whole):
            gap = text.count("\n", before, span[0]) > 1
            out.append(Line(number=len(out), span=span, text=text[span[0] : span[1]], gap=gap))
            before = span[1]
    return out


def _without_credit(text: str, span: Span) -> tuple[Span, ...]:
    """A line, cut before a credit in brackets that a paragraph ends with: "(Reporting by Ann Lee)"."""
    match = _ENDING_CREDIT.search(text, max(span[0] + 1, span[1] - LONG), span[1])
    return (span,) if match is None else ((span[0], match.start()), (match.start() + 1, span[1]))


def is_prose(line: Line) -> bool:
    """Whether a line is a paragraph of sentences."""
    if len(line.text) > LONG:
        return True
    return line.ends and len(line.words) >= 5


def is_headline(line: Line, following: Line, *, dated: bool = False) -> bool:
    """Whether the line could be the title of what follows, not its first sentence.

    A title is short, is no full sentence with a stop, does not report in the past tense with a weekday, and more
    text comes after it.

    Args:
        following: the next line that is the article's own.
        dated: a date line or a byline stands between the two.
    """
    text, words = line.text, line.words
    if len(text) > SHORT or not 2 <= len(words) <= 30 or not _begins(text):
        return False
    if _DATELINE.search(text) or _OPENS_LIST.match(text) or text[0].islower():
        return False
    if _reports(words) or (_SENTENCE_INSIDE.search(text) and not in_title_case(words)):
        return False
    bare = text.rstrip("\"'”’» `")
    if bare.endswith(("?", "!")) and not (following.gap or dated):
        return in_title_case(words)
    if bare.endswith((".", "…")) and not _ends_in_initial(text):
        return in_title_case(words) and (following.gap or len(following.text) > len(text))
    return len(following.text) > 0.5 * len(text) or is_prose(following)


def _begins(text: str) -> bool:
    return text[0].isalnum() or text[0] in "\"'“‘«`¿¡$£€#[("


def _ends_in_initial(text: str) -> bool:
    """Whether the last stop is that of an abbreviation such as `U.S.`."""
    return bool(re.search(r"(?:\b[A-Z]\s?\.\s?){2,}$", text))


def _reports(words: list[str]) -> bool:
    """A weekday beside a reporting verb in the past tense: the mark of a lede."""
    lower = [word.lower() for word in words]
    return any(word in WEEKDAYS and len(word) > 4 for word in lower) and any(word in REPORTING for word in lower)


def in_title_case(words: list[str]) -> bool:
    """Whether nearly all longer words begin with a capital."""
    long = [word for word in words if len(word) >= 4]
    return len(long) >= 3 and sum(word[0].isupper() or word[0].isdigit() for word in long) >= 0.85 * len(long)


def leads_away(line: Line) -> str | None:
    """`bare` for a line that only says that links follow, `led` for one that names a link, None for any other."""
    text = line.text
    if len(text) > LONG:
        return None
    if len(text) <= 60 and _LINK_BARE.match(text):
        return "bare"
    if _LINK_LED.match(text) and len(line.words) <= 35:
        return "led"
    if _LINK_OPEN.match(text) and len(line.words) <= 25 and not line.ends and not has_quotation(text):
        return "led"
    return None


def notice(line: Line) -> bool:
    """Whether a line speaks of the page: a share bar, an invitation, a label, a credit, a notice."""
    text = line.text
    if len(text) > LONG:
        return False
    if len(text) <= 60 and _NOTICE.match(text):
        return True
    if _CODE.match(text) or _COUNTS.fullmatch(text) or (_LABEL.match(text) and len(line.words) <= 14 and not line.ends):
        return True
    if _share_bar(line) or claims_rights(line) or _EDITORS.match(text):
        return True
    if _PAGE.search(text) and len(line.words) <= 60 and not has_quotation(text) and not _has(line, REPORTING):
        return True
    if len(line.words) <= 45 and _CREDIT.search(text) and not has_quotation(text):
        return True
    return invites(line)


def claims_rights(line: Line) -> bool:
    """Whether a line is a notice of copyright."""
    return len(line.text) <= LONG and bool(_COPYRIGHT.match(line.text))


def _share_bar(line: Line) -> bool:
    """A line of nothing but the names of networks and what is done on them."""
    words = [word.lower() for word in line.words]
    named = {w for w in words if w in SHARE_WORDS and len(w) > 3}
    if not words or not named or len(words) > 25 or line.ends:
        return False
    return all(word in SHARE_WORDS or word.isdigit() for word in words) and (
        len(words) > 1 or words[0] in ("share", "tweet")
    )


def invites(line: Line) -> bool:
    """Whether a line asks readers to follow, join or subscribe."""
    words = len(line.words)
    if not 2 <= words <= 32 or has_quotation(line.text):
        return False
    match = _INVITE.match(line.text)
    if match is not None and _PRICED.search(line.text, match.end()):
        return True
    if match is None or not _CHANNEL.search(line.text, match.end()):
        return False
    return not _has(line, REPORTING) and (words <= 7 or _has(line, _ADDRESS))


def _has(line: Line, some: frozenset[str]) -> bool:
    return any(word.lower() in some for word in line.words)


def has_quotation(text: str) -> bool:
    """Whether a line has double quotation marks."""
    return any(mark in text for mark in '"“”«»')


def source_of(line: Line) -> str | None:
    """The outlet that a closing line names ("Source: Harbour Daily"), or None."""
    match = _SOURCE.match(line.text) if len(line.text) <= 90 else None
    if match is None:
        return None
    name = match.group("name").strip(" .\"'“”")
    words = name.split()
    named = (
        words
        and len(words) <= 7
        and any(c.isupper() or c.isdigit() for c in name)
        and "." not in name[:-4].replace("www.", "")
    )
    return name if named or re.fullmatch(r"[\w-]+(?:\.[\w-]+)+", name) else None


def same_words(a: str, b: str) -> bool:
    """Whether two lines are one title: the same letters and digits, whatever the marks, capitals and spaces."""
    return len(a) < 4 * LONG and _letters(a) == _letters(b) != ""


def _letters(text: str) -> str:
    return "".join(c for c in text.casefold() if c.isalnum())


def related_run(own: list[Line], start: int, near: Callable[[Line], bool]) -> list[int]:
    """Numbers of the lines that are headlines of other articles, at the end of a text.

    They are a run of lines that end without a stop, like headlines, after the last prose. A phrase beside them that
    leads elsewhere settles it; without one there must be two or more, set apart like paragraphs, that share next to
    no words with the article and do not belong to a list, a poem or an unfinished quotation.
    """
    at = len(own)
    while at > start and (_like_link(own[at - 1]) or (_listed_link(own[at - 1]) and near(own[at - 1]))):
        at -= 1
    run = own[at:]
    if not run or at == 0 or own[at - 1].text.rstrip().endswith((":", ",", ";", "—", "–")):
        return []
    if any(near(line) for line in run):
        return [line.number for line in run]
    apart = {line.gap for line in run[1:]}  # one below the other as in a list, or each set apart
    prose = [line for line in own[:at] if is_prose(line)]
    if len(apart) != 1 or not run[0].gap or (False in apart and any(_VERSE.match(line.text) for line in run)):
        return []
    if not all(len(line.words) >= 5 for line in run) or not prose:
        return []
    known = {word.lower() for line in own[:at] for word in _WORD.findall(line.text) if len(word) > 3}
    strange = [line for line in run if _overlap(line, known) < 0.5]
    return [line.number for line in run] if len(strange) == len(run) else []


_VERSE = re.compile(
    r"(?:and|but|or|nor|so|yet|for|to|that)\b", re.IGNORECASE
)  # a line that goes on with the one before
_GOES_ON = (".", ",", ";", ":", "…", "-", "—", "–")


def _like_link(line: Line) -> bool:
    """Whether a line at the end of a text has the shape of a headline that leads to another article."""
    text = line.text.rstrip("\"'“”’»`")
    if len(text) > SHORT or not 3 <= len(line.words) <= 25 or text.endswith(_GOES_ON) or line.ends:
        return False
    return not text[0].islower() and not _OPENS_LIST.match(text) and not _reports(line.words)


def _listed_link(line: Line) -> bool:
    """Whether a line is an entry of a list that would have that shape without its number or bullet."""
    match = _OPENS_LIST.match(line.text)
    return match is not None and _like_link(replace(line, text=line.text[match.end() :]))


def is_title_cased(line: Line) -> bool:
    """Whether a line is printed as a headline: nearly all its longer words begin with a capital."""
    return _like_link(line) and in_title_case(line.words)


def _overlap(line: Line, known: set[str]) -> float:
    words = [word.lower() for word in line.words if len(word) > 3]
    return sum(word in known for word in words) / len(words) if words else 1.0
