"""Whether the terminal's devices are fitted as they can be: each make judges its own table, and ports are looked for."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Final

from devices import makes, ports
from devices.errors import DeviceError
from devices.setting import advice
from kiosk.core.clock import SystemClock
from kiosk.core.config import DeviceConfig
from kiosk.settings import SettingsError

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from devices.setting import Setting
    from kiosk.core.config import Config

CATALOGUES: Final[Mapping[str, Mapping[str, makes.Make[object]]]] = {
    "id_reader": makes.ID_READERS,
    "social_card_reader": makes.SOCIAL_CARD_READERS,
    "scanner": makes.SCANNERS,
    "keypad": makes.KEYPADS,
    "indicators": makes.INDICATORS,
    "receipt_printer": makes.RECEIPT_PRINTERS,
    "document_printer": makes.DOCUMENT_PRINTERS,
}
"""Section of kiosk.toml -> the makes it may name."""


def tables() -> Mapping[str, Mapping[str, tuple[Setting, ...]]]:
    """Return what each make of each section declares. It imports all makes."""
    from devices.tables import SETTINGS  # noqa: PLC0415 - only who explains the keys needs it

    return {section: {make: SETTINGS[make] for make in known} for section, known in CATALOGUES.items()}


def fitted(config: Config) -> Iterator[tuple[str, DeviceConfig]]:
    """Yield the sections of the devices that are fitted."""
    for section in CATALOGUES:
        device = getattr(config, section)
        if isinstance(device, DeviceConfig) and device.make:
            yield section, device


def reads_staff_cards(config: Config) -> bool:
    """Whether something is fitted that reads the card or code somebody of the staff signs in with."""
    return any(getattr(config, section).make for section in ("id_reader", "social_card_reader", "scanner"))


def misfits(config: Config) -> Iterator[str]:
    """Yield what is wrong with the devices' tables, a sentence each. Opens nothing."""
    yield from _strange(config)
    if config.staff.card_needed and not reads_staff_cards(config):
        yield "[staff] card_needed: true asks for a card, and nothing that reads one is fitted"
    clock = SystemClock()
    for section, device in fitted(config):
        known = CATALOGUES[section]
        make = known.get(device.make)
        if make is None:
            yield f"[{section}] make: there is no {device.make!r}; {advice(device.make, list(known))}"
            continue
        try:
            make(device.settings, clock)
        except (ValueError, ImportError) as error:
            yield f"[{section}] {error}"


def _strange(config: Config) -> Iterator[str]:
    """Yield the keys that no make knows, of tables that name none."""
    for section in CATALOGUES:
        device = getattr(config, section)
        if not device.make and device.settings:
            known = sorted({each.name for settings in tables()[section].values() for each in settings})
            for key in device.settings:
                if key not in known:
                    yield f"[{section}] {key}: there is no such key; {advice(key, known)}"


def must_fit(config: Config) -> None:
    """Refuse a configuration whose devices can't be made. Raises `SettingsError`."""
    wrong = next(misfits(config), None)
    if wrong is not None:
        raise SettingsError(wrong)


def missing_ports(config: Config) -> Iterator[str]:
    """Yield the ports that are named and not there now, a sentence each."""
    for section, device in fitted(config):
        address = device.settings.get("port")
        if not isinstance(address, str) or address == ports.AUTO or "://" in address:
            continue
        try:
            name = ports.resolve(address)
            if not _is_there(name):
                yield f"[{section}] port: {name} is not there; found: {ports.told(ports.attached())}"
        except DeviceError as error:
            yield f"[{section}] port: {error.detail or error}"


def _is_there(name: str) -> bool:
    if sys.platform == "win32":
        return name.upper() in {port.name.upper() for port in ports.attached()}
    return Path(name).exists()
