"""The one way from other threads into Qt's."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt, Signal, Slot

if TYPE_CHECKING:
    from collections.abc import Callable


class Mailbox(QObject):
    """Takes messages from any thread and hands each to `receive` in the thread it was made in, in order."""

    _posted = Signal(object)

    def __init__(self, receive: Callable[[object], None]) -> None:
        super().__init__()
        self._receive = receive
        self._closed = False
        self._posted.connect(self._take, Qt.ConnectionType.QueuedConnection)

    def post(self, message: object) -> None:
        """Leave a message; returns at once."""
        self._posted.emit(message)

    def close(self) -> None:
        """Hand over nothing more, also of what was posted before."""
        self._closed = True

    @Slot(object)
    def _take(self, message: object) -> None:
        if not self._closed:
            self._receive(message)
