"""Finds a port by what hangs on it, so that ttyUSB0 becoming ttyUSB1 changes nothing.

    /dev/ttyUSB0, COM3           a name; so are the links in /dev/serial/by-id and by-path
    socket://host:port           a line over TCP
    usb:1a86:7523                the only USB device with this vendor and product
    usb:0403:6001:A10KLOO7       ... and this serial number
    path:1-1.2                   whatever is plugged in at this physical place
    auto                         any port, its device known by what it answers: see `devices.finding`

What a USB device tells of itself is asked for at every opening.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Final

from devices.errors import DeviceGone

AUTO: Final = "auto"
_USB: Final = re.compile(r"usb:([0-9a-f]{4}):([0-9a-f]{4})(?::(.+))?", re.IGNORECASE)
_PATH: Final = re.compile(r"path:([^\s:]+(?::\S+)?)", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class AttachedPort:
    """A serial port the system knows. `location` is where it is plugged in (1-1.2, with several interfaces 1-1.2:1.0)."""

    name: str
    vendor: int | None = None
    product: int | None = None
    serial: str = ""
    location: str = ""

    def same_place(self, other: AttachedPort) -> bool:
        """Whether it is the same device at the same place, whatever its name; one that tells nothing of itself has only that."""
        if self.vendor is None and other.vendor is None and not (self.location or other.location):
            return self.name == other.name
        mine, its = ((each.vendor, each.product, each.serial, each.location) for each in (self, other))
        return mine == its

    def __str__(self) -> str:
        """Say it as a technician needs it: what it is, where, and its name of today."""
        if self.vendor is None or self.product is None:
            return self.name
        serial = f":{self.serial}" if self.serial else ""
        at = f" at {self.location}" if self.location else ""
        return f"{self.vendor:04x}:{self.product:04x}{serial}{at} ({self.name})"


ListPorts = Callable[[], Sequence[AttachedPort]]
"""Tells which ports there are now."""


def attached() -> Sequence[AttachedPort]:
    """List the ports of this machine, by name. Raises `DeviceGone` if the system can't tell."""
    # Loaded when the first port is opened, like the driver itself.
    from serial.tools.list_ports import comports  # noqa: PLC0415 - see above

    try:
        listed = sorted(comports())
    except (OSError, ValueError, TypeError) as error:  # a device that vanishes while it is asked about
        raise DeviceGone(f"the ports can't be listed: {type(error).__name__}") from None
    return [
        AttachedPort(port.device, port.vid, port.pid, port.serial_number or "", port.location or "") for port in listed
    ]


def check(address: str) -> None:
    """Raise `ValueError`, with advice, if `address` begins like an identity and is none."""
    kind = address.partition(":")[0].lower()
    if kind == "usb" and not _USB.fullmatch(address):
        raise ValueError("write usb:VID:PID or usb:VID:PID:SERIAL, like usb:1a86:7523")
    if kind == "path" and not _PATH.fullmatch(address):
        raise ValueError("write path:LOCATION, like path:1-1.2")


def resolve(address: str, list_ports: ListPorts = attached) -> str:
    """Return the name the port has now; a name is returned as it is.

    Raises `DeviceGone`, telling what was found, if nothing matches, or more than one does.
    """
    matches = _rule(address)
    if matches is None:
        return address
    ports = list_ports()
    found = [port for port in ports if matches(port)]
    if len(found) == 1:
        return found[0].name
    if found:
        raise DeviceGone(f"{address} is {len(found)} ports; add the serial number, or name one by path: {told(found)}")
    raise DeviceGone(f"{address} is not there; found: {told(ports)}")


def candidates(addresses: Sequence[str], list_ports: ListPorts = attached) -> tuple[AttachedPort, ...]:
    """Return the ports that are there and that `addresses` mean, in that order; "auto" means all, those on USB first.

    A plain name is taken as it is. Raises `DeviceGone` if the system can't tell.
    """
    rules = [(address, _rule(address)) for address in addresses]
    asks = any(rule is not None for _, rule in rules)
    listed = sorted(list_ports(), key=lambda port: port.vendor is None) if asks else ()
    found: dict[str, AttachedPort] = {}
    for address, matches in rules:
        for port in [AttachedPort(address)] if matches is None else filter(matches, listed):
            found.setdefault(port.name, port)
    return tuple(found.values())


def told(ports: Sequence[AttachedPort]) -> str:
    """Name ports for a technician: those on USB, or all if none is."""
    on_usb = [port for port in ports if port.vendor is not None]
    return ", ".join(map(str, on_usb or ports)) or "no serial port"


def _rule(address: str) -> Callable[[AttachedPort], bool] | None:
    """Return what tells the port meant from others; None for a plain name."""
    if address == AUTO:
        return lambda _port: True
    if usb := _USB.fullmatch(address):
        vendor, product, serial = int(usb[1], 16), int(usb[2], 16), usb[3]
        return lambda port: (port.vendor, port.product) == (vendor, product) and serial in (None, port.serial)
    if path := _PATH.fullmatch(address):
        place: str = path[1]
        return lambda port: place in (port.location, port.location.partition(":")[0])
    return None
