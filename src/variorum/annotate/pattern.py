"""Patterns over classes of words: a small notation, compiled to regular expressions over class characters.

    pattern := sequence ("|" sequence)*
    sequence := item+
    item := [name ":"] (CLASS | "(" pattern ")") ["?" | "*" | "+"]

A CLASS is a class of words or a macro. `*` and `+` stop at eight, so that no pattern can run away. Beside the
regular expression, the compiler works out which classes a match can begin with, so that rules are tried only where
they can apply.
"""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Generic, TypeVar

R = TypeVar("R")
T = TypeVar("T")

_LEX = re.compile(r"(?:(?P<name>[a-z]\w*):)?(?P<word>[A-Z][A-Z0-9_]*)|(?P<group>[a-z]\w*):(?=\()|[()|?*+]")
_REPEAT = {"?": "?", "*": "{0,8}", "+": "{1,8}"}


@dataclass(frozen=True)
class Compiled:
    """A regular expression over class characters, the characters it can begin with, and whether it can be empty."""

    source: str
    first: frozenset[str]
    empty: bool


class Compiler:
    """Compiles patterns over one table of classes."""

    def __init__(self, classes: Mapping[str, str], macros: Mapping[str, str]) -> None:
        """`classes` maps names to characters; each macro may use classes and the macros before it."""
        self._known = {name: Compiled(re.escape(c), frozenset(c), False) for name, c in classes.items()}
        for name, pattern in macros.items():
            self._known[name] = self.compile(pattern)

    def compile(self, pattern: str) -> Compiled:
        """Compile one pattern.

        Raises:
            ValueError: the pattern is malformed or names an unknown class.
        """
        if left := _LEX.sub("", pattern).strip():
            raise ValueError(f"cannot read {left!r} in pattern {pattern!r}")
        lexemes = list(_LEX.finditer(pattern))
        result, at = self._alternatives(lexemes, 0)
        if at != len(lexemes):
            raise ValueError(f"unbalanced pattern {pattern!r}")
        return result

    def _alternatives(self, lexemes: list[re.Match[str]], at: int) -> tuple[Compiled, int]:
        options = []
        while True:
            one, at = self._sequence(lexemes, at)
            options.append(one)
            if at < len(lexemes) and lexemes[at].group() == "|":
                at += 1
                continue
            break
        if len(options) == 1:
            return options[0], at
        source = "(?:" + "|".join(o.source for o in options) + ")"
        return Compiled(source, frozenset().union(*(o.first for o in options)), any(o.empty for o in options)), at

    def _sequence(self, lexemes: list[re.Match[str]], at: int) -> tuple[Compiled, int]:
        source, first, empty = "", frozenset[str](), True
        while at < len(lexemes) and lexemes[at].group() not in ("|", ")"):
            lexeme = lexemes[at]
            if lexeme["word"]:
                name, part, at = lexeme["name"], self._lookup(lexeme["word"]), at + 1
            else:
                name = lexeme["group"]
                at += 1 if name is None else 2
                part, at = self._alternatives(lexemes, at)
                if at >= len(lexemes) or lexemes[at].group() != ")":
                    raise ValueError("a bracket is not closed")
                at += 1
            body = f"(?P<{name}>{part.source})" if name else f"(?:{part.source})"
            if at < len(lexemes) and lexemes[at].group() in _REPEAT:
                mark = lexemes[at].group()
                body = f"(?:{body}){_REPEAT[mark]}"
                part = Compiled(body, part.first, part.empty or mark != "+")
                at += 1
            if empty:
                first |= part.first
            source, empty = source + body, empty and part.empty
        return Compiled(source, first, empty), at

    def _lookup(self, name: str) -> Compiled:
        if name not in self._known:
            raise ValueError(f"no class or macro is called {name}")
        return self._known[name]


class Grammar(Generic[R]):
    """Rules, tried only where the class at hand can begin them. The longest match wins; among equals, the first."""

    def __init__(self, compiler: Compiler, rules: Iterable[tuple[str, R]]) -> None:
        """`rules` are pairs of a pattern and what it stands for."""
        table: dict[str, list[tuple[re.Pattern[str], R]]] = {}
        for pattern, meaning in rules:
            compiled = compiler.compile(pattern)
            if compiled.empty:
                raise ValueError(f"pattern {pattern!r} matches nothing at all")
            expression = re.compile(compiled.source)
            for code in compiled.first:
                table.setdefault(code, []).append((expression, meaning))
        self._table = table
        self._begin = re.compile("[" + re.escape("".join(sorted(table))) + "]")

    def scan(self, codes: str, accept: Callable[[re.Match[str], R], T | None]) -> Iterator[T]:
        """What `accept` makes of the matches, in order, none overlapping. What it refuses (None) is unmatched."""
        at = 0
        while begin := self._begin.search(codes, at):
            at = begin.start()
            found = [(m, r) for p, r in self._table[codes[at]] if (m := p.match(codes, at))]
            found.sort(key=lambda pair: -pair[0].end())
            for match, meaning in found:
                result = accept(match, meaning)
                if result is not None:
                    yield result
                    at = match.end()
                    break
            else:
                at += 1
