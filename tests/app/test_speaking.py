"""The running terminal with its recorded voice: what sounds is seen, and any touch silences both within a tenth of a second."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import replace
from pathlib import Path
from statistics import median
from typing import Final

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from devices.roles import Key, KeyPressed
from kiosk.app import App
from kiosk.core.assets import asset
from kiosk.core.clock import SystemClock
from kiosk.core.config import Config, PresentationConfig
from kiosk.voice.clip_engine import ClipEngine, command
from kiosk.voice.player import SILENT
from kiosk.voice.words import PACES

pytestmark = pytest.mark.usefixtures("qapp")
FOLDER: Final = asset("voice", "zf_xiaobei")
PATIENCE_SECONDS: Final = 30.0
TOUCHES: Final = 5


@pytest.fixture
def engine() -> Iterator[ClipEngine]:
    with closing(ClipEngine(FOLDER, command(FOLDER, SILENT, SILENT))) as made:
        yield made


@pytest.fixture
def app(tmp_path: Path, engine: ClipEngine) -> Iterator[App]:
    config = replace(Config(), data=tmp_path, presentation=PresentationConfig(voice=True))
    made = App(config, SystemClock(), fullscreen=False, size=(540, 960), engine=engine)
    made.window.open()
    engine.begin(made._mailbox.post)
    made.visit.begin()
    yield made
    made.end()
    QApplication.processEvents()


def until(met: Callable[[], object]) -> float:
    """Let the terminal live until something is so; return how long it took."""
    begun = time.perf_counter()
    while not met():
        assert time.perf_counter() - begun < PATIENCE_SECONDS
        QTest.qWait(1)
    return time.perf_counter() - begun


def pace(app: App) -> float | None:
    """How fast it speaks at this moment; None if it doesn't."""
    uttered = app._voice._uttered
    return None if uttered is None else uttered.pace


def test_any_touch_silences_it_within_a_tenth_of_a_second(app: App, engine: ClipEngine) -> None:
    captions, took = app.window.captions, list[float]()
    for _ in range(TOUCHES):
        app._voice.again()
        until(lambda: captions._at is not None)
        QTest.mousePress(app.window.screen, Qt.MouseButton.LeftButton, pos=QPoint(270, 500))
        assert (captions._sentences, captions.bar.lines) == ((), ())
        took.append(until(lambda: not engine.busy))
        QTest.mouseRelease(app.window.screen, Qt.MouseButton.LeftButton, pos=QPoint(1, 959))
    assert median(took) < 0.1


def test_each_sentence_is_seen_while_it_sounds(app: App, engine: ClipEngine) -> None:
    seen: list[str] = []

    def over() -> bool:
        seen.append(app.window.captions.bar.accessibleName())
        return not engine.busy and app.window.captions._at is None

    until(over)
    assert list(dict.fromkeys(filter(None, seen))) == ["您好。要办什么，请点屏幕。", "也可以先插社保卡。"]
    assert not app.window.captions.bar.isVisible()


def test_the_hand_on_the_voice_by_keys_and_by_the_windows_commands(app: App, engine: ClipEngine) -> None:
    app.commands.choose_voice()
    assert app.visit.page is not None
    assert app.visit.page.name == "hearing"
    app.window.screen.activate("tune-slower")
    assert pace(app) == PACES[2]
    app.window.screen.activate("action0")
    app._unasked.heard(KeyPressed(Key.FASTER))
    assert pace(app) == 1.0
    app._unasked.heard(KeyPressed(Key.PAUSE))
    assert pace(app) is None
    until(lambda: not engine.busy)
    app._unasked.heard(KeyPressed(Key.PAUSE))
    until(lambda: app.window.captions._at is not None)


def test_without_a_voice_the_line_remains_for_who_wants_it(tmp_path: Path) -> None:
    config = replace(Config(), data=tmp_path, presentation=PresentationConfig(voice=True))
    made = App(config, SystemClock(), fullscreen=False, size=(540, 960))
    made.window.open()
    made.visit.begin()
    bar = made.window.captions.bar
    assert "".join(bar.lines) == "您好。要办什么，请点屏幕。"
    until(lambda: "".join(bar.lines) == "也可以先插社保卡。")
    made.commands.choose_modes()
    assert "".join(bar.lines) == "怎么看更清楚？请点屏幕。"
    made.end()
    QApplication.processEvents()
