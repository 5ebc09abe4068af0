"""A hand and an eye for demonstrations: touches the screen where a finger would, and keeps a picture of every page."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QPointF, Qt
from PySide6.QtGui import QMouseEvent
from PySide6.QtWidgets import QApplication

from kiosk.ui.pieces import TargetButton

if TYPE_CHECKING:
    from pathlib import Path

    from kiosk.core.stage import PageEnded, Showing
    from kiosk.ui.items import Target
    from kiosk.ui.window import Window


class Hand:
    """Presses and lifts one finger on what stands on the screen. Never reaches past it."""

    def __init__(self, window: Window) -> None:
        self._window = window

    def sees(self, words: str) -> bool:
        """Say whether a target with these words can be touched now."""
        return self._find(words) is not None

    def touch(self, words: str) -> None:
        """Touch the target with these words in its middle. Raises `LookupError` if there is none."""
        target = self._find(words)
        if target is None:
            raise LookupError(f"nothing on the screen says {words}")
        box = target.box
        self.tap(box.x + box.w / 2, box.y + box.h / 2)

    def tap(self, x: float, y: float) -> None:
        """Press and lift the finger at a point of the screen, whatever is there."""
        at = QPointF(x, y)
        screen = self._window.screen
        for kind, buttons in (
            (QEvent.Type.MouseButtonPress, Qt.MouseButton.LeftButton),
            (QEvent.Type.MouseButtonRelease, Qt.MouseButton.NoButton),
        ):
            where = screen.mapToGlobal(at)
            event = QMouseEvent(kind, at, where, Qt.MouseButton.LeftButton, buttons, Qt.KeyboardModifier.NoModifier)
            QApplication.sendEvent(screen, event)

    def _find(self, words: str) -> Target | None:
        for piece in self._window.screen.pieces.values():
            if isinstance(piece, TargetButton) and piece.isEnabled() and words in piece.accessibleName():
                return piece.item
        return None


class Camera:
    """A stage that remembers what stands, and takes pictures when asked."""

    def __init__(self) -> None:
        self.showing: Showing | None = None
        self.taken: list[str] = []

    def show(self, showing: Showing) -> None:
        """Remember what stands now."""
        self.showing = showing

    def ended(self, ending: PageEnded) -> None:
        """Nothing to remember of it."""

    def over(self) -> None:
        """The visit is over."""
        self.showing = None

    def take(self, window: Window, folder: Path) -> Path | None:
        """Keep the screen as it is painted now, named by its place in the visit and the page."""
        if self.showing is None:
            return None
        phase = f"-{self.showing.phase.name}" if self.showing.phase is not None else ""
        name = f"{len(self.taken) + 1:02d}-{self.showing.page.name}{phase}"
        self.taken.append(name)
        path = folder / f"{name}.png"
        window.widget.grab().save(str(path))
        return path
