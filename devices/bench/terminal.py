"""Makes `bench.toml`: the terminal's own kiosk.toml with the bench's ports in the place of its own."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import TYPE_CHECKING, Final, cast

from devices.bench.control import write_private
from devices.bench.refusal import BenchRefusal
from devices.bench.toml import Table, written
from devices.bench.verb import (
    DOCUMENT_PRINTER,
    ID_READER,
    INDICATORS,
    KEYPAD,
    RECEIPT_PRINTER,
    SCANNER,
    SOCIAL_CARD_READER,
)
from devices.roles import Lamp, Sense

if TYPE_CHECKING:
    from collections.abc import Mapping

MAKES: Final[Mapping[str, tuple[str, ...]]] = {
    ID_READER: ("sam",),
    SOCIAL_CARD_READER: ("ccid", "crt"),
    SCANNER: ("line",),
    KEYPAD: ("ascii",),
    INDICATORS: ("modbus",),
    RECEIPT_PRINTER: ("escpos",),
    DOCUMENT_PRINTER: ("folder", "cups"),
}
"""What the bench simulates; the first make where the terminal's own is none of them."""
USUAL_BAUD: Final = 115200
SLOW_BAUD: Final = 9600
BAUDS: Final = {SCANNER: SLOW_BAUD, KEYPAD: SLOW_BAUD, INDICATORS: SLOW_BAUD}
"""Where it isn't the usual one, as each adapter has it by itself."""
BOARD: Final[Table] = {
    "lamps": {lamp.value: coil for coil, lamp in enumerate(Lamp)},
    "senses": {sense.value: place for place, sense in enumerate(Sense)},
}
"""How the bench's board is wired where kiosk.toml doesn't say."""
TRIGGERED: Final[Table] = {"trigger_on": "16540D", "trigger_off": "16550D"}
"""The bench's scanner reads only while it is asked to, where kiosk.toml has none: then its light says when."""
USUAL_DATA: Final = "var"
"""Where a kiosk.toml that names no data folder has it."""


class Terminal:
    """A terminal's configuration, as far as the bench cares. Without a file: one that says nothing.

    `social` is the make of the slot for social-security cards, `documents` that of the A4 printer, and
    `receipts` the model of the receipt printer, whatever the file says.
    """

    def __init__(self, file: Path | None, *, social: str = "", documents: str = "", receipts: str = "") -> None:
        self.file = file
        self._receipts = receipts
        self._chosen = {SOCIAL_CARD_READER: social, DOCUMENT_PRINTER: documents}
        self._tables: Table = {}
        if file is not None:
            try:
                self._tables = tomllib.loads(file.read_text(encoding="utf-8"))
            except OSError as error:
                raise BenchRefusal("no-config", f"{file}: {error.strerror}") from None
            except ValueError as error:
                raise BenchRefusal("no-config", f"{file}: {error}") from None

    @property
    def data(self) -> Path:
        """The folder of the sealed store: beside the file, unless it is absolute."""
        data = self._tables.get("data", USUAL_DATA)
        if not isinstance(data, str):
            raise BenchRefusal("no-config", f"{self.file}: data is not the name of a folder")
        return (self.file.parent / data if self.file is not None else Path(data)).absolute()

    def make(self, device: str) -> str:
        """Return the make that is simulated: the terminal's own if it is one of ours."""
        if chosen := self._chosen.get(device):
            return chosen
        own = self._table(device).get("make")
        makes = MAKES[device]
        return own if isinstance(own, str) and own in makes else makes[0]

    def settings(self, device: str) -> Table:
        """Return the settings of a device, if it is of the make the bench simulates."""
        table = self._table(device)
        own: Table = table if table.get("make") == self.make(device) else {}
        if device == INDICATORS and not own.get("lamps") and not own.get("senses"):
            return {**BOARD, **{name: value for name, value in own.items() if name not in BOARD}}
        if device == RECEIPT_PRINTER and self._receipts:
            return {**own, "model": self._receipts}
        return TRIGGERED if device == SCANNER and table.get("make") != self.make(device) else own

    def baud(self, device: str) -> int:
        """Return the speed of a device's line."""
        baud = self.settings(device).get("baud", BAUDS.get(device, USUAL_BAUD))
        if not isinstance(baud, int) or baud <= 0:
            raise self.wrong(device, "baud is not a number of bits per second")
        return baud

    def can(self, device: str, setting: str) -> bool | None:
        """Return a setting that is true or false; None where the file doesn't say."""
        value = self.settings(device).get(setting)
        return value if isinstance(value, bool) else None

    def wrong(self, device: str, what: str) -> BenchRefusal:
        """Make the refusal that names a wrong setting."""
        return BenchRefusal("no-config", f"{self.file}: {device}.{what}")

    def write(self, file: Path, places: Mapping[str, Mapping[str, object]]) -> None:
        """Write bench.toml: `places` has the settings of each device that differ (its port, its folder)."""
        tables: dict[str, object] = {**self._tables, "data": self.data.as_posix()}
        for device, own in places.items():
            tables[device] = {**self.settings(device), "make": self.make(device), **own}
        write_private(file, written(tables).encode())

    def _table(self, device: str) -> Table:
        table = self._tables.get(device, {})
        if not isinstance(table, dict):
            raise BenchRefusal("no-config", f"{self.file}: {device} is not a table")
        return cast("Table", table)
