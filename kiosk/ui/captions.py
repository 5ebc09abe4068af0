"""What is being said, to be seen: marked where it stands on the page, else in a line over the header as long as it sounds.

Nothing is laid out anew. Where nobody tells what sounds, because nothing does or the voice can't, the sentences follow one
another as fast as they are read; the last one stays.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QRectF, Qt, QTimer
from PySide6.QtGui import QPen
from PySide6.QtWidgets import QWidget

from kiosk.core.people import TextSize
from kiosk.ui import items
from kiosk.ui.icons import icon
from kiosk.ui.items import Align, Box, Words
from kiosk.ui.pieces import brush_up, colour_of
from kiosk.ui.theme import CAPITAL_MM, CAPITAL_PER_EM
from kiosk.ui.words import broken, fitting, line_height
from kiosk.ui.writing import write

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from PySide6.QtGui import QPaintEvent

    from kiosk.ui.items import Item
    from kiosk.ui.screen import Screen
    from kiosk.ui.theme import Look

READ_A_SECOND: Final = 4.0
"""Characters: as many as are spoken."""
LEAST_SECONDS: Final = 2.0
_ENDS: Final = r"(?<=[。？！])"
_BUTTON: Final = r"“(.+?)”"
_CUT_OFF_YEAR: Final = r"^(数据到)[0-9]+年"
"""The header leaves out the year where it is this one; what is spoken never does."""
_SILENT: Final = str.maketrans("", "", "。 \u3000\n")


def _plain(words: str) -> str:
    return words.translate(_SILENT)


def standing(shown: Iterable[Item], sentence: str) -> frozenset[str]:
    """Return the keys of what says this sentence on the page, or of the buttons it names; empty where it doesn't stand there."""
    said, buttons = _plain(sentence), {_plain(name) for name in re.findall(_BUTTON, sentence)}
    whole = list(shown)
    lines = [item.box for item in whole if isinstance(item, items.Line) and _plain(item.words) == said]
    found: set[str] = set()
    for item in whole:
        if isinstance(item, items.Target):
            words = _plain("".join(item.lines))
            if words == said or words in buttons:
                found.add(item.key)
        elif isinstance(item, items.Words):
            words = item.read or "".join(item.lines)
            parts = {_plain(words), *map(_plain, re.split(_ENDS, words))}
            if not parts.isdisjoint((said, re.sub(_CUT_OFF_YEAR, r"\1", said))) or any(
                _within(item.box, line) for line in lines
            ):
                found.add(item.key)
    return frozenset(found | {"unit"} if "figure" in found else found)


def _within(box: Box, line: Box) -> bool:
    return line.x <= box.x and line.y <= box.y and box.right <= line.right and box.bottom <= line.bottom


class CaptionBar(QWidget):
    """A line with what is being said. It takes no touch."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.setObjectName("caption")
        self.lines: tuple[str, ...] = ()
        self.px = 0
        self._look: Look | None = None
        self.hide()

    def say(self, look: Look, words: str, over: Box) -> None:
        """Show the words over a line of the page; in so many lines as they need, largest first, down to those of 大."""
        self._look = look
        pad, sign = look.mm(4), round(look.body * 1.5)
        room = look.width - look.margin - 2 * pad - sign - pad
        least = round(CAPITAL_MM[TextSize.LARGE] / CAPITAL_PER_EM * look.px_per_mm)
        sizes = [
            px
            for px in (look.body, round(look.body * 0.92), least)
            if px <= look.body and (px >= least or px == look.body)
        ]
        self.px = fitting((words,), sizes, room, bold=True)
        self.lines = broken(words, self.px, room, bold=True)
        self.setAccessibleName(words)
        high = max(len(self.lines) * line_height(self.px) + look.mm(3), over.h + look.mm(3))
        self.setGeometry(look.margin // 2, max(look.mm(1), over.y - look.mm(2)), look.width - look.margin, high)
        self.raise_()
        self.show()
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002, N802 - Qt's
        """A card with a sign, so that it is told from the page by more than its colour."""
        look = self._look
        if look is None:
            return
        painter = brush_up(self)
        painter.setPen(QPen(colour_of(look, "frame" if look.colours.frame else "primary"), look.stroke))
        painter.setBrush(colour_of(look, "soft"))
        half = look.stroke / 2
        painter.drawRoundedRect(
            QRectF(self.rect()).adjusted(half, half, -half, -half), look.radius / 2, look.radius / 2
        )
        pad, sign = look.mm(4), round(look.body * 1.2)
        painter.drawPixmap(pad, (self.height() - sign) // 2, icon("volume-2", sign, colour_of(look, "accent").name()))
        painter.setPen(colour_of(look, "on_soft"))
        high = len(self.lines) * line_height(self.px)
        left = pad + round(look.body * 1.5) + pad // 2
        area = QRectF(left, (self.height() - high) / 2, self.width() - left, high)
        write(painter, area, self.lines, self.px, bold=True, align=Align.LEFT)


class Captions:
    """See `kiosk.voice.stage.Marks`: marks on a screen. The window tells when it has put up another sheet."""

    def __init__(self, screen: Screen) -> None:
        self._screen = screen
        self.bar = CaptionBar(screen)
        self._look: Look | None = None
        self._sentences: tuple[str, ...] = ()
        self._at: int | None = None
        self._timer = QTimer(screen)
        self._timer.setSingleShot(True)
        self._timer.timeout.connect(self._next)

    def said(self, sentences: Sequence[str], *, follows: bool) -> None:
        """These are going to be heard one after the other."""
        self.silent()
        self._sentences = tuple(sentences)
        if not follows:
            self.at(0)
            self._reckon()

    def at(self, number: int) -> None:
        """This one of them is heard now."""
        self._at = number
        self._put()

    def silent(self) -> None:
        """Nothing is heard any more; nothing of it is kept."""
        self._timer.stop()
        self._sentences, self._at = (), None
        self._put()

    def another_sheet(self, look: Look) -> None:
        """The screen shows another sheet, or the same in another way."""
        self._look = look
        self._put()

    def _next(self) -> None:
        self.at((self._at or 0) + 1)
        self._reckon()

    def _reckon(self) -> None:
        """Go on to the next sentence once this one has been read."""
        at = self._at or 0
        if at + 1 < len(self._sentences):
            self._timer.start(round(1000 * max(LEAST_SECONDS, len(self._sentences[at]) / READ_A_SECOND)))

    def _put(self) -> None:
        sentence = self._sentences[self._at] if self._at is not None and self._at < len(self._sentences) else ""
        shown = [piece.item for piece in self._screen.pieces.values()] if sentence else []
        keys = standing(shown, sentence)
        self._screen.mark(keys)
        if sentence and not keys and self._look is not None:
            self.bar.say(self._look, sentence, _header(shown))
        elif not self.bar.isHidden():
            self.bar.hide()
            self.bar.setAccessibleName("")
            self.bar.lines = ()


def _header(shown: Iterable[Item]) -> Box:
    """The line of the greeting; the top of a page without one, or with one that runs down."""
    heads = [item for item in shown if item.key.startswith(("greeting", "header"))]
    boxes = [item.box for item in heads if not (isinstance(item, Words) and item.columns)]
    top = min((box.y for box in boxes), default=0)
    return Box(0, top, 0, max((box.bottom for box in boxes), default=top) - top)
