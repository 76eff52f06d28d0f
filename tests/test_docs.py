"""Everything a user can call, type or read is in the documentation, and every link in it leads somewhere."""

import re
import sys
from pathlib import Path
from typing import Any

import msgspec
import pytest
import typer.main

import variorum
from variorum.cli.main import app
from variorum.types import RECORDS

ROOT = Path(__file__).resolve().parent.parent
DOCS = ROOT / "docs"
PAGES = sorted([*DOCS.glob("*.md"), ROOT / "README.md", ROOT / "CHANGELOG.md", ROOT / "CONTRIBUTING.md"])

sys.path.insert(0, str(DOCS))
import make  # noqa: E402  # docs/make.py is a script, not a part of the package

WRITTEN = "\n".join(path.read_text(encoding="utf8") for path in PAGES)


def commands() -> list[tuple[str, Any]]:
    return [(" ".join(path), command) for path, command in make.walk(typer.main.get_command(app))]


@pytest.mark.parametrize("name", [n for n in variorum.__all__ if not n.startswith("_")])
def test_public_names(name: str) -> None:
    assert f"variorum.{name}" in WRITTEN
    assert getattr(variorum, name).__doc__


@pytest.mark.parametrize(("name", "command"), commands())
def test_commands_and_options(name: str, command: Any) -> None:
    page = (DOCS / "commands.md").read_text(encoding="utf8")
    _, _, section = page.partition(f"## variorum {name}\n")
    section = section.partition("\n## ")[0]
    assert command.help, f"{name} has no help"
    assert section, f"{name} is not in docs/commands.md"
    for parameter in command.params:
        if parameter.name != "help":
            assert parameter.help, f"{name}: {parameter.name} has no help"
            assert all(f"`{o}`" in section for o in parameter.opts if o.startswith("-"))


@pytest.mark.parametrize("of", [*RECORDS.values(), *make.parts()], ids=lambda of: of.__name__)
def test_record_fields(of: Any) -> None:
    assert of.__doc__
    told = make.meanings(of)
    missing = [f.encode_name for f in msgspec.structs.fields(of) if not told.get(f.encode_name)]
    assert not missing, f"say in types.py or docs/fields.toml what {of.__name__} means by {missing}"


def test_reference_pages_are_fresh() -> None:
    assert make.main(["--check"]) == 0, "run `make docs`"


@pytest.mark.parametrize("page", PAGES, ids=lambda p: p.name)
def test_links_lead_somewhere(page: Path) -> None:
    text = re.sub(r"```.*?```", "", page.read_text(encoding="utf8"), flags=re.S)
    for target in re.findall(r"\]\(([^)\s]+)\)", text):
        if re.match(r"[a-z]+:", target):
            continue
        path, _, heading = target.partition("#")
        there = (page.parent / path).resolve() if path else page
        assert there.exists(), f"{page.name} links to {target}"
        if heading and there.suffix == ".md":
            assert heading in headings(there), f"{page.name} links to {target}"


def headings(page: Path) -> set[str]:
    """The anchors that a page's headings have."""
    found = re.findall(r"^#+ (.+)$", page.read_text(encoding="utf8"), flags=re.M)
    return {re.sub(r"[^\w\s-]", "", h.lower()).strip().replace(" ", "-") for h in found}


def test_every_page_is_in_the_index() -> None:
    index = (DOCS / "index.md").read_text(encoding="utf8")
    for page in DOCS.glob("*.md"):
        if page.name != "index.md":
            assert f"({page.name})" in index, f"docs/index.md does not link to {page.name}"
