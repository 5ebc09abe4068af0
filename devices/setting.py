"""What may stand in a device's table of kiosk.toml: each make declares its keys, and refuses every other.

A make's declarations stand beside its factory, which calls `only` first; `devices.tables` has those of all makes.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from devices.link import LineSettings


class Written(StrEnum):
    """How a value is written."""

    TEXT = 'text in quotes, like "a4"'
    WHOLE = "a whole number, like 3"
    TRUTH = "true or false"
    LIST = 'a list of texts in brackets, like ["media-empty"]'
    TABLE = "a table in braces, like { receipt = 0 }"
    PORT = 'a port in quotes, like "/dev/ttyUSB0", "COM3", "usb:1a86:7523" or "path:1-1.2"'
    LOOKED_FOR = f'{PORT}; "auto"; or a list of ports'


@dataclass(frozen=True, slots=True)
class Setting:
    """One key. `default` is as the file has it, or words for what holds without it; None: it can't be left out."""

    name: str
    written: Written
    meaning: str
    default: str | None = None
    example: str = ""
    """A value as the file has it, where the default is none."""


def line_settings(line: LineSettings, *, looked_for: bool = True) -> tuple[Setting, ...]:
    """Return the keys of a make that hangs on a serial port; `looked_for` if it can be found by asking."""
    port = Written.LOOKED_FOR if looked_for else Written.PORT
    return (
        Setting("port", port, "The serial port it hangs on.", None, '"/dev/ttyUSB0"'),
        Setting("baud", Written.WHOLE, "Bits per second, as the device is set.", str(line.baud)),
        Setting("rtscts", Written.TRUTH, "Whether the wires RTS and CTS hold the line off.", _truth(line.rtscts)),
        Setting("xonxoff", Written.TRUTH, "Whether the bytes XON and XOFF hold the line off.", _truth(line.xonxoff)),
    )  # fmt: skip


def _truth(value: bool) -> str:  # noqa: FBT001 - it is the value
    return "true" if value else "false"


def only(settings: Mapping[str, object], known: Sequence[Setting]) -> None:
    """Refuse a table with a key that is neither its `make` nor `known`. Raises `ValueError` naming the nearest right one."""
    names = [each.name for each in known]
    for key in settings:
        if key not in names and key != "make":
            raise ValueError(f"{key}: there is no such key; {advice(key, names)}")


def advice(key: str, names: Sequence[str]) -> str:
    """Return the nearest right name for a wrong one; all of them where none is near."""
    import difflib  # noqa: PLC0415 - only a wrong table needs it

    near = difflib.get_close_matches(key, names, n=1, cutoff=0.5)
    return f"did you mean {near[0]}?" if near else f"known here: {', '.join(sorted(names))}"
