"""The PC/SC library as we use it, imported only when a reader is opened; its numbers, and what they mean to us.

Source: PC/SC part 5 and pcsc-lite's `pcsclite.h`. pyscard gives the same numbers as signed integers, so they are cut to 32 bits.
"""

from __future__ import annotations

import importlib
from typing import TYPE_CHECKING, Final, Protocol, cast

from devices.errors import (
    CardLifted,
    CardMute,
    CardUnreadable,
    DeviceError,
    DeviceGone,
    NotConfigured,
    OperationCancelled,
    ProtocolFault,
)

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

SCOPE_USER: Final = 0
SHARE_EXCLUSIVE: Final = 1
UNPOWER_CARD: Final = 2
PROTOCOL_T0: Final = 1
PROTOCOL_T1: Final = 2

STATE_UNAWARE: Final = 0x0000
STATE_CHANGED: Final = 0x0002
STATE_UNKNOWN: Final = 0x0004
STATE_UNAVAILABLE: Final = 0x0008
STATE_PRESENT: Final = 0x0020
STATE_BITS: Final = 0xFFFF
"""The bits of a reader's state; above them pcsc-lite counts how often a card came or went."""

SUCCESS: Final = 0x00000000
CANCELLED: Final = 0x80100002
TIMED_OUT: Final = 0x8010000A
NO_READERS: Final = 0x8010002E

ERRORS: Final[Mapping[int, type[DeviceError]]] = {
    CANCELLED: OperationCancelled,
    0x80100003: DeviceGone,  # invalid handle: the service was started anew
    0x80100009: DeviceGone,  # unknown reader
    0x8010000B: DeviceGone,  # another program holds the card
    0x8010000C: CardLifted,  # no card
    0x8010000F: CardUnreadable,  # neither T=0 nor T=1
    0x80100010: CardUnreadable,  # reader or card not ready
    0x80100013: CardUnreadable,  # communication with the card failed
    0x80100016: CardUnreadable,  # not transacted: the card fell silent
    0x80100017: DeviceGone,  # reader unplugged
    0x8010001D: DeviceGone,  # no service
    0x8010001E: DeviceGone,  # service stopped
    NO_READERS: DeviceGone,
    0x8010002F: CardUnreadable,  # data lost between reader and card
    0x80100065: CardUnreadable,  # an answer to reset that nobody understands: the chip is reached, so it isn't turned round
    0x80100066: CardMute,  # unresponsive: turned round, or worn
    0x80100067: CardMute,  # can't be powered
    0x80100068: CardUnreadable,  # somebody else reset the card
    0x80100069: CardLifted,
}
"""What a result means; any other is a `ProtocolFault` that tells its number."""


def refusal(result: int, what: str) -> DeviceError:
    """Return the error for a result that isn't success."""
    number = result & 0xFFFFFFFF
    return ERRORS.get(number, ProtocolFault)(f"{what}: PC/SC {number:08X}")


ReaderState = tuple[str, int, "list[int]"]


class Library(Protocol):
    """The functions of `smartcard.scard` that we call. Each returns its result first; none raises."""

    def SCardEstablishContext(self, scope: int, /) -> tuple[int, int]:  # noqa: N802 - the library's name
        """Open a connection to the service."""
        ...

    def SCardReleaseContext(self, context: int, /) -> int:  # noqa: N802 - the library's name
        """Close it."""
        ...

    def SCardCancel(self, context: int, /) -> int:  # noqa: N802 - the library's name
        """End a wait for a change in another thread."""
        ...

    def SCardListReaders(self, context: int, groups: list[str], /) -> tuple[int, list[str]]:  # noqa: N802 - the library's name
        """Name the readers."""
        ...

    def SCardGetStatusChange(  # noqa: N802 - the library's name
        self, context: int, milliseconds: int, readers: Sequence[tuple[str, int]], /
    ) -> tuple[int, list[ReaderState]]:
        """Wait until a reader's state isn't the one told."""
        ...

    def SCardConnect(  # noqa: N802 - the library's name
        self, context: int, reader: str, share: int, protocols: int, /
    ) -> tuple[int, int, int]:
        """Power a card."""
        ...

    def SCardStatus(self, card: int, /) -> tuple[int, str, int, int, list[int]]:  # noqa: N802 - the library's name
        """Tell about a powered card, its ATR last."""
        ...

    def SCardTransmit(self, card: int, protocol: int, command: list[int], /) -> tuple[int, list[int]]:  # noqa: N802 - the library's name
        """Send a command."""
        ...

    def SCardDisconnect(self, card: int, disposition: int, /) -> int:  # noqa: N802 - the library's name
        """Let go of a card."""
        ...


def load() -> Library:
    """Return the library. Raises `NotConfigured` where it isn't installed."""
    try:
        module = importlib.import_module("smartcard.scard")
    except ImportError as error:
        raise NotConfigured(f"pyscard is missing: install python3-pyscard or yiban[pcsc] ({error.name})") from None
    return cast("Library", module)
