"""The few widgets everything is made of. Each draws one kind of item and is seen by assistive technology."""

from __future__ import annotations

from math import ceil
from typing import TYPE_CHECKING, Final, NamedTuple

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QColor, QKeyEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QAbstractButton, QLabel, QWidget

from kiosk.ui.icons import icon
from kiosk.ui.items import Align, Style
from kiosk.ui.words import deep_of, joined, line_height, width_of
from kiosk.ui.writing import write

if TYPE_CHECKING:
    from kiosk.ui import items
    from kiosk.ui.theme import Look

ALLOWED_KEYS: Final = frozenset(
    {Qt.Key.Key_Tab, Qt.Key.Key_Backtab, Qt.Key.Key_Left, Qt.Key.Key_Right, Qt.Key.Key_Up, Qt.Key.Key_Down}
)
_BACK_KEYS: Final = frozenset({Qt.Key.Key_Backtab, Qt.Key.Key_Up})
RING_MM: Final = 1.5
"""How thick the ring is round a button that keys have led to: thicker than the lower edge of a card, which it lies on."""
CALLING: Final = frozenset({Style.HELP, Style.TROUBLE})
"""What calls somebody has a frame where colour can't tell it from the rest."""
PRESSING_KEYS: Final = frozenset({Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space, Qt.Key.Key_Select})


class Area(NamedTuple):
    """A part of a piece, in pixels from its corner."""

    x: float
    y: float
    w: float
    h: float


def colour_of(look: Look, role: str) -> QColor:
    """Return the colour of a role in this look."""
    return QColor(getattr(look.colours, role))


def leads_on(widget: QWidget, key: int) -> bool:
    """Whether a key leads to what comes next, not before: of the arrows to the sides the one that points as one reads."""
    mirrored = widget.layoutDirection() is Qt.LayoutDirection.RightToLeft
    return key not in _BACK_KEYS and key != (Qt.Key.Key_Right if mirrored else Qt.Key.Key_Left)


def brush_up(widget: QWidget) -> QPainter:
    """Return a painter with smooth edges."""
    painter = QPainter(widget)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setRenderHint(QPainter.RenderHint.TextAntialiasing)
    return painter


class WordsLabel(QLabel):
    """Lines of text."""

    def __init__(self, parent: QWidget, look: Look, item: items.Words) -> None:
        super().__init__(parent)
        self.setTextInteractionFlags(Qt.TextInteractionFlag.NoTextInteraction)
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.marked = False
        self.update_item(look, item)

    def update_item(self, look: Look, item: items.Words) -> None:
        """Show another text in the same place."""
        self.look, self.item = look, item
        read = self.text() if item.read is None else item.read
        if read != self.accessibleName():
            self.setText(read)  # what Qt falls back to where the name is empty
            self.setAccessibleName(read)
        self.setObjectName(item.key)
        self.update()

    def text(self) -> str:
        """Return the words that are seen."""
        return joined(self.item.lines)

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002, N802 - Qt's
        """Write the lines."""
        painter = brush_up(self)
        item = self.item
        painter.setPen(colour_of(self.look, item.colour))
        under = colour_of(self.look, "focus") if self.marked else None
        write(
            painter,
            QRectF(self.rect()).adjusted(0, deep_of(item.lines, item.px) / 2, 0, 0),
            item.lines,
            item.px,
            bold=item.bold,
            align=item.align,
            under=under,
            columns=item.columns,
        )


class PlateWidget(QWidget):
    """A card that only holds other things."""

    def __init__(self, parent: QWidget, look: Look, item: items.Plate) -> None:
        super().__init__(parent)
        self.update_item(look, item)

    def update_item(self, look: Look, item: items.Plate) -> None:
        """Look otherwise in the same place."""
        self.look, self.item = look, item
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002, N802 - Qt's
        """Draw the card."""
        painter = brush_up(self)
        painter.setPen(QPen(colour_of(self.look, self.item.edge), 2))
        painter.setBrush(colour_of(self.look, self.item.fill))
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(1, 1, -1, -1), self.look.radius, self.look.radius)


class IconSign(QWidget):
    """A sign beside words, which say the same."""

    def __init__(self, parent: QWidget, look: Look, item: items.Icon) -> None:
        super().__init__(parent)
        self.update_item(look, item)

    def update_item(self, look: Look, item: items.Icon) -> None:
        """Show another sign in the same place."""
        self.look, self.item = look, item
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002, N802 - Qt's
        """Draw the sign."""
        painter = brush_up(self)
        size = min(self.width(), self.height())
        painter.drawPixmap(0, 0, icon(self.item.name, size, colour_of(self.look, self.item.colour).name()))


class TargetButton(QAbstractButton):
    """Something to touch. Touches come from the touch layer, never from Qt's own mouse events."""

    def __init__(self, parent: QWidget, look: Look, item: items.Target) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.PreventContextMenu)
        self.setAutoRepeat(False)
        self.marked = False
        self.update_item(look, item)

    def update_item(self, look: Look, item: items.Target) -> None:
        """Be another button in the same place."""
        self.look, self.item = look, item
        name = item.words
        if self.accessibleName() != name:
            self.setAccessibleName(name)
            self.setText(name.replace("&", "&&"))
        note = joined(item.note)
        self.setAccessibleDescription("" if note in name else note)
        self.setObjectName(item.key)
        self.update()

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 - Qt's
        """Enter presses; arrows and Tab move on; nothing else does anything."""
        if event.key() in PRESSING_KEYS:
            if not event.isAutoRepeat():
                self.clicked.emit()
        elif event.key() in ALLOWED_KEYS:
            super().keyPressEvent(event)
        else:
            event.accept()

    def keyReleaseEvent(self, event: QKeyEvent) -> None:  # noqa: N802 - Qt's
        """A press has done everything."""
        event.accept()

    # -- drawing ----------------------------------------------------------------------------------------------

    def _colours(self) -> tuple[str, str, str, str]:
        """Roles of fill, edge, words and icon."""
        item = self.item
        if item.closed:
            return "down", "line", "text", "quiet"
        filled = item.style in (Style.GO, Style.HELP, Style.TROUBLE) or item.on
        if self.isDown():
            role = "pressed_dark" if filled else "pressed"
            return role, "focus", f"on_{role}", f"on_{role}"
        if filled:
            role = {Style.GO: "go", Style.HELP: "help", Style.TROUBLE: "trouble"}.get(item.style, "primary")
            framed = self.look.colours.frame and item.style in CALLING
            return role, "frame" if framed else role, f"on_{role}", f"on_{role}"
        quiet_edge = item.style in (Style.CARD, Style.KEY, Style.MODE)
        words = "text" if item.style in (Style.CARD, Style.KEY) else "primary"
        return "card", "line" if quiet_edge else "primary", words, "accent"

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002, N802 - Qt's
        """Draw the button with its words and signs."""
        painter = brush_up(self)
        look, item = self.look, self.item
        fill, edge, words, sign = self._colours()
        frame = QRectF(self.rect())
        radius = min(look.radius, self.height() / 3)
        stroke = look.stroke if item.style is not Style.CARD else max(2, look.stroke - 1)
        pen = QPen(colour_of(look, edge), stroke)
        if item.closed:
            pen.setStyle(Qt.PenStyle.DashLine)
        painter.setPen(pen)
        painter.setBrush(colour_of(look, fill))
        half = stroke / 2
        if item.style is Style.CARD and not item.closed and not self.isDown() and not look.colours.frame:
            painter.setBrush(colour_of(look, edge))
            painter.drawRoundedRect(frame.adjusted(half, half, -half, -half), radius, radius)
            painter.setBrush(colour_of(look, fill))
            painter.setPen(Qt.PenStyle.NoPen)
            lip = look.mm(0.9)
            painter.drawRoundedRect(frame.adjusted(stroke, stroke, -stroke, -lip), radius - half, radius - half)
        else:
            painter.drawRoundedRect(frame.adjusted(half, half, -half, -half), radius, radius)
        if self.isDown() or item.beckons or (look.colours.frame and item.style in CALLING):
            role = "focus" if self.isDown() or item.beckons else "frame"
            self._ring(painter, role, look.mm(1.4 if item.beckons else 0.7))
        if self.hasFocus():
            self._ring(painter, "focus", look.mm(RING_MM))
        painter.setPen(colour_of(look, words))
        self._content(painter, words, sign)

    def _ring(self, painter: QPainter, role: str, thick: int) -> None:
        """A ring inside the edge, with a line of the ground's colour on its inner side so that it shows on any fill."""
        for colour, wide, inset in ((role, thick, thick / 2), ("card", max(2, thick // 2), thick + thick / 4)):
            painter.setPen(QPen(colour_of(self.look, colour), wide))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            radius = min(self.look.radius, self.height() / 3)
            painter.drawRoundedRect(QRectF(self.rect()).adjusted(inset, inset, -inset, -inset), radius, radius)

    def sign_box(self) -> Area | None:
        """Where the sign is drawn, None without one."""
        item = self.item
        if not (item.on or item.icon):
            return None
        side = icon_side(item)
        if item.stacked:
            left = self.look.pad if item.style is Style.CARD else round((self._wide - side) / 2)
            return self._turned(Area(left, round(self._words_area().y - side - self.look.mm(4)), side, side))
        return self._turned(Area(self._start(), round((self._high - side) / 2), side, side))

    @property
    def _wide(self) -> int:
        """How long a line may be."""
        return self.height() if self.item.columns else self.width()

    @property
    def _high(self) -> int:
        """How much room there is for lines under one another."""
        return self.width() if self.item.columns else self.height()

    def _turned(self, area: Area) -> Area:
        """Return where an area is if this is read from the right, or in columns."""
        if self.item.columns:
            return Area(area.y, area.x, area.h, area.w)
        return area._replace(x=self.width() - area.x - area.w) if self.item.mirrored else area

    def words_box(self) -> Area:
        """Where the lines and the note under them are written."""
        return self._turned(self._words_area())

    def _words_area(self) -> Area:
        """Where they would be written if this were read from the left."""
        item, look = self.item, self.look
        high = len(item.lines) * line_height(item.px) + len(item.note) * line_height(item.note_px)
        if item.stacked:
            top = (self._high - high - icon_side(item) - look.mm(4)) / 2
            return Area(look.pad, top + icon_side(item) + look.mm(4), self._wide - 2 * look.pad, high)
        at = self._start() + self._beside()
        wide = self._wide - at if item.style is Style.CARD else self._block()
        return Area(at, (self._high - high) / 2, wide, high)

    def _block(self) -> int:
        item = self.item
        note_sign = round(item.note_px * 1.4) if item.note_icon else 0
        text = max((width_of(line, item.px, bold=True) for line in item.lines), default=0)
        return max(text, max((width_of(line, item.note_px) for line in item.note), default=0) + note_sign)

    def _beside(self) -> int:
        return icon_side(self.item) + icon_gap(self.item) if self.item.on or self.item.icon else 0

    def _start(self) -> int:
        if self.item.style is Style.CARD:
            return self.look.pad
        return round((self._wide - self._block() - self._beside()) / 2)

    def _content(self, painter: QPainter, words: str, sign: str) -> None:
        item, look = self.item, self.look
        name = "check" if item.on else item.icon
        box, area = self.sign_box(), self._words_area()
        if box is not None:
            shade = colour_of(look, sign).name()
            drawn = icon(name, icon_side(item), shade, mirrored=item.mirrored, columns=item.columns)
            painter.drawPixmap(round(box.x), round(box.y), drawn)
        start = Align.RIGHT if item.mirrored else Align.LEFT
        align = start if item.style is Style.CARD or (name and not item.stacked) else Align.CENTRE
        under = colour_of(look, words) if self.marked else None
        taken = len(item.lines) * line_height(item.px)
        place = QRectF(*self._turned(area._replace(h=taken)))
        write(painter, place, item.lines, item.px, bold=True, align=align, under=under, columns=item.columns)
        if item.note:
            note = Area(area.x, area.y + taken, area.w, area.h - taken)
            if item.note_icon:
                pixmap = icon(item.note_icon, item.note_px, colour_of(look, words).name())
                down = (line_height(item.note_px) - item.note_px) / 2
                at = self._turned(Area(note.x, note.y + down, item.note_px, item.note_px))
                painter.drawPixmap(round(at.x), round(at.y), pixmap)
                beside = round(item.note_px * 1.4)
                note = Area(note.x + beside, note.y, note.w - beside, note.h)
            place = QRectF(*self._turned(note))
            write(painter, place, item.note, item.note_px, bold=False, align=align, columns=item.columns)


def icon_side(item: items.Target) -> int:
    """Pixels of a button's icon."""
    if item.style is Style.CARD:
        return round(item.px * (1.75 if item.stacked else 1.5))
    return round(item.px * 1.15)


def icon_gap(item: items.Target) -> int:
    """Pixels between a button's icon and its words."""
    return ceil(item.px * (0.6 if item.style is Style.CARD else 0.4))
