"""variorum: many accounts, one page. Compares news reports of one affair, with evidence for every finding.

The public names load what they need on first use, so that `import variorum` costs nothing.
"""

from importlib import import_module
from typing import Any

from variorum._version import __version__

_WHERE = {
    "annotate": "variorum.annotate.pipeline",
    "code_event": "variorum.annotate.events",
    "match_names": "variorum.link.names",
    "match_statements": "variorum.compare.match",
}

__all__ = ["__version__", "annotate", "code_event", "match_names", "match_statements"]


def __getattr__(name: str) -> Any:
    if name in _WHERE:
        return getattr(import_module(_WHERE[name]), name)
    raise AttributeError(f"module 'variorum' has no attribute {name!r}")
