"""Assistive technology on the real bus, of a terminal in virtual time: while it asks and presses, time stands still."""

from __future__ import annotations

import os
from typing import IO, TYPE_CHECKING, Final

from PySide6.QtCore import QEventLoop, QSocketNotifier, QTimer

from tests.accessibility.reader import Reader
from tests.accessibility.virtual_hall import Eyes

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.accessibility.virtual_hall import FullTerminal

CLICKED_MS: Final = 2000
"""Qt shows a button pressed for 0.1 s of real time before what assistive technology pressed does anything."""
LOOKS_MS: Final = 5


class BusReader(Reader):
    """A `Reader` in the process of the window that it reads: Qt answers on the bus while it waits."""

    def __init__(self, terminal: FullTerminal) -> None:
        super().__init__(os.environ)
        self._terminal = terminal
        self._eyes = Eyes(terminal)

    def press(self, name: str) -> bool:
        """Do the action of the button with this name, and see what comes of it; false if there is none."""
        before = len(self._terminal.pressed)
        if not super().press(name):
            return False
        _lives(lambda: len(self._terminal.pressed) > before)
        return True

    def tap(self, x: int, y: int) -> None:
        """Touch a point of the panel, which no assistive technology does."""
        self._eyes.tap(x, y)

    def _until_answered(self, answers: IO[str]) -> None:
        loop = QEventLoop()
        there = QSocketNotifier(answers.fileno(), QSocketNotifier.Type.Read)
        there.activated.connect(loop.quit)
        loop.exec()
        there.setEnabled(False)


def _lives(over: Callable[[], bool]) -> None:
    """Let Qt live until something is so, at most for `CLICKED_MS`."""
    loop = QEventLoop()
    look, alarm = QTimer(interval=LOOKS_MS), QTimer(interval=CLICKED_MS, singleShot=True)
    look.timeout.connect(lambda: loop.quit() if over() else None)
    alarm.timeout.connect(loop.quit)
    look.start()
    alarm.start()
    loop.exec()
