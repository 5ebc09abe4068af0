"""Nothing that comes from outside leads out of the product (S1): every kind of event, by chance, while visits go on.

After every few events the product must be all there is: one window, still open, no menu or dialog, nothing on the clipboard,
nobody of the staff signed in, and the staff's pages only after a whole knock.
"""

from __future__ import annotations

from random import Random
from typing import TYPE_CHECKING, Final, cast

import pytest
from PySide6.QtCore import QEvent, QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import (
    QCloseEvent,
    QContextMenuEvent,
    QDragEnterEvent,
    QDropEvent,
    QFocusEvent,
    QGuiApplication,
    QHelpEvent,
    QInputMethodEvent,
    QKeyEvent,
    QMouseEvent,
    QWheelEvent,
)
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget

from devices.roles import Key
from kiosk.screens import night as dark
from kiosk.ui.pieces import TargetButton
from tests.gallery.hanging import focused
from tests.visits.terminal import another
from tests.visits.windowed import WindowedTerminal

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

pytestmark = pytest.mark.usefixtures("qapp")

LOOKS_EVERY: Final = 20
"""Events between two looks whether the product is still all there is."""
MODIFIERS: Final = (
    Qt.KeyboardModifier.NoModifier,
    Qt.KeyboardModifier.ControlModifier,
    Qt.KeyboardModifier.AltModifier,
    Qt.KeyboardModifier.MetaModifier,
    Qt.KeyboardModifier.ShiftModifier,
    Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.AltModifier,
    Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier,
)
KEYS: Final = tuple(Qt.Key)
LEADING_OUT: Final = (
    (Qt.Key.Key_F4, Qt.KeyboardModifier.AltModifier),
    (Qt.Key.Key_Tab, Qt.KeyboardModifier.AltModifier),
    (Qt.Key.Key_W, Qt.KeyboardModifier.ControlModifier),
    (Qt.Key.Key_Q, Qt.KeyboardModifier.ControlModifier),
    (Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier),
    (Qt.Key.Key_X, Qt.KeyboardModifier.ControlModifier),
    (Qt.Key.Key_V, Qt.KeyboardModifier.ControlModifier),
    (Qt.Key.Key_P, Qt.KeyboardModifier.ControlModifier),
    (Qt.Key.Key_F10, Qt.KeyboardModifier.ShiftModifier),
    (Qt.Key.Key_Menu, Qt.KeyboardModifier.NoModifier),
    (Qt.Key.Key_F1, Qt.KeyboardModifier.NoModifier),
    (Qt.Key.Key_F11, Qt.KeyboardModifier.NoModifier),
    (Qt.Key.Key_Escape, Qt.KeyboardModifier.ControlModifier),
    (Qt.Key.Key_Delete, Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.AltModifier),
    (Qt.Key.Key_Print, Qt.KeyboardModifier.NoModifier),
    (Qt.Key.Key_Super_L, Qt.KeyboardModifier.NoModifier),
)


class Vandal:
    """Does to a terminal's window whatever a keyboard, a mouse, a stick or a hand could, and looks what came of it."""

    def __init__(self, terminal: WindowedTerminal, chance: Random) -> None:
        self._terminal = terminal
        self._chance = chance
        self._device = QTest.createTouchDevice()
        self._fingers: dict[int, QPoint] = {}
        self._doing: tuple[tuple[Callable[[], None], int], ...] = (
            (self._key, 30),
            (self._tap_target, 20),
            (self._tap, 15),
            (self._fingers_do, 15),
            (self._mouse, 10),
            (self._keypad, 10),
            (self._context, 4),
            (self._wheel, 4),
            (self._drop, 4),
            (self._compose, 4),
            (self._window_event, 6),
            (self._knock, 1),
            (self._card, 1),
            (self._night, 1),
        )
        self.pages: set[str] = set()
        self.events = 0
        self._knocking = False
        mine = terminal.window.widget
        self._before = [w for w in QApplication.topLevelWidgets() if w.isVisible() and w is not mine]
        wanted = terminal.shift.staff_wanted

        def knocked() -> None:
            assert self._knocking, "the staff was asked to sign in without a knock"
            wanted()

        terminal.shift.staff_wanted = knocked  # type: ignore[method-assign]

    def rages(self, events: int) -> None:
        """Do so many things."""
        deeds, weights = zip(*self._doing, strict=True)
        while self.events < events:
            self._chance.choices(deeds, weights)[0]()
            self.events += 1
            if self._chance.random() < 0.5:
                self._terminal.lives(self._chance.choice((0.02, 0.1, 0.7)))
            if self.events % LOOKS_EVERY == 0:
                self.looks()

    def looks(self) -> None:
        """See that the product is all there is."""
        terminal, window = self._terminal, self._terminal.window
        self._terminal.lives(0.02)
        visible = [w for w in QApplication.topLevelWidgets() if w.isVisible() and w not in self._before]
        assert visible == [window.widget], visible
        others = [widget.windowHandle() for widget in self._before]
        windows = [w for w in QGuiApplication.topLevelWindows() if w.isVisible() and w not in others]
        assert windows == [window.widget.windowHandle()], windows
        assert not window.widget.isMinimized()
        assert window.screen.isVisible()
        assert QApplication.activePopupWidget() is None
        assert QApplication.activeModalWidget() is None
        mime = cast("QMimeData | None", QGuiApplication.clipboard().mimeData())
        assert mime is None or not mime.formats()
        assert terminal.shift.member is None
        assert terminal.left == []
        assert terminal.bugs == []
        showing = terminal.diary.showing
        if showing is not None:
            self.pages.add(showing.page.name)

    # -- what is done -----------------------------------------------------------------------------------------

    @property
    def _aim(self) -> QWidget:
        """What an event is sent to: mostly what has the focus, as Qt would."""
        screen = self._terminal.window.screen
        at = focused(self._terminal.window)
        return self._chance.choice((screen if at is None else at, screen, self._chance.choice((screen, *self._pieces))))

    @property
    def _pieces(self) -> tuple[QWidget, ...]:
        return tuple(self._terminal.window.screen.pieces.values())

    def _anywhere(self) -> QPoint:
        """Return a point of the screen that is no corner the staff knocks at."""
        screen = self._terminal.window.screen
        return QPoint(
            self._chance.randrange(screen.width()), self._chance.randrange(screen.height() // 12, screen.height())
        )

    def _key(self) -> None:
        chance, aim = self._chance, self._aim
        key, modifiers = (
            chance.choice(LEADING_OUT) if chance.random() < 0.3 else (chance.choice(KEYS), chance.choice(MODIFIERS))
        )
        text = chance.choice(("", "a", "7", "\x03", "元", "\U0001f600"))
        for kind in (QEvent.Type.ShortcutOverride, QEvent.Type.KeyPress, QEvent.Type.KeyRelease):
            QApplication.sendEvent(aim, QKeyEvent(kind, key, modifiers, text, chance.random() < 0.1))

    def _keypad(self) -> None:
        self._terminal.window.key(self._chance.choice(tuple(Key)))

    def _tap_target(self) -> None:
        targets = [piece for piece in self._pieces if isinstance(piece, TargetButton)]
        if targets:
            self._tap_at(self._chance.choice(targets).geometry().center())

    def _tap(self) -> None:
        self._tap_at(self._anywhere())

    def _tap_at(self, at: QPoint) -> None:
        screen = self._terminal.window.screen
        if self._fingers:
            self._lift()
        QTest.touchEvent(screen, self._device).press(9, at, screen).commit()
        self._terminal.lives(0.08)
        QTest.touchEvent(screen, self._device).release(9, at, screen).commit()

    def _fingers_do(self) -> None:
        """Put down, move or lift one of several fingers."""
        screen, chance = self._terminal.window.screen, self._chance
        event = QTest.touchEvent(screen, self._device)
        finger = chance.randrange(6)
        for other in self._fingers:
            if other != finger:
                event.stationary(other)
        at = self._anywhere()
        if finger not in self._fingers:
            self._fingers[finger] = at
            event.press(finger, at, screen)
        elif chance.random() < 0.6:
            event.move(finger, at, screen)
        else:
            del self._fingers[finger]
            event.release(finger, at, screen)
        event.commit()

    def _lift(self) -> None:
        screen = self._terminal.window.screen
        event = QTest.touchEvent(screen, self._device)
        for finger, at in self._fingers.items():
            event.release(finger, at, screen)
        event.commit()
        self._fingers.clear()

    def _mouse(self) -> None:
        chance, aim, at = self._chance, self._aim, QPointF(self._anywhere())
        button = chance.choice((Qt.MouseButton.LeftButton, Qt.MouseButton.RightButton, Qt.MouseButton.MiddleButton,
                                Qt.MouseButton.BackButton, Qt.MouseButton.ForwardButton))  # fmt: skip
        kinds = (QEvent.Type.MouseButtonPress, QEvent.Type.MouseMove, QEvent.Type.MouseButtonRelease)
        for kind in (QEvent.Type.MouseButtonDblClick, *kinds) if chance.random() < 0.2 else kinds:
            QApplication.sendEvent(
                aim, QMouseEvent(kind, at, aim.mapToGlobal(at), button, button, chance.choice(MODIFIERS))
            )

    def _context(self) -> None:
        aim, at = self._aim, self._anywhere()
        reason = self._chance.choice(tuple(QContextMenuEvent.Reason))
        QApplication.sendEvent(aim, QContextMenuEvent(reason, at, aim.mapToGlobal(at)))

    def _wheel(self) -> None:
        aim, at = self._aim, QPointF(self._anywhere())
        turn = QPoint(0, self._chance.choice((-120, 120)))
        QApplication.sendEvent(
            aim,
            QWheelEvent(at, aim.mapToGlobal(at), turn, turn, Qt.MouseButton.NoButton, self._chance.choice(MODIFIERS),
                        Qt.ScrollPhase.NoScrollPhase, False),  # noqa: FBT003 - Qt's
        )  # fmt: skip

    def _drop(self) -> None:
        aim, at, mime = self._aim, self._anywhere(), QMimeData()
        mime.setUrls([QUrl("file:///etc/passwd")])
        mime.setText("x")
        left, none = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
        enter = QDragEnterEvent(at, Qt.DropAction.CopyAction, mime, left, none)
        enter.ignore()
        QApplication.sendEvent(aim, enter)
        assert not enter.isAccepted()
        drop = QDropEvent(QPointF(at), Qt.DropAction.CopyAction, mime, left, none)
        drop.ignore()
        QApplication.sendEvent(aim, drop)
        assert not drop.isAccepted()

    def _compose(self) -> None:
        event = QInputMethodEvent("ni", [])
        event.setCommitString("你")
        QApplication.sendEvent(self._aim, event)

    def _window_event(self) -> None:
        widget, chance = self._terminal.window.widget, self._chance
        match chance.randrange(7):
            case 0:
                close = QCloseEvent()
                QApplication.sendEvent(widget, close)
                assert not close.isAccepted()
            case 1:
                assert not widget.close()
            case 2:
                handle = widget.windowHandle()
                assert not handle.close()
            case 3:
                at = self._anywhere()
                kind = chance.choice((QEvent.Type.ToolTip, QEvent.Type.WhatsThis))
                QApplication.sendEvent(self._aim, QHelpEvent(kind, at, widget.mapToGlobal(at)))
            case 4:
                QApplication.sendEvent(self._aim, QFocusEvent(QEvent.Type.FocusOut, Qt.FocusReason.PopupFocusReason))
            case 5:
                kinds = (QEvent.Type.EnterWhatsThisMode, QEvent.Type.RequestSoftwareInputPanel, QEvent.Type.Clipboard)
                QApplication.sendEvent(widget, QEvent(chance.choice(kinds)))
            case _:
                QApplication.sendEvent(widget, QEvent(QEvent.Type.WindowDeactivate))

    def _knock(self) -> None:
        """Knock as the staff does, so that its pages are raged on, too."""
        width = self._terminal.window.screen.width()
        self._terminal.lives(3.0)
        self._knocking = True
        for x in (6, width - 6, 6, width - 6):
            self._tap_at(QPoint(x, 6))
            self._terminal.lives(0.6)
        self._knocking = False

    def _card(self) -> None:
        reader, chance = self._terminal.reader, self._chance
        reader.lift()
        if chance.random() < 0.7:
            reader.place(self._terminal.cards[chance.choice(sorted(self._terminal.cards))])

    def _night(self) -> None:
        """Let the hall close or open."""
        terminal = self._terminal
        terminal.night = (
            dark.night(None, serves=True) if terminal.night is None and self._chance.random() < 0.3 else None
        )
        terminal.visit.reconsider()


@pytest.fixture
def vandal(staffed: Path, tmp_path: Path) -> Iterator[Vandal]:
    QGuiApplication.clipboard().clear()
    terminal = WindowedTerminal(another(staffed, tmp_path / "terminal"), tmp_path / "papers")
    yield Vandal(terminal, Random(20_261_121))
    terminal.close()


def test_ten_thousand_events_lead_nowhere(vandal: Vandal) -> None:
    vandal.rages(10_000)
    assert {"home", "night", "staff_card", "staff_number", "place_id_card", "payment_paid"} <= vandal.pages


@pytest.mark.soak
def test_a_million_events_lead_nowhere(vandal: Vandal) -> None:
    vandal.rages(1_000_000)
    assert len(vandal.pages) > 30
