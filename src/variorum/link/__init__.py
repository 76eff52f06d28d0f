"""Many articles: stories, reuse, derivation, actors across articles."""
