"""The screen on a panel that is mounted on its side or upside down."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QCloseEvent, QTouchEvent
from PySide6.QtWidgets import QFrame, QGraphicsScene, QGraphicsView

if TYPE_CHECKING:
    from kiosk.ui.screen import Screen


class Turned(QGraphicsView):
    """A view of the screen, turned by so many degrees."""

    def __init__(self, screen: Screen, degrees: int) -> None:
        super().__init__()
        self._screen = screen
        self.setWindowFlag(Qt.WindowType.FramelessWindowHint)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.PreventContextMenu)
        self.viewport().setAttribute(Qt.WidgetAttribute.WA_AcceptTouchEvents)
        scene = QGraphicsScene(self)
        proxy = scene.addWidget(screen)
        self.setScene(scene)
        self.rotate(degrees)
        scene.setFocusItem(proxy)

    def viewportEvent(self, event: QEvent) -> bool:  # noqa: N802 - Qt's
        """Take touches straight to the screen; the scene would look for them by the desktop's own places."""
        if isinstance(event, QTouchEvent):
            self._screen.take_touch(event, lambda point: self.mapToScene(point.toPoint()))
            return True
        return super().viewportEvent(event)

    def closeEvent(self, event: QCloseEvent) -> None:  # noqa: N802 - Qt's
        """Only the product itself closes its window."""
        event.setAccepted(self._screen.may_close)
