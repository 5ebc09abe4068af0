"""Between a terminal and the desk: what a desk answers comes to the board, and nothing is claimed that nobody hears."""

from __future__ import annotations

import json
import queue
from dataclasses import replace

import pytest

from kiosk.core.clock import SystemClock
from kiosk.core.config import Config, DeskConfig, PlaceConfig
from kiosk.core.help import CallState, HelpKind
from kiosk.desk.reception import Reception
from kiosk.desk.server import DeskNotServed
from tests.desk.serving import BEARER, OPENER, ask
from tests.gallery.hanging import virtual_clock

SERVING = Config(desk=DeskConfig(serve=True, port=0, token=OPENER))


def claims(reception: Reception) -> tuple[bool, bool]:
    assert reception.served is (reception.port > 0)
    return reception.told, reception.places.staff_told


def test_a_call_goes_to_the_desk_and_its_answer_to_the_board() -> None:
    posted: queue.SimpleQueue[object] = queue.SimpleQueue()
    reception = Reception(SERVING, SystemClock(), posted.put)
    reception.open()
    try:
        assert claims(reception) == (False, False)
        call = reception.board.call(HelpKind.HELP)
        port = reception.port
        _, body = ask(port, "GET", "/calls", headers=BEARER)
        assert [line["id"] for line in json.loads(body)["calls"]] == [call.id]
        assert claims(reception) == (True, True)
        ask(port, "POST", "/answer", b'{"id": 1, "minutes": 3}', BEARER)
        assert reception.heard(posted.get(timeout=5))
        assert reception.board.calls[0].minutes == 3
        ask(port, "POST", "/answer", b'{"id": 1, "here": true}', BEARER)
        assert reception.heard(posted.get(timeout=5))
        assert reception.board.calls == ()
    finally:
        reception.close()
    assert claims(reception) == (False, False)


def test_a_terminal_that_serves_nothing_claims_nothing_and_works() -> None:
    clock = virtual_clock()
    reception = Reception(Config(), clock, lambda _: None)
    reception.open()
    assert reception.port == 0
    assert not reception.told
    assert reception.board.next_due is None
    reception.board.call(HelpKind.NO_PAPER)
    assert reception.next_due == 60
    clock.sleep(60)
    reception.tick()
    assert [(call.state, call.again) for call in reception.board.calls] == [(CallState.WAITING, 1)]
    assert not reception.heard("something else")
    reception.close()


def test_a_hall_may_say_that_somebody_always_hears() -> None:
    config = Config(places=PlaceConfig(staff_told=True))
    assert Reception(config, virtual_clock(), lambda _: None).told


def test_a_port_that_is_taken_leaves_everything_else_working() -> None:
    one = Reception(SERVING, SystemClock(), lambda _: None)
    one.open()
    two = Reception(replace(SERVING, desk=replace(SERVING.desk, port=one.port)), SystemClock(), lambda _: None)
    with pytest.raises(DeskNotServed):
        two.open()
    two.board.call(HelpKind.HELP)
    assert not two.told
    one.close()
    two.close()
