"""Tells assistive technology that another page stands, or that something on it is new: once, and never what counts down.

On a terminal in a hall nothing listens: Qt's bridge is off, and the terminal's own voice speaks (`kiosk.voice`).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from kiosk.ui.blocks import which_of

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

    from kiosk.core.text import Text
    from kiosk.ui.items import Sheet
    from kiosk.ui.scene import Scene


class Teller:
    """Names the window by the page's title, so that a screen reader can say where it is, and announces what is new."""

    def __init__(self, widget: QWidget) -> None:
        self._widget = widget
        self._page: tuple[object, ...] = ()
        self._wrong: Text | None = None
        self._sheet = 0

    def tell(self, scene: Scene, sheet: Sheet) -> None:
        """Say what is new since the last time."""
        showing = scene.showing
        page = (showing.ticket, "" if showing.phase is None else showing.phase.name, scene.wording.language)
        wrong, before = scene.memory.wrong, self._page
        if page != before:
            self._widget.setAccessibleName(scene.title)
            band = () if scene.page.band is None or showing.phase is not None else (scene.write(scene.page.band),)
            words = [scene.title, *filter(None, band), *scene.body]
        elif wrong is not None and wrong is not self._wrong:
            words = [scene.write(wrong)]
        elif sheet.sheet != self._sheet:
            words = [scene.write(which_of(sheet))]
        else:
            words = []
        self._page, self._wrong, self._sheet = page, wrong, sheet.sheet
        if words and before:  # the first page comes with the window, which is told of anyway
            _announce(self._widget, "\n".join(words))

    def forget(self) -> None:
        """Nothing of the page may stay in the window's name."""
        self._widget.setAccessibleName("")


def _announce(widget: QWidget, words: str) -> None:
    from PySide6 import QtGui  # noqa: PLC0415 - home is painted before this is needed

    if not QtGui.QAccessible.isActive() or not hasattr(QtGui, "QAccessibleAnnouncementEvent"):  # new in Qt 6.8
        return
    event = QtGui.QAccessibleAnnouncementEvent(widget, words)
    event.setPoliteness(QtGui.QAccessible.AnnouncementPoliteness.Assertive)
    QtGui.QAccessible.updateAccessibility(event)
