"""The shape of the database, step by step. A step that has been released is never changed; a new one is added."""

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
)
