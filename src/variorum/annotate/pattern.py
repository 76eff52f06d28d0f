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
from dataclasses import dataclass, replace
from typing import Generic, TypeVar

R = TypeVar("R")
T = TypeVar("T")

_LEX = re.compile(r"(?:(?P<name>[a-z]\w*):)?(?P<word>[A-Z][A-Z0-9_]*)|(?P<group>[a-z]\w*):(?=\()|[()|?*+]")
_REPEAT = {"?": "?", "*": "{0,8}", "+": "{1,8}"}


@dataclass(frozen=True)
class Compiled:
    """A regular expression over class characters, and how its matches can begin.

    `first`: the characters that a match can begin with; `single`: those that can be a whole match;
    `pairs`: the two characters that a longer match can begin with; `empty`: whether nothing at all matches.
    """

    source: str
    first: frozenset[str] = frozenset()
    single: frozenset[str] = frozenset()
    pairs: frozenset[str] = frozenset()
    empty: bool = False

    def either(self, other: "Compiled", source: str) -> "Compiled":
        """What begins like one or the other."""
        return Compiled(
            source,
            self.first | other.first,
            self.single | other.single,
            self.pairs | other.pairs,
            self.empty or other.empty,
        )

    def then(self, other: "Compiled") -> "Compiled":
        """One after the other."""
        return Compiled(
            self.source + other.source,
            self.first | other.first if self.empty else self.first,
            (self.single if other.empty else frozenset()) | (other.single if self.empty else frozenset()),
            self.pairs | (other.pairs if self.empty else frozenset()) | _joined(self.single, other.first),
            self.empty and other.empty,
        )

    def repeated(self, mark: str) -> "Compiled":
        """Optional, any number or at least one."""
        again = _joined(self.single, self.first) if mark != "?" else frozenset()
        source = f"(?:{self.source}){_REPEAT[mark]}"
        return Compiled(source, self.first, self.single, self.pairs | again, self.empty or mark != "+")


def _joined(left: frozenset[str], right: frozenset[str]) -> frozenset[str]:
    return frozenset(a + b for a in left for b in right)


class Compiler:
    """Compiles patterns over one table of classes."""

    def __init__(self, classes: Mapping[str, str], macros: Mapping[str, str]) -> None:
        """`classes` maps names to characters; each macro may use classes and the macros before it."""
        self._known = {n: Compiled(re.escape(c), frozenset(c), frozenset(c)) for n, c in classes.items()}
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
        found, at = self._sequence(lexemes, at)
        while at < len(lexemes) and lexemes[at].group() == "|":
            one, at = self._sequence(lexemes, at + 1)
            found = found.either(one, f"{found.source}|{one.source}")
        return replace(found, source=f"(?:{found.source})"), at

    def _sequence(self, lexemes: list[re.Match[str]], at: int) -> tuple[Compiled, int]:
        found = Compiled("", empty=True)
        while at < len(lexemes) and lexemes[at].group() not in ("|", ")"):
            lexeme = lexemes[at]
            if lexeme["word"]:
                name, part, at = lexeme["name"], self._lookup(lexeme["word"]), at + 1
            else:
                name = lexeme["group"]
                part, at = self._alternatives(lexemes, at + (1 if name is None else 2))
                if at >= len(lexemes) or lexemes[at].group() != ")":
                    raise ValueError("a bracket is not closed")
                at += 1
            part = replace(part, source=f"(?P<{name}>{part.source})" if name else f"(?:{part.source})")
            if at < len(lexemes) and lexemes[at].group() in _REPEAT:
                part, at = part.repeated(lexemes[at].group()), at + 1
            found = found.then(part)
        return found, at

    def _lookup(self, name: str) -> Compiled:
        if name not in self._known:
            raise ValueError(f"no class or macro is called {name}")
        return self._known[name]


class Grammar(Generic[R]):
    """Rules, tried only where the class at hand can begin them. The longest match wins; among equals, the first."""

    def __init__(self, compiler: Compiler, rules: Iterable[tuple[str, R]]) -> None:
        """`rules` are pairs of a pattern and what it stands for."""
        table: dict[str, list[tuple[re.Pattern[str], R]]] = {}
        alone: dict[str, list[tuple[re.Pattern[str], R]]] = {}
        compiled = [(compiler.compile(pattern), meaning) for pattern, meaning in rules]
        pairs = frozenset[str]().union(*(c.pairs for c, _ in compiled))
        for rule, meaning in compiled:
            if rule.empty:
                raise ValueError(f"pattern {rule.source!r} matches nothing at all")
            entry = (re.compile(rule.source), meaning)
            for pair in pairs:
                if pair in rule.pairs or pair[0] in rule.single:
                    table.setdefault(pair, []).append(entry)
            for code in rule.single:
                alone.setdefault(code, []).append(entry)
        self._table, self._alone = table, alone
        first = sorted({c for rule, _ in compiled for c in rule.first})
        self._begin = re.compile("[" + re.escape("".join(first)) + "]")

    def scan(self, codes: str, accept: Callable[[re.Match[str], R], T | None]) -> Iterator[T]:
        """What `accept` makes of the matches, in order, none overlapping. What it refuses (None) is unmatched."""
        at = 0
        while begin := self._begin.search(codes, at):
            at = begin.start()
            rules = self._table.get(codes[at : at + 2])
            if rules is None:
                rules = self._alone.get(codes[at], [])
            found = [(m, r) for p, r in rules if (m := p.match(codes, at))]
            found.sort(key=lambda pair: -pair[0].end())
            for match, meaning in found:
                result = accept(match, meaning)
                if result is not None:
                    yield result
                    at = match.end()
                    break
            else:
                at += 1
