"""The shape of the database, step by step. A step that has been released is never changed; a new one is added."""


def _catalogue() -> str:
    """What pages list and look things up by, kept by triggers beside whatever writes the records."""
    found = "CAST(new.record AS TEXT)"
    read = "CAST(coalesce(new.dated, new.record) AS TEXT)"
    keep_record = f"""
        INSERT OR REPLACE INTO cards
            SELECT new.kind, new.id, coalesce({found} ->> 'title', {found} ->> 'name', {found} ->> 'about', ''),
                {found} ->> 'kind',
                coalesce({found} ->> 'from',
                    (SELECT min(value ->> 'from') FROM json_each({found}, '$.stages')), ''),
                coalesce({found} ->> 'to', {found} ->> 'from',
                    (SELECT max(coalesce(value ->> 'to', value ->> 'from')) FROM json_each({found}, '$.stages')), ''),
                CASE new.kind WHEN 'story' THEN json_array_length({found}, '$.articles')
                    WHEN 'actor' THEN (SELECT count(DISTINCT value ->> 0) FROM json_each({found}, '$.locals'))
                    WHEN 'relation' THEN json_array_length({found}, '$.stages')
                    ELSE json_array_length({found}, '$.sides') END
            WHERE new.kind IN ('actor', 'story', 'relation', 'disagreement');
        DELETE FROM actor_parts WHERE new.kind = 'actor' AND actor = new.id;
        INSERT OR IGNORE INTO actor_parts SELECT new.id, value ->> 0, value ->> 1
            FROM json_each({found}, '$.locals') WHERE new.kind = 'actor';
        DELETE FROM claim_words WHERE new.kind = 'claim' AND rowid = new.number;
        INSERT INTO claim_words (rowid, text) SELECT new.number, {found} ->> 'text' WHERE new.kind = 'claim';
    """
    forget = """
        DELETE FROM cards WHERE kind = 'article' AND id = old.article;
        DELETE FROM deeds WHERE article = old.article;
        DELETE FROM quote_words WHERE rowid >= 65536 * (SELECT number FROM articles WHERE id = old.article)
            AND rowid < 65536 * (SELECT number + 1 FROM articles WHERE id = old.article);
    """
    keep_annotation = f"""
        {forget.replace("old.", "new.")}
        INSERT OR REPLACE INTO cards SELECT 'article', new.article, coalesce({read} ->> 'title', ''),
            {read} ->> 'outlet', coalesce({read} ->> 'published', ''), coalesce({read} ->> 'published', ''),
            json_array_length({read}, '$.quotes')
            FROM articles WHERE id = new.article AND latest IS NULL;
        INSERT OR IGNORE INTO deeds SELECT new.article, value ->> 'speaker_actor', 'said', key,
            coalesce({read} ->> 'published', '')
            FROM articles a, json_each({read}, '$.quotes')
            WHERE a.id = new.article AND a.latest IS NULL AND value ->> 'speaker_actor' IS NOT NULL;
        INSERT OR IGNORE INTO deeds SELECT new.article, side.value ->> 'actor', role.value ->> 1, event.key,
            coalesce(event.value ->> 'from', {read} ->> 'published', '')
            FROM articles a, json_each({read}, '$.events') event,
                json_each('[["$.source", "did"], ["$.target", "undergone"]]') role,
                json_each(event.value, role.value ->> 0) side
            WHERE a.id = new.article AND a.latest IS NULL AND side.value ->> 'actor' IS NOT NULL;
        INSERT INTO quote_words (rowid, text) SELECT 65536 * a.number + quote.key,
            (SELECT group_concat(substr(a.text, 1 + (value ->> 0), (value ->> 1) - (value ->> 0)), ' … ')
                FROM json_each(quote.value, '$.content'))
            FROM articles a, json_each({read}, '$.quotes') quote
            WHERE a.id = new.article AND a.latest IS NULL AND quote.key < 65536;
    """
    return f"""
    CREATE TABLE cards (                           -- what a list shows of an article or a record
        kind TEXT NOT NULL,
        id TEXT NOT NULL,
        name TEXT NOT NULL,
        sort TEXT,                                 -- a record's own kind; an article's outlet
        first TEXT NOT NULL,                       -- days; empty where none is known
        last TEXT NOT NULL,
        weight INTEGER,                            -- of stories and actors: how many articles; of relations: stages
        PRIMARY KEY (kind, id)
    ) WITHOUT ROWID;
    CREATE INDEX cards_by_day ON cards (kind, last, id);
    CREATE INDEX cards_by_weight ON cards (kind, weight, id);
    CREATE INDEX cards_by_sort ON cards (kind, sort);
    CREATE TABLE actor_parts (                     -- which chains of which articles an actor joins
        actor TEXT NOT NULL,
        article TEXT NOT NULL,
        local TEXT NOT NULL,
        PRIMARY KEY (actor, article, local)
    ) WITHOUT ROWID;
    CREATE INDEX actor_parts_by_article ON actor_parts (article, local);
    CREATE TABLE deeds (                           -- which quotes and events of an article are whose
        article TEXT NOT NULL,
        local TEXT NOT NULL,
        role TEXT NOT NULL,                        -- said, did, undergone
        number INTEGER NOT NULL,                   -- place in the article's quotes or events
        day TEXT NOT NULL,
        PRIMARY KEY (article, local, role, number)
    ) WITHOUT ROWID;
    CREATE VIRTUAL TABLE claim_words USING fts5 (text, tokenize = 'porter unicode61 remove_diacritics 2');
    CREATE VIRTUAL TABLE quote_words USING fts5 (text, tokenize = 'porter unicode61 remove_diacritics 2');
    CREATE TRIGGER records_in AFTER INSERT ON records BEGIN {keep_record} END;
    CREATE TRIGGER records_change AFTER UPDATE OF record ON records BEGIN {keep_record} END;
    CREATE TRIGGER records_out AFTER DELETE ON records BEGIN
        DELETE FROM cards WHERE kind = old.kind AND id = old.id;
        DELETE FROM actor_parts WHERE old.kind = 'actor' AND actor = old.id;
        DELETE FROM claim_words WHERE old.kind = 'claim' AND rowid = old.number;
    END;
    CREATE TRIGGER annotations_in AFTER INSERT ON annotations BEGIN {keep_annotation} END;
    CREATE TRIGGER annotations_change AFTER UPDATE OF record, dated ON annotations BEGIN {keep_annotation} END;
    CREATE TRIGGER annotations_out AFTER DELETE ON annotations BEGIN {forget} END;
    CREATE TRIGGER annotations_moved AFTER UPDATE OF article ON annotations BEGIN {forget} END;
    CREATE TRIGGER articles_moved AFTER UPDATE OF id, latest ON articles BEGIN
        DELETE FROM quote_words WHERE rowid >= 65536 * old.number AND rowid < 65536 * (old.number + 1);
        DELETE FROM cards WHERE kind = 'article' AND id = old.id;
        DELETE FROM deeds WHERE article = old.id;
        UPDATE annotations SET record = record WHERE article = new.id;
    END;
    CREATE TRIGGER articles_gone AFTER DELETE ON articles BEGIN
        DELETE FROM quote_words WHERE rowid >= 65536 * old.number AND rowid < 65536 * (old.number + 1);
    END;
    UPDATE records SET record = record;
    UPDATE annotations SET record = record;
    """


_KEEP_RECORD = """
        INSERT OR IGNORE INTO actor_parts (actor, article, local)
            SELECT new.id, value ->> 0, value ->> 1 FROM json_each(CAST(new.record AS TEXT), '$.locals')
            WHERE new.kind = 'actor';
        INSERT OR REPLACE INTO cards
            SELECT new.kind, new.id, coalesce(found ->> 'title', found ->> 'name', found ->> 'about', ''),
                found ->> 'kind',
                coalesce(found ->> 'from', (SELECT min(value ->> 'from') FROM json_each(found, '$.stages')), ''),
                coalesce(found ->> 'to', found ->> 'from',
                    (SELECT max(coalesce(value ->> 'to', value ->> 'from')) FROM json_each(found, '$.stages')), ''),
                CASE new.kind WHEN 'story' THEN json_array_length(found, '$.articles')
                    WHEN 'actor' THEN (SELECT count(DISTINCT article) FROM actor_parts WHERE actor = new.id)
                    WHEN 'relation' THEN json_array_length(found, '$.stages')
                    ELSE json_array_length(found, '$.sides') END
            FROM (SELECT CAST(new.record AS TEXT) AS found)
            WHERE new.kind IN ('actor', 'story', 'relation', 'disagreement');
        INSERT INTO claim_words (rowid, text)
            SELECT new.number, CAST(new.record AS TEXT) ->> 'text' WHERE new.kind = 'claim';
"""


STEPS: tuple[str, ...] = (
    # 1
    """
    CREATE TABLE settings (name TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
    CREATE TABLE articles (
        number INTEGER PRIMARY KEY AUTOINCREMENT,  -- the order in which they came
        id TEXT NOT NULL UNIQUE,
        digest TEXT NOT NULL,
        title TEXT,
        text TEXT NOT NULL,
        record BLOB NOT NULL                       -- as it was read, without its text
    );
    CREATE TABLE annotations (
        article TEXT PRIMARY KEY REFERENCES articles (id) ON DELETE CASCADE,
        version TEXT NOT NULL,                     -- of the program that made it: the mark that it is done
        record BLOB NOT NULL,                      -- without its text
        dated BLOB                                 -- the same, dated from other reports
    ) WITHOUT ROWID;
    CREATE INDEX annotations_by_version ON annotations (version);
    CREATE TABLE records (
        kind TEXT NOT NULL,
        number INTEGER NOT NULL,
        id TEXT,
        record BLOB NOT NULL,
        PRIMARY KEY (kind, number)
    ) WITHOUT ROWID;
    CREATE INDEX records_by_id ON records (id, kind);
    CREATE TABLE record_subjects (                 -- which stories, articles and actors a record concerns
        subject TEXT NOT NULL,
        kind TEXT NOT NULL,
        number INTEGER NOT NULL,
        PRIMARY KEY (subject, kind, number)
    ) WITHOUT ROWID;
    CREATE TABLE problems (source TEXT PRIMARY KEY, why TEXT NOT NULL) WITHOUT ROWID;
    CREATE TABLE judgements (number INTEGER PRIMARY KEY AUTOINCREMENT, id TEXT NOT NULL UNIQUE, record BLOB NOT NULL);
    CREATE VIRTUAL TABLE words USING fts5 (
        title, text, content = 'articles', content_rowid = 'number', tokenize = 'porter unicode61 remove_diacritics 2'
    );
    CREATE TRIGGER articles_in AFTER INSERT ON articles BEGIN
        INSERT INTO words (rowid, title, text) VALUES (new.number, new.title, new.text);
    END;
    CREATE TRIGGER articles_out AFTER DELETE ON articles BEGIN
        INSERT INTO words (words, rowid, title, text) VALUES ('delete', old.number, old.title, old.text);
    END;
    CREATE TRIGGER articles_change AFTER UPDATE OF title, text ON articles BEGIN
        INSERT INTO words (words, rowid, title, text) VALUES ('delete', old.number, old.title, old.text);
        INSERT INTO words (rowid, title, text) VALUES (new.number, new.title, new.text);
    END;
    """,
    # 2
    """
    CREATE TABLE comparisons (                     -- of names: what each key and each pair was found to be
        version TEXT NOT NULL,                     -- of the matcher
        key BLOB NOT NULL,
        value BLOB NOT NULL,
        PRIMARY KEY (key, version)
    ) WITHOUT ROWID;
    """,
    # 3
    """
    ALTER TABLE articles ADD COLUMN address TEXT;  -- of its page: articles with one address are versions of one
    ALTER TABLE articles ADD COLUMN latest TEXT;   -- the id of the version that has taken its place
    UPDATE articles SET address = page_address(text, record);
    CREATE INDEX articles_by_address ON articles (address) WHERE address IS NOT NULL;
    CREATE INDEX articles_superseded ON articles (latest) WHERE latest IS NOT NULL;
    CREATE TABLE visits (                          -- what an address answered when it was last fetched
        address TEXT PRIMARY KEY,
        record BLOB NOT NULL
    ) WITHOUT ROWID;
    """,
    # 4
    _catalogue(),
    # 5
    f"""
    ALTER TABLE records RENAME TO earlier_records;
    DROP INDEX records_by_id;
    CREATE TABLE records (                         -- found across articles
        number INTEGER PRIMARY KEY,
        kind TEXT NOT NULL,
        owner TEXT NOT NULL,                       -- what it was found in, and is replaced with
        place TEXT NOT NULL,                       -- its order among those of its kind
        id TEXT,
        record BLOB NOT NULL
    );
    INSERT INTO records SELECT number, kind, '', printf('%012d', number), id, record FROM earlier_records;
    DROP TABLE earlier_records;
    CREATE INDEX records_in_order ON records (kind, place, number);
    CREATE INDEX records_by_owner ON records (owner);
    CREATE INDEX records_by_id ON records (id, kind);
    CREATE INDEX record_subjects_by_number ON record_subjects (number);
    CREATE TRIGGER records_in AFTER INSERT ON records BEGIN {_KEEP_RECORD} END;
    CREATE TRIGGER records_out AFTER DELETE ON records BEGIN
        DELETE FROM record_subjects WHERE number = old.number;
        DELETE FROM cards WHERE kind = old.kind AND id = old.id;
        DELETE FROM claim_words WHERE old.kind = 'claim' AND rowid = old.number;
    END;
    ALTER TABLE actor_parts ADD COLUMN mentions BLOB;  -- of the chain, where the actor's record leaves them out
    CREATE TABLE notes (                           -- what linking keeps to take in more: one value for a key
        kind TEXT NOT NULL,
        key TEXT NOT NULL,
        value BLOB NOT NULL,
        UNIQUE (kind, key)
    );
    CREATE TABLE postings (                        -- who holds a key
        kind TEXT NOT NULL,
        key BLOB NOT NULL,
        holder TEXT NOT NULL,
        value BLOB NOT NULL,
        PRIMARY KEY (kind, key, holder)
    ) WITHOUT ROWID;
    CREATE TABLE unlinked (article TEXT PRIMARY KEY) WITHOUT ROWID;  -- changed since they were last linked
    INSERT INTO unlinked SELECT article FROM annotations;
    CREATE TRIGGER unlinked_in AFTER INSERT ON annotations BEGIN
        INSERT OR IGNORE INTO unlinked VALUES (new.article);
    END;
    CREATE TRIGGER unlinked_out AFTER DELETE ON annotations BEGIN
        INSERT OR IGNORE INTO unlinked VALUES (old.article);
    END;
    CREATE TRIGGER unlinked_moved AFTER UPDATE OF article ON annotations BEGIN
        INSERT OR IGNORE INTO unlinked VALUES (old.article), (new.article);
    END;
    CREATE TRIGGER unlinked_superseded AFTER UPDATE OF latest ON articles WHEN new.latest IS NOT old.latest BEGIN
        INSERT OR IGNORE INTO unlinked VALUES (new.id);
    END;
    """,
)
