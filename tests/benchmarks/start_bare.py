"""A process that shows a window with nothing in it and says when it was painted: the least PySide6 can do. Run by `start`."""

from __future__ import annotations

import os
import sys
import time

from PySide6.QtCore import QEvent
from PySide6.QtWidgets import QApplication, QWidget


class Bare(QWidget):
    """A window."""

    def paintEvent(self, event: object) -> None:  # noqa: ARG002, N802 - Qt's
        QApplication.postEvent(self, QEvent(QEvent.Type.User))

    def customEvent(self, event: object) -> None:  # noqa: ARG002, N802 - Qt's
        print(time.monotonic(), flush=True)
        os._exit(0)


application = QApplication(sys.argv)
window = Bare()
window.showFullScreen()
application.exec()
