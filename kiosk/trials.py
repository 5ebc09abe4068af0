"""What each device is made with: its table of kiosk.toml, or, while a technician tries it, another."""

from __future__ import annotations

import threading
from dataclasses import replace
from types import MappingProxyType
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

    from kiosk.core.config import Config, DeviceConfig


class Fittings:
    """The tables that hold now. Lanes ask when they open their device, the upkeep changes them; any thread may."""

    def __init__(self, config: Config) -> None:
        self._config = config
        self._lock = threading.Lock()
        self._kept: dict[str, DeviceConfig] = {}
        self._tried: dict[str, DeviceConfig] = {}

    def of(self, section: str) -> DeviceConfig:
        """Return what a device is made with."""
        with self._lock:
            own: DeviceConfig = self._kept.get(section) or getattr(self._config, section)
            return self._tried.get(section, own)

    def attempt(self, section: str, settings: Mapping[str, object]) -> None:
        """Let a device of the same make be made with other settings from now on."""
        table = replace(self.of(section), settings=MappingProxyType(dict(settings)))
        with self._lock:
            self._tried[section] = table

    def differing(self, section: str) -> dict[str, object]:
        """Return the settings that are tried and are not the device's own."""
        with self._lock:
            own: DeviceConfig = self._kept.get(section) or getattr(self._config, section)
            tried = self._tried.get(section, own)
        return {key: value for key, value in tried.settings.items() if own.settings.get(key) != value}

    def keep(self, section: str) -> None:
        """What is tried is the device's own."""
        with self._lock:
            tried = self._tried.pop(section, None)
            if tried is not None:
                self._kept[section] = tried

    def put_back(self) -> tuple[str, ...]:
        """End every trial; return the sections whose device was tried."""
        with self._lock:
            sections, self._tried = tuple(self._tried), {}
            return sections
