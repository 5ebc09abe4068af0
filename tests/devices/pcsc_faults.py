"""A PC/SC library that fails: every call, with every result, from any of its uses on; and how a reader endures it."""

from __future__ import annotations

import threading
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from devices.deadline import Deadline
from devices.errors import CardLifted, CardMute, CardUnreadable, DeviceError, DeviceGone
from devices.pcsc import library
from devices.pcsc.adapter import PcscTransport
from devices.pcsc.worker import GRACE_SECONDS
from devices.social_card.reader import SocialCardSlot
from devices.social_card.simulated_chip import SimulatedChip
from kiosk.core.clock import SHANGHAI, VirtualClock
from tests.devices.trial import Outcome

if TYPE_CHECKING:
    from collections.abc import Iterator

    from devices.pcsc.library import ReaderState


class FailingLibrary:
    """A PC/SC library of the test's own: what lies beyond is told by numbers, as the real one tells it."""

    def __init__(self) -> None:
        self.results: dict[str, int] = {}
        self.readers = ["ACME SAM 0", "ACME Slot 0"]
        self.state = library.STATE_PRESENT
        self.chip = SimulatedChip()
        self.hang: threading.Event | None = None
        self.released = threading.Event()

    def SCardEstablishContext(self, _scope: int, /) -> tuple[int, int]:  # noqa: N802
        return self._result("establish"), 7

    def SCardReleaseContext(self, _context: int, /) -> int:  # noqa: N802
        self.released.set()
        return 0

    def SCardCancel(self, _context: int, /) -> int:  # noqa: N802
        return 0

    def SCardListReaders(self, _context: int, _groups: list[str], /) -> tuple[int, list[str]]:  # noqa: N802
        return self._result("list"), self.readers

    def SCardGetStatusChange(  # noqa: N802
        self, _context: int, milliseconds: int, readers: object, /
    ) -> tuple[int, list[ReaderState]]:
        del readers
        if milliseconds:
            threading.Event().wait(milliseconds / 1000)
        return self._result("status"), [("ACME Slot 0", self.state | library.STATE_CHANGED, [])]

    def SCardConnect(self, _context: int, _reader: str, _share: int, _protocols: int, /) -> tuple[int, int, int]:  # noqa: N802
        self.chip.power_on()
        return self._result("connect"), 9, library.PROTOCOL_T0

    def SCardStatus(self, _card: int, /) -> tuple[int, str, int, int, list[int]]:  # noqa: N802
        return self._result("atr"), "ACME Slot 0", 0, 0, list(self.chip.atr)

    def SCardTransmit(self, _card: int, _protocol: int, command: list[int], /) -> tuple[int, list[int]]:  # noqa: N802
        if self.hang is not None:
            self.hang.wait(20.0)
        return self._result("transmit"), list(self.chip.transmit(bytes(command)))

    def SCardDisconnect(self, _card: int, _disposition: int, /) -> int:  # noqa: N802
        self.chip.power_off()
        return 0

    def _result(self, name: str) -> int:
        return self.results.get(name, 0)


@dataclass(frozen=True)
class FaultCase:
    """A call of the library that fails, from one of its uses on, until the trouble is over."""

    call: str
    result: int
    use: int

    @property
    def name(self) -> str:
        """What happens, the number of the result with it."""
        return f"{self.call} {_what(self.result)} from use {self.use} on"


def _what(result: int) -> str:
    if result == HANG:
        return "hangs"
    kind = library.ERRORS.get(result)
    told = (
        "finds the reader gone"
        if kind is DeviceGone
        else "has trouble with the card"
        if kind in OF_THE_CARD
        else "is refused"
    )
    return f"{told} ({result:08X})"


CALLS = ("establish", "list", "status", "connect", "atr", "transmit")
HANG = -1
OF_THE_CARD = (CardLifted, CardMute, CardUnreadable)
ORDER_SECONDS = 4.0
BACK_SECONDS = 5.0
LOOKS = 8
"""So often an idle lane has seen the reader well before somebody puts a card."""


def fault_cases() -> Iterator[FaultCase]:
    """Every call, with every result there is a name for, one there isn't, and a hang; from its 1st, 2nd, 4th and 9th use on."""
    for call in CALLS:
        for result in (*library.ERRORS, 0x80100001, HANG):
            yield from (FaultCase(call, result, use) for use in (1, 2, 4, 9))


class FaultyLibrary(FailingLibrary):
    """Fails as a case has it."""

    def __init__(self, case: FaultCase, clock: VirtualClock) -> None:
        super().__init__()
        self._case, self._clock, self._uses, self.over = case, clock, 0, False

    def SCardGetStatusChange(  # noqa: N802
        self, context: int, milliseconds: int, readers: object, /
    ) -> tuple[int, list[ReaderState]]:
        self._clock.sleep(milliseconds / 1000)
        return super().SCardGetStatusChange(context, 0, readers)

    def _result(self, name: str) -> int:
        self._clock.sleep(0.002)
        if name != self._case.call or self.over:
            return 0
        self._uses += 1
        if self._uses < self._case.use:
            return 0
        if self._case.result == HANG:
            self._clock.sleep(60.0)
            return 0
        return self._case.result


def endure(case: FaultCase) -> Outcome:
    """Read through the trouble; return how it ended. Asserts what always holds."""
    clock = VirtualClock(datetime(2024, 5, 6, 9, tzinfo=SHANGHAI))
    scard = FaultyLibrary(case, clock)
    transport = PcscTransport(clock, "", lambda: scard)
    reader = SocialCardSlot(transport, clock)
    try:
        reader.read_card(Deadline(clock, ORDER_SECONDS), found=lambda: None)
        ended = "read"
    except DeviceError as error:
        ended = error.code
    seconds = clock.monotonic()
    assert seconds <= ORDER_SECONDS + 2 * GRACE_SECONDS + 0.6, case.name
    reader.listen(Deadline(clock, 0.1))
    scard.over, scard.state = True, 0
    mended = clock.monotonic()
    back: list[float] = []
    while len(back) < LOOKS:  # an idle lane listens, a slice at a time, and asks
        assert clock.monotonic() - mended < 3.0, case.name
        reader.listen(Deadline(clock, 0.3))
        back += [clock.monotonic() - mended] if reader.probe(Deadline(clock, 1.0)).usable else []
    scard.state = library.STATE_PRESENT
    reader.read_card(Deadline(clock, BACK_SECONDS - (clock.monotonic() - mended)), found=lambda: None)
    reader.close()
    return Outcome(ended, seconds, back[0])
