"""The guide lights: the slot that waits for a hand pulses, and nothing shines for nobody."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from devices.deadline import Deadline, SystemTime
from devices.health import DeviceState, Health
from devices.roles import Glow, Lamp
from kiosk.core.closed import Closed
from kiosk.core.help import Call, CallNews, CallState, HelpKind, Turn
from kiosk.core.page import Notice, Phase, Slot, Wait
from kiosk.core.people import Presentation
from kiosk.core.stage import Showing, Ticket
from kiosk.core.text import say
from kiosk.lights.stage import MOST_STROKES, LightsStage
from kiosk.screens.help_here import help_here
from kiosk.screens.sample import PLACES
from kiosk.screens.sorry import out_of_service

if TYPE_CHECKING:
    from collections.abc import Mapping

    from kiosk.core.page import Job, Page

READING = Phase("reading", say("正在读证"))
PLACE: Page[object] = Wait(name="place_id_card", title=say("请放身份证"), phases=(READING,), hand=Slot.ID_READER)
PLAIN: Page[object] = Notice(name="plain", title=say("知道了"))


class Board:
    """The lamps as they were last told to shine."""

    def __init__(self) -> None:
        self.orders: list[Mapping[Lamp, Glow]] = []

    def show(self, lamps: Mapping[Lamp, Glow], deadline: Deadline) -> None:
        deadline.check()
        self.orders.append(dict(lamps))

    def perform(self, job: Job[Any]) -> None:
        assert job.lane == "indicators"
        job.work(self, Deadline(SystemTime(), job.seconds), lambda _: None)


def stage() -> tuple[LightsStage, Board]:
    board = Board()
    return LightsStage(board.perform, closed=frozenset({"out_of_service"}), help_page="help_here"), board


def shown(page: Page[Any], phase: Phase | None = None) -> Showing:
    return Showing(Ticket(1), page, Presentation(), phase)


def test_the_slot_that_waits_for_a_hand_pulses_and_shines_still_while_it_works() -> None:
    lights, board = stage()
    lights.show(shown(PLACE))
    lights.show(shown(PLACE, READING))
    lights.show(shown(PLAIN))
    assert board.orders == [
        {Lamp.IN_SERVICE: Glow.ON, Lamp.ID_READER: Glow.PULSE},
        {Lamp.IN_SERVICE: Glow.ON, Lamp.ID_READER: Glow.ON},
        {Lamp.IN_SERVICE: Glow.ON},
    ]


def test_what_shines_already_is_not_told_again() -> None:
    lights, board = stage()
    for _ in range(3):
        lights.show(shown(PLACE))
    assert len(board.orders) == 1


def test_every_slot_has_its_lamp() -> None:
    assert {Lamp(slot.value) for slot in Slot} <= set(Lamp)


def test_out_of_service_is_dark_and_help_pulses() -> None:
    lights, board = stage()
    lights.show(shown(out_of_service(PLACES, Closed.CLOCK)))
    lights.show(shown(help_here(PLACES)))
    assert board.orders == [{}, {Lamp.IN_SERVICE: Glow.ON, Lamp.HELP: Glow.PULSE}]


def test_a_board_that_comes_into_reach_is_told_what_shall_shine() -> None:
    lights, board = stage()
    lights.health_changed(Health(DeviceState.ONLINE))
    assert board.orders == []  # no page has said anything yet
    lights.show(shown(PLACE))
    lights.health_changed(Health(DeviceState.ONLINE))
    assert len(board.orders) == 1
    for state in (DeviceState.UNKNOWN, DeviceState.NO_DEVICE):
        lights.health_changed(Health(state))
    assert len(board.orders) == 1
    lights.health_changed(Health(DeviceState.ONLINE))
    assert board.orders == [{Lamp.IN_SERVICE: Glow.ON, Lamp.ID_READER: Glow.PULSE}] * 2


def test_after_the_visit_no_hand_is_wanted() -> None:
    lights, board = stage()
    lights.over()
    lights.show(shown(PLACE))
    lights.over()
    assert board.orders == [{}, {Lamp.IN_SERVICE: Glow.ON, Lamp.ID_READER: Glow.PULSE}, {Lamp.IN_SERVICE: Glow.ON}]


def news(
    turn: Turn, state: CallState = CallState.WAITING, *, kind: HelpKind = HelpKind.HELP, again: int = 0
) -> CallNews:
    return CallNews(turn, Call(1, kind, 0.0, state, again), 0.0)


def test_who_waits_for_help_sees_the_lamp_pulse_and_shine_still_once_somebody_comes() -> None:
    lights, board = stage()
    lights.show(shown(PLAIN))
    called = news(Turn.CALLED)
    lights.heard(called, called.call)
    assert board.orders[1] == {Lamp.IN_SERVICE: Glow.ON, Lamp.HELP: Glow.PULSE}
    coming = news(Turn.ANSWERED, CallState.COMING)
    lights.heard(coming, coming.call)
    lights.show(shown(PLACE))
    assert board.orders[-1] == {Lamp.IN_SERVICE: Glow.ON, Lamp.ID_READER: Glow.PULSE, Lamp.HELP: Glow.ON}
    lights.over()
    assert board.orders[-1] == {Lamp.IN_SERVICE: Glow.ON, Lamp.HELP: Glow.ON}
    lights.heard(news(Turn.HERE, CallState.HERE), None)
    assert board.orders[-1] == {Lamp.IN_SERVICE: Glow.ON}


def strokes(board: Board) -> int:
    return sum(Lamp.CHIME in lamps for lamps in board.orders)


def test_the_chime_sounds_at_the_call_and_more_at_each_repeat() -> None:
    lights, board = stage()
    lights.show(shown(PLAIN))
    sounded: list[int] = []
    for again in range(5):
        called = news(Turn.CALLED_AGAIN if again else Turn.CALLED, again=again)
        board.orders.clear()
        lights.heard(called, called.call)
        sounded.append(strokes(board))
    assert sounded == [1, 2, 3, MOST_STROKES, MOST_STROKES]
    assert board.orders[-1] == {Lamp.IN_SERVICE: Glow.ON, Lamp.HELP: Glow.PULSE}


def test_nothing_sounds_or_shines_for_what_nobody_asked_for() -> None:
    lights, board = stage()
    lights.show(shown(PLAIN))
    lights.heard(news(Turn.CALLED, kind=HelpKind.HESITATES), None)
    assert board.orders == [{Lamp.IN_SERVICE: Glow.ON}]
