"""Full-text search over articles, quotes and claims, each hit with its words and the place it stands in."""

import re
from typing import Annotated, Any, Literal

from fastapi import APIRouter, Query

from variorum.library import Library
from variorum.publish import addresses
from variorum.publish.view import called
from variorum.publish.written import count
from variorum.store.catalogue import Found
from variorum.types import AnnotatedArticle, Claim, Record, SpanRef
from variorum.web.articles import extent
from variorum.web.pages import Kind, Reading, add_page

router = APIRouter(tags=["search"])
Where = Literal["articles", "quotes", "claims"]
SHOWN = 20
DEEPEST = 400  # hits: whoever has read so many should say more


class Hit(Record, frozen=True, kw_only=True):
    """Something that holds all the words."""

    text: str  # exactly as it stands
    by: str  # who said it, or how many reports tell it
    where: str  # the outlet, or the story
    date: str
    address: str
    spans: tuple[SpanRef, ...]


class SearchPage(Record, frozen=True, kw_only=True):
    """What was found; `next` is the `skip` of the page that follows."""

    q: str
    among: Where
    hits: tuple[Hit, ...]
    next: int | None


def search(
    library: Reading,
    q: Annotated[str, Query(max_length=300, description="Words, all of which are to be there.")] = "",
    among: Where = "articles",
    skip: Annotated[int, Query(ge=0, le=DEEPEST)] = 0,
) -> SearchPage:
    """Articles, quotes or claims that hold all the words, best first."""
    find = {"articles": _articles, "quotes": _quotes, "claims": _claims}[among]
    found = find(library, q, skip) if q.strip() else []
    more = len(found) > SHOWN and skip + SHOWN <= DEEPEST
    return SearchPage(q=q, among=among, hits=tuple(found[:SHOWN]), next=skip + SHOWN if more else None)


def words(q: str) -> list[str]:
    """The words of a search."""
    return re.findall(r"\w+", q)


def _articles(library: Library, q: str, skip: int) -> list[Hit]:
    refs = library.search(q, limit=skip + SHOWN + 1)[skip:]
    held = {a.id: a for a in library.store.articles(dict.fromkeys(ref.article for ref in refs))}
    return [_hit(held[ref.article], (ref,), held[ref.article].title or "") for ref in refs if ref.article in held]


def _quotes(library: Library, q: str, skip: int) -> list[Hit]:
    found = library.store.catalogue().find("quote", q, skip=skip, limit=SHOWN + 1)
    held = {a.id: a for a in library.store.articles(dict.fromkeys(f.article for f in found))}
    return [hit for f in found if f.article in held for hit in _quote(held[f.article], f)]


def _quote(article: AnnotatedArticle, found: Found) -> list[Hit]:
    quote = article.quotes[found.number] if found.number < len(article.quotes) else None
    if quote is None or not quote.content:
        return []
    start, end = extent(quote)
    ref = SpanRef(article=article.id, start=start, end=end, text=article.text[start:end])
    return [_hit(article, (ref,), quote.speaker or "")]


def _hit(article: AnnotatedArticle, spans: tuple[SpanRef, ...], by: str) -> Hit:
    return Hit(
        text=spans[0].text,
        by=by,
        where=called(article),
        date=article.published or "",
        address=addresses.spot(spans[0]),
        spans=spans,
    )


def _claims(library: Library, q: str, skip: int) -> list[Hit]:
    found = library.store.catalogue().find("claim", q, skip=skip, limit=SHOWN + 1)
    hidden = library.verdicts("dismiss")
    claims = [library.store.record("claim", f.claim) for f in found if f.claim not in hidden]
    stories = library.store.catalogue().named("story", [c.story for c in claims if isinstance(c, Claim)])
    return [
        Hit(
            text=claim.text,
            by=f"{claim.articles} of {count(claim.of, 'report')}, {count(claim.origins, 'origin')}",
            where=stories[claim.story].name if claim.story in stories else "",
            date=stories[claim.story].last if claim.story in stories else "",
            address=addresses.story(claim.story),
            spans=tuple(SpanRef(article=s.article, start=s.start, end=s.end, text=s.text) for s in claim.statements),
        )
        for claim in claims
        if isinstance(claim, Claim)
    ]


def _context(page: SearchPage, library: Library) -> dict[str, Any]:
    return {"words": words(page.q)}


add_page(router, "/search", search, Kind("search.html.j2", rows="hits", more=_context), "Search")
