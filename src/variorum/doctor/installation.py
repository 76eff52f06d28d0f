"""Checks of the installation: Python, packages, models, SQLite, Spark, and where files may be written."""

import os
import re
import shutil
import sqlite3
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from importlib import metadata
from pathlib import Path

from variorum.doctor.findings import Check, Finding, run
from variorum.types import AnnotatedArticle, Article

OLDEST, NEWEST = (3, 11), (3, 13)  # Python
SQLITE = (3, 39, 0)  # the first with `IS DISTINCT FROM`
JAVA = 17
ANEW = "Install it anew: `pip install --force-reinstall variorum`."

# A line of ours whose reading is known: every model and every stage has a part in it.
LINE = (
    '"We will open the northern harbour again," President Ana Veld said on Monday. '
    "Exports rose 12 percent in 2021, the ministry of trade reported."
)
_DATE = "2022-03-16"


def check_installation(folder: Path) -> Iterator[Finding]:
    """Everything that the program needs on this machine.

    Args:
        folder: where files are to be written.
    """
    checks: dict[str, Check] = {
        "python": _python,
        "packages": _packages,
        "models": _models,
        "meaning": _meaning,
        "sqlite": _sqlite,
        "spark": _spark,
        "folder": lambda: _folder(folder),
    }
    return run(checks, advice="Install variorum anew in a new environment.")


def _python() -> Finding:
    says = f"Python {sys.version.split()[0]}"
    if OLDEST <= sys.version_info[:2] <= NEWEST:
        return Finding(name="python", status="ok", says=says)
    return Finding(name="python", status="failed", says=says, advice="Use Python 3.11, 3.12 or 3.13.")


def _packages() -> Finding:
    """Whether each package that ours requires is there, in a version that fits."""
    from packaging.requirements import Requirement

    wrong = []
    needed = [Requirement(line) for line in metadata.requires("variorum") or ()]
    needed = [need for need in needed if need.marker is None or need.marker.evaluate({"extra": ""})]
    for need in needed:
        try:
            version = metadata.version(need.name)
        except metadata.PackageNotFoundError:
            wrong.append(f"{need.name} is missing")
            continue
        if version not in need.specifier:
            wrong.append(f"{need.name} is {version}, not {need.specifier}")
    if wrong:
        return Finding(name="packages", status="failed", says="; ".join(wrong), advice="Run `pip install -U variorum`.")
    return Finding(name="packages", status="ok", says=f"{len(needed)} packages in versions that fit")


def _models() -> Finding:
    """Whether the parser, the quotation tagger and the rules read a known line as they should."""
    from variorum.annotate.pipeline import annotate

    article = Article(id="line", text=LINE, published=_DATE, language="en")
    (found,) = annotate([article])
    missing = [what for what, is_there in _expected(found).items() if not is_there]
    if missing:
        says = f"a known line was read without {', '.join(missing)}"
        return Finding(name="models", status="failed", says=says, advice=ANEW)
    return Finding(name="models", status="ok", says="a known line is read as it should be")


def _expected(found: AnnotatedArticle) -> dict[str, bool]:
    quoted = {LINE[start:end] for quote in found.quotes for start, end in quote.content}
    return {
        "its sentences": len(found.sentences) == 2,
        "its quotation": any("open the northern harbour" in content for content in quoted),
        "its speaker": "Ana Veld" in {quote.speaker for quote in found.quotes},
        "its date": "2022-03-14" in {time.value for time in found.times},
        "its figure": 12.0 in {figure.value for figure in found.figures},
    }


def _meaning() -> Finding:
    """Whether the sentence encoder puts what means the same near, and the learned weights are all there."""
    from variorum.models import coder, embedder, matcher, stories

    one, same, other = embedder.embed(["The port is closed.", "The harbour has been shut.", "She likes jazz."])
    near, far = float(one @ same), float(one @ other)
    loaded = bool(coder.labels()) and matcher.rarity("harbour") > 0 and bool(stories.pair_model().features)
    if near > far + 0.2 and loaded:
        return Finding(name="meaning", status="ok", says="like sentences are near, and all weights are there")
    says = f"sentences that mean the same are {near:.2f} alike, others {far:.2f}"
    return Finding(name="meaning", status="failed", says=says, advice=ANEW)


def _sqlite() -> Finding:
    """Whether SQLite is new enough, searches text, and logs ahead in the folder for temporary files."""
    says = f"SQLite {sqlite3.sqlite_version}"
    advice = "Use a Python built with a newer SQLite, such as those of python.org, conda or uv."
    if sqlite3.sqlite_version_info < SQLITE:
        return Finding(name="sqlite", status="failed", says=f"{says}, older than 3.39", advice=advice)
    with tempfile.TemporaryDirectory() as folder:
        db = sqlite3.connect(Path(folder) / "check.db")
        try:
            (mode,) = db.execute("PRAGMA journal_mode = WAL").fetchone()
            db.execute("CREATE VIRTUAL TABLE words USING fts5 (text)")
        except sqlite3.OperationalError as error:
            return Finding(name="sqlite", status="failed", says=f"{says}: {error}", advice=advice)
        finally:
            db.close()
    if mode != "wal":
        return Finding(name="sqlite", status="failed", says=f"{says} cannot log ahead (WAL)", advice=advice)
    return Finding(name="sqlite", status="ok", says=f"{says}, with full-text search and write-ahead log")


def _spark() -> Finding:
    """Whether the Spark engine could start; nothing is started."""
    try:
        version = metadata.version("pyspark")
    except metadata.PackageNotFoundError:
        says = "not installed; only `build --engine spark` needs it"
        return Finding(name="spark", status="skipped", says=says)
    java = java_version()
    if java is None:
        advice = "Install Java 17 or later, such as Debian's openjdk-17-jre-headless, or set JAVA_HOME."
        return Finding(name="spark", status="warning", says=f"pyspark {version}, but no Java", advice=advice)
    says = f"pyspark {version} on Java {java}"
    if java < JAVA:
        return Finding(name="spark", status="warning", says=says, advice=f"Install Java {JAVA} or later.")
    return Finding(name="spark", status="ok", says=says)


def java_version() -> int | None:
    """The major version of the Java that Spark would run on; None where there is none."""
    home = os.environ.get("JAVA_HOME")
    java = str(Path(home) / "bin" / "java") if home else shutil.which("java")
    if java is None:
        return None
    try:
        said = subprocess.run([java, "-version"], capture_output=True, text=True, timeout=60, check=False)
    except (OSError, subprocess.TimeoutExpired):
        return None
    found = re.search(r'version "(?:1\.)?(\d+)', said.stderr + said.stdout)
    return int(found.group(1)) if found else None


def _folder(folder: Path) -> Finding:
    """Whether files can be written, and how much room there is."""
    name = "folder"
    try:
        with tempfile.NamedTemporaryFile(dir=folder) as file:
            file.write(b"variorum")
    except OSError as error:
        advice = "Name a folder that you may write to, or give yourself the right to."
        return Finding(name=name, status="failed", says=f"{folder}: {error.strerror}", advice=advice)
    free = shutil.disk_usage(folder).free / 1e9
    says = f"{folder} can be written to; {free:,.1f} GB are free"
    if free < 1:
        return Finding(name=name, status="warning", says=says, advice="Make room before a large build.")
    return Finding(name=name, status="ok", says=says)
