"""A hand and an eye for demonstrations: touches the screen where a finger would, and keeps a picture of every page."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QEvent, QPointF, Qt
from PySide6.QtGui import QMouseEvent
from PySide6.QtWidgets import QApplication

from kiosk.ui.pieces import TargetButton

if TYPE_CHECKING:
    from pathlib import Path

    from kiosk.core.stage import PageEnded, Showing
    from kiosk.ui.items import Target
    from kiosk.ui.window import Window


TAP_MS: Final = 90
"""How long a finger that taps stays down, by the panel's own time: nobody waits for it."""


class Hand:
    """Presses and lifts one finger on what stands on the screen. Never reaches past it."""

    def __init__(self, window: Window) -> None:
        self._window = window
        self._stamp = 1
        """In the panel's milliseconds, from any moment."""

    def sees(self, words: str) -> bool:
        """Say whether a target with these words can be touched now."""
        return self._find(words) is not None

    def touch(self, words: str) -> None:
        """Touch the target with these words in its middle. Raises `LookupError` if there is none."""
        self.tap(*self._middle(words))

    def press(self, words: str) -> None:
        """Put the finger on the target with these words and leave it there. Raises `LookupError` if there is none."""
        self._put(*self._middle(words), down=True)

    def tap(self, x: float, y: float) -> None:
        """Press and lift the finger at a point of the screen, whatever is there."""
        self._put(x, y, down=True)
        self._put(x, y, down=False)

    def _put(self, x: float, y: float, *, down: bool) -> None:
        at = QPointF(x, y)
        screen = self._window.screen
        kind = QEvent.Type.MouseButtonPress if down else QEvent.Type.MouseButtonRelease
        buttons = Qt.MouseButton.LeftButton if down else Qt.MouseButton.NoButton
        none = Qt.KeyboardModifier.NoModifier
        event = QMouseEvent(kind, at, screen.mapToGlobal(at), Qt.MouseButton.LeftButton, buttons, none)
        self._stamp += TAP_MS
        event.setTimestamp(self._stamp)
        QApplication.sendEvent(screen, event)

    def _middle(self, words: str) -> tuple[float, float]:
        target = self._find(words)
        if target is None:
            raise LookupError(f"nothing on the screen says {words}")
        return target.box.x + target.box.w / 2, target.box.y + target.box.h / 2

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
