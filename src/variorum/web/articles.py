"""The list of articles, and an article with everything that was found in it, each finding at its characters."""

import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Annotated, Any

from fastapi import APIRouter, Path

from variorum.library import Library
from variorum.publish import addresses
from variorum.publish.anchors import anchor, landings, mark_up
from variorum.publish.page import REUSE_SIGN
from variorum.publish.view import called
from variorum.store.catalogue import Filters
from variorum.types import (
    SURE,
    AnnotatedArticle,
    Claim,
    Deed,
    Derivation,
    Disagreement,
    Event,
    Figure,
    Quote,
    Record,
    Relation,
    Reuse,
    Span,
    SpanRef,
    Time,
    TimelineEntry,
    Utterance,
)
from variorum.web.pages import Kind, NotFound, Reading, add_page
from variorum.web.paging import PAGE, After, Day, Text, cursor, cut
from variorum.web.stories import OUTLETS_MAX, Named

router = APIRouter(tags=["articles"])
Key = Annotated[str, Path(max_length=2000, description="An id, as addresses spell it.")]
SHE_SAID = 120  # characters between two parts of a quotation that is read as one


class ArticleEntry(Record, frozen=True, kw_only=True):
    """An article in the list."""

    id: str
    title: str
    outlet: str
    published: str
    quotes: int
    address: str


class ArticlesPage(Record, frozen=True, kw_only=True):
    """A page of the list of articles; `next` is the `after` of the one that follows."""

    articles: tuple[ArticleEntry, ...]
    next: str | None
    outlets: tuple[str, ...]


class ArticlePage(Record, frozen=True, kw_only=True):
    """An article, and what was found across articles that cites it."""

    article: AnnotatedArticle
    stories: tuple[Named, ...]
    actors: dict[str, Named]  # by the article's own ids of them
    disagreements: tuple[Disagreement, ...]
    claims: tuple[Claim, ...]
    utterances: tuple[Utterance, ...]
    timeline: tuple[TimelineEntry, ...]
    deeds: tuple[Deed, ...]
    relations: tuple[Relation, ...]
    derivations: tuple[Derivation, ...]
    reuse: tuple[Reuse, ...]
    shared_with: dict[str, str]  # articles that a text is shared with or was taken from, and what they are called
    versions: tuple[str, ...]  # ids, the latest last, where there are several


def articles(library: Reading, since: Day = "", until: Day = "", outlet: Text = "", after: After = "") -> ArticlesPage:
    """Articles, the newest first."""
    catalogue = library.store.catalogue()
    filters = Filters(since=since, until=until, sort=outlet)
    cards, more = cut(catalogue.cards("article", filters, after=cursor(after, str), limit=PAGE + 1))
    return ArticlesPage(
        articles=tuple(
            ArticleEntry(
                id=card.id,
                title=card.name,
                outlet=card.sort or "",
                published=card.first,
                quotes=card.weight,
                address=addresses.article(card.id),
            )
            for card in cards
        ),
        next=more,
        outlets=tuple(name for name, _ in catalogue.sorts("article")[:OUTLETS_MAX]),
    )


def article(library: Reading, article: Key) -> ArticlePage:
    """An article with everything that was found in it."""
    found = library.store.article(addresses.unkey(article) or "")
    if found is None:
        raise NotFound("There is no article here.")
    catalogue = library.store.catalogue()
    parts = catalogue.actors_in(found.id)
    cards = catalogue.named("actor", parts.values())
    derivations, reuse = tuple(library.derivations(found.id)), tuple(library.reuse(found.id))
    others = [id for d in derivations for id in (d.article, d.from_) if id and id != found.id]
    others += [other.article for r in reuse for other in (r.a, r.b) if other.article != found.id]
    versions = library.store.versions(found.id)
    return ArticlePage(
        article=found,
        stories=tuple(Named(id=s.id, name=s.title) for s in library.stories(found.id)),
        actors={local: Named(id=id, name=cards[id].name) for local, id in parts.items() if id in cards},
        disagreements=tuple(library.disagreements(found.id, least=SURE)),
        claims=tuple(library.claims(found.id)),
        utterances=tuple(library.utterances(found.id)),
        timeline=tuple(library.timeline(found.id)),
        deeds=tuple(library.events(found.id)),
        relations=tuple(library.relations(found.id)),
        derivations=derivations,
        reuse=reuse,
        shared_with={a.id: called(a) for a in library.store.articles(dict.fromkeys(others))},
        versions=tuple(versions) if len(versions) > 1 else (),
    )


def extent(quote: Quote) -> Span:
    """What is quoted in one piece: its first part, and those after it that only a "she said" parts from it."""
    start, end = min(quote.content)
    for part in sorted(quote.content):
        if part[0] - end <= SHE_SAID:
            end = max(end, part[1])
    return start, end


def _marked(page: ArticlePage, library: Library) -> Mapping[str, Any]:
    """What the template needs: the text with a place to land on for every finding, and links to them."""
    a = page.article

    def ref(start: int, end: int) -> SpanRef:
        return SpanRef(article=a.id, start=start, end=end, text=a.text[start:end])

    cited: dict[SpanRef, set[str]] = {}
    for span, kind in _spots(page):
        cited.setdefault(ref(*span), set()).add(kind)
    notes: dict[SpanRef, tuple[tuple[str, str], ...]] = {}
    for r in page.reuse:
        here, there = (r.a, r.b) if r.a.article == a.id else (r.b, r.a)
        notes[here] = (*notes.get(here, ()), (addresses.spot(there), REUSE_SIGN[r.kind]))
    return {
        "marked": mark_up(a.text, landings(cited, notes), a.body),
        "label": called(a),
        "ref": ref,
        "local": lambda ref: f"#{anchor(ref)}",
        "extent": extent,
        "language": a.language if re.fullmatch(r"[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8})*", a.language or "") else None,
        "web": (a.url or "").lower().startswith(("https://", "http://")),
    }


def _spots(page: ArticlePage) -> Iterator[tuple[Span, str]]:
    """Everything in the text that can be landed on, and what it is marked as."""
    a = page.article
    for d in page.disagreements:
        yield from (((s.start, s.end), "disputed") for side in d.sides for s in side.statements if s.article == a.id)
    cited = [s for claim in page.claims for s in claim.statements]
    cited += [s for told in (page.timeline, page.deeds) for entry in told for s in entry.statements]
    cited += [s for relation in page.relations for stage in relation.stages for s in stage.statements]
    yield from (((s.start, s.end), "cited") for s in cited if s.article == a.id)
    yield from (((q.start, q.end), "said") for u in page.utterances for q in u.quotes if q.article == a.id)
    here = [(r.kind, ref) for r in page.reuse for ref in (r.a, r.b) if ref.article == a.id]
    yield from (((ref.start, ref.end), kind) for kind, ref in here)
    yield from ((extent(quote), "found") for quote in a.quotes if quote.content)
    yield from ((part, "said") for quote in a.quotes for part in quote.content)
    kinds: tuple[Iterable[Event | Figure | Time], ...] = (a.events, a.figures, a.times)
    yield from (((found.start, found.end), "found") for kind in kinds for found in kind)
    yield from ((span, "sentence") for span in a.sentences)


add_page(router, "/articles", articles, Kind("articles.html.j2", rows="articles"), "Articles")
add_page(router, "/articles/{article}", article, Kind("article.html.j2", more=_marked), "An article and its findings")
