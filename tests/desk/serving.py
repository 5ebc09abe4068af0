"""A terminal's desk page served on loopback, and a client that asks it."""

from __future__ import annotations

import http.client
import queue
from contextlib import contextmanager
from typing import TYPE_CHECKING

from kiosk.core.clock import SystemClock
from kiosk.core.config import DeskConfig
from kiosk.desk.server import DeskServer

if TYPE_CHECKING:
    from collections.abc import Generator

    from kiosk.desk.view import DeskAnswer

OPENER = "desk-of-the-tests-1"
BEARER = {"Authorization": f"Bearer {OPENER}"}


class Served:
    """A server and what its desks have answered."""

    def __init__(self, machine: int = 3) -> None:
        self.answers: queue.SimpleQueue[DeskAnswer] = queue.SimpleQueue()
        self.server = DeskServer(DeskConfig(serve=True, port=0, token=OPENER), machine, SystemClock(), self.answers.put)
        self.server.open()

    def ask(
        self, method: str, path: str, body: bytes | None = None, headers: dict[str, str] | None = None
    ) -> tuple[http.client.HTTPResponse, bytes]:
        return ask(self.server.port, method, path, body, headers)


def ask(
    port: int, method: str, path: str, body: bytes | None = None, headers: dict[str, str] | None = None
) -> tuple[http.client.HTTPResponse, bytes]:
    """Ask a server on loopback."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=20)
    try:
        connection.request(method, path, body, headers or {})
        reply = connection.getresponse()
        return reply, reply.read()
    finally:
        connection.close()


@contextmanager
def served(machine: int = 3) -> Generator[Served]:
    each = Served(machine)
    try:
        yield each
    finally:
        each.server.close()
