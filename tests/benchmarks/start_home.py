"""A process that starts the terminal as `yiban` does and says when home was painted. Run by `start`."""

from __future__ import annotations

import os
import sys
import time
from typing import TYPE_CHECKING

from PySide6 import QtWidgets
from PySide6.QtCore import QEvent, QObject

from kiosk.__main__ import main

if TYPE_CHECKING:
    from collections.abc import Sequence


class Watched(QtWidgets.QApplication):
    """The application with an eye on the screen's first paint; it ends when that is worked off."""

    def __init__(self, argv: Sequence[str]) -> None:
        super().__init__(argv)
        self.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802 - Qt's
        # The screen may be painted once before it has anything on it.
        if event.type() == QEvent.Type.Paint and getattr(watched, "pieces", None):
            self.removeEventFilter(self)
            # Comes right after the paint, before what the terminal puts off until then.
            self.postEvent(self, QEvent(QEvent.Type.User))
        return False

    def customEvent(self, event: QEvent) -> None:  # noqa: ARG002, N802 - Qt's
        print(time.monotonic(), flush=True)
        os._exit(0)


QtWidgets.QApplication = Watched  # type: ignore[misc, assignment]  # the terminal makes this one
sys.exit(main(["--config", sys.argv[1]]))
