"""A terminal whose engine says nothing offers no voice: not on its pages, and not to the technician."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from typing import TYPE_CHECKING

import pytest
from PySide6.QtWidgets import QApplication

from devices.roles import Sense, Sensed
from kiosk.app import App
from kiosk.core.clock import SHANGHAI, VirtualClock
from kiosk.core.config import Config, DeviceConfig, PresentationConfig, SoundConfig
from kiosk.core.lane import Happened
from kiosk.core.people import Presentation, TextSize
from kiosk.core.upkeep import LoudnessSet
from kiosk.ui.pieces import TargetButton
from kiosk.voice.engine import SilentEngine, VoiceState
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
        assert _named(app, "mode-voice") == ("语音版" if speaks else "字幕")
        assert "mode-large" in app.window.screen.pieces
        assert app.hall.speaks() is speaks
    finally:
        app.end()
        QApplication.processEvents()


def _named(app: App, key: str) -> str:
    """What stands on a button."""
    piece = app.window.screen.pieces[key]
    assert isinstance(piece, TargetButton)
    return "".join(piece.item.lines)


@pytest.mark.usefixtures("qapp")
def test_a_touch_shows_what_would_be_said_where_nothing_speaks(tmp_path: Path) -> None:
    clock = VirtualClock(datetime(2026, 11, 21, 9, tzinfo=SHANGHAI))
    app = App(replace(Config(), data=tmp_path), clock, fullscreen=False, size=(540, 960))
    try:
        app.window.open()
        app.visit.begin()
        assert app.window.captions.bar.lines == ()
        app.window.screen.activate("mode-voice")
        assert app.visit.presentation == Presentation(voice=True)
        assert "".join(app.window.captions.bar.lines) == "您好。要办什么，请点屏幕。"
        assert not app.window.captions.bar.isHidden()
    finally:
        app.end()
        QApplication.processEvents()


@pytest.mark.usefixtures("qapp")
def test_a_hall_in_the_simple_version_has_the_voice_for_as_long_as_there_is_one(tmp_path: Path) -> None:
    engine = SilentEngine()
    engine.speaks = True
    clock = VirtualClock(datetime(2026, 11, 21, 9, tzinfo=SHANGHAI))
    config = replace(Config(), data=tmp_path, presentation=PresentationConfig(simple=True))
    app = App(config, clock, fullscreen=False, size=(540, 960), engine=engine)
    try:
        app.window.open()
        app.visit.begin()
        for speaks in (True, False, True):
            engine.speaks = speaks
            app._heard(engine.state)
            assert (app.visit.presentation.size, app.visit.presentation.voice) == (TextSize.LARGE, speaks)
        app.window.screen.activate("mode-simple")
        assert app.visit.presentation == Presentation()
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


@pytest.mark.usefixtures("qapp")
@pytest.mark.parametrize(
    ("sound", "alone"),
    [
        (SoundConfig(), False),
        (SoundConfig(headset="USB Audio"), False),
        (SoundConfig(loudspeaker="HDA Intel", headset="USB Audio"), True),
        (SoundConfig(jack_switches=True), True),
    ],
)
def test_a_headset_is_spoken_to_only_where_it_is_heard_alone(
    tmp_path: Path, sound: SoundConfig, *, alone: bool
) -> None:
    log: list[Utterance] = []
    engine = SilentEngine(log)
    engine.speaks, engine.state = True, VoiceState("ALSA", headset=True)
    board = DeviceConfig("modbus", {"senses": {"headset": 1}})
    clock = VirtualClock(datetime(2026, 11, 21, 9, tzinfo=SHANGHAI))
    config = replace(Config(), data=tmp_path, sound=sound, indicators=board)
    app = App(config, clock, fullscreen=False, size=(540, 960), engine=engine)
    try:
        app.window.open()
        app.visit.begin()
        app._heard(Happened("indicators", Sensed({Sense.HEADSET: True})))
        assert app.visit.presentation.voice is alone
        assert [each.outlet for each in log] == ([Outlet.HEADSET] if alone else [])
        told = app.hall.voice()
        assert (told.headset, told.shared) == (alone, not alone)
        engine.state = replace(engine.state, headset=False, shared=True)  # the player finds that two names mean one
        app._heard(engine.state)
        assert not app.visit.presentation.voice
        assert not app.hall.offers_headset
    finally:
        app.end()
        QApplication.processEvents()
