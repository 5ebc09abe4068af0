"""A terminal whose engine says nothing offers no voice: not on its pages, and not to the technician."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from typing import TYPE_CHECKING

import pytest
from PySide6.QtWidgets import QApplication

from kiosk.app import App
from kiosk.core.clock import SHANGHAI, VirtualClock
from kiosk.core.config import Config
from kiosk.core.upkeep import LoudnessSet
from kiosk.voice.engine import SilentEngine
from kiosk.voice.words import TRIAL, Outlet, Utterance

if TYPE_CHECKING:
    from pathlib import Path


@pytest.mark.usefixtures("qapp")
@pytest.mark.parametrize("speaks", [False, True])
def test_the_running_terminal_offers_the_voice_it_has(tmp_path: Path, *, speaks: bool) -> None:
    engine = SilentEngine()
    engine.speaks = speaks
    clock = VirtualClock(datetime(2026, 11, 21, 9, tzinfo=SHANGHAI))
    app = App(
        replace(Config(), data=tmp_path), clock, fullscreen=False, size=(540, 960), engine=engine if speaks else None
    )
    try:
        app.window.open()
        app.visit.begin()
        assert ("mode-voice" in app.window.screen.pieces) is speaks
        assert "mode-large" in app.window.screen.pieces
        assert app.hall.speaks() is speaks
    finally:
        app.end()
        QApplication.processEvents()


@pytest.mark.usefixtures("qapp")
def test_how_loud_it_begins_is_heard_and_holds_without_a_restart(tmp_path: Path) -> None:
    log: list[Utterance] = []
    clock = VirtualClock(datetime(2026, 11, 21, 9, tzinfo=SHANGHAI))
    app = App(replace(Config(), data=tmp_path), clock, fullscreen=False, size=(540, 960), engine=SilentEngine(log))
    try:
        assert app.hall.sound.loudness == 60
        app.hall.try_voice(Outlet.LOUDSPEAKER, 100)
        assert log == [Utterance((TRIAL,), Outlet.LOUDSPEAKER, 100)]
        app._heard(LoudnessSet(80))
        assert app.hall.sound.loudness == 80
    finally:
        app.end()
        QApplication.processEvents()
