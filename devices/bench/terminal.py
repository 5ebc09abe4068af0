"""Makes `bench.toml`: the terminal's own kiosk.toml with the bench's ports in the place of its own."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import TYPE_CHECKING, Final, cast

from devices.bench.control import write_private
from devices.bench.refusal import BenchRefusal
from devices.bench.toml import Table, written
from devices.bench.verb import DOCUMENT_PRINTER, ID_READER, RECEIPT_PRINTER

if TYPE_CHECKING:
    from collections.abc import Mapping

MAKES: Final = {ID_READER: "sam", RECEIPT_PRINTER: "escpos", DOCUMENT_PRINTER: "folder"}
"""What the bench simulates."""
USUAL_BAUD: Final = 115200
USUAL_DATA: Final = "var"
"""Where a kiosk.toml that names no data folder has it."""


class Terminal:
    """A terminal's configuration, as far as the bench cares. Without a file: one that says nothing."""

    def __init__(self, file: Path | None) -> None:
        self.file = file
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

    def settings(self, device: str) -> Table:
        """Return the settings of a device, if it is of the make the bench simulates."""
        table = self._tables.get(device, {})
        if not isinstance(table, dict):
            raise BenchRefusal("no-config", f"{self.file}: {device} is not a table")
        settings = cast("Table", table)
        return settings if settings.get("make") == MAKES[device] else {}

    def baud(self, device: str) -> int:
        """Return the speed of a device's line."""
        baud = self.settings(device).get("baud", USUAL_BAUD)
        if not isinstance(baud, int) or baud <= 0:
            raise BenchRefusal("no-config", f"{self.file}: {device}.baud is not a number of bits per second")
        return baud

    def can(self, device: str, setting: str) -> bool:
        """Return a setting that is true unless the file says otherwise."""
        return self.settings(device).get(setting, True) is not False

    def write(self, file: Path, places: Mapping[str, Mapping[str, str]]) -> None:
        """Write bench.toml: `places` has the settings of each device that differ (its port, its folder)."""
        tables: dict[str, object] = {**self._tables, "data": self.data.as_posix()}
        for device, own in places.items():
            tables[device] = {**self.settings(device), "make": MAKES[device], **own}
        write_private(file, written(tables).encode())
