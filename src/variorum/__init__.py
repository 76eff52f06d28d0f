"""variorum: many accounts, one page. Compares news reports of one affair, with evidence for every finding.

The public names load what they need on first use, so that `import variorum` costs nothing.
"""

from importlib import import_module
from typing import Any

from variorum._version import __version__

_WHERE = {
    "build": ("variorum.library", "build"),
    "code_event": ("variorum.annotate.events", "code_event"),
    "match_names": ("variorum.link.names", "match_names"),
    "match_statements": ("variorum.compare.match", "match_statements"),
    "open": ("variorum.library", "open_library"),
}
_ROOMS = ("annotate", "read")  # sub-packages that are called like functions

__all__ = ["__version__", "annotate", "build", "code_event", "match_names", "match_statements", "open", "read"]


def __getattr__(name: str) -> Any:
    if name in _WHERE:
        module, found = _WHERE[name]
        return getattr(import_module(module), found)
    if name in _ROOMS:
        return import_module(f"variorum.{name}")
    raise AttributeError(f"module 'variorum' has no attribute {name!r}")


def __dir__() -> list[str]:
    return sorted(__all__)
