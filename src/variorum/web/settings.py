"""What a server is told when it starts."""

import ipaddress
import secrets
from dataclasses import dataclass, field
from pathlib import Path

LOOPBACK = ("localhost", "127.0.0.1", "[::1]")
UPLOAD_MAX = 64 * 1024 * 1024  # bytes of one request
FILES_MAX = 200


@dataclass(frozen=True)
class Settings:
    """How to serve a database."""

    db: str | Path
    host: str = "127.0.0.1"
    port: int = 8000
    token: str | None = None  # what a visitor must know; None where only this machine can reach the server
    names: tuple[str, ...] = ()  # further host names that it may be asked under
    read_only: bool = False
    secret: str = field(default_factory=lambda: secrets.token_hex(32), repr=False)  # signs the tokens of forms

    @property
    def hosts(self) -> frozenset[str]:
        """The host names that a request may carry, without a port."""
        own = f"[{self.host}]" if ":" in self.host else self.host
        return frozenset(name.lower() for name in (*LOOPBACK, own, *self.names))


def is_loopback(host: str) -> bool:
    """Whether only this machine reaches an address."""
    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False
