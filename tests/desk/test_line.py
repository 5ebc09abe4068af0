"""The line from the desk's window to a terminal, over a real socket."""

from __future__ import annotations

import queue
from typing import TYPE_CHECKING

import pytest

from kiosk.core.clock import SystemClock
from kiosk.core.help import Call, HelpKind
from kiosk.desk.line import DeskHeard, DeskLine, NotATerminal, Terminal, terminal_of
from kiosk.desk.view import DeskAnswer
from tests.desk.serving import OPENER, served

if TYPE_CHECKING:
    from collections.abc import Iterator


class Desk:
    """One line and what came over it."""

    def __init__(self, port: int, token: str = OPENER) -> None:
        self.heard: queue.SimpleQueue[DeskHeard] = queue.SimpleQueue()
        self.line = DeskLine(Terminal("127.0.0.1", port, token), SystemClock(), self.heard.put)

    def hears(self) -> DeskHeard:
        return self.heard.get(timeout=10)


@pytest.fixture
def desks() -> Iterator[list[Desk]]:
    opened: list[Desk] = []
    yield opened
    for desk in opened:
        desk.line.close()


def opened(desks: list[Desk], port: int, token: str = OPENER) -> Desk:
    desk = Desk(port, token)
    desks.append(desk)
    desk.line.open()
    return desk


def test_calls_come_over_the_line_and_answers_go_back(desks: list[Desk]) -> None:
    with served(machine=5) as terminal:
        desk = opened(desks, terminal.server.port)
        first = desk.hears().view
        assert first is not None
        assert first.machine == 5
        terminal.server.publish((Call(1, HelpKind.HELP, SystemClock().monotonic()),))
        view = desk.hears().view
        while view is not None and not view.lines:  # what was published before the line stood
            view = desk.hears().view
        assert view is not None
        assert [(line.id, line.words) for line in view.lines] == [(1, "请人帮忙")]
        desk.line.answer(DeskAnswer(1, 3))
        assert terminal.answers.get(timeout=5) == DeskAnswer(1, 3)


def test_a_terminal_that_is_gone_is_said_to_be_and_found_again(desks: list[Desk]) -> None:
    with served() as terminal:
        desk = opened(desks, terminal.server.port)
        assert desk.hears().view is not None
        terminal.server.close()
        heard = desk.hears()
        while heard.view is not None:
            heard = desk.hears()
        assert not heard.refused
        desk.line.answer(DeskAnswer(1))
        assert desk.hears().view is None


def test_a_terminal_that_refuses_the_token_is_told_apart(desks: list[Desk]) -> None:
    with served() as terminal:
        heard = opened(desks, terminal.server.port, "not-the-right-one").hears()
        assert heard.view is None
        assert heard.refused


def test_a_line_that_is_closed_says_nothing_more(desks: list[Desk]) -> None:
    with served() as terminal:
        desk = opened(desks, terminal.server.port)
        desk.hears()
        desk.line.close()
        terminal.server.publish(())
        with pytest.raises(queue.Empty):
            desk.heard.get(timeout=0.5)


def test_a_terminal_is_named_by_its_address_and_its_token() -> None:
    assert terminal_of("http://192.168.1.23:9000/#abc") == Terminal("192.168.1.23", 9000, "abc")
    assert terminal_of("http://[fe80::1]#abc") == Terminal("fe80::1", 8130, "abc")
    assert terminal_of("http://hall-3/#abc").place == "hall-3:8130"


@pytest.mark.parametrize(
    "wrong",
    [
        "",
        "192.168.1.23",
        "ftp://a/#t",
        "http:///#t",
        "http://a/calls#t",
        "http://a/?t=1#t",
        "http://a:x/#t",
        "http://[/#t",
    ],
)
def test_what_names_no_terminal_is_refused_with_an_example(wrong: str) -> None:
    with pytest.raises(NotATerminal, match="http://192"):
        terminal_of(wrong)


def test_a_token_that_is_missing_or_mangled_is_said_to_be_without_it() -> None:
    for wrong in ("http://a/", "http://a/#", "http://a/#口令", "http://a/#a\x7fsecret"):
        with pytest.raises(NotATerminal, match="a: the token is missing") as error:
            terminal_of(wrong)
        assert "secret" not in str(error.value)
