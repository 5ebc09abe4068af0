"""The orders of a CRT card reader, and how long each may take until it is done."""

from __future__ import annotations

from typing import Final

from devices.crt.frames import Order

INIT_TO_GATE: Final = Order(0x30, 0x30)
INIT_CAPTURE: Final = Order(0x30, 0x31)
INIT_LEAVE: Final = Order(0x30, 0x33)
STATUS: Final = Order(0x31, 0x30)
SENSORS: Final = Order(0x31, 0x31)
HOLD_AT_GATE: Final = Order(0x32, 0x30)
TO_CONTACTS: Final = Order(0x32, 0x31)
CAPTURE: Final = Order(0x32, 0x33)
OUT_OF_GATE: Final = Order(0x32, 0x39)
ENTRY_ON: Final = Order(0x33, 0x30)
ENTRY_OFF: Final = Order(0x33, 0x31)
DETECT_CHIP: Final = Order(0x50, 0x30)
COLD_RESET_5V: Final = Order(0x51, 0x30, b"3")
COLD_RESET_3V: Final = Order(0x51, 0x30, b"5")
POWER_OFF: Final = Order(0x51, 0x31)
WARM_RESET: Final = Order(0x51, 0x38)
SERIAL: Final = Order(0xA2, 0x30)
VERSION: Final = Order(0xA4, 0x30)
VERSION_BY_OTHERS: Final = Order(0xDC, 0x31)
"""What other firmwares call it."""
BIN_COUNTER: Final = Order(0xA5, 0x30)
"""Unverified: that PM is 30, and that its answer is a number in digits."""

_INIT: Final = 0x30
_MOVE: Final = 0x32
_CHIP: Final = 0x51


def apdu(command: bytes, protocol: int) -> Order:
    """A command for the chip, by T=0 or T=1."""
    return Order(_CHIP, 0x34 if protocol == 1 else 0x33, command)


def seconds(order: Order) -> float:
    """How long the reader may work on it: query 2 s, card 8 s, move 15 s, start 30 s."""
    return {_INIT: 30.0, _MOVE: 15.0, _CHIP: 8.0}.get(order.cm, 2.0)
