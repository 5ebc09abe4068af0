"""The line from `yiban desk` to one terminal: a thread that waits for its calls, and one that carries answers."""

from __future__ import annotations

import http.client
import queue
import threading
from typing import TYPE_CHECKING, Final
from urllib.parse import quote, urlsplit

from kiosk.core.values import dataclass
from kiosk.desk.view import MOST_BYTES, DeskTalkUnreadable, answer_to_json, view_from_json

if TYPE_CHECKING:
    from collections.abc import Callable

    from kiosk.core.clock import Clock
    from kiosk.desk.view import DeskAnswer, DeskView

ASK_SECONDS: Final = 25.0
"""Longer than a terminal holds a question that has no news."""
ANSWER_SECONDS: Final = 5.0
AGAIN_SECONDS: Final = 2.0
"""How long after a line was lost it is tried again."""
REFUSED_SECONDS: Final = 60.0
"""A terminal that refuses the token is asked seldom: each wrong one makes it more careful."""
USUAL_PORT: Final = 8130


class NotATerminal(Exception):
    """A terminal is named otherwise than `http://ADDRESS:PORT/#TOKEN`; the text says what is wrong, without the token."""


@dataclass(frozen=True, repr=False)
class Terminal:
    """Where one terminal's calls are, and what opens them."""

    host: str
    port: int
    token: str

    @property
    def place(self) -> str:
        """Its address without the token."""
        return f"{self.host}:{self.port}"


@dataclass(frozen=True)
class DeskHeard:
    """What one line has heard at the monotonic time `at`: a view, or None while the terminal can't be reached.

    `refused`: it was reached and refuses the token.
    """

    terminal: Terminal
    view: DeskView | None
    at: float
    refused: bool = False


def terminal_of(address: str) -> Terminal:
    """Read `http://ADDRESS:PORT/#TOKEN`. Raises `NotATerminal`."""
    try:
        parts = urlsplit(address)
        host, port = parts.hostname, parts.port
    except ValueError:
        raise NotATerminal("that is no address; write http://192.168.1.23:8130/#TOKEN") from None
    if parts.scheme != "http" or not host or parts.path not in ("", "/") or parts.query:
        raise NotATerminal("write a terminal as http://192.168.1.23:8130/#TOKEN")
    if not parts.fragment or not parts.fragment.isascii() or not parts.fragment.isprintable():
        raise NotATerminal(
            f"{host}: the token is missing behind the #; it stands in the terminal's kiosk.toml, [desk] token"
        )
    return Terminal(host, port or USUAL_PORT, parts.fragment)


class DeskLine:
    """See the module. `post` is called from the line's threads; `answer` never blocks."""

    def __init__(self, terminal: Terminal, clock: Clock, post: Callable[[DeskHeard], None]) -> None:
        self.terminal = terminal
        self._clock = clock
        self._post = post
        self._closed = threading.Event()
        self._answers: queue.SimpleQueue[DeskAnswer | None] = queue.SimpleQueue()

    def open(self) -> None:
        """Begin to listen."""
        for work in (self._listen, self._carry):
            threading.Thread(target=work, name=f"desk {self.terminal.place}", daemon=True).start()

    def close(self) -> None:
        """Listen no more; nobody waits for a question that is still being held."""
        self._closed.set()
        self._answers.put(None)

    def answer(self, answer: DeskAnswer) -> None:
        """Have an answer carried."""
        self._answers.put(answer)

    def _listen(self) -> None:
        version = ""
        while not self._closed.is_set():
            wait = 0.0
            try:
                status, body = self._ask("GET", f"/calls?after={quote(version)}", None, ASK_SECONDS)
                if status != http.HTTPStatus.OK:
                    refused = status in (http.HTTPStatus.UNAUTHORIZED, http.HTTPStatus.TOO_MANY_REQUESTS)
                    wait = REFUSED_SECONDS if refused else AGAIN_SECONDS
                    self._heard(None, refused=refused)
                else:
                    view = view_from_json(body)
                    version = view.version
                    self._heard(view)
            except (OSError, http.client.HTTPException, DeskTalkUnreadable):
                self._heard(None)
                version, wait = "", AGAIN_SECONDS
            self._closed.wait(wait)

    def _carry(self) -> None:
        while (answer := self._answers.get()) is not None:
            try:
                self._ask("POST", "/answer", answer_to_json(answer), ANSWER_SECONDS)
            except (OSError, http.client.HTTPException):
                self._heard(None)  # the call still stands in the next view: it can be answered again

    def _ask(self, method: str, path: str, body: bytes | None, seconds: float) -> tuple[int, bytes]:
        connection = http.client.HTTPConnection(self.terminal.host, self.terminal.port, timeout=seconds)
        try:
            connection.request(method, path, body, {"Authorization": f"Bearer {self.terminal.token}"})
            reply = connection.getresponse()
            return reply.status, reply.read(MOST_BYTES + 1)
        finally:
            connection.close()

    def _heard(self, view: DeskView | None, *, refused: bool = False) -> None:
        if not self._closed.is_set():
            self._post(DeskHeard(self.terminal, view, self._clock.monotonic(), refused))
