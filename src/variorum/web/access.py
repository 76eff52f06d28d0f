"""Who may ask for what: the host name, the visitor's token, where a change comes from, and what a browser may load."""

import hashlib
import hmac
import secrets
from collections.abc import Awaitable, Callable, MutableMapping
from http.cookies import CookieError, SimpleCookie
from typing import Any
from urllib.parse import parse_qsl, urlencode, urlsplit

from starlette.datastructures import Headers
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from variorum.web.settings import UPLOAD_MAX, Settings

Scope = MutableMapping[str, Any]
Message = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[Message]]
Send = Callable[[Message], Awaitable[None]]
App = Callable[[Scope, Receive, Send], Awaitable[None]]
Refuse = Callable[[Request, int, str], Response]

VISITOR = "variorum_visitor"  # cookie: the token
SESSION = "variorum_session"  # cookie: what the tokens of forms are made from
SAFE = ("GET", "HEAD", "OPTIONS")
POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; "
    "connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)
HEADERS = {
    "content-security-policy": POLICY,
    "x-content-type-options": "nosniff",
    "referrer-policy": "same-origin",
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
    "x-frame-options": "DENY",
}


class Guard:
    """Stands before the application and lets through only what may pass; adds the headers of safety to every answer."""

    def __init__(self, app: App, *, settings: Settings, refuse: Refuse) -> None:
        self.app, self.settings, self.refuse = app, settings, refuse

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        request = Request(scope)
        answer = self._stop(request)
        if answer is not None:
            await answer(scope, receive, _with_headers(send))
            return
        session = _cookie(request, SESSION)
        fresh = None if session else secrets.token_urlsafe(24)
        scope.setdefault("state", {})["form_token"] = form_token(self.settings.secret, session or fresh or "")
        await self.app(scope, _limited(receive, request), _with_headers(send, fresh, scope["scheme"] == "https"))

    def _stop(self, request: Request) -> Response | None:
        """What to answer instead of the page, if anything."""
        if _host(request.headers) not in self.settings.hosts:
            return self.refuse(request, 421, "This server does not answer to that host name.")
        if (stopped := self._visitor(request)) is not None:
            return stopped
        length = request.headers.get("content-length", "")
        if length.isdecimal() and int(length) > UPLOAD_MAX:
            return self.refuse(request, 413, f"At most {UPLOAD_MAX >> 20} MB can be sent at once.")
        if request.method not in SAFE:
            if self.settings.read_only:
                return self.refuse(request, 403, "This server only shows; nothing can be changed here.")
            if not _same_origin(request):
                return self.refuse(request, 403, "The request came from another site.")
        return None

    def _visitor(self, request: Request) -> Response | None:
        """Nothing for who knows the token; whoever brings it in an address gets a cookie and the address without it."""
        token = self.settings.token
        if token is None:
            return None
        bearer = request.headers.get("authorization", "").removeprefix("Bearer ")
        if _equal(_cookie(request, VISITOR), token) or _equal(bearer, token):
            return None
        query = parse_qsl(request.url.query, keep_blank_values=True)
        if request.method == "GET" and any(name == "token" and _equal(value, token) for name, value in query):
            rest = urlencode([pair for pair in query if pair[0] != "token"])
            path = "/" + request.url.path.lstrip("/\\")  # "//elsewhere" would lead to another site
            answer = RedirectResponse(path + (f"?{rest}" if rest else ""), 303)
            secure = request.url.scheme == "https"
            answer.set_cookie(VISITOR, token, httponly=True, samesite="lax", secure=secure, max_age=90 * 86400)
            return answer
        return self.refuse(
            request, 401, "Open this server by the address that `variorum serve` printed, with its token."
        )


class Forged(Exception):
    """A form was sent without the token that its page carried."""


def form_token(secret: str, session: str) -> str:
    """What a form must carry: a MAC of the session's cookie."""
    return hmac.new(secret.encode(), session.encode("utf8", "replace"), hashlib.sha256).hexdigest()


def check_form(request: Request, given: object) -> None:
    """Raises Forged unless the form carries the token of the visitor's session."""
    if not _cookie(request, SESSION) or not _equal(str(given or ""), request.state.form_token):
        raise Forged


def _equal(given: str, wanted: str) -> bool:
    return hmac.compare_digest(given.encode("utf8", "replace"), wanted.encode("utf8", "replace"))


def _host(headers: Headers) -> str:
    """The host name of a request, without its port."""
    host = headers.get("host", "").strip().lower()
    name, colon, port = host.rpartition(":")
    return name if colon and (port.isdecimal() or not port) and not host.endswith("]") else host


def _cookie(request: Request, name: str) -> str:
    try:
        found = SimpleCookie(request.headers.get("cookie", "")).get(name)
    except CookieError:
        return ""
    return found.value if found else ""


def _same_origin(request: Request) -> bool:
    """Whether a change was asked for from a page of this server, or by no browser at all."""
    origin = request.headers.get("origin")
    if origin is not None:
        return urlsplit(origin).netloc.lower() == request.headers.get("host", "").lower()
    return request.headers.get("sec-fetch-site", "same-origin") in ("same-origin", "none")


def _limited(receive: Receive, request: Request) -> Receive:
    """What a request sends, up to the limit; past it, the rest is not read."""
    taken = 0

    async def limited() -> Message:
        nonlocal taken
        message = await receive()
        taken += len(message.get("body", b""))
        if taken > UPLOAD_MAX:
            raise TooLarge
        return message

    return limited


class TooLarge(Exception):
    """A request sends more than the server takes."""


def _with_headers(send: Send, session: str | None = None, secure: bool = False) -> Send:
    async def sending(message: Message) -> None:
        if message["type"] == "http.response.start":
            headers = [(name.encode(), value.encode()) for name, value in HEADERS.items()]
            kind = dict(message["headers"]).get(b"content-type", b"")
            if session and kind.startswith(b"text/html"):
                cookie = f"{SESSION}={session}; HttpOnly; SameSite=Lax; Path=/" + ("; Secure" if secure else "")
                headers.append((b"set-cookie", cookie.encode()))
            if not any(name == b"cache-control" for name, _ in message["headers"]):
                headers.append((b"cache-control", b"private, no-cache"))
            message = {**message, "headers": [*message["headers"], *headers]}
        await send(message)

    return sending
