"""Any input becomes an `Article`; the article itself is told from its furniture."""
