"""Makes the reference pages from the program itself: `commands.md` from `--help`, `records.md` from the record types.

With `--check` nothing is written: it fails when a page is not what the program says today.
"""

import ast
import inspect
import io
import sys
import textwrap
import tokenize
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import msgspec
import typer.main

from variorum import types
from variorum.cli.main import app
from variorum.types import RECORDS, Record

HERE = Path(__file__).resolve().parent
_MADE = "<!-- Made by docs/make.py. Change the program, then run `make docs`. -->\n\n"


def commands() -> str:
    """The reference of every command, with its arguments and options."""
    out = [
        _MADE + "# Commands\n",
        "`python -m variorum` and the console script `variorum` are the same program.\n",
        "| Exit code | Meaning |\n|---|---|\n| 0 | all done |\n| 1 | some inputs could not be read: each is named on "
        "standard error, with why, and kept in the database |\n| 2 | wrong usage |\n| 3 | nothing could be done |\n",
    ]
    out += [_command(path, command) for path, command in walk(typer.main.get_command(app))]
    return "\n".join(out)


def walk(command: Any, path: tuple[str, ...] = ()) -> Iterator[tuple[tuple[str, ...], Any]]:
    """Every command with its path, groups before what is in them."""
    if path:
        yield path, command
    for name, inner in getattr(command, "commands", {}).items():
        yield from walk(inner, (*path, name))


def _command(path: tuple[str, ...], command: Any) -> str:
    name = " ".join(("variorum", *path))
    arguments = [_metavar(p) if p.required else f"[{_metavar(p)}]" for p in command.params if _is_argument(p)]
    needed = [f"{p.opts[-1]} {_metavar(p)}" for p in command.params if p.required and not _is_argument(p)]
    usage = " ".join((name, *arguments, *needed))
    out = [f"## {name}\n", f"{_prose(command.help)}\n", f"```\n{usage}\n```\n"]
    rows = [_parameter(p) for p in command.params if p.name != "help"]
    if rows:
        out.append("| | |\n|---|---|\n" + "\n".join(f"| {what} | {told} |" for what, told in rows) + "\n")
    return "\n".join(out)


def _is_argument(parameter: Any) -> bool:
    return not parameter.opts[0].startswith("-")


def _metavar(parameter: Any) -> str:
    return str(parameter.metavar or parameter.name.upper())


def _parameter(parameter: Any) -> tuple[str, str]:
    """What a parameter is called, and what it is for."""
    told = _prose(parameter.help)
    if _is_argument(parameter):
        return f"`{_metavar(parameter)}`", told
    name = ", ".join(f"`{o}`" for o in (*parameter.opts, *parameter.secondary_opts))
    if not parameter.is_flag:
        name += f" {_metavar(parameter)}"
        if parameter.default not in (None, (), []) and not callable(parameter.default):
            told += f" Default: `{parameter.default}`."
    return name, told + (" Required." if parameter.required else "")


def _prose(text: str | None) -> str:
    return " ".join(inspect.cleandoc(text or "").split()).replace("|", "\\|")


def records() -> str:
    """The reference of every record and of the parts that records are made of."""
    out = [
        _MADE + "# Records\n",
        "Each line of `variorum export --to jsonl` is one record; `type` says of which kind. `variorum schema` prints "
        "the same as JSON Schema.\n",
        f"{_prose(types.__doc__)}\n",
    ]
    named = {of: name for name, of in RECORDS.items()}
    for of in (*RECORDS.values(), *parts()):
        kind = f"Lines of type `{named[of]}`. " if of in named else ""
        out.append(f"## {of.__name__}\n\n{kind}{_prose(of.__doc__)}\n")
        told = meanings(of)
        rows = [
            f"| `{name}` | {_named(msgspec.inspect.type_info(f.type))} | {_default(f)} | {told.get(name, '')} |"
            for f in msgspec.structs.fields(of)
            for name in [f.encode_name]
        ]
        out.append("| Field | Type | Default | |\n|---|---|---|---|\n" + "\n".join(rows) + "\n")
    return "\n".join(out)


def parts() -> list[type[Record]]:
    """The types that fields of records have, and the results of the public functions."""
    every = [t for t in vars(types).values() if isinstance(t, type) and issubclass(t, Record) and t is not Record]
    return [t for t in every if t not in RECORDS.values()]


def meanings(of: type[Record]) -> dict[str, str]:
    """What each field of a type means: the comment beside it, else what `fields.toml` says of the type or of any."""
    known = tomllib.loads((HERE / "fields.toml").read_text(encoding="utf8"))
    own: dict[str, str] = {}
    for base in reversed(of.__mro__):
        own |= known.get(base.__name__, {})
    said = known["any"] | own | _comments(of)
    return {f.encode_name: said[f.encode_name] for f in msgspec.structs.fields(of) if f.encode_name in said}


def _comments(of: type[Record]) -> dict[str, str]:
    """The comment beside each field of a type, those of the types it extends among them."""
    names = {f.name: f.encode_name for f in msgspec.structs.fields(of)}
    out: dict[str, str] = {}
    for base in reversed(of.__mro__):
        if not issubclass(base, Record):
            continue
        source = textwrap.dedent(inspect.getsource(base))
        tokens = tokenize.generate_tokens(io.StringIO(source).readline)
        comments = {t.start[0]: t.string.lstrip("# ").strip() for t in tokens if t.type == tokenize.COMMENT}
        (tree,) = ast.parse(source).body
        assert isinstance(tree, ast.ClassDef)
        for node in tree.body:
            if isinstance(node, ast.AnnAssign) and isinstance(node.target, ast.Name) and node.lineno in comments:
                out[names[node.target.id]] = comments[node.lineno].replace("|", "\\|")
    return out


def _named(info: msgspec.inspect.Type) -> str:
    """A field's type in the words of JSON."""
    match info:
        case msgspec.inspect.StructType():
            return f"[{info.cls.__name__}](#{info.cls.__name__.lower()})"
        case msgspec.inspect.VarTupleType():
            return f"list of {_named(info.item_type)}"
        case msgspec.inspect.TupleType():
            return f"pair of {_named(info.item_types[0])}s"
        case msgspec.inspect.UnionType():
            rest = [t for t in info.types if not isinstance(t, msgspec.inspect.NoneType)]
            return " or ".join([*(_named(t) for t in rest), "null"])
        case msgspec.inspect.LiteralType():
            return ", ".join(f"`{v}`" for v in info.values)
        case _:
            plain = {"StrType": "string", "IntType": "integer", "FloatType": "number", "BoolType": "boolean"}
            return plain.get(type(info).__name__, type(info).__name__)


def _default(field: msgspec.structs.FieldInfo) -> str:
    if field.default is msgspec.NODEFAULT:
        return ""
    return {None: "null", (): "[]", "": '""'}.get(field.default, f"`{field.default}`")


PAGES = {"commands.md": commands, "records.md": records}


def main(arguments: list[str]) -> int:
    """Write the pages, or with `--check` compare them; 1 when one is stale."""
    stale = []
    for name, make in PAGES.items():
        path, text = HERE / name, make()
        if "--check" not in arguments:
            path.write_text(text, encoding="utf8")
        elif not path.exists() or path.read_text(encoding="utf8") != text:
            stale.append(name)
    for name in stale:
        print(f"docs/{name} is not what the program says: run `make docs` and commit it", file=sys.stderr)
    return 1 if stale else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
