"""Lets a sub-package be called like the function that it is named for.

`variorum.read` is both the room that reads and the function that does: importing anything from the room binds the name
to the room, so the room itself has to answer the call.
"""

import sys
from importlib import import_module
from types import ModuleType
from typing import Any


class _Callable(ModuleType):
    """A sub-package that can be called."""

    def __call__(self, *args: Any, **options: Any) -> Any:
        where, name = self.__dict__["_calls"]
        return getattr(import_module(where), name)(*args, **options)


def make_callable(package: str, where: str, name: str) -> None:
    """Let a call of the package be a call of `name` in the module `where`, which is imported then."""
    module = sys.modules[package]
    module.__dict__["_calls"] = (where, name)
    module.__class__ = _Callable
