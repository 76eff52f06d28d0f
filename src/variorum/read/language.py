"""Which language a text is in."""

import threading
from functools import cache
from typing import Any

SAMPLE = 2000  # code points that are looked at
SURE = 0.6  # probability below which the language stays open
_lock = threading.Lock()


@cache
def _identifier() -> Any:
    from py3langid.langid import MODEL_FILE, LanguageIdentifier

    return LanguageIdentifier.from_model_file(MODEL_FILE, norm_probs=True)


def language_of(text: str) -> str | None:
    """ISO 639 code of the language (Lui and Baldwin 2012), or None where the text is too short to tell."""
    sample = text[:SAMPLE].strip()
    if not any(c.isalpha() for c in sample):
        return None
    with _lock:
        identifier = _identifier()
    code, probability = identifier.classify(sample)
    return str(code) if probability >= SURE else None
