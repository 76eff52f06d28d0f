"""What lists and search boxes find articles and records by; kept beside whatever writes them."""

from collections.abc import Iterable, Iterator

from variorum.store.articles import decode
from variorum.store.catalogue import QUOTES_MOST
from variorum.store.database import Database, Writer
from variorum.types import SURE, Actor, AnnotatedArticle, Claim, Disagreement, Record, Relation, Story

Card = tuple[str, str, str, str | None, str, str, int]  # kind, id, name, sort, first, last, weight
_CARD = """INSERT INTO cards VALUES (?, ?, ?, ?, ?, ?, ?) ON CONFLICT (kind, id) DO UPDATE SET name = excluded.name,
    sort = excluded.sort, first = excluded.first, last = excluded.last, weight = excluded.weight"""
_READ = """SELECT a.number, text, coalesce(dated, n.record) FROM articles a JOIN annotations n ON n.article = a.number
    WHERE a.id = ? AND latest IS NULL"""
QUOTES_OF = "{number} >= ? AND {number} < ?"


def list_articles(database: Database, db: Writer, ids: Iterable[str]) -> None:
    """List articles as they are now: not at all where they are not annotated, or a later version stands for them."""
    for id in ids:
        db.execute("DELETE FROM cards WHERE kind = 'article' AND id = ?", (id,))
        db.execute("DELETE FROM acts WHERE article = ?", (id,))
        for (number,) in db.execute("SELECT number FROM articles WHERE id = ?", (id,)).fetchall():
            database.unindex(db, "article", "{number} = ?", number)
            database.unindex(db, "quote", QUOTES_OF, number * QUOTES_MOST, (number + 1) * QUOTES_MOST)
        row = db.execute(_READ, (id,)).fetchone()
        if row is None:
            continue
        number, text, record = row
        article = decode(record, AnnotatedArticle, id, text)
        db.execute(_CARD, _article_card(article))
        db.executemany("INSERT INTO acts VALUES (?, ?, ?, ?, ?) ON CONFLICT DO NOTHING", list(_acts(article)))
        database.index(db, "article", [(number, f"{article.title or ''}\n{article.text}")])
        database.index(db, "quote", [(number * QUOTES_MOST + k, words) for k, words in _quotes(article)])


def list_record(database: Database, db: Writer, number: int, record: Record) -> None:
    """List a record."""
    if isinstance(record, Claim):
        database.index(db, "claim", [(number, record.text)])
    elif (card := _record_card(record)) is not None:
        db.execute(_CARD, card)


def _article_card(article: AnnotatedArticle) -> Card:
    day = article.published or ""
    return "article", article.id, article.title or "", article.outlet, day, day, len(article.quotes)


def _record_card(record: Record) -> Card | None:
    match record:
        case Story():
            first, last = record.from_ or "", record.to or record.from_ or ""
            return "story", record.id, record.title, None, first, last, len(record.articles)
        case Actor():
            weight = len({article for article, _ in record.locals})
            return "actor", record.id, record.name, record.kind, "", "", weight
        case Disagreement():
            kind = record.kind if record.score >= SURE else None  # a doubtful one makes no story disputed
            return "disagreement", record.id, record.about, kind, "", "", len(record.sides)
        case Relation():
            first = min((s.from_ for s in record.stages if s.from_), default="")
            last = max((day for s in record.stages if (day := s.to or s.from_)), default="")
            return "relation", record.id, record.name, record.kind, first, last, len(record.stages)
    return None


def _acts(article: AnnotatedArticle) -> Iterator[tuple[str, str, str, int, str]]:
    """Who said, did or underwent what: article, chain, role, number, day."""
    day = article.published or ""
    for k, quote in enumerate(article.quotes):
        if quote.speaker_actor is not None:
            yield article.id, quote.speaker_actor, "said", k, day
    for k, event in enumerate(article.events):
        for role, side in (("did", event.source), ("undergone", event.target)):
            for actor in side:
                if actor.actor is not None:
                    yield article.id, actor.actor, role, k, event.from_ or day


def _quotes(article: AnnotatedArticle) -> Iterator[tuple[int, str]]:
    for k, quote in enumerate(article.quotes[:QUOTES_MOST]):
        yield k, " … ".join(article.text[start:end] for start, end in quote.content)
