"""What the tests of the two serial card readers stand on: a reader on a line in virtual time, and a whole reading of a card."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from devices.bench.memory_line import MemoryLine
from devices.ccid.adapter import CcidTransport
from devices.ccid.simulator import CcidSimulator
from devices.ccid.simulator import Timings as CcidTimings
from devices.crt.adapter import SPEEDS, CrtTransport
from devices.crt.simulator import CrtSimulator
from devices.crt.simulator import Timings as CrtTimings
from devices.deadline import Deadline
from devices.health import Media
from kiosk.core.clock import SHANGHAI, VirtualClock
from tests.devices.tiny_chip import ANSWERS, ATR, TinyChip

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from devices.link import Link
    from devices.social_card.transport import CardTransport


QUICK = CrtTimings(start=0.1, entry=0.2, move=0.1)
"""A motor in a hurry: the faults are the line's, and the polls between cost time."""


class Misheard(AssertionError):
    """The transport told something else than the card said."""


class Clocked:
    """Virtual time, and what is done later in it."""

    def __init__(self) -> None:
        self.clock = VirtualClock(datetime(2024, 5, 6, 9, tzinfo=SHANGHAI))

    def deadline(self, seconds: float | None = 20.0) -> Deadline:
        return Deadline(self.clock, seconds)

    def later(self, seconds: float, deed: Callable[[], None]) -> None:
        """Do something after some time, in another thread."""

        def wait_and_do() -> None:
            self.clock.sleep(seconds)
            deed()

        self.clock.spawn("later", wait_and_do)


class CcidBed(Clocked):
    """A CCID reader on a line in virtual time."""

    def __init__(self, timings: CcidTimings | None = None, *, echo: bool = True, told: bool | None = None) -> None:
        super().__init__()
        self.simulator = CcidSimulator(timings, echo=echo)
        self.line = MemoryLine(self.simulator, self.clock)
        self.transport = CcidTransport(self.line.open, self.clock, echo=echo if told is None else told)

    def put_in(self) -> None:
        """Push the manual's card into the slot."""
        self.simulator.insert(TinyChip())

    def take_out(self) -> None:
        """Pull it out."""
        self.simulator.remove()

    def reading(self, deadline: Deadline) -> None:
        """Wait for the card and have the manual's dialogue with it."""
        read_all(self.transport, deadline)

    def close(self) -> None:
        self.transport.close()
        self.line.close()


class CrtBed(Clocked):
    """A motor reader on a line in virtual time."""

    def __init__(
        self,
        timings: CrtTimings | None = None,
        *,
        speed: int | None = None,
        speeds: Sequence[int] = SPEEDS,
        hold_at_gate: bool = False,
    ) -> None:
        super().__init__()
        self.simulator = CrtSimulator(timings, speed=speed)
        self.line = MemoryLine(self.simulator, self.clock)
        self.opened: list[int] = []
        self.transport = CrtTransport(self._open_at, self.clock, speeds=speeds, hold_at_gate=hold_at_gate)

    def _open_at(self, baud: int) -> Link:
        self.opened.append(baud)
        link = self.line.open()
        self.simulator.host_speed(baud)
        return link

    def put_in(self) -> None:
        """Push the manual's card into the mouth."""
        self.simulator.insert(TinyChip())

    def take_out(self) -> None:
        """Take it, wherever it is."""
        self.simulator.remove()

    def reading(self, deadline: Deadline) -> None:
        """Let the card in, have the manual's dialogue with it, and give it back."""
        self.transport.admit(deadline, on=True)
        read_all(self.transport, deadline)
        self.transport.admit(deadline, on=False)
        self.transport.eject(deadline)

    def close(self) -> None:
        self.transport.close()
        self.line.close()


def read_all(transport: CardTransport, deadline: Deadline) -> None:
    """Wait for a card, power it, have the manual's dialogue with it, power it off. Raises `Misheard`."""
    while transport.wait_change(deadline) not in (Media.PRESENT, Media.LATCHED):
        deadline.check()
    if transport.power_on(deadline) != ATR:
        raise Misheard
    for command, answer in ANSWERS.items():
        if transport.transmit(command, deadline) != answer:
            raise Misheard(command.hex())
    transport.power_off(deadline)


class HandTime:
    """Time that is set by hand; nothing waits in it."""

    def __init__(self) -> None:
        self.now = 0.0

    def monotonic(self) -> float:
        return self.now


class Hand:
    """Talks to a simulated reader by hand, in the bytes of the manual."""

    def __init__(self, reader: CcidSimulator | CrtSimulator) -> None:
        self.clock = HandTime()
        self.came = bytearray()
        self._reader = reader
        reader.attach(self.came.extend, self.clock)  # type: ignore[arg-type]  # the reader only looks at the time

    def say(self, order: str) -> str:
        """Say something, let the reader do it, and return what it said meanwhile."""
        self.came.clear()
        self.clock.now += 1.0
        self._reader.received(bytes.fromhex(order))
        self.pass_by()
        return self.came.hex().upper()

    def pass_by(self) -> None:
        """Let everything happen that is due."""
        while (due := self._reader.due()) is not None:
            self.clock.now = due
            self._reader.tick()
