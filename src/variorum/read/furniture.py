"""What of a text is the article itself, and what its outlet put around it.

A line is judged by its place, its punctuation, the phrases that lead readers elsewhere, and how it joins the lines
around it. In doubt a line is the article's: text that is lost is worse than furniture that is kept.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

import msgspec

from variorum.read.dateline import DateLine, date_in_years, dateline_end, printed_date, read_byline, read_date_line
from variorum.read.lines import (
    Line,
    claims_rights,
    invites,
    is_headline,
    is_prose,
    is_title_cased,
    leads_away,
    notice,
    related_run,
    same_words,
    source_of,
    split_lines,
)
from variorum.read.page import about_page, names_only, row_of_links, row_of_page
from variorum.text import paragraphs, trim
from variorum.types import Article, Record, Span

_YEAR = re.compile(r"\b(?:19|20)\d\d\b")
HEAD = 8  # lines at the top among which title, date and byline are looked for
TAIL = 40  # lines at the end that can be related headlines


class Layout(Record, frozen=True, kw_only=True):
    """How a text is laid out. `article` has title, outlet and date filled in where the text gives them."""

    article: Article
    body: tuple[Span, ...]  # the article itself, in order
    paragraphs: tuple[Span, ...]  # its paragraphs, the title among them
    title: Span | None = None
    furniture: tuple[Span, ...] = ()  # lines that are not the article


@dataclass
class _Draft:
    """What has been told of the lines so far."""

    article: Article
    lines: list[Line]
    furniture: set[int] = field(default_factory=set)
    title: int | None = None
    dates: list[DateLine] = field(default_factory=list)
    byline: str | None = None
    outlet: str | None = None

    def left(self) -> list[int]:
        return [i for i in range(len(self.lines)) if i not in self.furniture]


def lay_out(article: Article) -> Layout:
    """Tell the article's own text from furniture, and the title from the lede.

    Args:
        article: as it was read; what it gives of itself (title, outlet, date, author) is kept.
    """
    draft = _Draft(article=article, lines=split_lines(article.text))
    _mark_anywhere(draft)
    _read_head(draft)
    _read_tail(draft)
    return _finish(draft)


def _mark_anywhere(draft: _Draft) -> None:
    """Lines that are furniture wherever they stand."""
    lines = draft.lines
    for i, line in enumerate(lines):
        if notice(line):
            draft.furniture.add(i)
        elif kind := leads_away(line):
            draft.furniture.add(i)
            after = lines[i + 1] if i + 1 < len(lines) else None
            beyond = lines[i + 2] if i + 2 < len(lines) else None
            if kind == "bare" and after and beyond and is_headline(after, beyond) and is_prose(beyond):
                draft.furniture.add(i + 1)  # the link that the phrase leads to


def _read_head(draft: _Draft) -> None:
    """Title, date line and byline, from the lines above the first paragraph."""
    lines, given = draft.lines, draft.article.title
    left = draft.left()
    for place, i in enumerate(left[:HEAD]):
        line = lines[i]
        beyond = [j for j in left[place + 1 : place + HEAD] if not _is_label(lines[j].text)]
        following = next((lines[j] for j in beyond if len(lines[j].words) > 3), lines[beyond[0]] if beyond else None)
        dated = bool(beyond) and beyond[0] != left[place + 1]
        known = given if draft.title is None else lines[draft.title].text
        if known and same_words(line.text, known):
            if draft.title is None:
                draft.title = i
            else:
                draft.furniture.add(i)  # the title once more
            continue
        if (date := read_date_line(line.text)) and len(left) > 1:
            draft.dates.append(date)
            draft.byline = draft.byline or date.byline
            draft.furniture.add(i)
            continue
        if (by := read_byline(line.text)) and len(left) > 1:
            draft.byline = draft.byline or by
            draft.furniture.add(i)
            continue
        if ((row_of_links(line) or row_of_page(line)) and following) or (
            draft.title is not None and following and names_only(line)
        ):
            draft.furniture.add(i)
            continue
        if draft.title is None and not given and following and is_headline(line, following, dated=dated):
            draft.title = i
            continue
        if is_prose(line):
            return
        if draft.title is None and not given:
            return


def _is_label(text: str) -> bool:
    return read_date_line(text) is not None or read_byline(text) is not None


def _read_tail(draft: _Draft) -> None:
    """Source lines, credits and related headlines, from the last paragraph on."""
    left = [i for i in draft.left() if i != draft.title]
    end = len(left)
    while end > 1:
        line = draft.lines[left[end - 1]]
        if outlet := source_of(line):
            draft.outlet = draft.outlet or outlet
        elif by := read_byline(line.text):
            draft.byline = draft.byline or by
        elif date := read_date_line(line.text):
            draft.dates.append(date)
        elif not about_page(line, byline=draft.byline):
            break
        draft.furniture.add(left[end - 1])
        end -= 1
    own = [draft.lines[i] for i in left[:end]]
    tail_from = max(1, end - TAIL)
    draft.dates += [dated for i in sorted(draft.furniture) if (dated := _rights_date(draft.lines[i]))]
    phrases = [i for i in sorted(draft.furniture) if leads_away(draft.lines[i]) or invites(draft.lines[i])]
    rows = [i for i in sorted(draft.furniture) if row_of_links(draft.lines[i])]

    def near(line: Line) -> bool:
        return _beside(draft, line, phrases) or (is_title_cased(line) and _beside(draft, line, rows))

    draft.furniture.update(related_run(own, tail_from, near=near))


def _rights_date(line: Line) -> DateLine | None:
    """The day in a notice of copyright: that of the page, as good as a change of it."""
    day = printed_date(line.text) if claims_rights(line) else None
    return DateLine(date=day, updated=True) if day else None


def _beside(draft: _Draft, line: Line, phrases: list[int]) -> bool:
    """Whether no prose stands between a line and a phrase, before it or after it, that leads elsewhere."""
    for phrase in phrases:
        between = range(min(phrase, line.number) + 1, max(phrase, line.number))
        if len(between) <= TAIL and not any(is_prose(draft.lines[j]) for j in between if j not in draft.furniture):
            return True
    return False


def _finish(draft: _Draft) -> Layout:
    text, lines = draft.article.text, draft.lines
    furniture = tuple(lines[i].span for i in sorted(draft.furniture))
    title = lines[draft.title].span if draft.title is not None else None
    body: list[Span] = []
    spans: list[Span] = []
    for run in _runs(draft):
        body.append((lines[run[0]].span[0], lines[run[-1]].span[1]))
        at = run.index(draft.title) if draft.title in run else len(run)
        for part in (run[:at], run[at : at + 1], run[at + 1 :]):
            if part:
                spans.extend(paragraphs(text, (lines[part[0]].span[0], lines[part[-1]].span[1])))
    spans = list(_without_dateline(text, spans, title))
    return Layout(article=_filled(draft), body=tuple(body), paragraphs=tuple(spans), title=title, furniture=furniture)


def _without_dateline(text: str, spans: list[Span], title: Span | None) -> Iterator[Span]:
    """The paragraphs with the dateline of the first one as a paragraph of its own: it is no part of a sentence."""
    first = next((span for span in spans if span != title), None)
    for span in spans:
        at = dateline_end(text, *span) if span == first else span[0]
        if at > span[0]:
            yield trim(text, (span[0], at))
        yield at, span[1]


def _runs(draft: _Draft) -> list[list[int]]:
    """Numbers of the article's own lines, in unbroken runs."""
    runs: list[list[int]] = []
    for i in draft.left():
        if runs and runs[-1][-1] == i - 1:
            runs[-1].append(i)
        else:
            runs.append([i])
    return runs


def _filled(draft: _Draft) -> Article:
    """The article with what its own text tells."""
    article = draft.article
    changes: dict[str, Any] = {}
    if not article.title and draft.title is not None:
        changes["title"] = _title_text(draft.lines[draft.title].text)
    if not article.outlet and draft.outlet:
        changes["outlet"] = draft.outlet
    if not article.author and draft.byline:
        changes["author"] = draft.byline
    dates = sorted((d for d in draft.dates if d.date), key=lambda d: d.updated)
    published = dates[0].date if dates else _date_by_weekday(draft) or _dateline_date(draft)
    if not article.published and published:
        changes |= {"published": published, "published_from": "text"}
    return msgspec.structs.replace(article, **changes) if changes else article


def _date_by_weekday(draft: _Draft) -> str | None:
    """The date of a date line without a year, in a year that the article names or the next, where the weekday tells."""
    if not draft.dates:
        return None
    named = {int(year) for i in draft.left() for year in _YEAR.findall(draft.lines[i].text)}
    return date_in_years(draft.dates[0].text, named | {year + 1 for year in named})


def _dateline_date(draft: _Draft) -> str | None:
    """The full date in the dateline of the first paragraph: "VELMAR, 2 March 2021 -"."""
    first = next((draft.lines[i] for i in draft.left() if i != draft.title), None)
    if first is None or not (end := dateline_end(first.text, 0, len(first.text))):
        return None
    return printed_date(first.text[:end])


def _title_text(line: str) -> str:
    start, end = trim(line, (0, len(line)))
    return re.sub(r"\s+", " ", line[start:end])
