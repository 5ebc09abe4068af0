"""A chip of a few lines for the tests of the readers: it answers what the manual's card answers."""

from __future__ import annotations

from typing import Final

ATR: Final = bytes.fromhex("3B6D000000814E43238697159900BF7C7A")
SELECT_SSSE: Final = bytes.fromhex("00A404000F7378312E73682EC9E7BBE1B1A3D5CF")
GET_FCI: Final = bytes.fromhex("00C0000013")
FCI: Final = bytes.fromhex("6F11840F7378312E73682EC9E7BBE1B1A3D5CF9000")
SELECT_EF05: Final = bytes.fromhex("00A4020002EF05")
READ_ANY_LENGTH: Final = bytes.fromhex("00B2070000")
READ_NUMBER: Final = bytes.fromhex("00B207000B")
NUMBER: Final = bytes.fromhex("07095830303030303031399000")
ANSWERS: Final = {
    SELECT_SSSE: bytes.fromhex("6113"),
    GET_FCI: FCI,
    SELECT_EF05: bytes.fromhex("9000"),
    READ_ANY_LENGTH: bytes.fromhex("6C0B"),
    READ_NUMBER: NUMBER,
}


class TinyChip:
    """A `Chip` that may be mute or fall silent."""

    def __init__(self, atr: bytes | None = ATR, *, silent: bool = False) -> None:
        self.atr = atr
        self.silent = silent
        self.powered = False

    def power_on(self) -> bytes | None:
        self.powered = self.atr is not None
        return self.atr

    def transmit(self, command: bytes) -> bytes:
        if self.silent or not self.powered:
            return b""
        return ANSWERS.get(command, b"\x6d\x00")

    def power_off(self) -> None:
        self.powered = False
