"""A card for the virtual reader of the vsmartcard project: what lies beyond the real PC/SC service in tests and on the bench.

    length 2, big-endian   payload      from the driver: 00 off   01 on   02 reset   04 ATR, please   else a command
    length 2               payload      from us: the ATR, or the answer with its status word

The driver listens; a card that is put in connects, and one that is drawn hangs up. It asks for the ATR several times a second.
Source: vsmartcard 3.3, `virtualsmartcard/src/vpcd`.
"""

from __future__ import annotations

import contextlib
import socket
import threading
from typing import TYPE_CHECKING, Final

from devices.social_card.chip import ShortCircuit

if TYPE_CHECKING:
    from collections.abc import Callable

    from devices.social_card.chip import Chip

PORT: Final = 0x8C7B
"""Where Debian's configuration has the driver listen; the second slot has the next."""

_OFF: Final = b"\x00"
_ON: Final = b"\x01"
_RESET: Final = b"\x02"
_ATR: Final = b"\x04"


class VirtualCard:
    """A chip in the virtual reader, from its making until `draw`. Raises `OSError` when no driver listens."""

    def __init__(self, chip: Chip, port: int = PORT, before_answer: Callable[[bytes], None] | None = None) -> None:
        self._chip = chip
        self._before_answer = before_answer
        self._line = socket.create_connection(("127.0.0.1", port), timeout=2.0)
        self._line.settimeout(None)
        self._atr = b""
        self._thread = threading.Thread(target=self._serve, name="virtual card", daemon=True)
        self._thread.start()

    def draw(self) -> None:
        """Draw the card."""
        self.hang_up()
        self._thread.join(2.0)
        self._line.close()

    def hang_up(self) -> None:
        """Break the contact at once; may be called from within an answer."""
        with contextlib.suppress(OSError):
            self._line.shutdown(socket.SHUT_RDWR)

    def _serve(self) -> None:
        with contextlib.suppress(OSError):
            while (message := self._receive()) is not None:
                answer = self._answer(message)
                if answer is not None:
                    self._line.sendall(len(answer).to_bytes(2, "big") + answer)

    def _answer(self, message: bytes) -> bytes | None:
        if message in (_ON, _RESET):
            self._atr = self._powered_on()
            return None
        if message == _OFF:
            self._chip.power_off()
            return None
        if message == _ATR:
            # It asks before it powers the card, too; for a mute chip it gets nothing.
            self._atr = self._atr or self._powered_on()
            return self._atr
        if self._before_answer is not None:
            self._before_answer(message)
        return self._chip.transmit(message)

    def _powered_on(self) -> bytes:
        """Return the answer to reset; nothing for a chip that is mute, or shorted."""
        with contextlib.suppress(ShortCircuit):
            return self._chip.power_on() or b""
        return b""

    def _receive(self) -> bytes | None:
        head = self._exactly(2)
        return None if head is None else self._exactly(int.from_bytes(head, "big"))

    def _exactly(self, count: int) -> bytes | None:
        data = b""
        while len(data) < count:
            piece = self._line.recv(count - len(data))
            if not piece:
                return None
            data += piece
        return data
