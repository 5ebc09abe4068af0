"""The small page of this terminal's calls in the hall's network: off by default, and only for who has the token.

    GET  /          the page itself; it knows nothing
    POST /enter     the token; sets the cookie                       204, 401, 429
    GET  /calls     the open calls as JSON; ?after=VERSION waits     200, 401, 429
    POST /answer    somebody comes, or is there                      204, 400, 401, 429

The token comes in the body of `/enter`, or as `Authorization: Bearer`, never in an address. Nothing is logged. Every request is
one connection, of limited size and time; there are at most `MOST_CLIENTS` at once, and of one address `MOST_OF_ONE`.
"""

from __future__ import annotations

import base64
import hashlib
import re
import socket
import threading
from contextlib import suppress
from http import HTTPStatus
from http.cookies import CookieError, SimpleCookie
from http.server import BaseHTTPRequestHandler, HTTPServer
from math import ceil
from secrets import token_hex
from typing import TYPE_CHECKING, Any, Final, cast
from urllib.parse import parse_qs, urlsplit

from kiosk.core.assets import asset
from kiosk.desk.guard import COOKIE, COOKIE_SECONDS, Guard
from kiosk.desk.view import DeskTalkUnreadable, answer_from_json, view_of, view_to_json

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from kiosk.core.clock import Clock
    from kiosk.core.config import DeskConfig
    from kiosk.core.help import Call
    from kiosk.desk.view import DeskAnswer

MOST_CLIENTS: Final = 32
MOST_OF_ONE: Final = 8
MOST_BODY_BYTES: Final = 1024
HOLD_SECONDS: Final = 15.0
"""How long `/calls` waits for news before it answers that there are none."""
SOCKET_SECONDS: Final = 5.0
LONGEST_SECONDS: Final = HOLD_SECONDS + 2 * SOCKET_SECONDS
"""How long a connection may last, however slowly its client speaks: nobody keeps the places of others by saying nothing."""
WATCHED_SECONDS: Final = 2 * HOLD_SECONDS
"""A desk that has not asked for so long is not listening any more."""


class DeskNotServed(Exception):
    """The desk's page can't be served; the text says why and what to do."""


class DeskServer:
    """Serves the calls that were last published; answers go through `post`, from the server's threads."""

    def __init__(self, config: DeskConfig, machine: int, clock: Clock, post: Callable[[DeskAnswer], None]) -> None:
        self._config = config
        self._machine = machine
        self._clock = clock
        self._post = post
        self._guard = Guard(config.token, clock)
        self._news = threading.Condition()
        self._boot = token_hex(4)
        self._count = 0
        self._calls: tuple[Call, ...] = ()
        self._closed = False
        self._asked_at: float | None = None
        self._server: _Server | None = None
        self.page = asset("desk", "page.html").read_bytes()
        self.policy = content_policy(self.page.decode())

    def open(self) -> None:
        """Begin to serve. Raises `DeskNotServed`."""
        address, port = self._config.address, self._config.port
        try:
            self._server = _Server(self, (address, port), self._clock, v6=":" in address)
        except OSError as error:
            why = f"{address} port {port}: {error.strerror or error}"
            raise DeskNotServed(f"{why}; see [desk] in kiosk.toml") from error
        threading.Thread(target=self._server.serve_forever, args=(0.2,), name="desk", daemon=True).start()

    def close(self) -> None:
        """Serve no more; who waits is answered."""
        with self._news:
            self._closed = True
            self._news.notify_all()
        if self._server is not None:
            self._server.shutdown()
            self._server.server_close()
            self._server = None

    @property
    def port(self) -> int:
        """The port it listens on; 0 while it doesn't."""
        return 0 if self._server is None else self._server.server_address[1]

    @property
    def watched(self) -> bool:
        """Whether a desk is listening now."""
        with self._news:
            asked_at = self._asked_at
        return asked_at is not None and self._clock.monotonic() - asked_at < WATCHED_SECONDS

    def publish(self, calls: Sequence[Call]) -> None:
        """Show these calls from now on."""
        with self._news:
            self._calls = tuple(calls)
            self._count += 1
            self._news.notify_all()

    # -- asked by connections, each in a thread of its own --------------------------------------------------------

    def calls_after(self, version: str) -> bytes:
        """Return the view as JSON as soon as its version is another than this, at the latest after `HOLD_SECONDS`."""
        with self._news:
            self._asked_at = self._clock.monotonic()
            self._news.wait_for(lambda: self._closed or self._version() != version, HOLD_SECONDS)
            self._asked_at = self._clock.monotonic()
            return view_to_json(view_of(self._machine, self._version(), self._calls, self._asked_at))

    def answer(self, text: bytes) -> None:
        """Hand an answer on. Raises `DeskTalkUnreadable`."""
        self._post(answer_from_json(text))

    def knows(self, address: str, token: str) -> bool:
        """Whether this is the token."""
        with self._news:
            return self._guard.knows(address, token)

    def wait_seconds(self, address: str) -> float:
        """How long nobody at this address may try a token."""
        with self._news:
            return self._guard.wait_seconds(address)

    def admits(self, cookie: str) -> bool:
        """Whether this cookie is good."""
        return self._guard.admits(cookie)

    def cookie(self) -> str:
        """Make a cookie's value."""
        return self._guard.cookie()

    def _version(self) -> str:
        return f"{self._boot}-{self._count}"


def content_policy(page: str) -> str:
    """Return the Content-Security-Policy that lets this page's own script and style work and nothing else."""
    allowed: list[str] = ["default-src 'none'", "connect-src 'self'", "base-uri 'none'", "form-action 'none'"]
    for tag, source in (("style", "style-src"), ("script", "script-src")):
        own = re.findall(rf"<{tag}>(.*?)</{tag}>", page, re.DOTALL)
        hashes = (base64.b64encode(hashlib.sha256(text.encode()).digest()).decode() for text in own)
        allowed.append(" ".join((source, *(f"'sha256-{each}'" for each in hashes))))
    return "; ".join((*allowed, "frame-ancestors 'none'"))


class _Server(HTTPServer):
    """One thread for each connection, of which there are never too many."""

    request_queue_size = MOST_CLIENTS
    allow_reuse_address = True

    def __init__(self, desk: DeskServer, place: tuple[str, int], clock: Clock, *, v6: bool) -> None:
        self.desk = desk
        self._clock = clock
        self.address_family = socket.AF_INET6 if v6 else socket.AF_INET
        self._lock = threading.Lock()
        self._of_address: dict[str, int] = {}
        self._until: dict[socket.socket, float] = {}
        super().__init__(place, _Connection)

    def server_bind(self) -> None:
        """Bind without asking a name server what we are called."""
        self.socket.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        self.socket.bind(self.server_address)
        self.server_address = self.socket.getsockname()
        self.server_name, self.server_port = "", self.server_address[1]

    def process_request(self, request: Any, client_address: Any) -> None:
        """Take a connection if there is room for it."""
        address = str(client_address[0])
        with self._lock:
            full = sum(self._of_address.values()) >= MOST_CLIENTS
            if full or self._of_address.get(address, 0) >= MOST_OF_ONE:
                self.shutdown_request(request)
                return
            self._of_address[address] = self._of_address.get(address, 0) + 1
            self._until[request] = self._clock.monotonic() + LONGEST_SECONDS
        threading.Thread(target=self._serve, args=(request, client_address), name="desk client", daemon=True).start()

    def service_actions(self) -> None:
        """Hang up on who takes too long. Called between connections, several times a second."""
        now = self._clock.monotonic()
        with self._lock:
            for request in [request for request, until in self._until.items() if until <= now]:
                self._until[request] = now + LONGEST_SECONDS
                with suppress(OSError):
                    request.shutdown(socket.SHUT_RDWR)

    def _serve(self, request: Any, client_address: Any) -> None:
        try:
            self.finish_request(request, client_address)
        except OSError:
            pass  # whoever asked has gone
        finally:
            address = str(client_address[0])
            with self._lock:
                del self._until[request]
            self.shutdown_request(request)
            with self._lock:
                self._of_address[address] -= 1
                if not self._of_address[address]:
                    del self._of_address[address]


class _Connection(BaseHTTPRequestHandler):
    """One request of one client."""

    protocol_version = "HTTP/1.1"
    timeout = SOCKET_SECONDS

    @property
    def _desk(self) -> DeskServer:
        return cast("_Server", self.server).desk

    def do_GET(self) -> None:
        """The page, or the calls."""
        place = urlsplit(self.path)
        if place.path == "/" and not place.query:
            policy = {"Content-Security-Policy": self._desk.policy}
            self._send(HTTPStatus.OK, self._desk.page, "text/html; charset=utf-8", policy)
        elif place.path != "/calls":
            self._send(HTTPStatus.NOT_FOUND)
        elif self._may():
            after = parse_qs(place.query, max_num_fields=1).get("after", [""])[0]
            self._send(HTTPStatus.OK, self._desk.calls_after(after), "application/json")

    def do_POST(self) -> None:
        """The token, or an answer."""
        path = self.path
        if path not in ("/enter", "/answer"):
            self._send(HTTPStatus.NOT_FOUND)
            return
        if not self._from_our_page():
            self._send(HTTPStatus.FORBIDDEN)
            return
        body = self._body()
        if body is None:
            return
        if path == "/enter":
            self._enter(body)
        elif self._may():
            try:
                self._desk.answer(body)
            except DeskTalkUnreadable:
                self._send(HTTPStatus.BAD_REQUEST)
            else:
                self._send(HTTPStatus.NO_CONTENT)

    def _enter(self, body: bytes) -> None:
        if self._knows(body.decode("utf-8", "replace")):
            cookie = self._desk.cookie()
            value = f"{COOKIE}={cookie}; Path=/; Max-Age={COOKIE_SECONDS}; HttpOnly; SameSite=Strict"
            self._send(HTTPStatus.NO_CONTENT, more={"Set-Cookie": value})

    def _may(self) -> bool:
        """Whether this client may see the calls; refuses it otherwise."""
        if self._desk.admits(self._own_cookie()):
            return True
        scheme, _, token = self.headers.get("Authorization", "").partition(" ")
        if scheme == "Bearer":
            return self._knows(token.strip())
        self._send(HTTPStatus.UNAUTHORIZED)
        return False

    def _knows(self, token: str) -> bool:
        """Whether this is the token; refuses the client otherwise."""
        desk, address = self._desk, str(self.client_address[0])
        wait = desk.wait_seconds(address)
        if wait > 0:
            self._send(HTTPStatus.TOO_MANY_REQUESTS, more={"Retry-After": str(ceil(wait))})
        elif desk.knows(address, token):
            return True
        else:
            self._send(HTTPStatus.UNAUTHORIZED)
        return False

    def _own_cookie(self) -> str:
        try:
            found = SimpleCookie(self.headers.get("Cookie", "")).get(COOKIE)
        except CookieError:
            return ""
        return "" if found is None else found.value

    def _from_our_page(self) -> bool:
        """Whether no other site's page sends this: what a browser says of where it comes from is this very place."""
        origin = self.headers.get("Origin")
        return origin is None or urlsplit(origin).netloc == self.headers.get("Host", "")

    def _body(self) -> bytes | None:
        """Read the body; refuse one that is too long or of unknown length."""
        length = self.headers.get("Content-Length", "")
        if not length.isdecimal() or len(length) > len(str(MOST_BODY_BYTES)) or int(length) > MOST_BODY_BYTES:
            self._send(HTTPStatus.REQUEST_ENTITY_TOO_LARGE)
            return None
        return self.rfile.read(int(length))

    def _send(
        self, status: HTTPStatus, body: bytes = b"", kind: str = "text/plain", more: dict[str, str] | None = None
    ) -> None:
        self.close_connection = True
        self.send_response(status)
        headers = {"Content-Security-Policy": "default-src 'none'; frame-ancestors 'none'", **(more or {})}
        if status is not HTTPStatus.NO_CONTENT:
            headers |= {"Content-Type": kind, "Content-Length": str(len(body))}
        for name, value in (headers | _HEADERS).items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(body)

    def send_error(self, code: int, message: str | None = None, explain: str | None = None) -> None:  # noqa: ARG002 - the library's
        """Refuse what is no request of ours, without a word about it."""
        self._send(HTTPStatus(code))

    def version_string(self) -> str:
        """Say nothing of what serves here."""
        return "yiban"

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the library's
        """Keep no log: a request may hold what is nobody's business."""


_HEADERS: Final = {
    "Cache-Control": "no-store",
    "Connection": "close",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
}
