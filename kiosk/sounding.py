"""What is heard beside the voice: a touch that met nothing, and the question that waits for an answer (A12, A16)."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from PySide6.QtWidgets import QApplication

from devices.roles import Lamp

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from kiosk.core.config import Config
    from kiosk.lights.stage import LightsStage


class Sounding:
    """Sounds the I/O board's chime where one is wired and answers, else the computer's own `beep`, which few have.

    One thread calls it, the window's.
    """

    def __init__(
        self, config: Config, lights: LightsStage | None, beep: Callable[[], None] = QApplication.beep
    ) -> None:
        wired = config.indicators.settings.get("lamps")
        chime = isinstance(wired, dict) and Lamp.CHIME in cast("Mapping[str, object]", wired)
        self._lights = lights if chime else None
        self._beep = beep

    def sound(self) -> None:
        """Sound once, shortly."""
        if self._lights is None or not self._lights.sound():
            self._beep()
