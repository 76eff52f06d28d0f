"""One request over the network: to public addresses only, within a time and a size.

The name is resolved once, what it resolves to is checked, and the connection goes to the very address that was checked:
a name that resolves to something else a moment later (DNS rebinding) gains nothing.
"""

import http.client
import io
import ipaddress
import socket
import ssl
import threading
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import closing, contextmanager, suppress
from functools import cache
from typing import IO, cast
from urllib.parse import SplitResult, quote, urlsplit

from variorum.errors import InputError
from variorum.read.unpack import unpacked
from variorum.types import Record

CONNECT = 10.0  # seconds to connect
SILENCE = 15.0  # seconds without a byte
TOTAL = 60.0  # seconds for one request, however it drips
ADDRESS = 2000  # characters of the longest address
Ip = ipaddress.IPv4Address | ipaddress.IPv6Address
Resolve = Callable[[str, int], Sequence[str]]


class Answer(Record, frozen=True, kw_only=True):
    """What a server answers: its headers by their names in lower case, and the unpacked body where there is one."""

    status: int
    headers: dict[str, str]
    body: bytes = b""


def resolve(host: str, port: int) -> list[str]:
    """The IP addresses of a host."""
    return [str(found[4][0]) for found in socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)]


def is_public(ip: Ip) -> bool:
    """Whether an IP address is one of the open internet: not private, loopback, link-local, reserved or multicast.

    An IPv6 address that stands for an IPv4 one (mapped, 6to4, Teredo, NAT64) is judged by that.
    """
    if isinstance(ip, ipaddress.IPv6Address):
        inner = ip.ipv4_mapped or ip.sixtofour or (ip.teredo[1] if ip.teredo else None)
        if inner is None and ip in ipaddress.ip_network("64:ff9b::/96"):
            inner = ipaddress.IPv4Address(int(ip) & 0xFFFFFFFF)
        if inner is not None:
            return is_public(inner)
    return ip.is_global and not (ip.is_multicast or ip.is_reserved or ip.is_link_local or ip.is_loopback)


def parts_of(address: str) -> SplitResult:
    """The parts of an address that may be fetched.

    Raises:
        InputError: it is none on the web, or carries a password.
    """
    try:
        parts = urlsplit(address)
        port, host = parts.port, parts.hostname
    except ValueError as error:
        raise InputError(address, "no address on the web; see how it is spelled") from error
    if parts.scheme not in ("http", "https") or not host or port == 0:
        raise InputError(address, "only http and https are fetched; save what it gives, and give the file")
    if parts.username is not None or parts.password is not None:
        raise InputError(address, "it holds a name or a password; save what it gives, and give the file")
    if len(address) > ADDRESS:
        raise InputError(address[:80] + "…", f"longer than {ADDRESS:,} characters")
    return parts


class Network:
    """Makes requests. `resolver` and `permitted` tell which IP addresses a name has, and which may be connected to."""

    def __init__(
        self, *, resolver: Resolve = resolve, permitted: Callable[[Ip], bool] = is_public, total: float = TOTAL
    ) -> None:
        self.resolver, self.permitted, self.total = resolver, permitted, total

    def get(self, address: str, headers: Mapping[str, str], most: int) -> Answer:
        """Ask for an address once; a redirect is an answer like others.

        Args:
            address: http or https.
            headers: sent beside `Host`.
            most: bytes of the body, packed and unpacked.

        Raises:
            InputError: the address is none that may be fetched, the server cannot be reached or does not keep to HTTP,
                or the answer is too long or too slow.
        """
        parts = parts_of(address)
        try:
            with self._connection(parts, address) as connection:
                return _ask(connection, parts, headers, most)
        except InputError:
            raise
        except TimeoutError as error:
            raise InputError(address, "no answer in time; try again later") from error
        except (OSError, http.client.HTTPException, ValueError) as error:
            why = " ".join(str(error).split())[:200] or type(error).__name__
            raise InputError(address, f"cannot be fetched: {why}; see whether a browser shows it") from error

    @contextmanager
    def _connection(self, parts: SplitResult, address: str) -> Iterator[http.client.HTTPConnection]:
        """A connection to a checked IP address of the host. It is cut when its time is up."""
        host = cast(str, parts.hostname)
        port = parts.port or (443 if parts.scheme == "https" else 80)
        secure = parts.scheme == "https"
        connection = (
            http.client.HTTPSConnection(host, port, context=_context())
            if secure
            else http.client.HTTPConnection(host, port)
        )
        late = threading.Event()
        sockets: list[socket.socket] = []

        def cut() -> None:
            late.set()
            for one in sockets:
                with suppress(OSError):
                    one.shutdown(socket.SHUT_RDWR)

        timer = threading.Timer(self.total, cut)
        timer.daemon = True
        plain = self._socket(host, port, address)
        sockets.append(plain)
        timer.start()
        try:
            plain.settimeout(SILENCE)
            if secure:
                shielded = _context().wrap_socket(plain, server_hostname=host, do_handshake_on_connect=False)
                sockets.append(shielded)
                shielded.do_handshake()
            connection.sock = sockets[-1]
            yield connection
            if late.is_set():
                raise TimeoutError
        except Exception as error:
            if late.is_set():
                raise TimeoutError from error
            raise
        finally:
            timer.cancel()
            connection.close()
            for one in sockets:
                one.close()

    def _socket(self, host: str, port: int, address: str) -> socket.socket:
        """A connection to the first IP address of a host that answers. All of them must be permitted."""
        try:
            found = [ipaddress.ip_address(ip.split("%")[0]) for ip in self.resolver(host, port)]
        except (OSError, UnicodeError) as error:
            raise InputError(address, f"no host {host!r}; see how it is spelled") from error
        if not found or not all(map(self.permitted, found)):
            raise InputError(address, "its host is not on the public internet; save what it gives, and give the file")
        last: OSError = OSError("no address")
        for ip in found[:4]:
            try:
                return socket.create_connection((str(ip), port), CONNECT)
            except OSError as error:
                last = error
        raise last


@cache
def _context() -> ssl.SSLContext:
    return ssl.create_default_context()


def _ask(connection: http.client.HTTPConnection, parts: SplitResult, headers: Mapping[str, str], most: int) -> Answer:
    path = quote(parts.path or "/", safe="/%:@!$&'()*+,;=~") + (
        f"?{quote(parts.query, safe='/%:@!$&()*+,;=~?')}" if parts.query else ""
    )
    connection.request("GET", path, headers=dict(headers))
    with closing(connection.getresponse()) as answer:
        return _answer(answer, parts.geturl(), most)


def _answer(answer: http.client.HTTPResponse, address: str, most: int) -> Answer:
    found = {name.lower(): value for name, value in answer.getheaders()}
    if answer.status != 200:
        return Answer(status=answer.status, headers=found)
    packed = found.get("content-encoding", "").strip().lower()
    return Answer(status=200, headers=found, body=_body(answer, packed, address, most))


def _body(answer: http.client.HTTPResponse, encoding: str, address: str, most: int) -> bytes:
    """The body, unpacked; the connection holds no more of it than was read."""
    too_long = InputError(address, f"larger than {most:,} bytes; save what it gives, and give the file")
    if int(answer.headers.get("Content-Length") or 0) > most:
        raise too_long
    packed = _read(answer, most)
    if len(packed) > most:
        raise too_long
    if answer.length:
        raise InputError(address, "the connection broke before the end; try again later")
    if encoding in ("", "identity"):
        return packed
    if encoding not in ("gzip", "x-gzip"):
        raise InputError(address, f"packed as {encoding[:20]!r}, which was not asked for; save it and give the file")
    whole = _read(unpacked(io.BytesIO(packed), address, ".gz"), most)
    if len(whole) > most:
        raise too_long
    return whole


def _read(stream: http.client.HTTPResponse | IO[bytes], most: int) -> bytes:
    """What a stream holds, or the first bytes beyond `most` of it."""
    pieces, size = [], 0
    while size <= most and (piece := stream.read(min(1 << 16, most + 1 - size))):
        pieces.append(piece)
        size += len(piece)
    return b"".join(pieces)
