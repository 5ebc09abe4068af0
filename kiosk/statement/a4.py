"""A statement as an A4 PDF: calm, large, black on white, with text that can be extracted whole."""

from __future__ import annotations

from io import BytesIO
from typing import TYPE_CHECKING, Any, Final

import qrcode
from qrcode.constants import ERROR_CORRECT_Q
from reportlab.pdfgen.canvas import Canvas

from kiosk.statement.fonts import BOLD, REGULAR, font, runs, width
from kiosk.statement.layout import lay_out
from kiosk.statement.sheet import QR_POINTS, SHEET

if TYPE_CHECKING:
    from kiosk.statement.model import Statement
    from kiosk.statement.sheet import Page, PlacedCode, PlacedText

_TEXT: Final = (0.0, 0.0, 0.0)
_ACCENT: Final = (0x0F / 255, 0x38 / 255, 0x60 / 255)
_LINES: Final = (0x7A / 255, 0x85 / 255, 0x8F / 255)
_QUIET_MODULES: Final = 4


def preload() -> None:
    """Load the fonts before anybody waits for them."""
    font(REGULAR)
    font(BOLD)


def a4(statement: Statement) -> bytes:
    """Draw a statement. Its title names no person: printers and their queues show it."""
    preload()
    pages = lay_out(statement)
    file = BytesIO()
    # initialFontName: reportlab would else name Helvetica, which is not embedded.
    canvas = Canvas(
        file,
        pagesize=SHEET,
        pageCompression=1,
        initialFontName=REGULAR,  # type: ignore[arg-type]  # a name, whatever its stubs say
        lang="zh-CN",
    )
    canvas.setTitle(statement.title)
    canvas.setAuthor(statement.issue.agency)
    canvas.setCreator("颐办")
    for page in pages:
        _draw(canvas, page)
        canvas.showPage()
    # reportlab gives every page an empty transition effect, which archive formats forbid; no public way leads there.
    document: Any = canvas.__dict__["_doc"]
    for drawn in document.Pages.pages:
        drawn.Trans = None
    canvas.save()
    return file.getvalue()


def sheets(statement: Statement) -> int:
    """Return how many sheets `a4` draws."""
    return len(lay_out(statement))


def _draw(canvas: Canvas, page: Page) -> None:
    for line in page.lines:
        canvas.setStrokeColorRGB(*(_ACCENT if line.accent else _LINES))
        canvas.setLineWidth(line.thickness)
        canvas.line(line.x0, line.y0, line.x1, line.y1)
    canvas.setFillColorRGB(*_TEXT)
    for code in page.codes:
        _draw_code(canvas, code)
    for text in page.texts:
        _draw_text(canvas, text)


def _draw_text(canvas: Canvas, text: PlacedText) -> None:
    x = text.x
    for name, run in runs(text.text, text.font):
        canvas.setFont(name, text.size)
        canvas.drawString(x, text.y, run)
        x += width(run, name, text.size)


def _modules(data: str) -> tuple[tuple[bool, ...], ...]:
    code = qrcode.QRCode(error_correction=ERROR_CORRECT_Q, border=_QUIET_MODULES)
    code.add_data(data)
    code.make(fit=True)
    return tuple(tuple(bool(module) for module in row) for row in code.get_matrix())


def _draw_code(canvas: Canvas, code: PlacedCode) -> None:
    """Draw the modules as one path of rectangles, a run of dark modules at a time: sharp at any resolution."""
    modules = _modules(code.data)
    size = QR_POINTS / len(modules)
    path = canvas.beginPath()
    for down, row in enumerate(modules):
        y = code.y + QR_POINTS - (down + 1) * size
        start = 0
        for at, dark in enumerate((*row, False)):
            if dark:
                continue
            if at > start:
                path.rect(code.x + start * size, y, (at - start) * size, size)
            start = at + 1
    canvas.drawPath(path, stroke=0, fill=1)
