"""The one widget everything stands on: places the pieces of a sheet, and hands every touch to the touch layer."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, Protocol

from PySide6.QtCore import QEvent, QPoint, QPointF, Qt, QTimer
from PySide6.QtGui import QCloseEvent, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QTouchEvent
from PySide6.QtWidgets import QWidget
from shiboken6 import Shiboken

from kiosk.ui import items
from kiosk.ui.gauges import CountdownRing, MeterBar
from kiosk.ui.knock import CORNER_MM, Heard, Knock
from kiosk.ui.line_stop import LineStop
from kiosk.ui.pictures import DrawingWidget
from kiosk.ui.pieces import ALLOWED_KEYS, IconSign, PlateWidget, TargetButton, WordsLabel, colour_of, leads_on
from kiosk.ui.ripple import Ripple
from kiosk.ui.touch import Fingers, Met

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable

    from kiosk.core.clock import Clock
    from kiosk.ui.items import Box, Deed, Item, Line, Sheet, Target
    from kiosk.ui.theme import Look

Piece = WordsLabel | LineStop | PlateWidget | TargetButton | DrawingWidget | IconSign | MeterBar | CountdownRing

_MOUSE: Final = -1


def _offers(shown: Iterable[Item]) -> dict[str, tuple[str, Deed | None, Box]]:
    """Return what every target says, does and takes up, by key."""
    return {item.key: (item.words, item.deed, item.box) for item in shown if isinstance(item, items.Target)}


class Missed(Protocol):
    """Whoever decides what follows a tap that met nothing."""

    def __call__(self, x: float, y: float, *, often: bool) -> Met:
        """Say what a tap at this pixel met; `often`: not for the first time."""
        ...


class Screen(QWidget):
    """Shows sheets. `do` is called with each target that was activated; `missed`, when a tap met nothing, says what follows.

    `knocked` is called when somebody of the staff wants to sign in, `sound` where a tap that met nothing is to be heard, `walked`
    with what keys have come to.
    """

    def __init__(
        self,
        clock: Clock,
        do: Callable[[Target], None],
        touched: Callable[[], None],
        missed: Missed,
        knocked: Callable[[], None],
        *,
        sound: Callable[[], None],
        walked: Callable[[Target | Line], None],
    ) -> None:
        super().__init__()
        self.setAttribute(Qt.WidgetAttribute.WA_AcceptTouchEvents)
        self.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.PreventContextMenu)
        self.setWindowFlag(Qt.WindowType.FramelessWindowHint)
        self.setObjectName("screen")
        self._clock = clock
        self._do = do
        self._tell_touched = touched
        self._tell_missed = missed
        self._tell_knocked = knocked
        self._sound = sound
        self._tell_walked = walked
        self._knock = Knock(clock)
        self._look: Look | None = None
        self._pieces: dict[str, Piece] = {}
        self._ripple = Ripple(self)
        self._gone: list[Piece] = []
        self._burial = QTimer(self)
        self._burial.setSingleShot(True)
        self._burial.timeout.connect(self.bury)
        self.fingers = Fingers(self, clock)
        self.may_close = False

    # -- showing ----------------------------------------------------------------------------------------------

    def show_sheet(self, look: Look, sheet: Sheet, *, fresh: bool, again: bool = False) -> None:
        """Show a sheet. `fresh` is another page: what is pressed is let go and every piece made anew.

        `again` is a page in its own place: what is pressed stays so where it still means the same.
        """
        self.fingers.px_per_mm = look.px_per_mm
        if fresh:
            self.fingers.another_page()
        elif again:
            offered, before = _offers(sheet.items), _offers(piece.item for piece in self._pieces.values())
            same = {key for key, what in offered.items() if key in before and before[key][:2] == what[:2]}
            self.fingers.same_page(frozenset(same), moved=offered != before)
        same_look, self._look = look == self._look, look
        wanted = [(item.key, type(item)) for item in sheet.items]
        standing = [(key, type(piece.item)) for key, piece in self._pieces.items()]
        if not fresh and wanted == standing:
            for item in sheet.items:
                piece = self._pieces[item.key]
                if not same_look or piece.item != item:
                    self._place(piece, look, item)
                elif isinstance(piece, TargetButton) and isinstance(item, items.Target):
                    piece.item = item  # what it does may be another thing now, though it looks the same
        else:
            self._rebuild(look, sheet, keep=not fresh)
        if not same_look or fresh:
            self._ripple.raise_()
            self.update()

    def _place(self, piece: Piece, look: Look, item: Item) -> None:
        piece.setGeometry(*item.box)
        piece.update_item(look, item)  # type: ignore[arg-type]  # keys and kinds were compared before

    def _rebuild(self, look: Look, sheet: Sheet, *, keep: bool) -> None:
        """Make every piece anew; what was pressed or focused stays so if it is still there."""
        before = self._pieces
        pressed = {k for k, p in before.items() if isinstance(p, TargetButton) and p.isDown()} if keep else set[str]()
        focused = next((k for k, p in before.items() if p.hasFocus()), None) if keep else None
        self.setUpdatesEnabled(False)
        self.wipe()
        previous: QWidget = self
        for item in sheet.items:
            piece = self._make(look, item)
            self._pieces[item.key] = piece
            piece.setGeometry(*item.box)
            if isinstance(piece, TargetButton):
                piece.setDown(item.key in pressed)
            if isinstance(piece, TargetButton | LineStop):
                QWidget.setTabOrder(previous, piece)
                previous = piece
            piece.show()
        self.setUpdatesEnabled(True)
        if focused is not None and focused in self._pieces:
            self._pieces[focused].setFocus(Qt.FocusReason.OtherFocusReason)
        else:
            self.setFocus(Qt.FocusReason.OtherFocusReason)

    def _make(self, look: Look, item: Item) -> Piece:
        piece: Piece
        match item:
            case items.Words():
                piece = WordsLabel(self, look, item)
            case items.Line():
                piece = LineStop(self, look, item)
            case items.Plate():
                piece = PlateWidget(self, look, item)
            case items.Target():
                piece = TargetButton(self, look, item)
                piece.clicked.connect(self._clicked)
            case items.Drawing():
                piece = DrawingWidget(self, look, item, self._clock)
            case items.Icon():
                piece = IconSign(self, look, item)
            case items.Meter():
                piece = MeterBar(self, look, item)
            case items.Ring():
                piece = CountdownRing(self, look, item)
        piece.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        return piece

    def wipe(self) -> None:
        """Take everything away; nothing of a page is left in any widget."""
        for piece in self._pieces.values():
            piece.hide()
            piece.setParent(None)
            self._gone.append(piece)
        self._pieces = {}
        self._burial.start(0)

    def bury(self) -> None:
        """Delete what was taken away, now that no handler of it runs. Qt's own `deleteLater` waits for an outer loop."""
        gone, self._gone = self._gone, []
        for piece in gone:
            Shiboken.delete(piece)

    @property
    def pieces(self) -> dict[str, Piece]:
        """What stands on the screen, by key, in reading order."""
        return self._pieces

    def mark(self, keys: Collection[str]) -> None:
        """Mark what is being said, and nothing else. Nothing moves: only what changes is painted."""
        for key, piece in self._pieces.items():
            if isinstance(piece, WordsLabel | TargetButton) and piece.marked is not (key in keys):
                piece.marked = key in keys
                piece.update()

    # -- what the touch layer asks ----------------------------------------------------------------------------

    def target_at(self, x: float, y: float) -> str | None:
        """Return the key of the target at a point."""
        point = QPoint(int(x), int(y))
        for key, piece in self._pieces.items():
            if isinstance(piece, TargetButton) and piece.geometry().contains(point):
                return key
        return None

    def box_of(self, key: str) -> Box | None:
        """Return where a target is."""
        piece = self._pieces.get(key)
        return piece.item.box if isinstance(piece, TargetButton) else None

    def repeats(self, key: str) -> bool:
        """Whether a target is a key that people mean to press twice."""
        piece = self._pieces.get(key)
        return isinstance(piece, TargetButton) and piece.item.repeats

    def press(self, key: str, *, down: bool) -> None:
        """Show a target pressed or released."""
        piece = self._pieces.get(key)
        if isinstance(piece, TargetButton):
            piece.setDown(down)

    def activate(self, key: str) -> None:
        """Do what a target is for."""
        piece = self._pieces.get(key)
        if isinstance(piece, TargetButton):
            self._do(piece.item)

    def answer(self, x: float, y: float) -> None:
        """Show and sound that a touch was felt, which met nothing."""
        if self._look is not None:
            self._ripple.start(self._look, QPointF(x, y))
            self._sound()

    def missed(self, x: float, y: float, *, often: bool) -> Met:
        """Take a tap that met nothing; it may belong to a knock."""
        heard = Heard.NOTHING
        if self._look is not None:
            heard = self._knock.tap(x, y, self.width(), self._look.mm(CORNER_MM))
        if heard is Heard.KNOCK:
            self._tell_knocked()
        if heard is not Heard.NOTHING:
            return Met.KNOCK
        return self._tell_missed(x, y, often=often and not self._knock.begun)

    def touched(self) -> None:
        """Somebody is there."""
        self._tell_touched()

    def _clicked(self) -> None:
        """Keys and assistive technology press a button without a finger."""
        button = self.sender()
        if isinstance(button, TargetButton):
            self.touched()
            self.fingers.activate(button.item.key)

    # -- what Qt brings ---------------------------------------------------------------------------------------

    def event(self, event: QEvent) -> bool:
        """Take touches; everything else is Qt's."""
        if isinstance(event, QTouchEvent):
            self.take_touch(event, lambda point: point)
            return True
        return super().event(event)

    def take_touch(self, event: QTouchEvent, onto: Callable[[QPointF], QPointF]) -> None:
        """Hand a touch to the touch layer; `onto` maps its points onto the screen as people see it."""
        event.accept()
        if event.type() == QEvent.Type.TouchCancel:
            self.fingers.cancel()
            return
        stamp = event.timestamp() / 1000
        for point in event.points():
            at, size = onto(point.position()), point.ellipseDiameters()
            wide = max(size.width(), size.height())
            match point.state():
                case point.State.Pressed:
                    self.fingers.down(point.id(), at.x(), at.y(), stamp=stamp, wide=wide)
                case point.State.Updated | point.State.Stationary:
                    self.fingers.move(point.id(), at.x(), at.y(), wide=wide)
                case point.State.Released:
                    self.fingers.up(point.id(), at.x(), at.y(), stamp=stamp)
                case _:
                    pass

    def mousePressEvent(self, event: QMouseEvent) -> None:  # noqa: N802 - Qt's
        """The left button is a finger; the others do nothing."""
        if event.button() == Qt.MouseButton.LeftButton:
            at = event.position()
            self.fingers.down(_MOUSE, at.x(), at.y(), stamp=event.timestamp() / 1000)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:  # noqa: N802 - Qt's
        """A second press is a press."""
        self.mousePressEvent(event)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:  # noqa: N802 - Qt's
        """The finger moves."""
        self.fingers.move(_MOUSE, event.position().x(), event.position().y())

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:  # noqa: N802 - Qt's
        """The finger is lifted."""
        if event.button() == Qt.MouseButton.LeftButton:
            at = event.position()
            self.fingers.up(_MOUSE, at.x(), at.y(), stamp=event.timestamp() / 1000)

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 - Qt's
        """Arrows and Tab lead to the first button; nothing else does anything."""
        if event.key() in ALLOWED_KEYS:
            self.focusNextPrevChild(leads_on(self, event.key()))
        event.accept()

    def focusNextPrevChild(self, forward: bool) -> bool:  # noqa: FBT001, N802 - Qt's
        """Go on to the next stop, or back: somebody is there, whichever widget heard the key."""
        self.touched()
        moved = super().focusNextPrevChild(forward)
        stop = next((piece for piece in self._pieces.values() if piece.hasFocus()), None)
        if isinstance(stop, TargetButton | LineStop):
            self._tell_walked(stop.item)
        return moved

    def step(self, *, forward: bool) -> None:
        """Walk to the next target in reading order, or to the one before."""
        self.focusNextPrevChild(forward)

    def enter(self) -> bool:
        """Press the target that was walked to; say whether there is one."""
        focused = next((key for key, piece in self._pieces.items() if piece.hasFocus()), None)
        if focused is not None:
            self.fingers.activate(focused)
        return focused is not None

    def closeEvent(self, event: QCloseEvent) -> None:  # noqa: N802 - Qt's
        """Only the product itself closes its window."""
        event.setAccepted(self.may_close)

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802 - Qt's
        """The ground."""
        if self._look is not None:
            # Not fillRect: looking for its overload makes PySide build an enumeration of 180 gradients, before home is seen.
            painter = QPainter(self)
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(colour_of(self._look, "ground"))
            painter.drawRect(event.rect())
