"""Time expressions: lexicon, grammar, meanings, calendar and the resolver."""
