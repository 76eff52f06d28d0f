"""A PostgreSQL server for the tests: from Debian's packages, in a folder of its own, ended with the session."""

import os
import pwd
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

PROGRAMS = Path("/usr/lib/postgresql")


class NoServer(Exception):
    """Why there is no server to test with."""


@contextmanager
def server() -> Iterator[str]:
    """The address of a new server that listens on a socket in its own folder.

    Raises:
        NoServer: it isn't installed, and cannot be.
    """
    programs = _programs()
    home = Path(tempfile.mkdtemp(prefix="pg"))
    try:
        run = _as_owner(home)
        subprocess.run(
            [*run, programs / "initdb", "-D", home / "data", "-A", "trust", "-U", "postgres", "-N", "-E", "UTF8"],
            check=True,
            capture_output=True,
            cwd=home,
        )
        options = f"-c listen_addresses= -c unix_socket_directories={home} -c fsync=off -c max_connections=80"
        control = [*run, programs / "pg_ctl", "-D", home / "data", "-w"]
        subprocess.run(
            [*control, "-o", options, "-l", home / "log", "start"], check=True, stdout=subprocess.DEVNULL, cwd=home
        )
        try:
            yield f"postgresql://postgres@/postgres?host={home}"
        finally:
            subprocess.run([*control, "-m", "immediate", "stop"], check=True, stdout=subprocess.DEVNULL, cwd=home)
    finally:
        shutil.rmtree(home, ignore_errors=True)


def _programs() -> Path:
    """The newest server's programs, installed first where there are none and we may."""
    if not _installed():
        subprocess.run([Path(__file__).with_name("debian.sh"), "postgresql"], check=False, stderr=subprocess.DEVNULL)
    found = _installed()
    if not found:
        raise NoServer("PostgreSQL is not installed: `apt-get install postgresql`")
    return found[-1]


def _installed() -> list[Path]:
    return sorted(PROGRAMS.glob("*/bin"), key=lambda path: int(path.parent.name) if path.parent.name.isdigit() else 0)


def _as_owner(home: Path) -> list[str]:
    """The server refuses to run as root: what to put before a command so that it runs as the package's own user."""
    if os.geteuid() != 0:
        return []
    try:
        owner = pwd.getpwnam("postgres")
    except KeyError as error:
        raise NoServer("there is no user `postgres` for the server to run as") from error
    os.chown(home, owner.pw_uid, owner.pw_gid)
    return ["setpriv", f"--reuid={owner.pw_uid}", f"--regid={owner.pw_gid}", "--clear-groups"]
