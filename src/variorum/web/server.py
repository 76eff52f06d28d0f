"""Listening: where, and what is printed about it."""

import contextlib
import secrets
import socket
from pathlib import Path
from urllib.parse import quote

from variorum.errors import UsageError
from variorum.store.opening import open_store
from variorum.web.settings import Settings, is_loopback


def run(
    db: str | Path,
    *,
    host: str = "127.0.0.1",
    port: int = 8000,
    token: str | None = None,
    names: tuple[str, ...] = (),
    read_only: bool = False,
) -> None:
    """Serve a database until interrupted; one that is not there is made, to be filled from the page.

    Args:
        token: what visitors must know. Where others than this machine can reach the server and none is given, one is
            made up.
        names: host names, beside the address, under which it may be asked.

    Raises:
        UsageError: one cannot listen there, or there is no such database and nothing may be written.
        StoreError: the database cannot be opened.
    """
    import uvicorn

    from variorum.web.app import create_app

    if not read_only:
        open_store(db, create=True).close()
    if token is None and (names or not is_loopback(host)):
        token = secrets.token_urlsafe(18)
    listener = _listen(host, port)
    with listener:
        port = listener.getsockname()[1]
        app = create_app(
            Settings(db=db, host=host, port=port, token=token, names=names, read_only=read_only),
        )
        print(f"variorum is at {address(host, port, token, names)} (stop it with Ctrl-C)", flush=True)
        config = uvicorn.Config(app, log_level="warning", server_header=False, h11_max_incomplete_event_size=64 * 1024)
        with contextlib.suppress(KeyboardInterrupt):
            uvicorn.Server(config).run(sockets=[listener])


def address(host: str, port: int, token: str | None, names: tuple[str, ...] = ()) -> str:
    """What to open in a browser."""
    shown = names[0] if names else "localhost" if host in ("0.0.0.0", "::") else f"[{host}]" if ":" in host else host
    return f"http://{shown}:{port}/" + (f"?token={quote(token)}" if token else "")


def _listen(host: str, port: int) -> socket.socket:
    """A socket that listens there.

    Raises:
        UsageError: something else does already, or the address is not this machine's.
    """
    try:
        family = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0][0]
        listener = socket.socket(family, socket.SOCK_STREAM, socket.IPPROTO_TCP)  # or answers would be held back
    except OSError as error:
        raise UsageError(f"--host {host}: {error.strerror}") from error
    try:
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listener.bind((host, port))
        listener.listen(128)  # who reads the address may come at once
        return listener
    except OSError as error:
        listener.close()
        raise UsageError(f"cannot listen on {host} port {port}: {error.strerror}; try another --port") from error
