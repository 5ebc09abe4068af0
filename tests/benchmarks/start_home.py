"""A process that starts the terminal as `yiban` does and says when home was painted; fails if it wasn't home. Run by `start`."""

from __future__ import annotations

import os
import sys
import time
from typing import TYPE_CHECKING, Final

from PySide6 import QtWidgets
from PySide6.QtCore import QEvent

from kiosk.__main__ import main

if TYPE_CHECKING:
    from collections.abc import Sequence

    from PySide6.QtGui import QPaintEvent


OF_HOME: Final = "choice0"
"""A piece no page has that stands in home's place."""


class Watched(QtWidgets.QApplication):
    """The application; it ends when the screen's first paint is worked off."""

    def __init__(self, argv: Sequence[str]) -> None:
        super().__init__(argv)
        self.is_home = False
        from kiosk.ui.screen import Screen  # the terminal has imported it by now

        paint = Screen.paintEvent

        def painted(screen: Screen, event: QPaintEvent) -> None:
            # The screen may be painted once before it has anything on it.
            if screen.pieces:
                self.is_home = OF_HOME in screen.pieces
                # Comes right after the paint, before what the terminal puts off until then.
                self.postEvent(self, QEvent(QEvent.Type.User))
            paint(screen, event)

        Screen.paintEvent = painted  # type: ignore[assignment, method-assign]  # as the bare window's: Qt tells nobody else of it

    def customEvent(self, event: QEvent) -> None:  # noqa: ARG002, N802 - Qt's
        print(time.monotonic(), flush=True)
        os._exit(0 if self.is_home else 1)


QtWidgets.QApplication = Watched  # type: ignore[misc, assignment]  # the terminal makes this one
sys.exit(main(["--config", sys.argv[1]]))
