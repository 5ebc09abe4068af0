"""The guide lights on a real board: they shine again after its lane was given a new life, and go out with the program."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Any

from devices.bench.memory_line import MemoryLine
from devices.modbus.adapter import ModbusIndicators
from devices.modbus.simulator import ModbusBoardSimulator
from devices.modbus.wiring import Wiring
from devices.roles import Lamp
from kiosk.core.clock import SHANGHAI, VirtualClock
from kiosk.core.lane import CLOSE_SECONDS, GRACE_SECONDS, HealthChanged, Lane, Message
from kiosk.core.page import Job
from kiosk.core.stage import Ticket
from kiosk.lights.stage import LightsStage
from tests.lights.test_stage import PLACE, shown

if TYPE_CHECKING:
    from devices.roles import Indicators

WIRING = Wiring(lamps={Lamp.ID_READER: 0, Lamp.IN_SERVICE: 1})


class Terminal:
    """A board, its lane and the stage that orders the lamps, as the app ties them together."""

    def __init__(self) -> None:
        self.clock = VirtualClock(datetime(2024, 5, 6, 9, tzinfo=SHANGHAI))
        self.board = ModbusBoardSimulator(WIRING)
        self.line = MemoryLine(self.board, self.clock, baud=9600)
        self.lives = 0
        self._orders = 0
        self.lane: Lane[Indicators] = Lane("indicators", self._open, self.clock, self._post, tended=True)
        self.lights = LightsStage(self.order, closed=frozenset({"out_of_service"}), help_page="help_here")
        self.lane.start()

    def _open(self) -> Indicators:
        self.lives += 1
        return ModbusIndicators(self.line.open, self.clock, WIRING)

    def _post(self, message: Message) -> None:
        if isinstance(message, HealthChanged):
            self.lights.health_changed(message.health)

    def order(self, job: Job[Any]) -> None:
        self._orders -= 1
        self.lane.submit(Ticket(self._orders), job)

    def live(self, seconds: float) -> None:
        until = self.clock.monotonic() + seconds
        while self.clock.monotonic() < until:
            self.clock.sleep(0.5)
            self.lane.supervise()

    def end(self) -> None:
        self.lane.close()
        assert self.lane.wait_closed(CLOSE_SECONDS)


def test_lamps_shine_again_on_the_new_life_of_a_lane_that_hung() -> None:
    terminal = Terminal()
    terminal.lights.show(shown(PLACE))
    terminal.live(4.0)
    assert Lamp.IN_SERVICE in terminal.board.lit

    def hang(_board: Indicators, _deadline: object, _report: object) -> None:
        terminal.clock.sleep(60.0)

    terminal.order(Job("indicators", hang, 0.5))
    terminal.live(GRACE_SECONDS + 1.5)
    terminal.board.power(on=False)
    terminal.board.power(on=True)
    terminal.live(5.0)
    assert terminal.lives == 2
    assert Lamp.IN_SERVICE in terminal.board.lit
    terminal.end()
    assert terminal.board.lit == frozenset()


def test_lamps_shine_again_on_a_board_that_was_away() -> None:
    terminal = Terminal()
    terminal.lights.show(shown(PLACE))
    terminal.live(4.0)
    terminal.line.pull()
    terminal.board.power(on=False)
    terminal.live(4.0)
    terminal.board.power(on=True)
    terminal.line.plug()
    terminal.live(5.0)
    assert Lamp.IN_SERVICE in terminal.board.lit
    terminal.end()
    assert terminal.board.lit == frozenset()
