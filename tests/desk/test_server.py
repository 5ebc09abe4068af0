"""The desk's page over a real socket: what it shows, to whom, and what it can't be made to do."""

from __future__ import annotations

import json
import re
import socket
import threading
import time
from contextlib import suppress
from typing import TYPE_CHECKING

import pytest

from kiosk.core.clock import SystemClock
from kiosk.core.config import DeskConfig
from kiosk.core.help import Call, HelpKind
from kiosk.desk.guard import COOKIE
from kiosk.desk.server import MOST_BODY_BYTES, MOST_OF_ONE, DeskNotServed, DeskServer
from kiosk.desk.view import DeskAnswer
from tests.desk.serving import BEARER, OPENER, Served, served

if TYPE_CHECKING:
    from collections.abc import Iterator


@pytest.fixture
def terminal() -> Iterator[Served]:
    with served() as each:
        yield each


def calls(since: float = 0.0) -> tuple[Call, ...]:
    return (Call(1, HelpKind.HELP, SystemClock().monotonic() - since),)


def test_the_page_is_one_file_that_knows_nothing(terminal: Served) -> None:
    terminal.server.publish(calls())
    reply, page = terminal.ask("GET", "/")
    text = page.decode()
    assert reply.status == 200
    assert reply.headers["Content-Type"] == "text/html; charset=utf-8"
    assert "服务台" in text
    assert OPENER not in text
    assert not re.search(r"(src|href)=|https?:|@import|url\(", text)


def test_a_browser_is_told_to_do_nothing_but_what_the_page_does(terminal: Served) -> None:
    reply, page = terminal.ask("GET", "/")
    policy = reply.headers["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert "unsafe" not in policy
    assert len(re.findall(r"'sha256-[^']+'", policy)) == 2
    assert page.decode().count("<script>") == page.decode().count("<style>") == 1
    assert " on" + "click=" not in page.decode()
    assert " style=" not in page.decode()
    for name, value in (
        ("X-Content-Type-Options", "nosniff"),
        ("X-Frame-Options", "DENY"),
        ("Referrer-Policy", "no-referrer"),
        ("Cache-Control", "no-store"),
    ):
        assert reply.headers[name] == value
    assert "Python" not in reply.headers["Server"]


def test_the_calls_are_for_who_has_the_token(terminal: Served) -> None:
    terminal.server.publish(calls(since=42))
    assert terminal.ask("GET", "/calls")[0].status == 401
    reply, body = terminal.ask("GET", "/calls", headers=BEARER)
    assert reply.status == 200
    told = json.loads(body)
    assert told["machine"] == 3
    assert [(c["words"], c["state"]) for c in told["calls"]] == [("请人帮忙", "waiting")]
    assert 42 <= told["calls"][0]["waited"] < 50


def test_after_the_first_use_a_cookie_stands_for_the_token(terminal: Served) -> None:
    reply, _ = terminal.ask("POST", "/enter", OPENER.encode())
    assert reply.status == 204
    cookie = reply.headers["Set-Cookie"]
    assert OPENER not in cookie
    assert {"HttpOnly", "SameSite=Strict"} <= set(cookie.split("; "))
    own = {"Cookie": f"other=1; {cookie.split(';')[0]}"}
    assert terminal.ask("GET", "/calls", headers=own)[0].status == 200
    assert terminal.ask("GET", "/calls", headers={"Cookie": f"{COOKIE}=99999999999.0"})[0].status == 401
    assert terminal.ask("GET", "/calls", headers={"Cookie": "\x01;=;"})[0].status == 401


def test_guessing_is_slowed_and_a_cookie_is_not(terminal: Served) -> None:
    cookie = {"Cookie": terminal.ask("POST", "/enter", OPENER.encode())[0].headers["Set-Cookie"].split(";")[0]}
    assert terminal.ask("POST", "/enter", b"wrong")[0].status == 401
    reply, _ = terminal.ask("POST", "/enter", OPENER.encode())
    assert reply.status == 429
    assert reply.headers["Retry-After"] == "1"
    assert terminal.ask("GET", "/calls", headers=BEARER)[0].status == 429
    assert terminal.ask("GET", "/calls", headers=cookie)[0].status == 200


def test_an_answer_is_handed_on(terminal: Served) -> None:
    for body, answer in (
        (b'{"id": 1}', DeskAnswer(1)),
        (b'{"id": 1, "minutes": 3}', DeskAnswer(1, 3)),
        (b'{"id": 1, "here": true}', DeskAnswer(1, here=True)),
    ):
        assert terminal.ask("POST", "/answer", body, BEARER)[0].status == 204
        assert terminal.answers.get(timeout=5) == answer


def test_no_answer_is_taken_from_who_has_no_token_or_from_another_sites_page(terminal: Served) -> None:
    assert terminal.ask("POST", "/answer", b'{"id": 1}')[0].status == 401
    strange = BEARER | {"Origin": "http://elsewhere.example"}
    assert terminal.ask("POST", "/answer", b'{"id": 1}', strange)[0].status == 403
    own = BEARER | {"Origin": f"http://127.0.0.1:{terminal.server.port}"}
    assert terminal.ask("POST", "/answer", b"{}", own)[0].status == 400
    assert terminal.answers.empty()


@pytest.mark.parametrize(
    ("method", "path", "status"),
    [
        ("GET", "/?token=x", 404),
        ("GET", "/assets/desk/page.html", 404),
        ("GET", "/../../etc/passwd", 404),
        ("GET", "//etc", 404),
        ("POST", "/", 404),
        ("PUT", "/answer", 501),
        ("DELETE", "/calls", 501),
        ("HEAD", "/", 501),
    ],
)
def test_there_is_nothing_else(terminal: Served, method: str, path: str, status: int) -> None:
    reply, body = terminal.ask(method, path, headers=BEARER)
    assert reply.status == status
    assert body == b""


def test_a_body_that_is_too_long_or_of_unknown_length_is_not_read(terminal: Served) -> None:
    assert terminal.ask("POST", "/enter", b"x" * (MOST_BODY_BYTES + 1))[0].status == 413
    assert terminal.ask("POST", "/enter", headers={"Content-Length": "9" * 5000})[0].status == 413
    with socket.create_connection(("127.0.0.1", terminal.server.port), timeout=5) as line:
        line.sendall(b"POST /enter HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n")
        assert b" 413 " in line.recv(100)


def test_what_is_no_request_is_refused_without_a_word(terminal: Served) -> None:
    for noise in (
        b"\x16\x03\x01\x02\x00\x01\r\n\r\n",
        b"GET / HTTP/9.9\r\n\r\n",
        b"GET " + b"a" * 70_000 + b" HTTP/1.1\r\n\r\n",
    ):
        with socket.create_connection(("127.0.0.1", terminal.server.port), timeout=5) as line:
            line.sendall(noise)
            told = line.recv(4096)
            assert b"Python" not in told
            assert not told or told.split(b"\r\n", 1)[0].split(b" ")[1].startswith((b"4", b"5"))


def test_news_are_there_at_once(terminal: Served) -> None:
    version = json.loads(terminal.ask("GET", "/calls", headers=BEARER)[1])["version"]
    heard: list[float] = []

    def wait() -> None:
        _, body = terminal.ask("GET", f"/calls?after={version}", headers=BEARER)
        assert json.loads(body)["calls"]
        heard.append(time.monotonic())

    waiting = threading.Thread(target=wait)
    waiting.start()
    SystemClock().sleep(0.2)
    assert heard == []
    made = time.monotonic()
    terminal.server.publish(calls())
    waiting.join(5)
    assert heard[0] - made < 0.3


def test_a_desk_is_listening_while_it_asks(terminal: Served) -> None:
    assert not terminal.server.watched
    terminal.ask("GET", "/calls")
    assert not terminal.server.watched
    terminal.ask("GET", "/calls", headers=BEARER)
    assert terminal.server.watched


def test_one_address_has_only_so_many_connections_and_gets_them_back(terminal: Served) -> None:
    place = ("127.0.0.1", terminal.server.port)
    lines = [socket.create_connection(place, timeout=5) for _ in range(MOST_OF_ONE)]
    SystemClock().sleep(0.2)
    with socket.create_connection(place, timeout=5) as more:
        assert more.recv(1) == b""
    for line in lines:
        line.close()
    SystemClock().sleep(0.2)
    assert terminal.ask("GET", "/")[0].status == 200


def test_closing_answers_who_waits() -> None:
    with served() as terminal:
        version = json.loads(terminal.ask("GET", "/calls", headers=BEARER)[1])["version"]
        waiting = threading.Thread(target=lambda: terminal.ask("GET", f"/calls?after={version}", headers=BEARER))
        waiting.start()
        SystemClock().sleep(0.1)
        terminal.server.close()
        waiting.join(5)
        assert not waiting.is_alive()
        assert terminal.server.port == 0


def test_a_port_that_is_taken_is_said_to_be(terminal: Served) -> None:
    config = DeskConfig(serve=True, port=terminal.server.port, token=OPENER)
    other = DeskServer(config, 4, SystemClock(), lambda _answer: None)
    with pytest.raises(DeskNotServed, match=r"127\.0\.0\.1 port \d+: .*\[desk\]"):
        other.open()
    other.close()


def test_it_can_be_served_in_a_network_of_version_six() -> None:
    server = DeskServer(DeskConfig(serve=True, address="::1", port=0, token=OPENER), 3, SystemClock(), lambda _: None)
    try:
        server.open()
    except DeskNotServed:
        pytest.skip("this machine has no ::1")
    with socket.create_connection(("::1", server.port), timeout=5) as line:
        line.sendall(b"GET / HTTP/1.1\r\n\r\n")
        assert b" 200 " in line.recv(100)
    server.close()


def test_nothing_is_logged(terminal: Served, capfd: pytest.CaptureFixture[str]) -> None:
    terminal.ask("POST", "/enter", OPENER.encode())
    terminal.ask("GET", f"/{OPENER}")
    assert capfd.readouterr() == ("", "")


def test_who_speaks_too_slowly_is_hung_up_on_and_their_place_is_free(
    terminal: Served, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("kiosk.desk.server.LONGEST_SECONDS", 0.5)
    slow = [socket.create_connection(("127.0.0.1", terminal.server.port)) for _ in range(MOST_OF_ONE)]
    try:
        for line in slow:
            line.sendall(b"GET / HTTP/1.1\r\n")
            line.settimeout(5.0)
        for _ in range(4):
            threading.Event().wait(0.2)
            for line in slow:
                with suppress(OSError):
                    line.sendall(b"X: y\r\n")
        for line in slow:
            with suppress(ConnectionError):
                assert line.recv(1) == b""
        assert terminal.ask("GET", "/")[0].status == 200
    finally:
        for line in slow:
            line.close()
